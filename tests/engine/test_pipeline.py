"""The pipeline hands what one stage found to the next, and loses nothing on the way."""

from __future__ import annotations

from dataclasses import fields, replace

from taizhang.engine.model import Item, Kind, SourceText, Span
from taizhang.engine.pipeline import _fill_in, compile_source, find_quantities


def test_items_keep_every_field_when_later_facts_are_filled_in() -> None:
    told = {field.name: f"<{field.name}>" for field in fields(Item)}
    item = replace(Item(id="i0", section=None, kind=Kind.TASK, spans=(Span(0, 2),), title="修路"), **told)  # type: ignore[arg-type]
    filled = _fill_in(item, ("q0",), ("140703",), ("环城路",), None)
    assert filled == replace(item, quantities=("q0",), places=("140703",), projects=("环城路",), suggestion=None)


def test_a_figure_with_marks_of_no_width_keeps_them_in_its_text() -> None:
    text = "二、2032年工作安排\n新建农村公路12\u200b0公\u00ad里。"
    (quantity,) = compile_source(SourceText(text)).quantities
    assert (quantity.value, quantity.unit) == (120, "公里")
    assert quantity.text == text[quantity.span.start : quantity.span.end] == "12\u200b0公\u00ad里"


def test_bare_figures_are_read_through_marks_of_no_width() -> None:
    (quantity,) = find_quantities("新建公路12\u200b0公里。")
    assert (quantity.value, quantity.unit, quantity.span) == (120, "公里", (4, 10))
