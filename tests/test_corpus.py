"""Full reports of many places and years, where they lie beside the checkout: all are read, and offsets are sound.

A sample of 60 spread over the corpus in each run, all of it in ``make soak``. A failure names the row of the corpus
and what does not hold, never its words.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow.parquet as pq
import pytest

import taizhang
from taizhang.engine.codec import from_json, to_json
from taizhang.engine.model import Report

SAMPLE = 60


@pytest.fixture(scope="module")
def texts(shared) -> list[str]:
    return pq.read_table(shared / "corpus" / "reports.parquet", columns=["text"])["text"].to_pylist()


def faults(report: Report) -> Iterator[str]:
    """What does not hold of a report."""
    text = report.source.text
    spans = [q.span for q in report.quantities] + [u.span for u in report.unread] + [s.span for s in report.sections]
    spans += [span for item in report.items for span in item.spans]
    spans += [span for finding in report.findings for span in finding.spans]
    if not all(0 <= start < end <= len(text) for start, end in spans):
        yield "a span lies outside of the text or is empty"
    if any(text[q.span.start : q.span.end] != q.text for q in report.quantities):
        yield "a quantity's text is not what stands in its span"
    owners = {item.id: item for item in report.items}
    if any(q.item is not None and q.id not in owners[q.item].quantities for q in report.quantities):
        yield "a quantity and its item do not name each other"
    yield from uncovered(report)
    if from_json(to_json(report)) != report:
        yield "the report is not equal to itself after a round trip through JSON"


def uncovered(report: Report) -> Iterator[str]:
    """Items cover each character of the pieces but white space, once; of what is left out they cover none."""
    text = report.source.text
    times = bytearray(len(text))
    for item in report.items:
        for start, end in item.spans:
            for at in range(start, end):
                times[at] += 1
    if max(times, default=0) > 1:
        yield "two items overlap"
    kept = [at for start, end in report.restoration.pieces for at in range(start, end)]
    if any(not times[at] and not text[at].isspace() for at in kept):
        yield "words stand in no item"
    left_out = [fact.span for fact in report.restoration.set_aside] + list(report.restoration.furniture)
    if any(any(times[start:end]) for start, end in left_out):
        yield "an item covers what was left out"


def check(texts: list[str], rows: range) -> None:
    found = {row: list(faults(taizhang.read(texts[row]))) for row in rows}
    assert {row: told for row, told in found.items() if told} == {}


def test_a_sample_of_the_corpus_is_read_soundly(texts):
    check(texts, range(0, len(texts), max(1, len(texts) // SAMPLE)))


@pytest.mark.soak
@pytest.mark.parametrize("part", range(20))
def test_the_whole_corpus_is_read_soundly(texts, part):
    check(texts, range(part, len(texts), 20))
