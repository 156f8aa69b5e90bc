"""Newspaper pages of random make-up: the report among two articles, in columns, sizes and places drawn by chance."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from documents.articles import CHESS, FLOWERS, MASTHEAD, Article
from documents.pdf import BROADSHEET, Column, Line, Style, set_blocks, write
from documents.sample import Block, read_blocks

_LEFT, _TOP, _WIDTH, _BOTTOM = 40.0, 60.0, 1111.0, 1640.0
_ARTICLE = 450
"""Characters of the longer article, about."""


class Page(NamedTuple):
    """What is drawn for a page: its columns, the sizes of text and headlines, whether all articles are set alike."""

    draw: random.Random
    columns: list[Column]
    body: Style
    part: Style
    is_alike: bool


def make_page(seed: int, path: Path) -> str:
    """Write the page drawn by ``seed``; the words of the report that found room on it, without line ends."""
    draw = random.Random(seed)  # noqa: S311
    page = _draw_page(draw)
    beside = draw.choice((1, 2)) if len(page.columns) >= 6 else draw.choice((0, 1))
    is_left = draw.random() < 0.5
    own = page.columns[beside:] if is_left else page.columns[: len(page.columns) - beside]
    others = [column for column in page.columns if column not in own]
    lines, top = _set_head(page, own)
    frames, articles = [replace(column, top=top) for column in own], draw.sample((FLOWERS, CHESS), 2)
    if others:
        lines += _set_beside(page, articles, others)
    elif draw.random() < 0.7:
        bottom = _BOTTOM - _ARTICLE * page.body.size * page.body.leading / (own[0].width * 2) * 1.5 - 100
        half = len(own) // 2
        lines += _set(page, articles[0], own[:half], bottom, _BOTTOM)
        lines += _set(page, articles[1], own[half:], bottom, _BOTTOM)
        frames = [replace(frame, bottom=bottom - 25) for frame in frames]
    blocks = read_blocks()
    flow = set_blocks(blocks[3:], frames, lambda block: page.part if block.level else page.body)
    body = [line for line in flow if line.page == 0]
    everything = [*lines, *body, Line(0, 40, 30, 9, MASTHEAD)]
    draw.shuffle(everything)
    write(path, BROADSHEET, everything)
    return "".join("".join(block.text for block in blocks[:3]).split()) + "".join("".join(b.text for b in body).split())


def _draw_page(draw: random.Random) -> Page:
    count, gutter, size = draw.choice((4, 5, 6, 7, 8)), draw.choice((9, 12, 14, 18)), draw.choice((7.4, 7.8, 8.1, 8.5))
    width = (_WIDTH - (count - 1) * gutter) / count
    columns = [Column(_LEFT + (width + gutter) * n, _TOP, width, _BOTTOM) for n in range(count)]
    body = Style(size, size * draw.choice((1.3, 1.38, 1.45)))
    part = Style(size * draw.choice((1.0, 1.08, 1.2)), body.leading * 1.1)
    return Page(draw, columns, body, part, draw.random() < 0.5)


def _set_head(page: Page, own: list[Column]) -> tuple[list[Line], float]:
    """The report's headline over its columns, and where they begin."""
    size = page.draw.choice((30, 36, 46, 56))
    place = Column(own[0].left, _TOP, own[-1].left + own[-1].width - own[0].left, 250)
    head = list(set_blocks(read_blocks()[:1], [place], lambda _: Style(size, size * 1.3, 0, is_centred=True)))
    under, small = replace(place, top=head[-1].baseline + 0.35 * size), page.draw.choice((page.body.size, 10))
    head += set_blocks(read_blocks()[1:3], [under], lambda _: Style(small, 15, 0, is_centred=True))
    return head, head[-1].baseline + page.draw.choice((8, 14, 22))


def _set_beside(page: Page, articles: list[Article], others: list[Column]) -> list[Line]:
    """Two articles, one above the other."""
    top = page.draw.choice((60, 90))
    bottom = top + 120 + _ARTICLE * page.body.size * page.body.leading / (others[0].width * len(others)) * 1.3
    lines = _set(page, articles[0], others, top, bottom)
    return lines + _set(page, articles[1], others, bottom + page.draw.choice((20, 60, 200)), _BOTTOM)


def _set(page: Page, article: Article, columns: list[Column], top: float, bottom: float) -> list[Line]:
    width = columns[-1].left + columns[-1].width - columns[0].left
    size = min(page.draw.choice((14, 17, 22)), 0.95 * width / len(article.headline) if width < 250 else 22)
    style = Style(size, size * 1.4, 0, is_centred=page.draw.random() < 0.8)
    lines = list(
        set_blocks([Block(2, article.headline)], [Column(columns[0].left, top, width, top + 90)], lambda _: style)
    )
    frames = [replace(column, top=lines[-1].baseline + 8, bottom=bottom) for column in columns]
    body = page.body if page.is_alike else Style(8.2, 12)
    texts = [Block(0, text) for text in (article.byline, *article.paragraphs)]
    return lines + list(set_blocks(texts, frames, lambda _: body))
