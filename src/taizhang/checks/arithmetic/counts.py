"""Check that as many things are listed as the sentence counts.

What enters is a finished ``Report``; what leaves are findings A005. Of ``建成东关小学、西关小学、南关小学4所学校``
comes ``A005 需说明``: 4 are counted, 3 listed. Lists that need not be whole (等, 包括) and lists of actions are
left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from taizhang.checks.arithmetic.enumerations import Enumeration, find_enumerations
from taizhang.checks.arithmetic.vocabulary import pattern_of, words_of
from taizhang.checks.words import abridge, restored_of
from taizhang.engine.model import Finding, Report, Severity

TITLES = {"A005": "列举数与所说数目不符"}

_FAR = 3
"""A list that misses more than so many names is of something else than what is counted."""

_FEW = 3
_DOING = re.compile(pattern_of("listed", "doing"))
_BETWEEN = re.compile(pattern_of("listed", "between"))
_AREAS = words_of("listed", "area")
_FIXED = words_of("listed", "fixed")
_QUOTED = ("”", "》")
_INNER = re.compile(r"[（(][^）)]*[）)]|“[^”]*”|《[^》]*》")
_JOINED = re.compile("以及|[和与及暨或]")
_VERBS = "建造改展化修办"


def check_counts(report: Report) -> Iterator[Finding]:
    """A005 列举数与所说数目不符: a closed list has fewer or more names than its count says; a question."""
    restored = restored_of(report)
    for listed in find_enumerations(restored.text):
        if listed.least <= listed.told <= listed.most or not _is_of_names(restored.text, listed):
            continue
        told = str(listed.least) if listed.least == listed.most else f"{listed.least}至{listed.most}"
        words = restored.text[slice(*listed.span)]
        count = restored.text[listed.number.start : listed.number.end + 1]
        message = f"“{abridge(words, 40)}”：说的是“{count}”，列出的是{told}个，请核对。"
        spans = (restored.to_source(*listed.number), restored.to_source(*listed.span))
        yield Finding(
            "A005",
            Severity.QUESTION,
            message,
            spans,
            f"列举{told} ≠ {listed.told}",
            (restored.text[slice(*listed.number)], told),
        )


def _is_of_names(text: str, listed: Enumeration) -> bool:
    """Whether what is listed is what is counted, and the list whole."""
    gap = listed.told - listed.most if listed.told > listed.most else listed.least - listed.told
    words = text[listed.span.start : listed.span.end]
    if gap > _FAR or any(fixed in words for fixed in _FIXED):
        return False
    if listed.told > listed.most:
        return listed.least >= _FEW and not _is_elsewhere(text, listed) and _is_plain(listed)
    has_groups = any(_JOINED.search(_strip(member)) for member in listed.members[:-1])
    return not has_groups and (_is_alike(listed) or _is_plain(listed))


def _is_elsewhere(text: str, listed: Enumeration) -> bool:
    """Whether the last name before a count says where the counted things are: in 清河区、南山区5所学校."""
    last, counted = _strip(listed.members[-1]), text[listed.number.end : listed.span.end]
    if not listed.is_before or not last.endswith(_AREAS) or last[-1] in counted:
        return False
    return counted[:1] != "大" or not all(_strip(member).endswith(_AREAS) for member in listed.members)


def _is_alike(listed: Enumeration) -> bool:
    """Whether all members are quoted, or end in the same character (东关小学、西关小学)."""
    members = [re.sub(r"[（(][^）)]*[）)]$", "", member) for member in listed.members]
    if _JOINED.search(_INNER.sub("", "".join(members))):
        members[-1:] = [part for part in _JOINED.split(members[-1]) if part]
    ends = {member[-1:] for member in members}
    if ends <= set(_QUOTED):
        return True
    return len(ends) == 1 and not ends & set(_VERBS)


def _is_plain(listed: Enumeration) -> bool:
    """Whether no member before a count says what is done or where; the first one holds what leads up to it."""
    if not listed.is_before:
        return True
    between = any(_BETWEEN.search(_strip(member)) for member in listed.members[1:-1])
    return not between and not _DOING.search(_strip(listed.members[-1]))


def _strip(member: str) -> str:
    return _INNER.sub("”", member)


CHECKS = (check_counts,)
