"""Steps of a whole ledger: dispatch, publish, withdraw, each with a page that says what will happen; its settings."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from taizhang.errors import FieldsWrong, Said, StepTooEarly, TaizhangError
from taizhang.ledger.access import Actor, seen_ledgers
from taizhang.ledger.actions.acting import check_permission
from taizhang.ledger.actions.configuring import configure
from taizhang.ledger.actions.documents import dispatch, publish, withdraw
from taizhang.ledger.compiling import settings_of
from taizhang.ledger.models import Ledger
from taizhang.settings import COLUMNS, Settings, read_settings
from taizhang.web.context import actor_of
from taizhang.web.errors import status_of
from taizhang.web.language import lang_of
from taizhang.web.pages.ledger import wrong_of
from taizhang.web.signing import signed_in

_SHOWN = 200
"""Entries without a lead unit that the page of dispatching lists."""


@signed_in
@require_http_methods(["GET", "POST"])
def dispatch_ledger(request: HttpRequest, slug: UUID) -> HttpResponse:
    """What is missing and what will happen; posted, the entries go to their units."""
    done = _("已下达。各单位登录后即可看到本单位的条目。")
    return _take_step(request, slug, "ledger.dispatch", dispatch, done, _show_dispatch)


@signed_in
@require_http_methods(["GET", "POST"])
def publish_ledger(request: HttpRequest, slug: UUID) -> HttpResponse:
    """What everybody will see; posted, the ledger is public."""
    show = partial(_show, "desk/publish.html")
    return _take_step(request, slug, "ledger.publish", publish, _("已公开。"), show)


@signed_in
@require_http_methods(["GET", "POST"])
def withdraw_ledger(request: HttpRequest, slug: UUID) -> HttpResponse:
    """What will no longer be seen; posted, the ledger is public no longer."""
    show = partial(_show, "desk/withdraw.html")
    return _take_step(request, slug, "ledger.withdraw", withdraw, _("已撤回公开。"), show)


@signed_in
@require_http_methods(["GET", "POST"])
def change_settings(request: HttpRequest, slug: UUID) -> HttpResponse:
    """The settings of a ledger as a form."""
    actor, ledger = _open(request, slug, "ledger.configure")
    if request.method == "GET":
        return render(request, "desk/settings.html", _settings_context(ledger, settings_of(ledger)))
    try:
        settings = _read_form(request.POST, settings_of(ledger))
        configure(actor, ledger, settings)
    except TaizhangError as error:
        context = _settings_context(ledger, settings_of(ledger), request.POST)
        context["wrong"] = wrong_of(error, lang_of(request), "columns")
        return render(request, "desk/settings.html", context, status=max(status_of(error), 422))
    messages.success(request, _("设置已保存。"), extra_tags="done")
    return redirect("ledger", ledger.slug)


def _open(request: HttpRequest, slug: UUID, action: str) -> tuple[Actor, Ledger]:
    """The reader and the ledger. Raises ``ThingMissing`` or ``ActionRefused``."""
    actor = actor_of(request)
    ledger = get_object_or_404(seen_ledgers(actor), slug=slug)
    check_permission(actor, action, ledger)
    return actor, ledger


def _show(template: str, request: HttpRequest, ledger: Ledger, error: TaizhangError | None) -> HttpResponse:
    there = Q(parent=None, is_gone=False)
    context = {
        "ledger": ledger,
        "counts": ledger.entries.filter(there).aggregate(total=Count("pk"), units=Count("lead", distinct=True)),
        "line": error.line(lang_of(request)) if error else "",
        "attached": ledger.entries.filter(attachments__is_public=True).distinct().count(),
    }
    return render(request, template, context, status=status_of(error) if error else 200)


def _take_step(
    request: HttpRequest,
    slug: UUID,
    action: str,
    take: Callable[[Actor, Ledger], None],
    done: str,
    show: Callable[[HttpRequest, Ledger, StepTooEarly | None], HttpResponse],
) -> HttpResponse:
    """The page of a step; posted, the step is taken, or the page says why it is too early."""
    actor, ledger = _open(request, slug, action)
    if request.method != "POST":
        return show(request, ledger, None)
    try:
        take(actor, ledger)
    except StepTooEarly as error:
        return show(request, ledger, error)
    messages.success(request, done, extra_tags="done")
    return redirect("ledger", ledger.slug)


def _show_dispatch(request: HttpRequest, ledger: Ledger, error: TaizhangError | None) -> HttpResponse:
    entries = ledger.entries.filter(parent=None, is_gone=False)
    without = entries.filter(lead=None)
    led = entries.filter(lead__isnull=False).values("lead", "lead__name")
    by_unit = led.annotate(n=Count("pk")).order_by("-n", "lead__name")
    context = {
        "ledger": ledger,
        "total": entries.count(),
        "without": without[:_SHOWN],
        "missing": without.count(),
        "by_unit": by_unit,
        "open": entries.filter(is_reviewed=False).count(),
        "is_done": ledger.dispatched_at is not None,
        "line": error.line(lang_of(request)) if error else "",
    }
    return render(request, "desk/dispatch.html", context, status=status_of(error) if error else 200)


def _settings_context(ledger: Ledger, settings: Settings, typed: QueryDict | None = None) -> dict[str, Any]:
    plain = _plain(settings)
    return {
        "ledger": ledger,
        "shown": {name: typed.get(name, value) for name, value in plain.items()} if typed else plain,
        "tables": [
            (
                name,
                [
                    (key, head[get_language() == "en"], _place_of(key, name, settings, typed))
                    for key, head in COLUMNS.items()
                ],
            )
            for name in ("columns", "document_columns")
        ],
    }


def _plain(settings: Settings) -> dict[str, str]:
    return {name: str(getattr(settings, name)) for name in ("grain", "lead_unit", "paper", "document", "lang")}


def _place_of(key: str, name: str, settings: Settings, typed: QueryDict | None) -> str:
    """Where a column stands in the table, from 1; empty where it has no place."""
    if typed:
        return typed.get(f"{name}.{key}", "")
    chosen = getattr(settings, name)
    return str(chosen.index(key) + 1) if key in chosen else ""


def _read_form(data: QueryDict, before: Settings) -> Settings:
    """The settings typed. Raises ``SettingError``, ``FieldsWrong``."""
    lines = [f'{name} = "{data[name]}"' for name in _plain(before) if data.get(name, "").replace("_", "").isalnum()]
    for name in ("columns", "document_columns"):
        numbered = [(data.get(f"{name}.{key}", "").strip(), key) for key in COLUMNS]
        told = [(int(number), key) for number, key in numbered if number.isdecimal() and 0 < int(number) < 100]
        if len(told) < sum(bool(number) for number, _key in numbered):
            raise FieldsWrong(fields={name: Said("次序应为 1 至 99 的数字，不列的栏留空", "a place is 1 to 99")})
        listed = ", ".join(f'"{key}"' for _number, key in sorted(told, key=lambda pair: pair[0]))
        lines.append(f"{name} = [{listed}]")
    return read_settings("\n".join(lines).encode(), _("设置"))


__all__ = ["change_settings", "dispatch_ledger", "publish_ledger", "withdraw_ledger"]
