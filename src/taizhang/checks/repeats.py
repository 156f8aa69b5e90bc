"""Check for long runs of words that stand twice where nothing tells which copy is out of place.

What enters is a finished ``Report``; what leaves are findings T002. Restoring sets a copy aside where the text about it
tells that it is the wrong one, and ``checks.text`` tells of that; of what stays twice in the restored text this check
says ``“……”（90字）印了两遍``. Speeches repeat formulas and slogans, which are shorter or name what guides the work.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from taizhang.checks.words import abridge, restored_of
from taizhang.engine.explain import place_of
from taizhang.engine.model import Finding, Report, Severity, Span

TITLES: dict[str, str] = {}
"""T002 has its title in ``checks.text``."""

_SHORTEST = 72
"""Of 650 reports eleven say 60 characters again by intent, one says 72."""

_CLAUSE = re.compile(r"[^，。；、！？\s]{12,}")
_SALUTATION = re.compile(r"^[ \t\u3000*]*各位代表[*]*[，,：:！!]", re.MULTILINE)
"""Where the report proper begins; a news story before it retells it."""

_FORMULAS = ("为指导", "高举中国特色社会主义", "以习近平同志为核心")


def check_undecided(report: Report) -> Iterator[Finding]:
    """T002 整段重复: a long run of words stands twice and nothing tells which copy is out of place; then a question."""
    restored = restored_of(report)
    text = restored.text
    opened = _SALUTATION.search(text)
    speech, done = opened.start() if opened else 0, 0
    for first, second in _find_pairs(text):
        if second < done:
            continue
        one, two = _extend(text, first, second)
        words = "".join(text[slice(*two)].split())
        if one.end > speech and len(words) >= _SHORTEST and not any(formula in words for formula in _FORMULAS):
            done = two.end
            yield _tell(report, words, restored.to_source(*one), restored.to_source(*two))


def _find_pairs(text: str) -> list[tuple[int, int]]:
    """Where a clause stands the first time, and again, for each clause and time, in the order of the latter."""
    counts = Counter(_CLAUSE.findall(text))
    pairs: list[tuple[int, int]] = []
    for clause, count in counts.items():
        if count > 1:
            first = at = text.find(clause)
            while (at := text.find(clause, at + 1)) >= 0:
                pairs.append((first, at))
    return sorted(pairs, key=lambda pair: pair[1])


def _extend(text: str, first: int, second: int) -> tuple[Span, Span]:
    """The longest equal runs about two places, which do not overlap."""
    left = 0
    while left < first and text[first - left - 1] == text[second - left - 1]:
        left += 1
    right, most = 0, min(len(text) - second, second - left - first)
    while right < most and text[first + right] == text[second + right]:
        right += 1
    return Span(first - left, first + right), Span(second - left, second + right)


def _tell(report: Report, words: str, one: Span, two: Span) -> Finding:
    first, second = (
        f"第{place.line}行（{place.address}）" for place in (place_of(report, *one), place_of(report, *two))
    )
    message = (
        f"“{abridge(words)}”（{len(words)}字）印了两遍，一字不差：一遍在{first}，一遍在{second}；"
        "从上下文判断不出哪一遍多余，两遍都已保留，请核对。"
    )
    return Finding("T002", Severity.QUESTION, message, (two, one))


CHECKS = (check_undecided,)
