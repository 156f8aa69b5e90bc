"""A ledger of the database as files: the workbook and the document that a report gives, with what people decided.

What enters is a ledger with the entries that the reader may see, what leaves is the bytes of an ``.xlsx`` or
a ``.docx``. Of the entry 新修水渠20公里, given to 市水利局 and due in June, the workbook has a row with both and at
its right end the key ``E12v3``, by which an import finds it again (see ``ledger.tables``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from django.db.models import Prefetch, QuerySet

from taizhang.engine.entries import Sentences
from taizhang.engine.model import Report, Span
from taizhang.export.document import set_document
from taizhang.export.duties import Duties, Duty, Heading, one_line, widen
from taizhang.export.grid import Cell, Table
from taizhang.export.lines import Line, lay_out_ledger
from taizhang.export.phrases import show_due
from taizhang.export.places import Places
from taizhang.export.sheet import make_workbook
from taizhang.export.words import Words
from taizhang.ledger.access import Actor, seen_entries
from taizhang.ledger.compiling import settings_of
from taizhang.ledger.models import Entry, Ledger, OfficialStatus
from taizhang.settings import Form, Settings

_KEY = re.compile(r"E(\d{1,18})v(\d{1,9})")
_ZH = Words("zh")


class Key(NamedTuple):
    """Which entry a row is, and the version that it was written out as."""

    entry: int
    version: int

    @property
    def text(self) -> str:
        """As it stands in a cell.

        >>> Key(12, 3).text, read_key(" E12v3 "), read_key("12")
        ('E12v3', Key(entry=12, version=3), None)
        """
        return f"E{self.entry}v{self.version}"


def read_key(text: str) -> Key | None:
    """The key in a cell; None where there is none."""
    found = _KEY.fullmatch("".join(text.split()))
    return Key(int(found[1]), int(found[2])) if found else None


def exported_entries(actor: Actor, ledger: Ledger) -> QuerySet[Entry]:
    """The top entries of ``ledger`` that ``actor`` may take out, each with the children that ``actor`` may see."""
    seen = seen_entries(actor, "ledger.export").filter(ledger=ledger, is_gone=False)
    return with_all(seen.filter(parent=None), with_all(seen))


def with_all(entries: QuerySet[Entry], children: QuerySet[Entry] | None = None) -> QuerySet[Entry]:
    """``entries`` with all that a row tells, in a few queries however many they are."""
    below = (Prefetch("children", queryset=children.order_by("order", "id")),) if children is not None else ()
    told = entries.select_related("lead").prefetch_related("supports__unit", "milestones", *below)
    return told.order_by("order", "id")


def make_ledger_workbook(ledger: Ledger, entries: Iterable[Entry]) -> bytes:
    """The workbook of one sheet, by the ledger's columns."""
    settings = settings_of(ledger)
    teller = Teller(ledger, settings)
    lines = tuple(teller.line(entry) for entry in entries)
    words = Words(settings.lang)
    columns, rows = lay_out_ledger(lines, settings)
    name = words.say("sheet.ledger")
    note = words.say("note.ledger", entries=len(lines), items=sum(len(line.children) or 1 for line in lines))
    return make_workbook([Table("ledger", name, f"{ledger.title}{name}", note, columns, rows)], settings)


def make_ledger_document(ledger: Ledger, entries: Iterable[Entry], form: Form | None = None) -> bytes:
    """The document 任务分解表 or 分工方案, as the ledger's settings say where ``form`` is None."""
    settings = settings_of(ledger)
    rows = list(entries)
    duties = Teller(ledger, settings).duties(rows)
    return set_document(duties, settings, form or settings.document)


class Teller:
    """Tells entries as rows do. The words of the report are read once."""

    def __init__(self, ledger: Ledger, settings: Settings) -> None:
        self.ledger = ledger
        self.words = Words(settings.lang)
        edition = ledger.edition
        self.edition = edition.pk if edition else None
        self.report: Report | None = edition.load() if edition else None
        self.sentences = Sentences(self.report) if self.report else None
        self.places = Places(self.sentences.restored.text) if self.sentences else None

    def line(self, entry: Entry) -> Line:
        """An entry with those below it as a line of the table."""
        return self._single(entry, tuple(self._single(child) for child in entry.children.all()))

    def _single(self, entry: Entry, children: tuple[Line, ...] = ()) -> Line:
        return Line(
            number=entry.number,
            path=tuple(entry.path),
            text=entry.text or entry.title,
            targets=split_targets(entry.target_text),
            due=show_due(entry.due.isoformat() if entry.due else None, entry.is_due_assumed, self.words),
            lead=entry.lead.name if entry.lead else "",
            supporting=_supporting(entry),
            filled=tell_filled(entry, self.ledger.year),
            address=entry.address,
            source=self._source(entry),
            key=Key(entry.pk, entry.version).text,
            children=children,
        )

    def _spans(self, entry: Entry) -> tuple[Span, ...]:
        """Where an entry's words stand in the newest edition; nothing for those of none."""
        is_here = self.sentences is not None and entry.edition_id == self.edition
        return tuple(Span(*span) for span in entry.spans) if is_here else ()

    def _source(self, entry: Entry) -> str:
        spans = self._spans(entry)
        if not spans or self.report is None or self.sentences is None:
            return ""
        return one_line(self.report.words(*self.sentences.around(spans[0])))

    # ------------------------------------------------------------------------------------- the document

    def duties(self, entries: Sequence[Entry]) -> Duties:
        """The entries as duties of a document; the parts of an entry stand in its own words."""
        numbers = {section.title: section.number for section in self.report.sections} if self.report else {}
        told = tuple(self._duty(entry, at, numbers) for at, entry in enumerate(entries, 1))
        return Duties(
            place=self.ledger.place.name,
            year=str(self.ledger.year or ""),
            headlines=sum(entry.is_headline for entry in entries),
            duties=told,
            has_assumed=any("※" in duty.due for duty in told),
            has_widened=False,
            pages=(),
        )

    def _duty(self, entry: Entry, number: int, numbers: dict[str, str]) -> Duty:
        due = show_due(entry.due.isoformat() if entry.due else None, entry.is_due_assumed, _ZH)
        spans, where = self._spans(entry), ""
        if spans and self.sentences and self.places:
            where = self.places.tell(*self.sentences.hull(spans))
        return Duty(
            number=number,
            ledger_number=entry.number,
            path=tuple(Heading(widen(numbers.get(title, "")).strip(" 、.．"), title) for title in entry.path),
            text=entry.title if entry.is_headline else entry.text or entry.title,
            targets=tuple(target.rstrip("；") for target in split_targets(entry.target_text)),
            due=due,
            where=where,
            source=self._source(entry),
            full_text=entry.title if entry.is_headline else entry.text or entry.title,
            lead=entry.lead.name if entry.lead else "",
            supporting=_supporting(entry),
            filled={key: _as_lines(cell) for key, cell in tell_filled(entry, self.ledger.year).items()},
        )


def split_targets(text: str) -> tuple[str, ...]:
    """Each figure of a target in a line of its own.

    >>> split_targets("水渠新增20公里；泵站改造3座")
    ('水渠新增20公里；', '泵站改造3座')
    """
    return tuple(part for part in re.split("(?<=；)", text) if part)


def tell_filled(entry: Entry, year: int | None) -> dict[str, Cell]:
    """The columns that people fill in, by key; those with nothing are left out. Nodes are those of ``year``."""
    status = OfficialStatus(entry.status)
    told: dict[str, Cell] = dict(_nodes(entry, year))
    told |= {"leader": entry.leader, "remarks": entry.remarks}
    told["status"] = status.label if status != OfficialStatus.NONE else ""
    if status == OfficialStatus.NONE:
        told["light"] = _ZH.lights()[-1][0]
    return {key: cell for key, cell in told.items() if cell}


def _nodes(entry: Entry, year: int | None) -> Iterator[tuple[str, str]]:
    for milestone in entry.milestones.all():
        if year is None or milestone.year == year:
            yield f"q{milestone.quarter}", milestone.text


def _supporting(entry: Entry) -> tuple[str, ...]:
    return tuple(support.unit.name for support in entry.supports.all())


def _as_lines(cell: Cell) -> tuple[str, ...]:
    return tuple(str(cell).split("\n")) if cell is not None else ()
