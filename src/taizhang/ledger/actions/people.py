"""People: made, changed, given roles; their passwords."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from axes.utils import reset as reset_lockouts
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from taizhang.catalog.models import Place, Unit
from taizhang.errors import ActionRefused, FieldsWrong, Said, ThingMissing
from taizhang.ledger.access import Actor, may
from taizhang.ledger.actions.acting import acting, name_of
from taizhang.ledger.journal import append_event
from taizhang.ledger.models import Membership, Role, User
from taizhang.ledger.models.people import OF_A_UNIT

_ELSEWHERE = Said("此人在其他地区也有职务", "this person is something elsewhere too")


@dataclass(frozen=True, slots=True)
class Grant:
    """A role to be held: at a place, or of a unit."""

    role: Role
    place: Place | None = None
    unit: Unit | None = None


def create_user(
    actor: Actor, place: Place, username: str, display_name: str, grants: Iterable[Grant], password: str = ""
) -> tuple[User, str]:
    """A new person with roles, and the first password, which is to be changed at once. Raises ``FieldsWrong``."""
    grants = tuple(grants)
    _check_grants(actor, place, grants)
    _check_username(username)
    first = password or secrets.token_urlsafe(9)
    with acting(actor, "user.change", place) as act:
        if User.objects.filter(username=username).exists():
            raise FieldsWrong(
                fields={"username": Said(f"用户名“{username}”已有人使用", f"the name {username} is taken")}
            )
        user = User(username=username, display_name=display_name, must_change_password=not password)
        user.set_password(first)
        user.save()
        _set_grants(user, grants)
        act.log(user, did="create", username=username, roles=_tell_grants(grants))
    return user, first


def change_user(
    actor: Actor, place: Place, user: User, display_name: str, grants: Iterable[Grant], *, is_active: bool
) -> None:
    """Give a person another name or other roles at ``place``, or bar the door. Raises ``FieldsWrong``.

    The roles held elsewhere stay. Whoever is something elsewhere too gets another name, or is barred, only by somebody
    who may do so there as well: ``ActionRefused``.
    """
    grants = tuple(grants)
    _check_grants(actor, place, grants)
    _check_self(actor, user, grants, is_active=is_active)
    with acting(actor, "user.change", place) as act:
        user = User.objects.select_for_update().get(pk=user.pk)
        _check_is_of(user, place)
        if (user.display_name, user.is_active) != (display_name, is_active) and not may(actor, "user.change", user):
            raise ActionRefused(reason=_ELSEWHERE)
        before = _tell_user(user, place)
        user.display_name, user.is_active = display_name, is_active
        user.save(update_fields=["display_name", "is_active"])
        _set_grants(user, grants, place)
        after = _tell_user(user, place)
        if before == after:
            act.idle()
        changed = {name: value for name, value in after.items() if value != before[name]}
        act.log(user, did="change", username=user.username, changed=changed, before={n: before[n] for n in changed})


def reset_password(actor: Actor, place: Place, user: User) -> str:
    """A new first password for somebody who lost theirs; doors locked by wrong attempts are opened.

    Raises ``ActionRefused`` for somebody who is something elsewhere too, where ``actor`` may not do this.
    """
    with acting(actor, "user.reset", place) as act:
        user = User.objects.select_for_update().get(pk=user.pk)
        _check_is_of(user, place)
        if not may(actor, "user.reset", user):
            raise ActionRefused(reason=_ELSEWHERE)
        first = secrets.token_urlsafe(9)
        user.set_password(first)
        user.must_change_password = True
        user.save(update_fields=["password", "must_change_password"])
        act.log(user, did="reset", username=user.username)
    reset_lockouts(username=user.username)
    return first


def change_own_password(actor: Actor, password: str) -> User:
    """One's own new password. Raises ``FieldsWrong`` where it is too weak."""
    user = actor.user
    if user is None:
        raise ActionRefused
    try:
        validate_password(password, user)
    except ValidationError as error:
        told = "；".join(error.messages)
        raise FieldsWrong(fields={"password": Said(told, told)}) from error
    with transaction.atomic():
        user.set_password(password)
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])
        append_event(actor.name, "user.password", name_of(user), {}, place=_first_place(user))
    return user


def _of_place(place: Place) -> Q:
    return Q(place=place) | Q(unit__place=place)


def _check_username(username: str) -> None:
    try:
        UnicodeUsernameValidator()(username)
    except ValidationError as error:
        wrong = Said("用户名只用字母、汉字、数字和 @ . + - _", "letters, digits and @ . + - _ only")
        raise FieldsWrong(fields={"username": wrong}) from error


def _check_is_of(user: User, place: Place) -> None:
    if not user.memberships.filter(_of_place(place)).exists():
        raise ThingMissing


def _check_self(actor: Actor, user: User, grants: Iterable[Grant], *, is_active: bool) -> None:
    """Nobody locks oneself out: an administrator stays one until another says otherwise."""
    if actor.user != user:
        return
    if not is_active:
        raise ActionRefused(reason=Said("不能停用自己", "nobody bars oneself"))
    if Role.ADMINISTRATOR not in {grant.role for grant in grants}:
        raise FieldsWrong(fields={"roles": Said("不能撤销自己的管理员角色", "nobody stops administrating by oneself")})


def _check_grants(actor: Actor, place: Place, grants: Iterable[Grant]) -> None:
    if not grants:
        raise FieldsWrong(fields={"roles": Said("请至少给一个角色", "give one role at least")})
    everywhere = actor.job or any(m.role == Role.ADMINISTRATOR and m.place_id is None for m in actor.memberships)
    for grant in grants:
        if grant.place is None and grant.unit is None and not everywhere:
            raise ActionRefused(reason=Said("只能给本地区的角色", "only roles of this place can be given"))
        if (grant.role in OF_A_UNIT) != (grant.unit is not None):
            told = Said(f"“{grant.role.label}”须选所属单位", f"{grant.role} is of a unit")
            raise FieldsWrong(fields={"roles": told})
        if (grant.unit and grant.unit.place_id != place.pk) or (grant.place and grant.place.pk != place.pk):
            raise FieldsWrong(fields={"roles": Said("所选单位不属于本地区", "the unit is of another place")})


def _set_grants(user: User, grants: Iterable[Grant], place: Place | None = None) -> None:
    """Replace the roles held at ``place``; all where it is None."""
    held = user.memberships.all() if place is None else user.memberships.filter(_of_place(place))
    held.delete()
    Membership.objects.bulk_create(Membership(user=user, role=g.role, place=g.place, unit=g.unit) for g in grants)


def _tell_user(user: User, place: Place) -> dict[str, Any]:
    """What the journal tells of a person: the name, whether the door is open, the roles at ``place``."""
    held = user.memberships.filter(_of_place(place)).select_related("place", "unit")
    grants = (Grant(Role(m.role), m.place, m.unit) for m in held)
    return {"display_name": user.display_name, "is_active": user.is_active, "roles": sorted(_tell_grants(grants))}


def _first_place(user: User) -> str:
    held = user.memberships.select_related("place", "unit__place").first()
    place = None if held is None else held.unit.place if held.unit else held.place
    return place.slug if place else ""


def _tell_grants(grants: Iterable[Grant]) -> list[str]:
    return [f"{g.role.value}@{g.unit.name if g.unit else g.place.name if g.place else '*'}" for g in grants]
