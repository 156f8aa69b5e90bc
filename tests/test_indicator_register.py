"""The register of indicators: its table, what phrases find, and units that compare."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang import rules
from taizhang.errors import RuleError
from taizhang.rules import units
from taizhang.rules.indicators import (
    Better,
    Method,
    comparable_key,
    find_indicator,
    find_specific,
    fold,
    indicator,
    indicators,
)
from taizhang.rules.units import convert, dimension_of, dimensions, family_of

ROOT = Path(__file__).resolve().parents[1]


def key_of(phrase, unit="", measure=""):
    found = find_indicator(phrase, unit, measure)
    return found.key if found else None


# --- the table


def test_there_are_three_hundred_and_more():
    assert len(indicators()) >= 300


def test_the_fast_table_is_made_of_the_written_one():
    script = ROOT / "scripts" / "make_indicators.py"
    done = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_row_has_a_known_method_and_direction():
    assert {row.method for row in indicators()} == set(Method)
    assert {row.better for row in indicators()} == set(Better)


def test_every_row_names_a_field_and_a_lead_department():
    assert [row.key for row in indicators() if not row.field or not row.lead] == []


def test_a_near_indicator_is_in_the_register():
    assert [row.key for row in indicators() if row.near and indicator(row.near) is None] == []


def test_every_unit_is_one_that_a_report_may_write():
    words = {word for row in rules.load("units") for word in row["words"]}
    unknown = {u for row in indicators() for u in row.units if u not in words and u.lstrip("万亿") not in words}
    assert unknown == set()


def test_the_dimension_written_is_that_of_the_first_unit():
    wrong = [row.key for row in rules.load("indicators") if row["dimension"] != indicator(row.key).dimension]
    assert wrong == []


def test_no_phrase_means_two_indicators_of_one_dimension():
    twice = [
        (row.key, name)
        for row in indicators()
        for name in (row.name, *row.synonyms)
        if key_of(name, row.units[0].lstrip("万亿") if row.units else "") != row.key
    ]
    assert twice == []


def test_an_unknown_key_is_none():
    assert indicator("no_such_key") is None


def test_a_key_gives_the_whole_row():
    row = indicator("gdp")
    assert (row.name, row.unit, row.dimension) == ("地区生产总值", "亿元", "money")
    assert (row.method, row.better, row.lead) == (Method.CUMULATIVE, Better.UP, "市统计局")


# --- what a phrase finds


@pytest.mark.parametrize(
    ("phrase", "unit", "key"),
    [
        ("地区生产总值", "%", "gdp"),
        ("GDP", "元", "gdp"),
        ("社零总额", "元", "retail_sales"),
        ("规上工业增加值", "%", "industrial_value_added_above_scale"),
        ("“四好农村路”", "公里", "rural_roads"),
        ("全市固定资产投资", "元", "fixed_asset_investment"),
        ("城镇新增就业", "人", "urban_new_jobs"),
        ("农民人均纯收入", "元", "rural_net_income"),
        ("农村居民人均可支配收入", "元", "rural_income"),
        ("万元GDP能耗", "%", "energy_per_gdp"),
        ("ＰＭ２.５平均浓度", "微克/立方米", "pm25"),
        ("服务业增加值占地区生产总值的比例", "%", "services_share"),
        ("进出口总额", "美元", "trade_total"),
    ],
)
def test_a_phrase_finds_its_key(phrase, unit, key):
    assert key_of(phrase, unit) == key


@pytest.mark.parametrize(
    "lead", ["全市", "我省", "其中：", "预计全年", "到2027年末", "晋中市", "太谷区", "杭州", "全市预计"]
)
def test_words_of_place_and_time_stand_aside(lead):
    assert key_of(f"{lead}常住人口城镇化率", "%") == "urbanisation_rate"


@pytest.mark.parametrize("tail", ["总量", "数", "数量", "总数"])
def test_words_of_amount_behind_a_name_stand_aside(tail):
    assert key_of(f"高新技术企业{tail}", "家") == "high_tech_enterprises"


@pytest.mark.parametrize(
    "phrase",
    ["固定资产投资项目", "服务固定资产投资", "拟上市公司", "旅游总收入排名", "非常住人口", "露天矿山", "数", "", "的"],
)
def test_a_phrase_that_only_holds_a_name_is_none(phrase):
    assert key_of(phrase) is None


@pytest.mark.parametrize(
    ("phrase", "other"),
    [
        ("民间投资", "fixed_asset_investment"),
        ("全社会固定资产投资", "fixed_asset_investment"),
        ("财政总收入", "public_budget_revenue"),
        ("人均地区生产总值", "gdp"),
        ("户籍人口城镇化率", "urbanisation_rate"),
        ("城镇登记失业率", "urban_unemployment_surveyed"),
    ],
)
def test_look_alikes_have_keys_of_their_own(phrase, other):
    assert key_of(phrase) not in {None, other}


@pytest.mark.parametrize(
    ("phrase", "unit", "key"),
    [
        ("粮食", "亩", "grain_area"),
        ("粮食", "吨", "grain_output"),
        ("优良天数", "天", "good_air_days"),
        ("优良天数", "%", "good_air_days_ratio"),
        ("植树造林", "株", "trees_planted"),
        ("植树造林", "公顷", "afforestation_area"),
        ("粮食", "%", None),
        ("粮食", "", None),
    ],
)
def test_the_unit_decides_between_two_of_one_name(phrase, unit, key):
    assert key_of(phrase, unit) == key


@pytest.mark.parametrize(("phrase", "unit"), [("固定资产投资", "人"), ("森林覆盖率", "亩"), ("高标准农田", "公里")])
def test_a_unit_of_another_dimension_is_no_match(phrase, unit):
    assert key_of(phrase, unit) is None


def test_a_percentage_told_as_level_is_no_sum_of_money():
    assert key_of("一般公共预算收入", "%", "growth") == "public_budget_revenue"
    assert key_of("一般公共预算收入", "%", "level") is None
    assert key_of("森林覆盖率", "%", "level") == "forest_coverage"


def test_a_rate_of_change_told_as_level_is_still_of_the_indicator():
    assert key_of("地区生产总值增速", "%", "level") == "gdp"


def test_a_rank_or_points_agree_with_any_indicator():
    assert key_of("地区生产总值", "位", "rank") == "gdp"
    assert key_of("城镇登记失业率", "百分点") == "urban_unemployment_registered"


# --- generic rows


@pytest.mark.parametrize(
    ("phrase", "unit", "measure", "key"),
    [
        ("新开工文旅项目", "个", "level", "any_projects"),
        ("新开工文旅项目", "元", "level", "any_project_investment"),
        ("新材料产值", "%", "growth", "any_output_value"),
        ("“新材料园区”", "个", "level", "any_parks_industrial"),
        ("智慧小区数量", "个", "level", "any_estates"),
        ("整车项目", "辆", "level", None),
        ("百强城市", "位", "rank", None),
        ("新材料产值", "%", "level", None),
        ("新农村", "个", "level", None),
        ("新开工文旅项目", "", "", None),
    ],
)
def test_the_head_and_the_unit_say_what_is_counted(phrase, unit, measure, key):
    assert key_of(phrase, unit, measure) == key


def test_a_row_that_is_named_wins_over_the_head():
    assert key_of("高新技术企业", "家") == "high_tech_enterprises"


def test_a_generic_key_is_not_comparable():
    assert [comparable_key(key) for key in ("gdp", "any_projects", "no_such_key", None)] == ["gdp", None, None, None]


def test_a_specific_search_finds_no_generic_row():
    assert find_specific("新开工文旅项目", "个") is None
    assert find_specific("地区生产总值", "元").key == "gdp"


def test_generic_keys_show_by_their_name():
    assert [row.key for row in indicators() if row.is_generic != row.key.startswith("any_")] == []


@given(st.text(max_size=12))
def test_folding_twice_changes_nothing(phrase):
    assert fold(fold(phrase)) == fold(phrase)


@given(st.sampled_from(["", "全市", "“", "其中"]), st.integers(0, 10**6), st.sampled_from(["", "增速", "”"]))
def test_every_name_is_found_in_its_dress(lead, number, tail):
    row = indicators()[number % len(indicators())]
    found = find_indicator(f"{lead}{row.name}{tail}", row.units[0].lstrip("万亿") if row.units else "")
    assert found is row


# --- units


@pytest.mark.parametrize(
    ("value", "unit", "to", "result"),
    [
        ("3", "万亩", "公顷", "2000"),
        ("20", "亿斤", "万吨", "100"),
        ("1.5", "亿元", "万元", "15000"),
        ("50", "兆瓦", "万千瓦", "5"),
        ("7.1", "‰", "%", "0.71"),
    ],
)
def test_units_of_one_dimension_convert(value, unit, to, result):
    assert convert(Decimal(value), unit, to) == Decimal(result)


@pytest.mark.parametrize(
    ("unit", "to"), [("元", "美元"), ("人", "人次"), ("亩", "公里"), ("%", "百分点"), ("袋", "袋")]
)
def test_units_of_two_dimensions_do_not_convert(unit, to):
    assert convert(Decimal(1), unit, to) is None


def test_a_whole_result_has_no_exponent():
    assert str(convert(Decimal(20), "亿斤", "万吨")) == "100"


def test_a_scaled_word_is_not_mistaken_for_a_word_of_its_own():
    assert dimension_of("千瓦").key == "power"
    assert convert(Decimal(1), "千瓦", "瓦") == 1000
    assert convert(Decimal(1), "千米", "米") == 1000


def test_currencies_are_of_one_family():
    assert {family_of(unit) for unit in ("元", "美元", "万港元", "元/人")} == {"money"}


def test_a_word_without_factor_has_its_group_as_family():
    assert family_of("袋") == "count"
    assert family_of("no such unit") == "no such unit"


@given(st.sampled_from(dimensions()), st.data(), st.decimals(-(10**9), 10**9, places=2))
def test_there_and_back_is_the_same(dimension, data, value):
    exact = [word for word, factor in dimension.factors if len(str(factor)) < 15]
    one, other = data.draw(st.sampled_from(exact)), data.draw(st.sampled_from(exact))
    there = convert(value, one, other)
    assert abs(convert(there, other, one) - value) <= Decimal("1e-15")


def test_a_word_in_two_dimensions_is_refused(monkeypatch):
    row = rules.Row("unit_factors", "again", "s", ("e",), (), {"family": "f", "base": "亩", "factors": {"亩": "1"}})
    monkeypatch.setattr(units, "load", lambda _: (*rules.load("unit_factors"), row))
    units.dimensions.cache_clear()
    units._words.cache_clear()
    try:
        with pytest.raises(RuleError, match="亩"):
            units._words()
    finally:
        monkeypatch.undo()
        units.dimensions.cache_clear()
        units._words.cache_clear()
