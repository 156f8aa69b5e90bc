"""Who may do what: the one table that pages, API, command line and jobs go by.

What enters is ``permissions.toml``, what leaves is for each action the scope of each role. A supervisor may
``entry.assign`` anything of the supervisor's place; a reporter may ``entry.comment`` what the unit leads or supports.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

from taizhang.errors import RuleError, Said
from taizhang.ledger.models.people import Role

PUBLIC = "public"


class Scope(StrEnum):
    """On what a role may do an action."""

    PLACE = "place"
    """What belongs to the place that the role is held at; all places where it is held at none."""
    UNIT = "unit"
    """Dispatched entries that the unit leads or supports."""
    OWN = "own"
    """What is the person's own."""
    PUBLISHED = "published"
    """What is published."""


@dataclass(frozen=True, slots=True)
class Action:
    """An action, its words, and the scope of each role that may do it."""

    key: str
    words: Said
    scopes: Mapping[str, Scope]


@cache
def permissions() -> Mapping[str, Action]:
    """All actions by key, in the order of the table. Raises ``RuleError`` where the table is broken."""
    file = Path(__file__).with_name("permissions.toml")
    rows = tomllib.loads(file.read_text(encoding="utf-8"))["action"]
    return MappingProxyType({row["key"]: _action(row, file.name) for row in rows})


def _action(row: Mapping[str, str], where: str) -> Action:
    roles = {*Role.values, PUBLIC}
    scopes = {name: value for name, value in row.items() if name not in {"key", "zh", "en"}}
    unknown = (scopes.keys() - roles) or (set(scopes.values()) - set(Scope))
    if unknown:
        told = "、".join(sorted(unknown))
        raise RuleError(
            f"{where} {row['key']}", reason=Said(f"没有这样的角色或范围：{told}", f"no such role or scope: {told}")
        )
    return Action(row["key"], Said(row["zh"], row["en"]), {name: Scope(value) for name, value in scopes.items()})
