"""Paper of an official document 公文 by GB/T 9704-2012, as the parts of a ``.docx``.

What enters is paragraphs and tables, what leaves is the bytes of a file that Word, WPS and LibreOffice lay out alike:
A4 with the type area of 156 × 225 mm, 22 lines of 28 characters on a page, title in 2号小标宋, text in 3号仿宋,
headings in 黑体 and 楷体, page numbers like “— 1 —” in 4号宋体 on the outer side. A landscape page is the same sheet
turned by a quarter, its head at the binding edge. ``Paper("方案").add("BodyText", "修渠。")`` sets one paragraph.

Only plain means are used: styles, tables, sections, one field for the page number; no content control, text box, frame,
macro, link or picture. The same content gives the same bytes. Lengths are in twips (1/20 pt).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import NamedTuple
from xml.sax.saxutils import escape

from taizhang.export.package import LINE, STYLES, pack
from taizhang.export.phrases import make_printable

_MILLIMETRE = 1440 / 25.4


def in_twips(millimetres: float) -> int:
    """Millimetres as twips.

    >>> in_twips(25.4)
    1440
    """
    return round(millimetres * _MILLIMETRE)


_SIZES = {style.key: style.size for style in STYLES}
_LINES = {style.key: style.line for style in STYLES}


class Sheet(NamedTuple):
    """A page: its size and margins, and how far its foot stands from the edge."""

    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int
    foot: int

    @property
    def room(self) -> int:
        """Width of the type area."""
        return self.width - self.left - self.right

    @property
    def lines(self) -> int:
        """How many lines of a table in 小四 the type area holds."""
        return (self.height - self.top - self.bottom) // _LINES["TableText"]


PORTRAIT = Sheet(11906, 16838, in_twips(37), in_twips(26), in_twips(35), in_twips(28), in_twips(25.2))
LANDSCAPE = Sheet(16838, 11906, in_twips(28), in_twips(37), in_twips(26), in_twips(35), in_twips(16.2))
"""The number stands 7 mm below the type area; on the turned sheet at its foot, where programs put it."""


BLANK = "\u00a0" * 12
"""A line to write on, of no-break spaces: it stays on the line of the words before it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its lines of text, their style, and over how many columns it goes."""

    lines: tuple[str, ...]
    style: str
    columns: int = 1


class Paper:
    """A document being written, paragraph by paragraph. The last section begins as ``sheet``."""

    def __init__(self, title: str, sheet: Sheet = PORTRAIT) -> None:
        self.title = title
        self.sheet = sheet
        self._parts: list[str] = []

    def add(self, style: str, *lines: str, is_new_page: bool = False) -> None:
        """A paragraph; several ``lines`` stand below each other within it."""
        extra = "<w:pageBreakBefore/>" if is_new_page else ""
        self._parts.append(_paragraph(style, lines, extra))

    def add_with_tail(self, style: str, text: str, tail_style: str, tail: str) -> None:
        """A paragraph whose end is set in a character style: ``Duty``, in 楷体. A ``BLANK`` is a line to write on."""
        style_of = f'<w:rStyle w:val="{tail_style}"/>'
        told, *more = (_run(part, style_of) for part in tail.split(BLANK))
        blank = _run(BLANK, style_of, '<w:u w:val="single"/>')
        marked = told + "".join(blank + part for part in more)
        self._parts.append(f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_run(text)}{marked}</w:p>')

    def add_table(self, widths: Sequence[int], header: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> None:
        """A table whose header stands on each page. ``widths`` are shares of the type area."""
        columns = _fit(widths, self.sheet.room)
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
        self._parts.append(f"<w:tbl>{_table_properties(columns)}<w:tblGrid>{grid}</w:tblGrid>")
        tallest = self.sheet.lines // _TALLEST
        self._parts.append(_row(header, columns, tallest, is_header=True))
        self._parts.extend(_row(row, columns, tallest) for row in rows)
        self._parts.append(_TABLE_END)

    def turn(self, sheet: Sheet, style: str, *lines: str) -> None:
        """End the section with a last paragraph and go on with a new page of the form ``sheet``."""
        self._parts.append(_paragraph(style, lines, _section(self.sheet)))
        self.sheet = sheet

    def make(self) -> bytes:
        """The document as the bytes of a ``.docx``."""
        last = _paragraph("End", ()) if self._parts and self._parts[-1] == _TABLE_END else ""
        return pack(self.title, f"{''.join(self._parts)}{last}{_section(self.sheet)}")


# ------------------------------------------------------------------------------------- paragraphs, tables


def _paragraph(style: str, lines: Sequence[str], extra: str = "") -> str:
    runs = "<w:r><w:br/></w:r>".join(_run(line) for line in lines)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>{runs}</w:p>'


def _run(text: str, style: str = "", line: str = "") -> str:
    """A run; the hint makes “ ” … — full-width Chinese marks."""
    if not text:
        return ""
    shown = escape(make_printable(text))
    properties = f'<w:rPr>{style}<w:rFonts w:hint="eastAsia"/>{line}</w:rPr>'
    return f'<w:r>{properties}<w:t xml:space="preserve">{shown}</w:t></w:r>'


def _table_properties(columns: Sequence[int]) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in sides)
    margins = "".join(f'<w:{side} w:w="{wide}" w:type="dxa"/>' for side, wide in _CELL_MARGINS)
    return (
        f'<w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{borders}'
        f'</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
    )


_TABLE_END = "</w:tbl>"
"""Word wants a paragraph behind the last one; so small a one does not begin a page."""
_SEAM = re.compile(r"(?<=[0-9])(?=[^0-9])|(?<=[^0-9])(?=[0-9])")
_CELL_MARGINS = (("top", 40), ("left", 80), ("bottom", 40), ("right", 80))
_TALLEST = 5
"""A row of up to the page by so much is kept on one page; a taller one would leave a gap."""


def _row(cells: Sequence[Cell], columns: Sequence[int], tallest: int, is_header: bool = False) -> str:
    made, at, lines = [], 0, 1
    for cell in cells:
        width = sum(columns[at : at + cell.columns])
        at += cell.columns
        lines = max(lines, count_lines(cell, width))
        span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
        content = "".join(_paragraph(cell.style, (line,)) for line in cell.lines or ("",))
        properties = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}<w:vAlign w:val="center"/></w:tcPr>'
        made.append(f"<w:tc>{properties}{content}</w:tc>")
    kept = "<w:cantSplit/>" if lines <= tallest else ""
    header = "<w:tblHeader/>" if is_header else ""
    return f"<w:tr><w:trPr>{kept}{header}</w:trPr>{''.join(made)}</w:tr>"


def count_lines(cell: Cell, width: int) -> int:
    """How many lines the text of a cell takes in a column of ``width``.

    >>> count_lines(Cell(("修渠三十公里", "改桥"), "TableText"), 1020)
    3
    """
    room = max((width - 160) // (_SIZES[cell.style] * 5), 1)
    return sum(max(-(-len(line.encode("gb18030", "replace")) // room), 1) for line in cell.lines or ("",))


def width_of(cell: Cell) -> int:
    """The column in millimetres, edges included, in which each line of a cell stands unbroken.

    >>> width_of(Cell(("2032年底※",), "TableCentre")), width_of(Cell(("2032年6月底；",), "TableCentre"))
    (27, 37)
    """
    longest = max((_half_widths(line) for line in cell.lines), default=0)
    return ceil((longest * _SIZES[cell.style] * 5 + 160) / _MILLIMETRE)


def _half_widths(line: str) -> int:
    """Half characters in a line, one more for each seam of figures and Chinese, where programs set a space."""
    return len(line.encode("gb18030", "replace")) + len(_SEAM.findall(line))


def _fit(widths: Sequence[int], room: int) -> tuple[int, ...]:
    """``widths`` stretched to ``room``, to the twip.

    >>> _fit((1, 1, 1), 100)
    (33, 34, 33)
    """
    edges = [round(room * sum(widths[:at]) / sum(widths)) for at in range(len(widths) + 1)]
    return tuple(right - left for left, right in pairwise(edges))


def _section(sheet: Sheet) -> str:
    turned = ' w:orient="landscape"' if sheet.width > sheet.height else ""
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>'
        f'<w:type w:val="nextPage"/><w:pgSz w:w="{sheet.width}" w:h="{sheet.height}"{turned}/>'
        f'<w:pgMar w:top="{sheet.top}" w:right="{sheet.right}" w:bottom="{sheet.bottom}" w:left="{sheet.left}" '
        f'w:header="851" w:footer="{sheet.foot}" w:gutter="0"/><w:cols w:space="425"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{LINE}"/></w:sectPr>'
    )
