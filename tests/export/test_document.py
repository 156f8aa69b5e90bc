"""The Word document, read back: paper, type, table, plan, annex, and what LibreOffice makes of it."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from time import perf_counter

import docx
import pypdfium2 as pdfium
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table
from lxml import etree

from taizhang import export, samples, soffice
from taizhang.engine.model import Item, Kind, PageTurn, Report, Restoration, SourceText, Span
from taizhang.errors import OutputError, PdfUnmade
from taizhang.export import missing_fonts, write_docx, write_pdf
from taizhang.export.document import make_document
from taizhang.export.official import PORTRAIT, Cell, Paper
from taizhang.settings import DEFAULT_COLUMNS, Form, LeadUnit, Settings
from taizhang.soffice import convert, find_soffice

MILLIMETRE = 36000
needs_office = pytest.mark.skipif(find_soffice() is None, reason="LibreOffice is not installed")


def document_of(report: Report, form: Form = Form.TABLE, settings: Settings | None = None) -> Document:
    return docx.Document(BytesIO(make_document(report, settings or Settings(), form)))


def rows_of(table: Table) -> list[list[str]]:
    """The words of each row; a merged row has one cell."""
    return [["\n".join(p.text for p in cell.paragraphs) for cell in _cells(row)] for row in table.rows]


def _cells(row):
    seen = []
    for cell in row.cells:
        if not any(cell._tc is other._tc for other in seen):
            seen.append(cell)
    return seen


def lines_of(document: Document) -> list[tuple[str, str]]:
    return [(p.style.style_id, p.text) for p in document.paragraphs if p.text]


def parts_of(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


@pytest.fixture(scope="module")
def table(report: Report) -> Document:
    return document_of(report)


@pytest.fixture(scope="module")
def plan(report: Report) -> Document:
    return document_of(report, Form.PLAN)


@pytest.fixture
def bare() -> Report:
    """A report in which there is nothing to do."""
    return Report(SourceText("各位代表，谢谢大家。", "岚川市政府工作报告", year=2032), Restoration((Span(0, 10),)))


def report_of(text: str, *tasks: str, **facts: str | int) -> Report:
    spans = [Span(text.index(task), text.index(task) + len(task)) for task in tasks]
    items = tuple(Item(f"i{n}", None, Kind.TASK, (span,), "") for n, span in enumerate(spans))
    return Report(SourceText(text, **facts), Restoration((Span(0, len(text)),)), items=items)


class TestPaper:
    def test_margins_and_type_area_are_those_of_the_standard(self, plan: Document) -> None:
        section = plan.sections[0]
        measures = (section.page_width, section.page_height, section.top_margin, section.left_margin)
        assert [round(m / MILLIMETRE) for m in measures if m] == [210, 297, 37, 28]
        assert round((section.page_width - section.left_margin - section.right_margin) / MILLIMETRE) == 156
        assert round((section.page_height - section.top_margin - section.bottom_margin) / MILLIMETRE) == 225

    def test_the_table_stands_across_and_its_annex_upright(self, table: Document) -> None:
        across, upright = table.sections
        assert round((across.page_width - across.left_margin - across.right_margin) / MILLIMETRE) == 225
        assert round((across.page_height - across.top_margin - across.bottom_margin) / MILLIMETRE) == 156
        assert upright.page_width < upright.page_height

    @pytest.mark.parametrize(
        ("style", "font", "points"),
        [
            ("Title", "方正小标宋简体", 22),
            ("Body Text", "仿宋_GB2312", 16),
            ("Heading 1", "黑体", 16),
            ("Heading 2", "楷体_GB2312", 16),
            ("Heading 3", "仿宋_GB2312", 16),
            ("Footer", "宋体", 14),
        ],
    )
    def test_type_is_that_of_the_standard(self, plan: Document, style: str, font: str, points: int) -> None:
        found = plan.styles[style]
        assert found.font.size.pt == points
        assert found.element.rPr.rFonts.get(qn("w:eastAsia")) == font

    def test_lines_are_28_to_29_points_apart(self, plan: Document) -> None:
        assert 28 <= plan.styles["Body Text"].paragraph_format.line_spacing.pt <= 29

    def test_page_numbers_stand_on_the_outer_side(self, table: Document) -> None:
        section = table.sections[0]
        odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
        assert (odd.text, even.text) == ("— 1 —", "— 1 —")
        assert [odd.alignment, even.alignment] == [2, 0]
        assert table.settings.odd_and_even_pages_header_footer

    def test_another_name_of_each_typeface_is_told(self, report: Report) -> None:
        fonts = parts_of(make_document(report, Settings(), Form.TABLE))["word/fontTable.xml"]
        assert '"仿宋_GB2312"><w:altName w:val="FangSong_GB2312"' in fonts


class TestTable:
    def test_title_says_whose_and_when(self, table: Document) -> None:
        assert lines_of(table)[0] == ("Title", "岚川市2032年政府工作报告任务分解表")

    def test_place_is_read_from_the_title_where_nothing_else_tells(self, report: Report) -> None:
        nameless = replace(report, source=replace(report.source, place=None, year=None))
        assert lines_of(document_of(nameless))[0][1] == "岚川市政府工作报告任务分解表"

    def test_targets_then_tasks_numbered_through_below_their_headings(self, table: Document) -> None:
        rows = rows_of(table.tables[0])
        assert rows[0] == ["序号", "工作任务", "目标值", "牵头单位", "配合单位", "完成时限", "备注"]
        assert [row[0] for row in rows[1:]] == [
            *("主要预期目标", "1", "2", "3", "二、2032年工作安排", "（一）兴办水利", "修渠引水"),
            *("4", "5", "（二）办好教育", "6"),
        ]

    def test_a_headline_figure_stands_beside_its_indicator(self, table: Document) -> None:
        rows = rows_of(table.tables[0])
        assert rows[2][:3] == ["1", "地区生产总值", "增长6%以上"]
        assert rows[4][:3] == ["3", "城乡收入差距继续缩小", ""]

    def test_a_task_has_its_words_targets_unit_and_date(self, table: Document) -> None:
        row = next(row for row in rows_of(table.tables[0]) if row[0] == "4")
        assert row[1] == "新修水渠30公里以上，确保6月底前改造泵站4座，力争灌溉面积突破5万亩。"
        assert row[2] == "水渠新增30公里以上；泵站4座；灌溉面积超过5万亩"
        assert row[3:] == ["市水利局（建议）", "市财政局（建议）", "2032年底※", ""]

    def test_header_stands_on_each_page_and_rows_are_kept_whole(self, table: Document) -> None:
        first, *others = table.tables[0]._tbl.tr_lst
        assert first.trPr.find(qn("w:tblHeader")) is not None
        assert not any(row.trPr.find(qn("w:tblHeader")) is not None for row in others)
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in others)

    def test_a_row_longer_than_half_a_page_may_break(self) -> None:
        text = f"{'修好水渠，' * 60}改建泵站。"
        long = document_of(report_of(text, text[:-1]))
        assert long.tables[0]._tbl.tr_lst[-1].trPr.find(qn("w:cantSplit")) is None

    def test_columns_fill_the_type_area_and_no_more(self, table: Document) -> None:
        for found, room in zip(table.tables, (225, 156), strict=True):
            width = sum(column.width for column in found.columns)
            assert round(width / MILLIMETRE) == room

    def test_tasks_get_the_room_that_targets_do_not_need(self, report: Report) -> None:
        words = "修好水渠，改建泵站，整治河道，加固堤防，疏通涵洞，更新机井，" * 2
        plain = document_of(report_of(f"{words}。", words[:-1])).tables[0]
        few, many = (found.columns[2].width for found in (plain, document_of(report).tables[0]))
        assert few < many

    def test_columns_are_those_of_the_settings(self, report: Report) -> None:
        settings = Settings(document_columns=("number", "task", "leader", "address"))
        rows = rows_of(document_of(report, settings=settings).tables[0])
        assert rows[0] == ["序号", "工作任务", "牵头领导", "出处"]
        assert rows[-1][3] == "c10.0"

    def test_a_column_of_headings_takes_the_place_of_their_rows(self, report: Report) -> None:
        settings = Settings(document_columns=("number", "category", "task"))
        rows = rows_of(document_of(report, settings=settings).tables[0])
        assert [len(row) for row in rows] == [3] * len(rows)
        assert rows[4][1] == "二、2032年工作安排\n（一）兴办水利\n修渠引水"

    def test_all_columns_of_the_workbook_fit_in_small_type(self, report: Report) -> None:
        document = document_of(report, settings=Settings(document_columns=DEFAULT_COLUMNS))
        styles = {p.style.style_id for cell in document.tables[0].rows[-1].cells for p in cell.paragraphs}
        assert styles == {"SmallText", "SmallCentre", "SmallLeft"}

    def test_the_lead_unit_is_marked_as_the_settings_say(self, report: Report) -> None:
        rows = rows_of(document_of(report, settings=Settings(lead_unit=LeadUnit.STAR)).tables[0])
        assert rows[0][3] == "责任单位\n（标*者牵头）"
        assert next(row for row in rows if row[0] == "4")[3] == "*市水利局、市财政局（建议）"

    def test_each_item_is_a_row_where_the_grain_is_item(self, report: Report) -> None:
        rows = rows_of(document_of(report, settings=Settings(grain="item")).tables[0])
        assert [row[1] for row in rows if row[0] == "4"] == ["新修水渠30公里以上"]
        assert rows[-1][0] == "9"

    def test_notes_tell_what_is_not_the_reports_own(self, table: Document) -> None:
        notes = [text for style, text in lines_of(table) if style == "Note"]
        assert notes[0].startswith("注：1．")
        body = [child.tag.partition("}")[2] for child in table.element.body]
        assert body.index("tbl") == 2 + len(notes)  # a page of its own for a note that did not fit would look odd
        assert any("※" in note for note in notes)
        assert any("建议" in note for note in notes)

    def test_half_width_marks_are_widened_and_it_is_told(self) -> None:
        document = document_of(report_of("修渠30公里,改桥(含便桥)3座。", "修渠30公里"))
        assert rows_of(document.tables[0])[1][1] == "修渠30公里，改桥（含便桥）3座。"
        assert rows_of(document.tables[1])[1][3] == "修渠30公里,改桥(含便桥)3座。"
        assert any("半角标点已改为全角" in text for _, text in lines_of(document))

    def test_a_newspaper_page_is_said_to_be_a_part(self, report: Report) -> None:
        turns = (PageTurn(Span(0, 1), "from", 1), PageTurn(Span(0, 1), "to", None))
        torn = replace(report, restoration=replace(report.restoration, page_turns=turns))
        assert any("上接第1版，下转他版" in text for _, text in lines_of(document_of(torn)))


class TestAnnex:
    @pytest.mark.parametrize("form", list(Form))
    def test_each_number_is_tied_to_its_place_and_sentence(self, report: Report, form: Form) -> None:
        document = document_of(report, form)
        head, *rows = rows_of(document.tables[-1])
        assert head == ["序号", "台账编号", "出处", "报告原文"]
        assert all(row[3] in report.source.text for row in rows)
        assert rows[1][0] == "4"
        assert rows[1][1:3] == ["二（一）-1", "c7.0"]

    def test_figures_of_one_sentence_share_a_row(self, table: Document) -> None:
        row = rows_of(table.tables[-1])[1]
        assert row[:3] == ["1至\n3", "预期目标-1至\n预期目标-3", "c4.1至\nc4.3"]
        assert row[3].startswith("今年主要预期目标是：")

    def test_numbers_are_those_of_the_workbook(self, report: Report, table: Document) -> None:
        ledger = next(t for t in export.build_tables(report, Settings()) if t.key == "ledger")
        wanted = [row.cells[0] for row in ledger.rows if row.level == 0]
        assert [row[1] for row in rows_of(table.tables[-1])[2:]] == wanted


class TestPlan:
    def test_title_lead_and_headings(self, plan: Document) -> None:
        lines = lines_of(plan)
        assert lines[0] == ("Title", "岚川市2032年《政府工作报告》\n重点任务分工方案")
        assert "主要预期目标3项、重点任务3项" in lines[1][1]
        assert [line for line in lines if line[0].startswith("Heading")] == [
            ("Heading1", "一、主要预期目标"),
            ("Heading1", "二、2032年工作安排"),
            ("Heading2", "（一）兴办水利"),
            ("Heading3", "1．修渠引水"),
            ("Heading2", "（二）办好教育"),
        ]

    def test_a_task_ends_with_who_and_when(self, plan: Document) -> None:
        tasks = [text for style, text in lines_of(plan) if style == "BodyText" and text.startswith("（")]
        assert tasks[0] == "（1）地区生产总值增长6%以上。（牵头单位：______；配合单位：______；完成时限：2032年底）"
        units = "牵头单位：市水利局（建议）；配合单位：市财政局（建议）"
        assert tasks[3].endswith(f"5万亩。（{units}；完成时限：2032年底※）")
        assert [text[1] for text in tasks] == list("123456")

    def test_who_and_when_are_set_in_kai(self, plan: Document) -> None:
        task = next(p for p in plan.paragraphs if p.text.startswith("（4）"))
        assert task.runs[-1].style.name == "责任单位"
        assert plan.styles["责任单位"].element.rPr.rFonts.get(qn("w:eastAsia")) == "楷体_GB2312"

    def test_one_column_of_units_is_one_blank(self, report: Report) -> None:
        lines = lines_of(document_of(report, Form.PLAN, Settings(lead_unit=LeadUnit.FIRST)))
        assert any(text.endswith("。（责任单位：______；完成时限：2032年底）") for _, text in lines)

    def test_the_annex_is_announced(self, plan: Document) -> None:
        texts = [text for _, text in lines_of(plan)]
        assert texts.index("附件：报告原文对照表") < texts.index("附件") < texts.index("报告原文对照表")

    def test_tasks_below_no_heading_get_one(self) -> None:
        lines = lines_of(document_of(report_of("修渠30公里。", "修渠30公里"), Form.PLAN))
        assert ("Heading1", "一、重点任务") in lines


class TestSafety:
    @pytest.mark.parametrize("form", list(Form))
    def test_a_report_with_nothing_in_it_says_so(self, bare: Report, form: Form) -> None:
        document = document_of(bare, form)
        assert not document.tables
        assert lines_of(document)[-1] == ("BodyText", "报告中没有可列入任务分解的目标和任务。")

    @pytest.mark.parametrize("form", list(Form))
    def test_the_same_report_gives_the_same_bytes(self, report: Report, form: Form) -> None:
        assert make_document(report, Settings(), form) == make_document(report, Settings(), form)

    @pytest.mark.parametrize("form", list(Form))
    def test_marks_of_markup_and_what_xml_forbids_are_text(self, form: Form) -> None:
        hostile = report_of("修<w:p>渠&\x01\ud800]]>。", "修<w:p>渠&\x01\ud800]]>", title='岚"<市政府工作报告')
        document = document_of(hostile, form)
        assert any("修<w:p>渠&��]]>" in "".join(row) for row in rows_of(document.tables[-1]))

    @pytest.mark.parametrize("form", list(Form))
    def test_only_plain_means_are_used(self, report: Report, form: Form) -> None:
        parts = parts_of(make_document(report, Settings(), form))
        tags = {
            re.sub("{.*}", "", node.tag) for part in parts.values() for node in etree.fromstring(part.encode()).iter()
        }
        assert not tags & {"sdt", "txbxContent", "drawing", "pict", "object", "hyperlink", "framePr", "altChunk", "ins"}
        assert not any("External" in part for part in parts.values())
        assert not any("vba" in name.lower() or name.endswith(".bin") for name in parts)

    def test_every_style_used_is_defined(self, report: Report) -> None:
        for form in Form:
            parts = parts_of(make_document(report, Settings(), form))
            used = set(re.findall(r'w:[pr]Style w:val="(\w+)"', parts["word/document.xml"] + parts["word/footer1.xml"]))
            assert used <= set(re.findall(r'w:styleId="(\w+)"', parts["word/styles.xml"]))

    def test_a_table_is_never_the_last_thing(self, report: Report) -> None:
        body = document_of(report).element.body
        assert [child.tag.partition("}")[2] for child in body][-3:] == ["tbl", "p", "sectPr"]

    def test_a_folder_in_its_place_is_told_and_nothing_is_left(self, report: Report, tmp_path: Path) -> None:
        (tmp_path / "a.docx").mkdir()
        with pytest.raises(OutputError):
            write_docx(report, tmp_path / "a.docx")
        assert [path.name for path in tmp_path.rglob("*")] == ["a.docx"]

    def test_a_missing_folder_is_told(self, report: Report, tmp_path: Path) -> None:
        with pytest.raises(OutputError):
            write_docx(report, tmp_path / "none" / "a.docx")

    def test_settings_say_the_form_and_the_argument_goes_before(self, report: Report, tmp_path: Path) -> None:
        path = tmp_path / "a.docx"
        settings = Settings(document=Form.PLAN)
        write_docx(report, path, settings)
        assert path.read_bytes() == make_document(report, settings, Form.PLAN)
        write_docx(report, path, settings, "table")
        assert path.read_bytes() == make_document(report, settings, Form.TABLE)

    def test_a_long_report_takes_no_time(self) -> None:
        text = "新建公路20公里，改造桥梁3座。" * 1000
        spans = [Span(at * 16 - at * 0, at * 16 + 8) for at in range(1000)]
        items = tuple(Item(f"i{n}", None, Kind.TASK, (span,), "") for n, span in enumerate(spans))
        long = Report(SourceText(text, year=2032), Restoration((Span(0, len(text)),)), items=items)
        begin = perf_counter()
        make_document(long, Settings(), Form.TABLE)
        assert perf_counter() - begin < 3


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[pdfium.PdfDocument]:
    """The clean sample's table as LibreOffice prints it."""
    import taizhang

    path = tmp_path_factory.mktemp("pdf") / "表.pdf"
    write_pdf(taizhang.read(samples.paths()[2]), path)
    pdf = pdfium.PdfDocument(path)
    yield pdf
    pdf.close()


@needs_office
class TestPdf:
    def test_a_page_holds_22_lines_of_28_characters(self) -> None:
        paper = Paper("", PORTRAIT)
        paper.add("Normal", "修" * 28 * 30)
        pdf = pdfium.PdfDocument(convert(paper.make(), ".docx", "pdf", fonts=export.fonts_conf()))
        lines = pdf[0].get_textpage().get_text_range().split()
        assert [len(line) for line in lines if "修" in line] == [28] * 22

    def test_landscape_pages_then_upright_ones(self, printed: pdfium.PdfDocument) -> None:
        across = [page.get_width() > page.get_height() for page in printed]
        assert across[0]
        assert across == sorted(across, reverse=True)
        assert not across[-1]

    def test_the_header_stands_on_each_page(self, printed: pdfium.PdfDocument) -> None:
        words = [page.get_textpage().get_text_range() for page in printed]
        assert all("序号" in text for text in words)

    def test_page_numbers_change_sides(self, printed: pdfium.PdfDocument) -> None:
        for number in (1, 2):
            page = printed[number - 1]
            text = page.get_textpage()
            left = text.get_charbox(text.get_text_range().rindex(f"— {number} —"))[0]
            assert (left > page.get_width() / 2) == (number == 1)

    def test_nothing_runs_over_the_margins(self, printed: pdfium.PdfDocument) -> None:
        for page in list(printed)[:3]:
            text = page.get_textpage()
            boxes = [text.get_charbox(at) for at in range(text.count_chars())]
            assert min(box[0] for box in boxes) > 70
            assert max(box[2] for box in boxes) < page.get_width() - 70

    def test_every_page_has_ink(self, printed: pdfium.PdfDocument) -> None:
        for page in printed:
            picture = page.render(scale=0.3, grayscale=True).to_numpy()
            assert (picture < 128).mean() > 0.002


class TestPdfMissing:
    def test_missing_office_is_one_line_and_nothing_is_written(
        self, report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(soffice, "find_soffice", lambda: None)
        (tmp_path / "a.pdf").write_bytes(b"old")
        with pytest.raises(PdfUnmade) as caught:
            write_pdf(report, tmp_path / "a.pdf")
        assert caught.value.line("zh").startswith("E202 ")
        assert "\n" not in caught.value.line("en")
        assert (tmp_path / "a.pdf").read_bytes() == b"old"

    def test_fonts_are_looked_for_only_where_that_can_be(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PATH", "")
        assert missing_fonts() == ()


def test_lines_of_a_cell_are_counted_by_its_type() -> None:
    from taizhang.export.official import count_lines

    assert count_lines(Cell(("修" * 30,), "TableText"), 12 * 20 * 10 + 160) == 3
    assert count_lines(Cell((), "TableText"), 500) == 1
