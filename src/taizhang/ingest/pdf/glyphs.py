"""The characters of a page and where they stand: what enters is an open page, what leaves are ``Glyph`` tuples.

A page that prints ``增长5.3%`` gives seven glyphs in the order of the file, each with its edges, its baseline and its
size, in points from the top left of the page as it is shown. Text that stands askew (a watermark) is left out; a page
whose text runs sideways is turned. Kangxi radicals that a printing program put for ideographs are put right.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

MOST_GLYPHS = 200_000
"""Of one page: a broadsheet page holds 20,000."""

GUESSED = "\u200a"
"""A blank that is not in the file: PDFium guesses it from a gap."""

_SMALLEST, _LARGEST = 0.5, 2000.0
_WIDEST = 20.0
_MOST_SHAPES = 2000
_LOST = "\ufffd"
_DROPPED = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_HYPHENS = {"\x02": "-", "\ufffe": "-"}
# Radicals that stand for whole ideographs but have no compatibility mapping in Unicode.
_RADICALS = dict(
    zip(
        "⺃⺆⺇⺋⺌⺎⺐⺒⺓⺕⺗⺝⺟⺠⺡⺩⺫⺭⺮⺯⺱⺷⺸⺼⺾⻁⻄⻅⻆⻈⻉⻋⻐⻓⻔⻘⻙⻚⻛⻜⻝⻟⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
        "乚冂几㔾小兀尣巳幺彐心月母民氵王罒礻竹糸罓羊羊月艹虎西见角讠贝车钅长门青韦页风飞食饣马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
        strict=True,
    )
)
_RANGES = ((0x2E80, 0x2FDF), (0xF900, 0xFAFF), (0xFB00, 0xFB06), (0x2F800, 0x2FA1F))


class Rectangle(NamedTuple):
    """In points from the top left."""

    left: float
    top: float
    right: float
    bottom: float


class Glyph(NamedTuple):
    """A character: ``left`` and ``right`` by its advance, its baseline and size."""

    char: str
    left: float
    right: float
    base: float
    size: float


_GUESS = Glyph(GUESSED, 0, 0, 0, 0)


class Sheet(NamedTuple):
    """What is printed on a page. ``turn`` is by how many quarters its text was turned to run from left to right."""

    width: float
    height: float
    turn: int
    glyphs: tuple[Glyph, ...]
    frames: tuple[Rectangle, ...]
    pictures: tuple[Rectangle, ...]

    @property
    def written(self) -> int:
        """How many characters are printed on it, blanks left out."""
        return sum(not glyph.char.isspace() for glyph in self.glyphs)

    def to_page(self, box: Rectangle) -> Rectangle:
        """A rectangle of this sheet as it lies on the page shown."""
        left, top, right, bottom = box
        if self.turn == 1:
            return Rectangle(top, self.width - right, bottom, self.width - left)
        if self.turn == 2:
            return Rectangle(self.width - right, self.height - bottom, self.width - left, self.height - top)
        if self.turn == 3:
            return Rectangle(self.height - bottom, left, self.height - top, right)
        return box


class _View(NamedTuple):
    """How the page's own coordinates become those shown: the box cut out, and the quarters it is turned."""

    left: float
    bottom: float
    right: float
    top: float
    quarters: int

    def turned(self, by: int) -> _View:
        return self._replace(quarters=(self.quarters + by) % 4)

    @property
    def size(self) -> tuple[float, float]:
        across, up = self.right - self.left, self.top - self.bottom
        return (up, across) if self.quarters % 2 else (across, up)

    def place(self, x: float, y: float) -> tuple[float, float]:
        if self.quarters == 0:
            return x - self.left, self.top - y
        if self.quarters == 1:
            return y - self.bottom, x - self.left
        if self.quarters == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def place_box(self, left: float, bottom: float, right: float, top: float) -> Rectangle:
        (x0, y0), (x1, y1) = self.place(left, bottom), self.place(right, top)
        return Rectangle(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def read_sheet(page: Any, text: Any, count: int) -> Sheet:
    """The glyphs of a page, its ruled frames and its pictures. ``text`` is its text page of ``count`` characters."""
    left, bottom, right, top = page.get_bbox()
    shown = _View(left, bottom, right, top, page.get_rotation() // 90)
    raw = list(_read_raw(text, count))
    turn = _find_turn(raw, shown.quarters)
    view = shown.turned(turn)
    frames, pictures = _read_shapes(page, view)
    return Sheet(*view.size, turn, tuple(_place_glyphs(raw, view)), frames, pictures)


def mend_char(char: str) -> str:
    """A radical, a compatibility ideograph or a ligature as the letters that are meant; all else as it is.

    >>> mend_char("⽇") + mend_char("⻓") + mend_char("ﬁ") + mend_char("％")
    '日长fi％'
    """
    if char < "\u2e80" or "\u2fdf" < char < "\uf900":
        return char
    if not any(first <= ord(char) <= last for first, last in _RANGES):
        return char
    return _RADICALS.get(char) or unicodedata.normalize("NFKC", char)


class _Raw(NamedTuple):
    """A character as the file has it: its box and origin, size, and the direction in which it runs."""

    char: str
    box: tuple[float, float, float, float]
    x: float
    y: float
    size: float
    quarter: int


def _read_raw(page: Any, count: int) -> Iterator[_Raw]:
    text = page.raw
    box, matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    high = 0
    for index in range(min(count, MOST_GLYPHS)):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if code in {10, 13}:
            continue
        if pdfium.FPDFText_IsGenerated(text, index) == 1:
            yield _Raw(GUESSED, (0, 0, 0, 0), 0, 0, 0, 0)
            continue
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0xFFFD
        high = 0
        pdfium.FPDFText_GetLooseCharBox(text, index, box)
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        pdfium.FPDFText_GetMatrix(text, index, matrix)
        quarter = _quarter_of(matrix.a, matrix.b)
        size = pdfium.FPDFText_GetFontSize(text, index) * (matrix.c**2 + matrix.d**2) ** 0.5
        edges = (box.left, box.bottom, box.right, box.top)
        yield _Raw(_read_char(code), edges, x.value, y.value, abs(size), quarter)


def _read_char(code: int) -> str:
    if code == 0 or code > 0x10FFFF:
        return _LOST
    char = chr(code)
    return _HYPHENS.get(char, char)


def _quarter_of(a: float, b: float) -> int:
    """In which direction text runs: quarters against the clock, -1 where it stands askew."""
    if abs(b) <= 0.1 * abs(a):
        return 0 if a >= 0 else 2
    if abs(a) <= 0.1 * abs(b):
        return 1 if b > 0 else 3
    return -1


def _find_turn(raw: list[_Raw], quarters: int) -> int:
    """By how many quarters with the clock the page must be turned for most of its text to run from left to right."""
    ways = Counter((glyph.quarter - quarters) % 4 for glyph in raw if glyph.quarter >= 0 and glyph.size)
    return ways.most_common(1)[0][0] if ways else 0


def _place_glyphs(raw: list[_Raw], view: _View) -> Iterator[Glyph]:
    width, height = view.size
    for glyph in raw:
        if glyph.char == GUESSED and not glyph.size:
            yield _GUESS
            continue
        if glyph.quarter != view.quarters or glyph.char in _DROPPED or not _SMALLEST <= glyph.size <= _LARGEST:
            continue
        box = view.place_box(*glyph.box)
        base = view.place(glyph.x, glyph.y)[1]
        is_inside = -1 <= base <= height + glyph.size and box.right >= -1 and box.left <= width + 1
        if is_inside and box.right - box.left <= _WIDEST * glyph.size:  # neither holds for what is no number
            yield Glyph(mend_char(glyph.char), box.left, box.right, base, glyph.size)


def _read_shapes(page: Any, view: _View) -> tuple[tuple[Rectangle, ...], tuple[Rectangle, ...]]:
    """The rectangles ruled on a page and its pictures; of drawings too rich to be frames nothing."""
    frames: list[Rectangle] = []
    pictures: list[Rectangle] = []
    edges = [ctypes.c_float() for _ in range(4)]
    for index in range(min(pdfium.FPDFPage_CountObjects(page), 20_000)):
        shape = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(shape)
        if kind not in {pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_IMAGE}:
            continue
        if not pdfium.FPDFPageObj_GetBounds(shape, *edges):
            continue
        box = view.place_box(*(edge.value for edge in edges))
        (pictures if kind == pdfium.FPDF_PAGEOBJ_IMAGE else frames).append(box)
    return tuple(frames) if len(frames) <= _MOST_SHAPES else (), tuple(pictures[:_MOST_SHAPES])
