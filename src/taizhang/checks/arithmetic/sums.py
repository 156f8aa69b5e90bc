"""Check that parts make their whole.

What enters is a finished ``Report``; what leaves are findings A001. Of ``累计开通航线85条（国内60条、国际30条）`` the
parts make 90条. Only parts are added that are known to be all there is: the rows of ``rules/sums.toml``, a list in
brackets behind its total, and amounts told with 合计.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from taizhang.checks.arithmetic.figures import (
    ends_of,
    factor_between,
    half_of,
    is_alike,
    is_amount,
    is_exact,
    is_told,
    near_of,
    quantities_between,
)
from taizhang.checks.arithmetic.lists import find_lists
from taizhang.checks.printed import tell_amount
from taizhang.engine.model import Finding, Quantity, Report, Severity, Span
from taizhang.rules import load

TITLES = {"A001": "分项与合计不符"}

_NEAR, _FAR = 240, 3000
"""How far apart parts may stand, and their total from them, in characters."""
_BRACKETS = re.compile(r"[（(]([^（）()\n]{3,100})[）)]")
_OPENERS = (re.compile("（"), re.compile(r"\("))
_NO_LIST = re.compile(r"[比含占]|其中|包括|剔除|扣除|增|累计|总[数计额量]|按|上年|去年|[。；]")
_IN_ALL = re.compile("计(?:为|达到?)?")  # behind 合, 共 or 总
_BEFORE_ALL = re.compile(r"[，,、]?(?:[两三四五]项)?")
_SPREAD = re.compile(r"(?:三次|三大|一二三|一、二、三|第一、第二、第三|第一、二、三)次?产业增加值[^。；\d]{0,10}$")
_FIGURE = re.compile(r"\d")


class Sum(NamedTuple):
    """Parts and what they should make; ``is_beside`` where one sentence tells all of them."""

    total: Quantity
    parts: tuple[Quantity, ...]
    is_beside: bool


def check_sums(report: Report) -> Iterator[Finding]:
    """A001 分项与合计不符: parts that are all there is do not make their total, rounding allowed for.

    An error where one sentence tells the parts and the total as plain counts, else a question.
    """
    seen: set[Span] = set()
    for found in (*_find_registered(report), *_find_bracketed(report), *_find_paired(report), *_find_in_all(report)):
        if found.total.span not in seen and (finding := _compare(found)):
            seen.add(found.total.span)
            yield finding


def _compare(found: Sum) -> Finding | None:
    """The finding where the parts do not make the total; None where rounding allows it."""
    unit = found.total.unit
    factors = [factor_between(part.unit, unit) for part in found.parts]
    if any(factor is None for factor in factors):
        return None
    whole = ends_of(found.total)[0]
    made = sum((ends_of(p)[0] * (f or 0) for p, f in zip(found.parts, factors, strict=True)), Decimal(0))
    room = half_of(found.total) + sum(half_of(p) * (f or 0) for p, f in zip(found.parts, factors, strict=True))
    if abs(made - whole) <= room:
        return None
    texts = tuple(part.text for part in found.parts)
    like = max((found.total.text, *texts), key=lambda text: len(text.partition(".")[2]))
    told, gap = tell_amount(made, unit, like), tell_amount(abs(made - whole), unit, like)
    message = (
        f"“{'、'.join(texts)}”相加为{told}，与“{_name(found)}{found.total.text}”相差{gap}，"
        f"{'超出四舍五入的余地，' if room else ''}请核对各分项与合计。"
    )
    return Finding(
        "A001",
        Severity.ERROR if found.is_beside and room == 0 else Severity.QUESTION,
        message,
        (found.total.span, Span(min(p.span.start for p in found.parts), max(p.span.end for p in found.parts))),
        f"{' + '.join(texts)} = {told} ≠ {found.total.text}",
        (*texts, found.total.text),
        f"按各数末位四舍五入，允许相差{tell_amount(room, unit, like)}" if room else "逐个计数，不应有出入",
    )


def _name(found: Sum) -> str:
    """What the total is of; nothing where it stands behind its parts and would be named after the last one."""
    is_first = found.total.span < found.parts[0].span
    return found.total.indicator if is_first and len(found.total.indicator) <= 12 else ""


# --- by the register --------------------------------------------------------------------------------


@cache
def _wholes() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Keys of the register: a whole and the parts that make it."""
    return tuple((row["whole"], tuple(row["parts"])) for row in load("sums") if row.get("is_whole"))


@cache
def _keys() -> frozenset[str]:
    return frozenset(key for whole, parts in _wholes() for key in (whole, *parts))


def _find_registered(report: Report) -> Iterator[Sum]:
    """Wholes with all of their parts told of one year, near each other."""
    keys = _keys()
    known: dict[str, list[Quantity]] = defaultdict(list)
    spread: list[int] = []
    for at, quantity in enumerate(report.quantities):
        if quantity.indicator_key in keys and is_told(quantity):
            known[quantity.indicator_key].append(quantity)
        elif quantity.indicator_key == "any_value_added_part" and _is_spread(report, quantity):
            spread.append(at)
    for at in spread:
        yield from _find_spread(report, at, known["gdp"])
    for whole, parts in _wholes():
        for first in known[parts[0]]:
            group = [first, *(_nearest(first, known[key]) for key in parts[1:])]
            found = [q for q in group if q is not None]
            if len(found) == len(parts):
                yield from _make_sum(known[whole], tuple(found))


def _is_spread(report: Report, quantity: Quantity) -> bool:
    """Whether 三次产业增加值 stands before the figure, which is then the first of three."""
    start = quantity.span.start
    return bool(_SPREAD.search(report.source.text[max(0, start - 30) : start]))


def _find_spread(report: Report, at: int, totals: list[Quantity]) -> Iterator[Sum]:
    """Of 三次产业增加值分别为 the three figures that follow one another."""
    three = report.quantities[at : at + 3]
    if len(three) == 3 and all(
        q.unit == "元" and q.indicator_key == three[0].indicator_key and is_told(q) for q in three
    ):
        yield from _make_sum(totals, three)


def _nearest(quantity: Quantity, others: list[Quantity]) -> Quantity | None:
    """Of the figures told of the same year and in the same way the one that stands nearest."""
    alike = [q for q in near_of(others, quantity.span.start, _NEAR) if is_alike(q, quantity)]
    return min(alike, key=lambda q: abs(q.span.start - quantity.span.start), default=None)


def _make_sum(totals: list[Quantity], parts: tuple[Quantity, ...]) -> Iterator[Sum]:
    """The parts with the total of their year; nothing where one of several totals fits."""
    alike = [q for q in near_of(totals, parts[0].span.start, _FAR) if is_alike(q, parts[0])]
    if not alike or any(_compare(Sum(q, parts, is_beside=False)) is None for q in alike):
        return
    start = min(part.span.start for part in parts)
    yield Sum(min(alike, key=lambda q: abs(q.span.start - start)), parts, is_beside=False)


# --- by the sentence ---------------------------------------------------------------------------------


def _find_bracketed(report: Report) -> Iterator[Sum]:
    """A total and its parts in brackets behind it: 85条（国内55条、国际30条）."""
    text = report.source.text
    for match in (m for opener in _OPENERS for at in opener.finditer(text) if (m := _BRACKETS.match(text, at.start()))):
        if _NO_LIST.search(match[1]) or len(_FIGURE.findall(match[1])) < 2:
            continue
        before = quantities_between(report, match.start() - 16, match.start())
        parts = quantities_between(report, match.start(), match.end())
        if len(parts) > 1 and before and before[-1].span.end == match.start():
            yield from _sum_of(report, before[-1], parts)


def _find_in_all(report: Report) -> Iterator[Sum]:
    """Amounts one behind the other, then 合计 with what they make."""
    text = report.source.text
    for match in _IN_ALL.finditer(text):
        if text[match.start() - 1] not in "合共总":
            continue
        after = quantities_between(report, match.end(), match.end() + 16)
        if not after or after[0].span.start - match.end() > 2:
            continue
        start = match.start() - 1
        least = max(0, start - _NEAR)
        opening = max(text.rfind(mark, least, start) for mark in "。；;\n") + 1
        before = quantities_between(report, max(opening, least), start)
        if before and _BEFORE_ALL.fullmatch(text, before[-1].span.end, start):
            alike = tuple(q for q in before if factor_between(q.unit, after[0].unit))
            if len(alike) > 1:
                yield from _sum_of(report, after[0], alike, is_beside=False)


def _find_paired(report: Report) -> Iterator[Sum]:
    """A total and its two parts, told by words of which there are only two: 约束性, 预期性."""
    for pairs in find_lists(report):
        if len(pairs) == 2 and pairs[0].wholes == pairs[1].wholes and len(pairs[0].wholes) == 1:
            parts = (pairs[0].part, pairs[1].part)
            if _has_labels(report, parts):
                yield from _sum_of(report, pairs[0].wholes[0], parts)


@cache
def _labels() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    rows = [row["labels"] for row in load("sums") if row.get("labels")]
    return tuple((re.compile(one), re.compile(other)) for one, other in rows)


def _has_labels(report: Report, parts: Sequence[Quantity]) -> bool:
    text = report.source.text
    one, other = parts[0].span, parts[1].span
    first, second = text[max(0, one.start - 12) : one.start], text[one.end : other.start]
    first = first[first.rfind("其中") + 1 :]
    return any((a.search(first) and b.search(second)) or (b.search(first) and a.search(second)) for a, b in _labels())


def _sum_of(report: Report, total: Quantity, parts: tuple[Quantity, ...], *, is_beside: bool = True) -> Iterator[Sum]:
    figures = (total, *parts)
    is_plain = all(is_amount(report, q) and is_exact(q) and _FIGURE.search(q.text) for q in figures)
    if is_plain and all(factor_between(part.unit, total.unit) is not None for part in parts):
        yield Sum(total, parts, is_beside)


CHECKS = (check_sums,)
