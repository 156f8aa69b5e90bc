"""Text that lines up on a terminal."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.cli.display import columns_of, cut, fit, pad, table, width, wrap

TEXTS = st.text(alphabet="增长以上，。（）“” ab7%.\u0301", max_size=60)


@pytest.mark.parametrize(("text", "columns"), [("", 0), ("abc", 3), ("增长5%", 6), ("ｆｕｌｌ", 8), ("e\u0301", 1)])
def test_width_counts_columns(text: str, columns: int):
    assert width(text) == columns


def test_pad_fills_on_either_side():
    assert (pad("以上", 6), pad("42", 4, right=True), pad("以上", 2)) == ("以上  ", "  42", "以上")


@given(TEXTS, st.integers(2, 30), st.booleans())
def test_fit_never_exceeds_its_columns(text: str, columns: int, keeps_end: bool):
    fitted = fit(text, columns, keeps_end)
    assert width(fitted) <= columns
    assert fitted == text or (fitted.startswith("…") if keeps_end else fitted.endswith("…"))


def test_fit_puts_several_lines_on_one():
    assert fit("增长\n以上", 20) == "增长 以上"


@given(TEXTS, st.integers(8, 30))
def test_cut_loses_no_character(text: str, columns: int):
    assert "".join(cut(text, columns)) == text


@given(st.text(alphabet="增长以上，。", max_size=60), st.integers(8, 30))
def test_wrapped_lines_fit_where_marks_do_not_pile_up(text: str, columns: int):
    if not any(pile in text for pile in ("，，", "，。", "。，", "。。")):
        assert all(width(line) <= columns for line in wrap(text, columns))


def test_no_line_begins_with_a_closing_mark():
    assert wrap("打印摘要，写出台账。", 8) == ["打印摘", "要，写出", "台账。"]


def test_no_line_breaks_within_a_figure_or_a_latin_word():
    assert wrap("增长12.34%以上", 8) == ["增长", "12.34%以", "上"]
    assert wrap("the ledger of a city", 10) == ["the ledger", "of a city"]


def test_wrap_keeps_the_breaks_of_the_text():
    assert wrap("一\n二", 10) == ["一", "二"]


def test_table_aligns_by_columns_not_characters():
    assert table([("章节", "任务"), ("ab", "7")], frozenset({1})) == ["章节  任务", "ab       7"]


def test_a_stream_that_is_no_terminal_has_the_default_width():
    assert columns_of(io.StringIO(), 80) == 80
