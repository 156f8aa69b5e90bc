"""What stands at and around the edges of each candidate, as buckets of weights.

What enters is a text with its mentions and candidates, what leaves are rows of buckets: hashes of the characters inside
and outside of a place (``…登记|经营主体…``), of the words between a phrase and its figure, of a candidate as a
whole. Nothing of it depends on the rules but whether a candidate agrees with what they found. A row holds one feature
of all places, groups or candidates.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from taizhang.engine.indicators.candidates import GOES_ON, Candidates, Flags, Ints, Kind
from taizhang.engine.model import Clause, Mention

VERSION = 2
"""Raised when a feature changes, so that a table made for others is refused."""
BITS = 18
COUNT_BITS = 17
HABIT_BITS = 17
PAD = 8

Words = npt.NDArray[np.uint64]
Rows = npt.NDArray[np.int32]

_BASE = 0x9E3779B97F4A7C15
_SALT, _STIR, _MIX, _COUNT = 0x2545F4914F6CDD1D, 0xD6E8FEB86659FD93, 0xC2B2AE3D27D4EB4F, 0xA0761D6478BD642F
_ALL = (1 << 64) - 1
_UNITS = ("things", "percent", "money", "people", "area", "mass", "length", "time", "energy", "times", "places")
_RANK = 14
_EDGES = ((-1, 0), (-2, 0), (-3, 0), (-4, 0), (0, 1), (0, 2), (0, 3), (0, 4), (-1, 1), (-2, 1), (-1, 2), (-2, 2))


class Grams:
    """Hashes of stretches of a text by one running sum; digits are one character, and so are like signs."""

    def __init__(self, text: str) -> None:
        padded = " " * PAD + text + " " * PAD
        codes = np.frombuffer(padded.encode("utf-32-le", "surrogatepass"), np.uint32)
        self.codes = _folds()[np.minimum(codes, 0xFFFF)]
        powers, self._inverse = _powers(1 << max(15, len(codes).bit_length()))
        self._sums = np.zeros(len(codes) + 1, np.uint64)
        np.cumsum(self.codes * powers[: len(codes)], out=self._sums[1:])

    def between(self, start: Ints, end: Ints) -> Words:
        """Hashes of the stretches between offsets of the padded text."""
        found: Words = (self._sums[end] - self._sums[start]) * self._inverse[start]
        return found


class Figures(NamedTuple):
    """What features need of the mentions: hashes of the text, where they stand, and the rows of their units."""

    grams: Grams
    starts: Ints
    ends: Ints
    units: Ints
    habits: Ints
    """One a place of the padded text: how the pair of characters that begins there is mostly used."""


@cache
def _folds() -> Words:
    table = np.arange(0x10000, dtype=np.uint64)
    table[48:58] = table[0xFF10:0xFF1A] = 48
    for ascii_sign, sign in zip(",;:()", "，；：（）", strict=True):
        table[ord(ascii_sign)] = ord(sign)
    for blank in "\n\t\r\u3000*#":
        table[ord(blank)] = 32
    return table


@cache
def _powers(size: int) -> tuple[Words, Words]:
    powers, inverse = np.full(size, _BASE, np.uint64), np.full(size, pow(_BASE, -1, 1 << 64), np.uint64)
    powers[0] = inverse[0] = 1
    return np.cumprod(powers, dtype=np.uint64), np.cumprod(inverse, dtype=np.uint64)


def _mix(words: npt.NDArray[Any], more: npt.NDArray[Any] | int) -> Words:
    mixed: Words = words.astype(np.uint64) * np.uint64(_MIX) + np.asarray(more).astype(np.uint64)
    return mixed


def _buckets(words: Sequence[Words], salt: int) -> Rows:
    """One row for each of ``words``, salted by its number from ``salt`` on."""
    salts = np.array([at * _SALT & _ALL for at in range(salt, salt + len(words))], np.uint64)
    stirred = (np.stack(words) ^ salts[:, None]) * np.uint64(_STIR)
    return (stirred >> np.uint64(64 - BITS)).astype(np.int32)


def count_bucket(words: Words) -> Ints:
    """Where the counts of phrases with these hashes stand."""
    return ((words * np.uint64(_COUNT)) >> np.uint64(64 - COUNT_BITS)).astype(np.int64)


def hash_phrase(phrase: str) -> int:
    """The hash of a phrase, as of the same stretch of a text."""
    grams = Grams(phrase)
    return int(grams.between(np.array([PAD]), np.array([PAD + len(phrase)]))[0])


def pair_buckets(grams: Grams) -> Ints:
    """Where the habits of each pair of characters of a padded text stand; one fewer than it has characters."""
    pairs = grams.codes[:-1] * np.uint64(_MIX) + grams.codes[1:]
    return ((pairs * np.uint64(_COUNT)) >> np.uint64(64 - HABIT_BITS)).astype(np.int64)


def read_figures(text: str, mentions: Sequence[Mention], habits: npt.NDArray[np.int16]) -> Figures:
    """The text hashed, its mentions as arrays, and the table's ``habits`` of its pairs of characters."""
    starts, ends = np.array([(mention.start, mention.end) for mention in mentions]).T
    grams = Grams(text)
    used = habits[pair_buckets(grams)].astype(np.int64)
    return Figures(grams, starts, ends, np.array([_unit_row(mention) for mention in mentions]), used)


@cache
def _unit_numbers() -> dict[str, int]:
    return {f"units:{name}": number for number, name in enumerate((*_UNITS, "volume", "data"), 1)}


def _unit_row(mention: Mention) -> int:
    numbers = _unit_numbers()
    for name in mention.trace:
        if name in numbers:
            return numbers[name]
    return _RANK if "grammar:rank" in mention.trace or "grammar:top" in mention.trace else 0


def describe_places(figures: Figures, given: Candidates) -> tuple[Rows, Rows]:
    """What stands on both sides of each place, for beginnings and for ends."""
    grams, places, owners, kinds = figures.grams, given.places, given.place_owners, given.place_kinds
    at = places + PAD
    behind = kinds == Kind.BEHIND
    around = [_mix(grams.between(at + a, at + b), behind) for a, b in _EDGES]
    gap, unit, figure = given.gaps[owners], figures.units[owners], figures.starts[owners]
    since = places - gap
    near = (since >= 0) & (since <= 8)
    opening = np.where(near, grams.between(np.where(near, gap, places) + PAD, at), np.uint64(7))
    until = np.clip(figure - places, -1, 12)
    close = (until >= 0) & (until <= 9) & (kinds == Kind.AHEAD)
    closing = np.where(close, grams.between(at, np.where(close, figure, places) + PAD), np.uint64(5))
    use = _describe_habits(figures.habits, at, kinds)
    firsts = [*around, _mix(opening, kinds), _mix(_mix(around[5], since == 0), kinds), *use]
    lasts = [
        *around,
        _mix(closing, kinds),
        _mix(_mix(closing, unit), kinds),
        _mix(around[1], unit),
        _mix(around[0], unit),
        _mix(until + 2, kinds),
        *use,
    ]
    return _buckets(firsts, 1), _buckets(lasts, 31)


def _describe_habits(habits: Ints, at: Ints, kinds: Ints) -> list[Words]:
    """How the pairs of characters on both sides of each place are used elsewhere: as what opens or ends a clause."""
    before, behind = habits[at - 2], habits[at]
    return [
        _mix(before, kinds),
        _mix(behind, kinds),
        _mix(before * 512 + behind, kinds == Kind.BEHIND),
    ]


def describe_groups(figures: Figures, given: Candidates, clauses: Sequence[Clause]) -> Rows:
    """What stands around each figure, once for each kind of candidate: of kind ``k`` from ``k * mentions`` on."""
    grams, units = figures.grams, figures.units
    start, end, gap = figures.starts + PAD, figures.ends + PAD, given.gaps + PAD
    width = np.clip(start - gap, 0, 12)
    whole = np.where(start - gap <= 10, grams.between(np.minimum(gap, start), start), np.uint64(11))
    last, after = grams.between(start - 1, start), grams.between(end, end + 1)
    opening = grams.between(np.minimum(gap, start), np.minimum(gap + 2, start))
    unit_end = grams.between(end - 1, end)
    apart = _distances(clauses)
    before = np.concatenate(([15], units[:-1]))
    told = [
        whole,
        _mix(width, units),
        last,
        grams.between(start - 2, start),
        grams.between(start - 3, start),
        after,
        grams.between(end, end + 2),
        _mix(last, after),
        opening,
        _mix(before * 16 + units, apart),
        unit_end,
        _mix(width, apart),
        _mix(unit_end, after),
        _mix(apart, units),
        _mix(whole, units),
    ]
    kinds = np.arange(len(Kind), dtype=np.uint64)[None, :, None]
    return _buckets(list(_mix(np.stack(told)[:, None, :], kinds).reshape(len(told), -1)), 60)


def _distances(clauses: Sequence[Clause]) -> Ints:
    """How many clauses lie between each figure and the one before; 4 for another sentence, 9 for the first figure."""
    sentences, indexes = np.array([(clause.sentence, clause.index) for clause in clauses]).T
    same = sentences[1:] == sentences[:-1]
    return np.concatenate(([9], np.where(same, np.minimum(indexes[1:] - indexes[:-1], 3), 4)))


_SIGNS = ("、", "和与及", "（“《", "）”》", " 0", "的等")


@cache
def _sign_classes() -> npt.NDArray[np.int64]:
    table = np.zeros(0x10000, np.int64)
    for at, signs in enumerate(_SIGNS):
        table[[ord(sign) for sign in signs]] = 1 << (10 * at)
    return table


def describe_candidates(figures: Figures, given: Candidates, counts: npt.NDArray[np.int8]) -> Rows:
    """What each candidate is like as a whole; ``counts`` is the table's."""
    grams, units = figures.grams, figures.units
    start, end, kinds = given.starts + PAD, given.ends + PAD, given.kinds
    length = np.minimum(end - start, 20)
    whole = grams.between(start, end)
    running = np.concatenate(([0], np.cumsum(_sign_classes()[grams.codes.astype(np.int64)])))
    inside = running[end] - running[start]
    pauses, links, opened, closed, blanks, small = ((inside >> (10 * at)) & 1023 for at in range(len(_SIGNS)))
    joints = np.minimum(pauses, 2) * 27 + np.minimum(links, 2) * 9 + np.sign(opened - closed) * 3 + 3
    others = np.minimum(blanks, 2) * 3 + np.minimum(small, 2)
    often = counts[count_bucket(whole)]
    one, two = np.minimum(start + 1, end), np.minimum(start + 2, end)
    told = [
        _mix(_mix(length, kinds), units[given.owners]),
        _mix(length, kinds),
        _mix(whole, kinds == Kind.BEHIND),
        _mix(joints, kinds),
        _mix(others, kinds),
        _mix(grams.between(start, one), grams.between(np.maximum(end - 1, start), end)),
        _mix(grams.between(start, two), grams.between(np.maximum(end - 2, start), end)),
        _mix(often, kinds),
        _mix(often, length),
        *_describe_inside(figures.habits, start, end, kinds),
    ]
    return _buckets(told, 80)


def _describe_inside(habits: Ints, start: Ints, end: Ints, kinds: Ints) -> list[Words]:
    """How many pairs inside a candidate mostly open clauses or stand before figures elsewhere, as verbs do."""
    opens, counted = habits >> 6, habits & 7
    first, last = np.minimum(start + 1, end), np.maximum(end - 1, start)
    last = np.maximum(first, last)
    inside: list[Ints] = []
    for flags in (opens >= 3, opens >= 5, counted >= 3):
        running = np.concatenate(([0], np.cumsum(flags)))
        inside.append(np.minimum(running[last] - running[first], 3))
    edges = opens[start] * 64 + (habits[np.maximum(end - 2, 0)] >> 3 & 7) * 8 + counted[np.maximum(end - 2, 0)]
    return [
        _mix(inside[0] * 4 + inside[1], kinds),
        _mix(inside[2] * 4 + inside[1], kinds),
        _mix(edges, kinds),
    ]


def agrees(given: Candidates) -> Flags:
    """Which candidates are what the rules found."""
    rule, start, end = given.told[given.owners].T
    stretch = (given.firsts >= 0) & (given.starts == start) & (given.ends == end)
    goes_on = np.isin(rule, GOES_ON)
    agreed: Flags = stretch | ((given.kinds == Kind.GO_ON) & goes_on) | (given.kinds == Kind.RULES)
    return agreed


def describe_agreement(given: Candidates) -> Rows:
    """How each candidate agrees with what the rules found."""
    rule, start, end = given.told[given.owners].T
    is_stretch, same = given.firsts >= 0, agrees(given)
    shared = np.clip(np.minimum(given.ends, end) - np.maximum(given.starts, start), 0, None)
    total = np.maximum(given.ends - given.starts + end - start, 1)
    overlap = np.where(is_stretch & (start >= 0), 16 * shared // total, 0)
    both = rule + 10 * given.kinds
    length = np.minimum(given.ends - given.starts, 20)
    told = [
        _mix(same, 0),
        _mix(same, both),
        _mix(is_stretch & (given.starts == start), rule),
        _mix(is_stretch & (given.ends == end), rule),
        _mix(overlap, 0),
        _mix(both, 0),
        _mix(_mix(same, length), both),
    ]
    return _buckets(told, 100)
