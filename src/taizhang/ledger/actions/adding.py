"""Entries by hand: added where the report says nothing, kept where a new edition no longer says it, taken away."""

from __future__ import annotations

from datetime import date

from taizhang.errors import FieldsWrong, Said, StepTooEarly
from taizhang.ledger.access import Actor
from taizhang.ledger.actions.acting import acting
from taizhang.ledger.actions.entries import LONGEST_TEXT, check_due, check_title
from taizhang.ledger.models import Entry, Ledger, LedgerState, Origin

HEADING = "增补条目"
"""What added entries stand under."""
_BEHIND_ALL = 900_000
"""The order from which on added entries stand: behind whatever is compiled."""


def add_entry(
    actor: Actor, ledger: Ledger, title: str, basis: str = "", due: date | None = None, parent: Entry | None = None
) -> Entry:
    """A new entry of ``ledger``, below ``parent`` where it is a part of one. ``basis`` says by what authority.

    The same title once more at the same place is the entry that is there: a form sent twice is one. Raises
    ``FieldsWrong``.
    """
    title, basis = title.strip(), basis.strip()
    _check(ledger, title, basis, due, parent)
    with acting(actor, "entry.edit", ledger) as act:
        added = ledger.entries.filter(origin=Origin.ADDED, parent=parent)
        there = added.filter(title=title, is_gone=False).first()
        if there is not None:
            act.idle()
            return there
        count = added.count() + 1
        entry = Entry.objects.create(
            ledger=ledger,
            parent=parent,
            order=_BEHIND_ALL + count,
            number=f"{parent.number}.增{count}" if parent else f"增-{count}",
            path=parent.path if parent else [HEADING],
            title=title,
            text=basis,
            due=due or (date(ledger.year, 12, 31) if ledger.year else None),
            is_due_assumed=due is None,
            origin=Origin.ADDED,
        )
        if parent is not None and "children" not in parent.by_hand:
            parent.by_hand = sorted({*parent.by_hand, "children"})
            parent.save(update_fields=["by_hand"])
        act.log(entry, did="add", title=title, basis=basis)
    return entry


def keep_entry(actor: Actor, entry: Entry) -> None:
    """Go on with an entry whose words a new edition no longer has; it counts as added by hand from now on."""
    with acting(actor, "entry.edit", entry) as act:
        if not entry.is_gone:
            act.idle()
            return
        entry.is_gone, entry.origin = False, Origin.ADDED
        entry.version += 1
        entry.save(update_fields=["is_gone", "origin", "version"])
        entry.children.filter(is_gone=True).update(is_gone=False, origin=Origin.ADDED)
        act.log(entry, did="keep")


def remove_entry(actor: Actor, entry: Entry) -> None:
    """Take away an entry that was added by hand. Raises ``StepTooEarly`` where it has been dispatched or worked on."""
    with acting(actor, "entry.edit", entry) as act:
        if entry.origin != Origin.ADDED:
            raise StepTooEarly(entry.number, reason=Said("只能删除增补的条目", "only added entries can be removed"))
        if entry.ledger.state == LedgerState.DISPATCHED or _has_followers(entry):
            told = Said(
                "已下达或已有备注、批示、附件", "it is dispatched, or has comments, instructions or attachments"
            )
            raise StepTooEarly(entry.number, reason=told)
        act.log(entry, did="remove", number=entry.number, title=entry.title)
        entry.delete()


def _has_followers(entry: Entry) -> bool:
    return (
        entry.comments.exists() or entry.instructions.exists() or entry.attachments.exists() or entry.children.exists()
    )


def _check(ledger: Ledger, title: str, basis: str, due: date | None, parent: Entry | None) -> None:
    wrong = {**check_title(title), **check_due(due)}
    if len(basis) > LONGEST_TEXT:
        told = f"不超过 {LONGEST_TEXT} 字，现有 {len(basis)} 字"
        wrong["basis"] = Said(told, f"at most {LONGEST_TEXT} characters, this has {len(basis)}")
    if parent is not None and (parent.ledger_id != ledger.pk or parent.parent_id):
        wrong["parent"] = Said("事项只能列在本台账的条目之下", "a part stands below an entry of this ledger")
    if wrong:
        raise FieldsWrong(fields=wrong)
