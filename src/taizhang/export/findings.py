"""The findings of one or several reports as a workbook for the desk, and what they were held against.

What enters is reports with their findings and rows of comparisons, what leaves is tables for ``make_workbook``. Of a
closing quote without its partner there is the row ``1 · 错误 · T006 · … · 第35行（c118.0）``, its sentence with the
words at fault in red, and an empty cell in which the clerk says what was done.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from taizhang.engine.explain import Place, place_of
from taizhang.engine.model import Finding, Report, Severity, Span
from taizhang.export.columns import ABOUT, CHECK, LEVELS, OUTCOMES, SUMS
from taizhang.export.files import write_file
from taizhang.export.grid import Cell, Column, Marked, Row, Table, without_empty
from taizhang.export.sheet import make_workbook
from taizhang.export.words import Words
from taizhang.settings import Settings

_COMPARED: Mapping[str, Mapping[str, float]] = {"outcomes": OUTCOMES, "levels": LEVELS, "sums": SUMS}
_OPTIONAL = ("formula", "inputs", "tolerance", "file")
_AROUND = 45
"""So many characters of a sentence are shown on either side of the words, where it is very long."""
_LONGEST, _HEAD, _TAIL = 40, 26, 12
"""Words longer than this are shown by their beginning and end, and not marked: they are all that is shown."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A report with its findings, and the name of its file.

    ``opening`` is where findings stand that are about the whole of it: something is said nowhere.
    """

    name: str
    report: Report
    opening: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a report was held against: ``key`` is ``outcomes``, ``levels`` or ``sums``, ``rows`` are without numbers."""

    key: str
    rows: tuple[tuple[Cell, ...], ...]


def write_findings(
    path: str | Path, checked: Sequence[Checked], comparisons: Sequence[Comparison], settings: Settings
) -> None:
    """Write the findings of all reports as one Excel workbook. Raises ``OutputError``."""
    write_file(path, make_workbook(build_finding_tables(checked, comparisons, settings), settings))


def build_finding_tables(
    checked: Sequence[Checked], comparisons: Sequence[Comparison], settings: Settings
) -> tuple[Table, ...]:
    """The sheet of findings, the gravest first; one for each comparison that has rows; one about the reports."""
    return tuple(_Tables(checked, settings).build(comparisons))


class _Tables:
    """One building of the tables."""

    def __init__(self, checked: Sequence[Checked], settings: Settings) -> None:
        self.checked = checked
        self.words = Words(settings.lang)

    def build(self, comparisons: Sequence[Comparison]) -> Iterator[Table]:
        yield without_empty(self._table("check", CHECK, tuple(self._findings()), self._note()), _OPTIONAL)
        for comparison in comparisons:
            rows = tuple((number, *cells) for number, cells in enumerate(comparison.rows, 1))
            if rows:
                note = self.words.say(f"note.{comparison.key}", rows=len(rows))
                yield without_empty(self._table(comparison.key, _COMPARED[comparison.key], rows, note), ("file",))
        yield self._table("about", ABOUT, tuple(self._about()), "")

    def _table(self, key: str, columns: Mapping[str, float], rows: Sequence[tuple[Cell, ...]], note: str) -> Table:
        words = self.words
        headed = tuple(Column(name, words.say(f"column.{key}.{name}"), width) for name, width in columns.items())
        name = words.say(f"sheet.{key}")
        head = words.say("head.check.about" if key == "about" else "head", of=self._of(), table=name)
        return Table(key, name, head, note, headed, tuple(map(Row, rows)))

    def _of(self) -> str:
        if len(self.checked) != 1:
            return self.words.say("head.of.many", count=len(self.checked))
        source = self.checked[0].report.source
        kind = "" if source.place and source.year else ".place" if source.place else ".year" if source.year else ".none"
        return self.words.say(f"head.of{kind}", place=source.place, year=source.year)

    def _note(self) -> str:
        found = [finding for each in self.checked for finding in each.report.findings]
        if not found:
            return self.words.say("note.check.nothing")
        return self.words.say("note.check", counts=self._counts(found))

    def _counts(self, found: Sequence[Finding]) -> str:
        counts = Counter(finding.severity for finding in found)
        told = [self.words.say("count", name=self.words.name(s), count=counts[s]) for s in Severity if counts[s]]
        return self.words.say("count.and").join(told)

    def _findings(self) -> Iterator[tuple[Cell, ...]]:
        order = [*Severity]
        found = [(each, finding) for each in self.checked for finding in each.report.findings]
        found.sort(key=lambda pair: order.index(pair[1].severity))
        for number, (each, finding) in enumerate(found, 1):
            is_whole = not finding.spans or finding.spans == each.opening
            spans = () if is_whole else tuple(span for span in finding.spans if span.end > span.start)
            places = [place_of(each.report, *span) for span in spans]
            yield (
                number,
                self.words.name(finding.severity),
                finding.code,
                finding.message,
                finding.formula,
                finding.inputs,
                finding.tolerance,
                mark_sentences(each.report, spans),
                tuple(dict.fromkeys(map(self._address, places))) or self.words.say("place.whole"),
                self._file(each, places),
                None,
            )

    def _address(self, place: Place) -> str:
        return self.words.say("place.line", line=place.line, address=place.address)

    def _file(self, each: Checked, places: Sequence[Place]) -> str:
        """The file that a finding is of; nothing where there is one only."""
        if places and places[0].file:
            return places[0].file
        return each.name if len(self.checked) > 1 else ""

    def _about(self) -> Iterator[tuple[Cell, ...]]:
        words = self.words
        for each in self.checked:
            source = each.report.source
            told = (source.title, source.place, str(source.year or ""), self._counts(each.report.findings))
            yield each.name, tuple(line for line in told if line)
        for severity in Severity:
            yield words.name(severity), words.say(f"how.{severity}")
        for key in ("tolerance", "place", "handling", "words"):
            yield words.say(f"about.check.{key}"), words.say(f"how.check.{key}")
        report = self.checked[0].report if self.checked else None
        if report:
            yield words.say("about.check.versions"), " · ".join(v for v in (report.engine, report.rules) if v)


def mark_sentences(report: Report, spans: Sequence[Span]) -> Marked:
    """The sentences that hold ``spans``, a line each, the words of the spans marked; very long ones are cut.

    >>> from taizhang.engine.model import Restoration, SourceText
    >>> text = "修了路。建成好房子”三座。"
    >>> found = mark_sentences(Report(SourceText(text), Restoration()), (Span(6, 10),))
    >>> found.text, [found.text[slice(*mark)] for mark in found.marks]
    ('建成好房子”三座。', ['好房子”'])
    """
    lines: list[str] = []
    marks: list[Span] = []
    at = 0
    for window, marked in _windows(report, spans):
        line, found = _show(report.source.text, window, marked)
        if line:
            lines.append(line)
            marks += [Span(mark.start + at, mark.end + at) for mark in found]
            at += len(line) + 1
    return Marked("\n".join(lines), tuple(marks))


def _windows(report: Report, spans: Sequence[Span]) -> Iterator[tuple[Span, list[Span]]]:
    """The sentences to show, in the order of the spans, the main one first, each with the spans in it."""
    found: dict[Span, list[Span]] = {}
    for span in spans:
        if span.end > span.start:
            sentence = place_of(report, span.start, span.end).sentence
            home = next((w for w in found if w.start <= span.start and span.end <= w.end), sentence)
            found.setdefault(home, []).append(span)
    for window, marked in found.items():
        yield window, sorted(marked)


def _show(text: str, window: Span, marked: Sequence[Span]) -> tuple[str, list[Span]]:
    """The words of a window in one line, long stretches cut, and where the marked ones stand in it."""
    pieces: list[tuple[str, bool]] = []
    at = window.start
    for span in marked:
        if span.end > at:
            pieces += [(text[at : max(span.start, at)], False), (text[max(span.start, at) : span.end], True)]
            at = span.end
    pieces.append((text[at : window.end], False))
    line, found = "", []
    for number, (words, is_marked) in enumerate(pieces):
        shown = _cut(" ".join(words.split()), is_marked, number == 0, number == len(pieces) - 1)
        if is_marked and shown == " ".join(words.split()) and shown:
            found.append(Span(len(line), len(line) + len(shown)))
        line += shown
    return line, found


def _cut(words: str, is_marked: bool, is_first: bool, is_last: bool) -> str:
    if is_marked:
        return words if len(words) <= _LONGEST else f"{words[:_HEAD]}……{words[-_TAIL:]}"
    if is_first:
        return words if len(words) <= _AROUND else f"…{words[-_AROUND:]}"
    if is_last:
        return words if len(words) <= _AROUND else f"{words[:_AROUND]}…"
    return words if len(words) <= 2 * _AROUND else f"{words[:_AROUND]}……{words[-_AROUND:]}"
