"""The rows below a header, each with its cells by field.

What enters is a sheet with its matching, what leaves is ``Raw`` rows. A row that says one thing across the table
(一、经济发展) heads those below it; notes at the foot (注：…) end the table; a header that a print repeats is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from taizhang.errors import Said
from taizhang.ingest.sheets import Sheet, Value, name_column
from taizhang.ledger.tables.matching import Matching, fill_merges, width_of

_NOTE = re.compile(r"(?:注|说明|备注|附注|填表人|填报人|制表人|审核人|联系人|单位负责人|合计|总计)\s*[:：]?")
_FOOT = re.compile(r"(?:注|说明|备注|附注|填表人|填报人|制表人|审核人|联系人|单位负责人)\s*[:：]")


@dataclass(frozen=True, slots=True)
class Raw:
    """A row: its number as the spreadsheet shows it (from 1), the cells that have anything by field, its headings.

    ``level`` is its depth in the outline, ``columns`` the letter of each field's column.
    """

    number: int
    cells: Mapping[str, Value]
    group: tuple[str, ...] = ()
    level: int = 0
    columns: Mapping[str, str] = field(default_factory=dict)

    def text(self, key: str) -> str:
        """The words in a cell; empty where there are none."""
        value = self.cells.get(key)
        return "" if value is None else str(value).strip()


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong in a cell and what to do: the row's number, the column's letter (empty: the row), its name."""

    row: int
    column: str
    name: str
    what: Said


def read_rows(sheet: Sheet, matching: Matching, main: str) -> Iterator[Raw]:
    """The rows below the header. ``main`` is the field without which a row says nothing (工作任务, 项目名称)."""
    filled = fill_merges(sheet)
    width = width_of(sheet)
    letters = {key: name_column(at) for at, key in enumerate(matching.columns) if key}
    heads = filled[matching.header : matching.first]
    group: tuple[str, ...] = ()
    for at in range(matching.first, len(filled)):
        row = filled[at]
        told = [value for value in row if value is not None]
        if not told or row in heads:
            continue
        is_lone = _is_lone(sheet, at, row, width)
        if is_lone and _FOOT.match(str(told[0])):
            return
        cells = {key: row[n] for n, key in enumerate(matching.columns) if key and n < len(row) and row[n] is not None}
        if is_lone and not _is_body(matching, sheet, at, main):
            group = _below(group, str(told[0]).strip())
            continue
        if set(cells) <= {"number", "category"} and _NOTE.match(str(told[0])):
            continue
        yield Raw(at + 1, cells, group, sheet.levels.get(at, 0), letters)


def _below(group: tuple[str, ...], title: str) -> tuple[str, ...]:
    """The headings with a further one: （一）兴修水利 stands below 二、重点任务, 三、… beside it."""
    is_inner = title.startswith(("（", "(")) and group and not group[0].startswith(("（", "("))
    return (group[0], title) if is_inner else (title,)


def tell_formulas(sheet: Sheet, matching: Matching) -> tuple[str, ...]:
    """The places of formulas below the header in columns that are read: their values are taken as last reckoned."""
    used = {at for at, key in enumerate(matching.columns) if key}
    found = sorted(place for place in sheet.formulas if place[0] >= matching.first and place[1] in used)
    return tuple(f"{name_column(column)}{row + 1}" for row, column in found)


def _is_lone(sheet: Sheet, at: int, row: Sequence[Value], width: int) -> bool:
    """Whether a row says one thing: in one cell, or merged over most of the table."""
    own = [value for value in sheet.rows[at] if value is not None]
    wide = any(top <= at <= bottom and right - left + 1 > width / 2 for top, left, bottom, right in sheet.merges_at(at))
    return len(own) == 1 and (wide or len({str(value) for value in row if value is not None}) == 1)


def _is_body(matching: Matching, sheet: Sheet, at: int, main: str) -> bool:
    """Whether the one thing stands in the main column, and in no area that goes over others."""
    own = next((n for n, value in enumerate(sheet.rows[at]) if value is not None), 0)
    is_wide = any(left < right for _, left, _, right in sheet.merges_at(at))
    return not is_wide and own < len(matching.columns) and matching.columns[own] == main
