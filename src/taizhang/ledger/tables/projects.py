"""A register of projects from Excel: what is new, what changes, which cells are wrong.

What enters is the rows of a sheet and the projects there are, what leaves is a ``ProjectPlan``. A row whose name is
registered already changes that project in what its cells say; blank cells leave it alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from taizhang.errors import Said
from taizhang.ledger.models import Project, ProjectStage
from taizhang.ledger.tables.matching import load_fields, load_words
from taizhang.ledger.tables.register import Register
from taizhang.ledger.tables.rows import Raw, Trouble
from taizhang.ledger.tables.values import BadCell, read_choice, read_money, scale_of

MONEY = ("planned", "planned_this_year", "completed")
_WORDS = ("code", "county", "industry")
_LONGEST = {"name": 200, "code": 40, "county": 40, "industry": 40}
_NAMES = {told.key: told.name for told in load_fields("project")}
_STAGE_WORDS = {word: stage for stage, words in load_words("stages").items() for word in words}
STAGES: Mapping[str, str] = {**{label: value for value, label in ProjectStage.choices}, **_STAGE_WORDS}
_KINDS = load_words("project_kinds")
KINDS: Mapping[str, str] = {word: kind for kind, words in _KINDS.items() for word in words}


@dataclass
class ProjectChange:
    """A row of the plan: the project that it changes (None: a new one), its values, what people are told of it."""

    row: int
    name: str
    project: Project | None
    values: dict[str, Any] = field(default_factory=dict)
    unit: str = ""
    told: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass
class ProjectPlan:
    """What an import of projects would do."""

    created: list[ProjectChange] = field(default_factory=list)
    changed: list[ProjectChange] = field(default_factory=list)
    unchanged: int = 0
    kept: int = 0
    troubles: list[Trouble] = field(default_factory=list)
    register: Register | None = None

    @property
    def unknown(self) -> Mapping[str, int]:
        """Names of units that are in no register."""
        return self.register.unknown if self.register else {}

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.troubles and not self.unknown


def plan_projects(
    rows: Sequence[Raw], headers: Mapping[str, str], register: Register, projects: Sequence[Project]
) -> ProjectPlan:
    """The plan of bringing ``rows`` in. ``headers`` are the words above each field: 总投资（万元） says the scale."""
    plan = ProjectPlan(register=register)
    held = {project.name: project for project in projects}
    seen: dict[str, int] = {}
    for raw in rows:
        before = len(plan.troubles)
        name = "".join(raw.text("name").split())
        if not name:
            _tell(plan, raw, "name", Said("没有项目名称；不是项目的行请删去", "no name of a project"))
        elif name in seen:
            told = Said(f"与第 {seen[name]} 行同名，请删去一行或改名", f"the name of row {seen[name]} too")
            _tell(plan, raw, "name", told)
        seen.setdefault(name, raw.number)
        values = _read(plan, raw, headers)
        if len(plan.troubles) == before:
            _add(plan, ProjectChange(raw.number, name, held.get(name), values, raw.text("unit")), register)
    plan.kept = len(held.keys() - seen.keys())
    if not rows:
        plan.troubles.append(
            Trouble(0, "", "", Said("表头下面没有项目行，请核对表头所在的行", "no row below the header"))
        )
    return plan


def _read(plan: ProjectPlan, raw: Raw, headers: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, longest in _LONGEST.items():
        if len(raw.text(key)) > longest:
            _tell(plan, raw, key, Said(f"不超过 {longest} 字", f"at most {longest} characters"))
        elif key in _WORDS and raw.text(key):
            values[key] = raw.text(key)
    for key in MONEY:
        try:
            amount = read_money(raw.cells.get(key), scale_of(headers.get(key, "")))
        except BadCell as error:
            _tell(plan, raw, key, error.said)
            continue
        if amount is not None:
            values[key] = amount
    for key, words in (("stage", STAGES), ("is_carried_over", KINDS)):
        if raw.text(key):
            try:
                told = read_choice(raw.text(key), words, _NAMES[key])
            except BadCell as error:
                _tell(plan, raw, key, error.said)
                continue
            values[key] = told if key == "stage" else told == "carried_over"
    return values


def _add(plan: ProjectPlan, change: ProjectChange, register: Register) -> None:
    unit = register.find(change.unit)
    if change.project is None:
        plan.created.append(change)
        return
    for key, after in change.values.items():
        before = getattr(change.project, key)
        if before != after:
            change.told.append((_NAMES[key], show_value(key, before), show_value(key, after)))
    if unit is not None and unit != change.project.unit:
        before_name = change.project.unit.name if change.project.unit else ""
        change.told.append((_NAMES["unit"], before_name, unit.name))
    if change.told:
        plan.changed.append(change)
    else:
        plan.unchanged += 1


def show_value(key: str, value: Any) -> str:
    """A value as people read it: a stage by its word, an amount in 万元."""
    if value in (None, ""):
        return ""
    if key == "stage":
        return str(ProjectStage(value).label)
    if key == "is_carried_over":
        return "续建" if value else "新建"
    return f"{(value / 10_000).normalize():f}万元" if key in MONEY else str(value)


def _tell(plan: ProjectPlan, raw: Raw, key: str, said: Said) -> None:
    plan.troubles.append(Trouble(raw.number, raw.columns.get(key, ""), _NAMES[key], said))
