"""The lists that 其中 introduces: what enters is a report, what leaves are its wholes, each with its parts.

Of ``新建车站12座，其中地下站5座、高架站4座；改造车站3座`` the whole is 12座, its parts are 5座 and 4座.
The whole is the nearest amount of the same unit before 其中, in the same sentence, or in the one before where 其中
opens a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from taizhang.checks.arithmetic.figures import (
    ends_of,
    factor_between,
    is_amount,
    is_difference,
    is_mean,
    is_per_head,
    quantities_between,
    words_of,
)
from taizhang.engine.model import Bound, Quantity, Report

_AMONG = re.compile("其中")
_NO_LIST = re.compile(r"[在从于由对到及]其中|.?其中(?:之|的|一个?是)")
_STOP = re.compile(r"[。！？!?；;\n]")
_END = re.compile(r"[。！？!?\n]")
_COMMA = re.compile(r"[，,；;]")
_OWNERS = re.compile(r"\d\s*(?:个|户|家|座)")
_TOLD_AGAIN = re.compile(r"[^，,]{0,6}[，,]\s*(?:总[数额量])?(?:达到?|为)$")
_NEW_START = re.compile(words_of("other"))
_NEXT_PART = re.compile(r"[^，,；;。、]{0,3}[，,][^，,；;。]{1,11}")
_TOTAL = re.compile("总|累计|达")
_ASIDE = re.compile(r"[（(][^（）()]*[）)]")
_BROKEN = re.compile(r"[\d$.．]\s*$")
_LONGEST = 160
_SIZE = 10


class Pair(NamedTuple):
    """A part and its whole, several where 、 joins them; ``is_plain`` where nothing else can be the whole.

    ``at`` is where 其中 stands in the source.
    """

    wholes: tuple[Quantity, ...]
    part: Quantity
    is_plain: bool
    at: int

    @property
    def most(self) -> Decimal:
        """The wholes taken together, in the unit of the first."""
        return sum((high_of(whole) for whole in self.wholes), Decimal(0))


def find_lists(report: Report) -> Iterator[tuple[Pair, ...]]:
    """Each 其中 that has a whole before it and parts behind it, as pairs of them."""
    text = report.source.text
    for match in _AMONG.finditer(text):
        if _NO_LIST.match(text, max(0, match.start() - 1)):
            continue
        if pairs := tuple(_find_pairs(report, match.start(), match.end())):
            yield pairs


def _find_pairs(report: Report, start: int, end: int) -> Iterator[Pair]:
    """The parts behind 其中 (``[start, end)``), each with its whole."""
    parts = _find_parts(report, start, end)
    if not parts:
        return
    text, opening = report.source.text, _sentence_start(report.source.text, start)
    before = [q for q in quantities_between(report, opening, start) if _is_whole(report, q, opening)]
    for part in parts:
        alike = _find_alike(text, part, before, opening)
        if not alike:
            continue
        wholes, is_first = _join_list(text, alike), part is parts[0]
        if not is_first and sum(map(high_of, wholes)) < high_of(largest := max(alike, key=high_of)):
            wholes = (largest,)
        yield Pair(wholes, part, is_first and len(alike) == 1 and before[-1] is alike[0], start)


# --- behind 其中 --------------------------------------------------------------------------------------


def _find_parts(report: Report, start: int, end: int) -> list[Quantity]:
    """The amounts that 其中 introduces, as far as its list goes."""
    text = report.source.text
    stop = _END.search(text, end, end + _LONGEST)
    is_aside = text[max(0, start - 1) : start] == "、"
    found: list[Quantity] = []
    for quantity in quantities_between(report, end, stop.start() if stop else end + _LONGEST):
        if not is_amount(report, quantity) or is_mean(text, quantity):
            continue
        gap = text[found[-1].span.end if found else end : quantity.span.start]
        if not (_goes_on(gap, text, found, is_aside=is_aside) if found else _begins(gap)):
            break
        found.append(quantity)
    return found


def _begins(gap: str) -> bool:
    return not _COMMA.search(gap.lstrip("，,：: \u3000"))


def _goes_on(gap: str, text: str, found: list[Quantity], *, is_aside: bool) -> bool:
    """Whether the list of parts goes on over the words before the next amount.

    Behind a comma it does where a part is named as the first one was, or by a few words without a verb, as long as no
    、 has joined parts before: with 、 the comma ends the list, as it does for 、其中 that only breaks into another.
    """
    if not _COMMA.search(gap) or _TOLD_AGAIN.match(gap):
        return True
    if _NEW_START.search(gap):
        return False
    if gap.endswith(text[found[0].span.start - 2 : found[0].span.start]):
        return True
    is_joined = "、" in text[found[0].span.end : found[-1].span.start]
    is_same = not (is_aside or is_joined) and found[0].unit == found[-1].unit
    return is_same and bool(_NEXT_PART.fullmatch(gap))


# --- before 其中 --------------------------------------------------------------------------------------


def _is_whole(report: Report, quantity: Quantity, opening: int) -> bool:
    text, start = report.source.text, quantity.span.start
    if not is_amount(report, quantity) or "，" in quantity.text:
        return False
    if quantity.bound in {Bound.MORE_THAN, Bound.AT_LEAST} and _OWNERS.search(_owner_of(text[opening:start])):
        return False
    return not is_broken(text, quantity)


def is_broken(text: str, quantity: Quantity) -> bool:
    """Whether a figure begins in the middle of one that the page broke: 5220 1件, $1.$2亿元."""
    return bool(_BROKEN.search(text[max(0, quantity.span.start - 3) : quantity.span.start]))


def _owner_of(words: str) -> str:
    """The words since the last mark before a figure, brackets left out: whose it is."""
    return re.split(r"[，,、：:]", _ASIDE.sub("", words))[-1]


def _find_alike(text: str, part: Quantity, before: list[Quantity], opening: int) -> list[Quantity]:
    """The amounts that ``part`` may be a part of; a difference only where the part is told as one too."""
    alike = [q for q in before if factor_between(part.unit, q.unit) is not None]
    plain = [q for q in alike if not is_difference(text, q, opening) and not is_mean(text, q)]
    if not plain and alike and is_per_head(text, alike[-1]):
        # What is told per head is made of what is too, and that is of its size.
        return alike[-1:] if ends_of(part)[0] < _SIZE * ends_of(alike[-1])[1] and alike[-1].unit == part.unit else []
    return plain or [q for q in alike if not is_mean(text, q) and _verb_of(text, q) == _verb_of(text, part)]


def _verb_of(text: str, quantity: Quantity) -> str:
    """The last word before a figure, as far as two characters tell: 增加, 超收."""
    return text[quantity.span.start - 2 : quantity.span.start]


def _join_list(text: str, alike: list[Quantity]) -> tuple[Quantity, ...]:
    """The nearest whole, with those that 、 joins to it: 其中 may speak of all of them."""
    joined = [alike[-1]]
    for before in reversed(alike[:-1]):
        gap = text[before.span.end : joined[0].span.start]
        is_list = "、" in gap and not _COMMA.search(gap) and not _STOP.search(gap) and not _TOTAL.search(gap)
        if not is_list or before.unit != joined[0].unit:
            break
        joined.insert(0, before)
    return tuple(joined)


def _sentence_start(text: str, at: int) -> int:
    """Where the sentence with 其中 begins; the one before, where 其中 opens its own."""
    least = max(0, at - _LONGEST)
    starts = [m.end() for m in _STOP.finditer(text, least, at)]
    if starts and not text[starts[-1] : at].strip("（( \u3000") and text[starts[-1] - 1] != "\n":
        starts.pop()
    return starts[-1] if starts else least


def high_of(quantity: Quantity) -> Decimal:
    """The value as printed, of a range the upper end."""
    return ends_of(quantity)[1]
