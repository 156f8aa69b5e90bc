"""Frames ruled around text on a page of several columns: what enters are pieces and rectangles, what leaves are parts.

A box set into the columns of a newspaper page is read by itself, and the columns run on around it. Frames around the
whole page, around a cell of a table or around a line are none.
"""

from __future__ import annotations

from collections.abc import Sequence

from taizhang.ingest.pdf.columns import find_size
from taizhang.ingest.pdf.glyphs import Rectangle
from taizhang.ingest.pdf.lines import Line, group_rows

_FEWEST_ROWS = 3
_MOST = 0.5
_WIDEST_CELL = 8
_MOST_FRAMES = 50


def part_frames(pieces: Sequence[Line], frames: Sequence[Rectangle]) -> list[list[Line]]:
    """The pieces in no frame, then those of each frame, from the top. Frames count only beside other text."""
    rest = list(pieces)
    parts: list[list[Line]] = []
    size = find_size(pieces)
    wide = [
        f for f in frames if f.right - f.left >= _WIDEST_CELL * size and f.bottom - f.top >= 2 * _FEWEST_ROWS * size
    ]
    for frame in sorted(wide, key=lambda f: (f.left - f.right) * (f.bottom - f.top))[:_MOST_FRAMES]:
        inside = [piece for piece in rest if _holds(frame, piece)]
        if _is_box(inside, rest, frame):
            taken = {id(piece) for piece in inside}
            rest = [piece for piece in rest if id(piece) not in taken]
            parts.append(inside)
    return [rest, *sorted(parts, key=lambda part: part[0].base)]


def _holds(frame: Rectangle, piece: Line) -> bool:
    return (
        frame.left - 1 <= piece.left
        and piece.right <= frame.right + 1
        and frame.top - 1 <= piece.base - 0.5 * piece.size
        and piece.base <= frame.bottom + 1
    )


def _is_box(inside: Sequence[Line], pieces: Sequence[Line], frame: Rectangle) -> bool:
    """Whether a frame holds a few lines of text and other text stands level with it."""
    if len(group_rows(inside)) < _FEWEST_ROWS or len(inside) > _MOST * len(pieces):
        return False
    level = [p for p in pieces if frame.top < p.base < frame.bottom and not _holds(frame, p)]
    return len(level) >= _FEWEST_ROWS and all(p.right <= frame.left + 1 or p.left >= frame.right - 1 for p in level)
