"""The tables of a report: what stands in the sheets and the CSV files, cell by cell.

What enters is a ``Report`` and the office's ``Settings``, what leaves is six tables: ledger, headline targets,
results, quantities, findings, about. Of the entry 新建公路20公里以上，改造桥梁3座 the ledger has a row of level 0 with
both in 工作任务 and ``公路新增≥20公里`` in 目标值, and below it a row of level 1 for each of the two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from taizhang.engine.clauses import split_clauses
from taizhang.engine.entries import (
    Addresses,
    Entry,
    Sentences,
    draft_entries,
    heading_path,
    headline_targets,
    results,
    trim,
)
from taizhang.engine.model import Finding, Item, Kind, Quantity, Report, Span, Status
from taizhang.export.phrases import show_due, show_quantity, show_target
from taizhang.export.words import Words
from taizhang.settings import LeadUnit, Settings

Cell = str | int | Decimal | tuple[str, ...] | None
"""What a cell holds: words, a number, lines of words (one below the other), or nothing yet."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, its header, its width in half-width characters."""

    key: str
    header: str
    width: float


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells in the order of the columns, and how deep it stands (0 an entry, 1 one of its items)."""

    cells: tuple[Cell, ...]
    level: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table. ``key`` is ``ledger``, ``targets`` …; ``name`` is the sheet's, ``head`` and ``note`` stand above it."""

    key: str
    name: str
    head: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


_WIDTHS = {
    "number": 11,
    "category": 16,
    "task": 40,
    "target_value": 16,
    "leader": 6,
    "lead_unit": 9,
    "supporting_units": 9,
    "units": 15,
    "due": 10,
    "q1": 6,
    "q2": 6,
    "q3": 6,
    "q4": 6,
    "progress": 9,
    "problems": 8,
    "next_steps": 8,
    "remarks": 5,
    "status": 7.5,
    "light": 9.5,
    "address": 7.5,
    "source": 60,
}
"""Together they fit a page: on A4 its words are still read with ease, on A3 they are as large as on screen."""


def build_tables(report: Report, settings: Settings) -> tuple[Table, ...]:
    """All tables of ``report``, the ledger first."""
    return tuple(_Tables(report, settings).build())


class _Tables:
    """One building of the tables. Holds what they share: addresses, sentences, quantities by id."""

    def __init__(self, report: Report, settings: Settings) -> None:
        self.report = report
        self.settings = settings
        self.words = Words(settings.lang)
        clauses = split_clauses(report.source.text)
        self.addresses = Addresses(clauses)
        self.sentences = Sentences(report)
        self.entries = draft_entries(report, clauses, settings.grain)
        self.items = {item.id: item for item in report.items}
        self.quantities = {quantity.id: quantity for quantity in report.quantities}
        self.paths = {key: tuple(s.title for s in path) for key, path in heading_path(report).items()}

    def build(self) -> Iterator[Table]:
        yield self._ledger()
        yield self._table("targets", _TARGETS, self._targets())
        yield self._table("results", _RESULTS, self._results())
        yield self._table("quantities", _QUANTITIES, self._quantities())
        yield self._table("findings", _FINDINGS, self._findings())
        yield self._table("about", _ABOUT, self._about())

    def _table(self, key: str, columns: Mapping[str, float], rows: Iterable[tuple[Cell, ...]]) -> Table:
        made = tuple(Row(cells) for cells in rows)
        headed = tuple(Column(name, self._header(name), width) for name, width in columns.items())
        return self._named(key, headed, made, self.words.say(f"note.{key}", rows=len(made)))

    def _named(self, key: str, columns: tuple[Column, ...], rows: tuple[Row, ...], note: str) -> Table:
        name = self.words.say(f"sheet.{key}")
        head = self.words.say("head.about" if key == "about" else "head", of=self.of, table=name)
        return Table(key, name, head, note, columns, rows)

    def _header(self, key: str) -> str:
        return self.words.column(key) if key in _LEDGER_KEYS else self.words.say(key)

    @cached_property
    def of(self) -> str:
        """Of which report the tables are, for their titles."""
        place, year = self.report.source.place, self.report.source.year
        key = "head.of" if place and year else "head.of.place" if place else "head.of.year" if year else "head.of.none"
        return self.words.say(key, place=place, year=year)

    # ---------------------------------------------------------------------------------------- ledger

    def _ledger(self) -> Table:
        keys = self.settings.ledger_columns
        columns = tuple(Column(key, self._ledger_header(key), _WIDTHS[key]) for key in keys)
        categories = _Categories(entry.path for entry in self.entries)
        rows: list[Row] = []
        for entry in self.entries:
            source = self._sentence(entry.spans)
            for level, line in ((0, entry), *((1, child) for child in entry.children if len(entry.children) > 1)):
                cells = self._ledger_cells(line, categories) | {"source": source}
                rows.append(Row(tuple(cells.get(key) for key in keys), level))
        count = sum(len(entry.items) for entry in self.entries)
        note = self.words.say("note.ledger", entries=len(self.entries), items=count)
        return self._named("ledger", columns, tuple(rows), note)

    def _ledger_header(self, key: str) -> str:
        if key == "units" and self.settings.lead_unit is not LeadUnit.COLUMN:
            return self.words.say(f"units.{self.settings.lead_unit}")
        return self.words.column(key)

    def _ledger_cells(self, entry: Entry, categories: _Categories) -> dict[str, Cell]:
        """What is known of an entry, by column; the columns that people fill in have no cell."""
        proposed = entry.suggestion
        lead, supporting = ((proposed.lead,), proposed.supporting) if proposed else ((), ())
        return {
            "number": entry.number,
            "category": categories.show(entry.path),
            "task": entry.text,
            "target_value": tuple(show_target(q, self.words) for q in self._wanted(entry.items)),
            "lead_unit": self._suggest(lead),
            "supporting_units": self._suggest(supporting),
            "units": self._suggest((*(self._mark + unit for unit in lead), *supporting)),
            "due": show_due(entry.due, entry.due_assumed, self.words),
            "light": self.words.lights()[-1][0],
            "address": entry.address,
        }

    def _suggest(self, units: tuple[str, ...]) -> Cell:
        return self.words.say("unit.suggested", unit="、".join(units)) if units else None

    @property
    def _mark(self) -> str:
        """What stands before the lead unit where it shares a column."""
        return "*" if self.settings.lead_unit is LeadUnit.STAR else ""

    def _wanted(self, items: Sequence[str]) -> Iterator[Quantity]:
        """The figures still to be reached in the items of these ids."""
        for found in self._figures(items):
            if found.status is Status.TARGET:
                yield found

    def _figures(self, items: Sequence[str]) -> Iterator[Quantity]:
        for id_ in items:
            for name in self.items[id_].quantities:
                if name in self.quantities:
                    yield self.quantities[name]

    # ------------------------------------------------------------------------- targets, results, figures

    def _targets(self) -> Iterator[tuple[Cell, ...]]:
        number = 0
        for item in headline_targets(self.report):
            figures: list[Quantity | None] = [*self._figures((item.id,))]
            for quantity in figures or [None]:
                number += 1
                place = self.addresses.find(item.spans[0].start), self._item_words(item)
                yield (number, *self._target(item, quantity), *place)

    def _target(self, item: Item, quantity: Quantity | None) -> tuple[Cell, ...]:
        if quantity is None:
            return (self._item_words(item), self.words.say("target.in_words"), *(None,) * 6)
        words = self.words
        last = self._last_year(quantity)
        told = (show_quantity(last, words), self.addresses.find(last.span.start)) if last else (None, None)
        named = (words.name(quantity.measure), words.name(quantity.bound), words.name(quantity.hardness))
        return (quantity.indicator, show_quantity(quantity, words), *named, quantity.period, *told)

    def _last_year(self, target: Quantity) -> Quantity | None:
        """What is told of the same indicator, measure and unit for the year before; None where nothing is."""
        year = self.report.source.year
        if year is None:
            return None
        return self._told.get((target.indicator_key or target.indicator, target.measure, target.unit, str(year - 1)))

    @cached_property
    def _told(self) -> dict[tuple[str, str, str, str | None], Quantity]:
        told: dict[tuple[str, str, str, str | None], Quantity] = {}
        for q in self.report.quantities:
            if q.status is Status.ACTUAL:
                told.setdefault((q.indicator_key or q.indicator, q.measure, q.unit, q.period), q)
        return told

    def _results(self) -> Iterator[tuple[Cell, ...]]:
        found = results(self.report)
        categories = _Categories(self.paths.get(item.section, ()) for item in found)
        for number, item in enumerate(found, 1):
            path = self.paths.get(item.section, ())
            figures = tuple(show_target(q, self.words) for q in self._figures((item.id,)))
            shown = categories.show(path), self._item_words(item), figures
            yield (number, *shown, self.addresses.find(item.spans[0].start), self._sentence(item.spans))

    def _quantities(self) -> Iterator[tuple[Cell, ...]]:
        words = self.words
        for q in self.report.quantities:
            item = self.items.get(q.item) if q.item else None
            low, high = q.value if isinstance(q.value, tuple) else (q.value, None)
            yield (
                q.id,
                q.indicator,
                q.text,
                low,
                high,
                q.unit,
                words.name(q.bound),
                words.name(q.measure),
                words.name(q.status),
                q.period,
                words.name(q.hardness),
                q.indicator_key,
                words.name(item.kind) if item else "",
                self._item_words(item) if item else "",
                self.addresses.find(q.span.start),
                " → ".join(q.trace),
            )

    # ------------------------------------------------------------------------------- findings and about

    def _findings(self) -> Iterator[tuple[Cell, ...]]:
        for number, finding in enumerate(self.report.findings, 1):
            yield (
                number,
                finding.code,
                self.words.name(finding.severity),
                finding.message,
                finding.formula,
                finding.inputs,
                finding.tolerance,
                tuple(dict.fromkeys(self.addresses.find(span.start) for span in finding.spans)),
                self._sentences_of(finding),
            )

    def _sentences_of(self, finding: Finding) -> tuple[str, ...]:
        """The sentences of a finding's spans, each once; of a long span its own words suffice."""
        return tuple(dict.fromkeys(self._sentence((span,)) for span in finding.spans))

    def _about(self) -> Iterator[tuple[Cell, ...]]:
        source, words = self.report.source, self.words
        unknown = words.say("unknown")
        yield words.say("about.title"), source.title or unknown
        yield words.say("about.place"), source.place or unknown
        yield words.say("about.area"), source.area or unknown
        yield words.say("about.year"), str(source.year) if source.year else unknown
        yield words.say("about.files"), tuple(file.name for file in source.files)
        yield words.say("about.sha256"), source.sha256
        yield words.say("about.characters"), len(source.text)
        yield from self._counts()
        version = " · ".join(v for v in (self.report.engine, self.report.rules, self.report.schema) if v)
        yield words.say("about.versions"), version
        how = ("ledger", "address", "light", "draft", "source")
        yield words.say("about.how"), tuple(words.say(f"how.{key}") for key in how)

    def _counts(self) -> Iterator[tuple[Cell, ...]]:
        report, words = self.report, self.words
        kinds = Counter(item.kind for item in report.items)
        severities = Counter(finding.severity for finding in report.findings)
        by_kind = tuple(words.say("count", name=words.name(k), count=kinds[k]) for k in Kind if kinds[k])
        by_severity = tuple(words.say("count", name=words.name(s), count=n) for s, n in severities.items())
        yield words.say("about.entries"), len(self.entries)
        yield words.say("about.kinds"), by_kind
        yield words.say("about.quantities"), len(report.quantities)
        yield words.say("about.unread"), sum(unread.reason is None for unread in report.unread)
        yield words.say("about.set_aside"), len(report.restoration.set_aside)
        yield words.say("about.findings"), by_severity

    def _item_words(self, item: Item) -> str:
        """The words of an item without the marks behind it."""
        words = self.report.words(*item.spans)
        return words[slice(*trim(words, 0, len(words.rstrip("。"))))]

    def _sentence(self, spans: Sequence[Span]) -> str:
        return self.report.words(*self.sentences.around(spans[0]))


class _Categories:
    """Shows heading paths. A first heading that many share (2032年工作安排) is left out where others stand below it."""

    def __init__(self, paths: Iterable[tuple[str, ...]]) -> None:
        firsts = {path[0] for path in paths if path}
        self._skip = 1 if len(firsts) <= _FEW_PARTS else 0

    def show(self, path: tuple[str, ...]) -> str:
        """``path`` with strokes between its headings."""
        return " / ".join(path[self._skip :] or path)


_FEW_PARTS = 3
"""Up to so many first headings are the parts of a report (review, outlook, year's work); more are fields of work."""
_LEDGER_KEYS = ("number", "category", "address", "source")
_TARGETS = {
    "number": 6,
    "indicator": 40,
    "target": 16,
    "measure": 9,
    "bound": 9,
    "hardness": 9,
    "period": 11,
    "last_year": 16,
    "last_year_address": 10,
    "address": 9,
    "source": 60,
}
_RESULTS = {"number": 6, "category": 26, "result": 56, "figures": 34, "address": 9, "source": 60}
_QUANTITIES = {
    "id": 7,
    "indicator": 26,
    "figure": 14,
    "low": 17,
    "high": 13,
    "unit": 8,
    "bound": 8,
    "measure": 8,
    "status_of_figure": 7,
    "period": 11,
    "hardness": 9,
    "indicator_key": 16,
    "kind": 7,
    "item": 50,
    "address": 9,
    "trace": 40,
}
_FINDINGS = {
    "number": 6,
    "code": 8,
    "severity": 9,
    "message": 54,
    "formula": 30,
    "inputs": 22,
    "tolerance": 12,
    "address": 10,
    "source": 60,
}
_ABOUT = {"fact": 26, "value": 90}
