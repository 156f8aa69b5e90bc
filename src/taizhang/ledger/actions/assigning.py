"""Many entries at once: take over the units proposed, and mark as reviewed."""

from __future__ import annotations

from collections.abc import Iterable

from taizhang.catalog.models import Place, Unit
from taizhang.catalog.registering import unit_index
from taizhang.ledger.access import Actor
from taizhang.ledger.actions.acting import acting
from taizhang.ledger.models import Entry, Ledger, Support
from taizhang.rules.departments import find_department


def accept_suggestions(actor: Actor, ledger: Ledger, entries: Iterable[Entry]) -> int:
    """Give each entry without a lead to the units proposed for it; how many that were.

    An entry whose proposed lead is not in the register is left as it is.
    """
    with acting(actor, "entry.assign", ledger) as act:
        units = _Units(ledger.place)
        count = 0
        for entry in entries:
            lead = units.find(entry.suggestion.get("lead", ""))
            if entry.ledger_id != ledger.pk or entry.lead_id or lead is None:
                continue
            found = [units.find(name) for name in entry.suggestion.get("supporting", [])]
            supporters = [unit for unit in dict.fromkeys(found) if unit is not None and unit != lead]
            entry.lead = lead
            entry.version += 1
            entry.save(update_fields=["lead", "version"])
            entry.supports.all().delete()
            Support.objects.bulk_create(Support(entry=entry, unit=u, order=n) for n, u in enumerate(supporters, 1))
            act.log(entry, lead=lead.name, supporting=[unit.name for unit in supporters], proposed=True)
            count += 1
        if not count:
            act.idle()
    return count


class _Units:
    """The units of a place, found by any of their names without asking the database again."""

    def __init__(self, place: Place) -> None:
        self.by_name, self.by_key = unit_index(place)

    def find(self, name: str) -> Unit | None:
        name = "".join(name.split())
        return self.by_name.get(name) or self.by_key.get(find_department(name) or "")
