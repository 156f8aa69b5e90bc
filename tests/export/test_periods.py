"""Periods as people write them, milestones by quarter, and figures that sum up several years."""

import pytest

from taizhang.export.periods import find_nodes, quarter_of, show_period, without_times, years_told
from taizhang.export.words import Words

ZH, EN = Words("zh"), Words("en")


@pytest.mark.parametrize(
    ("period", "zh", "en"),
    [
        (None, "", ""),
        ("2031", "2031年", "2031"),
        ("2027/2031", "2027—2031年", "2027–2031"),
        ("2031-H2", "2031年下半年", "2031 H2"),
        ("2031-Q4", "2031年四季度", "2031 Q4"),
        ("2031-05", "2031年5月", "2031-05"),
        ("odd", "odd", "odd"),
    ],
)
def test_periods(period: str | None, zh: str, en: str) -> None:
    assert (show_period(period, ZH), show_period(period, EN)) == (zh, en)


@pytest.mark.parametrize(
    ("period", "quarter"),
    [("2032-Q1", 0), ("2032-H1", 1), ("2032-H2", 3), ("2032-07", 2), ("2032", None), ("2031-Q1", None), (None, None)],
)
def test_quarter_of_a_period(period: str | None, quarter: int | None) -> None:
    assert quarter_of(period, 2032) == quarter


@pytest.mark.parametrize(
    ("text", "due", "nodes"),
    [
        ("岚水高速6月底前建成通车", "2032-06-30", [(1, "岚水高速建成通车")]),
        ("水库年底前下闸蓄水", "2032-12-31", [(3, "水库下闸蓄水")]),
        ("续建项目在一季度全部复工", "2032-03-31", [(0, "续建项目全部复工")]),
        ("老街3月底前开工、9月底前开街", "2032-09-30", [(0, "老街开工"), (2, "老街开街")]),
        ("上半年完成选址，三季度开工", "2032-09-30", [(1, "完成选址"), (2, "开工")]),
        ("机场具备通航条件", "2032-10-31", [(3, "机场具备通航条件")]),
        ("2032年5月开工，2034年6月建成", "2034-06-30", [(1, "开工")]),
        ("每季度通报一次", "2032-12-31", [(3, "每季度通报一次")]),
        ("到2036年建成环线", "2036-12-31", []),
    ],
)
def test_nodes(text: str, due: str, nodes: list[tuple[int, str]]) -> None:
    assert [tuple(node) for node in find_nodes(text, due, 2032)] == nodes


def test_what_has_no_date_has_no_node() -> None:
    assert find_nodes("整修渠道", None, 2032) == ()
    assert find_nodes("整修渠道", "2032-06-30", None) == ()


def test_a_long_node_is_cut() -> None:
    (node,) = find_nodes("6月底前" + "修" * 40, "2032-06-30", 2032)
    assert len(node.text) == 24


def test_times_are_taken_out() -> None:
    assert without_times("确保8月底前主体封顶") == "主体封顶"


@pytest.mark.parametrize(
    ("sentence", "above", "years"),
    [
        ("生产总值年均增长6%", "", (2027, 2031)),
        ("五年累计新增就业17万人", "", (2027, 2031)),
        ("失业率年均5%", "", None),
        ("全年累计新增就业3万人", "", None),
        ("2031年累计新增就业3万人", "", None),
        ("新增就业3万人", "五年来，全市上下一心。", (2027, 2031)),
        ("新增就业3万人", "五年来，全市上下一心。2031年攻坚克难。", None),
        ("五年来路网成形，去年通车2公里", "", None),
        ("编制五年规划3项", "", None),
        ("通车2公里", "“十五五”时期，路网成形。", (2026, 2030)),
        ("五年来，粮食产量比“十四五”末增长9%", "", (2027, 2031)),
        ("新建水库2座", "", None),
    ],
)
def test_figures_of_several_years(sentence: str, above: str, years: tuple[int, int] | None) -> None:
    assert years_told(sentence, above, 2032) == years


def test_a_total_alone_tells_no_years() -> None:
    assert years_told("累计建成水库9座", "", 2032) == (2027, 2031)
    assert years_told("累计建成水库9座", "", 2032, with_totals=False) is None


def test_what_takes_several_years_is_no_node_of_this_year() -> None:
    assert [node.text for node in find_nodes("岚水快速路年内开工、3年建成", "2031-12-31", 2031)] == ["岚水快速路开工"]
