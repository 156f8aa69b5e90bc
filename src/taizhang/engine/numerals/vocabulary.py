"""Words that hold a numeral and count nothing: folded text in, their spans out.

The words of ``rules/idioms.toml`` are one automaton, the longest word first: ``进一步统一`` has 进一步 and 统一.
Each row names the row of ``rules/unread.toml`` that is the reason of its words.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from taizhang import rules


class Known(NamedTuple):
    """A word found in the text; ``reason`` is the key of a row in ``rules/unread.toml``."""

    start: int
    end: int
    reason: str


@cache
def _vocabulary(mode: str) -> tuple[AhoCorasick, tuple[str, ...]]:
    rows = [row for row in rules.load("idioms") if row.get("scope", mode) == mode]
    reasons = {word: row["reason"] for row in rows for word in row["words"]}
    return AhoCorasick(list(reasons), matchkind=MatchKind.LeftmostLongest), tuple(reasons.values())


def find_known(text: str, mode: str = "report") -> list[Known]:
    """The words of ``rules/idioms.toml`` in ``text``, in order; none overlaps another.

    >>> [(k.start, k.end, k.reason) for k in find_known("想方设法，千方百计")]
    [(5, 9, 'idiom')]
    """
    automaton, reasons = _vocabulary(mode)
    return [Known(start, end, reasons[at]) for at, start, end in automaton.find_matches_as_indexes(text)]


class Cover:
    """Asks, for places in rising order, which of some spans in order covers each."""

    def __init__(self, spans: Sequence[Known]) -> None:
        self._spans = spans
        self._at = 0

    def find(self, at: int) -> Known | None:
        """The span that holds the character ``at``; None where none does."""
        while self._at < len(self._spans) and self._spans[self._at].end <= at:
            self._at += 1
        if self._at < len(self._spans) and self._spans[self._at].start <= at:
            return self._spans[self._at]
        return None
