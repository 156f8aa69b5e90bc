"""Train the table of the stage ``kinds`` (``src/taizhang/rules/clauses.npz``) on labelled reports.

    python scripts/train_clauses.py                    prints the figures of cross-validation as JSON
    python scripts/train_clauses.py --write             trains on all and writes the table

``--data`` is a folder with ``reports/NAME.txt`` and ``gold/NAME.clauses.tsv`` (address, label, text), and
``--leave-out`` names reports that are for validation and not trained on. A label is a kind (R G T P F) and a
boundary (B I); a ``D`` after it marks text set aside. The model is a linear-chain conditional random field, trained
by L-BFGS on the log-likelihood with a Gaussian prior.

With ``--corpus FILE`` (Parquet with place, year, text) ``--pool`` reports of the corpus, unlabelled, say what company
n-grams keep (``clause_vectors.py``); the vectors of a clause's n-grams are features too, and end as weights of n-grams
in the table, which so knows words that no labelled report has. A text that shares a line with any report under
``--data`` is left out of the pool. Needs the extra ``[train]`` (scipy). The same data give the same table.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq
import scipy.sparse as sp
from scipy.optimize import minimize

from clause_vectors import Vectors, make_vectors
from taizhang.engine.clauses import split_clauses
from taizhang.engine.dateline import identify
from taizhang.engine.kinds.chain import find_path, weigh_lengths
from taizhang.engine.kinds.features import BITS, CONTEXTS, PLACE_STARTS, VERSION, Layout, lay_out
from taizhang.engine.kinds.table import LABELS, TABLE
from taizhang.engine.model import SourceText
from taizhang.engine.outline import place_clauses, read_outline

LETTERS = "RGTPF"
VALIDATION = tuple(f"local-{number:02}" for number in (3, 5, 8, 12, 14, 31, 37, 40, 43, 48))
FIRST_YEAR = 2004
LEAST = 6
"""An n-gram has a weight of its own from so many occurrences in the labelled reports."""
VECTOR_WEIGHT = 0.25
LARGEST = 0.9995
"""The share of n-grams whose weights fit into a byte; the few larger ones are cut to it, so that small ones count."""
BLIND_SHARE = 0.3
"""Every report is shown again without roles and year, with this share of its weight: an outline may be wrong."""

CONTEXT_WEIGHTS = (1.0, 0.4, 0.4, 0.2)
VECTOR_CONTEXTS = (1.0, 0.5, 0.5, 0.25)
PLACE_WEIGHT = 1.0
CHUNK = 150
NEVER = -30.0

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Sheet:
    """One text with its features and gold labels; ``kept`` is False for clauses that count neither way.

    ``blind`` are the features without roles and year; ``weight`` is how much a clause counts in training.
    """

    name: str
    layout: Layout
    blind: Layout
    labels: Ints
    kept: npt.NDArray[np.bool_]
    weight: float = 1.0


@dataclass(frozen=True)
class Weights:
    """``grams`` for the buckets of ``vocabulary``, a block a context; ``places``; ``turns``."""

    vocabulary: Ints
    grams: npt.NDArray[np.float32]
    places: npt.NDArray[np.float32]
    turns: Floats


def read_sheet(data: Path, name: str) -> Sheet:
    """One report with its gold."""
    text = (data / "reports" / f"{name}.txt").read_text(encoding="utf-8")
    lines = (data / "gold" / f"{name}.clauses.tsv").read_text(encoding="utf-8").splitlines()
    codes = [line.split("\t")[1].strip() for line in lines]
    labels = np.array([2 * LETTERS.index(code[0]) + (code[1] == "I") for code in codes])
    kept = np.array([len(code) == 2 for code in codes])
    return make_sheet(name, text, identify(SourceText(text), text).year, mend_labels(labels), kept)


def make_sheet(name: str, text: str, year: int | None, labels: Ints, kept: npt.NDArray[np.bool_]) -> Sheet:
    """A text with its features, with and without roles."""
    clauses = split_clauses(text)
    passages = read_outline(text, year)
    homes, levels = place_clauses(passages, clauses)
    roles = [passages[home].role if home >= 0 else None for home in homes]
    blind = lay_out(text, clauses, [None] * len(clauses), [0] * len(clauses), None)
    return Sheet(name, lay_out(text, clauses, roles, levels, year), blind, labels, kept)


def mend_labels(labels: Ints) -> Ints:
    """Labels in which none goes on with another kind: a change of kind begins an item."""
    mended = labels.copy()
    for i in np.flatnonzero(labels % 2 == 1):
        if i == 0 or labels[i - 1] // 2 != labels[i] // 2:
            mended[i] -= 1
    return mended


class Stack:
    """Many sheets as one sparse matrix, cut into chunks that are run through the chain side by side."""

    def __init__(self, sheets: Sequence[Sheet], vectors: Vectors | None = None, vocabulary: Ints | None = None) -> None:
        counts = [_count(sheet.layout) for sheet in sheets]
        if vocabulary is None:
            seen = sum(np.bincount(c.indices, minlength=1 << BITS) for c in counts)
            vocabulary = np.flatnonzero(seen >= LEAST)
        self.vocabulary, self.vectors = vocabulary, vectors
        rows = [_rows(s, c, vocabulary, vectors) for s, c in zip(sheets, counts, strict=True)]
        self.matrix = sp.vstack(rows, format="csr").astype(np.float32)
        self.transposed = self.matrix.T.tocsr()
        self.labels = np.concatenate([s.labels[s.kept] for s in sheets])
        self.turns = np.concatenate([s.layout.turns[s.kept] for s in sheets])
        self.weights = np.concatenate([np.full(int(s.kept.sum()), s.weight) for s in sheets])
        ends = np.cumsum([int(s.kept.sum()) for s in sheets])
        self.spans = list(zip([0, *ends[:-1].tolist()], ends.tolist(), strict=True))
        cuts = [(a, b, max(1, round((b - a) / CHUNK))) for a, b in self.spans]
        chunks = [(a + (b - a) * i // k, a + (b - a) * (i + 1) // k) for a, b, k in cuts for i in range(k)]
        self.grid = np.full((max(b - a for a, b in chunks), len(chunks)), -1)
        for column, (a, b) in enumerate(chunks):
            self.grid[: b - a, column] = np.arange(a, b)


def _count(layout: Layout) -> sp.csr_matrix:
    """How often each bucket occurs in each clause, by the length factor of the clause."""
    size = len(layout.places)
    ones = weigh_lengths(layout)[layout.owners]
    counts = sp.csr_matrix((ones, (layout.owners, layout.buckets)), shape=(size, 1 << BITS))
    counts.sum_duplicates()
    return counts


def _rows(sheet: Sheet, counts: sp.csr_matrix, vocabulary: Ints, vectors: Vectors | None) -> sp.csr_matrix:
    """The matrix rows of the kept clauses: n-grams, a block a context, places, and vectors, a block a context."""
    held = counts[:, vocabulary]
    neighbours = sheet.layout.neighbours
    blocks = [
        sp.diags(np.where(row >= 0, weight, 0.0)) @ held[np.maximum(row, 0)]
        for row, weight in zip(neighbours, CONTEXT_WEIGHTS, strict=True)
    ]
    places = sheet.layout.places
    owner = np.repeat(np.arange(len(places)), places.shape[1])
    ones = np.full(places.size, PLACE_WEIGHT)
    blocks.append(sp.csr_matrix((ones, (owner, places.ravel())), shape=(len(places), int(PLACE_STARTS[-1]))))
    if vectors is not None:
        summed = counts[:, vectors.vocabulary] @ vectors.rows
        for row, weight in zip(neighbours, VECTOR_CONTEXTS, strict=True):
            blocks.append(sp.csr_matrix(np.where(row >= 0, weight, 0.0)[:, None] * summed[np.maximum(row, 0)]))
    return sp.hstack(blocks, format="csr")[sheet.kept]


def learn_vectors(sheets: Sequence[Sheet], pool: Sequence[Sheet]) -> Vectors | None:
    """The vectors of the pool's n-grams, of a size that suits the prior; None without a pool."""
    if not pool:
        return None
    vectors = make_vectors([sheet.layout for sheet in pool])
    summed = np.vstack([_count(sheet.layout)[:, vectors.vocabulary] @ vectors.rows for sheet in sheets])
    spread: npt.NDArray[np.float32] = np.maximum(summed.std(axis=0), 1e-6) / VECTOR_WEIGHT
    return Vectors(vectors.vocabulary, (vectors.rows / spread).astype(np.float32))


FORBIDDEN = np.array([[NEVER if b % 2 and b // 2 != a // 2 else 0.0 for b in range(LABELS)] for a in range(LABELS)])


def run_chain(scores: Floats, turns: Floats, stack: Stack) -> tuple[float, Floats, Floats]:
    """The negative log-likelihood of the gold, and its gradients by ``scores`` and ``turns`` (forward-backward)."""
    grid = stack.grid
    mask, safe = grid >= 0, np.maximum(grid, 0)
    peak = scores[safe].max(axis=2, keepdims=True)
    local = np.exp(scores[safe] - peak)
    moves = np.exp(turns + FORBIDDEN)[stack.turns[safe]]
    weights = stack.weights[safe]
    ahead = np.zeros_like(local)
    norm = np.ones(grid.shape)
    for t in range(len(grid)):
        step = local[t] if t == 0 else np.matmul(ahead[t - 1][:, None, :], moves[t])[:, 0] * local[t]
        total = np.where(mask[t], step.sum(axis=1), 1.0)
        norm[t] = total
        ahead[t] = np.where(mask[t][:, None], step / total[:, None], ahead[t - 1] if t else step)
    behind = np.ones_like(local)
    by_turn = np.zeros_like(turns)
    for t in range(len(grid) - 2, -1, -1):
        reach = local[t + 1] * behind[t + 1] / norm[t + 1][:, None]
        live = mask[t + 1][:, None]
        behind[t] = np.where(live, np.matmul(moves[t + 1], reach[:, :, None])[:, :, 0], 1.0)
        pair = ahead[t][:, :, None] * moves[t + 1] * reach[:, None, :] * (live * weights[t + 1][:, None])[:, :, None]
        np.add.at(by_turn, stack.turns[safe[t + 1]], pair)
    belief = ahead * behind
    belief /= belief.sum(axis=2, keepdims=True)
    by_score = np.zeros_like(scores)
    by_score[grid[mask]] = (belief * weights[:, :, None])[mask]
    loss = ((np.log(norm) + peak[:, :, 0]) * weights)[mask].sum()
    gold = stack.labels
    every = np.arange(len(gold))
    loss -= (scores[every, gold] * stack.weights).sum()
    by_score[every, gold] -= stack.weights
    after, before = grid[1:][mask[1:]], grid[:-1][mask[1:]]
    at = (stack.turns[after], gold[before], gold[after])
    loss -= ((turns + FORBIDDEN)[at] * stack.weights[after]).sum()
    np.add.at(by_turn, at, -stack.weights[after])
    return float(loss), by_score, by_turn


def show_twice(sheets: Iterable[Sheet]) -> list[Sheet]:
    """The sheets, and the same again without roles (``BLIND_SHARE``)."""
    pairs = [(s, replace(s, layout=s.blind)) for s in sheets]
    shares = (1 - BLIND_SHARE, BLIND_SHARE)
    return [replace(s, weight=s.weight * share) for pair in pairs for s, share in zip(pair, shares, strict=True)]


def read_pool(corpus: Path, data: Path, size: int) -> list[Sheet]:
    """``size`` reports of the corpus, dealt as by lot, without those that share a line with a report of ``data``."""
    known: set[str] = set()
    for path in sorted((data / "reports").glob("*.txt")):
        known.update(_long_lines(path.read_text(encoding="utf-8")))
    rows = pq.read_table(corpus, columns=["place", "year", "text"]).to_pylist()
    rows = [r for r in rows if r["year"] >= FIRST_YEAR and known.isdisjoint(_long_lines(r["text"]))]
    rows.sort(key=lambda r: sha256(f"{r['place']}{r['year']}".encode()).digest())
    sheets = []
    for row in rows[:size]:
        count = len(split_clauses(row["text"]))
        blank = np.zeros(count, dtype=np.int64)
        sheets.append(
            make_sheet(f"{row['place']}{row['year']}", row["text"], row["year"], blank, np.ones(count, dtype=bool))
        )
    return sheets


def _long_lines(text: str) -> set[str]:
    """The paragraphs of some length, bare of white space and marks."""
    bare = (re.sub(r"[\s*#\u3000]", "", line)[:40] for line in text.splitlines())
    return {line for line in bare if len(line) == 40}


def train(stack: Stack, prior: float, rounds: int) -> Weights:
    """The weights that make the gold likeliest, under a Gaussian prior."""
    columns = stack.matrix.shape[1]
    cut = columns * LABELS

    def weigh(flat: Floats) -> tuple[float, Floats]:
        table, turns = flat[:cut].reshape(columns, LABELS), flat[cut:].reshape(4, LABELS, LABELS)
        scores = (stack.matrix @ table.astype(np.float32)).astype(np.float64)
        loss, by_score, by_turn = run_chain(scores, turns, stack)
        slope = (stack.transposed @ by_score.astype(np.float32)).astype(np.float64).ravel() + prior * flat[:cut]
        loss += prior / 2 * float(flat[:cut] @ flat[:cut]) + 0.05 * float(flat[cut:] @ flat[cut:])
        return loss, np.concatenate([slope, by_turn.ravel() + 0.1 * flat[cut:]])

    start = np.zeros(cut + 4 * LABELS * LABELS)
    found = minimize(weigh, start, jac=True, method="L-BFGS-B", options={"maxiter": rounds, "maxcor": 6}).x
    return _fold(stack, found[:cut].reshape(columns, LABELS).astype(np.float32), found[cut:].reshape(4, LABELS, LABELS))


def _fold(stack: Stack, table: npt.NDArray[np.float32], turns: Floats) -> Weights:
    """The weights of columns as weights of n-grams: those of their own, and those that their vectors give them."""
    size, places = len(stack.vocabulary), int(PLACE_STARTS[-1])
    vocabulary, rows = stack.vocabulary, np.zeros((0, 0), dtype=np.float32)
    if stack.vectors is not None:
        vocabulary, rows = np.union1d(vocabulary, stack.vectors.vocabulary), stack.vectors.rows
    grams = np.zeros((len(vocabulary), CONTEXTS, LABELS), dtype=np.float32)
    own = np.searchsorted(vocabulary, stack.vocabulary)
    start = CONTEXTS * size + places
    for at in range(CONTEXTS):
        grams[own, at] += table[at * size : (at + 1) * size] * CONTEXT_WEIGHTS[at]
        if stack.vectors is not None:
            by_vector = table[start + at * rows.shape[1] : start + (at + 1) * rows.shape[1]]
            grams[np.searchsorted(vocabulary, stack.vectors.vocabulary), at] += rows @ by_vector * VECTOR_CONTEXTS[at]
    flat = grams.reshape(len(vocabulary), CONTEXTS * LABELS)
    return Weights(vocabulary, flat, table[CONTEXTS * size : start] * PLACE_WEIGHT, turns)


def predict(weights: Weights, sheets: Sequence[Sheet]) -> list[Ints]:
    """The labels of each sheet's kept clauses."""
    stack = Stack(sheets, vocabulary=weights.vocabulary)
    size = len(weights.vocabulary)
    blocks = weights.grams.reshape(size, CONTEXTS, LABELS)
    table = np.concatenate([blocks[:, i] / w for i, w in enumerate(CONTEXT_WEIGHTS)] + [weights.places / PLACE_WEIGHT])
    scores = (stack.matrix @ table).astype(np.float32)
    turns = weights.turns.astype(np.float32)
    return [np.array(find_path(scores[a:b], turns, stack.turns[a:b])) for a, b in stack.spans]


def score(gold: Iterable[Ints], found: Iterable[Ints]) -> dict[str, float]:
    """Share of right kinds, F1 of each kind, and F1 of beginnings of results, targets and tasks."""
    want, have = np.concatenate(list(gold)), np.concatenate(list(found))
    figures = {"clauses": float(len(want)), "kind": float((want // 2 == have // 2).mean())}
    for at, letter in enumerate(LETTERS):
        figures[f"kind_{letter}"] = _f1(want // 2 == at, have // 2 == at)
    figures["item_f1"] = _f1((want % 2 == 0) & (want < 6), (have % 2 == 0) & (have < 6))
    return {name: round(value, 4) for name, value in figures.items()}


def _f1(want: npt.NDArray[np.bool_], have: npt.NDArray[np.bool_]) -> float:
    return float(2 * (want & have).sum() / max(want.sum() + have.sum(), 1))


def make_folds(sheets: Sequence[Sheet], count: int) -> list[list[int]]:
    """Whole reports dealt to ``count`` folds, the longest first, so that folds are of like size."""
    order = sorted(range(len(sheets)), key=lambda i: (-len(sheets[i].labels), sheets[i].name))
    folds: list[list[int]] = [[] for _ in range(count)]
    for rank, i in enumerate(order):
        turn, at = divmod(rank, count)
        folds[at if turn % 2 == 0 else count - 1 - at].append(i)
    return folds


def cross_validate(
    sheets: Sequence[Sheet], vectors: Vectors | None, count: int, prior: float, rounds: int
) -> dict[str, float]:
    """The figures on reports that the weights had not seen."""
    gold, found = [], []
    for fold in make_folds(sheets, count):
        weights = train(Stack(show_twice(s for i, s in enumerate(sheets) if i not in fold), vectors), prior, rounds)
        tests = [sheets[i] for i in fold]
        found += predict(weights, tests)
        gold += [s.labels[s.kept] for s in tests]
    return score(gold, found)


def write_table(weights: Weights, path: Path) -> None:
    """Write the weights, n-grams as bytes, those that round to nothing left out."""
    scale = float(np.quantile(np.abs(weights.grams).max(axis=1), LARGEST)) / 127
    grams = np.rint(np.clip(weights.grams / scale, -127, 127)).astype(np.int8)
    kept = np.flatnonzero(np.abs(grams).max(axis=1) > 0)
    steps = np.diff(weights.vocabulary[kept], prepend=0).astype(np.int32)
    np.savez_compressed(
        path,
        version=np.int32(VERSION),
        steps=steps,
        grams=grams[kept],
        places=weights.places.astype(np.float16),
        turns=weights.turns.astype(np.float16),
        scale=np.float64(scale),
    )


def main() -> None:
    """Read the arguments; train, and print figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared"))
    parser.add_argument("--leave-out", nargs="*", default=VALIDATION)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--prior", type=float, default=1.0)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--pool", type=int, default=400)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    names = sorted(path.name.split(".")[0] for path in (args.data / "gold").glob("*.clauses.tsv"))
    sheets = [read_sheet(args.data, name) for name in names if name not in args.leave_out]
    pool = read_pool(args.corpus, args.data, args.pool) if args.corpus else []
    vectors = learn_vectors(sheets, pool)
    if args.write:
        weights = train(Stack(show_twice(sheets), vectors), args.prior, args.rounds)
        write_table(weights, Path(__file__).parents[1] / "src/taizhang/rules" / TABLE)
        figures = {"trained_on": score([s.labels[s.kept] for s in sheets], predict(weights, sheets))}
    else:
        figures = {"held_out": cross_validate(sheets, vectors, args.folds, args.prior, args.rounds)}
    json.dump(figures, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
