"""A part larger than its whole: found where 其中 or the register tells a part, silent where it tells none. Made up."""

from __future__ import annotations

import pytest

import taizhang
from taizhang.checks.arithmetic.parts import check_parts
from taizhang.engine.model import Finding, Severity

HEAD = "澜川市2031年政府工作报告\n\n一、2030年工作回顾\n\n一年来，我们扎实工作。"


def found_in(words: str) -> list[Finding]:
    report = taizhang.read(f"{HEAD}{words}\n")
    return list(check_parts(report))


def told_in(words: str) -> list[tuple[str, ...]]:
    return [finding.inputs for finding in found_in(words)]


@pytest.mark.parametrize(
    ("words", "inputs"),
    [
        ("新建车站12座，其中地下站20座。", ("20座", "12座")),
        ("新建车站12座（其中地下站20座）。", ("20座", "12座")),
        ("新建车站12座，其中：地下站20座。", ("20座", "12座")),
        ("新建车站12座、增长9%，其中地下站20座。", ("20座", "12座")),
        ("新建车站12座。其中，地下站20座。", ("20座", "12座")),
        ("引进项目40个，投资300亿元，其中工业项目45个。", ("45个", "40个")),
        ("引进项目40个，其中45个当年开工。", ("45个", "40个")),
        ("新建车站12座，其中地下站5座、高架站14座。", ("14座", "12座")),
        ("维修校舍13所，其中小学4所，普通高中17所。", ("17所", "13所")),
        ("进出口总额20亿美元，其中出口突破10亿美元，达到35亿美元。", ("35亿美元", "20亿美元")),
        ("引进亿元以上项目40个，其中10亿元以上项目60个。", ("60个", "40个")),
        ("超5亿元的企业达到10家，其中超10亿元的企业达到15家。", ("15家", "10家")),
        ("财政赤字100亿元，比上年增加20亿元，其中市级赤字130亿元。", ("130亿元", "100亿元")),
        ("比上年增加500个，其中民营企业增加600个。", ("600个", "500个")),
        ("新增造林30万亩，其中经济林21000公顷。", ("21000公顷", "30万亩")),
        ("投入85亿元资金，其中专项资金124亿元。", ("124亿元", "85亿元")),
        ("落户甲类项目31个、乙类项目17个，其中亿元项目60个。", ("60个", "31个", "17个")),
    ],
)
def test_a_part_larger_than_its_whole_is_found(words: str, inputs: tuple[str, ...]) -> None:
    assert told_in(words) == [inputs]


@pytest.mark.parametrize(
    "words",
    [
        "新建车站12座，其中地下站5座。",
        "新建车站12座，其中地下站12座。",
        "新建车站1.2万座，其中地下站12040座。",
        # a threshold names a class of projects
        "引进5000万元以上项目40个，其中10亿元以上项目6个。",
        "50户企业产值超亿元，其中一户产值达到80亿元。",
        # a difference is no whole
        "小麦面积90万亩，比上年增加3万亩，其中优质麦40万亩。",
        # a mean is no whole
        "食品抽检每千人6批次，其中网络抽检4万批次。",
        "5个城市优良天数都要超过200天，其中澜川市240天。",
        # the list has ended
        "新增造林30万亩、其中经济林4万亩，治理沙地50万亩。",
        "培育龙头企业27家，其中国家级4家、省级5家，合作组织411家。",
        "签约项目28个，其中外资项目9个；累计投产项目97个。",
        "发放补贴4亿元，其中家电补贴进度全省第一，带动消费31亿元。",
        # 其中 speaks of two wholes that 、 joins
        "推动45个项目开工、38个项目提速，其中市级项目70个。",
        # not a list
        "服务业占比28%，其中现代服务业占61%。",
        "新增企业20家，让更多青年参与其中。组织活动40场。",
        "新建车站12座，其中公里数增长8%。",
        "水质5220 1件，其中发明专利8093件。",
    ],
)
def test_what_is_no_part_or_not_larger_is_left_alone(words: str) -> None:
    assert told_in(words) == []


def test_plain_counts_side_by_side_are_an_error_and_money_is_a_question() -> None:
    assert [f.severity for f in found_in("新建车站12座，其中地下站20座。")] == [Severity.ERROR]
    assert [f.severity for f in found_in("完成投资12亿元，其中民间投资20亿元。")] == [Severity.QUESTION]
    assert [f.severity for f in found_in("新建车站12座，改造8座，其中地下站20座。")] == [Severity.QUESTION]


def test_the_first_span_is_the_part_and_the_second_the_whole() -> None:
    report = taizhang.read(f"{HEAD}新建车站12座，其中地下站20座。\n")
    (finding,) = check_parts(report)
    assert [report.words(span) for span in finding.spans] == ["20座", "12座"]
    assert finding.formula == "20座 > 12座"
    assert "其中地下站20座" in finding.message


@pytest.mark.parametrize(
    ("words", "inputs"),
    [
        ("全年进出口总额30亿美元，增长5%，出口40亿美元。", [("40亿美元", "30亿美元")]),
        ("全市地区生产总值100亿元，第二产业增加值140亿元。", [("140亿元", "100亿元")]),
        ("全年进出口总额30亿美元，出口20亿美元。", []),
        ("全年进出口总额30亿美元，今年出口达到40亿美元。", []),
    ],
)
def test_a_part_by_the_register_needs_no_word(words: str, inputs: list[tuple[str, ...]]) -> None:
    assert told_in(words) == inputs


def test_what_is_planned_is_not_rounded() -> None:
    plan = "二、2031年工作安排\n\n今年要新增技能人才1万人，其中高技能人才15000人。"
    report = taizhang.read(f"{HEAD}\n\n{plan}\n")
    assert [finding.inputs for finding in check_parts(report)] == [("15000人", "1万人")]
    assert told_in("新增技能人才1万人，其中高技能人才14000人。") == []
