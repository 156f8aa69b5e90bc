"""Words marked in their sentence."""

from __future__ import annotations

from taizhang.cli.display import width
from taizhang.cli.marked import mark_words
from taizhang.engine.model import Report, Restoration, SourceText, Span


def report_of(text: str) -> Report:
    return Report(SourceText(text), Restoration())


def test_carets_stand_below_the_words():
    assert list(mark_words(report_of("就业稳定。产值增长5%以上。"), [Span(9, 11)], 80)) == [
        "产值增长5%以上。",
        "        ^^",
    ]


def test_a_chinese_character_gets_two_carets():
    assert list(mark_words(report_of("产值增长"), [Span(2, 4)], 80))[1] == "    ^^^^"


def test_several_words_of_one_sentence_are_marked_in_one_line():
    lines = list(mark_words(report_of("甲1乙2。"), [Span(3, 4), Span(1, 2)], 80))
    assert lines == ["甲1乙2。", "  ^  ^"]


def test_words_in_two_sentences_apart_show_both():
    text = "甲1。" + "无关的话。" * 3 + "乙2。"
    lines = list(mark_words(report_of(text), [Span(1, 2), Span(len(text) - 2, len(text) - 1)], 80))
    assert lines == ["甲1。", "  ^", "乙2。", "  ^"]


def test_a_long_sentence_is_broken_and_marked_line_by_line():
    text = "力争" * 20 + "7" + "突破" * 20 + "。"
    lines = list(mark_words(report_of(text), [Span(38, 43)], 40))
    assert all(width(line) <= 42 for line in lines)
    assert sum(line.count("^") for line in lines) == 9


def test_a_sentence_without_end_is_cut_around_the_words():
    text = "字" * 5000
    lines = list(mark_words(report_of(text), [Span(2500, 2501)], 80))
    assert sum(len(line) for line in lines if "字" in line) == 241


def test_a_whole_sentence_may_go_without_carets():
    report = report_of("（上接第1版）\n产值增长。")
    assert list(mark_words(report, [Span(0, 7)], 80, marks_whole=False)) == ["（上接第1版）"]
    assert list(mark_words(report, [Span(8, 10)], 80, marks_whole=False)) == ["产值增长。", "^^^^"]


def test_a_line_break_in_the_words_does_not_break_the_line():
    lines = list(mark_words(report_of("发展\n的制约。"), [Span(1, 4)], 80))
    assert lines == ["发展 的制约。", "  ^^^^^"]
