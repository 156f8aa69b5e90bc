"""Corrections by people: items as they want them, and all that follows from it."""

from __future__ import annotations

import pytest

from taizhang.engine.corrections import Correction, Op
from taizhang.engine.model import Kind, Report, SourceText, Span
from taizhang.engine.pipeline import compile_source

TEXT = "二、2031年工作安排\n新建农村公路20公里，改造危桥3座。实施老旧小区改造15个。建成幼儿园2所。"


def compile_with(*corrections: Correction) -> Report:
    return compile_source(SourceText(TEXT, year=2031), corrections)


def words_of(report: Report) -> list[str]:
    return [report.words(*item.spans).strip("，。；") for item in report.items if item.kind is not Kind.FRAMING]


def span_of(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def test_a_split_makes_two_items_each_with_its_own_figure() -> None:
    merged = Correction(Op.MERGE, (span_of("改造危桥3座"),))
    whole = compile_with(merged)
    assert words_of(whole)[0] == "新建农村公路20公里，改造危桥3座"
    parted = compile_with(merged, Correction(Op.SPLIT, (Span(TEXT.index("改造危桥"), TEXT.index("改造危桥")),)))
    assert words_of(parted)[:2] == ["新建农村公路20公里", "改造危桥3座"]
    assert [len(item.quantities) for item in parted.items if item.quantities] == [1, 1, 1, 1]


def test_a_merge_gives_what_is_joined_the_kind_before_it() -> None:
    relabelled = Correction(Op.RELABEL, (span_of("实施老旧小区改造15个"),), Kind.RESULT)
    joined = compile_with(relabelled, Correction(Op.MERGE, (span_of("建成幼儿园2所"),)))
    last = joined.items[-1]
    assert (last.kind, len(last.quantities)) == (Kind.RESULT, 2)


def test_a_relabelled_item_is_read_anew_where_it_stands() -> None:
    report = compile_with(Correction(Op.RELABEL, (span_of("实施老旧小区改造15个"),), Kind.RESULT))
    assert words_of(report) == words_of(compile_with())
    by_words = {report.words(*item.spans).strip("。"): item for item in report.items}
    item = by_words["实施老旧小区改造15个"]
    assert item.kind is Kind.RESULT
    assert item.suggestion is None
    assert next(i for i in compile_with().items if i.spans == item.spans).suggestion is not None


@pytest.mark.parametrize("op", [Op.SPLIT, Op.MERGE])
def test_a_correction_of_no_clause_changes_nothing(op: Op) -> None:
    assert compile_with(Correction(op, (Span(len(TEXT) + 5, len(TEXT) + 9),))) == compile_with()


def test_the_first_clause_cannot_be_joined_to_anything() -> None:
    assert compile_with(Correction(Op.MERGE, (Span(0, 1),))) == compile_with()
