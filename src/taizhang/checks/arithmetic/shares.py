"""Check that shares which are all there is make a hundred.

What enters is a finished ``Report``; what leaves are findings A002. Of ``三次产业结构调整为8.2∶43.5∶49.3`` the
shares make 101.0. Each may be off by half of its last digit, so 8.2∶43.5∶48.2 is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from taizhang.checks.words import restored_of
from taizhang.engine.model import Finding, Report, RestoredText, Severity, Span

TITLES = {"A002": "比重之和不是100%"}

_COLON = "[:：∶﹕︰]"
_PERCENT = "[%％]"
_NUMBER = r"(\d{1,2}(?:[.．]\d+)?)"
_REST = rf"\s?{_NUMBER}{_PERCENT}?\s?{_COLON}\s?{_NUMBER}{_PERCENT}?(?![\d.．]|\s?{_COLON})"
# One pattern for each colon: a pattern that begins with one letter is found much faster than one of a class.
_TAILS = tuple(re.compile(colon + _REST) for colon in "∶：:")
_FIRST = re.compile(rf"(?<![\d.．∶:：]){_NUMBER}{_PERCENT}?\s?$")
_INDUSTRIES = re.compile(r"三次产业|一二三次?产业|一、二、三次?产业|三大?产业|产业结构|产业比[例重]|产业增加值比")
_NAME = r"[^。；\d]{0,24}(?:比重|占比|占|为)[^。；\d]{0,10}" + _NUMBER + _PERCENT
_SPREAD = re.compile(
    r"产业[^。；\d]{0,30}(?:比重|占比|比例|结构)"
    rf"[^。；\d]{{0,12}}{_NUMBER}{_PERCENT}[、，和]{_NUMBER}{_PERCENT}[、，和及]{_NUMBER}{_PERCENT}"
)
_THREE = re.compile("三次产业|三大产业|一二三次?产业|一、二、三次?产业|第三次?产业|一产")
_EACH = re.compile(rf"一产{_NAME}[^。]{{0,40}}?二次?产{_NAME}[^。]{{0,40}}?三次?产{_NAME}")
_HUNDRED = Decimal(100)
_LONGEST = 24
_SLIP = Decimal(12)
"""How far from a hundred a ratio of something else may be and still be taken for shares: 5:3:2 is none."""


class _Shares(NamedTuple):
    """Shares as printed, and where they stand in the restored text."""

    span: Span
    parts: tuple[str, ...]
    is_known: bool


def check_shares(report: Report) -> Iterator[Finding]:
    """A002 比重之和不是100%: shares of the three sectors, or a ratio of three near a hundred, make more or less.

    An error for the three sectors, which are all there is; a question for any other ratio.
    """
    restored = restored_of(report)
    for shares in (*_find_ratios(restored.text), *_find_told(restored.text)):
        made = sum(map(Decimal, shares.parts), Decimal(0))
        room = sum((Decimal("0.5").scaleb(-len(part.partition(".")[2])) for part in shares.parts), Decimal(0))
        gap = abs(made - _HUNDRED)
        if gap > room and (shares.is_known or gap <= _SLIP):
            yield _report(restored, shares, made, room)


def _report(restored: RestoredText, shares: _Shares, made: Decimal, room: Decimal) -> Finding:
    words = restored.text[slice(*shares.span)]
    if len(words) > _LONGEST:
        words = "、".join(shares.parts)
    room = room.normalize()
    return Finding(
        "A002",
        Severity.ERROR if shares.is_known else Severity.QUESTION,
        f"“{words}”各项相加为{made}，不是100，超出四舍五入的余地，请核对各项比重。",
        (restored.to_source(*shares.span),),
        f"{' + '.join(shares.parts)} = {made}",
        shares.parts,
        f"按各数末位四舍五入，应在{_HUNDRED - room}至{_HUNDRED + room}之间",
    )


def _find_ratios(text: str) -> Iterator[_Shares]:
    """Ratios of three: 8∶43∶49."""
    for match in (found for tail in _TAILS for found in tail.finditer(text)):
        first = _FIRST.search(text, max(0, match.start() - 8), match.start())
        if first is None:
            continue
        opening = max(text.rfind(mark, 0, first.start()) for mark in "。；;\n") + 1
        is_known = bool(_INDUSTRIES.search(text, max(opening, first.start() - 50), first.start()))
        parts = (first[1], match[1], match[2])
        yield _Shares(Span(first.start(), match.end()), _plain(parts), is_known)


def _find_told(text: str) -> Iterator[_Shares]:
    """Shares of the three sectors in percent, one behind the other or each with its name."""
    for pattern in (_SPREAD, _EACH):
        for match in pattern.finditer(text):
            if _THREE.search(text, max(0, match.start() - 10), match.end(1)):
                yield _Shares(Span(match.start(1), match.end()), _plain(match.groups()), is_known=True)


def _plain(parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.replace("．", ".") for part in parts)


CHECKS = (check_shares,)
