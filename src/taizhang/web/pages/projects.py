"""The register of projects: looked through, filled in, taken over from the report, imported from Excel."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from taizhang.catalog.models import UnitKind
from taizhang.errors import FieldsWrong, Said, TaizhangError
from taizhang.ledger.access import Actor, may, seen_entries, seen_ledgers
from taizhang.ledger.actions.acting import check_permission
from taizhang.ledger.actions.importing import TableFile, check_matching
from taizhang.ledger.actions.projects import (
    add_project,
    change_project,
    import_projects,
    plan_project_import,
    remove_project,
    take_over,
)
from taizhang.ledger.models import Ledger, Project, ProjectStage
from taizhang.ledger.rates import group_rates, rates_of, resume_rate, start_rate
from taizhang.ledger.seen import seen_projects
from taizhang.ledger.tables.projects import MONEY
from taizhang.ledger.tables.rows import tell_formulas
from taizhang.ledger.tables.values import BadCell, read_money
from taizhang.web.context import actor_of
from taizhang.web.errors import status_of
from taizhang.web.language import lang_of
from taizhang.web.pages.imports import SHOWN, tell_preview
from taizhang.web.uploading import number_of, read_upload

PAGE = 100
_GROUPS: tuple[tuple[str, Callable[[Project], str]], ...] = (
    ("县（区、市）", lambda project: project.county),
    ("行业", lambda project: project.industry),
    ("责任单位", lambda project: project.unit.name if project.unit else ""),
)


@login_required
@require_safe
def show_projects(request: HttpRequest, slug: UUID) -> HttpResponse:
    """The register with its rates; ``?q=``, ``?county=``, ``?stage=`` choose among the projects."""
    actor, ledger = _open(request, slug)
    projects = list(seen_projects(actor, ledger))
    asked = {name: request.GET.get(name, "").strip()[:60] for name in ("q", "county", "stage")}
    chosen = [project for project in projects if _is_asked(project, asked)]
    told = Q(title__contains="开工率") | Q(title__contains="复工率") | Q(target_text__contains="工率")
    entries = seen_entries(actor).filter(ledger=ledger, is_gone=False, parent=None).filter(told)
    context = {
        "ledger": ledger,
        "page": Paginator(chosen, PAGE).get_page(request.GET.get("page")),
        "asked": asked,
        "count": len(projects),
        "rates": (start_rate(projects), resume_rate(projects)),
        "groups": [(title, group_rates(projects, name)) for title, name in _GROUPS],
        "promised": [(entry, rates) for entry in entries if (rates := rates_of(entry, projects))],
        "sums": {key: sum((getattr(p, key) or Decimal(0) for p in chosen), Decimal(0)) for key in MONEY},
        "counties": sorted({project.county for project in projects if project.county}),
        "stages": ProjectStage.choices,
        "may_change": may(actor, "project.change", ledger),
    }
    return render(request, "desk/projects.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def edit_project(request: HttpRequest, slug: UUID, pk: int | None = None) -> HttpResponse:
    """The form of a project, a new one without ``pk``."""
    actor, ledger = _open(request, slug, "project.change")
    project = get_object_or_404(seen_projects(actor, ledger), pk=pk) if pk else None
    context = _form_context(ledger, project)
    if request.method == "GET":
        return render(request, "desk/project.html", context)
    try:
        values = _read_values(request, ledger)
        if project is None:
            add_project(actor, ledger, values)
        else:
            change_project(actor, project, values)
    except FieldsWrong as error:
        wrong = {name: getattr(said, lang_of(request)) for name, said in error.fields.items()}
        typed = {**request.POST.dict(), "is_carried_over": request.POST.get("is_carried_over") == "1"}
        return render(request, "desk/project.html", {**context, "typed": typed, "wrong": wrong}, status=422)
    messages.success(request, _("已登记。"), extra_tags="done")
    return redirect("projects", ledger.slug)


@login_required
@require_POST
def post_removal(request: HttpRequest, slug: UUID, pk: int) -> HttpResponse:
    """Take a project out of the register; one that is gone already is."""
    actor, ledger = _open(request, slug, "project.change")
    project = seen_projects(actor, ledger).filter(pk=pk).first()
    if project is not None:
        remove_project(actor, project)
        messages.success(request, _("已删去。"), extra_tags="done")
    return redirect("projects", ledger.slug)


@login_required
@require_POST
def post_takeover(request: HttpRequest, slug: UUID) -> HttpResponse:
    """Register what the report names."""
    actor, ledger = _open(request, slug, "project.change")
    count = take_over(actor, ledger)
    told = _("已从报告登记 %(count)s 个项目，建设阶段暂列前期，请核实。") if count else _("报告点名的项目都已登记。")
    messages.success(request, told % {"count": count} if count else told, extra_tags="done")
    return redirect("projects", ledger.slug)


@login_required
@require_http_methods(["GET", "POST"])
def import_page(request: HttpRequest, slug: UUID) -> HttpResponse:
    """A table of projects, looked at before it is brought in."""
    actor, ledger = _open(request, slug, "project.change")
    context: dict[str, object] = {"ledger": ledger}
    if request.method == "GET":
        return render(request, "desk/projects_import.html", context)
    error: TaizhangError | None = None
    try:
        table, token = read_upload(request, actor)
        if request.POST.get("do") == "import":
            plan = import_projects(actor, ledger, table)
            counts = {"created": len(plan.created), "changed": len(plan.changed)}
            messages.success(
                request, _("已导入：新增 %(created)s 个，修改 %(changed)s 个。") % counts, extra_tags="done"
            )
            return redirect("projects", ledger.slug)
    except FieldsWrong as refused:
        error = refused
        if "file" in refused.fields:
            return _refuse(request, context, refused)
        table, token = read_upload(request, actor)
    except TaizhangError as refused:
        return _refuse(request, context, refused)
    return _preview(request, actor, ledger, table, token, error)


def _refuse(request: HttpRequest, context: dict[str, object], error: TaizhangError) -> HttpResponse:
    fields = error.fields if isinstance(error, FieldsWrong) else {"file": Said(error.line("zh"), error.line("en"))}
    wrong = {name: getattr(said, lang_of(request)) for name, said in fields.items()}
    return render(request, "desk/projects_import.html", {**context, "wrong": wrong}, status=status_of(error))


def _preview(
    request: HttpRequest, actor: Actor, ledger: Ledger, table: TableFile, token: str, error: TaizhangError | None
) -> HttpResponse:
    lang = lang_of(request)
    sheet, matching, rows = table.read("project", "name")
    told: dict[str, object] = {"ledger": ledger, **tell_preview(table, token, "project")}
    told |= {"register": ledger.place.units.filter(is_active=True), "may_add": may(actor, "unit.change", ledger.place)}
    if isinstance(error, FieldsWrong):
        told["wrong"] = {name: getattr(said, lang) for name, said in error.fields.items()}
    try:
        check_matching(matching, "project")
        plan = plan_project_import(ledger, (sheet, matching, rows), table)
        told |= {"plan": plan, "created": plan.created[:SHOWN], "changed": plan.changed[:SHOWN]}
        told |= {"troubles": plan.troubles[:SHOWN], "formulas": tell_formulas(sheet, matching)}
        told["unknown"] = [(name, count, table.choices.get(name)) for name, count in plan.unknown.items()]
        told["chosen"] = [(name, choice) for name, choice in table.choices.items() if name not in plan.unknown]
    except FieldsWrong as missing:
        error = missing
        told["wrong"] = {name: getattr(said, lang) for name, said in missing.fields.items()}
    return render(request, "desk/projects_preview.html", told, status=status_of(error) if error else 200)


def _open(request: HttpRequest, slug: UUID, action: str = "ledger.view") -> tuple[Actor, Ledger]:
    actor = actor_of(request)
    ledger = get_object_or_404(seen_ledgers(actor), slug=slug)
    check_permission(actor, action, ledger)
    return actor, ledger


def _is_asked(project: Project, asked: dict[str, str]) -> bool:
    if asked["q"] and asked["q"] not in project.name:
        return False
    return project.county == (asked["county"] or project.county) and project.stage == (asked["stage"] or project.stage)


def _form_context(ledger: Ledger, project: Project | None) -> dict[str, object]:
    typed: dict[str, Any] = {}
    if project is not None:
        names = ("name", "code", "stage", "is_carried_over", "county", "industry")
        typed = {name: getattr(project, name) for name in names}
        typed |= {
            key: f"{amount / 10_000:f}".rstrip("0").rstrip(".")
            for key in MONEY
            if (amount := getattr(project, key)) is not None
        }
        typed |= {"unit": str(project.unit_id or ""), "entry": str(project.entry_id or "")}
    units = list(ledger.place.units.filter(is_active=True))
    return {
        "ledger": ledger,
        "project": project,
        "typed": typed,
        "units": units,
        "counties": [unit.name for unit in units if unit.kind == UnitKind.COUNTY],
        "entries": ledger.entries.filter(parent=None, is_gone=False).only("pk", "number", "title", "ledger"),
        "stages": ProjectStage.choices,
        "money": (
            ("planned", gettext_noop("总投资")),
            ("planned_this_year", gettext_noop("年度计划投资")),
            ("completed", gettext_noop("已完成投资")),
        ),
    }


def _read_values(request: HttpRequest, ledger: Ledger) -> dict[str, Any]:
    """The project of a form; amounts are typed in 万元. Raises ``FieldsWrong``."""
    told, wrong = request.POST, {}
    values: dict[str, Any] = {
        name: told.get(name, "").strip() for name in ("name", "code", "stage", "county", "industry")
    }
    values["is_carried_over"] = told.get("is_carried_over") == "1"
    for key in MONEY:
        try:
            values[key] = read_money(told.get(key, "").strip() or None, "万")
        except BadCell as error:
            wrong[key] = error.said
    values["unit"] = ledger.place.units.filter(pk=number_of(told.get("unit")) or 0).first()
    values["entry"] = ledger.entries.filter(pk=number_of(told.get("entry")) or 0).first()
    if wrong:
        raise FieldsWrong(fields=wrong)
    return values
