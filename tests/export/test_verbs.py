"""The report's own verbs before figures."""

from __future__ import annotations

import pytest

from taizhang import rules
from taizhang.engine.model import Measure
from taizhang.export.verbs import find_verb


@pytest.mark.parametrize(
    ("before", "indicator", "measure", "verb"),
    [
        ("改造提升", "高标准农田", Measure.ADDED, "改造提升"),
        ("新建、改扩建学校", "学校", Measure.ADDED, "新建、改扩建"),
        ("新增水厂7座、泵站", "泵站", Measure.ADDED, "新增"),
        ("维修改造水渠，新修", "", Measure.ADDED, "新修"),
        ("新增城市更新项目", "城市更新项目", Measure.ADDED, "新增"),
        ("今年再筹集", "公寓", Measure.ADDED, "再筹集"),
        ("赤字规模比上年增加", "赤字规模", Measure.ADDED, "增加"),
        ("第三产业增加值", "", Measure.ADDED, ""),
        ("淘汰老旧货车", "老旧货车", Measure.REDUCED, "淘汰"),
        ("申报材料精简", "申报材料", Measure.DECLINE, "精简"),
        ("低保标准提高近", "低保标准", Measure.GROWTH, "提高"),
        ("提高效率，收入", "收入", Measure.GROWTH, ""),
        ("新签约项目", "项目", Measure.ADDED, "新签"),
        ("再打造20个示范村和", "", Measure.ADDED, "再打造"),
        ("建成泵站", "泵站", Measure.LEVEL, ""),
    ],
)
def test_the_last_verb_before_the_figure(before: str, indicator: str, measure: Measure, verb: str) -> None:
    assert find_verb(before, indicator, measure) == verb


def test_no_verb_can_be_read_with_the_figure() -> None:
    verbs = [word for table in ("changes", "measures") for row in rules.load(table) for word in row.get("words", ())]
    assert not [verb for verb in verbs if verb.endswith(("约", "近", "超", "多"))]
