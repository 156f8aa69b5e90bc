"""Percent and percentage points: told where one stands for the other, silent where each is right. Texts are made up."""

from __future__ import annotations

import pytest

import taizhang
from taizhang.checks.arithmetic.points import check_points
from taizhang.engine.model import Severity

HEAD = "澜川市2031年政府工作报告\n\n一、2030年工作回顾\n\n一年来，我们扎实工作。"


def told_in(words: str) -> list[str]:
    report = taizhang.read(f"{HEAD}{words}\n")
    found = list(check_points(report))
    assert all(f.severity is Severity.QUESTION for f in found)
    return [report.words(f.spans[0]) for f in found]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("常住人口城镇化率提高1.2%。", "常住人口城镇化率提高1.2%"),
        ("优良天数比例92.6%、上升4.7%。", "优良天数比例92.6%、上升4.7%"),
        ("服务业占比达到45%，比上年提高2.1%。", "服务业占比达到45%，比上年提高2.1%"),
        ("城镇登记失业率较年初下降0.3%。", "城镇登记失业率较年初下降0.3%"),
        ("一季度工业增速回落0.5%。", "增速回落0.5%"),
        ("地区生产总值增长6个百分点。", "地区生产总值增长6个百分点"),
        ("固定资产投资完成702亿元，同比增长3.8个百分点。", "固定资产投资完成702亿元，同比增长3.8个百分点"),
        ("细颗粒物浓度较2029年下降8个百分点。", "细颗粒物浓度较2029年下降8个百分点"),
    ],
)
def test_a_change_told_in_the_wrong_unit_is_found(words: str, told: str) -> None:
    assert told_in(words) == [told]


@pytest.mark.parametrize(
    "words",
    [
        "常住人口城镇化率提高1.2个百分点。",
        "常住人口城镇化率提高到61.2%。",
        "覆盖率由90%提高至95%。",
        "全员劳动生产率提高7.5%，审批效率提升60%。",
        "刑事案件发案率下降15%。",
        "地区生产总值增长6%，高于全省1.2个百分点。",
        "工业投资拉动固定资产投资增长3个百分点。",
        "服务业增加值占地区生产总值比重提高2个百分点。",
        "投资增速比上年加快3个百分点。",
        "用气量中工业占35%，增长12%。",
        "居民消费价格指数上涨2%。",
        "在农业增长9个百分点中，渔业贡献一半。",
    ],
)
def test_changes_in_the_right_unit_are_left_alone(words: str) -> None:
    assert told_in(words) == []
