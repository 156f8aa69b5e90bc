"""What a compiled report itself gives away: a check takes a ``Report`` and yields ``Finding``s, and changes nothing.

What enters is a report, with or without findings; what leaves are the findings of all checks that need this report
only. Of a page that begins ``（上接第1版）`` the check of page turns makes ``T001 提示``. Each family is a module with
a tuple ``CHECKS`` and a table ``TITLES`` of its codes; a code is never used again.
"""

from __future__ import annotations

from taizhang.checks import printed_digits, reading, text
from taizhang.checks.text import Check
from taizhang.engine.model import Finding, Report

CHECKS: tuple[Check, ...] = (*text.CHECKS, *reading.CHECKS, *printed_digits.CHECKS)
TITLES: dict[str, str] = {**text.TITLES, **reading.TITLES, **printed_digits.TITLES}


def check_report(report: Report) -> tuple[Finding, ...]:
    """All findings on ``report``, by the place of their main span, then by code."""
    found = [finding for check in CHECKS for finding in check(report)]
    return tuple(sorted(found, key=lambda f: (f.spans[0] if f.spans else (0, 0), f.code)))


__all__ = ["CHECKS", "TITLES", "Check", "check_report"]
