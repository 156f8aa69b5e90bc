"""Sentences of a plan that are in no row, of made-up reports."""

from __future__ import annotations

import pytest

import taizhang
from taizhang.engine.clauses import split_clauses
from taizhang.engine.entries import Sentences, draft_entries
from taizhang.engine.model import Item, Kind, Report, Restoration, Role, Section, SourceText, Span
from taizhang.export.omissions import _ADDRESS, LeftOut, find_left_out

TEXT = (
    "一、2031年工作回顾\n各位代表，道路虽长，行则将至。建成公路20公里，改造桥梁3座。\n"
    "二、2032年重点工作\n2032年是关键之年。\n（一）扩大内需。新建商场2座，新增停车位500个。起步决定后势。\n"
    "（二）增进福祉。\n"
)


def left_of(text: str) -> tuple[LeftOut, ...]:
    report = taizhang.read(text)
    return find_left_out(report, split_clauses(report.source.text))


def test_sentences_of_a_plan_without_a_row_are_listed_in_order() -> None:
    words = [left.text for left in left_of(TEXT)]
    assert "2032年是关键之年。" in words
    assert words.index("2032年是关键之年。") < words.index("起步决定后势。")


def test_a_review_is_none_of_it() -> None:
    assert not any("行则将至" in left.text for left in left_of(TEXT))


def test_a_heading_is_listed_only_where_no_row_stands_below_it() -> None:
    words = "".join(left.text for left in left_of(TEXT))
    assert "扩大内需" not in words
    assert "增进福祉" in words


def test_each_has_its_section_its_address_and_its_words_of_the_source() -> None:
    report = taizhang.read(TEXT)
    roles = {section.id: section.role for section in report.sections}
    for left in find_left_out(report, split_clauses(report.source.text)):
        assert roles[left.section] is Role.TASKS
        assert left.address.startswith("c")
        assert left.kind is Kind.FRAMING
        assert report.words(*left.spans) == left.text


def test_every_sentence_of_a_plan_is_in_a_row_or_is_listed_or_is_a_heading_with_rows() -> None:
    report = taizhang.read(TEXT)
    clauses = split_clauses(report.source.text)
    rows = "".join(entry.text for entry in draft_entries(report, clauses))
    told = rows + "".join(left.text for left in find_left_out(report, clauses))
    sentences = Sentences(report)
    start = TEXT.index("2032年是")
    for begin, end in zip(sentences.cuts, sentences.cuts[1:], strict=False):
        words = TEXT[begin:end].strip().rstrip("。")
        assert begin < start or not words or words in told or words.endswith("扩大内需")


def test_a_report_without_a_plan_has_none() -> None:
    assert left_of("一、2031年工作回顾\n建成公路20公里。\n") == ()


def test_a_form_of_address_and_blanks_are_no_sentences() -> None:
    text = TEXT.replace("起步决定后势。", "各位代表！\u2003起步决定后势。")
    words = [left.text.strip() for left in left_of(text)]
    assert "各位代表！" not in words
    assert "" not in words
    assert "起步决定后势。" in words


@pytest.mark.parametrize("words", ["各位代表！", "各位代表、同志们：", "同志们！", "尊敬的各位代表，各位委员："])
def test_forms_of_address(words: str) -> None:
    assert _ADDRESS.fullmatch(words)
    assert not _ADDRESS.fullmatch(f"{words}我们要努力。")


def test_a_heading_without_rows_stands_below_the_one_above_it() -> None:
    report = taizhang.read(TEXT)
    left = next(left for left in left_of(TEXT) if "增进福祉" in left.text)
    assert next(section for section in report.sections if section.id == left.section).title == "2032年重点工作"


def test_a_theme_is_told_apart_from_what_nothing_unfolds() -> None:
    text = TEXT.replace("新建商场2座", "大力提振消费。新建商场2座")
    themes = {left.text for left in left_of(text) if left.is_theme}
    assert "起步决定后势。" not in themes
    assert themes <= {"大力提振消费。"}
    built = Report(
        SourceText("加快水利建设。新修水渠20公里。"),
        Restoration(),
        sections=(Section("s0", "二", "", Role.TASKS, 1, None, Span(0, 15)),),
        items=(Item("i0", "s0", Kind.FRAMING, (Span(0, 7),), ""), Item("i1", "s0", Kind.TASK, (Span(7, 15),), "")),
    )
    assert [left.is_theme for left in find_left_out(built, split_clauses(built.source.text))] == [True]
