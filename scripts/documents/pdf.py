"""The sample as PDF: one column, three columns, a newspaper page, and with its columns interleaved in the file.

Text is set line by line, so that a test knows where each word stands: lines are justified, and no line begins with a
mark that may not stand there. The font is Adobe's STSong-Light, which every reader of PDF has its own stand-in for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfgen.canvas import Canvas

from documents.articles import BOX, CAPTION, CHESS, FLOWERS, IMPRINT, MASTHEAD, Article
from documents.sample import Block, read_blocks

FONT = "STSong-Light"
A4 = (595.0, 842.0)
BROADSHEET = (1191.0, 1684.0)

_NO_START = frozenset("，。；：、！？”’）》】％%,.;:!?)")
_NO_END = frozenset("“‘（《【(")
_GREY = Image.new("L", (8, 6), 160)
registerFont(UnicodeCIDFont(FONT))


@dataclass(frozen=True, slots=True)
class Column:
    """Where lines may stand: from ``top`` down to ``bottom``, measured from the top left of the page."""

    left: float
    top: float
    width: float
    bottom: float


class Style(NamedTuple):
    """How a block is set. ``indent`` is of its first line, in characters."""

    size: float
    leading: float
    indent: int = 2
    is_centred: bool = False


class Line(NamedTuple):
    """A line of text at its baseline, from the top of the page. ``spread`` is added after each character."""

    page: int
    left: float
    baseline: float
    size: float
    text: str
    spread: float = 0.0


def make_one_column(path: Path) -> None:
    """A4, one column, with a running head and a page number on each page."""
    column = Column(85, 90, 425, 760)
    lines = list(set_blocks(read_blocks(), [column], _report_style(15, 26)))
    pages = max(line.page for line in lines) + 1
    heads = [Line(n, 85, 50, 9, "澜川市政府工作报告") for n in range(pages)]
    feet = [Line(n, 282, 800, 10.5, f"— {n + 1} —") for n in range(pages)]
    write(path, A4, [*lines, *heads, *feet])


def make_three_columns(path: Path) -> None:
    """A4 in three columns, in the order in which they are read."""
    write(path, A4, _set_three_columns())


def make_interleaved(path: Path) -> None:
    """A4 in three columns; the file holds the first lines of all columns, then the second ones, and so on."""
    columns: dict[int, list[list[Line]]] = {}
    for line in _set_three_columns():
        page = columns.setdefault(line.page, [[], [], []])
        page[min(2, int((line.left - 45) // 172))].append(line)
    mixed = (line for page in columns.values() for row in zip_longest(*page) for line in row if line)
    write(path, A4, list(mixed))


def make_newspaper(path: Path) -> None:
    """A broadsheet page: the report under a headline of six columns, two articles beside it, a box, a picture."""
    columns = [Column(40 + 140 * n, 190, 128, 1620) for n in range(8)]
    headline, rest = read_blocks()[0], read_blocks()[3:]
    body = Style(8.1, 11.2)
    box = Column(columns[2].left + 6, 760, 268 - 12, 900)
    frames = [*columns[:2], *(part for c in columns[2:4] for part in around(c, 740, 920)), *columns[4:6]]
    lines = [Line(0, 40, 30, 9, MASTHEAD), Line(0, 40, 1660, 8, IMPRINT)]
    lines += set_blocks([headline], [Column(40, 70, 828, 150)], lambda _: Style(46, 60, 0, is_centred=True))
    lines += set_blocks(read_blocks()[1:3], [Column(40, 142, 828, 190)], lambda _: Style(10, 15, 0, is_centred=True))
    lines += set_blocks(rest, frames, lambda block: body if block.level == 0 else Style(8.8, 12.8))
    lines += set_article(BOX, box, [box])
    lines += set_article(FLOWERS, Column(880, 60, 268, 120), [replace(c, top=125, bottom=420) for c in columns[6:]])
    lines += [Line(0, 884, 830, 7, CAPTION)]
    lines += set_article(CHESS, Column(880, 880, 268, 930), [replace(c, top=945, bottom=1180) for c in columns[6:]])
    write(path, BROADSHEET, lines, frames=[Column(box.left - 4, 748, 264, 908)], pictures=[Column(884, 600, 264, 815)])


MAKERS: dict[str, Callable[[Path], None]] = {
    "one-column.pdf": make_one_column,
    "three-columns.pdf": make_three_columns,
    "interleaved.pdf": make_interleaved,
    "newspaper.pdf": make_newspaper,
}


def set_blocks(blocks: Iterable[Block], frames: Sequence[Column], style_of: Callable[[Block], Style]) -> Iterator[Line]:
    """The lines of blocks that flow through ``frames``; after the last one the next page begins."""
    at, page, y = 0, 0, frames[0].top
    for block in blocks:
        style = style_of(block)
        for text, indent, is_last in _break_lines(block.text, frames[at].width, style):
            if y + style.leading > frames[at].bottom:
                at += 1
                if at == len(frames):
                    at, page = 0, page + 1
                y = frames[at].top
            y += style.leading
            yield _place(text, indent, is_last, frames[at], page, y, style)


def write(
    path: Path,
    size: tuple[float, float],
    lines: Sequence[Line],
    frames: Sequence[Column] = (),
    pictures: Sequence[Column] = (),
) -> None:
    """Write lines to a PDF in the order given; ``frames`` are ruled, ``pictures`` grey, on the first page."""
    canvas = Canvas(str(path), pagesize=size, invariant=1)
    for page in range(max((line.page for line in lines), default=0) + 1):
        if page == 0:
            for c in frames:
                canvas.rect(c.left, size[1] - c.bottom, c.width, c.bottom - c.top)
            for c in pictures:
                canvas.drawInlineImage(_GREY, c.left, size[1] - c.bottom, c.width, c.bottom - c.top)
        for line in lines:
            if line.page == page:
                words = canvas.beginText(line.left, size[1] - line.baseline)
                words.setFont(FONT, line.size)
                words.setCharSpace(line.spread)
                words.textOut(line.text)
                canvas.drawText(words)
        canvas.showPage()
    canvas.save()


def _report_style(size: float, leading: float) -> Callable[[Block], Style]:
    def style_of(block: Block) -> Style:
        if block.level == 1:
            return Style(size * 1.45, leading * 1.5, 0, is_centred=True)
        return Style(size, leading)

    return style_of


def _set_three_columns() -> list[Line]:
    columns = [Column(45 + 172 * n, 60, 160, 790) for n in range(3)]
    return list(set_blocks(read_blocks(), columns, _report_style(9.5, 14.5)))


def around(column: Column, top: float, bottom: float) -> tuple[Column, Column]:
    """A column with a hole in it."""
    return replace(column, bottom=top), replace(column, top=bottom)


def set_article(article: Article, head: Column, frames: Sequence[Column]) -> Iterator[Line]:
    """An article: its headline in ``head``, the rest in ``frames``; of one frame the headline takes the top."""
    style = Style(17, 24, 0, is_centred=True) if len(frames) > 1 else Style(11, 16, 0, is_centred=True)
    lines = list(set_blocks([Block(2, article.headline)], [head], lambda _: style))
    yield from lines
    top = max(frames[0].top, lines[-1].baseline + 6)
    rest = [Block(0, text) for text in (article.byline, *article.paragraphs) if text]
    yield from set_blocks(rest, [replace(f, top=top) for f in frames], lambda _: Style(8.2, 12.4))


def _break_lines(text: str, width: float, style: Style) -> Iterator[tuple[str, float, bool]]:
    """The lines of a block: words, indent in points, whether it is the last."""
    indent = style.indent * style.size
    while text:
        count = _count_fitting(text, width - indent, style.size)
        yield text[:count], indent, count == len(text)
        text, indent = text[count:], 0.0


def _count_fitting(text: str, width: float, size: float) -> int:
    """How many characters make a line, by what may not begin or end one."""
    count, used = 0, 0.0
    while count < len(text) and (used := used + stringWidth(text[count], FONT, size)) <= width:
        count += 1
    fitting = count
    while 1 < count < len(text) and (text[count] in _NO_START or text[count - 1] in _NO_END or _is_number(text, count)):
        count -= 1
    return count if count > 1 else fitting


def _is_number(text: str, at: int) -> bool:
    """Whether a break would part the digits of a number."""
    return all(c.isascii() and (c.isalnum() or c == ".") for c in text[at - 1 : at + 1])


def _place(text: str, indent: float, is_last: bool, frame: Column, page: int, y: float, style: Style) -> Line:
    free = frame.width - indent - stringWidth(text, FONT, style.size)
    if style.is_centred:
        return Line(page, frame.left + free / 2, y, style.size, text)
    spread = 0.0 if is_last or len(text) < 2 else free / (len(text) - 1)
    return Line(page, frame.left + indent, y, style.size, text, spread)
