"""What the engine reads of the samples, held against what it read when last reviewed: ``tests/goldens/*.tsv``.

One line an item (kind, address of its first clause, due date, title) and, below it, one a quantity. ``pytest
--rewrite-goldens`` writes them anew and fails, so that no run can bless what it has just written.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import taizhang
from taizhang import samples
from taizhang.engine.clauses import split_clauses
from taizhang.engine.entries import Addresses
from taizhang.engine.model import Quantity, Report

GOLDENS = Path(__file__).parent / "goldens"


def show(report: Report) -> Iterator[str]:
    yield f"# {report.source.place}\t{report.source.area}\t{report.source.year}"
    addresses = Addresses(split_clauses(report.source.text))
    for item in report.items:
        yield f"{item.kind}\t{addresses.find(item.span.start)}\t{item.due or ''}\t{item.title}"
        yield from (f"\t{_show_quantity(quantity)}" for quantity in report.quantities_of(item))
    for finding in report.findings:
        yield f"! {finding.code}\t{finding.severity}\t{addresses.find(finding.spans[0].start)}"


def _show_quantity(quantity: Quantity) -> str:
    value = "—".join(map(str, quantity.value)) if isinstance(quantity.value, tuple) else quantity.value
    told = (quantity.bound, quantity.measure, quantity.indicator, quantity.indicator_key or "", quantity.status)
    return "\t".join((f"{value} {quantity.unit}".strip(), *told, quantity.period or ""))


@pytest.mark.parametrize("sample", samples.paths(), ids=lambda path: path.name)
def test_a_sample_reads_as_when_last_reviewed(sample, request):
    golden = GOLDENS / f"{sample.name}.tsv"
    lines = "\n".join(show(taizhang.read(sample))) + "\n"
    if request.config.getoption("--rewrite-goldens"):
        golden.write_text(lines, encoding="utf-8")
        pytest.fail("rewritten: look at the difference, then run without the flag")
    assert lines == golden.read_text(encoding="utf-8")
