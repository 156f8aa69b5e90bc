"""The words of ``rules/units.toml`` as patterns, and what figures in digits and in words share.

``unit_pattern`` matches the unit that stands behind a figure: of ``公里路`` it takes ``公里``, of ``人均`` nothing,
for 人 is another word there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from taizhang import rules
from taizhang.engine.model import Mention

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_WIDE = "０１２３４５６７８９％．／－～＋－−﹣：∶"
_FOLDED = tuple(zip(_WIDE, "0123456789%./-~+---::", strict=True))


def fold(text: str) -> str:
    """Digits, signs and colons of full width made half width; the length stays."""
    for wide, narrow in _FOLDED:  # ten times as fast as str.translate
        text = text.replace(wide, narrow)
    return text


def read_chinese(numeral: str) -> Decimal:
    """The value of a Chinese numeral: 十五万六千 is 156000, 两千零四 is 2004, 二〇二六 is 2026.

    >>> read_chinese("十五万六千"), read_chinese("百亿"), read_chinese("二〇二六")
    (Decimal('156000'), Decimal('10000000000'), Decimal('2026'))
    """
    if not any(c in POWERS for c in numeral):
        return Decimal("".join(str(DIGITS[c]) for c in numeral))
    total = section = digit = 0
    for c in numeral:
        if c in DIGITS:
            digit = DIGITS[c]
            continue
        power = POWERS[c]
        if power < 10**4:
            section += (digit or 1) * power if c == "十" or digit else power
        else:
            whole = section + digit
            total = (total + (whole or (0 if total else 1))) * power if power == 10**8 else total + (whole or 1) * power
            section = 0
        digit = 0
    return Decimal(total + section + digit)


def scale_up(value: Decimal, scale: int) -> Decimal:
    """``value`` times ``scale``, without the point where it is whole: 20.14 times 10000 is 201400."""
    if scale == 1:
        return value
    scaled = value * scale
    whole = scaled.to_integral_value()
    return whole if whole == scaled else scaled


@cache
def unit_rows() -> dict[str, rules.Row]:
    """The row of each unit word, widths folded."""
    return {fold(word): row for row in rules.load("units") for word in row["words"]}


@cache
def unit_reads() -> dict[str, str]:
    """The unit in the result, for words where it is another (个百分点 reads 百分点)."""
    return {fold(w): r for row in rules.load("units") for w, r in row.get("reads", {}).items()}


@cache
def unit_pattern(mode: str = "report") -> str:
    """An alternation of all unit words by their first character, then the longest first, each guarded against others.

    Rows of ``scope = "bare"`` hold measure words of everyday life, which a report does not count by.
    """
    rows = [row for row in rules.load("units") if row.get("scope", mode) == mode]
    follows = {fold(w): chars for row in rows for w, chars in row.get("follows", {}).items()}
    unless = {fold(w): pattern for row in rows for w, pattern in row.get("unless", {}).items()}
    words = sorted((fold(word) for row in rows for word in row["words"]), key=lambda w: (-len(w), w))
    by_initial: dict[str, list[str]] = {}
    for word in words:
        guard = f"(?![{follows[word]}])" if word in follows else ""
        guard += f"(?!{unless[word]})" if word in unless else ""
        guard += r"(?![A-Za-z])" if word.isascii() and word.isalpha() else ""
        by_initial.setdefault(word[0], []).append(re.escape(word[1:]) + guard)
    return "|".join(f"{re.escape(initial)}(?:{'|'.join(rests)})" for initial, rests in by_initial.items())


class Covered:
    """Asks, for spans in rising order, whether one overlaps a mention."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._mentions = mentions
        self._at = 0

    def overlaps(self, start: int, end: int) -> bool:
        """Whether ``[start, end)`` shares a character with a mention."""
        while self._at < len(self._mentions) and self._mentions[self._at].end <= start:
            self._at += 1
        return self._at < len(self._mentions) and self._mentions[self._at].start < end
