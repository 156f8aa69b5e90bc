"""Promise beside result: what enters are figures of many reports, what leaves are the ones that belong together.

Figures belong together by area code, year and ``indicator_key`` alone; words are never compared, and a generic key
(``any_projects``) is none. The target 5% of ``gdp`` in the report of 2031 has its result in the report of 2032, last
year's target in that of 2030, and the level above's in the 2031 report of the area above.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from taizhang.engine.model import Measure, Quantity, Report, Status
from taizhang.rules.areas import NATION, by_code
from taizhang.rules.indicators import Method, comparable_key, indicator
from taizhang.rules.units import convert


class Figure(NamedTuple):
    """A figure of a report as far as matching needs it.

    ``year`` is the report's, ``period`` the figure's own (``2031``, ``2026/2030``, None). ``low`` and ``high`` are
    equal but for a range. ``is_headline`` where it stands among the headline targets; ``place`` says where it stands
    (the number of its report, the offset), and orders figures that are alike.
    """

    area: str
    year: int
    key: str
    status: Status
    measure: Measure
    unit: str
    period: str | None
    low: Decimal
    high: Decimal
    is_headline: bool
    place: tuple[int, int]


class Promise(NamedTuple):
    """A target of a year and what stands beside it, each None where no report tells it.

    ``result`` is told in the next year's report of the same area, ``last`` is the target of the year before, ``above``
    the target of the area above for the same year. All are of the target's measure, in units that convert.
    """

    target: Figure
    result: Figure | None
    last: Figure | None
    above: Figure | None


_Key = tuple[str, int, str]
_AIM = re.compile(r"(?:(?:预期|主要|奋斗)目标(?:任务)?|预期指标)(?:建议)?[是为][^。\n]*")
"""A list of targets, to the end of its sentence: 今年的预期目标是：….  Old reports say it among what was done."""

_OF_MANY_YEARS = frozenset({"番"})
"""Units of change that no single year is told in: 翻一番 is of ten years, whatever year the sentence names."""


def match_promises(figures: Iterable[Figure]) -> tuple[Promise, ...]:
    """One promise for each area, year and indicator that has a target for the report's own year, in that order.

    Where a report has several such targets (a rate and a level; a total and a part), the headline one is meant; then,
    of what adds up over a year, its rate, and of a stock or a share its level; then the first.
    """
    targets: dict[_Key, list[Figure]] = defaultdict(list)
    results: dict[_Key, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.unit in _OF_MANY_YEARS or _is_distance(figure) or _is_generic(figure.key):
            continue
        if figure.status is Status.TARGET and figure.period == str(figure.year):
            targets[figure.area, figure.year, figure.key].append(figure)
        elif figure.status is Status.ACTUAL and figure.period == str(figure.year - 1):
            results[figure.area, figure.year - 1, figure.key].append(figure)
    chosen = {key: min(found, key=_preference) for key, found in targets.items()}
    return tuple(_promise(target, targets, results) for _, target in sorted(chosen.items()))


def _is_distance(figure: Figure) -> bool:
    """Whether a figure only says how far another's rate is: 增速高于全省0.5个百分点, of what is told by its rate."""
    known = indicator(figure.key)
    adds_up = known is not None and known.method in {Method.GROWTH, Method.CUMULATIVE}
    return "百分点" in figure.unit and adds_up


def _promise(
    target: Figure, targets: Mapping[_Key, Sequence[Figure]], results: Mapping[_Key, Sequence[Figure]]
) -> Promise:
    area, year, key = target.area, target.year, target.key
    above = area_above(area, year)
    return Promise(
        target,
        choose_like(target, results.get((area, year, key), ())),
        choose_like(target, targets.get((area, year - 1, key), ())),
        choose_like(target, targets.get((above, year, key), ())) if above else None,
    )


def choose_like(target: Figure, found: Iterable[Figure]) -> Figure | None:
    """Of ``found`` the figure that can be held against ``target``: of its measure, in a unit that converts."""
    alike = [f for f in found if _is_alike(f, target)]
    return min(alike, key=_preference) if alike else None


def _is_alike(one: Figure, other: Figure) -> bool:
    rates = {Measure.GROWTH, Measure.DECLINE}
    amounts = {Measure.LEVEL, Measure.ADDED}
    is_same = one.measure is other.measure or {one.measure, other.measure} <= rates
    is_count = {one.measure, other.measure} <= amounts and _is_flow(one.key)
    if _is_generic(one.key) or not (is_same or is_count):
        return False
    return one.unit == other.unit or convert(one.low, one.unit, other.unit) is not None


def keep_comparable(report: Report) -> Report:
    """``report`` with the keys of single indicators only: a figure with a generic key has none, so is never matched.

    Without figures read as done that stand in a list of targets (预期目标是：…).
    """
    figures = report.quantities
    kept = tuple(
        q if q.indicator_key is None or comparable_key(q.indicator_key) else replace(q, indicator_key=None)
        for q in figures
    )
    if aims := [match.span() for match in _AIM.finditer(report.source.text)]:
        starts = [start for start, _ in aims]
        kept = tuple(q for q in kept if q.status is not Status.ACTUAL or not _is_within(q, starts, aims))
    return report if kept == figures else replace(report, quantities=kept)


def _is_within(quantity: Quantity, starts: Sequence[int], ranges: Sequence[tuple[int, int]]) -> bool:
    at = bisect_right(starts, quantity.span.start) - 1
    return at >= 0 and quantity.span.start < ranges[at][1]


def _is_generic(key: str) -> bool:
    """Whether the key says what is counted and not which (项目数): figures that share it are of different things."""
    known = indicator(key)
    return known is not None and known.is_generic


def _is_flow(key: str) -> bool:
    """Whether a year's amount of it is new by itself: 城镇新增就业3万人 is told as a level and as an addition."""
    known = indicator(key)
    return known is not None and known.method is Method.CUMULATIVE


def _preference(figure: Figure) -> tuple[bool, bool, tuple[int, int]]:
    known = indicator(figure.key)
    is_rate = figure.measure in {Measure.GROWTH, Measure.DECLINE}
    is_wanted = is_rate == (known is not None and known.method in {Method.GROWTH, Method.CUMULATIVE})
    return not figure.is_headline, not is_wanted, figure.place


def area_above(area: str, year: int | None) -> str | None:
    """The code of the area above in ``year``: the province of a prefecture, the nation of a province.

    >>> area_above("140700", 2031), area_above("140000", 2031), area_above("000000", 2031)
    ('140000', '000000', None)
    """
    if area == NATION:
        return None
    known = by_code(area, year)
    return (known.parent or NATION) if known else None


def areas_above(area: str, year: int | None) -> tuple[str, ...]:
    """The codes of all areas above in ``year``, the nearest first.

    >>> areas_above("140700", 2031)
    ('140000', '000000')
    """
    found: list[str] = []
    above = area_above(area, year)
    while above and above not in found:
        found.append(above)
        above = area_above(above, year)
    return tuple(found)


def gap_between(target: Figure, result: Figure) -> Decimal:
    """The result less the target, in the target's unit; of a range, less the end that is nearer.

    Zero where the result lies within the range. A decline counts down.
    """
    told = convert(result.low, result.unit, target.unit) if result.unit != target.unit else result.low
    value = _signed(told if told is not None else result.low, result.measure)
    low, high = sorted((_signed(target.low, target.measure), _signed(target.high, target.measure)))
    if value < low:
        return value - low
    return value - high if value > high else Decimal(0)


def _signed(value: Decimal, measure: Measure) -> Decimal:
    return -value if measure is Measure.DECLINE else value
