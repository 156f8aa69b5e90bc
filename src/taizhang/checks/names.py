"""Find names of which one character was taken for another that looks or sounds like it.

What enters is a finished ``Report``; what leaves are findings T015 and T019. Of a report that speaks of 云栖谷公园
in one place and of 云栖古公园 in another, the check makes ``T015 需说明``: 谷 and 古 sound alike, and neither 栖古 nor
古公 is seen in the reports of other places. A character is looked at only where it does not go with its neighbours;
its look-alike must go with them, in this report (T015) or in those of many places (T019).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from taizhang.checks.swaps import OFTEN, PLAIN, Swap, find_swaps
from taizhang.checks.words import restored_of
from taizhang.engine.model import Finding, Report, RestoredText, Severity, Span
from taizhang.rules.characters import (
    NO_PAIR,
    number_characters,
    read_steps,
)

TITLES = {"T015": "一名两写", "T019": "疑似错字"}

_PREFIXES = frozenset("市省县区州国全各新老本我")
"""Before a name these are words of their own: 市美术馆."""

_FAR = 12
"""Two names that stand closer together are told apart by intent: 电解铝、电解铜."""

_LONGEST = 4
_BOUND = 0.5


class _Twin(NamedTuple):
    """Where else the text has a name with the other character, and how far both agree to the left and right of it."""

    at: int
    left: int
    right: int


class _Doubt(NamedTuple):
    """A character in doubt; with no twin, only the reports of other places speak for the other one."""

    swap: Swap
    twin: _Twin | None


def check_names(report: Report) -> Iterator[Finding]:
    """T015 一名两写: two names differ by one character, one of a look or sound like the other's; a question.

    One finding for each place of the rarer spelling; where each stands once and neither is known from the reports of
    other places, one at each.
    """
    restored = restored_of(report)
    told: set[int] = set()
    for swap, twin in _find_doubts(restored.text):
        if twin is None or swap.at in told:
            continue
        here, there = _name_at(swap.at, twin), _name_at(twin.at, twin)
        told.add(swap.at)
        yield _tell_twins(restored, here, there, (swap.at, twin.at))
        if twin.at not in told and _is_alone(restored.text, twin.at) and not _is_known(restored.text, twin.at):
            told.add(twin.at)
            yield _tell_twins(restored, there, here, (twin.at, swap.at))


def check_characters(report: Report) -> Iterator[Finding]:
    """T019 疑似错字: a character goes with no neighbour, a look-alike with all, as many reports use it; a question."""
    restored = restored_of(report)
    for swap, twin in _find_doubts(restored.text):
        if twin is None:
            span = _words_around(restored.text, swap.at)
            words = restored.text[slice(*span)]
            right = restored.text[span.start : swap.at] + swap.other + restored.text[swap.at + 1 : span.end]
            message = f"“{words}”疑为“{right}”之误（“{restored.text[swap.at]}”与“{swap.other}”形近或音近），请核对。"
            yield Finding("T019", Severity.QUESTION, message, (restored.to_source(*span),))
    _find_doubts.cache_clear()  # kept for the two checks of one report, not from one report to the next


def _tell_twins(restored: RestoredText, here: Span, there: Span, places: tuple[int, int]) -> Finding:
    words, others = restored.text[slice(*here)], restored.text[slice(*there)]
    one, other = (restored.text[at] for at in places)
    message = (
        f"“{words}”与另一处的“{others}”只差一字（“{one}”与“{other}”形近或音近），请核对是否同一名称，是则统一写法。"
    )
    return Finding("T015", Severity.QUESTION, message, (restored.to_source(*here), restored.to_source(*there)))


# --- what is in doubt ------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _find_doubts(text: str) -> tuple[_Doubt, ...]:
    """The characters of a text in doubt, by place, each with the best of its other readings."""
    found: dict[int, _Doubt] = {}
    for swap in find_swaps(text):
        twin = _find_twin(text, swap) if any(swap.windows) else None
        if twin or swap.is_usual:
            rival = found.get(swap.at)
            if rival is None or _reach(twin) > _reach(rival.twin):
                found[swap.at] = _Doubt(swap, twin)
    return tuple(found[at] for at in sorted(found))


def _reach(twin: _Twin | None) -> int:
    return twin.left + twin.right if twin else 0


def _is_told(found: dict[int, _Doubt], at: int) -> bool:
    """Whether the finding on the twin of a character tells of it as well."""
    twin = found[at].twin
    return twin is not None and twin.at < at and twin.at in found and found[twin.at].twin is not None


def _is_alone(text: str, at: int) -> bool:
    """Whether neither pair that a character makes with its neighbours stands anywhere else in the text."""
    pairs = [
        text[start : start + 2] for start in (at - 1, at) if _is_chinese(text, start) and _is_chinese(text, start + 1)
    ]
    return bool(pairs) and all(text.count(pair) == 1 for pair in pairs)


def _find_twin(text: str, swap: Swap) -> _Twin | None:
    """The best place of the other reading, far enough away, that agrees on both sides or far on one."""
    best: _Twin | None = None
    for window, at in _windows(text, swap):
        place = text.find(window)
        while place >= 0:
            twin = _measure(text, swap.at, place + at)
            if abs(twin.at - swap.at) >= _FAR and _reach(twin) > _reach(best) and _is_name(text, swap, twin):
                best = twin
            place = text.find(window, place + 1)
    return best


def _windows(text: str, swap: Swap) -> Iterator[tuple[str, int]]:
    """Three characters in a row with the other reading, and where in them it stands."""
    for at, is_there in zip((2, 1, 0), swap.windows, strict=True):
        start = swap.at - at
        window = text[max(start, 0) : swap.at] + swap.other + text[swap.at + 1 : start + 3]
        if is_there and start >= 0 and len(window) == 3:
            yield window, at


def _measure(text: str, here: int, there: int) -> _Twin:
    left = right = 0
    while left < _LONGEST and min(here, there) > left and _is_same(text, here - left - 1, there - left - 1):
        left += 1
    while (
        right < _LONGEST
        and max(here, there) + right + 1 < len(text)
        and _is_same(text, here + right + 1, there + right + 1)
    ):
        right += 1
    return _Twin(there, left, right)


def _is_same(text: str, here: int, there: int) -> bool:
    return text[here] == text[there] and "\u4e00" <= text[here] <= "\u9fff"


def _is_name(text: str, swap: Swap, twin: _Twin) -> bool:
    """Whether what two places have in common is a name that holds the character in doubt, and no words of all days."""
    if twin.left and twin.right:
        return _is_inner(text, swap, twin)
    return _is_edge(text, swap, twin)


def _is_inner(text: str, swap: Swap, twin: _Twin) -> bool:
    """Whether a name holds the character in doubt with others on both sides of it."""
    reach = _reach(twin)
    if not swap.is_lone:
        is_there = swap.is_backed and swap.fits and reach > (3 if swap.is_word else 2)
        return is_there and _bind(text, swap, twin) >= _BOUND
    if reach > 2 or (_is_delimited(text, swap.at, twin) and _is_delimited(text, twin.at, twin)):
        return True
    is_plain = bool(PLAIN & {text[swap.at - 1], text[swap.at + 1], swap.other})
    return not is_plain and _bind(text, swap, twin) >= _BOUND


def _is_edge(text: str, swap: Swap, twin: _Twin) -> bool:
    """Whether a name begins or ends with the character in doubt."""
    if _reach(twin) < 3:
        is_whole = _is_delimited(text, swap.at, twin) and _is_delimited(text, twin.at, twin)
        return swap.is_lone and is_whole and _bind(text, swap, twin) >= _BOUND
    if not twin.left and (text[swap.at] in PLAIN or swap.other in _PREFIXES):
        return False
    is_sure = swap.fits and swap.is_backed and _is_chinese(text, swap.at + (1 if twin.left else -1))
    whole = text[twin.at - twin.left : twin.at + twin.right + 1]
    if not swap.is_lone:
        is_good = is_sure and not swap.is_word and (_reach(twin) > 3 or text.count(whole) > 1)
    else:
        is_known = swap.fits or swap.is_edged or text.count(whole) > 1
        is_good = is_sure or (is_known and not _is_of_another_word(text, swap, twin))
    return is_good and _bind(text, swap, twin) >= _BOUND


def _is_chinese(text: str, at: int) -> bool:
    return 0 <= at < len(text) and "\u4e00" <= text[at] <= "\u9fff"


def _bind(text: str, swap: Swap, twin: _Twin) -> float:
    """How often the other character stands where the common words do: 1 where they are never without it."""
    left, right = text[swap.at - twin.left : swap.at], text[swap.at + 1 : swap.at + 1 + twin.right]
    if left and right:
        sides = ((left[-1], left[-1] + swap.other), (right[0], swap.other + right[0]))
        return max(text.count(whole) / max(text.count(part) - 1, 1) for part, whole in sides)
    return text.count(left + swap.other + right) / max(text.count(left + right) - 1, 1)


def _is_delimited(text: str, at: int, twin: _Twin) -> bool:
    """Whether no Chinese character stands on either side of a name."""
    span = _name_at(at, twin)
    return not any(
        "\u4e00" <= c <= "\u9fff" for c in text[max(span.start - 1, 0) : span.start] + text[span.end : span.end + 1]
    )


def _neighbours(text: str, words: str, step: int) -> set[str]:
    """The characters that stand before (step -1) or behind (1) the words in a text."""
    found: set[str] = set()
    at = text.find(words)
    while at >= 0:
        place = at - 1 if step < 0 else at + len(words)
        found.add(text[place : place + 1] if place >= 0 else "")
        at = text.find(words, at + 1)
    return found


def _is_of_another_word(text: str, swap: Swap, twin: _Twin) -> bool:
    """Whether at the edge of the common words the other character belongs to a word outside of them: 积极|引进."""
    step = -1 if not twin.left else 1
    outer = text[twin.at + step : twin.at + step + 1] if twin.at + step >= 0 else ""
    if not outer or outer == text[swap.at + step : swap.at + step + 1]:
        return False
    if step < 0:
        pair, own = outer + swap.other, swap.other + text[swap.at + 1]
    else:
        pair, own = swap.other + outer, text[swap.at - 1] + swap.other
    if len(_neighbours(text, own, step)) > 1:
        return False
    numbers = number_characters(pair)
    return int(read_steps(numbers[:1], numbers[1:])[0]) == OFTEN


def _name_at(at: int, twin: _Twin) -> Span:
    return Span(at - twin.left, at + twin.right + 1)


def _words_around(text: str, at: int) -> Span:
    """The character with up to two Chinese ones on either side."""
    start, end = at, at + 1
    while start > max(at - 2, 0) and "\u4e00" <= text[start - 1] <= "\u9fff":
        start -= 1
    while end < min(at + 3, len(text)) and "\u4e00" <= text[end] <= "\u9fff":
        end += 1
    return Span(start, end)


def _is_known(text: str, at: int) -> bool:
    """Whether a character goes with a neighbour in the reports of several places."""
    numbers = number_characters(text[max(at - 1, 0) : at + 2])
    steps = read_steps(numbers[:-1], numbers[1:])
    return bool(((steps > 0) & (steps < NO_PAIR)).any())


CHECKS = (check_names, check_characters)
