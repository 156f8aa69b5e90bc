"""The register of units: what enters is a name and other names of it, what leaves is a unit that entries are given to.

A unit is never deleted: one that is no more keeps its entries and gets no new ones (``is_active`` false).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from taizhang.catalog.models import Place, Unit, UnitKind
from taizhang.errors import FieldsWrong, Said, ThingMissing
from taizhang.ledger.access import Actor
from taizhang.ledger.actions.acting import acting

LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class UnitValues:
    """What is told of a unit. ``others`` are the names by which sheets may call it."""

    name: str
    others: tuple[str, ...] = ()
    kind: UnitKind = UnitKind.DEPARTMENT
    is_active: bool = True


def add_unit(actor: Actor, place: Place, values: UnitValues) -> Unit:
    """A new unit, last in the register. Raises ``FieldsWrong``."""
    with acting(actor, "unit.change", place) as act:
        values = _check_values(place, None, values)
        last = place.units.aggregate(last=Max("order"))["last"] or 0
        unit = Unit(place=place, order=last + 1)
        _write(unit, values)
        unit.save()
        act.log(unit, did="create", **_tell(unit))
    return unit


def change_unit(actor: Actor, place: Place, unit: Unit, values: UnitValues) -> None:
    """Another name, other names, another kind, or no longer active. Raises ``FieldsWrong``."""
    with acting(actor, "unit.change", place) as act:
        row = Unit.objects.select_for_update().filter(pk=unit.pk, place=place).first()
        if row is None:
            raise ThingMissing
        values = _check_values(place, row, values)
        before = _tell(row)
        _write(row, values)
        after = _tell(row)
        changed = {name: value for name, value in after.items() if value != before[name]}
        if not changed:
            act.idle()
            return
        row.save()
        act.log(row, did="change", name=before["name"], changed=changed, before={n: before[n] for n in changed})


def _write(unit: Unit, values: UnitValues) -> None:
    unit.name, unit.others = values.name, "\n".join(values.others)
    unit.kind, unit.is_active = values.kind, values.is_active


def _tell(unit: Unit) -> dict[str, Any]:
    others = [name for name in unit.others.split("\n") if name]
    return {"name": unit.name, "others": others, "kind": str(unit.kind), "is_active": unit.is_active}


def _check_values(place: Place, unit: Unit | None, values: UnitValues) -> UnitValues:
    """The values without idle spaces. No name may mean two units of a place."""
    name = "".join(values.name.split())
    others = tuple(dict.fromkeys(told for told in map(_squeeze, values.others) if told and told != name))
    wrong: dict[str, Said] = {}
    if not 0 < len(name) <= LONGEST_NAME:
        wrong["name"] = Said(
            f"单位名称应为 1 至 {LONGEST_NAME} 字", f"a unit's name has 1 to {LONGEST_NAME} characters"
        )
    taken = _names_of(place.units.exclude(pk=unit.pk) if unit else place.units.all())
    if name in taken:
        wrong["name"] = Said(f"“{name}”已是“{taken[name]}”的名称或别称", f"{name} means {taken[name]} already")
    doubled = next((told for told in others if told in taken), None)
    if doubled:
        wrong["others"] = Said(
            f"“{doubled}”已是“{taken[doubled]}”的名称或别称", f"{doubled} means {taken[doubled]} already"
        )
    if wrong:
        raise FieldsWrong(fields=wrong)
    return UnitValues(name, others, values.kind, values.is_active)


def _names_of(units: Iterable[Unit]) -> dict[str, str]:
    return {told: unit.name for unit in units for told in (*unit.others.split("\n"), unit.name) if told}


def _squeeze(text: str) -> str:
    return "".join(text.split())
