"""Add up what speaks for each label of each clause, and find the best path through them.

What enters is a ``Layout`` and the learned ``Table``; what leaves is ten scores a clause, and the numbers of the labels
on the path whose scores, with those of each label following another, add up to the most. After a clause that begins a
task, one like ``方便群众出行`` that scores well for going on with a task goes on with it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from taizhang.engine.kinds.features import CONTEXTS, Layout
from taizhang.engine.kinds.table import KINDS, LABELS, MOST, Floats, Table, unpack
from taizhang.engine.model import Kind

NEVER = np.float32(-1e4)
FRAMING = 2 * KINDS.index(Kind.FRAMING)
"""The first of the two labels of framing."""


def score_labels(layout: Layout, table: Table) -> Floats:
    """``(clauses, LABELS)``: what n-grams, neighbours and places say, before any label is held against the next."""
    sums = sum_grams(layout, table)
    sums *= (weigh_lengths(layout) * np.float32(table.scale))[:, None]
    scores: Floats = table.places[layout.places].sum(axis=1)
    for at, row in enumerate(layout.neighbours):
        block = sums[:, at * LABELS : (at + 1) * LABELS]
        scores += np.where((row >= 0)[:, None], block[row], 0)
    scores[layout.entries, FRAMING : FRAMING + 2] = NEVER
    for kind in (Kind.RESULT, Kind.TARGET, Kind.TASK):
        scores[layout.problems, 2 * KINDS.index(kind) : 2 * KINDS.index(kind) + 2] = NEVER
    return scores


def sum_grams(layout: Layout, table: Table) -> Floats:
    """``(clauses, CONTEXTS * LABELS)``: the weights of each clause's n-grams added up, in whole steps of the scale."""
    size = len(layout.places)
    rows = np.take(table.rows, layout.buckets)
    known = np.flatnonzero(rows)
    owners = layout.owners[known]
    order = np.argsort(owners.astype(np.uint16) if size < 0x10000 else owners, kind="stable")
    owners, rows = owners[order], rows[known][order]
    sums = np.zeros((size, CONTEXTS * LABELS), dtype=np.float32)
    if len(owners):
        change = np.flatnonzero(np.concatenate(([True], owners[1:] != owners[:-1])))
        # Pieces of MOST n-grams, so that a table's row without marks does not run over its lane.
        cuts = change if _are_short(change, len(owners)) else np.union1d(change, np.arange(0, len(owners), MOST))
        parts = unpack(np.add.reduceat(np.take(table.packed, rows, axis=0), cuts, axis=0))
        if len(cuts) == len(change):
            sums[owners[cuts]] = parts
        else:
            np.add.at(sums, owners[cuts], parts)
    return sums


def _are_short(starts: npt.NDArray[np.int64], end: int) -> bool:
    return bool(np.diff(starts, append=end).max() <= MOST)


def weigh_lengths(layout: Layout) -> Floats:
    """The factor of each clause's n-grams: a long clause has many, each says less."""
    counts = np.bincount(layout.owners, minlength=len(layout.places))
    factors: Floats = np.sqrt(40 / np.maximum(counts, 1)).astype(np.float32)
    return factors


def find_path(scores: Floats, turns: Floats, between: npt.NDArray[np.int64]) -> list[int]:
    """The best path of labels (Viterbi): the sum of ``scores`` and of ``turns``, none going on with another kind."""
    allowed = [turn + FORBIDDEN for turn in turns]
    best = scores[0] + FIRST
    after = best[:, None]  # the same numbers as a column, to be added to each row of a turn
    sums = np.empty((len(scores) - 1, LABELS, LABELS), dtype=best.dtype)
    for turn, score, here in zip(between[1:].tolist(), scores[1:], sums, strict=True):
        np.add(allowed[turn], after, here)
        np.add(np.maximum.reduce(here, 0), score, best)
    path = [int(best.argmax())]
    for came in reversed(sums.argmax(axis=1).tolist()):
        path.append(came[path[-1]])
    return path[::-1]


FIRST = np.where(np.arange(LABELS) % 2 == 1, NEVER, np.float32(0))
FORBIDDEN = np.array(
    [[NEVER if to % 2 and to // 2 != after // 2 else 0 for to in range(LABELS)] for after in range(LABELS)],
    dtype=np.float32,
)
