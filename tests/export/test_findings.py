"""The workbook of findings: sentences with the words at fault marked, the gravest first, ready for print."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock

from taizhang.engine.model import Finding, Report, Restoration, Severity, SourceText, Span
from taizhang.export.findings import Checked, Comparison, build_finding_tables, mark_sentences
from taizhang.export.grid import Marked, Table
from taizhang.export.sheet import make_workbook
from taizhang.settings import Lang, Settings

TEXT = "云岭县报告\n去年修路20公里、增长5%。建成好房子”三座。\n"
OPENING = (Span(0, 5),)


def report(*findings: Finding, text: str = TEXT) -> Report:
    return Report(SourceText(text, place="云岭县", year=2032), Restoration(), findings=findings, engine="0.1")


QUOTE = Finding("T006", Severity.ERROR, "「好房子”」的后引号没有对应的前引号。", (Span(22, 26),))
PLACE = Finding("T008", Severity.NOTICE, "认不出地区。", OPENING)
BASE = Finding(
    "Y001", Severity.QUESTION, "基数不合。", (Span(10, 14), Span(15, 19)), "20 ÷ 1.05 = 19", ("20公里", "5%"), "±0.5"
)


def build(*checked: Checked, comparisons: tuple[Comparison, ...] = (), settings: Settings | None = None) -> list[Table]:
    return list(build_finding_tables(checked, comparisons, settings or Settings()))


def cells(table: Table) -> list[dict[str, Any]]:
    return [dict(zip([c.key for c in table.columns], row.cells, strict=True)) for row in table.rows]


def test_the_gravest_stand_first_and_are_numbered() -> None:
    table, _ = build(Checked("甲.txt", report(PLACE, BASE, QUOTE)))
    assert [(row["number"], row["severity"]) for row in cells(table)] == [(1, "错误"), (2, "需说明"), (3, "提示")]
    assert table.note.startswith("错误 1，需说明 1，提示 1。")


def test_a_finding_on_the_whole_report_has_no_sentence() -> None:
    table, _ = build(Checked("甲.txt", report(PLACE), OPENING))
    assert [(row["place"], row["source"]) for row in cells(table)] == [("全文", Marked("", ()))]


def test_columns_that_nothing_fills_are_left_out() -> None:
    table, _ = build(Checked("甲.txt", report(QUOTE)))
    assert {"formula", "inputs", "tolerance", "file"}.isdisjoint(column.key for column in table.columns)
    both, _ = build(Checked("甲.txt", report(BASE)), Checked("乙.txt", report()))
    assert {"formula", "inputs", "tolerance", "file"} <= {column.key for column in both.columns}


def test_nothing_found_is_said() -> None:
    table, _ = build(Checked("甲.txt", report()))
    assert (table.rows, table.note) == ((), "没有发现问题。")


@pytest.mark.parametrize("lang", Lang)
def test_the_last_sheet_tells_how_to_read_it(lang: Lang) -> None:
    *_, about = build(Checked("甲.txt", report(QUOTE)), settings=replace(Settings(), lang=lang))
    assert about.rows[0].cells[0] == "甲.txt"
    assert all(cell for row in about.rows for cell in row.cells)


def test_a_comparison_without_rows_has_no_sheet() -> None:
    row = ("地区生产总值", "2031", "增长6%", "增长7%", "完成", "+1个百分点", None, None, "")
    comparisons = (Comparison("outcomes", (row,)), Comparison("levels", ()))
    tables = build(Checked("甲.txt", report()), comparisons=comparisons)
    assert [table.name for table in tables] == ["勾稽问题", "上年目标与结果", "关于"]
    assert cells(tables[1])[0]["number"] == 1


class TestSentences:
    def test_spans_of_one_sentence_are_marked_in_it_once(self) -> None:
        found = mark_sentences(report(), BASE.spans)
        assert found.text == "去年修路20公里、增长5%。"
        assert [found.text[slice(*mark)] for mark in found.marks] == ["20公里", "增长5%"]

    def test_the_main_sentence_stands_first(self) -> None:
        found = mark_sentences(report(), (QUOTE.spans[0], Span(10, 14)))
        assert found.text.splitlines() == ["建成好房子”三座。", "去年修路20公里、增长5%。"]
        assert [found.text[slice(*mark)] for mark in found.marks] == ["好房子”", "20公里"]

    def test_a_long_sentence_is_cut_on_both_sides_of_the_words(self) -> None:
        text = f"{'甲' * 300}好房子”{'乙' * 300}。"
        found = mark_sentences(report(text=text), (Span(300, 304),))
        assert found.text == f"…{'甲' * 45}好房子”{'乙' * 45}…"
        assert found.text[slice(*found.marks[0])] == "好房子”"

    def test_a_long_stretch_is_shown_by_its_ends_and_not_marked(self) -> None:
        text = f"{'甲' * 100}{'乙' * 100}。"
        found = mark_sentences(report(text=text), (Span(0, 200),))
        assert found == Marked(f"{'甲' * 26}……{'乙' * 12}。", ())


class TestSheet:
    @pytest.fixture
    def sheet(self):
        tables = build(Checked("甲.txt", report(QUOTE, BASE, PLACE), OPENING))
        return openpyxl.load_workbook(BytesIO(make_workbook(tables, Settings())), rich_text=True)["勾稽问题"]

    def test_the_words_at_fault_are_red_and_bold(self, sheet) -> None:
        column = next(cell.column for cell in sheet[3] if cell.value == "原文")
        value = sheet.cell(4, column).value
        assert isinstance(value, CellRichText)
        red = [part for part in value if isinstance(part, TextBlock) and part.font.b]
        assert [part.text for part in red] == ["好房子”"]
        assert red[0].font.color.rgb == "FFA8201A"
        assert {part.font.sz for part in value if isinstance(part, TextBlock)} == {10}

    def test_it_is_frozen_filtered_and_prints_its_header_on_each_page(self, sheet) -> None:
        assert sheet.freeze_panes == "B4"
        assert sheet.auto_filter.ref == "A3:J6"
        assert sheet.print_title_rows == "$3:$3"
        assert sheet.page_setup.orientation == "landscape"

    def test_what_was_done_is_chosen_from_a_list_or_written(self, sheet) -> None:
        (rule,) = sheet.data_validations.dataValidation
        assert rule.formula1 == '"已改正,已说明,原文无误,待核实"'
        assert rule.errorStyle == "information"
