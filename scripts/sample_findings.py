"""Findings to be read by a person: what enters is the corpus in ``../shared``, what leaves is a list of some of them.

    python scripts/sample_findings.py --seed 6                 200 findings at random, stratified by code
    python scripts/sample_findings.py --seed 6 --tsv OUT.tsv   the same as a table, with an empty column ``right``
    python scripts/sample_findings.py --tally OUT.tsv          the rows of docs/checks-tally.toml, once it is filled in

Each code gets the same share, as far as it has so many findings; what is left over goes to the others. Each finding is
printed with its severity, place and message, and its sentences with the words in 【】. Consecutive years of a place are
held against each other too, each report against the figures that the one before it tells (as registered ones), and
against the province's and the nation's of its year. Reports set apart for validation are left out. Nothing of it goes
into the repository.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import groupby
from os import cpu_count
from pathlib import Path
from random import Random
from typing import NamedTuple

import pyarrow.parquet as pq

import taizhang
from measure_accuracy import SHARED
from measure_checks import Row, is_held, passages_held
from taizhang import ingest
from taizhang.checks.levels import check_levels
from taizhang.checks.matching import areas_above
from taizhang.checks.observations import check_observations, observe_report
from taizhang.checks.words import opening_of
from taizhang.checks.years import check_years
from taizhang.engine.explain import explain, place_of
from taizhang.engine.model import Finding, Report, Span
from taizhang.rules.areas import find_area

SEVERITIES = ("error", "question", "notice")
_COLUMNS = (
    "number",
    "code",
    "severity",
    "report",
    "address",
    "message",
    "formula",
    "tolerance",
    "words",
    "right",
    "note",
)
_CHUNK = 4
_ADDRESS = re.compile(r"（(c\d+\.\d+)）")


class Drawn(NamedTuple):
    """A finding with what a reader needs: the report's place and year, where it stands, its sentences marked."""

    code: str
    severity: str
    report: str
    address: str
    message: str
    formula: str
    tolerance: str
    words: str


def find_all(rows: Sequence[Row]) -> Iterator[Drawn]:
    """All findings over the reports, on all cores; those of a place together, in the order of their years."""
    ordered = sorted(rows, key=lambda row: (row["place"] or "", row["year"] or 0))
    places = [list(group) for _, group in groupby(ordered, key=lambda row: row["place"])]
    higher = {(area.code, row["year"]): row for row in rows if (area := find_area(row["place"] or "")) is not None}
    with ProcessPoolExecutor(cpu_count()) as pool:
        for found in pool.map(partial(_find_in_place, higher=higher), places, chunksize=_CHUNK):
            yield from found


def _find_in_place(rows: list[Row], higher: Mapping[tuple[str, int], Row]) -> list[Drawn]:
    found: list[Drawn] = []
    last: Report | None = None
    for row in rows:
        report = _read(row)
        found += [_draw(report, finding, _sentences(report, finding)) for finding in report.findings]
        if last is not None and (last.source.year or 0) + 1 == report.source.year:
            compared = [*check_years(report, last), *check_observations(report, observe_report(last))]
            found += [_draw(report, each, _both_sentences(report, last, each)) for each in compared]
        for above in _read_above(report, higher):
            found += [_draw(report, e, _both_sentences(report, above, e)) for e in check_levels(report, above)]
        last = report
    return found


def _read(row: Row) -> Report:
    return taizhang.read(ingest.place_source(ingest.source_from_text(row["text"]), row["place"], row["year"]))


def _read_above(report: Report, higher: Mapping[tuple[str, int], Row]) -> Iterator[Report]:
    """The reports of the areas above, of the same year."""
    year = report.source.year
    if report.source.area and year is not None:
        keys = ((code, year) for code in areas_above(report.source.area, year))
        yield from (_read(higher[key]) for key in keys if key in higher)


def _sentences(report: Report, finding: Finding) -> Iterator[str]:
    return (_mark(report, span) for span in finding.spans)


def _both_sentences(report: Report, last: Report, finding: Finding) -> Iterator[str]:
    """The sentences of a finding across years, that of the earlier report first, at the address that it names."""
    if address := _ADDRESS.search(finding.message):
        yield f"{last.source.year}: {last.words(explain(last, address[1]).place.sentence).strip()}"
    if finding.spans != opening_of(report):
        yield from _sentences(report, finding)


def _draw(report: Report, finding: Finding, sentences: Iterable[str]) -> Drawn:
    start = finding.spans[0] if finding.spans else Span(0, 0)
    name = f"{report.source.place or '?'}{report.source.year or ''}"
    address = f"{place_of(report, start.start, start.end).address} {start.start}-{start.end}"
    words = " ‖ ".join(" ".join(sentence.split()) for sentence in sentences)
    return Drawn(finding.code, finding.severity.value, name, address, finding.message, finding.formula,
                 finding.tolerance, words)  # fmt: skip


def _mark(report: Report, span: Span) -> str:
    """The sentence of a span, the words in 【】."""
    sentence = place_of(report, span.start, span.end).sentence
    pieces = ((sentence.start, span.start), (span.start, span.end), (span.end, sentence.end))
    before, words, after = (" ".join(report.source.text[a:b].split()) for a, b in pieces)
    return f"{before[-120:]}【{words}】{after[:120]}"


def draw(found: Iterable[Drawn], count: int, seed: int) -> list[Drawn]:
    """``count`` of the findings at random, each code with the same share as far as it goes, in order of the codes."""
    random = Random(seed)  # noqa: S311
    by_code: dict[str, list[Drawn]] = defaultdict(list)
    for each in sorted(found):
        by_code[each.code].append(each)
    taken: list[Drawn] = []
    for left, (_, mine) in enumerate(sorted(by_code.items(), key=lambda pair: len(pair[1]))):
        share = (count - len(taken)) // (len(by_code) - left)
        taken += random.sample(mine, min(share, len(mine)))
    return sorted(taken)


def tell(drawn: Sequence[Drawn]) -> Iterator[str]:
    """The findings, each with its number, for a person to read."""
    for number, each in enumerate(drawn, 1):
        yield f"{number}. {each.code} {each.severity} {each.report} {each.address}\n   {each.message}"
        for extra in (each.formula, each.tolerance):
            if extra:
                yield f"   {extra}"
        yield from (f"   > {words}" for words in each.words.split(" ‖ ") if words)


def write_table(path: Path, drawn: Sequence[Drawn]) -> None:
    """The findings as a table with the empty columns ``right`` (1 or 0) and ``note``."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t")
        writer.writerow(_COLUMNS)
        writer.writerows((number, *each, "", "") for number, each in enumerate(drawn, 1))


def tell_tally(path: Path) -> Iterator[str]:
    """The rows of the tally by code and severity; findings without a verdict are not counted."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["right"] in ("0", "1")]
    read = Counter((row["code"], row["severity"]) for row in rows)
    right = Counter((row["code"], row["severity"]) for row in rows if row["right"] == "1")
    for code, severity in sorted(read, key=lambda key: (key[0], SEVERITIES.index(key[1]))):
        numbers = f"read = {read[code, severity]}\nright = {right[code, severity]}"
        yield f'[[tally]]\ncode = "{code}"\nseverity = "{severity}"\n{numbers}\n'


def main() -> None:
    """Draw and print, or count what was read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--code", action="append", help="only this code; may be given several times")
    parser.add_argument("--severity", action="append", choices=SEVERITIES, help="only these")
    parser.add_argument("--tsv", type=Path, help="write a table instead")
    parser.add_argument("--tally", type=Path, help="count the verdicts of such a table instead")
    options = parser.parse_args()
    if options.tally:
        print("\n".join(tell_tally(options.tally)))
        return
    if not SHARED.is_dir():
        sys.exit("../shared does not lie beside this checkout: nothing to draw from")
    rows = pq.read_table(SHARED / "corpus" / "reports.parquet", columns=["place", "year", "text"]).to_pylist()
    passages = passages_held(SHARED)
    found = find_all([row for row in rows if not is_held(row["text"], passages)])
    wanted = [
        each
        for each in found
        if (not options.code or each.code in options.code)
        and (not options.severity or each.severity in options.severity)
    ]
    drawn = draw(wanted, options.count, options.seed)
    if options.tsv:
        write_table(options.tsv, drawn)
    else:
        print("\n".join(tell(drawn)))


if __name__ == "__main__":
    main()
