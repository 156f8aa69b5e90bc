"""What the tables of a report share: its sentences and addresses, and what can be told of a figure where it stands.

What enters is a ``Report``, what leaves is answers about its items and figures: for the target 粮食产量35亿斤 of the
report of 2032 the figure that the review tells for 2031, for an item its milestones by quarter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property

from taizhang.engine.clauses import split_clauses
from taizhang.engine.entries import Addresses, Sentences, heading_path, trim
from taizhang.engine.model import Item, Quantity, Report, Role, Span, Status
from taizhang.export.figures import (
    Place,
    is_lasting,
    is_premise,
    is_size_in_name,
    name_indicator,
    show_each,
    show_target,
    without_attributes,
)
from taizhang.export.periods import find_nodes, quarter_of, show_period, years_told
from taizhang.export.words import Words
from taizhang.rules.indicators import comparable_key

_REACHING = ("达到", "突破", "超过", "不低于", "提高到", "提升到", "升至", "降到", "降至", "增长", "下降")
_SEPARATORS = "，,；;。！？!?\n"


class Context:
    """A report being put into tables. Built once for all of them."""

    def __init__(self, report: Report, words: Words) -> None:
        self.report = report
        self.words = words
        self.clauses = split_clauses(report.source.text)
        self.addresses = Addresses(self.clauses)
        self.sentences = Sentences(report)
        self.items = {item.id: item for item in report.items}
        self.quantities = {quantity.id: quantity for quantity in report.quantities}
        self.paths = {key: tuple(s.title for s in path) for key, path in heading_path(report).items()}

    def address(self, item: Item) -> str:
        """The address of the first clause of an item."""
        return self.addresses.find(item.spans[0].start)

    def item_words(self, item: Item) -> str:
        """The words of an item without the marks behind it."""
        words = self.report.words(*item.spans)
        return words[slice(*trim(words, 0, len(words.rstrip("。"))))]

    def sentence(self, spans: Sequence[Span]) -> str:
        """The sentence that the first of ``spans`` stands in."""
        return self.report.words(*self.sentences.around(spans[0]))

    def figures(self, item: Item) -> Iterator[Quantity]:
        """The figures of an item, in order."""
        return (self.quantities[name] for name in item.quantities if name in self.quantities)

    def wanted(self, items: Sequence[str]) -> Iterator[Quantity]:
        """The figures still to be reached in the items of these ids."""
        for item in (self.items[id_] for id_ in items):
            targets = tuple(q for q in self.figures(item) if q.status is Status.TARGET)
            yield from (q for q in without_attributes(targets) if self._is_promised(q))

    def _is_promised(self, quantity: Quantity) -> bool:
        place = self.place(quantity)
        behind = self.sentence((quantity.span,)).partition(place.clause)[2] if place.clause else ""
        is_told = is_lasting(quantity, place) or is_size_in_name(quantity, place)
        return not is_told and not is_premise(quantity, place, behind)

    def show_all(self, quantities: Iterator[Quantity], *, with_signs: bool = True) -> tuple[str, ...]:
        """Figures with their indicators, as ``show_each`` makes them of their clauses."""
        return show_each(tuple((q, self.place(q)) for q in quantities), self.words, with_signs=with_signs)

    def show_results(self, item: Item) -> tuple[str, ...]:
        """The figures of a result with their indicators; those of years before the last one say of which.

        One that only says of which kind another one counts (10亿元以上项目18个) is none.
        """
        year = str((self.report.source.year or 0) - 1)
        shown = []
        for q in without_attributes(tuple(self.figures(item))):
            is_older = bool(q.period) and str(q.period)[-4:].isdigit() and str(q.period)[-4:] < year
            period = show_period(q.period, self.words) if is_older else ""
            figure = show_target(q, self.words, self.place(q))
            shown.append(self.words.say("figure.dated", figure=figure, period=period) if period else figure)
        return tuple(dict.fromkeys(shown))

    def place(self, quantity: Quantity) -> Place:
        """The clause of a figure within its item."""
        item = self.items.get(quantity.item or "")
        if item is None:
            return Place()
        at, words = 0, self.report.words(*item.spans)
        for span in item.spans:
            if span.start <= quantity.span.start < span.end:
                at += quantity.span.start - span.start
                break
            at += span.end - span.start
        return _clause_at(words, min(at, len(words)), len(quantity.text))

    # ------------------------------------------------------------------------------- what is of which year

    def years_told(self, quantity: Quantity) -> tuple[int, int] | None:
        """The years that a figure told as done sums up by its sentence or paragraph; None where it is of one."""
        return self._years_told(quantity.span)

    def _years_told(self, span: Span, *, with_totals: bool = True) -> tuple[int, int] | None:
        year = self.report.source.year
        if year is None:
            return None
        text = self.sentences.restored.text
        start, _ = self.sentences.reach((span,))
        _, end = self.sentences.hull((span,))
        above = text[text.rfind("\n", 0, start) + 1 : start]
        return years_told(text[start:end], above, year, with_totals=with_totals)

    def last_year(self, target: Quantity) -> Quantity | None:
        """What the report tells of the same indicator, measure and unit for the year before; None where nothing.

        Sums and averages over years are passed over; of several figures the first in the review is taken.
        """
        return self._told.get((comparable_key(target.indicator_key) or target.indicator, target.measure, target.unit))

    @cached_property
    def _told(self) -> dict[tuple[str, str, str], Quantity]:
        year = self.report.source.year
        period = str(year - 1) if year else None
        found = [q for q in self.report.quantities if q.status is Status.ACTUAL and period and q.period == period]
        reviews = {section.id for section in self.report.sections if section.role is Role.REVIEW}
        found.sort(key=lambda q: self._section_of(q) not in reviews)
        told: dict[tuple[str, str, str], Quantity] = {}
        for quantity in found:
            key = (comparable_key(quantity.indicator_key) or quantity.indicator, quantity.measure, quantity.unit)
            if key not in told and self.years_told(quantity) is None:
                told[key] = quantity
        return told

    def _section_of(self, quantity: Quantity) -> str | None:
        item = self.items.get(quantity.item or "")
        return item.section if item else None

    def result_periods(self, found: Sequence[Item]) -> tuple[str | None, ...]:
        """Of which period each result is, as the engine writes periods; None where neither words nor neighbours tell.

        A result without figures is of the period of the one before it in the same section, else of the one behind it.
        """
        several = [self._several_years(item) for item in found]
        own = [self._last_period(item) for item in found]
        spread = [None if years else period for years, period in zip(several, own, strict=True)]
        for order in (range(len(found)), reversed(range(len(found)))):
            last: tuple[str | None, str | None] = (None, None)
            for at in order:
                if spread[at] is None and found[at].section == last[0]:
                    spread[at] = last[1]
                last = found[at].section, spread[at]
        return tuple(years or period or near for years, period, near in zip(several, own, spread, strict=True))

    def _several_years(self, item: Item) -> str | None:
        """The years that a result sums up by its words where the engine took it for one of last year's alone."""
        year = self.report.source.year
        figures = [*self.figures(item)]
        if figures and figures[-1].period not in (None, str((year or 0) - 1)):
            return None
        years = self._years_told(figures[-1].span if figures else item.spans[-1], with_totals=False)
        return f"{years[0]}/{years[1]}" if years else None

    def _last_period(self, item: Item) -> str | None:
        periods = [q.period for q in self.figures(item) if q.period]
        return max(periods, key=lambda period: (period[-4:], len(period)), default=None)

    # ------------------------------------------------------------------------------------- milestones

    def nodes(self, items: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """What the items of these ids are to reach by quarter, by the columns ``q1`` to ``q4``."""
        found: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for item in (self.items[id_] for id_ in items):
            for quarter, text in self._nodes_of(item):
                found[f"q{quarter + 1}"][text] = None
        return {key: tuple(texts) for key, texts in found.items()}

    def _nodes_of(self, item: Item) -> Iterator[tuple[int, str]]:
        year = self.report.source.year
        rest = self.item_words(item)
        for quantity in self.figures(item):
            quarter = quarter_of(quantity.period, year)
            if quantity.status is Status.TARGET and quarter is not None:
                place = self.place(quantity)
                yield quarter, show_target(quantity, self.words, place, with_part=False)
                rest = rest.replace(place.clause, "")
        if not item.due_assumed and rest.strip():
            for quarter, text in find_nodes(rest, item.due, year):
                yield quarter, self._name_node(text, item)

    def _name_node(self, text: str, item: Item) -> str:
        """A node that begins with a word of reaching (达到80%以上) with the indicator that it leaves out."""
        if not text.startswith(_REACHING):
            return text
        found = (q for q in self.figures(item) if q.text in text and len(name_indicator(q)) > 1)
        return next((show_target(q, self.words, with_part=False) for q in found), text)


def _clause_at(words: str, at: int, length: int) -> Place:
    """The clause of ``words`` that ``words[at:at + length]`` stands in; a comma between digits parts nothing."""
    start, end = at, at + length
    while start and not _is_cut(words, start - 1):
        start -= 1
    while end < len(words) and not _is_cut(words, end):
        end += 1
    body = words[start:end]
    start += len(body) - len(body.lstrip())
    return Place(body.strip(), at - start)


def _is_cut(words: str, at: int) -> bool:
    if words[at] not in _SEPARATORS:
        return False
    return not (words[at] == "," and words[at - 1 : at].isdigit() and words[at + 1 : at + 2].isdigit())
