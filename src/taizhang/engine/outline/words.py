"""The words that make a heading or tell a role: rows of ``rules/outline.toml``, by where they stand."""

from __future__ import annotations

import re
from functools import cache

from taizhang.rules import Row, load


def holds(words: str, row: Row) -> bool:
    """Whether ``words`` hold one of the row's words (at a clause's edge if it asks so), and one of ``also`` if any."""
    if not any(w in words for w in row["words"]) or not any(w in words for w in row.get("also", ("",))):
        return False
    return not row.get("edge") or bool(_at_edge(tuple(row["words"])).search(words))


@cache
def _at_edge(words: tuple[str, ...]) -> re.Pattern[str]:
    """One of ``words`` at the beginning of a clause (no attribute of a noun: not before 的), or at its end."""
    either = "|".join(map(re.escape, words))
    return re.compile(rf"(?<![^，,。！!？?：:；;、\s*])(?:{either})(?!的)|(?:{either})(?=[，,。！!；;])")


@cache
def rows_for(*where: str) -> tuple[Row, ...]:
    """The rows that count in one of these places (``opening``, ``heading`` …), in order."""
    return tuple(row for row in load("outline") if row["where"] in where)


@cache
def words_for(where: str) -> tuple[str, ...]:
    """All words of the rows that count in this place."""
    return tuple(word for row in rows_for(where) for word in row["words"])
