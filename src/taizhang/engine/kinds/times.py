"""Let a clause of nothing but a time go with the clause it is the time of.

What enters is a text, its clauses and the labels on the best path; what leaves is the labels in which ``到2035年`` of
``到2035年，建成综合交通枢纽。`` no longer makes an item of its own: it begins the item whose action stands behind it,
and has its kind. Source: the guidelines of the labelled reports (a bare time clause before its action begins the item,
the action goes on).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from taizhang.engine.model import Clause

LONGEST = 12
"""No clause of nothing but a time has more characters."""

_HAN = "一二三四五六七八九十"
_PART = rf"上半年|下半年|年?[底末]|年内|(?:1[0-2]|[1-9]|[{_HAN}]+)月(?:份|\d+日)?[底末]?|[{_HAN}]季度"
_TIME = re.compile(
    rf"[\s*#]*(?:到|在|于|至|力争|确保|力争到)?"
    rf"(?:(?:20\d\d|今|明|本)年?(?:{_PART})?|{_PART}|“?十[{_HAN}]五”?(?:末|期末|期间|时期)|未来[{_HAN}\d]年)(?:之前|以前|前)?[\s*#]*"
)
_FRAMING = 8
"""The first of the labels of framing (``table.LABEL_AT``)."""


def join_times(
    text: str, clauses: Sequence[Clause], path: Sequence[int], between: npt.NDArray[np.int64]
) -> tuple[int, ...]:
    """The numbers of the labels, a bare time at an item's head joined to the item that begins behind the next comma.

    ``between`` as ``Layout.turns``.

    >>> from taizhang.engine.clauses import split_clauses
    >>> text = "到2035年，建成综合交通枢纽。"
    >>> join_times(text, split_clauses(text), [2, 4], np.array([3, 0]))
    (4, 5)
    """
    labels = list(path)
    marks = between.tolist()
    for at in range(len(labels) - 1):
        first, then = labels[at], labels[at + 1]
        if first % 2 or then % 2 or then >= _FRAMING or marks[at + 1]:
            continue
        _, _, start, end = clauses[at]
        if end - start <= LONGEST and _TIME.fullmatch(text, start, end):
            labels[at], labels[at + 1] = then, then + 1
    return tuple(labels)
