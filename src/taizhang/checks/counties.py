"""Find counties that the area of a report does not have, where a look-alike is one of its own.

What enters is a finished ``Report`` whose area is known; what leaves are findings T016. Of a report of 晋中 the words
``支持晋阳、和顺`` make ``T016 需说明``: 晋中 has no 晋阳, and 昔阳, which differs by one character of about the same
shape, is one of its counties. The words stand in a list with another county, so a county is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from taizhang.checks.words import restored_of
from taizhang.engine.model import Finding, Report, Severity, Span
from taizhang.rules.areas import NATION, areas_below, by_code, find_area, is_common_word
from taizhang.rules.characters import NO_PAIR, Numbers, alike_of, find_alike, number_characters, read_steps

TITLES = {"T016": "本地没有的县"}

_BITS = 20
_LONGEST = 6
_MOST = 4
_OFTEN = 3
"""The step of a pair that nearly all reports use."""

_MIX = 0x9E3779B1
_KINDS = "县市区旗州省"
_LIST_MARKS = "、和与及"
_BOUNDS = "在和与及对向由经至到等"
"""Words of one character that stand before or behind a name."""

_BEFORE = re.compile(r"(?:支持|推动|推进|指导|帮助|鼓励)$")
"""Words before a county that acts: 支持昔阳申报."""

_HAN = re.compile("[\u4e00-\u9fff]")


class _Own(NamedTuple):
    """The names of an area's parts, by character with its place in them, and a filter of pairs nearly theirs."""

    names: frozenset[str]
    by_character: dict[str, tuple[tuple[str, int], ...]]
    nearly: npt.NDArray[np.bool_]


class _Stranger(NamedTuple):
    """Words in the restored text that are a name of the area but for one character.

    ``steps``: how widely the pairs are used that the words make with the character before, inside, and with the one
    behind them; ``wrong`` is where in the words the character stands.
    """

    start: int
    words: str
    name: str
    wrong: int
    steps: tuple[int, ...]

    @property
    def end(self) -> int:
        """Where the words end."""
        return self.start + len(self.words)


def check_counties(report: Report) -> Iterator[Finding]:
    """T016 本地没有的县: a county that the area does not have, where a look-alike is one of its own; a question.

    A notice where the words stand inside a longer name, which need not be that of a county.
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


def _find_wrong_names(text: str, own: _Own) -> Iterator[tuple[_Stranger, Severity]]:
    for stranger in _find_strangers(text, own):
        severity = _judge(text, own, stranger)
        if severity is not None:
            yield stranger, severity


def _tell(stranger: _Stranger, severity: Severity, place: str | None) -> str:
    words, name = stranger.words, stranger.name
    letters = f"“{words[stranger.wrong]}”与“{name[stranger.wrong]}”形近或音近"
    if severity is Severity.NOTICE:
        return f"“{words}”与{place or '本地'}的“{name}”只差一字（{letters}），此处似在更长的名称之中，请留意。"
    return f"{place or '本地'}没有“{words}”，有“{name}”（{letters}），请核对是否“{name}”之误。"


def _judge(text: str, own: _Own, found: _Stranger) -> Severity | None:
    """How grave it is that ``found`` stands there; None where it is something else than a county."""
    name, wrong, steps = found.name, found.wrong, found.steps
    if (name[wrong] in _KINDS and wrong == len(name) - 1) or _is_known(text, found):
        return None
    before, behind = text[max(found.start - 1, 0) : found.start], text[found.end : found.end + 2]
    is_kind = behind[:1] != "" and behind[0] in _KINDS
    is_acting = _BEFORE.search(text, max(found.start - 2, 0), found.start) is not None
    is_begun = is_acting or not _HAN.match(before) or before in _BOUNDS
    is_ended = is_kind or not _HAN.match(behind[:1]) or behind[0] in _BOUNDS
    inner = {steps[at] for at in (wrong, wrong + 1) if 0 < at < len(name)}
    outer = {steps[0]} if wrong == 0 and not is_begun else set()
    outer |= {steps[-1]} if wrong == len(name) - 1 and not is_ended else set()
    is_odd = not (inner | outer) & {2, _OFTEN}
    is_free = is_begun and is_ended
    if (is_odd or is_free) and _is_listed(text, own, found):
        return Severity.QUESTION
    if is_kind and is_odd and is_begun:
        return Severity.QUESTION
    if is_acting and is_odd:
        return Severity.QUESTION if _step(behind) == _OFTEN and text.count(found.words) <= _MOST else Severity.NOTICE
    is_unseen = is_odd and 0 in inner | outer and _is_single(text, found)
    is_apart = is_begun or steps[0] != _OFTEN
    return Severity.NOTICE if (is_unseen and is_apart) or (len(name) > 2 and 0 in inner) else None


def _is_known(text: str, found: _Stranger) -> bool:
    """Whether the words are, end, or overlap a name of a place after all: (曲)沃县, 所郑(州)."""
    beginnings = [text[max(found.start - more, 0) : found.end] for more in (0, 1, 2)]
    overlaps = [text[max(found.start - 1, 0) : found.start + 1]]
    if text[found.end : found.end + 1] != "区":
        overlaps.append(text[found.end - 1 : found.end + 1])
    insides = [found.words[:-1], found.words[1:]] if len(found.words) > 2 else []
    if any(find_area(found.words + kind) is not None for kind in "县市区"):
        return True
    return any(find_area(words) is not None for words in (*beginnings, *overlaps, *insides) if len(words) > 1)


def _is_listed(text: str, own: _Own, found: _Stranger) -> bool:
    """Whether another part of the area stands before or behind, with a mark of a list between."""
    end = found.end + (text[found.end : found.end + 1] in _KINDS and text[found.end : found.end + 1] != "")
    is_marked = text[end : end + 1] != "" and text[end] in _LIST_MARKS
    if is_marked and any(text[end + 1 : end + 1 + size] in own.names for size in (2, 3, 4)):
        return True
    at = found.start - 1
    if at < 1 or text[at] not in _LIST_MARKS:
        return False
    return any(text[max(at - size, 0) : at] in own.names for size in (2, 3, 4))


def _is_single(text: str, found: _Stranger) -> bool:
    """Whether neither pair that the character makes with its neighbours stands anywhere else in the text."""
    at = found.start + found.wrong
    pairs = (text[max(at - 1, 0) : at + 1], text[at : at + 2])
    return all(text.count(pair) == 1 for pair in pairs if len(_HAN.findall(pair)) == 2)


def _step(pair: str) -> int:
    return _steps(pair)[0] if len(pair) == 2 else NO_PAIR


def _steps(words: str) -> tuple[int, ...]:
    numbers = number_characters(words)
    return tuple(read_steps(numbers[:-1], numbers[1:]).tolist())


def _hash(first: Numbers, second: Numbers) -> npt.NDArray[np.int64]:
    return ((first.astype(np.int64) << 12 | second) * _MIX >> 6) & ((1 << _BITS) - 1)


@lru_cache(maxsize=16)
def _own_of(code: str, year: int | None) -> _Own:
    """The names of an area and of the counties in it; those of a province by whole name only."""
    area = by_code(code, year) or by_code(code)
    is_province = area is not None and area.level == "province"
    is_nation = code == NATION
    names: set[str] = set()
    for below in areas_below(code):
        if not (below.since or 0) <= (year or 9999) + 1 or not (below.until or 9999) >= (year or 9999) - 6:
            continue
        if is_nation and below.level != "province":
            continue
        names.add(below.name)
        if not is_common_word(below.short) and not (is_province and below.level == "county" and below.parent != code):
            names.add(below.short)
    names = {name for name in names if 2 <= len(name) <= _LONGEST and not (len(name) == 2 and name[1] == "区")}
    by_character: dict[str, list[tuple[str, int]]] = {}
    pairs: set[str] = set()
    for name in sorted(names):
        for at, character in enumerate(name):
            by_character.setdefault(character, []).append((name, at))
        pairs |= {name[at : at + 2] for at in range(len(name) - 1)}
    return _Own(frozenset(names), {c: tuple(found) for c, found in by_character.items()}, _mark_nearly(sorted(pairs)))


def _mark_nearly(pairs: list[str]) -> npt.NDArray[np.bool_]:
    """A filter of the pairs that differ from one of ``pairs`` by a look-alike."""
    numbers = number_characters("".join(pairs))
    first, second = numbers[::2], numbers[1::2]
    marks = np.zeros(1 << _BITS, np.bool_)
    owners, others = find_alike(first)
    marks[_hash(others, second[owners])] = True
    owners, others = find_alike(second)
    marks[_hash(first[owners], others)] = True
    return marks


def _find_strangers(text: str, own: _Own) -> Iterator[_Stranger]:
    numbers = number_characters(text)
    hits = np.flatnonzero(own.nearly[_hash(numbers[:-1], numbers[1:])] & (numbers[:-1] > 0) & (numbers[1:] > 0))
    seen: set[tuple[int, str]] = set()
    for hit in hits.tolist():
        for at in (hit, hit + 1):
            for name, place in own.by_character.get(text[at], ()):
                start = at - place
                words = text[start : start + len(name)] if start >= 0 else ""
                wrong = _find_wrong(words, name)
                if wrong is not None and (start, name) not in seen:
                    seen.add((start, name))
                    around = (text[start - 1] if start else " ") + words + (text[start + len(name) :][:1] or " ")
                    yield _Stranger(start, words, name, wrong, _steps(around))


def _find_wrong(words: str, name: str) -> int | None:
    """Where the one character stands by which words differ from a name; None where there is none, or none alike."""
    if len(words) != len(name) or words == name:
        return None
    wrong = [at for at, (one, other) in enumerate(zip(words, name, strict=True)) if one != other]
    return wrong[0] if len(wrong) == 1 and words[wrong[0]] in alike_of(name[wrong[0]]) else None


CHECKS = (check_counties,)
