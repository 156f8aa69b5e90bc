"""How well errors are found: what enters is the corpus in ``../shared``, what leaves is docs/checks-figures.json.

    python scripts/measure_checks.py               prints the table and writes docs/checks-figures.json
    python scripts/measure_checks.py --print       prints it only
    python scripts/measure_checks.py --misses      names the reports and what was put in and not found, too

Into a copy of each of 60 reports, drawn at random, each of the six errors of ``tests/checks/seeding.py`` is put; it is
found where a finding stands there that the report as it is does not get; how many of these are errors or questions is
told too. Reports set apart for validation are left out. What was read by people (docs/checks-tally.toml) says how many
of the errors on clean reports are wrong.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

import pyarrow.parquet as pq

import taizhang
from check_docs import FIGURES, load_tally
from measure_accuracy import SHARED, UNSEEN
from taizhang import checks, ingest
from taizhang.engine.model import Report, Severity
from taizhang.engine.pipeline import compile_source

ROOT = Path(__file__).resolve().parent.parent
REPORTS, SEED = 60, 2026
LEAST_FOUND, MOST_WRONG, MOST_TIME = 0.85, 0.2, 0.1
"""What must be reached: the share of each error found, wrong errors a clean report, checking in times of reading."""

Row = Mapping[str, Any]


@dataclass(slots=True)
class Measured:
    """Counts over the reports: of each kind of error how many were put in and found, ``grave`` as error or question.

    ``errors`` are those of the clean reports, by code.
    """

    reports: int = 0
    put: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    grave: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    seconds_read: float = 0.0
    seconds_checked: float = 0.0
    misses: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> float:
        """Wrong errors a clean report, by the tally; of codes that are not in it all count."""
        rates = {row.code: 1 - row.right / row.read for row in load_tally()
                 if row.severity is Severity.ERROR and row.read}  # fmt: skip
        return sum(count * rates.get(code, 1) for code, count in self.errors.items()) / max(self.reports, 1)

    @property
    def time_share(self) -> float:
        """The time of all checks in times of reading without them."""
        return self.seconds_checked / max(self.seconds_read, 1e-9)


def draw_rows(count: int, seed: int, shared: Path = SHARED) -> list[Row]:
    """``count`` reports of the corpus at random, without those set apart for validation."""
    rows = pq.read_table(shared / "corpus" / "reports.parquet", columns=["place", "year", "text"]).to_pylist()
    passages = passages_held(shared)
    return Random(seed).sample([row for row in rows if not is_held(row["text"], passages)], count)  # noqa: S311


def passages_held(shared: Path) -> list[str]:
    """A passage of each report set apart, to know it by."""
    texts = ("".join((shared / "reports" / f"{name}.txt").read_text("utf-8").split()) for name in sorted(UNSEEN))
    return [text[500:560] for text in texts]


def is_held(text: str, passages: list[str]) -> bool:
    """Whether a text is that of a report set apart."""
    joined = "".join(text.split())
    return any(passage in joined for passage in passages)


def measure(rows: list[Row], seed: int) -> Measured:
    """Put each error into a copy of each report and look for it."""
    seeding = _load_seeding()
    random = Random(seed)  # noqa: S311
    measured = Measured()
    for row in rows:
        clean = _read_clean(row, measured)
        read = _reader(row)
        for title, seed_error in seeding.SEEDS.items():
            seeded = seed_error(clean, Random(random.random()))  # noqa: S311
            if seeded is None:
                continue
            measured.put[title] += 1
            if finding := seeding.find_seeded(seeded, clean, read):
                measured.found[title] += 1
                measured.grave[title] += finding.severity is not Severity.NOTICE
            else:
                measured.misses.append(f"{title}: {row['place']} {row['year']}, {seeded.note}")
    return measured


def _load_seeding() -> Any:
    folder = str(ROOT / "tests")
    sys.path.insert(0, folder)
    try:
        return importlib.import_module("checks.seeding")
    finally:
        sys.path.remove(folder)


def _reader(row: Row) -> Callable[[str], Report]:
    def read(text: str) -> Report:
        return taizhang.read(ingest.place_source(ingest.source_from_text(text), row["place"], row["year"]))

    return read


def _read_clean(row: Row, measured: Measured) -> Report:
    source = ingest.place_source(ingest.source_from_text(row["text"]), row["place"], row["year"])
    start = process_time()
    report = compile_source(source)
    middle = process_time()
    report = replace(report, findings=checks.check_report(report))
    measured.seconds_read += middle - start
    measured.seconds_checked += process_time() - middle
    measured.reports += 1
    measured.errors.update(finding.code for finding in report.findings if finding.severity is Severity.ERROR)
    return report


def tell(measured: Measured) -> Iterator[str]:
    """The table: each error put in, how often, how often found; then what clean reports get, and the time."""
    yield f"{'error put in':<54}{'put':>6}{'found':>7}{'grave':>7}{'share':>8}"
    for title, put in measured.put.items():
        found, grave = measured.found[title], measured.grave[title]
        yield f"{title:<54}{put:>6}{found:>7}{grave:>7}{found / put:>8.1%}"
    by_code = ", ".join(f"{code} {count}" for code, count in sorted(measured.errors.items()))
    yield f"clean reports: {measured.reports}, errors: {measured.errors.total()} ({by_code or 'none'})"
    yield f"wrong errors a clean report, by what was read: {measured.wrong:.3f}"
    yield f"checks take {measured.time_share:.1%} of the time of reading"


def to_document(measured: Measured) -> dict[str, Any]:
    """What docs/checks-figures.json holds."""
    return {
        "seeded": {
            title: {"put": put, "found": measured.found[title], "grave": measured.grave[title]}
            for title, put in measured.put.items()
        },
        "clean": {
            "reports": measured.reports,
            "errors": measured.errors.total(),
            "by_code": dict(sorted(measured.errors.items())),
            "wrong": round(measured.wrong, 3),
        },
        "cost": {"share": round(measured.time_share, 3)},
    }


def main() -> None:
    """Measure, print, and write docs/checks-figures.json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--print", action="store_true", dest="is_print_only", help="write nothing")
    parser.add_argument("--misses", action="store_true", help="name what was not found")
    parser.add_argument("--reports", type=int, default=REPORTS)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    if not SHARED.is_dir():
        sys.exit("../shared does not lie beside this checkout: nothing to measure")
    measured = measure(draw_rows(options.reports, options.seed), options.seed)
    print("\n".join([*(measured.misses if options.misses else ()), *tell(measured)]))
    if not options.is_print_only:
        FIGURES.write_text(json.dumps(to_document(measured), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
