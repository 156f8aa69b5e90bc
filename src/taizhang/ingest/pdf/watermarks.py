"""Watermarks that stand straight: what enters are the sheets of a document, what leaves are sheets without them.

``征求意见稿`` printed in the same place of every page, over the text, is of no line. (What stands askew is never among
the glyphs.) A running head recurs as well, but nothing is printed over it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import islice
from operator import attrgetter
from typing import NamedTuple

from taizhang.ingest.pdf.glyphs import GUESSED, Glyph, Sheet

_SHARE = 0.8
_FEWEST_PAGES = 2
_MOST_PLACES = 400
_LOOKED_AT = 8
_FEWEST_COVERED = 2
_OVER, _REACH = 0.3, 2.0
_ABOVE = 0.88
_NEXT = 1.0

_Place = tuple[str, int, int, int]


class _Mark(NamedTuple):
    """A run of glyphs in the order of the file: where it lies and which it is of, ``start`` to ``end``."""

    words: str
    left: float
    right: float
    base: float
    size: float
    start: int
    end: int

    @property
    def place(self) -> _Place:
        """What is the same on all pages on which it recurs."""
        return self.words, round(self.left / 2), round(self.base / 2), round(self.size)


def drop_watermarks(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The sheets, without the glyphs of words that recur in their place on nearly all of them and lie over others."""
    if len(sheets) < _FEWEST_PAGES:
        return list(sheets)
    pages = [list(_find_marks(sheet.glyphs)) for sheet in sheets]
    counts = Counter(place for marks in pages for place in {mark.place for mark in marks})
    recurring = {place for place, count in counts.items() if count >= max(_FEWEST_PAGES, _SHARE * len(sheets))}
    if not recurring or len(recurring) > _MOST_PLACES:
        return list(sheets)
    words = {place[0] for place in _find_covering(sheets, pages, recurring)}
    watermarks = {place for place in recurring if place[0] in words}
    return [_leave_out(sheet, marks, watermarks) for sheet, marks in zip(sheets, pages, strict=True)]


def _find_marks(glyphs: Sequence[Glyph]) -> Iterator[_Mark]:
    """The runs of a page: glyphs of one size on one baseline, each right behind the one before."""
    start = 0
    for at in range(1, len(glyphs) + 1):
        if at == len(glyphs) or not _goes_on(glyphs[at - 1], glyphs[at]):
            first, last = glyphs[start], glyphs[at - 1]
            words = "".join(glyph.char for glyph in glyphs[start:at]).strip()
            if words and words != GUESSED:
                yield _Mark(words, first.left, last.right, first.base, first.size, start, at)
            start = at


def _goes_on(last: Glyph, glyph: Glyph) -> bool:
    if GUESSED in (last.char, glyph.char) or abs(last.base - glyph.base) > 1 or abs(last.size - glyph.size) > 1:
        return False
    return -0.5 * glyph.size <= glyph.left - last.right <= _NEXT * glyph.size


def _find_covering(
    sheets: Sequence[Sheet], pages: Sequence[Sequence[_Mark]], recurring: Container[_Place]
) -> Iterator[_Place]:
    """The places at which other glyphs lie under or over what recurs, on one of a few pages."""
    step = max(1, len(sheets) // _LOOKED_AT)
    for sheet, marks in islice(zip(sheets, pages, strict=True), None, None, step):
        same = [mark for mark in marks if mark.place in recurring]
        others = sorted((g for g in sheet.glyphs if g.char != GUESSED and not g.char.isspace()), key=attrgetter("base"))
        bases = [glyph.base for glyph in others]
        yield from (mark.place for mark in same if _count_covered(mark, others, bases) >= _FEWEST_COVERED)


def _count_covered(mark: _Mark, glyphs: Sequence[Glyph], bases: Sequence[float]) -> int:
    """How many glyphs that the mark is not made of lie over it: by their middle across, by a part of their height."""
    first = bisect_left(bases, mark.base - mark.size)
    last = bisect_right(bases, mark.base + _REACH * mark.size)
    return sum(
        glyph.char not in mark.words
        and mark.left < (glyph.left + glyph.right) / 2 < mark.right
        and _share_height(glyph, mark) > _OVER
        for glyph in glyphs[first:last]
    )


def _share_height(glyph: Glyph, mark: _Mark) -> float:
    """The height that both take up, as a share of the smaller one."""
    top = max(glyph.base - _ABOVE * glyph.size, mark.base - _ABOVE * mark.size)
    bottom = min(glyph.base + (1 - _ABOVE) * glyph.size, mark.base + (1 - _ABOVE) * mark.size)
    return (bottom - top) / max(1, min(glyph.size, mark.size))


def _leave_out(sheet: Sheet, marks: Iterable[_Mark], watermarks: Container[_Place]) -> Sheet:
    spans = [(mark.start, mark.end) for mark in marks if mark.place in watermarks]
    left_out = {at for start, end in spans for at in range(start, end)}
    return sheet._replace(glyphs=tuple(glyph for at, glyph in enumerate(sheet.glyphs) if at not in left_out))
