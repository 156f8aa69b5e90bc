"""Put a government and its usual units into the register.

What enters is a place as a report names it, what leaves is its ``Place`` with the units that a government of its
level has by ``rules/departments.toml``, and its counties. Of 晋中市 these are 市发展改革委 and on, and 榆次区 and on.
Units that an office has renamed or added stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator

from taizhang.catalog.models import Place, Unit, UnitKind
from taizhang.rules.areas import by_code, counties_of
from taizhang.rules.departments import department_name, departments, find_department, office_of


def register_place(name: str, area: str | None, year: int | None, slug: str = "", *, is_demo: bool = False) -> Place:
    """The place, made with its units where it is new. ``name`` is what a report says (晋中市), ``area`` its code."""
    found = Place.objects.filter(area=area) if area else Place.objects.filter(area="", name=name)
    place = found.first()
    if place is None:
        place = Place.objects.create(slug=slug or area or _free_slug(), name=name, area=area or "", is_demo=is_demo)
        Unit.objects.bulk_create(_usual_units(place, year))
    return place


def find_unit(place: Place, name: str) -> Unit | None:
    """The active unit that a name means: by its own name, another name of it, or the register's words for it."""
    name = "".join(name.split())
    by_name, by_key = unit_index(place)
    return by_name.get(name) or by_key.get(find_department(name) or "")


def unit_index(place: Place) -> tuple[dict[str, Unit], dict[str, Unit]]:
    """The active units of a place by all their names, and by their keys in the register of departments."""
    units = list(place.units.filter(is_active=True))
    by_name = {name: unit for unit in reversed(units) for name in (*unit.others.split("\n"), unit.name) if name}
    return by_name, {unit.key: unit for unit in reversed(units) if unit.key}


def _free_slug() -> str:
    number = Place.objects.filter(area="").count() + 1
    while Place.objects.filter(slug=f"place-{number}").exists():
        number += 1
    return f"place-{number}"


def _usual_units(place: Place, year: int | None) -> Iterator[Unit]:
    area = by_code(place.area, year) if place.area else None
    office = office_of(place.name, area.level if area else None, year)
    names: set[str] = set()
    order = 0
    for key in departments() if office else ():
        name = department_name(key, office)
        if name not in names:
            names.add(name)
            order += 1
            yield Unit(place=place, name=name, key=key, order=order)
    for county in counties_of(place.area, year) if place.area else ():
        if county.name not in names:
            names.add(county.name)
            order += 1
            yield Unit(place=place, name=county.name, kind=UnitKind.COUNTY, area=county.code, order=order)
