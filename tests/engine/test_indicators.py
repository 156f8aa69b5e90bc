from __future__ import annotations

import pytest

import taizhang


def phrases(text: str) -> list[str]:
    return [q.indicator for q in taizhang.find_quantities(text, "report")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("地区生产总值增长5%以上", ["地区生产总值"]),
        ("今年新建农村公路20公里", ["农村公路"]),
        ("固定资产投资完成702亿元、增长3.8%", ["固定资产投资", "固定资产投资"]),
        ("新增二级以上医院9所", ["二级以上医院"]),
        ("打造30个精品村和300个提档村", ["精品村", "提档村"]),
        ("游客数量和旅游收入分别增长7%、8%", ["游客数量", "旅游收入"]),
        ("改造老旧小区22个、供热管网87公里", ["老旧小区", "供热管网"]),
        ("城镇新增就业3万人", ["城镇新增就业"]),
        ("民生支出160亿元，占财政支出的85%", ["民生支出", "占财政支出"]),
        ("公路密度居全省第1。", ["公路密度"]),
        ("737个项目加快实施", ["项目"]),
        ("投入2.2亿元，实施校舍改造", ["校舍改造投入"]),
        ("新开工亿元以上项目130个", ["亿元以上项目"]),
        ("甲、乙等省级赛事12项", ["省级赛事"]),
        ("研发经费投入强度达到2.1%", ["研发经费投入强度"]),
        ("“四好农村路”200公里以上", ["“四好农村路”"]),
        ("其中出口58亿美元", ["出口"]),
    ],
)
def test_the_phrase_is_what_is_measured(text, found):
    assert phrases(text)[-len(found) :] == found


def test_every_figure_has_a_phrase():
    text = "增长8%。新增3万人，达到5%。第一。完成30亿元。"
    assert all(phrases(text))
