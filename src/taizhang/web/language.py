"""Which language a page is in: Chinese, or English for who has switched to it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

COOKIE = "lang"
LANGUAGES = {"zh": "zh-hans", "en": "en"}


class LanguageMiddleware:
    """Read the language from a cookie; what a browser prefers does not count, for Chinese comes first here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language that was chosen."""
        code = LANGUAGES.get(request.COOKIES.get(COOKIE, ""), "zh-hans")
        with translation.override(code):
            request.LANGUAGE_CODE = code
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", code)
        return response


def lang_of(request: HttpRequest) -> str:
    """``zh`` or ``en``, as errors and words know them."""
    return "en" if getattr(request, "LANGUAGE_CODE", "") == "en" else "zh"
