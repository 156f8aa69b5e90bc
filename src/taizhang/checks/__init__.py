"""What a compiled report itself gives away: a check takes a ``Report`` and yields ``Finding``s, and changes nothing.

What enters is a report, with or without findings; what leaves are the findings of all checks that need this report
only. Of a page that begins ``（上接第1版）`` the check of page turns makes ``T001 提示``. Each family is a module with
a tuple ``CHECKS`` and a table ``TITLES`` of its codes; a code is never used again. The families that hold a report
against others are called by name (``years.check_years``); their codes stand in ``TITLES`` too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from taizhang.checks import (
    arithmetic,
    counties,
    levels,
    names,
    numbering,
    observations,
    printed_digits,
    reading,
    repeats,
    swaps,
    text,
    years,
)
from taizhang.checks.text import Check
from taizhang.engine import explain
from taizhang.engine.model import Finding, Report

FAMILIES: tuple[ModuleType, ...] = (text, repeats, numbering, names, counties, reading, printed_digits, arithmetic)
"""The families that need one report only."""

COMPARISONS: tuple[ModuleType, ...] = (years, levels, observations)
"""The families that hold a report against earlier ones, those of other levels, registered figures."""

CHECKS: tuple[Check, ...] = tuple(check for family in FAMILIES for check in family.CHECKS)
TITLES: dict[str, str] = {code: title for each in (*FAMILIES, *COMPARISONS) for code, title in each.TITLES.items()}
"""The title of every code that any check gives."""


_KEPT = (swaps.read_characters, names.find_doubts, explain.split_source)
"""What several checks ask of one text: worked out once for them, and forgotten when they are through."""


def check_report(report: Report) -> tuple[Finding, ...]:
    """All findings on ``report``, by the place of their main span, then by code."""
    try:
        found = [finding for check in CHECKS for finding in check(report)]
    finally:
        for kept in _KEPT:
            kept.cache_clear()
    return tuple(sorted(found, key=lambda f: (f.spans[0] if f.spans else (0, 0), f.code)))


def list_checks() -> Iterator[Callable[..., Any]]:
    """Every check of every family, those of one report first; its docstring opens with its code and title."""
    for family in (*FAMILIES, *COMPARISONS):
        yield from family.CHECKS


__all__ = ["CHECKS", "COMPARISONS", "FAMILIES", "TITLES", "Check", "check_report", "list_checks"]
