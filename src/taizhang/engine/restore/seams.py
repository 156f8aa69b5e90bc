"""Say whether words read on across a break, and how sure that is.

What enters are the words before and after a break (``产业发展`` and ``的制约``), what leaves is a number: above 0
they are likely one sentence, below it two. Learned weights over the characters at the seam give a first opinion
(``rules/seams.npz``, made by ``scripts/train_seams.py``); the text's own use of the same words elsewhere adds to it.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from taizhang import rules

SEAM_BUCKETS = 1 << 16
SEAM_SCALE = 1 / 16
"""A weight of 1 in the table adds this much to the logit."""

SAMPLE = 30_000
"""Code points of a text in which its own use of words is looked up: more would make long texts quadratic."""

_MIX = 0x9E3779B97F4A7C15
_MASK = (1 << 64) - 1
_LEARNED, _PAIR_SEEN, _PAIR_OFTEN, _TRIPLE_SEEN = 0.55, 0.5, 1.9, 1.2
_OPENING_OF_TWO, _OPENING_OF_THREE = -1.6, -2.1
"""Fitted on breaks put into 200 reports at random: words that open a sentence twice tell against reading on."""

_WIDE = str.maketrans(",;:!?()", "，；：！？（）")


def hash_seam(before: str, after: str) -> list[int]:
    """The buckets of the features at a seam: what ends before it, begins after it, and stands across it."""
    left, right = _fold(before[-3:]), _fold(after[:3])
    pairs = [(left[-n:], "") for n in (1, 2, 3)] + [("", right[:n]) for n in (1, 2, 3)]
    pairs += [(left[-n:], right[:m]) for n, m in ((1, 1), (2, 1), (1, 2), (2, 2), (3, 1), (1, 3))]
    return [_bucket(left, right, number) for number, (left, right) in enumerate(pairs)]


def _fold(words: str) -> str:
    """Digits as ``0``, Latin letters as ``a``, marks full-width: which one it is says nothing about a seam."""
    folded = "".join("0" if c.isdigit() else "a" if c.isascii() and c.isalpha() else c for c in words)
    return folded.translate(_WIDE)


def _bucket(left: str, right: str, number: int) -> int:
    value = number + 1
    for c in (*left, "|", *right):
        value = ((value ^ ord(c)) * _MIX) & _MASK
        value ^= value >> 29
    return value % SEAM_BUCKETS


@cache
def _weights() -> tuple[npt.NDArray[np.int8], int]:
    with rules.path_of("seams.npz").open("rb") as file:
        table = np.load(file)
        return table["weights"], int(table["bias"])


def score_seam(text: str, before: str, after: str, counts: dict[str, int] | None = None) -> float:
    """The logit that ``before`` and ``after`` are parts of one sentence of ``text``.

    ``counts`` keeps what was counted in ``text``, so that many breaks cost no more than the words at them.

    >>> score_seam("", "加快破解产业发展", "的瓶颈") > 0 > score_seam("", "群众生活持续改善", "今年要抓好")
    True
    """
    if not before or not after:
        return float("-inf")
    weights, bias = _weights()
    learned = (sum(int(weights[bucket]) for bucket in hash_seam(before, after)) + bias) * SEAM_SCALE
    return _LEARNED * learned + _weigh_text(text, before, after, {} if counts is None else counts)


def _weigh_text(text: str, before: str, after: str, counts: dict[str, int]) -> float:
    """What the text's own words say: for, where they stand unbroken elsewhere; against, where sentences begin so."""

    def count(words: str) -> int:
        if words not in counts:
            counts[words] = text.count(words, 0, SAMPLE)
        return counts[words]

    pairs = count(before[-1] + after[0])
    logit = _PAIR_SEEN * (pairs > 0) + _PAIR_OFTEN * min(pairs, 5) / 5
    if pairs:
        logit += _TRIPLE_SEEN * (count(before[-2:] + after[0]) > 0)
    for length, weight in ((2, _OPENING_OF_TWO), (3, _OPENING_OF_THREE)):
        opening = after[:length]
        logit += weight * (count("\n" + opening) + count("。" + opening) > 1)
    return logit
