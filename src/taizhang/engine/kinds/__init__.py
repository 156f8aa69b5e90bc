"""Say of every clause what kind of statement it is, and whether it begins an item.

What enters is the restored text, its clauses and the role of the section each stands in; what leaves is a label a
clause: a kind and a boundary. The labels are those of a linear chain: every clause's character n-grams, those of its
neighbours and its place add up to ten scores, and the best path through them, with learned scores for one label
following another, is taken; a bare time or method goes with its action (``leads``), and no promise of a plan stays
framing (``promises``). Of
``新建公路20公里，方便群众出行`` in a section of role tasks this makes ``(TASK, begins)``, ``(TASK, goes on)``.
The table ``rules/clauses.npz`` is made by ``scripts/train_clauses.py``.
"""

from __future__ import annotations

from collections.abc import Sequence

from taizhang.engine.kinds.chain import find_path, score_labels
from taizhang.engine.kinds.features import PLACE_NAMES, lay_out
from taizhang.engine.kinds.leads import join_leads
from taizhang.engine.kinds.promises import join_asides, keep_promises
from taizhang.engine.kinds.reasons import Reason, Verdict, explain_label
from taizhang.engine.kinds.table import LABEL_AT, Label, load_table
from taizhang.engine.model import Clause, Role

__all__ = ["PLACE_NAMES", "Label", "Reason", "Verdict", "explain_label", "label_clauses"]


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
    table = load_table()
    scores = score_labels(layout, table)
    path = find_path(scores, table.turns, layout.turns)
    path = keep_promises(text, clauses, roles, levels, path, scores, table, layout)
    joined = join_asides(text, clauses, roles, join_leads(text, clauses, path, layout.turns))
    return tuple(LABEL_AT[at] for at in joined)
