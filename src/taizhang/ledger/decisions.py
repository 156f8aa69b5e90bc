"""What people decided in review, applied to a report 核对.

What enters is the report of an edition and the decisions on it in order, what leaves is the report as people want it.
Decisions on kinds and boundaries are corrections of the engine, which compiles anew with them; those on a title, a due
date or a figure replace what was read. Of 新建公路20公里 read as a result a ``relabel`` to task makes a task with a due
date and a proposed unit, and ``figure`` with ``bound: at_least`` one with 20公里以上. The source is never changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from taizhang.checks import check_report
from taizhang.engine.corrections import Correction
from taizhang.engine.corrections import Op as Correcting
from taizhang.engine.model import Bound, Hardness, Item, Kind, Measure, Report, Span, Status
from taizhang.engine.pipeline import compile_source
from taizhang.errors import FieldsWrong, Said
from taizhang.rules.indicators import indicator


class Op(StrEnum):
    """What can be decided."""

    RELABEL = "relabel"
    SPLIT = "split"
    MERGE = "merge"
    RETITLE = "retitle"
    DUE = "due"
    FIGURE = "figure"
    DROP = "drop"


WORDS: Mapping[Op, Said] = {
    Op.RELABEL: Said("改类别", "change the kind"),
    Op.SPLIT: Said("拆分", "split"),
    Op.MERGE: Said("并入上一项", "join to the one before"),
    Op.RETITLE: Said("改标题", "change the title"),
    Op.DUE: Said("改时限", "change the due date"),
    Op.FIGURE: Said("改数字", "change a figure"),
    Op.DROP: Said("不作指标", "drop a figure"),
}
_CORRECTING = {Op.RELABEL: Correcting.RELABEL, Op.SPLIT: Correcting.SPLIT, Op.MERGE: Correcting.MERGE}
_FIELDS: Mapping[str, type[StrEnum]] = {"bound": Bound, "measure": Measure, "status": Status}
_LONGEST_TITLE = 300
REVIEWED = "review"
"""What the trace of a figure ends with that a person changed."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision: the operation, the places in the source that it is about, and its values as strings.

    ``values`` hold ``kind`` of a relabelling, ``title``, ``due`` (ISO date or empty), and of a figure any of ``low``,
    ``high``, ``unit``, ``bound``, ``measure``, ``status``, ``indicator``, ``key``, ``period``.
    """

    op: Op
    spans: tuple[Span, ...]
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The report with all decisions, and the indexes of those that found nothing to apply to."""

    report: Report
    lost: frozenset[int] = frozenset()


def apply_choices(report: Report, choices: Sequence[Choice]) -> Reviewed:
    """``report`` with ``choices`` applied, findings included. One whose words are no longer there is lost."""
    if not choices:
        return Reviewed(report)
    corrections = [Correction(_CORRECTING[c.op], c.spans, _kind_of(c)) for c in choices if c.op in _CORRECTING]
    reviewed = compile_source(report.source, corrections) if corrections else report
    reviewed = replace(reviewed, engine=report.engine, rules=report.rules)
    lost = set()
    for at, choice in enumerate(choices):
        if choice.op not in _CORRECTING:
            changed = _CHANGES[choice.op](reviewed, choice)
            if changed is None:
                lost.add(at)
            reviewed = changed or reviewed
    return Reviewed(replace(reviewed, findings=check_report(reviewed)), frozenset(lost))


def check_choice(report: Report, choice: Choice) -> None:
    """Raise ``FieldsWrong`` where a choice makes no sense of ``report``: it is checked before it is written down."""
    wrong: dict[str, Said] = {}
    length = len(report.source.text)
    if not choice.spans or any(not 0 <= s.start <= s.end <= length for s in choice.spans):
        wrong["spans"] = Said("所选文字不在原文中", "the words chosen are not in the text")
    wrong.update(_wrong_values(choice))
    if not wrong and choice.op not in _CORRECTING and _CHANGES[choice.op](report, choice) is None:
        wrong["spans"] = Said(
            "这里没有可改的内容，请刷新后重试", "there is nothing to change here; load the page again"
        )
    if wrong:
        raise FieldsWrong(fields=wrong)


def _wrong_values(choice: Choice) -> Iterable[tuple[str, Said]]:
    values = choice.values
    if choice.op is Op.RELABEL and values.get("kind") not in set(Kind):
        yield "kind", Said("请选择类别", "choose a kind")
    if choice.op is Op.RETITLE and not 0 < len(values.get("title", "").strip()) <= _LONGEST_TITLE:
        yield "title", Said(f"标题应为 1 至 {_LONGEST_TITLE} 字", f"a title has 1 to {_LONGEST_TITLE} characters")
    if choice.op is Op.DUE and values.get("due") and _read_day(values["due"]) is None:
        yield "due", Said("日期应写作 2026-06-30", "write a date as 2026-06-30")
    if choice.op is Op.FIGURE:
        yield from _wrong_figure(values)


def _wrong_figure(values: Mapping[str, str]) -> Iterable[tuple[str, Said]]:
    for name in ("low", "high"):
        if values.get(name) and _read_number(values[name]) is None:
            told = values[name][:20]
            yield name, Said(f"“{told}”不是数字，请只写数字，如 3500", f"{told} is no number: write 3500")
    low, high = (_read_number(values.get(name, "")) for name in ("low", "high"))
    if low is not None and high is not None and low > high:
        yield "high", Said("上限小于下限", "the upper bound is below the lower")
    for name, kind in _FIELDS.items():
        if values.get(name) and values[name] not in set(kind):
            yield name, Said("请从列表中选择", "choose from the list")
    if values.get("key") and indicator(values["key"]) is None:
        yield "key", Said("指标库中没有这个指标", "the register has no such indicator")


def _read_number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.replace(",", "").replace("，", "").strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < Decimal(10) ** 24 else None


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _kind_of(choice: Choice) -> Kind | None:
    return Kind(choice.values["kind"]) if choice.op is Op.RELABEL else None


def _retitle(report: Report, choice: Choice) -> Report | None:
    return _change_item(report, choice, title=choice.values["title"].strip())


def _set_due(report: Report, choice: Choice) -> Report | None:
    due = choice.values.get("due") or None
    return _change_item(report, choice, due=due, due_assumed=False)


def _change_item(report: Report, choice: Choice, **values: Any) -> Report | None:
    item = _best(report.items, choice.spans, lambda item: item.spans)
    if item is None:
        return None
    return replace(report, items=tuple(replace(i, **values) if i is item else i for i in report.items))


def _set_figure(report: Report, choice: Choice) -> Report | None:
    figure = _best(report.quantities, choice.spans, lambda q: (q.span,))
    if figure is None:
        return None
    changed = replace(figure, **_figure_values(choice.values), trace=(*figure.trace, REVIEWED))
    return replace(report, quantities=tuple(changed if q is figure else q for q in report.quantities))


def _figure_values(values: Mapping[str, str]) -> dict[str, Any]:
    changed: dict[str, Any] = {name: kind(values[name]) for name, kind in _FIELDS.items() if values.get(name)}
    if values.get("low"):
        low = _read_number(values["low"])
        high = _read_number(values.get("high", "")) or low
        changed["value"] = low if low == high else (low, high)
    changed.update({name: values[name].strip() for name in ("unit", "indicator") if name in values})
    if "key" in values:
        changed["indicator_key"] = values["key"] or None
    if "period" in values:
        changed["period"] = values["period"].strip() or None
    if changed.get("status") is Status.ACTUAL:
        changed["hardness"] = None
    if values.get("hardness"):
        changed["hardness"] = Hardness(values["hardness"])
    return changed


def _drop_figure(report: Report, choice: Choice) -> Report | None:
    figure = _best(report.quantities, choice.spans, lambda q: (q.span,))
    if figure is None:
        return None
    items = tuple(
        replace(i, quantities=tuple(q for q in i.quantities if q != figure.id)) if i.id == figure.item else i
        for i in report.items
    )
    return replace(report, items=items, quantities=tuple(q for q in report.quantities if q is not figure))


_CHANGES = {Op.RETITLE: _retitle, Op.DUE: _set_due, Op.FIGURE: _set_figure, Op.DROP: _drop_figure}


def _best(things: Sequence[Any], spans: Sequence[Span], spans_of: Any) -> Any:
    """The thing that shares most with ``spans``, where it is at least half of what both cover; None for none."""
    best, most = None, 0.5
    for thing in things:
        own = spans_of(thing)
        shared = overlap(own, spans)
        if shared:
            covered = sum(s.end - s.start for s in own) + sum(s.end - s.start for s in spans) - shared
            if shared / covered >= most:
                best, most = thing, shared / covered
    return best


def overlap(some: Iterable[Span], others: Sequence[Span]) -> int:
    """How many code points two groups of spans share."""
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in some for b in others)


__all__ = ["WORDS", "Choice", "Item", "Op", "Reviewed", "apply_choices", "check_choice", "overlap"]
