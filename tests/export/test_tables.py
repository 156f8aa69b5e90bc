"""What stands in the tables."""

from dataclasses import replace
from decimal import Decimal

import pytest

from taizhang.engine.model import Report, Restoration, SourceText
from taizhang.export.tables import Cell, Table, build_tables
from taizhang.settings import Lang, LeadUnit, Settings


def table_of(report: Report, key: str, settings: Settings | None = None) -> Table:
    return next(t for t in build_tables(report, settings or Settings()) if t.key == key)


def column_of(table: Table, key: str) -> list[Cell]:
    at = [column.key for column in table.columns].index(key)
    return [row.cells[at] for row in table.rows]


def test_tables_in_order(report: Report) -> None:
    names = [table.name for table in build_tables(report, Settings())]
    assert names == ["任务分解表", "主要预期目标", "上年成效", "数量", "发现", "关于"]


def test_every_row_has_a_cell_for_each_column(report: Report) -> None:
    for table in build_tables(report, Settings()):
        assert table.rows
        assert {len(row.cells) for row in table.rows} == {len(table.columns)}


def test_ledger_has_a_row_an_entry_and_one_for_each_of_its_items(report: Report) -> None:
    table = table_of(report, "ledger")
    assert list(zip(column_of(table, "number"), (row.level for row in table.rows), strict=True)) == [
        ("二（一）-1", 0),
        ("二（一）-1.1", 1),
        ("二（一）-1.2", 1),
        ("二（一）-1.3", 1),
        ("二（一）-2", 0),
        ("二（二）-1", 0),
        ("二（二）-1.1", 1),
        ("二（二）-1.2", 1),
    ]


def test_entry_shows_its_sentence_and_items_their_words(report: Report) -> None:
    tasks = column_of(table_of(report, "ledger"), "task")
    assert tasks[0] == "新修水渠30公里以上，确保6月底前改造泵站4座，力争灌溉面积突破5万亩。"
    assert tasks[2] == "确保6月底前改造泵站4座"


def test_every_ledger_row_has_sentence_and_address(report: Report) -> None:
    table = table_of(report, "ledger")
    assert column_of(table, "source")[2] == column_of(table, "task")[0]
    assert column_of(table, "address")[:3] == ["c7.0", "c7.0", "c7.1"]


def test_target_values_as_people_write_them(report: Report) -> None:
    values = column_of(table_of(report, "ledger"), "target_value")
    assert values == [
        ("水渠新增≥30公里", "泵站 4座", "灌溉面积 >5万亩"),
        ("水渠新增≥30公里",),
        ("泵站 4座",),
        ("灌溉面积 >5万亩",),
        ("河道 2条",),
        ("中学新增1—2所", "每万人拥有教师 ≥90名"),
        ("中学新增1—2所",),
        ("每万人拥有教师 ≥90名",),
    ]


def test_due_dates_are_marked_where_assumed(report: Report) -> None:
    assert column_of(table_of(report, "ledger"), "due")[:4] == ["2032年底※", "2032年底※", "2032年6月底", "2032年底※"]


def test_category_leaves_out_the_part_of_the_report(report: Report) -> None:
    categories = column_of(table_of(report, "ledger"), "category")
    assert categories[0] == "兴办水利 / 修渠引水"
    assert categories[-1] == "办好教育"


def test_supporting_units_stand_in_a_column_of_their_own(report: Report) -> None:
    assert column_of(table_of(report, "ledger"), "supporting_units")[:5] == ["市财政局（建议）"] * 4 + [None]


def test_suggested_unit_is_marked_as_such(report: Report) -> None:
    assert column_of(table_of(report, "ledger"), "lead_unit")[:5] == ["市水利局（建议）"] * 4 + [None]


@pytest.mark.parametrize(
    ("way", "shown"),
    [(LeadUnit.STAR, "*市水利局、市财政局（建议）"), (LeadUnit.FIRST, "市水利局、市财政局（建议）")],
)
def test_lead_unit_in_one_column_for_all_units(report: Report, way: LeadUnit, shown: str) -> None:
    table = table_of(report, "ledger", Settings(lead_unit=way))
    keys = [column.key for column in table.columns]
    assert "lead_unit" not in keys
    assert "supporting_units" not in keys
    assert column_of(table, "units")[0] == shown
    assert "牵头" in table.columns[keys.index("units")].header


def test_new_ledger_is_not_reported_and_has_no_status(report: Report) -> None:
    table = table_of(report, "ledger")
    assert set(column_of(table, "light")) == {"◌ 未填报"}
    assert set(column_of(table, "status")) == {None}


def test_columns_follow_the_settings(report: Report) -> None:
    table = table_of(report, "ledger", Settings(columns=("due", "task")))
    assert [column.header for column in table.columns] == ["完成时限", "工作任务"]
    assert table.rows[2].cells == ("2032年6月底", "确保6月底前改造泵站4座")


@pytest.mark.parametrize(("grain", "rows", "levels"), [("entry", 8, {0, 1}), ("sentence", 3, {0}), ("item", 6, {0})])
def test_grain(report: Report, grain: str, rows: int, levels: set[int]) -> None:
    table = table_of(report, "ledger", Settings(grain=grain))
    assert len(table.rows) == rows
    assert {row.level for row in table.rows} == levels


def test_item_grain_shows_the_whole_sentence_beside_the_item(report: Report) -> None:
    table = table_of(report, "ledger", Settings(grain="item"))
    assert column_of(table, "task")[0] == "新修水渠30公里以上"
    assert column_of(table, "source")[0] == "新修水渠30公里以上，确保6月底前改造泵站4座，力争灌溉面积突破5万亩。"


def test_title_names_place_and_year(report: Report) -> None:
    assert table_of(report, "ledger").head == "岚川市2032年政府工作报告任务分解表"


@pytest.mark.parametrize(
    ("place", "year", "head"),
    [
        (None, 2032, "2032年政府工作报告任务分解表"),
        ("岚川市", None, "岚川市政府工作报告任务分解表"),
        (None, None, "政府工作报告任务分解表"),
    ],
)
def test_title_of_a_report_that_is_not_placed(report: Report, place: str | None, year: int | None, head: str) -> None:
    source = replace(report.source, place=place, year=year)
    assert table_of(replace(report, source=source), "ledger").head == head


def test_headline_targets(report: Report) -> None:
    table = table_of(report, "targets")
    assert column_of(table, "indicator") == ["地区生产总值", "粮食产量", "城乡收入差距继续缩小"]
    assert column_of(table, "target") == ["≥6%", "35亿斤", "定性"]
    assert column_of(table, "measure") == ["增速", "总量", None]
    assert column_of(table, "bound") == ["不低于", "等于", None]


def test_headline_targets_beside_last_years_figure(report: Report) -> None:
    table = table_of(report, "targets")
    assert column_of(table, "last_year") == ["6.1%", None, None]
    assert column_of(table, "last_year_address") == ["c2.0", None, None]


def test_results(report: Report) -> None:
    table = table_of(report, "results")
    assert column_of(table, "result") == ["地区生产总值增长6.1%", "新建公园1300余处"]
    assert column_of(table, "figures") == [("地区生产总值增长6.1%",), ("公园新增1300余处",)]
    assert column_of(table, "source")[1] == "地区生产总值增长6.1%，新建公园1300余处。"


def test_quantities_hold_every_field(report: Report) -> None:
    table = table_of(report, "quantities")
    assert len(table.rows) == 10
    row = dict(zip((c.key for c in table.columns), table.rows[4].cells, strict=True))
    assert row == {
        "id": "q4",
        "indicator": "水渠",
        "figure": "30公里",
        "low": Decimal(30),
        "high": None,
        "unit": "公里",
        "bound": "不低于",
        "measure": "新增量",
        "status_of_figure": "目标",
        "period": "2032",
        "hardness": "约束性",
        "indicator_key": None,
        "kind": "任务",
        "item": "新修水渠30公里以上",
        "address": "c7.0",
        "trace": "numerals:digits → bounds:after",
    }


def test_a_range_has_both_its_ends(report: Report) -> None:
    table = table_of(report, "quantities")
    assert (column_of(table, "low")[8], column_of(table, "high")[8]) == (Decimal(1), Decimal(2))


def test_findings_give_both_sentences(report: Report) -> None:
    table = table_of(report, "findings")
    assert column_of(table, "severity") == ["需说明"]
    assert column_of(table, "address") == [("c2.0", "c4.1")]
    sentences = column_of(table, "source")[0]
    assert isinstance(sentences, tuple)
    assert [words[:6] for words in sentences] == ["地区生产总值", "今年主要预期"]


def test_about_tells_source_counts_and_versions(report: Report) -> None:
    facts = {row.cells[0]: row.cells[1] for row in table_of(report, "about").rows}
    assert facts["报告标题"] == "岚川市政府工作报告"
    assert facts["年份"] == "2032"
    assert facts["台账条目"] == 3
    assert facts["事项"] == ("成效 2", "目标 5", "任务 4", "问题 1")
    assert facts["未识读的数字"] == 1
    assert facts["发现"] == ("需说明 1",)
    assert facts["程序、规则表、格式版本"] == "0.1.0 · abc123 · taizhang.report/1"


def test_english_words(report: Report) -> None:
    table = table_of(report, "ledger", Settings(lang=Lang.EN))
    assert table.name == "Ledger"
    assert table.head == "Government work report 2032, 岚川市: Ledger"
    assert column_of(table, "due")[2] == "2032-06-30"
    assert column_of(table, "target_value")[0] == ("水渠 added ≥30公里", "泵站 4座", "灌溉面积 >5万亩")


def test_problems_and_framing_are_nowhere_but_in_counts(report: Report) -> None:
    tables = build_tables(report, Settings())
    assert not any("水价偏低" in str(row.cells) for table in tables for row in table.rows)


def test_a_report_with_nothing_in_it() -> None:
    tables = build_tables(Report(SourceText(""), Restoration()), Settings())
    assert [len(table.rows) for table in tables[:5]] == [0, 0, 0, 0, 0]
