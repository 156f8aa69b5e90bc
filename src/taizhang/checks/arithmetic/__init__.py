"""Checks of the figures of one report against each other: each module has a tuple ``CHECKS`` and a table ``TITLES``.

What enters is a finished ``Report``; what leaves are findings A001 and on. Of ``新建车站12座，其中地下站20座`` the
module of parts makes ``A003``: a part is larger than its whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from taizhang.checks.arithmetic import counts, growth, impossible, parts, points, shares, sums, twice
from taizhang.engine.model import Finding, Report

_MODULES = (sums, shares, parts, growth, counts, twice, points, impossible)

CHECKS: tuple[Callable[[Report], Iterator[Finding]], ...] = tuple(
    check for module in _MODULES for check in module.CHECKS
)
TITLES: dict[str, str] = {code: title for module in _MODULES for code, title in module.TITLES.items()}

__all__ = ["CHECKS", "TITLES"]
