"""Pages for who is signed in, which keep what was typed where the session ended in the middle of a form.

What enters is a view, what leaves is that view behind a door: reading leads to the page to sign in at, and a form that
is sent gets the fields to sign in with in its place, everything typed kept beside. Signed in again, what was typed goes
on to where it was sent, once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib.auth import login
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

MARK = "kept."
"""What stands before the names of fields that are kept while somebody signs in."""
_OURS = "signing-in"
_SECRET = ("csrfmiddlewaretoken", "password")

Rest = ParamSpec("Rest")
View = Callable[Concatenate[HttpRequest, Rest], HttpResponse]


def signed_in(view: View[Rest]) -> View[Rest]:
    """``view`` for who is signed in. A form that is sent without a session is kept until its sender has signed in."""

    @wraps(view)
    def behind_door(request: HttpRequest, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            answer = _let_in(request)
            if answer is not None:
                return answer
        return view(request, *args, **kwargs)

    return cast("View[Rest]", behind_door)


def kept_fields(data: QueryDict) -> list[tuple[str, str]]:
    """All that was typed into a form, each of several values too, but for passwords and the form's own token."""
    return [
        (name, str(value))
        for name, values in data.lists()
        if not any(word in name for word in _SECRET) and name != _OURS
        for value in values
    ]


def _let_in(request: HttpRequest) -> HttpResponse | None:
    """None once the sender has signed in and ``request`` is what was sent before; else what to answer."""
    if request.method != "POST":
        return _lead_to_door(request)
    if _OURS not in request.POST:
        return _ask(request, AuthenticationForm(request), kept_fields(request.POST))
    kept = [(name.removeprefix(MARK), value) for name, value in kept_fields(request.POST) if name.startswith(MARK)]
    form = AuthenticationForm(request, data=request.POST)
    if not form.is_valid():
        return _ask(request, form, kept)
    login(request, form.get_user())
    _forget_reader(request)
    if getattr(request.user, "must_change_password", False):
        return redirect("change-password")
    _put_back(request, kept)
    return None


def _lead_to_door(request: HttpRequest) -> HttpResponse:
    """To the page to sign in at; where a part of a page was asked for, the whole page goes there."""
    page = getattr(request, "htmx", None)
    answer = redirect_to_login((page and page.current_url_abs_path) or request.get_full_path())
    return HttpResponse(status=204, headers={"HX-Redirect": answer["Location"]}) if page else answer


def _ask(request: HttpRequest, form: AuthenticationForm, kept: list[tuple[str, str]]) -> HttpResponse:
    context = {"form": form, "kept": kept, "mark": MARK, "path": request.get_full_path(), "shown": _shown(kept),
               "has_files": bool(request.FILES)}  # fmt: skip
    response = render(request, "people/sign_in_again.html", context, status=403)
    if getattr(request, "htmx", False):
        response.headers["HX-Retarget"] = "body"
        response.headers["HX-Reswap"] = "innerHTML show:top"
    return response


def _shown(kept: list[tuple[str, str]]) -> list[str]:
    """What somebody would be sorry to lose: words, not the keys of choices."""
    return [value for _, value in kept if len(value.strip()) > 1 and not value.strip().isdecimal()]


def _put_back(request: HttpRequest, kept: list[tuple[str, str]]) -> None:
    """Make of the request the one that was sent before the session ended."""
    data = QueryDict(mutable=True)
    for name, value in kept:
        data.appendlist(name, value)
    data._mutable = False  # noqa: SLF001 - as Django leaves it
    told: Any = request
    told.POST = data


def _forget_reader(request: HttpRequest) -> None:
    """Whoever the request was taken for so far, it was nobody."""
    if hasattr(request, "actor"):
        del request.actor


__all__ = ["MARK", "kept_fields", "signed_in"]
