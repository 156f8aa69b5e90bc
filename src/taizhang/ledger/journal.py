"""The journal: append an event, and find what was tampered with.

What enters is an action with its actor and payload, what leaves is the next link of a chain: the hash of an event is
that of its fields and of the hash before it. Whoever changes, deletes or moves an event by hand breaks the chain at
that place; whoever cuts off its tail, or writes all of it anew, cannot make again a head that was kept elsewhere.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Max

from taizhang.errors import FieldsWrong, Said
from taizhang.ledger.heads import keep_head
from taizhang.ledger.models import Event, Head

GENESIS = sha256(b"taizhang.journal/1").hexdigest()
"""What stands before the first event."""
_FIELDS = ("seq", "at", "actor", "action", "place", "ledger", "subject", "payload", "before")
_HEAD = re.compile(r"(?:(\d{1,18})-)?([0-9a-f]{64})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of verifying. ``seq`` and ``hash`` are the head where the chain is whole, else the first broken event.

    ``fault`` is empty where it is whole: ``changed``, ``missing``, ``moved``, ``tail`` (the chain ends before the kept
    head), ``rewritten`` (the kept head is no event's), ``head`` (the chain and the row of its head differ).
    """

    events: int
    seq: int
    hash: str
    fault: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found."""
        return not self.fault


def append_event(
    actor: str, action: str, subject: str, payload: Mapping[str, Any], place: str = "", ledger: str = ""
) -> Event:
    """The next event. Called within the transaction that writes what it tells of; raises outside of one."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("an event is written with what it tells of, in one transaction")
    head = Head.objects.select_for_update().get(id=1)
    event = Event(
        seq=head.seq + 1,
        at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        actor=actor,
        action=action,
        place=place,
        ledger=ledger,
        subject=subject,
        payload=as_canonical(payload),
        before=head.hash,
    )
    event.hash = hash_event(event)
    event.save(force_insert=True)
    head.seq, head.hash = event.seq, event.hash
    head.save(update_fields=["seq", "hash"])
    transaction.on_commit(keep_head, robust=True)  # a full disk does not undo what is committed
    return event


def as_canonical(payload: Mapping[str, Any]) -> str:
    """JSON of one form: keys sorted, no spaces, what is no JSON as its string."""
    return json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def hash_event(event: Event) -> str:
    """The hash of an event's fields, each with its length before it, so that no two contents run together."""
    digest = sha256()
    for name in _FIELDS:
        value = str(getattr(event, name)).encode()
        digest.update(b"%d:" % len(value) + value)
    return digest.hexdigest()


def verify_journal(kept: str = "") -> Verdict:
    """Recompute the chain. ``kept`` is a head written down earlier, as ``verify`` prints it: ``SEQ-HASH``.

    Takes no lock: events up to the head that is read first never change, so the site may write meanwhile. Raises
    ``FieldsWrong`` where ``kept`` is no head.
    """
    number, digest = _read_head(kept)
    head = Head.objects.filter(id=1).first()
    if head is None:
        return Verdict(0, Event.objects.count(), "", "head")
    verdict, is_seen = _follow(head, number, digest)
    if not verdict.is_whole:
        return verdict
    if _has_stray():
        return Verdict(verdict.events, verdict.seq + 1, verdict.hash, "head")
    if is_seen:
        return verdict
    fault, seq = ("tail", verdict.seq + 1) if (number or 0) > verdict.seq else ("rewritten", number or verdict.seq)
    return Verdict(verdict.events, seq, verdict.hash, fault)


def _follow(head: Head, number: int | None, digest: str) -> tuple[Verdict, bool]:
    """Follow the chain to ``head``, and whether the kept ``digest`` was met on the way, as the event ``number``."""
    before, seq, is_seen = GENESIS, 0, digest in {"", GENESIS}
    for event in Event.objects.filter(seq__lte=head.seq).order_by("seq").iterator(2000):
        fault = _fault_of(event, seq + 1, before)
        if fault:
            return Verdict(seq, seq + 1 if fault == "missing" else event.seq, event.hash, fault), is_seen
        before, seq = event.hash, event.seq
        is_seen = is_seen or (event.hash == digest and number in {None, seq})
    if seq < head.seq:
        return Verdict(seq, seq + 1, before, "missing"), is_seen
    return Verdict(seq, seq, before, "" if before == head.hash else "head"), is_seen


def show_head(head: Head | Verdict) -> str:
    """A head as it is printed and kept: ``SEQ-HASH``."""
    return f"{head.seq}-{head.hash}"


def _read_head(kept: str) -> tuple[int | None, str]:
    """The number, None where only a hash was kept, and the hash, empty where nothing was."""
    if not kept:
        return None, ""
    found = _HEAD.fullmatch(kept.strip().lower())
    if found is None:
        told = Said("应为“序号-64位校验值”，或只写校验值", "NUMBER-HASH is meant, or the hash of 64 characters alone")
        raise FieldsWrong("--head", fields={"head": told})
    return int(found[1]) if found[1] else None, found[2]


def _has_stray() -> bool:
    """Whether an event stands behind the head. The head is read last: it may only have moved on."""
    last = Event.objects.aggregate(last=Max("seq"))["last"] or 0
    return last > Head.objects.get(id=1).seq


def _fault_of(event: Event, seq: int, before: str) -> str:
    if event.seq != seq:
        return "missing"
    if hash_event(event) != event.hash:
        return "changed"
    return "" if event.before == before else "moved"
