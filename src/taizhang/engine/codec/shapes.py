"""The shape of a report's JSON ``taizhang.report/1``: one struct for each type, flat spans, numbers as strings.

What enters and leaves is the codec's: it fills these from the types of ``model``, and back. The quantity of 投资
突破200亿元 has ``start`` and ``end`` for its span, and ``value`` is ``"20000000000"``.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from taizhang.engine.model import Bound, Hardness, Kind, Measure, Role, Severity, Span, Stage, Status

Plain = Annotated[str, Meta(pattern=r"^-?[0-9]+(\.[0-9]+)?\Z")]


class File(Struct):
    """A file of the source, with its span."""

    name: str
    start: int
    end: int


class Box(Struct):
    """A box on a page, with its span."""

    start: int
    end: int
    page: int
    left: float
    top: float
    right: float
    bottom: float


class Source(Struct):
    """What is known of the source but for its text; ``characters`` is its length."""

    title: str
    place: str | None
    area: str | None
    year: int | None
    sha256: str
    characters: int
    media_type: str = "text/plain"
    files: tuple[File, ...] = ()
    boxes: tuple[Box, ...] = ()
    asides: tuple[Span, ...] = ()


class SetAside(Struct):
    """What is known of a span set aside."""

    kept: Span
    evidence: str
    is_exact: bool


class Join(Struct):
    """Two pieces put together."""

    before: Span
    after: Span
    evidence: str


class PageTurn(Struct):
    """A mark of a page turn."""

    start: int
    end: int
    direction: str
    page: int | None


class Section(Struct):
    """A section."""

    id: str
    number: str
    title: str
    role: Role
    level: int
    parent: str | None
    start: int
    end: int


class Suggestion(Struct):
    """The units proposed."""

    lead: str
    supporting: tuple[str, ...] = ()
    reason: str = ""


class Item(Struct):
    """An item; ``start`` and ``end`` are the hull of ``spans``."""

    id: str
    section: str | None
    kind: Kind
    start: int
    end: int
    spans: Annotated[tuple[Span, ...], Meta(min_length=1)]
    title: str
    action: str = ""
    purpose: str = ""
    due: str | None = None
    due_assumed: bool = False
    places: tuple[str, ...] = ()
    projects: tuple[str, ...] = ()
    suggestion: Suggestion | None = None
    quantities: tuple[str, ...] = ()


class Quantity(Struct):
    """A figure; a range has two values."""

    id: str
    item: str | None
    start: int
    end: int
    text: str
    value: Plain | tuple[Plain, Plain]
    unit: str
    bound: Bound
    measure: Measure
    indicator: str
    indicator_key: str | None
    status: Status
    period: str | None
    hardness: Hardness | None = None
    trace: tuple[str, ...] = ()


class Project(Struct):
    """A named project."""

    name: str
    stage: Stage | None
    item: str
    start: int
    end: int


class Unread(Struct):
    """A number that is no quantity."""

    start: int
    end: int
    reason: str | None


class Finding(Struct):
    """A finding."""

    code: str
    severity: Severity
    message: str
    spans: tuple[Span, ...]
    formula: str = ""
    inputs: tuple[str, ...] = ()
    tolerance: str = ""


class Report(Struct):
    """What stands in the JSON, in this order."""

    schema: str
    source: Source
    text: str
    pieces: tuple[Span, ...]
    set_aside: tuple[Span, ...]
    set_aside_details: tuple[SetAside, ...]
    joins: tuple[Join, ...]
    page_turns: tuple[PageTurn, ...]
    furniture: tuple[Span, ...]
    sections: tuple[Section, ...]
    items: tuple[Item, ...]
    quantities: tuple[Quantity, ...]
    unread: tuple[Unread, ...]
    findings: tuple[Finding, ...]
    projects: tuple[Project, ...] = ()
    engine: str = ""
    rules: str = ""


class Head(Struct):
    """The name of the schema, read before the rest."""

    schema: str = ""
