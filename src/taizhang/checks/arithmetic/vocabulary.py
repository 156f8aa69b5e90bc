"""The words of two rule tables, as the checks of one report use them.

What enters is the name of a table and a role, what leaves are its words: ``pattern_of("plausible", "pace")`` is
``增长幅度|增长速度|增长率|涨幅|…``, the longest first, so that in a pattern none hides another.
"""

from __future__ import annotations

import re

from taizhang.rules import load


def words_of(table: str, where: str) -> tuple[str, ...]:
    """The words of a role, the longest first."""
    words = {word for row in load(table) if row["where"] == where for word in row["words"]}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def pattern_of(table: str, *roles: str) -> str:
    """An alternation of the words of some roles."""
    return "|".join(re.escape(word) for where in roles for word in words_of(table, where))
