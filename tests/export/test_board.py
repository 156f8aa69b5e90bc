"""The table of the 任务分解表: columns, rows, units, dates."""

from dataclasses import replace

import pytest
from docx.document import Document
from docx.oxml.ns import qn

from taizhang.engine.model import Kind, PageTurn, Report, Span, Suggestion
from taizhang.export.official import Cell, width_of
from taizhang.settings import DEFAULT_COLUMNS, LeadUnit, Settings
from wordfiles import document_of, lines_of, report_of, rows_of

MILLIMETRE = 36000


@pytest.fixture(scope="module")
def table(report: Report) -> Document:
    return document_of(report)


class TestTable:
    def test_title_says_whose_and_when(self, table: Document) -> None:
        assert lines_of(table)[0] == ("Title", "岚川市2032年政府工作报告任务分解表")

    def test_place_is_read_from_the_title_where_nothing_else_tells(self, report: Report) -> None:
        nameless = replace(report, source=replace(report.source, place=None, year=None))
        assert lines_of(document_of(nameless))[0][1] == "岚川市政府工作报告任务分解表"

    def test_targets_then_tasks_numbered_through_below_their_headings(self, table: Document) -> None:
        rows = rows_of(table.tables[0])
        assert rows[0] == ["序号", "工作任务", "目标值", "牵头单位\n（建议）", "配合单位\n（建议）", "完成时限", "备注"]
        assert [row[0] for row in rows[1:]] == [
            *("主要预期目标", "1", "2", "3", "二、2032年工作安排", "（一）兴办水利", "修渠引水"),
            *("4", "5", "（二）办好教育", "6"),
        ]

    def test_a_headline_figure_stands_beside_its_indicator(self, table: Document) -> None:
        rows = rows_of(table.tables[0])
        assert rows[2][:3] == ["1", "地区生产总值", "增长6%以上"]
        assert rows[4][:3] == ["3", "城乡收入差距继续缩小", "定性"]

    def test_a_task_has_its_words_targets_unit_and_date(self, table: Document) -> None:
        row = next(row for row in rows_of(table.tables[0]) if row[0] == "4")
        assert row[1] == "新修水渠30公里以上，确保6月底前改造泵站4座，力争灌溉面积突破5万亩。"
        assert row[2] == "水渠新修30公里以上；\n上半年改造泵站4座；\n灌溉面积超过5万亩"
        assert row[3:] == ["市水利局", "市财政局", "2032年6月底；\n其余年底※", ""]

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
        assert rows[-1][3] == "第9段\n第1句"

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
        assert rows[0][3] == "责任单位（建议）\n（标*者牵头）"
        assert next(row for row in rows if row[0] == "4")[3] == "*市水利局\n市财政局"

    def test_each_item_is_a_row_where_the_grain_is_item(self, report: Report) -> None:
        rows = rows_of(document_of(report, settings=Settings(grain="item")).tables[0])
        assert [row[1] for row in rows if row[0] == "4"] == ["新修水渠30公里以上"]
        assert rows[-1][0] == "9"

    def test_notes_tell_what_is_not_the_reports_own(self, table: Document) -> None:
        notes = [text for style, text in lines_of(table) if style == "Note"]
        assert len([note for note in notes if note]) == 1
        assert notes[0].startswith("注：1．")
        body = [child.tag.partition("}")[2] for child in table.element.body]
        assert body.index("tbl") == 2 + len(notes)  # a page of its own for a note that did not fit would look odd
        assert any("※" in note for note in notes)
        assert any("均为拟议，须经核定" in note for note in notes)

    def test_half_width_marks_are_widened_and_it_is_told(self) -> None:
        document = document_of(report_of("修渠30公里,改桥(含便桥)3座。", "修渠30公里"))
        assert rows_of(document.tables[0])[1][1] == "修渠30公里，改桥（含便桥）3座。"
        assert rows_of(document.tables[1])[1][3] == "修渠30公里,改桥(含便桥)3座。"
        assert any("半角标点已改为全角" in text for _, text in lines_of(document))

    def test_a_newspaper_page_is_said_to_be_a_part(self, report: Report) -> None:
        turns = (PageTurn(Span(0, 1), "from", 1), PageTurn(Span(0, 1), "to", None))
        torn = replace(report, restoration=replace(report.restoration, page_turns=turns))
        assert any("上接第1版，下转他版" in text for _, text in lines_of(document_of(torn)))

    def test_stated_dates_stand_before_the_one_for_the_rest(self) -> None:
        items = (("建成泵站", "2032-06-30"), ("开工水厂", "2032-09-30"), ("整治河道", None))
        text = "6月底前建成泵站，9月底前开工水厂，整治河道。"
        dated = report_of(text, *(words for words, _ in items), year=2032)
        made = tuple(replace(item, due=due) for item, (_, due) in zip(dated.items, items, strict=True))
        row = rows_of(document_of(replace(dated, items=made)).tables[0])[-1]
        assert row[5] == "2032年6月底、\n9月底；\n其余年底※"

    def test_a_date_of_every_item_bears_no_mark(self) -> None:
        dated = report_of("6月底前建成泵站。", "6月底前建成泵站", year=2032)
        made = (replace(dated.items[0], due="2032-06-30"),)
        document = document_of(replace(dated, items=made))
        assert rows_of(document.tables[0])[-1][5] == "2032年6月底"
        assert not any("※" in text for _, text in lines_of(document))

    def test_a_suggestion_is_said_in_the_header_alone(self, table: Document) -> None:
        head, *rows = rows_of(table.tables[0])
        assert [cell for cell in head if "建议" in cell] == ["牵头单位\n（建议）", "配合单位\n（建议）"]
        assert not any("建议" in cell for row in rows for cell in row)

    def test_without_a_suggestion_the_header_says_nothing_of_one(self) -> None:
        document = document_of(report_of("修渠30公里。", "修渠30公里"))
        assert rows_of(document.tables[0])[0][3:5] == ["牵头单位", "配合单位"]
        assert not any("拟议" in text for _, text in lines_of(document))

    def test_each_supporting_unit_has_a_line(self, report: Report) -> None:
        two = Suggestion("市水利局", ("市财政局", "市自然资源局"), "")
        items = tuple(replace(i, suggestion=two if i.suggestion else None) for i in report.items)
        row = next(r for r in rows_of(document_of(replace(report, items=items)).tables[0]) if r[0] == "4")
        assert row[4] == "市财政局\n市自然资源局"

    def test_the_column_of_dates_holds_the_longest_in_one_line(self, report: Report) -> None:
        found = document_of(report).tables[0]
        wanted = width_of(Cell(("2032年6月底；",), "TableCentre"))
        assert found.columns[5].width / MILLIMETRE > wanted - 0.5

    def test_a_target_without_a_figure_says_so(self) -> None:
        aimed = report_of("让群众更加满意。整治河道。", "让群众更加满意", "整治河道")
        first, *others = aimed.items
        rows = rows_of(document_of(replace(aimed, items=(replace(first, kind=Kind.TARGET), *others))).tables[0])
        assert [row[2] for row in rows[1:]] == ["定性", ""]

    def test_without_the_column_of_targets_the_figure_stands_in_the_task(self, report: Report) -> None:
        rows = rows_of(document_of(report, settings=Settings(document_columns=("number", "task", "due"))).tables[0])
        assert [row[1] for row in rows[2:5]] == ["地区生产总值增长6%以上", "粮食产量35亿斤", "城乡收入差距继续缩小"]

    def test_notes_tell_only_of_columns_that_stand(self, report: Report) -> None:
        lines = lines_of(document_of(report, settings=Settings(document_columns=("number", "task"))))
        assert not any("※" in text or "拟议" in text for style, text in lines if style == "Note")

    def test_a_row_too_tall_to_wait_for_the_next_page_may_break(self) -> None:
        words = "疏浚渠道并修缮堤坝和涵闸" * 9
        row = document_of(report_of(f"{words}。", words)).tables[0]._tbl.tr_lst[-1]
        assert row.trPr.find(qn("w:cantSplit")) is None

    def test_type_is_no_smaller_than_that_of_the_fifth_size(self, table: Document) -> None:
        sizes = {p.style.font.size.pt for cell in table.tables[0]._cells for p in cell.paragraphs}
        assert min(sizes) >= 10.5
