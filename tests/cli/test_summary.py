"""The summary of a report."""

from __future__ import annotations

from dataclasses import replace

import pytest

from taizhang.cli.display import width
from taizhang.cli.summary import SHOWN, count_line, head_line, list_unread, summarize, tell_reason
from taizhang.cli.words import Words
from taizhang.engine.model import (
    Finding,
    Item,
    Kind,
    Report,
    Restoration,
    Role,
    Section,
    Severity,
    SourceFile,
    SourceText,
    Span,
    Unread,
)

ZH, EN = Words("zh"), Words("en")
TEXT = "第3批试点。"
SECTIONS = (
    Section("s0", "一", "重点任务", Role.TASKS, 1, None, Span(0, 6)),
    Section("s1", "（一）", "做强产业", Role.TASKS, 2, "s0", Span(0, 6)),
    Section("s2", "", "试点先行", Role.TASKS, 4, "s1", Span(0, 6)),
    Section("s3", "", "", Role.REVIEW, 1, None, Span(0, 6)),
)


def item_in(section: str | None, kind: Kind = Kind.TASK, *quantities: str) -> Item:
    return Item("i0", section, kind, (Span(0, 6),), "试点", quantities=quantities)


REPORT = Report(
    SourceText(TEXT, "报告", place="晋中市", area="140700", year=2026),
    Restoration(),
    SECTIONS,
    (item_in("s2", Kind.TASK, "q0", "q1"), item_in("s1"), item_in("s0", Kind.TARGET), item_in(None, Kind.FRAMING)),
)


def finding(severity: Severity, code: str) -> Finding:
    return Finding(code, severity, "一句话", (Span(0, 1),))


def summary(report: Report, columns: int | None = None, words: Words = ZH) -> list[str]:
    return list(summarize(report, words, columns))


def numbers_of(report: Report, name: str) -> list[str]:
    (line,) = (line for line in summary(report) if line.strip().startswith(name))
    return line.split()[1:]


def test_a_section_counts_what_stands_in_those_below_it():
    assert numbers_of(REPORT, "一、重点任务") == ["0", "1", "2", "0", "0", "2"]
    assert numbers_of(REPORT, "（一）做强产业") == ["0", "0", "2", "0", "0", "2"]


def test_what_stands_in_no_section_has_a_row():
    assert numbers_of(REPORT, "（章节之外）") == ["0", "0", "0", "0", "1", "0"]


def test_the_total_counts_each_item_once():
    assert numbers_of(REPORT, "合计")[:5] == ["0", "1", "2", "0", "1"]


def test_deep_sections_have_no_row_of_their_own():
    assert not any("试点先行" in line for line in summary(REPORT))


def test_a_section_without_heading_is_called_by_its_role():
    assert any(line.startswith("（回顾，无标题）") for line in summary(REPORT))


def test_place_area_and_year_are_told():
    assert summary(REPORT)[1] == "地区：晋中市（140700）    年份：2026    字符：6"


def test_a_report_without_title_is_called_by_its_file():
    files = (SourceFile("甲.txt", Span(0, 6)),)
    untitled = replace(REPORT, source=replace(REPORT.source, title="", files=files))
    assert summary(untitled)[0] == "甲.txt"
    assert summary(replace(untitled, source=replace(untitled.source, files=())))[0] == "（没有标题）"


def test_files_are_named_where_there_are_several():
    files = (SourceFile("甲.txt", Span(0, 3)), SourceFile("乙.txt", Span(3, 6)))
    report = replace(REPORT, source=replace(REPORT.source, files=files))
    assert summary(report)[2] == "文件：甲.txt、乙.txt"
    assert "文件" not in "".join(summary(REPORT))


def test_the_gravest_findings_come_first_and_the_rest_is_counted():
    notices = tuple(finding(Severity.NOTICE, f"T{number:03}") for number in range(SHOWN + 2))
    lines = summary(replace(REPORT, findings=(*notices, finding(Severity.ERROR, "A001"))))
    codes = [line.split()[0] for line in lines if "c0.0" in line]
    assert codes == ["A001", *(f"T{number:03}" for number in range(SHOWN))]
    assert any("还有 2 条" in line for line in lines)
    assert any(f"错误 1，提示 {SHOWN + 2}" in line for line in lines)


def test_a_finding_without_a_place_is_told_too():
    lines = summary(replace(REPORT, findings=(Finding("T009", Severity.NOTICE, "没有年份", ()),)))
    assert any("T009" in line for line in lines)


def test_findings_fit_a_terminal_and_are_whole_elsewhere():
    report = replace(REPORT, findings=(Finding("T001", Severity.NOTICE, "长" * 100, (Span(0, 1),)),))
    assert 78 < max(map(width, summary(report, 80))) <= 80
    assert any("长" * 100 in line for line in summary(report))


def test_an_unread_run_is_shown_in_its_words_with_the_reason():
    report = replace(REPORT, unread=(Unread(Span(1, 2), "ordinal"),))
    assert list(list_unread(report, ZH))[1].split() == ["c0.0", "序数", "第【3】批试点。"]
    assert list(list_unread(REPORT, ZH))[1].strip() == "没有。"


def test_unread_runs_for_no_known_reason_come_first():
    report = replace(REPORT, unread=(Unread(Span(1, 2), "ordinal"), Unread(Span(2, 3), None)))
    assert [line.split()[1] for line in list(list_unread(report, ZH))[1:]] == ["原因不明", "序数"]


@pytest.mark.parametrize(("reason", "told"), [(None, "no known reason"), ("no.such.row", "no.such.row")])
def test_a_reason_without_a_row_is_told_as_it_is(reason: str | None, told: str):
    assert tell_reason(reason, EN) == told


@pytest.mark.parametrize("words", [ZH, EN])
def test_the_line_of_a_report_stands_under_its_heads(words: Words):
    head, line = head_line(words, 12), count_line(REPORT, "报告/临澜区的报告.txt", words, 12)
    assert width(head) == width(line)
    assert line.split()[-7:] == ["0", "1", "2", "0", "1", "0", "0"]
