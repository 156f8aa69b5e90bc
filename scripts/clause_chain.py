"""A linear-chain conditional random field over clauses: sheets in, the weights that make their labels likeliest out.

A clause's ten scores are what its n-grams say, those of the clauses beside it, and its places. Every report is shown
twice, the second time without roles and year, so that a wrong outline does less harm. The vectors of a clause's n-grams
are features too, and end as weights of n-grams. Trained by L-BFGS on the log-likelihood with a Gaussian prior; the same
sheets give the same weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
from scipy.optimize import minimize

from clause_sheets import Sheet
from clause_vectors import Vectors
from taizhang.engine.kinds.chain import weigh_lengths
from taizhang.engine.kinds.features import BITS, CONTEXTS, PLACE_STARTS, Layout
from taizhang.engine.kinds.table import LABELS

LEAST = 6
"""An n-gram has a weight of its own from so many occurrences in the labelled clauses and those around them."""
VECTOR_WEIGHT = 0.25
BLIND_SHARE = 0.3
"""The share of its weight that a report shown without roles and year has."""
CONTEXT_WEIGHTS = np.repeat(np.array((1.0, 0.4, 0.4, 0.2), dtype=np.float32), LABELS)
VECTOR_CONTEXTS = np.repeat(np.array((1.0, 0.5, 0.5, 0.25), dtype=np.float32), LABELS)
CHUNK = 150
"""About how many clauses of a text are run through the chain at a time."""
NEVER = -30.0
TURNS = 4
PLACES = int(PLACE_STARTS[-1])

Floats = npt.NDArray[np.float64]
Floats32 = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Spans = list[tuple[int, int]]

FORBIDDEN = np.array([[NEVER if b % 2 and b // 2 != a // 2 else 0.0 for b in range(LABELS)] for a in range(LABELS)])


@dataclass(frozen=True)
class Weights:
    """``grams`` for the buckets of ``vocabulary``, a block a context; ``places``; ``turns``."""

    vocabulary: Ints
    grams: Floats32
    places: Floats32
    turns: Floats


def count_grams(layout: Layout) -> sp.csr_matrix:
    """How often each bucket occurs in each clause, by the length factor of the clause."""
    ones = weigh_lengths(layout)[layout.owners]
    counts = sp.csr_matrix((ones, (layout.owners, layout.buckets)), shape=(len(layout.places), 1 << BITS))
    counts.sum_duplicates()
    return counts


def scale_vectors(vectors: Vectors, sheets: Sequence[Sheet]) -> Vectors:
    """The vectors, of a size that suits the prior."""
    summed = np.vstack([count_grams(sheet.layout)[:, vectors.vocabulary] @ vectors.rows for sheet in sheets])
    spread: Floats32 = np.maximum(summed.std(axis=0), 1e-6) / VECTOR_WEIGHT
    return Vectors(vectors.vocabulary, (vectors.rows / spread).astype(np.float32))


class Stack:
    """Many sheets as matrices: n-grams and vectors of all their clauses once, and of the kept ones two showings."""

    def __init__(self, sheets: Sequence[Sheet], vectors: Vectors | None = None) -> None:
        counts = [count_grams(sheet.layout) for sheet in sheets]
        seen = sum(np.bincount(c.indices, minlength=1 << BITS) for c in counts)
        self.vocabulary, self.vectors = np.flatnonzero(seen >= LEAST), vectors
        self.grams = sp.vstack([c[:, self.vocabulary] for c in counts], format="csr").astype(np.float32)
        self.summed = np.zeros((self.grams.shape[0], 0), dtype=np.float32)
        if vectors is not None:
            self.summed = np.vstack([c[:, vectors.vocabulary] @ vectors.rows for c in counts]).astype(np.float32)
        starts = np.cumsum([0, *(len(sheet.labels) for sheet in sheets)])
        kept = np.concatenate([np.flatnonzero(s.kept) + at for s, at in zip(sheets, starts[:-1], strict=True)])
        self.size = len(kept)
        self.looks = [_look(sheets, starts, kept, context) for context in range(CONTEXTS)]
        self.places = [_stand([s.layout for s in sheets], kept), _stand([s.blind for s in sheets], kept)]
        self.grams_t = self.grams.T.tocsr()
        self.looks_t = [look.T.tocsr() for look in self.looks]
        self.places_t = [place.T.tocsr() for place in self.places]
        self.labels = np.tile(np.concatenate([s.labels[s.kept] for s in sheets]), 2)
        self.turns = np.tile(np.concatenate([s.layout.turns[s.kept] for s in sheets]), 2)
        own = np.concatenate([np.full(int(s.kept.sum()), s.weight) for s in sheets])
        self.weights = np.concatenate([own * (1 - BLIND_SHARE), own * BLIND_SHARE])
        self.steps = _deal_steps([int(s.kept.sum()) for s in sheets], self.size)
        self.after = np.concatenate(self.steps[1:])
        self.before = np.concatenate([a[: len(b)] for a, b in pairwise(self.steps)])


def _look(sheets: Sequence[Sheet], starts: Ints, kept: Ints, context: int) -> sp.csr_matrix:
    """``(kept clauses, clauses)``: 1 where a clause plays the context of a kept one."""
    beside = np.concatenate(
        [
            np.where(s.layout.neighbours[context] >= 0, s.layout.neighbours[context] + at, -1)
            for s, at in zip(sheets, starts[:-1], strict=True)
        ]
    )[kept]
    found = np.flatnonzero(beside >= 0)
    ones = np.ones(len(found), dtype=np.float32)
    return sp.csr_matrix((ones, (found, beside[found])), shape=(len(kept), int(starts[-1])))


def _stand(layouts: Sequence[Layout], kept: Ints) -> sp.csr_matrix:
    """``(kept clauses, places)``: 1 where a clause has the place."""
    places = np.concatenate([layout.places for layout in layouts])[kept]
    owner = np.repeat(np.arange(len(kept)), places.shape[1])
    return sp.csr_matrix((np.ones(places.size, dtype=np.float32), (owner, places.ravel())), shape=(len(kept), PLACES))


def _deal_steps(lengths: Sequence[int], size: int) -> list[Ints]:
    """The rows that are first in their chunk, those that are second, and so on; the longest chunks first in each."""
    chunks: Spans = []
    start = 0
    for length in lengths:
        parts = max(1, round(length / CHUNK))
        cuts = [start + length * i // parts for i in range(parts + 1)]
        chunks += [(a + shown, b + shown) for shown in (0, size) for a, b in pairwise(cuts)]
        start += length
    chunks.sort(key=lambda chunk: chunk[0] - chunk[1])
    firsts, sizes = np.array([a for a, _ in chunks]), np.array([b - a for a, b in chunks])
    return [firsts[: int((sizes > at).sum())] + at for at in range(int(sizes.max()))]


def run_chain(scores: Floats, turns: Floats, stack: Stack) -> tuple[float, Floats, Floats]:
    """The negative log-likelihood of the labels, and its gradients by ``scores`` and ``turns`` (forward-backward)."""
    moves = np.exp(turns + FORBIDDEN)
    peak = scores.max(axis=1)
    local = np.exp(scores - peak[:, None])
    ahead, norm = _run_ahead(local, moves, stack)
    behind, reach = _run_behind(local, norm, moves, stack)
    belief = ahead * behind
    weights, gold, every = stack.weights, stack.labels, np.arange(len(scores))
    by_score = belief / belief.sum(axis=1, keepdims=True) * weights[:, None]
    by_score[every, gold] -= weights
    loss = ((np.log(norm) + peak - scores[every, gold]) * weights).sum()
    after, before = stack.after, stack.before
    by_turn = np.empty_like(turns)
    for turn in range(TURNS):
        own = stack.turns[after] == turn
        pairs = (ahead[before[own]] * weights[after[own], None]).T @ reach[after[own]]
        by_turn[turn] = pairs * moves[turn]
    at = (stack.turns[after], gold[before], gold[after])
    loss -= ((turns + FORBIDDEN)[at] * weights[after]).sum()
    np.add.at(by_turn, at, -weights[after])
    return float(loss), by_score, by_turn


def _run_ahead(local: Floats, moves: Floats, stack: Stack) -> tuple[Floats, Floats]:
    """Of each clause, how likely each label is by all up to it, and the sum it was divided by."""
    ahead, norm = np.empty_like(local), np.empty(len(local))
    for at, rows in enumerate(stack.steps):
        step = local[rows]
        if at:
            came = ahead[stack.steps[at - 1][: len(rows)]] @ moves
            step = came[stack.turns[rows], np.arange(len(rows))] * step
        norm[rows] = step.sum(axis=1)
        ahead[rows] = step / norm[rows, None]
    return ahead, norm


def _run_behind(local: Floats, norm: Floats, moves: Floats, stack: Stack) -> tuple[Floats, Floats]:
    """Of each clause, how likely what follows is by its label; and of each clause that follows, what it adds."""
    behind, reach = np.ones_like(local), np.zeros_like(local)
    back = moves.transpose(0, 2, 1)
    for at in range(len(stack.steps) - 1, 0, -1):
        rows = stack.steps[at]
        reach[rows] = local[rows] * behind[rows] / norm[rows, None]
        went = reach[rows] @ back
        behind[stack.steps[at - 1][: len(rows)]] = went[stack.turns[rows], np.arange(len(rows))]
    return behind, reach


class _Parameters:
    """One long array of parameters, seen as tables: n-grams, vectors, places, turns."""

    def __init__(self, flat: Floats, stack: Stack) -> None:
        sizes = [
            (stack.grams.shape[1], CONTEXTS * LABELS),
            (stack.summed.shape[1], CONTEXTS * LABELS),
            (PLACES, LABELS),
        ]
        ends = np.cumsum([a * b for a, b in sizes])
        parts = np.split(flat, ends)
        self.grams, self.vectors, self.places = (p.reshape(s) for p, s in zip(parts, sizes, strict=False))
        self.turns = parts[3].reshape(TURNS, LABELS, LABELS)
        self.end = int(ends[-1])

    @staticmethod
    def count(stack: Stack) -> int:
        wide = (stack.grams.shape[1] + stack.summed.shape[1]) * CONTEXTS * LABELS
        return int(wide + PLACES * LABELS + TURNS * LABELS * LABELS)


def train(stack: Stack, prior: float, rounds: int) -> Weights:
    """The weights that make the labels likeliest, under a Gaussian prior."""

    def weigh(flat: Floats) -> tuple[float, Floats]:
        held = _Parameters(flat, stack)
        loss, by_score, by_turn = run_chain(_score(held, stack), held.turns, stack)
        slope = np.concatenate([_slope(by_score.astype(np.float32), stack), by_turn.ravel()])
        cut = held.end
        loss += prior / 2 * float(flat[:cut] @ flat[:cut]) + 0.05 * float(flat[cut:] @ flat[cut:])
        slope[:cut] += prior * flat[:cut]
        slope[cut:] += 0.1 * flat[cut:]
        return loss, slope

    options: dict[str, Any] = {"maxiter": rounds, "maxcor": 6}
    start = np.zeros(_Parameters.count(stack))
    return _fold(_Parameters(minimize(weigh, start, jac=True, method="L-BFGS-B", options=options).x, stack), stack)


def _score(held: _Parameters, stack: Stack) -> Floats:
    """The scores of both showings, one under the other."""
    sums = stack.grams @ (held.grams.astype(np.float32) * CONTEXT_WEIGHTS)
    sums += stack.summed @ (held.vectors.astype(np.float32) * VECTOR_CONTEXTS)
    shared = sum(look @ sums[:, at * LABELS : (at + 1) * LABELS] for at, look in enumerate(stack.looks))
    places = held.places.astype(np.float32)
    scores: Floats = np.concatenate([shared + place @ places for place in stack.places]).astype(np.float64)
    return scores


def _slope(by_score: Floats32, stack: Stack) -> Floats:
    """The gradient by n-grams, vectors and places, of that by scores."""
    shown = by_score[: stack.size], by_score[stack.size :]
    by_sum = np.hstack([look @ (shown[0] + shown[1]) for look in stack.looks_t])
    by_place = sum(place @ part for place, part in zip(stack.places_t, shown, strict=True))
    parts = (stack.grams_t @ by_sum) * CONTEXT_WEIGHTS, (stack.summed.T @ by_sum) * VECTOR_CONTEXTS, by_place
    return np.concatenate([np.asarray(part).ravel() for part in parts]).astype(np.float64)


def _fold(held: _Parameters, stack: Stack) -> Weights:
    """The weights of n-grams: those of their own, and those that their vectors give them."""
    vocabulary = stack.vocabulary
    if stack.vectors is not None:
        vocabulary = np.union1d(vocabulary, stack.vectors.vocabulary)
    grams = np.zeros((len(vocabulary), CONTEXTS * LABELS), dtype=np.float32)
    grams[np.searchsorted(vocabulary, stack.vocabulary)] += (held.grams * CONTEXT_WEIGHTS).astype(np.float32)
    if stack.vectors is not None:
        given = stack.vectors.rows @ (held.vectors * VECTOR_CONTEXTS).astype(np.float32)
        grams[np.searchsorted(vocabulary, stack.vectors.vocabulary)] += given
    return Weights(vocabulary, grams, held.places.astype(np.float32), held.turns)
