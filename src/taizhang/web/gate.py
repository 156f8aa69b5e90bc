"""What stands before every page: errors of ours become pages, and a first password is changed first."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve, reverse

from taizhang.errors import TaizhangError
from taizhang.web.errors import show_error
from taizhang.web.language import lang_of

_OPEN_TO_FIRST_PASSWORD = frozenset(("change-password", "sign-out", "choose-language"))


class GateMiddleware:
    """Let a request through, and answer an error of ours with its own page and status."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Send who has a password from the administrator to change it, else go on."""
        user = request.user
        if user.is_authenticated and getattr(user, "must_change_password", False):
            name = resolve(request.path_info).url_name if not request.path_info.startswith("/static/") else None
            if name not in _OPEN_TO_FIRST_PASSWORD and not request.path_info.startswith("/static/"):
                return redirect(reverse("change-password"))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page of an error with a code; None for a fault of the program, which Django reports."""
        if isinstance(exception, TaizhangError):
            return show_error(request, exception, lang_of(request))
        return None
