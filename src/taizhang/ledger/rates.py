"""开工率 and 复工率 of registered projects, each with what it is reckoned from.

What enters is projects, what leaves is rates: of 8 new projects 6 have started, 6/8 = 75%. Of those carried over from
the year before the ones at work again make the 复工率. 开复工率 counts both. Nothing is rounded before it is shown, and
without a single project there is no rate.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from taizhang.ledger.models import Entry, Project, ProjectStage

_AT_WORK = frozenset((ProjectStage.STARTED, ProjectStage.BUILDING, ProjectStage.COMPLETED))
_BEGUN = _AT_WORK | {ProjectStage.STOPPED}
_TOLD = re.compile("开复工率|复开工率|开工率|复工率")


class RateKind(StrEnum):
    """Which rate."""

    START = "开工率"
    RESUME = "复工率"
    BOTH = "开复工率"


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate as a fraction; ``percent`` is None where there is nothing to reckon from."""

    kind: RateKind
    over: int
    under: int

    @property
    def percent(self) -> Decimal | None:
        """The rate in percent, to a tenth.

        >>> Rate(RateKind.START, 2, 3).percent
        Decimal('66.7')
        """
        if not self.under:
            return None
        return (Decimal(100 * self.over) / self.under).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Group:
    """The rates of a county, an industry or a unit (``name`` empty: of projects that tell none)."""

    name: str
    count: int
    start: Rate
    resume: Rate


def start_rate(projects: Iterable[Project]) -> Rate:
    """Of the new projects those that have started, whatever came after."""
    new = [project for project in projects if not project.is_carried_over]
    return Rate(RateKind.START, sum(project.stage in _BEGUN for project in new), len(new))


def resume_rate(projects: Iterable[Project]) -> Rate:
    """Of the projects carried over those at work again, or done."""
    old = [project for project in projects if project.is_carried_over]
    return Rate(RateKind.RESUME, sum(project.stage in _AT_WORK for project in old), len(old))


def both_rates(projects: Iterable[Project]) -> Rate:
    """New and carried over together."""
    projects = list(projects)
    start, resume = start_rate(projects), resume_rate(projects)
    return Rate(RateKind.BOTH, start.over + resume.over, start.under + resume.under)


def group_rates(projects: Iterable[Project], name: Callable[[Project], str]) -> tuple[Group, ...]:
    """The rates by ``name``, the largest groups first, those without a name last."""
    groups: dict[str, list[Project]] = {}
    for project in projects:
        groups.setdefault(name(project), []).append(project)
    made = (Group(key, len(told), start_rate(told), resume_rate(told)) for key, told in groups.items())
    return tuple(sorted(made, key=lambda group: (not group.name, -group.count, group.name)))


def rates_of(entry: Entry, projects: Iterable[Project]) -> tuple[Rate, ...]:
    """The rates that an entry promises, as reckoned from the register; none where it promises none."""
    words = dict.fromkeys(_TOLD.findall(f"{entry.title} {entry.target_text}"))
    projects = list(projects) if words else []
    reckon = {"开工率": start_rate, "复工率": resume_rate}
    return tuple(reckon.get(word, both_rates)(projects) for word in words)
