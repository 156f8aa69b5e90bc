"""See again the clauses of a plan that were taken for framing and promise something, and asides taken for tasks.

What enters is a text, its clauses with roles and levels, and the labels on the best path; what leaves is the labels in
which no clause of a plan that has a figure to be reached, or an actor and what it will do, is framing. Of
``守好一江清水，到2035年新能源装机占比超过55%。`` the second clause is a target whatever stands around it. A saying
such as ``一张图纸绘到底`` goes on with the item beside it. Words are rows of ``rules/promises.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

import numpy as np

from taizhang.engine.kinds.chain import NEVER, find_path
from taizhang.engine.kinds.features import Layout
from taizhang.engine.kinds.table import KINDS, LABELS, Floats, Table
from taizhang.engine.model import Clause, Kind, Role
from taizhang.rules import load

_PLANS = frozenset({Role.OUTLOOK, Role.TARGETS, Role.TASKS})
_FRAMING, _TARGET, _TASK = (2 * KINDS.index(kind) for kind in (Kind.FRAMING, Kind.TARGET, Kind.TASK))
_OTHERS = [label for label in range(LABELS) if label // 2 not in (_TARGET // 2, _TASK // 2)]
"""The labels that a promise never has."""


def keep_promises(
    text: str,
    clauses: Sequence[Clause],
    roles: Sequence[Role | None],
    levels: Sequence[int],
    path: list[int],
    scores: Floats,
    table: Table,
    layout: Layout,
) -> list[int]:
    """The path, with the sentences read anew in which a promise was taken for framing. ``scores`` are changed there."""
    found = list(path)
    for first, end, lost in _find_lost(text, clauses, roles, levels, path):
        scores[np.ix_(lost, _OTHERS)] = NEVER
        found[first:end] = find_path(scores[first:end], table.turns, layout.turns[first:end])
        if end < len(found):
            found[end] &= ~1
    return found


def join_asides(
    text: str, clauses: Sequence[Clause], roles: Sequence[Role | None], path: Sequence[int]
) -> tuple[int, ...]:
    """The path, each aside that stands as a task of its own put to the item before it in its sentence, or behind it.

    A sentence of asides that does nothing else, with no figure and no verb of doing, is framing.

    >>> from taizhang.engine.clauses import split_clauses
    >>> text = "做好城市更新，一张图纸绘到底。"
    >>> join_asides(text, split_clauses(text), [Role.TASKS] * 2, [4, 4])
    (4, 5)
    """
    found = list(path)
    for at, clause in enumerate(clauses):
        if found[at] // 2 * 2 not in (_TARGET, _TASK) or roles[at] not in _PLANS:
            continue
        if not is_aside(text[clause.start : clause.end]):
            continue
        first, end = _sentence_around(clauses, at)
        if not any(_does_something(text[c.start : c.end]) for c in clauses[first:end]):
            found[first:end] = [_FRAMING, *[_FRAMING + 1] * (end - first - 1)]
        elif found[at] % 2 == 0 and at > first and found[at - 1] < _FRAMING:
            found[at] = found[at - 1] | 1
        elif found[at] % 2 == 0 and at + 1 < end and found[at + 1] < _FRAMING:
            found[at], found[at + 1] = found[at + 1] & ~1, found[at + 1] | 1
    return tuple(found)


def is_aside(words: str) -> bool:
    """Whether a whole clause only says how to work, or whose a thing is.

    >>> is_aside("能快则快"), is_aside("城市是大家的"), is_aside("符合条件的应保尽保")
    (True, True, False)
    """
    return bool(_aside_pattern().fullmatch(words))


def is_promise(words: str) -> bool:
    """Whether a clause of a plan has a figure to be reached or to be done, or an actor with what it will do.

    >>> is_promise("拆除烟囱1000根"), is_promise("由市领导挂牌包联"), is_promise("2014年是开局之年")
    (True, True, False)
    """
    return bool(_promise_pattern().search(words)) and not _fact_pattern().search(words)


def _does_something(words: str) -> bool:
    """Whether a clause that is no aside has a figure or a verb of doing."""
    return bool(_deed_pattern().search(words)) and not is_aside(words)


def _find_lost(
    text: str, clauses: Sequence[Clause], roles: Sequence[Role | None], levels: Sequence[int], path: Sequence[int]
) -> Iterator[tuple[int, int, list[int]]]:
    """Each sentence of a plan that has promises taken for framing: its first clause, its end, and those clauses."""
    search = _promise_pattern().search
    suspects = [
        at
        for at, label in enumerate(path)
        if label >= _FRAMING
        and roles[at] in _PLANS
        and levels[at] == 0
        and search(text, clauses[at].start, clauses[at].end)
    ]
    done = -1
    for at in suspects:
        if at < done:
            continue
        first, done = _sentence_around(clauses, at)
        if not _fact_pattern().search(text, clauses[first].start, clauses[done - 1].end):
            yield first, done, [lost for lost in suspects if first <= lost < done]


def _sentence_around(clauses: Sequence[Clause], at: int) -> tuple[int, int]:
    first = end = at
    while first and clauses[first - 1].sentence == clauses[at].sentence:
        first -= 1
    while end < len(clauses) and clauses[end].sentence == clauses[at].sentence:
        end += 1
    return first, end


@cache
def _promise_pattern() -> re.Pattern[str]:
    """A figure to be done, reached or kept to; an actor with what it will do; or a plan to be drafted."""
    amount = r"(?<![\d.．“+＋—-])\d[\d.．]*[余多]?[百千万亿]{0,2}[余多]?"
    figure = rf"{amount}(?!\d|[.．]\d|[百千万亿余多]|{_any('counted')}|[“”+＋—-])"
    doing = rf"(?:{_any('doing')})[^，,“”是]{{0,16}}?{figure}"
    value = rf"(?:{_any('value')})[^，,“”\d]{{0,4}}{figure}"
    edge = rf"{figure}[^，,\d是]{{0,4}}(?:{_any('edge')})"
    actor = rf"由[^，,的对]{{2,14}}(?:{_any('actor')})"
    mood = rf"(?:{_any('draft.mood')})[^，,的把“”]{{0,6}}?"
    draft = rf"{mood}(?:{_any('draft')})(?!了)[^，,]{{0,24}}?(?:{_any('draft.end')})"
    return re.compile(f"{value}|{doing}|{edge}|{actor}|{draft}")


@cache
def _deed_pattern() -> re.Pattern[str]:
    """A figure, a verb of doing or one of reaching."""
    verbs = "|".join(re.escape(word) for row in load("items") if row["role"] == "verb" for word in row["words"])
    return re.compile(rf"\d|{verbs}|{_any('value')}|(?:{_any('doing')})[^，,]{{2,}}")


@cache
def _fact_pattern() -> re.Pattern[str]:
    """What is so, or why; ``…的目标是`` and a figure that ``是`` follows explain a target."""
    return re.compile(rf"{_any('fact')}|\d[^，,。]*的目标")


@cache
def _aside_pattern() -> re.Pattern[str]:
    doubled = r"[能宜可]([^，,]{1,2})则\1"
    owned = rf"[^，,]{{1,8}}是(?:{_any('owner')})的"
    return re.compile(rf"[\s*#]*(?:要|坚持|真正做到|做到)?(?:{doubled}|{owned}|{_any('aside')})[\s*#]*")


def _any(where: str) -> str:
    return "|".join(re.escape(word) for row in load("promises") if row["where"] == where for word in row["words"])
