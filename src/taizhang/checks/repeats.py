"""Check for long runs of words that stand twice where nothing tells which copy is out of place.

What enters is a finished ``Report``; what leaves are findings T002. Restoring sets a copy aside where the text about it
tells that it is the wrong one, and ``checks.text`` tells of that; of what stays twice in the restored text this check
says ``“……”（90字）印了两遍``. Speeches repeat formulas and slogans, which are shorter or name what guides the work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from taizhang.checks.words import abridge, restored_of
from taizhang.engine.explain import place_of
from taizhang.engine.model import Finding, Report, Severity, Span

TITLES: dict[str, str] = {}
"""T002 has its title in ``checks.text``."""

_SHORTEST = 72
"""Of 650 reports eleven say 60 characters again by intent, one says 72."""

_CLAUSE = re.compile(r"[^，。；、！？\s]{9,}")
_FORMULAS = ("为指导", "高举中国特色社会主义", "以习近平同志为核心")


def check_undecided(report: Report) -> Iterator[Finding]:
    """T002 整段重复: a long run of words stands twice and nothing tells which copy is out of place; then a question."""
    restored = restored_of(report)
    text = restored.text
    seen: dict[str, int] = {}
    done = 0
    for clause in _CLAUSE.finditer(text):
        first = seen.setdefault(clause[0], clause.start())
        if first == clause.start() or clause.start() < done:
            continue
        one, two = _extend(text, first, clause.start())
        words = "".join(text[slice(*two)].split())
        if len(words) >= _SHORTEST and not any(formula in words for formula in _FORMULAS):
            done = two.end
            yield _tell(report, words, restored.to_source(*one), restored.to_source(*two))


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
