"""Find counties that the area of a report does not have, where a look-alike is one of its own.

What enters is a finished ``Report`` whose area is known; what leaves are findings T016. Of a report of 晋中 the words
``支持晋阳、和顺`` make ``T016 需说明``: 晋中 has no 晋阳, and 昔阳, which differs by one character of about the same
shape, is one of its counties. The words stand in a list with another county, so a county is meant. What speaks for the
county is counted in points (``_POINTS``); words that other reports have there as well are never looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from taizhang.checks.swaps import Reading, read_characters
from taizhang.checks.words import restored_of
from taizhang.engine.model import Finding, Report, Severity, Span
from taizhang.rules.areas import NATION, Area, areas_below, by_code, find_area, is_common_word
from taizhang.rules.characters import NO_PAIR, Numbers, number_characters, read_steps, rows_like

TITLES = {"T016": "本地没有的县"}

_BITS = 20
_LONGEST = 6
_MOST = 4
_NEAR = 3
_OFTEN = 3
"""The step of a pair that nearly all reports use."""

_MIX = 0x9E3779B1
_GAP = "\0"
_KINDS = "县市区旗盟州省"
_ENDS = "县市区旗盟"
_LIST_MARKS = "、和与及"
_BOUNDS = "在和与及对向由经至到等"
"""Words of one character that stand before or behind a name."""

_BEFORE = re.compile(r"支持|推动|推进|指导|帮助|鼓励|加快|建设|打造")
"""Words before a county: 支持昔阳申报, 加快昔阳发展."""

_ACTING = re.compile(r"支持|推动|指导|帮助|鼓励")
"""Of these the ones of which a county that acts is the object."""

_HAN = re.compile("[\u4e00-\u9fff]")

_POINTS = {
    "new": 5,  # no other place has the two characters inside the words
    "rare": 3,  # one of the two is no frequent character
    "shape": 4,  # the two are alike in shape, not in sound only
    "listed": 4,  # another part of the area stands beside, with a mark of a list between
    "led": 3,  # 支持 and its like stand before
    "begun": 2,  # a mark or a word like 在 stands before
    "kind": 2,  # 县 and its like stand behind
    "long": 2,  # three characters or more
    "told": 2,  # this text or many reports have the county beside the same characters
    "seldom": -1,  # a few places have the two characters inside the words
    "usual": -1,  # some have
    "often": -3,  # nearly all reports have
    "outside": -4,  # nearly all reports have the character with the one outside the words
    "lapped": -7,  # a part of the words makes another name with what stands beside
    "near": -12,  # the words are another place of the area, or above it
    "far": -7,  # the words are a place elsewhere
    "again": -1,  # the words stand twice or more
    "several": -3,  # the words stand five times or more
}
"""Weights of a regression on errors put into half of the reports of the corpus, told in whole numbers."""

_LEAST = 5
"""Points from which on a place is told at all."""


class _Own(NamedTuple):
    """The names of an area and its parts, by what is left without one character, and a filter of nearly their pairs."""

    code: str
    short: str
    sizes: tuple[int, ...]
    names: frozenset[str]
    by_rest: dict[str, tuple[str, ...]]
    nearly: npt.NDArray[np.bool_]


class _Stranger(NamedTuple):
    """Words in the restored text that are a name of the area but for the character at ``wrong`` in them."""

    start: int
    words: str
    name: str
    wrong: int
    is_shape: bool

    @property
    def end(self) -> int:
        """Where the words end."""
        return self.start + len(self.words)


def check_counties(report: Report) -> Iterator[Finding]:
    """T016 本地没有的县: a county that the area does not have, where a look-alike is one of its own.

    A question where the words can only be a county: in a list with others, before 县 or 区, behind 支持; else a notice.
    """
    source = report.source
    if source.area is None:
        return
    restored = restored_of(report)
    own = _own_of(source.area, source.year)
    for stranger, severity in _find_wrong_names(restored.text, own):
        span = restored.to_source(stranger.start, stranger.end)
        yield Finding("T016", severity, _tell(stranger, severity, source.place), (span,))
    for copy in report.restoration.set_aside:
        for stranger, severity in _find_wrong_names(source.text[copy.span.start : copy.span.end], own):
            span = Span(copy.span.start + stranger.start, copy.span.start + stranger.end)
            yield Finding("T016", severity, _tell(stranger, severity, source.place), (span,))


def _tell(stranger: _Stranger, severity: Severity, place: str | None) -> str:
    words, name = stranger.words, stranger.name
    letters = f"“{words[stranger.wrong]}”与“{name[stranger.wrong]}”形近或音近"
    if severity is Severity.NOTICE:
        return f"“{words}”与{place or '本地'}的“{name}”只差一字（{letters}），如指“{name}”请改正，如另有所指可不理会。"
    return f"{place or '本地'}没有“{words}”，有“{name}”（{letters}），请核对是否“{name}”之误。"


# --- what speaks for a county ------------------------------------------------------------------------------


def _find_wrong_names(text: str, own: _Own) -> Iterator[tuple[_Stranger, Severity]]:
    """The best of the words at each place that are nearly a name, where enough speaks for it."""
    best: dict[int, tuple[int, _Stranger, Severity]] = {}
    for stranger in _find_strangers(text, read_characters(text), own):
        told = _weigh(text, own, stranger)
        points = sum(_POINTS[name] for name in told)
        if points < _LEAST:
            continue
        at = stranger.start + stranger.wrong
        if at not in best or points > best[at][0]:
            best[at] = points, stranger, _grade(text, own, stranger, told)
    for at in sorted(best):
        yield best[at][1:]


def _grade(text: str, own: _Own, found: _Stranger, told: set[str]) -> Severity:
    """A question where the words can only be a county of the area."""
    if told & {"usual", "often", "outside", "lapped", "several", "near", "far"} or found.name == own.short:
        return Severity.NOTICE
    behind = text[found.end : found.end + 2]
    is_ended = "kind" in told or not _HAN.match(behind[:1])
    is_placed = "listed" in told or ("kind" in told and "begun" in told)
    is_acting = _ACTING.match(text, max(found.start - 2, 0), found.start) is not None
    is_acting &= is_ended or _steps(behind)[:1] == (_OFTEN,)
    is_apart = {"new", "shape", "begun"} <= told and is_ended and found.name in text and not _is_parallel(text, found)
    return Severity.QUESTION if is_placed or is_acting or is_apart else Severity.NOTICE


def _is_parallel(text: str, found: _Stranger) -> bool:
    """Whether one of the characters that are right stands close by as well: 湘菜、湘酒."""
    around = text[max(found.start - _NEAR, 0) : found.start] + text[found.end : found.end + _NEAR]
    return any(letter in around for at, letter in enumerate(found.words) if at != found.wrong)


def _weigh(text: str, own: _Own, found: _Stranger) -> set[str]:
    """All that speaks for the county or against it, by the names of ``_POINTS``."""
    start, end, wrong = found.start, found.end, found.wrong
    before, behind = text[max(start - 1, 0) : start], text[end : end + 1]
    around = (before or _GAP) + found.words + (behind or _GAP)
    steps = _steps(around)
    inside = max(steps[at] % NO_PAIR for at in (wrong, wrong + 1) if 0 < at < len(found.words))
    outside = [steps[at] for at, edge in ((0, 0), (-1, len(found.words) - 1)) if wrong == edge]
    is_led = _BEFORE.match(text, max(start - 2, 0), start) is not None
    is_begun = not _HAN.match(before) or before in _BOUNDS
    flags = {
        "new": inside == 0,
        "rare": not number_characters(found.words[wrong])[0],
        "shape": found.is_shape,
        "listed": _is_listed(text, own, found),
        "led": is_led,
        "begun": is_begun and not is_led,
        "kind": behind != "" and behind in _KINDS,
        "long": len(found.words) > 2,
        "told": _is_told(text, found),
        "seldom": inside == 1,
        "usual": inside == 2,
        "often": inside == _OFTEN,
        "outside": _OFTEN in outside and not (is_led or is_begun),
        "lapped": _is_lapped(text, own, found),
        "near": (known := _find_known(found.words)) is not None and known.code[:2] == own.code[:2],
        "far": known is not None and known.code[:2] != own.code[:2],
        "again": (count := text.count(found.words)) > 1,
        "several": count > _MOST,
    }
    return {name for name, is_so in flags.items() if is_so}


def _find_known(words: str) -> Area | None:
    """The place that words mean: 台山, 通海 (县)."""
    return next((area for kind in ("", "县", "市", "区") if (area := find_area(words + kind))), None)


def _is_told(text: str, found: _Stranger) -> bool:
    """Whether the text has the county with the same character before or behind."""
    before, behind = text[max(found.start - 1, 0) : found.start], text[found.end : found.end + 1]
    is_before = _HAN.match(before) is not None and before + found.name in text
    return is_before or (_HAN.match(behind) is not None and found.name + behind in text)


def _is_lapped(text: str, own: _Own, found: _Stranger) -> bool:
    """Whether words that overlap with these are a name of a place: 加强|汉阳, 所|郑州."""
    for start in range(max(found.start - 3, 0), found.end):
        for size in (2, 3):
            words, end = text[start : start + size], start + size
            is_across = start < found.start < end or start < found.end < end
            is_inside = found.start <= start and end <= found.end and words != found.words
            if not (is_across or is_inside):
                continue
            if words in own.names or (find_area(words) is not None and not is_common_word(words)):
                return True
    return False


def _is_listed(text: str, own: _Own, found: _Stranger) -> bool:
    """Whether another part of the area stands before or behind, with a mark of a list between."""
    end = found.end + (text[found.end : found.end + 1] in _KINDS and text[found.end : found.end + 1] != "")
    is_marked = text[end : end + 1] != "" and text[end] in _LIST_MARKS
    others = own.names - {found.name}
    if is_marked and any(text[end + 1 : end + 1 + size] in others for size in (2, 3, 4)):
        return True
    at = found.start - 1
    if at < 1 or text[at] not in _LIST_MARKS:
        return False
    return any(text[max(at - size, 0) : at] in others for size in (2, 3, 4))


def _steps(words: str) -> tuple[int, ...]:
    numbers = number_characters(words)
    return tuple(read_steps(numbers[:-1], numbers[1:]).tolist())


# --- what is nearly a name -----------------------------------------------------------------------------------


def _find_strangers(text: str, reading: Reading, own: _Own) -> Iterator[_Stranger]:
    """Words that are a name of the area but for one character that no neighbours know."""
    rows = reading.rows
    usual_left, usual_middle, usual_right = (reading.is_usual[shift : len(text) + shift] for shift in range(3))
    nearly = own.nearly[_hash(rows[3:-4], rows[4:-3])]
    hits = (nearly[:-1] | nearly[1:]) & ~usual_middle & ~(usual_left & usual_right)
    for at in np.flatnonzero(hits).tolist():
        for stranger in _find_names(text, at, int(rows[at + 4]), own):
            is_first, is_last = stranger.wrong == 0, stranger.wrong == len(stranger.words) - 1
            if (is_first or not usual_left[at]) and (is_last or not usual_right[at]):
                yield stranger


def _find_names(text: str, at: int, row: int, own: _Own) -> Iterator[_Stranger]:
    """The names that words are but for the character at ``at``, where it is a look-alike."""
    for size in own.sizes:
        for wrong in range(min(size, at + 1)):
            words = text[at - wrong : at - wrong + size]
            for name in own.by_rest.get(words[:wrong] + _GAP + words[wrong + 1 :], ()):
                rows, is_shape = rows_like(int(number_characters(name[wrong])[0]))
                found = np.flatnonzero(rows == row)
                if len(found) and words != name:
                    yield _Stranger(at - wrong, words, name, wrong, bool(is_shape[found[0]]))


def _hash(first: Numbers, second: Numbers) -> npt.NDArray[np.int64]:
    return ((first.astype(np.int64) << 13 | second) * _MIX >> 6) & ((1 << _BITS) - 1)


@lru_cache(maxsize=16)
def _own_of(code: str, year: int | None) -> _Own:
    """The names of an area and of the counties in it, in full only where the short ones are words as well."""
    names = _names_of(code, year)
    by_rest: dict[str, list[str]] = {}
    firsts: list[Numbers] = []
    seconds: list[Numbers] = []
    for name in names:
        numbers = number_characters(name)
        for at in range(len(name) - (name[-1] in _ENDS)):
            by_rest.setdefault(name[:at] + _GAP + name[at + 1 :], []).append(name)
            rows, _ = rows_like(int(numbers[at]))
            beside = np.full(len(rows), numbers[at - 1] if at else numbers[1], np.int32)
            firsts.append(beside if at else rows)
            seconds.append(rows if at else beside)
    nearly = np.zeros(1 << _BITS, np.bool_)
    if firsts:
        nearly[_hash(np.concatenate(firsts), np.concatenate(seconds))] = True
    area = by_code(code, year) or by_code(code)
    sizes = tuple(sorted({len(name) for name in names}))
    rests = {rest: tuple(found) for rest, found in by_rest.items()}
    return _Own(code, area.short if area else "", sizes, frozenset(names), rests, nearly)


def _names_of(code: str, year: int | None) -> list[str]:
    """The short names of an area's parts, the full ones of those whose short name is a word; of 祁县 the whole."""
    area = by_code(code, year) or by_code(code)
    is_province = area is not None and area.level == "province"
    names: set[str] = {area.short} if area and code != NATION else set()
    for below in areas_below(code):
        if not (below.since or 0) <= (year or 9999) + 1 or not (below.until or 9999) >= (year or 9999) - 6:
            continue
        if code == NATION and below.level != "province":
            continue
        is_far = is_province and below.level == "county" and below.parent != code
        names.add(below.name if is_far or is_common_word(below.short) else below.short)
        is_cut = below.name[-1] in _ENDS and len(below.name) > len(below.short) + 1
        if is_cut and "自治" not in below.name and below.name[-2] != "新":
            names.add(below.name[:-1])  # 万柏林区 is no 林区
    return sorted(n for n in names if 2 <= len(n) <= _LONGEST and not (len(n) == 2 and n[1] == "区"))


CHECKS = (check_counties,)
