"""What a new edition changed: sentences, entries, and decisions that found their words no more."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from taizhang.engine.model import Report, RestoredText, Span
from taizhang.errors import Said, StepTooEarly
from taizhang.ledger.access import may, seen_entries, seen_ledgers
from taizhang.ledger.actions.acting import check_permission
from taizhang.ledger.decisions import WORDS, Op
from taizhang.ledger.differences import compare_texts
from taizhang.ledger.models import Edition, EditionState, Entry, Event, Ledger
from taizhang.web.context import actor_of
from taizhang.web.signing import signed_in


@dataclass(frozen=True, slots=True)
class Lost:
    """A decision that could not be carried: what it was, and the words it was about."""

    what: Said
    words: str
    value: str


@signed_in
@require_safe
def show_changes(request: HttpRequest, slug: UUID, number: int) -> HttpResponse:
    """An edition against the one before it."""
    actor = actor_of(request)
    ledger = get_object_or_404(seen_ledgers(actor, "entry.follow"), slug=slug)
    check_permission(actor, "file.download", ledger)
    edition = get_object_or_404(ledger.editions.filter(state=EditionState.READY), number=number)
    before = ledger.editions.filter(state=EditionState.READY, number__lt=number).order_by("-number").first()
    if before is None:
        raise StepTooEarly(
            ledger.title, reason=Said("第一版没有可对照的上一版", "the first edition has none before it")
        )
    old, new = before.load(), edition.load()
    differences = compare_texts(_restored(old), _restored(new))
    entries = seen_entries(actor, "entry.follow").filter(ledger=ledger)
    context = {
        "ledger": ledger,
        "edition": edition,
        "before": before,
        "differences": differences,
        "counts": {
            str(change): sum(d.change == change for d in differences) for change in ("added", "removed", "changed")
        },
        "entries": _entries(ledger, edition, entries),
        "lost": list(_lost(edition, old)),
        "may_review": may(actor, "review.decide", ledger),
    }
    return render(request, "desk/changes.html", context)


def _restored(report: Report) -> str:
    text = report.source.text
    return RestoredText.from_pieces(text, report.restoration.pieces or (Span(0, len(text)),)).text


def _entries(ledger: Ledger, edition: Edition, seen: Any) -> Mapping[str, Iterable[object]]:
    """The entries that the edition made, changed and no longer has, as the journal tells them."""
    event = Event.objects.filter(ledger=str(ledger.slug), subject=f"edition:{edition.pk}", payload__contains="compile")
    payloads = (json.loads(row.payload) for row in event)
    told: dict[str, Any] = next((payload for payload in payloads if payload.get("did") == "compile"), {})
    keys = {name: told.get(name) for name in ("created", "changed", "gone")}
    listed = {name: value for name, value in keys.items() if isinstance(value, list)}
    rows: dict[int, Entry] = seen.in_bulk([key for value in listed.values() for key in value])
    found: dict[str, Iterable[object]] = {
        name: [rows[key] for key in value if key in rows and rows[key].parent_id is None]
        for name, value in listed.items()
    }
    return found | {"dropped": [number for number in told.get("dropped", ()) if "." not in number]}


def _lost(edition: Edition, old: Report) -> Iterable[Lost]:
    for row in edition.decisions.filter(is_lost=True):
        words = "".join(old.source.text[start:end] for start, end in row.spans)
        value = "、".join(str(value) for value in row.values.values() if value)
        yield Lost(WORDS[Op(row.op)], words or _near(old, row.spans), value)


def _near(old: Report, spans: list[list[int]]) -> str:
    """The words at a place of no length, as where a sentence was cut."""
    at = spans[0][0] if spans else 0
    return old.source.text[max(at - 10, 0) : at + 20].replace("\n", " ")
