"""What stands around the text of a page: what enters are the pieces of all pages, what leaves are those of the margins.

``— 3 —`` at the foot of a page, the title of the report over each of them, ``责任编辑：闻一鸣`` under a newspaper page
and ``图为湿地公园一角`` under a picture are not the report's own words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from taizhang.ingest.pdf.columns import find_size
from taizhang.ingest.pdf.glyphs import Rectangle
from taizhang.ingest.pdf.lines import Line, group_rows

_MARGIN = 0.12
_OUTERMOST = 2
_APART = 3.0
_NUMBER = re.compile(
    r"[-—–―－~·•\s]*(?:第\s*)?(?:\d{1,3}|[ivxIVX]{1,5})(?:\s*页)?[-—–―－~·•\s]*"
    r"|第\s*\d{1,3}\s*页\s*[,，/／|（(]?\s*共\s*\d{1,3}\s*页[)）]?|\d{1,3}\s*[/／]\s*\d{1,3}|[Pp]age\s+\d+(?:\s+of\s+\d+)?"
)
# The line over a newspaper page tells its date and number, the one under it who made it.
_MASTHEAD = re.compile(
    r"(?=.*(?:星期[一二三四五六日天]|\d{4}\s*年))(?=.*(?:第?\s*[A-Za-z]?\d{1,2}\s*版|日报|晚报|时报|要\s*闻))"
)
_IMPRINT = re.compile(r"(?:本版|本期)?(?:责任编辑|责编|编辑|美编|版式|校对|值班|组版|审读|热线)[^。]{0,40}$")
_CAPTION = re.compile(r"^(?:图[①-⑩0-9一二三四五]?[为：:]|[▲▼◀▶△↑↓])|(?:摄|供图|制图|图片)[）)]?$")
_PICTURED = 3.0


def find_margins(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[set[int]]:
    """For each page the ``id`` of the pieces that are page numbers, running heads, mastheads or imprints."""
    edges = [_edge_rows(pieces, height) for pieces, height in zip(pages, heights, strict=True)]
    heads = Counter(key for rows in edges for key in {_fold(row) for row in rows})
    fewest = max(2, 0.3 * len(pages)) if len(pages) > 3 else 2
    found: list[set[int]] = []
    for pieces, rows in zip(pages, edges, strict=True):
        marked = [row for row in rows if heads[_fold(row)] >= fewest or _is_margin(row, pieces)]
        found.append({id(piece) for row in marked for piece in row})
    return found


def find_captions(pieces: Sequence[Line], pictures: Sequence[Rectangle]) -> set[int]:
    """The ``id`` of the pieces under a picture that are its caption."""
    size = find_size(pieces) if pieces else 0.0
    found: set[int] = set()
    for picture in pictures:
        if picture.bottom - picture.top < 4 * size or picture.right - picture.left < 4 * size:
            continue
        found |= set(_read_caption(pieces, picture, size))
    return found


def _read_caption(pieces: Sequence[Line], picture: Rectangle, size: float) -> Iterator[int]:
    """The lines right under a picture and no wider, as long as they are small or the first reads like a caption."""
    reach = picture.bottom
    lines: list[Line] = []
    for piece in sorted(pieces, key=lambda piece: piece.base):
        inside = picture.left - size <= piece.left and piece.right <= picture.right + size
        if inside and -0.5 * size <= piece.top - reach <= (1.6 if lines else 2.2) * size:
            lines.append(piece)
            reach = piece.bottom
    words = "".join(piece.text for piece in lines)
    if lines and (_CAPTION.search(words) or (lines[0].size < 0.93 * size and len(lines) <= _PICTURED)):
        yield from (id(piece) for piece in lines)


def _edge_rows(pieces: Sequence[Line], height: float) -> list[list[Line]]:
    """The outermost rows at the top and the foot of a page."""
    rows = group_rows(pieces)
    top = [row for row in rows[:_OUTERMOST] if row[0].base < _MARGIN * height]
    foot = [row for row in rows[-_OUTERMOST:] if row[0].base > (1 - _MARGIN) * height and row not in top]
    return top + foot


def _fold(row: Sequence[Line]) -> tuple[str, int]:
    """What a running head has in common on all its pages: its words but for numbers, and its height."""
    words = re.sub(r"\d+", "0", "".join(piece.text for piece in sorted(row, key=lambda piece: piece.left)))
    return words, round(row[0].base / 4)


def _is_margin(row: Sequence[Line], pieces: Sequence[Line]) -> bool:
    words = " ".join(piece.text for piece in sorted(row, key=lambda piece: piece.left)).strip()
    if _NUMBER.fullmatch(words):
        return True
    own = {id(piece) for piece in row}
    others = [piece.base for piece in pieces if id(piece) not in own]
    gap = min((abs(base - row[0].base) for base in others), default=0.0)
    if gap < 1.5 * row[0].size:
        return False
    return bool(_MASTHEAD.match(words) or _IMPRINT.match(words))
