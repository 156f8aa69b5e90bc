"""The register of units 责任单位: who may answer for a task in a prefecture-level city, and how others name them.

What enters is a key of ``departments.toml`` or a name; what leaves is the name as an office of a level writes it, or
the key. Worked through: ``water`` is 市水利局 in a city, 省水利厅 in a province, 县水利局 in a county; 市水务局 is
``water`` again.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from taizhang.rules import Row, load

REFORM = 2018
"""The year in which departments were made anew: reports up to it are told the names of before."""
_PLACES = ("自治区", "地区", "省", "市", "州", "盟", "县", "区", "旗")


class Office(NamedTuple):
    """Whose units are named: ``place`` is the word for the area (省, 市, 县), ``level`` one of ``areas.LEVELS``.

    ``is_former`` is True for a report of 2018 or before.
    """

    place: str
    level: str
    is_former: bool = False


def office_of(name: str | None, level: str | None, year: int | None) -> Office | None:
    """The office of an area by its name and level; a city's where both are unknown, None for the nation.

    >>> office_of("晋中市", "prefecture", 2026), office_of("国务院", "nation", 2024)
    (Office(place='市', level='prefecture', is_former=False), None)
    """
    if level == "nation":
        return None
    place = next((word for word in _PLACES if name and name.endswith(word)), "市")
    of = "prefecture" if level is None or (level == "province" and place == "市") else level
    return Office(place, of, year is not None and year <= REFORM)


@cache
def department_name(key: str, office: Office) -> str:
    """The name of a unit at an office.

    >>> department_name("water", Office("省", "province")), department_name("environment", Office("市", "prefecture"))
    ('省水利厅', '市生态环境局')
    >>> department_name("environment", Office("市", "prefecture", is_former=True))
    '市环境保护局'
    """
    row = _rows()[key]
    own = row.get(office.level) if office.level in ("province", "county") else None
    if office.is_former and (former := row.get("former")):
        is_ministry = office.level == "province" and str(row.get("province", row["name"])).endswith("厅")
        own = former.replace("局", "厅") if is_ministry else former
    name = str(own or row["name"])
    return name.format(office.place) if "{}" in name or own is None else f"{office.place}{name}"


def find_department(name: str) -> str | None:
    """The key of the unit that a name means, whatever its level; None for none.

    >>> find_department("市水务局"), find_department("省发改委"), find_department("市气象局"), find_department("市某局")
    ('water', 'development_reform', 'weather', None)
    """
    names = _names()
    if name in names:
        return names[name]
    return next((names[name[len(p) :]] for p in _PLACES if name.startswith(p) and name[len(p) :] in names), None)


def departments() -> tuple[str, ...]:
    """The keys of all units, in the order of the register."""
    return tuple(_rows())


@cache
def _rows() -> dict[str, Row]:
    return {row.key: row for row in load("departments")}


@cache
def _names() -> dict[str, str]:
    """The key of each name without its place; a unit's own names go before the others' other and former names."""
    names: dict[str, str] = {}
    forms = [[row.get(c) for c in ("name", "province", "county")] for row in _rows().values()]
    for own, row in zip(forms, _rows().values(), strict=True):
        for form in filter(None, own):
            names.setdefault(form.format("") if form.startswith("{}") else form.format("市"), row.key)
    for row in _rows().values():
        for form in (*row.get("others", ()), row.get("former", "")):
            if form:
                names.setdefault(form.format(""), row.key)
    return names
