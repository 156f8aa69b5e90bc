"""Level, base and growth in one sentence: found where they cannot agree. Every phrase is made up."""

from __future__ import annotations

import pytest

import taizhang
from taizhang.checks.arithmetic.growth import check_growth
from taizhang.engine.model import Finding, Severity

HEAD = "澜川市2031年政府工作报告\n\n一、2030年工作回顾\n\n一年来，我们扎实工作。"


def found_in(words: str) -> list[Finding]:
    return list(check_growth(taizhang.read(f"{HEAD}{words}\n")))


@pytest.mark.parametrize(
    ("words", "severity"),
    [
        ("市场主体由20万户增加到26万户，增长40%。", Severity.QUESTION),
        ("社会消费品零售总额由200亿元增加到300亿元，年均增长18.4%。", Severity.QUESTION),
        ("旅游总收入由20亿元增加到90亿元，增长5.5倍。", Severity.QUESTION),
        ("高新技术企业由20家增加到35家，增加14家。", Severity.ERROR),
        ("城镇化率由51.2%提高到55.4%，提高5.2个百分点。", Severity.ERROR),
        ("贷款余额514.3亿元，比年初增加107.3亿元，增长36.4%。", Severity.QUESTION),
        ("社会消费品零售总额130亿元，比上年的120亿元增长9.3%。", Severity.QUESTION),
    ],
)
def test_three_figures_that_do_not_agree_are_found(words: str, severity: Severity) -> None:
    assert [finding.severity for finding in found_in(words)] == [severity]


@pytest.mark.parametrize(
    "words",
    [
        "市场主体由20万户增加到26万户，增长30%。",
        "市场主体由20.4万户增加到26.1万户，增长27.9%。",
        "社会消费品零售总额由200亿元增加到300亿元，年均增长8.4%。",
        "社会消费品零售总额由200亿元增加到300亿元，年均增长10.7%。",
        "旅游总收入由20亿元增加到90亿元，增长3.5倍。",
        "旅游总收入由20亿元增加到90亿元，增长4.5倍。",
        "高新技术企业由20家增加到35家，增加15家。",
        "城镇化率由51.2%提高到55.4%，提高4.2个百分点。",
        "城镇化率由47.1%提高到55.4%，年均提高1.66个百分点。",
        "贷款余额514.3亿元，比年初增加107.3亿元，增长26.4%。",
        "社会消费品零售总额130亿元，比上年的120亿元增长8.3%。",
        # constant prices, other bases
        "地区生产总值由200亿元增加到300亿元，增长30%。",
        "农民人均纯收入由1300元增加到2050元，年均实际增长5.5%。",
        "贷款余额514.3亿元，比目标增加107.3亿元，增长6.4%。",
        # of something else
        "审批事项由365项减至148项，审批提速50%。",
        "高新技术企业由36家发展到126家，新增27家省级工程中心。",
        "高新技术企业由36家增加到126家，增加27家国家级企业。",
        "市政府工作部门由37个调整为32个，议事机构精简53%。",
    ],
)
def test_figures_that_agree_or_have_another_base_are_left_alone(words: str) -> None:
    assert found_in(words) == []


def test_the_message_tells_what_the_two_levels_make() -> None:
    (finding,) = found_in("市场主体由20万户增加到26万户，增长40%。")
    assert "应增长30.0%" in finding.message
    assert finding.inputs == ("20万户", "26万户", "40%")
    (finding,) = found_in("常住人口由20.1万人增加到23.5万人，增加4.4万人。")
    assert "应增加3.4万人" in finding.message
