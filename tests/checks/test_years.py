"""A report beside last year's: bases, targets and results, promises that nobody mentions again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import taizhang
from taizhang import ingest, samples
from taizhang.checks import levels, observations, years
from taizhang.checks.matching import keep_comparable
from taizhang.checks.pairs import Outcome, headline_targets, pair_reports
from taizhang.checks.promises import find_lost
from taizhang.checks.years import check_years
from taizhang.engine.model import Finding, Report, Severity

LAST = """2031年云岭市政府工作报告

一、2030年工作回顾

过去一年，固定资产投资完成682.6亿元，增长4%。社会消费品零售总额达到300亿元。

二、2031年主要预期目标

地区生产总值增长6%，固定资产投资增长5%左右，社会消费品零售总额增长7%以上，财政总收入和一般公共预算收入均增长4%，居民消费价格涨幅控制在3%以内，城镇新增就业3万人。

三、2031年重点工作

建成青石岭隧道。新建普惠幼儿园12所。新建口袋公园20个。
"""
REPORT = """2032年云岭市政府工作报告

一、2031年工作回顾

过去一年，地区生产总值增长6.3%。固定资产投资完成702.1亿元、增长3.8%。社会消费品零售总额达到318亿元、增长6%。财政总收入增长5%，一般公共预算收入增长3.2%。城镇新增就业3.6万人。建成口袋公园21个，青石岭隧道全线贯通。

二、2032年主要预期目标

地区生产总值增长6%左右，城镇新增就业3.2万人。
"""


def read(text: str, year: int) -> Report:
    return taizhang.read(ingest.place_source(ingest.source_from_text(text), "云岭市", year))


@pytest.fixture(scope="module")
def last() -> Report:
    return read(LAST, 2031)


@pytest.fixture(scope="module")
def report() -> Report:
    return read(REPORT, 2032)


@pytest.fixture(scope="module")
def found(last: Report, report: Report) -> tuple[Finding, ...]:
    return check_years(report, last)


def messages(found: tuple[Finding, ...], code: str) -> str:
    return "\n".join(finding.message for finding in found if finding.code == code)


def test_each_headline_target_has_its_outcome(last: Report, report: Report) -> None:
    pairs = {pair.key: pair.outcome for pair in pair_reports(last, report)}
    assert pairs == {
        "gdp": Outcome.MET,
        "fixed_asset_investment": Outcome.MISSED,
        "retail_sales": Outcome.MISSED,
        "total_fiscal_revenue": Outcome.MET,
        "public_budget_revenue": Outcome.MISSED,
        "cpi": Outcome.UNTOLD,
        "urban_new_jobs": Outcome.MET,
    }


def test_a_missed_target_is_a_question_with_its_gap(found: tuple[Finding, ...], report: Report) -> None:
    missed = next(f for f in found if f.code == "Y002" and "零售" in f.message)
    assert missed.severity is Severity.QUESTION
    assert "相差1个百分点" in missed.message
    assert report.words(*missed.spans) == "6%"


def test_a_target_without_result_is_a_notice(found: tuple[Finding, ...]) -> None:
    assert "居民消费价格" in messages(found, "Y003")
    assert {f.severity for f in found if f.code == "Y003"} == {Severity.NOTICE}


def test_the_base_that_growth_implies_is_held_against_last_years_report(found: tuple[Finding, ...]) -> None:
    bases = [f for f in found if f.code == "Y001"]
    assert len(bases) == 1  # 318 and 6% imply just the 300 that was told
    assert bases[0].severity is Severity.QUESTION
    assert "676.4亿元" in bases[0].message
    assert "增长2.9%" in bases[0].message


def test_a_promise_without_a_trace_is_a_notice_and_one_with_a_trace_none(found: tuple[Finding, ...]) -> None:
    lost = messages(found, "Y004")
    assert "普惠幼儿园" in lost
    assert "口袋公园" not in lost
    assert "青石岭" not in lost


def test_a_lost_promise_has_its_confidence_and_reasons(last: Report, report: Report) -> None:
    (lost,) = find_lost(last, report)
    assert 0.7 <= lost.confidence < 1
    assert any("普惠幼儿园" in reason for reason in lost.reasons)


def test_a_target_below_the_result_is_a_notice(found: tuple[Finding, ...]) -> None:
    assert "城镇新增就业" in messages(found, "Y005")
    assert "3.6万人" in messages(found, "Y005")


def test_growth_at_constant_prices_implies_no_base() -> None:
    last = read("2031年云岭市政府工作报告\n\n过去一年，地区生产总值完成900亿元。\n", 2031)
    report = read("2032年云岭市政府工作报告\n\n过去一年，地区生产总值完成910亿元、增长6%。\n", 2032)
    assert check_years(report, last) == ()


def test_five_year_targets_are_held_against_the_five_year_review() -> None:
    last = read("2026年云岭市政府工作报告\n\n到2030年，森林覆盖率达到40%，粮食总产量达到30亿斤。\n", 2026)
    told = "一、“十五五”时期工作回顾\n\n五年来，森林覆盖率达到38.2%。"
    found = check_years(read(f"2031年云岭市政府工作报告\n\n{told}\n", 2031), last)
    assert "相差1.8个百分点" in messages(found, "Y006")
    assert "粮食" in messages(found, "Y006")


def test_a_later_or_equal_year_is_not_compared(report: Report, last: Report) -> None:
    assert check_years(last, report) == ()
    assert check_years(report, report) == ()


def test_headline_targets_are_found_without_a_section_of_theirs() -> None:
    text = "2031年云岭市政府工作报告\n\n今年，全市地区生产总值增长6%，固定资产投资增长5%，城镇新增就业3万人。\n"
    assert {q.indicator_key for q in headline_targets(read(text, 2031))} >= {"gdp", "fixed_asset_investment"}


def test_the_planted_base_of_the_samples_is_found() -> None:
    folder = Path(samples.__file__).parent
    last, report = (taizhang.read(folder / name) for name in ("lanchuan-2025.docx", "lanchuan-2026.txt"))
    (base,) = [f for f in check_years(report, last) if f.code == "Y001"]
    assert "102.5亿元" in base.message
    assert "增长10.4%" in base.message


def test_incomes_of_town_and_country_told_together_are_two_rows() -> None:
    last = read("2031年云岭市政府工作报告\n\n地区生产总值增长6%，城乡居民人均可支配收入分别增长6.5%和7%。\n", 2031)
    told = "去年，地区生产总值增长6.1%，城乡居民人均可支配收入分别增长6.2%和7.4%。"
    pairs = {p.key: p.outcome for p in pair_reports(last, read(f"2032年云岭市政府工作报告\n\n{told}\n", 2032))}
    assert pairs == {"gdp": Outcome.MET, "urban_income": Outcome.MISSED, "rural_income": Outcome.MET}


def test_a_kindred_indicator_is_shown_and_never_decides() -> None:
    last = read("2031年云岭市政府工作报告\n\n今年，地区生产总值增长6%，规模以上工业增加值增长9%。\n", 2031)
    report = read("2032年云岭市政府工作报告\n\n去年，地区生产总值增长6.1%，全部工业增加值增长5%。\n", 2032)
    pairs = {p.key: p for p in pair_reports(last, report)}
    found = pairs["industrial_value_added_above_scale"]
    assert found.outcome in (Outcome.OTHERWISE, Outcome.UNTOLD)
    assert found.gap is None


def test_a_yearly_mean_over_several_years_is_no_target_of_the_year() -> None:
    text = "2031年云岭市政府工作报告\n\n今后五年，地区生产总值年均增长13%，固定资产投资年均增长20%。\n"
    report = read("2032年云岭市政府工作报告\n\n去年，地区生产总值增长9%，固定资产投资增长10%。\n", 2032)
    assert pair_reports(read(text, 2031), report) == ()


def test_a_result_in_per_mille_is_not_held_against_percent() -> None:
    last = read("2031年云岭市政府工作报告\n\n今年，地区生产总值增长6%，人口自然增长率控制在9‰以内。\n", 2031)
    report = read("2032年云岭市政府工作报告\n\n去年，地区生产总值增长6.1%，人口自然增长率为8.49%。\n", 2032)
    assert {p.key: p.outcome for p in pair_reports(last, report)}["population_natural_growth"] is Outcome.UNTOLD


def test_the_page_of_codes_names_each_code() -> None:
    page = (Path(__file__).parents[2] / "docs" / "observations.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| ([A-Z]\d{3}) \|", page, re.MULTILINE))
    assert told == {*years.TITLES, *levels.TITLES, *observations.TITLES}


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("固定资产投资完成702.1亿元、增长3.8%。", True),
        ("固定资产投资完成702.1亿元（按城镇口径），增长3.8%。", False),
        ("固定资产投资完成702.1亿元，较“十五”末增长3.8%。", False),
        ("两年中固定资产投资达到702.1亿元，增长3.8%。", False),
        ("固定资产投资由676.4亿元增加到702.1亿元，增长3.8%。", False),
    ],
)
def test_a_growth_of_another_base_or_a_scope_that_is_told_asks_nothing(
    last: Report, words: str, is_found: bool
) -> None:
    text = f"2032年云岭市政府工作报告\n\n一、2031年工作回顾\n\n过去一年，{words}\n"
    assert any(f.code == "Y001" for f in check_years(read(text, 2032), last)) == is_found


def test_figures_in_a_list_of_targets_are_no_results() -> None:
    old = "2031年云岭市政府工作报告\n\n一、工作回顾\n\n{}固定资产投资720亿元，增长5%。\n"
    done, aimed = (
        read(old.format(lead), 2031) for lead in ("过去一年，", "过去一年的预期目标是：地区生产总值增长9%，")
    )
    keys = [
        [q.indicator_key for q in keep_comparable(each).quantities if q.text == "720亿元"] for each in (done, aimed)
    ]
    assert keys == [["fixed_asset_investment"], []]


@pytest.mark.parametrize(("told", "is_found"), [("6800亿元", False), ("6820亿元", True), ("6900亿元", True)])
def test_a_round_figure_leaves_its_hundreds_open(told: str, is_found: bool) -> None:
    last = read(f"2031年云岭市政府工作报告\n\n一、2030年工作回顾\n\n过去一年，固定资产投资完成{told}，增长4%。\n", 2031)
    text = "2032年云岭市政府工作报告\n\n一、2031年工作回顾\n\n过去一年，固定资产投资完成7071亿元、增长3.8%。\n"
    assert any(f.code == "Y001" for f in check_years(read(text, 2032), last)) == is_found


def test_the_gross_product_implies_no_base() -> None:
    last = read("2031年云岭市政府工作报告\n\n一、回顾\n\n过去一年，国民生产总值达到680亿元。\n", 2031)
    text = "2032年云岭市政府工作报告\n\n一、回顾\n\n过去一年，国民生产总值达到800亿元，增长3.8%。\n"
    assert not any(f.code == "Y001" for f in check_years(read(text, 2032), last))


@pytest.mark.parametrize(
    ("told", "severities"), [("680亿元", [Severity.QUESTION]), ("950亿元", [Severity.NOTICE]), ("68亿元", [])]
)
def test_bases_far_apart_are_notices_and_further_ones_of_other_things(told: str, severities: list[Severity]) -> None:
    last = read(f"2031年云岭市政府工作报告\n\n一、2030年工作回顾\n\n过去一年，固定资产投资完成{told}，增长4%。\n", 2031)
    text = "2032年云岭市政府工作报告\n\n一、2031年工作回顾\n\n过去一年，固定资产投资完成602.1亿元、增长3.8%。\n"
    assert [f.severity for f in check_years(read(text, 2032), last) if f.code == "Y001"] == severities


def test_a_mean_of_years_is_no_result_of_one() -> None:
    last = read("2031年云岭市政府工作报告\n\n一、2031年主要预期目标\n\n地区生产总值增长6%。\n", 2031)
    text = "2032年云岭市政府工作报告\n\n一、2031年工作回顾\n\n2031年，地区生产总值{}3.4%。\n"
    found = [[f.code for f in check_years(read(text.format(w), 2032), last)] for w in ("增长", "年均增长")]
    assert ("Y002" in found[0], "Y002" in found[1]) == (True, False)
