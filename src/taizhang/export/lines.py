"""The ledger as a table, whoever tells its lines: a report that was just compiled, or the entries of a database.

What enters is ``Line``s and the settings, what leaves is the columns and rows of the table. A line 新建公路20公里以上
with the lead unit 市交通运输局 and one below it makes two rows, the second of level 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from taizhang.export.columns import LEDGER
from taizhang.export.grid import Cell, Column, Row
from taizhang.export.words import Words
from taizhang.settings import LeadUnit, Settings

KEY = "key"
"""The column that says which entry of a database a row is; not one that an office chooses."""
_UNITS = frozenset(("lead_unit", "supporting_units", "units"))
_FEW_PARTS = 3
"""Up to so many first headings are the parts of a report (review, outlook, year's work); more are fields of work."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a ledger. ``due`` is as a clerk writes it, ``source`` the sentence it is from.

    ``is_proposed`` where nobody has confirmed its units yet. ``filled`` are the cells of the columns that people fill
    in (``leader``, ``q1``, ``status`` …), by key. ``key`` names the entry that the line is, empty where it is none.
    """

    number: str
    path: tuple[str, ...]
    text: str
    targets: tuple[str, ...] = ()
    due: str = ""
    lead: str = ""
    supporting: tuple[str, ...] = ()
    is_proposed: bool = False
    filled: Mapping[str, Cell] = field(default_factory=dict)
    address: str = ""
    source: str = ""
    key: str = ""
    children: tuple[Line, ...] = ()


class Categories:
    """Shows heading paths. A first heading that many share (2032年工作安排) is left out where others stand below it."""

    def __init__(self, paths: Iterable[tuple[str, ...]]) -> None:
        firsts = {path[0] for path in paths if path}
        self._skip = 1 if len(firsts) <= _FEW_PARTS else 0

    def show(self, path: tuple[str, ...]) -> str:
        """``path`` with strokes between its headings."""
        return " / ".join(path[self._skip :] or path)


def lay_out_ledger(lines: Sequence[Line], settings: Settings) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """The columns and rows of a ledger by the columns that ``settings`` name, keys at the end where lines have any."""
    keys = settings.ledger_columns + ((KEY,) if any(line.key for line in lines) else ())
    is_proposed = any(line.is_proposed for line in lines)
    columns = tuple(Column(key, _header(key, settings, is_proposed=is_proposed), LEDGER[key]) for key in keys)
    categories = Categories(line.path for line in lines)
    rows = [
        Row(tuple(cells.get(key) for key in keys), level)
        for line in lines
        for level, told in ((0, line), *((1, child) for child in line.children))
        for cells in (_cells(told, categories, settings),)
    ]
    return columns, tuple(rows)


def _header(key: str, settings: Settings, *, is_proposed: bool) -> str:
    """A header of the ledger; where units are proposed it says so, once for all cells below it."""
    words = Words(settings.lang)
    if key in ("address", KEY):
        return words.say(key)
    mark = ".suggested" if is_proposed else ""
    if key == "units" and settings.lead_unit is not LeadUnit.COLUMN:
        return words.say(f"units.{settings.lead_unit}{mark}")
    header = words.column(key)
    return words.say("header.suggested", header=header) if is_proposed and key in _UNITS else header


def _cells(line: Line, categories: Categories, settings: Settings) -> dict[str, Cell]:
    """What is known of a line, by column; the columns that people still have to fill in have no cell."""
    star = "*" if settings.lead_unit is LeadUnit.STAR else ""
    lead = (line.lead,) if line.lead else ()
    known: dict[str, Cell] = {
        "number": line.number,
        "category": categories.show(line.path),
        "task": line.text,
        "target_value": line.targets,
        "lead_unit": line.lead or None,
        "supporting_units": "、".join(line.supporting) or None,
        "units": "、".join((*(star + unit for unit in lead), *line.supporting)) or None,
        "due": line.due,
        "address": line.address,
        "source": line.source,
        KEY: line.key or None,
    }
    return {**known, **line.filled}
