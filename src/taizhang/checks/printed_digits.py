"""Check that no figure lost digits in print.

What enters is a finished ``Report``; what leaves are findings T014. Of ``进出口总额达到4.万亿元`` comes ``T014 错误``:
behind the decimal point of “4.万亿” no digit stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from taizhang.checks.words import restored_of
from taizhang.engine.model import Finding, Report, Severity

TITLES = {"T014": "数字残缺"}

# Never at a line's or sentence's beginning, where 1.万元以上… is an entry with its number.
_LOST = re.compile(
    r"(?<=[^\s\d.．。；;，,：:、（(*#])\d{1,6}[.．](?:[%％‰]|个?百分点|万亿|[万亿][元吨亩人户斤辆件家平立千美吨公]|亿)"
)


def check_digits(report: Report) -> Iterator[Finding]:
    """T014 数字残缺: a decimal point stands before a unit and no digit behind it (4.万亿); always an error."""
    restored = restored_of(report)
    for match in _LOST.finditer(restored.text):
        message = f"“{match[0]}”小数点后缺数字，请按原稿补正。"
        yield Finding("T014", Severity.ERROR, message, (restored.to_source(*match.span()),))


CHECKS = (check_digits,)
