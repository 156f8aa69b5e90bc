"""The words of ``phrases.toml``, compiled once: sets and patterns that the other modules share.

What enters is the table, what leaves are patterns; ``patterns().lead`` matches ``新建`` of ``新建公路``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from taizhang import rules

NOTE = re.compile(r"\[\d+\]|［\d+］")
CUT_SIGNS = re.compile(r"[，,。；;：:！!？?\n]")
AFTER = re.compile(
    r"\s?(?:(?:人口)?及?以[上下内]|左右|上下|多(?!功能|媒体|元化|层|式联运)|余)?(?:的|(?<=[月日天年时钟])之?内(?=[^，,。；;]{1,6}率))?"
)
"""What may stand between a figure and the noun it counts (3个月内|办复率)."""
QUALIFIER = re.compile(r"(?:及?以上|级)[\u4e00-\u9fff]")
"""Behind a figure that is part of a phrase itself (``500万元|以上项目``)."""
_NO_VERB = "(?![率额量费型性业者值力化制式度类金款])"


class Patterns(NamedTuple):
    """Compiled words; see the columns of ``phrases.toml``."""

    keep: re.Pattern[str]
    lead: re.Pattern[str]
    stop: re.Pattern[str]
    mid: re.Pattern[str]
    ranked: re.Pattern[str]
    attribute: re.Pattern[str]
    outlay: re.Pattern[str]


@cache
def patterns() -> Patterns:
    """The patterns of the table."""

    def either(column: str) -> str:
        return "|".join(re.escape(word) for word in words(column))

    def begin(*columns: str) -> str:
        """A look ahead for the first characters of words, so that most places cost one look, not one a word."""
        initials = sorted({word[0] for column in columns for word in words(column)})
        return f"(?=[{re.escape(''.join(initials))}])"

    return Patterns(
        keep=re.compile(f"{begin('keep')}(?:{either('keep')})"),
        lead=re.compile(f"{begin('lead')}(?:{either('lead')}){_NO_VERB}"),
        stop=re.compile(
            rf"(?P<noun>{begin('whole_noun')}(?:{either('whole_noun')}))|(?P<bracket>[（(][^）)\n]{{0,12}}[）)])|[\s，,。；;：:！!？?、\n]"
            rf"|(?P<word>(?:{begin('stop')}(?:{either('stop')})|{_one('glyphs')})(?!{_one('joined')})|{either('halt')})"
            r"|“[^”\n]{1,8}”(?:办理|办结|通办|联办|可办)"
        ),
        mid=re.compile(rf"{begin('keep', 'mid')}(?:(?P<keep>{either('keep')})|(?:{either('mid')}))"),
        ranked=re.compile(rf"(?:{either('ranked')})\Z"),
        attribute=re.compile(either("attributes")),
        outlay=re.compile(f"(?:{either('outlays')})"),
    )


@cache
def words(column: str) -> list[str]:
    """The words of a column, the longest first."""
    return sorted({word for row in rules.load("phrases") for word in row.get(column, ())}, key=lambda w: (-len(w), w))


@cache
def word_set(column: str) -> frozenset[str]:
    """The words of a column as a set."""
    return frozenset(words(column))


def ending(phrase: str, column: str) -> str:
    """The longest word of a column that ``phrase`` ends with; empty where it ends with none."""
    table = word_set(column)
    for size in range(min(_longest(column), len(phrase)), 0, -1):
        if phrase[-size:] in table:
            return phrase[-size:]
    return ""


@cache
def _longest(column: str) -> int:
    return max(map(len, words(column)))


def _one(column: str) -> str:
    return next(str(row[column]) for row in rules.load("phrases") if row.get(column))
