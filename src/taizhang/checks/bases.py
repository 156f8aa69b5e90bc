"""A level and its growth beside the level of the year before: a report enters, its bases leave.

Of ``固定资产投资完成702.1亿元、增长3.8%`` the implied base is 676.4亿元; where the year before told 682.6亿元, the
growth from that would be 2.9%. Indicators whose growth is reckoned at constant prices (GDP, value added) imply no base.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from taizhang.checks.matching import keep_comparable
from taizhang.checks.printed import Interval, implied_base, tell_amount, value_of
from taizhang.checks.words import abridge
from taizhang.engine.model import Bound, Finding, Measure, Quantity, Report, Severity, Span, Status

_NEAR = 24
_RATES = frozenset({Measure.GROWTH, Measure.DECLINE})
_AMOUNTS = frozenset({Measure.LEVEL, Measure.ADDED})
_SHARES = frozenset({"%", "‰", "百分点", "千分点", "倍", "番", "", "位", "名"})
_NO_PLAIN_RATE = re.compile(
    "年均|均增|实际|可比|不变价|扣除|拉动|同口径|剔除|高于|快于|分别|均增长|两年[来中]|较[“”一二三四五六七八九十]{2,6}末"
    r"|[（(][^（）()]{0,8}口径|由[^，。；]{2,14}(?:增加|增长|提高|上升|扩大|发展)?[到至]"
)
"""Words by which a growth is not that over the whole of the year before, or the report tells its scope itself."""
_ROUND = re.compile(r"(?<![.．\d])\d+00(?![.．\d])")
_GROSS = re.compile("生产总值|生产净值|国民收入")
_FAR_OFF = Decimal("0.25")
_TOO_FAR = Decimal("2.5")


@dataclass(frozen=True, slots=True)
class Grown:
    """A level with its growth over the year before; ``base`` is implied, ``open`` what rounding leaves open."""

    level: Quantity
    rate: Quantity
    base: Decimal
    open: Interval


@dataclass(frozen=True, slots=True)
class Told:
    """A level told elsewhere: in base units, as printed, and by whom."""

    value: Decimal
    half: Decimal
    text: str
    by: str


def has_constant_prices(key: str) -> bool:
    """Whether growth of the indicator is reckoned at constant prices, so that levels do not give it.

    >>> has_constant_prices("gdp"), has_constant_prices("fixed_asset_investment")
    (True, False)
    """
    return key.startswith("gdp") or "value_added" in key or key.endswith("_output_value")


def find_grown(report: Report) -> Iterator[Grown]:
    """Each level of a year that has its growth beside it, in the order of the text."""
    report = keep_comparable(report)
    quantities = report.quantities
    for at, level in enumerate(quantities):
        key, period = level.indicator_key, level.period or ""
        if not key or not period.isdigit() or not _is_plain(level, _AMOUNTS) or _has_own_prices(level):
            continue
        rate = next((q for q in quantities[at + 1 : at + 3] if _is_rate_of(report, q, level)), None)
        if rate is not None and value_of(rate) < 100:
            yield Grown(level, rate, *implied_base(level, rate))


def _has_own_prices(level: Quantity) -> bool:
    return has_constant_prices(level.indicator_key or "") or _GROSS.search(level.indicator) is not None


def _is_plain(quantity: Quantity, measures: frozenset[Measure]) -> bool:
    is_actual = quantity.status is Status.ACTUAL and quantity.bound is Bound.EXACT
    return is_actual and quantity.measure in measures and quantity.unit not in _SHARES and value_of(quantity) > 0


def _is_rate_of(report: Report, rate: Quantity, level: Quantity) -> bool:
    gap = rate.span.start - level.span.end
    if rate.measure not in _RATES or rate.unit != "%" or rate.bound is not Bound.EXACT or not 0 < gap <= _NEAR:
        return False
    is_same = (rate.indicator_key, rate.period, rate.status) == (level.indicator_key, level.period, level.status)
    between = report.source.text[max(0, level.span.start - _NEAR) : rate.span.start]
    return is_same and not _NO_PLAIN_RATE.search(between)


def compare_base(code: str, grown: Grown, told: Told) -> Finding | None:
    """The finding where the base told is not the one implied; None where rounding allows both.

    None, too, where one is more than two and a half times the other, for then they are of different things. A figure
    told with two noughts at its end (8800家) is taken as rounded to hundreds.
    """
    half = told.half * 100 if _ROUND.search(told.text) else told.half
    stated = Interval(told.value - half, told.value + half)
    if grown.open.meets(stated) or not grown.base / _TOO_FAR < told.value < grown.base * _TOO_FAR:
        return None
    level, rate, value = grown.level, grown.rate, value_of(grown.level)
    year = int(level.period or 0) - 1
    base, growth = tell_amount(grown.base, level.unit, level.text), (value / told.value - 1) * 100
    ends = [tell_amount(end, level.unit, level.text) for end in grown.open]
    sign = "-" if rate.measure is Measure.DECLINE else "+"
    is_far = abs(grown.base / told.value - 1) > _FAR_OFF
    tail = "两数相差过大，指标范围可能不同，请核对" if is_far else "请核对基数是否调整过、口径是否一致"
    change = f"{'下降' if growth < 0 else '增长'}{abs(growth):.1f}%"
    return Finding(
        code,
        Severity.NOTICE if is_far else Severity.QUESTION,
        f"“{abridge(level.indicator, 20)}”{level.text}、{'下降' if sign == '-' else '增长'}{rate.text}，"
        f"推算{year}年为{base}，"
        f"{told.by}为{told.text}；以后者为基数应{change}。{tail}。",
        (Span(level.span.start, rate.span.end),),
        f"{level.text} ÷ (1 {sign} {rate.text}) = {base}；{level.text} ÷ {told.text} - 1 = {growth:.1f}%",
        (level.text, f"{sign}{rate.text}", told.text),
        f"按末位四舍五入，{year}年应在{ends[0]}至{ends[1]}之间",
    )
