from __future__ import annotations

import pytest

import taizhang


def read(text: str) -> list[taizhang.Quantity]:
    return list(taizhang.find_quantities(text, "report"))


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("产量达到8亿斤以上", ["at_least"]),
        ("比重不低于30%", ["at_least"]),
        ("投资突破200亿元", ["more_than"]),
        ("新增就业近4万人", ["nearly"]),
        ("失业率控制在5.5%以内", ["at_most"]),
        ("总投资约30亿元", ["about"]),
        ("分别增长5%和6.5%左右", ["about", "about"]),
        ("产值分别突破50亿元、30亿元", ["more_than", "more_than"]),
        ("节约2亿元", ["exact"]),
        ("通过3个项目", ["exact"]),
        ("覆盖率高于全省3.2个百分点", ["exact"]),
        ("聚焦1—2个产业", ["range"]),
        ("用时不到3天", ["less_than"]),
        ("建设35万人口以上的城市", ["at_least"]),
        ("审批材料不多于3件", ["at_most"]),
    ],
)
def test_a_comparator_bounds_its_figure(text, bounds):
    assert [str(q.bound) for q in read(text)] == bounds


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("产值增长8%", ["growth"]),
        ("占比提高2.2个百分点", ["growth"]),
        ("占比提高到30%", ["level"]),
        ("能耗下降3%", ["decline"]),
        ("死亡率下降到3%", ["level"]),
        ("新建道路30公里、公园2个", ["added", "added"]),
        ("压减产能160万吨", ["reduced"]),
        ("55个贫困村全部出列", ["reduced"]),
        ("第一产业增加值600亿元", ["level"]),
        ("增加值增长到600亿元", ["level"]),
        ("完成改造30个", ["level"]),
        ("居全省第2位", ["rank"]),
        ("保持8%以上的增长", ["growth"]),
        ("低保标准提高30元", ["added"]),
        ("接待游客和收入分别增长5%和6%", ["growth", "growth"]),
        ("覆盖率高于全省3.2个百分点", ["level"]),
        ("改造提升老旧小区135个", ["level"]),
        ("增长率达8%", ["growth"]),
        ("投资增速快于全省、达到8%", ["growth"]),
        ("入学率高于全省、达到98%", ["level"]),
    ],
)
def test_words_of_change_say_how_a_figure_measures(text, measures):
    assert [str(q.measure) for q in read(text)] == measures


@pytest.mark.parametrize(
    ("text", "hardness"),
    [
        ("二、2026年工作安排\n确保投资增长6%以上。", "binding"),
        ("二、2026年工作安排\n力争投资突破200亿元。", "soft"),
        ("二、2026年工作安排\n投资增长6%左右。", "soft"),
        ("二、2026年工作安排\n投资不低于20亿元。", "binding"),
        ("二、2026年工作安排\n新建道路20公里。", None),
        ("一、2025年工作回顾\n投资增长6%以上。", None),
        ("二、2026年工作安排\n为70周岁以上老年人免费体检。", None),
        ("二、2026年工作安排\n建设35万人口以上的现代化城市。", None),
        ("二、2026年工作安排\n确保投资增长6%左右。", "soft"),
        ("二、2026年工作安排\n力争投资不低于20亿元。", "soft"),
        ("二、2026年工作安排\n投资增长6%以上、力争走在前列。", "binding"),
    ],
)
def test_a_target_is_binding_or_soft_by_its_words(text, hardness):
    assert [q.hardness for q in taizhang.read(text).quantities] == [hardness]


def test_a_word_of_aiming_goes_on_to_the_next_target_of_its_sentence():
    text = "二、2026年主要预期目标\n力争工业投资达到20亿元，营业收入突破50亿元。外贸进出口突破3亿元。"
    assert [q.hardness for q in taizhang.read(text).quantities] == ["soft", "soft", "binding"]


def test_a_starting_point_in_a_plan_is_a_fact():
    report = taizhang.read("二、2026年工作安排\n补助标准由520元提高到550元。")
    assert [str(q.status) for q in report.quantities] == ["actual", "target"]


def test_status_follows_the_part_of_the_report():
    report = taizhang.read("一、2025年工作回顾\n新建道路30公里。\n二、2026年工作安排\n新建道路40公里。")
    assert [str(q.status) for q in report.quantities] == ["actual", "target"]
