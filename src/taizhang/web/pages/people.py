"""Signing in and out, one's own password, language and size of letters."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import PasswordChangeForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from taizhang.ledger.actions.people import change_own_password
from taizhang.web.context import actor_of
from taizhang.web.language import COOKIE, LANGUAGES

_YEAR = 365 * 24 * 3600


class SignIn(LoginView):
    """The page to sign in at."""

    template_name = "people/sign_in.html"
    redirect_authenticated_user = True


@login_required
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Change one's own password."""
    form = PasswordChangeForm(request.user, request.POST or None)  # type: ignore[arg-type]
    if request.method == "POST" and form.is_valid():
        user = change_own_password(actor_of(request), form.cleaned_data["new_password1"])
        update_session_auth_hash(request, user)
        messages.success(request, _("密码已修改。"), extra_tags="done")
        return redirect("desk")
    return render(request, "people/change_password.html", {"form": form})


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language chosen, and go back."""
    lang = request.POST.get("lang", "")
    response = _back(request)
    if lang in LANGUAGES:
        response.set_cookie(COOKIE, lang, max_age=_YEAR, samesite="Lax", secure=request.is_secure())
    return response


@require_POST
def choose_letters(request: HttpRequest) -> HttpResponse:
    """Remember whether letters are large, and go back."""
    response = _back(request)
    large = "1" if request.POST.get("large") == "1" else "0"
    response.set_cookie("large", large, max_age=_YEAR, samesite="Lax", secure=request.is_secure())
    return response


def _back(request: HttpRequest) -> HttpResponse:
    there = request.POST.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    return redirect(there if is_ours else "/")
