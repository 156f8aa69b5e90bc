"""Why a run of digits or of Chinese numerals is no quantity: the rows of ``rules/unread.toml`` as patterns.

``2025年`` is a year, the 5 of ``5G基站`` part of a name, the 一 of ``统一`` part of a word. Rows that hold even where a
unit follows (``2025年`` again) are asked before a figure is read, the others of what is left over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from taizhang import rules
from taizhang.engine.model import Mention, Span, Unread
from taizhang.engine.numerals.units import Covered, unit_pattern
from taizhang.engine.numerals.vocabulary import Cover, find_known


class _RowPatterns(NamedTuple):
    row: rules.Row
    before: re.Pattern[str] | None
    number: re.Pattern[str] | None
    after: re.Pattern[str] | None


@cache
def _row_patterns() -> tuple[_RowPatterns, ...]:
    def compiled(row: rules.Row, column: str, tail: str) -> re.Pattern[str] | None:
        return re.compile(f"(?:{row[column]}){tail}") if row.get(column) else None

    return tuple(
        _RowPatterns(row, compiled(row, "before", r"\Z"), compiled(row, "number", r"\Z"), compiled(row, "after", ""))
        for row in rules.load("unread")
        if not row.get("words")
    )


@cache
def _triggers() -> tuple[re.Pattern[str], re.Pattern[str]]:
    firm = [row for row in rules.load("unread") if row.get("beats_unit")]
    before = "|".join(f"(?:{row['before']})" for row in firm if row.get("before"))
    after = "|".join(f"(?:{row['after']})" for row in firm if row.get("after") and not row.get("before"))
    return re.compile(f"(?:{before})\\Z"), re.compile(after)


def find_firm_reason(text: str, start: int, number_end: int) -> str | None:
    """As ``find_reason``, asking only the rows that hold even where a unit follows; quick where none does."""
    before, after = _triggers()
    if not before.search(text, max(0, start - 16), start) and not after.match(text, number_end):
        return None
    return find_reason(text, start, number_end, is_unit=True)


def find_reason(text: str, start: int, number_end: int, *, is_unit: bool) -> str | None:
    """The row of ``unread.toml`` that holds for the digits ``text[start:number_end]``; None where none does.

    ``is_unit`` asks only those rows that hold even where a unit follows.
    """
    for row, before, number, after in _row_patterns():
        if is_unit and not row.get("beats_unit"):
            continue
        if before and not before.search(text, max(0, start - 16), start):
            continue
        if number and not number.match(text, start, number_end):
            continue
        if after and not after.match(text, number_end):
            continue
        return row.key
    return None


_NUMERALS = "零〇○一二两三四五六七八九十百千万亿"
_RUN = re.compile(rf"[\d{_NUMERALS}](?:(?<=\d)\d*(?:[.,]\d+)*|[{_NUMERALS}]*)")
"""Digits with their points and commas, or numerals; it begins with one class, by which it is looked for fast."""


@cache
def _word_pattern(mode: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """All rows of numerals in words as one pattern, matched where a run begins: one group a row, the first wins."""
    is_any = mode == "report"
    rows = [row for row in rules.load("unread") if row.get("words") and (is_any or row.get("in_any_text"))]
    stands = {"{n}": f"[{_NUMERALS}]+", "{z}": f"(?![{_NUMERALS}])", "{unit}": f"(?:{unit_pattern()})"}
    patterns = []
    for row in rows:
        pattern = row["words"]
        for name, meaning in stands.items():
            pattern = pattern.replace(name, meaning)
        patterns.append(f"({pattern})")
    return re.compile("|".join(patterns)), tuple(row.key for row in rows)


def find_word_reason(text: str, start: int, mode: str = "report") -> str | None:
    """The row of ``unread.toml`` that holds for the Chinese numerals that begin at ``start``; None where none does.

    In a bare string (``mode`` is ``bare``) only those rows are asked that hold in any text.
    """
    pattern, keys = _word_pattern(mode)
    match = pattern.match(text, start)
    return keys[match.lastindex - 1] if match and match.lastindex else None


def read_unread(text: str, mentions: Sequence[Mention], vetoed: Mapping[int, str], mode: str) -> Iterator[Unread]:
    """The runs of digits and of Chinese numerals that no mention covers, each with its reason where a row knows one.

    ``vetoed`` holds reasons that are known already, by the place where the run begins.
    """
    covered, known = Covered(mentions), Cover(find_known(text, mode))
    behind, before = -1, None
    for match in _RUN.finditer(text):
        start, end = match.span()
        if covered.overlaps(start, end):
            continue
        if text[start] > "9":
            word = known.find(start)
            reason = word.reason if word else before if behind == start else find_word_reason(text, start)
        else:
            reason = vetoed.get(start) or find_reason(text, start, end, is_unit=False)
            behind, before = end, reason
        yield Unread(Span(start, end), reason)
