"""What 其中 introduces and of what whole: the lists as they are read. Every phrase is made up."""

from __future__ import annotations

import pytest

import taizhang
from taizhang.checks.arithmetic.lists import find_lists

HEAD = "澜川市2031年政府工作报告\n\n一、2030年工作回顾\n\n一年来，我们扎实工作。"


def lists_in(words: str) -> list[tuple[str, str]]:
    """Whole and part of each pair, in order."""
    report = taizhang.read(f"{HEAD}{words}\n")
    return [("+".join(w.text for w in pair.wholes), pair.part.text) for pairs in find_lists(report) for pair in pairs]


@pytest.mark.parametrize(
    ("words", "pairs"),
    [
        ("新建车站12座，其中地下站5座、高架站4座；改造车站3座。", [("12座", "5座"), ("12座", "4座")]),
        ("签约项目40个，合同额21亿元。其中，工业项目30个，合同额15亿元。", [("40个", "30个"), ("21亿元", "15亿元")]),
        ("甲类项目31个、乙类项目17个，其中亿元项目20个。", [("31个+17个", "20个")]),
        ("新增企业31家、总数达17家，其中国家级2家。", [("17家", "2家")]),
        ("引进5000万元以上项目40个，其中10亿元以上项目6个。", [("40个", "6个")]),
        ("财政赤字100亿元，比上年增加20亿元，其中市级赤字60亿元。", [("100亿元", "60亿元")]),
        ("人均筹资340元，其中补助280元。", [("340元", "280元")]),
        ("市级项目137个，其中县级续建项目30个，乡级续建项目12个。", [("137个", "30个"), ("137个", "12个")]),
        ("完成投资80亿元。\n其中工业投资20亿元。", []),
        ("让更多青年参与其中之一的项目，新建场馆2座。", []),
    ],
)
def test_wholes_and_parts(words: str, pairs: list[tuple[str, str]]) -> None:
    assert lists_in(words) == pairs
