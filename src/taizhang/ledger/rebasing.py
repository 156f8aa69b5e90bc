"""Where words of one edition's text stand in the next one's.

What enters is two texts, what leaves is a map of places. The texts are cut into clauses at their marks, the clauses
aligned, and within a pair that differs the characters: of …建设幼儿园2所… and …新建幼儿园3所… the words 幼儿园 have a
place in both, 2 has none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from difflib import SequenceMatcher

from taizhang.engine.model import Span

_PIECE = re.compile(r"[^，,。；;：:、！？!?\n]*[，,。；;：:、！？!?\n]*")
_SHORTEST_MOVED = 4
_LONGEST = 4_000
"""Characters on either side up to which a changed stretch is aligned character by character."""


class Rebase:
    """The places of ``old`` in ``new``: blocks of equal characters, in order."""

    def __init__(self, old: str, new: str) -> None:
        self._old, self._new = old, new
        self.blocks = tuple(_align(old, new))
        self._starts = [start for start, _, _ in self.blocks]

    def place(self, span: Span) -> Span | None:
        """Where the words of ``span`` stand now: the hull of what is left of them; None where less than half is.

        An empty span is a place and stays one.

        >>> Rebase("新建公路。改造桥梁。", "一、改造桥梁。新建公路。").place(Span(5, 9))
        Span(start=2, end=6)
        """
        if span.start == span.end:  # a place between characters is that of the one behind it
            behind = self.place(Span(span.start, span.start + 1))
            return Span(behind.start, behind.start) if behind else None
        kept = list(self._kept(span))
        length = sum(b - a for a, b in kept)
        if not kept or 2 * length < span.end - span.start:
            return self._find_moved(span)
        return Span(min(a for a, _ in kept), max(b for _, b in kept))

    def _find_moved(self, span: Span) -> Span | None:
        """The same words where they stand once elsewhere: a sentence that was moved."""
        words = self._old[span.start : span.end]
        at = self._new.find(words)
        is_sure = at >= 0 and len(words) >= _SHORTEST_MOVED and self._new.find(words, at + 1) < 0
        return Span(at, at + len(words)) if is_sure else None

    def place_all(self, spans: Iterable[Span]) -> tuple[Span, ...]:
        """Those of ``spans`` that are still there, in their new places."""
        return tuple(placed for span in spans if (placed := self.place(span)) is not None)

    def _kept(self, span: Span) -> Iterable[tuple[int, int]]:
        at = max(bisect_right(self._starts, span.start) - 1, 0)
        while at < len(self.blocks) and self.blocks[at][0] < span.end:
            start, other, size = self.blocks[at]
            low, high = max(start, span.start), min(start + size, span.end)
            if low < high:
                yield other + low - start, other + high - start
            at += 1


def _align(old: str, new: str) -> Iterable[tuple[int, int, int]]:
    """Blocks ``(start in old, start in new, length)``: pieces that are equal, and what is equal in changed ones."""
    olds, news = _PIECE.findall(old)[:-1], _PIECE.findall(new)[:-1]
    old_at, new_at = _starts(olds), _starts(news)
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        size, other = old_at[a2] - old_at[a1], new_at[b2] - new_at[b1]
        if tag == "equal":
            yield old_at[a1], new_at[b1], size
        elif tag == "replace" and size <= _LONGEST and other <= _LONGEST:
            within = SequenceMatcher(None, "".join(olds[a1:a2]), "".join(news[b1:b2]), autojunk=False)
            for block in within.get_matching_blocks():
                if block.size:
                    yield old_at[a1] + block.a, new_at[b1] + block.b, block.size


def _starts(pieces: list[str]) -> list[int]:
    starts = [0]
    for piece in pieces:
        starts.append(starts[-1] + len(piece))
    return starts
