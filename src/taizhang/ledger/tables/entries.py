"""A 任务分解表 beside the ledger that it is to be brought into: what is new, what changes, what stays.

What enters is the rows of a sheet and the entries there are, what leaves is a ``Plan``. A row with the key E12v3 is
entry 12: what its cells say otherwise than an export would is changed, all else is left alone; a row without a key is
new.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from taizhang.errors import Said
from taizhang.export.phrases import show_due
from taizhang.export.words import STATUSES, Words
from taizhang.ledger.exporting import Key, read_key, tell_filled
from taizhang.ledger.models import Entry, Ledger, OfficialStatus, Origin
from taizhang.ledger.tables.matching import load_fields
from taizhang.ledger.tables.register import Register
from taizhang.ledger.tables.rows import Raw, Trouble
from taizhang.ledger.tables.values import BadCell, Due, Units, read_choice, read_due, read_units
from taizhang.settings import COLUMNS

_LONGEST = {"task": 4_000, "target_value": 4_000, "leader": 40, "remarks": 4_000, "number": 40, "category": 300}
_PRINTED = re.compile(r"\s+")
_STATUS_WORDS = {pair[0]: str(value) for pair, value in zip(STATUSES, tuple(OfficialStatus)[1:], strict=True)}
_STATUS_WORDS |= {status.label: str(status) for status in OfficialStatus}
_NAMES = {field.key: field.name for field in load_fields("entry")}
_ZH = Words("zh")


@dataclass
class Change:
    """A row of the plan. ``entry`` is the one that it changes, None for a new one; ``values`` are fields to set.

    ``units`` is the lead and the supporting ones, None where they stay; ``nodes`` texts by quarter that change.
    ``parent`` is the row of the entry above, None at the top. ``told`` is for people: field, before, after.
    """

    row: int
    number: str
    title: str
    entry: Entry | None = None
    values: dict[str, Any] = field(default_factory=dict)
    units: Units | None = None
    nodes: dict[int, str] = field(default_factory=dict)
    parent: int | None = None
    told: list[tuple[str, str, str]] = field(default_factory=list)
    is_late: bool = False


@dataclass
class Plan:
    """What an import would do. ``kept`` are the entries of the ledger that no row names; they stay as they are."""

    created: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    skipped: int = 0
    kept: int = 0
    troubles: list[Trouble] = field(default_factory=list)
    notes: dict[str, int] = field(default_factory=dict)
    register: Register | None = None

    @property
    def unknown(self) -> Mapping[str, int]:
        """Names of units that are in no register, with how often each stands."""
        return self.register.unknown if self.register else {}

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.troubles and not self.unknown


def plan_entries(
    rows: Sequence[Raw],
    register: Register,
    year: int | None,
    ledger: Ledger | None = None,
    entries: Sequence[Entry] = (),
    *,
    takes_late: bool = False,
) -> Plan:
    """The plan of bringing ``rows`` into ``ledger``, which has ``entries`` (with units and milestones fetched).

    Without a ledger every row is new, whatever its key. ``takes_late`` where rows are taken whose entry somebody
    changed after they were written out; else those are skipped.
    """
    planning = _Planning(register, year, {entry.pk: entry for entry in entries}, is_new=ledger is None)
    planning.takes_late = takes_late
    for raw in rows:
        planning.add(raw)
    plan = planning.plan
    plan.kept = len(planning.entries.keys() - planning.seen.keys())
    if not rows:
        plan.troubles.append(
            Trouble(0, "", "", Said("表头下面没有任务行，请核对表头所在的行", "no row below the header"))
        )
    return plan


class _Planning:
    def __init__(self, register: Register, year: int | None, entries: dict[int, Entry], *, is_new: bool) -> None:
        self.register, self.year, self.entries, self.is_new = register, year, entries, is_new
        self.plan = Plan(register=register)
        self.seen: dict[int, int] = {}
        self.above: dict[str, int] = {}
        self.top: int | None = None
        self.count = 0
        imported = (entry for entry in self.entries.values() if entry.origin == Origin.IMPORTED)
        self.by_words = {(entry.number, _PRINTED.sub("", entry.text)): entry for entry in imported}
        self.takes_late = False

    def add(self, raw: Raw) -> None:
        before = len(self.plan.troubles)
        key = None if self.is_new else self._key(raw)
        entry = self.entries.get(key.entry) if key else self._same(raw)
        if entry is not None and key is None:
            key = Key(entry.pk, entry.version)
            self.seen[entry.pk] = raw.number
        task = raw.text("task")
        if not task and entry is None and len(self.plan.troubles) == before:
            self._trouble(raw, "task", "没有工作任务；不是任务的行请删去，是合并单元格的请补上", "no task in this row")
        for name, longest in _LONGEST.items():
            if len(raw.text(name)) > longest:
                self._trouble(
                    raw, name, f"不超过 {longest} 字，现有 {len(raw.text(name))} 字", f"at most {longest} characters"
                )
        due, units, status = self._due(raw), self._units(raw), self._status(raw)
        if len(self.plan.troubles) > before:
            return
        if entry is not None and key is not None:
            self._compare(raw, entry, key, due, units)
        else:
            self._create(raw, due, units, status)

    def _same(self, raw: Raw) -> Entry | None:
        """The entry that a row without a key already became, when the same table was imported before."""
        if raw.text("key"):
            return None
        entry = self.by_words.get((raw.text("number"), _PRINTED.sub("", raw.text("task"))))
        return entry if entry is not None and entry.pk not in self.seen else None

    def _key(self, raw: Raw) -> Key | None:
        text = raw.text("key")
        key = read_key(text)
        if key is None:
            if text.startswith("E"):
                self._trouble(
                    raw, "key", f"编号“{text[:20]}”不完整，请从导出的表中复制，或清空作为新条目", "a broken key"
                )
            return None
        if key.entry not in self.entries:
            self._trouble(
                raw, "key", f"编号“{text}”不是本台账的条目；清空编号可作为新条目导入", "a key of another ledger"
            )
            return None
        if key.entry in self.seen:
            first = self.seen[key.entry]
            self._trouble(
                raw,
                "key",
                f"编号“{text}”与第 {first} 行重复，请删去一行，或清空编号作为新条目",
                f"key of row {first} too",
            )
            return None
        self.seen[key.entry] = raw.number
        return key

    # ------------------------------------------------------------------------------------- cells

    def _due(self, raw: Raw) -> Due:
        try:
            return read_due(raw.cells.get("due"), self.year)
        except BadCell as error:
            self._tell(raw, "due", error)
            return Due(None)

    def _units(self, raw: Raw) -> Units | None:
        """The units of a row; None where no column tells any."""
        if not {"lead_unit", "supporting_units", "units"} & raw.columns.keys():
            return None
        mixed = read_units(raw.text("units"), is_mixed=True)
        lead = read_units(raw.text("lead_unit"), is_mixed=False)
        rest = read_units(raw.text("supporting_units"), is_mixed=False)
        first = lead.lead or mixed.lead
        others = (*lead.supporting, *((mixed.lead, *mixed.supporting) if lead.lead else mixed.supporting),
                  *((rest.lead,) if rest.lead else ()), *rest.supporting)  # fmt: skip
        return Units(first, tuple(name for name in dict.fromkeys(others) if name and name != first))

    def _status(self, raw: Raw) -> str:
        if not raw.text("status"):
            return str(OfficialStatus.NONE)
        try:
            return read_choice(raw.text("status"), _STATUS_WORDS, "状态")
        except BadCell as error:
            self._tell(raw, "status", error)
            return ""

    # ------------------------------------------------------------------------------------- rows

    def _create(self, raw: Raw, due: Due, units: Units | None, status: str) -> None:
        self.count += 1
        own = raw.text("key")
        number = raw.text("number") or ("" if read_key(own) else own[:40]) or str(self.count)
        parent = self._parent(raw, number)
        if self.above.get(number) is not None:
            self._note("序号重复的行按先后各成一条")
        self.above[number] = raw.number
        if parent is None:
            self.top = raw.number
        task = raw.text("task")
        end = self.year and due.day is None
        values = {
            "number": number,
            "path": _path(raw),
            "title": _title(task),
            "text": task,
            "target_text": join_lines(raw.text("target_value")),
            "due": due.day or (read_due("年底", self.year).day if end else None),
            "is_due_assumed": due.is_assumed or bool(end),
            "leader": raw.text("leader"),
            "remarks": raw.text("remarks"),
            "status": status,
        }
        nodes = {n: raw.text(f"q{n}") for n in range(1, 5) if raw.text(f"q{n}")}
        self._register(units)
        self.plan.created.append(
            Change(raw.number, number, _title(task), values=values, units=units, nodes=nodes, parent=parent)
        )

    def _parent(self, raw: Raw, number: str) -> int | None:
        """The row that this one is a part of: by the outline, else by the number (3.1 below 3)."""
        if raw.level and self.top is not None:
            return self.top
        head = re.match(r"(.+?)[.．-]\d+$", number)
        return self.above.get(head[1]) if head else None

    def _compare(self, raw: Raw, entry: Entry, key: Key, due: Due, units: Units | None) -> None:
        change = Change(raw.number, entry.number, entry.title, entry=entry, is_late=key.version != entry.version)
        if entry.parent_id is None:
            self.top = raw.number
        self.above[entry.number] = raw.number
        self._compare_words(raw, entry, change)
        shown = show_due(entry.due.isoformat() if entry.due else None, entry.is_due_assumed, _ZH)
        if "due" in raw.columns and due != Due(entry.due, entry.is_due_assumed) and raw.text("due") != shown:
            change.values |= {"due": due.day, "is_due_assumed": due.is_assumed}
            after = show_due(due.day.isoformat() if due.day else None, due.is_assumed, _ZH)
            change.told.append((COLUMNS["due"][0], shown, after))
        if units is not None:
            self._compare_units(entry, units, change)
        if not change.told:
            self.plan.unchanged += 1
        elif change.is_late and not self.takes_late:
            self.plan.skipped += 1
            self._note("导出之后有人改过的行")
        else:
            self.plan.changed.append(change)

    def _compare_words(self, raw: Raw, entry: Entry, change: Change) -> None:
        filled = tell_filled(entry, self.year)
        held = {"target_value": ("target_text", entry.target_text), "leader": ("leader", entry.leader),
                "remarks": ("remarks", entry.remarks)}  # fmt: skip
        if entry.origin != Origin.COMPILED:
            held["task"] = ("text", entry.text or entry.title)
        elif "task" in raw.columns and not _is_same(raw.text("task"), entry.text or entry.title):
            self._note("工作任务与报告原文不同的行，仍按原文")
        for column, (name, before) in held.items():
            after = join_lines(raw.text(column)) if column == "target_value" else raw.text(column)
            if column in raw.columns and not _is_same(before, after) and (after or column != "task"):
                change.values[name] = after
                change.told.append((COLUMNS[column][0], before, after))
                if name == "text":
                    change.values["title"] = _title(after)
        for quarter in range(1, 5):
            column, before = f"q{quarter}", str(filled.get(f"q{quarter}") or "")
            after = raw.text(column)
            if column in raw.columns and not _is_same(before, after):
                change.nodes[quarter] = after
                change.told.append((COLUMNS[column][0], before, after))

    def _compare_units(self, entry: Entry, units: Units, change: Change) -> None:
        lead = entry.lead.name if entry.lead else ""
        supporting = tuple(support.unit.name for support in entry.supports.all())
        if (units.lead, set(units.supporting)) == (lead, set(supporting)):
            return
        self._register(units)
        found = self.register.find(units.lead), self.register.find_all(units.supporting)
        if found == (entry.lead, [support.unit for support in entry.supports.all()]):
            return
        change.units = units
        before, after = (_tell_units(*told) for told in ((lead, supporting), units))
        change.told.append(("责任单位", before, after))

    def _register(self, units: Units | None) -> None:
        if units is not None:
            self.register.find(units.lead)
            self.register.find_all(units.supporting)

    def _note(self, what: str) -> None:
        self.plan.notes[what] = self.plan.notes.get(what, 0) + 1

    def _trouble(self, raw: Raw, key: str, zh: str, en: str) -> None:
        self.plan.troubles.append(
            Trouble(raw.number, raw.columns.get(key, ""), COLUMNS.get(key, ("编号",))[0], Said(zh, en))
        )

    def _tell(self, raw: Raw, key: str, error: BadCell) -> None:
        self._trouble(raw, key, *error.said)


def join_lines(text: str) -> str:
    r"""The lines of a cell of targets as one text: figures apart, a figure that was only wrapped with its words.

    >>> join_lines("水渠20公里\n泵站3座"), join_lines("水渠新增\n20公里；\n泵站3座")
    ('水渠20公里；泵站3座', '水渠新增20公里；泵站3座')
    """
    made = ""
    for line in (part.strip() for part in text.split("\n")):
        is_ended = not made or made.endswith(("；", "，", "、", "。", ";", ",")) or not re.search(r"\d", _last(made))
        made += line if is_ended or not line else f"；{line}"
    return made


def _last(text: str) -> str:
    return text.rpartition("；")[2]


def _is_same(before: str, after: str) -> bool:
    """Whether two cells say the same but for how their lines are broken."""
    return _PRINTED.sub("", before) == _PRINTED.sub("", after)


def _title(task: str) -> str:
    return re.split(r"[。\n]", task.strip(), maxsplit=1)[0].strip()[:300] or task[:300]


def _path(raw: Raw) -> list[str]:
    own = [part.strip() for part in re.split(r" / |\n", raw.text("category")) if part.strip()]
    return own or list(raw.group)


def _tell_units(lead: str, supporting: Sequence[str]) -> str:
    told = (f"牵头：{lead}" if lead else "", f"配合：{'、'.join(supporting)}" if supporting else "")
    return "；".join(filter(None, told))


def only_used(rows: Iterator[Raw]) -> list[Raw]:
    """Rows that have a task, a key or anything but a number: lines that people left for later are nothing."""
    return [raw for raw in rows if raw.cells.keys() - {"number", "category"}]
