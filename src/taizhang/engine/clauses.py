"""Split a text into sentences and clauses by punctuation alone.

What enters is a text (restored or raw), what leaves is its clauses with their addresses. The split is
deliberately dumb, for an address must mean the same place tomorrow: ``新建公路20公里,改造桥梁3座。`` is
sentence 0 with the clauses 0.0 ``新建公路20公里`` and 0.1 ``改造桥梁3座``. Which clauses make one item is for
the stages ``kinds`` and ``items`` to say.
"""

from __future__ import annotations

import re

from taizhang.engine.model import Clause

SENTENCE_END = frozenset("。！!？?\n")
_IN_NUMBER = frozenset(",:：")
_SEPARATOR = re.compile(r"[，,；;：:。！!？?\n]")
_WORD = re.compile(r"\w")


def split_clauses(text: str) -> tuple[Clause, ...]:
    """All clauses of ``text`` that hold a letter, digit or ideograph, in order.

    Offsets index ``text``; separators and white space at the edges stand outside. A comma or colon between two digits
    (1,200, 10:30) separates nothing. Sentences that hold no clause take no number.

    >>> [(c.sentence, c.index) for c in split_clauses("新增企业1,200家,增长8%。就业稳定。")]
    [(0, 0), (0, 1), (1, 0)]
    """
    found: list[Clause] = []
    sentence = index = start = 0
    last = len(text) - 1
    for match in _SEPARATOR.finditer(text):
        at = match.start()
        mark = text[at]
        if mark in _IN_NUMBER and 0 < at < last and text[at - 1].isdigit() and text[at + 1].isdigit():
            continue
        index = _append(found, text, start, at, sentence, index)
        if index and mark in SENTENCE_END:
            sentence, index = sentence + 1, 0
        start = at + 1
    _append(found, text, start, last + 1, sentence, index)
    return tuple(found)


def _append(found: list[Clause], text: str, start: int, end: int, sentence: int, index: int) -> int:
    """Append ``text[start:end]``, stripped, if it is a clause; return the index of the next one."""
    if start < end and text[start].isalnum() and text[end - 1].isalnum():  # most are: nothing to strip
        found.append(Clause(sentence, index, start, end))
        return index + 1
    body = text[start:end]
    if not _WORD.search(body):
        return index
    first = start + len(body) - len(body.lstrip())
    found.append(Clause(sentence, index, first, first + len(body.strip())))
    return index + 1
