"""What is sent from an entry's page: fields, units, milestones, comments, instructions, files; entries by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from taizhang.errors import EditConflict, FieldsWrong, FileTooLarge, Said, StepTooEarly
from taizhang.ledger.access import Actor, seen_ledgers
from taizhang.ledger.actions import entries as doing
from taizhang.ledger.actions.acting import check_permission
from taizhang.ledger.actions.adding import add_entry, keep_entry, remove_entry
from taizhang.ledger.models import Attachment, Entry
from taizhang.web.context import actor_of
from taizhang.web.errors import status_of
from taizhang.web.language import lang_of
from taizhang.web.naming import read_unit, read_units
from taizhang.web.pages.entry import open_entry, show_again
from taizhang.web.pages.ledger import wrong_of
from taizhang.web.signing import signed_in

_TEXTS = ("title", "target_text", "leader", "remarks")


@signed_in
@require_POST
def post_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the fields of an entry."""
    return _do(request, pk, "edit", lambda actor, entry: _edit(request, actor, entry))


@signed_in
@require_POST
def post_units(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an entry to the units typed, or to those proposed."""
    return _do(request, pk, "units", lambda actor, entry: _assign(request, actor, entry))


@signed_in
@require_POST
def post_milestones(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the four quarters of the ledger's year."""
    return _do(request, pk, "milestones", lambda actor, entry: _set_milestones(request, actor, entry))


@signed_in
@require_POST
def post_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Note something on an entry."""
    text = _typed(request, "text")
    return _do(request, pk, "comment", lambda actor, entry: doing.comment(actor, entry, text))


@signed_in
@require_POST
def post_instruction(request: HttpRequest, pk: int) -> HttpResponse:
    """A leader's instruction on an entry."""
    text = _typed(request, "text")
    return _do(request, pk, "instruct", lambda actor, entry: doing.instruct(actor, entry, text))


@signed_in
@require_POST
def post_attachment(request: HttpRequest, pk: int) -> HttpResponse:
    """Lay a file to an entry."""
    return _do(request, pk, "attach", lambda actor, entry: _attach(request, actor, entry))


@signed_in
@require_POST
def post_attachment_public(request: HttpRequest, pk: int) -> HttpResponse:
    """Let everybody see an attachment, or no longer."""
    attachment = get_object_or_404(Attachment, pk=pk)
    is_public = request.POST.get("public") == "1"
    return _do(
        request, attachment.entry_id, "attach",
        lambda actor, _entry: doing.publish_attachment(actor, attachment, is_public=is_public),
    )  # fmt: skip


@signed_in
@require_POST
def post_keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on with an entry whose words are gone."""
    return _do(request, pk, "edit", keep_entry)


@signed_in
@require_POST
def post_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away an entry that was added by hand."""
    actor, entry = open_entry(request, pk)
    try:
        remove_entry(actor, entry)
    except StepTooEarly as error:
        return show_again(request, actor, pk, "edit", error)
    messages.success(request, _("已删除。"), extra_tags="done")
    return redirect("ledger", entry.ledger.slug)


@signed_in
@require_http_methods(["GET", "POST"])
def post_new(request: HttpRequest, slug: UUID) -> HttpResponse:
    """The form for an entry by hand; posted, the entry is there."""
    actor = actor_of(request)
    ledger = get_object_or_404(seen_ledgers(actor, "entry.follow"), slug=slug)
    check_permission(actor, "entry.edit", ledger)
    key = request.POST.get("parent") or request.GET.get("parent") or ""
    parent = ledger.entries.filter(pk=int(key), parent=None).first() if key.isdecimal() and len(key) < 10 else None
    context: dict[str, Any] = {"ledger": ledger, "parent": parent, "typed": request.POST}
    if request.method == "GET":
        return render(request, "desk/entry_add.html", context)
    try:
        title, basis = _typed(request, "title"), _typed(request, "basis")
        entry = add_entry(actor, ledger, title, basis, _read_day(request), parent)
    except FieldsWrong as error:
        context["wrong"] = wrong_of(error, lang_of(request))
        return render(request, "desk/entry_add.html", context, status=status_of(error))
    messages.success(request, _("已增补 %(number)s。") % {"number": entry.number}, extra_tags="done")
    return redirect("entry", entry.pk)


def _do(request: HttpRequest, pk: int, form: str, action: Callable[[Actor, Entry], object]) -> HttpResponse:
    """Do ``action`` and go back to the entry; with an error show the form again, with what was typed."""
    actor, entry = open_entry(request, pk)
    version = entry.version
    try:
        action(actor, entry)
    except (FieldsWrong, FileTooLarge, EditConflict) as error:
        return show_again(request, actor, pk, form, error)
    entry.refresh_from_db()
    told = _("没有改动。") if form in {"edit", "units", "milestones"} and entry.version == version else _("已保存。")
    messages.success(request, told, extra_tags="done")
    return redirect(reverse("entry", args=[pk]) + f"#{form}")


def _edit(request: HttpRequest, actor: Actor, entry: Entry) -> None:
    data = request.POST
    values: dict[str, Any] = {name: _typed(request, name) for name in _TEXTS if name in data}
    if "due" in data:
        values["due"] = _read_day(request)
    if "pledge" in data:
        values["pledge"] = _read_pledge(_typed(request, "pledge"))
    if "reviewed" in data:
        values["is_reviewed"] = data["reviewed"] == "1"
    doing.edit_entry(actor, entry, values, _version(request))


def _assign(request: HttpRequest, actor: Actor, entry: Entry) -> None:
    place = entry.ledger.place
    if request.POST.get("do") == "accept":
        lead = read_unit(place, entry.suggestion.get("lead", ""), "lead")
        supporters = read_units(place, "、".join(entry.suggestion.get("supporting", [])), "supporting")
    else:
        lead = read_unit(place, request.POST.get("lead", ""), "lead")
        supporters = read_units(place, request.POST.get("supporting", ""), "supporting")
    if request.POST.get("do") == "accept":
        supporters = [unit for unit in dict.fromkeys(supporters) if unit != lead]
    doing.assign(actor, entry, lead, supporters, _version(request))


def _set_milestones(request: HttpRequest, actor: Actor, entry: Entry) -> None:
    year = entry.ledger.year
    if year is None:
        told = Said("台账没有年份，不能设季度节点", "the ledger has no year, so it has no quarters")
        raise FieldsWrong(fields={"milestones": told})
    texts = {(year, q): _typed(request, f"q{q}") for q in range(1, 5) if f"q{q}" in request.POST}
    doing.set_milestones(actor, entry, texts, _version(request))


def _attach(request: HttpRequest, actor: Actor, entry: Entry) -> None:
    file = request.FILES.get("file")
    if file is None:
        raise FieldsWrong(fields={"file": Said("请选择文件", "choose a file")})
    if (file.size or 0) > doing.MOST_ATTACHMENT_BYTES:
        size, limit = f"{(file.size or 0) / 2**20:.1f} MB", f"{doing.MOST_ATTACHMENT_BYTES // 2**20} MB"
        raise FileTooLarge(file.name or "", size=size, limit=limit)
    doing.attach(actor, entry, file.name or _("附件"), file.read(), file.content_type or "")


def _typed(request: HttpRequest, name: str) -> str:
    """What was typed into a field, its line ends as they are stored; without the character that no database keeps."""
    return request.POST.get(name, "").replace("\r\n", "\n").replace("\0", "").strip()


def _read_day(request: HttpRequest) -> date | None:
    text = request.POST.get("due", "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        told = Said(f"“{text[:20]}”不是日期，应写作 2026-06-30", f"{text[:20]} is no date: write 2026-06-30")
        raise FieldsWrong(fields={"due": told}) from error


def _read_pledge(text: str) -> int | None:
    if text and not (text.isdecimal() and len(text) < 10):
        raise FieldsWrong(fields={"pledge": Said("编号应为数字，不是民生实事的留空", "a number, or nothing")})
    return int(text) if text else None


def _version(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None
