"""Pages of an OFD as sheets: what enters is the XML of a page, what leaves is a ``Sheet`` of glyphs in points.

``<TextObject Boundary="30 40 100 6" Size="5.6"><TextCode X="0" Y="4" DeltaX="g 3 5.6">全年新增`` is four glyphs of
5.6 mm, the first of them with its left edge at 30 mm and its baseline at 44 mm from the top left of the page.

Text that stands askew (a watermark), is not visible or lies off the page is left out; a page whose text runs sideways
is turned.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, repeat
from math import isfinite
from typing import NamedTuple

from lxml.etree import _Element

from taizhang.ingest.pdf.glyphs import Glyph, Rectangle, Sheet, mend_char

POINTS = 72 / 25.4
A4 = (210.0, 297.0)

_FARTHEST = 1e5
_LARGEST_PAGE = 5_000.0
_ASKEW = 0.1
_MOST_FRAMES = 2_000
_NARROW = 0.5
_UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\t\n\r")
_STRAIGHT = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_OBJECTS = ("{*}TextObject", "{*}ImageObject", "{*}PathObject")

Matrix = tuple[float, ...]


class _Mark(NamedTuple):
    """A character in millimetres: where its baseline begins, how wide and high it is, in which quarter it runs."""

    char: str
    x: float
    y: float
    width: float
    size: float
    quarter: int


def read_sheet(layers: Sequence[_Element], size: tuple[float, float]) -> Sheet:
    """The glyphs, frames and pictures of the contents of a page, one upon the other. ``size`` is in millimetres."""
    marks: list[_Mark] = []
    frames: list[Rectangle] = []
    pictures: list[Rectangle] = []
    for element in chain.from_iterable(layer.iter(*_OBJECTS) for layer in layers):
        box = read_numbers(element.get("Boundary"), 4)
        if box is None or not _is_visible(element):
            continue
        kind = str(element.tag).rpartition("}")[2]
        if kind == "TextObject":
            marks += _read_text(element, box)
        else:
            (pictures if kind == "ImageObject" else frames).append(_to_points(box))
    turn = _find_turn(marks)
    width, height = (side * POINTS for side in size)
    shown = (height, width) if turn % 2 else (width, height)
    glyphs = tuple(_place(mark, turn, size) for mark in marks if mark.quarter == turn)
    is_plain = turn == 0 and len(frames) <= _MOST_FRAMES
    return Sheet(*shown, -turn % 4, glyphs, tuple(frames) if is_plain else (), tuple(pictures) if turn == 0 else ())


def read_numbers(said: str | None, count: int) -> tuple[float, ...] | None:
    """The numbers of an attribute; None where they are not ``count`` numbers that a page may hold.

    >>> read_numbers("0 0 210 297", 4), read_numbers("0 0 NaN 297", 4), read_numbers("1e99", 1)
    ((0.0, 0.0, 210.0, 297.0), None, None)
    """
    try:
        numbers = tuple(float(word) for word in (said or "").split())
    except ValueError:
        return None
    return numbers if len(numbers) == count and all(map(_is_near, numbers)) else None


def read_size(said: str | None) -> tuple[float, float] | None:
    """The width and height of a page in millimetres; None where they are no size of a page."""
    box = read_numbers(said, 4)
    return (box[2], box[3]) if box and all(0 < side <= _LARGEST_PAGE for side in box[2:]) else None


def _is_near(number: float) -> bool:
    return isfinite(number) and abs(number) <= _FARTHEST


def _is_visible(element: _Element) -> bool:
    return element.get("Visible") not in {"false", "0"} and element.get("Alpha") != "0"


def _to_points(box: Sequence[float]) -> Rectangle:
    x, y, width, height = (number * POINTS for number in box)
    return Rectangle(x, y, x + width, y + height)


def _read_text(element: _Element, box: Sequence[float]) -> Iterator[_Mark]:
    """The characters of a text object."""
    size = _read_number(element.get("Size"), 0.0)
    matrix = read_numbers(element.get("CTM"), 6) or _STRAIGHT
    a, b, c, d, _, _ = matrix
    high = size * (c * c + d * d) ** 0.5
    across = (a * a + b * b) ** 0.5
    quarter = (_quarter_of(a, b) + int(_read_number(element.get("ReadDirection"), 0.0)) // 90) % 4
    if high < 0.2 or not across or _quarter_of(a, b) < 0:
        return
    scale = _read_number(element.get("HScale"), 1.0)
    wide = size * (scale if scale > 0 else 1.0)
    for char, x, y, advance in _read_codes(element, wide):
        width = min(wide * (_NARROW if char < "\u0250" else 1.0), advance) * across
        place = _transform(matrix, x, y)
        yield _Mark(char, box[0] + place[0], box[1] + place[1], width, high, quarter)


def _read_codes(element: _Element, wide: float) -> Iterator[tuple[str, float, float, float]]:
    """The characters of an object's codes, each with its place and the distance to the next one."""
    x = y = 0.0
    for code in element.iter("{*}TextCode"):
        x, y = _read_number(code.get("X"), x), _read_number(code.get("Y"), y)
        text = (code.text or "").strip("\r\n\t")
        said = code.get("DeltaX"), code.get("DeltaY")
        steps = zip(_read_steps(said[0]), _read_steps(said[1])) if any(said) else _natural_steps(text, wide)
        across, down = x, y
        for char, (right, lower) in zip(text, steps, strict=False):
            if char not in _UNSEEN:
                yield char, across, down, right if right > 0 else wide
            across, down = across + right, down + lower


def _read_steps(said: str | None) -> Iterator[float]:
    """The distances of a ``DeltaX``: ``g 3 5.6 2`` is 5.6 three times, then 2; after the last one none."""
    words = iter((said or "").split())
    for word in words:
        if word == "g":
            count = next(words, "")
            step = _read_number(next(words, None), 0.0)
            yield from repeat(step, int(count) if count.isascii() and count.isdigit() and len(count) < 10 else 0)
        else:
            yield _read_number(word, 0.0)
    yield from repeat(0.0)


def _natural_steps(text: str, wide: float) -> Iterator[tuple[float, float]]:
    return ((wide * (_NARROW if char < "\u0250" else 1.0), 0.0) for char in text)


def _read_number(said: str | None, default: float) -> float:
    numbers = read_numbers(said, 1)
    return numbers[0] if numbers else default


def _transform(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _quarter_of(a: float, b: float) -> int:
    """Which way text runs, in quarters with the clock: 0 to the right, 1 down, 2 to the left, 3 up; -1 askew."""
    if abs(b) <= _ASKEW * abs(a):
        return 0 if a > 0 else 2
    if abs(a) <= _ASKEW * abs(b):
        return 1 if b > 0 else 3
    return -1


def _find_turn(marks: Sequence[_Mark]) -> int:
    """The quarter in which most characters run."""
    ways = Counter(mark.quarter for mark in marks)
    return max(ways, key=lambda way: (ways[way], -way)) if ways else 0


def _place(mark: _Mark, turn: int, size: tuple[float, float]) -> Glyph:
    """A character on the sheet, turned so that it runs to the right."""
    width, height = size
    across, down = {
        0: (mark.x, mark.y),
        1: (mark.y, width - mark.x),
        2: (width - mark.x, height - mark.y),
        3: (height - mark.y, mark.x),
    }[turn]
    left = across * POINTS
    return Glyph(mend_char(mark.char), left, left + mark.width * POINTS, down * POINTS, mark.size * POINTS)
