"""What every page is told: who reads it, in which language, and where that reader may go."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_noop

from taizhang.ledger.access import Actor, may
from taizhang.web.language import lang_of

_DESK = (
    ("desk", gettext_noop("台账"), "ledger.view"),
    ("upload", gettext_noop("上传报告"), "ledger.create"),
    ("people", gettext_noop("用户"), "user.change"),
    ("units", gettext_noop("单位"), "unit.change"),
    ("journal", gettext_noop("操作记录"), "journal.read"),
)


def actor_of(request: HttpRequest) -> Actor:
    """Who asks. Found once a request."""
    actor = getattr(request, "actor", None)
    if actor is None:
        actor = Actor(request.user if request.user.is_authenticated else None)
        request.actor = actor  # type: ignore[attr-defined]
    return actor


def page_context(request: HttpRequest) -> dict[str, Any]:
    """The reader, the language, the pages of the desk that the reader may open, and whether letters are large."""
    if not hasattr(request, "user"):
        return {"lang": lang_of(request), "tabs": (), "is_large": False, "is_demo": False}
    actor = actor_of(request)
    tabs = [(name, words) for name, words, action in _DESK if actor.user and may(actor, action)]
    return {
        "actor": actor,
        "lang": lang_of(request),
        "tabs": tabs,
        "is_large": request.COOKIES.get("large") == "1",
        "is_demo": settings.SITE.secret == settings.SITE.__class__().secret,
    }
