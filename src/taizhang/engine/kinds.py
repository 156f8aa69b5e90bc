"""Say of every clause what kind of statement it is, and whether it begins an item.

What enters is the restored text, its clauses and the role of the section each stands in; what leaves is a label a
clause: a kind and a boundary. The labels are those of a linear chain: every clause's character n-grams, those of its
neighbours and its place add up to ten scores, and the best path through them, with learned scores for one label
following another, is taken. Of ``新建公路20公里，方便群众出行`` in a section of role tasks this makes
``(TASK, begins)``, ``(TASK, goes on)``. The table ``rules/clauses.npz`` is made by ``scripts/train_clauses.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from taizhang.engine.features import (
    BEGIN,
    BITS,
    CONTEXTS,
    END,
    PLACE_NAMES,
    PLACE_STARTS,
    VERSION,
    Layout,
    fold_clauses,
    hash_ngrams,
    lay_out,
)
from taizhang.engine.model import Clause, Kind, Role
from taizhang.errors import RuleError
from taizhang.rules import path_of

TABLE = "clauses.npz"
KINDS = (Kind.RESULT, Kind.TARGET, Kind.TASK, Kind.PROBLEM, Kind.FRAMING)
LABELS = 2 * len(KINDS)
"""Label ``2 * kind`` begins an item, ``2 * kind + 1`` goes on with one."""

Floats = npt.NDArray[np.float32]
_NEVER = np.float32(-1e4)
_CONTEXT_NAMES = ("本句", "前句", "后句", "句首", "段首")


class Label(NamedTuple):
    """The kind of a clause, and whether it begins an item or goes on with the one before."""

    kind: Kind
    begins: bool


class Reason(NamedTuple):
    """What spoke for a label against the runner-up.

    ``where`` it was seen, the n-gram (``^`` and ``$`` are a clause's edges) or place, and how much it weighed.
    """

    where: str
    words: str
    weight: float


class Verdict(NamedTuple):
    """Why a clause got its label: the label, the next best one, and the reasons, strongest first."""

    label: Label
    runner_up: Label
    reasons: tuple[Reason, ...]


class Table(NamedTuple):
    """The learned table. ``grams`` times ``scale`` are weights; ``places`` and ``turns`` are weights as they stand."""

    rows: npt.NDArray[np.int32]
    """For each bucket of n-grams the row of its weights, 0 where it has none."""
    grams: npt.NDArray[np.int8]
    """``(rows, CONTEXTS * LABELS)``; row 0 is zero."""
    places: Floats
    """``(places, LABELS)``."""
    turns: Floats
    """``(4, LABELS, LABELS)``: the score of a label (third) after a label (second), by what lies between."""
    scale: float


@cache
def load_table() -> Table:
    """The table of ``rules/clauses.npz``, read once in a process. Raises ``RuleError`` where it fits other features."""
    with path_of(TABLE).open("rb") as file, np.load(file) as data:
        if int(data["version"]) != VERSION:
            raise RuleError(TABLE, reason=f"made for version {int(data['version'])} of the features, not {VERSION}")
        index = np.zeros(1 << BITS, dtype=np.int32)
        index[np.cumsum(data["steps"].astype(np.int64))] = np.arange(1, len(data["grams"]) + 1)
        grams = np.concatenate((np.zeros((1, CONTEXTS * LABELS), dtype=np.int8), data["grams"]))
        return Table(
            index, grams, data["places"].astype(np.float32), data["turns"].astype(np.float32), float(data["scale"])
        )


def label_clauses(
    text: str,
    clauses: Sequence[Clause],
    roles: Sequence[Role | None],
    levels: Sequence[int],
    year: int | None = None,
) -> tuple[Label, ...]:
    """The label of each clause of ``text``; ``roles`` and ``levels`` as ``outline`` tells them, one a clause.

    A label that goes on always has the kind of the one before it.

    >>> from taizhang.engine.clauses import split_clauses
    >>> text = "今年新建公路20公里，方便群众出行。"
    >>> [(str(l.kind), l.begins) for l in label_clauses(text, split_clauses(text), [Role.TASKS] * 2, [0, 0], 2032)]
    [('task', True), ('task', False)]
    """
    if not clauses:
        return ()
    layout = lay_out(text, clauses, roles, levels, year)
    path = find_path(score_labels(layout, load_table()), load_table().turns, layout.turns)
    return tuple(_LABELS[at] for at in path)


_LABELS = tuple(Label(kind, begins) for kind in KINDS for begins in (True, False))


def score_labels(layout: Layout, table: Table) -> Floats:
    """``(clauses, LABELS)``: what n-grams, neighbours and places say, before any label is held against the next."""
    size = len(layout.places)
    rows = np.take(table.rows, layout.buckets)
    known = np.flatnonzero(rows)
    owners = layout.owners[known]
    order = np.argsort(owners.astype(np.uint16) if size < 0x10000 else owners, kind="stable")
    owners, rows = owners[order], rows[known][order]
    sums = np.zeros((size, CONTEXTS * LABELS), dtype=np.float32)
    if len(owners):
        change = np.flatnonzero(np.concatenate(([True], owners[1:] != owners[:-1])))
        sums[owners[change]] = np.add.reduceat(np.take(table.grams, rows, axis=0), change, axis=0, dtype=np.int32)
    sums *= (weigh_lengths(layout) * np.float32(table.scale))[:, None]
    scores: Floats = table.places[layout.places].sum(axis=1)
    for at, row in enumerate(layout.neighbours):
        block = sums[:, at * LABELS : (at + 1) * LABELS]
        scores += np.where((row >= 0)[:, None], block[row], 0)
    return scores


def weigh_lengths(layout: Layout) -> Floats:
    """The factor of each clause's n-grams: a long clause has many, each says less."""
    counts = np.bincount(layout.owners, minlength=len(layout.places))
    factors: Floats = np.sqrt(40 / np.maximum(counts, 1)).astype(np.float32)
    return factors


def find_path(scores: Floats, turns: Floats, between: npt.NDArray[np.int64]) -> list[int]:
    """The best path of labels (Viterbi): the sum of ``scores`` and of ``turns``, none going on with another kind."""
    allowed = [np.ascontiguousarray((turn + _FORBIDDEN).T) for turn in turns]
    best = scores[0] + _FIRST
    back = []
    rows = np.arange(LABELS)
    for turn, score in zip(between[1:].tolist(), scores[1:], strict=True):
        sums = allowed[turn] + best
        came = sums.argmax(axis=1)
        back.append(came)
        best = sums[rows, came] + score
    path = [int(best.argmax())]
    for came in reversed(back):
        path.append(int(came[path[-1]]))
    return path[::-1]


_FIRST = np.where(np.arange(LABELS) % 2 == 1, _NEVER, np.float32(0))
_FORBIDDEN = np.array(
    [[_NEVER if to % 2 and to // 2 != after // 2 else 0 for to in range(LABELS)] for after in range(LABELS)],
    dtype=np.float32,
)


def explain_label(
    text: str,
    clauses: Sequence[Clause],
    roles: Sequence[Role | None],
    levels: Sequence[int],
    year: int | None,
    at: int,
    most: int = 8,
) -> Verdict:
    """Why clause ``at`` got its label: what weighed most for it against the runner-up, its neighbours' labels given."""
    table = load_table()
    layout = lay_out(text, clauses, roles, levels, year)
    scores = score_labels(layout, table)
    path = find_path(scores, table.turns, layout.turns)
    whole = scores[at] + _chain(path, at, layout, table)
    mine = path[at]
    whole[mine] = -np.inf
    rival = int(whole.argmax())
    reasons = [
        *_gram_reasons(text, clauses, layout, table, at, mine, rival),
        *_place_reasons(layout, table, at, mine, rival),
    ]
    chain = _chain(path, at, layout, table)
    reasons.append(Reason("前后", "类别相承", float(chain[mine] - chain[rival])))
    merged: dict[tuple[str, str], float] = {}
    for where, words, weight in reasons:
        merged[where, words] = merged.get((where, words), 0.0) + weight
    top = sorted(((-weight, where, words) for (where, words), weight in merged.items() if weight > 0))[:most]
    return Verdict(_LABELS[mine], _LABELS[rival], tuple(Reason(where, words, -weight) for weight, where, words in top))


def _chain(path: list[int], at: int, layout: Layout, table: Table) -> Floats:
    """What the labels before and after say of each label that clause ``at`` might have."""
    chain = np.zeros(LABELS, dtype=np.float32)
    if at:
        chain += (table.turns[layout.turns[at]] + _FORBIDDEN)[path[at - 1]]
    else:
        chain += _FIRST
    if at + 1 < len(path):
        chain += (table.turns[layout.turns[at + 1]] + _FORBIDDEN)[:, path[at + 1]]
    return chain


def _gram_reasons(
    text: str, clauses: Sequence[Clause], layout: Layout, table: Table, at: int, mine: int, rival: int
) -> list[Reason]:
    """The n-grams of the clause and its neighbours, as text, ``^`` and ``$`` for its edges."""
    factors = weigh_lengths(layout) * table.scale
    found = []
    for context, row in enumerate(layout.neighbours[:, at].tolist()):
        if row < 0:
            continue
        clause = clauses[row]
        codes, owner = fold_clauses(text, np.array([clause.start]), np.array([clause.end]))
        _, buckets, begins, orders = hash_ngrams(codes, owner)
        weights = table.grams[table.rows[buckets]].astype(np.float32)
        gain = (weights[:, context * LABELS + mine] - weights[:, context * LABELS + rival]) * factors[row]
        letters = "".join({BEGIN: "^", END: "$"}.get(code, chr(code)) for code in codes.tolist())
        found += [
            Reason(_CONTEXT_NAMES[context], letters[begin : begin + order], float(weight))
            for begin, order, weight in zip(begins.tolist(), orders.tolist(), gain, strict=True)
            if weight
        ]
    return found


def _place_reasons(layout: Layout, table: Table, at: int, mine: int, rival: int) -> list[Reason]:
    """The places of the clause, by name and value."""
    row = layout.places[at]
    gain = table.places[row][:, mine] - table.places[row][:, rival]
    values = (row - PLACE_STARTS[:-1]).tolist()
    return [
        Reason(name, str(value), float(weight)) for name, value, weight in zip(PLACE_NAMES, values, gain, strict=True)
    ]
