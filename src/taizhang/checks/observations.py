"""The report against registered figures: what enters is a report and observations, what leaves are findings.

固定资产投资完成702.1亿元、增长3.8% against 682.6亿元 registered for the year before is ``O002 需说明``: it implies
676.4亿元. A report of statistics read by the engine gives observations too (``observe_report``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from taizhang.checks.bases import Told, compare_base, find_grown
from taizhang.checks.matching import keep_comparable
from taizhang.checks.printed import Interval, half_step, interval_of, tell_amount, value_of
from taizhang.checks.words import abridge
from taizhang.engine.model import Bound, Finding, Measure, Quantity, Report, Severity, Status
from taizhang.engine.model.observed import Observation
from taizhang.rules.indicators import Better, Method, indicator
from taizhang.rules.units import convert

TITLES = {
    "O001": "与登记的数不一致",
    "O002": "推算的基数与登记的数不一致",
    "O003": "目标低于登记的上年数",
    "O004": "登记的三次产业之和与总量不符",
}

_RATES = frozenset({Measure.GROWTH, Measure.DECLINE})
_LEAST_SHARE = Decimal("0.25")
_SECTORS = ("primary_value_added", "secondary_value_added", "tertiary_value_added")
_RELATIVE = frozenset({"%", "‰", "百分点", "千分点"})


def check_observations(report: Report, observations: Sequence[Observation]) -> tuple[Finding, ...]:
    """All findings of this family, by place, each on one figure of the report."""
    report = keep_comparable(report)
    mine = [o for o in observations if _is_of(report, o)]
    found = [*check_figures(report, mine), *check_bases(report, mine)]
    found += [*check_targets(report, mine), *check_sectors(mine)]
    return tuple(sorted(found, key=lambda finding: (finding.spans[:1], finding.code)))


def observe_report(report: Report) -> tuple[Observation, ...]:
    """The exact figures of known indicators that a report or a statistical bulletin tells of a year or part of one."""
    report = keep_comparable(report)
    name = report.source.title or "统计资料"
    return tuple(
        Observation(
            q.indicator_key, q.indicator, report.source.area, report.source.place or "", q.period, value_of(q),
            half_step(q.text, value_of(q)), q.unit, q.measure, q.text, name,
        )
        for q in report.quantities
        if q.indicator_key and q.period and "/" not in q.period
        and q.status is Status.ACTUAL and q.bound is Bound.EXACT and q.measure is not Measure.RANK
    )  # fmt: skip


def _is_of(report: Report, seen: Observation) -> bool:
    source = report.source
    if seen.area and source.area:
        return seen.area == source.area
    return not seen.place or not source.place or seen.place == source.place


def _is_comparable(quantity: Quantity, seen: Observation) -> bool:
    is_rate = quantity.measure in _RATES
    if quantity.indicator_key != seen.key or quantity.measure is Measure.RANK or is_rate != (seen.measure in _RATES):
        return False
    if quantity.measure is not seen.measure and not is_rate and not _is_flow(seen.key):
        return False
    return quantity.unit == seen.unit or convert(seen.value, seen.unit, quantity.unit) is not None


def _is_flow(key: str) -> bool:
    known = indicator(key)
    return known is not None and known.method is Method.CUMULATIVE


def _told(seen: Observation, unit: str, is_decline: bool = False) -> tuple[Decimal, Decimal]:
    """Value and half step in ``unit``, turned where growth is told as a decline."""
    sign = -1 if is_decline != (seen.measure is Measure.DECLINE) else 1
    if seen.unit == unit:
        return sign * seen.value, seen.half
    value, half = convert(seen.value, seen.unit, unit), convert(seen.half, seen.unit, unit)
    return sign * (value or seen.value), half or Decimal(0)


def check_figures(report: Report, seen: Sequence[Observation]) -> Iterator[Finding]:
    """O001 与登记的数不一致: a figure told as done differs from the one registered for its period; always a question.

    Units are converted. The tolerance is half the last printed digit of both.
    """
    for quantity in report.quantities:
        if quantity.status is not Status.ACTUAL:
            continue
        alike = [o for o in seen if o.period == quantity.period and _is_comparable(quantity, o)]
        if alike and not any(_agrees(quantity, o) for o in alike):
            yield _tell_difference(quantity, alike[0])


def _agrees(quantity: Quantity, seen: Observation) -> bool:
    value, half = _told(seen, quantity.unit, quantity.measure is Measure.DECLINE)
    return interval_of(quantity).meets(Interval(value - half, value + half))


def _tell_difference(quantity: Quantity, seen: Observation) -> Finding:
    value, half = _told(seen, quantity.unit, quantity.measure is Measure.DECLINE)
    gap = value_of(quantity) - value
    told = f"{abs(gap):f}".rstrip("0").rstrip(".") if quantity.unit in _RELATIVE else ""
    unit = "个百分点" if quantity.unit == "%" else quantity.unit
    amount = f"{told}{unit}" if told else tell_amount(abs(gap), quantity.unit, quantity.text)
    step = half + half_step(quantity.text, value_of(quantity))
    return Finding(
        "O001",
        Severity.QUESTION,
        f"{_year(quantity.period)}“{abridge(quantity.indicator, 20)}”报告为{quantity.text}，{_by(seen)}为{seen.text}，"
        f"相差{amount}，请核对数据来源和口径。",
        (quantity.span,),
        f"{quantity.text} - {seen.text} = {'-' if gap < 0 else ''}{amount}",
        (quantity.text, seen.text),
        f"按两数末位四舍五入，允许相差{f'{step.normalize():f}'}{unit}",
    )


def check_bases(report: Report, seen: Sequence[Observation]) -> Iterator[Finding]:
    """O002 推算的基数与登记的数不一致: a level and its growth imply a base that is not the figure registered for it.

    A question; a notice where the two are a quarter apart or more. The tolerance is that of Y001, and what it leaves
    out is left out here.
    """
    for grown in find_grown(report):
        level = grown.level
        year = str(int(level.period or 0) - 1)
        bases = [o for o in seen if o.period == year and _is_comparable(level, o)]
        found = [compare_base("O002", grown, Told(*_told(o, level.unit), o.text, _by(o))) for o in bases]
        if found and found[0] is not None and all(found):
            yield found[0]


def check_targets(report: Report, seen: Sequence[Observation]) -> Iterator[Finding]:
    """O003 目标低于登记的上年数: an amount to be reached in the report's year lies below the latest one registered.

    Always a notice; figures of the two years before are looked at. Nothing where the target is less than a quarter of
    the figure, for then one is a year's and the other all there is.
    """
    for target in report.quantities:
        year, known = report.source.year, indicator(target.indicator_key or "")
        if year is None or target.status is not Status.TARGET or target.period != str(year) or known is None:
            continue
        if known.better is not Better.UP or target.measure in _RATES or isinstance(target.value, tuple):
            continue
        before = [
            o for o in seen if o.period.isdigit() and year - 2 <= int(o.period) < year and _is_comparable(target, o)
        ]
        if before:
            last = max(before, key=lambda o: o.period)
            value, half = _told(last, target.unit)
            high = interval_of(target).low + 2 * half_step(target.text, target.value)
            if value * _LEAST_SHARE < high < value - half:
                yield _tell_lower(target, last, value)


def _tell_lower(target: Quantity, last: Observation, value: Decimal) -> Finding:
    gap = tell_amount(value - value_of(target), target.unit, f"0.00{_scale_of(target.text)}")
    return Finding(
        "O003",
        Severity.NOTICE,
        f"{_year(target.period)}“{abridge(target.indicator, 20)}”目标{target.text}，"
        f"低于{_by(last)}的{last.period}年{last.text}，低{gap}。",
        (target.span,),
        f"{target.text} < {last.text}",
        (target.text, last.text),
        "按两数末位四舍五入",
    )


def check_sectors(seen: Sequence[Observation]) -> Iterator[Finding]:
    """O004 登记的三次产业之和与总量不符: the three sectors registered for a period do not make the total registered.

    Always a question. The tolerance is half the last printed digit of each figure, added up.
    """
    levels = {(o.key, o.period): o for o in reversed(seen) if o.measure is Measure.LEVEL and o.unit == "元"}
    for period in sorted({period for key, period in levels if key == "gdp"}):
        parts = [levels[key, period] for key in _SECTORS if (key, period) in levels]
        whole, total = levels["gdp", period], sum((o.value for o in parts), Decimal(0))
        allowed = whole.half + sum((o.half for o in parts), Decimal(0))
        if len(parts) < len(_SECTORS) or abs(total - whole.value) <= allowed:
            continue
        told = tell_amount(total, "元", whole.text)
        yield Finding(
            "O004",
            Severity.QUESTION,
            f"{_year(period)}登记的三次产业增加值之和为{told}，地区生产总值为{whole.text}，请核对。",
            (),
            f"{' + '.join(o.text for o in parts)} = {told}",
            tuple(o.text for o in (*parts, whole)),
            f"按各数末位四舍五入，允许相差{tell_amount(allowed, '元', f'0.00{_scale_of(whole.text)}')}",
        )


def _scale_of(text: str) -> str:
    return text.lstrip("0123456789.,，")


def _year(period: str | None) -> str:
    return f"{period}年" if period and period.isdigit() else (period or "")


def _by(seen: Observation) -> str:
    return f"“{abridge(seen.source, 24)}”" if seen.source else "登记的数"


CHECKS = (check_figures, check_bases, check_targets, check_sectors)
