"""The sample on newspaper pages of other make-ups: what a paper does with a long text and a page to fill.

The report stands right of other articles, runs on under one set into it, comes from another page, has a box without a
frame in its middle, stands below other articles, or goes on beside its own headline.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from documents.articles import BOX, CHESS, FLOWERS, MASTHEAD
from documents.pdf import BROADSHEET, Column, Line, Style, around, set_article, set_blocks, write
from documents.sample import Block, read_blocks

_BODY, _PART = Style(8.1, 11.2), Style(8.8, 12.8)
CONTINUED_FROM = 40
"""The block of the sample with which its second page begins."""


def make_right(path: Path) -> None:
    """Two articles one above the other on the left, the report on the right."""
    columns = _columns(8, 128, 60)
    lines = [Line(0, 40, 30, 9, MASTHEAD)]
    lines += set_article(FLOWERS, Column(40, 60, 268, 100), _between(columns[:2], 110, 700))
    lines += set_article(CHESS, Column(40, 720, 268, 760), _between(columns[:2], 770, 1620))
    lines += _set_head(Column(320, 70, 828, 190), 46)
    write(path, BROADSHEET, [*lines, *set_blocks(read_blocks()[3:], _between(columns[2:], 190, 1620), _style_of)])


def make_wrapped(path: Path) -> None:
    """An article set into the upper right corner; the report's last columns begin under it."""
    columns = _columns(8, 128, 190)
    lines = _set_head(Column(40, 70, 688, 190), 46)
    lines += set_article(FLOWERS, Column(740, 60, 408, 100), _between(columns[5:], 110, 300))
    frames = [*columns[:5], *_between(columns[5:], 330, 1620)]
    write(path, BROADSHEET, [*lines, *set_blocks(read_blocks()[3:], frames, _style_of)])


def make_continued(path: Path) -> None:
    """The second half of the report, without a headline; two articles below it."""
    columns = _between(_columns(7, 148, 60), 60, 1000)
    first, *rest = read_blocks()[CONTINUED_FROM:]
    lines = [Line(0, 40, 30, 9, MASTHEAD)]
    lines += set_blocks([Block(0, f"（上接第1版）{first.text}"), *rest], columns, _style_of)
    lines += set_article(FLOWERS, Column(40, 1060, 500, 1100), _between(columns[:4], 1110, 1300))
    lines += set_article(CHESS, Column(680, 1060, 468, 1100), _between(columns[4:], 1110, 1300))
    write(path, BROADSHEET, lines)


def make_unframed(path: Path) -> None:
    """A box without a frame over two columns in the middle of the report."""
    columns = _columns(6, 175, 190)
    box = Column(columns[2].left + 6, 760, 350, 900)
    lines = _set_head(Column(40, 70, 1100, 190), 46)
    lines += set_article(BOX, box, [box])
    frames = [*columns[:2], *(part for column in columns[2:4] for part in around(column, 740, 920)), *columns[4:]]
    write(path, BROADSHEET, [*lines, *set_blocks(read_blocks()[3:], frames, _style_of)])


def make_below(path: Path) -> None:
    """Two articles across the head of the page, the report below them."""
    columns = _columns(6, 175, 520)
    lines = [*set_article(FLOWERS, Column(40, 40, 540, 80), _between(columns[:3], 90, 300))]
    lines += set_article(CHESS, Column(600, 40, 540, 80), _between(columns[3:], 90, 300))
    lines += _set_head(Column(40, 380, 1100, 520), 46)
    write(path, BROADSHEET, [*lines, *set_blocks(read_blocks()[3:], columns, _small_style_of)])


def make_beside(path: Path) -> None:
    """The report's headline over three columns only; three more columns of it begin beside the headline."""
    columns = _columns(8, 128, 60)
    lines = _set_head(Column(40, 70, 408, 180), 36)
    frames = [*_between(columns[:3], 180, 1620), *columns[3:6]]
    lines += set_blocks(read_blocks()[3:], frames, _style_of)
    lines += set_article(FLOWERS, Column(880, 60, 268, 100), _between(columns[6:], 110, 420))
    lines += set_article(CHESS, Column(880, 460, 268, 500), _between(columns[6:], 510, 900))
    write(path, BROADSHEET, lines)


MAKERS: dict[str, Callable[[Path], None]] = {
    "newspaper-right.pdf": make_right,
    "newspaper-wrapped.pdf": make_wrapped,
    "newspaper-unframed.pdf": make_unframed,
    "newspaper-below.pdf": make_below,
    "newspaper-beside.pdf": make_beside,
}


def _columns(count: int, width: float, top: float) -> list[Column]:
    return [Column(40 + (width + 12) * number, top, width, 1640) for number in range(count)]


def _between(columns: Sequence[Column], top: float, bottom: float) -> list[Column]:
    return [replace(column, top=top, bottom=bottom) for column in columns]


def _set_head(place: Column, size: float) -> list[Line]:
    """The report's headline and the two lines under it."""
    lines = list(set_blocks(read_blocks()[:1], [place], lambda _: Style(size, size * 1.3, 0, is_centred=True)))
    under = replace(place, top=lines[-1].baseline + 0.35 * size)
    return [*lines, *set_blocks(read_blocks()[1:3], [under], lambda _: Style(10, 15, 0, is_centred=True))]


def _style_of(block: Block) -> Style:
    return _BODY if block.level == 0 else _PART


def _small_style_of(block: Block) -> Style:
    return Style(7.4, 9.9) if block.level == 0 else Style(8, 11)
