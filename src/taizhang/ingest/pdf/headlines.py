"""Headlines of a page: what enters are its pieces, what leaves are blocks of large type with the lines that go with it.

``澜川市政府工作报告`` in type six times as large as the text, with ``2026年1月13日在…会议上`` centred under it, is one
headline. The title of a report in one column is none: nothing stands beside the text that it is over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from taizhang.engine.restore.lines import is_heading
from taizhang.ingest.pdf.columns import find_size
from taizhang.ingest.pdf.lines import Line, group_rows, join_row

_LARGE = 1.5
_FEWEST = 4
_MOST = 200
"""Pieces of large type on a page; more are a poster or a chart."""

_NEAR = 2.4
_SAME_ROW = 1.25
_OFF_CENTRE = 0.12


@dataclass(frozen=True, slots=True)
class Headline:
    """Rows of large type and the lines centred under them, from the top."""

    lines: tuple[Line, ...]

    @property
    def left(self) -> float:
        """The left edge of its widest row."""
        return min(line.left for line in self.lines)

    @property
    def right(self) -> float:
        """The right edge of its widest row."""
        return max(line.right for line in self.lines)

    @property
    def top(self) -> float:
        """The upper edge of its first row."""
        return self.lines[0].top

    @property
    def bottom(self) -> float:
        """The lower edge of its last row."""
        return max(line.bottom for line in self.lines)

    @property
    def size(self) -> float:
        """The size of its largest row."""
        return max(line.size for line in self.lines)

    @property
    def text(self) -> str:
        """Its words, the rows put together."""
        return "".join(line.text for line in self.lines)


def part_headlines(pieces: Sequence[Line]) -> tuple[list[Headline], list[Line]]:
    """The headlines among ``pieces``, from the top, and the pieces that are of none."""
    size = find_size(pieces)
    large = [p for p in pieces if p.size >= _LARGE * size and not is_heading(p.text)]
    if len(large) > _MOST:
        return [], list(pieces)
    blocks = [block for block in _stack_rows(large) if sum(len(piece.text) for piece in block) >= _FEWEST]
    taken = {id(piece) for block in blocks for piece in block}
    for block in blocks:
        _take_lines_under(block, [piece for piece in pieces if id(piece) not in taken], taken)
    headlines = [Headline(tuple(join_row(row) for row in group_rows(block))) for block in blocks]
    return headlines, [piece for piece in pieces if id(piece) not in taken]


def _stack_rows(pieces: Sequence[Line]) -> list[list[Line]]:
    """Pieces of large type, those near each other put together: rows of one headline, words of one row."""
    blocks: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda piece: (piece.base, piece.left)):
        home = next((block for block in blocks if any(_is_near(piece, other) for other in block)), None)
        if home is None:
            blocks.append([piece])
        else:
            home.append(piece)
    return blocks


def _is_near(piece: Line, other: Line) -> bool:
    """Whether pieces are words of one row, in one size, or rows under one another."""
    smaller, larger = sorted((piece.size, other.size))
    if abs(piece.base - other.base) < 0.5 * smaller:
        apart = max(piece.left, other.left) - min(piece.right, other.right)
        return larger < _SAME_ROW * smaller and apart < 2 * smaller
    overlap = min(piece.right, other.right) - max(piece.left, other.left)
    is_under = overlap > 0.5 * min(piece.width, other.width)
    return is_under and piece.top - other.bottom < 1.2 * smaller


def _take_lines_under(block: list[Line], others: Sequence[Line], taken: set[int]) -> None:
    """Add to a block what is centred right under it with nothing beside: a subtitle, a date, a name."""
    left, right = min(piece.left for piece in block), max(piece.right for piece in block)
    reach = max(piece.bottom for piece in block)
    for row in group_rows(others):
        inside = [piece for piece in row if piece.right > left and piece.left < right]
        if not inside or inside[0].top < reach - 1:
            continue
        line = join_row(inside)
        off = abs((line.left + line.right) - (left + right)) / 2
        is_alone = "\t" not in line.text
        if (
            line.top - reach > max(_NEAR * line.size, 0.9 * block[0].size)
            or off > _OFF_CENTRE * (right - left)
            or not is_alone
        ):
            return
        if any(_opens_column(piece, others) for piece in inside):
            return
        block += inside
        taken |= {id(piece) for piece in inside}
        reach = line.bottom


def _opens_column(line: Line, others: Sequence[Line]) -> bool:
    """Whether a line is the first of a column: the next two follow at one distance, with an edge in common."""
    below = [p for p in others if p.base > line.base + 1 and p.right > line.left and p.left < line.right]
    rows = sorted(below, key=lambda piece: piece.base)[:2]
    if len(rows) < 2 or abs(rows[0].size - line.size) > 0.5:
        return False
    if abs(rows[0].left - line.left) > 0.3 * line.size and abs(rows[0].right - line.right) > line.size:
        return False
    return rows[0].base - line.base <= 1.15 * (rows[1].base - rows[0].base)
