"""Livelihood pledges 民生实事: which entries they are, and in which order they are numbered."""

from __future__ import annotations

from collections.abc import Sequence

from taizhang.errors import EditConflict, FieldsWrong, Said
from taizhang.ledger.access import Actor
from taizhang.ledger.actions.acting import acting
from taizhang.ledger.models import Entry, Event, Ledger

MOST_PLEDGES = 200


def set_pledges(actor: Actor, ledger: Ledger, order: Sequence[int], read: Sequence[int] | None = None) -> int:
    """Number the entries with these keys from 1 in this order; all others are no pledges. How many changed.

    ``read`` is the order that the actor saw: raises ``EditConflict`` where it is no longer so and something would
    change, ``FieldsWrong`` for entries of another ledger, for one named twice, or for more than ``MOST_PLEDGES``.
    """
    with acting(actor, "pledge.change", ledger) as act:
        rows = list(ledger.entries.select_for_update(of=("self",)).filter(is_gone=False))
        held = [entry.pk for entry in sorted((e for e in rows if e.pledge), key=lambda e: (e.pledge or 0, e.order))]
        wanted = {pk: number for number, pk in enumerate(order, 1)}
        _check(rows, order, wanted)
        changed = [entry for entry in rows if entry.pledge != wanted.get(entry.pk)]
        if not changed:
            act.idle()
            return 0
        if read is not None and list(read) != held:
            last = Event.objects.filter(action="pledge.change", ledger=str(ledger.slug)).order_by("-seq").first()
            raise EditConflict(ledger.title, who=last.actor if last else None)
        before = {entry.number: entry.pledge for entry in changed}
        for entry in changed:
            entry.pledge = wanted.get(entry.pk)
            entry.version += 1
        Entry.objects.bulk_update(changed, ["pledge", "version"], batch_size=500)
        act.log(ledger, pledges={entry.number: entry.pledge for entry in changed}, before=before)
    return len(changed)


def _check(rows: Sequence[Entry], order: Sequence[int], wanted: dict[int, int]) -> None:
    if len(wanted) < len(order):
        raise FieldsWrong(fields={"pledges": Said("同一条目列了两次", "an entry is named twice")})
    if wanted.keys() - {entry.pk for entry in rows}:
        raise FieldsWrong(fields={"pledges": Said("所选条目不属于本台账", "an entry is of another ledger")})
    if len(order) > MOST_PLEDGES:
        told = Said(f"民生实事最多 {MOST_PLEDGES} 件", f"at most {MOST_PLEDGES} pledges")
        raise FieldsWrong(fields={"pledges": told})
