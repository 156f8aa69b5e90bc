"""List the sentences of a plan that are in no row 未列入台账的句子, so that the ledger can be seen to be whole.

What enters is a ``Report`` and the clauses of its source; what leaves is each sentence of a section whose role is
outlook, targets or tasks of which no clause is in a task or target. Of ``起步决定后势。新建公路20公里。`` in a part
``二、2032年重点工作`` this is ``起步决定后势。`` alone. A heading with rows below it is left aside, for it stands in
their category, and so is a mere form of address (各位代表！).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from taizhang.engine.entries import Addresses, Sentences, heading_path, trim
from taizhang.engine.model import Clause, Item, Kind, Report, Role, Section, Span

_PLANS = frozenset({Role.OUTLOOK, Role.TARGETS, Role.TASKS})
_LISTED = frozenset({Kind.TASK, Kind.TARGET})
_STOPS = "。：:；;！!"
_ADDRESS = re.compile("(?:尊敬的)?(?:各位(?:代表|委员|来宾|同志)|同志们|朋友们|[,，、])+[!！。：:]?")
_THEME = re.compile("[^，,；;：:、！!]{4,24}[。.]")
"""A sentence of one clause, short enough for a theme that the next ones unfold."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A sentence that is in no row. ``text`` is its restored words, ``spans`` their places in the source.

    ``section`` is the innermost one that it stands in, for a heading the one above it; ``address`` is that of its first
    clause, ``kind`` what its first item was taken for. ``is_theme`` where the sentence names the theme of the next one,
    which has a row.
    """

    section: str
    text: str
    spans: tuple[Span, ...]
    address: str
    kind: Kind
    is_theme: bool = False


def find_left_out(report: Report, clauses: Sequence[Clause]) -> tuple[LeftOut, ...]:
    """The sentences left out of the ledger, in reading order; ``clauses`` are those of ``report.source.text``.

    >>> from taizhang.engine.clauses import split_clauses
    >>> from taizhang.engine.model import Restoration, SourceText
    >>> text = "起步决定后势。新建公路20公里。"
    >>> section = Section("s0", "二", "", Role.TASKS, 1, None, Span(0, 16))
    >>> item = Item("i0", "s0", Kind.TASK, (Span(7, 16),), "")
    >>> report = Report(SourceText(text), Restoration(), sections=(section,), items=(item,))
    >>> [(left.text, left.address) for left in find_left_out(report, split_clauses(text))]
    [('起步决定后势。', 'c0.0')]
    """
    sentences = Sentences(report)
    starts = sentences.cuts[:-1]
    homes = _place_sections(report, sentences)
    kinds = _kinds_told(report, sentences)
    titled = _sections_with_rows(report)
    addresses = Addresses(clauses)
    found: list[LeftOut] = []
    for at, (begin, stop) in enumerate(zip(starts, sentences.cuts[1:], strict=True)):
        section = homes[at]
        if section is None or section.role not in _PLANS or kinds[at] & _LISTED:
            continue
        start, end = trim(sentences.restored.text, begin, stop)
        words = sentences.restored.text[start:end]
        is_heading = _is_heading(words, section)
        if not words.strip() or _ADDRESS.fullmatch(words) or (section.id in titled and is_heading):
            continue
        spans = sentences.restored.spans_in_source(start, end)
        kind = next(iter(sorted(kinds[at])), Kind.FRAMING)
        home = section.parent if is_heading and section.parent else section.id
        is_theme = (
            bool(_THEME.fullmatch(words)) and homes[at + 1 : at + 2] == [section] and bool(kinds[at + 1] & _LISTED)
        )
        found.append(LeftOut(home, words, spans, addresses.find(spans[0].start), kind, is_theme))
    return tuple(found)


def _is_heading(words: str, section: Section) -> bool:
    """Whether a sentence is nothing but the heading of its section; its number may stand before it."""
    bare = words.strip(_STOPS)
    return bool(section.title) and bare.endswith(section.title) and len(bare) <= len(section.title) + 8


def _place_sections(report: Report, sentences: Sentences) -> list[Section | None]:
    """The innermost section of each sentence; an inner one comes later than the one that holds it."""
    homes: list[Section | None] = [None] * (len(sentences.cuts) - 1)
    for section in report.sections:
        first = bisect_left(sentences.cuts, sentences.place(section.span.start))
        last = bisect_left(sentences.cuts, sentences.place(max(section.span.end - 1, 0)) + 1)
        homes[first:last] = [section] * (min(last, len(homes)) - first)
    return homes


def _kinds_told(report: Report, sentences: Sentences) -> list[set[Kind]]:
    """The kinds of the items in each sentence."""
    kinds: list[set[Kind]] = [set() for _ in sentences.cuts]
    for item in report.items:
        for span in item.spans:
            first = bisect_right(sentences.cuts, sentences.place(span.start)) - 1
            last = bisect_right(sentences.cuts, sentences.place(max(span.end - 1, span.start))) - 1
            for at in range(first, last + 1):
                kinds[at].add(item.kind)
    return kinds


def _sections_with_rows(report: Report) -> frozenset[str]:
    """The sections that have rows, or hold sections that have."""
    paths = heading_path(report)
    listed: tuple[Item, ...] = tuple(item for item in report.items if item.kind in _LISTED)
    return frozenset(section.id for item in listed for section in paths.get(item.section, ()))
