"""Targets of a city beside its province's; the sum of counties beside the city's total."""

from __future__ import annotations

import pytest

import taizhang
from taizhang import ingest
from taizhang.checks.levels import check_counties, check_levels, compare_levels
from taizhang.engine.model import Report, Severity
from taizhang.rules.areas import counties_of


def read(place: str, body: str, year: int = 2024) -> Report:
    text = f"{year}年政府工作报告\n\n{body}\n"
    return taizhang.read(ingest.place_source(ingest.source_from_text(text), place, year))


_TITLE = "一、2024年主要预期目标\n\n"
PROVINCE = _TITLE + "地区生产总值增长5%左右，固定资产投资增长6%，城镇调查失业率控制在5.5%左右，城镇新增就业45万人。"
CITY = _TITLE + "地区生产总值增长5.5%，固定资产投资增长5%，城镇调查失业率控制在5%以内，城镇新增就业3万人。"


def test_a_target_below_the_provinces_is_a_notice() -> None:
    report = read("140700", CITY)
    (found,) = check_levels(report, read("140000", PROVINCE))
    assert (found.code, found.severity) == ("L001", Severity.NOTICE)
    assert "固定资产投资" in found.message
    assert report.words(*found.spans) == "5%"


def test_rates_compare_and_amounts_do_not() -> None:
    found = {level.key: level.is_lower for level in compare_levels(read("140700", CITY), read("140000", PROVINCE))}
    assert found == {"gdp": False, "fixed_asset_investment": True, "urban_unemployment_surveyed": False}


def test_a_lead_over_others_is_no_target_to_compare() -> None:
    city, province = (f"{_TITLE}农村居民人均可支配收入增速高于{over}个百分点左右。" for over in ("全省0.3", "全国0.8"))
    assert check_levels(read("140700", city), read("140000", province)) == ()


@pytest.mark.parametrize(("place", "year"), [("410000", 2024), ("140000", 2023), ("140100", 2024)])
def test_only_the_area_above_in_the_same_year_is_compared(place: str, year: int) -> None:
    assert check_levels(read("140700", CITY), read(place, PROVINCE, year)) == ()


def counties(amount: str, without: int = 0) -> list[Report]:
    found = counties_of("140700", 2024)
    body = f"一、2023年工作回顾\n\n过去一年，社会消费品零售总额完成{amount}。"
    return [read(county.code, body) for county in found[without:]]


def test_counties_beyond_the_citys_total_are_a_question() -> None:
    number = len(counties_of("140700", 2024))
    report = read("140700", f"一、2023年工作回顾\n\n过去一年，社会消费品零售总额完成{number * 10}亿元。")
    (found,) = check_counties(report, counties("12亿元"))
    assert (found.code, found.severity) == ("L002", Severity.QUESTION)
    assert f"{number * 12}亿元" in found.message
    assert check_counties(report, counties("10.04亿元")) == ()


def test_counties_are_summed_only_where_all_are_told() -> None:
    report = read("140700", "一、2023年工作回顾\n\n过去一年，社会消费品零售总额完成1亿元。")
    assert check_counties(report, counties("12亿元", without=1)) == ()
