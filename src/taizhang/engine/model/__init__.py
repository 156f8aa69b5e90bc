"""Every type that crosses a boundary: from ingest into the engine, between stages, and out of it.

What enters a stage and what leaves it is one of these. All are frozen and hold tuples.
Spans count code points; those of a ``Report`` index ``report.source.text``, end exclusive.
The types of the text itself are made in ``model.texts`` and handed on here.
Stages work on the *restored* text; ``RestoredText`` maps its offsets back to the source.

One real phrase, all the way: of ``力争制造业投资突破200亿元。`` the stage ``numerals`` makes
``Mention(text="200亿元", value=Decimal("20000000000"), unit="元")``, ``items`` makes
``Item(kind=Kind.TARGET)``, ``quantities`` adds ``Bound.MORE_THAN`` from 突破 and ``Status.TARGET``
from the item, and ``indicators`` adds ``indicator="制造业投资"``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar, NamedTuple

from taizhang.engine.model.late import Late
from taizhang.engine.model.texts import (
    Box,
    Join,
    PageTurn,
    Restoration,
    RestoredText,
    SetAside,
    SourceFile,
    SourceText,
    Span,
)

__all__ = [
    "SCHEMA",
    "Bound",
    "Box",
    "Clause",
    "Finding",
    "Hardness",
    "Heading",
    "Item",
    "Join",
    "Kind",
    "Measure",
    "Mention",
    "PageTurn",
    "Project",
    "Quantity",
    "Report",
    "Restoration",
    "RestoredText",
    "Role",
    "Section",
    "SetAside",
    "Severity",
    "SourceFile",
    "SourceText",
    "Span",
    "Stage",
    "Status",
    "Suggestion",
    "Unread",
]

SCHEMA = "taizhang.report/1"


class Kind(StrEnum):
    """Kind of an item 类别."""

    RESULT = "result"
    TARGET = "target"
    TASK = "task"
    PROBLEM = "problem"
    FRAMING = "framing"


class Role(StrEnum):
    """Role of a section: which part of a work report it is."""

    REVIEW = "review"
    OUTLOOK = "outlook"
    TARGETS = "targets"
    TASKS = "tasks"
    PROBLEMS = "problems"
    CLOSING = "closing"


class Bound(StrEnum):
    """How a figure limits its value 界限."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"
    NEARLY = "nearly"
    ABOUT = "about"
    RANGE = "range"


class Measure(StrEnum):
    """How a figure relates to its indicator 口径."""

    LEVEL = "level"
    ADDED = "added"
    REDUCED = "reduced"
    GROWTH = "growth"
    DECLINE = "decline"
    RANK = "rank"


class Status(StrEnum):
    """Whether a figure is told as reached or as still to be reached."""

    ACTUAL = "actual"
    TARGET = "target"


class Hardness(StrEnum):
    """Whether a target binds (不低于, 确保, 以上) or is soft (左右, 力争)."""

    BINDING = "binding"
    SOFT = "soft"


class Severity(StrEnum):
    """Severity of a finding: 错误, 需说明, 提示."""

    ERROR = "error"
    QUESTION = "question"
    NOTICE = "notice"


ENTRY = -1
"""The level that ``outline`` gives to a clause in a numbered entry of a list, which is no heading."""


class Heading(NamedTuple):
    """A heading, as ``outline`` found it in the restored text.

    ``span`` is the heading's own words; ``number`` as printed (``三``, ``(一)``, empty for a
    run-in heading); ``level`` 1 for 一、, 2 for (一), 3 for 1., 4 for a run-in or 一是 heading. ``is_entry`` where the
    words are all there is, a list's entry rather than a heading above one.
    """

    span: Span
    number: str
    title: str
    level: int
    is_entry: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it 章节. ``span`` is the hull, up to the next heading of its level."""

    id: str
    number: str
    title: str
    role: Role
    level: int
    parent: str | None
    span: Span


class Clause(NamedTuple):
    """What lies between two separators, white space stripped: sentence and clause by punctuation alone.

    Offsets index the text that was split. ``sentence`` and ``index`` make the address ``c142.0``.
    """

    sentence: int
    index: int  # type: ignore[assignment]  # the field, not tuple.index
    start: int
    end: int


class Mention(NamedTuple):
    """A number with its unit, as ``numerals`` read it. Offsets index the text scanned.

    ``low`` and ``high`` are in the base unit (万, 亿 multiplied out) and equal unless the mention is
    a range. ``unit`` as written, without 万 and 亿. ``number_end`` is where the number ends and
    its unit begins. ``bound`` is what the number itself says (``1300余处`` more than, ``1—2个``
    range), EXACT otherwise. ``trace`` names the rules that made it, in order.
    """

    start: int
    end: int
    number_end: int
    low: Decimal
    high: Decimal
    unit: str
    bound: Bound
    trace: tuple[str, ...]


class Unread(NamedTuple):
    """A run of digits or Chinese numerals that is no quantity.

    ``reason`` is the key of a row in ``rules/unread.toml``; None where no rule knows it.
    """

    span: Span
    reason: str | None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure 数量. ``text == source[span]``.

    ``value`` is in the base unit (20.14万人 is ``Decimal("201400")``, 5.2% is ``Decimal("5.2")`` with
    unit ``%``), a pair for a range. ``indicator`` is the phrase of what is measured;
    ``indicator_key`` its key in the register, None where unknown. ``period`` is ``2026``,
    ``2021/2025`` (both included), ``2026-H1``, ``2026-Q1``, ``2025-11``, or None where the text does not tell.
    ``hardness`` is None for what is not a target.
    """

    id: str
    item: str | None
    span: Span
    text: str
    value: Decimal | tuple[Decimal, Decimal]
    unit: str
    bound: Bound
    measure: Measure
    indicator: str
    indicator_key: str | None
    status: Status
    period: str | None
    hardness: Hardness | None = None
    trace: tuple[str, ...] = ()


class Suggestion(NamedTuple):
    """The units proposed for an item: who might lead, up to three who might support, and the words that decided.

    ``lead`` and ``supporting`` are names as an office of the report's level writes them (市水利局, 省水利厅);
    ``reason`` is for people to read (据“水库”“灌区”).
    """

    lead: str
    supporting: tuple[str, ...] = ()
    reason: str = ""


class Stage(StrEnum):
    """Stage of a project: 前期, 开工, 在建, 投产."""

    PLANNED = "planned"
    STARTED = "started"
    BUILDING = "building"
    COMPLETED = "completed"


class Project(NamedTuple):
    """A named project 项目 that an item tells of.

    ``stage`` is the one that it is to be brought to or stands in by the words, None where no verb tells; ``item``
    is the item's id, ``span`` where the name stands.
    """

    name: str
    stage: Stage | None
    item: str
    span: Span


@dataclass(frozen=True, slots=True)
class Item(Late):
    """A run of clauses that could be one line of a 任务分解表 事项.

    ``span`` is the hull of ``spans``. ``title`` is a short title; ``action`` and ``purpose`` are told apart where the
    words allow. ``due`` is an ISO date, ``due_assumed`` True where no words give one.
    ``places`` are area codes, ``projects`` names, ``quantities`` ids in order of appearance.
    ``suggestion`` is the units proposed, None where no rule proposes a lead.

    The fields of ``late`` are worked out for all items of a report when one of them is first asked for.
    """

    late: ClassVar[frozenset[str]] = frozenset(
        {"title", "action", "purpose", "due", "due_assumed", "projects", "suggestion"}
    )

    id: str
    section: str | None
    kind: Kind
    spans: tuple[Span, ...]
    title: str
    action: str = ""
    purpose: str = ""
    due: str | None = None
    due_assumed: bool = False
    places: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    suggestion: Suggestion | None = None
    quantities: tuple[str, ...] = ()

    @property
    def span(self) -> Span:
        """The hull of ``spans``."""
        return Span(min(s.start for s in self.spans), max(s.end for s in self.spans))


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a check noticed 发现.

    ``formula`` is the arithmetic in words, ``inputs`` its figures as printed, ``tolerance`` what rounding
    allows; all empty where the check does not reckon. ``spans`` are the places, the first one the main.
    """

    code: str
    severity: Severity
    message: str
    spans: tuple[Span, ...]
    formula: str = ""
    inputs: tuple[str, ...] = ()
    tolerance: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A compiled report: immutable, complete, and equal to itself after a round trip through JSON."""

    source: SourceText
    restoration: Restoration
    sections: tuple[Section, ...] = ()
    items: tuple[Item, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    unread: tuple[Unread, ...] = ()
    findings: tuple[Finding, ...] = ()
    engine: str = ""
    rules: str = ""
    schema: str = field(default=SCHEMA)
    projects: tuple[Project, ...] = ()

    def to_json(self) -> str:
        """This report as JSON (``taizhang.report/1``), its ideographs not escaped."""
        from taizhang.engine import codec  # noqa: PLC0415  the codec is made of these types

        return codec.to_json(self)

    @staticmethod
    def from_json(text: str | bytes) -> Report:
        """The report that ``to_json`` wrote; ``Report.from_json(report.to_json()) == report``.

        Raises ``DocumentBroken`` where the JSON is none, or of another schema.
        """
        from taizhang.engine import codec  # noqa: PLC0415  the codec is made of these types

        return codec.from_json(text)

    def words(self, *spans: Span) -> str:
        """The source's words in ``spans``, put together."""
        return "".join(self.source.text[s.start : s.end] for s in spans)

    def quantities_of(self, item: Item) -> Iterator[Quantity]:
        """The quantities of ``item``, in order of appearance."""
        wanted = set(item.quantities)
        return (q for q in self.quantities if q.id in wanted)
