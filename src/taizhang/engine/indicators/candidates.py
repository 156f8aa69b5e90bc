"""Every stretch of text that might be the phrase of a figure: text, mentions, clauses and the rules' phrases in.

Of ``今年新建农村公路20公里`` the candidates are all stretches of two characters and more of the words before the
figure, those behind it (here none), the phrase of the figure before, and what the rules found. Where the words before a
figure are few, those of the clause before are taken too. ``ranking`` chooses among them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from taizhang.engine.indicators.lexicon import AFTER, QUALIFIER
from taizhang.engine.indicators.reading import Phrase, find_gap
from taizhang.engine.model import Clause, Mention

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

REACH = 36
"""How many characters before a figure, or at the end of the clause before, are looked at."""
LONGEST = 24
"""The most characters of a candidate."""
TAIL = 14
"""The most characters between the end of a candidate and the figure, or the end of its clause."""
FEW = 14
"""Where no more characters than this stand before a figure in its clause, the clause before is looked at too."""
_BREAKS = frozenset("，,；;。：:！!？?\n")
_TO_LATER = re.compile("[、和及与（]|总?投资|总?产值|营[业收]|年?收入|纳税|税收|销售|总?资产|规模")
"""How words between a figure and a later one begin that are no noun of its own."""
_EDGES = _BREAKS | frozenset(" *")
NEVER_FIRST = frozenset(" \n\t\r\u3000*#、，,。；;：:）)”》!！?？%％的了或至由使把与")
NEVER_LAST = frozenset(" \n\t\r\u3000*#、，,。；;：:（(“《!！?？不再已均被较和与或")


RULES = ("ahead", "behind", "goes_on", "spread", "listed", "clause_before", "clause", "attribute", "outlay", "same")
"""The names by which rules trace a phrase."""
GOES_ON = tuple(RULES.index(name) for name in ("goes_on", "listed", "same"))
"""The numbers of rules that take the phrase of the figure before."""
COMPOSED = frozenset({"spread", "listed", "attribute", "outlay", "same"})
"""Rules that see more than one stretch of text, and are not overruled."""


class Kind(IntEnum):
    """Where a candidate comes from."""

    AHEAD = 0
    BEHIND = 1
    BEFORE = 2
    """The clause before."""
    GO_ON = 3
    """The phrase of the figure before, whatever it is."""
    RULES = 4
    """What the rules made that stands nowhere in one piece."""


class Candidates(NamedTuple):
    """All candidates of a text, those of one mention in a row; arrays have one entry a candidate unless said.

    ``starts``, ``ends`` index the text (0 for what is no stretch of it). ``firsts``, ``lasts`` index the places, -1
    for no stretch. ``bounds[i]:bounds[i + 1]`` are those of mention ``i``.
    """

    kinds: Ints
    owners: Ints
    starts: Ints
    ends: Ints
    firsts: Ints
    lasts: Ints
    bounds: Ints
    gaps: Ints
    """One a mention: where the words that may belong to it begin."""
    places: Ints
    """One a place: an offset of the text at which candidates begin or end."""
    place_owners: Ints
    place_kinds: Ints
    told: Ints
    """``(mentions, 3)``: the number of the rule that found the phrase, where that begins and ends, -1 for nowhere."""


class _Stretch(NamedTuple):
    """A piece of text with its candidates, as numbers of its places; no places where a candidate is no stretch."""

    owner: int
    kind: Kind
    start: int
    places: int
    firsts: Ints
    lasts: Ints


_NO_PLACE = np.full(1, -1)


def list_candidates(
    text: str, mentions: Sequence[Mention], clauses: Sequence[Clause], phrases: Sequence[Phrase]
) -> Candidates:
    """The candidates of every mention; ``phrases`` is what the rules found, one a mention."""
    found: list[_Stretch] = []
    gaps = [find_gap(text, mentions, clauses, i) for i in range(len(mentions))]
    told = [locate_phrase(text, mention, phrase) for mention, phrase in zip(mentions, phrases, strict=True)]
    for i, mention in enumerate(mentions):
        start = max(gaps[i], mention.start - REACH)
        if mention.start - start > 1:
            found.append(_Stretch(i, Kind.AHEAD, start, mention.start - start + 1, *_pair_up(mention.start - start)))
        clause = clauses[i]
        if clause.index and gaps[i] == clause.start and mention.start - gaps[i] <= FEW:
            start, end = _find_clause_before(text, clause.start)
            if end - start > 1:
                found.append(_Stretch(i, Kind.BEFORE, start, end - start + 1, *_pair_up(end - start)))
        begins = _add_behind(found, text, mentions, i, clause.end)
        if i and (clauses[i - 1].sentence == clause.sentence or told[i][0] in GOES_ON):
            found.append(_Stretch(i, Kind.GO_ON, 0, 0, _NO_PLACE, _NO_PLACE))
        if told[i][0] not in GOES_ON and not _is_among(found, i, phrases[i].text, told[i][1], begins):
            found.append(_Stretch(i, Kind.RULES, 0, 0, _NO_PLACE, _NO_PLACE))
    return _gather(found, text, gaps, told)


def locate_phrase(text: str, mention: Mention, phrase: Phrase) -> tuple[int, int, int]:
    """The number of the rule that found a phrase, and where it stands; -1 where nowhere in one piece."""
    rule = RULES.index(phrase.trace[0].removeprefix("grammar:phrase_"))
    if rule in GOES_ON:
        return rule, -1, -1
    if RULES[rule] == "behind":
        at = text.find(phrase.text, mention.end, mention.end + 40)
    else:
        at = text.rfind(phrase.text, max(0, mention.start - 80), mention.start)
    return rule, at, at + len(phrase.text) if at >= 0 else -1


@cache
def _pair_up(size: int) -> tuple[Ints, Ints]:
    firsts, lasts = np.triu_indices(size + 1, 2)
    near = (lasts - firsts <= LONGEST) & (lasts >= size - TAIL)
    return firsts[near], lasts[near]


def _find_clause_before(text: str, at: int) -> tuple[int, int]:
    end = at
    while end and text[end - 1] in _EDGES:
        end -= 1
    start = end
    while start and end - start < REACH and text[start - 1] not in _BREAKS:
        start -= 1
    return start, end


def _is_among(found: list[_Stretch], owner: int, phrase: str, start: int, begins: Sequence[int]) -> bool:
    """Whether a phrase that stands at ``start`` is among the candidates of ``owner``, the mention added last."""
    if start < 0 or phrase[0] in NEVER_FIRST or phrase[-1] in NEVER_LAST or not 2 <= len(phrase) <= LONGEST:
        return False
    end = start + len(phrase)
    for stretch in reversed(found):
        if stretch.owner != owner:
            break
        last = stretch.start + stretch.places - 1
        is_near = start in begins if stretch.kind is Kind.BEHIND else end >= last - TAIL
        if stretch.start <= start and end <= last and is_near:
            return True
    return False


def _add_behind(found: list[_Stretch], text: str, mentions: Sequence[Mention], i: int, end: int) -> list[int]:
    """Add what begins behind the figure, or a figure that follows it in the same clause; where those begin."""
    start = _end_of_figure(text, mentions[i])
    end = min(end, start + LONGEST)
    size = end - start
    if size < 2:
        return []
    begins = [0]
    for later in mentions[i + 1 :]:
        if later.start >= end:
            break
        offset = _end_of_figure(text, later) - start
        if (
            0 < offset < size - 1
            and not text[start + offset].isdigit()
            and _shares_noun(text, mentions[i], start, later)
        ):
            begins.append(offset)
    found.append(_Stretch(i, Kind.BEHIND, start, size + 1, *_pair_begins(size, tuple(begins))))
    return [start + begin for begin in begins]


@lru_cache(maxsize=4096)
def _pair_begins(size: int, begins: tuple[int, ...]) -> tuple[Ints, Ints]:
    firsts = np.repeat(begins, [size - 1 - begin for begin in begins])
    return firsts, np.concatenate([np.arange(begin + 2, size + 1) for begin in begins])


def _shares_noun(text: str, mention: Mention, start: int, later: Mention) -> bool:
    """Whether what follows a later figure may be counted by this one too (8家、9家|企业, 5个投资超3亿元的|项目)."""
    if start >= later.start or "units:money" in mention.trace or _TO_LATER.match(text, start, later.start):
        return True
    return bool(QUALIFIER.match(text, later.end)) or text[_end_of_figure(text, later) - 1] == "的"


def _end_of_figure(text: str, mention: Mention) -> int:
    match = AFTER.match(text, mention.end)
    return match.end() if match else mention.end


def _gather(found: list[_Stretch], text: str, gaps: Sequence[int], told: Sequence[tuple[int, int, int]]) -> Candidates:
    owner, kind, start, size, count = np.array([(*stretch[:4], len(stretch.firsts)) for stretch in found]).T
    begins = np.cumsum(size) - size
    place_owners, place_kinds = np.repeat(owner, size), np.repeat(kind, size)
    places = np.arange(len(place_owners)) + np.repeat(start - begins, size)
    owners, kinds, offsets = np.repeat(owner, count), np.repeat(kind, count), np.repeat(begins, count)
    is_place = np.repeat(size > 0, count)
    firsts = np.where(is_place, np.concatenate([stretch.firsts for stretch in found]) + offsets, -1)
    lasts = np.where(is_place, np.concatenate([stretch.lasts for stretch in found]) + offsets, -1)
    is_first, is_last = _edge_flags(text)
    if len(places):
        starts, ends = np.where(is_place, places[firsts], 0), np.where(is_place, places[lasts], 0)
    else:
        starts = ends = np.zeros_like(firsts)
    fits = ~is_place | (is_first[starts] & is_last[ends - 1])
    kept = (array[fits] for array in (kinds, owners, starts, ends, firsts, lasts))
    kinds, owners, starts, ends, firsts, lasts = kept
    bounds = np.searchsorted(owners, np.arange(len(gaps) + 1))
    mentions = np.array(gaps), places, place_owners, place_kinds, np.array(told)
    return Candidates(kinds, owners, starts, ends, firsts, lasts, bounds, *mentions)


def sift(given: Candidates, kept: Flags) -> Candidates:
    """The candidates that are ``kept``."""
    owners = given.owners[kept]
    return given._replace(
        kinds=given.kinds[kept],
        owners=owners,
        starts=given.starts[kept],
        ends=given.ends[kept],
        firsts=given.firsts[kept],
        lasts=given.lasts[kept],
        bounds=np.searchsorted(owners, np.arange(len(given.gaps) + 1)),
    )


def _edge_flags(text: str) -> tuple[Flags, Flags]:
    """For each character whether a phrase may begin, and whether it may end with it."""
    codes = np.minimum(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32), 0xFFFF)
    first, last = _edge_tables()
    return first[codes], last[codes]


@cache
def _edge_tables() -> tuple[Flags, Flags]:
    tables = np.ones((2, 0x10000), bool)
    for table, signs in zip(tables, (NEVER_FIRST, NEVER_LAST), strict=True):
        table[[ord(sign) for sign in signs]] = False
    return tables[0], tables[1]
