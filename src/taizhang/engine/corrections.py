"""What people have corrected in a compilation: its clauses with another kind, begun anew, or joined.

What enters is the labels of the clauses and corrections by their places in the source, what leaves is the labels as
people want them; every later stage then reads what it would have read had the engine labelled them so itself. Of
``新建公路20公里，改造桥梁3座。`` read as one item a split at 改造 makes two, each with its own title and figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from taizhang.engine.model import Clause, Kind, RestoredText, Span


class Op(StrEnum):
    """What a correction does: give clauses a kind, begin an item at one, or let one go on with the item before."""

    RELABEL = "relabel"
    SPLIT = "split"
    MERGE = "merge"


class Correction(NamedTuple):
    """One correction. ``spans`` index the source: the words that get a ``kind``, or the clause to begin at or to join.

    ``kind`` is that of a relabelling, None for a split and a merge.
    """

    op: Op
    spans: tuple[Span, ...]
    kind: Kind | None = None


def correct_labels(
    labels: Sequence[tuple[Kind, bool]],
    clauses: Sequence[Clause],
    restored: RestoredText,
    corrections: Iterable[Correction],
) -> dict[int, tuple[Kind, bool]]:
    """The labels that change, by the index of their clause: kind, and whether it begins an item.

    Corrections apply in order; one that touches no clause changes nothing. What goes on has the kind of what it goes on
    with, so a clause joined takes on the kind before it, and so do those that went on with it.

    >>> from taizhang.engine.clauses import split_clauses
    >>> text = "新建公路20公里，改造桥梁3座。"
    >>> at = Correction(Op.SPLIT, (Span(9, 9),))
    >>> labels = [(Kind.TASK, True), (Kind.TASK, False)]
    >>> correct_labels(labels, split_clauses(text), RestoredText.from_pieces(text, (Span(0, len(text)),)), [at])
    {1: (<Kind.TASK: 'task'>, True)}
    """
    told = list(corrections)
    if not told:
        return {}
    now = list(labels)
    starts = [restored.to_source(clause.start, clause.end).start for clause in clauses]
    ends = [restored.to_source(clause.start, clause.end).end for clause in clauses]
    for correction in told:
        _apply(now, correction, list(_touched(correction.spans, starts, ends)))
    return {at: label for at, label in enumerate(now) if label != labels[at]}


def _touched(spans: Sequence[Span], starts: Sequence[int], ends: Sequence[int]) -> Iterator[int]:
    """The clauses that ``spans`` touch; an empty span touches the clause that it stands at or in."""
    for at, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if any(start < max(span.end, span.start + 1) and span.start < end for span in spans):
            yield at


def _apply(labels: list[tuple[Kind, bool]], correction: Correction, touched: Sequence[int]) -> None:
    if not touched:
        return
    first, last = touched[0], touched[-1]
    if correction.op is Op.SPLIT:
        labels[first] = labels[first][0], True
    elif correction.op is Op.MERGE and first:
        labels[first] = labels[first - 1][0], False
        _go_on(labels, first + 1)
    elif correction.op is Op.RELABEL and correction.kind is not None:
        if last + 1 < len(labels):
            labels[last + 1] = labels[last + 1][0], True
        for at in touched:
            labels[at] = correction.kind, labels[at][1] or at == first


def _go_on(labels: list[tuple[Kind, bool]], at: int) -> None:
    """Give the clauses from ``at`` that go on the kind of the one before."""
    while at < len(labels) and not labels[at][1]:
        labels[at] = labels[at - 1][0], False
        at += 1


__all__ = ["Correction", "Op", "correct_labels"]
