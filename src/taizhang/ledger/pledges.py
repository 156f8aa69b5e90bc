"""Which entries a report lists as livelihood pledges: those below a heading such as 十件民生实事.

What enters is entries, what leaves is those proposed, in their order; where one sentence holds the whole list
(办好十件民生实事：一是…；二是…) its parts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from taizhang.ledger.models import Entry
from taizhang.rules import load

_LEAST = 3
"""Parts that a sentence has at least to be a list."""


def propose_pledges(entries: Sequence[Entry], source: str = "") -> list[Entry]:
    """The entries proposed, but for those that are pledges; ``entries`` are top ones with their children fetched.

    ``source`` is the text that their spans index: the words before an entry in its sentence may say what it is.
    """
    below = [entry for entry in entries if any(_words().search(str(title)) for title in entry.path)]
    if not below:
        told = (entry for entry in entries if _words().search(_before(entry, source) + entry.text))
        lists = (children for entry in told if len(children := list(entry.children.all())) >= _LEAST)
        below = [part for children in lists for part in children]
    return [entry for entry in below if not entry.pledge]


def _before(entry: Entry, source: str) -> str:
    """The words of its sentence before an entry: 办好民生实事：."""
    start = entry.spans[0][0] if entry.spans else 0
    return source[max(source.rfind(mark, 0, start) for mark in "。\n") + 1 : start]


@cache
def _words() -> re.Pattern[str]:
    """What lists of pledges are called."""
    row = next(row for row in load("outline") if row.key == _ROW)
    return re.compile("|".join(sorted(map(re.escape, filter(_is_of_people, row["words"])), key=len, reverse=True)))


_ROW = "annex.tasks"


def _is_of_people(word: str) -> bool:
    """Whether a title of an annex is one of pledges to the people, and not of other lists (重点工作清单)."""
    return "民" in word
