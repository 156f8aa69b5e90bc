"""Numbers that Word counts itself: what enters is a paragraph, what leaves is the number printed before it.

They stand nowhere in the text of a document: of a heading whose level has the pattern ``（%1）`` and the format
``chineseCounting`` the second gets ``（二）``. Formats that work reports do not number with (bullets, letters, Roman)
are counted, and give nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from docx.document import Document
from docx.oxml.ns import qn
from lxml.etree import _Element

_DIGITS = "〇一二三四五六七八九"
_PLACE = re.compile(r"%([1-9])")
_MOST_STYLES = 20  # styles build on one another; a circle of them must end


class Level(NamedTuple):
    """One level of a list: where it starts, the format of its numbers, and the pattern (``第%1章``)."""

    start: int
    format: str
    pattern: str
    restarts: bool


@dataclass(slots=True)
class _Count:
    levels: dict[int, Level]
    at: dict[int, int] = field(default_factory=dict)


def write_chinese(number: int) -> str:
    """The number as headings have it, up to 9999.

    >>> [write_chinese(n) for n in (3, 10, 12, 20, 31, 105, 110)]
    ['三', '十', '十二', '二十', '三十一', '一百零五', '一百一十']
    """
    words = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            words += _DIGITS[digit] + name
        elif words and not words.endswith("零") and number % unit:
            words += "零"
    return words[1:] if words.startswith("一十") else words or _DIGITS[0]


def _write_circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


def _write_wide(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


_WRITERS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalFullWidth": _write_wide,
    "decimalEnclosedCircle": _write_circled,
    "decimalEnclosedCircleChinese": _write_circled,
    "chineseCounting": write_chinese,
    "chineseCountingThousand": write_chinese,
    "japaneseCounting": write_chinese,
    "taiwaneseCountingThousand": write_chinese,
}


class Numbering:
    """Counts the numbered paragraphs of one document, in the order in which it is asked."""

    def __init__(self, document: Document) -> None:
        root = _root(document)
        self._styles = _read_styles(document)
        self._abstract: dict[str, dict[int, Level]] = {}
        self._linked: dict[tuple[str, str], int] = {}  # (list, style) → level
        self._numbers: dict[str, tuple[str, dict[int, int]]] = {}
        self._counts: dict[str, _Count] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def number(self, paragraph: _Element) -> str:
        """The number of a paragraph, its mark included (``一、``); empty where it has none. Call once for each."""
        found = self._find(paragraph)
        if found is None:
            return ""
        number_id, level = found
        abstract, starts = self._numbers[number_id]
        count = self._counts.setdefault(abstract, _Count(self._abstract.get(abstract, {})))
        if level not in count.levels:
            return ""
        self._advance(count, number_id, level, starts)
        return _print(count, level)

    def _advance(self, count: _Count, number_id: str, level: int, starts: dict[int, int]) -> None:
        first = (number_id, level) not in self._begun
        self._begun.add((number_id, level))
        if first and level in starts:
            count.at[level] = starts[level]
        else:
            count.at[level] = count.at.get(level, count.levels[level].start - 1) + 1
        for deeper in [other for other in count.at if other > level]:
            if count.levels[deeper].restarts:
                del count.at[deeper]

    def _find(self, paragraph: _Element) -> tuple[str, int] | None:
        """The list and level of a paragraph: its own, or that of its style or of one its style builds on."""
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        style = _value(paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")) or self._styles.get("", ("", None))[0]
        number_id, level = _read_numpr(own)
        for _ in range(_MOST_STYLES):
            if number_id is not None or style not in self._styles:
                break
            base, numpr = self._styles[style]
            number_id, of_style = _read_numpr(numpr)
            if number_id in self._numbers:
                of_style = self._linked.get((self._numbers[number_id or ""][0], style), of_style)
            level = of_style if level is None else level
            style = base
        if number_id is None or number_id not in self._numbers:
            return None
        return number_id, level or 0

    def _read(self, root: _Element) -> None:
        links: dict[str, str] = {}
        for abstract in root.iterchildren(qn("w:abstractNum")):
            key = abstract.get(qn("w:abstractNumId"), "")
            self._abstract[key] = {}
            for element in abstract.iterchildren(qn("w:lvl")):
                level = _int(element.get(qn("w:ilvl")), 0)
                self._abstract[key][level] = _read_level(element)
                style = _value(element.find(qn("w:pStyle")))
                if style:
                    self._linked[key, style] = level
            links[key] = _value(abstract.find(qn("w:numStyleLink")))
        for number in root.iterchildren(qn("w:num")):
            key = _value(number.find(qn("w:abstractNumId")))
            self._numbers[number.get(qn("w:numId"), "")] = (key, _read_starts(number))
        self._follow(links)

    def _follow(self, links: dict[str, str]) -> None:
        """A list that stands for the list of a style is counted as that one."""
        for number_id, (key, starts) in self._numbers.items():
            style = links.get(key)
            target = _read_numpr(self._styles.get(style, ("", None))[1])[0] if style else None
            if target in self._numbers:
                self._numbers[number_id] = (self._numbers[target or ""][0], starts)


def _print(count: _Count, level: int) -> str:
    parts = []
    pattern = count.levels[level].pattern
    for place in _PLACE.finditer(pattern):
        of = int(place[1]) - 1
        writer = _WRITERS.get(count.levels[of].format) if of in count.levels else None
        if writer is None:
            return ""
        parts.append(writer(max(0, count.at.get(of, count.levels[of].start))))
    if not parts:
        return ""
    numbers = iter(parts)
    printed = _PLACE.sub(lambda _: next(numbers), pattern)
    ends_open = printed[-1].isalpha() or printed[-1].isdecimal()  # 第1章, but not 一、 or ①
    return f"{printed} " if ends_open else printed


def _read_level(element: _Element) -> Level:
    return Level(
        _int(_value(element.find(qn("w:start"))), 1),
        _value(element.find(qn("w:numFmt"))) or "decimal",
        _value(element.find(qn("w:lvlText"))),
        _value(element.find(qn("w:lvlRestart"))) != "0",
    )


def _read_starts(number: _Element) -> dict[int, int]:
    starts = {}
    for override in number.iterchildren(qn("w:lvlOverride")):
        start = _value(override.find(qn("w:startOverride")))
        if start:
            starts[_int(override.get(qn("w:ilvl")), 0)] = _int(start, 1)
    return starts


def _read_styles(document: Document) -> dict[str, tuple[str, _Element | None]]:
    """Style → (the style it builds on, its numPr); under ``""`` the name of the default style of paragraphs."""
    styles: dict[str, tuple[str, _Element | None]] = {}
    for style in document.styles.element.iterchildren(qn("w:style")):
        kind = style.get(qn("w:type"))
        if kind not in {"paragraph", "numbering"}:
            continue
        key = style.get(qn("w:styleId"), "")
        styles[key] = (_value(style.find(qn("w:basedOn"))), style.find(f"{qn('w:pPr')}/{qn('w:numPr')}"))
        if kind == "paragraph" and style.get(qn("w:default")) in {"1", "true", "on"}:
            styles[""] = (key, None)
    return styles


def _read_numpr(element: _Element | None) -> tuple[str | None, int | None]:
    """The list and the level that ``w:numPr`` names; the list ``0`` takes a number away."""
    if element is None:
        return None, None
    level = _value(element.find(qn("w:ilvl")))
    return _value(element.find(qn("w:numId"))) or None, _int(level, 0) if level else None


def _root(document: Document) -> _Element | None:
    """The numbering part; asked for by its relation, since python-docx makes one where none is."""
    for relation in document.part.rels.values():
        if relation.reltype.endswith("/numbering") and not relation.is_external:
            part = relation.target_part
            element: _Element | None = getattr(part, "element", None)
            return element
    return None


def _value(element: _Element | None) -> str:
    return "" if element is None else element.get(qn("w:val"), "")


def _int(text: str | None, default: int) -> int:
    try:
        return int(text or "")
    except ValueError:
        return default
