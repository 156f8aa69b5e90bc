"""The verb of change that a report itself uses for a figure.

What enters is the words of a clause before a figure, what leaves is the verb: of 淘汰老旧货车900辆 it is 淘汰, so that
a cell says 老旧货车淘汰900辆 as the report does. The verbs are those of ``measures.toml`` and ``changes.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from taizhang import rules
from taizhang.engine.model import Measure

_JOINTS = "[、和及与]?"
_BETWEEN = "[了约近超达逾]{0,2}(?:不少于|不低于|不超过|超过|至少)?$"
"""What may stand between a verb and its figure."""


def find_verb(before: str, indicator: str, measure: Measure) -> str:
    """The last verb of ``measure`` in ``before`` that is no part of ``indicator``; empty where none stands there.

    >>> find_verb("新建改造雨污管网", "雨污管网", Measure.ADDED), find_verb("补助标准再提高", "补助标准", Measure.ADDED)
    ('新建改造', '再提高')
    >>> find_verb("改造项目", "改造项目", Measure.ADDED)
    ''
    """
    head, found, tail = before.rpartition(indicator) if indicator else ("", "", before)
    anywhere, close = _verbs(measure)
    beside = close.search(tail)
    if beside:
        return beside[1]
    verbs = anywhere.findall(tail) or (anywhere.findall(head) if found else [])
    return str(verbs[-1]) if verbs else ""


@cache
def _verbs(measure: Measure) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of a run of verbs (新建、改扩建), and of one that counts only directly before the figure."""
    rows = [row for table in ("measures", "changes") for row in rules.load(table) if row["measure"] == measure.value]
    silent = {word for row in rows for word in row.get("silent", ())}

    def listed(*columns: str) -> str:
        words = (word for row in rows for column in columns for word in row.get(column, ()))
        return _any_of(word for word in words if len(word) > 1 and word not in silent)

    joined, words = listed("joined"), listed("distant", "words") if measure is not Measure.LEVEL else "(?!)"
    close = listed("joined", "adjacent", "relative", "close", "distant")
    run = f"(?:{joined}{_JOINTS})*{words}(?:{_JOINTS}(?:{words}|{joined}))*"
    return re.compile(f"({run})"), re.compile(f"({run}|(?:{close}{_JOINTS})*{close}){_BETWEEN}")


def _any_of(words: Iterable[str]) -> str:
    """A pattern of any of ``words``, longer ones first; 增加 in 增加值 is no verb."""
    longest = sorted(map(re.escape, words), key=len, reverse=True)
    return f"(?:{'|'.join(longest).replace('增加', '增加(?!值)')})" if longest else "(?!)"
