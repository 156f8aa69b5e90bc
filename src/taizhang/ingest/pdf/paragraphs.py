"""Paragraphs of lines: what enters are the lines of a text in the order of reading, what leaves are runs of them.

A line that stops short of its column ends a paragraph, one set in begins the next, and so does one after a wider
space or of another size. ``全年新增就业`` at the right edge of a column and ``3.4万人。`` at the left edge of the next,
or of the next page, are one paragraph.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from taizhang.engine.restore.lines import SENTENCE_END, is_heading
from taizhang.ingest.pdf.columns import Column
from taizhang.ingest.pdf.lines import Line

_INDENT = 1.2
_DEEPEST = 5.0
_SHORT = 1.6
_MUCH_SHORT = 6.0
_UNLIKE = 1.12
_CLOSERS = "”’」』）)》〉】\"'"


@dataclass(frozen=True, slots=True)
class Setting:
    """A line in its column: ``indent`` and ``short`` are its distances from the edges, in characters."""

    page: int
    line: Line
    indent: float
    short: float
    column: int


def settle_lines(page: int, columns: Sequence[Column], first: int = 0) -> list[Setting]:
    """The lines of the columns of a page, each with its place between the edges. ``first`` numbers the columns."""
    found: list[Setting] = []
    for number, column in enumerate(columns, first):
        left, right = _text_edges(column)
        for line in column.lines:
            size = max(line.size, 1)
            indent, short = (line.left - left) / size, (right - line.right) / size
            found.append(Setting(page, line, indent, short, number))
    return found


def _text_edges(column: Column) -> tuple[float, float]:
    """The edges of running text: what most lines keep to, so that a line hung out does not move them."""
    lefts, rights = sorted(line.left for line in column.lines), sorted(line.right for line in column.lines)
    if len(lefts) < 4:
        return column.left, column.right
    return lefts[len(lefts) // 10], rights[-1 - len(rights) // 10]


def join_paragraphs(settings: Sequence[Setting]) -> list[list[Setting]]:
    """Runs of lines that are one paragraph each."""
    if not settings:
        return []
    pitch = _usual_pitch(settings)
    has_indents = _has_indents(settings)
    runs = [[settings[0]]]
    for before, after in pairwise(settings):
        if _is_break(before, after, pitch, has_indents):
            runs.append([after])
        else:
            runs[-1].append(after)
    return runs


def _usual_pitch(settings: Sequence[Setting]) -> float:
    """The distance of baselines in characters, as most lines of a column have it."""
    pitches = [
        (b.line.base - a.line.base) / b.line.size
        for a, b in pairwise(settings)
        if a.column == b.column and b.line.base > a.line.base and abs(a.line.size - b.line.size) < 0.5
    ]
    return median(pitches) if pitches else 1.5


def _has_indents(settings: Iterable[Setting]) -> bool:
    """Whether paragraphs of the text begin with an indent: some lines have one, most have none."""
    measured = [setting for setting in settings if setting.short < _SHORT]
    indented = sum(_INDENT <= setting.indent < _DEEPEST for setting in measured)
    return indented >= 2 and indented >= 0.02 * len(measured)


def _is_break(before: Setting, after: Setting, pitch: float, has_indents: bool) -> bool:
    words = before.line.text.rstrip(_CLOSERS)
    ends = words[-1:] in SENTENCE_END
    larger, smaller = max(before.line.size, after.line.size), min(before.line.size, after.line.size)
    if larger > _UNLIKE * smaller or "\t" in before.line.text or "\t" in after.line.text:
        return True
    if before.column == after.column and before.page == after.page:
        gap = (after.line.base - before.line.base) / after.line.size
        if gap > pitch + 0.45 and (ends or before.short > _SHORT):
            return True
    if is_heading(after.line.text) and (ends or before.short > _SHORT):
        return True
    if after.indent >= _INDENT and (ends or before.short > _SHORT or (has_indents and after.indent < _DEEPEST)):
        return True
    if before.short > (_SHORT if ends else _MUCH_SHORT):
        return True
    return ends and not has_indents and after.line.text[:1] not in _CLOSERS and before.short > _SHORT / 2
