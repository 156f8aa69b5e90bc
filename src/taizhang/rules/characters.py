"""Characters as reports use them: which stand side by side, and which are easily taken for each other.

What enters is a text, what leaves is the number of each of its characters (0: not one of the 4,095 most frequent
Chinese ones) and, of pairs and single characters, what two tables say: ``neighbours.npz``, made by
``scripts/count_neighbours.py``, and ``lookalikes.npz``, made by ``scripts/make_lookalikes.py`` from ``lookalikes.tsv``,
whose first line names its sources. Of 昔阳 the pair is of step 1 or more, of 昔阴 of step 0; 昔 is easily taken for 晋.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from taizhang.rules import path_of

Numbers = npt.NDArray[np.int32]
Either = npt.NDArray[np.int32] | npt.NDArray[np.int64]
Places = npt.NDArray[np.int64]
"""What is an index into other arrays: numpy is slower with any other type."""

NO_PAIR = 4
"""The step of two characters one of which has no number."""


TRIPLE_BITS = 25
_MIX = 0x9E3779B97F4A7C15


class _Table(NamedTuple):
    """The characters by number, from 1; the number of each code point below 65,536; what is known of neighbours."""

    characters: npt.NDArray[np.uint16]
    numbers: Numbers
    steps: npt.NDArray[np.uint8]
    triples: npt.NDArray[np.uint8]


class _Alike(NamedTuple):
    """The look-alikes and sound-alikes of the character in row n: ``others[starts[n]:starts[n + 1]]``.

    The first ``shapes[n]`` of them are alike in shape. ``rows`` has the row of each code point below 65,536: its
    number, for rare characters one above all numbers; ``rare`` is their part of ``others``, small to be searched fast.
    """

    rows: Numbers
    starts: Numbers
    shapes: Numbers
    others: Places
    rare: npt.NDArray[np.uint16]


class Alike(NamedTuple):
    """Look-alikes and sound-alikes in columns: the index of whose it is, its own number, whether in shape."""

    owners: Places
    others: Places
    is_shape: npt.NDArray[np.bool_]


def number_characters(text: str) -> Numbers:
    """The number of each character of ``text``, 0 for what is no frequent Chinese character."""
    codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    found: Numbers = _table().numbers[np.minimum(codes, 0xFFFF)]
    return found


def read_steps(first: Either, second: Either) -> npt.NDArray[np.uint8]:
    """How widely pairs are used: 0 by one place of the corpus at most, 1 by two, 2 by five, 3 by twenty or more."""
    keys = (first << 12) | second
    steps: npt.NDArray[np.uint8] = (_table().steps[keys >> 2] >> ((keys & 3) << 1).astype(np.uint8)) & 3
    steps[(first == 0) | (second == 0)] = NO_PAIR
    return steps


def hash_triples(first: Either, second: Either, third: Either) -> npt.NDArray[np.int64]:
    """The bucket of three characters in a row."""
    keys = (
        first.astype(np.uint64) << np.uint64(24) | second.astype(np.uint64) << np.uint64(12) | third.astype(np.uint64)
    )
    return ((keys * np.uint64(_MIX)) >> np.uint64(64 - TRIPLE_BITS)).astype(np.int64)


def are_usual(first: Either, second: Either, third: Either) -> npt.NDArray[np.bool_]:
    """Whether the reports of several places have three characters in a row; one in a hundred is so by chance."""
    buckets = hash_triples(first, second, third)
    marked = _table().triples[buckets >> 3] >> (buckets & 7).astype(np.uint8) & 1
    found: npt.NDArray[np.bool_] = (marked > 0) & (first > 0) & (second > 0) & (third > 0)
    return found


def rows_of(text: str) -> Numbers:
    """The row of each character for ``find_alike``: its number, or one above all numbers where it is rare."""
    found: Numbers = _alike().rows[np.minimum(np.frombuffer(text.encode("utf-32-le"), np.uint32), 0xFFFF)]
    return found


def find_alike(rows: Numbers, by_sound: npt.NDArray[np.bool_] | None = None) -> Alike:
    """Each look-alike of some characters, and each sound-alike of those told (None: of all)."""
    table = _alike()
    begins, shapes = table.starts[rows], table.shapes[rows]
    sizes = table.starts[rows + 1] - begins
    if by_sound is not None:
        sizes = np.where(by_sound, sizes, shapes)
    owners = np.repeat(np.arange(len(rows)), sizes)
    before = np.cumsum(sizes) - sizes
    places = np.arange(len(owners)) + np.repeat(begins - before, sizes)
    return Alike(owners, table.others[places], places < np.repeat(begins + shapes, sizes))


@cache
def rows_like(number: int) -> tuple[Numbers, npt.NDArray[np.bool_]]:
    """The rows of the characters that may stand for one, by its number, and which of them are alike in shape."""
    table = _alike()
    own = np.arange(table.starts[number], table.starts[number + 1])
    rare = len(table.others) - len(table.rare) + np.flatnonzero(table.rare == np.uint16(number))
    rows = np.searchsorted(table.starts, rare, side="right") - 1
    is_own = own < table.starts[number] + table.shapes[number]
    is_shape = np.concatenate((is_own, rare < table.starts[rows] + table.shapes[rows]))
    return np.concatenate((table.others[own], rows)).astype(np.int32), is_shape


def character_of(number: int) -> str:
    """The character of a number above 0."""
    return chr(_table().characters[number - 1])


def alike_of(character: str) -> str:
    """The look-alikes and sound-alikes of one character, in no order that means anything."""
    found = find_alike(rows_of(character)).others
    return "".join(map(chr, _table().characters[found - 1]))


@cache
def _table() -> _Table:
    with path_of("neighbours.npz").open("rb") as file:
        read = np.load(file)
        characters, steps, triples = read["characters"], read["steps"], read["triples"]
    numbers = np.zeros(1 << 16, np.int32)
    numbers[characters] = np.arange(1, len(characters) + 1)
    return _Table(characters, numbers, steps, triples)


@cache
def _alike() -> _Alike:
    with path_of("lookalikes.npz").open("rb") as file:
        read = np.load(file)
        rare, starts, shapes, others = (read[name] for name in ("rare", "starts", "shapes", "others"))
    rows = _table().numbers.copy()
    rows[rare] = len(_table().characters) + 1 + np.arange(len(rare))
    first = int(starts[len(_table().characters) + 1])
    return _Alike(rows, starts, shapes.astype(np.int32), others.astype(np.int64), others[first:])
