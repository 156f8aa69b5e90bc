"""A table as comma-separated values.

What enters is a ``Table``, what leaves is the bytes of a CSV file: UTF-8 with a byte-order mark, so that Excel opens it
as it is, one line a row. The cell ``-0.5%`` is written as ``'-0.5%``: a spreadsheet would reckon with it.
"""

from __future__ import annotations

import csv
from io import StringIO

from taizhang.export.grid import Cell, Marked, Table
from taizhang.export.phrases import is_formula, show_number


def make_csv(table: Table) -> bytes:
    """The header and the rows of ``table``; its title and note are left out, so that programs can read it."""
    file = StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(_line(column.header.replace("\n（", "（")) for column in table.columns)
    writer.writerows([show_cell(cell) for cell in row.cells] for row in table.rows)
    return b"\xef\xbb\xbf" + file.getvalue().encode("utf-8", "replace")


def show_cell(cell: Cell) -> str:
    """A cell on one line; lines of words are put together with ``；``, what looks like a formula gets a quote.

    >>> show_cell(("≥5%", "3.5万人")), show_cell("=1+1"), show_cell(None)
    ('≥5%；3.5万人', "'=1+1", '')
    """
    if cell is None:
        return ""
    if isinstance(cell, Marked):
        cell = cell.text
    if isinstance(cell, str | tuple):
        text = _line(cell if isinstance(cell, str) else "；".join(cell))
        return f"'{text}" if is_formula(text) else text
    return show_number(cell)


def _line(text: str) -> str:
    return " ".join(text.splitlines())
