"""Make ``rules/phrases.npz``: the weights by which ``engine/indicators`` chooses the phrase of a figure.

    .venv/bin/python scripts/train_phrases.py ../shared [--folds 5] [--dry]

Needs the extra ``[train]`` and a folder with ``corpus/reports.parquet``, ``reports``, ``gold`` and ``eval``. First the
weights learn from what the rules make of the corpus (its reports are not labelled, the rules are right in nine of
ten), without being told what the rules chose; then from the gold, with it. Then the corpus is labelled anew by these
weights, and both steps are taken again. The validation reports are kept out of all of it. ``--folds`` only measures:
how often the phrase is right in reports whose gold was kept out, after the first round. The table holds no words,
only weights and counts in hashed buckets.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple
from unittest.mock import patch

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq

from phrase_counts import Known, Reading, count_phrases, find_habits
from phrase_labels import GROUP, Labelled, find_labelled, join_labelled, read_labels
from taizhang.engine import pipeline
from taizhang.engine.clauses import split_clauses
from taizhang.engine.indicators.candidates import Candidates, Kind, list_candidates
from taizhang.engine.indicators.marks import (
    BITS,
    VERSION,
    Rows,
    describe_agreement,
    describe_candidates,
    describe_groups,
    describe_places,
    read_figures,
)
from taizhang.engine.indicators.ranking import add_edges, add_rows, pick_phrases, read_candidate
from taizhang.engine.indicators.reading import Phrase, read_phrases
from taizhang.engine.model import Clause, Mention, RestoredText, SourceText
from taizhang.engine.numerals import read_numbers
from taizhang.engine.restore import restore

VALIDATION = ("03", "05", "08", "12", "14", "31", "37", "40", "43", "48")
SEED = 20260101
SIZE = 1 << BITS
ROUNDS = 2
CORPUS_PASSES, GOLD_PASSES = 3, 12
CORPUS_RATE, GOLD_RATE = 0.15, 0.1
RUNS = 5
"""How many times the gold is learned from, each in another order; the weights are the mean of all."""
STEP = 20
"""What sums of gradients of a report are divided by."""
PULL = 2e-4
"""How strongly the gold's weights are held to the corpus's."""
DROP = 0.3
"""The share of figures for which the rules' choice is hidden, for the rules know these reports better than others."""
RARE = 0.1
"""The weight of a sample whose phrase stands in no second report."""

Floats = npt.NDArray[np.float64]


class Features(NamedTuple):
    """Buckets, a row a feature: of places, kinds and mentions, candidates, and their agreement with the rules."""

    firsts: Rows
    lasts: Rows
    groups: Rows
    own: Rows
    told: Rows


class Sample(NamedTuple):
    """A reading with its candidates; ``wanted`` how good each is (0 for wrong), ``weights`` one a mention."""

    reading: Reading
    given: Candidates
    features: Features
    wanted: Floats
    weights: Floats


def read_report(text: str, title: str = "") -> tuple[Reading, Any]:
    """What the stages before hand to this one, and the compiled report."""
    seen: list[Any] = []

    def listen(text: str, mentions: Sequence[Mention], clauses: Sequence[Clause]) -> tuple[Phrase, ...]:
        phrases = tuple(read_phrases(text, mentions, clauses))
        seen.append(Reading(text, tuple(mentions), tuple(clauses), phrases))
        return phrases

    with patch.object(pipeline, "read_indicators", listen):
        report = pipeline.compile_source(SourceText(text, title=title))
    return seen[0], report


def read_corpus(shared: Path) -> list[Reading]:
    """The corpus without the reports that any of ``reports`` is cut from."""
    known = [path.read_text(encoding="utf-8") for path in sorted((shared / "reports").glob("*.txt"))]
    probes = [text[at : at + 30] for text in known for at in range(len(text) // 5, len(text) - 30, len(text) // 5)]
    texts = pq.read_table(shared / "corpus" / "reports.parquet").column("text").to_pylist()
    kept = [text for text in texts if not any(probe in text for probe in probes)]
    return [reading for reading in map(read_plain, kept) if reading.mentions]


def read_plain(text: str) -> Reading:
    """A report of the corpus: restored, split and its numbers read, no more."""
    restored = RestoredText.from_pieces(text, restore(SourceText(text)).pieces).text
    clauses = split_clauses(restored)
    starts = [clause.start for clause in clauses]
    mentions, _ = read_numbers(restored, "report")
    homes = tuple(clauses[max(0, bisect_right(starts, mention.start) - 1)] for mention in mentions)
    return Reading(restored, mentions, homes, tuple(read_phrases(restored, mentions, homes)))


def lay_out(reading: Reading, known: Known) -> tuple[Candidates, Features]:
    """The candidates of a reading and their features."""
    given, figures = list_candidates(*reading), read_figures(reading.text, reading.mentions, known.habits)
    firsts, lasts = describe_places(figures, given)
    groups, own = describe_groups(figures, given, reading.clauses), describe_candidates(figures, given, known.counts)
    return given, Features(firsts, lasts, groups, own, describe_agreement(given))


def add_up(given: Candidates, features: Features, weights: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The score of every candidate, but for what the rules have to do with."""
    firsts, lasts, groups, own = (add_rows(rows, weights) for rows in features[:4])
    scores: npt.NDArray[Any] = add_edges(given, firsts, lasts)
    scores += groups[given.kinds * len(given.gaps) + given.owners] + own
    return scores


# --- samples ----------------------------------------------------------------------------------------------------


def label_corpus(
    readings: Sequence[Reading], labels: Sequence[Sequence[Phrase]], often: Counter[str], known: Known
) -> Iterable[Sample]:
    """A sample a reading, wanted being the candidate that is the phrase in ``labels``."""
    for reading, phrases in zip(readings, labels, strict=True):
        given, features = lay_out(reading, known)
        wanted = np.zeros(len(given.kinds))
        for i, phrase in enumerate(phrases):
            wanted[given.bounds[i] + _find(reading, given, i, phrase)] = 1
        familiar = np.array([often[p.text] > 1 or "goes_on" in p.trace[0] for p in phrases])
        yield Sample(reading, given, features, wanted, np.where(familiar, 1, RARE))


def _find(reading: Reading, given: Candidates, i: int, phrase: Phrase) -> Any:
    """Which of the candidates of mention ``i`` is ``phrase``; no one where none is."""
    start, end = given.bounds[i], given.bounds[i + 1]
    kinds = given.kinds[start:end]
    rule = phrase.trace[0][8:]
    if rule in ("goes_on", "listed", "same"):
        return np.flatnonzero(kinds == Kind.GO_ON)
    at = (
        reading.text.find(phrase.text, reading.mentions[i].end)
        if rule == "behind"
        else reading.text.rfind(phrase.text, 0, reading.mentions[i].start)
    )
    here = (given.starts[start:end] == at) & (given.ends[start:end] == at + len(phrase.text))
    return np.flatnonzero(here & (given.firsts[start:end] >= 0))[:1]


def align_gold(reading: Reading, report: Any, gold: Any) -> list[dict[str, Any] | None]:
    """The gold row of each mention, as ``score.py`` pairs them; None for an extra one."""
    rows: list[dict[str, Any] | None] = [None] * len(reading.mentions)
    taken: set[int] = set()
    spans = [(q.span.start, q.span.end, at) for at, q in enumerate(report.quantities)]
    for start, end, at in sorted(spans):
        rivals = [
            (min(end, q.end) - max(start, q.start), -i)
            for i, q in enumerate(gold.quantities)
            if i not in taken and min(end, q.end) > max(start, q.start)
        ]
        if rivals:
            index = -max(rivals)[1]
            taken.add(index)
            rows[at] = gold.quantities[index].row
    return rows


def label_gold(reading: Reading, rows: Sequence[dict[str, Any] | None], known: Known, score: ModuleType) -> Sample:
    """A sample whose wanted candidates are those that score as right, the nearer to the gold the better."""
    given, features = lay_out(reading, known)
    wanted = np.zeros(len(given.kinds))
    for at, i in enumerate(given.owners.tolist()):
        row, last = rows[i], rows[i - 1] if i else None
        if row is None:
            continue
        before = last["indicator"] if last else ""
        likeness = _compare(read_candidate(reading.text, given, at, reading.phrases[i], before)[1], row, score)
        if likeness >= score.SIMILAR:
            wanted[at] = np.exp(8 * (likeness - 1)) * (0.5 if _is_left_out(row) else 1)
    return Sample(reading, given, features, wanted, np.ones(len(rows)))


def _is_left_out(row: dict[str, Any]) -> bool:
    return bool(row.get("optional") or row.get("duplicate"))


def _compare(phrase: str, row: dict[str, Any], score: ModuleType) -> float:
    """How many of its characters a phrase shares with the nearest of the gold's (Dice)."""
    mine = score.bare(phrase)
    best = 0.0
    for other in [row["indicator"], *row.get("also", [])]:
        want = score.bare(other)
        shared = sum((Counter(mine) & Counter(want)).values())
        best = max(best, 2 * shared / (len(mine) + len(want)) if mine else 0)
    return best


def read_labelled(readings: Sequence[Reading], rng: np.random.Generator) -> list[Labelled]:
    """The figures of the corpus whose phrases were read by hand, in groups."""
    found = list(find_labelled((reading[:3] for reading in readings), read_labels()))
    found = [found[at] for at in rng.permutation(len(found))]
    return [join_labelled(found[at : at + GROUP]) for at in range(0, len(found), GROUP)]


def label_by_hand(labelled: Labelled, known: Known, score: ModuleType) -> tuple[Sample, list[dict[str, Any] | None]]:
    """A sample in which only the figures read by hand count, and a gold row for each of those."""
    text, mentions, clauses, phrases = labelled
    reading = Reading(text, mentions, clauses, tuple(read_phrases(text, mentions, clauses)))
    given, features = lay_out(reading, known)
    rows = [{"indicator": phrases[i]} if i in phrases else None for i in range(len(mentions))]
    wanted = np.zeros(len(given.kinds))
    for at, i in enumerate(given.owners.tolist()):
        if row := rows[i]:
            before = reading.phrases[i - 1].text if i else ""
            likeness = _compare(read_candidate(text, given, at, reading.phrases[i], before)[1], row, score)
            wanted[at] = np.exp(8 * (likeness - 1)) if likeness >= score.SIMILAR else 0
    return Sample(reading, given, features, wanted, np.array([float(row is not None) for row in rows])), rows


# --- training ---------------------------------------------------------------------------------------------------


def train(
    samples: Sequence[Sample], start: Floats, passes: int, rate: float, *, is_gold: bool, rng: np.random.Generator
) -> Floats:
    """Weights by AdaGrad on the log likelihood of wanted candidates; of the gold the mean over the later passes."""
    weights, squares, total = start.copy(), np.full(SIZE, 1e-8), np.zeros(SIZE)
    for turn in range(passes):
        for at in rng.permutation(len(samples)):
            sample = samples[at]
            seen = np.zeros(len(sample.weights))
            if is_gold:
                seen = (rng.random(len(sample.weights)) >= DROP).astype(float)
            gradient = find_gradient(sample, weights, seen) / STEP
            used = np.flatnonzero(gradient)
            step = gradient[used] + PULL * (weights[used] - start[used])
            squares[used] += step * step
            weights[used] -= rate * step / np.sqrt(squares[used] + (1e-4 if is_gold else 1e-6))
        if turn >= passes // 2:
            total += weights
    return total / (passes - passes // 2) if is_gold else weights


def train_gold(samples: Sequence[Sample], start: Floats) -> Floats:
    """Weights from the gold: the mean of ``RUNS`` runs, which differ in order and in what is hidden."""
    runs = (
        train(samples, start, GOLD_PASSES, GOLD_RATE, is_gold=True, rng=np.random.default_rng(SEED + run))
        for run in range(RUNS)
    )
    mean: Floats = np.sum(list(runs), axis=0) / RUNS
    return mean


def find_gradient(sample: Sample, weights: Floats, seen: Floats) -> Floats:
    """The gradient of one report; ``seen`` is 1 for mentions whose rules' choice is told, 0 for others."""
    given, features = sample.given, sample.features
    shown = seen[given.owners]
    scores = add_up(given, features, weights) + shown * add_rows(features.told, weights)
    chances = _softmax(scores, given.bounds)
    size = len(sample.weights)
    good = np.bincount(given.owners, sample.wanted * chances, minlength=size)
    known = np.where(good > 0, sample.weights, 0)[given.owners]
    aim = sample.wanted * chances / np.maximum(good, 1e-12)[given.owners]
    excess = known * (chances - aim)
    gradient = np.zeros(SIZE)
    stretches = given.firsts >= 0
    for rows, at in ((features.firsts, given.firsts), (features.lasts, given.lasts)):
        _spread(gradient, rows, np.bincount(at[stretches], excess[stretches], minlength=rows.shape[1]))
    groups = given.kinds * size + given.owners
    _spread(gradient, features.groups, np.bincount(groups, excess, minlength=features.groups.shape[1]))
    _spread(gradient, features.own, excess)
    _spread(gradient, features.told, excess * shown)
    return gradient


def _spread(gradient: Floats, rows: Rows, amounts: npt.NDArray[Any]) -> None:
    gradient += np.bincount(rows.ravel(), np.tile(amounts, len(rows)), minlength=SIZE)


def _softmax(scores: Floats, bounds: npt.NDArray[np.int64]) -> Floats:
    sizes = np.diff(bounds)
    starts = bounds[:-1][sizes > 0]
    highest = np.repeat(np.maximum.reduceat(scores, starts), sizes[sizes > 0])
    powers: Floats = np.exp(scores - highest)
    powers /= np.repeat(np.add.reduceat(powers, starts), sizes[sizes > 0])
    return powers


# --- use and measure --------------------------------------------------------------------------------------------


def choose(sample: Sample, weights: npt.NDArray[Any]) -> list[Phrase]:
    """The best candidate of each mention."""
    scores = add_up(sample.given, sample.features, weights) + add_rows(sample.features.told, weights)
    return pick_phrases(sample.reading.text, sample.given, scores, sample.reading.phrases)


def count_right(found: Iterable[tuple[Sequence[Phrase], Sequence[Any]]], score: ModuleType) -> tuple[int, int]:
    """How many phrases are right, and how many count."""
    verdicts = [
        score.same_indicator(phrase.text, row)
        for phrases, rows in found
        for phrase, row in zip(phrases, rows, strict=True)
        if row is not None and not _is_left_out(row)
    ]
    return sum(verdicts), len(verdicts)


def measure_folds(samples: Sequence[Sample], rows: Sequence[Any], start: Floats, folds: int, score: ModuleType) -> str:
    """The share of right phrases in reports kept out of the gold that the weights learn from."""
    right = of = 0
    for fold in range(folds):
        used = [sample for at, sample in enumerate(samples) if at % folds != fold]
        weights = train_gold(used, start)
        kept_out = [(choose(s, weights), rows[at]) for at, s in enumerate(samples) if at % folds == fold]
        hits, size = count_right(kept_out, score)
        right, of = right + hits, of + size
    return f"{right} of {of}, {right / of:.4f}"


def load_module(folder: Path, name: str) -> ModuleType:
    """A module of the folder ``eval``."""
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    spec = importlib.util.spec_from_file_location(name, folder / f"{name}.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(folder / name)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def quantize(weights: Floats) -> npt.NDArray[np.int8]:
    """Weights as whole numbers; the largest ones are cut off."""
    scale = 127 / np.quantile(np.abs(weights[weights != 0]), 0.9999)
    whole: npt.NDArray[np.int8] = np.clip(np.round(weights * scale), -127, 127).astype(np.int8)
    return whole


def main() -> None:
    """Train, print what is measured, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--dry", action="store_true", help="write no table")
    args = parser.parse_args()
    gold, score = load_module(args.shared / "eval", "gold"), load_module(args.shared / "eval", "score")
    readings = read_corpus(args.shared)
    often, counts = count_phrases(readings)
    known = Known(counts, find_habits(readings))
    labelled, rows = [], []
    for path in sorted((args.shared / "reports").glob("*.txt")):
        if path.stem.removeprefix("local-") not in VALIDATION:
            reading, report = read_report(path.read_text(encoding="utf-8"), path.stem)
            rows.append(align_gold(reading, report, gold.load(path.stem)))
            labelled.append(label_gold(reading, rows[-1], known, score))
    print("rules", count_right(zip((s.reading.phrases for s in labelled), rows, strict=True), score), flush=True)
    by_hand = [label_by_hand(part, known, score) for part in read_labelled(readings, np.random.default_rng(SEED))]
    labelled, rows = labelled + [sample for sample, _ in by_hand], rows + [row for _, row in by_hand]
    weights, labels = np.zeros(SIZE), [reading.phrases for reading in readings]
    for turn in range(ROUNDS):
        rng = np.random.default_rng(SEED)
        samples = list(label_corpus(readings, labels, often, known))
        start = train(samples, np.zeros(SIZE), CORPUS_PASSES, CORPUS_RATE, is_gold=False, rng=rng)
        if args.folds and not turn:
            print("kept out", measure_folds(labelled, rows, start, args.folds, score), flush=True)
        weights = train_gold(labelled, start)
        labels = [choose(sample, weights) for sample in samples]
        fitted = count_right(((choose(s, quantize(weights)), r) for s, r in zip(labelled, rows, strict=True)), score)
        print("round", turn + 1, "fitted", fitted, flush=True)
    if not args.dry:
        target = Path(__file__).parents[1] / "src" / "taizhang" / "rules" / "phrases.npz"
        np.savez_compressed(target, version=VERSION, weights=quantize(weights), counts=counts, habits=known.habits)


if __name__ == "__main__":
    main()
