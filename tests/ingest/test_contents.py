"""Tables of contents: which lines are of one, and which only look like it."""

from __future__ import annotations

import time

import pytest

from taizhang.engine.model import Span
from taizhang.ingest import open_source, source_from_text
from taizhang.ingest.contents import find_contents, find_contents_in

BODY = ["各位代表：", "一、过去一年工作回顾", "新建公路20公里。", "二、今年主要任务", "新建学校3所。"]


def found(lines):
    return sorted(find_contents(lines))


@pytest.mark.parametrize("leader", ["........", "．．．．．", "……", "………… ", "· · · · · ", "——————"])
def test_entries_with_leaders_under_their_title(leader):
    lines = ["目　录", f"一、过去一年工作回顾{leader}1", f"二、今年主要任务{leader}14", *BODY]
    assert found(lines) == [0, 1, 2]


@pytest.mark.parametrize("gap", ["\t", "\u3000", "   "])
def test_entries_with_a_gap_before_the_page_count_under_a_title(gap):
    lines = ["目录", f"一、过去一年工作回顾{gap}1", f"（一）工业{gap}2", *BODY]
    assert found(lines) == [0, 1, 2]
    assert found(lines[1:]) == []


def test_three_led_entries_need_no_title():
    lines = ["一、回顾……1", "二、任务……2", "三、自身建设……9", *BODY]
    assert found(lines) == [0, 1, 2]
    assert found(lines[:2] + BODY) == []


def test_page_numbers_blank_lines_and_broken_entries_are_of_the_table():
    lines = [
        "目 录",
        "",
        "一、过去一年工作回顾…………1",
        "— 1 —",
        "（一）聚力建设制造强市，加快构建",
        "现代化体系……2",
        *BODY,
    ]
    assert found(lines) == list(range(6))


def test_bare_headings_end_where_the_first_stands_anew():
    assert found(["目录", "一、过去一年工作回顾", "二、今年主要任务", *BODY]) == [0, 1, 2]
    assert found(["目录", "一、过去一年工作回顾", "二、今年主要任务", *BODY[1:]]) == [0, 1, 2]


def test_headings_that_do_not_stand_anew_are_kept():
    assert found(["目录", "一、过去一年工作回顾", "新建公路20公里。", "二、今年主要任务"]) == []


@pytest.mark.parametrize(
    "lines",
    [
        ["目录", "产业发展目录新增项目 12", "各位代表："],
        ["县\t公里\t所", "甲县\t20\t3", "乙县\t30\t4", "丙县\t10\t5"],
        ["我们深知……1月以来", "新建公路20公里……", "一、" + "。" * 50],
        ["1. 2. 3. 4", "...... 5", "6"],
        [""],
        [],
    ],
)
def test_what_only_looks_like_one_is_kept(lines):
    assert found(lines) == []


def test_long_and_endless_lines_take_no_time():
    lines = ["." * 119 + "a", "…" * 100_000, "一、" + ". " * 58, "目录", *["x" + " " * 110 + "y"] * 5_000] * 2
    started = time.perf_counter()
    assert found(lines) == []
    assert time.perf_counter() - started < 2


TYPED = "\n".join(["目　录", "一、过去一年工作回顾……1", "二、今年主要任务……4", *BODY])


def test_a_typed_table_is_beside_the_text_of_a_string() -> None:
    (aside,) = source_from_text(TYPED).asides
    assert TYPED[aside.start : aside.end] == "目　录\n一、过去一年工作回顾……1\n二、今年主要任务……4"


@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_a_typed_table_is_beside_the_text_of_a_file(tmp_path, suffix: str) -> None:
    path = tmp_path / f"报告{suffix}"
    path.write_text(TYPED, encoding="utf-8")
    assert open_source(path).asides == source_from_text(TYPED).asides


def test_two_tables_are_two_spans_and_none_is_none() -> None:
    assert len(find_contents_in(f"{TYPED}\n{TYPED}")) == 2
    assert find_contents_in("\n".join(BODY)) == ()
    assert find_contents_in("") == ()


def test_the_span_ends_with_the_text() -> None:
    text = "目录\n一、工作回顾……1\n二、主要任务……4"
    assert find_contents_in(text) == (Span(0, len(text)),)
