"""Where words stand on the printed page: what enters is a source and a span of it, what leaves are rectangles.

A source read from pages has a box for each printed line. Of the line ``全年新增就业3.4万人。`` the span of ``3.4万人``
is a part; its rectangle is cut out of the line's by the widths of characters: an ideograph is twice as wide as a digit.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import attrgetter

from taizhang.engine.model import Box, SourceText, Span

_end_of = attrgetter("span.end")
_start_of = attrgetter("span.start")


def boxes_of(source: SourceText, span: Span) -> tuple[Box, ...]:
    """The rectangles of a span, a line each, in the order of the text; none where the source has no pages.

    Offsets index ``source.text``; pages count from 1, rectangles are in points from the top left of the page.

    >>> line = Box(Span(0, 4), page=1, left=10, top=20, right=40, bottom=30)
    >>> boxes_of(SourceText("增12%", boxes=(line,)), Span(1, 3))
    (Box(span=Span(start=1, end=3), page=1, left=22.0, top=20, right=34.0, bottom=30),)
    """
    if span.start >= span.end:
        return ()
    first = bisect_right(source.boxes, span.start, key=_end_of)
    last = bisect_left(source.boxes, span.end, key=_start_of)
    return tuple(_cut_box(source.text, box, span) for box in source.boxes[first:last])


def _cut_box(text: str, box: Box, span: Span) -> Box:
    """The part of a line's box that a span takes."""
    start, end = max(box.span.start, span.start), min(box.span.end, span.end)
    before, inside, after = (
        _width_of(text[a:b]) for a, b in ((box.span.start, start), (start, end), (end, box.span.end))
    )
    unit = (box.right - box.left) / ((before + inside + after) or 1)
    left = box.left + before * unit
    return box._replace(span=Span(start, end), left=round(left, 2), right=round(left + inside * unit, 2))


def _width_of(words: str) -> int:
    """In halves of an ideograph."""
    return sum(2 if char > "\u2000" else 1 for char in words)
