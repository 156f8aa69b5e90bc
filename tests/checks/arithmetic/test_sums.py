"""Parts that do not make their total: found where the parts are all there is. Every phrase is made up."""

from __future__ import annotations

import pytest

import taizhang
from taizhang.checks.arithmetic.sums import check_sums
from taizhang.engine.model import Finding, Severity

HEAD = "澜川市2031年政府工作报告\n\n一、2030年工作回顾\n\n一年来，我们扎实工作。"
THREE = (
    "全市地区生产总值{}亿元，增长5%。其中，第一产业增加值{}亿元，增长3%；第二产业增加值{}亿元；第三产业增加值{}亿元。"
)


def found_in(words: str) -> list[Finding]:
    return list(check_sums(taizhang.read(f"{HEAD}{words}\n")))


@pytest.mark.parametrize(
    ("figures", "formula"),
    [
        ((100.3, 10.1, 40.1, 60.1), "10.1亿元 + 40.1亿元 + 60.1亿元 = 110.3亿元 ≠ 100.3亿元"),
        ((2458.8, 153.8, 1051.7, 1253.6), "153.8亿元 + 1051.7亿元 + 1253.6亿元 = 2459.1亿元 ≠ 2458.8亿元"),
    ],
)
def test_three_sectors_make_the_gdp(figures: tuple[float, ...], formula: str) -> None:
    (finding,) = found_in(THREE.format(*figures))
    assert (finding.code, finding.severity, finding.formula) == ("A001", Severity.QUESTION, formula)


@pytest.mark.parametrize("figures", [(100, 10, 40, 50), (2458.8, 153.8, 1051.7, 1253.2), (2458.8, 153.8, 1052, 1253)])
def test_rounding_is_allowed_for(figures: tuple[float, ...]) -> None:
    assert found_in(THREE.format(*figures)) == []


@pytest.mark.parametrize(
    ("words", "inputs"),
    [
        (
            "三次产业增加值分别为10亿元、40亿元和60亿元，地区生产总值100亿元。",
            ("10亿元", "40亿元", "60亿元", "100亿元"),
        ),
        (
            "一、二、三产业增加值分别达到10亿元、40亿元、60亿元，地区生产总值100亿元。",
            ("10亿元", "40亿元", "60亿元", "100亿元"),
        ),
        ("进出口总额30亿元，出口20亿元，进口15亿元。", ("20亿元", "15亿元", "30亿元")),
        ("累计开通航线85条（国内60条、国际30条）。", ("60条", "30条", "85条")),
        ("新增学位3.2万个（高中3000个，小学25000个）。", ("3000个", "25000个", "3.2万个")),
        ("提出20项指标，其中约束性指标8项、预期性指标13项。", ("8项", "13项", "20项")),
        ("实施项目50个，其中续建30个、新建21个。", ("30个", "21个", "50个")),
        ("建成城区公园5个、乡镇公园7个，合计13个。", ("5个", "7个", "13个")),
    ],
)
def test_parts_that_are_all_there_is_are_added(words: str, inputs: tuple[str, ...]) -> None:
    assert [finding.inputs for finding in found_in(words)] == [inputs]


@pytest.mark.parametrize(
    "words",
    [
        "累计开通航线85条（国内55条、国际30条）。",
        "新增学位3.2万个（高中3000个，小学29010个）。",
        "提出20项指标，其中约束性指标8项。",
        # parts that are not all there is, or overlap
        "实施项目50个，其中开工20个、竣工15个。",
        "培育企业30家，其中国家级4家、省级5家。",
        "新增企业20家（总数80家，比上年多5家）。",
        "新开航线12条（含国际3条、地区2条）。",
        "地区生产总值100亿元，第二产业增加值40亿元，第三产业增加值60亿元。",
        # one of two totals fits
        "进出口总额突破30亿元，达到35亿元，出口20亿元，进口15亿元。",
        # bounds say that the figures are not whole
        "实施项目50个左右，其中续建30个、新建15个。",
        "安排周转金2亿元，帮助企业办理269笔合计40亿元。",
    ],
)
def test_other_figures_are_not_added(words: str) -> None:
    assert found_in(words) == []


def test_counts_in_one_sentence_are_an_error_and_rounded_figures_a_question() -> None:
    assert [f.severity for f in found_in("累计开通航线85条（国内60条、国际30条）。")] == [Severity.ERROR]
    assert [f.severity for f in found_in("新增学位3.2万个（高中3000个，小学25000个）。")] == [Severity.QUESTION]


def test_the_first_span_is_the_total() -> None:
    report = taizhang.read(f"{HEAD}累计开通航线85条（国内60条、国际30条）。\n")
    (finding,) = check_sums(report)
    assert [report.words(span) for span in finding.spans] == ["85条", "60条、国际30条"]
    assert "相加为90条" in finding.message
