"""Find names of which one character was taken for another that looks or sounds like it.

What enters is a finished ``Report``; what leaves are findings T015 and T019. Of a report that speaks of 云栖谷公园
in one place and of 云栖古公园 in another, the check makes ``T015 需说明``: 谷 and 古 sound alike, no report of another
place has 云栖古, 栖古公 or 古公园, and all that this one says of 云栖 is 谷. What speaks for the other character is
counted in points (``_POINTS``); the places that two spellings have in common, and how often this text has the one that
is meant, weigh most.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from taizhang.checks.swaps import Swaps, find_swaps
from taizhang.checks.words import restored_of
from taizhang.engine.model import Finding, Report, Severity, Span
from taizhang.rules.characters import NO_PAIR, character_of

TITLES = {"T015": "一名两写", "T019": "疑似错字"}

_POINTS = {
    "inner": 6,  # both sides of the character are the same in both places
    "shape": 4,  # the two are alike in shape, not in sound only
    "lone": 4,  # no other place has the character beside its neighbours
    "fit_left": 3,  # other places have the other one beside its left neighbour
    "fit_right": 3,
    "known": 2,  # this text or many reports have the other one in all windows
    "long": 1,  # three characters or more are the same in both places
    "brief": -2,  # two on one side are
    "seldom": -1,  # a few places have the character beside a neighbour
    "often": -3,  # nearly all reports have
    "plain": -1,  # one of the two is a numeral or a word of grammar
    "bound": 3,  # where what is the same stands, the other one mostly does too
    "always": 4,  # ... it always does
    "twice": 2,  # this text has the other spelling twice or more
    "whole": 2,  # the other spelling stands alone between marks
}
"""Weights of a regression on errors put into half of the reports of the corpus, told in whole numbers."""

_LEAST = 18
"""Points from which on a difference is told at all."""

_MOST = sum(_POINTS[name] for name in ("bound", "always", "twice", "whole"))
"""What the words of the text can add to the points of the two characters."""

_OFTEN = 3
_NEAR = 3
"""An other character that stands so close by is meant there, and this one here: 倒买倒卖."""

_BOUND = 0.5


class _Doubt(NamedTuple):
    """A character in doubt. ``twin`` is where the other spelling stands, -1 where only many reports have it.

    ``before`` and ``behind``: how many characters the two spellings have in common on either side.
    """

    at: int
    other: str
    twin: int
    before: int
    behind: int
    points: int
    severity: Severity


def check_names(report: Report) -> Iterator[Finding]:
    """T015 一名两写: two names differ by one character, one of a look or sound like the other's.

    A question where no report of another place knows the one and all speaks for the other, else a notice. One finding
    for each place of the rarer spelling; where each stands once and neither is known, one at each.
    """
    restored = restored_of(report)
    for doubt in find_doubts(restored.text):
        if doubt.twin >= 0:
            here, there = _name_at(doubt.at, doubt), _name_at(doubt.twin, doubt)
            yield Finding(
                "T015",
                doubt.severity,
                _tell_twins(restored.text, here, there, doubt),
                (restored.to_source(*here), restored.to_source(*there)),
            )


def check_characters(report: Report) -> Iterator[Finding]:
    """T019 疑似错字: a character goes with no neighbour, a look-alike with all, as many reports use it.

    A question where many reports have the look-alike with the two before, on both sides, and behind, else a notice.
    """
    restored = restored_of(report)
    for doubt in find_doubts(restored.text):
        if doubt.twin < 0 and restored.text[doubt.at] not in (report.source.place or ""):
            span = _words_around(restored.text, doubt.at)
            words = restored.text[slice(*span)]
            right = restored.text[span.start : doubt.at] + doubt.other + restored.text[doubt.at + 1 : span.end]
            letters = f"“{restored.text[doubt.at]}”与“{doubt.other}”形近或音近"
            message = f"“{words}”疑为“{right}”之误（{letters}），请核对。"
            yield Finding("T019", doubt.severity, message, (restored.to_source(*span),))


def _tell_twins(text: str, here: Span, there: Span, doubt: _Doubt) -> str:
    words, others = text[slice(*here)], text[slice(*there)]
    letters = f"“{text[doubt.at]}”与“{doubt.other}”形近或音近"
    return f"“{words}”与另一处的“{others}”只差一字（{letters}），请核对是否同一名称，是则统一写法。"


# --- what is in doubt ------------------------------------------------------------------------------------


@lru_cache(maxsize=2)
def find_doubts(text: str) -> tuple[_Doubt, ...]:
    """The characters of a text in doubt, by place, each with the best of its other readings."""
    swaps = find_swaps(text)
    points = _count_points(swaps)
    is_lone = _is_loose(swaps.left) & _is_loose(swaps.right)
    is_usual = (swaps.usual == swaps.asked) & (swaps.asked > 1) & is_lone & ~swaps.is_plain
    found: dict[int, _Doubt] = {}
    for index in np.flatnonzero(is_usual | ((points + _MOST >= _LEAST) & (swaps.twin >= 0))).tolist():
        is_known = bool(is_usual[index])
        doubt = _judge(text, swaps, index, int(points[index]), is_usual=is_known, is_lone=bool(is_lone[index]))
        if doubt and (doubt.at not in found or doubt.points > found[doubt.at].points):
            found[doubt.at] = doubt
    return tuple(found[at] for at in sorted(found))


def _is_loose(steps: npt.NDArray[np.uint8]) -> npt.NDArray[np.bool_]:
    found: npt.NDArray[np.bool_] = (steps == 0) | (steps == NO_PAIR)
    return found


def _count_points(swaps: Swaps) -> npt.NDArray[np.int64]:
    """What speaks for each other character but for what the words of the text tell (``_weigh_words``)."""
    steps = np.stack((swaps.left, swaps.right))
    most = np.where(steps == NO_PAIR, 0, steps).max(axis=0)
    reach = swaps.before + swaps.behind
    is_inner = (swaps.before > 0) & (swaps.behind > 0)
    told = {
        "inner": is_inner,
        "shape": swaps.is_shape,
        "lone": most == 0,
        "fit_left": (swaps.other_left > 0) & (swaps.other_left < NO_PAIR),
        "fit_right": (swaps.other_right > 0) & (swaps.other_right < NO_PAIR),
        "known": swaps.known == swaps.asked,
        "long": reach > 2,
        "brief": ~is_inner & (reach <= 2),
        "seldom": most == 1,
        "often": most == _OFTEN,
        "plain": swaps.is_plain,
    }
    points = np.zeros(len(reach), np.int64)
    for name, flags in told.items():
        points += flags * _POINTS[name]
    return points


def _judge(text: str, swaps: Swaps, index: int, points: int, *, is_usual: bool, is_lone: bool) -> _Doubt | None:
    """One character in doubt with its points; None where too little speaks for the other one."""
    at, twin = int(swaps.at[index]), int(swaps.twin[index])
    before, behind = int(swaps.before[index]), int(swaps.behind[index])
    other = character_of(int(swaps.others[index]))
    if other in text[max(at - _NEAR, 0) : at + _NEAR + 1]:
        return None
    if twin < 0:
        is_fit = min(swaps.other_left[index], swaps.other_right[index]) > 1
        severity = Severity.QUESTION if swaps.asked[index] > 2 else Severity.NOTICE
        return _Doubt(at, other, -1, 0, 0, 0, severity) if is_fit else None
    hope = points + _MOST + (0 if _is_whole(text, twin - before, twin + behind + 1) else -_POINTS["whole"])
    if hope < _LEAST:
        return None
    told = _weigh_words(text, at, other, twin, (before, behind))
    points += sum(_POINTS[name] for name in told)
    is_inner = before > 0 and behind > 0
    is_unknown = _is_none(swaps.other_left[index]) and _is_none(swaps.other_right[index])
    is_firm = {"always", "twice"} <= told and bool(swaps.is_shape[index] & ~swaps.is_plain[index])
    is_name = is_inner and (is_unknown or is_firm or (before + behind > 3 and "bound" in told))
    is_grave = is_lone and (is_usual or is_name or (is_firm and "whole" in told))
    if points < _LEAST and not is_grave:
        return None
    return _Doubt(at, other, twin, before, behind, points, Severity.QUESTION if is_grave else Severity.NOTICE)


def _is_none(step: np.uint8) -> bool:
    return step in (0, NO_PAIR)


def _weigh_words(text: str, at: int, other: str, twin: int, sides: tuple[int, int]) -> set[str]:
    """What the words of the text say of the other spelling: how firmly it holds together, how often it stands."""
    before, behind = sides
    left, right = text[at - before : at], text[at + 1 : at + 1 + behind]
    whole = text.count(left + other + right)
    told = {"twice"} if whole > 1 else set()
    firmness = 0.0
    if left and right:
        for single, pair in ((left[-1], left[-1] + other), (right[0], other + right[0])):
            if firmness < 1:
                firmness = max(firmness, text.count(pair) / max(text.count(single) - 1, 1))
    else:
        firmness = whole / max(text.count(left + right) - 1, 1)
    told |= {name for name, least in (("bound", _BOUND), ("always", 1)) if firmness >= least}
    return told | ({"whole"} if _is_whole(text, twin - before, twin + behind + 1) else set())


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether words stand alone between marks."""
    return not (_is_chinese(text, start - 1) or _is_chinese(text, end))


def _is_chinese(text: str, at: int) -> bool:
    return 0 <= at < len(text) and "\u4e00" <= text[at] <= "\u9fff"


def _name_at(at: int, doubt: _Doubt) -> Span:
    return Span(at - doubt.before, at + doubt.behind + 1)


def _words_around(text: str, at: int) -> Span:
    """The character with up to two Chinese ones on either side."""
    start, end = at, at + 1
    while start > max(at - 2, 0) and _is_chinese(text, start - 1):
        start -= 1
    while end < min(at + 3, len(text)) and _is_chinese(text, end):
        end += 1
    return Span(start, end)


CHECKS = (check_names, check_characters)
