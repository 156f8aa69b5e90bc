"""The columns of a page: what enters are pieces of lines, what leaves are ``Column``s in the order of reading.

A page is cut where no piece crosses a gutter; where a headline does, it is cut above and below the headline first. Of
a page with a headline over three columns come the headline, and the columns from left to right. A table is not cut:
its cells are short and stand level, its rows are read across.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from taizhang.ingest.pdf.lines import WIDEST_GAP, Line, group_rows, join_row

_FEWEST_ROWS = 3
_NARROWEST = 6.5
"""In characters: columns of running text are wider, most columns of a table are not."""

_FILLED = 0.35
_MOSTLY = 0.6
_RAGGED = 1.5
_INDENT = 2.6
_LEVEL_SHARE = 0.7
_WIDE, _MANY_ROWS = 12.0, 12
"""Beside running text, that many rows that wide are a column of it too: tables of two such columns are rare."""

_DEEPEST = 12
_MOST_PIECES, _MOST_BESIDE = 3000, 40


@dataclass(frozen=True, slots=True)
class Column:
    """Lines under one another, from the top, and the edges between which they are set."""

    lines: tuple[Line, ...]
    left: float
    right: float

    @property
    def top(self) -> float:
        """The upper edge of its first line."""
        return min(line.top for line in self.lines)

    @property
    def bottom(self) -> float:
        """The lower edge of its last line."""
        return max(line.bottom for line in self.lines)

    @property
    def size(self) -> float:
        """The size in which most of its characters are set."""
        return find_size(self.lines)

    @property
    def length(self) -> int:
        """How many characters it holds."""
        return sum(len(line.text) for line in self.lines)


def find_size(lines: Sequence[Line]) -> float:
    """The size in which most characters of ``lines`` are set."""
    weights: dict[float, int] = {}
    for line in lines:
        size = round(line.size * 2) / 2
        weights[size] = weights.get(size, 0) + len(line.text)
    return max(weights, key=lambda size: weights[size])


def find_columns(pieces: Sequence[Line], depth: int = 0) -> Iterator[Column]:
    """The columns of ``pieces`` in the order of reading."""
    if not pieces:
        return
    groups = _cut_gutters(pieces) if depth < _DEEPEST else [list(pieces)]
    if len(groups) == 1 and depth < _DEEPEST:
        groups = _cut_bands(pieces)
    if len(groups) > 1:
        for group in groups:
            yield from find_columns(group, depth + 1)
    else:
        rows = [join_row(row) for row in group_rows(pieces)]
        yield Column(tuple(rows), min(row.left for row in rows), max(row.right for row in rows))


def _cut_gutters(pieces: Sequence[Line]) -> list[list[Line]]:
    """The groups of pieces between gutters that nothing crosses, from left to right."""
    widest = WIDEST_GAP * median(piece.size for piece in pieces)
    groups: list[list[Line]] = []
    reach = float("-inf")
    for piece in sorted(pieces, key=lambda piece: piece.left):
        if piece.left - reach > widest or not groups:
            groups.append([])
        groups[-1].append(piece)
        reach = max(reach, piece.right)
    merged = groups[:1]
    for group in groups[1:]:
        if _is_gutter(merged[-1], group):
            merged.append(group)
        else:
            merged[-1] = merged[-1] + group
    return merged


def _is_gutter(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether columns of text lie on both sides, not cells of a table or the words of one line."""
    fewer, more = sorted((left, right), key=len)
    level = sum(any(abs(one.base - other.base) < 1 for other in more) for one in fewer)
    if level < _LEVEL_SHARE * len(fewer):
        return True
    texts = [_is_text(side) for side in (left, right)]
    if all(texts):
        return max(len(left), len(right)) >= _FEWEST_ROWS
    is_list = any(texts) and all(_is_long(side) for side in (left, right))
    return is_list or _is_remainder(left, right)


def _is_remainder(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Whether the right side is a column of a line or two in which the text of the left one ends."""
    rows = group_rows(right)
    is_level = abs(min(piece.base for piece in left) - rows[0][0].base) < 1
    return len(rows) < _FEWEST_ROWS <= len(left) and is_level and _share_of_full(left) >= _MOSTLY


def _is_text(pieces: Sequence[Line]) -> bool:
    """Whether many rows fill the column that they stand in from edge to edge, as those of running text do."""
    width = max(piece.right for piece in pieces) - min(piece.left for piece in pieces)
    return width >= _NARROWEST * median(piece.size for piece in pieces) and _share_of_full(pieces) >= _FILLED


def _share_of_full(pieces: Sequence[Line]) -> float:
    """The share of rows that reach from the left edge, or an indent, to the right one."""
    left, right = min(piece.left for piece in pieces), max(piece.right for piece in pieces)
    rows = [join_row(row) for row in group_rows(pieces)]
    full = (row.left - left < _INDENT * row.size and right - row.right < _RAGGED * row.size for row in rows)
    return sum(full) / len(rows)


def _is_long(pieces: Sequence[Line]) -> bool:
    """Whether pieces are wide enough and many enough for a column, as a list of short entries in one may be."""
    width = max(piece.right for piece in pieces) - min(piece.left for piece in pieces)
    return width >= _WIDE * median(piece.size for piece in pieces) and len(group_rows(pieces)) >= _MANY_ROWS


def _cut_bands(pieces: Sequence[Line]) -> list[list[Line]]:
    """The bands above, along and below what crosses a gutter, from the top; one where there is none."""
    for x in _guess_gutters(pieces):
        crossing = [piece for piece in pieces if piece.left < x < piece.right]
        if not crossing:
            continue
        bands = _part_bands(pieces, crossing)
        bands = _merge_bands(bands, [_has_columns(band, x) for band in bands])
        if len(bands) > 1:
            return bands
    return [list(pieces)]


def _guess_gutters(pieces: Sequence[Line]) -> list[float]:
    """Where gaps lie between pieces side by side, those that most rows share first; at most four."""
    votes: dict[int, int] = {}
    places: dict[int, list[float]] = {}
    by_top = sorted(pieces, key=lambda piece: (piece.base, piece.left))[:_MOST_PIECES]
    for at, piece in enumerate(by_top):
        right = _nearest_right(by_top, at)
        if right and right.left - piece.right > WIDEST_GAP * piece.size:
            place = int(right.left // 4)
            votes[place] = votes.get(place, 0) + 1
            places.setdefault(place, []).append(right.left - 0.3 * piece.size)
    best = sorted(votes, key=lambda place: -votes[place])[:4]
    return [median(places[place]) for place in best if votes[place] >= _FEWEST_ROWS]


def _nearest_right(by_top: Sequence[Line], at: int) -> Line | None:
    """The nearest piece to the right of one, among those of nearly its baseline."""
    piece = by_top[at]
    found: Line | None = None
    for step in (-1, 1):
        other = at + step
        while (
            0 <= other < len(by_top)
            and abs(other - at) < _MOST_BESIDE
            and abs(by_top[other].base - piece.base) < 0.8 * piece.size
        ):
            rival = by_top[other]
            if rival.left >= piece.right and (found is None or rival.left < found.left):
                found = rival
            other += step
    return found


def _part_bands(pieces: Sequence[Line], crossing: Sequence[Line]) -> list[list[Line]]:
    """Bands from the top: those of pieces that cross, with what stands level with them, and those between."""
    crossed = {id(piece) for piece in crossing}
    bands: list[list[Line]] = []
    was_crossed: bool | None = None
    for row in _overlapping_rows(pieces):
        is_crossed = any(id(piece) in crossed for piece in row)
        if is_crossed is not was_crossed:
            bands.append([])
        bands[-1] += row
        was_crossed = is_crossed
    return bands


def _merge_bands(bands: Sequence[list[Line]], has_columns: Sequence[bool]) -> list[list[Line]]:
    """Bands in which columns stand apart from the rest: neighbouring ones without columns are made one."""
    merged: list[list[Line]] = []
    was_columns = True
    for band, is_columns in zip(bands, has_columns, strict=True):
        if merged and not is_columns and not was_columns:
            merged[-1] += band
        else:
            merged.append(list(band))
        was_columns = is_columns
    return merged


def _overlapping_rows(pieces: Sequence[Line]) -> Iterator[list[Line]]:
    """Pieces by baseline; a tall one takes what begins and ends within its height."""
    row: list[Line] = []
    for piece in sorted(pieces, key=lambda piece: piece.base):
        if row and piece.base - 0.5 * piece.size > row[-1].base:
            yield row
            row = []
        row.append(piece)
    if row:
        yield row


def _has_columns(band: Sequence[Line], x: float) -> bool:
    left, right = [p for p in band if p.right <= x], [p for p in band if p.left >= x]
    if len(left) + len(right) < len(band) or min(len(left), len(right)) < 1:
        return False
    return max(len(left), len(right)) >= _FEWEST_ROWS and _is_gutter(left, right)
