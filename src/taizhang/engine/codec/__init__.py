"""A ``Report`` as JSON, and back.

What enters is a ``Report``, what leaves is one JSON object in UTF-8, Chinese written as it is; and the
other way round. ``from_json(to_json(report)) == report`` for every report.

One real phrase: of ``力争制造业投资突破200亿元`` the quantity is written as::

    {"id": "q7", "start": 10, "end": 15, "text": "200亿元", "value": "20000000000", "unit": "元", …}

Every field of the types stands under its own name; a span is ``start`` and ``end``, or a pair where there are
several. ``set_aside`` holds pairs, ``set_aside_details`` what is known of each of them, in the same order.
"""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal
from operator import attrgetter

import msgspec
from msgspec.structs import asdict

from taizhang.engine.codec import shapes
from taizhang.engine.model import (
    SCHEMA,
    Box,
    Finding,
    Item,
    Join,
    PageTurn,
    Project,
    Quantity,
    Report,
    Restoration,
    Section,
    SetAside,
    SourceFile,
    SourceText,
    Span,
    Suggestion,
    Unread,
)
from taizhang.errors import DocumentBroken, Said

_LONGEST = 1_000_000
"""Digits that are written out at most: an exponent beyond it is no figure of a text, and would fill the memory."""

_ITEM = attrgetter(*(f.name for f in fields(Item)))
_AFTER_VALUE = attrgetter(*(f.name for f in fields(Quantity)[5:]))


def to_json(report: Report) -> str:
    """``report`` as one line of JSON. Values are plain decimal strings, never with an exponent.

    >>> to_json(Report(SourceText("各位代表：", year=2026), Restoration((Span(0, 5),))))[:60]
    '{"schema":"taizhang.report/1","source":{"title":"","place":n'
    """
    return msgspec.json.encode(_wire(report)).decode()


def from_json(text: str | bytes) -> Report:
    """The report that ``to_json`` wrote.

    Raises ``DocumentBroken`` (E108) for what is not JSON, is of another schema, lacks a field, or holds a span
    that lies outside its text. Fields that this version does not know are passed over.
    """
    try:
        schema = msgspec.json.decode(text, type=shapes.Head).schema
        if schema != SCHEMA:
            raise _broken(f"schema 是“{schema}”，应为 {SCHEMA}", f"schema is “{schema}”, {SCHEMA} expected")
        wire = msgspec.json.decode(text, type=shapes.Report)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise DocumentBroken(reason=f"JSON: {error}") from error
    _check_spans(wire)
    return _report(wire)


def _number(value: Decimal) -> str:
    """``Decimal("1.5E+8")`` → ``150000000``."""
    if not value.is_finite() or abs(value.adjusted()) > _LONGEST:
        raise ValueError(f"no figure of a report: {value}")
    return format(value, "f")


def _value(value: Decimal | tuple[Decimal, Decimal]) -> str | tuple[str, str]:
    return (_number(value[0]), _number(value[1])) if isinstance(value, tuple) else _number(value)


def _wire(report: Report) -> shapes.Report:
    source, found = report.source, report.restoration
    return shapes.Report(
        schema=report.schema,
        source=_wire_source(source),
        text=source.text,
        pieces=found.pieces,
        set_aside=tuple(s.span for s in found.set_aside),
        set_aside_details=tuple(shapes.SetAside(s.kept, s.evidence, s.is_exact) for s in found.set_aside),
        joins=tuple(shapes.Join(*j) for j in found.joins),
        page_turns=tuple(shapes.PageTurn(*t.span, t.direction, t.page) for t in found.page_turns),
        furniture=found.furniture,
        sections=tuple(
            shapes.Section(s.id, s.number, s.title, s.role, s.level, s.parent, *s.span) for s in report.sections
        ),
        items=tuple(_wire_item(i) for i in report.items),
        quantities=tuple(_wire_quantity(q) for q in report.quantities),
        unread=tuple(shapes.Unread(*u.span, u.reason) for u in report.unread),
        findings=tuple(
            shapes.Finding(f.code, f.severity, f.message, f.spans, f.formula, f.inputs, f.tolerance)
            for f in report.findings
        ),
        projects=tuple(shapes.Project(p.name, p.stage, p.item, *p.span) for p in report.projects),
        engine=report.engine,
        rules=report.rules,
    )


def _wire_source(source: SourceText) -> shapes.Source:
    return shapes.Source(
        title=source.title,
        place=source.place,
        area=source.area,
        year=source.year,
        sha256=source.sha256,
        characters=len(source.text),
        media_type=source.media_type,
        files=tuple(shapes.File(f.name, *f.span) for f in source.files),
        boxes=tuple(shapes.Box(*b.span, b.page, b.left, b.top, b.right, b.bottom) for b in source.boxes),
        asides=source.asides,
    )


def _wire_item(item: Item) -> shapes.Item:
    return shapes.Item(
        id=item.id,
        section=item.section,
        kind=item.kind,
        start=item.span.start,
        end=item.span.end,
        spans=item.spans,
        title=item.title,
        action=item.action,
        purpose=item.purpose,
        due=item.due,
        due_assumed=item.due_assumed,
        places=item.places,
        projects=item.projects,
        suggestion=shapes.Suggestion(*item.suggestion) if item.suggestion else None,
        quantities=item.quantities,
    )


def _wire_quantity(quantity: Quantity) -> shapes.Quantity:
    return shapes.Quantity(
        id=quantity.id,
        item=quantity.item,
        start=quantity.span.start,
        end=quantity.span.end,
        text=quantity.text,
        value=_value(quantity.value),
        unit=quantity.unit,
        bound=quantity.bound,
        measure=quantity.measure,
        indicator=quantity.indicator,
        indicator_key=quantity.indicator_key,
        status=quantity.status,
        period=quantity.period,
        hardness=quantity.hardness,
        trace=quantity.trace,
    )


def _check_spans(wire: shapes.Report) -> None:
    length = len(wire.text)
    if wire.source.characters != length:
        told = wire.source.characters
        raise _broken(f"characters 为 {told}，正文却有 {length} 字", f"characters is {told}, the text has {length}")
    if len(wire.set_aside) != len(wire.set_aside_details):
        raise _broken("set_aside 与 set_aside_details 不等长", "set_aside and set_aside_details differ in length")
    for name, spans in _spans(wire):
        for start, end in spans:
            if not 0 <= start <= end <= length:
                place = f"{name}: [{start}, {end}]"
                raise _broken(f"{place} 超出正文", f"{place} lies outside the text")


def _broken(zh: str, en: str) -> DocumentBroken:
    return DocumentBroken(reason=Said(zh, en))


def _spans(wire: shapes.Report) -> list[tuple[str, list[tuple[int, int]]]]:
    """Every span of the JSON, by the name of its list."""
    hulls = ("page_turns", "sections", "items", "quantities", "unread", "projects")
    found = [(name, [(x.start, x.end) for x in getattr(wire, name)]) for name in hulls]
    found += [(name, list(getattr(wire, name))) for name in ("pieces", "set_aside", "furniture")]
    found += [(name, [s for x in getattr(wire, name) for s in x.spans]) for name in ("items", "findings")]
    found.append(("set_aside_details", [s.kept for s in wire.set_aside_details]))
    found.append(("joins", [s for j in wire.joins for s in (j.before, j.after)]))
    found.append(("files", [(f.start, f.end) for f in wire.source.files]))
    found.append(("boxes", [(b.start, b.end) for b in wire.source.boxes]))
    found.append(("asides", list(wire.source.asides)))
    return found


def _report(wire: shapes.Report) -> Report:
    return Report(
        source=_source(wire),
        restoration=_restoration(wire),
        sections=tuple(
            Section(s.id, s.number, s.title, s.role, s.level, s.parent, Span(s.start, s.end)) for s in wire.sections
        ),
        items=tuple(_item(i) for i in wire.items),
        quantities=tuple(_quantity(q) for q in wire.quantities),
        unread=tuple(Unread(Span(u.start, u.end), u.reason) for u in wire.unread),
        projects=tuple(Project(p.name, p.stage, p.item, Span(p.start, p.end)) for p in wire.projects),
        findings=tuple(Finding(**asdict(f)) for f in wire.findings),
        engine=wire.engine,
        rules=wire.rules,
        schema=wire.schema,
    )


def _source(wire: shapes.Report) -> SourceText:
    source = wire.source
    return SourceText(
        text=wire.text,
        title=source.title,
        media_type=source.media_type,
        sha256=source.sha256,
        files=tuple(SourceFile(f.name, Span(f.start, f.end)) for f in source.files),
        boxes=tuple(Box(Span(b.start, b.end), b.page, b.left, b.top, b.right, b.bottom) for b in source.boxes),
        asides=source.asides,
        place=source.place,
        area=source.area,
        year=source.year,
    )


def _restoration(wire: shapes.Report) -> Restoration:
    details = zip(wire.set_aside, wire.set_aside_details, strict=True)
    return Restoration(
        pieces=wire.pieces,
        set_aside=tuple(SetAside(span, d.kept, d.evidence, d.is_exact) for span, d in details),
        joins=tuple(Join(j.before, j.after, j.evidence) for j in wire.joins),
        page_turns=tuple(PageTurn(Span(t.start, t.end), t.direction, t.page) for t in wire.page_turns),
        furniture=wire.furniture,
    )


def _item(item: shapes.Item) -> Item:
    found = Item(*_ITEM(item))
    told = item.suggestion
    return replace(found, suggestion=Suggestion(told.lead, told.supporting, told.reason)) if told else found


def _quantity(quantity: shapes.Quantity) -> Quantity:
    value = quantity.value
    return Quantity(
        quantity.id,
        quantity.item,
        Span(quantity.start, quantity.end),
        quantity.text,
        Decimal(value) if isinstance(value, str) else (Decimal(value[0]), Decimal(value[1])),
        *_AFTER_VALUE(quantity),
    )
