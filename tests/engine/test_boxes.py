"""Rectangles of spans, cut out of those of printed lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.engine.boxes import boxes_of
from taizhang.engine.model import Box, SourceText, Span

LINES = (
    Box(Span(0, 4), 1, 100, 10, 180, 20),
    Box(Span(4, 8), 1, 100, 30, 180, 40),
    Box(Span(9, 11), 2, 50, 10, 70, 20),
)
SOURCE = SourceText("甲乙丙丁戊己庚辛\n12", boxes=LINES)


def test_whole_line_is_its_box():
    assert boxes_of(SOURCE, Span(0, 4)) == (LINES[0],)


def test_span_over_lines_and_pages_has_a_box_each():
    found = boxes_of(SOURCE, Span(2, 10))
    assert [(box.page, box.span, box.left, box.right) for box in found] == [
        (1, (2, 4), 140, 180),
        (1, (4, 8), 100, 180),
        (2, (9, 10), 50, 60),
    ]


def test_digits_take_half_the_width_of_ideographs():
    source = SourceText("增12年", boxes=(Box(Span(0, 4), 1, 0, 0, 60, 10),))
    assert [boxes_of(source, Span(at, at + 1))[0][2:5:2] for at in range(4)] == [(0, 20), (20, 30), (30, 40), (40, 60)]


@pytest.mark.parametrize("span", [Span(8, 9), Span(3, 3), Span(20, 30)])
def test_span_of_nothing_printed_has_none(span):
    assert boxes_of(SOURCE, span) == ()


def test_source_without_pages_has_none():
    assert boxes_of(SourceText("甲乙"), Span(0, 2)) == ()


@given(st.integers(0, 11), st.integers(0, 11))
def test_parts_lie_within_their_lines_and_cover_the_span(start, end):
    found = boxes_of(SOURCE, Span(start, end))
    assert sum(box.span.end - box.span.start for box in found) == len([n for n in range(start, end) if n != 8])
    for box in found:
        line = next(line for line in LINES if line.span.start <= box.span.start < line.span.end)
        assert line.left <= box.left < box.right <= line.right
