"""The Word document, read back: paper, type, table, plan, annex, and what LibreOffice makes of it."""

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import perf_counter

import pypdfium2 as pdfium
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

from taizhang import export, samples, soffice
from taizhang.engine.model import Item, Kind, Report, Restoration, SourceText, Span
from taizhang.errors import OutputError, PdfUnmade
from taizhang.export import missing_fonts, write_docx, write_pdf
from taizhang.export.document import make_document
from taizhang.export.official import PORTRAIT, Cell, Paper
from taizhang.settings import Form, Settings
from taizhang.soffice import convert, find_soffice
from wordfiles import document_of, lines_of, parts_of, report_of, rows_of

MILLIMETRE = 36000
needs_office = pytest.mark.skipif(find_soffice() is None, reason="LibreOffice is not installed")


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

    def test_no_line_begins_with_the_unit_of_a_date_or_ends_with_a_digit(self, report: Report) -> None:
        rules = etree.fromstring(parts_of(make_document(report, Settings(), Form.PLAN))["word/settings.xml"].encode())
        before, after = (rules.find(qn(f"w:noLineBreaks{side}")) for side in ("Before", "After"))
        assert set("※年月日底，。）") <= set(before.get(qn("w:val")))
        assert set("0123456789年月（") <= set(after.get(qn("w:val")))

    def test_another_name_of_each_typeface_is_told(self, report: Report) -> None:
        fonts = parts_of(make_document(report, Settings(), Form.TABLE))["word/fontTable.xml"]
        assert '"仿宋_GB2312"><w:altName w:val="FangSong_GB2312"' in fonts


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

    def test_no_line_begins_with_what_belongs_to_the_figure_before(self, tmp_path: Path) -> None:
        import taizhang

        tasks = "".join(
            f"{'进一步' * (n % 9)}扎实推进农村公路提档升级工程，新建农村公路{n + 100}公里。" for n in range(40)
        )
        report = taizhang.read(f"甲市2032年政府工作报告\n二、2032年工作安排\n（一）兴办交通\n{tasks}")
        write_pdf(report, tmp_path / "a.pdf", form=Form.PLAN)
        with closing(pdfium.PdfDocument(tmp_path / "a.pdf")) as pdf:
            text = "\n".join(page.get_textpage().get_text_range() for page in pdf)
        begins = {line.strip()[:1] for line in text.splitlines() if line.strip()}
        assert "公里" in text
        assert begins.isdisjoint("※年月底里，。")

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
