"""Choose the phrase of each figure among its candidates: a linear score of what stands at and around its edges.

What enters is the text with its mentions and the rules' phrases, what leaves is one ``Phrase`` a mention. Each edge
of a candidate adds the weights of the characters inside and outside of it, the candidate those of its kind, its
length, how often it is a phrase in other reports, and whether the rules found it. Of ``全市新登记经营主体3万户`` the
rules may know no ``新登记`` to cut off; that phrases often begin with ``经营`` and hardly with ``新登`` tells. Weights
are whole numbers, so that sums are the same on every machine. ``rules/phrases.npz`` is made by
``scripts/train_phrases.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from taizhang.engine.indicators.candidates import Candidates, Ints, Kind, list_candidates
from taizhang.engine.indicators.reading import Phrase
from taizhang.engine.model import Clause, Mention
from taizhang.errors import RuleError
from taizhang.rules import path_of

TABLE = "phrases.npz"
VERSION = 1
"""Raised when a feature changes, so that a table made for others is refused."""
BITS = 18
COUNT_BITS = 17
PAD = 8

Words = npt.NDArray[np.uint64]
Rows = npt.NDArray[np.int32]

_BASE = 0x9E3779B97F4A7C15
_SALT, _STIR, _MIX, _COUNT = 0x2545F4914F6CDD1D, 0xD6E8FEB86659FD93, 0xC2B2AE3D27D4EB4F, 0xA0761D6478BD642F
_ALL = (1 << 64) - 1
_ROWS = (
    *("things", "percent", "money", "people", "area", "mass", "length", "time", "energy", "times", "places", "volume"),
    "data",
)
_KIND_NAMES = {Kind.AHEAD: "ahead", Kind.BEHIND: "behind", Kind.BEFORE: "clause_before", Kind.GO_ON: "goes_on"}
_EDGES = ((-1, 0), (-2, 0), (-3, 0), (-4, 0), (0, 1), (0, 2), (0, 3), (0, 4), (-1, 1), (-2, 1), (-1, 2), (-2, 2))


class Table(NamedTuple):
    """The learned table: a weight a bucket, and how often phrases of a bucket are found (a logarithm, 0 for rarely)."""

    weights: npt.NDArray[np.int8]
    counts: npt.NDArray[np.int8]


class Features(NamedTuple):
    """Buckets of weights: ``firsts`` and ``lasts`` a row a place, ``groups`` a row a kind and mention (kind * mentions
    + mention), ``own`` and ``told`` a row a candidate, ``told`` what has to do with the rules' choice.
    """

    firsts: Rows
    lasts: Rows
    groups: Rows
    own: Rows
    told: Rows


@cache
def load_table() -> Table:
    """The table of ``rules/phrases.npz``, read once in a process. Raises ``RuleError`` where it fits other features."""
    with path_of(TABLE).open("rb") as file, np.load(file) as data:
        if int(data["version"]) != VERSION:
            raise RuleError(TABLE, reason=f"made for version {int(data['version'])} of the features, not {VERSION}")
        return Table(data["weights"], data["counts"])


def choose_phrases(
    text: str, mentions: Sequence[Mention], clauses: Sequence[Clause], phrases: Sequence[Phrase], table: Table
) -> tuple[Phrase, ...]:
    """The best candidate of each mention; the rules' phrase is one of them, so there is always one."""
    if not mentions:
        return ()
    given = list_candidates(text, mentions, clauses, phrases)
    scores = add_up(given, describe(text, mentions, clauses, given, table.counts), table.weights)
    chosen: list[Phrase] = []
    for i, phrase in enumerate(phrases):
        start, end = given.bounds[i], given.bounds[i + 1]
        best = int(start + scores[start:end].argmax())
        name, words = read_candidate(text, given, best, phrase, chosen[-1].text if chosen else "")
        if words == phrase.text:
            chosen.append(phrase)
        else:
            chosen.append(Phrase(words, (f"phrases:{name}", TABLE)))
    return tuple(chosen)


def read_candidate(text: str, given: Candidates, at: int, phrase: Phrase, before: str) -> tuple[str, str]:
    """The name of a candidate's kind and its words; ``phrase`` is the rules', ``before`` that of the figure before."""
    kind = Kind(given.kinds[at])
    if kind is Kind.RULES:
        return "rules", phrase.text
    if kind is Kind.GO_ON:
        return "goes_on", before
    return _KIND_NAMES[kind], text[given.starts[at] : given.ends[at]]


def add_up(given: Candidates, features: Features, weights: npt.NDArray[np.number]) -> npt.NDArray[np.int64]:
    """The score of every candidate."""
    dtype = np.int64 if weights.dtype == np.int8 else np.float64
    sums = [np.take(weights, rows).sum(axis=1, dtype=dtype) for rows in features]
    firsts, lasts, groups, own, told = sums
    size = len(given.gaps)
    scores: npt.NDArray[np.int64] = groups[given.kinds * size + given.owners] + own + told
    if len(firsts):
        scores += np.where(given.firsts >= 0, firsts[given.firsts] + lasts[given.lasts], 0)
    return scores


# --- features ---------------------------------------------------------------------------------------------------


class _Grams:
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


def _mix(words: npt.NDArray[np.generic], more: npt.NDArray[np.generic] | int) -> Words:
    mixed: Words = words.astype(np.uint64) * np.uint64(_MIX) + np.asarray(more).astype(np.uint64)
    return mixed


def _buckets(words: Sequence[Words], salt: int) -> Rows:
    """One column for each of ``words``, salted by its number from ``salt`` on."""
    rows = np.empty((len(words[0]), len(words)), np.int32)
    for at, column in enumerate(words):
        mask = np.uint64((salt + at) * _SALT & _ALL)
        rows[:, at] = ((column ^ mask) * np.uint64(_STIR)) >> np.uint64(64 - BITS)
    return rows


def count_bucket(words: Words) -> Ints:
    """Where the counts of phrases with these hashes stand."""
    return ((words * np.uint64(_COUNT)) >> np.uint64(64 - COUNT_BITS)).astype(np.int64)


def hash_phrase(phrase: str) -> int:
    """The hash of a phrase, as of the same stretch of a text."""
    grams = _Grams(phrase)
    return int(grams.between(np.array([PAD]), np.array([PAD + len(phrase)]))[0])


def describe(
    text: str,
    mentions: Sequence[Mention],
    clauses: Sequence[Clause],
    given: Candidates,
    counts: npt.NDArray[np.int8],
) -> Features:
    """The features of all candidates."""
    grams = _Grams(text)
    units = np.array([_unit_row(mention) for mention in mentions])
    edges = np.array([(mention.start, mention.end) for mention in mentions])
    firsts, lasts = _describe_places(grams, given, edges, units)
    groups = _describe_groups(grams, clauses, given, edges, units)
    own = _describe_candidates(grams, given, units, counts)
    return Features(firsts, lasts, groups, own, _describe_told(given))


@cache
def _unit_numbers() -> dict[str, int]:
    return {f"units:{name}": number for number, name in enumerate(_ROWS, 1)}


def _unit_row(mention: Mention) -> int:
    numbers = _unit_numbers()
    for name in mention.trace:
        if name in numbers:
            return numbers[name]
    return 14 if "grammar:rank" in mention.trace or "grammar:top" in mention.trace else 0


def _describe_places(grams: _Grams, given: Candidates, edges: Ints, units: Ints) -> tuple[Rows, Rows]:
    """What stands on both sides of each place, for beginnings and for ends."""
    places, owners, kinds = given.places, given.place_owners, given.place_kinds
    at = places + PAD
    behind = kinds == Kind.BEHIND
    around = [_mix(grams.between(at + a, at + b), behind) for a, b in _EDGES]
    gap, unit = given.gaps[owners], units[owners]
    since = places - gap
    near = (since >= 0) & (since <= 8)
    opening = np.where(near, grams.between(np.where(near, gap, places) + PAD, at), np.uint64(7))
    until = np.clip(edges[owners, 0] - places, -1, 12)
    close = (until >= 0) & (until <= 9) & (kinds == Kind.AHEAD)
    closing = np.where(close, grams.between(at, np.where(close, edges[owners, 0], places) + PAD), np.uint64(5))
    firsts = [*around, _mix(opening, kinds), _mix(_mix(around[5], since == 0), kinds)]
    lasts = [
        *around,
        _mix(closing, kinds),
        _mix(_mix(closing, unit), kinds),
        _mix(around[1], unit),
        _mix(around[0], unit),
        _mix(until + 2, kinds),
    ]
    return _buckets(firsts, 1), _buckets(lasts, 31)


def _describe_groups(grams: _Grams, clauses: Sequence[Clause], given: Candidates, edges: Ints, units: Ints) -> Rows:
    """What stands around each figure, once for each kind of candidate."""
    start, end, gap = edges[:, 0] + PAD, edges[:, 1] + PAD, given.gaps + PAD
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
    return np.concatenate([_buckets([_mix(words, kind) for words in told], 60) for kind in Kind])


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


def _describe_candidates(grams: _Grams, given: Candidates, units: Ints, counts: npt.NDArray[np.int8]) -> Rows:
    """What each candidate is like as a whole."""
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
    ]
    return _buckets(told, 80)


def _describe_told(given: Candidates) -> Rows:
    """How each candidate agrees with what the rules found."""
    rule, start, end = given.told[given.owners].T
    kinds, is_stretch = given.kinds, given.firsts >= 0
    goes_on = (rule == 2) | (rule == 4)
    starts, ends = is_stretch & (given.starts == start), is_stretch & (given.ends == end)
    same = (starts & ends) | ((kinds == Kind.GO_ON) & goes_on) | (kinds == Kind.RULES)
    shared = np.clip(np.minimum(given.ends, end) - np.maximum(given.starts, start), 0, None)
    total = np.maximum(given.ends - given.starts + end - start, 1)
    overlap = np.where(is_stretch & (start >= 0), 16 * shared // total, 0)
    both = rule + 10 * kinds
    length = np.minimum(given.ends - given.starts, 20)
    told = [
        _mix(same, 0),
        _mix(same, both),
        _mix(starts, rule),
        _mix(ends, rule),
        _mix(overlap, 0),
        _mix(both, 0),
        _mix(_mix(same, length), both),
    ]
    return _buckets(told, 90)
