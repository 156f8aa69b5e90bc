"""Check the digits of figures as they are printed: none lost behind a point, none of another width.

What enters is a finished ``Report``; what leaves are findings T014 and T018. Of ``进出口总额达到4.万亿元`` comes
``T014 错误``: behind the point of “4.万亿元” no digit stands. Of ``增长１2.5%`` comes ``T018 提示``: the first digit is
full-width, the others are not. Numbers of entries (``1.万元以上…`` at the beginning of a line or sentence) are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from taizhang.checks.words import restored_of
from taizhang.engine.model import Finding, Report, Severity

TITLES = {"T014": "数字残缺", "T018": "一个数里全角半角混用"}

_RATE = r"(?:[%％‰]|个?百分点)"
_UNIT = rf"(?:{_RATE}|[万亿]{{0,2}}(?:[平立]方[米公]里?|公里|公斤|千瓦时?|[元吨亩人户斤辆件家米册倍岁])|[万亿]{{1,2}})"
_POINT = re.compile(r"[.．](?<=\d[.．])(?![\d.．$]|[ \u3000]*\d)")
"""A point behind a digit and before no other, though a blank come between (“8. 5”)."""

# The character before decides. Behind a word no entry begins, so any number with a bare point has lost something;
# behind a blank or a bracket it must have a unit, and at the beginning of a sentence a rate, for 1.万元以上项目 is an
# entry there.
_LOST = re.compile(
    r"(?:(?<=[^\s\d.．。；;：:!！?？*#$(（)）”“‘’\"A-Za-z—])|(?<=\d[：:∶—])|(?<=PM))"
    rf"\d{{1,6}}[.．](?:[ \u3000]?{_UNIT})?"
    rf"|(?:(?<=[^\s。；;：:!！?？*#] )|(?<=[（(”’\"—]))\d{{1,6}}[.．][ \u3000]?{_UNIT}"
    rf"|(?<=[\s。；;：:!！?？])\d{{1,6}}[.．]{_RATE}"
)
_LONGEST = 6
_MIXED = re.compile(
    r"(?<![0-9０-９.．$])(?:[0-9][0-9.．]*[０-９]|[０-９][０-９.．]*[0-9]|[0-9]+．[0-9]|[０-９]+\.[０-９])[0-9０-９.．]*"
)
_WIDE = "０１２３４５６７８９．"


def check_digits(report: Report) -> Iterator[Finding]:
    """T014 数字残缺: a decimal point has no digit behind it (4.万亿元, 竣工50.，); always an error."""
    restored = restored_of(report)
    for point in _POINT.finditer(restored.text):
        start = _start_of_number(restored.text, point.start())
        if match := _LOST.match(restored.text, start):
            message = f"“{match[0]}”小数点后缺数字，请按原稿补正。"
            yield Finding("T014", Severity.ERROR, message, (restored.to_source(*match.span()),))


def _start_of_number(text: str, at: int) -> int:
    """Where the digits before an offset begin; not more of them than a figure with a point has."""
    start = at
    while start > max(0, at - _LONGEST) and text[start - 1].isdecimal():
        start -= 1
    return start


def check_widths(report: Report) -> Iterator[Finding]:
    """T018 一个数里全角半角混用: full-width and half-width signs stand in one number (１2.5%, 12．5); a notice."""
    restored = restored_of(report)
    if not any(sign in restored.text for sign in _WIDE):
        return
    for match in _MIXED.finditer(restored.text):
        message = f"“{match[0]}”一个数里全角、半角数字混用，请统一。"
        yield Finding("T018", Severity.NOTICE, message, (restored.to_source(*match.span()),))


CHECKS = (check_digits, check_widths)
