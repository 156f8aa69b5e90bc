"""The register of units as an administrator keeps it: listed, added, renamed, no longer active."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from taizhang.catalog.models import Place, Unit, UnitKind
from taizhang.errors import FieldsWrong
from taizhang.ledger.access import seen_places
from taizhang.ledger.actions.units import UnitValues, add_unit, change_unit
from taizhang.web.language import lang_of
from taizhang.web.pages.accounts import open_place


@login_required
@require_safe
def show_units(request: HttpRequest) -> HttpResponse:
    """The units of a place, with how many entries each leads."""
    actor, place = open_place(request, "unit.change")
    led = Q(led_entries__is_gone=False, led_entries__parent=None)
    units = place.units.annotate(led=Count("led_entries", filter=led))
    context = {"units": units, "place": place, "places": seen_places(actor, "unit.change")}
    return render(request, "units/units.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def post_new_unit(request: HttpRequest) -> HttpResponse:
    """The form for a new unit."""
    actor, place = open_place(request, "unit.change")
    if request.method == "GET":
        return render(request, "units/unit.html", _context(request, place, None))
    try:
        add_unit(actor, place, _read(request, None))
    except FieldsWrong as error:
        return _again(request, place, None, error)
    return _done(request, place)


@login_required
@require_http_methods(["GET", "POST"])
def post_unit(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a unit."""
    actor, place = open_place(request, "unit.change")
    unit = get_object_or_404(place.units, pk=pk)
    if request.method == "GET":
        return render(request, "units/unit.html", _context(request, place, unit))
    try:
        change_unit(actor, place, unit, _read(request, unit))
    except FieldsWrong as error:
        return _again(request, place, unit, error)
    return _done(request, place)


def _read(request: HttpRequest, unit: Unit | None) -> UnitValues:
    told = request.POST
    kind = told.get("kind", "")
    others = tuple(told.get("others", "").replace("\r\n", "\n").split("\n"))
    known = UnitKind(kind) if kind in set(UnitKind.values) else UnitKind.DEPARTMENT
    return UnitValues(told.get("name", ""), others, known, unit is None or told.get("is_active") == "1")


def _done(request: HttpRequest, place: Place) -> HttpResponse:
    messages.success(request, _("已保存。"), extra_tags="done")
    return redirect(f"{reverse('units')}?place={place.slug}")


def _context(request: HttpRequest, place: Place, unit: Unit | None) -> dict[str, object]:
    typed = request.POST if request.method == "POST" else None
    values = {
        "name": typed.get("name", "") if typed else unit.name if unit else "",
        "others": typed.get("others", "") if typed else unit.others if unit else "",
        "kind": typed.get("kind", "") if typed else unit.kind if unit else UnitKind.DEPARTMENT,
        "is_active": typed.get("is_active") == "1" if typed else unit.is_active if unit else True,
    }
    return {"place": place, "unit": unit, "values": values, "kinds": UnitKind.choices}


def _again(request: HttpRequest, place: Place, unit: Unit | None, error: FieldsWrong) -> HttpResponse:
    wrong = {name: getattr(said, lang_of(request)) for name, said in error.fields.items()}
    return render(request, "units/unit.html", {**_context(request, place, unit), "wrong": wrong}, status=422)
