"""The stages of the engine in order: a ``SourceText`` in, a ``Report`` out.

Restore the text, say of what place and year it is, split it into clauses, find its headings, label the clauses, put
them together into items, read the numbers, and say of each what it is and measures. Stages know nothing of
each other; what one finds is handed to the next here. Offsets are of the restored text until the last step.

``力争制造业投资突破200亿元。`` goes in as text and comes out as one item of kind target with one quantity,
more than 20000000000 元 of 制造业投资.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from taizhang import rules
from taizhang.engine.clauses import split_clauses
from taizhang.engine.corrections import Correction, correct_labels
from taizhang.engine.dateline import identify
from taizhang.engine.indicators import Phrase, read_indicators
from taizhang.engine.items import Draft, gather_items, tell_items
from taizhang.engine.kinds import Label, label_clauses
from taizhang.engine.model import (
    Clause,
    Item,
    Kind,
    Mention,
    Project,
    Quantity,
    Report,
    RestoredText,
    Role,
    Section,
    SourceText,
    Span,
    Status,
    Suggestion,
    Unread,
)
from taizhang.engine.numerals import read_numbers
from taizhang.engine.outline import Passage, build_sections, place_clauses, read_outline
from taizhang.engine.periods import Figure, read_periods
from taizhang.engine.projects import find_projects
from taizhang.engine.quantities import Reading, Setting, is_starting_point, read_quantities
from taizhang.engine.restore import restore, see_pieces
from taizhang.engine.roles import is_doubtful, recast_roles
from taizhang.engine.suggestions import suggest_units
from taizhang.engine.tables import RULE as TABLE_RULE
from taizhang.engine.tables import Cell, Place, Table, find_cells, find_tables, place_in_tables
from taizhang.engine.tables import Row as TableRow
from taizhang.rules.areas import by_code, match_places
from taizhang.rules.departments import office_of
from taizhang.rules.indicators import find_indicator
from taizhang.version import __version__


def compile_source(source: SourceText, corrections: Iterable[Correction] = ()) -> Report:
    r"""Compile one report; ``findings`` are left empty, for they are the checks' to fill in.

    ``corrections`` are what people have said of the kinds and boundaries of its items.

    >>> report = compile_source(SourceText("二、2026年工作安排\n力争制造业投资突破200亿元。"))
    >>> [(q.text, q.indicator, str(q.bound), q.period) for q in report.quantities]
    [('200亿元', '制造业投资', 'more_than', '2026')]
    """
    restoration = restore(source)
    restored = RestoredText.from_pieces(source.text, restoration.pieces)
    source = identify(source, restored.text)
    clauses = split_clauses(restored.text)
    passages = read_outline(restored.text, source.year)
    homes, levels = place_clauses(passages, clauses)
    passages, labels = _label(restored.text, clauses, passages, homes, levels, source.year)
    tables = find_tables(restored.text, source.year)
    labels = _label_tables(labels, place_in_tables(tables, clauses))
    labels = _correct(labels, correct_labels(labels, clauses, restored, corrections))
    sections = build_sections(passages, restored)
    roles = _roles_of(passages, homes)
    drafts = gather_items(restored, clauses, labels, sections, homes)
    figures = _read_figures(restored.text, _Parts(clauses, roles, labels, passages, tables), source.year)
    starts = [draft.spans[0].start for draft in drafts]
    quantities = _place_quantities(drafts, starts, figures, restored, source.text)
    find_indicator.cache_clear()  # phrases come again within a report; the next one starts from the rules alone
    rows = _Rows(restored.text, clauses, drafts, sections, quantities, source)
    items = rows.begin(_find_areas(starts, restored, source))
    projects = rows.find_projects()
    return Report(
        source=source,
        restoration=restoration,
        sections=sections,
        items=items,
        quantities=quantities,
        unread=tuple(Unread(restored.to_source(*u.span), u.reason) for u in figures.unread),
        engine=__version__,
        rules=rules.version(),
        projects=projects,
    )


def _label(
    text: str,
    clauses: Sequence[Clause],
    passages: tuple[Passage, ...],
    homes: Sequence[int],
    levels: Sequence[int],
    year: int | None,
) -> tuple[tuple[Passage, ...], tuple[Label, ...]]:
    """The labels of the clauses, and the passages, with another role where their clauses belie a heading."""
    labels = label_clauses(text, clauses, _roles_of(passages, homes), levels, year)
    parents, roles = [p.parent for p in passages], [p.role for p in passages]
    if not is_doubtful(parents, roles, homes, [label.kind for label in labels]):
        return passages, labels
    plain = label_clauses(text, clauses, [None] * len(clauses), levels, year)
    recast = recast_roles(parents, roles, homes, [label.kind for label in plain])
    passages = tuple(p if p.role is role else p._replace(role=role) for p, role in zip(passages, recast, strict=True))
    return passages, label_clauses(text, clauses, _roles_of(passages, homes), levels, year)


def _roles_of(passages: Sequence[Passage], homes: Sequence[int]) -> list[Role | None]:
    return [passages[home].role if home >= 0 else None for home in homes]


def find_quantities(text: str, mode: str = "bare") -> tuple[Quantity, ...]:
    """The figures of a bare string, in order; offsets index ``text``.

    Nothing is known of its place or year, so a period is given only where the words name one. ``mode`` is ``bare``, or
    ``report`` for what a report counts by the guidelines.
    """
    seen = RestoredText.from_pieces(text, see_pieces(text))
    clauses = split_clauses(seen.text) or (Clause(0, 0, 0, len(seen.text)),)
    labels = tuple(Label(Kind.FRAMING, begins=True) for _ in clauses)
    figures = _read_figures(seen.text, _Parts(clauses, [None] * len(clauses), labels, ()), None, mode)
    spans = (seen.to_source(row.mention.start, row.mention.end) for row in figures.rows)
    told = enumerate(zip(figures.rows, spans, strict=True))
    return tuple(_make_quantity(number, None, row, span, text) for number, (row, span) in told)


def _label_tables(labels: tuple[Label, ...], places: Sequence[Place]) -> tuple[Label, ...]:
    """The labels, with those of tables as the tables say: a head is framing, a row one target."""
    if not places:
        return labels
    changed = list(labels)
    for place in places:
        changed[place.clause] = Label(Kind.FRAMING if place.part == "head" else Kind.TARGET, place.part != "on")
        after = place.clause + 1
        if after < len(changed):
            changed[after] = Label(changed[after].kind, begins=True)
    return tuple(changed)


def _correct(labels: tuple[Label, ...], corrected: Mapping[int, tuple[Kind, bool]]) -> tuple[Label, ...]:
    """The labels, with those that people have corrected."""
    return (
        tuple(Label(*corrected[at]) if at in corrected else label for at, label in enumerate(labels))
        if corrected
        else labels
    )


class _Parts(NamedTuple):
    """The clauses of a text with the role and label of each, its passages and tables."""

    clauses: Sequence[Clause]
    roles: Sequence[Role | None]
    labels: Sequence[Label]
    passages: Sequence[Passage]
    tables: Sequence[Table] = ()


class _Row(NamedTuple):
    """All that is known of one figure, by stage."""

    mention: Mention
    reading: Reading
    phrase: Phrase
    period: tuple[str | None, str]


class _Figures(NamedTuple):
    rows: tuple[_Row, ...]
    unread: tuple[Unread, ...]


def _read_figures(text: str, parts: _Parts, year: int | None, mode: str = "report") -> _Figures:
    """The numbers of a text, each with bound, measure, status, phrase and period."""
    mentions, unread = read_numbers(text, mode)
    starts = [clause.start for clause in parts.clauses]
    homes = [max(0, bisect_right(starts, mention.start) - 1) for mention in mentions]
    settings = tuple(Setting(parts.clauses[at], parts.labels[at].kind, parts.roles[at]) for at in homes)
    readings = read_quantities(text, mentions, settings)
    phrases = read_indicators(text, mentions, [setting.clause for setting in settings])
    told = [
        Figure(mention, setting.clause, setting.role, reading.status, is_starting_point(text, mention, setting.clause))
        for mention, setting, reading in zip(mentions, settings, readings, strict=True)
    ]
    headings = [passage.heading for passage in parts.passages]
    periods = read_periods(text, told, headings, parts.clauses, year)
    rows = [_Row(*row) for row in zip(mentions, readings, phrases, periods, strict=True)]
    for at, (line, cell) in find_cells(parts.tables, [mention.start for mention in mentions]).items():
        rows[at] = _tell_cell(rows[at], line, cell)
    return _Figures(tuple(rows), unread)


def _tell_cell(row: _Row, line: TableRow, cell: Cell) -> _Row:
    """A figure of a table: its row says what it measures, its column of when it is and whether it is reached."""
    reading = row.reading._replace(status=cell.status)
    if cell.status is not Status.TARGET:
        reading = reading._replace(hardness=None)
    period = (str(cell.year), TABLE_RULE) if cell.year else row.period
    return row._replace(reading=reading, phrase=Phrase(line.name, (TABLE_RULE,)), period=period)


def _make_quantity(number: int, item: str | None, row: _Row, span: Span, source: str) -> Quantity:
    mention, reading, phrase, (period, period_rule) = row
    known = find_indicator(phrase.text, mention.unit, reading.measure)
    trace = (*mention.trace, *reading.trace, *phrase.trace, *((period_rule,) if period_rule else ()))
    return Quantity(
        id=f"q{number}",
        item=item,
        span=span,
        text=source[span.start : span.end],
        value=mention.low if mention.low == mention.high else (mention.low, mention.high),
        unit=mention.unit,
        bound=reading.bound,
        measure=reading.measure,
        indicator=phrase.text,
        indicator_key=known.key if known else None,
        status=reading.status,
        period=period,
        hardness=reading.hardness,
        trace=trace,
    )


def _place_quantities(
    drafts: Sequence[Draft], starts: Sequence[int], figures: _Figures, restored: RestoredText, source: str
) -> tuple[Quantity, ...]:
    """The quantities with the item each stands in."""
    made: list[Quantity] = []
    for number, row in enumerate(figures.rows):
        span = restored.to_source(row.mention.start, row.mention.end)
        at = bisect_right(starts, span.start) - 1
        made.append(_make_quantity(number, drafts[at].id if at >= 0 else None, row, span, source))
    return tuple(made)


def _find_areas(starts: Sequence[int], restored: RestoredText, source: SourceText) -> dict[int, list[str]]:
    """By the index of an item, the areas that it names, in order of appearance; ``starts`` of items in the source."""
    places: dict[int, list[str]] = {}
    if source.area is None:
        return places
    for start, end, code in match_places(restored.text, source.area, source.year):
        at = bisect_right(starts, restored.to_source(start, end).start) - 1
        if at >= 0 and code not in places.setdefault(at, []):
            places[at].append(code)
    return places


class _Rows:
    """The items of a report as the rows of its ledger: begun with what is found at once, completed when asked for."""

    def __init__(
        self,
        text: str,
        clauses: Sequence[Clause],
        drafts: Sequence[Draft],
        sections: Sequence[Section],
        quantities: Sequence[Quantity],
        source: SourceText,
    ) -> None:
        self.text, self.clauses, self.drafts, self.sections, self.source = text, clauses, drafts, sections, source
        self.quantities = quantities
        self.words = [_words_at(source.text, draft.spans) for draft in drafts]
        self.items: tuple[Item, ...] = ()
        self.projects: tuple[Project, ...] = ()

    def begin(self, places: Mapping[int, Sequence[str]]) -> tuple[Item, ...]:
        """The items with their quantities, and their ``places`` by index; the rest is told late."""
        ids: dict[str, list[str]] = {}
        for quantity in self.quantities:
            if quantity.item:
                ids.setdefault(quantity.item, []).append(quantity.id)
        self.items = tuple(
            Item.begin(
                self.tell,
                id=draft.id,
                section=draft.section,
                kind=draft.kind,
                spans=draft.spans,
                places=tuple(places.get(at, ())),
                quantities=tuple(ids.get(draft.id, ())),
            )
            for at, draft in enumerate(self.drafts)
        )
        return self.items

    def find_projects(self) -> tuple[Project, ...]:
        """The projects that the items name."""
        self.projects = find_projects(self.items, self.words)
        return self.projects

    def tell(self) -> None:
        """Complete the items: with titles and dates, then with the units proposed, which go by the titles."""
        names: dict[str, tuple[str, ...]] = {}
        for project in self.projects:
            names[project.item] = (*names.get(project.item, ()), project.name)
        told = tell_items(self.text, self.clauses, self.drafts, self.sections, self.source.year)
        for item, telling in zip(self.items, told, strict=True):
            item.fill(**telling._asdict(), projects=names.get(item.id, ()))
        for item, suggestion in zip(self.items, self._suggest(), strict=True):
            item.fill(suggestion=suggestion)
            item.close()

    def _suggest(self) -> tuple[Suggestion | None, ...]:
        keys: dict[str, list[str]] = {}
        for quantity in self.quantities:
            if quantity.item and quantity.indicator_key:
                keys.setdefault(quantity.item, []).append(quantity.indicator_key)
        source = self.source
        area = by_code(source.area, source.year) if source.area else None
        office = office_of(source.place, area.level if area else None, source.year)
        return suggest_units(self.items, self.words, self.sections, keys, office, source.year)


def _words_at(text: str, spans: Sequence[Span]) -> str:
    return text[slice(*spans[0])] if len(spans) == 1 else "".join(text[start:end] for start, end in spans)
