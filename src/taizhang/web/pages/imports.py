"""A table from Excel: upload, look at what it would do, correct the columns, then do it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from taizhang.catalog.models import Place
from taizhang.errors import FieldsWrong, Said, TaizhangError
from taizhang.ledger.access import Actor, may, seen_ledgers, seen_places
from taizhang.ledger.actions.acting import check_permission
from taizhang.ledger.actions.importing import (
    TableFile,
    check_matching,
    import_ledger,
    import_table,
    plan_import,
)
from taizhang.ledger.models import Ledger
from taizhang.ledger.tables.rows import tell_formulas
from taizhang.web.context import actor_of
from taizhang.web.errors import status_of
from taizhang.web.language import lang_of
from taizhang.web.pages.uploads import read_year
from taizhang.web.uploading import fields_of, number_of, read_upload, tell_columns

SHOWN = 200
"""So many rows of each kind stand on the page."""


@login_required
@require_http_methods(["GET", "POST"])
def import_entries(request: HttpRequest, slug: UUID) -> HttpResponse:
    """A 任务分解表 brought into a ledger that is there."""
    actor = actor_of(request)
    ledger = get_object_or_404(seen_ledgers(actor), slug=slug)
    check_permission(actor, "ledger.import", ledger)
    context: dict[str, object] = {"ledger": ledger}
    if request.method == "GET":
        return render(request, "desk/import.html", context)
    try:
        table, token = read_upload(request, actor)
        if request.POST.get("do") == "import":
            plan = import_table(actor, ledger, table)
            counts = {"created": len(plan.created), "changed": len(plan.changed)}
            messages.success(
                request, _("已导入：新增 %(created)s 条，修改 %(changed)s 条。") % counts, extra_tags="done"
            )
            return redirect("ledger", ledger.slug)
    except TaizhangError as error:
        return _refuse(request, actor, context, error, ledger, ledger.place, ledger.year)
    return _preview(request, actor, context, table, token, ledger, ledger.place, ledger.year)


@login_required
@require_http_methods(["GET", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """A ledger made of a 任务分解表, without a report."""
    actor = actor_of(request)
    places = seen_places(actor, "ledger.import")
    check_permission(actor, "ledger.import")
    context: dict[str, object] = {"places": places, "typed": request.POST}
    if request.method == "GET":
        return render(request, "desk/import.html", context)
    place = places.filter(pk=number_of(request.POST.get("place")) or 0).first() or places.first()
    year = None
    try:
        if place is None:
            raise FieldsWrong(fields={"place": Said("请选择地区", "choose the place")})
        year = read_year(request.POST.get("year"))
        table, token = read_upload(request, actor)
        title = request.POST.get("title", "").strip() or table.name.rpartition(".")[0]
        context["typed"] = {**request.POST.dict(), "title": title}
        if request.POST.get("do") == "import":
            made = import_ledger(actor, place, title, year, table)
            messages.success(request, _("已由任务分解表建成台账。"), extra_tags="done")
            return redirect("ledger", made.slug)
    except TaizhangError as error:
        return _refuse(request, actor, context, error, None, place, year)
    return _preview(request, actor, context, table, token, None, place, year)


def _refuse(
    request: HttpRequest,
    actor: Actor,
    context: dict[str, object],
    error: TaizhangError,
    ledger: Ledger | None,
    place: Place | None,
    year: int | None,
) -> HttpResponse:
    """The page before, with what is wrong: the preview where the file can be read, else the form."""
    lang = lang_of(request)
    fields = error.fields if isinstance(error, FieldsWrong) else {"file": Said(error.line("zh"), error.line("en"))}
    context["wrong"] = {name: getattr(said, lang) for name, said in fields.items()}
    is_of_table = bool({"cells", "units", "columns"} & fields.keys()) and place is not None
    if is_of_table and place is not None:
        table, token = read_upload(request, actor)
        return _preview(request, actor, context, table, token, ledger, place, year, status_of(error))
    return render(request, "desk/import.html", context, status=status_of(error))


def _preview(
    request: HttpRequest,
    actor: Actor,
    context: dict[str, object],
    table: TableFile,
    token: str,
    ledger: Ledger | None,
    place: Place,
    year: int | None,
    status: int = 200,
) -> HttpResponse:
    """What the table would do, and everything that a person may correct."""
    sheet, matching, rows = table.read("entry", "task")
    told = {**context, **tell_preview(table, token, "entry"), "place": place, "year": year}
    told["register"] = place.units.filter(is_active=True)
    told["may_add"] = may(actor, "unit.change", place)
    try:
        check_matching(matching, "entry")
        plan = plan_import(ledger, place, year, rows, table)
        told |= {"plan": plan, "created": plan.created[:SHOWN], "changed": plan.changed[:SHOWN]}
        told |= {"troubles": plan.troubles[:SHOWN], "formulas": tell_formulas(sheet, matching)}
        told |= {"unknown": [(name, count, table.choices.get(name)) for name, count in plan.unknown.items()]}
        told["chosen"] = [(name, choice) for name, choice in table.choices.items() if name not in plan.unknown]
    except FieldsWrong as error:
        told["wrong"] = {name: getattr(said, lang_of(request)) for name, said in error.fields.items()}
        status = status_of(error)
    return render(request, "desk/import_preview.html", told, status=status)


def tell_preview(table: TableFile, token: str, kind: str) -> dict[str, object]:
    """What the page says of the file, its sheets and its columns."""
    sheets = table.open()
    sheet, matching, rows = table.read(kind, "task" if kind == "entry" else "name")
    return {
        "table": table,
        "token": token,
        "sheets": [(at, one.name) for at, one in enumerate(sheets)],
        "header": matching.header + 1,
        "depth": matching.depth,
        "columns": tell_columns(sheet, matching, kind),
        "fields": fields_of(kind),
        "count": len(rows),
        "shown": SHOWN,
    }
