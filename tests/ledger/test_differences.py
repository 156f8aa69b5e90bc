"""Two texts, sentence by sentence."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from taizhang.ledger.differences import Change, compare_texts

SENTENCES = st.lists(
    st.sampled_from(["修路20公里。", "修路30公里。", "植树5万亩。", "建校2所！", "开展慰问？"]), max_size=8
)


def test_a_changed_sentence_shows_what_changed() -> None:
    (found,) = compare_texts("新建公路20公里。改造桥梁3座。", "新建公路35公里。改造桥梁3座。")
    assert found.change is Change.CHANGED
    assert [(p.text, p.is_old, p.is_new) for p in found.pieces] == [
        ("新建公路", True, True),
        ("20", True, False),
        ("35", False, True),
        ("公里。", True, True),
    ]


def test_a_sentence_is_added_and_one_removed() -> None:
    found = compare_texts("修路。\n植树造林五万亩。", "修路。\n办好三所学校。")
    assert [(d.change, d.old or d.new) for d in found] == [
        (Change.ADDED, "办好三所学校。"),
        (Change.REMOVED, "植树造林五万亩。"),
    ]


@given(SENTENCES, SENTENCES)
def test_old_and_new_are_told_by_their_differences(olds: list[str], news: list[str]) -> None:
    found = compare_texts("".join(olds), "".join(news))
    gone, made = [d.old for d in found if d.old], [d.new for d in found if d.new]
    assert len(olds) - len(gone) == len(news) - len(made)
    assert set(gone) <= set(olds)
    assert set(made) <= set(news)
    for difference in found:
        assert "".join(p.text for p in difference.pieces if p.is_old) in {"", difference.old}
        assert "".join(p.text for p in difference.pieces if p.is_new) in {"", difference.new}


def test_the_same_text_differs_in_nothing() -> None:
    assert compare_texts("修路。\n\n植树。", "修路。\n植树。 ") == ()
