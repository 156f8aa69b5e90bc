"""The pipeline hands what one stage found to the next, and loses nothing on the way."""

from __future__ import annotations

from taizhang.engine.model import SourceText
from taizhang.engine.pipeline import compile_source, find_quantities


def test_a_figure_with_marks_of_no_width_keeps_them_in_its_text() -> None:
    text = "二、2032年工作安排\n新建农村公路12\u200b0公\u00ad里。"
    (quantity,) = compile_source(SourceText(text)).quantities
    assert (quantity.value, quantity.unit) == (120, "公里")
    assert quantity.text == text[quantity.span.start : quantity.span.end] == "12\u200b0公\u00ad里"


def test_bare_figures_are_read_through_marks_of_no_width() -> None:
    (quantity,) = find_quantities("新建公路12\u200b0公里。")
    assert (quantity.value, quantity.unit, quantity.span) == (120, "公里", (4, 10))
