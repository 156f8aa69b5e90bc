"""What a table is, before it becomes a sheet or a CSV file.

What enters is cells, what leaves is a ``Table`` of ``Column``s and ``Row``s: the cell ``("≥20公里", "3座")`` is two
lines, one below the other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from taizhang.engine.model import Span


@dataclass(frozen=True, slots=True)
class Marked:
    """Words some of which are marked, at the places ``marks``."""

    text: str
    marks: tuple[Span, ...]


Cell = str | int | Decimal | tuple[str, ...] | Marked | None
"""What a cell holds: words, a number, lines of words (one below the other), or nothing yet."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, its header, its width in half-width characters."""

    key: str
    header: str
    width: float


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its cells in the order of the columns, and how deep it stands (0 an entry, 1 one of its items)."""

    cells: tuple[Cell, ...]
    level: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """A table. ``key`` is ``ledger``, ``targets`` …; ``name`` is the sheet's, ``head`` and ``note`` stand above it."""

    key: str
    name: str
    head: str
    note: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def without_empty(table: Table, keys: tuple[str, ...]) -> Table:
    """``table`` without those columns of ``keys`` in which no row has anything."""
    kept = [
        at
        for at, column in enumerate(table.columns)
        if column.key not in keys or any(row.cells[at] not in (None, "", ()) for row in table.rows)
    ]
    rows = tuple(replace(row, cells=tuple(row.cells[at] for at in kept)) for row in table.rows)
    return replace(table, columns=tuple(table.columns[at] for at in kept), rows=rows)
