"""What the corpus tells of phrases and of pairs of characters: its readings in, the tables of counts and habits out.

Of ``完成`` the table of habits says that it often opens a clause and often stands before a figure, of ``公路`` neither.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from taizhang.engine.indicators.marks import (
    COUNT_BITS,
    HABIT_BITS,
    PAD,
    Grams,
    count_bucket,
    hash_phrase,
    pair_buckets,
)
from taizhang.engine.indicators.reading import Phrase
from taizhang.engine.model import Clause, Mention

OFTEN = 3
"""How many reports must have a phrase to count it."""
SEEN = 12
"""How often a pair of characters must stand in the corpus to have habits."""
SHARES = (0.01, 0.03, 0.07, 0.15, 0.3, 0.5)
"""The edges of the levels of a habit."""
_BREAKS = tuple(map(ord, "，,；;。：:！!？? "))


class Reading(NamedTuple):
    """A text with its figures, and the phrases that the rules find."""

    text: str
    mentions: Sequence[Mention]
    clauses: Sequence[Clause]
    phrases: Sequence[Phrase]


class Known(NamedTuple):
    """What the corpus tells of phrases and pairs of characters: the tables ``counts`` and ``habits``."""

    counts: npt.NDArray[np.int8]
    habits: npt.NDArray[np.int16]


def count_phrases(readings: Iterable[Reading]) -> tuple[Counter[str], npt.NDArray[np.int8]]:
    """In how many reports each phrase stands, and the table of logarithms of that."""
    counts: Counter[str] = Counter()
    for reading in readings:
        counts.update({p.text for p in reading.phrases if p.trace[0][8:] in ("ahead", "behind", "spread")})
    table = np.zeros(1 << COUNT_BITS, np.int8)
    for phrase, count in counts.items():
        if count >= OFTEN:
            at = count_bucket(np.array([hash_phrase(phrase)], np.uint64))[0]
            table[at] = max(table[at], min(7, int(np.log2(count))))
    return counts, table


def find_habits(readings: Sequence[Reading]) -> npt.NDArray[np.int16]:
    """How often each pair of characters opens a clause, ends one, and stands before a figure."""
    seen = np.zeros((4, 1 << HABIT_BITS))
    for reading in readings:
        grams = Grams(reading.text)
        pairs, size = pair_buckets(grams), len(reading.text)
        breaks = np.isin(grams.codes, list(_BREAKS))
        digits = np.zeros(size + 2 * PAD, bool)
        digits[[mention.start + PAD for mention in reading.mentions]] = True
        opens, ends, counted = breaks[:-2], breaks[2:], digits[2:]
        seen[0] += np.bincount(pairs, minlength=1 << HABIT_BITS)
        seen[1] += np.bincount(pairs[1:], opens[: len(pairs) - 1], minlength=1 << HABIT_BITS)
        seen[2] += np.bincount(pairs[: len(ends)], ends, minlength=1 << HABIT_BITS)
        seen[3] += np.bincount(pairs[: len(counted)], counted, minlength=1 << HABIT_BITS)
    shares = seen[1:] / np.maximum(seen[0], 1)
    levels = np.digitize(shares, SHARES)
    packed = np.where(seen[0] >= SEEN, levels[0] * 64 + levels[1] * 8 + levels[2], 0)
    return packed.astype(np.int16)
