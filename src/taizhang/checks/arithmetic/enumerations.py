"""Closed lists beside a count: what enters is a text, what leaves are counts with the number of members listed.

Of ``建成东关小学、西关小学4所学校`` the count is 4, the members are two; of ``三个园区（东园、西园和南园）`` both are
three. Where 和, 与, 及 in the last one may join two members or stand inside a name, they are told as a least and a
most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from taizhang.checks.arithmetic.vocabulary import pattern_of
from taizhang.engine.model import Span

_VALUES = {c: i for i, c in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_LONGEST = 160
_MOST = 15
_NEAR = 12
_OPENERS, _CLOSERS = "“‘（(《【「", "”’）)》】」"
_ENDS = "，,。；;：:！!？?\n"
_MEASURE = pattern_of("listed", "measure")

# A count with its noun behind it; the lookbehinds keep off parts of numbers, ordinals and vague counts.
_COUNT = re.compile(
    rf"(?:{_MEASURE})(?<=[\d两二三四五六七八九十].)"
    r"(?P<noun>(?![分多余以等])[^\d，。；、：,;！？）)（(\n]{0,14})(?P<end>.?)",
    re.DOTALL,
)
_NUMBER = re.compile(
    r"(?<![\d.第近约多余百千万亿其前这各每上下超达一二两三四五六七八九十])"
    r"(?:\d{1,2}|[两三四五六七八九]|十[一二三四五]?)$"
)
_OTHER_COUNT = re.compile(rf"[\d一二两三四五六七八九十几数]+(?:{_MEASURE}|[级期次县市区镇部])|[+＋\d]")
_OPEN = re.compile(pattern_of("listed", "open"))
_JOIN = re.compile("以及|[和与及暨或]")
_ENTRY = re.compile(r"^\W*\d{1,3}[］\])）、.．\s*“]+")
_LOOSE = re.compile("或|由|在|即")
_INNER = re.compile(r"[（(][^）)]*[）)]|“[^”]*”|《[^》]*》")
_BEFORE_LIST = re.compile(r"(?P<mark>[：:（(]|，(?:即|分别是|分别为))[*\s]*(?:即|指|是指|分别是|分别为)?")
_LEAD = re.compile(r"[^、]{0,12}[即指]")
_ITEM = re.compile(r"^[一二三四五六七八九十]是|^[（(]?[一二三四五六七八九十\d][、）)]")


class Enumeration(NamedTuple):
    """A count and the list beside it. ``span`` covers both, ``number`` the count's own digits, ``told`` its value.

    ``members`` are the words between the list's commas (、), the first one with what leads up to it; ``least`` and
    ``most`` how many members they may be. ``is_before`` where the list stands before the count.
    """

    span: Span
    number: Span
    told: int
    members: tuple[str, ...]
    least: int
    most: int
    is_before: bool


def find_enumerations(text: str) -> Iterator[Enumeration]:
    """The counts of a text that have a closed list directly before or behind them, in order."""
    for match in _COUNT.finditer(text):
        number = _NUMBER.search(text, max(0, match.start() - 3), match.start())
        if not number:
            continue
        count = _read(number[0])
        if not 2 <= count <= _MOST:
            continue
        span = Span(number.start(), match.start("end"))
        found = _read_behind(text, span, match["end"]) or _read_before(text, span, match)
        if found:
            words, hull, is_before = found
            members = split_list(words)
            most = len(members) + len(_JOIN.findall(_INNER.sub("", members[-1])))
            yield Enumeration(hull, Span(*number.span()), count, members, len(members), most, is_before)


_Found = tuple[str, Span, bool] | None


def _read_before(text: str, count: Span, match: re.Match[str]) -> _Found:
    """The list that ends where the count begins, within its clause."""
    if text[count.start - 1 : count.start] in {"等", "、", "和", "与", "及"} or match["end"] in {"、", "（", "("}:
        return None
    if not match["noun"] or match["noun"][0] in _OPENERS or "等" in match["noun"]:
        return None
    start = _clause_start(text, count.start)
    lead = _LEAD.match(text, start, count.start)
    start = lead.end() if lead else start
    words = text[start : count.start]
    plain = _INNER.sub("", words)
    if "、" not in plain or _OPEN.search(plain) or _OTHER_COUNT.search(plain):
        return None
    return words, Span(start, count.end), True


def _read_behind(text: str, count: Span, end: str) -> _Found:
    """The list behind a colon, a bracket or 即 directly after the count's noun."""
    lead = _BEFORE_LIST.match(text, count.end) if end in {"：", ":", "（", "(", "，"} else None
    if not lead or _OTHER_COUNT.search(_ENTRY.sub("", _sentence_before(text, count.start))):
        return None
    stop = _list_end(text, lead.end(), is_bracket=lead["mark"] in "（(")
    words = text[lead.end() : stop]
    plain = _INNER.sub("", words)
    if "、" not in plain or re.search("[，,：:—]", plain) or _ITEM.search(plain):
        return None
    if _OPEN.search(plain) or _LOOSE.search(plain) or _OTHER_COUNT.search(plain):
        return None
    return (words, Span(count.start, stop), False) if min(map(len, plain.split("、"))) > 1 else None


def _sentence_before(text: str, at: int) -> str:
    """The words directly before an offset, in its own sentence."""
    near = text[max(0, at - _NEAR) : at]
    return near[max(near.rfind(mark) for mark in "。；;！\n") + 1 :]


def _clause_start(text: str, at: int) -> int:
    """Where the clause before an offset begins, or the quote or bracket that it stands in."""
    depth = 0
    for place in range(at - 1, max(-1, at - _LONGEST), -1):
        mark = text[place]
        if mark in _CLOSERS:
            depth += 1
        elif mark in _OPENERS:
            depth -= 1
            if depth < 0:
                return place + 1
        elif depth == 0 and mark in _ENDS:
            return place + 1
    return max(0, at - _LONGEST)


def _list_end(text: str, at: int, *, is_bracket: bool) -> int:
    """Where a list that begins at an offset ends: at its closing bracket, or at the end of its sentence."""
    depth = 0
    for place in range(at, min(len(text), at + _LONGEST)):
        mark = text[place]
        if mark in _OPENERS:
            depth += 1
        elif mark in _CLOSERS:
            depth -= 1
            if depth < 0:
                return place
        elif depth == 0 and not is_bracket and mark in "。；;\n！":
            return place
    return at


def split_list(words: str) -> tuple[str, ...]:
    """The members of a list, commas inside quotes and brackets left alone.

    >>> split_list("东园（一期、二期）、“两山”园和西园")
    ('东园（一期、二期）', '“两山”园和西园')
    """
    members, start, depth = [], 0, 0
    for place, mark in enumerate(words):
        if mark in _OPENERS:
            depth += 1
        elif mark in _CLOSERS:
            depth -= 1
        elif mark == "、" and depth == 0:
            members.append(words[start:place])
            start = place + 1
    return (*members, words[start:])


def _read(numeral: str) -> int:
    if numeral.isdecimal():
        return int(numeral)
    return _VALUES[numeral] if len(numeral) == 1 else 10 + _VALUES[numeral[1]]
