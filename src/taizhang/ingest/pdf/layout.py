"""The lines of a document in the order of reading: what enters are its sheets, what leaves is a ``Layout``.

Of a page with a headline, three columns and a page number come the headline and the columns, line by line, and the
page number as an aside.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from taizhang.engine.restore.lines import is_heading
from taizhang.ingest.contents import find_contents
from taizhang.ingest.pdf.articles import Article, choose_report, find_articles
from taizhang.ingest.pdf.columns import Column, find_size
from taizhang.ingest.pdf.frames import part_frames
from taizhang.ingest.pdf.glyphs import Sheet
from taizhang.ingest.pdf.lines import Line, build_pieces, group_rows, join_row
from taizhang.ingest.pdf.margins import find_captions, find_margins
from taizhang.ingest.pdf.paragraphs import Setting, settle_lines
from taizhang.ingest.pdf.watermarks import drop_watermarks

_TITLE = 1.2


class Layout(NamedTuple):
    """The report's lines, and for each page what else stands on it, a run of lines each."""

    lines: tuple[Setting, ...]
    asides: tuple[tuple[Setting, ...], ...]
    title: str


def lay_out(sheets: Sequence[Sheet]) -> Layout:
    """The lines of all sheets, those of the report and those beside it."""
    sheets = drop_watermarks(sheets)
    pages = [build_pieces(sheet.glyphs) for sheet in sheets]
    margins = find_margins(pages, [sheet.height for sheet in sheets])
    asides: list[tuple[Setting, ...]] = []
    articles: list[list[Article]] = []
    for number, (sheet, pieces, marked) in enumerate(zip(sheets, pages, margins, strict=True), 1):
        body = [piece for piece in pieces if id(piece) not in marked]
        captions = find_captions(body, sheet.pictures)
        asides += _set_rows(number, [piece for piece in pieces if id(piece) in marked])
        asides += _set_rows(number, [piece for piece in body if id(piece) in captions])
        articles.append(_read_articles(number, sheet, [piece for piece in body if id(piece) not in captions]))
    lines: list[Setting] = []
    for page, report in zip(articles, choose_report(articles), strict=True):
        own = [article for article in page if report is None or article is report]
        lines += [setting for article in own for setting in article.lines]
        asides += [tuple(article.lines) for article in page if article not in own]
    lines, contents = _part_contents(lines)
    asides = sorted([*asides, *contents], key=lambda run: run[0].page)
    return Layout(tuple(lines), tuple(asides), _find_title(lines))


def _part_contents(lines: Sequence[Setting]) -> tuple[list[Setting], list[tuple[Setting, ...]]]:
    """The lines but for those of a table of contents, and these, each by itself."""
    found = find_contents([setting.line.text for setting in lines])
    rest = [setting for at, setting in enumerate(lines) if at not in found]
    return (rest, [(lines[at],) for at in sorted(found)]) if rest else (list(lines), [])


def _read_articles(number: int, sheet: Sheet, pieces: Sequence[Line]) -> list[Article]:
    """The articles of a page, those of its frames last."""
    if not pieces:
        return []
    parts = part_frames(pieces, sheet.frames)
    return [article for at, part in enumerate(parts) for article in find_articles(number, part, 1000 * at)]


def _set_rows(page: int, pieces: Sequence[Line]) -> list[tuple[Setting, ...]]:
    """Rows that stand for themselves."""
    rows = (join_row(row) for row in group_rows(pieces))
    return [tuple(settle_lines(page, [Column((row,), row.left, row.right)])) for row in rows]


def _find_title(lines: Sequence[Setting]) -> str:
    """The lines in large type at the head of the text, put together; empty where there are none."""
    if not lines:
        return ""
    body = find_size([setting.line for setting in lines])
    title: list[Line] = []
    for setting in lines[:6]:
        line = setting.line
        if title and line.size < 0.95 * title[0].size:
            break
        if line.size >= _TITLE * body and not is_heading(line.text):
            title.append(line)
    return "".join(line.text for line in title)
