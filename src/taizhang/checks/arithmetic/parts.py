"""Check that no part is larger than its whole.

What enters is a finished ``Report``; what leaves are findings A003. Of ``新建车站12座，其中地下站20座`` the whole is
12座, the part 20座. Without 其中 it is the register that knows a part (``rules/sums.toml``): exports of foreign trade.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from taizhang.checks.arithmetic.figures import (
    ends_of,
    factor_between,
    half_of,
    is_alike,
    is_counter,
    is_told,
    near_of,
)
from taizhang.checks.arithmetic.lists import Pair, find_lists, high_of, is_broken
from taizhang.engine.model import Bound, Finding, Report, Severity, Span, Status
from taizhang.rules import load

TITLES = {"A003": "部分大于总数"}

_NEAR = 300
_TOLERANCE = "同样取位的数，部分四舍五入后不会大于总数；取位不同的，按较粗一方末位的一半计"


def check_parts(report: Report) -> Iterator[Finding]:
    """A003 部分大于总数: what 其中 introduces, or a part that the register knows, is larger than its whole.

    An error where both are plain counts, the whole stands directly before 其中 and the part directly behind it; else
    a question.
    """
    seen: set[Span] = set()
    for pairs in find_lists(report):
        for pair in filter(_is_larger, pairs):
            seen.add(pair.part.span)
            yield _report_listed(report, pair)
    for pair in _find_registered(report):
        if _is_larger(pair) and pair.part.span not in seen:
            yield _report_registered(pair)


def _is_larger(pair: Pair) -> bool:
    factor = factor_between(pair.part.unit, pair.wholes[0].unit)
    if factor is None or pair.part.bound in {Bound.AT_MOST, Bound.LESS_THAN}:
        return False
    least, half = ends_of(pair.part)[0] * factor, half_of(pair.part) * factor
    halves = {half_of(whole) for whole in pair.wholes}
    # Rounded to the same digit, a part never comes out above its whole; and what is planned is not rounded at all.
    is_planned = all(q.status is Status.TARGET for q in (pair.part, *pair.wholes))
    return least > pair.most + (0 if halves == {half} or is_planned else max(half, *halves))


def _report_listed(report: Report, pair: Pair) -> Finding:
    text, part = report.source.text, pair.part
    first, last = pair.wholes[0], pair.wholes[-1]
    whole = text[first.span.start : last.span.end]
    is_exact = last.bound is Bound.EXACT and part.bound is Bound.EXACT
    is_certain = pair.is_plain and is_exact and is_counter(part.unit) and pair.at - last.span.end <= 2
    told = "".join(text[pair.at : part.span.end].split())
    return Finding(
        "A003",
        Severity.ERROR if is_certain else Severity.QUESTION,
        f"“{told}”：{part.text}大于前面的总数“{whole}”，部分不能大于总数，请核对两处数字。",
        (part.span, Span(first.span.start, last.span.end)),
        f"{part.text} > {' + '.join(q.text for q in pair.wholes)}",
        (part.text, *(q.text for q in pair.wholes)),
        _TOLERANCE,
    )


# --- by the register --------------------------------------------------------------------------------


@cache
def _whole_of() -> dict[str, frozenset[str]]:
    """The key of each part that the register knows, with the keys of its wholes."""
    found: dict[str, frozenset[str]] = {}
    for row in load("sums"):
        for part in row.get("parts", ()):
            found[part] = found.get(part, frozenset()) | {row["whole"]}
    return found


@cache
def _keys() -> frozenset[str]:
    return frozenset(_whole_of()).union(*_whole_of().values())


def _find_registered(report: Report) -> Iterator[Pair]:
    """Each part that the register knows, with the largest figure of its whole nearby, of the same period."""
    known = [q for q in report.quantities if q.indicator_key in _keys() and is_told(q)]
    for part in known:
        wholes = _whole_of().get(part.indicator_key or "", frozenset())
        near = [q for q in near_of(known, part.span.start, _NEAR) if q.indicator_key in wholes]
        if alike := [q for q in near if is_alike(q, part) and not is_broken(report.source.text, q)]:
            yield Pair((max(alike, key=high_of),), part, is_plain=False, at=part.span.start)


def _report_registered(pair: Pair) -> Finding:
    part, whole = pair.part, pair.wholes[0]
    return Finding(
        "A003",
        Severity.QUESTION,
        f"“{part.indicator}”{part.text}大于“{whole.indicator}”{whole.text}，前者是后者的一部分，请核对两处数字和口径。",
        (part.span, whole.span),
        f"{part.text} > {whole.text}",
        (part.text, whole.text),
        _TOLERANCE,
    )


CHECKS = (check_parts,)
