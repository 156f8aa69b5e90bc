"""The workbook, read back: sheets, lists, colours, print, and that the same report gives the same bytes."""

import os
import re
import time
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import openpyxl.utils
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from taizhang.engine.model import Item, Kind, Report, Restoration, SourceText, Span, Suggestion
from taizhang.export import write_xlsx
from taizhang.export.layout import count_lines
from taizhang.export.sheet import LONGEST_CELL, fit_cell, make_workbook
from taizhang.export.tables import build_tables
from taizhang.settings import COLUMNS, Lang, Paper, Settings


def workbook_of(report: Report, settings: Settings | None = None) -> openpyxl.Workbook:
    settings = settings or Settings()
    return openpyxl.load_workbook(BytesIO(make_workbook(build_tables(report, settings), settings)))


@pytest.fixture(scope="module")
def ledger(report: Report) -> Worksheet:
    sheet = workbook_of(report)["任务分解表"]
    assert isinstance(sheet, Worksheet)
    return sheet


_SHOWN = {
    "lead_unit": "牵头单位（建议）",
    "supporting_units": "配合单位（建议）",
    "address": "出处（句.分句）",
}


def column_at(sheet: Worksheet, header: str) -> int:
    return next(cell.column for cell in sheet[3] if cell.value == header)


def test_sheets_in_order(report: Report) -> None:
    names = ["任务分解表", "主要预期目标", "成效", "未列入台账的句子", "数量", "发现", "关于"]
    assert workbook_of(report).sheetnames == names


def test_title_note_and_header(ledger: Worksheet) -> None:
    assert ledger["A1"].value == "岚川市2032年政府工作报告任务分解表"
    assert str(ledger["A2"].value).startswith("条目 3 项，事项 6 项")
    headers = [str(cell.value).replace("\n", "") for cell in ledger[3]]
    assert headers == [_SHOWN.get(key, names[0]) for key, names in COLUMNS.items() if key != "units"]


def test_header_is_frozen_and_filtered(ledger: Worksheet) -> None:
    assert ledger.freeze_panes == "D4"
    assert ledger.auto_filter.ref == "A3:T11"


def test_items_stand_below_their_entry_and_fold(ledger: Worksheet) -> None:
    levels = [ledger.row_dimensions[row].outlineLevel for row in range(4, 12)]
    assert levels == [0, 1, 1, 1, 0, 0, 1, 1]
    outline = ledger.sheet_properties.outlinePr
    assert outline is not None
    assert outline.summaryBelow is False
    assert ledger["C5"].alignment.indent == 1


def test_lists_of_status_and_light(ledger: Worksheet) -> None:
    lists = {str(rule.sqref): rule.formula1 for rule in ledger.data_validations.dataValidation}
    assert lists == {
        "Q4:Q11": '"未启动,推进中,已完成,已调整,无法完成,无法核查"',
        "R4:R11": '"● 正常,▲ 临期,◆ 滞后,■ 逾期,○ 未到期,◌ 未填报"',
    }
    assert (column_at(ledger, "状态"), column_at(ledger, "亮灯")) == (17, 18)


def test_lights_are_coloured_by_what_is_chosen(ledger: Worksheet) -> None:
    rules = [rule for found in ledger.conditional_formatting for rule in found.rules]
    colours = {rule.formula[0]: rule.dxf.font.color.rgb for rule in rules}
    assert colours['"■ 逾期"'] == "FFA8201A"
    assert len(colours) == 6


def test_print_is_a3_landscape_with_the_header_on_every_page(ledger: Worksheet) -> None:
    assert (ledger.page_setup.paperSize, ledger.page_setup.orientation) == (8, "landscape")
    assert ledger.sheet_properties.pageSetUpPr is not None
    assert ledger.sheet_properties.pageSetUpPr.fitToPage
    assert (ledger.page_setup.fitToWidth or 1, ledger.page_setup.fitToHeight) == (1, 0)
    assert ledger.print_title_rows == "$3:$3"
    footer = ledger.oddFooter
    assert footer is not None
    assert footer.center is not None
    assert "&P" in str(footer.center.text)


def printed_width(sheet: Worksheet) -> float:
    """The width of what is printed in points, a digit being 7 pixels wide."""
    last = re.search(r"\$([A-Z]+)\$\d+$", str(sheet.print_area))
    assert last
    right = openpyxl.utils.column_index_from_string(last[1])
    letters = (openpyxl.utils.get_column_letter(n) for n in range(1, right + 1))
    return sum(0.75 * 7 * sheet.column_dimensions[letter].width for letter in letters)


@pytest.mark.parametrize("long", ["市工业和信息化局", "市人力资源和社会保障局"])
def test_the_ledger_prints_on_a3_with_type_of_eight_points(report: Report, long: str) -> None:
    every = tuple(
        replace(item, due=f"2032-{3 * n + 3:02d}-28", suggestion=Suggestion(long, (long,)))
        for n, item in enumerate(report.items[5:9])
    )
    items = (*report.items[:5], *every, *report.items[9:])
    sheet = workbook_of(replace(report, items=items)).worksheets[0]
    assert isinstance(sheet, Worksheet)
    assert 10 * (1190.5 - 36) / printed_width(sheet) >= 8


def test_paper_of_the_ledger_is_a_setting(report: Report) -> None:
    book = workbook_of(report, Settings(paper=Paper.A4))
    assert book["任务分解表"].page_setup.paperSize == 9


def test_a_sheet_that_a4_would_make_small_is_printed_on_a3(report: Report) -> None:
    book = workbook_of(report)
    assert [sheet.page_setup.paperSize for sheet in book.worksheets] == [8, 9, 9, 9, 8, 8, 9]


def test_empty_quarters_are_narrow_and_filled_ones_wide(ledger: Worksheet) -> None:
    widths = [ledger.column_dimensions["IJKL"[n]].width for n in range(4)]
    assert widths[1] > widths[0]


def test_a_line_with_a_figure_is_broken_before_it(report: Report) -> None:
    long = replace(report.quantities[4], indicator="岚川农村水渠总长")
    sheet = workbook_of(replace(report, quantities=(*report.quantities[:4], long, *report.quantities[5:])))[
        "任务分解表"
    ]
    assert str(sheet["D5"].value) == "岚川农村水渠总长新修\n≥30公里"


@pytest.mark.parametrize(
    ("indicator", "lang", "shown"),
    [
        ("每万人高价值发明专利拥有量", Lang.ZH, "每万人高价值发明专利拥有量新修≥30公里"),
        ("PM2.5治理渠", Lang.ZH, "PM2.5治理渠新修\n≥30公里"),
        ("农村水渠总长度", Lang.EN, "农村水渠总长度\nadd ≥30公里"),
    ],
)
def test_a_figure_stands_whole(report: Report, indicator: str, lang: Lang, shown: str) -> None:
    long = replace(report.quantities[4], indicator=indicator)
    changed = replace(report, quantities=(*report.quantities[:4], long, *report.quantities[5:]))
    assert workbook_of(changed, Settings(lang=lang)).worksheets[0]["D5"].value == shown


def test_units_that_do_not_fit_in_a_line_stand_below_each_other(report: Report) -> None:
    many = replace(report.items[9], suggestion=Suggestion("市教育局", ("市自然资源局", "市财政局", "市住建局")))
    sheet = workbook_of(replace(report, items=(*report.items[:9], many, *report.items[10:])))["任务分解表"]
    assert sheet["G10"].value == "市自然资源局\n市财政局\n市住建局"


def test_several_due_dates_keep_their_marks(report: Report) -> None:
    dues = {5: "2032-03-31", 6: "2032-06-30"}
    items = tuple(replace(item, due=dues.get(n, item.due)) for n, item in enumerate(report.items))
    sheet = workbook_of(replace(report, items=items))["任务分解表"]
    assert sheet["H4"].value == "2032年3月底、\n6月底；\n其余年底※"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("市人力资源社会保障局", "市人力资源\n社会保障局"),
        ("市人力资源和社会保障局", "市人力资源\n和社会保障局"),
        ("市退役军人事务局", "市退役军人事务局"),
    ],
)
def test_a_long_name_is_broken_in_the_middle(report: Report, name: str, shown: str) -> None:
    named = replace(report.items[9], suggestion=Suggestion(name))
    sheet = workbook_of(replace(report, items=(*report.items[:9], named, *report.items[10:])))["任务分解表"]
    assert sheet["F10"].value == shown


def test_no_word_of_a_header_is_broken(report: Report) -> None:
    for settings in (Settings(), Settings(lang=Lang.EN)):
        for sheet in workbook_of(report, settings).worksheets:
            for cell in sheet[3]:
                words = str(cell.value).split()
                longest = max(sum(1 if c.isascii() else 2 for c in word) for word in words)
                assert sheet.column_dimensions[str(cell.column_letter)].width > longest


def test_a_due_date_is_broken_between_its_parts(ledger: Worksheet) -> None:
    assert ledger["H4"].value == "2032年6月底；\n其余年底※"


def test_a_key_is_never_broken(report: Report) -> None:
    key = "a_key_of_forty_letters_that_has_no_space"
    sheet = workbook_of(replace(report, quantities=(replace(report.quantities[0], indicator_key=key),)))["数量"]
    assert sheet["L4"].value == key
    assert sheet.column_dimensions["L"].width > len(key)


def test_source_sentence_is_not_printed_twice(ledger: Worksheet) -> None:
    assert str(ledger.print_area) == "'任务分解表'!$A$1:$S$11"


def test_rows_are_as_tall_as_their_words_and_may_grow(report: Report) -> None:
    settings = Settings()
    with ZipFile(BytesIO(make_workbook(build_tables(report, settings), settings))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "customHeight" not in sheet
    assert 'r="4"' in sheet
    assert sheet.count(" ht=") == 11


def test_words_that_look_like_formulas_stay_words(ledger: Worksheet) -> None:
    cell = ledger["C8"]
    assert cell.value == "=整治河道2条。"
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_no_cell_holds_a_formula_or_a_link(report: Report) -> None:
    for sheet in workbook_of(report).worksheets:
        assert all(cell.data_type != "f" and cell.hyperlink is None for row in sheet.iter_rows() for cell in row)


def test_values_are_numbers(report: Report) -> None:
    sheet = workbook_of(report)["数量"]
    values = [row[3].value for row in sheet.iter_rows(min_row=4)]
    assert values[:4] == [6.1, 1300, 6, 3500000000]


def test_a_value_that_a_spreadsheet_cannot_keep_is_written_in_words(report: Report) -> None:
    long = replace(report.quantities[0], value=report.quantities[0].value * 1 + 10**20)  # type: ignore[operator]
    sheet = workbook_of(replace(report, quantities=(long,)))["数量"]
    assert sheet["D4"].value == "100000000000000000006.1"


@pytest.mark.parametrize("columns", [("task",), ("source",), ("task", "source"), ("light", "status"), tuple(COLUMNS)])
def test_any_columns(report: Report, columns: tuple[str, ...]) -> None:
    sheet = workbook_of(report, Settings(columns=columns)).worksheets[0]
    headers = [str(cell.value).replace("\n", "") for cell in sheet[3]]
    assert headers == [{"units": "责任单位（建议）", **_SHOWN}.get(key, COLUMNS[key][0]) for key in columns]


def test_same_report_same_bytes(report: Report, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = tmp_path / "一.xlsx", tmp_path / "二.xlsx"
    write_xlsx(report, first)
    later = time.time() + 90_000
    monkeypatch.setattr(time, "time", lambda: later)
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    try:
        write_xlsx(report, second)
        os.utime(second, (1, 1))
        assert first.read_bytes() == second.read_bytes()
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_report_with_nothing_in_it(tmp_path: Path) -> None:
    write_xlsx(Report(SourceText(""), Restoration()), tmp_path / "空.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "空.xlsx")["任务分解表"]
    assert sheet["A1"].value == "政府工作报告任务分解表"
    assert sheet.max_row == 3


def test_long_and_odd_words_are_safe() -> None:
    odd = "\x00\x0b\ufffe表_x0041_𠀀" * 9000
    item = Item("i0", None, Kind.TASK, (Span(0, len(odd)),), "长")
    sheet = workbook_of(Report(SourceText(odd), Restoration(), items=(item,))).worksheets[0]
    value = sheet["C4"].value
    assert isinstance(value, str)
    assert len(value.encode("utf-16-le")) // 2 <= LONGEST_CELL
    assert value.startswith("\ufffd\ufffd\ufffd表_x0041_𠀀")
    assert value.endswith("…")


def test_fit_cell_leaves_short_words_alone() -> None:
    assert fit_cell("一\n二") == "一\n二"


@pytest.mark.parametrize(("text", "width", "lines"), [("", 10, 1), ("四个汉字", 9, 1), ("四个汉字四个汉字", 9, 2)])
def test_lines_are_counted_by_width(text: str, width: int, lines: int) -> None:
    assert count_lines(text, width) == lines
