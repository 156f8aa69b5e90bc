"""The pipeline hands what one stage found to the next, and loses nothing on the way."""

from __future__ import annotations

from dataclasses import fields, replace

from taizhang.engine.model import Item, Kind, Span
from taizhang.engine.pipeline import _fill_in


def test_items_keep_every_field_when_later_facts_are_filled_in() -> None:
    told = {field.name: f"<{field.name}>" for field in fields(Item)}
    item = replace(Item(id="i0", section=None, kind=Kind.TASK, spans=(Span(0, 2),), title="修路"), **told)  # type: ignore[arg-type]
    filled = _fill_in(item, ("q0",), ("140703",), ("环城路",), None)
    assert filled == replace(item, quantities=("q0",), places=("140703",), projects=("环城路",), suggestion=None)
