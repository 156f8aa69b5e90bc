"""Labelled reports as features: what ``train_clauses.py`` learns from.

What enters is the gold of reports and the corpus; what leaves is a ``Sheet`` a text, or a few sentences of one:
the features of its clauses, with and without roles, and the number of the label of each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq

from clause_labels import LETTERS, Run, find_runs, to_number
from taizhang.engine.clauses import split_clauses
from taizhang.engine.dateline import identify
from taizhang.engine.kinds.features import Layout, lay_out
from taizhang.engine.model import SourceText
from taizhang.engine.outline import place_clauses, read_outline

FIRST_YEAR = 2004

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Sheet:
    """Clauses of one text with their features and labels; ``kept`` is False for those that count neither way.

    ``blind`` are the features without roles and year; ``weight`` is how much a clause counts in training.
    """

    name: str
    layout: Layout
    blind: Layout
    labels: Ints
    kept: Bools
    weight: float = 1.0


@dataclass(frozen=True)
class Passage:
    """A report of the corpus: where it is from, and its words."""

    name: str
    year: int
    text: str


def read_sheet(data: Path, name: str) -> Sheet:
    """One report with its gold."""
    text = (data / "reports" / f"{name}.txt").read_text(encoding="utf-8")
    lines = (data / "gold" / f"{name}.clauses.tsv").read_text(encoding="utf-8").splitlines()
    codes = [line.split("\t")[1].strip() for line in lines]
    labels = np.array([2 * LETTERS.index(code[0]) + (code[1] == "I") for code in codes])
    kept = np.array([len(code) == 2 for code in codes])
    layout, blind = lay_out_twice(text, identify(SourceText(text), text).year)
    return Sheet(name, layout, blind, mend_labels(labels), kept)


def mend_labels(labels: Ints) -> Ints:
    """Labels in which none goes on with another kind: a change of kind begins an item."""
    mended = labels.copy()
    for i in np.flatnonzero(labels % 2 == 1):
        if i == 0 or labels[i - 1] // 2 != labels[i] // 2:
            mended[i] -= 1
    return mended


def lay_out_twice(text: str, year: int | None) -> tuple[Layout, Layout]:
    """The features of a text's clauses, with and without roles and year."""
    clauses = split_clauses(text)
    passages = read_outline(text, year)
    homes, levels = place_clauses(passages, clauses)
    roles = [passages[home].role if home >= 0 else None for home in homes]
    size = len(clauses)
    return lay_out(text, clauses, roles, levels, year), lay_out(text, clauses, [None] * size, [0] * size, None)


def read_pool(corpus: Path, data: Path) -> list[Passage]:
    """The reports of the corpus, dealt as by lot, without those that share a line with a report of ``data``."""
    known: set[str] = set()
    for path in sorted((data / "reports").glob("*.txt")):
        known.update(_long_lines(path.read_text(encoding="utf-8")))
    rows = pq.read_table(corpus, columns=["place", "year", "text"]).to_pylist()
    rows = [r for r in rows if r["year"] >= FIRST_YEAR and known.isdisjoint(_long_lines(r["text"]))]
    rows.sort(key=lambda r: sha256(f"{r['place']}{r['year']}".encode()).digest())
    return [Passage(f"{row['place']}{row['year']}", row["year"], row["text"]) for row in rows]


def _long_lines(text: str) -> set[str]:
    """The paragraphs of some length, bare of white space and marks."""
    bare = (re.sub(r"[\s*#\u3000]", "", line)[:40] for line in text.splitlines())
    return {line for line in bare if len(line) == 40}


def cut_labelled(pool: list[Passage], labels: Mapping[str, str], weight: float) -> Iterator[Sheet]:
    """The sentences of the pool that were labelled by hand, a sheet a run of them."""
    for passage in pool:
        clauses = split_clauses(passage.text)
        runs = list(find_runs(passage.text, clauses, labels))
        if runs:
            layout, blind = lay_out_twice(passage.text, passage.year)
            for run in runs:
                yield _cut_out(passage.name, layout, blind, run, weight)


def _cut_out(name: str, layout: Layout, blind: Layout, run: Run, weight: float) -> Sheet:
    """The clauses of a run, and those beside it as company."""
    low, high = max(run.first - 1, 0), min(run.last + 1, len(layout.places))
    own = slice(run.first - low, run.last - low)
    labels, kept = np.zeros(high - low, dtype=np.int64), np.zeros(high - low, dtype=bool)
    labels[own], kept[own] = [to_number(letter) for letter in run.letters], True
    return Sheet(name, crop(layout, low, high), crop(blind, low, high), labels, kept, weight)


def crop(layout: Layout, low: int, high: int) -> Layout:
    """The features of the clauses ``[low, high)``; neighbours outside are none."""
    inside = (layout.owners >= low) & (layout.owners < high)
    beside = layout.neighbours[:, low:high]
    return Layout(
        layout.owners[inside] - low,
        layout.buckets[inside],
        np.where((beside >= low) & (beside < high), beside - low, -1),
        layout.places[low:high],
        layout.turns[low:high],
        layout.entries[low:high],
        layout.problems[low:high],
    )
