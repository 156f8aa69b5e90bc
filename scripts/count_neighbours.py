"""Make ``src/taizhang/rules/neighbours.npz``: which characters stand side by side in the reports of many places.

    .venv/bin/python scripts/count_neighbours.py ../shared

Needs a folder with ``corpus/reports.parquet``, and ``reports`` whose validation texts are kept out. Two or
three characters in a row count once for each place that uses them, whatever the number of its reports, so that a name
used by one city alone counts as one that nobody knows. Of each pair of the 4,095 most frequent characters the table
tells one of four steps (``STEPS``); of three in a row only a mark in a hashed bucket that ``TRIPLE`` places or more use
them. No sentence and no count can be read back from it.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq

from taizhang.rules.characters import TRIPLE_BITS, hash_triples

VALIDATION = ("03", "05", "08", "12", "14", "31", "37", "40", "43", "48")
TARGET = Path(__file__).resolve().parent.parent / "src" / "taizhang" / "rules" / "neighbours.npz"
MOST = 4095
STEPS = (2, 5, 20)
"""The least numbers of places of steps 1, 2 and 3."""

TRIPLE = 5

Places = Mapping[str, list[str]]
Characters = npt.NDArray[np.uint16]


def read_places(shared: Path) -> dict[str, list[str]]:
    """The reports of each place, without those that the validation excerpts are cut from."""
    excerpts = [(shared / "reports" / f"local-{n}.txt").read_text(encoding="utf-8") for n in VALIDATION]
    probes = [text[at : at + 30] for text in excerpts for at in (len(text) // 3, len(text) // 2, 2 * len(text) // 3)]
    places: dict[str, list[str]] = {}
    for row in pq.read_table(shared / "corpus" / "reports.parquet", columns=["place", "text"]).to_pylist():
        if not any(probe in row["text"] for probe in probes):
            places.setdefault(row["place"], []).append(row["text"])
    return places


def _codes(text: str) -> npt.NDArray[np.uint32]:
    return np.minimum(np.frombuffer(text.encode("utf-32-le"), np.uint32), 0xFFFF)


def choose_characters(texts: Iterable[str]) -> npt.NDArray[np.uint16]:
    """The most frequent Chinese characters, by code point."""
    counts = np.zeros(1 << 16, np.int64)
    for text in texts:
        counts += np.bincount(_codes(text), minlength=1 << 16)
    counts[:0x4E00] = counts[0xA000:] = 0
    order = np.argsort(-counts, kind="stable")[:MOST]
    return np.sort(order[counts[order] > 0]).astype(np.uint16)


def number(text: str, characters: Characters) -> npt.NDArray[np.int64]:
    """The number of each character of a text, from 1; 0 for others."""
    numbers = np.zeros(1 << 16, np.int64)
    numbers[characters] = np.arange(1, len(characters) + 1)
    return numbers[_codes(text)]


def count_pairs(places: Places, characters: Characters) -> npt.NDArray[np.uint8]:
    """The step of each pair (first * 4096 + second), four to a byte, the lowest bits first."""
    used = np.zeros(1 << 24, np.uint8)
    for texts in places.values():
        seen = np.zeros(1 << 24, bool)
        for text in texts:
            found = number(text, characters)
            is_pair = (found[:-1] > 0) & (found[1:] > 0)
            seen[((found[:-1] << 12) | found[1:])[is_pair]] = True
        used += seen
    steps = np.digitize(used, STEPS).astype(np.uint8).reshape(-1, 4)
    packed = steps[:, 0] | steps[:, 1] << 2 | steps[:, 2] << 4 | steps[:, 3] << 6
    return packed.astype(np.uint8)


def mark_triples(places: Places, characters: Characters) -> npt.NDArray[np.uint8]:
    """The buckets of three characters in a row that ``TRIPLE`` places use, eight to a byte, the lowest bit first."""
    keys = [np.unique(np.concatenate([_triples(number(text, characters)) for text in t])) for t in places.values()]
    found, counts = np.unique(np.concatenate(keys), return_counts=True)
    usual = found[counts >= TRIPLE]
    marks = np.zeros(1 << TRIPLE_BITS, bool)
    marks[hash_triples(usual >> 24, usual >> 12 & 4095, usual & 4095)] = True
    return np.packbits(marks, bitorder="little")


def _triples(found: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    first, second, third = found[:-2], found[1:-1], found[2:]
    return (first << 24 | second << 12 | third)[(first > 0) & (second > 0) & (third > 0)]


def main() -> None:
    """Count and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    places = read_places(parser.parse_args().shared)
    characters = choose_characters(text for texts in places.values() for text in texts)
    steps, triples = count_pairs(places, characters), mark_triples(places, characters)
    np.savez_compressed(TARGET, characters=characters, steps=steps, triples=triples)
    print(f"{len(places)} places, {len(characters)} characters, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
