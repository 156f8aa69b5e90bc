"""Units as people type them: by any of their names, with the nearest name where there is none such."""

from __future__ import annotations

import re
from difflib import get_close_matches

from taizhang.catalog.models import Place, Unit
from taizhang.catalog.registering import find_unit
from taizhang.errors import FieldsWrong, Said

_BETWEEN = re.compile(r"[、，,；;\n]+")


def read_unit(place: Place, text: str, field: str) -> Unit | None:
    """The unit that was typed; None where nothing was. Raises ``FieldsWrong`` at ``field``, with a name that is near.

    A name that the register has stands as it is; another is looked for among their other names.
    """
    name = text.replace("\0", "").strip()
    if not name:
        return None
    found = place.units.filter(is_active=True, name=name).first() or find_unit(place, name)
    if found is None:
        raise FieldsWrong(fields={field: _unknown(place, name)})
    return found


def read_units(place: Place, text: str, field: str) -> list[Unit]:
    """The units of a list such as 市水利局、市财政局. Raises ``FieldsWrong`` at ``field``."""
    names = [name for name in _BETWEEN.split(text) if name.strip()]
    return [unit for name in names if (unit := read_unit(place, name, field)) is not None]


def _unknown(place: Place, name: str) -> Said:
    names = list(place.units.filter(is_active=True).values_list("name", flat=True))
    near = get_close_matches(name, names, n=1, cutoff=0.5)
    shown = name[:40]
    zh = f"单位名录中没有“{shown}”" + (f"，是否为“{near[0]}”" if near else "")
    return Said(zh, f"the register has no unit {shown}" + (f"; is it {near[0]}?" if near else ""))
