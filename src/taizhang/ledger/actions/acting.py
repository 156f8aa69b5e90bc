"""The door for writing: every action checks, writes and logs in one transaction.

What enters is who acts, the key of the action and what it is done to; what leaves, when the block ends, is an event in
the journal. ::

    with acting(actor, "entry.assign", entry) as act:
        entry.lead = unit
        entry.save()
        act.log(entry, lead=unit.name)
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction

from taizhang.catalog.models import Place
from taizhang.errors import ActionRefused, ThingMissing
from taizhang.ledger.access import Actor, may
from taizhang.ledger.journal import append_event
from taizhang.ledger.models import Entry, Ledger, User
from taizhang.ledger.permissions import permissions


@dataclass
class Act:
    """An action under way: what is to be logged of it."""

    action: str
    place: str = ""
    ledger: str = ""
    logged: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    is_idle: bool = False

    def log(self, subject: models.Model, **payload: Any) -> None:
        """Tell the journal what was done to ``subject``; written when the action ends."""
        self.logged.append((name_of(subject), payload))
        if not self.place:
            self.place, self.ledger = _home_of(subject)

    def idle(self) -> None:
        """Nothing had to be done: no event is written."""
        self.is_idle = True


@contextmanager
def acting(actor: Actor, action: str, subject: models.Model | None = None) -> Iterator[Act]:
    """Do ``action`` to ``subject`` as ``actor``, in one transaction with its event.

    ``subject`` is locked until the end. Raises ``ThingMissing`` where the actor may not know of it, ``ActionRefused``
    where the actor sees it and may not do this, ``RuntimeError`` where the block logs nothing.
    """
    with transaction.atomic():
        _lock(subject)
        check_permission(actor, action, subject)
        act = Act(action, *_home_of(subject))
        yield act
        if act.is_idle:
            return
        if not act.logged:
            raise RuntimeError(f"{action} logged nothing")
        for told, payload in act.logged:
            append_event(actor.name, action, told, payload, act.place, act.ledger)


def check_permission(actor: Actor, action: str, subject: models.Model | None = None) -> None:
    """Raise ``ThingMissing`` or ``ActionRefused`` where ``actor`` may not do ``action`` to ``subject``."""
    if may(actor, action, subject):
        return
    view = {Entry: "entry.view", Ledger: "ledger.view"}.get(type(subject)) if subject else None
    if view and not may(actor, view, subject):
        raise ThingMissing
    raise ActionRefused(action=permissions()[action].words)


def user_of(actor: Actor) -> User:
    """The person who acts. Raises ``ActionRefused`` where nobody in particular does."""
    if actor.user is None:
        raise ActionRefused
    return actor.user


def name_of(subject: models.Model) -> str:
    """How the journal names a thing: ``entry:12``."""
    return f"{subject._meta.model_name}:{subject.pk}"  # noqa: SLF001 - Django's public name for it


def _lock(subject: models.Model | None) -> None:
    """Lock the row until the transaction ends, and read it anew: what an action goes by is what holds now."""
    if subject is not None and subject.pk is not None and not isinstance(subject, Place):
        rows = type(subject)._default_manager  # noqa: SLF001 - Django's public name for it
        if not rows.select_for_update(of=("self",)).filter(pk=subject.pk).exists():
            raise ThingMissing
        subject.refresh_from_db()


def _home_of(subject: models.Model | None) -> tuple[str, str]:
    """The slugs of the place and the ledger that ``subject`` is of, each empty where it is of none."""
    if isinstance(subject, Place):
        return subject.slug, ""
    ledger = subject if isinstance(subject, Ledger) else getattr(subject, "ledger", None)
    if isinstance(ledger, Ledger):
        return ledger.place.slug, str(ledger.slug)
    place = getattr(subject, "place", None)
    return (place.slug, "") if isinstance(place, Place) else ("", "")
