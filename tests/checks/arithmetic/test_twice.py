"""One indicator told twice: found where the figures differ as misprints do, silent where they may differ. Made up."""

from __future__ import annotations

import pytest

import taizhang
from taizhang.checks.arithmetic.twice import check_twice, is_slip
from taizhang.engine.model import Severity

HEAD = "澜川市2031年政府工作报告\n\n一、2030年工作回顾\n\n2030年，固定资产投资完成702.1亿元，城镇新增就业3.46万人。"


def told_in(words: str) -> list[tuple[str, ...]]:
    report = taizhang.read(f"{HEAD}\n\n{words}\n")
    found = list(check_twice(report))
    assert all(f.severity is Severity.QUESTION for f in found)
    return [f.inputs for f in found]


@pytest.mark.parametrize(
    ("words", "inputs"),
    [
        ("抓投资、促消费，固定资产投资完成720.1亿元。", ("702.1亿元", "720.1亿元")),
        ("抓投资、促消费，固定资产投资完成702.7亿元。", ("702.1亿元", "702.7亿元")),
        ("抓投资、促消费，固定资产投资完成7021亿元。", ("702.1亿元", "7021亿元")),
        ("民生持续改善，城镇新增就业3.64万人。", ("3.46万人", "3.64万人")),
    ],
)
def test_a_figure_retold_with_a_slip_is_found(words: str, inputs: tuple[str, ...]) -> None:
    assert told_in(words) == [inputs]


@pytest.mark.parametrize(
    "words",
    [
        "抓投资、促消费，固定资产投资完成702.1亿元。",
        "抓投资、促消费，固定资产投资完成702亿元。",
        "开发区固定资产投资完成72.1亿元。",
        "清河县固定资产投资完成72.1亿元。",
        "抓投资、促消费，固定资产投资完成120亿元。",
        "前三季度固定资产投资完成602.1亿元。",
        "预期目标是固定资产投资完成732.1亿元。",
        "2029年，固定资产投资完成682.1亿元。",
        "固定资产投资增长7.2%。",
        "民生持续改善，城镇新增就业超过3.4万人。",
    ],
)
def test_figures_that_may_differ_are_left_alone(words: str) -> None:
    assert told_in(words) == []


def test_pledges_fulfilled_are_no_targets() -> None:
    plan = (
        "二、2031年主要预期目标\n\n城镇新增就业3.5万人。\n\n三、{}\n\n（1）新建公厕12座。\n\n（2）城镇新增就业3.9万人。"
    )
    assert told_in(plan.format("2030年民生实事完成情况")) == []
    assert told_in(plan.format("2031年民生实事")) == [("3.5万人", "3.9万人")]


@pytest.mark.parametrize(("one", "other"), [("7021", "7201"), ("7021", "7081"), ("7021", "721"), ("7021", "77021")])
def test_one_slip_of_a_pen_is_known(one: str, other: str) -> None:
    assert is_slip(one, other)
    assert is_slip(other, one)


@pytest.mark.parametrize(("one", "other"), [("7021", "7120"), ("7021", "8031"), ("7021", "70"), ("12", "34")])
def test_two_slips_are_none(one: str, other: str) -> None:
    assert not is_slip(one, other)
