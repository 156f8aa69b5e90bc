"""Find blocks that a page prints twice, in time linear but for one sort of hashes.

What enters is an array of code points with white space and furniture left out; what leaves are pairs of places where
the same words stand, at least ``SHORTEST`` of them. Two equal paragraphs of 80 code points that begin at 10 and at 500
make ``Repeat(10, 500, 80)``. Whether a repeat is a slip of the page or meant is for the caller to say.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.uint64]

SHORTEST = 60
"""Speeches say slogans and party formulas again; below this length nearly all repeats are meant."""

_BASE = 0x9E3779B97F4A7C15
_SLOT_BITS = 17
"""Leading bits by which hashes are counted before they are sorted: many more slots than a report has characters."""
_INVERSE = pow(_BASE, -1, 1 << 64)


class Repeat(NamedTuple):
    """``length`` code points that stand at ``first`` and again at ``second``: indices of the array searched."""

    first: int
    second: int
    length: int


def find_repeats(codes: Codes, shortest: int = SHORTEST) -> tuple[Repeat, ...]:
    """All repeats of at least ``shortest`` code points, each linked to the nearest earlier copy, by second place.

    >>> find_repeats(np.frombuffer("甲乙丙丁。甲乙丙丁！".encode("utf-32-le"), np.uint32).astype(np.uint64), 4)
    (Repeat(first=0, second=5, length=4),)
    """
    if len(codes) < 2 * shortest:
        return ()
    hashes = _hash_windows(codes, shortest)
    order = _sort_shared(hashes)
    equal = np.flatnonzero(hashes[order[1:]] == hashes[order[:-1]])
    if not len(equal):
        return ()
    firsts, seconds = order[equal], order[equal + 1]
    by_place = np.argsort(seconds)
    firsts, seconds = firsts[by_place], seconds[by_place]
    breaks = np.flatnonzero((np.diff(seconds) != 1) | (np.diff(firsts) != 1))
    begins, ends = np.concatenate(([0], breaks + 1)), np.concatenate((breaks, [len(seconds) - 1]))
    lengths = seconds[ends] - seconds[begins] + shortest
    found = zip(firsts[begins].tolist(), seconds[begins].tolist(), lengths.tolist(), strict=True)
    return tuple(Repeat(*repeat) for repeat in found if _is_equal(codes, *repeat))


def _hash_windows(codes: Codes, width: int) -> Codes:
    """A hash of each window: the sum of its codes times powers of an odd number, modulo 2 ** 64."""
    size = len(codes)
    rising, falling = (np.full(size, base, dtype=np.uint64) for base in (_BASE, _INVERSE))
    rising[0] = falling[0] = 1
    np.cumprod(rising, out=rising)
    np.cumprod(falling, out=falling)
    sums = np.zeros(size + 1, dtype=np.uint64)
    np.cumsum(codes * falling, out=sums[1:])
    hashes: Codes = (sums[width:] - sums[:-width]) * rising[: size - width + 1]
    return hashes


def _sort_shared(hashes: Codes) -> npt.NDArray[np.int64]:
    """The windows by their hash, then by place; most of those whose hash stands once are left out, unsorted."""
    slots = (hashes >> np.uint64(64 - _SLOT_BITS)).astype(np.int64)
    places = np.flatnonzero(np.bincount(slots, minlength=1 << _SLOT_BITS)[slots] > 1)
    return places[np.argsort(hashes[places], kind="stable")]


def _is_equal(codes: Codes, first: int, second: int, length: int) -> bool:
    """A hash can err: the words decide."""
    return bool(np.array_equal(codes[first : first + length], codes[second : second + length]))
