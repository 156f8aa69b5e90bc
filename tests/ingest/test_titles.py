"""Titles: from front matter, headings, Word's properties and styles, and names of files that say something."""

import pytest

from taizhang.ingest.titles import (
    choose_word_title,
    find_heading,
    is_meaningful,
    name_from_stem,
    read_front_matter,
    read_year,
)


@pytest.mark.parametrize(
    "line", ["title: 甲市报告", "title: '甲市报告'", 'title:   "甲市报告"  ', "标题：甲市报告", "Title: 甲市报告"]
)
def test_front_matter_gives_the_title(line):
    assert read_front_matter(f"---\ndate: 2026-01-01\n{line}\n---\n正文") == {"date": "2026-01-01", "title": "甲市报告"}


def test_front_matter_may_end_with_dots():
    assert read_front_matter("---\nplace: 甲市\n...\n") == {"place": "甲市"}


@pytest.mark.parametrize(
    "text", ["title: 甲\n---\n", "---\n一条横线\ntitle: 甲", "\n---\ntitle: 甲\n---\n", "", "----\ntitle: 甲\n---"]
)
def test_what_is_no_front_matter(text):
    assert read_front_matter(text) == {}


def test_empty_entries_say_nothing():
    assert read_front_matter('---\ntitle:\nplace: ""\n---\n') == {}


@pytest.mark.parametrize(
    ("word", "year"), [("2026", 2026), ("2026年", 2026), ("26", None), ("3026", None), (None, None)]
)
def test_year(word, year):
    assert read_year(word) == year


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# 甲市政府工作报告\n## 一、回顾", "甲市政府工作报告"),
        ("## 甲市政府工作报告\n### 一、回顾", "甲市政府工作报告"),
        ("## 一、回顾\n## （二）产业", ""),
        ("## 一、回顾\n# 政府工作报告", "政府工作报告"),
        ("#没有空格\n正文", ""),
        ("# **甲市**报告 ##", "甲市报告"),
        ("正文", ""),
    ],
)
def test_heading(text, title):
    assert find_heading(text) == title


@pytest.mark.parametrize(
    ("stem", "title"),
    [
        ("甲市2026年政府工作报告", "甲市2026年政府工作报告"),
        ("甲市2026年政府工作报告(1)", "甲市2026年政府工作报告"),
        ("甲市2026年政府工作报告 - 副本 (2)", "甲市2026年政府工作报告"),
        ("新建文本文档", ""),
        ("新建 Microsoft Word 文档 (2)", ""),
        ("新建 DOCX 文档", ""),
        ("未命名1", ""),
        ("文档1", ""),
        ("附件2", ""),
        ("report-2026", ""),
        ("20260113", ""),
        ("", ""),
    ],
)
def test_stem(stem, title):
    assert name_from_stem(stem) == title


def test_property_title_counts_where_it_stands_at_the_top():
    assert choose_word_title("甲市 政府工作报告\n各位代表", "甲市政府工作报告", "甲市报告") == "甲市政府工作报告"


def test_stale_property_title_gives_way_to_the_styled_one():
    assert choose_word_title("甲市报告\n", "关于召开会议的通知", "甲市报告") == "甲市报告"


def test_property_title_of_a_report_counts_where_nothing_is_styled():
    assert choose_word_title("各位代表：\n", "乙县政府工作报告", "") == "乙县政府工作报告"


def test_stale_property_title_is_better_than_none_only_for_a_report():
    assert choose_word_title("各位代表：\n", "关于召开会议的通知", "") == ""


def test_blank_names_are_not_meaningful():
    assert not is_meaningful("Microsoft Word - 文档1.doc")
