"""Bring the entries of a ledger in line with a reviewed report, and leave alone what people decided.

What enters is the drafts of a report and the rows there are, what leaves is the rows as they should be. A draft is the
row with which it shares most words; what a person set by hand (``Entry.by_hand``) stays, and with it the units, the
comments and all that hangs on the row. A row whose words are gone is marked so where people have worked on it, and
dropped where nobody has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from taizhang.engine.model import Quantity, Span
from taizhang.ledger.decisions import overlap
from taizhang.ledger.drafting import Draft
from taizhang.ledger.models import Edition, Entry, EntryFigure, Ledger, LedgerState, Origin
from taizhang.ledger.rebasing import Rebase

_FIELDS = ("title", "due", "is_due_assumed", "target_text")
"""What a person may have set by hand."""
_WRITTEN = (
    "edition", "parent", "order", "number", "kind", "is_headline", "path", "text", "spans", "address", "places",
    "suggestion", "is_gone", "version", *_FIELDS,
)  # fmt: skip
_CONTENT = {"title", "text", "kind", "due", "target_text", "is_gone"}
"""What is another entry to who works on it; that it stands at another place of the text or the table is not."""
_LEAST = 0.3
"""Shared words over all words of both, from which on a draft is taken for a row."""


@dataclass
class Changes:
    """What a sync did, by the primary keys of entries, children included."""

    created: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)

    def as_payload(self) -> dict[str, Any]:
        """Keys, and the numbers of what is no longer there, for the journal."""
        return {"created": self.created, "changed": self.changed, "gone": self.gone, "dropped": self.dropped}


def sync_entries(ledger: Ledger, edition: Edition, drafts: Sequence[Draft], rebase: Rebase | None = None) -> Changes:
    """Make the entries of ``ledger`` those of ``drafts``, read from ``edition``. Runs in the caller's transaction.

    ``rebase`` maps places of the edition before into this one; None where the rows are of this edition already.
    """
    rows = list(ledger.entries.filter(origin=Origin.COMPILED))
    places = {row.pk: _place(row, edition, rebase) for row in rows}
    tops = _pair(drafts, [row for row in rows if row.parent_id is None], places)
    syncing = _Syncing(ledger, edition, places)
    parents = syncing.write(drafts, tops, [None] * len(drafts))
    children = [child for draft in drafts for child in draft.children]
    above = [parent for draft, parent in zip(drafts, parents, strict=True) for _ in draft.children]
    below = syncing.write(children, _pair(children, [row for row in rows if row.parent_id], places), above)
    _write_figures(zip((*drafts, *children), (*parents, *below), strict=True))
    syncing.retire(row for row in rows if row.pk not in syncing.used)
    return syncing.changes


class _Syncing:
    def __init__(self, ledger: Ledger, edition: Edition, places: dict[int, tuple[Span, ...]]) -> None:
        self.ledger, self.edition, self.places = ledger, edition, places
        self.changes = Changes()
        self.used: set[int] = set()

    def write(
        self, drafts: Sequence[Draft], rows: Sequence[Entry | None], parents: Sequence[Entry | None]
    ) -> list[Entry]:
        """The rows of ``drafts``, made or brought in line."""
        new: list[Entry] = []
        moved: list[Entry] = []
        made: list[Entry] = []
        for order, (draft, found, parent) in enumerate(zip(drafts, rows, parents, strict=True), 1):
            row = found or Entry(ledger=self.ledger, version=0)
            if found:
                self.used.add(row.pk)
            else:
                new.append(row)
            told = self._fill(row, draft, order, parent)
            row.version += bool(told & _CONTENT) or row.pk is None
            if row.pk and told:
                moved.append(row)
                self.changes.changed += [row.pk] if told & _CONTENT else []
            made.append(row)
        Entry.objects.bulk_create(new)
        Entry.objects.bulk_update(moved, _WRITTEN, batch_size=200)
        self.changes.created += [row.pk for row in new]
        return made

    def _fill(self, row: Entry, draft: Draft, order: int, parent: Entry | None) -> set[str]:
        """Write a draft into a row, but for what was set by hand; the fields that changed."""
        places = {"edition_id": self.edition.pk, "parent_id": parent.pk if parent else None}
        values = _values(draft) | places | {"order": order, "is_gone": False}
        told = {name: value for name, value in values.items() if name not in row.by_hand}
        before = {name: getattr(row, name) for name in told}
        for name, value in told.items():
            setattr(row, name, value)
        return {name for name, value in told.items() if value != before[name]}

    def retire(self, rows: Iterable[Entry]) -> None:
        """Mark as gone the rows that people worked on, and drop the others."""
        for row in rows:
            if self.ledger.state == LedgerState.DISPATCHED or _is_worked_on(row):
                if not row.is_gone:
                    row.is_gone = True
                    row.version += 1
                    row.save(update_fields=["is_gone", "version"])
                    self.changes.gone.append(row.pk)
            else:
                self.changes.dropped.append(row.number)
                row.delete()


def _values(draft: Draft) -> dict[str, Any]:
    suggestion = draft.suggestion
    return {
        "number": draft.number,
        "kind": str(draft.kind),
        "is_headline": draft.is_headline,
        "path": list(draft.path),
        "title": draft.title[:300],
        "text": draft.text,
        "spans": [list(span) for span in draft.spans],
        "address": draft.address,
        "target_text": draft.target_text,
        "due": date.fromisoformat(draft.due) if draft.due else None,
        "is_due_assumed": draft.is_due_assumed,
        "places": list(draft.places),
        "suggestion": {
            "lead": suggestion.lead, "supporting": list(suggestion.supporting), "reason": suggestion.reason,
        } if suggestion else {},
    }  # fmt: skip


def _place(row: Entry, edition: Edition, rebase: Rebase | None) -> tuple[Span, ...]:
    """Where the words of a row stand in the text of ``edition``."""
    spans = tuple(Span(*span) for span in row.spans)
    return spans if rebase is None or row.edition_id == edition.pk else rebase.place_all(spans)


def _pair(drafts: Sequence[Draft], rows: Sequence[Entry], places: dict[int, tuple[Span, ...]]) -> list[Entry | None]:
    """For each draft the row that it is, each row once: pairs that share most first."""
    scored = sorted(_scores(drafts, rows, places), key=lambda pair: (-pair[0], pair[1], pair[2].order))
    paired: dict[int, Entry] = {}
    used: set[int] = set()
    for _, at, row in scored:
        if at not in paired and row.pk not in used:
            paired[at] = row
            used.add(row.pk)
    return [paired.get(at) for at in range(len(drafts))]


def _scores(
    drafts: Sequence[Draft], rows: Sequence[Entry], places: dict[int, tuple[Span, ...]]
) -> Iterator[tuple[float, int, Entry]]:
    placed = [row for row in rows if places[row.pk]]
    lows = np.array([min(s.start for s in places[row.pk]) for row in placed], np.int64)
    highs = np.array([max(s.end for s in places[row.pk]) for row in placed], np.int64)
    for at, draft in enumerate(drafts):
        low, high = min(s.start for s in draft.spans), max(s.end for s in draft.spans)
        for near in np.flatnonzero((lows < high) & (highs > low)):
            row = placed[near]
            share = _share(draft.spans, places[row.pk]) if row.is_headline == draft.is_headline else 0.0
            if share >= _LEAST:
                yield share, at, row


def _share(some: tuple[Span, ...], others: tuple[Span, ...]) -> float:
    """What two groups of spans share, over all that they cover."""
    shared = overlap(some, others)
    return shared / (sum(b - a for a, b in (*some, *others)) - shared or 1)


def _is_worked_on(row: Entry) -> bool:
    return bool(
        row.by_hand
        or row.lead_id
        or row.is_reviewed
        or row.pledge
        or row.comments.exists()
        or row.instructions.exists()
        or row.attachments.exists()
    )


def _write_figures(pairs: Iterable[tuple[Draft, Entry]]) -> None:
    """The figures of all rows, those of a row made anew where one differs."""
    told = {row.pk: [_figure(row, n, figure) for n, figure in enumerate(draft.figures, 1)] for draft, row in pairs}
    held: dict[int, list[EntryFigure]] = {}
    for figure in EntryFigure.objects.filter(entry__in=told).order_by("entry", "order"):
        held.setdefault(figure.entry_id, []).append(figure)
    changed = [pk for pk, figures in told.items() if _facts(figures) != _facts(held.get(pk, []))]
    EntryFigure.objects.filter(entry__in=changed).delete()
    EntryFigure.objects.bulk_create(figure for pk in changed for figure in told[pk])


def _facts(figures: Iterable[EntryFigure]) -> list[tuple[Any, ...]]:
    """What figures say, without their keys."""
    names = [field.attname for field in EntryFigure._meta.concrete_fields if not field.primary_key]  # noqa: SLF001
    return [tuple(getattr(figure, name) for name in names) for figure in figures]


def _figure(row: Entry, order: int, figure: Quantity) -> EntryFigure:
    low, high = figure.value if isinstance(figure.value, tuple) else (figure.value, figure.value)
    return EntryFigure(
        entry=row,
        order=order,
        text=figure.text[:80],
        indicator=figure.indicator[:120],
        key=figure.indicator_key or "",
        measure=str(figure.measure),
        bound=str(figure.bound),
        status=str(figure.status),
        hardness=str(figure.hardness or ""),
        period=figure.period or "",
        low=low,
        high=high,
        unit=figure.unit,
        start=figure.span.start,
        end=figure.span.end,
    )
