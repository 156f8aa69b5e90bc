"""Shares that make a hundred, or do not. Every phrase is made up."""

from __future__ import annotations

import pytest

from taizhang.checks.arithmetic.shares import check_shares
from taizhang.engine.model import Finding, Report, Severity, SourceText
from taizhang.engine.restore import restore


def found_in(text: str) -> list[Finding]:
    source = SourceText(text)
    return list(check_shares(Report(source, restore(source))))


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("三次产业结构调整为8.2∶43.5∶49.3。", "101.0"),
        ("三次产业比例由9：43：48调整为7：41：49。", "97"),
        ("产业结构由5.1:51.2:43.7优化为4.3:49.2:48.5。", "102.0"),
        ("三次产业占比分别为8%、43%和52%。", "103"),
        ("一、二、三次产业比重为8.1%、43.2%、49.7%。", "101.0"),
        ("第一产业增加值占生产总值比重为7.1%，第二产业比重为38.3%，第三产业比重为55.6%。", "101.0"),
    ],
)
def test_shares_of_the_three_sectors_are_an_error(text: str, made: str) -> None:
    (finding,) = found_in(text)
    assert (finding.code, finding.severity) == ("A002", Severity.ERROR)
    assert finding.formula.endswith(f"= {made}")


@pytest.mark.parametrize(
    "text",
    [
        "三次产业结构调整为8.2∶43.5∶48.3。",
        "三次产业结构调整为8.2∶43.5∶48.2。",
        "三次产业比例调整为7：42：50。",
        "三次产业占比分别为8%、43%和50%。",
        "二、三产业比重由95.6%提高到96.9%。",
        "三大产业产值占比达47%，提高5.2个百分点。",
        "风险按4∶3∶2∶1的比例分担。",
        "三方出资比例为5:3:2。",
        "会议于9:30:15开始。",
    ],
)
def test_what_makes_a_hundred_or_no_shares_is_left_alone(text: str) -> None:
    assert found_in(text) == []


def test_another_ratio_near_a_hundred_is_a_question() -> None:
    assert [f.severity for f in found_in("粮经饲比例调整为73.5：23.7：3.8。")] == [Severity.QUESTION]


def test_the_span_is_the_ratio_itself() -> None:
    text = "三次产业结构由9∶42∶49调整为8.2∶43.5∶49.3。"
    (finding,) = found_in(text)
    assert text[slice(*finding.spans[0])] == "8.2∶43.5∶49.3"
    assert finding.tolerance == "按各数末位四舍五入，应在99.85至100.15之间"
