"""The door for reading: what an actor may see, and what an actor may do to it.

What enters is an actor and the key of an action in ``permissions.toml``, what leaves is a query, or yes or no. A
reporter of the bureau of water sees of a dispatched ledger the entries that the bureau leads or supports; for everybody
else these do not exist. Nothing else decides who sees what.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Model, Q, QuerySet

from taizhang.catalog.models import Place, Unit
from taizhang.ledger.models import Entry, Event, Ledger, LedgerState, Membership, Role, Support, User
from taizhang.ledger.permissions import PUBLIC, Scope, permissions


@dataclass(frozen=True)
class Actor:
    """Who acts: a user with the roles held, or nobody in particular (``user`` None), who sees what is published.

    ``name`` is what the journal calls the actor.
    """

    user: User | None = None
    job: str = ""

    @property
    def name(self) -> str:
        """The user's name, ``job:compile`` for work in the background, ``public`` for a visitor."""
        return self.job or (self.user.username if self.user else PUBLIC)

    @cached_property
    def memberships(self) -> tuple[Membership, ...]:
        """The roles that the user holds."""
        if self.user is None or not self.user.is_active:
            return ()
        return tuple(self.user.memberships.select_related("place", "unit"))

    @property
    def roles(self) -> frozenset[str]:
        """The roles held, anywhere."""
        return frozenset(m.role for m in self.memberships)

    def units(self, roles: Iterable[str] | None = None) -> tuple[Unit, ...]:
        """The units whose roles (all, or some of ``roles``) the user holds."""
        wanted = None if roles is None else set(roles)
        return tuple(m.unit for m in self.memberships if m.unit and (wanted is None or m.role in wanted))


def seen_ledgers(actor: Actor, action: str = "ledger.view") -> QuerySet[Ledger]:
    """The ledgers on which ``actor`` may do ``action``."""
    return Ledger.objects.filter(_ledger_filter(actor, action)).select_related("place")


def seen_entries(actor: Actor, action: str = "entry.view") -> QuerySet[Entry]:
    """The entries on which ``actor`` may do ``action``."""
    return Entry.objects.filter(_entry_filter(actor, action))


def seen_places(actor: Actor, action: str, *scopes: Scope) -> QuerySet[Place]:
    """The places at which ``actor`` may do ``action``, in one of ``scopes``, to things that are of no ledger yet."""
    wanted = scopes or (Scope.PLACE, Scope.OWN)
    held = {m.place_id for m, scope in _grants(actor, action) if scope in wanted}
    return Place.objects.all() if None in held else Place.objects.filter(pk__in=[key for key in held if key])


def people_of(place: Place) -> QuerySet[User]:
    """Who is something at ``place``; in the order of their names."""
    held = Membership.objects.filter(Q(place=place) | Q(unit__place=place))
    return User.objects.filter(pk__in=held.values("user")).order_by("username")


def seen_events(actor: Actor) -> QuerySet[Event]:
    """The events that ``actor`` may read: all of them, or those of the places where the role is held."""
    grants = [m for m, _ in _grants(actor, "journal.read")]
    if any(m.place_id is None for m in grants):
        return Event.objects.all()
    return Event.objects.filter(place__in=[m.place.slug for m in grants if m.place])


def may(actor: Actor, action: str, subject: Model | None = None) -> bool:
    """Whether ``actor`` may do ``action`` to ``subject``: a ledger, an entry, a place, a person; None for nothing yet.

    A person is changed by whoever may do so at every place where that person is something: whoever keeps the people of
    one place never takes over somebody of another.
    """
    if actor.job:
        return True
    if isinstance(subject, Entry):
        return seen_entries(actor, action).filter(pk=subject.pk).exists()
    if isinstance(subject, Ledger):
        return seen_ledgers(actor, action).filter(pk=subject.pk).exists()
    if isinstance(subject, Place):
        return seen_places(actor, action).filter(pk=subject.pk).exists()
    if isinstance(subject, User):
        grants, held = {m.place_id for m, _ in _grants(actor, action)}, places_of(subject)
        return None in grants or (bool(held) and held <= grants)
    if subject is not None:
        raise TypeError(f"nothing is decided on {type(subject).__name__}")
    return any(True for _ in _grants(actor, action))


def places_of(user: User) -> set[int | None]:
    """The keys of the places where somebody is something; None among them for a role held everywhere."""
    held = user.memberships.select_related("unit")
    return {m.unit.place_id if m.unit else m.place_id for m in held}


def _grants(actor: Actor, action: str) -> Iterable[tuple[Membership, Scope]]:
    scopes = permissions()[action].scopes
    return [(m, scopes[m.role]) for m in actor.memberships if m.role in scopes]


def _ledger_filter(actor: Actor, action: str) -> Q:
    return _filter(actor, action, "", lambda unit: Q(place=unit.place_id))


def _entry_filter(actor: Actor, action: str) -> Q:
    return _filter(actor, action, "ledger__", _of_unit)


def _filter(actor: Actor, action: str, of: str, of_unit: Callable[[Unit], Q]) -> Q:
    """What ``actor`` may do ``action`` to. ``of`` leads from a row to its ledger, ``of_unit`` says what a unit sees."""
    is_public = Q(**{f"{of}published_at__isnull": False})
    query = is_public if PUBLIC in permissions()[action].scopes else Q(pk__in=[])
    for membership, scope in _grants(actor, action):
        if scope is Scope.PLACE:
            query |= Q(**{f"{of}place": membership.place_id}) if membership.place_id else Q(pk__isnull=False)
        elif membership.unit and scope is Scope.UNIT:
            query |= Q(**{f"{of}state": LedgerState.DISPATCHED}) & of_unit(membership.unit)
    query &= Q(**{f"{of}owner__isnull": True})
    if any(scope is Scope.OWN for _, scope in _grants(actor, action)):
        query |= Q(**{f"{of}owner": actor.user})
    return query


def _of_unit(unit: Unit) -> Q:
    """Entries that ``unit`` leads or supports, with those below and above them."""
    led, supported = Entry.objects.filter(lead=unit), Support.objects.filter(unit=unit)
    return (
        Q(lead=unit)
        | Q(parent__lead=unit)
        | Q(pk__in=supported.values("entry"))
        | Q(parent__in=supported.values("entry"))
        | Q(pk__in=led.filter(parent__isnull=False).values("parent"))
        | Q(pk__in=supported.filter(entry__parent__isnull=False).values("entry__parent"))
    )


__all__ = [
    "Actor",
    "Role",
    "may",
    "people_of",
    "places_of",
    "seen_entries",
    "seen_events",
    "seen_ledgers",
    "seen_places",
]
