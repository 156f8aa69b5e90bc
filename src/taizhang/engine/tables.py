"""Find tables of indicators in a text: lines whose cells tabs part, below a head that says what each column holds.

What enters is the restored text, what leaves is a row for each indicator. Below ``指标⇥2031年完成⇥2032年预期目标`` the
line ``粮食总产⇥38.6亿斤⇥38亿斤以上`` is a row of 粮食总产 whose first figure is told and whose second is aimed at.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from taizhang.engine.model import Clause, Span, Status

_LINE = re.compile(r"[^\n]+")
_AIMED = re.compile("目标|预期|计划|预计|任务")
_TOLD = re.compile("完成|实绩|实际|实现|上年|去年|情况")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_LONGEST_NAME = 30
RULE = "grammar:table"


class Cell(NamedTuple):
    """A cell with figures: its place, and by the head of its column what they are and of which year (None: unsaid)."""

    span: Span
    status: Status
    year: int | None


class Row(NamedTuple):
    """A line of a table: its place, the indicator that its first cell names, and the cells that the head explains."""

    span: Span
    name: str
    cells: tuple[Cell, ...]


class Table(NamedTuple):
    """A table: the place of its head, and its rows."""

    head: Span
    rows: tuple[Row, ...]


def find_tables(text: str, year: int | None) -> tuple[Table, ...]:
    r"""The tables of indicators in ``text``; ``year`` is the report's own.

    >>> table, = find_tables("指标\t2031年完成\t2032年目标\n粮食总产\t38.6亿斤\t38亿斤以上\n以上目标……", 2032)
    >>> [(row.name, [(str(cell.status), cell.year) for cell in row.cells]) for row in table.rows]
    [('粮食总产', [('actual', 2031), ('target', 2032)])]
    """
    return tuple(_read_tables(text, year)) if "\t" in text else ()


def _read_tables(text: str, year: int | None) -> Iterator[Table]:
    columns: tuple[tuple[Status, int | None] | None, ...] = ()
    head, rows = Span(0, 0), list[Row]()
    for line in _LINE.finditer(text):
        cells = _split(text, Span(*line.span()))
        found = _read_head([text[c.start : c.end] for c in cells], year)
        if found or len(cells) != len(columns):
            if rows:
                yield Table(head, tuple(rows))
            columns, head, rows = found, Span(*line.span()), []
            continue
        name = text[cells[0].start : cells[0].end].strip()
        told = zip(cells, columns, strict=True)
        known = tuple(Cell(cell, *column) for cell, column in told if column is not None)
        if name and len(name) <= _LONGEST_NAME:
            rows.append(Row(Span(*line.span()), name, known))
    if rows:
        yield Table(head, tuple(rows))


def _split(text: str, line: Span) -> list[Span]:
    cells, start = [], line.start
    for cell in text[line.start : line.end].split("\t"):
        cells.append(Span(start, start + len(cell)))
        start += len(cell) + 1
    return cells


def _read_head(cells: Sequence[str], year: int | None) -> tuple[tuple[Status, int | None] | None, ...]:
    """What each column holds, None for one that the head does not explain; empty where this is no head."""
    if len(cells) < 2 or any(len(cell) > _LONGEST_NAME for cell in cells):
        return ()
    columns = tuple(_read_column(cell, year) if at else None for at, cell in enumerate(cells))
    is_head = any(column and column[0] is Status.TARGET for column in columns)
    return columns if is_head and not re.search(r"\d", _YEAR.sub("", "".join(cells))) else ()


def _read_column(head: str, year: int | None) -> tuple[Status, int | None] | None:
    told = _YEAR.search(head)
    if _AIMED.search(head):
        return Status.TARGET, int(told[1]) if told else year
    if _TOLD.search(head):
        return Status.ACTUAL, int(told[1]) if told else year - 1 if year else None
    return None


class Place(NamedTuple):
    """Where in tables a clause stands: ``head``, ``first`` in a row, or further ``on`` in it."""

    clause: int
    part: str


def place_in_tables(tables: Sequence[Table], clauses: Sequence[Clause]) -> tuple[Place, ...]:
    """The clauses that stand in tables, in order; a row that aims at nothing has none."""
    starts = [clause.start for clause in clauses]
    found: list[Place] = []
    for table in tables:
        found += _place(starts, table.head, "head", "head")
        for row in table.rows:
            if any(cell.status is Status.TARGET for cell in row.cells):
                found += _place(starts, row.span, "first", "on")
    return tuple(found)


def _place(starts: Sequence[int], span: Span, first: str, other: str) -> Iterator[Place]:
    begin, end = (bisect_right(starts, at - 1) for at in span)
    return (Place(at, first if at == begin else other) for at in range(begin, end))


def find_cells(tables: Sequence[Table], positions: Sequence[int]) -> dict[int, tuple[Row, Cell]]:
    """By the index of a position: the cell that it stands in, and its row. ``positions`` are in order."""
    cells = [(cell.span, row, cell) for table in tables for row in table.rows for cell in row.cells]
    starts = [span.start for span, _, _ in cells]
    found: dict[int, tuple[Row, Cell]] = {}
    for index, position in enumerate(positions) if cells else ():
        at = bisect_right(starts, position) - 1
        if at >= 0 and position < cells[at][0].end:
            found[index] = cells[at][1:]
    return found
