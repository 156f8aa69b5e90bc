"""A report beside that of the area above, and a city beside its counties: reports enter, findings leave.

Where the province plans 固定资产投资增长6% for 2031 and the city 5%, ``L001 提示`` says so; where the figures of all
counties of a city add up to more than the city's own, ``L002 需说明`` does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from taizhang.checks.matching import area_above, choose_like, keep_comparable
from taizhang.checks.pairs import as_figure, headline_targets
from taizhang.checks.printed import half_step, tell_amount, value_of
from taizhang.engine.explain import place_of
from taizhang.engine.model import Bound, Finding, Measure, Quantity, Report, Severity, Status
from taizhang.rules.areas import counties_of
from taizhang.rules.indicators import Better, Method, indicator
from taizhang.rules.units import convert

TITLES = {"L001": "目标低于上级", "L002": "各县之和超过全市"}

_MARKS = {Bound.AT_LEAST: "以上", Bound.MORE_THAN: "以上", Bound.ABOUT: "左右"}
_SHARES = frozenset({"%", "‰", "百分点", "千分点", "倍", "番", "位"})


@dataclass(frozen=True, slots=True)
class Level:
    """The target of an area beside that of the area above, for one indicator and the report's year."""

    key: str
    name: str
    target: Quantity
    above: Quantity
    is_lower: bool


def is_above(report: Report, other: Report) -> bool:
    """Whether ``other`` is the report of the area above, of the same year."""
    source, there = report.source, other.source
    if not source.area or not there.area or source.year is None:
        return False
    return source.year == there.year and area_above(source.area, source.year) == there.area


def check_levels(report: Report, above: Report) -> tuple[Finding, ...]:
    """L001 for each headline target that lies below that of the area above; empty where ``above`` is not that."""
    if not is_above(report, above):
        return ()
    return tuple(_tell_lower(level, above) for level in compare_levels(report, above) if level.is_lower)


def compare_levels(report: Report, above: Report) -> tuple[Level, ...]:
    """The headline targets of the year that both reports name, in the order of ``report``; rates and shares only.

    Amounts of a city and its province do not compare, so they are left out.
    """
    report, above = keep_comparable(report), keep_comparable(above)
    theirs: dict[str, list[Quantity]] = defaultdict(list)
    for target in _targets_of_year(above):
        theirs[target.indicator_key or ""].append(target)
    found: dict[str, Level] = {}
    for target in _targets_of_year(report):
        key = target.indicator_key or ""
        figures = [as_figure(other, key, at) for at, other in enumerate(theirs.get(key, ()))]
        chosen = choose_like(as_figure(target, key, -1), figures)
        known = indicator(key)
        if chosen is not None and known is not None and key not in found:
            other = theirs[key][chosen.place[1]]
            is_lower = known.better is Better.UP and _end(target, highest=True) < _end(other, highest=False)
            found[key] = Level(key, known.name, target, other, is_lower)
    return tuple(found.values())


def _targets_of_year(report: Report) -> list[Quantity]:
    year = str(report.source.year)
    return [q for q in headline_targets(report) if q.period == year and q.indicator_key and q.unit in _SHARES]


def _end(quantity: Quantity, highest: bool) -> Decimal:
    """The highest or lowest that a target names, a decline below zero."""
    value = quantity.value
    ends = sorted(value) if isinstance(value, tuple) else [value, value]
    if quantity.measure is Measure.DECLINE:
        ends = sorted(-end for end in ends)
    return ends[1] if highest else ends[0]


def _tell_lower(level: Level, above: Report) -> Finding:
    target, other = (f"{q.text}{_MARKS.get(q.bound, '')}" for q in (level.target, level.above))
    address = place_of(above, level.above.span.start, level.above.span.end).address
    where = above.source.place or "上级"
    return Finding(
        "L001",
        Severity.NOTICE,
        f"“{level.name}”{level.target.period}年目标{target}，低于{where}报告的{other}（{address}）。",
        (level.target.span,),
        f"{level.target.text} < {level.above.text}",
        (level.target.text, level.above.text),
    )


# --- counties ------------------------------------------------------------------------------------------


def check_counties(report: Report, counties: Sequence[Report]) -> tuple[Finding, ...]:
    """L002: the amounts that all counties tell of a year add up to more than the city's own.

    Empty unless there is one report of the same year for each county that the register of areas has; an indicator is
    summed only where every county tells it, in units that convert.
    """
    area, year = report.source.area, report.source.year
    given = {county.source.area: county for county in counties if county.source.year == year}
    wanted = {county.code for county in counties_of(area, year)} if area else set()
    if not wanted or not wanted <= set(given):
        return ()
    told = [_amounts(given[code]) for code in sorted(wanted)]
    return tuple(_find_sums(report, told))


def _amounts(report: Report) -> dict[tuple[str, str], Quantity]:
    """The first exact amount of each indicator and year: what adds up over areas."""
    found: dict[tuple[str, str], Quantity] = {}
    for quantity in keep_comparable(report).quantities:
        known = indicator(quantity.indicator_key or "")
        is_amount = quantity.unit not in _SHARES and quantity.measure in (Measure.LEVEL, Measure.ADDED)
        is_exact = quantity.status is Status.ACTUAL and quantity.bound is Bound.EXACT
        if known and known.method is Method.CUMULATIVE and is_amount and is_exact and quantity.period:
            found.setdefault((known.key, quantity.period), quantity)
    return found


def _find_sums(report: Report, told: Sequence[Mapping[tuple[str, str], Quantity]]) -> Iterator[Finding]:
    for mark, whole in _amounts(report).items():
        parts = [amounts[mark] for amounts in told if mark in amounts]
        values = [convert(value_of(part), part.unit, whole.unit) for part in parts]
        steps = [convert(half_step(part.text, value_of(part)), part.unit, whole.unit) for part in parts]
        if len(parts) < len(told) or None in values or None in steps:
            continue
        total, allowed = (sum((v for v in found if v is not None), Decimal(0)) for found in (values, steps))
        allowed += half_step(whole.text, value_of(whole))
        if total - value_of(whole) > allowed:
            yield _tell_sum(whole, parts, total, allowed)


def _tell_sum(whole: Quantity, parts: Sequence[Quantity], total: Decimal, allowed: Decimal) -> Finding:
    known = indicator(whole.indicator_key or "")
    told = tell_amount(total, whole.unit, whole.text)
    over = tell_amount(total - value_of(whole), whole.unit, whole.text)
    return Finding(
        "L002",
        Severity.QUESTION,
        f"{whole.period}年“{known.name if known else whole.indicator}”{len(parts)}个县（市、区）之和为{told}，"
        f"超过全市的{whole.text}，多出{over}，请核对是否重复计算、口径是否一致。",
        (whole.span,),
        f"{' + '.join(part.text for part in parts)} = {told}",
        (*(part.text for part in parts), whole.text),
        f"按各数末位四舍五入，允许多出{tell_amount(allowed, whole.unit, whole.text)}",
    )
