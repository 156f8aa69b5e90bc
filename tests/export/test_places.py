"""Places of sentences as a reader counts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.export.places import Places

TEXT = "修渠报告\n\n　　各位代表！\n“先修渠。”再改桥3座？！然后建校。\n"


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("修渠报告", "第1段第1句"),
        ("各位代表", "第2段第1句"),
        ("先修渠", "第3段第1句"),
        ("再改桥", "第3段第2句"),
        ("然后建校。", "第3段第3句"),
        ("再改桥3座？！然后建校", "第3段第2至3句"),
        ("各位代表！\n“先修渠", "第2段第1句至第3段第1句"),
    ],
)
def test_paragraphs_and_sentences_are_counted_from_one(words: str, place: str) -> None:
    start = TEXT.index(words)
    assert Places(TEXT).tell(start, start + len(words)) == place


def test_nothing_stands_nowhere() -> None:
    assert Places("").tell(0, 0) == ""
    assert Places("\n \n").tell(0, 1) == ""


@given(st.text(alphabet="修渠。！\n ”", max_size=40))
def test_places_never_go_back(text: str) -> None:
    places = Places(text)
    found = [places.find(at) for at in range(len(text))]
    assert found == sorted(found)
