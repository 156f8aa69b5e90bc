"""CSV files: one a table, for Excel and for programs."""

import csv
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest

from taizhang.engine.model import Report
from taizhang.export import write_csv
from taizhang.export.grid import Column, Row, Table
from taizhang.export.tables import build_tables
from taizhang.export.values import make_csv, show_cell
from taizhang.settings import Settings


def read_back(data: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_file_for_each_table(report: Report, tmp_path: Path) -> None:
    write_csv(report, tmp_path / "表")
    tables = ("任务分解表", "主要预期目标", "成效", "未列入台账的句子", "数量", "发现", "关于")
    names = {f"{table}.csv" for table in tables}
    assert {path.name for path in (tmp_path / "表").iterdir()} == names


def test_excel_knows_the_encoding_by_its_mark(report: Report) -> None:
    assert make_csv(build_tables(report, Settings())[0]).startswith(b"\xef\xbb\xbf")


def test_header_and_rows(report: Report) -> None:
    table = build_tables(report, Settings())[0]
    rows = read_back(make_csv(table))
    assert rows[0] == [column.header.replace("\n", "") for column in table.columns]
    assert rows[0][5] == "牵头单位（建议）"
    assert len(rows) == 1 + len(table.rows)
    assert rows[1][:4] == [
        "二（一）-1",
        "兴办水利 / 修渠引水",
        "新修水渠30公里以上，确保6月底前改造泵站4座，力争灌溉面积突破5万亩。",
        "水渠新修≥30公里；上半年改造泵站 4座；灌溉面积 >5万亩",
    ]


def test_every_row_is_one_line(report: Report) -> None:
    for table in build_tables(report, Settings()):
        lines = make_csv(table).decode("utf-8-sig").split("\r\n")
        assert len(lines) == len(table.rows) + 2
        assert not any("\n" in line for line in lines)


def test_values_are_plain_decimals(report: Report) -> None:
    rows = read_back(make_csv(build_tables(report, Settings())[4]))
    assert rows[4][3] == "3500000000"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_what_looks_like_a_formula_gets_a_quote(text: str) -> None:
    assert show_cell(text) == f"'{text}"


def test_numbers_get_none() -> None:
    assert show_cell(Decimal("-0.5")) == "-0.5"


def test_line_breaks_become_spaces() -> None:
    table = Table("x", "表", "", "", (Column("a", "甲\n乙", 5),), (Row(("一\r\n二",)),))
    assert read_back(make_csv(table)) == [["甲 乙"], ["一 二"]]


def test_same_report_same_bytes(report: Report, tmp_path: Path) -> None:
    for name in ("一", "二"):
        write_csv(report, tmp_path / name)
    first = {path.name: path.read_bytes() for path in (tmp_path / "一").iterdir()}
    assert first == {path.name: path.read_bytes() for path in (tmp_path / "二").iterdir()}
