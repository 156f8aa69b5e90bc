"""Find the characters that do not go with their neighbours, and look-alikes that would, all at once.

What enters is a text, what leaves are ``Swap``s, each a place and another character. Of 加快云栖古公园建设, with
云栖谷公园 elsewhere, comes 谷 at the place of 古: no reports of other places have the pairs 栖古 and 古公, and 谷公园
stands in this text. Whether the other character is meant is for ``names.py`` to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from taizhang.rules.characters import (
    NO_PAIR,
    Numbers,
    are_usual,
    character_of,
    find_alike,
    number_characters,
    read_steps,
)

PLAIN = frozenset(
    "一二三四五六七八九十百千万亿零两半几的地得在使时由因将各等和与及是了个为有也把被让"
    "从对向以而并又或如其所之于着过上下大小多少不至到中东西南北前后左右年月日"
)
"""Numerals, words of grammar and of place: of two phrases that differ by one of them both are mostly meant."""

OFTEN = 3
"""The step of a pair that nearly all reports use."""

_BLOOM_BITS = 20
_PAIR_BITS = 17
_ODD = 0x3C6EF35F
_ODDS = ((0x2C1B3C6D, 0x297A2D39, 0x5BD1E995), (0x1B873593, 0x7FEB352D, 0x45D9F3B5))

_Flags = npt.NDArray[np.bool_]


class Swap(NamedTuple):
    """A character that may stand for ``other``: its place in the restored text, and what speaks for the other one.

    ``windows``: which three characters in a row with the other one, that with two characters before it first, this text
    may have elsewhere; ``is_usual``: the reports of many places
    have it beside all its neighbours; ``is_backed``: of each neighbour one or the other holds; ``is_edged``: many
    places have it with the two before or behind; ``fits``: it goes with both neighbours. Of the character itself:
    ``is_lone``: it goes with neither; ``is_word``: nearly all reports have it with one; ``is_plain``: it or the other
    is of grammar.
    """

    at: int
    other: str
    windows: tuple[bool, ...]
    is_usual: bool
    is_backed: bool
    fits: bool
    is_lone: bool
    is_plain: bool
    is_word: bool
    is_edged: bool


def find_swaps(text: str) -> Iterator[Swap]:
    """Characters that do not go with their neighbours, with each look-alike that may go better."""
    numbers = number_characters(text)
    if len(numbers) < 3:
        return
    places, steps = _find_strangers(numbers)
    owners, others = find_alike(numbers[places])
    padded = np.concatenate((_GAP, numbers, _GAP))
    triples = _Triples(numbers)
    chosen = _choose(padded, places, owners, others, triples, _is_lone(steps))
    owners, others = owners[chosen], others[chosen]
    at = places[owners]
    before, left, own, right, behind = (padded[at + shift] for shift in range(5))
    windows = ((before, left, others), (left, others, right), (others, right, behind))
    is_there = [(one > 0) & (two > 0) & (three > 0) for one, two, three in windows]
    is_own = [triples.have(*window) & there for window, there in zip(windows, is_there, strict=True)]
    is_usual = [are_usual(*window) for window in windows]
    fits = (read_steps(left, others) > 0) & (read_steps(others, right) > 0)
    is_backed = np.all([~t | o | u for t, o, u in zip(is_there, is_own, is_usual, strict=True)], axis=0)
    plain = _number_plain()
    is_plain = plain[others] | plain[own]
    is_lone, is_word = _is_lone(steps)[owners], (steps == OFTEN).any(axis=0)[owners]
    usual = np.all([~t | u for t, u in zip(is_there, is_usual, strict=True)], axis=0) & fits & is_lone & ~is_plain
    usual &= is_there[0].astype(np.int8) + is_there[1] + is_there[2] > 1
    own_any = is_own[0] | is_own[1] | is_own[2]
    flags = (usual, is_backed, fits, is_lone, is_plain, is_word, is_usual[0] | is_usual[2])
    keep = (own_any | usual) & ~(plain[others] & plain[own])
    for index in np.flatnonzero(keep).tolist():
        own_windows = tuple(bool(row[index]) for row in is_own)
        yield Swap(int(at[index]), character_of(int(others[index])), own_windows, *(bool(row[index]) for row in flags))


def _choose(
    padded: Numbers, places: Numbers, owners: Numbers, others: Numbers, triples: _Triples, is_lone: _Flags
) -> Numbers:
    """The few of all look-alikes that have three characters in a row elsewhere in the text, or fit by their pairs.

    Three in a row hold a pair with a neighbour, which nearly all look-alikes lack; by pairs alone fit only those of a
    character that goes with neither neighbour, where both are no words of grammar.
    """
    lefts, rights = padded[places + 1], padded[places + 3]
    pairs = _Pairs(padded)
    near = np.flatnonzero(pairs.have(lefts[owners], others) | pairs.have(others, rights[owners]))
    before, left, right, behind = (padded[places[owners[near]] + shift] for shift in (0, 1, 3, 4))
    own = others[near]
    is_own = triples.have(before, left, own) | triples.have(left, own, right) | triples.have(own, right, behind)
    plain = _number_plain()
    may_fit = is_lone & ~plain[padded[places + 2]]
    rest = np.flatnonzero(may_fit[owners] & ~plain[others])
    rest = rest[read_steps(lefts[owners[rest]], others[rest]) > 1]
    rest = rest[read_steps(others[rest], rights[owners[rest]]) > 1]
    is_chosen = np.zeros(len(owners), np.bool_)
    is_chosen[near[is_own]] = True
    is_chosen[rest] = True
    found: Numbers = np.flatnonzero(is_chosen).astype(np.int32)
    return found


def _is_lone(steps: npt.NDArray[np.uint8]) -> _Flags:
    is_loose = (steps == 0) | (steps == NO_PAIR)
    lone: _Flags = is_loose.all(axis=0)
    return lone


def _find_strangers(numbers: Numbers) -> tuple[Numbers, npt.NDArray[np.uint8]]:
    """Where a character stands that does not go with a neighbour, and whose pairs stand nowhere else in the text.

    With the steps of its two pairs, in two rows.
    """
    first, second = numbers[:-1], numbers[1:]
    steps = read_steps(first, second)
    is_odd = (steps == NO_PAIR) | _are_single((first << 12) | second)
    left, right = np.concatenate((_EDGE, steps)), np.concatenate((steps, _EDGE))
    is_single = np.concatenate((_YES, is_odd)) & np.concatenate((is_odd, _YES))
    found: Numbers = np.flatnonzero(((left == 0) | (right == 0)) & (numbers > 0) & is_single).astype(np.int32)
    return found, np.stack((left[found], right[found]))


def _are_single(keys: Numbers) -> _Flags:
    """Of each key whether it stands in the list once: a table keeps the last place of each, then the first."""
    buckets = (keys * np.int32(_ODD)) >> 12 & ((1 << _BLOOM_BITS) - 1)
    places = np.arange(len(keys), dtype=np.int32)
    table = np.empty(1 << _BLOOM_BITS, np.int32)
    table[buckets] = places
    is_last = table[buckets] == places
    table[buckets[::-1]] = places[::-1]
    found: _Flags = is_last & (table[buckets] == places)
    return found


class _Pairs:
    """A filter of all pairs that a text has, small enough to be looked at in no time; one in ten passes by chance."""

    __slots__ = ("_marks",)

    def __init__(self, numbers: Numbers) -> None:
        self._marks = np.zeros(1 << _PAIR_BITS, np.bool_)
        self._marks[self._bucket(numbers[:-1], numbers[1:])] = True

    def have(self, first: Numbers, second: Numbers) -> _Flags:
        """Whether the text has each pair."""
        found: _Flags = self._marks[self._bucket(first, second)]
        return found

    @staticmethod
    def _bucket(first: Numbers, second: Numbers) -> Numbers:
        mixed: Numbers = ((first << 12 | second) * np.int32(_ODD)) >> 13 & ((1 << _PAIR_BITS) - 1)
        return mixed


class _Triples:
    """A filter of all three characters in a row that a text has; one in some thousand others passes by chance."""

    __slots__ = ("_marks",)

    def __init__(self, numbers: Numbers) -> None:
        first, second, third = numbers[:-2], numbers[1:-1], numbers[2:]
        is_word = (first > 0) & (second > 0) & (third > 0)
        words = first[is_word], second[is_word], third[is_word]
        self._marks = np.zeros((2, 1 << _BLOOM_BITS), np.bool_)
        for row, odds in zip(self._marks, _ODDS, strict=True):
            row[_hash(*words, odds)] = True

    def have(self, first: Numbers, second: Numbers, third: Numbers) -> _Flags:
        """Whether the text has each three."""
        found: _Flags = self._marks[0][_hash(first, second, third, _ODDS[0])]
        passed = np.flatnonzero(found)
        found[passed] = self._marks[1][_hash(first[passed], second[passed], third[passed], _ODDS[1])]
        return found


def _hash(first: Numbers, second: Numbers, third: Numbers, odds: tuple[int, int, int]) -> Numbers:
    mixed: Numbers = (first * np.int32(odds[0])) ^ (second * np.int32(odds[1])) ^ (third * np.int32(odds[2]))
    return mixed >> 12 & ((1 << _BLOOM_BITS) - 1)


@cache
def _number_plain() -> _Flags:
    flags = np.zeros(1 << 12, np.bool_)
    flags[number_characters("".join(sorted(PLAIN)))] = True
    flags[0] = False
    return flags


_GAP = np.zeros(2, np.int32)
_EDGE = np.full(1, NO_PAIR, np.uint8)
_YES = np.ones(1, np.bool_)
