"""The clean sample as blocks, for makers to lay out: ``read_blocks()`` begins with the title of the report."""

from __future__ import annotations

import re
from typing import NamedTuple

from taizhang import samples

_SOURCE = "lanchuan-2026.md"
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


class Block(NamedTuple):
    """A heading or a paragraph. ``level`` is 1 for the title, 2 for 一、, 3 for （一）, 0 for a paragraph."""

    level: int
    text: str


def read_plain() -> str:
    """The report as plain text: without front matter and Markdown marks, a heading or paragraph a line."""
    return "\n".join(block.text for block in read_blocks()) + "\n"


def read_blocks() -> tuple[Block, ...]:
    """The headings and paragraphs of the sample, in order."""
    path = next(path for path in samples.paths() if path.name == _SOURCE)
    lines = _FRONT.sub("", path.read_text(encoding="utf-8")).splitlines()
    marked = (re.match(r"(#*)\s*(.*)", line) for line in lines if line.strip())
    return tuple(Block(len(match[1]), match[2].replace("**", "")) for match in marked if match)
