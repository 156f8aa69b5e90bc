"""Train the table of the stage ``kinds`` (``src/taizhang/rules/clauses.npz``) on labelled reports.

    python scripts/train_clauses.py                    prints the figures of cross-validation as JSON
    python scripts/train_clauses.py --write             trains on all and writes the table

``--data`` is a folder with ``reports/NAME.txt`` and ``gold/NAME.clauses.tsv`` (address, label, text), and
``--leave-out`` names reports that are for validation and not trained on. A label is a kind (R G T P F) and a
boundary (B I); a ``D`` after it marks text set aside. The model is a linear-chain conditional random field
(``clause_chain.py``).

With ``--corpus FILE`` (Parquet with place, year, text) ``--pool`` reports of the corpus, unlabelled, say what company
n-grams keep (``clause_vectors.py``), so that the table knows words that no labelled report has; and its sentences that
were labelled by hand (``clause_labels.py``) are learned from too, a clause counting ``--hand`` of one of the gold. A
text that shares a line with any report under ``--data`` is left out. Needs the extra ``[train]`` (scipy). The same data
give the same table.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from clause_chain import Stack, Weights, count_grams, scale_vectors, train
from clause_labels import LETTERS, read_labels
from clause_sheets import Ints, Passage, Sheet, cut_labelled, lay_out_twice, read_pool, read_sheet
from clause_vectors import Vectors, make_vectors
from taizhang.engine.kinds.chain import find_path
from taizhang.engine.kinds.features import PLACE_SIZES, VERSION
from taizhang.engine.kinds.table import KINDS, LABELS, TABLE, Floats
from taizhang.engine.model import Kind, Role

VALIDATION = tuple(f"local-{number:02}" for number in (3, 5, 8, 12, 14, 31, 37, 40, 43, 48))
LARGEST = 0.9995
"""The share of n-grams whose weights fit into a byte; the few larger ones are cut to it, so that small ones count."""
TARGET_LEAN = 0.8
"""What every clause scores more for a target: there are few, and the likeliest labels of all clauses find too few."""
RESULT_LEAN = -1.5
"""What a clause in a section of targets or tasks scores more for a result: the gold has hardly any there."""


def learn_vectors(sheets: Sequence[Sheet], pool: Sequence[Passage]) -> Vectors | None:
    """The vectors of the pool's n-grams, of a size that suits the prior; None without a pool."""
    if not pool:
        return None
    return scale_vectors(make_vectors([lay_out_twice(p.text, p.year)[0] for p in pool]), sheets)


def lean(weights: Weights) -> Weights:
    """The weights, leaning a little to targets, and in plans away from results: by way of the section's role."""
    places = weights.places.copy()
    target, result = (2 * KINDS.index(kind) for kind in (Kind.TARGET, Kind.RESULT))
    places[: PLACE_SIZES[0], target : target + 2] += TARGET_LEAN
    for number, role in enumerate(Role, start=1):
        if role in (Role.TARGETS, Role.TASKS):
            places[number, result : result + 2] += RESULT_LEAN
    return replace(weights, places=places)


def predict(weights: Weights, sheets: Sequence[Sheet]) -> list[Ints]:
    """The labels of each sheet's kept clauses, before the rules that mend them."""
    turns = weights.turns.astype(np.float32)
    found = []
    for sheet in sheets:
        path = find_path(_score(weights, sheet), turns, sheet.layout.turns)
        found.append(np.array(path)[sheet.kept])
    return found


def _score(weights: Weights, sheet: Sheet) -> Floats:
    sums = count_grams(sheet.layout)[:, weights.vocabulary] @ weights.grams
    scores: Floats = weights.places[sheet.layout.places].sum(axis=1)
    for at, row in enumerate(sheet.layout.neighbours):
        scores += np.where((row >= 0)[:, None], sums[row, at * LABELS : (at + 1) * LABELS], 0).astype(np.float32)
    return scores


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
    sheets: Sequence[Sheet], more: Sequence[Sheet], vectors: Vectors | None, count: int, prior: float, rounds: int
) -> dict[str, float]:
    """The figures on reports that the weights had not seen; ``more`` are always seen."""
    gold, found = [], []
    for fold in make_folds(sheets, count):
        seen = [sheet for i, sheet in enumerate(sheets) if i not in fold]
        weights = lean(train(Stack([*seen, *more], vectors), prior, rounds))
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
    parser.add_argument("--hand", type=float, default=0.5)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    names = sorted(path.name.split(".")[0] for path in (args.data / "gold").glob("*.clauses.tsv"))
    sheets = [read_sheet(args.data, name) for name in names if name not in args.leave_out]
    pool = read_pool(args.corpus, args.data) if args.corpus else []
    more = list(cut_labelled(pool, read_labels(), args.hand)) if args.hand else []
    vectors = learn_vectors(sheets, pool[: args.pool])
    if args.write:
        weights = lean(train(Stack([*sheets, *more], vectors), args.prior, args.rounds))
        write_table(weights, Path(__file__).parents[1] / "src/taizhang/rules" / TABLE)
        figures = {"trained_on": score([s.labels[s.kept] for s in sheets], predict(weights, sheets))}
    else:
        figures = {"held_out": cross_validate(sheets, more, vectors, args.folds, args.prior, args.rounds)}
    json.dump(figures, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
