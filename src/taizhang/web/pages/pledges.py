"""Livelihood pledges: the numbered list, and what may join it. All is done by buttons and numbers."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from taizhang.errors import EditConflict, FieldsWrong, TaizhangError
from taizhang.ledger.access import Actor, may, seen_entries, seen_ledgers
from taizhang.ledger.actions.pledges import set_pledges
from taizhang.ledger.models import Ledger
from taizhang.ledger.pledges import propose_pledges
from taizhang.web.context import actor_of
from taizhang.web.errors import status_of
from taizhang.web.language import lang_of
from taizhang.web.uploading import number_of

_FOUND = 30


@login_required
@require_http_methods(["GET", "POST"])
def show_pledges(request: HttpRequest, slug: UUID) -> HttpResponse:
    """The list; posted, one step on it: ``do`` is add, remove, up, down or place, of the entries ``entry``."""
    actor = actor_of(request)
    ledger = get_object_or_404(seen_ledgers(actor), slug=slug)
    if request.method == "GET":
        return render(request, "desk/pledges.html", _context(request, actor, ledger))
    read = [number for told in request.POST.get("read", "").split(",") if (number := number_of(told)) is not None]
    chosen = [number for told in request.POST.getlist("entry") if (number := number_of(told)) is not None]
    way = request.POST.get("do", "")
    order = _step(read, chosen, way, number_of(request.POST.get("number")))
    try:
        changed = set_pledges(actor, ledger, order, read)
    except (FieldsWrong, EditConflict) as error:
        context = {**_context(request, actor, ledger), "wrong": _tell(request, error)}
        return render(request, "desk/pledges.html", context, status=status_of(error))
    if changed and way == "add":
        told = _("已编入 %(count)s 件。") % {"count": len(order) - len(read)}
        messages.success(request, told, extra_tags="done")
    at = f"?at={chosen[0]}&way={way}#pledge-{chosen[0]}" if way in {"up", "down", "place"} and chosen else ""
    return redirect(f"{reverse('pledges', args=[ledger.slug])}{at}")


def _step(read: list[int], chosen: list[int], way: str, number: int | None) -> list[int]:
    """The order after a step.

    >>> _step([7, 8, 9], [9], "up", None), _step([7, 8, 9], [9], "place", 1), _step([7, 8], [5], "add", None)
    ([7, 9, 8], [9, 7, 8], [7, 8, 5])
    """
    if way == "add":
        return [*read, *(pk for pk in dict.fromkeys(chosen) if pk not in read)]
    rest = [pk for pk in read if pk not in chosen]
    moved = [pk for pk in read if pk in chosen]
    if way == "remove" or not moved:
        return rest if way == "remove" else read
    at = read.index(moved[0])
    target = {"up": at - 1, "down": at + 1, "place": (number or at + 1) - 1}.get(way, at)
    target = min(max(target, 0), len(rest))
    return [*rest[:target], *moved, *rest[target:]]


def _context(request: HttpRequest, actor: Actor, ledger: Ledger) -> dict[str, object]:
    seen = seen_entries(actor).filter(ledger=ledger, is_gone=False)
    pledges = list(seen.filter(pledge__isnull=False).select_related("lead").order_by("pledge", "order"))
    may_change = may(actor, "pledge.change", ledger)
    query = request.GET.get("q", "").strip()[:60]
    context: dict[str, object] = {
        "ledger": ledger,
        "pledges": pledges,
        "read": ",".join(str(entry.pk) for entry in pledges),
        "may_change": may_change,
        "query": query,
        "at": number_of(request.GET.get("at")),
        "way": request.GET.get("way"),
    }
    if may_change:
        below = Prefetch("children", queryset=seen.order_by("order"))
        tops = seen.filter(parent=None, is_headline=False).prefetch_related(below)
        edition = ledger.edition
        context["proposed"] = propose_pledges(list(tops), edition.load().source.text if edition else "")
        told = Q(title__contains=query) | Q(text__contains=query) | Q(number=query)
        found = seen.filter(pledge=None, is_headline=False).filter(told) if query else seen.none()
        context["found"] = found.select_related("lead")[:_FOUND]
    return context


def _tell(request: HttpRequest, error: TaizhangError) -> str:
    return error.line(lang_of(request))
