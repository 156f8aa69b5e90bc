"""A count and the names listed beside it: found where they differ, silent where the list need not be whole. Made up."""

from __future__ import annotations

import pytest

from taizhang.checks.arithmetic.counts import check_counts
from taizhang.engine.model import Finding, Report, Severity, SourceText
from taizhang.engine.restore import restore


def found_in(words: str) -> list[Finding]:
    source = SourceText(f"一年来，我们扎实工作。{words}\n")
    return list(check_counts(Report(source, restore(source))))


@pytest.mark.parametrize(
    ("words", "inputs"),
    [
        ("建成东关小学、西关小学、南关小学4所学校。", ("4", "3")),
        ("建成东关小学、西关小学、南关小学、北关小学3所学校。", ("3", "4")),
        ("实施产业强链、数字赋能、绿色转型四大工程。", ("四", "3")),
        ("实施“强链”、“数智”、“绿能”、“育才”三大工程。", ("三", "4")),
        ("建成三个公园（东湖公园、西湖公园、南湖公园、北湖公园）。", ("三", "4")),
        ("“五大行动”：产业提质、城市更新、乡村振兴、生态修复。", ("五", "4")),
        ("建设晋源、河口和临川五大片区。", ()),
        ("培育装备制造、新型材料、文化旅游和现代物流六大产业集群。", ("六", "3至4")),
    ],
)
def test_a_list_that_is_not_as_long_as_its_count_is_found(words: str, inputs: tuple[str, ...]) -> None:
    assert [finding.inputs for finding in found_in(words)] == ([inputs] if inputs else [])


@pytest.mark.parametrize(
    "words",
    [
        "建成东关小学、西关小学、南关小学、北关小学4所学校。",
        "建成东关小学、西关小学和南关小学3所学校。",
        "建成东关小学、西关小学、南关小学等4所学校。",
        "改造307、340、108等6条国道。",
        "建成以东关小学、西关小学、南关小学为代表的5所名校。",
        "新建、改建、扩建4所学校。",
        "新增示范园区6个、示范镇、示范村2个以上。",
        "在清河区、南山区、北湖区5所学校试点。",
        "深化部门预算、国库支付、政府采购、收支两条线改革。",
        "在农业、城镇、生态空间划定的红线、蓝线、绿线三条控制线。",
        "推进东园、西园和南园、北园两个片区建设。",
        "12个县（市、区）全部摘帽。",
        "培育农业、工业、服务业3个产业。",
        "全面落实八项规定、纠治形式主义、官僚主义。",
        "吸引甲公司、乙公司、全球两大协会等一批机构。",
        "打造“一核两带三区”：东部核心区、滨河带、滨湖带。",
    ],
)
def test_lists_that_are_whole_or_open_are_left_alone(words: str) -> None:
    assert found_in(words) == []


def test_the_main_place_is_the_count() -> None:
    finding = found_in("建成东关小学、西关小学、南关小学4所学校。")[0]
    assert finding.severity is Severity.QUESTION
    assert finding.spans[0].end - finding.spans[0].start == 1
    assert "“4所”" in finding.message
