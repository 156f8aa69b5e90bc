"""A 任务分解表 from Excel brought into a ledger, or made one: all of it or nothing.

What enters is the file with what a person said of its columns and of unknown units, what leaves is the ``Plan`` that
was carried out. What is planned is planned anew within the transaction, from the entries as they are then.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from django.db.models import Max

from taizhang.catalog.models import Place
from taizhang.errors import FieldsWrong, FileEmpty, Said
from taizhang.ingest.sheets import Sheet, read_sheets
from taizhang.ledger.access import Actor, may
from taizhang.ledger.actions.acting import Act, acting
from taizhang.ledger.exporting import with_all
from taizhang.ledger.models import Entry, Event, Ledger, Milestone, Origin, Support
from taizhang.ledger.tables.entries import Change, Plan, only_used, plan_entries
from taizhang.ledger.tables.matching import Matching, load_fields, match_at, match_columns
from taizhang.ledger.tables.register import Register
from taizhang.ledger.tables.rows import Raw, read_rows

_BEHIND_COMPILED = 500_000
"""The order from which on imported entries stand: behind what is compiled, before what is added by hand."""
_BATCH = 500


@dataclass(frozen=True)
class TableFile:
    """An uploaded workbook and what a person said of it: which sheet, which row is its header, from 0, which columns.

    None where that is as it is recognised.

    ``choices`` are for names of unknown units (see ``tables.register``). ``takes_late`` where rows count although
    somebody changed their entry after they were written out.
    """

    name: str
    data: bytes
    sheet: int = 0
    header: int | None = None
    matching: Matching | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    takes_late: bool = False

    def open(self) -> tuple[Sheet, ...]:
        """The sheets. Raises ``InputError``."""
        return read_sheets(self.data, self.name)

    def read(self, table: str, main: str) -> tuple[Sheet, Matching, list[Raw]]:
        """The sheet, its matching and its rows. Raises ``InputError``."""
        sheets = self.open()
        if self.sheet >= len(sheets):
            raise FileEmpty(self.name)
        sheet = sheets[self.sheet]
        fields = load_fields(table)
        found = match_columns(sheet, fields) if self.header is None else match_at(sheet, self.header, fields)
        matching = self.matching or found
        return sheet, matching, only_used(read_rows(sheet, matching, main))


def plan_import(ledger: Ledger | None, place: Place, year: int | None, rows: Sequence[Raw], table: TableFile) -> Plan:
    """What bringing ``rows`` into ``ledger`` (None: a new one) would do; nothing is written."""
    register = Register(place, table.choices)
    entries = list(with_all(ledger.entries.filter(is_gone=False))) if ledger else []
    return plan_entries(rows, register, year, ledger, entries, takes_late=table.takes_late)


def import_table(actor: Actor, ledger: Ledger, table: TableFile) -> Plan:
    """Bring a table into a ledger. Raises ``FieldsWrong`` where a cell is bad or a unit unknown: then nothing is."""
    _, matching, rows = table.read("entry", "task")
    with acting(actor, "ledger.import", ledger) as act:
        list(ledger.entries.select_for_update().values_list("pk", flat=True))
        plan = plan_import(ledger, ledger.place, ledger.year, rows, table)
        _check(actor, ledger.place, matching, plan)
        if not plan.created and not plan.changed:
            act.idle()
            return plan
        _write(ledger, plan, act, table)
    return plan


def import_ledger(actor: Actor, place: Place, title: str, year: int | None, table: TableFile) -> Ledger:
    """A new ledger of ``place`` from a table, without a report; sent twice it is one. Raises ``FieldsWrong``."""
    if not title.strip():
        raise FieldsWrong(fields={"title": Said("请填写台账名称", "give the ledger a title")})
    _, matching, rows = table.read("entry", "task")
    with acting(actor, "ledger.import", place) as act:
        there = _made_before(actor, place, title.strip()[:200], table)
        if there is not None:
            act.idle()
            return there
        plan = plan_import(None, place, year, rows, table)
        _check(actor, place, matching, plan)
        ledger = Ledger.objects.create(place=place, title=title.strip()[:200], year=year, created_by=actor.user)
        act.ledger = str(ledger.slug)
        _write(ledger, plan, act, table)
    return ledger


def check_matching(matching: Matching, table: str) -> None:
    """Raise ``FieldsWrong`` where a column that is needed was not found."""
    missing = matching.missing(load_fields(table))
    if missing:
        names = "、".join(item.name for item in missing)
        told = Said(f"没有找到“{names}”一栏，请在各栏上方选定，或核对表头所在的行", f"no column {names}: choose it")
        raise FieldsWrong(fields={"columns": told})


def check_new_units(actor: Actor, place: Place, register: Register | None) -> None:
    """Raise ``FieldsWrong`` where units are to be added by somebody who may not."""
    if register is not None and register.new and not may(actor, "unit.change", place):
        names = "、".join(register.new)
        told = Said(f"“{names}”须先由管理员加入单位名录", f"an administrator adds {names} to the register first")
        raise FieldsWrong(fields={"units": told})


def add_units(place: Place, register: Register | None) -> list[str]:
    """Save the units that were chosen to be new; their names."""
    if register is None or not register.new:
        return []
    last = place.units.aggregate(last=Max("order"))["last"] or 0
    for order, unit in enumerate(register.new.values(), last + 1):
        unit.order = order
        unit.save()
    return list(register.new)


def tell_file(table: TableFile) -> dict[str, str]:
    """The file as the journal tells it."""
    return {"name": table.name, "sha256": sha256(table.data).hexdigest()}


def _made_before(actor: Actor, place: Place, title: str, table: TableFile) -> Ledger | None:
    """The ledger that the last import of this person made of the same file: a form sent twice is one."""
    last = Event.objects.filter(actor=actor.name, action="ledger.import", place=place.slug).order_by("-seq").first()
    told = json.loads(last.payload) if last else {}
    if last is None or (told.get("file"), told.get("title")) != (tell_file(table), title):
        return None
    return Ledger.objects.filter(slug=last.ledger, title=title, editions=None).first()


def _check(actor: Actor, place: Place, matching: Matching, plan: Plan) -> None:
    check_matching(matching, "entry")
    if plan.troubles:
        first = plan.troubles[0]
        where = f"第 {first.row} 行" if first.row else ""
        told = Said(
            f"有 {len(plan.troubles)} 处要改，先是{where}{first.what.zh}", f"{len(plan.troubles)} cells are wrong"
        )
        raise FieldsWrong(fields={"cells": told})
    if plan.unknown:
        names = "、".join([*plan.unknown][:5])
        raise FieldsWrong(fields={"units": Said(f"单位名录中没有“{names}”，请选定", f"unknown units: {names}")})
    check_new_units(actor, place, plan.register)


def _write(ledger: Ledger, plan: Plan, act: Act, table: TableFile) -> None:
    units = add_units(ledger.place, plan.register)
    made = _create(ledger, plan)
    _change(plan, ledger, act)
    told = {"created": len(made), "changed": len(plan.changed), "new_units": units}
    act.log(ledger, file=tell_file(table), title=ledger.title, year=ledger.year, **told)


def _create(ledger: Ledger, plan: Plan) -> dict[int, Entry]:
    """The new entries by row, those above before those below."""
    last = ledger.entries.filter(order__gte=_BEHIND_COMPILED).filter(origin=Origin.IMPORTED)
    start = (last.aggregate(last=Max("order"))["last"] or _BEHIND_COMPILED) + 1
    if not ledger.entries.exists():
        start = 1
    made: dict[int, Entry] = {}
    known = {change.row: change.entry for change in plan.changed if change.entry}
    waiting = [(order, change) for order, change in enumerate(plan.created, start)]
    while waiting:
        ready = [(n, c) for n, c in waiting if c.parent is None or c.parent in made or c.parent in known]
        ready = ready or waiting
        rows = [_entry(ledger, plan, change, n, made, known) for n, change in ready]
        Entry.objects.bulk_create(rows, batch_size=_BATCH)
        made |= {change.row: row for (_, change), row in zip(ready, rows, strict=True)}
        done = {change.row for _, change in ready}
        waiting = [(n, c) for n, c in waiting if c.row not in done]
    _write_parts(plan, ledger, [(change, made[change.row]) for change in plan.created])
    return made


def _entry(
    ledger: Ledger, plan: Plan, change: Change, order: int, made: Mapping[int, Entry], known: Mapping[int, Entry]
) -> Entry:
    parent = made.get(change.parent or 0) or known.get(change.parent or 0)
    lead = plan.register.find(change.units.lead) if change.units and plan.register else None
    return Entry(
        ledger=ledger, parent=_top(parent), order=order, origin=Origin.IMPORTED, lead=lead, **change.values
    )  # fmt: skip


def _top(parent: Entry | None) -> Entry | None:
    """A ledger has two levels: what is below a part stands beside it."""
    return parent.parent if parent is not None and parent.parent_id else parent


def _write_parts(plan: Plan, ledger: Ledger, pairs: Sequence[tuple[Change, Entry]]) -> None:
    """The supporting units and the milestones of entries."""
    supports, milestones = [], []
    for change, entry in pairs:
        if change.units and plan.register:
            found = [unit for unit in plan.register.find_all(change.units.supporting) if unit.pk != entry.lead_id]
            supports += [Support(entry=entry, unit=unit, order=n) for n, unit in enumerate(found, 1)]
        year = _year_of(ledger, entry)
        told = [(quarter, text) for quarter, text in change.nodes.items() if year and text]
        milestones += [Milestone(entry=entry, year=year or 0, quarter=quarter, text=text) for quarter, text in told]
    Support.objects.bulk_create(supports, batch_size=_BATCH)
    Milestone.objects.bulk_create(milestones, batch_size=_BATCH)


def _year_of(ledger: Ledger, entry: Entry) -> int | None:
    return ledger.year or (entry.due.year if entry.due else None)


def _change(plan: Plan, ledger: Ledger, act: Act) -> None:
    pairs = [(change, change.entry) for change in plan.changed if change.entry is not None]
    names = {name for change, _ in pairs for name in change.values}
    for change, entry in pairs:
        _fill(plan, change, entry)
        act.log(entry, did="import", changed={name: after for name, _, after in change.told},
                before={name: before for name, before, _ in change.told})  # fmt: skip
    written = sorted(names | {"lead", "by_hand", "version"})
    Entry.objects.bulk_update([entry for _, entry in pairs], written, batch_size=_BATCH)
    regiven = [entry.pk for change, entry in pairs if change.units is not None]
    Support.objects.filter(entry__in=regiven).delete()
    retold = {(entry.pk, quarter) for change, entry in pairs for quarter in change.nodes}
    years = {entry.pk: _year_of(ledger, entry) for _, entry in pairs}
    held = Milestone.objects.filter(entry__in={pk for pk, _ in retold})
    gone = [m.pk for m in held if (m.entry_id, m.quarter) in retold and m.year == years[m.entry_id]]
    Milestone.objects.filter(pk__in=gone).delete()
    _write_parts(plan, ledger, pairs)


def _fill(plan: Plan, change: Change, entry: Entry) -> None:
    """Set what a row changes; what is set stays when the report is compiled anew."""
    for name, value in change.values.items():
        setattr(entry, name, value)
    hand = {"title", "due", "is_due_assumed", "target_text"} & change.values.keys()
    entry.by_hand = sorted({*entry.by_hand, *hand})
    if change.units is not None and plan.register is not None:
        entry.lead = plan.register.find(change.units.lead)
    entry.version += 1
