"""Where words of one text stand in the next."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from taizhang.engine.model import Span
from taizhang.ledger.rebasing import Rebase

OLD = "新修水渠20公里，改造泵站3座。新建幼儿园2所。"


def span_of(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def test_words_behind_an_insertion_move_with_it() -> None:
    new = OLD.replace("改造", "年内改造")
    assert Rebase(OLD, new).place(span_of(OLD, "新建幼儿园2所")) == span_of(new, "新建幼儿园2所")


def test_words_changed_in_part_keep_their_place_and_words_gone_have_none() -> None:
    new = "新修水渠25公里，改造泵站3座。"
    rebase = Rebase(OLD, new)
    assert rebase.place(span_of(OLD, "新修水渠20公里")) == span_of(new, "新修水渠25公里")
    assert rebase.place(span_of(OLD, "新建幼儿园2所")) is None


def test_a_place_between_characters_stays_one() -> None:
    new = "一、" + OLD
    at = OLD.index("改造")
    assert Rebase(OLD, new).place(Span(at, at)) == Span(at + 2, at + 2)


@given(st.text("新建水渠，。\n", max_size=60), st.text("新建水渠，。\n", max_size=60), st.data())
def test_a_place_is_always_within_the_new_text(old: str, new: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    placed = Rebase(old, new).place(Span(start, end))
    assert placed is None or 0 <= placed.start <= placed.end <= len(new)
    if old == new and start < end:
        assert placed == Span(start, end)
