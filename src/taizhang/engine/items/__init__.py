"""Put clauses together into items, and give each a title, a purpose and a date.

What enters is the restored text with its clauses, their labels (of the stage ``kinds``) and the sections they stand in;
what leaves is the items, which cover the text without overlap. ``今年新建公路20公里，方便群众出行。`` with the
labels (task, begins) and (task, goes on) makes one ``Item(kind=TASK, title="新建公路20公里", purpose="方便群众出行",
due="2032-12-31", due_assumed=True)`` in a report of 2032. Words are rows of ``rules/items.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from taizhang.engine.items.dues import governing_date, is_timed, plan_in, told_date
from taizhang.engine.items.titles import LONGEST_TITLE, make_title, words_of
from taizhang.engine.model import Clause, Item, Kind, RestoredText, Section, Span

__all__ = ["LONGEST_TITLE", "Draft", "Telling", "gather_items", "read_items", "tell_items"]

_FIGURE = re.compile(r"\d")
_DUTIES = (Kind.TASK, Kind.TARGET)


class Draft(NamedTuple):
    """An item before anything is told of it: its clauses ``[first, last)`` and the index of its section, -1 for none.

    ``spans`` index the source, as those of an ``Item`` do.
    """

    id: str
    section: str | None
    kind: Kind
    spans: tuple[Span, ...]
    first: int
    last: int
    home: int


class Telling(NamedTuple):
    """What is told of an item, as the fields of ``Item`` with these names."""

    title: str
    action: str
    purpose: str
    due: str | None
    due_assumed: bool


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
    >>> text = "今年新建公路20公里，方便群众出行。"
    >>> whole = RestoredText.from_pieces(text, (Span(0, len(text)),))
    >>> [item] = read_items(whole, split_clauses(text), [(Kind.TASK, True), (Kind.TASK, False)], year=2032)
    >>> item.title, item.purpose, item.due, item.due_assumed
    ('新建公路20公里', '方便群众出行', '2032-12-31', True)
    """
    drafts = gather_items(restored, clauses, labels, sections, homes)
    told = zip(drafts, tell_items(restored.text, clauses, drafts, sections, year), strict=True)
    return tuple(Item(d.id, d.section, d.kind, d.spans, *telling) for d, telling in told)


def gather_items(
    restored: RestoredText,
    clauses: Sequence[Clause],
    labels: Sequence[tuple[Kind, bool]],
    sections: Sequence[Section] = (),
    homes: Sequence[int] = (),
) -> tuple[Draft, ...]:
    """The items as ``read_items`` gives them, before anything is told of them.

    The first begins with the text, each ends where the next begins.
    """
    text = restored.text
    starts = [at for at, (kind, is_first) in enumerate(labels) if is_first or not at or kind is not labels[at - 1][0]]
    drafts: list[Draft] = []
    for number, (first, last) in enumerate(zip(starts, [*starts[1:], len(clauses)], strict=False)):
        start = clauses[first].start if first else len(text) - len(text.lstrip())
        stop = clauses[last].start if last < len(clauses) else len(text)
        spans = restored.spans_in_source(start, start + len(text[start:stop].rstrip()))
        home = homes[first] if homes else -1
        section = sections[home].id if home >= 0 else None
        drafts.append(Draft(f"i{number}", section, labels[first][0], spans, first, last, home))
    return tuple(drafts)


def tell_items(
    text: str, clauses: Sequence[Clause], drafts: Sequence[Draft], sections: Sequence[Section], year: int | None
) -> Iterator[Telling]:
    """What is told of each of ``drafts``, in order; ``text`` is the restored one."""
    clock = _Clock(year)
    horizons: dict[int, int | None] = {}
    for draft in drafts:
        own = clauses[draft.first : draft.last]
        words = [text[clause.start : clause.end] for clause in own]
        action, purpose = _part_purpose(text, own, draft.kind)
        if draft.home not in horizons:
            horizons[draft.home] = _horizon(sections, draft.home, year)
        may_tell = is_timed(text, own[0].start, own[-1].end)
        due, assumed = clock.find_due(own[0].sentence, words, draft.kind, horizons[draft.home], may_tell=may_tell)
        yield Telling(make_title(words, draft.kind), action, purpose, due, assumed)


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
