"""Text for a terminal: what enters is text with Chinese in it, what leaves is lines that line up.

A Chinese character takes two columns, so ``len`` measures nothing here: ``width("5%以上")`` is 6,
and ``pad("以上", 6)`` adds two spaces. Lines are broken anywhere between Chinese characters, never before a
closing mark (``，`` may not begin a line) and never within a Latin word or a figure.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from unicodedata import combining, east_asian_width

_NO_START = frozenset("，。、；：！？）》」』】〕”’…—,.;:!?)]}%")
_NO_END = frozenset("（《「『【〔“‘([{")


def width(text: str) -> int:
    """Columns that ``text`` takes on a terminal; ambiguous characters (“ ” —) are counted as one.

    >>> width("5%以上")
    6
    """
    if text.isascii():
        return len(text)
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def pad(text: str, columns: int, right: bool = False) -> str:
    """``text`` filled with spaces to ``columns``, on the left of it where ``right``; longer text is left as it is.

    >>> pad("以上", 6) + "|" + pad("42", 4, right=True)
    '以上  |  42'
    """
    space = " " * (columns - width(text))
    return space + text if right else text + space


def fit(text: str, columns: int, keeps_end: bool = False) -> str:
    """``text`` cut to ``columns`` with ``…`` where it is longer, at its end or before the end kept, as of a path.

    Line breaks become spaces.

    >>> fit("地区生产总值增长", 9), fit("报告/2026/临澜区.txt", 12, keeps_end=True)
    ('地区生产…', '…/临澜区.txt')
    """
    text = " ".join(text.split("\n"))
    if width(text) <= columns:
        return text
    kept: list[str] = []
    room = columns - 1
    for character in reversed(text) if keeps_end else text:
        room -= width(character)
        if room < 0:
            break
        kept.append(character)
    return "…" + "".join(reversed(kept)) if keeps_end else "".join(kept) + "…"


def wrap(text: str, columns: int) -> list[str]:
    """``text`` broken into lines of at most ``columns``, its own line breaks kept.

    >>> wrap("打印摘要，写出台账", 10)
    ['打印摘要，', '写出台账']
    """
    return [line.strip(" ") for paragraph in text.split("\n") for line in cut(paragraph, columns)]


def cut(text: str, columns: int) -> list[str]:
    """Pieces of ``text`` that fit into ``columns`` each; together they are ``text``, its spaces kept.

    A word wider than ``columns`` is a piece of its own.
    """
    lines, line, room = [], "", columns
    for word in _words(text):
        if line and width(word.rstrip(" ")) > room:
            lines.append(line)
            line, room = "", columns
        line += word
        room -= width(word)
    return [*lines, line]


def _words(text: str) -> list[str]:
    """Pieces between which a line may be broken; together they are ``text``."""
    pieces: list[str] = []
    for character in text:
        last = pieces[-1][-1] if pieces else ""
        if last and (_is_glued(last, character)):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _is_glued(last: str, character: str) -> bool:
    if last == " ":
        return False
    return character in _NO_START or last in _NO_END or character == " " or (width(last) == width(character) == 1)


def table(rows: Iterable[Sequence[str]], right: frozenset[int] = frozenset()) -> list[str]:
    """Rows as lines of columns two spaces apart, each as wide as its widest cell; columns in ``right`` to the right."""
    rows = list(rows)
    columns = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    return ["  ".join(pad(cell, columns[at], at in right) for at, cell in enumerate(row)).rstrip() for row in rows]


def columns_of(stream: object, default: int = 100) -> int:
    """Width of the terminal that ``stream`` writes to, between 60 and 120; ``default`` where it is none."""
    try:
        found = os.get_terminal_size(stream.fileno()).columns  # type: ignore[attr-defined]
    except (AttributeError, OSError, ValueError):
        return default
    return max(60, min(found, 120)) if found else default
