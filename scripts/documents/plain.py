"""The sample as a plain text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from documents.sample import read_plain


def make_text(path: Path) -> None:
    """A paragraph a line, as an office pastes it."""
    path.write_text(read_plain(), encoding="utf-8")


MAKERS: dict[str, Callable[[Path], None]] = {"plain.txt": make_text}
