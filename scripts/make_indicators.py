"""Make ``src/taizhang/rules/indicators.tsv`` of ``indicators.toml``; with ``--check`` say whether it is up to date.

The TOML table is what people write: names, units, sources, examples. The engine reads the TSV, one line a row, which
loads many times as fast. Its ``phrases`` are all names of a row, as written and as
``taizhang.rules.indicators.fold`` makes them; ``heads`` are the endings of a generic row, with ``!``
before those that deceive.
"""

from __future__ import annotations

import sys
from pathlib import Path

from taizhang.rules import Row, load
from taizhang.rules.indicators import COLUMNS, fold

TARGET = Path(__file__).resolve().parents[1] / "src" / "taizhang" / "rules" / "indicators.tsv"


def make_text() -> str:
    """The whole file: a line of column names, then a line a row in the order of the table."""
    return "".join("\t".join(cells) + "\n" for cells in [COLUMNS, *(_cells(row) for row in load("indicators"))])


def _cells(row: Row) -> tuple[str, ...]:
    names = [row["name"], *row.get("synonyms", ())]
    phrases = dict.fromkeys([*names, *(fold(name) for name in names)])
    words = [" ".join(row["units"]), row["method"], row["better"], row["field"], row["lead"], row.get("near", "")]
    heads = [fold(head) for head in row.get("heads", ())] + [f"!{fold(word)}" for word in row.get("deceptive", ())]
    if row.get("generic"):
        heads = [*dict.fromkeys([fold(row["name"]), *heads])]
        phrases = {}
    return (row.key, row["name"], row["english"], *words, " ".join(names[1:]), " ".join(phrases), " ".join(heads))


def main() -> int:
    """Write the file, or check it."""
    text = make_text()
    if "--check" in sys.argv[1:]:
        is_current = TARGET.read_text(encoding="utf-8") == text
        print("indicators.tsv is up to date" if is_current else "indicators.tsv is old: run scripts/make_indicators.py")
        return 0 if is_current else 1
    TARGET.write_text(text, encoding="utf-8", newline="\n")
    print(f"{TARGET.name}: {text.count(chr(10)) - 1} indicators")
    return 0


if __name__ == "__main__":
    sys.exit(main())
