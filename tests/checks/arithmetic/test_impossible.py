"""Figures and dates that cannot be, beside near ones that can. Texts are made up."""

from __future__ import annotations

import pytest

import taizhang
from taizhang.checks.arithmetic.impossible import check_figures
from taizhang.engine.model import Severity

REVIEW = "澜川市2031年政府工作报告\n\n一、2030年工作回顾\n\n一年来，我们扎实工作。"
PLAN = "澜川市2031年政府工作报告\n\n二、2031年重点工作\n\n今年要抓好以下工作。"


def told_in(words: str, head: str = REVIEW) -> list[tuple[str, Severity]]:
    report = taizhang.read(f"{head}{words}\n")
    return [(report.words(f.spans[0]), f.severity) for f in check_figures(report)]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("事故起数下降300%。", "事故起数下降300%"),
        ("森林覆盖率达到145.2%。", "森林覆盖率达到145.2%"),
        ("空气质量在全省11个市中排第12位。", "在全省11个市中排第12位"),
        ("空气质量排全省11个市第13位。", "排全省11个市第13位"),
        ("财力居十三个市州第十四位。", "居十三个市州第十四位"),
        ("增速保持在5%—3%之间。", "5%—3%"),
        ("培育企业10—5家。", "10—5家"),
        ("引进项目8—5万个。", "8—5万个"),
        ("落实《规划（2030—2026年）》。", "2030—2026年"),
        ("2030年13月开工。", "2030年13月"),
        ("2月30日通车。", "2月30日"),
        ("2030年2月29日通车。", "2030年2月29日"),
        ("11月31日验收。", "11月31日"),
    ],
)
def test_what_cannot_be_is_an_error(words: str, told: str) -> None:
    assert told_in(words) == [(told, Severity.ERROR)]


@pytest.mark.parametrize("words", ["企业利润下降130%。", "信访量下降2倍。"])
def test_what_words_may_explain_is_a_question(words: str) -> None:
    assert [severity for _, severity in told_in(words)] == [Severity.QUESTION]


@pytest.mark.parametrize(
    "words",
    [
        "存量下降100%，全部清零。",
        "外贸依存度从254%下降为187%。",
        "年度投资完成率109%，拨备覆盖率150%。",
        "空气质量在全省11个市中排第11位。",
        "连续9个月排全省第12位。",
        "2个县列全国第8位。",
        "在12个县（市、区）中位居全省第20位的有3个。",
        "增速保持在3%—5%之间。",
        "8000—1万名群众受益。",
        "开发陵水25-1、乐东10-1气田。",
        "落实《规划（2026—2030年）》。",
        "历时13个月建成，12月31日通车。",
        "2028年2月29日开工。",
        "比2019年底提高3个百分点。",
    ],
)
def test_what_can_be_is_left_alone(words: str) -> None:
    assert told_in(words) == []


def test_a_deadline_before_the_report_is_a_question() -> None:
    assert told_in("力争2027年底前建成东关大桥。", PLAN) == [("力争2027年底前", Severity.QUESTION)]


@pytest.mark.parametrize(
    "words", ["力争2032年底前建成东关大桥。", "在2029年的基础上再提高一成。", "全面改造2010年前建成的小区。"]
)
def test_other_years_in_a_plan_are_left_alone(words: str) -> None:
    assert told_in(words, PLAN) == []


def test_the_review_may_tell_of_years_past() -> None:
    assert told_in("当时提出力争2027年建成东关大桥。") == []
