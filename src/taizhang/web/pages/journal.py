"""The audit page: the journal with its filters, and the table of who may do what."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_safe

from taizhang.ledger.access import seen_events
from taizhang.ledger.actions.acting import check_permission
from taizhang.ledger.models import Event, Ledger, Role, User
from taizhang.ledger.permissions import PUBLIC, Scope, permissions
from taizhang.web.audit import OWN_PASSWORD, tell_events, words_of
from taizhang.web.context import actor_of
from taizhang.web.language import lang_of

A_PAGE = 100
_SCOPES = {
    Scope.PLACE: gettext_noop("本地区"),
    Scope.UNIT: gettext_noop("本单位"),
    Scope.OWN: gettext_noop("本人"),
    Scope.PUBLISHED: gettext_noop("已公开"),
}


@login_required
@require_safe
def show_journal(request: HttpRequest) -> HttpResponse:
    """Events newest first, a hundred a page; filters are ``action``, ``person``, ``ledger``, ``day``, ``to``."""
    actor, lang = actor_of(request), lang_of(request)
    check_permission(actor, "journal.read")
    seen = seen_events(actor)
    chosen = {name: request.GET.get(name, "").strip() for name in ("action", "person", "ledger", "day", "to")}
    wrong = {
        name: _("日期应写作 2026-03-08") for name in ("day", "to") if chosen[name] and _read_day(chosen[name]) is None
    }
    page = Paginator(_filter(seen, chosen).order_by("-seq"), A_PAGE).get_page(request.GET.get("page"))
    slugs = seen.exclude(ledger="").order_by().values_list("ledger", flat=True).distinct()
    context = {
        "lines": tell_events(list(page.object_list), lang),
        "page": page,
        "chosen": chosen,
        "wrong": wrong,
        "is_filtered": any(chosen.values()),
        "query": _query(chosen),
        "actions": [(key, words_of(key, lang)) for key in (*permissions(), OWN_PASSWORD)],
        "ledgers": Ledger.objects.filter(slug__in=list(slugs)),
    }
    return render(request, "journal.html", context)


@login_required
@require_safe
def show_permissions(request: HttpRequest) -> HttpResponse:
    """Which role may do what, and to what."""
    lang = lang_of(request)
    roles = [*Role.values, PUBLIC]
    rows = [
        (
            getattr(action.words, lang),
            [_(_SCOPES[action.scopes[role]]) if role in action.scopes else "" for role in roles],
        )
        for action in permissions().values()
    ]
    return render(request, "permissions.html", {"rows": rows, "roles": [*(_(role.label) for role in Role), _("公众")]})


def _filter(events: QuerySet[Event], chosen: dict[str, str]) -> QuerySet[Event]:
    if chosen["action"]:
        events = events.filter(action=chosen["action"])
    if chosen["ledger"]:
        events = events.filter(ledger=chosen["ledger"])
    if chosen["person"]:
        named = User.objects.filter(display_name=chosen["person"]).values_list("username", flat=True)
        events = events.filter(Q(actor=chosen["person"]) | Q(actor__in=list(named)))
    first, last = _read_day(chosen["day"]), _read_day(chosen["to"]) or _read_day(chosen["day"])
    if first:
        events = events.filter(at__gte=_begin(first))
    if last and (first is None or last >= first):
        events = events.filter(at__lt=_begin(last + timedelta(days=1)))
    return events


def _begin(day: date) -> str:
    """When a day begins here, as events tell moments."""
    begin = datetime.combine(day, time.min, timezone.get_current_timezone())
    return begin.astimezone(UTC).isoformat(timespec="milliseconds")


def _read_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1949 <= day.year <= 2100 else None


def _query(chosen: dict[str, str]) -> str:
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in chosen.items() if value})
    return query.urlencode()
