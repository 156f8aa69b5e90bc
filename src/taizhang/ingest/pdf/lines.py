"""Glyphs put together into pieces of a line: what enters are glyphs in the order of the file, what leaves are lines.

``增长`` and ``5.3%`` printed by two commands of the file, side by side on one baseline, make the line ``增长5.3%``. A
gap wider than most of a character ends a piece: there a column may end.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from taizhang.ingest.pdf.glyphs import GUESSED, Glyph

WIDEST_GAP = 0.75
"""In characters: the widest gap within a piece. Justified lines spread their characters by less."""

_LEVEL = 0.3
_OVERLAP = 0.5
_UNLIKE = 1.6
_SAME, _SAME_LETTER = 0.3, 0.6
_LATIN_GAP = 0.2
_LISTED = re.compile(r"\d{1,2}\.")


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
    pieces = _merge_neighbours(_open_holes(_drop_copies(_run_together(glyphs))))
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


def _run_together(glyphs: Iterable[Glyph]) -> Iterator[_Run]:
    """Runs of glyphs as the file has them, blanks at their ends left out."""
    run: _Run | None = None
    blank, is_guessed = _Space("", 0.0), False
    for order, glyph in enumerate(glyphs):
        if glyph.char == GUESSED:
            is_guessed = True
            continue
        if glyph.char.isspace():
            blank = _Space(blank.text + glyph.char, glyph.right)
            continue
        if run and _goes_on(run.glyphs[-1], glyph, blank):
            run.add(glyph, blank.text, is_guessed)
        else:
            if run:
                yield run
            run = _Run([glyph], [glyph.char], order)
        blank, is_guessed = _Space("", 0.0), False
    if run:
        yield run


@dataclass(slots=True)
class _Run:
    """Glyphs side by side and the words that they make, blanks among them."""

    glyphs: list[Glyph]
    words: list[str]
    order: int

    def add(self, glyph: Glyph, blank: str, is_guessed: bool) -> None:
        last = self.glyphs[-1]
        near = min(_SAME * last.size, _SAME_LETTER * ((last.right - last.left) or last.size))  # "ll" is two letters
        if glyph.char == last.char and abs(glyph.left - last.left) < near:
            return
        gap = (glyph.left - last.right) / max(glyph.size, 1) if is_guessed else 0.0
        self.words += (blank or _part_words("".join(self.words[-4:]), glyph.char, gap), glyph.char)
        self.glyphs.append(glyph)

    def to_line(self) -> Line:
        first, last = self.glyphs[0], self.glyphs[-1]
        return Line("".join(self.words), first.left, last.right, first.base, first.size, self.order)


def _open_holes(runs: Iterable[_Run]) -> Iterator[Line]:
    """The lines of runs; those that a file prints into the gaps of others are put in their place by position."""
    for row in _group_runs(runs):
        row.sort(key=lambda run: run.glyphs[0].left)
        part: list[_Run] = []
        for run in row:
            if part and run.glyphs[0].left > max(other.glyphs[-1].right for other in part) - 0.1 * run.glyphs[0].size:
                yield from _order_glyphs(part)
                part = []
            part.append(run)
        yield from _order_glyphs(part)


def _group_runs(runs: Iterable[_Run]) -> Iterator[list[_Run]]:
    row: list[_Run] = []
    for run in sorted(runs, key=lambda run: run.glyphs[0].base):
        first = run.glyphs[0]
        if row and first.base - row[0].glyphs[0].base > _LEVEL * min(first.size, row[0].glyphs[0].size):
            yield row
            row = []
        row.append(run)
    if row:
        yield row


def _order_glyphs(runs: Sequence[_Run]) -> Iterator[Line]:
    """The lines of runs that overlap, their glyphs put in order from left to right."""
    if len(runs) == 1:
        yield runs[0].to_line()
        return
    order = min(run.order for run in runs)
    glyphs = sorted((glyph for run in runs for glyph in run.glyphs), key=lambda glyph: glyph.left)
    yield from (replace(run.to_line(), order=order) for run in _run_together(glyphs))


def _part_words(before: str, after: str, gap: float) -> str:
    """The blank that a gap between two Latin words, or behind the number of a list, stands for."""
    is_latin = all(c.isascii() and c.isalnum() for c in (before[-1], after[0])) and not after[0].isdigit()
    return " " if gap > _LATIN_GAP and (is_latin or _LISTED.fullmatch(before)) else ""


def _goes_on(last: Glyph, glyph: Glyph, blank: _Space) -> bool:
    """Whether a glyph stands right behind another, but for blanks printed between them."""
    size, smaller = max(last.size, glyph.size), min(last.size, glyph.size)
    if abs(glyph.base - last.base) > _LEVEL * size or size > _UNLIKE * smaller:
        return False
    reach = max(last.right, blank.right) if blank.text else last.right
    return -_OVERLAP * size <= glyph.left - last.right and glyph.left - reach <= WIDEST_GAP * smaller


def _drop_copies(runs: Iterable[_Run]) -> Iterator[_Run]:
    """Runs without those printed a second time on top of the first, as poor man's bold."""
    seen: set[tuple[Hashable, ...]] = set()
    for run in runs:
        cells = _cells_of(run)
        if seen.isdisjoint(cells):
            yield run
        seen.update(cells)


def _cells_of(run: _Run) -> list[tuple[Hashable, ...]]:
    """The words and size of a run with the cell where it begins, in four grids: in one of them a copy shares it."""
    first, words = run.glyphs[0], "".join(run.words)
    size = max(1, round(first.size))  # cells of different sizes are not to be compared: a small line is no copy
    cell = 2 * _SAME * size
    grids = [(x, y) for x in (0.0, 0.5) for y in (0.0, 0.5)]
    return [(words, size, x, y, int(first.left / cell + x), int(first.base / cell + y)) for x, y in grids]


def _merge_neighbours(pieces: Iterable[Line]) -> Iterator[Line]:
    """Pieces that touch on one baseline made one, whatever their order in the file."""
    for row in group_rows(pieces):
        row.sort(key=lambda piece: piece.left)
        part = [row[0]]
        for piece in row[1:]:
            gap = piece.left - part[-1].right
            size, smaller = max(piece.size, part[-1].size), min(piece.size, part[-1].size)
            if -_OVERLAP * size <= gap <= WIDEST_GAP * smaller and size <= _UNLIKE * smaller:
                part.append(piece)
            else:
                yield join_row(part)
                part = [piece]
        yield join_row(part)
