"""Why a run of digits is no quantity: the rows of ``rules/unread.toml`` as patterns.

``2025年`` is a year, the 5 of ``5G基站`` part of a name. Rows that hold even where a unit follows
(``2025年`` again) are asked before a figure is read, the others of what is left over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from taizhang import rules
from taizhang.engine.model import Mention, Span, Unread
from taizhang.engine.numerals.units import Covered


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


_DIGIT_RUN = re.compile(r"\d+(?:[.,]\d+)*")


def read_unread(text: str, mentions: Sequence[Mention], vetoed: Mapping[int, str]) -> Iterator[Unread]:
    """The runs of digits that no mention covers, each with its reason where a row knows one."""
    covered = Covered(mentions)
    for match in _DIGIT_RUN.finditer(text):
        if covered.overlaps(match.start(), match.end()):
            continue
        reason = vetoed.get(match.start()) or find_reason(text, match.start(), match.end(), is_unit=False)
        yield Unread(Span(match.start(), match.end()), reason)
