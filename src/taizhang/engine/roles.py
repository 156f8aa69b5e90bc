"""Hold the role that a part's heading gives it against what its clauses say.

What enters is the tree of parts with their roles and the kinds of their clauses, read without regard to roles; what
leaves is the roles. A heading may be a slogan (``一、稳中求进，发展迈上新台阶``): where a part of the first level is
called a plan and two clauses in three of it tell results, it is a review, with all that stands under it; and the
other way round.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from taizhang.engine.model import Kind, Role

DOUBT = 0.85
"""The share of clauses that agree with their part's role below which the role is doubted."""

FEWEST = 8
"""How many clauses that tell something a part must have before it is doubted."""

_PAST = frozenset({Kind.RESULT, Kind.PROBLEM})
_AHEAD = frozenset({Kind.TASK, Kind.TARGET})
_REVIEWS = frozenset({Role.REVIEW, Role.PROBLEMS})
_PLANS = frozenset({Role.TASKS, Role.TARGETS, Role.OUTLOOK})


def recast_roles(
    parents: Sequence[int], roles: Sequence[Role], homes: Sequence[int], kinds: Sequence[Kind]
) -> tuple[Role, ...]:
    """The role of each part, in order.

    ``parents[i]`` is the index of the part that part ``i`` stands in, -1 at the top; ``homes[j]`` that of the innermost
    part of clause ``j``, -1 for none.

    >>> recast_roles([-1], [Role.TASKS], [0] * 9, [Kind.RESULT] * 9)
    (<Role.REVIEW: 'review'>,)
    """
    tops = _find_tops(parents)
    past: Counter[int] = Counter()
    ahead: Counter[int] = Counter()
    for home, kind in zip(homes, kinds, strict=True):
        if home >= 0:
            past[tops[home]] += kind in _PAST
            ahead[tops[home]] += kind in _AHEAD
    return tuple(_recast(role, past[top], ahead[top]) for role, top in zip(roles, tops, strict=True))


def is_doubtful(parents: Sequence[int], roles: Sequence[Role], homes: Sequence[int], kinds: Sequence[Kind]) -> bool:
    """Whether, in some part of the first level, too few clauses say what its role would have them say.

    Arguments as of ``recast_roles``, but the kinds are those read with the roles in view. So the second reading,
    without them, is made only where it may matter.
    """
    tops = _find_tops(parents)
    agreeing: Counter[int] = Counter()
    telling: Counter[int] = Counter()
    for home, kind in zip(homes, kinds, strict=True):
        if home >= 0 and kind is not Kind.FRAMING:
            telling[tops[home]] += 1
            agreeing[tops[home]] += (kind in _PAST) == (roles[home] in _REVIEWS)
    return any(n >= FEWEST and agreeing[top] < DOUBT * n for top, n in telling.items())


def _find_tops(parents: Sequence[int]) -> list[int]:
    """The part of the first level that each part stands in; parents come before their children."""
    tops: list[int] = []
    for index, parent in enumerate(parents):
        tops.append(tops[parent] if parent >= 0 else index)
    return tops


def _recast(role: Role, past: int, ahead: int) -> Role:
    if past + ahead < FEWEST:
        return role
    if role in _PLANS and past > 2 * ahead:
        return Role.REVIEW
    if role in _REVIEWS and ahead > 2 * past:
        return Role.TASKS
    return role
