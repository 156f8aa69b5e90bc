"""People as an administrator keeps them: listed, made, changed, barred, given a new first password."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from taizhang.catalog.models import Place
from taizhang.errors import FieldsWrong, Said
from taizhang.ledger.access import Actor, people_of, seen_places
from taizhang.ledger.actions.acting import check_permission
from taizhang.ledger.actions.people import Grant, change_user, create_user, reset_password
from taizhang.ledger.models import Role, User
from taizhang.ledger.models.people import OF_A_UNIT
from taizhang.web.context import actor_of
from taizhang.web.language import lang_of


@login_required
@require_safe
def show_people(request: HttpRequest) -> HttpResponse:
    """The people of a place with their roles."""
    actor, place = _open(request)
    people = people_of(place).prefetch_related("memberships__place", "memberships__unit__place")
    places = seen_places(actor, "user.change")
    return render(request, "people/people.html", {"people": people, "place": place, "places": places})


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def add_person(request: HttpRequest) -> HttpResponse:
    """The form for somebody new; sent, the first password is shown, once."""
    actor, place = _open(request)
    context = _context(request, place, None)
    if request.method == "GET":
        return render(request, "people/person.html", context)
    told = request.POST
    try:
        grants = list(_read_grants(request, place))
        user, password = create_user(
            actor, place, told.get("username", "").strip(), told.get("display_name", "").strip(), grants
        )
    except FieldsWrong as error:
        return _again(request, context, error)
    return render(request, "people/first_password.html", {"person": user, "password": password, "place": place})


@login_required
@require_http_methods(["GET", "POST"])
def change_person(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of somebody."""
    actor, place = _open(request)
    person = get_object_or_404(people_of(place), pk=pk)
    context = _context(request, place, person)
    if request.method == "GET":
        return render(request, "people/person.html", context)
    told = request.POST
    try:
        grants = list(_read_grants(request, place))
        change_user(
            actor, place, person, told.get("display_name", "").strip(), grants, is_active=told.get("is_active") == "1"
        )
    except FieldsWrong as error:
        return _again(request, context, error)
    messages.success(request, _("已保存。"), extra_tags="done")
    return redirect(f"{reverse('people')}?place={place.slug}")


@login_required
@never_cache
@require_POST
def reset_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody a new first password, which is shown once."""
    actor, place = _open(request, "user.reset")
    person = get_object_or_404(people_of(place), pk=pk)
    password = reset_password(actor, place, person)
    return render(request, "people/first_password.html", {"person": person, "password": password, "place": place})


def _open(request: HttpRequest, action: str = "user.change") -> tuple[Actor, Place]:
    """Who asks, and the place chosen by ``place``; the first that the actor keeps where none is."""
    return open_place(request, action)


def open_place(request: HttpRequest, action: str) -> tuple[Actor, Place]:
    """Who asks, and the place named in the address, else the first at which ``action`` may be done."""
    actor = actor_of(request)
    check_permission(actor, action)
    slug = request.GET.get("place")
    place = get_object_or_404(Place, slug=slug) if slug else seen_places(actor, action).first()
    check_permission(actor, action, place)
    if place is None:
        raise FieldsWrong(
            fields={"place": Said("还没有登记地区，请先运行 taizhang init", "no place is registered yet")}
        )
    return actor, place


def _context(request: HttpRequest, place: Place, person: User | None) -> dict[str, object]:
    """What the form shows: what was typed, else what is."""
    held: dict[str, list[int | None]] = {}
    if request.method == "POST":
        held = {role: [] for role in request.POST.getlist("roles")}
        held |= {role: _numbers(request.POST.getlist(f"unit-{role}")) for role in OF_A_UNIT}
    elif person is not None:
        for membership in person.memberships.select_related("unit"):
            if place.pk in {membership.place_id, membership.unit.place_id if membership.unit else None}:
                held.setdefault(membership.role, []).append(membership.unit_id)
    return {
        "place": place,
        "person": person,
        "typed": request.POST,
        "plain": [(role, role.value in held) for role in Role if role not in OF_A_UNIT],
        "of_unit": [(role, [*held.get(role.value, []), None]) for role in Role if role in OF_A_UNIT],
        "units": place.units.filter(is_active=True),
    }


def _read_grants(request: HttpRequest, place: Place) -> Iterator[Grant]:
    plain = set(request.POST.getlist("roles"))
    units = place.units.in_bulk()
    for role in Role:
        if role not in OF_A_UNIT:
            if role.value in plain:
                yield Grant(role, place)
            continue
        for key in dict.fromkeys(_numbers(request.POST.getlist(f"unit-{role.value}"))):
            if key not in units:
                raise FieldsWrong(fields={"roles": Said("所选单位不在名录中", "the unit is not in the register")})
            yield Grant(role, None, units[key])


def _numbers(texts: list[str]) -> list[int | None]:
    return [int(text) for text in texts if text.isdecimal() and len(text) < 10]


def _again(request: HttpRequest, context: dict[str, object], error: FieldsWrong) -> HttpResponse:
    wrong = {name: getattr(said, lang_of(request)) for name, said in error.fields.items()}
    return render(request, "people/person.html", {**context, "wrong": wrong}, status=422)
