"""Words as data: TOML tables, each row with its source, examples and counter-examples.

What enters is the name of a table (``rules/NAME.toml``), what leaves is its rows::

    [[row]]
    key = "at_least.after"
    words = ["以上", "及以上"]
    bound = "at_least"
    source = "a floor named after the figure"
    examples = ["增长5%以上"]
    counterexamples = ["以上各项"]

Every row has ``key``, ``source`` and ``examples``; all else is the table's own. A test proves each row on
its own examples. Tables are read once in a process.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from taizhang.errors import RuleError

_COMMON = {"key", "source", "examples", "counterexamples"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table. ``data`` holds the table's own columns."""

    table: str
    key: str
    source: str
    examples: tuple[Any, ...] = ()
    counterexamples: tuple[Any, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, column: str) -> Any:
        return self.data[column]

    def get(self, column: str, default: Any = None) -> Any:
        """The value of a column, ``default`` where the row has none."""
        return self.data.get(column, default)

    @property
    def name(self) -> str:
        """The row's name in a trace: ``bounds:at_least.after``."""
        return f"{self.table}:{self.key}"


def path_of(name: str) -> Traversable:
    """The file of a table or of learned data in this folder."""
    return files(__package__) / name


@cache
def load(table: str) -> tuple[Row, ...]:
    """The rows of ``rules/TABLE.toml``, in the order of the file. Raises ``RuleError`` naming the row."""
    file = f"{table}.toml"
    try:
        content = tomllib.loads(path_of(file).read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RuleError(file, reason=str(error)) from error
    rows = tuple(_row(table, number, raw) for number, raw in enumerate(content.get("row", ()), 1))
    seen: set[str] = set()
    for row in rows:
        if row.key in seen:
            raise RuleError(file, reason=f"key {row.key} stands twice")
        seen.add(row.key)
    return rows


def find(name: str) -> Row | None:
    """The row that a trace names (``bounds:at_least.after``); None where there is none."""
    table, _, key = name.partition(":")
    if f"{table}.toml" not in tables():
        return None
    return next((row for row in load(table) if row.key == key), None)


def _row(table: str, number: int, raw: dict[str, Any]) -> Row:
    missing = [column for column in ("key", "source", "examples") if not raw.get(column)]
    if missing:
        place = f"{table}.toml, row {number} ({raw.get('key', '?')})"
        raise RuleError(place, reason=f"without {', '.join(missing)}")
    own = {column: value for column, value in raw.items() if column not in _COMMON}
    examples, against = tuple(raw["examples"]), tuple(raw.get("counterexamples", ()))
    return Row(table, raw["key"], raw["source"], examples, against, own)


@cache
def tables() -> tuple[str, ...]:
    """The names of the TOML files in this folder, in order."""
    return tuple(sorted(f.name for f in files(__package__).iterdir() if f.name.endswith(".toml")))


@cache
def version() -> str:
    """Twelve hex digits that change when any table or learned file changes."""
    digest = sha256()
    for file in sorted(files(__package__).iterdir(), key=lambda f: f.name):
        if file.is_file() and not file.name.endswith(".py"):
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]
