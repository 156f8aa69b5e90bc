"""Say why a clause got its label.

What enters is what the labels were made of and the number of a clause; what leaves is a ``Verdict``. For
``新建公路20公里`` in a section of role tasks the first reasons are n-grams such as ``新建`` and the place ``章节``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from taizhang.engine.kinds.chain import FIRST, FORBIDDEN, NEVER, find_path, score_labels, weigh_lengths
from taizhang.engine.kinds.features import (
    BEGIN,
    END,
    PLACE_NAMES,
    PLACE_STARTS,
    Layout,
    fold_clauses,
    hash_ngrams,
    lay_out,
)
from taizhang.engine.kinds.leads import join_leads
from taizhang.engine.kinds.promises import join_asides, keep_promises
from taizhang.engine.kinds.table import LABEL_AT, LABELS, Floats, Label, Table, load_table
from taizhang.engine.model import Clause, Role

_CONTEXT_NAMES = ("本句", "前句", "后句", "句首")


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
    best = find_path(scores, table.turns, layout.turns)
    kept = keep_promises(text, clauses, roles, levels, best, scores, table, layout)
    path = list(join_asides(text, clauses, roles, join_leads(text, clauses, kept, layout.turns)))
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
    if kept[at] != best[at]:
        reasons.append(Reason("规则", "计划部分有数字或责任人的分句不作其他", _strongest(scores[at])))
    if path[at] != kept[at]:
        reasons.append(Reason("规则", "单独的时间或做法随后一句", _strongest(scores[at])))
    merged: dict[tuple[str, str], float] = {}
    for where, words, weight in reasons:
        merged[where, words] = merged.get((where, words), 0.0) + weight
    top = sorted(((-weight, where, words) for (where, words), weight in merged.items() if weight > 0))[:most]
    return Verdict(
        LABEL_AT[mine], LABEL_AT[rival], tuple(Reason(where, words, -weight) for weight, where, words in top)
    )


def _strongest(scores: Floats) -> float:
    """The most that speaks for or against a label, those that are ruled out left aside."""
    return float(np.abs(scores[scores > NEVER]).max())


def _chain(path: list[int], at: int, layout: Layout, table: Table) -> Floats:
    """What the labels before and after say of each label that clause ``at`` might have."""
    chain = np.zeros(LABELS, dtype=np.float32)
    if at:
        chain += (table.turns[layout.turns[at]] + FORBIDDEN)[path[at - 1]]
    else:
        chain += FIRST
    if at + 1 < len(path):
        chain += (table.turns[layout.turns[at + 1]] + FORBIDDEN)[:, path[at + 1]]
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
