from __future__ import annotations

import pytest

import taizhang

REVIEW = "一、2025年工作回顾\n"
PLAN = "二、2026年工作安排\n"


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        (REVIEW + "新建道路30公里。", ["2025"]),
        (REVIEW + "五年来，我们新建道路30公里。", ["2021/2025"]),
        (
            REVIEW + "五年来，我们新建道路30公里。\n刚刚过去的2025年，我们克难攻坚。\n新增就业3万人。",
            ["2021/2025", "2025"],
        ),
        (
            REVIEW + "“十四五”的五年，是拼搏的五年。林地由40万亩增加到46万亩，年均增长2.8%。",
            [None, "2021/2025", "2021/2025"],
        ),
        (REVIEW + "五年里，我们新建道路30公里。", ["2021/2025"]),
        (REVIEW + "产值增长5%；五年累计新增就业9万人。", ["2025", "2021/2025"]),
        (
            REVIEW + "五年来，我们新建道路30公里。\n刚刚过去的2025年，我们克难攻坚。\n调查失业率年均5.2%。",
            ["2021/2025", "2025"],
        ),
        (REVIEW + "一季度产值增长4.5%，二季度增长6.3%。", ["2025-Q1", "2025-Q2"]),
        (REVIEW + "2024年建成道路10公里。", ["2024"]),
        (REVIEW + "覆盖率比2020年提高3个百分点。", ["2025"]),
        (REVIEW + "覆盖率由2020年的55%提高到65%。", ["2020", "2025"]),
        (REVIEW + "标准由520元提高到550元。", [None, "2025"]),
        (PLAN + "新建道路30公里。", ["2026"]),
        (PLAN + "上半年项目复工率达到80%。", ["2026-H1"]),
        (PLAN + "到2030年，建成道路30公里。", ["2030"]),
        (PLAN + "2026—2028年建成道路30公里。", ["2026/2028"]),
    ],
)
def test_a_figure_is_of_the_time_its_words_tell(text, periods):
    report = taizhang.read(text, year=2026)
    assert [q.period for q in report.quantities] == periods


def test_the_outlook_of_a_five_year_plan_is_of_its_years():
    text = "二、“十五五”时期主要目标\n“十五五”时期，地区生产总值年均增长5%。\n三、2026年工作安排\n新建道路3公里。"
    assert [q.period for q in taizhang.read(text, year=2026).quantities] == ["2026/2030", "2026"]


def test_a_bulletin_is_of_its_own_year():
    text = "某市2025年国民经济和社会发展统计公报\n全年地区生产总值1200亿元，增长5%。"
    assert [q.period for q in taizhang.read(text, year=2025).quantities] == ["2025", "2025"]


def test_without_a_year_only_named_times_are_known():
    assert [q.period for q in taizhang.find_quantities("2024年建成道路10公里，新增就业3万人。")] == ["2024", "2024"]
    assert [q.period for q in taizhang.find_quantities("新增就业3万人。")] == [None]


def test_a_mean_of_years_aimed_at_is_no_target_of_the_year() -> None:
    tasks = "进出口总额年均增长8%，固定资产投资增长9%，细颗粒物年均浓度不高于23微克/立方米。"
    text = f"甲市2032年政府工作报告\n二、2032年工作安排\n{tasks}"
    assert [q.period for q in taizhang.read(text).quantities] == [None, "2032", "2032"]


def test_a_mean_of_years_aimed_at_is_of_the_span_told_before() -> None:
    text = "甲市2032年政府工作报告\n三、2032年工作安排\n未来五年，进出口总额年均增长8%以上。\n"
    (figure,) = taizhang.read(text).quantities
    assert figure.period in {"2032/2036", "2033/2037"}


def test_the_targets_of_the_year_are_of_the_year_behind_a_part_on_the_years_ahead() -> None:
    years = "二、今后五年的奋斗目标\n今后五年，地区生产总值年均增长6%。\n"
    aims = "今年主要预期目标是：地区生产总值增长7%左右，进出口总额增长8%。"
    plan = f"三、2032年工作安排\n做好今年工作，要稳中求进。\n{aims}\n"
    report = taizhang.read(f"甲市2032年政府工作报告\n{years}{plan}")
    assert [(q.text, q.period) for q in report.quantities] == [("6%", "2032/2036"), ("7%", "2032"), ("8%", "2032")]
