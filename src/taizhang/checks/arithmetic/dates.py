"""Dates that no calendar has, and deadlines that were over before the report.

What enters is the restored text and the report's year, what leaves are faults with offsets of that text. Of
``2031年13月`` the fault is that there is no 13th month; of ``到2019年底`` in the plan of 2031 that its time is past.
"""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Iterator
from typing import NamedTuple

from taizhang.engine.model import Span

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MONTH = re.compile(r"月(?:(?P<day>\d{1,2})[日号]|(?=份|底|初|末|[上中下]旬))?")
_BEFORE = re.compile(r"(?:(?P<year>(?:19|20)\d\d)年)?(?<![\d.])(?P<month>\d{1,2})$")
_YEAR = re.compile(r"年(?<=(?:19|20)\d\d年)(?<!\d\d\d\d\d年)(?:\d{1,2}月)?(?:年?底|年?末|上半年)?之?前?(?!的|基础)")
_INTENT = re.compile(r"(?:(?:确保|力争|争取|计划|将|拟)[于在到]?|(?:^|[，,。；;：:、！!\s])到)$")
_LONG_PAST = 10


class Fault(NamedTuple):
    """A date that cannot be: where it stands, and why it cannot."""

    span: Span
    message: str


def find_dates(text: str) -> Iterator[Fault]:
    """The dates of a text that no calendar has."""
    for match in _MONTH.finditer(text):
        before = _BEFORE.search(text, max(0, match.start() - 7), match.start())
        if before and (why := _tell_fault(before, match)):
            span = Span(before.start(), match.end())
            yield Fault(span, f"“{text[slice(*span)]}”：{why}，请核对。")


def find_deadlines(text: str, year: int) -> Iterator[Fault]:
    """Where a text aims at a year before ``year``, the report's, but not so long before that it tells history."""
    for match in _YEAR.finditer(text):
        start = match.start() - 4
        if not year - _LONG_PAST <= int(text[start : match.start()]) < year:
            continue
        if intent := _INTENT.search(text, max(0, start - 3), start):
            span = Span(intent.end() - len(intent[0].lstrip("，,。；;：:、！! \t\n\u3000")), match.end())
            message = f"“{text[slice(*span)]}”：本报告是{year}年的，所定时限已过，请核对年份。"
            yield Fault(span, message)


def _tell_fault(before: re.Match[str], match: re.Match[str]) -> str:
    """Why there is no such month or day; empty where there is one."""
    month = int(before["month"])
    if not 1 <= month <= len(_DAYS):
        is_date = before["year"] or match.end() > match.start() + 1
        return f"没有{month}月" if is_date else ""
    if not match["day"]:
        return ""
    day, days = int(match["day"]), _DAYS[month - 1]
    if before["year"] and month == 2 and not isleap(int(before["year"])):
        days = 28
    return "" if 1 <= day <= days else f"{month}月没有{day}日"
