"""Find the characters that no neighbours know, and look-alikes that this text or many reports have in their place.

What enters is a text, what leaves are ``Swaps``: places and other characters, in columns. Of 加快云栖古公园建设, with
云栖谷公园 elsewhere, comes 谷 at the place of 古: reports of other places have none of 云栖古, 栖古公 and 古公园, and
this text has 云栖谷公园. Whether the other character is meant is for ``names.py`` to say.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from taizhang.rules.characters import (
    NO_PAIR,
    Either,
    Numbers,
    Places,
    are_usual,
    find_alike,
    number_characters,
    read_steps,
    rows_of,
)

PLAIN = (
    "一二三四五六七八九十百千万亿零两半几的地得在使时由因将各等和与及是了个为有也把被让"
    "从对向以而并又或如其所之于着过上下大小多少不至到中东西南北前后左右年月日"
)
"""Numerals, words of grammar and of place: of two phrases that differ by one of them both are mostly meant."""

LONGEST = 4
"""So far on either side it is looked how much two places have in common."""

_FAR = 12
"""Two names that stand closer together are told apart by intent: 电解铝、电解铜."""

_FEW = 1
"""The step of a pair up to which it says little for the character."""

_PAIR_BITS, _PLACE_BITS = 17, 18
_ODDS = (0x2C1B3C6D, 0x297A2D39, 0x5BD1E995)

_Flags = npt.NDArray[np.bool_]
_Steps = npt.NDArray[np.uint8]


class Reading(NamedTuple):
    """A text by its characters. ``rows`` and ``numbers`` have four zeros on either side, as no place is at an edge.

    ``places`` are those of characters in the text that stand in no three in a row which many reports have; ``left`` and
    ``right`` are the steps of their pairs, ``is_single``: they stand in none which this text has twice. ``is_usual``:
    of each three in a row, from the one on that ends with the first character, whether many reports have it.
    """

    rows: Numbers
    numbers: Numbers
    places: Places
    left: _Steps
    right: _Steps
    is_single: _Flags
    is_usual: _Flags


class Swaps(NamedTuple):
    """Characters that may stand for ``others``, in columns; ``at`` is the place in the text, the rest flags and counts.

    ``twin``: where this text has the other one beside the same characters, ``before`` and ``behind``: how many they
    are; -1 and 0 where nowhere. ``usual``, ``known``, ``asked``: in how many of the three windows of three characters
    many reports have the other one, or this text has it as well, and how many windows there are. ``left`` and
    ``right``: steps of the character's own pairs, ``other_left`` and ``other_right`` of the other one's.
    """

    at: Places
    others: Places
    is_shape: _Flags
    is_plain: _Flags
    is_rare: _Flags
    twin: Numbers
    before: Numbers
    behind: Numbers
    usual: Numbers
    known: Numbers
    asked: Numbers
    left: _Steps
    right: _Steps
    other_left: _Steps
    other_right: _Steps


@lru_cache(maxsize=2)
def read_characters(text: str) -> Reading:
    """A text by its characters, and where in it stand those that no neighbours know."""
    rows = np.concatenate((_GAP, rows_of(text), _GAP))
    numbers = np.where(rows < 1 << 12, rows, 0)
    first, second, third = numbers[2:-4], numbers[3:-3], numbers[4:-2]
    is_usual = are_usual(first, second, third)
    places = np.flatnonzero(~(is_usual[:-2] | is_usual[1:-1] | is_usual[2:]) & (rows[4:-4] > 0))
    rest = np.flatnonzero(~is_usual & (first > 0) & (second > 0) & (third > 0))
    is_several = np.zeros(len(is_usual), np.bool_)
    is_several[rest[_are_several(_hash(first[rest], second[rest], third[rest]))]] = True
    is_single = ~(is_several[places] | is_several[places + 1] | is_several[places + 2])
    own = numbers[places + 4]
    left, right = read_steps(numbers[places + 3], own), read_steps(own, numbers[places + 5])
    return Reading(rows, numbers, places, left, right, is_single, is_usual)


def _are_several(keys: Numbers) -> _Flags:
    """Of each key whether it is there twice or more; one in some hundred others passes by chance."""
    ordered = np.sort(keys)
    marks = np.zeros(1 << 16, np.bool_)
    marks[ordered[1:][ordered[1:] == ordered[:-1]] & 0xFFFF] = True
    found: _Flags = marks[keys & 0xFFFF]
    return found


def find_swaps(text: str) -> Swaps:
    """Characters that no neighbours know, with each look-alike that this text or many reports have there."""
    reading = read_characters(text)
    is_odd = (reading.left == 0) | (reading.right == 0) | (reading.numbers[reading.places + 4] == 0)
    chosen = np.flatnonzero(is_odd & reading.is_single)
    places, left, right = reading.places[chosen], reading.left[chosen], reading.right[chosen]
    is_lone = _is_loose(left) & _is_loose(right)
    owners, others, is_shape = find_alike(reading.rows[places + 4], is_lone)
    found, is_fit = _find_told(reading.numbers, places, is_lone, owners, others)
    kept = np.flatnonzero(is_fit | (found >= 0).any(axis=0))
    owners = owners[kept]
    own = left[owners], right[owners]
    return _measure(reading, places[owners], own, others[kept], is_shape[kept], found[:, kept])


def _find_told(
    numbers: Numbers, places: Places, is_lone: _Flags, owners: Places, others: Places
) -> tuple[Numbers, _Flags]:
    """Where else the text has the other character in each of its three windows, and whether many reports have it.

    Each window has a pair with a neighbour, which the text mostly lacks: that is asked first.
    """
    found = np.full((3, len(owners)), -1, np.int32)
    triples = _Triples(numbers)
    near = np.flatnonzero(triples.may_pair(numbers, places, owners, others))
    keys = _hash_windows(numbers, places[owners[near]], others[near])
    for row, key, shift in zip(found, keys, (2, 1, 0), strict=True):
        there = triples.find(key)
        is_far = (there >= 0) & (np.abs(there + shift - places[owners[near]]) >= _FAR)
        row[near[is_far]] = there[is_far] + shift
    plain = _mark_plain()
    rest = np.flatnonzero((is_lone & ~plain[numbers[places + 4]])[owners] & ~plain[others])
    is_fit = np.zeros(len(owners), np.bool_)
    is_fit[rest[_fit(numbers, places[owners[rest]], others[rest])]] = True
    return found, is_fit


def _is_loose(steps: _Steps) -> _Flags:
    found: _Flags = (steps == 0) | (steps == NO_PAIR)
    return found


def _fit(numbers: Numbers, at: Places, others: Places) -> Places:
    """Which characters go with both neighbours, in three in a row of many reports."""
    left, right = numbers[at + 3], numbers[at + 5]
    found = np.flatnonzero(read_steps(left, others) > _FEW)
    found = found[read_steps(others[found], right[found]) > _FEW]
    fit: Places = found[are_usual(left[found], others[found], right[found]) | (left[found] == 0) | (right[found] == 0)]
    return fit


def _measure(
    reading: Reading, at: Places, own: tuple[_Steps, _Steps], others: Places, is_shape: _Flags, found: Numbers
) -> Swaps:
    """The columns of characters with twins at ``found``; those that nothing speaks for are left out."""
    numbers = reading.numbers
    twin, before, behind = _choose_twin(reading.rows, at, found)
    windows = _windows(numbers, at, others)
    asked = np.array([(one > 0) & (two > 0) & (three > 0) for one, two, three in windows])
    usual = np.array([are_usual(*window) for window in windows])
    known, asked, usual = ((usual | (found >= 0)) & asked).sum(axis=0), asked.sum(axis=0), usual.sum(axis=0)
    plain, own_numbers = _mark_plain(), numbers[at + 4]
    is_told = (asked > 0) & ((twin >= 0) | (usual == asked)) & ~(plain[others] & plain[own_numbers])
    columns = (
        at, others, is_shape, plain[others] | plain[own_numbers], own_numbers == 0, twin, before, behind,
        usual, known, asked, *own, read_steps(numbers[at + 3], others), read_steps(others, numbers[at + 5]),
    )  # fmt: skip
    return Swaps(*(column[is_told] for column in columns))


def _windows(numbers: Numbers, at: Places, others: Either) -> list[tuple[Either, Either, Either]]:
    before, left, right, behind = (numbers[at + shift] for shift in (2, 3, 5, 6))
    return [(before, left, others), (left, others, right), (others, right, behind)]


def _choose_twin(rows: Numbers, at: Places, twins: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Of the places where each character may have a twin the one that has most in common with its own."""
    before, behind = _count_same(rows, at, twins, -1), _count_same(rows, at, twins, 1)
    common = np.where(twins >= 0, before + behind, -1)
    best = common.argmax(axis=0), np.arange(len(at))
    is_there = twins[best] >= 0
    return twins[best], np.where(is_there, before[best], 0), np.where(is_there, behind[best], 0)


def _count_same(rows: Numbers, one: Places, other: Numbers, step: int) -> Numbers:
    """How many characters from two places on are the same, on one side."""
    shifts = 4 + step * np.arange(1, LONGEST + 1)
    own = rows[one[:, None] + shifts]
    is_same = (own > 0) & (own == rows[np.maximum(other, 0)[..., None] + shifts])
    count: Numbers = np.logical_and.accumulate(is_same, axis=-1).sum(axis=-1, dtype=np.int32)
    return count


class _Triples:
    """All three characters in a row that a text has, by a hash, and all pairs."""

    __slots__ = ("_keys", "_pairs", "_places")

    def __init__(self, numbers: Numbers) -> None:
        first, second, third = numbers[4:-6], numbers[5:-5], numbers[6:-4]
        self._keys = _hash(first, second, third)
        words = np.flatnonzero((first > 0) & (second > 0) & (third > 0)).astype(np.int32)
        self._places = np.full(1 << _PLACE_BITS, -1, np.int32)
        self._places[_bucket(self._keys[words], _PLACE_BITS)] = words
        self._pairs = np.zeros(1 << _PAIR_BITS, np.bool_)
        self._pairs[_bucket(_hash_pair(numbers[4:-5], numbers[5:-4]), _PAIR_BITS)] = True

    def may_pair(self, numbers: Numbers, places: Places, owners: Places, others: Places) -> _Flags:
        """Whether the text may have a character beside the left or right neighbour of a place; one in ten by chance."""
        odd = _odd_numbers()
        left, right = numbers[places + 3] * np.int32(_ODDS[0]), numbers[places + 5] * np.int32(_ODDS[1])
        keys = left.take(owners) ^ odd[1].take(others), odd[0].take(others) ^ right.take(owners)
        found: _Flags = self._pairs[_bucket(keys[0], _PAIR_BITS)] | self._pairs[_bucket(keys[1], _PAIR_BITS)]
        return found

    def find(self, keys: Numbers) -> Numbers:
        """Where in the text three stand last; -1 where nowhere."""
        if not len(self._keys):
            return np.full(len(keys), -1, np.int32)
        places = self._places[_bucket(keys, _PLACE_BITS)]
        return np.where((self._keys[places] == keys) & (places >= 0), places, -1)


def _hash(first: Either, second: Either, third: Either) -> Numbers:
    mixed: Numbers = (first * np.int32(_ODDS[0])) ^ (second * np.int32(_ODDS[1])) ^ (third * np.int32(_ODDS[2]))
    return mixed


def _hash_pair(first: Numbers, second: Numbers) -> Numbers:
    mixed: Numbers = (first * np.int32(_ODDS[0])) ^ (second * np.int32(_ODDS[1]))
    return mixed


def _hash_windows(numbers: Numbers, at: Places, others: Places) -> list[Numbers]:
    """The hashes of the three windows of each other character."""
    own = others.astype(np.int32)
    return [_hash(*window) for window in _windows(numbers, at, own)]


@cache
def _odd_numbers() -> list[Numbers]:
    """Each character's part of a hash, as the first and as the second of a pair."""
    return [np.arange(1 << 12, dtype=np.int32) * np.int32(odd) for odd in _ODDS[:2]]


def _bucket(keys: Numbers, bits: int) -> npt.NDArray[np.uint32]:
    return keys.view(np.uint32) >> np.uint32(32 - bits)


@cache
def _mark_plain() -> _Flags:
    flags = np.zeros(1 << 12, np.bool_)
    flags[number_characters(PLAIN)] = True
    flags[0] = False
    return flags


_GAP = np.zeros(4, np.int32)
