"""What `taizhang read` says of the sentences that are in no row."""

from __future__ import annotations

import taizhang
from taizhang.cli.summary import summarize
from taizhang.cli.words import Words


def test_the_summary_counts_entries_and_what_is_left_out() -> None:
    report = taizhang.read("二、2032年工作安排\n2032年是关键之年。\n（一）扩大内需。新建商场2座。\n")
    lines = list(summarize(report, Words("zh"), None))
    assert any("台账 1 个条目" in line and "另有 1 句未列入" in line for line in lines)
