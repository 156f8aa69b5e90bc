"""Values as people write them."""

from dataclasses import replace

import pytest

from taizhang.engine.model import Bound, Measure, Report
from taizhang.export.phrases import dues_of, is_formula, show_due, show_dues, show_quantity
from taizhang.export.words import Words

ZH, EN = Words("zh"), Words("en")


@pytest.mark.parametrize(
    ("bound", "text", "zh", "en"),
    [
        (Bound.EXACT, "702.1亿元", "702.1亿元", "702.1亿元"),
        (Bound.AT_LEAST, "5%", "≥5%", "≥5%"),
        (Bound.MORE_THAN, "200亿元", ">200亿元", ">200亿元"),
        (Bound.AT_MOST, "3%", "≤3%", "≤3%"),
        (Bound.LESS_THAN, "1个", "<1个", "<1个"),
        (Bound.NEARLY, "4万人", "近4万人", "nearly 4万人"),
        (Bound.ABOUT, "5%", "约5%", "about 5%"),
        (Bound.RANGE, "1—2个", "1—2个", "1—2个"),
        (Bound.MORE_THAN, "1300余处", "1300余处", "1300余处"),
        (Bound.AT_LEAST, "上千万元", "上千万元", "上千万元"),
    ],
)
def test_bounds(report: Report, bound: Bound, text: str, zh: str, en: str) -> None:
    quantity = replace(report.quantities[0], bound=bound, text=text, measure=Measure.LEVEL)
    assert show_quantity(quantity, ZH) == zh
    assert show_quantity(quantity, EN) == en


def test_a_rank_says_its_bound_itself(report: Report) -> None:
    quantity = replace(report.quantities[0], bound=Bound.AT_MOST, text="前10位", measure=Measure.RANK)
    assert show_quantity(quantity, ZH) == "前10位"


@pytest.mark.parametrize(
    ("due", "shown"),
    [
        (None, ""),
        ("2032-12-31", "2032年底"),
        ("2032-02-29", "2032年2月底"),
        ("2031-02-28", "2031年2月底"),
        ("2032-05-01", "2032年5月1日"),
        ("2032", "2032"),
        ("2032-13-01", "2032年13月1日"),
    ],
)
def test_due_dates(due: str | None, shown: str) -> None:
    assert show_due(due, False, ZH) == shown


@pytest.mark.parametrize(
    ("dues", "zh", "en"),
    [
        ([], "", ""),
        ([(None, True)], "", ""),
        ([("2032-12-31", False)] * 2, "2032年底", "2032-12-31"),
        ([("2032-12-31", False), ("2032-12-31", True)], "2032年底※", "2032-12-31※"),
        (
            [("2032-12-31", True), ("2032-06-30", False)],
            "2032年6月底；其余年底※",
            "2032-06-30; others 2032-12-31※",
        ),
        ([("2032-09-30", False), ("2032-06-30", False)], "2032年6月底、9月底", "2032-06-30, 2032-09-30"),
        ([("2036-12-31", False), ("2032-12-31", True)], "2036年底；其余2032年底※", "2036-12-31; others 2032-12-31※"),
        ([("2032-06-15", False), ("2033-03-31", False)], "2032年6月15日、2033年3月底", "2032-06-15, 2033-03-31"),
    ],
)
def test_due_dates_of_an_entry(dues: list[tuple[str | None, bool]], zh: str, en: str) -> None:
    assert show_dues(dues, ZH) == zh
    assert show_dues(dues, EN) == en


def test_items_without_a_date_are_due_at_the_years_end(report: Report) -> None:
    assert dues_of(report.items[5:7], 2032) == (("2032-12-31", True), ("2032-06-30", False))
    assert dues_of(report.items[5:6], None) == ((None, True),)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@now", "\tx", "\rx", "＝1"])
def test_formulas_are_known_by_their_first_character(text: str) -> None:
    assert is_formula(text)


@pytest.mark.parametrize("text", ["", "5%", "增长-1", "≥5%", "—"])
def test_words_are_no_formulas(text: str) -> None:
    assert not is_formula(text)


def test_an_item_with_two_dates_is_due_at_both(report: Report) -> None:
    item = replace(report.items[6], due="2032-12-31", due_assumed=False)
    dues = dues_of([item], 2032, ["9月底前交初稿，12月底前定稿"])
    assert dues == (("2032-09-30", False), ("2032-12-31", False))
    assert show_dues(dues, Words("zh")) == "2032年9月底、年底"
    assert dues_of([item], 2032, ["3月出台的办法年底前修订"]) == (("2032-12-31", False),)
