"""The desk's first page: the ledgers that somebody works on."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from taizhang.ledger.access import may, seen_ledgers
from taizhang.web.context import actor_of


@login_required
@require_safe
def show_desk(request: HttpRequest) -> HttpResponse:
    """The ledgers that the reader may see, newest first."""
    actor = actor_of(request)
    top = Q(entries__parent=None, entries__is_gone=False)
    ledgers = seen_ledgers(actor).annotate(
        count=Count("entries", filter=top), without_lead=Count("entries", filter=top & Q(entries__lead=None))
    )
    context = {
        "ledgers": ledgers,
        "may_upload": may(actor, "ledger.create"),
        "may_import": may(actor, "ledger.import"),
    }
    return render(request, "desk/desk.html", context)
