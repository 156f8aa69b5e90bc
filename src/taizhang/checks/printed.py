"""What a printed figure may stand for: what enters is a quantity, what leaves is the interval left open.

702.1亿元 is anything from 702.05 to 702.15亿元; with 增长3.8% it implies a base between
702.05 ÷ 1.0385 and 702.15 ÷ 1.0375. Values are in base units, rates in percent.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from taizhang.engine.model import Bound, Measure, Quantity

_NUMBER = re.compile(r"(\d[\d,，]*)(?:[.．](\d+))?")
_SCALES = (("万亿", 10**12), ("亿", 10**8), ("千万", 10**7), ("百万", 10**6), ("万", 10**4), ("千", 1000), ("百", 100))
_NAMED = {10**12: "万亿", 10**8: "亿", 10**4: "万"}
_BEHIND_POINT = re.compile("点([零〇一二三四五六七八九]+)")
_FAR = Decimal(10) ** 30


class Interval(NamedTuple):
    """Both ends included."""

    low: Decimal
    high: Decimal

    def meets(self, other: Interval) -> bool:
        """Whether the two have a value in common."""
        return self.low <= other.high and other.low <= self.high


def value_of(quantity: Quantity) -> Decimal:
    """The value, of a range its middle."""
    value = quantity.value
    return (value[0] + value[1]) / 2 if isinstance(value, tuple) else value


def half_step(text: str, value: Decimal) -> Decimal:
    """Half of the last printed digit, in the unit of ``value``; 0 where no digits, 万, 亿, 百分之 say it (三成).

    >>> half_step("702.1亿元", Decimal("70210000000")), half_step("3.8%", Decimal("3.8"))
    (Decimal('5000000.0'), Decimal('0.05'))
    >>> half_step("六百二十一亿美元", Decimal("62100000000")), half_step("百分之三点九", Decimal("3.9"))
    (Decimal('50000000.0'), Decimal('0.05'))
    """
    found = _NUMBER.search(text)
    if not found:
        return _half_written(text)
    number = Decimal(f"{re.sub('[,，]', '', found[1])}.{found[2] or '0'}")
    scale = abs(value) / number if number else _scale_in(text[found.end() :])
    return Decimal("0.5").scaleb(-len(found[2] or "")) * scale


def _half_written(text: str) -> Decimal:
    """Half of the last place of a number in words, by its 万 or 亿 or of a percentage, and by what stands behind 点."""
    scales = [times for times, word in _NAMED.items() if word in text]
    if not scales and not text.startswith("百分之"):
        return Decimal(0)
    point = _BEHIND_POINT.search(text)
    return Decimal("0.5").scaleb(-len(point[1]) if point else 0) * min(scales, default=1)


def _scale_in(unit: str) -> Decimal:
    return Decimal(next((times for word, times in _SCALES if unit.startswith(word)), 1))


def interval_of(quantity: Quantity) -> Interval:
    """What the figure may stand for by its digits and its bound: 近4万 is up to 4万, 超200亿 has no upper end."""
    low, high = quantity.value if isinstance(quantity.value, tuple) else (quantity.value, quantity.value)
    half = half_step(quantity.text, high)
    match quantity.bound:
        case Bound.AT_LEAST | Bound.MORE_THAN:
            return Interval(low - half, _FAR)
        case Bound.AT_MOST | Bound.LESS_THAN:
            return Interval(-_FAR, high + half)
        case Bound.NEARLY:
            return Interval(low * Decimal("0.9") - half, high + half)
        case Bound.ABOUT:
            return Interval(low - half - abs(low) / 20, high + half + abs(high) / 20)
    return Interval(low - half, high + half)


def signed_rate(quantity: Quantity) -> Decimal:
    """A rate of change in percent, a decline below zero."""
    value = value_of(quantity)
    return -value if quantity.measure is Measure.DECLINE else value


def implied_base(level: Quantity, rate: Quantity) -> tuple[Decimal, Interval]:
    """The level of the year before, and what rounding of both figures leaves open.

    Raises ``ValueError`` for a fall of a hundred percent or more.
    """
    value, growth = value_of(level), signed_rate(rate)
    half, open_rate = half_step(level.text, value), half_step(rate.text, abs(growth))
    least, most = 1 + (growth - open_rate) / 100, 1 + (growth + open_rate) / 100
    if least <= 0:
        raise ValueError("a fall of a hundred percent leaves no base")
    return value / (1 + growth / 100), Interval((value - half) / most, (value + half) / least)


def tell_amount(value: Decimal, unit: str, like: str = "") -> str:
    """A value of a base unit as ``like`` (a printed figure) would show it: same scale, same decimals.

    >>> tell_amount(Decimal("67639691714.8"), "元", "702.1亿元")
    '676.4亿元'
    >>> tell_amount(Decimal("425933014354"), "元", "四千四百五十一亿元")
    '4259.3亿元'
    """
    found = _NUMBER.search(like)
    decimals = len(found[2] or "") if found else 1
    written = next((Decimal(times) for times, word in _NAMED.items() if word in like), Decimal(1))  # 四百五十一亿元
    scale = _scale_in(like[found.end() :]) if found else written
    told = value / scale
    return f"{told:.{decimals}f}{_NAMED.get(int(scale), '') if scale > 1 else ''}{unit}"
