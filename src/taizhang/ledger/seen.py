"""Which projects of a ledger somebody sees: all of them, or those of one's unit and of the entries one sees."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from taizhang.ledger.access import Actor, may, seen_entries
from taizhang.ledger.models import Ledger, Project


def seen_projects(actor: Actor, ledger: Ledger) -> QuerySet[Project]:
    """The projects of ``ledger`` that ``actor`` sees. Whoever may read the whole report sees the whole register."""
    projects = ledger.projects.select_related("unit", "entry", "ledger__place")
    if may(actor, "file.download", ledger):
        return projects
    own = Q(unit__in=[unit.pk for unit in actor.units()])
    return projects.filter(own | Q(entry__in=seen_entries(actor, "entry.follow").values("pk")))
