"""What a document tells of a report: numbers, headings, figures in words, dates, sentences."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.engine.model import Bound, Measure, Quantity, Report, Span, Status
from taizhang.export.duties import Heading, collect_duties, place_in, tell_change, tell_figure, widen
from taizhang.settings import Form, Settings


def figure(text: str, bound: Bound, measure: Measure = Measure.LEVEL, indicator: str = "水渠") -> Quantity:
    span = Span(0, len(text))
    value = Decimal(1)
    return Quantity("q0", None, span, text, value, "", bound, measure, indicator, None, Status.TARGET, None)


@pytest.mark.parametrize(
    ("text", "bound", "told"),
    [
        ("30公里", Bound.EXACT, "30公里"),
        ("30公里", Bound.AT_LEAST, "30公里以上"),
        ("30公里", Bound.MORE_THAN, "超过30公里"),
        ("30公里", Bound.AT_MOST, "30公里以内"),
        ("30公里", Bound.LESS_THAN, "低于30公里"),
        ("30公里", Bound.ABOUT, "30公里左右"),
        ("30公里", Bound.NEARLY, "近30公里"),
        ("30余公里", Bound.MORE_THAN, "30余公里"),
        ("1—2公里", Bound.RANGE, "1—2公里"),
    ],
)
def test_bounds_are_told_in_words(text: str, bound: Bound, told: str) -> None:
    assert tell_change(figure(text, bound)) == told


def test_a_rank_stands_alone() -> None:
    assert tell_change(figure("前3位", Bound.AT_MOST, Measure.RANK)) == "前3位"


def test_a_measure_that_the_indicator_tells_is_not_told_twice() -> None:
    assert tell_figure(figure("3万人", Bound.EXACT, Measure.ADDED, "城镇新增就业")) == "城镇新增就业3万人"
    assert tell_figure(figure("3万人", Bound.EXACT, Measure.ADDED, "就业")) == "就业新增3万人"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("修渠,改桥;", "修渠，改桥；"),
        ("增长5%,其中", "增长5%，其中"),
        ("1,100万元", "1,100万元"),
        ("比例3:1", "比例3:1"),
        ("建设(改建)道路", "建设（改建）道路"),
        ("PM2.5(K1)", "PM2.5(K1)"),
        ("一行\n两行", "一行两行"),
    ],
)
def test_marks_beside_chinese_are_widened(text: str, shown: str) -> None:
    assert widen(text) == shown


@given(st.text(alphabet="修渠,.;:?!()123%A“”（）", max_size=30))
def test_widening_changes_marks_alone(text: str) -> None:
    narrow = str.maketrans("，；：？！（）", ",;:?!()")
    assert widen(text).translate(narrow) == text.translate(narrow)
    assert widen(widen(text)).translate(narrow) == text.translate(narrow)


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("岚川市政府工作报告", "岚川市"),
        ("岚川市2032年政府工作报告", "岚川市"),
        ("2032年政府工作报告", ""),
        ("会议纪要", ""),
        ("", ""),
    ],
)
def test_place_in_a_title(title: str, place: str) -> None:
    assert place_in(title) == place


def test_headings_have_their_printed_numbers(report: Report) -> None:
    duty = collect_duties(report, Settings(), Form.TABLE).duties[3]
    assert duty.path == (Heading("二", "2032年工作安排"), Heading("（一）", "兴办水利"), Heading("", "修渠引水"))


def test_a_table_has_a_line_for_each_headline_figure_and_a_plan_for_each_item(report: Report) -> None:
    table, plan = (collect_duties(report, Settings(), form) for form in Form)
    assert [duty.text for duty in table.duties[:3]] == ["地区生产总值", "粮食产量", "城乡收入差距继续缩小"]
    assert [duty.text for duty in plan.duties[:2]] == ["地区生产总值增长6%以上", "粮食产量稳定在35亿斤"]
    assert (table.headlines, plan.headlines) == (3, 3)


def test_without_a_year_there_is_no_date(report: Report) -> None:
    timeless = replace(report, source=replace(report.source, year=None))
    found = collect_duties(timeless, Settings(), Form.TABLE)
    assert found.year == ""
    assert {duty.due for duty in found.duties[:3]} == {""}


def test_the_sentence_of_an_item_is_the_whole_one(report: Report) -> None:
    duty = collect_duties(report, Settings(grain="item"), Form.TABLE).duties[3]
    assert duty.text == "新修水渠30公里以上"
    assert duty.source == "新修水渠30公里以上，确保6月底前改造泵站4座，力争灌溉面积突破5万亩。"


def test_points_rise() -> None:
    assert tell_change(replace(figure("1个百分点", Bound.EXACT, Measure.GROWTH), unit="百分点")) == "提高1个百分点"
