"""The articles of a newspaper page, and which one is the report: what enters is a page, what leaves are its articles.

A headline is over the columns that begin under it; a stretch of a column that no headline is over goes with the one
whose last words read on in it. The report is the article whose headline says so, or that comes from another page
（上接第1版）; else the longest one with numbered parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from taizhang.engine.restore.lines import SENTENCE_END, is_heading
from taizhang.ingest.pdf.columns import Column, find_columns
from taizhang.ingest.pdf.headlines import Headline, part_headlines
from taizhang.ingest.pdf.lines import Line
from taizhang.ingest.pdf.order import choose_order, score_lines
from taizhang.ingest.pdf.paragraphs import Setting, settle_lines

_NAMED = re.compile(r"(?:政府|政\s*府)工\s*作\s*报\s*告")
_NAMED_OTHERWISE = re.compile(r"解读|摘编|综述|侧记|反响|热议|社论|评论员|速览|数说|亮点")
_TURNED = re.compile(r"[（(【]?\s*(?:上接|紧接|续接)\s*(?:第?\s*)?[A-Za-z]?[\d一二三四五六七八九十]{1,3}\s*版")
_ON = re.compile(r"[（(【]?\s*(?:下转|紧转)\s*(?:第?\s*)?[A-Za-z]?[\d一二三四五六七八九十]{1,3}\s*版[）)】]?$")
_PART = re.compile(r"[一二三四五六七八九十]、|[（(][一二三四五六七八九十]{1,3}[）)]")
_COVERED = 0.3
_LEVEL = 3.0
_GAP = 2.0
_READS_ON = 1.0
_UNLIKE = 0.06
_MOST = 0.5
_FEWEST_COLUMNS = 2


@dataclass(slots=True, eq=False)
class Stretch:
    """Lines of one column that no headline and no wide gap parts. ``is_sure``: it begins right under its headline."""

    settings: list[Setting]
    column: int
    owner: Headline | None = None
    is_sure: bool = False

    @property
    def top(self) -> float:
        """The upper edge of its first line."""
        return self.settings[0].line.top

    @property
    def left(self) -> float:
        """Its left edge."""
        return min(setting.line.left for setting in self.settings)

    @property
    def right(self) -> float:
        """Its right edge."""
        return max(setting.line.right for setting in self.settings)

    @property
    def is_cut(self) -> bool:
        """Whether it stops in mid-sentence at the right edge of its column."""
        last = self.settings[-1]
        return last.short < 2 and last.line.text[-1:] not in SENTENCE_END

    @property
    def goes_on(self) -> bool:
        """Whether it begins in the middle of a paragraph."""
        first = self.settings[0]
        return first.indent < 1 and not is_heading(first.line.text)


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
    settings = settle_lines(number, columns, first)
    stretches = [part for column in _by_column(settings) for part in _part_stretches(column, headlines)]
    _give_owners(stretches, headlines)
    _follow_words(stretches)
    return list(_gather(number, stretches, headlines))


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


def _by_column(settings: Sequence[Setting]) -> list[list[Setting]]:
    found: dict[int, list[Setting]] = {}
    for setting in settings:
        found.setdefault(setting.column, []).append(setting)
    return list(found.values())


def _part_stretches(column: Sequence[Setting], headlines: Sequence[Headline]) -> Iterator[Stretch]:
    """A column cut where a headline crosses it, and at wide gaps."""
    part = [column[0]]
    for before, after in pairwise(column):
        gap = after.line.top - before.line.bottom
        is_crossed = any(
            before.line.base <= h.bottom and h.top <= after.line.base and _shares_width(h, after) for h in headlines
        )
        if is_crossed or gap > _GAP * after.line.size:
            yield Stretch(part, part[0].column)
            part = []
        part.append(after)
    yield Stretch(part, part[0].column)


def _shares_width(headline: Headline, setting: Setting) -> bool:
    return headline.left < setting.line.right and setting.line.left < headline.right


def _give_owners(stretches: Sequence[Stretch], headlines: Sequence[Headline]) -> None:
    """Put each stretch under its headline: the nearest above it, or the one over columns that begin level with it."""
    for stretch in stretches:
        above = [h for h in headlines if h.bottom <= stretch.top + 2 and _covers(h, stretch)]
        stretch.owner = max(above, key=lambda h: h.bottom, default=None)
        if stretch.owner:
            others = [s for s in stretches if s is not stretch and _is_between(s, stretch.owner, stretch)]
            stretch.is_sure = not others
    for _ in headlines:  # from column to column to the sides
        for stretch in [s for s in stretches if s.owner is None]:
            level = [s for s in stretches if s.owner and s.is_sure and _is_beside(s, stretch)]
            if level:
                stretch.owner, stretch.is_sure = level[0].owner, True


def _covers(headline: Headline, stretch: Stretch) -> bool:
    overlap = min(headline.right, stretch.right) - max(headline.left, stretch.left)
    return overlap > _COVERED * (stretch.right - stretch.left)


def _is_between(other: Stretch, headline: Headline, stretch: Stretch) -> bool:
    return other.column == stretch.column and headline.bottom <= other.top + 2 and other.top < stretch.top


def _is_beside(one: Stretch, other: Stretch) -> bool:
    """Whether two stretches begin level with each other in neighbouring columns."""
    size = one.settings[0].line.size
    apart = max(one.left, other.left) - min(one.right, other.right)
    return abs(one.top - other.top) < _LEVEL * size and 0 < apart < _LEVEL * size


def _follow_words(stretches: Sequence[Stretch]) -> None:
    """Give a stretch that is surely under no headline to the article whose words read on in it."""
    open_ends = [stretch for stretch in stretches if stretch.is_cut]
    for stretch in stretches:
        if stretch.is_sure:
            continue
        rivals = [(score_lines(s.settings, stretch.settings), s) for s in open_ends if _is_alike(s, stretch)]
        score, best = max(rivals, key=lambda rival: rival[0], default=(0.0, None))
        if best and stretch.goes_on and score > _READS_ON:
            stretch.owner = best.owner
        elif stretch.owner is None:
            before = [s for s in stretches if s.column < stretch.column]
            stretch.owner = before[-1].owner if before and stretch.goes_on else None


def _is_alike(one: Stretch, other: Stretch) -> bool:
    """Whether two stretches are set in the same size."""
    return one is not other and abs(one.settings[-1].line.size / other.settings[0].line.size - 1) < _UNLIKE


def _gather(number: int, stretches: Sequence[Stretch], headlines: Sequence[Headline]) -> Iterator[Article]:
    for owner in [None, *headlines]:
        own = [stretch for stretch in stretches if stretch.owner is owner]
        head: tuple[Setting, ...] = ()
        if owner:
            head = tuple(settle_lines(number, [Column(owner.lines, owner.left, owner.right)], -1))
        body = [setting for stretch in own for setting in stretch.settings]
        if body:
            body = choose_order(body)
        if head or body:
            yield Article(head, body)
