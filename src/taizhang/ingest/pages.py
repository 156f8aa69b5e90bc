"""A web page as lines: what enters is the tree of a page, what leaves are its lines, in order.

Blocks and ``<br>`` end lines, a row of a table is a line with its cells parted by tabs, as in a Word file; white space
is set as browsers set it, but that a line break in the markup between two ideographs is nothing at all. Of
``<p>投资<br>200亿元</p><table><tr><td>县<td>公里`` the lines are 投资, 200亿元 and ``县⇥公里``. A table that holds
tables, or paragraphs in a cell, is there for the layout: its cells are read as blocks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from taizhang.ingest.markup import BLOCKS

_SPACE = re.compile(r"[ \t\n\r\f\xa0]+")
_UNSEEN = re.compile("[\xad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60，。；：、！？“”‘’（）《》]")
_ROW_GROUPS = frozenset({"tbody", "thead", "tfoot"})
_CELLS = frozenset({"td", "th"})
_LONG_CELL = 200
_MOST_ROWS_SPANNED = 200
_MOST_COLUMNS = 200
_PROSE = re.compile(r"[。；！？]|[，、].{20}")


class PageLine(NamedTuple):
    """A line of a page, and whether the layout says that it is beside the text."""

    text: str
    is_aside: bool = False


def weigh(text: str) -> int:
    """How much a line counts as prose: its length where it holds a sentence or goes on, nothing for links and labels.

    >>> weigh("首页"), weigh("全年新建公路20公里。")
    (0, 11)
    """
    return len(text) if _PROSE.search(text) else 0


class PageReader:
    """Reads elements of one page. ``asides`` are the elements, by ``mem_id``, that are beside the text.

    ``weights`` grows with what is read: how much prose stands in each block, by ``mem_id``; with ``counted``, only the
    lines in it count.
    """

    def __init__(self, asides: AbstractSet[int] = frozenset(), counted: AbstractSet[str] | None = None) -> None:
        self.weights: dict[int, int] = {}
        self._asides = asides
        self._counted = counted
        self._weight = 0
        self._lines: list[PageLine] = []
        self._words: list[str] = []
        self._is_aside = False
        self._frames: frozenset[int] = frozenset()

    def read(self, node: LexborNode) -> tuple[PageLine, ...]:
        """The lines of an element that hold more than blanks."""
        self._lines = []
        self._frames = _find_frames(node)
        self._read_element(node)
        self._end_line()
        return tuple(self._lines)

    def _read_element(self, node: LexborNode) -> None:
        tag = node.tag or ""
        is_aside = node.mem_id in self._asides and not self._is_aside
        is_block = tag in BLOCKS or tag == "body" or is_aside
        if is_block or tag == "br":
            self._end_line()
        self._is_aside |= is_aside
        before = self._weight
        if tag == "table" and node.mem_id not in self._frames:
            self._read_table(node)
        elif tag == "pre":
            self._read_preformatted(node)
        else:
            self._read_children(node)
        if is_block:
            self._end_line()
            self.weights[node.mem_id] = self._weight - before
        self._is_aside &= not is_aside

    def _read_children(self, node: LexborNode) -> None:
        child = node.first_child
        while child is not None:
            if child.is_element_node:
                self._read_element(child)
            elif child.is_text_node:
                self._words.append(child.text_content or "")
            child = child.next

    def _read_preformatted(self, node: LexborNode) -> None:
        for line in node.text().splitlines():
            self._words.append(line)
            self._end_line()

    def _end_line(self) -> None:
        if not self._words:
            return
        text = set_spaces("".join(self._words))
        self._words = []
        if text:
            self._lines.append(PageLine(text, self._is_aside))
            self._weight += weigh(text) if self._counted is None or text in self._counted else 0

    def _read_table(self, table: LexborNode) -> None:
        """A row a line; a row with one cell that says anything is a frame around blocks."""
        carried: dict[int, int] = {}  # column → rows that a cell from above still goes on through
        for row in _rows(table):
            cells = [(cell, self._read_cell(cell)) for cell in _cells(row)]
            said = [lines for _, lines in cells if lines]
            if len(said) == 1 and not carried:
                self._add(said[0])
            elif said:
                placed = _place_cells([(cell, " ".join(line.text for line in lines)) for cell, lines in cells], carried)
                self._add([PageLine("\t".join(placed).rstrip("\t"), self._is_aside)])

    def _read_cell(self, cell: LexborNode) -> list[PageLine]:
        outer, self._lines = self._lines, []
        weight = self._weight
        self._read_children(cell)
        self._end_line()
        self._weight = weight  # counted once more with its row
        outer, self._lines = self._lines, outer
        return outer

    def _add(self, lines: Iterable[PageLine]) -> None:
        for line in lines:
            self._lines.append(line)
            self._weight += weigh(line.text) if self._counted is None or line.text in self._counted else 0


def set_spaces(text: str) -> str:
    r"""Words of a line as browsers set them: white space is one blank, and none at the ends; unseen marks are dropped.

    >>> set_spaces(" 新建\n公路 20&公里 ")
    '新建公路 20&公里'
    """
    text = _UNSEEN.sub("", text)
    return _SPACE.sub(_set_space, text).strip()


def _set_space(match: re.Match[str]) -> str:
    text, start, end = match.string, match.start(), match.end()
    is_break = "\n" in match[0] and start > 0 and end < len(text)
    return "" if is_break and _WIDE.match(text[start - 1]) and _WIDE.match(text[end]) else " "


def _find_frames(node: LexborNode) -> frozenset[int]:
    """The tables, by ``mem_id``, that are there for the layout: with tables or paragraphs of running text in them."""
    cells = (cell for cell in node.css("td, th") if len(cell.text(deep=False)) > _LONG_CELL or cell.css_first("p, div"))
    holders = (*node.css("table table"), *(cell for cell in cells if _holds_paragraphs(cell)))
    return frozenset(table.mem_id for holder in holders if (table := _table_around(holder)) is not None)


def _holds_paragraphs(cell: LexborNode) -> bool:
    return len(cell.text()) > _LONG_CELL and len(cell.css("p, div, br")) > 1


def _table_around(node: LexborNode) -> LexborNode | None:
    while (node := node.parent) is not None:  # type: ignore[assignment]  # None ends the loop
        if node.tag == "table":
            return node
    return None


def _rows(table: LexborNode) -> Iterator[LexborNode]:
    for child in _elements(table):
        if child.tag in _ROW_GROUPS:
            yield from _elements(child)
        else:
            yield child


def _cells(row: LexborNode) -> list[LexborNode]:
    """The cells of a row; a caption is one by itself."""
    return [cell for cell in _elements(row) if cell.tag in _CELLS] if row.tag == "tr" else [row]


def _elements(node: LexborNode) -> Iterator[LexborNode]:
    child = node.first_child
    while child is not None:
        if child.is_element_node:
            yield child
        child = child.next


def _place_cells(cells: list[tuple[LexborNode, str]], carried: dict[int, int]) -> list[str]:
    """The words of a row by column: nothing where a cell from above goes on. ``carried`` is brought up to the row."""
    placed: list[str] = []
    for cell, words in cells:
        _skip_carried(placed, carried)
        rows = _rows_spanned(cell)
        if rows > 1 and len(placed) < _MOST_COLUMNS:
            carried[len(placed)] = rows
        placed.append(words)
    _skip_carried(placed, carried)
    for column in list(carried):
        carried[column] -= 1
        if carried[column] <= 0:
            del carried[column]
    return placed


def _skip_carried(placed: list[str], carried: dict[int, int]) -> None:
    while len(placed) in carried:
        placed.append("")


def _rows_spanned(cell: LexborNode) -> int:
    said = cell.attributes.get("rowspan") or "1"
    return min(int(said), _MOST_ROWS_SPANNED) if said.isascii() and said.isdigit() and len(said) < 6 else 1
