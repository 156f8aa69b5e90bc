"""Stretches of columns and the headlines that they are under: what enters are columns, what leaves are ``Stretch``es.

A column is cut where a headline crosses it and at wide gaps. A stretch is under the nearest headline above it; where a
headline is narrower than its article, the columns that begin level with those under it are under it too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from taizhang.engine.restore.lines import SENTENCE_END, is_heading
from taizhang.ingest.pdf.headlines import Headline
from taizhang.ingest.pdf.paragraphs import Setting

_COVERED = 0.1
_NEAR = 8.0
_REACH = 1.2
_LEVEL = 3.0
_LARGER = 1.08
_GAP = 2.0


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
    def bottom(self) -> float:
        """The lower edge of its last line."""
        return self.settings[-1].line.bottom

    @property
    def left(self) -> float:
        """The left edge of its column."""
        return min(setting.line.left - setting.indent * setting.line.size for setting in self.settings)

    @property
    def right(self) -> float:
        """The right edge of its column."""
        return max(setting.line.right + setting.short * setting.line.size for setting in self.settings)

    @property
    def size(self) -> float:
        """The size in which it is set."""
        return median(setting.line.size for setting in self.settings)

    @property
    def pitch(self) -> float:
        """The distance of its baselines; 0 where it is one line."""
        steps = [b.line.base - a.line.base for a, b in pairwise(self.settings)]
        return median(steps) if steps else 0.0

    @property
    def length(self) -> int:
        """How many characters it holds."""
        return sum(len(setting.line.text) for setting in self.settings)

    @property
    def is_cut(self) -> bool:
        """Whether it stops in mid-sentence at the right edge of its column."""
        last = self.settings[-1]
        return last.short < 2 and last.line.text[-1:] not in SENTENCE_END

    @property
    def is_headed(self) -> bool:
        """Whether it begins with a line in larger type that is no numbered heading: an article may begin there."""
        first = self.settings[0].line
        return first.size > _LARGER * self.size and not is_heading(first.text)

    @property
    def goes_on(self) -> bool:
        """Whether it begins in the middle of a paragraph."""
        first = self.settings[0]
        return first.indent < 1 and not is_heading(first.line.text)


def part_stretches(settings: Sequence[Setting], headlines: Sequence[Headline]) -> list[Stretch]:
    """The stretches of the columns of a page, each under its headline."""
    columns: dict[int, list[Setting]] = {}
    for setting in settings:
        columns.setdefault(setting.column, []).append(setting)
    stretches = [stretch for column in columns.values() for stretch in _cut_column(column, headlines)]
    for stretch in stretches:
        _put_under(stretch, stretches, headlines)
    _spread_sideways(stretches)
    return stretches


def _cut_column(column: Sequence[Setting], headlines: Sequence[Headline]) -> Iterator[Stretch]:
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


def _put_under(stretch: Stretch, stretches: Sequence[Stretch], headlines: Sequence[Headline]) -> None:
    """The nearest headline that is over a stretch; one that ends beside its head where text lies between."""
    above = [h for h in headlines if h.bottom <= stretch.top + 2]
    stretch.owner = max((h for h in above if _covers(h, stretch)), key=lambda h: h.bottom, default=None)
    near = [h for h in above if stretch.top - h.bottom < max(_NEAR * stretch.size, h.size)]
    if stretch.owner and not any(_is_between(other, stretch.owner, stretch) for other in stretches):
        stretch.is_sure = stretch.owner in near
        return
    beside = [h for h in near if _apart(h, stretch) < _REACH * (stretch.right - stretch.left)]
    if beside:
        stretch.owner, stretch.is_sure = min(beside, key=lambda h: _apart(h, stretch)), stretch.owner is not None


def _spread_sideways(stretches: Sequence[Stretch]) -> None:
    """From the columns right under a headline to those beside them that begin level, the most level ones first."""
    while True:
        sure = [stretch for stretch in stretches if stretch.is_sure]
        pairs = [(s, other) for s in stretches if not s.is_sure for other in sure if _is_beside(other, s)]
        if not pairs:
            return
        stretch, other = min(pairs, key=lambda pair: abs(pair[0].top - pair[1].top))
        stretch.owner, stretch.is_sure = other.owner, True


def _apart(headline: Headline, stretch: Stretch) -> float:
    """How far a headline ends from a stretch, sideways."""
    return max(0.0, headline.left - stretch.right, stretch.left - headline.right)


def _covers(headline: Headline, stretch: Stretch) -> bool:
    overlap = min(headline.right, stretch.right) - max(headline.left, stretch.left)
    return overlap > _COVERED * (stretch.right - stretch.left)


def _is_between(other: Stretch, headline: Headline, stretch: Stretch) -> bool:
    """Whether another stretch stands over one, under the headline that is above both."""
    overlap = min(other.right, stretch.right) - max(other.left, stretch.left)
    is_over = other is not stretch and headline.bottom <= other.top + 2 and other.bottom <= stretch.top + 2
    return is_over and overlap > 0


def _is_beside(one: Stretch, other: Stretch) -> bool:
    """Whether two stretches begin level with each other in neighbouring columns."""
    size = one.settings[0].line.size
    apart = max(one.left, other.left) - min(one.right, other.right)
    return abs(one.top - other.top) < _LEVEL * size and 0 < apart < _LEVEL * size
