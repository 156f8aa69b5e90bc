"""Take a ledger out: as a workbook, or as the document that an office sends."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from taizhang.errors import FieldsWrong, Said
from taizhang.ledger.access import seen_ledgers
from taizhang.ledger.actions.acting import check_permission
from taizhang.ledger.compiling import settings_of
from taizhang.ledger.exporting import exported_entries, make_ledger_document, make_ledger_workbook
from taizhang.ledger.models import Ledger
from taizhang.settings import COLUMNS, Form
from taizhang.web.context import actor_of
from taizhang.web.language import lang_of

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@login_required
@require_http_methods(["GET", "POST"])
def export_ledger(request: HttpRequest, slug: UUID) -> HttpResponse:
    """The page of the forms; with ``format`` (``xlsx``, ``docx``) the file, of the entries that the reader may see."""
    actor = actor_of(request)
    ledger = get_object_or_404(seen_ledgers(actor), slug=slug)
    check_permission(actor, "ledger.export", ledger)
    asked = request.POST if request.method == "POST" else request.GET
    kind = asked.get("format")
    if kind is None:
        return render(
            request, "desk/export.html", _context(ledger, exported_entries(actor, ledger).count(), lang_of(request))
        )
    entries = exported_entries(actor, ledger)
    if kind == "xlsx":
        return send_file(make_ledger_workbook(ledger, entries), f"{ledger.title}任务分解表.xlsx", SHEET_TYPE)
    if kind == "docx":
        form = _form_of(asked.get("form"), settings_of(ledger).document)
        name = "任务分解表" if form is Form.TABLE else "分工方案"
        return send_file(make_ledger_document(ledger, entries, form), f"{ledger.title}{name}.docx", WORD_TYPE)
    raise FieldsWrong(fields={"format": Said("导出格式应为 xlsx 或 docx", "the format is xlsx or docx")})


def send_file(content: bytes, name: str, media_type: str) -> HttpResponse:
    """``content`` as a download; never shown within the page."""
    safe = "".join("_" if c in '\\/:*?"<>|' or not c.isprintable() else c for c in name)
    header = content_disposition_header(as_attachment=True, filename=safe[-120:]) or "attachment"
    return HttpResponse(content, content_type=media_type, headers={"Content-Disposition": header})


def _form_of(text: str | None, usual: Form) -> Form:
    return Form(text) if text in set(Form) else usual


def _context(ledger: Ledger, count: int, lang: str) -> dict[str, object]:
    settings = settings_of(ledger)
    names = {"sheet": settings.ledger_columns, "document": settings.word_columns}
    at, between = (1, ", ") if lang == "en" else (0, "、")
    columns = {name: between.join(COLUMNS[key][at] for key in keys) for name, keys in names.items()}
    return {"ledger": ledger, "count": count, "columns": columns, "usual": settings.document}
