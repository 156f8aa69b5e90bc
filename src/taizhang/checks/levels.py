"""A report beside that of the area above, and a city beside its counties: reports enter, findings leave.

Where the province plans 固定资产投资增长6% for 2031 and the city 5%, ``L001 提示`` says so; where the figures of all
counties of a city add up to more than the city's own, ``L002 需说明`` does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from taizhang.checks.matching import areas_above, choose_like, keep_comparable
from taizhang.checks.pairs import as_figure, headline_targets
from taizhang.checks.printed import half_step, tell_amount, value_of
from taizhang.engine.explain import place_of
from taizhang.engine.model import Bound, Finding, Measure, Quantity, Report, Severity, Status
from taizhang.rules.areas import Area, areas_below
from taizhang.rules.indicators import Better, Method, indicator
from taizhang.rules.units import convert

TITLES = {"L001": "目标低于上级", "L002": "所辖地区之和超过本级"}

_MARKS = {Bound.AT_LEAST: "以上", Bound.MORE_THAN: "以上", Bound.ABOUT: "左右"}
_SHARES = frozenset({"%", "‰", "百分点", "千分点", "倍", "番", "位"})
_POINTS = frozenset({"百分点", "千分点"})


@dataclass(frozen=True, slots=True)
class Level:
    """The target of an area beside that of the area above, for one indicator and the report's year."""

    key: str
    name: str
    target: Quantity
    above: Quantity
    is_lower: bool


def is_above(report: Report, other: Report) -> bool:
    """Whether ``other`` is the report of an area above, of the same year: the province of a city, or the nation."""
    source, there = report.source, other.source
    if not source.area or not there.area or source.year is None:
        return False
    return source.year == there.year and there.area in areas_above(source.area, source.year)


def check_levels(report: Report, above: Report) -> tuple[Finding, ...]:
    """All findings beside the report of an area above; empty where ``above`` is not that."""
    return tuple(check_lower(report, above)) if is_above(report, above) else ()


def check_lower(report: Report, above: Report) -> Iterator[Finding]:
    """L001 目标低于上级: a headline target of the year lies below that of an area above; always a notice.

    Rates and shares only, for amounts of a city and its province do not compare.
    """
    return (_tell_lower(level, above) for level in compare_levels(report, above) if level.is_lower)


def compare_levels(report: Report, above: Report) -> tuple[Level, ...]:
    """The headline targets of the year that both reports name, in the order of ``report``; rates and shares only."""
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
    told = [q for q in headline_targets(report) if q.period == year and q.indicator_key and q.unit in _SHARES]
    return [q for q in told if q.unit not in _POINTS or q.measure is not Measure.LEVEL]  # 高于全国0.7个百分点


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


@dataclass(frozen=True, slots=True)
class Sum:
    """The amounts that all counties tell of an indicator and a year, beside the city's own.

    ``total`` and ``allowed``, what rounding allows, are in the unit of ``whole``.
    """

    name: str
    whole: Quantity
    parts: tuple[Quantity, ...]
    total: Decimal
    allowed: Decimal

    @property
    def gap(self) -> Decimal:
        """What the counties tell more than the city, or less, below zero."""
        return self.total - value_of(self.whole)

    @property
    def is_beyond(self) -> bool:
        """Whether the counties tell more than rounding allows."""
        return self.gap > self.allowed


def missing_counties(report: Report, counties: Sequence[Report]) -> tuple[Area, ...]:
    """The counties that the register of areas has below ``report``'s and that ``counties`` has no report of."""
    given = {county.source.area for county in counties if county.source.year == report.source.year}
    return tuple(part for part in parts_of(report) if part.code not in given)


def parts_of(report: Report) -> tuple[Area, ...]:
    """The areas directly below ``report``'s in its year: the counties of a city, the cities of a province."""
    area, year = report.source.area, report.source.year
    return tuple(part for part in areas_below(area) if part.parent == area and part.is_in_force(year)) if area else ()


def check_counties(report: Report, counties: Sequence[Report]) -> tuple[Finding, ...]:
    """L002 所辖地区之和超过本级: the amounts that all counties tell of a year add up to more than the city's own.

    Always a question. Empty unless there is a report of the same year for each county; an indicator is summed only
    where every county tells it. The tolerance is half the last printed digit of each figure, added up.
    """
    return tuple(_tell_sum(found) for found in sum_counties(report, counties) if found.is_beyond)


def sum_counties(report: Report, counties: Sequence[Report]) -> tuple[Sum, ...]:
    """Each amount that the city and every one of its counties tells; empty where a county's report is not there."""
    wanted = parts_of(report)
    if not wanted or missing_counties(report, counties):
        return ()
    given = {county.source.area: county for county in counties if county.source.year == report.source.year}
    told = [_amounts(given[part.code]) for part in wanted]
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


def _find_sums(report: Report, told: Sequence[Mapping[tuple[str, str], Quantity]]) -> Iterator[Sum]:
    for mark, whole in _amounts(report).items():
        parts = [amounts[mark] for amounts in told if mark in amounts]
        values = [convert(value_of(part), part.unit, whole.unit) for part in parts]
        steps = [convert(half_step(part.text, value_of(part)), part.unit, whole.unit) for part in parts]
        if len(parts) < len(told) or None in values or None in steps:
            continue
        total, allowed = (sum((v for v in found if v is not None), Decimal(0)) for found in (values, steps))
        known = indicator(mark[0])
        name = known.name if known else whole.indicator
        yield Sum(name, whole, tuple(parts), total, allowed + half_step(whole.text, value_of(whole)))


def _tell_sum(found: Sum) -> Finding:
    whole, parts = found.whole, found.parts
    told, over, allowed = (
        tell_amount(value, whole.unit, whole.text) for value in (found.total, found.gap, found.allowed)
    )
    return Finding(
        "L002",
        Severity.QUESTION,
        f"{whole.period}年“{found.name}”所辖{len(parts)}个地区之和为{told}，"
        f"超过本级的{whole.text}，多出{over}，请核对是否重复计算、口径是否一致。",
        (whole.span,),
        f"{' + '.join(part.text for part in parts)} = {told}",
        (*(part.text for part in parts), whole.text),
        f"按各数末位四舍五入，允许多出{allowed}",
    )


CHECKS = (check_lower, check_counties)
