"""Watermarks that stand straight: they are left out, what recurs beside the text is kept."""

from __future__ import annotations

import pytest

from documents.pdf import A4, Line
from raw_pdf import set_lines, write_lines
from taizhang.ingest import open_source

ROWS = [
    "全年新建农村公路120公里，改造危桥9座，群众出行更加方便。",
    "粮食总产量稳定在38亿斤以上，高标准农田新增12万亩。",
    "城镇新增就业3.4万人，登记失业率控制在百分之四以内。",
]
OTHERS = ["新建学校6所，新增学位5400个，让孩子就近入学。", "改造老旧小区42个。", "新增养老床位300张。"]


def pages(*added: Line, count: int = 3) -> list[Line]:
    """Pages of different text; ``added`` stands on each of them, before the text in the file."""
    texts = [set_lines(rows, size=12) for rows in (ROWS, OTHERS, ROWS[::-1])]
    return [line._replace(page=page) for page in range(count) for line in (*added, *texts[page % 3])]


@pytest.fixture
def words_of(tmp_path):
    """All words of a PDF, without line ends."""
    return lambda lines: "".join(open_source(write_lines(tmp_path / "稿.pdf", lines, A4)).text.split())


WANTED = "".join([*ROWS, *OTHERS, *ROWS[::-1]])


@pytest.mark.parametrize("size", [12, 30, 60])
@pytest.mark.parametrize("base", [100, 112, 125])
def test_words_over_the_text_of_each_page_are_left_out(words_of, size, base):
    assert words_of(pages(Line(0, 120, base, size, "征求意见稿"))) == WANTED


def test_all_places_of_a_watermark_are_left_out_where_one_lies_over_text(words_of):
    tiles = [Line(0, x, y, 12, "内部资料7788") for x in (60, 230, 400) for y in (124, 300, 500)]
    assert words_of(pages(*tiles)) == WANTED


def test_what_recurs_beside_the_text_is_kept(words_of):
    assert words_of(pages(Line(0, 200, 400, 12, "甲市人民政府办公室印发"))).count("甲市人民政府办公室印发") == 3


def test_heading_printed_twice_on_each_page_is_kept(words_of):
    twice = [Line(0, 200 + shift, 300, 14, "甲市重点工作安排表") for shift in (0, 0.4)]
    assert words_of(pages(*twice)).count("甲市重点工作安排表") == 3


def test_words_over_the_text_of_a_single_page_are_kept(words_of):
    assert "征求意见稿" in words_of(pages(Line(0, 120, 300, 40, "征求意见稿"), count=1))
