"""The articles of a newspaper page, and which one is the report: what enters is a page, what leaves are its articles.

A headline is over the columns that begin under it; a stretch of a column that no headline is over goes with the one
whose last words read on in it. The report is the article whose headline says so, or that comes from another page
（上接第1版）; else the longest one with numbered parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from taizhang.engine.restore.lines import SENTENCE_END
from taizhang.ingest.pdf.columns import Column, find_columns
from taizhang.ingest.pdf.flow import find_insets, follow_links, link_stretches, order_stretches
from taizhang.ingest.pdf.headlines import Headline, part_headlines
from taizhang.ingest.pdf.lines import Line
from taizhang.ingest.pdf.order import choose_order
from taizhang.ingest.pdf.paragraphs import Setting, settle_lines
from taizhang.ingest.pdf.stretches import Stretch, part_stretches

_NAMED = re.compile(r"(?:政府|政\s*府)工\s*作\s*报\s*告")
_NAMED_OTHERWISE = re.compile(r"解读|摘编|综述|侧记|反响|热议|社论|评论员|速览|数说|亮点")
_TURNED = re.compile(r"[（(【]?\s*(?:上接|紧接|续接)\s*(?:第?\s*)?[A-Za-z]?[\d一二三四五六七八九十]{1,3}\s*版")
_ON = re.compile(r"[（(【]?\s*(?:下转|紧转)\s*(?:第?\s*)?[A-Za-z]?[\d一二三四五六七八九十]{1,3}\s*版[）)】]?$")
_PART = re.compile(r"[一二三四五六七八九十]、|[（(][一二三四五六七八九十]{1,3}[）)]")
_MOST = 0.5
_FEWEST_COLUMNS = 2
_MOST_COLUMNS = 60
"""Of a page; more are a chart or a map, not articles."""


@dataclass(slots=True, eq=False)
class Article:
    """A headline, where there is one, and the lines under it in the order of reading."""

    headline: tuple[Setting, ...] = ()
    body: list[Setting] = field(default_factory=list)

    @property
    def lines(self) -> list[Setting]:
        """All its lines."""
        return [*self.headline, *self.body]

    @property
    def length(self) -> int:
        """How many characters it holds."""
        return sum(len(setting.line.text) for setting in self.lines)

    @property
    def is_named(self) -> bool:
        """Whether it says that it is the report, or its continuation from another page."""
        title = "".join(setting.line.text for setting in self.headline)
        head = "".join(setting.line.text for setting in self.lines[:3])
        is_title = bool(_NAMED.search(title)) and not _NAMED_OTHERWISE.search(title)
        return is_title or bool(_TURNED.search(head) and _count_headings(self.lines))

    @property
    def is_open(self) -> bool:
        """Whether it stops in mid-sentence, or says that it goes on elsewhere."""
        last = self.lines[-1].line.text if self.lines else "。"
        return last[-1:] not in SENTENCE_END or bool(_ON.search(last))


def find_articles(number: int, pieces: Sequence[Line], first: int = 0) -> list[Article]:
    """The articles among the pieces of a page; one, without headline, where there is nothing beside the text."""
    headlines, rest = part_headlines(pieces)
    columns = list(find_columns(rest))
    if not headlines or not rest or _count_beside(columns) < _FEWEST_COLUMNS:
        columns = list(find_columns(pieces))
        return [Article((), choose_order(settle_lines(number, columns, first)))]
    if len(columns) > _MOST_COLUMNS:
        return [Article((), choose_order(settle_lines(number, list(find_columns(pieces)), first)))]
    stretches = part_stretches(settle_lines(number, columns, first), headlines)
    links = link_stretches(stretches, "\n".join(piece.text for piece in pieces))
    follow_links(stretches, links)
    return list(_gather(number, stretches, headlines, links))


def choose_report(pages: Sequence[Sequence[Article]]) -> list[Article | None]:
    """For each page the article that is the report; None where all of it is, or where none of it can be told apart."""
    chosen: list[Article | None] = []
    is_named = any(article.is_named for page in pages for article in page)
    was_open = False
    for page in pages:
        best = max(page, key=_weigh, default=None)
        named = [article for article in page if article.is_named]
        if named:
            best = max(named, key=_weigh)
        elif best and not was_open and is_named and len(page) > 1:
            best = Article()
        elif best and best.length < _MOST * sum(article.length for article in page):
            best = None
        chosen.append(best)
        was_open = bool(best and best.lines and best.is_open)
    return chosen


def _weigh(article: Article) -> float:
    return article.length * (1 + min(2.0, 0.3 * _count_headings(article.lines)))


def _count_headings(settings: Sequence[Setting]) -> int:
    """How many lines open like a part of a report: 一、 or （一）."""
    return sum(bool(_PART.match(setting.line.text)) for setting in settings)


def _count_beside(columns: Sequence[Column]) -> int:
    """How many columns stand side by side at most."""
    heights = [0.5 * (column.top + column.bottom) for column in columns]
    return max((sum(c.top <= y <= c.bottom for c in columns) for y in heights), default=0)


def _gather(
    number: int, stretches: Sequence[Stretch], headlines: Sequence[Headline], links: dict[int, Stretch]
) -> Iterator[Article]:
    """The article under each headline, and that under none; boxes set into them apart."""
    for owner in [None, *headlines]:
        own = [stretch for stretch in stretches if stretch.owner is owner]
        insets = find_insets(own, links)
        head: tuple[Setting, ...] = ()
        if owner:
            head = tuple(settle_lines(number, [Column(owner.lines, owner.left, owner.right)], -1))
        apart = [stretch for chain in insets for stretch in chain]
        ordered = order_stretches([stretch for stretch in own if stretch not in apart], links)
        body = [setting for stretch in ordered for setting in stretch.settings]
        if head or body:
            yield Article(head, body)
        yield from (Article((), [s for stretch in chain for s in stretch.settings]) for chain in insets)
