"""Turn clauses into arrays: what the learned table of the stage ``kinds`` looks at.

What enters is a text, its clauses, and for each clause its section's role and its heading's level; what leaves is a
``Layout`` of numpy arrays, made over the whole text at once. Of ``新建公路200公里`` this makes the n-grams
``^新``, ``新建``, ``路0公`` … (digits run together as ``0``), hashed, and places such as "first of its sentence",
"holds a figure", "in a section of role tasks".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from taizhang.engine.model import ENTRY, Clause, Role

Ints = npt.NDArray[np.int64]

ORDERS = (1, 2, 3, 4)
BITS = 20
VERSION = 3
"""Raised with every change of the features: a learned table fits one version only."""
CONTEXTS = 4
"""The clause itself, the one before, the one after, the first of its sentence."""

BEGIN, END = 2, 3
"""The marks that stand for a clause's edges among its code points."""
_STEP, _MIX = np.uint64(0x100000001B3), np.uint64(0x9E3779B97F4A7C15)
_ROLES = {role: i + 1 for i, role in enumerate(Role)}
_DOING = [_ROLES[role] for role in (Role.REVIEW, Role.OUTLOOK, Role.TARGETS, Role.TASKS)]
_MARKS = "，,；;：:。！!？?\n"
_MARK_CLASS = {"，": 1, ",": 1, "；": 2, ";": 2, "：": 3, ":": 3, "。": 4, "！": 5, "!": 5, "？": 5, "?": 5, "\n": 6}
_YEAR = re.compile(r"(?:19|20)(?<!\d..)\d\d(?=年)")  # no look behind at its head: so it is looked for by 1 and 2
_SHARES = np.array([ord(sign) for sign in "%％‰"])


class Layout(NamedTuple):
    """Arrays of a text's clauses: n-gram codes and places. ``firsts`` etc. hold indices of clauses."""

    owners: Ints
    """The clause of each n-gram."""
    buckets: Ints
    """The hash of each n-gram, below ``2 ** BITS``."""
    neighbours: Ints
    """``(CONTEXTS, clauses)``: the clause that plays each context, -1 where none does."""
    places: Ints
    """``(clauses, PLACES)``: the categorical features, each with a range of its own."""
    turns: Ints
    """What lies between a clause and the one before: 0 a comma, 1 another mark, 2 a sentence's end, 3 a paragraph's."""
    entries: npt.NDArray[np.bool_]
    """Which clauses stand in a numbered entry of a list of things done or to do: none of them is framing."""
    problems: npt.NDArray[np.bool_]
    """Which clauses tell in a section of role problems what is wrong: none of them is a target or a task."""


def _fold_table() -> npt.NDArray[np.uint32]:
    """For each code point of the basic plane: 0 if dropped, ``0`` for a digit, the half-width form, or itself."""
    table = np.arange(0x10000, dtype=np.uint32)
    table[0xFF01:0xFF5F] -= 0xFEE0
    table[ord("0") : ord("9") + 1] = ord("0")
    table[0xFF10:0xFF1A] = ord("0")
    for dropped in " \t\n\r\u3000\u00a0*#\u200b\ufeff":
        table[ord(dropped)] = 0
    return table


_FOLD = _fold_table()


def _mark_table() -> npt.NDArray[np.int8]:
    """For each code point of the basic plane the class of the separator that it is, 0 for none."""
    table = np.zeros(0x10000, dtype=np.int8)
    for mark, number in _MARK_CLASS.items():
        table[ord(mark)] = number
    return table


_MARK_TABLE = _mark_table()


def _read_codes(text: str) -> npt.NDArray[np.uint32]:
    """The code points of a text; those beyond the basic plane as U+FFFF, for none of them tells anything."""
    return np.minimum(np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32), 0xFFFF)


def fold_clauses(
    text: str, starts: Ints, ends: Ints, codes: npt.NDArray[np.uint32] | None = None
) -> tuple[npt.NDArray[np.uint32], Ints]:
    """The folded code points of all clauses, each between a begin and an end mark, and the clause of each.

    White space and Markdown marks are dropped, a run of digits is one ``0``. ``codes`` are those of the text, if known.
    """
    codes = _read_codes(text) if codes is None else codes
    folded = _FOLD[codes]
    edges = np.zeros(len(codes) + 1, dtype=np.int64)
    edges[starts] += 1
    owner = np.cumsum(edges[:-1]) - 1
    edges[ends] -= 1
    inside = np.cumsum(edges[:-1]) > 0
    kept = np.flatnonzero(inside & (folded > 0))
    is_digit = folded[kept] == ord("0")
    again = np.zeros(len(kept), dtype=bool)
    again[1:] = is_digit[1:] & is_digit[:-1] & (owner[kept[1:]] == owner[kept[:-1]])
    kept = kept[~again]
    owner = owner[kept]
    out = np.full(len(kept) + 2 * len(starts), END, dtype=np.uint32)
    out[np.arange(len(kept)) + 2 * owner + 1] = folded[kept]
    counts = np.bincount(owner, minlength=len(starts)) + 2
    begins = np.concatenate(([0], np.cumsum(counts)[:-1]))
    out[begins] = BEGIN
    return out, np.repeat(np.arange(len(starts)), counts)


def hash_ngrams(codes: npt.NDArray[np.uint32], owner: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """All n-grams that lie in one clause, order by order.

    Four arrays: the clause of each, its bucket, where it begins in ``codes``, and its order.
    """
    rolling = np.zeros(len(codes), dtype=np.uint64)
    begins, buckets, orders = [], [], []
    for order in ORDERS:
        size = max(len(codes) - order + 1, 0)
        rolling = rolling[:size] * _STEP + codes[order - 1 :].astype(np.uint64) + np.uint64(1)
        whole = np.flatnonzero(owner[:size] == owner[order - 1 :])
        begins.append(whole)
        buckets.append(((rolling[whole] * _MIX) >> np.uint64(64 - BITS)).astype(np.int64))
        orders.append(np.full(len(whole), order))
    at = np.concatenate(begins)
    return owner[at], np.concatenate(buckets), at, np.concatenate(orders)


def bucket_of(gram: str) -> int:
    """The bucket of one n-gram of folded code points, as ``hash_ngrams`` gives it.

    >>> codes, owner = fold_clauses("新建", np.array([0]), np.array([2]))
    >>> bucket_of("新建") in hash_ngrams(codes, owner)[1]
    True
    """
    rolling = 0
    for letter in gram:
        rolling = (rolling * int(_STEP) + ord(letter) + 1) % 2**64
    return (rolling * int(_MIX) % 2**64) >> (64 - BITS)


def _bin(values: Ints, *edges: int) -> Ints:
    return np.searchsorted(np.array(edges), values, side="right")


def _runs(groups: Ints) -> tuple[Ints, Ints, Ints]:
    """Of a rising array of group numbers: each element's first of its group, its rank, and its group's size."""
    change = np.flatnonzero(np.concatenate(([True], groups[1:] != groups[:-1])))
    sizes = np.diff(np.concatenate((change, [len(groups)])))
    first = np.repeat(change, sizes)
    return first, np.arange(len(groups)) - first, np.repeat(sizes, sizes)


def lay_out(
    text: str, clauses: Sequence[Clause], roles: Sequence[Role | None], levels: Sequence[int], year: int | None
) -> Layout:
    """The features of all clauses (at least one).

    ``roles`` and ``levels`` give for each clause its section's role and the level of the heading it is part of
    (``ENTRY`` in an entry of a list).
    """
    grid = np.array(clauses, dtype=np.int64)
    sentences, starts, ends = grid[:, 0], grid[:, 2], grid[:, 3]
    codes = _read_codes(text)
    owners, buckets, _, _ = hash_ngrams(*fold_clauses(text, starts, ends, codes))
    breaks = np.flatnonzero(codes == ord("\n"))
    paragraphs = np.searchsorted(breaks, starts)
    first, rank, size = _runs(sentences)
    first_in_paragraph, rank_in_paragraph, paragraph_size = _runs(paragraphs)
    neighbours = _find_neighbours(first)
    before, after = _marks(codes, starts, ends)
    turns = np.where(rank_in_paragraph == 0, 3, np.where(rank == 0, 2, np.where(before > 1, 1, 0)))
    role = np.array([_ROLES.get(r, 0) if r else 0 for r in roles])
    given = np.array(levels)
    told, lasting = _years(text, starts, paragraphs, year)
    columns = _place_columns(
        role, np.maximum(given, 0), sentences - sentences[first_in_paragraph], rank, size, paragraph_size,
        ends - starts, before, after, _figures(codes, starts, ends), told, lasting,
    )  # fmt: skip
    return Layout(
        owners, buckets, neighbours, np.stack(columns, axis=1) + PLACE_STARTS[:-1], turns, *_describe_roles(role, given)
    )


def _place_columns(
    role: Ints, level: Ints, nth_sentence: Ints, rank: Ints, size: Ints, paragraph_size: Ints, length: Ints,
    before: Ints, after: Ints, figures: Ints, told: Ints, lasting: Ints,
) -> list[Ints]:  # fmt: skip
    """The places of each clause, a column for each of ``PLACE_NAMES``."""
    is_last = (rank == size - 1).astype(np.int64)
    return [
        role,
        level,
        _bin(rank, 1, 2, 3, 5) * 2 + is_last,
        _bin(nth_sentence, 1, 2, 4),
        _bin(paragraph_size, 2, 3, 6, 11, 21),
        _bin(length, 4, 6, 8, 10, 13, 17, 24),
        before * 8 + after,
        figures,
        told,
        lasting * 8 + role,
        (role * 3 + _bin(rank, 1, 2)) * 2 + (level > 0),
        _bin(size, 2, 3, 5, 8),
        role * 3 + figures,
        level * 8 + after,
    ]


def _describe_roles(role: Ints, levels: Ints) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Which clauses are entries of lists of things done or to do, and which stand among problems."""
    return (levels == ENTRY) & np.isin(role, _DOING), role == _ROLES[Role.PROBLEMS]


def _find_neighbours(first: Ints) -> Ints:
    """``(CONTEXTS, clauses)``: itself, the clause before, the one behind, the first of its sentence; -1 for none."""
    every = np.arange(len(first))
    return np.stack([every, every - 1, np.concatenate((every[1:], [-1])), np.where(first < every, first, -1)])


PLACE_NAMES = (
    "章节",
    "标题层级",
    "句中位置",
    "段中第几句",
    "段落长度",
    "分句长度",
    "前后标点",
    "数字",
    "年份",
    "段内年份与章节",
    "章节与位置",
    "句子长度",
    "章节与数字",
    "标题与标点",
)
PLACE_SIZES = (8, 8, 10, 4, 6, 8, 64, 3, 4, 32, 64, 5, 32, 64)
PLACE_STARTS = np.concatenate(([0], np.cumsum(PLACE_SIZES)))


def _marks(codes: npt.NDArray[np.uint32], starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """The class of the separator before and after each clause: 0 none, 1 comma … 6 line end."""
    classes = _MARK_TABLE[codes]
    at = np.flatnonzero(classes)
    where = np.concatenate(([-1], at, [len(codes)]))
    what = np.concatenate(([6], classes[at], [6])).astype(np.int64)
    return what[np.searchsorted(where, starts) - 1], what[np.searchsorted(where, ends)]


def _figures(codes: npt.NDArray[np.uint32], starts: Ints, ends: Ints) -> Ints:
    """0 for a clause without digits, 1 with, 2 with a percentage."""
    digits = np.flatnonzero(_FOLD[codes] == ord("0"))
    shares = np.flatnonzero(np.isin(codes, _SHARES))
    has = np.searchsorted(digits, ends) > np.searchsorted(digits, starts)
    shared = np.searchsorted(shares, ends) > np.searchsorted(shares, starts)
    return has.astype(np.int64) + (has & shared)


def _years(text: str, starts: Ints, paragraphs: Ints, year: int | None) -> tuple[Ints, Ints]:
    """Of each clause, the year told in it, and the last told in its paragraph so far.

    0 is none, 1 a year before the report's, 2 the report's, 3 a later one.
    """
    told = np.zeros(len(starts), dtype=np.int64)
    if year is not None:
        for match in _YEAR.finditer(text):
            at = int(np.searchsorted(starts, match.start(), side="right")) - 1
            if at >= 0:
                told[at] = 2 + int(np.sign(int(match[0]) - year))
    seen = np.maximum.accumulate(np.where(told > 0, np.arange(len(starts)), -1))
    is_here = (seen >= 0) & (paragraphs[seen] == paragraphs)
    return told, np.where(is_here, told[seen], 0)
