"""Draft the entries of a ledger from a report 台账条目.

What enters is a ``Report`` and the clauses of its source; what leaves is one entry for each sentence that holds
tasks or targets, with its items as children. Of ``新建公路20公里，改造桥梁3座。`` below （一）, below 三, this makes
the entry ``三（一）-1`` with the children ``三（一）-1.1`` 新建公路20公里 and ``三（一）-1.2`` 改造桥梁3座.

A sentence is one of the restored text, so a column break does not cut an entry in two; 一是 … 二是 … in one
sentence are an entry each. Two short sentences that follow each other below one run-in heading are one entry where the
same unit is proposed for all their items. Targets of a section whose role is targets are a table of their own
(``headline_targets``), results are another (``results``); problems and framing are no entries.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from taizhang.engine.model import Clause, Item, Kind, Report, RestoredText, Role, Section, Span, Suggestion

_SENTENCE_END = re.compile(r"[。！!？?\n][”’」』）)】》]*")
_EDGES = " \t\n\r\u3000*#—-"
_SEPARATORS = "，,；;：:、"
MOST_SUPPORTING = 3
MOST_SENTENCES, LONGEST_RUN = 2, 120
"""How many sentences below a run-in heading one entry may hold, and how many characters these may have."""
_FROM_HEADING = ("据标题", "承上")
_OF_TARGETS = ("目标", "预期")
_LIST_MARK = re.compile(
    r"(?:\d{1,2}(?:[.．](?!\d)|、)|[（(]\d{1,2}[）)]|[①-⑳]|[一二三四五六七八九十]{1,2}[是要])[\s、.．：:]*"
)
_NUMBER_EDGES = " \t\u3000、.．，,"


class Grain(StrEnum):
    """How finely a ledger is drafted: sentences with their items, sentences alone, items alone."""

    ENTRY = "entry"
    SENTENCE = "sentence"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Entry:
    """A draft line of the ledger. ``text`` is its restored words, ``spans`` their places in the source.

    ``number`` is the printed numbers of the headings above, a dash and a running number: ``三（一）-2``, a child's
    ``三（一）-2.1``. ``path`` is the titles of the headings above, outermost first. ``address`` is that of the first
    clause of its first item. ``due`` is an ISO date, the last of its items; None where neither the words nor the
    year tell. ``items`` are ids, in order; ``children`` is empty but for an entry that is shown with its items.
    """

    number: str
    path: tuple[str, ...]
    title: str
    text: str
    spans: tuple[Span, ...]
    address: str
    kind: Kind
    due: str | None
    due_assumed: bool
    items: tuple[str, ...]
    suggestion: Suggestion | None = None
    children: tuple[Entry, ...] = ()


class Addresses:
    """Gives the address ``c142.0`` (sentence, clause) of an offset. Built once from the clauses of the source."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._clauses = clauses
        self._ends = [clause.end for clause in clauses]

    def find(self, offset: int) -> str:
        """The address of the clause at ``offset``, or of the next one; empty behind the last."""
        at = bisect_right(self._ends, offset)
        if at == len(self._clauses):
            return ""
        clause = self._clauses[at]
        return f"c{clause.sentence}.{clause.index}"


def draft_entries(report: Report, clauses: Sequence[Clause], grain: Grain | str = Grain.ENTRY) -> tuple[Entry, ...]:
    """The entries of ``report`` in reading order; ``clauses`` are those of ``report.source.text``.

    With grain ``entry`` each has its items as children, with ``sentence`` none; with ``item`` each item is an entry.

    >>> from taizhang.engine.clauses import split_clauses
    >>> from taizhang.engine.model import Restoration, SourceText
    >>> text = "新建公路20公里，改造桥梁3座。"
    >>> spans = Span(0, 8), Span(9, 15)
    >>> items = tuple(Item(f"i{n}", None, Kind.TASK, (span,), "") for n, span in enumerate(spans))
    >>> report = Report(SourceText(text, year=2032), Restoration((Span(0, 16),)), items=items)
    >>> entry, = draft_entries(report, split_clauses(text))
    >>> entry.number, entry.due, [(child.number, child.address) for child in entry.children]
    ('1', '2032-12-31', [('1.1', 'c0.0'), ('1.2', 'c0.1')])
    """
    return _Draft(report, clauses).entries(Grain(grain))


def headline_targets(report: Report) -> tuple[Item, ...]:
    """The targets told in sections whose role is targets 主要预期目标, in order.

    A paragraph there that gives tasks too, and does not speak of targets (目标, 预期), is none of theirs: its figures
    go with the tasks.
    """
    roles = {section.id: section.role for section in report.sections}
    there = [item for item in report.items if item.section is not None and roles.get(item.section) is Role.TARGETS]
    text = report.source.text
    tasks = {_paragraph_of(text, item) for item in there if item.kind is Kind.TASK}
    mixed = {at for at in tasks if not any(word in text[slice(*at)] for word in _OF_TARGETS)}
    return tuple(item for item in there if item.kind is Kind.TARGET and _paragraph_of(text, item) not in mixed)


def _paragraph_of(text: str, item: Item) -> tuple[int, int]:
    start = item.spans[0].start
    end = text.find("\n", start)
    return text.rfind("\n", 0, start) + 1, end if end >= 0 else len(text)


def results(report: Report) -> tuple[Item, ...]:
    """What is told as done 成效, in order."""
    return tuple(item for item in report.items if item.kind is Kind.RESULT)


def heading_path(report: Report) -> dict[str | None, tuple[Section, ...]]:
    """For the id of each section: the section itself below those it stands in, outermost first; for None nothing."""
    by_id = {section.id: section for section in report.sections}
    paths: dict[str | None, tuple[Section, ...]] = {None: ()}
    for section in report.sections:
        above: list[Section] = []
        at: Section | None = section
        while at is not None and at not in above:
            above.append(at)
            at = by_id.get(at.parent) if at.parent else None
        paths[section.id] = tuple(reversed(above))
    return paths


class Sentences:
    """The sentences of the restored text, by their places in the source. Built once for a report.

    Headings cut too: 一是 … 二是 … in one sentence are two. An offset that stands in no piece of the restored text
    (furniture, a repeat set aside) belongs to no sentence.
    """

    def __init__(self, report: Report) -> None:
        self._length = len(report.source.text)
        whole = (Span(0, self._length),)
        self.restored = RestoredText.from_pieces(report.source.text, report.restoration.pieces or whole)
        placed = sorted(zip(self.restored.pieces, self.restored.starts, strict=True))
        self._pieces = [piece for piece, _ in placed]
        self._begins = [start for _, start in placed]
        text = self.restored.text
        ends = {match.end() for match in _SENTENCE_END.finditer(text)}
        self.cuts = sorted({0, len(text)} | ends | {self.place(s.span.start) for s in report.sections})

    def around(self, span: Span) -> tuple[Span, ...]:
        """The sentence that a span of the source begins in, and those up to its end; the span where it is in none.

        >>> from taizhang.engine.model import Restoration, SourceText
        >>> report = Report(SourceText("就业稳定。新建公路2公里，改桥。"), Restoration())
        >>> Sentences(report).around(Span(14, 16))
        (Span(start=5, end=16),)
        """
        if not any(p.start <= span.start < p.end for p in self._near(span.start)):
            return (span,)
        return self.restored.spans_in_source(*trim(self.restored.text, *self.reach((span,)))) or (span,)

    def reach(self, spans: Sequence[Span]) -> tuple[int, int]:
        """The piece of the restored text, from sentence start to sentence end, that holds ``spans`` of the source."""
        start, end = self.hull(spans)
        at = bisect_right(self.cuts, start)
        return self.cuts[at - 1], self.cuts[bisect_left(self.cuts, end)]

    def hull(self, spans: Sequence[Span]) -> tuple[int, int]:
        """Where ``spans`` of the source begin and end in the restored text."""
        starts = [self.place(span.start) for span in spans]
        ends = [self.place(max(span.end - 1, span.start)) + 1 for span in spans]
        return min(starts), min(max(ends), len(self.restored.text))

    def place(self, offset: int) -> int:
        """Where an offset of the source stands in the restored text; for one that stands nowhere, the next place."""
        at = max(bisect_right(self._pieces, (offset, self._length + 1)) - 1, 0)
        piece = self._pieces[at]
        return self._begins[at] + min(max(offset - piece.start, 0), piece.end - piece.start)

    def _near(self, offset: int) -> list[Span]:
        at = bisect_right(self._pieces, (offset, self._length + 1))
        return self._pieces[max(at - 1, 0) : at]


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """``text[start:end]`` without white space, dashes and Markdown marks at its edges, or separators at its end.

    The mark of a list (``1.``, ``②``, ``一是``) is left out too; the number of the row stands in its place.
    """
    words = text[start:end]
    last = start + len(words.rstrip(_EDGES + _SEPARATORS))
    start += len(words) - len(words.lstrip(_EDGES))
    mark = _LIST_MARK.match(text, start, last)
    return mark.end() if mark and mark.end() < last else start, last


@dataclass(slots=True)
class _Group:
    """Items that will be one entry, with the piece ``[start, end)`` of the restored text they stand in."""

    start: int
    end: int
    section: str | None
    items: list[Item]


class _Draft:
    """One drafting. Holds the report's sentences, addresses and heading paths."""

    def __init__(self, report: Report, clauses: Sequence[Clause]) -> None:
        self.report = report
        self.addresses = Addresses(clauses)
        self.sentences = Sentences(report)
        self.paths = heading_path(report)
        self.counts: Counter[str] = Counter()

    def entries(self, grain: Grain) -> tuple[Entry, ...]:
        groups = self._groups()
        if grain is Grain.ITEM:
            single = (self._single(item) for group in groups for item in group.items)
            return tuple(self._entry(group, self._next_number(group)) for group in single)
        in_section = Counter(group.section for group in groups)
        found = (self._entry(group, self._next_number(group), in_section[group.section] == 1) for group in groups)
        if grain is Grain.SENTENCE:
            return tuple(found)
        return tuple(self._with_children(entry, group) for entry, group in zip(found, groups, strict=True))

    def _groups(self) -> list[_Group]:
        """The items of the ledger by sentence, in reading order; runs that one unit could answer for put together."""
        taken = {item.id for item in headline_targets(self.report)}
        wanted = [i for i in self.report.items if i.kind in (Kind.TASK, Kind.TARGET) and i.id not in taken]
        placed = sorted(((self.sentences.hull(item.spans), item) for item in wanted), key=lambda pair: pair[0])
        groups: list[_Group] = []
        for (begin, _), item in placed:
            start, end = self.sentences.reach(item.spans)
            if groups and begin < groups[-1].end:
                groups[-1].items.append(item)
                groups[-1].end = max(groups[-1].end, end)
            else:
                groups.append(_Group(start, end, item.section, [item]))
        return list(_runs(groups, self.paths))

    def _single(self, item: Item) -> _Group:
        """One item as a group, without the full stop that its sentence may end with."""
        start, end = self.sentences.hull(item.spans)
        words = self.sentences.restored.text[start:end]
        return _Group(start, start + len(words.rstrip("。")), item.section, [item])

    def _next_number(self, group: _Group) -> str:
        printed = "".join(s.number.strip(_NUMBER_EDGES) for s in self._numbered(group))
        self.counts[printed] += 1
        return f"{printed}-{self.counts[printed]}" if printed else str(self.counts[printed])

    def _numbered(self, group: _Group) -> Iterator[Section]:
        """The headings whose numbers a row's number is made of: not that of an entry of a list, which is the row."""
        start = group.items[0].spans[0].start
        path = self.paths.get(group.section, ())
        return (s for s in path if s.level < 4 and (s.level < 3 or not s.title or self._is_heading(s, start)))

    def _entry(self, group: _Group, number: str, is_alone: bool = False) -> Entry:
        """The entry of a group; it takes the run-in heading's title where it is the only one below it."""
        first, above = group.items[0], self._above(group)
        is_run_in = is_alone and above and above[-1].level == 4 and above[-1].id == group.section
        restored = self.sentences.restored
        start, end = trim(restored.text, group.start, group.end)
        due, is_assumed = self._due(group.items)
        return Entry(
            number=number,
            path=tuple(section.title for section in above),
            title=above[-1].title if is_run_in else first.title,
            text=restored.text[start:end],
            spans=restored.spans_in_source(start, end),
            address=self.addresses.find(first.spans[0].start),
            kind=Kind.TARGET if all(i.kind is Kind.TARGET for i in group.items) else Kind.TASK,
            due=due,
            due_assumed=is_assumed,
            items=tuple(item.id for item in group.items),
            suggestion=_joint_suggestion(group.items),
        )

    def _with_children(self, entry: Entry, group: _Group) -> Entry:
        children = (self._entry(self._single(item), f"{entry.number}.{n}") for n, item in enumerate(group.items, 1))
        return replace(entry, children=tuple(children))

    def _above(self, group: _Group) -> tuple[Section, ...]:
        """The headings above a group; not those whose words the group itself is made of, nor mere lead-ins."""
        start = group.items[0].spans[0].start
        return tuple(s for s in self.paths.get(group.section, ()) if s.title and self._is_heading(s, start))

    def _is_heading(self, section: Section, start: int) -> bool:
        text = self.report.source.text
        begin = text.find(section.title, section.span.start, section.span.start + len(section.title) + 16)
        if begin < 0:
            return True
        end = begin + len(section.title)
        return end <= start and (bool(section.number) or text[end : end + 1] not in tuple("，,：:"))

    def _due(self, items: Sequence[Item]) -> tuple[str | None, bool]:
        """The last due date of ``items``; the year's end, assumed, for one whose words give none."""
        year = self.report.source.year
        assumed = f"{year:04d}-12-31" if year else None
        dues = [(item.due or assumed or "", item.due is None or item.due_assumed) for item in items]
        last = max(due for due, _ in dues)
        return last or None, all(is_assumed for due, is_assumed in dues if due == last)


def _runs(groups: list[_Group], paths: dict[str | None, tuple[Section, ...]]) -> Iterator[_Group]:
    """Put together short groups that follow each other below one run-in heading and propose one and the same unit."""
    run: list[_Group] = []
    unit: str | None = None
    for group in groups:
        above = paths.get(group.section, ())
        lead = _shared_lead(group.items) if above and above[-1].level == 4 else None
        if run and (lead is None or lead != unit or not _may_join(run, group)):
            yield _join(run)
            run = []
        run.append(group)
        unit = lead
    if run:
        yield _join(run)


def _may_join(run: Sequence[_Group], group: _Group) -> bool:
    """Whether ``group`` stands below the heading of ``run``, and the two stay short enough for one entry."""
    is_short = len(run) < MOST_SENTENCES and group.end - run[0].start <= LONGEST_RUN
    return is_short and group.section == run[0].section


def _join(run: Sequence[_Group]) -> _Group:
    items = [item for group in run for item in group.items]
    return _Group(run[0].start, run[-1].end, run[0].section, items)


def _shared_lead(items: Sequence[Item]) -> str | None:
    """The unit proposed to lead all of ``items``, None where they differ or one has none."""
    proposed = {item.suggestion.lead if item.suggestion else None for item in items}
    return proposed.pop() if len(proposed) == 1 else None


def _joint_suggestion(items: Sequence[Item]) -> Suggestion | None:
    """What is proposed for ``items`` as one entry: the lead of most by weight, the earliest of equals.

    An item whose own words tell its unit weighs twice one that only its heading or the item before tells of. The other
    leads, then the supporting units, support. None where none is proposed, or the lead has no more than a third.
    """
    told = [item.suggestion for item in items if item.suggestion]
    if not told:
        return None
    weights: dict[str, float] = {}
    for suggestion in told:
        weight = 0.5 if suggestion.reason.startswith(_FROM_HEADING) else 1.0
        weights[suggestion.lead] = weights.get(suggestion.lead, 0.0) + weight
    lead = max(weights, key=weights.__getitem__)
    if weights[lead] * 3 <= sum(weights.values()) + len(items) - len(told):
        return None
    of_lead = [suggestion for suggestion in told if suggestion.lead == lead]
    first = next((s for s in of_lead if not s.reason.startswith(_FROM_HEADING)), of_lead[0])
    others = [s.lead for s in told] + [unit for s in told for unit in s.supporting]
    supporting = tuple(dict.fromkeys(unit for unit in others if unit != lead))
    return Suggestion(lead, supporting[:MOST_SUPPORTING], first.reason)
