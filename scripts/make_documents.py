"""A folder of test documents: the clean sample report in every form that an office keeps it in.

    python scripts/make_documents.py FOLDER             makes all of them
    python scripts/make_documents.py FOLDER NAME ...    makes those named

Makers are the modules of ``scripts/documents``; PDF by a browser is left out where none is installed.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import documents


def find_makers() -> dict[str, Callable[[Path], None]]:
    """The makers of all modules, by the name of the document that each writes."""
    makers: dict[str, Callable[[Path], None]] = {}
    for module in sorted(pkgutil.iter_modules(documents.__path__), key=lambda module: module.name):
        makers |= getattr(importlib.import_module(f"documents.{module.name}"), "MAKERS", {})
    return makers


def make_documents(folder: Path, names: Iterable[str] = ()) -> list[Path]:
    """Write the documents named (all of them where none is) to ``folder``; their paths."""
    makers = find_makers()
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / name for name in (names or makers)]
    for path in paths:
        makers[path.name](path)
    return paths


def main() -> int:
    """Make what the command line asks for and say what was made."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", metavar="NAME")
    arguments = parser.parse_args()
    unknown = set(arguments.names) - set(find_makers())
    if unknown:
        print(f"no such document: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    for path in make_documents(arguments.folder, arguments.names):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
