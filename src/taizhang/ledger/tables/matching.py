"""Which column of a sheet is what, by the words of its header; a person may correct it.

What enters is a sheet and the fields that are looked for, what leaves is where the header stands and the field of each
column. Of a header 责任单位 over 牵头单位 and 配合单位 the two columns are the lead and the supporting units.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from taizhang.ingest.sheets import Sheet, Value

_DEEPEST = 3
_SEARCHED = 30
_BRACKETS = re.compile(r"[（(][^（()）]*[)）]")
_LEAST = 2
"""Fields that a header has at least."""


@dataclass(frozen=True, slots=True)
class Field:
    """What a column may be: its key, its name, and words that a header calls it by."""

    key: str
    name: str
    words: tuple[str, ...]
    is_needed: bool = False


@dataclass(frozen=True, slots=True)
class Matching:
    """Where the header stands (its first row, from 0, and how many rows), and the field of each column, "" for none."""

    header: int
    depth: int
    columns: tuple[str, ...]

    @property
    def first(self) -> int:
        """The first row below the header."""
        return self.header + self.depth

    def missing(self, fields: Sequence[Field]) -> tuple[Field, ...]:
        """The fields that have to be there and are not."""
        return tuple(field for field in fields if field.is_needed and field.key not in self.columns)


@cache
def load_fields(table: str) -> tuple[Field, ...]:
    """The fields of a kind of table, ``entry`` or ``project``, from ``columns.toml``.

    >>> [field.key for field in load_fields("project") if field.is_needed]
    ['name']
    """
    rows = tomllib.loads((Path(__file__).parent / "columns.toml").read_text(encoding="utf-8"))[table]
    return tuple(
        Field(
            row["key"], row["name"], tuple("".join(word.split()) for word in row["words"]), row.get("is_needed", False)
        )
        for row in rows
    )


def load_words(table: str) -> dict[str, tuple[str, ...]]:
    """The words for each value of a kind of cell, ``stages`` or ``project_kinds``.

    >>> load_words("project_kinds")["carried_over"]
    ('续建', '结转')
    """
    rows = tomllib.loads((Path(__file__).parent / "columns.toml").read_text(encoding="utf-8"))[table]
    return {value: tuple(words) for value, words in rows.items()}


def match_columns(sheet: Sheet, fields: Sequence[Field]) -> Matching:
    """The header that names most fields, the shorter and the upper one where several do. None: row 0, no column."""
    rows = fill_merges(sheet, stop=_SEARCHED + _DEEPEST)
    best, found = Matching(0, 1, ("",) * width_of(sheet)), _LEAST - 1
    for header in range(min(len(rows), _SEARCHED)):
        for depth in range(1, min(_DEEPEST, len(rows) - header) + 1):
            columns = tuple(_match(rows[header : header + depth], fields, width_of(sheet)))
            count = len({key for key in columns if key})
            if count > found:
                best, found = Matching(header, depth, columns), count
    return best


def match_at(sheet: Sheet, header: int, fields: Sequence[Field]) -> Matching:
    """The columns by a header of one row that somebody pointed to."""
    rows = fill_merges(sheet, stop=header + 1)[header:]
    return Matching(header, 1, tuple(_match(rows, fields, width_of(sheet))) if rows else ("",) * width_of(sheet))


def headers_of(sheet: Sheet, matching: Matching) -> tuple[str, ...]:
    """The words above each column, several rows in one line."""
    rows = fill_merges(sheet, stop=matching.first)[matching.header :]
    told = ([_clean(_at(row, at)) for row in rows] for at in range(width_of(sheet)))
    return tuple(" ".join(dict.fromkeys(word for word in words if word)) for words in told)


def width_of(sheet: Sheet) -> int:
    """How many columns the widest row has."""
    return max((len(row) for row in sheet.rows), default=0)


def fill_merges(sheet: Sheet, stop: int | None = None) -> list[list[Value]]:
    """The rows up to ``stop`` as one sees them: each cell of a merged area has what the area shows."""
    rows = [list(row) for row in sheet.rows[:stop]]
    for top, left, bottom, right in sheet.merges:
        if top >= len(rows):
            continue
        shown = _at(rows[top], left)
        for row in rows[top : bottom + 1]:
            row.extend([None] * (min(right, width_of(sheet) - 1) + 1 - len(row)))
            for at in range(left, min(right + 1, len(row))):
                row[at] = shown
    return rows


def _match(rows: Sequence[Sequence[Value]], fields: Sequence[Field], width: int) -> Iterator[str]:
    """The field of each column, each field once: the lowest row says it best, then all rows together."""
    used: set[str] = set()
    for at in range(width):
        words = [_clean(_at(row, at)) for row in rows]
        told = [word for word in dict.fromkeys(words) if word]
        is_title = all(len({_clean(cell) for cell in row if cell is not None}) == 1 for row in rows[:1]) and width > 1
        key = "" if is_title else next((k for t in (*told[-1:], "".join(told)) if (k := _name(t, fields))), "")
        if key in used:
            key = ""
        used.add(key)
        yield key


def _name(text: str, fields: Sequence[Field]) -> str:
    """The field that a header means: by its own word, else by the longest word in it."""
    bare = _BRACKETS.sub("", text)
    for told in (text, bare):
        exact = next((field.key for field in fields if told and told in field.words), None)
        if exact:
            return exact
    held = [(len(word), field.key) for field in fields for word in field.words if len(word) > 1 and word in bare]
    return max(held)[1] if held and len(bare) <= 16 else ""


def _clean(value: Value) -> str:
    return "".join(str(value).split()).strip("*＊：:") if value is not None else ""


def _at(row: Sequence[Value], at: int) -> Value:
    return row[at] if at < len(row) else None
