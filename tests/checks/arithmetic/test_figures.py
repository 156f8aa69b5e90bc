"""Which figures are amounts, and what one unit is in another. Every phrase is made up."""

from __future__ import annotations

from decimal import Decimal

import pytest

import taizhang
from taizhang.checks.arithmetic.figures import factor_between, half_of, is_amount, quantities_between

HEAD = "澜川市2031年政府工作报告\n\n一、2030年工作回顾\n\n一年来，我们扎实工作。"


def amounts_in(words: str) -> list[str]:
    report = taizhang.read(f"{HEAD}{words}\n")
    return [q.text for q in report.quantities if is_amount(report, q)]


@pytest.mark.parametrize(
    ("words", "amounts"),
    [
        ("引进10亿元以上项目21个。", ["21个"]),
        ("培育产值超5亿元的企业8家，完成投资12.4亿元。", ["8家", "12.4亿元"]),
        ("实施4万亿元的投资计划，改造46公里县道。", ["4万亿元", "46公里"]),
        ("完成投资12.4亿元，增长8.2%，占全市的四成，居全省第3位。", ["12.4亿元"]),
        ("各县新建公园3个，各类学校新增学位500个。", ["500个"]),
    ],
)
def test_amounts_are_told_from_thresholds_rates_and_shares(words: str, amounts: list[str]) -> None:
    assert amounts_in(words) == amounts


@pytest.mark.parametrize(
    ("unit", "to", "factor"),
    [
        ("家", "家", 1),
        ("个", "项", 1),
        ("公顷", "亩", 15),
        ("个", "套", None),
        ("元", "美元", None),
        ("人", "人次", None),
    ],
)
def test_units_stand_for_one_another_only_where_they_count_the_same(unit: str, to: str, factor: int | None) -> None:
    assert factor_between(unit, to) == (None if factor is None else Decimal(factor))


def test_what_is_counted_one_by_one_is_not_rounded() -> None:
    report = taizhang.read(f"{HEAD}新建车站12座，植树1.2万株。\n")
    assert [half_of(q) for q in report.quantities[-2:]] == [Decimal(0), Decimal(500)]


def test_quantities_are_those_that_lie_between() -> None:
    report = taizhang.read(f"{HEAD}新建车站12座，其中地下站5座、高架站4座。\n")
    start, end = report.source.text.index("其中"), report.source.text.index("高架")
    assert [q.text for q in quantities_between(report, start, end)] == ["5座"]
