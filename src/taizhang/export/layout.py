"""How words are laid out in a cell, so that no name, figure or formula is broken where it hurts.

What enters is the words of a cell, its column and the column's width in half-width characters; what leaves is the
same words with line ends. Of ``市自然资源和规划局`` in a column of 12 this makes ``市自然资源`` and ``和规划局``.
"""

from __future__ import annotations

import re
from math import ceil

_FIGURES = frozenset({"target_value", "target", "last_year", "figures", "q1", "q2", "q3", "q4"})
"""Columns whose lines end with a figure that must not be broken."""
_LISTS = frozenset({"lead_unit", "supporting_units", "units", "due"})
"""Columns whose parts stand in a line each where they do not fit into one."""
_FIGURE = re.compile(
    r" (?:(?:add|added|reduced? by|gr[eo]w by|f[ae]ll by|r[io]se by) )?"
    r"(?:(?:at least|at most|more than|less than|about|nearly) )?\S+\Z"
    r"|(?:[≥>≤<约近])?(?<![\d.A-Za-z])\d[^\n]{0,14}\Z"
)
"""The figure at the end of a line, with its sign and, in English, its verb."""


def count_lines(text: str, width: float) -> int:
    r"""How many lines ``text`` takes in a column of ``width`` half-width characters, somewhat generously.

    >>> count_lines("新建公路20公里", 20), count_lines("新建公路20公里", 10), count_lines("一\n二", 10)
    (1, 2, 2)
    """
    room = max(width * 1.05 - 1, 2)
    if 2 * len(text) <= room and "\n" not in text:
        return 1
    return sum(max(ceil(length_of(line) / room), 1) for line in text.split("\n"))


def split_parts(key: str, text: str) -> list[str]:
    """The lines of a cell, and for lists their parts, that should not be broken."""
    return [
        part
        for line in text.split("\n")
        for part in ([p.rstrip("、") for p in _list_parts(line)] if key in _LISTS else [line])
    ]


def _list_parts(line: str) -> list[str]:
    return [part for part in re.split("(?<=[、；;])", line) if part]


def lay_out(key: str, text: str, width: float) -> str:
    """``text`` with line ends where a column of ``width`` would otherwise break a name or a figure."""
    if key in _LISTS and length_of(text) > width:
        parts = (part if key == "due" else part.removesuffix("、") for part in _list_parts(text))
        return "\n".join(_break_name(part, width) for part in parts)
    if key == "formula":
        return "\n".join(_break_formula(line, width) for line in text.split("；"))
    if key in _FIGURES:
        return "\n".join(_break_before_figure(line, width) for line in text.split("\n"))
    return text


def _break_name(name: str, width: float) -> str:
    """A name longer than a line in two: before its 和, 市自然资源 / 和规划局, else in its middle."""
    if length_of(name) <= width or "年" in name:
        return name
    at = name.find("和", 1) if 1 < name.find("和", 1) < len(name) - 1 else (len(name) + 1) // 2
    return f"{name[:at]}\n{name[at:]}"


def _break_before_figure(line: str, width: float) -> str:
    found = _FIGURE.search(line)
    if length_of(line) <= width - 0.5 or not found or not found.start():
        return line
    left = length_of(line[: found.start()]) % width
    if left + length_of(found[0]) < width - 1 < length_of(line[: found.start()]) or length_of(found[0]) > width:
        return line
    return f"{line[: found.start()]}\n{found[0].strip()}"


def _break_formula(line: str, width: float) -> str:
    """A formula longer than a line in two, before what it comes to: a minus sign must not stand alone."""
    at = line.rfind(" = ")
    return line if length_of(line) < width - 1 or at < 0 else f"{line[:at]}\n{line[at + 1 :]}"


def break_header(header: str, key: str) -> str:
    """A header with its line ends: a narrow column of the ledger would break 季度节点 behind 节."""
    if key != "ledger":
        return header
    header = header.replace("句.分句", "句.\n分句").replace("sentence.clause", "sentence.\nclause")
    return (
        header.replace("季度节点", "季度\n节点").replace("下一步打算", "下一步\n打算").replace("牵头领导", "牵头\n领导")
    )


def length_of(text: str) -> int:
    """The width of ``text`` in half-width characters."""
    return 2 * len(text) - len(text.encode("ascii", "ignore"))
