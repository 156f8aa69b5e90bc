"""The panel of promises: what enters is a folder that ``corpus`` wrote, what leaves is a row for each target of a year.

A row is a place, a year and an indicator: the target with its sentence, the result that the next year's report tells,
the gap, last year's target, and the target of the area above. ``checks.matching`` decides what belongs together; here
the figures are gathered, the sentences looked up and the rows made.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from taizhang import rules
from taizhang.checks.matching import Figure, Promise, area_above, gap_between, match_promises
from taizhang.corpus.schema import SCHEMA
from taizhang.corpus.tables import SUMMARY
from taizhang.engine.clauses import split_clauses
from taizhang.engine.model import Bound, Measure, Role, Status
from taizhang.errors import DocumentBroken, FileMissing, Said
from taizhang.rules.indicators import indicator
from taizhang.rules.units import convert

PANEL_SCHEMA = "taizhang.panel/2"
_TYPES = {"string": pa.string(), "number": pa.float64(), "integer": pa.int64()}
_LOOK_BACK = 24
_LOOK_ON = 6


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the panel, with its words in Chinese (``zh``) and English (``en``)."""

    name: str
    type: str
    zh: str
    en: str
    zh_long: str
    en_long: str


@cache
def columns() -> tuple[Column, ...]:
    """The columns, in order: rows of ``panel.toml``."""
    text = Path(__file__).with_name("panel.toml").read_text(encoding="utf-8")
    return tuple(Column(**row) for row in tomllib.loads(text)["column"])


def panel_schema() -> pa.Schema:
    """The panel as an Arrow schema."""
    fields = [pa.field(column.name, _TYPES[column.type]) for column in columns()]
    return pa.schema(fields, metadata={"taizhang.schema": PANEL_SCHEMA})


def build_panel(corpus: Path) -> pa.Table:
    """The panel of the corpus in folder ``corpus``, by area, year and key. Raises ``InputError`` where it is none."""
    if not (corpus / SUMMARY).is_file():
        raise FileMissing(
            str(corpus / SUMMARY), reason=Said("这里没有 taizhang corpus 的结果", "no corpus was written here")
        )
    try:
        reports = _Reports(corpus)
        promises = match_promises(_read_figures(corpus, reports))
        rows = list(_rows(promises, reports, _Sentences(corpus, promises)))
    except (pa.ArrowException, OSError, KeyError) as error:
        raise DocumentBroken(
            str(corpus), reason=Said(f"表不完整（{SCHEMA}）", f"tables not whole ({SCHEMA})")
        ) from error
    return pa.Table.from_pylist(rows, schema=panel_schema())


class _Reports:
    """What the table of reports says of each, but its text. Of two for one area and year the longer counts."""

    def __init__(self, corpus: Path) -> None:
        names = ["report", "area", "place", "level", "year", "path", "characters", "engine", "rules"]
        rows = pq.read_table(corpus / "reports.parquet", columns=names).to_pylist()
        best: dict[tuple[str, int], dict[str, Any]] = {}
        for row in rows:
            if row["area"] and row["year"]:
                held = best.setdefault((row["area"], row["year"]), row)
                if row["characters"] > held["characters"]:
                    best[row["area"], row["year"]] = row
        self.of = {row["report"]: row for row in best.values()}


def _read_figures(corpus: Path, reports: _Reports) -> Iterator[Figure]:
    """The figures of known indicators that are targets or results, of the reports that count."""
    headlines = _read_headlines(corpus)
    names = ["report", "item", "start", "value_exact", "low_exact", "high_exact", "unit", "measure", "indicator_key"]
    wanted = pc.field("indicator_key").is_valid() & pc.field("status").isin([Status.TARGET, Status.ACTUAL])
    source = pq.ParquetFile(corpus / "quantities.parquet")
    with source:
        for batch in source.iter_batches(columns=[*names, "status", "period", "end"]):
            for row in pa.Table.from_batches([batch]).filter(wanted).to_pylist():
                report = reports.of.get(row["report"])
                if report is not None:
                    yield _figure(row, report, (row["report"], row["item"]) in headlines)


def _figure(row: Mapping[str, Any], report: Mapping[str, Any], is_headline: bool) -> Figure:
    low, high = (row[name] or row["value_exact"] for name in ("low_exact", "high_exact"))
    return Figure(
        report["area"],
        report["year"],
        row["indicator_key"],
        Status(row["status"]),
        Measure(row["measure"]),
        row["unit"],
        row["period"],
        Decimal(low),
        Decimal(high),
        is_headline,
        (row["report"], row["start"]),
    )


def _read_headlines(corpus: Path) -> frozenset[tuple[int, str]]:
    """The items that stand among the headline targets."""
    sections = pq.read_table(corpus / "sections.parquet", columns=["report", "id", "role"])
    heads = sections.filter(pc.field("role") == Role.TARGETS).to_pylist()
    wanted = {(row["report"], row["id"]) for row in heads}
    items = pq.read_table(corpus / "items.parquet", columns=["report", "id", "section"]).to_pydict()
    rows = zip(items["report"], items["id"], items["section"], strict=True)
    return frozenset((report, item) for report, item, section in rows if (report, section) in wanted)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a figure stands: its words, its sentence, and the words that make a target hard or soft."""

    end: int
    text: str
    sentence: str
    bound: str
    hardness: str | None
    hardness_words: str


class _Sentences:
    """The words around the figures of promises, looked up report by report."""

    def __init__(self, corpus: Path, promises: Iterable[Promise]) -> None:
        wanted: dict[int, set[int]] = defaultdict(set)
        for promise in promises:
            for figure in (promise.target, promise.result, promise.last, promise.above):
                if figure is not None:
                    wanted[figure.place[0]].add(figure.place[1])
        facts = _read_facts(corpus, wanted)
        self.of: dict[tuple[int, int], _Place] = {}
        with pq.ParquetFile(corpus / "reports.parquet") as source:
            for batch in source.iter_batches(batch_size=64, columns=["report", "text"]):
                for row in batch.to_pylist():
                    if row["report"] in wanted:
                        self._add(row["report"], row["text"], facts[row["report"]])

    def _add(self, report: int, text: str, facts: Iterable[Mapping[str, Any]]) -> None:
        starts, spans = _split_sentences(text)
        for fact in facts:
            begin, stop = spans[max(bisect_right(starts, fact["start"]) - 1, 0)]
            words = _hardness_words(text[begin : fact["start"]], text[fact["end"] : stop], fact["trace"])
            if fact["hardness"] and not words and fact["bound"] == Bound.RANGE:
                words = fact["text"]
            self.of[report, fact["start"]] = _Place(
                fact["end"], fact["text"], text[begin:stop].strip(), fact["bound"], fact["hardness"], words
            )


def _read_facts(corpus: Path, wanted: Mapping[int, set[int]]) -> dict[int, list[dict[str, Any]]]:
    facts: dict[int, list[dict[str, Any]]] = defaultdict(list)
    names = ["report", "start", "end", "text", "bound", "hardness", "trace"]
    with pq.ParquetFile(corpus / "quantities.parquet") as source:
        for batch in source.iter_batches(columns=names):
            known = batch.filter(pc.is_in(batch.column("report"), pa.array(list(wanted), pa.int64())))
            for row in known.to_pylist():
                if row["start"] in wanted[row["report"]]:
                    facts[row["report"]].append(row)
    return facts


def _split_sentences(text: str) -> tuple[list[int], list[tuple[int, int]]]:
    """Where sentences begin, and the span of each with its stop."""
    spans: list[tuple[int, int]] = []
    number = -1
    for clause in split_clauses(text):
        if clause.sentence != number:
            number = clause.sentence
            spans.append((clause.start, clause.end))
        else:
            spans[-1] = spans[-1][0], clause.end
    whole = spans or [(0, len(text))]
    closed = [(start, _close(text, end)) for start, end in whole]
    return [start for start, _ in closed], closed


def _close(text: str, end: int) -> int:
    """``end``, with the stop behind it."""
    return end + 1 if text[end : end + 1] in {"。", "；", "！", "？", ";"} else end


def _hardness_words(before: str, after: str, trace: Iterable[str]) -> str:
    """The words that made a target binding or soft: those of the rows in its trace, the nearest first."""
    keys = dict(key.split(":", 1) for key in trace if ":" in key and not key.startswith("grammar"))
    key = keys.get("hardness")
    if key is None:
        return ""
    if key.endswith(".words"):
        found = re.findall("|".join(map(re.escape, _row_words("hardness", key, "words"))), before)
        return str(found[-1]) if found else ""
    bound = keys.get("bounds")
    if bound is None:
        return ""
    near = [word for word in _row_words("bounds", bound, "before") if word in before[-_LOOK_BACK:]]
    behind = [word for word in _row_words("bounds", bound, "after") if word in after[:_LOOK_ON]]
    return max((*near, *behind), key=len, default="")


@cache
def _row_words(table: str, key: str, name: str) -> tuple[str, ...]:
    row = next((row for row in rules.load(table) if row.key == key), None)
    words = row.data.get(name, ()) if row else ()
    return tuple(sorted(words, key=len, reverse=True))


def _rows(promises: Iterable[Promise], reports: _Reports, sentences: _Sentences) -> Iterator[dict[str, Any]]:
    for promise in promises:
        target = promise.target
        report = reports.of[target.place[0]]
        place = sentences.of[target.place]
        known = indicator(target.key)
        yield {
            "area": target.area, "place": report["place"], "level": report["level"],
            "area_above": area_above(target.area, target.year), "year": target.year, "indicator_key": target.key,
            "indicator": known.name if known else "", "measure": target.measure,
            "target_low": float(target.low), "target_high": float(target.high), "unit": target.unit,
            "bound": place.bound, "hardness": place.hardness, "hardness_words": place.hardness_words,
            "target_text": place.text, "sentence": place.sentence, "start": target.place[1], "end": place.end,
            "report": target.place[0], "path": report["path"], "engine": report["engine"], "rules": report["rules"],
            **_result(promise, reports, sentences), **_ends("last", promise.last, target, sentences),
            **_ends("above", promise.above, target, sentences),
        }  # fmt: skip


def _result(promise: Promise, reports: _Reports, sentences: _Sentences) -> dict[str, Any]:
    result = promise.result
    if result is None:
        return {}
    place, report = sentences.of[result.place], reports.of[result.place[0]]
    gap = gap_between(promise.target, result)
    return {
        "result": _told_in(promise.target, result, result.low), "gap": float(gap), "result_sentence": place.sentence,
        "result_start": result.place[1], "result_end": place.end, "result_report": result.place[0],
        "result_year": report["year"], "result_path": report["path"],
    }  # fmt: skip


def _ends(name: str, figure: Figure | None, target: Figure, sentences: _Sentences) -> dict[str, Any]:
    if figure is None:
        return {}
    place = sentences.of[figure.place]
    low, high = (_told_in(target, figure, value) for value in (figure.low, figure.high))
    return {
        f"{name}_low": low, f"{name}_high": high, f"{name}_sentence": place.sentence,
        f"{name}_start": figure.place[1], f"{name}_end": place.end, f"{name}_report": figure.place[0],
    }  # fmt: skip


def _told_in(target: Figure, figure: Figure, value: Decimal) -> float:
    """A value in the target's unit and direction: a decline beside growth is negative."""
    told = value if figure.unit == target.unit else convert(value, figure.unit, target.unit)
    signs = {figure.measure, target.measure} == {Measure.GROWTH, Measure.DECLINE}
    return float((value if told is None else told) * (-1 if signs else 1))
