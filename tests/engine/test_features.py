"""The arrays over a whole text equal what a slow plain reading of each clause makes."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from taizhang.engine.clauses import split_clauses
from taizhang.engine.kinds.features import (
    BITS,
    CONTEXTS,
    ORDERS,
    PLACE_NAMES,
    PLACE_STARTS,
    bucket_of,
    fold_clauses,
    hash_ngrams,
    lay_out,
)
from taizhang.engine.model import Clause, Role

TEXTS = st.text(alphabet="新建公路１２30 \u3000，,；：。！\n“*#—%年\U00020000", max_size=80)
DROPPED = " \t\n\r\u3000\u00a0*#\u200b\ufeff"


def fold_plainly(words: str) -> str:
    kept = "".join(ch for ch in words if ch not in DROPPED)
    half = "".join(chr(ord(ch) - 0xFEE0) if "！" <= ch <= "～" else ch for ch in kept)
    return "\x02" + re.sub("[0-9]+", "0", half).replace("\U00020000", "\uffff") + "\x03"


def bucket_plainly(gram: str) -> int:
    rolling = 0
    for ch in gram:
        rolling = (rolling * 0x100000001B3 + ord(ch) + 1) % 2**64
    return (rolling * 0x9E3779B97F4A7C15 % 2**64) >> (64 - BITS)


def grams_plainly(text: str, clauses: tuple[Clause, ...]) -> Counter[tuple[int, int]]:
    found: Counter[tuple[int, int]] = Counter()
    for i, clause in enumerate(clauses):
        folded = fold_plainly(text[clause.start : clause.end])
        for order in ORDERS:
            found.update((i, bucket_plainly(folded[at : at + order])) for at in range(len(folded) - order + 1))
    return found


def lay(text: str, year: int | None = 2032, role: Role | None = None):
    clauses = split_clauses(text)
    return lay_out(text, clauses, [role] * len(clauses), [0] * len(clauses), year)


def places(text: str, name: str, **more: Any) -> list[int]:
    """The values of one place, clause by clause."""
    at = PLACE_NAMES.index(name)
    return (lay(text, **more).places[:, at] - PLACE_STARTS[at]).tolist()


@given(TEXTS)
def test_ngrams_equal_a_plain_reading(text: str) -> None:
    clauses = split_clauses(text)
    if clauses:
        layout = lay(text)
        found = Counter(zip(layout.owners.tolist(), layout.buckets.tolist(), strict=True))
        assert found == grams_plainly(text, clauses)


@given(TEXTS)
def test_ngrams_say_where_they_begin(text: str) -> None:
    clauses = split_clauses(text)
    if clauses:
        starts, ends = np.array([c.start for c in clauses]), np.array([c.end for c in clauses])
        codes, owner = fold_clauses(text, starts, ends)
        letters = "".join(map(chr, codes.tolist()))
        for _, bucket, begin, order in zip(*(a.tolist() for a in hash_ngrams(codes, owner)), strict=True):
            assert bucket == bucket_plainly(letters[begin : begin + order])


@given(TEXTS)
def test_places_keep_to_their_ranges(text: str) -> None:
    if split_clauses(text):
        found = lay(text).places
        assert ((found >= PLACE_STARTS[:-1]) & (found < PLACE_STARTS[1:])).all()


@given(TEXTS)
def test_turns_equal_a_plain_reading(text: str) -> None:
    clauses = split_clauses(text)
    if clauses:
        for before, clause, turn in zip(clauses, clauses[1:], lay(text).turns.tolist()[1:], strict=False):
            between = text[before.end : clause.start]
            mark = [ch for ch in between if ch in "，,；：。！\n"][-1]
            same = before.sentence == clause.sentence
            assert turn == (3 if "\n" in between else 2 if not same else 0 if mark in "，," else 1), between


def test_neighbours_of_a_clause() -> None:
    layout = lay("甲路。乙路，丙路，丁路。")
    assert layout.neighbours.shape == (CONTEXTS, 4)
    assert layout.neighbours[:, 3].tolist() == [3, 2, -1, 1]


def test_first_clause_of_a_sentence_has_no_first_but_itself() -> None:
    assert lay("甲路。\n乙路，丙路。").neighbours[3].tolist() == [-1, -1, 1]


def test_bucket_of_one_gram_equals_a_plain_reading() -> None:
    assert bucket_of("新0路") == bucket_plainly("新0路")


def test_figures_and_shares() -> None:
    assert places("新建公路，新建公路5公里，增长6%", "数字") == [0, 1, 2]


def test_years_against_the_year_of_the_report() -> None:
    text = "2031年修路，到2035年，2032年架桥，种树。\n挖湖。"
    assert places(text, "年份") == [1, 3, 2, 0, 0]


def test_year_lasts_to_the_end_of_its_paragraph() -> None:
    text = "2031年修路，架桥。\n挖湖。"
    assert [value // 8 for value in places(text, "段内年份与章节")] == [1, 1, 0]


def test_years_tell_nothing_where_the_report_has_none() -> None:
    assert places("2031年修路", "年份", year=None) == [0]


def test_roles_are_told_apart() -> None:
    values = [places("修路", "章节", role=role)[0] for role in (None, *Role)]
    assert len(set(values)) == 7
