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
    """The look-alikes and sound-alikes of the character n: ``others[starts[n]:starts[n + 1]]``."""

    starts: Numbers
    others: Numbers


def number_characters(text: str) -> Numbers:
    """The number of each character of ``text``, 0 for what is no frequent Chinese character."""
    codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    found: Numbers = _table().numbers[np.minimum(codes, 0xFFFF)]
    return found


def read_steps(first: Numbers, second: Numbers) -> npt.NDArray[np.uint8]:
    """How widely pairs are used: 0 by one place of the corpus at most, 1 by two, 2 by five, 3 by twenty or more."""
    keys = (first << 12) | second
    steps: npt.NDArray[np.uint8] = (_table().steps[keys >> 2] >> ((keys & 3) << 1).astype(np.uint8)) & 3
    steps[(first == 0) | (second == 0)] = NO_PAIR
    return steps


def hash_triples(first: Numbers, second: Numbers, third: Numbers) -> npt.NDArray[np.int64]:
    """The bucket of three characters in a row."""
    keys = (
        first.astype(np.uint64) << np.uint64(24) | second.astype(np.uint64) << np.uint64(12) | third.astype(np.uint64)
    )
    return ((keys * np.uint64(_MIX)) >> np.uint64(64 - TRIPLE_BITS)).astype(np.int64)


def are_usual(first: Numbers, second: Numbers, third: Numbers) -> npt.NDArray[np.bool_]:
    """Whether the reports of several places have three characters in a row; one in a hundred is so by chance."""
    buckets = hash_triples(first, second, third)
    marked = _table().triples[buckets >> 3] >> (buckets & 7).astype(np.uint8) & 1
    return (marked > 0) & (first > 0) & (second > 0) & (third > 0)


def find_alike(numbers: Numbers) -> tuple[Numbers, Numbers]:
    """Each look-alike or sound-alike of some characters: the index in ``numbers``, and its own number."""
    starts, others = _alike()
    begins = starts[numbers]
    sizes = starts[numbers + 1] - begins
    owners = np.repeat(np.arange(len(numbers), dtype=np.int32), sizes)
    shifts = np.repeat(begins - (np.cumsum(sizes, dtype=np.int32) - sizes), sizes)
    return owners, others[np.arange(len(owners), dtype=np.int32) + shifts]


def character_of(number: int) -> str:
    """The character of a number above 0."""
    return chr(_table().characters[number - 1])


@cache
def alike_of(character: str) -> str:
    """The look-alikes and sound-alikes of one character, in no order that means anything."""
    found = find_alike(number_characters(character))[1]
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
    told: list[str] = [""]
    for character in map(chr, _table().characters):
        own, shapes = rows.get(character, ("", ""))
        told.append(shapes + "".join(sounds[sound] for sound in own.split()))
    return _merge(told)


def _merge(told: list[str]) -> _Alike:
    """Rows of look-alikes as one array, each one once, without the character itself."""
    owners = np.repeat(np.arange(len(told), dtype=np.int64), [len(row) for row in told])
    keys = np.sort(owners << 12 | number_characters("".join(told)))
    keys = keys[np.concatenate(([True], keys[1:] != keys[:-1]))]  # np.unique takes five times as long
    owners, others = (keys >> 12).astype(np.int32), (keys & 4095).astype(np.int32)
    is_other = (owners != others) & (others > 0)
    starts = np.searchsorted(owners[is_other], np.arange(len(told) + 1)).astype(np.int32)
    return _Alike(starts, others[is_other])
