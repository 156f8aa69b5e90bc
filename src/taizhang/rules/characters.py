"""Characters as reports use them: which stand side by side, and which are easily taken for each other.

What enters is a text, what leaves is the number of each of its characters (0: not one of the 4,095 most frequent
Chinese ones) and, of pairs and single characters, what two tables say: ``neighbours.npz``, made by
``scripts/count_neighbours.py``, and ``lookalikes.tsv``, made by ``scripts/make_lookalikes.py``, whose first line names
its sources. Of 昔阳 the pair is of step 1 or more, of 昔阴 of step 0; 昔 is easily taken for 晋.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from taizhang.errors import RuleError
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
    number, for rare characters one above all numbers.
    """

    rows: Numbers
    starts: Numbers
    shapes: Numbers
    others: Places


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
    table, order, starts = _alike(), *_order_others()
    places = order[starts[number] : starts[number + 1]]
    rows = np.searchsorted(table.starts, places, side="right").astype(np.int32) - 1
    is_shape: npt.NDArray[np.bool_] = places < table.starts[rows] + table.shapes[rows]
    return rows, is_shape


@cache
def _order_others() -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Where in the table of look-alikes each character is one, by number; and where the places of each begin."""
    others = _alike().others
    order = np.sort(others.astype(np.int64) << 32 | np.arange(len(others)))
    return order & 0xFFFFFFFF, np.searchsorted(order >> 32, np.arange((1 << 12) + 1))


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
    """Both tables of look-alikes as one: by shape as told, by sound where two characters share a reading."""
    by_sound: dict[str, list[str]] = {}
    rows: dict[str, tuple[str, str]] = {}
    for number, line in enumerate(path_of("lookalikes.tsv").read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) != 3:
            raise RuleError(f"lookalikes.tsv, line {number}", reason="not 3 cells")
        for sound in cells[1].split():
            by_sound.setdefault(sound, []).append(cells[0])
        rows[cells[0]] = (cells[1], cells[2])
    sounds = {sound: "".join(group) for sound, group in by_sound.items()}
    known = "".join(map(chr, _table().characters))
    rare = "".join(sorted(rows.keys() - set(known)))
    told = [("", "")]
    for character in known + rare:
        own, shapes = rows.get(character, ("", ""))
        told.append((shapes, "".join(sounds[sound] for sound in own.split())))
    numbers = _table().numbers.copy()
    numbers[np.frombuffer(rare.encode("utf-16-le"), np.uint16)] = len(known) + 1 + np.arange(len(rare))
    return _merge(told, numbers)


def _merge(told: list[tuple[str, str]], rows: Numbers) -> _Alike:
    """Rows of look-alikes and sound-alikes as one array, each one once, without the character itself."""
    sizes = np.array([[len(shapes), len(sounds)] for shapes, sounds in told]).ravel()
    keys = np.repeat(np.arange(2 * len(told), dtype=np.int64), sizes)
    others = number_characters("".join(shapes + sounds for shapes, sounds in told))
    keys = np.sort((keys >> 1) << 13 | others.astype(np.int64) << 1 | (keys & 1))
    is_first = np.concatenate(([True], keys[1:] >> 1 != keys[:-1] >> 1))  # np.unique takes five times as long
    owners, others = keys >> 13, keys >> 1 & 4095
    keys = keys[is_first & (owners != others) & (others > 0)]
    keys = np.sort(keys >> 13 << 13 | (keys & 1) << 12 | (keys >> 1 & 4095))
    starts = np.searchsorted(keys >> 13, np.arange(len(told) + 1)).astype(np.int32)
    shapes = np.bincount(keys >> 13, weights=1 - (keys >> 12 & 1), minlength=len(told)).astype(np.int32)
    return _Alike(rows, starts, shapes, keys & 4095)
