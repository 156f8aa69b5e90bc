"""The page of pairs is made of reports, with the tally of what was counted by eye."""

from __future__ import annotations

import taizhang
from compare_years import CITY, NATION, OTHER, PROVINCE, read_counted, write_page
from taizhang import ingest
from taizhang.engine.model import Report

BODY = (
    "一、{0}年工作回顾\n\n地区生产总值增长6.1%。\n\n二、{1}年主要预期目标\n\n地区生产总值增长6%，固定资产投资增长5%。"
)


def read(place: str, year: int) -> Report:
    text = f"{year}年政府工作报告\n\n{BODY.format(year - 1, year)}\n"
    return taizhang.read(ingest.place_source(ingest.source_from_text(text), place, year))


def test_the_page_has_the_tally_and_a_row_for_each_target() -> None:
    years = {year for pair in read_counted() for year in pair}
    city = {year: read("140100", year) for year in years}
    reports = {CITY: city, OTHER: {2021: read("140700", 2021), 2023: read("140700", 2023)}}
    page = "\n".join(write_page(reports | {PROVINCE: {2019: read("140000", 2019)}, NATION: {}}))
    assert "| 地区生产总值 | 2019 | 增长6% | 增长6.1% | 完成 | +0.1个百分点 |" in page
    assert "地区生产总值 增长6% / 增长6%" in page
    assert f"{sum(row.found for row in read_counted().values() if row.group == '未用于改规则')} 项" in page


def test_never_more_is_found_than_told() -> None:
    assert all(0 < row.found <= row.told for row in read_counted().values())
