"""The register of projects: added, changed, taken away, taken over from the report, imported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Max

from taizhang.errors import FieldsWrong, Said, StepTooEarly, ThingMissing
from taizhang.ledger.access import Actor
from taizhang.ledger.actions.acting import acting
from taizhang.ledger.actions.importing import (
    TableFile,
    add_units,
    check_matching,
    check_new_units,
    tell_file,
)
from taizhang.ledger.compiling import load_reviewed
from taizhang.ledger.models import Entry, Ledger, Project, ProjectStage
from taizhang.ledger.tables.matching import Matching, headers_of
from taizhang.ledger.tables.projects import MONEY, ProjectPlan, plan_projects
from taizhang.ledger.tables.register import Register
from taizhang.ledger.tables.rows import Raw

_FIELDS = ("name", "code", "stage", "is_carried_over", *MONEY, "county", "industry", "unit", "entry")
_LONGEST = {"name": 200, "code": 40, "county": 40, "industry": 40}
_MOST = Decimal(10) ** 17
_CARRIED = frozenset(("building", "completed"))
"""What a report wants sped up or finished was under way before."""


def add_project(actor: Actor, ledger: Ledger, values: Mapping[str, Any]) -> Project:
    """A new project. One of the same name and values is that one, sent twice. Raises ``FieldsWrong``."""
    with acting(actor, "project.change", ledger) as act:
        there = ledger.projects.filter(name=values.get("name")).first()
        if there is not None and all(getattr(there, name) == value for name, value in values.items()):
            act.idle()
            return there
        _check(ledger, None, values)
        last = ledger.projects.aggregate(last=Max("order"))["last"] or 0
        project = Project.objects.create(ledger=ledger, order=last + 1, **values)
        act.log(project, did="add", **_tell(values))
    return project


def change_project(actor: Actor, project: Project, values: Mapping[str, Any]) -> None:
    """Set fields of a project. Raises ``FieldsWrong``, and ``ThingMissing`` where it is no more."""
    with acting(actor, "project.change", project.ledger) as act:
        row = Project.objects.select_for_update(of=("self",)).filter(pk=project.pk).first()
        if row is None:
            raise ThingMissing
        changed = {name: value for name, value in values.items() if getattr(row, name) != value}
        if not changed:
            act.idle()
            return
        _check(row.ledger, row, values)
        before = {name: getattr(row, name) for name in changed}
        for name, value in changed.items():
            setattr(row, name, value)
        row.save()
        act.log(row, did="change", name=row.name, changed=_tell(changed), before=_tell(before))


def remove_project(actor: Actor, project: Project) -> None:
    """Take a project out of the register."""
    with acting(actor, "project.change", project.ledger) as act:
        row = Project.objects.filter(pk=project.pk).first()
        if row is None:
            act.idle()
            return
        act.log(row, did="remove", name=row.name)
        row.delete()


def take_over(actor: Actor, ledger: Ledger) -> int:
    """Register the projects that the report names and that are not there yet, each below its entry; how many.

    Their stage is 前期 until somebody says how far they are: a report tells what is to be, not what is.
    """
    with acting(actor, "project.change", ledger) as act:
        edition = ledger.edition
        if edition is None:
            raise StepTooEarly(ledger.title, reason=Said("报告还没有解析好", "the report is not compiled yet"))
        held = set(ledger.projects.values_list("name", flat=True))
        entries = [entry for entry in ledger.entries.filter(parent=None, is_gone=False) if entry.spans]
        last = ledger.projects.aggregate(last=Max("order"))["last"] or 0
        made: dict[str, Project] = {}
        for told in load_reviewed(edition).projects:
            if told.name in held or told.name in made:
                continue
            made[told.name[:200]] = Project(
                ledger=ledger, name=told.name[:200], spans=[list(told.span)], order=last + len(made) + 1,
                is_carried_over=str(told.stage) in _CARRIED, entry=_entry_at(entries, told.span.start),
            )  # fmt: skip
        if not made:
            act.idle()
            return 0
        for project in made.values():
            project.unit = project.entry.lead if project.entry else None
        Project.objects.bulk_create(made.values())
        act.log(ledger, did="take over", projects=[*made])
    return len(made)


def plan_project_import(ledger: Ledger, told: tuple[Any, Matching, list[Raw]], table: TableFile) -> ProjectPlan:
    """What an import of projects would do; nothing is written."""
    sheet, matching, rows = told
    headers = dict(zip(matching.columns, headers_of(sheet, matching), strict=False))
    projects = list(ledger.projects.select_related("unit"))
    return plan_projects(rows, headers, Register(ledger.place, table.choices), projects)


def import_projects(actor: Actor, ledger: Ledger, table: TableFile) -> ProjectPlan:
    """Bring a table of projects in, all or nothing. Raises ``FieldsWrong`` where a cell is bad."""
    told = table.read("project", "name")
    with acting(actor, "project.change", ledger) as act:
        check_matching(told[1], "project")
        plan = plan_project_import(ledger, told, table)
        if not plan.is_ready:
            where = f"有 {len(plan.troubles)} 处要改、{len(plan.unknown)} 个单位要选定"
            raise FieldsWrong(fields={"cells": Said(where, "cells are wrong or units unknown")})
        check_new_units(actor, ledger.place, plan.register)
        if not plan.created and not plan.changed:
            act.idle()
            return plan
        units = add_units(ledger.place, plan.register)
        _write(ledger, plan)
        act.log(ledger, did="import", file=tell_file(table), created=len(plan.created), new_units=units,
                changed={c.name: [list(told) for told in c.told] for c in plan.changed})  # fmt: skip
    return plan


def _write(ledger: Ledger, plan: ProjectPlan) -> None:
    last = ledger.projects.aggregate(last=Max("order"))["last"] or 0
    find = plan.register.find if plan.register else lambda _: None
    made = [
        Project(ledger=ledger, name=change.name, order=n, unit=find(change.unit), **change.values)
        for n, change in enumerate(plan.created, last + 1)
    ]
    Project.objects.bulk_create(made, batch_size=500)
    changed = [(change, change.project) for change in plan.changed if change.project is not None]
    for change, project in changed:
        for name, value in change.values.items():
            setattr(project, name, value)
        project.unit = find(change.unit) or project.unit
    fields = [name for name in _FIELDS if name not in {"name", "entry"}]
    Project.objects.bulk_update([project for _, project in changed], fields, batch_size=500)


def _entry_at(entries: Sequence[Entry], at: int) -> Entry | None:
    held = (entry for entry in entries if any(start <= at < end for start, end in entry.spans))
    return next(held, None)


def _check(ledger: Ledger, project: Project | None, values: Mapping[str, Any]) -> None:
    unknown = values.keys() - set(_FIELDS)
    if unknown:
        raise TypeError(f"not to be set: {', '.join(sorted(unknown))}")
    wrong = {**_check_name(ledger, project, values), **_check_links(ledger, values)}
    for key, longest in _LONGEST.items():
        if len(values.get(key, "")) > longest:
            wrong[key] = Said(f"不超过 {longest} 字", f"at most {longest} characters")
    for key in MONEY:
        if values.get(key) is not None and not 0 <= values[key] < _MOST:
            wrong[key] = Said("金额超出范围，请核对单位（万元）", "an amount out of bounds")
    if values.get("stage", "planned") not in ProjectStage.values:
        wrong["stage"] = Said("请选择建设阶段", "choose a stage")
    if wrong:
        raise FieldsWrong(fields=wrong)


def _check_name(ledger: Ledger, project: Project | None, values: Mapping[str, Any]) -> dict[str, Said]:
    own = project.name if project else ""
    name = values.get("name", own)
    if not name.strip():
        return {"name": Said("请填写项目名称", "give the project a name")}
    if name != own and ledger.projects.filter(name=name).exists():
        return {"name": Said(f"已有名为“{name}”的项目", f"there is a project {name} already")}
    return {}


def _check_links(ledger: Ledger, values: Mapping[str, Any]) -> dict[str, Said]:
    wrong: dict[str, Said] = {}
    unit, entry = values.get("unit"), values.get("entry")
    if unit is not None and unit.place_id != ledger.place_id:
        wrong["unit"] = Said("所选单位不属于本地区", "the unit is of another place")
    if entry is not None and entry.ledger_id != ledger.pk:
        wrong["entry"] = Said("所选条目不属于本台账", "the entry is of another ledger")
    return wrong


def _tell(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: str(value) if hasattr(value, "pk") else value for name, value in values.items()}
