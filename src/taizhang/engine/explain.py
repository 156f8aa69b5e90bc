"""Why a report says what it says: the derivation of one place, quantity or item.

What enters is a compiled ``Report`` and an offset, an address or an id; what leaves is an ``Explanation``: what was
made of the place, each rule that fired in order with the source of its row, and where the words stand. Nothing is
reckoned again: a quantity carries its trace. Of ``地区生产总值增长5%以上。``, offset 8 (the 5) is explained by the
quantity ``5%``, whose steps end with the row of 以上 that made it ``at_least``, then by its item and its section.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import ClassVar, NamedTuple

from taizhang import rules
from taizhang.engine.clauses import split_clauses
from taizhang.engine.model import Clause, Item, Kind, Quantity, Report, Section, Span, Unread
from taizhang.errors import Said, UsageError

_ADDRESS = re.compile(r"c(\d+)(?:\.(\d+))?")
_ENDS = "。！!？?\n"
_ID = re.compile(r"([a-z]+)(\d+)")


class Decision(NamedTuple):
    """What decided the kind of an item and that one begins here, against the runner-up among the labels.

    ``begins`` and ``rival_begins`` say whether the label begins an item. ``weights`` are of the n-grams and places that
    spoke for the label, as text with how much each weighed, the strongest first.
    """

    kind: Kind
    begins: bool
    rival: Kind
    rival_begins: bool
    weights: tuple[tuple[str, float], ...]


Decide = Callable[[Report, Item], Decision]
Facts = tuple[tuple[str, str], ...]


class Subject(StrEnum):
    """What a derivation is of."""

    QUANTITY = "quantity"
    UNREAD = "unread"
    ITEM = "item"
    SECTION = "section"
    JOIN = "join"
    SET_ASIDE = "set_aside"
    PAGE_TURN = "page_turn"
    FURNITURE = "furniture"


class Step(NamedTuple):
    """A rule that fired: its name in the trace, the source and first example of its row.

    Both are empty where the rule is no row of a table but a named step of the grammar.
    """

    rule: str
    source: str
    example: str


class Place(NamedTuple):
    """Where words stand in the source: ``offset`` from 0, ``line`` from 1, the ``address`` as ``c142.0``.

    ``sentence`` is the span of the sentence, or sentences, about the words, with the mark or line break that ends it.
    ``file`` is None where the source came from one file, ``page`` where pages are not known.
    """

    offset: int
    line: int
    address: str
    sentence: Span
    file: str | None
    page: int | None


@dataclass(frozen=True, slots=True)
class Derivation:
    """How one thing came about. ``facts`` are its fields by name, in order, as text; empty ones are left out."""

    subject: Subject
    id: str | None
    spans: tuple[Span, ...]
    place: Place
    facts: Facts
    steps: tuple[Step, ...] = ()
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is known of ``target``: the derivations of all that stands there, innermost first.

    ``place`` is that of the offset asked for, or of the first word of the thing asked for.
    """

    target: str
    place: Place
    derivations: tuple[Derivation, ...]


class TargetError(UsageError):
    """There is nothing with this id, address or offset; says which there are."""

    templates: ClassVar[dict[str, tuple[str, str]]] = {
        "zh": ("报告里没有“{target}”：{counts}。", "可用：编号 {ids}，地址 c0.0 至 {address}，偏移 0 至 {last}。"),
        "en": (
            "nothing is called “{target}” in this report: {counts}. ",
            "Use an id ({ids}), an address from c0.0 to {address}, or an offset from 0 to {last}.",
        ),
    }


def explain(report: Report, target: int | str, decide: Decide | None = None) -> Explanation:
    """Explain an offset into the source, an address (``c142.0``, or ``c142``), or an id (``q31``, ``i142``, ``s3``).

    ``decide`` tells what decided the kind of an item. Raises ``TargetError``.

    >>> from taizhang.engine.model import Report, Restoration, SourceText, Unread
    >>> report = Report(SourceText("第3批项目。"), Restoration(), unread=(Unread(Span(1, 2), None),))
    >>> [(d.subject.value, d.place.address) for d in explain(report, 1).derivations]
    [('unread', 'c0.0')]
    """
    target = str(target).strip().lower()
    named = _find_named(report, target)
    if named is not None:
        found = (_derive(report, named, decide),)
        return Explanation(target, found[0].place, found)
    offset = _find_offset(report, target)
    derivations = tuple(_derive(report, thing, decide) for thing in _things_at(report, offset))
    return Explanation(target, place_of(report, offset), (*_restoring_at(report, offset), *derivations))


def place_of(report: Report, start: int, end: int | None = None) -> Place:
    """The place of the source's words ``[start, end)``, or of the one character at ``start``."""
    text = report.source.text
    last = max((end or start + 1) - 1, start)
    sentence = Span(_before_sentence(text, start), _after_sentence(text, last))
    file = next((f.name for f in report.source.files if f.span.start <= start < f.span.end), None)
    page = next((box.page for box in report.source.boxes if box.span.start <= start < box.span.end), None)
    line = text.count("\n", 0, start) + 1
    return Place(start, line, address_of(text, start), sentence, file if len(report.source.files) > 1 else None, page)


def address_of(text: str, offset: int) -> str:
    """The address of the clause at ``text[offset]``, or of the next one; behind the last, of the last; else empty.

    >>> address_of("新建公路20公里,改造桥梁3座。", 9)
    'c0.1'
    """
    clauses = split_source(text)
    if not clauses:
        return ""
    clause = clauses[min(bisect_right(clauses, offset, key=lambda c: c.end), len(clauses) - 1)]
    return f"c{clause.sentence}.{clause.index}"


@lru_cache(maxsize=2)
def split_source(text: str) -> tuple[Clause, ...]:
    """The clauses of a source, kept for the next question about it until ``split_source.cache_clear``."""
    return split_clauses(text)


def _before_sentence(text: str, offset: int) -> int:
    return max(text.rfind(mark, 0, offset) for mark in _ENDS) + 1


def _after_sentence(text: str, offset: int) -> int:
    return min((at + 1 for mark in _ENDS if (at := text.find(mark, offset)) >= 0), default=len(text))


def _find_named(report: Report, target: str) -> Quantity | Item | Section | None:
    groups: tuple[tuple[Quantity | Item | Section, ...], ...] = (report.quantities, report.items, report.sections)
    return next((thing for group in groups for thing in group if thing.id == target), None)


def _find_offset(report: Report, target: str) -> int:
    text = report.source.text
    if target.isdecimal() and int(target) < len(text):
        return int(target)
    if match := _ADDRESS.fullmatch(target):
        wanted = (int(match[1]), int(match[2] or 0))
        for clause in split_source(text):
            if (clause.sentence, clause.index) == wanted:
                return clause.start
    near = tuple(_near_ids(report, target)) or ("-",)
    ids = Said("、".join(near), ", ".join(near))
    last = max(len(text) - 1, 0)
    counts = _count_things(report)
    raise TargetError(target=target, last=last, address=address_of(text, last) or "-", ids=ids, counts=counts)


def _count_things(report: Report) -> Said:
    numbers = len(report.items), len(report.quantities), len(report.sections)
    zh, en = ("事项", "数量", "章节"), ("items", "figures", "sections")
    return Said(
        "共有" + "、".join(f"{name} {number} 个" for name, number in zip(zh, numbers, strict=True)),
        "it has " + ", ".join(f"{number} {name}" for name, number in zip(en, numbers, strict=True)),
    )


def _near_ids(report: Report, target: str) -> Iterator[str]:
    """Of each sort of ids the first and the last; of the sort asked for, the three nearest."""
    sort, number = _split_id(target)
    groups = ([i.id for i in report.items], [q.id for q in report.quantities], [s.id for s in report.sections])
    for ids in filter(None, groups):
        if sort and _split_id(ids[0])[0] == sort:
            yield from sorted(ids, key=lambda known: abs(_split_id(known)[1] - number))[:3]
        else:
            yield ids[0] if len(ids) == 1 else f"{ids[0]}…{ids[-1]}"


def _split_id(name: str) -> tuple[str, int]:
    match = _ID.fullmatch(name)
    return (match[1], int(match[2])) if match else ("", 0)


def _things_at(report: Report, offset: int) -> Iterator[Quantity | Unread | Item | Section]:
    yield from (q for q in report.quantities if _holds(q.span, offset))
    yield from (u for u in report.unread if _holds(u.span, offset))
    yield from (i for i in report.items if any(_holds(span, offset) for span in i.spans))
    sections = [s for s in report.sections if _holds(s.span, offset)]
    yield from sorted(sections, key=lambda section: -section.level)[:1]


def _holds(span: Span, offset: int) -> bool:
    return span.start <= offset < span.end


def _derive(report: Report, thing: Quantity | Unread | Item | Section, decide: Decide | None) -> Derivation:
    match thing:
        case Quantity():
            steps = tuple(_step(rule) for rule in thing.trace)
            return _derivation(report, Subject.QUANTITY, thing.id, (thing.span,), _quantity_facts(thing), steps)
        case Item():
            decision = decide(report, thing) if decide else None
            return _derivation(report, Subject.ITEM, thing.id, thing.spans, _item_facts(thing), decision=decision)
        case Section():
            facts: Facts = (("number", thing.number), ("title", thing.title), ("role", thing.role.value),
                     ("level", str(thing.level)), ("parent", thing.parent or ""))  # fmt: skip
            return _derivation(report, Subject.SECTION, thing.id, (thing.span,), facts)
        case _:
            steps = (_step(f"unread:{thing.reason}"),) if thing.reason else ()
            facts = (("text", report.words(thing.span)), ("reason", thing.reason or ""))
            return _derivation(report, Subject.UNREAD, None, (thing.span,), facts, steps)


def _derivation(
    report: Report, subject: Subject, name: str | None, spans: tuple[Span, ...], facts: Facts,
    steps: tuple[Step, ...] = (), decision: Decision | None = None,
) -> Derivation:  # fmt: skip
    place = place_of(report, spans[0].start, spans[0].end)
    return Derivation(subject, name, spans, place, tuple(f for f in facts if f[1]), steps, decision)


def _step(rule: str) -> Step:
    row = rules.find(rule)
    return Step(rule, row.source, str(row.examples[0])) if row else Step(rule, "", "")


def _quantity_facts(quantity: Quantity) -> Facts:
    value = quantity.value
    shown = _plain(value) if isinstance(value, Decimal) else "–".join(map(_plain, value))
    return (
        ("text", quantity.text), ("value", shown), ("unit", quantity.unit), ("bound", quantity.bound.value),
        ("measure", quantity.measure.value), ("indicator", quantity.indicator),
        ("indicator_key", quantity.indicator_key or ""), ("status", quantity.status.value),
        ("period", quantity.period or ""), ("hardness", quantity.hardness.value if quantity.hardness else ""),
        ("item", quantity.item or ""),
    )  # fmt: skip


def _plain(value: Decimal) -> str:
    """Without exponent: 1E+10 is 10000000000."""
    return format(value, "f")


def _item_facts(item: Item) -> Facts:
    return (
        ("kind", item.kind.value), ("title", item.title), ("action", item.action), ("purpose", item.purpose),
        ("due", item.due or ""), ("due_assumed", "yes" if item.due and item.due_assumed else ""),
        ("places", "、".join(item.places)), ("projects", "、".join(item.projects)),
        ("suggestion", item.suggestion.lead if item.suggestion else ""),
        ("supporting", "、".join(item.suggestion.supporting) if item.suggestion else ""),
        ("suggestion_reason", item.suggestion.reason if item.suggestion else ""), ("section", item.section or ""),
        ("quantities", " ".join(item.quantities)),
    )  # fmt: skip


def _restoring_at(report: Report, offset: int) -> Iterator[Derivation]:
    """What restoring did at ``offset``: a page turn, furniture, a block set aside, a sentence joined."""
    found = report.restoration
    facts: Facts
    for turn in found.page_turns:
        if _holds(turn.span, offset):
            facts = (("direction", turn.direction), ("page", str(turn.page or "")))
            yield _derivation(report, Subject.PAGE_TURN, None, (turn.span,), facts)
    for span in found.furniture:
        if _holds(span, offset) and not any(_holds(turn.span, offset) for turn in found.page_turns):
            yield _derivation(report, Subject.FURNITURE, None, (span,), (("text", report.words(span)),))
    for aside in found.set_aside:
        if _holds(aside.span, offset) or _holds(aside.kept, offset):
            facts = (("kept", report.words(aside.kept)), ("kept_at", f"{aside.kept.start}–{aside.kept.end}"),
                     ("evidence", aside.evidence), ("is_exact", "yes" if aside.is_exact else "no"))  # fmt: skip
            yield _derivation(report, Subject.SET_ASIDE, None, (aside.span,), facts)
    for join in found.joins:
        if _holds(join.before, offset) or _holds(join.after, offset):
            facts = (("evidence", join.evidence),)
            yield _derivation(report, Subject.JOIN, None, (join.before, join.after), facts)
