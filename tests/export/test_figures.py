"""Figures with what they measure: signs and words of bounds, comparisons, points, and the words of the text instead."""

from dataclasses import replace
from decimal import Decimal

import pytest

from taizhang.engine.model import Bound, Measure, Quantity, Span, Status
from taizhang.export.figures import (
    Place,
    find_comparison,
    is_lasting,
    is_premise,
    is_size_in_name,
    show_each,
    show_target,
    show_value,
    without_attributes,
)
from taizhang.export.words import Words

ZH, EN = Words("zh"), Words("en")


def make(text: str, indicator: str, measure: Measure = Measure.LEVEL, **facts: object) -> Quantity:
    unit = text.lstrip("0123456789.—至百千万亿近")
    bare = Quantity(
        "q",
        None,
        Span(0, len(text)),
        text,
        Decimal(1),
        unit,
        Bound.EXACT,
        measure,
        indicator,
        None,
        Status.TARGET,
        "2032",
    )
    return replace(bare, **facts)  # type: ignore[arg-type]


def at(clause: str, text: str) -> Place:
    return Place(clause, clause.index(text))


@pytest.mark.parametrize(
    ("measure", "zh", "en"),
    [
        (Measure.GROWTH, "出口增长6.1%", "出口 grow by 6.1%"),
        (Measure.DECLINE, "出口下降6.1%", "出口 fall by 6.1%"),
        (Measure.ADDED, "出口新增6.1%", "出口 add 6.1%"),
        (Measure.REDUCED, "出口减少6.1%", "出口 reduce by 6.1%"),
        (Measure.LEVEL, "出口 6.1%", "出口 6.1%"),
    ],
)
def test_measures(measure: Measure, zh: str, en: str) -> None:
    quantity = make("6.1%", "出口", measure)
    assert (show_target(quantity, ZH), show_target(quantity, EN)) == (zh, en)


@pytest.mark.parametrize(
    ("indicator", "measure", "shown"),
    [
        ("用电量增长", Measure.GROWTH, "用电量增长 6%"),
        ("出口增速", Measure.GROWTH, "出口增速 6%"),
        ("工业增加值", Measure.GROWTH, "工业增加值增长6%"),
        ("城镇新增就业", Measure.ADDED, "城镇新增就业 6%"),
        ("新能源装机", Measure.ADDED, "新能源装机新增6%"),
    ],
)
def test_a_verb_is_not_said_twice(indicator: str, measure: Measure, shown: str) -> None:
    assert show_target(make("6%", indicator, measure), ZH) == shown


@pytest.mark.parametrize(
    ("measure", "shown"), [(Measure.GROWTH, "绿电占比提高2至3个百分点"), (Measure.DECLINE, "绿电占比下降2至3个百分点")]
)
def test_points_rise_or_fall(measure: Measure, shown: str) -> None:
    assert show_target(make("2至3个百分点", "绿电占比", measure, unit="百分点"), ZH) == shown


def test_what_is_done_keeps_the_words_of_its_bound() -> None:
    done = make("30%", "投产率", bound=Bound.AT_LEAST, status=Status.ACTUAL)
    assert show_target(done, ZH) == "投产率 30%以上"
    assert show_target(replace(done, status=Status.TARGET), ZH) == "投产率 ≥30%"
    assert show_target(replace(done, measure=Measure.GROWTH), EN) == "投产率 grew by at least 30%"


def test_what_says_its_bound_itself_stands_alone() -> None:
    assert show_value(make("近4万人", "就业", bound=Bound.NEARLY, status=Status.ACTUAL), ZH) == "近4万人"


@pytest.mark.parametrize(
    ("clause", "text", "indicator", "shown"),
    [
        ("民企投资增速快于全部投资2个百分点以上", "2个百分点", "民企投资增速", "民企投资增速快于全部投资≥2个百分点"),
        ("农民收入增速高于全国、全省1个百分点", "1个百分点", "农民收入增速", "农民收入增速高于全国、全省1个百分点"),
        ("房租不超过市场价的六成", "六成", "房租不超过市场价", "房租不超过市场价的六成"),
    ],
)
def test_a_comparison_is_kept(clause: str, text: str, indicator: str, shown: str) -> None:
    bound = Bound.AT_LEAST if "以上" in clause else Bound.EXACT
    assert show_target(make(text, indicator, bound=bound), ZH, at(clause, text)) == shown


@pytest.mark.parametrize(
    "clause", ["亩产不低于500公斤", "亩产高于常年、达到500公斤", "亩产超过去年产量并达到500公斤", "亩产500公斤"]
)
def test_a_bound_is_no_comparison(clause: str) -> None:
    assert find_comparison(make("500公斤", "亩产"), at(clause, "500公斤")) is None


@pytest.mark.parametrize(
    ("clause", "text", "indicator", "shown"),
    [
        ("建设20万人口以上的滨湖新城", "20万", "人口以上的滨湖新城", "建设20万人口以上的滨湖新城"),
        ("今年再筹建500套", "500套", "再筹建", "今年再筹建500套"),
        ("力争2家企业上市、3家企业入库", "3家", "企业", "3家企业入库"),
        ("整修4条渠道（东、西、南、北渠）", "4条", "渠道（东", "整修4条渠道（东、西、南、北渠）"),
        ("整修4条渠道（1、2、5、6号）", "4条", "渠道（1", "整修4条渠道（1、2、5、6号）"),
        ("共计300处", "300处", "", "共计300处"),
    ],
)
def test_words_stand_where_the_indicator_would_say_nothing(clause: str, text: str, indicator: str, shown: str) -> None:
    assert show_target(make(text, indicator), ZH, at(clause, text)) == shown


def test_a_poor_indicator_without_words_leaves_the_figure() -> None:
    assert show_target(make("300处", ""), ZH) == "300处"


def test_words_instead_are_never_long() -> None:
    clause = "在" + "山" * 60 + "修渠9公里"
    shown = show_target(make("9公里", "", measure=Measure.LEVEL), ZH, at(clause, "9公里"))
    assert len(shown) <= 40


def test_a_part_of_the_year_is_named() -> None:
    quantity = make("40%", "开工率", period="2032-Q1")
    assert show_target(quantity, ZH) == "一季度开工率 40%"
    assert show_target(quantity, EN) == "Q1 开工率 40%"
    assert show_target(quantity, ZH, with_part=False) == "开工率 40%"


@pytest.mark.parametrize("indicator", ["到6月底开工率力争", "其中开工率", "上半年开工率", "开工率不"])
def test_an_indicator_without_its_time_and_adverbs(indicator: str) -> None:
    assert show_target(make("80%", indicator), ZH) == "开工率 80%"


def test_a_figure_that_says_which_kind_is_counted_is_no_target() -> None:
    kind = make("5亿元", "项目", id="q0")
    count = make("12个", "5亿元以上项目", id="q1")
    assert without_attributes((kind, count)) == (count,)


def test_a_figure_without_a_number_is_no_target() -> None:
    assert without_attributes((make("亿元", "楼宇税收"),)) == ()


@pytest.mark.parametrize(
    ("clause", "text", "expected"),
    [
        ("对连续2个月未开工的项目亮牌", "2个月", True),
        ("对近3年项目过筛", "近3年", True),
        ("环线3年建成", "3年", True),
        ("平均受教育年限11年", "11年", False),
    ],
)
def test_how_long_something_lasts_is_no_target(clause: str, text: str, expected: bool) -> None:
    unit = text.lstrip("近0123456789")
    assert is_lasting(make(text, "年限", unit=unit), at(clause, text)) is expected


def test_words_that_hold_two_figures_stand_once() -> None:
    clause = "帮助2个县增资3亿元"
    first, second = make("2个", "县", id="q0"), make("3亿元", "县增资", id="q1")
    assert show_each(((first, at(clause, "2个")), (second, at(clause, "3亿元"))), ZH) == ("帮助2个县增资3亿元",)


@pytest.mark.parametrize(
    ("clause", "text", "indicator", "shown"),
    [
        ("清理低效用地500亩", "500亩", "低效用地", "清理低效用地 500亩"),
        ("依法处置僵尸企业20户", "20户", "僵尸企业", "处置僵尸企业 20户"),
        ("建成特色街区3条", "3条", "特色街区", "特色街区 3条"),
        ("清理整顿后保留平台3个", "3个", "平台", "平台 3个"),
    ],
)
def test_a_verb_without_which_the_sense_turns_is_kept(clause: str, text: str, indicator: str, shown: str) -> None:
    quantity = make(text, indicator)
    assert show_target(quantity, ZH, at(clause, text)) == shown


def test_a_second_activity_is_not_shown_as_the_first() -> None:
    clause = "完成企业数字化诊断700家、改造320家"
    second = make("320家", "企业数字化诊断")
    assert show_target(second, ZH, at(clause, "320家")) == "企业数字化改造 320家"
    assert show_target(make("700家", "企业数字化诊断"), ZH, at(clause, "700家")) == "企业数字化诊断 700家"


def test_a_share_says_what_part_is_done() -> None:
    clause = "岚水库9月底前完成大坝填筑70%以上"
    share = make("70%", "岚水库", bound=Bound.AT_LEAST)
    assert share.unit == "%"
    assert show_target(share, ZH, at(clause, "70%")) == "岚水库大坝填筑 ≥70%"


def test_a_share_of_the_plan_is_no_part() -> None:
    clause = "岚水库完成年度投资70%"
    assert show_target(make("70%", "岚水库"), ZH, at(clause, "70%")) == "岚水库 70%"


def test_what_is_counted_keeps_its_condition() -> None:
    clause = "推动楼宇新增税收超亿元的3栋"
    assert show_target(make("3栋", "楼宇税收"), ZH, at(clause, "3栋")) == clause


def test_an_index_that_gets_better_does_not_grow() -> None:
    better = make("11.2%", "空气综合指数", Measure.GROWTH, status=Status.ACTUAL)
    assert show_target(better, ZH, at("空气综合指数改善11.2%", "11.2%")) == "空气综合指数改善11.2%"


def test_a_term_that_is_prolonged_is_no_target() -> None:
    clause = "稳妥开展承包到期后再延长20年试点"
    term = make("20年", "承包到期后再延长", Measure.ADDED)
    assert is_lasting(term, at(clause, "20年"))
    assert "新增" not in show_target(term, ZH, at(clause, "20年"))


@pytest.mark.parametrize(
    ("clause", "text", "indicator", "measure", "shown"),
    [
        ("改造提升8万亩", "8万亩", "高标准农田", Measure.ADDED, "高标准农田改造提升8万亩"),
        ("淘汰老旧货车900辆", "900辆", "老旧货车", Measure.REDUCED, "老旧货车淘汰900辆"),
        ("申报材料精简40%", "40%", "申报材料", Measure.DECLINE, "申报材料精简40%"),
        ("今年为水渠安排30公里", "30公里", "水渠", Measure.ADDED, "水渠新增30公里"),
    ],
)
def test_the_verb_is_the_one_of_the_report(
    clause: str, text: str, indicator: str, measure: Measure, shown: str
) -> None:
    assert show_target(make(text, indicator, measure), ZH, at(clause, text)) == shown
    assert "reduce" in show_target(make(text, indicator, Measure.REDUCED), EN, at(clause, text))


@pytest.mark.parametrize(
    ("bound", "measure", "shown"),
    [
        (Bound.AT_LEAST, Measure.LEVEL, "水渠30公里以上"),
        (Bound.LESS_THAN, Measure.LEVEL, "水渠低于30公里"),
        (Bound.MORE_THAN, Measure.ADDED, "水渠新增超过30公里"),
        (Bound.ABOUT, Measure.LEVEL, "水渠30公里左右"),
    ],
)
def test_an_official_document_has_no_signs(bound: Bound, measure: Measure, shown: str) -> None:
    assert show_target(make("30公里", "水渠", measure, bound=bound), ZH, with_signs=False) == shown


def test_words_that_stand_for_a_figure_and_comparisons_are_the_same_without_signs() -> None:
    clause = "民企投资快于全部投资2个百分点以上"
    points = make("2个百分点", "民企投资", bound=Bound.AT_LEAST)
    assert show_target(points, ZH, at(clause, "2个"), with_signs=False) == "民企投资快于全部投资2个百分点以上"
    clause = "力争3家企业上市"
    assert show_target(make("3家", "企业"), ZH, at(clause, "3家"), with_signs=False) == clause


@pytest.mark.parametrize(
    ("clause", "bound", "behind", "is_told"),
    [
        ("预计毕业生超过3万人", Bound.MORE_THAN, "，要稳住就业", True),
        ("两个老行业吸纳就业近3万人", Bound.NEARLY, "，绝不能一关了之", True),
        ("力争吸纳就业近3万人", Bound.NEARLY, "，要早谋划", False),
        ("惠及居民近3万人", Bound.NEARLY, "，建设水厂2座", False),
        ("培训农民3万人", Bound.EXACT, "，要讲求实效", False),
    ],
)
def test_a_premise_is_no_target(clause: str, bound: Bound, behind: str, is_told: bool) -> None:
    assert is_premise(make("3万人", "就业", bound=bound), at(clause, "3万人"), behind) is is_told


@pytest.mark.parametrize(
    ("clause", "text", "unit", "is_told"),
    [
        ("推动青石20万吨水泥等新兴产业项目落地", "20万吨", "吨", True),
        ("推进北厂60万千瓦机组、南厂储能等重点项目建设", "60万千瓦", "千瓦", True),
        ("推进北厂储能等30个重点项目建设", "30个", "个", False),
        ("新建厂房20万平方米、宿舍3座等配套项目", "20万平方米", "平方米", False),
        ("建设20万平方米安置房项目", "20万平方米", "平方米", False),
    ],
)
def test_the_size_in_the_name_of_a_listed_project_is_no_target(
    clause: str, text: str, unit: str, is_told: bool
) -> None:
    assert is_size_in_name(make(text, "机组", unit=unit), at(clause, text)) is is_told


@pytest.mark.parametrize(
    ("clause", "text", "indicator", "shown"),
    [
        ("清理处置低效用地50亩、僵尸企业3家", "3家", "僵尸企业", "处置僵尸企业 3家"),
        ("改造老旧小区8个、城中村5个", "5个", "城中村", "改造城中村 5个"),
        ("改造老旧小区8个、建成泵站、水闸5座", "5座", "水闸", "水闸 5座"),
        ("盘活闲置厂房8处、引进企业5家", "5家", "企业", "企业 5家"),
        ("建成泵站8座、水闸5座", "5座", "水闸", "水闸 5座"),
    ],
)
def test_a_list_shares_the_verb_without_which_it_says_the_contrary(
    clause: str, text: str, indicator: str, shown: str
) -> None:
    assert show_target(make(text, indicator), ZH, at(clause, text)) == shown
