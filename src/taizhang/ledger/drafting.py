"""From a reviewed report to the lines of a ledger, as they are to stand in the database.

What enters is a ``Report`` and the grain, what leaves is ``Draft``s: the headline targets first, then an entry for
each sentence with its items as children (see ``engine.entries``). Of 新建农村公路20公里，改造危桥3座。
below （一） comes the entry 三（一）-1 with two children, each with its figure, due date and proposed unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from taizhang.engine.entries import Entry, Grain, draft_entries
from taizhang.engine.model import Item, Kind, Quantity, Report, Span, Status, Suggestion
from taizhang.export.context import Context
from taizhang.export.duties import tell_figure, widen
from taizhang.export.headlines import headline_figures
from taizhang.export.words import Words
from taizhang.ledger.decisions import REVIEWED

HEADLINE = "主要预期目标"
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Draft:
    """A line of the ledger before it is stored. ``spans`` index the source, ``figures`` are those still to be reached.

    ``due`` is an ISO date or None, ``target_text`` the figures in words, as the workbook and the Word document have
    them: 农村公路新建20公里；危桥改造3座.
    """

    number: str
    kind: Kind
    path: tuple[str, ...]
    title: str
    text: str
    spans: tuple[Span, ...]
    address: str
    due: str | None
    is_due_assumed: bool
    places: tuple[str, ...]
    suggestion: Suggestion | None
    figures: tuple[Quantity, ...]
    target_text: str
    is_headline: bool = False
    children: tuple[Draft, ...] = ()


def tell_decided(figure: Quantity) -> str:
    """A figure in words; one that a person changed in its new value, for the printed words are no longer its own."""
    if REVIEWED not in figure.trace:
        return tell_figure(figure)
    low, high = figure.value if isinstance(figure.value, tuple) else (figure.value, figure.value)
    told = _show(low, figure.unit) if low == high else f"{_show(low, '')}—{_show(high, figure.unit)}"
    return tell_figure(replace(figure, text=told))


def _show(value: Decimal, unit: str) -> str:
    """A value with 万 and 亿 as a report would print it.

    >>> _show(Decimal("20000000000"), "元"), _show(Decimal("5.5"), "%"), _show(Decimal("660"), "个")
    ('200亿元', '5.5%', '660个')
    """
    for scale, word in ((Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万")):
        if abs(value) >= scale and len((value / scale).normalize().as_tuple().digits) <= _DIGITS:
            return f"{(value / scale).normalize():f}{word}{unit}"
    return f"{value.normalize():f}{unit}"


def draft_ledger(report: Report, grain: str = Grain.ENTRY) -> tuple[Draft, ...]:
    """The lines of ``report``, in order."""
    return _Drafting(report).lines(Grain(grain))


class _Drafting:
    def __init__(self, report: Report) -> None:
        self.report = report
        self.context = Context(report, Words("zh"))

    def lines(self, grain: Grain) -> tuple[Draft, ...]:
        entries = draft_entries(self.report, self.context.clauses, grain)
        return (*self._headlines(), *(self._of_entry(entry) for entry in entries))

    def _headlines(self) -> Iterator[Draft]:
        number = 0
        for item, figures in headline_figures(self.report):
            told: list[tuple[Quantity, ...]] = [(figure,) for figure in figures]
            for own in told or [()]:
                number += 1
                yield self._of_headline(item, number, own)

    def _of_headline(self, item: Item, number: int, figures: Sequence[Quantity]) -> Draft:
        year = self.report.source.year
        words = widen(self.report.words(*item.spans)).strip("，。；")
        spans = tuple(figure.span for figure in figures) or item.spans
        return Draft(
            number=f"目标-{number}",
            kind=Kind.TARGET,
            path=(HEADLINE,),
            title=tell_decided(figures[0]) if figures else item.title or words,
            text=words,
            spans=spans,
            address=self.context.address(item),
            due=item.due or (f"{year:04d}-12-31" if year else None),
            is_due_assumed=False,
            places=item.places,
            suggestion=item.suggestion,
            figures=tuple(figures),
            target_text="；".join(tell_decided(figure) for figure in figures),
            is_headline=True,
        )

    def _of_entry(self, entry: Entry) -> Draft:
        items = [self.context.items[id_] for id_ in entry.items]
        figures = tuple(self._wanted(entry.items))
        return Draft(
            number=widen(entry.number),
            kind=entry.kind,
            path=tuple(widen(title).strip(" 　。，；：") for title in entry.path),
            title=widen(entry.title),
            text=widen(entry.text),
            spans=entry.spans,
            address=entry.address,
            due=entry.due,
            is_due_assumed=entry.due_assumed,
            places=_once(place for item in items for place in item.places),
            suggestion=entry.suggestion,
            figures=figures,
            target_text="；".join(self._tell(figures)),
            children=tuple(self._of_entry(child) for child in entry.children) if len(entry.children) > 1 else (),
        )

    def _wanted(self, items: Sequence[str]) -> Iterator[Quantity]:
        """The figures still to be reached, those that a person changed among them whatever they are."""
        promised = {figure.id for figure in self.context.wanted(items)}
        for item in (self.context.items[id_] for id_ in items):
            for figure in self.context.figures(item):
                if figure.id in promised or (figure.status is Status.TARGET and REVIEWED in figure.trace):
                    yield figure

    def _tell(self, figures: Sequence[Quantity]) -> tuple[str, ...]:
        if not any(REVIEWED in figure.trace for figure in figures):
            return tuple(map(widen, self.context.show_all(iter(figures), with_signs=False)))
        return tuple(tell_decided(f) if REVIEWED in f.trace else "；".join(self._tell([f])) for f in figures)


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
