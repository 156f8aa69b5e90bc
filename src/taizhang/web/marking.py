"""A report as it is read on a page: paragraphs of the restored text, cut where an item, a figure or a finding begins.

What enters is a ``Report``, what leaves is ``Paragraph``s of ``Run``s. Of 新建公路20公里。 come the runs 新建公路,
20公里 and 。, all of one item, the second of its figure; each knows where it stands in the source, so that a page can
lead from any word to what was made of it, and back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from taizhang.engine.model import Item, Report, RestoredText, Section, Severity, Span

_LONGEST_HEADING = 80
_GRAVITY = (Severity.NOTICE, Severity.QUESTION, Severity.ERROR)


@dataclass(frozen=True, slots=True)
class Run:
    """Words that belong to one item, one figure and one finding, or to none (None).

    ``start`` is the place of the first character in the source. ``item``, ``figure`` and ``finding`` are indexes into
    the report's tuples; ``begins`` where the item, which is ``item_of``, begins here.
    """

    text: str
    start: int
    item: int | None
    figure: int | None
    finding: int | None
    begins: bool
    item_of: Item | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the restored text. ``spans`` are its places in the source; ``section`` is the heading that it is,
    if any.

    ``findings`` are the indexes of those whose main place is here.
    """

    runs: tuple[Run, ...]
    spans: tuple[Span, ...]
    section: Section | None
    findings: tuple[int, ...]

    def holds(self, offset: int) -> bool:
        """Whether a place in the source is in this line."""
        return any(span.start <= offset < span.end for span in self.spans)


def mark_report(report: Report) -> tuple[Paragraph, ...]:
    """The paragraphs of ``report`` in reading order, empty lines left out."""
    source = report.source.text
    restored = RestoredText.from_pieces(source, report.restoration.pieces or (Span(0, len(source)),))
    marks = _Marks(report)
    headings = {section.span.start: section for section in reversed(report.sections) if section.level < 4}
    return tuple(_paragraphs(source, restored, marks, headings))


class _Marks:
    """For each character of the source which item, figure and finding it belongs to; -1 for none."""

    def __init__(self, report: Report) -> None:
        length = len(report.source.text)
        self.report = report
        self.items = _paint(length, ((at, item.spans) for at, item in enumerate(report.items)))
        self.figures = _paint(length, ((at, (q.span,)) for at, q in enumerate(report.quantities)))
        grave = sorted(enumerate(report.findings), key=lambda told: _GRAVITY.index(told[1].severity))
        self.findings = _paint(length, ((at, finding.spans) for at, finding in grave))
        self.main = {at: finding.spans[0].start for at, finding in enumerate(report.findings) if finding.spans}
        self.begins = {item.spans[0].start: at for at, item in enumerate(report.items)}


def _paint(length: int, things: Iterable[tuple[int, Sequence[Span]]]) -> npt.NDArray[np.int32]:
    """For each of ``length`` characters the index of the last thing that covers it, -1 for none."""
    painted = np.full(length, -1, np.int32)
    for at, spans in things:
        for span in spans:
            painted[span.start : span.end] = at
    return painted


def _paragraphs(
    source: str, restored: RestoredText, marks: _Marks, headings: dict[int, Section]
) -> Iterator[Paragraph]:
    start = 0
    for line in restored.text.split("\n"):
        stripped = line.strip()
        if stripped:
            begin = start + line.index(stripped)
            spans = restored.spans_in_source(begin, begin + len(stripped))
            runs = tuple(run for span in spans for run in _runs(source, span, marks))
            section = headings.get(spans[0].start) if len(stripped) <= _LONGEST_HEADING else None
            found = tuple(at for at, place in marks.main.items() if any(s.start <= place < s.end for s in spans))
            yield Paragraph(runs, spans, section, found)
        start += len(line) + 1


def _runs(source: str, span: Span, marks: _Marks) -> Iterator[Run]:
    """The runs of a stretch of the source: cut where one of the three marks changes."""
    items, figures, findings = (of[span.start : span.end] for of in (marks.items, marks.figures, marks.findings))
    changes = (np.diff(items) != 0) | (np.diff(figures) != 0) | (np.diff(findings) != 0)
    bounds = [0, *(np.flatnonzero(changes) + 1).tolist(), span.end - span.start]
    for low, high in pairwise(bounds):
        start = span.start + low
        item, figure, finding = (int(of[low]) for of in (items, figures, findings))
        yield Run(
            source[start : span.start + high],
            start,
            None if item < 0 else item,
            None if figure < 0 else figure,
            None if finding < 0 else finding,
            begins=item >= 0 and marks.begins.get(start) == item,
            item_of=None if item < 0 else marks.report.items[item],
        )
