"""Join what a column, a page, a file or a fixed width has cut apart.

What enters is a ``Page`` without furniture and copies set aside; what leaves are ``Join`` facts and the gaps of white
space that they drop. Of ``破解产业发展`` and, two line breaks later, ``的瓶颈。`` the breaks are dropped, for
发展|的瓶颈 reads on. Headings, lists, titles, datelines and forms of address are never joined to anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from taizhang.engine.model import Join, SetAside, Span
from taizhang.engine.restore.lines import SENTENCE_END, goes_on, is_cut, is_heading, width_of
from taizhang.engine.restore.page import Page

_STOP = re.compile(r"[。！？!?；;]")
_FEWEST, _SHARE, _NARROWEST, _WIDEST = 5, 0.6, 20, 140
_SLACK = 3
"""Columns by which a full line may fall short: a closing mark may not begin the next one."""


class Joined(NamedTuple):
    """The joins, and the gaps (spans of white space and what was left out) whose line breaks are dropped."""

    joins: tuple[Join, ...]
    gaps: tuple[Span, ...]


def find_joins(page: Page, set_aside: tuple[SetAside, ...]) -> Joined:
    """The sentences of ``page`` that a break cuts, and all gaps to close, in order."""
    joins: list[Join] = []
    gaps: list[Span] = []
    wrapped = find_wraps(page.text)
    for place in (np.flatnonzero(np.diff(page.rows)) + 1).tolist():
        gap = Span(int(page.places[place - 1]) + 1, int(page.places[place]))
        if gap in wrapped:
            gaps.append(gap)
        elif _is_cut_at(page, place):
            joins.append(_join(page, place))
            gaps.append(gap)
        elif _is_interrupted(page, place, gap, set_aside):
            gaps.append(gap)
    return Joined(tuple(joins), tuple(gaps))


def _is_cut_at(page: Page, place: int) -> bool:
    """Whether the break before a place cuts a sentence: it stops there, and what follows reads on."""
    if page.char(place - 1) in SENTENCE_END:
        return False
    words, after = page.line_before(place), page.line_from(place)
    is_turn = not page.text[int(page.places[place - 1]) + 1 : int(page.places[place])].isspace()
    if not is_cut(words) and not (is_turn and goes_on(words)):
        return False
    if is_heading(after):
        return False
    if words[-1] in ".．" and goes_on(words):
        return after[:1].isdigit()
    return goes_on(words) or page.reads_on(place, place)


def _join(page: Page, place: int) -> Join:
    """The fact: the part of the sentence before the break, the part after it, the words that read on."""
    before, after = page.line_before(place), page.line_from(place)
    end, start = int(page.places[place - 1]) + 1, int(page.places[place])
    part = _STOP.split(before)[-1].lstrip()
    stop = _STOP.search(after)
    length = stop.end() if stop else len(after)
    return Join(Span(end - len(part), end), Span(start, start + length), page.evidence(place, place))


def _is_interrupted(page: Page, place: int, gap: Span, set_aside: tuple[SetAside, ...]) -> bool:
    """Whether a copy set aside stood between two parts of one paragraph: in the first's line, and cut at its end."""
    inside = [a.span for a in set_aside if gap.start <= a.span.start and a.span.end <= gap.end]
    if not inside or page.text[inside[-1].end - 1] in SENTENCE_END:
        return False
    return "\n" not in page.text[gap.start : inside[0].start] and not is_heading(page.line_from(place))


def find_wraps(text: str) -> frozenset[Span]:
    r"""The gaps between lines of a text that is wrapped at a fixed width; empty where it is not.

    It is, where most lines that have a neighbour (no empty line between) are as wide as the widest, in columns or in
    characters.

    >>> find_wraps("加快建设。\n继续推进。")
    frozenset()
    """
    pairs = [(a, b) for a, b in pairwise(_read_lines(text)) if b.row == a.row + 1]
    if len(pairs) < _FEWEST:
        return frozenset()
    is_full = max((_find_full([measure(a.words) for a, _ in pairs]) for measure in (width_of, len)), key=sum)
    indents = any(b.is_indented for _, b in pairs)
    return frozenset(
        Span(a.end, b.start)
        for (a, b), full in zip(pairs, is_full, strict=False)
        if full and not b.is_indented and not is_heading(b.words) and (indents or a.words[-1] not in SENTENCE_END)
    )


def _find_full(widths: list[int]) -> list[bool]:
    """Which lines are as wide as the text is wrapped; empty where it is not wrapped at a width."""
    widest = sorted(widths)[len(widths) * 9 // 10]
    is_full = [abs(width - widest) <= _SLACK for width in widths]
    return is_full if _NARROWEST <= widest <= _WIDEST and sum(is_full) >= _SHARE * len(widths) else []


class _Line(NamedTuple):
    row: int
    start: int
    end: int
    words: str
    is_indented: bool


def _read_lines(text: str) -> Iterator[_Line]:
    """The lines of a text that hold something, without white space at their ends."""
    at = 0
    for row, line in enumerate(text.split("\n")):
        words = line.strip()
        if words:
            start = at + line.index(words)
            yield _Line(row, start, start + len(words), words, line.startswith(("\u3000", "  ", "\t")))
        at += len(line) + 1
