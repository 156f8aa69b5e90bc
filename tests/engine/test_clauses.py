"""The split into clauses: its own behaviour, and its agreement with the split that the gold uses."""

from __future__ import annotations

import importlib.util
import sys
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.engine.clauses import split_clauses

SHARED = Path(__file__).resolve().parents[3] / "shared"
TEXTS = st.text(alphabet="新建路1２²9 \u3000，,；;：:。！!？?\n“”—a", max_size=60)


def words(text: str) -> list[str]:
    return [text[c.start : c.end] for c in split_clauses(text)]


def reference() -> ModuleType:
    """The split of the gold, loaded from the sibling folder."""
    path = SHARED / "eval" / "clauses.py"
    if not path.exists():
        pytest.skip("no ../shared beside this checkout")
    spec = importlib.util.spec_from_file_location("shared_clauses", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_comma_parts_clauses_of_one_sentence() -> None:
    assert [(c.sentence, c.index) for c in split_clauses("修路5公里,架桥2座。种树。")] == [(0, 0), (0, 1), (1, 0)]


def test_comma_between_digits_parts_nothing() -> None:
    assert words("补助1,200户，每户3万元") == ["补助1,200户", "每户3万元"]


def test_clock_time_stays_whole() -> None:
    assert words("会议于9:30开始") == ["会议于9:30开始"]


def test_white_space_stands_outside() -> None:
    text = "\u3000\u3000修路 ， 架桥\n"
    assert words(text) == ["修路", "架桥"]


def test_punctuation_alone_is_no_clause_and_takes_no_number() -> None:
    assert [(c.sentence, c.index) for c in split_clauses("修路。”\n\n——\n架桥。")] == [(0, 0), (1, 0)]


def test_text_without_words_has_no_clauses() -> None:
    assert split_clauses("，。\n ") == ()


def test_last_clause_needs_no_separator() -> None:
    assert words("修路，架桥") == ["修路", "架桥"]


@given(TEXTS)
def test_clauses_are_in_order_and_apart(text: str) -> None:
    found = split_clauses(text)
    assert all(a.end <= b.start and a[:2] < b[:2] for a, b in pairwise(found))
    assert all(text[c.start : c.end].strip() == text[c.start : c.end] != "" for c in found)


@given(TEXTS)
def test_equals_the_split_of_the_gold(text: str) -> None:
    theirs = [(c.sentence, c.index, c.start, c.end) for c in reference().clauses(text)]
    assert [tuple(c) for c in split_clauses(text)] == theirs


def test_equals_the_split_of_the_gold_on_every_report() -> None:
    split = reference().clauses
    for path in sorted((SHARED / "reports").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        theirs = [(c.sentence, c.index, c.start, c.end) for c in split(text)]
        assert [tuple(c) for c in split_clauses(text)] == theirs, path.stem
