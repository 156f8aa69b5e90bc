"""A long run of words that stands twice is told, also where nothing says which copy is out of place."""

from __future__ import annotations

import pytest

import taizhang
from taizhang.checks.repeats import check_undecided
from taizhang.engine.model import Finding, Report, Severity

BLOCK = (
    "新建污水处理厂两座，改造老旧管网四十公里，治理黑臭水体六处，完成营造林九万亩，修复矿山三千二百亩，"
    "秸秆综合利用率稳定在九成以上，空气优良天数继续增加，县城建成区绿地率提高到三成八，河湖水质持续向好"
)
ONE = "农业生产稳步发展，粮食总产再创新高。"
TWO = "文化事业不断繁荣，群众生活更加丰富。"


def read(*paragraphs: str) -> Report:
    return taizhang.read("2032年澜川市政府工作报告\n\n" + "\n\n".join(paragraphs) + "\n", place="澜川市", year=2032)


def found_in(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.code == "T002"]


@pytest.mark.parametrize("length", [80, len(BLOCK)])
@pytest.mark.parametrize("tail", ["，", "。", "加快建设幸福县城。"])
def test_a_block_in_the_middle_of_another_paragraph_is_told_at_both_places(length: int, tail: str) -> None:
    block = BLOCK[:length]
    report = read(f"{ONE}{block}{tail}{ONE}", f"{TWO}扩大开放水平，{block}{TWO}")
    (finding,) = found_in(report)
    assert "印了两遍" in finding.message
    assert {report.words(span).strip("，。")[:70] for span in finding.spans} == {block[:70]}


def test_what_nothing_decides_is_a_question_and_both_copies_stay() -> None:
    report = read(f"{ONE}{BLOCK}，{ONE}", f"{TWO}扩大开放水平，{BLOCK}，{TWO}")
    (finding,) = check_undecided(report)
    assert finding.severity is Severity.QUESTION
    assert report.words(finding.spans[0]) == report.words(finding.spans[1])
    assert finding.spans[0].start > finding.spans[1].start
    assert report.restoration.set_aside == ()


@pytest.mark.parametrize(
    "words",
    [
        BLOCK[:60],
        "坚持以新发展理念为指导，" + BLOCK,
        "改造老旧管网，" * 20,
    ],
)
def test_formulas_and_shorter_runs_are_meant(words: str) -> None:
    assert list(check_undecided(read(f"{ONE}{words}，{ONE}", f"{TWO}扩大开放水平，{words}，{TWO}"))) == []


def test_a_news_story_before_the_report_may_retell_it() -> None:
    story = f"本报讯：会议指出，{BLOCK}，{ONE}"
    assert list(check_undecided(read(story, "各位代表：", f"{TWO}扩大开放水平，{BLOCK}，{TWO}"))) == []
    assert len(list(check_undecided(read("各位代表：", story, f"{TWO}扩大开放水平，{BLOCK}，{TWO}")))) == 1


def test_a_block_printed_three_times_is_told_twice() -> None:
    report = read(*(f"{head}{BLOCK}，{head}" for head in (ONE, TWO, "交通条件明显改善，出行更加方便。")))
    assert len(list(check_undecided(report))) == 2
