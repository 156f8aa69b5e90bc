"""A ledger's own page: for who works on it with what is to be done, for everybody else a clean table to read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from taizhang.catalog.models import Unit
from taizhang.errors import FieldsWrong, Said, TaizhangError
from taizhang.ledger.access import Actor, may, seen_entries, seen_ledgers
from taizhang.ledger.actions.assigning import accept_suggestions, assign_many
from taizhang.ledger.models import Edition, Entry, Ledger, OfficialStatus, Role
from taizhang.web.context import actor_of
from taizhang.web.errors import status_of
from taizhang.web.language import lang_of
from taizhang.web.listing import PAGE, Filters, list_rows, with_units
from taizhang.web.naming import read_unit
from taizhang.web.signing import signed_in

_STEPS = (
    "review.decide", "edition.add", "entry.edit", "entry.assign", "ledger.dispatch", "ledger.publish",
    "ledger.withdraw", "ledger.export", "ledger.import", "ledger.configure",
)  # fmt: skip


@require_safe
def show_ledger(request: HttpRequest, slug: UUID) -> HttpResponse:
    """The entries of a ledger. Whoever works on it sees the desk's page, everybody else what is published."""
    actor = actor_of(request)
    inside = seen_ledgers(actor, "entry.follow").filter(slug=slug).first()
    if inside is not None and request.GET.get("as") != "public":
        return render(request, "desk/ledger.html", _desk_context(request, actor, inside))
    published = seen_ledgers(Actor()).filter(slug=slug).first()
    if published is not None:
        return render(request, "ledger.html", _public_context(request, published, is_inside=inside is not None))
    if actor.user is None:
        return redirect_to_login(request.get_full_path())
    raise Http404


@signed_in
@require_POST
def post_assignment(request: HttpRequest, slug: UUID) -> HttpResponse:
    """Give the entries that are ticked to one lead unit, or to the units proposed for them."""
    actor = actor_of(request)
    ledger = get_object_or_404(seen_ledgers(actor, "entry.follow"), slug=slug)
    keys = [int(key) for key in request.POST.getlist("entry") if key.isdecimal() and len(key) < 10]
    entries = seen_entries(actor, "entry.follow").filter(ledger=ledger, pk__in=keys)
    try:
        count = _assign(request, actor, ledger, entries)
    except FieldsWrong as error:
        return _again(request, actor, ledger, error, keys)
    messages.success(request, _tell_assigned(count, len(keys)), extra_tags="done")
    query = Filters.read(request.GET).address(Filters.read(request.GET).page)
    return redirect(reverse("ledger", args=[ledger.slug]) + (f"?{query}" if query else ""))


def _assign(request: HttpRequest, actor: Actor, ledger: Ledger, entries: QuerySet[Entry]) -> int:
    """Do what was asked for; how many entries changed. Raises ``FieldsWrong``."""
    if not entries.exists():
        raise FieldsWrong(fields={"lead": Said("请先勾选条目", "tick the entries first")})
    if request.POST.get("do") == "accept":
        return accept_suggestions(actor, ledger, entries)
    lead = read_unit(ledger.place, request.POST.get("lead", ""), "lead")
    if lead is None:
        raise FieldsWrong(fields={"lead": Said("请填写牵头单位", "name the lead unit")})
    return assign_many(actor, ledger, entries, lead)


def _tell_assigned(count: int, ticked: int) -> str:
    told = _("已分派 %(count)s 条。") % {"count": count}
    left = ticked - count
    return told + (_("其余 %(left)s 条没有变动。") % {"left": left} if left else "")


def _again(request: HttpRequest, actor: Actor, ledger: Ledger, error: FieldsWrong, keys: list[int]) -> HttpResponse:
    """The page once more, with what was ticked and typed."""
    lang = lang_of(request)
    context = _desk_context(request, actor, ledger)
    wrong = {name: getattr(said, lang) for name, said in error.fields.items()}
    context |= {"wrong": wrong, "typed": request.POST, "ticked": set(keys)}
    return render(request, "desk/ledger.html", context, status=status_of(error))


def _desk_context(request: HttpRequest, actor: Actor, ledger: Ledger) -> dict[str, Any]:
    entries = seen_entries(actor, "entry.follow").filter(ledger=ledger)
    edition = ledger.edition
    gone = list(with_units(entries.filter(is_gone=True)))
    return _context(request, ledger, entries) | {
        "allowed": {key.replace(".", "_") for key in _STEPS if may(actor, key, ledger)},
        "edition": edition,
        "has_changes": bool(edition and edition.number > 1),
        "newest": Edition.objects.filter(ledger=ledger).order_by("-number").first(),
        "gone": gone,
        "units": ledger.place.units.filter(is_active=True),
        "ticked": _pick_all(request),
        "own": _count_own(actor, entries),
    }


def _count_own(actor: Actor, entries: QuerySet[Entry]) -> dict[str, int] | None:
    """How many entries the reader's unit leads and supports; None for who is there for a whole place."""
    units = actor.units()
    if not units or actor.roles & {Role.SUPERVISOR, Role.LEADER, Role.AUDITOR}:
        return None
    tops = entries.filter(parent=None, is_gone=False)
    led = tops.filter(lead__in=units)
    return {"led": led.count(), "supported": tops.exclude(pk__in=led.values("pk")).count()}


def _pick_all(request: HttpRequest) -> str | set[int]:
    return "all" if request.GET.get("pick") == "all" else set()


def _public_context(request: HttpRequest, ledger: Ledger, *, is_inside: bool) -> dict[str, Any]:
    entries = seen_entries(Actor()).filter(ledger=ledger)
    return _context(request, ledger, entries, is_public=True) | {"is_inside": is_inside}


def _context(
    request: HttpRequest, ledger: Ledger, entries: QuerySet[Entry], *, is_public: bool = False
) -> dict[str, Any]:
    """What both pages show: counts, filters, and the rows of one page."""
    filters = Filters.read(request.GET)
    filters = filters.for_public() if is_public else filters
    found = filters.apply(entries, ledger.year)
    count = found.count()
    pages = max(-(-count // PAGE), 1)
    page = min(filters.page, pages)
    shown = with_units(found.order_by("-is_headline", "order", "id"))[(page - 1) * PAGE : page * PAGE]
    rows = list_rows(shown.prefetch_related("figures"), entries)
    counts = _count(entries)
    return {
        "ledger": ledger,
        "counts": counts,
        "states": [(value, word, n) for value, word in OfficialStatus.choices if (n := counts[f"s_{value}"])],
        "filters": filters,
        "found": count,
        "headlines": [row for row in rows if row.entry.is_headline],
        "rows": [row for row in rows if not row.entry.is_headline],
        "is_open": request.GET.get("open") == "1" or filters.has_parts_in_mind,
        "pages": [(number, filters.address(number)) for number in range(1, pages + 1)] if pages > 1 else [],
        "page": page,
        "leads": Unit.objects.filter(pk__in=entries.filter(is_gone=False).values("lead")),
        "statuses": OfficialStatus.choices,
        "query": filters.address(page),
    }


def _count(entries: QuerySet[Entry]) -> dict[str, int]:
    """How many entries there are, how many of them have a lead, and so on."""
    there = Q(parent=None, is_gone=False)
    return entries.aggregate(
        total=Count("pk", filter=there),
        led=Count("pk", filter=there & Q(lead__isnull=False)),
        without_lead=Count("pk", filter=there & Q(lead=None)),
        reviewed=Count("pk", filter=there & Q(is_reviewed=True)),
        open=Count("pk", filter=there & Q(is_reviewed=False)),
        headline=Count("pk", filter=there & Q(is_headline=True)),
        pledges=Count("pk", filter=there & Q(pledge__isnull=False)),
        units=Count("lead", filter=there, distinct=True),
        gone=Count("pk", filter=Q(is_gone=True)),
        **{f"s_{status}": Count("pk", filter=there & Q(status=status)) for status in OfficialStatus.values},
    )


def wrong_of(error: TaizhangError, lang: str, field: str = "") -> dict[str, str]:
    """What is wrong by field; an error that is of none stands at ``field``."""
    if isinstance(error, FieldsWrong) and error.fields:
        return {name: getattr(said, lang) for name, said in error.fields.items()}
    return {field: error.line(lang)}


__all__ = ["post_assignment", "show_ledger", "wrong_of"]
