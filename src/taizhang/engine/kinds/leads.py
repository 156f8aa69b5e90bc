"""Let clauses that cannot stand alone, such as a bare time or method, go with the clause they serve.

What enters is a text, its clauses and the labels on the best path; what leaves is the labels in which ``到2035年`` of
``到2035年，建成综合交通枢纽。`` and ``依托两所高校`` of ``依托两所高校，建设创新园。`` no longer make items of their
own: each begins the item whose action stands behind it, and has its kind. So do ``其中``, an exception
(``除有法律依据外``) and money spent (``投入3亿元，改造校舍20所``); a share (``占总数的40%``) goes on with what it is
the share of. Source: the guidelines of the labelled reports. Words are rows of ``rules/items.toml`` (roles ``method``,
``method.end``, ``method.verb``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt

from taizhang.engine.model import Clause
from taizhang.rules import load

_HAN = "一二三四五六七八九十"
_PART = rf"上半年|下半年|年?[底末]|年内|(?:1[0-2]|[1-9]|[{_HAN}]+)月(?:份|\d+日)?[底末]?|[{_HAN}]季度"
_TIME = (
    rf"(?:到|在|于|至|力争|确保|力争到)?(?:(?:20\d\d|今|明|本)年?(?:{_PART})?|{_PART}"
    rf"|“?十[{_HAN}]五”?(?:末|期末|期间|时期)|未来[{_HAN}\d]年)(?:之前|以前|前)?"
)
_TOPIC = r"其中|分[^，\d]{1,6}看(?:\[\d+\])?"
_MONEY = r"(?:[（(]\d+[)）])?(?:累计|共|全年|计划)?(?:投入|筹资|筹集)[^，]*\d[^，]*元"
_EXCEPTION = r"除[^，]{2,}外"
_SHARE = re.compile(r"[\s*#]*[约均]?占(?![领据用地])[^，]*[\d一二三四五六七八九]")
_FRAMING = 8
"""The first of the labels of framing (``table.LABEL_AT``)."""


def join_leads(
    text: str, clauses: Sequence[Clause], path: Sequence[int], between: npt.NDArray[np.int64]
) -> tuple[int, ...]:
    """The numbers of the labels, a bare time or method at an item's head joined to the item behind the next comma.

    ``between`` as ``Layout.turns``.

    >>> from taizhang.engine.clauses import split_clauses
    >>> text = "到2035年，建成综合交通枢纽。"
    >>> join_leads(text, split_clauses(text), [2, 4], np.array([3, 0]))
    (4, 5)
    """
    labels = list(path)
    marks = between.tolist()
    is_lead = _lead_pattern().fullmatch
    for at in range(len(labels) - 1):
        first, then = labels[at], labels[at + 1]
        if then % 2 or then >= _FRAMING or marks[at + 1]:
            continue
        if first // 2 == then // 2 and _SHARE.match(text, clauses[at + 1].start, clauses[at + 1].end):
            labels[at + 1] = then + 1
            continue
        if first % 2:
            continue
        if is_lead(text, clauses[at].start, clauses[at].end):
            labels[at], labels[at + 1] = then, then + 1
    return tuple(labels)


@cache
def _lead_pattern() -> re.Pattern[str]:
    """A clause of a time, a topic or money; or of a method: a word for it, and no verb of action behind that."""
    words = {
        role: "|".join(re.escape(word) for row in load("items") if row["role"] == role for word in row["words"])
        for role in ("method", "method.end", "method.verb")
    }
    method = rf"(?:{words['method']})(?:(?!{words['method.verb']})[^，])+"
    means = rf"(?:要|坚持)?以[^，]{{2,}}为(?:{words['method.end']})"
    role = "(?:充分|更好)?发挥[^，]+(?:作用|优势)"
    return re.compile(rf"[\s*#]*(?:{_TIME}|{_TOPIC}|{_MONEY}|{_EXCEPTION}|{method}|{means}|{role})[\s*#]*")
