"""Put clauses together into items, and give each a title, a purpose and a date.

What enters is the restored text with its clauses, their labels (of the stage ``kinds``) and the sections they stand in;
what leaves is the items, which cover the text without overlap. ``今年新建公路20公里，方便群众出行。`` with the
labels (task, begins) and (task, goes on) makes one ``Item(kind=TASK, title="新建公路20公里", purpose="方便群众出行",
due="2032-12-31", due_assumed=True)`` in a report of 2032. Words are rows of ``rules/items.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from taizhang.engine.items.dues import governing_date, is_timed, plan_in, told_date
from taizhang.engine.items.titles import LONGEST_TITLE, make_title, words_of
from taizhang.engine.model import Clause, Item, Kind, RestoredText, Section

__all__ = ["LONGEST_TITLE", "read_items"]

_FIGURE = re.compile(r"\d")
_DUTIES = (Kind.TASK, Kind.TARGET)


class _Group(NamedTuple):
    """The clauses of one item, ``[first, last)``, and where its words end with their punctuation."""

    first: int
    last: int
    kind: Kind
    start: int
    end: int


def read_items(
    restored: RestoredText,
    clauses: Sequence[Clause],
    labels: Sequence[tuple[Kind, bool]],
    sections: Sequence[Section] = (),
    homes: Sequence[int] = (),
    year: int | None = None,
) -> tuple[Item, ...]:
    """The items ``i0``, ``i1`` … of a restored text, in order; together they cover all of it but white space.

    ``labels`` are the kind of each clause and whether it begins an item; a change of kind begins one too. ``homes``
    gives the index in ``sections`` of each clause, -1 for none. Quantities, places and projects are for later stages.

    >>> from taizhang.engine.clauses import split_clauses
    >>> from taizhang.engine.model import Span
    >>> text = "今年新建公路20公里，方便群众出行。"
    >>> whole = RestoredText.from_pieces(text, (Span(0, len(text)),))
    >>> [item] = read_items(whole, split_clauses(text), [(Kind.TASK, True), (Kind.TASK, False)], year=2032)
    >>> item.title, item.purpose, item.due, item.due_assumed
    ('新建公路20公里', '方便群众出行', '2032-12-31', True)
    """
    making = _Making(restored, clauses, sections, year)
    groups = _group(restored.text, clauses, labels)
    told = ((group, homes[group.first] if homes else -1) for group in groups)
    return tuple(making.make(number, group, home) for number, (group, home) in enumerate(told))


class _Making:
    """Makes the items of a text one by one; holds what they share."""

    def __init__(
        self, restored: RestoredText, clauses: Sequence[Clause], sections: Sequence[Section], year: int | None
    ) -> None:
        self.restored, self.clauses, self.sections, self.year = restored, clauses, sections, year
        self.clock = _Clock(year)
        self.horizons: dict[int, int | None] = {}

    def make(self, number: int, group: _Group, home: int) -> Item:
        """The item of a run of clauses in the section ``home``."""
        text, own = self.restored.text, self.clauses[group.first : group.last]
        words = [text[clause.start : clause.end] for clause in own]
        action, purpose = _part_purpose(text, own, group.kind)
        if home not in self.horizons:
            self.horizons[home] = _horizon(self.sections, home, self.year)
        may_tell = is_timed(text, own[0].start, own[-1].end)
        due, assumed = self.clock.find_due(own[0].sentence, words, group.kind, self.horizons[home], may_tell=may_tell)
        return Item(
            id=f"i{number}",
            section=self.sections[home].id if home >= 0 else None,
            kind=group.kind,
            spans=self.restored.spans_in_source(group.start, group.end),
            title=make_title(words, group.kind),
            action=action,
            purpose=purpose,
            due=due,
            due_assumed=assumed,
        )


class _Clock:
    """Tells the due dates of the items of a text one by one, for a date may hold for the items behind it."""

    def __init__(self, year: int | None) -> None:
        self.year = year
        self._sentence = -1
        self._for_all: date | None = None
        self._for_figures: date | None = None

    def find_due(
        self, sentence: int, words: Sequence[str], kind: Kind, horizon: int | None, *, may_tell: bool
    ) -> tuple[str | None, bool]:
        """The date at which a task or target is due, and whether that is assumed; (None, False) for other kinds.

        ``may_tell`` is False where no word of the item is of time.
        """
        if sentence != self._sentence:
            self._sentence, self._for_all, self._for_figures = sentence, None, None
        told = told_date("，".join(words), self.year) if may_tell else None
        if told is not None:
            whole = governing_date(words[0], self.year, is_whole=True)
            self._for_all = whole if whole is not None and len(words) > 1 else None
            self._for_figures = governing_date(words[0], self.year, is_whole=False)
        if kind not in _DUTIES:
            return None, False
        held = self._for_all or (self._for_figures if kind is Kind.TARGET else None)
        if told is None and held is not None and not words[0].startswith(("年内", "全年", "今年")):
            told = held
        if told is not None:
            return told.isoformat(), False
        return (f"{horizon}-12-31", True) if horizon else (None, False)


def _group(text: str, clauses: Sequence[Clause], labels: Sequence[tuple[Kind, bool]]) -> list[_Group]:
    """Runs of clauses that make an item; the first begins with the text, each ends where the next begins."""
    if not clauses:
        return []
    starts = [at for at, (kind, is_first) in enumerate(labels) if is_first or not at or kind is not labels[at - 1][0]]
    groups = []
    for first, last in zip(starts, [*starts[1:], len(clauses)], strict=True):
        start = clauses[first].start if first else len(text) - len(text.lstrip())
        stop = clauses[last].start if last < len(clauses) else len(text)
        groups.append(_Group(first, last, labels[first][0], start, start + len(text[start:stop].rstrip())))
    return groups


def _part_purpose(text: str, clauses: Sequence[Clause], kind: Kind) -> tuple[str, str]:
    """A task's words up to its first trailing clause of purpose, and from there on; empty for other kinds."""
    if kind is not Kind.TASK:
        return "", ""
    start, end = clauses[0].start, clauses[-1].end
    is_purpose = _purpose_pattern().match
    for before, clause in pairwise(clauses):
        if not is_purpose(text, clause.start, clause.end) or _FIGURE.search(text, clause.start, clause.end):
            continue
        if before.start > start or not text.startswith(words_of("condition"), start):
            return text[start : before.end], text[clause.start : end]
    return text[start:end], ""


@cache
def _purpose_pattern() -> re.Pattern[str]:
    """A verb of purpose at the head of a clause, adverbs before it left aside."""
    adverbs, verbs = ("|".join(sorted(words_of(role), key=len, reverse=True)) for role in ("adverb", "purpose"))
    return re.compile(f"(?>{adverbs})*+(?:{verbs})")


def _horizon(sections: Sequence[Section], home: int, year: int | None) -> int | None:
    """The year at whose end an undated item is due: the last of a five-year plan in a heading, else the report's."""
    at: int | None = home if home >= 0 else None
    index = {section.id: i for i, section in enumerate(sections[: home + 1])} if home >= 0 else {}
    while at is not None:
        section = sections[at]
        if year is not None and (last := plan_in(section.title)) is not None and last > year:
            return last
        at = index.get(section.parent) if section.parent else None
    return year
