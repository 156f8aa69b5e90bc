"""An entry's own page: the report's sentence, who answers for it, what became of it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from taizhang.engine.model import Finding, Span
from taizhang.errors import EditConflict, TaizhangError, ThingMissing
from taizhang.ledger.access import Actor, may, seen_entries
from taizhang.ledger.compiling import load_reviewed
from taizhang.ledger.models import Attachment, Edition, Entry
from taizhang.ledger.storing import load_file
from taizhang.web.context import actor_of
from taizhang.web.errors import status_of
from taizhang.web.history import FIELDS, tell_history
from taizhang.web.language import lang_of
from taizhang.web.listing import with_units
from taizhang.web.pages.ledger import wrong_of
from taizhang.web.pages.review import BOUNDS, MEASURES

_STEPS = ("entry.edit", "entry.assign", "entry.comment", "entry.instruct", "entry.attach", "attachment.publish")
_BEFORE_AND_AFTER = 40
"""Characters of the report that are shown around an entry's own words."""


@require_safe
def show_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """The entry. Whoever works on it sees the desk's page, everybody else what is published."""
    actor = actor_of(request)
    inside = _rows(actor, "entry.follow").filter(pk=pk).first()
    if inside is not None and request.GET.get("as") != "public":
        return render(request, "desk/entry.html", entry_context(actor, inside))
    published = _rows(Actor(), "entry.view").filter(pk=pk, is_gone=False).first()
    if published is not None:
        return render(request, "entry.html", _public_context(published) | {"is_inside": inside is not None})
    if actor.user is None:
        return redirect_to_login(request.get_full_path())
    raise Http404


@require_safe
def download_attachment(request: HttpRequest, pk: int) -> HttpResponse:
    """The file as it came, never shown in the page: for who works on the entry, or for all where it is ticked."""
    attachment = get_object_or_404(Attachment.objects.select_related("stored", "entry"), pk=pk)
    inside = may(actor_of(request), "entry.follow", attachment.entry)
    is_open = attachment.is_public and may(Actor(), "entry.view", attachment.entry) and not attachment.entry.is_gone
    if not inside and not is_open:
        if actor_of(request).user is None:
            return redirect_to_login(request.get_full_path())
        raise ThingMissing
    response = HttpResponse(load_file(attachment.stored), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(attachment.name, safe='')}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def open_entry(request: HttpRequest, pk: int) -> tuple[Actor, Entry]:
    """The reader and an entry that the reader works on. Raises ``Http404`` for every other."""
    actor = actor_of(request)
    return actor, get_object_or_404(_rows(actor, "entry.follow"), pk=pk)


def show_again(request: HttpRequest, actor: Actor, pk: int, form: str, error: TaizhangError) -> HttpResponse:
    """The entry as it is now, with the form that was sent open, what was typed kept, and what is wrong at its field.

    Where somebody else changed the entry meanwhile, what is there now stands beside what was typed.
    """
    entry = get_object_or_404(_rows(actor, "entry.follow"), pk=pk)
    context = entry_context(actor, entry)
    context |= {"form": form, "typed": request.POST, "line": error.line(lang_of(request))}
    if isinstance(error, EditConflict):
        context |= {"is_conflict": True, "both": _both(entry, form, request.POST)}
    else:
        context["wrong"] = wrong_of(error, lang_of(request), form)
    return render(request, "desk/entry.html", context, status=status_of(error))


def _both(entry: Entry, form: str, typed: QueryDict) -> list[tuple[str, str, str]]:
    """The fields of a form that are not as they are now: their words, what was typed, what is there."""
    fields = ("title", "target_text", "due", "leader", "pledge", "remarks")
    now = {name: _plain(getattr(entry, name)) for name in fields}
    if form == "units":
        supporting = "、".join(str(support.unit) for support in entry.supports.all())
        now = {"lead": _plain(entry.lead), "supporting": supporting}
    if form == "milestones":
        told = {f"q{m.quarter}": m.text for m in entry.milestones.all() if m.year == entry.ledger.year}
        now = {f"q{quarter}": told.get(f"q{quarter}", "") for quarter in range(1, 5)}
    mine = {name: str(typed[name]).strip().replace("\r\n", "\n") for name in now if name in typed}
    return [(_words(name), value, now[name]) for name, value in mine.items() if value != now[name]]


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def _words(name: str) -> str:
    return _(FIELDS[name]) if name in FIELDS else _("%(quarter)s季度节点") % {"quarter": name[1:]}


def entry_context(actor: Actor, entry: Entry) -> dict[str, Any]:
    """All that who works on an entry is shown of it."""
    year = entry.ledger.year
    milestones = list(entry.milestones.all())
    return _shown(entry, seen_entries(actor, "entry.follow")) | {
        "allowed": {key.replace(".", "_") for key in _STEPS if may(actor, key, entry)},
        "may_review": may(actor, "review.decide", entry.ledger),
        "quarters": [(q, _milestone(milestones, year, q)) for q in range(1, 5)] if year else [],
        "comments": entry.comments.select_related("author"),
        "instructions": entry.instructions.select_related("author"),
        "attachments": entry.attachments.select_related("author", "stored"),
        "history": tell_history(entry),
        "findings": _findings(entry),
        "units": entry.ledger.place.units.filter(is_active=True),
        "beside": _beside(entry, actor),
    }


def _public_context(entry: Entry) -> dict[str, Any]:
    """What everybody is shown: no comment, no instruction, no name, no file that is not ticked."""
    return _shown(entry, seen_entries(Actor())) | {"attachments": entry.attachments.filter(is_public=True)}


def _shown(entry: Entry, seen: Any) -> dict[str, Any]:
    edition = entry.edition
    around = _around(edition, entry) if edition else ("", "")
    return {
        "entry": entry,
        "ledger": entry.ledger,
        "before": around[0],
        "after": around[1],
        "at": entry.spans[0][0] if entry.spans else None,
        "is_newest": edition is not None and edition == entry.ledger.edition,
        "figures": list(entry.figures.all()),
        "bounds": dict(BOUNDS),
        "measures": dict(MEASURES),
        "children": list(with_units(seen.filter(parent=entry, is_gone=False))),
        "parent": seen.filter(pk=entry.parent_id).first() if entry.parent_id else None,
        "milestones": list(entry.milestones.all()),
    }


def _rows(actor: Actor, action: str) -> Any:
    rows = with_units(seen_entries(actor, action))
    return rows.select_related("ledger__place", "lead", "edition").prefetch_related("figures", "milestones")


def _milestone(milestones: list[Any], year: int, quarter: int) -> str:
    return next((m.text for m in milestones if (m.year, m.quarter) == (year, quarter)), "")


def _around(edition: Edition, entry: Entry) -> tuple[str, str]:
    """The report's words just before and behind those of the entry, within its line."""
    if not entry.spans:
        return "", ""
    text = load_reviewed(edition).source.text
    start, end = entry.spans[0][0], entry.spans[-1][1]
    before = text[max(start - _BEFORE_AND_AFTER, 0) : start].rpartition("\n")[2]
    after = text[end : end + _BEFORE_AND_AFTER].partition("\n")[0]
    return before, after


def _findings(entry: Entry) -> list[Finding]:
    """What a check noticed on the words of an entry."""
    if entry.edition is None:
        return []
    own = [Span(*span) for span in entry.spans]
    findings = load_reviewed(entry.edition).findings
    return [f for f in findings if any(a.start < b.end and b.start < a.end for a in own for b in f.spans)]


def _beside(entry: Entry, actor: Actor) -> dict[str, Entry | None]:
    """The entries before and after this one, to go on to."""
    same = seen_entries(actor, "entry.follow").filter(ledger=entry.ledger_id, parent=entry.parent_id, is_gone=False)
    keys = list(same.order_by("-is_headline", "order", "id").values_list("pk", flat=True))
    if entry.pk not in keys:
        return {"previous": None, "next": None}
    at = keys.index(entry.pk)
    near = Entry.objects.in_bulk([*keys[max(at - 1, 0) : at], *keys[at + 1 : at + 2]])
    return {
        "previous": near.get(keys[at - 1]) if at else None,
        "next": near.get(keys[at + 1]) if at + 1 < len(keys) else None,
    }
