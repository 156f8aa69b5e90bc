"""A report beside that of an earlier year: two reports enter, findings on the later one leave.

Where 固定资产投资完成702.1亿元、增长3.8% follows a report that told 682.6亿元 for the year before, ``Y001 需说明`` says
that it implies 676.4亿元. ``checks.pairs`` holds targets against results, ``checks.promises`` looks for traces.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from taizhang.checks.bases import Told, compare_base, find_grown
from taizhang.checks.matching import choose_like, keep_comparable
from taizhang.checks.pairs import Outcome, Pair, as_figure, headline_targets, pair_reports, tell_figure, tell_gap
from taizhang.checks.printed import half_step, interval_of, value_of
from taizhang.checks.promises import find_lost
from taizhang.checks.words import abridge, opening_of
from taizhang.engine.explain import place_of
from taizhang.engine.model import Bound, Finding, Measure, Quantity, Report, Severity, Status
from taizhang.rules.indicators import Better, indicator
from taizhang.rules.units import convert

TITLES = {
    "Y001": "推算的基数与上年报告不一致",
    "Y002": "上年目标未完成",
    "Y003": "上年目标未交代结果",
    "Y004": "上年承诺未再提及",
    "Y005": "目标低于上年结果",
    "Y006": "五年目标与五年回顾",
}
_RATES = frozenset({Measure.GROWTH, Measure.DECLINE})


def check_years(report: Report, last: Report) -> tuple[Finding, ...]:
    """All findings of this family on ``report``, by place; ``last`` is the earlier report of the same area.

    What is missing from ``report`` has its opening as span; the message gives the address in ``last``. Empty where
    ``last`` is not earlier or a year is unknown; bases and lost promises need the year directly before.
    """
    report, last = keep_comparable(report), keep_comparable(last)
    year, before = report.source.year, last.source.year
    if year is None or before is None or before >= year:
        return ()
    pairs = pair_reports(last, report)
    found = [*check_missed(pairs, last), *check_untold(pairs, report, last), *check_spans(pairs, report, last)]
    found += check_lower_targets(report)
    if before == year - 1:
        found += [*check_bases(report, last), *check_promises(report, last)]
    return tuple(sorted(found, key=lambda finding: (finding.spans[0], finding.code)))


# --- bases ---------------------------------------------------------------------------------------------


def check_bases(report: Report, last: Report) -> Iterator[Finding]:
    """Y001 推算的基数与上年报告不一致: a level and its growth imply a base that is not the level told the year before.

    A question; a notice where the two are a quarter apart or more, for then the scope most likely differs. Nothing
    where one is more than two and a half times the other, where the report tells the scope itself, or
    where the growth is at constant prices or on a comparable base, by word or by indicator. The level and the growth
    stand for all that they round from, so that the base has a lowest and a highest value.
    """
    for grown in find_grown(report):
        level = grown.level
        year = str(int(level.period or 0) - 1)
        told = [q for q in last.quantities if q.indicator_key == level.indicator_key and q.period == year]
        bases = [q for q in told if _is_level(q, level)]
        found = [compare_base("Y001", grown, _tell_base(q, level.unit, last)) for q in bases]
        if found and found[0] is not None and all(found):
            yield found[0]


def _is_level(quantity: Quantity, like: Quantity) -> bool:
    is_exact = quantity.status is Status.ACTUAL and quantity.bound is Bound.EXACT
    is_same = quantity.unit == like.unit or convert(value_of(quantity), quantity.unit, like.unit) is not None
    return is_exact and quantity.measure is like.measure and is_same


def _tell_base(quantity: Quantity, unit: str, last: Report) -> Told:
    value, half = value_of(quantity), half_step(quantity.text, value_of(quantity))
    if quantity.unit != unit:
        value = convert(value, quantity.unit, unit) or value
        half = convert(half, quantity.unit, unit) or half
    return Told(value, half, quantity.text, f"{last.source.year}年报告（{_address(last, quantity)}）")


# --- targets and results -------------------------------------------------------------------------------


def check_missed(pairs: Sequence[Pair], last: Report) -> Iterator[Finding]:
    """Y002 上年目标未完成: the result of a headline target of the year before falls short of it; always a question.

    Words as 左右 leave room, other figures what their last digit rounds away.
    """
    return _tell_missed("Y002", [pair for pair in pairs if _is_of_year(pair, last)], last)


def check_untold(pairs: Sequence[Pair], report: Report, last: Report) -> Iterator[Finding]:
    """Y003 上年目标未交代结果: no result of a headline target of the year before was found; always a notice."""
    return _tell_untold("Y003", [pair for pair in pairs if _is_of_year(pair, last)], report, last)


def check_spans(pairs: Sequence[Pair], report: Report, last: Report) -> Iterator[Finding]:
    """Y006 五年目标与五年回顾: a target of several years is due, and its result falls short of it or is not told.

    A question where it falls short, a notice where no result was found.
    """
    of_spans = [pair for pair in pairs if not _is_of_year(pair, last)]
    yield from _tell_missed("Y006", of_spans, last)
    yield from _tell_untold("Y006", of_spans, report, last)


def _is_of_year(pair: Pair, last: Report) -> bool:
    return pair.period == str(last.source.year)


def _tell_missed(code: str, pairs: Sequence[Pair], last: Report) -> Iterator[Finding]:
    for pair in pairs:
        if pair.outcome is not Outcome.MISSED or pair.result is None or pair.gap is None:
            continue
        target, amount = pair.target, tell_gap(pair.gap, pair.target)
        change = [tell_figure(target), tell_figure(pair.result)]
        yield Finding(
            code,
            Severity.QUESTION,
            f"“{pair.name}”{last.source.year}年报告提出{_years(pair.period)}{change[0]}（{_address(last, target)}），"
            f"本报告为{change[1]}，相差{amount}，请核对，并考虑是否需要说明原因。",
            (pair.result.span,),
            f"{change[1]} - {change[0]} = {'-' if pair.gap < 0 else ''}{amount}",
            (target.text, pair.result.text),
            "左右、近等词留有余地，其余按末位四舍五入",
        )


def _tell_untold(code: str, pairs: Sequence[Pair], report: Report, last: Report) -> Iterator[Finding]:
    told = {(p.key or p.name, p.period) for p in pairs if p.outcome is not Outcome.UNTOLD}
    for pair in pairs:
        if pair.outcome is Outcome.UNTOLD and pair.key and (pair.key, pair.period) not in told:
            yield Finding(
                code,
                Severity.NOTICE,
                f"“{pair.name}”{last.source.year}年报告提出{_years(pair.period)}{tell_figure(pair.target)}"
                f"（{_address(last, pair.target)}），本报告没有找到结果。",
                opening_of(report),
                inputs=(pair.target.text,),
            )


def check_lower_targets(report: Report) -> Iterator[Finding]:
    """Y005 目标低于上年结果: a headline target lies below the result of the year before, told in the same report.

    Always a notice; the most that the target names must be below the least that the result rounds from.
    """
    report = keep_comparable(report)
    year = report.source.year or 0
    results: dict[str, list[Quantity]] = {}
    for quantity in report.quantities:
        if quantity.status is Status.ACTUAL and quantity.period == str(year - 1) and quantity.indicator_key:
            results.setdefault(quantity.indicator_key, []).append(quantity)
    seen: set[tuple[str, Measure]] = set()
    for target in headline_targets(report):
        key = target.indicator_key or ""
        known = indicator(key)
        is_floor = known is not None and known.better is Better.UP and target.measure is not Measure.DECLINE
        if target.period != str(year) or not is_floor or (key, target.measure) in seen:
            continue
        seen.add((key, target.measure))
        found = {at: as_figure(r, key, at) for at, r in enumerate(results.get(key, ()))}
        chosen = choose_like(as_figure(target, key, -1), found.values())
        if chosen is not None and _is_lower(target, results[key][chosen.place[1]]):
            yield _tell_lower(target, results[key][chosen.place[1]], key)


def _is_lower(target: Quantity, result: Quantity) -> bool:
    """Whether the highest that the target names is below all that the result may stand for."""
    high = target.value[1] if isinstance(target.value, tuple) else target.value
    low = interval_of(result).low * (-1 if result.measure is Measure.DECLINE else 1)
    told = low if result.unit == target.unit else convert(low, result.unit, target.unit)
    return told is not None and high + half_step(target.text, high) < told


def _tell_lower(target: Quantity, result: Quantity, key: str) -> Finding:
    known = indicator(key)
    name = known.name if known else target.indicator
    return Finding(
        "Y005",
        Severity.NOTICE,
        f"“{name}”{target.period}年目标{tell_figure(target)}，低于本报告所说{result.period}年的{tell_figure(result)}。",
        (target.span, result.span),
        f"{target.text} < {result.text}",
        (target.text, result.text),
        "按两数末位四舍五入",
    )


# --- promises ------------------------------------------------------------------------------------------


def check_promises(report: Report, last: Report) -> Iterator[Finding]:
    """Y004 上年承诺未再提及: of a task with names or counts of its own the report of the next year shows none.

    Always a notice, with how sure it is and why; below 70 % nothing is said.
    """
    for lost in find_lost(last, report):
        yield Finding(
            "Y004",
            Severity.NOTICE,
            f"{last.source.year}年报告的承诺“{abridge(lost.item.title, 30)}”"
            f"（{place_of(last, *lost.item.span).address}），"
            f"本报告未见再提：{'；'.join(lost.reasons)}（把握{lost.confidence:.0%}）。",
            opening_of(report),
            inputs=lost.names,
        )


def _address(report: Report, quantity: Quantity) -> str:
    return place_of(report, quantity.span.start, quantity.span.end).address


def _years(period: str) -> str:
    return f"{period.replace('/', '至')}年" if period else ""


CHECKS = (check_bases, check_missed, check_untold, check_promises, check_lower_targets, check_spans)
