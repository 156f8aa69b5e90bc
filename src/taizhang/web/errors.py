"""Errors as pages: what is wrong, where, what to do next, with the status that programs understand."""

# ruff: noqa: ARG001  (Django calls these with more than they need)

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from taizhang.errors import (
    ActionRefused,
    EditConflict,
    FieldsWrong,
    FileTooLarge,
    StepTooEarly,
    TaizhangError,
    ThingMissing,
)
from taizhang.web.language import lang_of
from taizhang.web.signing import kept_fields

_FOREIGN = ("Origin checking failed", "Referer checking failed")
"""How Django says that a form was sent from another site."""

_STATUS: tuple[tuple[type[TaizhangError], int], ...] = (
    (ActionRefused, 403),
    (ThingMissing, 404),
    (EditConflict, 409),
    (StepTooEarly, 409),
    (FieldsWrong, 422),
    (FileTooLarge, 413),
)


def status_of(error: TaizhangError) -> int:
    """The HTTP status of an error: 400 for what has none of its own."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 400)


def show_error(request: HttpRequest, error: TaizhangError, lang: str) -> HttpResponse:
    """The page of an error; for a part of a page that htmx asked for only its line."""
    status = status_of(error)
    context = {"line": error.line(lang), "code": error.code, "status": status}
    template = "error_part.html" if getattr(request, "htmx", None) else "error.html"
    return render(request, template, context, status=status)


def show_missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for an address that leads nowhere."""
    return show_error(request, ThingMissing(request.path), lang_of(request))


def show_refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The page for what Django itself refuses."""
    return show_error(request, ActionRefused(), lang_of(request))


def show_fault(request: HttpRequest) -> HttpResponse:
    """The page for a fault of the program."""
    return render(request, "fault.html", status=500)


def refuse_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token, most often since the session ended: nothing typed is lost, the page keeps it.

    One that comes from elsewhere is nobody's typing here, and is refused without being offered again.
    """
    if reason.startswith(_FOREIGN):
        return show_refused(request)
    context = {"fields": kept_fields(request.POST), "path": request.get_full_path()}
    return render(request, "form_refused.html", context, status=403)
