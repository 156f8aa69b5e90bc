"""The tables of a report: what stands in the sheets and the CSV files, cell by cell.

What enters is a ``Report`` and the office's ``Settings``, what leaves is seven tables: ledger, headline
targets, results, what is left out, quantities, findings, about. Of the entry 新建公路20公里以上，改造桥梁3座 the
ledger has a row of level 0 with both in 工作任务 and ``公路新增≥20公里`` in 目标值, and below it a row of level 1 for
each of the two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from taizhang.engine.entries import Entry, draft_entries, results
from taizhang.engine.model import Finding, Item, Kind, Measure, Quantity, Report, Severity
from taizhang.export.columns import ABOUT, FINDINGS, LEFT_OUT, QUANTITIES, RESULTS, TARGETS
from taizhang.export.context import Context
from taizhang.export.figures import find_comparison, show_value
from taizhang.export.grid import Cell, Column, Row, Table, without_empty
from taizhang.export.headlines import headline_figures
from taizhang.export.lines import Categories, Line, lay_out_ledger
from taizhang.export.omissions import find_left_out
from taizhang.export.periods import show_period
from taizhang.export.phrases import dues_of, show_dues
from taizhang.export.words import Words
from taizhang.settings import Settings


def build_tables(report: Report, settings: Settings) -> tuple[Table, ...]:
    """All tables of ``report``, the ledger first."""
    return tuple(_Tables(report, settings).build())


class _Tables:
    """One building of the tables."""

    def __init__(self, report: Report, settings: Settings) -> None:
        self.report = report
        self.settings = settings
        self.words = Words(settings.lang)
        self.context = Context(report, self.words)
        self.entries = draft_entries(report, self.context.clauses, settings.grain)
        self.left_out = find_left_out(report, self.context.clauses)

    def build(self) -> Iterator[Table]:
        yield self._ledger()
        yield self._table("targets", TARGETS, self._targets())
        yield self._table("results", RESULTS, self._results())
        yield self._table("left_out", LEFT_OUT, self._left_out())
        yield self._table("quantities", QUANTITIES, self._quantities())
        yield without_empty(self._table("findings", FINDINGS, self._findings()), ("formula", "inputs", "tolerance"))
        yield self._table("about", ABOUT, self._about())

    def _table(self, key: str, columns: Mapping[str, float], rows: Iterable[tuple[Cell, ...]]) -> Table:
        made = tuple(Row(cells) for cells in rows)
        headed = tuple(Column(name, self._header(name), width) for name, width in columns.items())
        return self._named(key, headed, made, self.words.say(f"note.{key}", rows=len(made)))

    def _named(self, key: str, columns: tuple[Column, ...], rows: tuple[Row, ...], note: str) -> Table:
        name = self.words.say(f"sheet.{key}")
        head = self.words.say("head.about" if key == "about" else "head", of=self.of, table=name)
        return Table(key, name, head, note, columns, rows)

    def _header(self, key: str) -> str:
        year = self.report.source.year
        if key == "last_year" and year:
            return self.words.say("last_year.of", year=year - 1)
        return self.words.column(key) if key in _LEDGER_KEYS else self.words.say(key)

    @cached_property
    def of(self) -> str:
        """Of which report the tables are, for their titles."""
        place, year = self.report.source.place, self.report.source.year
        key = "head.of" if place and year else "head.of.place" if place else "head.of.year" if year else "head.of.none"
        return self.words.say(key, place=place, year=year)

    # ---------------------------------------------------------------------------------------- ledger

    def _ledger(self) -> Table:
        lines = tuple(self._line(entry) for entry in self.entries)
        count = sum(len(entry.items) for entry in self.entries)
        note = self.words.say("note.ledger", entries=len(self.entries), items=count)
        columns, rows = lay_out_ledger(lines, self.settings)
        return self._named("ledger", columns, rows, note)

    def _line(self, entry: Entry) -> Line:
        """A line of the ledger with its items below it; what people fill in is empty."""
        source = self.context.sentence(entry.spans)
        children = entry.children if len(entry.children) > 1 else ()
        return replace(self._single(entry, source), children=tuple(self._single(child, source) for child in children))

    def _single(self, entry: Entry, source: str) -> Line:
        proposed = entry.suggestion
        return Line(
            number=entry.number,
            path=entry.path,
            text=entry.text,
            targets=self.context.show_all(self.context.wanted(entry.items)),
            due=self._due(entry),
            lead=proposed.lead if proposed else "",
            supporting=proposed.supporting if proposed else (),
            is_proposed=proposed is not None,
            filled={**self.context.nodes(entry.items), "light": self.words.lights()[-1][0]},
            address=entry.address,
            source=source,
        )

    def _due(self, entry: Entry) -> str:
        items = [self.context.items[id_] for id_ in entry.items]
        told = [self.context.item_words(item) for item in items]
        return show_dues(dues_of(items, self.report.source.year, told), self.words)

    # ------------------------------------------------------------------------- targets, results, figures

    def _targets(self) -> Iterator[tuple[Cell, ...]]:
        number = 0
        for item, figures in headline_figures(self.report):
            for quantity in figures or (None,):
                number += 1
                place = self.context.address(item), self.context.item_words(item)
                yield (number, *self._target(item, quantity), *place)

    def _target(self, item: Item, quantity: Quantity | None) -> tuple[Cell, ...]:
        if quantity is None:
            return (self.context.item_words(item), self.words.say("target.in_words"), *(None,) * 6)
        words = self.words
        last = self.context.last_year(quantity)
        told = (show_value(last, words), self.context.addresses.find(last.span.start)) if last else (None, None)
        named = (self._measure(quantity), words.name(quantity.bound), words.name(quantity.hardness))
        compared = find_comparison(quantity, self.context.place(quantity))
        head, standard = compared or (quantity.indicator, "")
        return (head, f"{standard}{show_value(quantity, words)}", *named, show_period(quantity.period, words), *told)

    def _measure(self, quantity: Quantity) -> str:
        """The name of the measure; points are a rise or a fall, no rate, and a share has a level, no total."""
        if "百分点" in quantity.unit and quantity.measure in (Measure.GROWTH, Measure.DECLINE):
            return self.words.say(f"measure.{quantity.measure}.points")
        if quantity.measure is Measure.LEVEL and (quantity.unit in ("%", "‰") or "/" in quantity.unit):
            return self.words.say("measure.level.rate")
        return self.words.name(quantity.measure)

    def _results(self) -> Iterator[tuple[Cell, ...]]:
        context = self.context
        found = results(self.report)
        categories = Categories(context.paths.get(item.section, ()) for item in found)
        periods = context.result_periods(found)
        for number, (item, period) in enumerate(zip(found, periods, strict=True), 1):
            path = context.paths.get(item.section, ())
            figures = context.show_results(item)
            shown = categories.show(path), show_period(period, self.words), context.item_words(item), figures
            yield (number, *shown, context.address(item), context.sentence(item.spans))

    def _left_out(self) -> Iterator[tuple[Cell, ...]]:
        context = self.context
        categories = Categories(context.paths.get(left.section, ()) for left in self.left_out)
        for number, left in enumerate(self.left_out, 1):
            path = context.paths.get(left.section, ())
            kind = self.words.say("left_out.theme") if left.is_theme else self.words.name(left.kind)
            yield number, categories.show(path), left.text, kind, left.address

    def _quantities(self) -> Iterator[tuple[Cell, ...]]:
        words = self.words
        for q in self.report.quantities:
            item = self.context.items.get(q.item) if q.item else None
            low, high = q.value if isinstance(q.value, tuple) else (q.value, None)
            yield (
                q.id,
                q.indicator,
                q.text,
                low,
                high,
                q.unit,
                words.name(q.bound),
                self._measure(q),
                words.name(q.status),
                show_period(q.period, words),
                words.name(q.hardness),
                q.indicator_key,
                words.name(item.kind) if item else "",
                self.context.item_words(item) if item else "",
                self.context.addresses.find(q.span.start),
                " → ".join(q.trace),
            )

    # ------------------------------------------------------------------------------- findings and about

    def _findings(self) -> Iterator[tuple[Cell, ...]]:
        """The findings, the gravest first."""
        order = [*Severity]
        for number, finding in enumerate(sorted(self.report.findings, key=lambda f: order.index(f.severity)), 1):
            yield (
                number,
                finding.code,
                self.words.name(finding.severity),
                finding.message,
                finding.formula,
                finding.inputs,
                finding.tolerance,
                tuple(dict.fromkeys(self.context.addresses.find(span.start) for span in finding.spans)),
                self._sentences_of(finding),
            )

    def _sentences_of(self, finding: Finding) -> tuple[str, ...]:
        """The sentences of a finding's spans, each once; of a long span its own words suffice."""
        return tuple(dict.fromkeys(self.context.sentence((span,)) for span in finding.spans))

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
        for key in ("ledger", "due", "nodes", "draft", "light", "wording", "address", "source"):
            yield words.say(f"about.how.{key}"), words.say(f"how.{key}")

    def _counts(self) -> Iterator[tuple[Cell, ...]]:
        report, words = self.report, self.words
        kinds = Counter(item.kind for item in report.items)
        severities = Counter(finding.severity for finding in report.findings)
        by_kind = tuple(words.say("count", name=words.name(k), count=kinds[k]) for k in Kind if kinds[k])
        by_severity = tuple(
            words.say("count", name=words.name(s), count=severities[s]) for s in Severity if severities[s]
        )
        yield words.say("about.entries"), len(self.entries)
        yield words.say("about.kinds"), by_kind
        yield words.say("about.left_out"), len(self.left_out)
        yield words.say("about.quantities"), len(report.quantities)
        yield words.say("about.unread"), sum(unread.reason is None for unread in report.unread)
        yield words.say("about.set_aside"), len(report.restoration.set_aside)
        yield words.say("about.findings"), by_severity


_LEDGER_KEYS = ("number", "category", "source")
