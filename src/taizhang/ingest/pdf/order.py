"""The order in which a page reads better: what enters are its lines by columns, what leaves are they in an order.

Three orders are tried: by columns, as the file has them, and row by row. Where a line stops in mid-sentence, the next
one must read on: ``破解产业发展`` goes with ``的制约。`` and not with ``新建公路``. How well is said by the scores of
``engine.restore.seams``, at the places where the orders differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from taizhang.engine.restore.lines import SENTENCE_END, is_heading
from taizhang.engine.restore.seams import score_seam
from taizhang.ingest.pdf.paragraphs import Setting

_MOST_SEAMS = 200
_FEWEST = 3
_MARGIN = 0.5
_LIMIT = 4.0

_Pair = tuple[int, int]


def choose_order(settings: Sequence[Setting]) -> list[Setting]:
    """The lines of a page in the order that reads best; by columns unless another is clearly better."""
    by_columns = list(settings)
    text = "\n".join(setting.line.text for setting in settings)
    best = by_columns
    for rival in (
        sorted(settings, key=lambda s: s.line.order),
        sorted(settings, key=lambda s: (round(s.line.base), s.line.left)),
    ):
        if _reads_better(rival, best, text):
            best = rival
    return best


def score_lines(before: Sequence[Setting], after: Sequence[Setting], text: str = "") -> float:
    """How well the lines ``after`` read on behind those ``before``: above 0 they do; 0 where a sentence ends there."""
    words = before[-1].line.text
    if words[-1:] in SENTENCE_END or is_heading(after[0].line.text):
        return 0.0
    score = score_seam(text, words[-3:], after[0].line.text[:3])
    return max(-_LIMIT, min(_LIMIT, score))


def _reads_better(rival: Sequence[Setting], best: Sequence[Setting], text: str) -> bool:
    ours, theirs = _pairs(best), _pairs(rival)
    lines = {id(setting): setting for setting in best}
    scores = [_mean_score(mine - other, lines, text) for mine, other in ((theirs, ours), (ours, theirs))]
    return None not in scores and (scores[0] or 0.0) > (scores[1] or 0.0) + _MARGIN


def _pairs(settings: Sequence[Setting]) -> set[_Pair]:
    return {(id(a), id(b)) for a, b in pairwise(settings)}


def _mean_score(pairs: set[_Pair], lines: dict[int, Setting], text: str) -> float | None:
    """The mean score of lines that stop in mid-sentence; None where there are too few to tell."""
    cut = [
        (lines[a], lines[b])
        for a, b in sorted(pairs, key=lambda pair: lines[pair[0]].line.order)
        if lines[a].line.text[-1:] not in SENTENCE_END and lines[a].short < 6
    ]
    if len(cut) < _FEWEST:
        return None
    step = -(-len(cut) // _MOST_SEAMS)
    scores = [score_lines([a], [b], text) for a, b in cut[::step]]
    return sum(scores) / len(scores)
