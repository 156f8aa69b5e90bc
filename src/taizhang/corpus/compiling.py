"""The function of a corpus: what enters is a ``RecordBatch`` of texts, what leaves is one of their rows.

It is pure: the same batch gives the same bytes in any process, on any machine, in any company. A row
``(0, place 甲市, year 2032, text …力争制造业投资突破200亿元。)`` comes out with one item and one quantity in its lists;
a row whose text is null comes out with ``failure`` set, E102, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any, NamedTuple

import pyarrow as pa

from taizhang.checks import check_report
from taizhang.corpus.schema import FAILURES, GIVEN, PARTS, REPORTS, own_columns, result_schema
from taizhang.engine.model import Finding, Item, Quantity, Report, Section, SourceText
from taizhang.engine.pipeline import compile_source
from taizhang.errors import CompilingFailed, FileEmpty, FileTooLarge, Said, TaizhangError
from taizhang.ingest import source_from_text

MOST_CHARACTERS = 2_000_000
"""No work report has a twentieth of it; a text so long is a file of something else, or of many."""

_Row = dict[str, Any]


class _Outcome(NamedTuple):
    """One report of a batch: compiled, or the code and the line that say why not."""

    given: _Row
    report: Report | None
    failure: tuple[str, str] | None


def compile_batch(given: pa.RecordBatch) -> pa.RecordBatch:
    """The rows of the reports in ``given`` (see ``schema.GIVEN``), one row a report, in order (``result_schema``).

    Never raises for what stands in a row: a report that cannot be compiled has its ``failure``.
    """
    own = own_columns(given.schema)
    outcomes = [_compile(row) for row in given.to_pylist()]
    arrays: list[pa.Array] = [pa.array([o.given["report"] for o in outcomes], pa.int64())]
    arrays.append(_structs(REPORTS, [_report_row(o) for o in outcomes], own))
    reports = [o.report for o in outcomes]
    arrays.append(_lists("sections", [_sections(r.sections) for r in reports if r], reports))
    arrays.append(_lists("items", [_items(r) for r in reports if r], reports))
    arrays.append(_lists("quantities", [_quantities(r.quantities) for r in reports if r], reports))
    arrays.append(_lists("findings", [_findings(r.findings) for r in reports if r], reports))
    arrays.append(_structs(FAILURES, [_failure_row(o) for o in outcomes]))
    return pa.RecordBatch.from_arrays(arrays, schema=result_schema(own))


def _compile(given: _Row) -> _Outcome:
    """One report. An error of our own making is a row as well: one bad report never stops an archive."""
    if given["code"]:
        return _Outcome(given, None, (given["code"], given["message"]))
    try:
        report = compile_source(_source(given))
        return _Outcome(given, replace(report, findings=check_report(report)), None)
    except TaizhangError as error:
        failure: TaizhangError = error
    except Exception as error:  # noqa: BLE001
        what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        failure = CompilingFailed(given["path"] or "", what=what)
    return _Outcome(given, None, (failure.code, failure.line("zh")))


def _source(given: _Row) -> SourceText:
    where = given["path"] or ""
    text = given["text"]
    if text is None or not text.strip():
        raise FileEmpty(where, reason=Said("正文为空", "the text is empty"))
    if len(text) > MOST_CHARACTERS:
        size, limit = (Said(f"{n / 10_000:.0f} 万字", f"{n:,} characters") for n in (len(text), MOST_CHARACTERS))
        raise FileTooLarge(where, size=size, limit=limit)
    source = source_from_text(text, given["title"] or "", given["place"], given["year"])
    return replace(source, media_type=given["media_type"] or source.media_type, sha256=given["sha256"] or source.sha256)


def _report_row(outcome: _Outcome) -> _Row | None:
    report, given = outcome.report, outcome.given
    if report is None:
        return None
    source = report.source
    return given | {
        "place": source.place, "year": source.year, "title": source.title, "area": source.area,
        "sha256": source.sha256, "characters": len(source.text), "sections": len(report.sections),
        "items": len(report.items), "quantities": len(report.quantities), "findings": len(report.findings),
        "unread": sum(unread.reason is None for unread in report.unread),
        "engine": report.engine, "rules": report.rules, "text": source.text,
    }  # fmt: skip


def _failure_row(outcome: _Outcome) -> _Row | None:
    if outcome.failure is None:
        return None
    code, message = outcome.failure
    return outcome.given | {"code": code, "message": message}


def _structs(
    columns: Sequence[tuple[str, pa.DataType]], rows: list[_Row | None], own: Iterable[pa.Field] = ()
) -> pa.Array:
    """One struct a report, null where the row is None."""
    fields = [pa.field(*column) for column in columns] + list(own)
    arrays = [pa.array([row and row.get(f.name) for row in rows], f.type) for f in fields]
    return pa.StructArray.from_arrays(arrays, fields=fields, mask=pa.array([row is None for row in rows], pa.bool_()))


def _lists(name: str, found: Iterable[list[list[Any]]], reports: Sequence[Report | None]) -> pa.Array:
    """One list of structs a report. ``found``: for each report that is one, its values column by column."""
    fields = [pa.field(*column) for column in PARTS[name]]
    tables = iter(found)
    joined: list[list[Any]] = [[] for _ in fields]
    counts = []
    for report in reports:
        columns = next(tables) if report else []
        counts.append(len(columns[0]) if columns else 0)
        for column, values in zip(joined, columns):
            column.extend(values)
    arrays = [pa.array(values, field.type) for values, field in zip(joined, fields, strict=True)]
    offsets = pa.array(list(accumulate(counts, initial=0)), pa.int32())
    return pa.ListArray.from_arrays(offsets, pa.StructArray.from_arrays(arrays, fields=fields))


def _sections(sections: Sequence[Section]) -> list[list[Any]]:
    return [
        [s.id for s in sections],
        [s.number for s in sections],
        [s.title for s in sections],
        [str(s.role) for s in sections],
        [s.level for s in sections],
        [s.parent for s in sections],
        [s.span.start for s in sections],
        [s.span.end for s in sections],
    ]


def _items(report: Report) -> list[list[Any]]:
    items: Sequence[Item] = report.items
    return [
        [i.id for i in items],
        [i.section for i in items],
        [str(i.kind) for i in items],
        [i.spans[0].start for i in items],
        [i.spans[-1].end for i in items],
        [[(s.start, s.end) for s in i.spans] for i in items],
        [report.words(*i.spans) for i in items],
        [i.title for i in items],
        [i.action for i in items],
        [i.purpose for i in items],
        [i.due for i in items],
        [i.due_assumed for i in items],
        [i.places for i in items],
        [i.projects for i in items],
        [i.suggestion.lead if i.suggestion else None for i in items],
        [i.suggestion.supporting if i.suggestion else None for i in items],
        [i.quantities for i in items],
    ]


def _quantities(quantities: Sequence[Quantity]) -> list[list[Any]]:
    values = [None if isinstance(q.value, tuple) else q.value for q in quantities]
    lows = [q.value[0] if isinstance(q.value, tuple) else None for q in quantities]
    highs = [q.value[1] if isinstance(q.value, tuple) else None for q in quantities]
    return [
        [q.id for q in quantities],
        [q.item for q in quantities],
        [q.span.start for q in quantities],
        [q.span.end for q in quantities],
        [q.text for q in quantities],
        *(column for numbers in (values, lows, highs) for column in (list(_floats(numbers)), list(_exact(numbers)))),
        [q.unit for q in quantities],
        [str(q.bound) for q in quantities],
        [str(q.measure) for q in quantities],
        [q.indicator for q in quantities],
        [q.indicator_key for q in quantities],
        [str(q.status) for q in quantities],
        [q.period for q in quantities],
        [q.hardness and str(q.hardness) for q in quantities],
        [q.trace for q in quantities],
    ]


def _floats(numbers: Iterable[Any]) -> Iterator[float | None]:
    return (None if number is None else float(number) for number in numbers)


def _exact(numbers: Iterable[Any]) -> Iterator[str | None]:
    return (None if number is None else f"{number:f}" for number in numbers)


def _findings(findings: Sequence[Finding]) -> list[list[Any]]:
    return [
        [f.code for f in findings],
        [str(f.severity) for f in findings],
        [f.message for f in findings],
        [f.formula for f in findings],
        [f.inputs for f in findings],
        [f.tolerance for f in findings],
        [[(s.start, s.end) for s in f.spans] for f in findings],
    ]


__all__ = ["GIVEN", "MOST_CHARACTERS", "compile_batch"]
