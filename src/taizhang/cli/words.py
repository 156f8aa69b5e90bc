"""The words of the command line: what enters is a key and facts, what leaves is a line in Chinese or English.

All of them are rows of ``words.toml``: ``words.say("summary.wrote", path="台账.xlsx")`` is ``已写出：台账.xlsx``, and
``wrote: 台账.xlsx`` where the language is English.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language, ``zh`` or ``en``."""

    lang: str

    def say(self, key: str, **facts: object) -> str:
        """The row ``key``, its ``{names}`` filled from ``facts``. Raises KeyError where there is no such row."""
        text = load()[key][self.lang]
        return text.format(**facts) if facts else text

    def name(self, group: str, value: object) -> str:
        """The name of a value of an enumeration (``kind``, ``target``): its row, or the value itself where none is."""
        row = load().get(f"{group}.{value}")
        return row[self.lang] if row else str(value)

    def argparse(self, message: str) -> str:
        """One of argparse's own messages in this language; what no row knows stays as it is."""
        row = load().get(f"argparse.{message}")
        return row[self.lang] if row else message


@cache
def load() -> Mapping[str, Mapping[str, str]]:
    """All rows: key → language → text."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def describe_rule(rule: str) -> str | None:
    """What the rule ``bounds:at_least.after`` says, in Chinese; None where no row of ``rules.toml`` tells it."""
    table, _, row = rule.partition(":")
    return _load_rules().get(table, {}).get(row)


@cache
def _load_rules() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(Path(__file__).with_name("rules.toml").read_text(encoding="utf-8"))


def choose_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language that ``--lang`` asks for wherever it stands, else the locale's; Chinese where neither says English.

    >>> choose_language(["read", "--lang", "en"], {})
    'en'
    >>> choose_language([], {"LANG": "C.UTF-8"})
    'zh'
    """
    asked = ""
    for at, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang":
            asked = arguments[at + 1] if at + 1 < len(arguments) else ""
        elif argument.startswith("--lang="):
            asked = argument.removeprefix("--lang=")
    if asked in LANGUAGES:
        return asked
    names = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return "en" if next((name for name in names if name), "").startswith("en") else "zh"
