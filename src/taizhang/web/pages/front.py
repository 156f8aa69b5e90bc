"""What everybody sees: the first page, and the heads of the journal."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from taizhang.ledger.access import Actor, seen_ledgers
from taizhang.ledger.heads import read_heads


@require_safe
def show_home(request: HttpRequest) -> HttpResponse:
    """What this is, what is published, and a way to sign in."""
    ledgers = seen_ledgers(Actor()).annotate(count=Count("entries", filter=Q(entries__parent=None)))
    return render(request, "home.html", {"ledgers": ledgers})


@require_safe
def show_heads(request: HttpRequest) -> HttpResponse:
    """The journal's heads, newest first, for everybody to copy."""
    return render(request, "heads.html", {"heads": reversed(read_heads())})
