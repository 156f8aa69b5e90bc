"""Promises that nobody mentions again: two reports enter, tasks of the earlier one leave.

Those leave of which the later one shows no trace. Of ``建成青石岭隧道，新建普惠幼儿园12所`` a trace is the key of a
figure told as reached, the project 青石岭隧道 or the main part of its name, or the noun 普惠幼儿园. A task with none of
these names is never judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from taizhang.checks.matching import keep_comparable
from taizhang.checks.words import restored_of
from taizhang.engine.model import Item, Kind, Quantity, Report, Status

_ENOUGH = 0.7
"""Below this a promise is left alone."""
_NAMED, _COUNTED, _KEYED = 0.9, 0.75, 0.8
_TAIL = re.compile(
    r"(?:建设|改造|提升|治理|配套|示范|综合|重点|等|[一二三四]期|项目|工程|基地|中心|园区|线|段|\(.*\)|（.*）)+$"
)
_BLANK = re.compile(r"[\s“”‘’\"《》*#]+")
_SHARES = frozenset({"%", "‰", "百分点", "倍", "番", "位"})
_SHORTEST = 3
_LIKENESS = 0.5


class Lost(NamedTuple):
    """A task without a trace. ``confidence`` (0 to 1) has its reasons; ``names`` are those looked for."""

    item: Item
    confidence: float
    reasons: tuple[str, ...]
    names: tuple[str, ...]


def find_lost(last: Report, report: Report) -> Iterator[Lost]:
    """The tasks of ``last`` with names, projects or counts, none of which ``report`` shows, in their order."""
    last, report = keep_comparable(last), keep_comparable(report)
    text = _BLANK.sub("", restored_of(report).text)
    grams = {text[at : at + 2] for at in range(len(text) - 1)}
    told = {q.indicator_key for q in report.quantities if q.indicator_key and q.status is Status.ACTUAL}
    year = str(last.source.year)
    figures: dict[str, list[Quantity]] = {}
    for quantity in last.quantities:
        figures.setdefault(quantity.item or "", []).append(quantity)
    for item in last.items:
        if item.kind is Kind.TASK and not (item.due and item.due[:4] > year):
            found = _judge(item, figures.get(item.id, ()), text, grams, told)
            if found is not None and found.confidence >= _ENOUGH:
                yield found


def _judge(item: Item, figures: list[Quantity] | tuple[()], text: str, grams: set[str], told: set[str]) -> Lost | None:
    """None where the task has a trace, or nothing that could leave one."""
    names = tuple(dict.fromkeys(_BLANK.sub("", name) for name in item.projects))
    counted = [q for q in figures if q.status is Status.TARGET and q.indicator and q.unit not in _SHARES]
    if any(q.indicator_key in told for q in counted if q.indicator_key):
        return None
    nouns = tuple(dict.fromkeys(_BLANK.sub("", q.indicator) for q in counted))
    if any(_has_trace(name, text, grams) for name in (*names, *nouns)):
        return None
    long = tuple(name for name in nouns if len(name) >= _SHORTEST)
    if not names and not long:
        return None
    reasons = [f"没有项目名称“{name}”及其主要部分" for name in names[:2]] + [f"没有“{noun}”" for noun in long[:2]]
    is_keyed = any(q.indicator_key for q in counted)
    confidence = _NAMED if names else _KEYED if is_keyed else _COUNTED
    return Lost(item, confidence, tuple(reasons), (*names, *long))


def _has_trace(name: str, text: str, grams: set[str]) -> bool:
    """Whether the name, its main part, or half of what its main part is made of stands in the text."""
    core = _TAIL.sub("", name) or name
    if name in text or core in text:
        return True
    if len(core) < _SHORTEST:
        return False
    pairs = [core[at : at + 2] for at in range(len(core) - 1)]
    threes = [core[at : at + 3] for at in range(len(core) - 2)]
    is_like = sum(pair in grams for pair in pairs) / len(pairs) > _LIKENESS
    return is_like and (len(core) > 8 or any(three in text for three in threes))
