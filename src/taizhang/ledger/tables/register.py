"""Units named in a table, found in the register of a place; those that are not there are gathered.

What enters is names, what leaves is units, and for names nobody knows what a person chose: a unit that is there, a new
one, or none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from taizhang.catalog.models import Place, Unit
from taizhang.catalog.registering import unit_index
from taizhang.rules.departments import find_department

NEW, NONE = "new", "none"
"""What may be chosen for an unknown name, besides the key of a unit."""


class Register:
    """The units of a place with a person's ``choices`` for unknown names. New ones are not saved yet."""

    def __init__(self, place: Place, choices: Mapping[str, str]) -> None:
        self.place, self.choices = place, choices
        self.by_name, self.by_key = unit_index(place)
        self.by_pk = {str(unit.pk): unit for unit in self.by_name.values()}
        self.unknown: Counter[str] = Counter()
        self.new: dict[str, Unit] = {}

    def find(self, name: str) -> Unit | None:
        """The unit that a name means; None where it is unknown, which is remembered, or left out by choice."""
        name = "".join(name.split())
        if not name:
            return None
        found = self.by_name.get(name) or self.by_key.get(find_department(name) or "")
        return found or self._choose(name)

    def find_all(self, names: Iterable[str]) -> list[Unit]:
        """The units of names, each once."""
        return list({id(unit): unit for name in names if (unit := self.find(name)) is not None}.values())

    def _choose(self, name: str) -> Unit | None:
        choice = self.choices.get(name, "")
        if choice == NEW:
            return self.new.setdefault(name, Unit(place=self.place, name=name[:60]))
        if choice != NONE and choice not in self.by_pk:
            self.unknown[name] += 1
        return self.by_pk.get(choice)
