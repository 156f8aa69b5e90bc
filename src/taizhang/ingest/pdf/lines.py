"""Glyphs put together into pieces of a line: what enters are glyphs in the order of the file, what leaves are lines.

``增长`` and ``5.3%`` printed by two commands of the file, side by side on one baseline, make the line ``增长5.3%``. A
gap wider than most of a character ends a piece: there a column may end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from taizhang.ingest.pdf.glyphs import Glyph

WIDEST_GAP = 0.75
"""In characters: the widest gap within a piece. Justified lines spread their characters by less."""

_LEVEL = 0.3
_OVERLAP = 0.5
_UNLIKE = 1.6
_LATIN_GAP = 0.3


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline, or the part of them in one column. ``order`` is its place in the file."""

    text: str
    left: float
    right: float
    base: float
    size: float
    order: int

    @property
    def top(self) -> float:
        """The upper edge of an ideograph of this size."""
        return self.base - 0.88 * self.size

    @property
    def bottom(self) -> float:
        """The lower edge of an ideograph of this size."""
        return self.base + 0.12 * self.size

    @property
    def width(self) -> float:
        """From its first to its last character, in points."""
        return self.right - self.left


class _Space(NamedTuple):
    text: str
    right: float


def build_pieces(glyphs: Iterable[Glyph]) -> list[Line]:
    """The pieces of all lines, by baseline and then from left to right."""
    pieces = _merge_neighbours(_drop_copies(_run_together(glyphs)))
    return sorted(pieces, key=lambda piece: (piece.base, piece.left))


def join_row(pieces: list[Line]) -> Line:
    """One line of the pieces of a row, from left to right; gaps are told by blanks, wide ones by tabs."""
    first, *rest = sorted(pieces, key=lambda piece: piece.left)
    text, right = first.text, first.right
    for piece in rest:
        gap = (piece.left - right) / max(piece.size, 1)
        blank = "\t" if gap > 2.5 else "\u3000" if gap > WIDEST_GAP else ""
        text += (blank or _part_words(text, piece.text, gap)) + piece.text
        right = max(right, piece.right)
    size = max(pieces, key=lambda piece: piece.width).size
    return replace(first, text=text, right=right, size=size, order=min(piece.order for piece in pieces))


def group_rows(pieces: Iterable[Line]) -> list[list[Line]]:
    """The pieces of each baseline, from the top."""
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda piece: piece.base):
        if rows and piece.base - rows[-1][0].base <= _LEVEL * min(piece.size, rows[-1][0].size):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _run_together(glyphs: Iterable[Glyph]) -> Iterator[Line]:
    """Runs of glyphs as the file has them, blanks at their ends left out."""
    run: list[str] = []
    first = last = None
    start = 0
    blank = _Space("", 0.0)
    for order, glyph in enumerate(glyphs):
        if glyph.char.isspace():
            blank = _Space(blank.text + glyph.char, glyph.right)
            continue
        if first and last and _goes_on(last, glyph, blank):
            if not (glyph.char == last.char and abs(glyph.left - last.left) < 0.3 * last.size):
                gap = (glyph.left - last.right) / max(glyph.size, 1)
                run += (blank.text or _part_words(last.char, glyph.char, gap), glyph.char)
                last = glyph
        else:
            if first and last:
                yield Line("".join(run), first.left, last.right, first.base, first.size, start)
            run, first, last, start = [glyph.char], glyph, glyph, order
        blank = _Space("", 0.0)
    if first and last:
        yield Line("".join(run), first.left, last.right, first.base, first.size, start)


def _part_words(before: str, after: str, gap: float) -> str:
    """The blank between two Latin words that a file parts by a gap only."""
    is_latin = before[-1].isascii() and before[-1].isalpha() and after[0].isascii() and after[0].isalpha()
    return " " if is_latin and gap > _LATIN_GAP else ""


def _goes_on(last: Glyph, glyph: Glyph, blank: _Space) -> bool:
    """Whether a glyph stands right behind another, but for blanks printed between them."""
    size = max(last.size, glyph.size)
    if abs(glyph.base - last.base) > _LEVEL * size or size > _UNLIKE * min(last.size, glyph.size):
        return False
    reach = max(last.right, blank.right) if blank.text else last.right
    return -_OVERLAP * size <= glyph.left - last.right and glyph.left - reach <= WIDEST_GAP * size


def _drop_copies(pieces: Iterable[Line]) -> Iterator[Line]:
    """Pieces without those printed a second time on top of the first, as poor man's bold."""
    seen: dict[str, list[Line]] = {}
    for piece in pieces:
        before = seen.setdefault(piece.text, [])
        if not any(
            abs(piece.left - other.left) < 0.3 * piece.size and abs(piece.base - other.base) < 0.3 * piece.size
            for other in before
        ):
            before.append(piece)
            yield piece


def _merge_neighbours(pieces: Iterable[Line]) -> Iterator[Line]:
    """Pieces that touch on one baseline made one, whatever their order in the file."""
    for row in group_rows(pieces):
        row.sort(key=lambda piece: piece.left)
        part = [row[0]]
        for piece in row[1:]:
            gap = piece.left - part[-1].right
            size = max(piece.size, part[-1].size)
            if -_OVERLAP * size <= gap <= WIDEST_GAP * size and size <= _UNLIKE * min(piece.size, part[-1].size):
                part.append(piece)
            else:
                yield join_row(part)
                part = [piece]
        yield join_row(part)
