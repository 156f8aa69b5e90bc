r"""Titles: what enters is a text, a file name, what a document says of itself; what leaves is the title of the report.

``---\ntitle: 澜川市政府工作报告\n---`` gives the title of its front matter, ``# 政府工作报告`` that of its heading,
``澜川市政府工作报告(1).txt`` its stem without the copy's mark; ``新建文本文档.txt`` says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import takewhile

_FENCE = "---"
_ENDS = {"---", "..."}
_LONGEST_FRONT_MATTER = 4_000
_ENTRY = re.compile(r"^([A-Za-z_]+|标题|地区|年份)[ \t]*[:：][ \t]*(.*?)[ \t]*$", re.MULTILINE)
_NAMES = {"标题": "title", "地区": "place", "年份": "year"}
_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t\u3000]+(.+?)[ \t#]*$", re.MULTILINE)
_NUMBERED = re.compile(
    r"[（(]?[一二三四五六七八九十\d]+[、.．)）]|第[一二三四五六七八九十\d]+[章节部篇]|[一二三四五六七八九十]+是"
)
_EMPHASIS = re.compile(r"\*\*|__|^\*|\*$|`")
_COPY = re.compile(r"\s*(?:[(（]\d+[)）]|-?\s*副本(?:\s*[(（]\d+[)）])?)$")
_HANZI = re.compile("[\u3400-\u9fff]")
_IDLE = re.compile(
    r"(?:新建|未命名|无标题|文档|文本|文件|正文|原文|附件|下载|扫描|微信|图片|全文|Microsoft|Word|WPS|docx?|"
    r"[\s\d_.\-()（）—])*(?:文字|工作表)?",
    re.IGNORECASE,
)
_NEAR_THE_TOP = 2_000


def read_front_matter(text: str) -> Mapping[str, str]:
    r"""The entries of the front matter at the head of ``text``, without their quotes; none where there is none.

    >>> read_front_matter('---\ntitle: "甲市2026年政府工作报告"\nyear: 2026\n---\n各位代表：')
    {'title': '甲市2026年政府工作报告', 'year': '2026'}
    """
    lines = text[:_LONGEST_FRONT_MATTER].split("\n")
    if lines[0].rstrip() != _FENCE:
        return {}
    inside = list(takewhile(lambda line: line.rstrip() not in _ENDS, lines[1:]))
    if len(inside) == len(lines) - 1:  # it never ends: a rule across the page, not front matter
        return {}
    entries = _ENTRY.findall("\n".join(inside))
    return {_NAMES.get(key, key.lower()): _unquote(value) for key, value in entries if _unquote(value)}


def read_year(word: str | None) -> int | None:
    """The year that front matter gives (``2026``, ``2026年``); None for anything else."""
    match = re.fullmatch(r"((?:19|20)\d\d)年?", word or "")
    return int(match[1]) if match else None


def find_heading(text: str) -> str:
    r"""The first heading of a Markdown text that is a title: of level one, or of any level without a section's number.

    >>> find_heading("## 一、总体要求\n# **甲市政府工作报告** #\n")
    '甲市政府工作报告'
    """
    headings = [(len(marks), _EMPHASIS.sub("", words).strip()) for marks, words in _HEADING.findall(text)]
    titles = [(level, words) for level, words in headings if words and not _NUMBERED.match(words)]
    return next((words for level, words in titles if level == 1), titles[0][1] if titles else "")


def name_from_stem(stem: str) -> str:
    """What a file's name says of the report; empty where it says nothing (``新建文本文档``, ``scan_001``).

    >>> name_from_stem("甲市2026年政府工作报告 (1)"), name_from_stem("新建 文本文档 (2)"), name_from_stem("0113-final")
    ('甲市2026年政府工作报告', '', '')
    """
    name = _COPY.sub("", " ".join(stem.split())).strip()
    return name if is_meaningful(name) else ""


def is_meaningful(name: str) -> bool:
    """Whether words can be a title: at least two Chinese characters, and more than the name of a blank file."""
    return len(_HANZI.findall(name)) >= 2 and not _IDLE.fullmatch(name)


def choose_word_title(text: str, property_title: str, styled_title: str) -> str:
    """The title of a Word file; empty where it has none.

    Properties go stale, since documents are made from older ones: theirs counts where it also stands at the top of the
    text, or where no line is styled as a title and it calls itself a report.
    """
    top = "".join(text[:_NEAR_THE_TOP].split())
    if is_meaningful(property_title) and "".join(property_title.split()) in top:
        return property_title
    if styled_title:
        return styled_title
    return property_title if is_meaningful(property_title) and "报告" in property_title else ""


def _unquote(value: str) -> str:
    quoted = len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'"
    return (value[1:-1] if quoted else value).strip()
