"""The types of a report's text: the source as it was read, what restoring found, and the text restored.

What enters is code points, what leaves is where they stand. Of a sentence that a page cuts in two (产业发展|的制约) the
``Join`` holds both pieces, and ``RestoredText`` gives for offsets in the whole sentence the two spans of the source.
``model`` is the door: it hands these types on, and other modules import them from there.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple


class Span(NamedTuple):
    """Code points ``[start, end)`` of a text: the source's, unless said otherwise."""

    start: int
    end: int


class SourceFile(NamedTuple):
    """One of the files that a source was read from, and the span of the source that it gave."""

    name: str
    span: Span


class Box(NamedTuple):
    """Where a span stands on a page: ``page`` from 1, the rectangle in points from the top left."""

    span: Span
    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class SourceText:
    r"""The text of one report as ingested: decoded, byte-order mark dropped, line ends ``\n``.

    ``sha256`` is of the file's bytes (of several files: of their digests, in order; of a bare
    string: of its UTF-8). ``asides`` is what the layout says is not of the report: running heads, captions, articles
    beside it; restoring keeps it out of the pieces. ``place``, ``area`` (GB/T 2260 code of six digits) and ``year``
    are what the caller or the file said, then what the engine read from the text; None where unknown.
    """

    text: str
    title: str = ""
    media_type: str = "text/plain"
    sha256: str = ""
    files: tuple[SourceFile, ...] = ()
    boxes: tuple[Box, ...] = ()
    place: str | None = None
    area: str | None = None
    year: int | None = None
    asides: tuple[Span, ...] = ()


class Join(NamedTuple):
    """Two pieces of one sentence that a column, page or file break had cut apart.

    ``before`` ends with the last kept character before the break, ``after`` begins with the first
    after it; ``evidence`` is the words that read on across it (产业发展|的制约).
    """

    before: Span
    after: Span
    evidence: str


class PageTurn(NamedTuple):
    """A mark that the text comes from, or goes on, elsewhere: ``上接第1版``, ``下转第4版``.

    ``direction`` is ``from`` or ``to``; ``page`` the number printed, None where there is none.
    """

    span: Span
    direction: str
    page: int | None


class SetAside(NamedTuple):
    """A block printed twice: ``span`` is the copy out of place, ``kept`` the copy that stays.

    ``evidence`` says what decided: the words that read on where the kept copy stands.
    ``is_exact`` is False for a near-copy (推动…龙头带动作用 for 发挥…龙头带动作用).
    """

    span: Span
    kept: Span
    evidence: str
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class Restoration:
    """What restoring found: facts, of which ``checks/text.py`` makes findings.

    ``pieces`` in the order of the restored text; what is in no piece is furniture, set aside, or a
    line break dropped by a join.
    """

    pieces: tuple[Span, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    joins: tuple[Join, ...] = ()
    page_turns: tuple[PageTurn, ...] = ()
    furniture: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class RestoredText:
    """The restored text, with the way back to the source. Offsets into ``text`` unless said."""

    text: str
    pieces: tuple[Span, ...]
    starts: tuple[int, ...]

    @classmethod
    def from_pieces(cls, source: str, pieces: tuple[Span, ...]) -> RestoredText:
        """Concatenate ``pieces`` of ``source``."""
        lengths = accumulate((p.end - p.start for p in pieces), initial=0)
        text = source if pieces == ((0, len(source)),) else "".join(source[a:b] for a, b in pieces)
        return cls(text, pieces, tuple(lengths)[:-1])

    def spans_in_source(self, start: int, end: int) -> tuple[Span, ...]:
        """The spans of the source that ``text[start:end]`` is made of, in order; adjoining ones merged."""
        if within := self._span_in_piece(start, end):
            return (within,)
        found: list[Span] = []
        at = bisect_right(self.starts, start) - 1
        while start < end:
            piece = self.pieces[at]
            begin = piece.start + start - self.starts[at]
            length = min(end - start, piece.end - begin)
            if found and found[-1].end == begin:
                found[-1] = Span(found[-1].start, begin + length)
            else:
                found.append(Span(begin, begin + length))
            start += length
            at += 1
        return tuple(found)

    def to_source(self, start: int, end: int) -> Span:
        """The hull in the source of ``text[start:end]`` (``start < end``)."""
        if within := self._span_in_piece(start, end):
            return within
        spans = self.spans_in_source(start, end)
        return Span(min(s.start for s in spans), max(s.end for s in spans))

    def _span_in_piece(self, start: int, end: int) -> Span | None:
        """The span of the source that ``text[start:end]`` is where it lies in one piece, as it nearly always does."""
        if start >= end:
            return None
        at = bisect_right(self.starts, start) - 1
        piece = self.pieces[at]
        begin = piece.start + start - self.starts[at]
        return Span(begin, begin + end - start) if end - start <= piece.end - begin else None
