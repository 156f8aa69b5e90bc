"""Many entries at once: take over the units proposed, or give them to one unit."""

from __future__ import annotations

from collections.abc import Iterable

from taizhang.catalog.models import Place, Unit
from taizhang.catalog.registering import unit_index
from taizhang.ledger.access import Actor
from taizhang.ledger.actions.acting import acting
from taizhang.ledger.actions.entries import check_units, tell_units, write_units
from taizhang.ledger.models import Entry, Ledger
from taizhang.rules.departments import find_department


def accept_suggestions(actor: Actor, ledger: Ledger, entries: Iterable[Entry]) -> int:
    """Give each entry without a lead to the units proposed for it; how many that were.

    An entry whose proposed lead is not in the register is left as it is.
    """
    with acting(actor, "entry.assign", ledger) as act:
        units = _Units(ledger.place)
        count = 0
        for entry in _lock(ledger, entries):
            lead = units.find(entry.suggestion.get("lead", ""))
            if entry.lead_id or lead is None:
                continue
            found = [units.find(name) for name in entry.suggestion.get("supporting", [])]
            supporters = [unit for unit in dict.fromkeys(found) if unit is not None and unit != lead]
            write_units(entry, lead, supporters)
            act.log(entry, **tell_units(lead, supporters), proposed=True)
            count += 1
        if not count:
            act.idle()
    return count


def assign_many(actor: Actor, ledger: Ledger, entries: Iterable[Entry], lead: Unit) -> int:
    """Give entries of ``ledger`` to one lead unit; how many changed. Their supporting units stay, but for the lead.

    Raises ``FieldsWrong`` for a unit that is not in use.
    """
    with acting(actor, "entry.assign", ledger) as act:
        check_units(ledger, lead, ())
        count = 0
        for entry in _lock(ledger, entries):
            if entry.lead_id == lead.pk:
                continue
            held = [support.unit for support in entry.supports.all()]
            supporters = [unit for unit in held if unit != lead]
            before = tell_units(entry.lead, held)
            write_units(entry, lead, supporters)
            act.log(entry, **tell_units(lead, supporters), before=before)
            count += 1
        if not count:
            act.idle()
    return count


def _lock(ledger: Ledger, entries: Iterable[Entry]) -> list[Entry]:
    """Those of ``entries`` that are of ``ledger``, as they are now, locked until the action ends."""
    rows = ledger.entries.select_for_update(of=("self",)).filter(pk__in=[entry.pk for entry in entries])
    return list(rows.prefetch_related("supports__unit"))


class _Units:
    """The units of a place, found by any of their names without asking the database again."""

    def __init__(self, place: Place) -> None:
        self.by_name, self.by_key = unit_index(place)

    def find(self, name: str) -> Unit | None:
        name = "".join(name.split())
        return self.by_name.get(name) or self.by_key.get(find_department(name) or "")
