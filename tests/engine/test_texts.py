"""The way from the restored text back to its source."""

import pytest

from taizhang.engine.model import RestoredText, Span

SOURCE = "新建公路（下转第2版）二十公里，改造桥梁。"
PIECES = (Span(0, 4), Span(11, 16), Span(16, len(SOURCE)))


@pytest.fixture
def restored() -> RestoredText:
    return RestoredText.from_pieces(SOURCE, PIECES)


@pytest.mark.parametrize(
    ("words", "spans"),
    [
        ("新建", (Span(0, 2),)),
        ("公路", (Span(2, 4),)),
        ("公路二十", (Span(2, 4), Span(11, 13))),
        ("十公里，改造", (Span(12, 18),)),
        ("桥梁。", (Span(18, 21),)),
    ],
    ids=["within", "to a piece's end", "across a gap", "across adjoining pieces", "to the end"],
)
def test_words_are_led_back_to_where_they_stand(restored: RestoredText, words: str, spans: tuple[Span, ...]) -> None:
    start = restored.text.index(words)
    assert restored.spans_in_source(start, start + len(words)) == spans
    assert restored.to_source(start, start + len(words)) == (spans[0].start, spans[-1].end)


@pytest.mark.parametrize("text", ["", "新建公路"])
def test_nothing_stands_nowhere(text: str) -> None:
    pieces = (Span(0, len(text)),) if text else ()
    assert RestoredText.from_pieces(text, pieces).spans_in_source(0, 0) == ()
