"""Headline targets of one report beside the results told in a later one: two reports enter, rows leave.

Beside 地区生产总值增长6% among the headline targets of 2031 stands 增长6.3% from the review in the report of 2032: met.
Indicators are matched by their key; where the register has none, by their phrase, folded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from taizhang.checks.matching import Figure, choose_like, gap_between, keep_comparable
from taizhang.checks.printed import half_step, tell_amount
from taizhang.engine.model import Bound, Item, Kind, Measure, Quantity, Report, Role, Status
from taizhang.rules.indicators import Better, find_specific, fold, indicator

_CHAIN = 90
"""Characters between two targets of one list."""
_JOINED = re.compile(r"[、和与]|以及")
_BESIDE = re.compile(r"(?:超出|超过|高于|高出|低于|好于|快于|多于)[^，。；\d]{1,8}$|超额$|超出$")
"""Words before a difference to a plan or an average (超出年初计划10万人), which is no result."""
_LEAD = 12
_MEAN = re.compile(r"(?:年均|年平均|每年)[^，。；\d]*$")
_RATES = frozenset({Measure.GROWTH, Measure.DECLINE})
_ABOUT = {True: Decimal("0.5"), False: Decimal("0.05")}
"""What 左右 leaves open: half a point of a rate, a twentieth of an amount."""
_CEILINGS = frozenset({Bound.AT_MOST, Bound.LESS_THAN})
_CAPPED = frozenset({"cpi", "retail_price_index", "population_natural_growth", "deficit", "deficit_ratio"})
"""A figure planned for these is a ceiling, whatever the words."""

_MARKS = {
    Bound.AT_LEAST: "以上",
    Bound.MORE_THAN: "以上",
    Bound.AT_MOST: "以内",
    Bound.LESS_THAN: "以内",
    Bound.ABOUT: "左右",
}
_POINTS = frozenset({"%", "百分点"})


_BOTH, _TOWN, _COUNTRY = "urban_rural_income", "urban_income", "rural_income"
_BETWEEN = 4
"""Characters between the two figures of 分别增长7%和8.1%."""
_KIN = {
    _BOTH: (_TOWN, _COUNTRY),
    _TOWN: (_BOTH,),
    _COUNTRY: (_BOTH, "rural_net_income"),
    "industrial_value_added": ("industrial_value_added_above_scale",),
    "industrial_value_added_above_scale": ("industrial_value_added",),
    "fixed_asset_investment": ("fixed_asset_investment_all",),
}


class Outcome(StrEnum):
    """What became of a target: 完成, 未完成, 另有口径 (told by another measure), 未提."""

    MET = "met"
    MISSED = "missed"
    OTHERWISE = "otherwise"
    UNTOLD = "untold"


@dataclass(frozen=True, slots=True)
class Pair:
    """A target of the earlier report and what the later one tells of it.

    ``period`` is the target's: a year, or years (``2026/2030``). ``gap`` is the result less the target in the target's
    unit, None unless both are of one measure. ``key`` is empty where the register has none.
    """

    key: str
    name: str
    period: str
    target: Quantity
    result: Quantity | None
    outcome: Outcome
    gap: Decimal | None


def pair_reports(last: Report, report: Report) -> tuple[Pair, ...]:
    """The headline targets of ``last`` that were due by the year that ``report`` looks back on, in their order.

    Empty where the year of either is unknown.
    """
    last, report = keep_comparable(last), keep_comparable(report)
    if last.source.year is None or report.source.year is None:
        return ()
    last, report = _part_incomes(last), _part_incomes(report)
    due = (report.source.year or 0) - 1
    results = _gather(_results(report, due))
    return tuple(_pair(key, name, target, results) for key, name, target in _find_due(last, due))


def _part_incomes(report: Report) -> Report:
    """Of 城乡居民人均可支配收入分别增长7%和8.1% the first figure is of towns, the second of the country."""
    parted = list(report.quantities)
    for at, (one, two) in enumerate(pairwise(parted)):
        if one.indicator_key == two.indicator_key == _BOTH and two.span.start - one.span.end <= _BETWEEN:
            parted[at], parted[at + 1] = replace(one, indicator_key=_TOWN), replace(two, indicator_key=_COUNTRY)
    return replace(report, quantities=tuple(parted))


def _find_due(last: Report, due: int) -> Iterator[tuple[str, str, Quantity]]:
    """Headline targets of the year and all of years ending with it, each indicator, sort of measure and period once."""
    seen: set[tuple[str, bool, str]] = set()
    text = last.source.text
    targets = [q for q in last.quantities if q.status is Status.TARGET and q.indicator_key and not _is_mean(text, q)]
    of_years = [q for q in targets if q.period != str(last.source.year)]
    for target in (*headline_targets(last), *of_years):
        if not target.period or _last_year(target.period) != due or target.unit in ("番", "位", "名"):
            continue
        for key, name in _name_all(target):
            mark = key, target.measure in _RATES, target.period
            if mark not in seen:
                seen.add(mark)
                yield key, name, target


def _last_year(period: str) -> int | None:
    end = period.rpartition("/")[2]
    return int(end) if end.isdigit() else None


def headline_targets(report: Report) -> tuple[Quantity, ...]:
    """The targets among 主要预期目标: those of that section, else the list around the target of GDP for the year."""
    heads = {section.id for section in report.sections if section.role is Role.TARGETS}
    items = {item.id: item for item in report.items}
    text = report.source.text
    targets = [q for q in report.quantities if q.status is Status.TARGET and not _is_mean(text, q)]
    found = [q for q in targets if _section(items, q) in heads]
    if any(q.indicator_key for q in found):
        return tuple(found)
    year = str(report.source.year)
    heads_of_lists = [at for at, q in enumerate(targets) if q.indicator_key == "gdp" and q.period == year]
    return max((_chain(targets, at) for at in heads_of_lists), key=_count_known, default=())


def _is_mean(text: str, quantity: Quantity) -> bool:
    """Whether it is a yearly mean over several years (年均增长13%), which no year's result meets or misses."""
    return bool(_MEAN.search(text[max(0, quantity.span.start - _LEAD) : quantity.span.start]))


def _section(items: dict[str, Item], quantity: Quantity) -> str | None:
    item = items.get(quantity.item or "")
    return item.section if item else None


def _chain(targets: Sequence[Quantity], at: int) -> tuple[Quantity, ...]:
    """The run of targets around one, each near the one before it."""
    first, last = at, at
    while first and targets[first].span.start - targets[first - 1].span.end < _CHAIN:
        first -= 1
    while last + 1 < len(targets) and targets[last + 1].span.start - targets[last].span.end < _CHAIN:
        last += 1
    return tuple(targets[first : last + 1])


def _count_known(found: Sequence[Quantity]) -> int:
    return len({q.indicator_key for q in found if q.indicator_key})


def _name_all(quantity: Quantity) -> Iterator[tuple[str, str]]:
    """The key and name of what is measured; of a joined list (财政总收入和一般预算收入均增长15%) of each."""
    known = indicator(quantity.indicator_key or "")
    if known is None and quantity.unit == "%":
        known = find_specific(quantity.indicator, "%")
    if known is not None:
        yield known.key, known.name
        return
    parts = [part for part in _JOINED.split(quantity.indicator) if part]
    found = [find_specific(part, quantity.unit, quantity.measure) for part in parts]
    if len(parts) > 1 and all(found):
        yield from ((one.key, one.name) for one in found if one)
    elif quantity.indicator:
        yield fold(quantity.indicator), quantity.indicator


def _results(report: Report, year: int) -> Iterator[Quantity]:
    """Figures told as reached in the year, its own before those of years ending with it."""
    text = report.source.text
    told = [
        q
        for q in report.quantities
        if q.status is Status.ACTUAL and q.period and q.measure is not Measure.RANK
        and not _BESIDE.search(text[max(0, q.span.start - _LEAD) : q.span.start])
        and not (q.period.isdigit() and _is_mean(text, q))
    ]  # fmt: skip
    kinds = {item.id: item.kind for item in report.items}
    exact = [q for q in told if q.period == str(year)]
    yield from sorted(exact, key=lambda q: kinds.get(q.item or "") is not Kind.RESULT)
    yield from (q for q in told if q.period != str(year) and _last_year(q.period or "") == year)


def _gather(results: Iterable[Quantity]) -> dict[str, list[Quantity]]:
    found: dict[str, list[Quantity]] = {}
    for result in results:
        for key, _ in _name_all(result):
            found.setdefault(key, []).append(result)
    return found


def _pair(key: str, name: str, target: Quantity, told: Mapping[str, Sequence[Quantity]]) -> Pair:
    year = target.period or ""
    units = {"%", "‰"} - {target.unit} if target.unit in ("%", "‰") else set()  # 8.49％ for 8.49‰ is a misprint
    results = [r for r in told.get(key, ()) if r.unit not in units]
    alike = [r for r in results if r.period == year] + [r for r in results if r.period != year and not _is_rate(r)]
    figures = {at: as_figure(r, key, at) for at, r in enumerate(alike)}
    chosen = choose_like(as_figure(target, key, -1), figures.values())
    known = key if indicator(key) else ""
    if chosen is None:
        near = [r for other in _kin_of(key) for r in told.get(other, ())]
        told_so = [r for r in (*results, *near) if not (_is_rate(target) and r.unit in _POINTS and not _is_rate(r))]
        told_so.sort(key=lambda r: _is_rate(r) is not _is_rate(target))
        other = next((r for r in told_so if r.period == year or not _is_rate(r)), None)
        return Pair(known, name, year, target, other, Outcome.OTHERWISE if other else Outcome.UNTOLD, None)
    result = alike[chosen.place[1]]
    gap = gap_between(as_figure(target, key, -1), chosen)
    is_met = _is_met(key, target, result, gap)
    return Pair(known, name, year, target, result, Outcome.MET if is_met else Outcome.MISSED, gap)


def _kin_of(key: str) -> tuple[str, ...]:
    """Keys of other scope or an older name, whose figure may be shown beside a target but never decides."""
    known = indicator(key)
    near = known.near if known else None
    return (*((near,) if near else ()), *_KIN.get(key, ()))


def _is_rate(quantity: Quantity) -> bool:
    return quantity.measure in _RATES


def as_figure(quantity: Quantity, key: str, at: int) -> Figure:
    """The quantity as matching needs it; ``at`` orders those that are alike."""
    low, high = quantity.value if isinstance(quantity.value, tuple) else (quantity.value, quantity.value)
    measure, unit = quantity.measure, quantity.unit
    return Figure("", 0, key, quantity.status, measure, unit, quantity.period, low, high, False, (0, at))


def _is_met(key: str, target: Quantity, result: Quantity, gap: Decimal) -> bool:
    """Whether the gap lies on the right side, or within what rounding and 左右 leave open."""
    value = target.value[0] if isinstance(target.value, tuple) else target.value
    result_value = result.value[0] if isinstance(result.value, tuple) else result.value
    open_ = half_step(result.text, result_value) if result.unit == target.unit else Decimal(0)
    if target.bound is Bound.ABOUT or result.bound in (Bound.NEARLY, Bound.ABOUT):
        open_ += _ABOUT[True] if _is_rate(target) else abs(value) * _ABOUT[False]
    if result.bound in (Bound.MORE_THAN, Bound.AT_LEAST) and gap < 0 and not _is_ceiling(key, target):
        return abs(gap) <= open_ + abs(value) / 100
    return gap <= open_ if _is_ceiling(key, target) else gap >= -open_


def _is_ceiling(key: str, target: Quantity) -> bool:
    known = indicator(key)
    is_down = known is not None and known.better is Better.DOWN and target.measure is not Measure.REDUCED
    is_fall = target.measure is Measure.DECLINE and not (known is not None and known.better is Better.UP)
    return is_fall or target.bound in _CEILINGS or is_down or key in _CAPPED


def tell_gap(gap: Decimal, target: Quantity) -> str:
    """The size of a gap in the unit of the target: 0.2个百分点, 19.60亿元."""
    if target.unit in _POINTS:
        return f"{abs(gap).normalize():f}个百分点"
    scale = target.text.lstrip("0123456789.,， ")
    return tell_amount(abs(gap), target.unit, target.text if scale == target.text else f"0.00{scale}")


def tell_figure(quantity: Quantity) -> str:
    """A figure with its measure and bound: 增长5%以上."""
    words = {Measure.GROWTH: "增长", Measure.DECLINE: "下降", Measure.ADDED: "新增"}
    return f"{words.get(quantity.measure, '')}{quantity.text}{_MARKS.get(quantity.bound, '')}"
