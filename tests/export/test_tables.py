"""What stands in the tables."""

from dataclasses import replace
from decimal import Decimal

import pytest

import taizhang
from taizhang.engine.model import Bound, Measure, Report, Restoration, Severity, SourceText, Span
from taizhang.export.grid import Cell, Table
from taizhang.export.tables import build_tables
from taizhang.settings import Lang, LeadUnit, Settings


def table_of(report: Report, key: str, settings: Settings | None = None) -> Table:
    return next(t for t in build_tables(report, settings or Settings()) if t.key == key)


def column_of(table: Table, key: str) -> list[Cell]:
    at = [column.key for column in table.columns].index(key)
    return [row.cells[at] for row in table.rows]


def test_tables_in_order(report: Report) -> None:
    names = [table.name for table in build_tables(report, Settings())]
    assert names == ["任务分解表", "主要预期目标", "成效", "未列入台账的句子", "数量", "发现", "关于"]


def test_every_row_has_a_cell_for_each_column(report: Report) -> None:
    for table in build_tables(report, Settings()):
        assert table.rows or table.key == "left_out"
        assert {len(row.cells) for row in table.rows} <= {len(table.columns)}


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
        ("水渠新修≥30公里", "上半年改造泵站 4座", "灌溉面积 >5万亩"),
        ("水渠新修≥30公里",),
        ("上半年改造泵站 4座",),
        ("灌溉面积 >5万亩",),
        ("整治河道 2条",),
        ("中学新增1—2所", "每万人拥有教师 ≥90名"),
        ("中学新增1—2所",),
        ("每万人拥有教师 ≥90名",),
    ]


def test_due_dates_are_marked_where_assumed(report: Report) -> None:
    assert column_of(table_of(report, "ledger"), "due")[:4] == [
        "2032年6月底；其余年底※",
        "2032年底※",
        "2032年6月底",
        "2032年底※",
    ]


def test_category_leaves_out_the_part_of_the_report(report: Report) -> None:
    categories = column_of(table_of(report, "ledger"), "category")
    assert categories[0] == "兴办水利 / 修渠引水"
    assert categories[-1] == "办好教育"


def test_supporting_units_stand_in_a_column_of_their_own(report: Report) -> None:
    assert column_of(table_of(report, "ledger"), "supporting_units")[:5] == ["市财政局"] * 4 + [None]


def test_suggested_units_are_marked_once_in_the_header(report: Report) -> None:
    table = table_of(report, "ledger")
    headers = {column.key: column.header for column in table.columns}
    assert headers["lead_unit"] == "牵头单位\n（建议）"
    assert headers["supporting_units"] == "配合单位\n（建议）"
    assert not any("建议" in str(cell) for row in table.rows for cell in row.cells)
    merged = table_of(report, "ledger", Settings(lead_unit=LeadUnit.STAR))
    assert {c.key: c.header for c in merged.columns}["units"] == "责任单位（建议）\n（标*者牵头）"


def test_headers_say_nothing_of_proposals_where_there_are_none(report: Report) -> None:
    items = tuple(replace(item, suggestion=None) for item in report.items)
    headers = [column.header for column in table_of(replace(report, items=items), "ledger").columns]
    assert "牵头单位" in headers
    assert not any("建议" in header for header in headers)


def test_nodes_of_the_quarters(report: Report) -> None:
    table = table_of(report, "ledger")
    assert column_of(table, "q2")[:4] == [("改造泵站 4座",), None, ("改造泵站 4座",), None]
    assert [set(column_of(table, key)) for key in ("q1", "q3", "q4")] == [{None}] * 3


def test_a_stated_year_end_is_a_node_and_an_assumed_one_is_not(report: Report) -> None:
    moved = replace(report.items[8], due="2032-12-31")
    table = table_of(replace(report, items=(*report.items[:8], moved, *report.items[9:])), "ledger")
    assert [cell for cell in column_of(table, "q4") if cell] == [("=整治河道2条",)]


def test_a_node_that_leaves_out_what_is_reached_names_it(report: Report) -> None:
    text = report.source.text.replace("再建中学1—2所", "9月底前达到2所")
    span = Span(text.index("9月底前"), text.index("9月底前") + 8)
    item = replace(report.items[9], spans=(span,), due="2032-09-30", quantities=("q8",))
    figure = replace(
        report.quantities[8], text="2所", indicator="中学", measure=Measure.LEVEL, span=Span(span.end - 2, span.end)
    )
    bare = replace(report.items[10], quantities=())
    changed = replace(
        report,
        source=replace(report.source, text=text),
        items=(*report.items[:9], item, bare, report.items[11]),
        quantities=(*report.quantities[:8], replace(figure, bound=Bound.EXACT), report.quantities[9]),
    )
    assert ("中学 2所",) in column_of(table_of(changed, "ledger"), "q3")
    nameless = replace(changed, quantities=tuple(replace(q, indicator="") for q in changed.quantities))
    assert ("达到2所",) in column_of(table_of(nameless, "ledger"), "q3")


def test_the_header_says_what_an_address_is(report: Report) -> None:
    for key in ("ledger", "targets", "results", "quantities", "findings"):
        headers = {column.key: column.header for column in table_of(report, key).columns}
        assert headers["address"] == "出处\n（句.分句）"
    facts = {row.cells[0]: row.cells[1] for row in table_of(report, "about").rows}
    assert "第 143 句的第 1 个分句" in str(facts["读法：出处"])


def test_lead_unit_has_a_column_of_its_own(report: Report) -> None:
    assert column_of(table_of(report, "ledger"), "lead_unit")[:5] == ["市水利局"] * 4 + [None]


@pytest.mark.parametrize(
    ("way", "shown"),
    [(LeadUnit.STAR, "*市水利局、市财政局"), (LeadUnit.FIRST, "市水利局、市财政局")],
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


def test_wording_is_no_legal_property(report: Report) -> None:
    table = table_of(report, "targets")
    headers = {column.key: column.header for column in table.columns}
    assert headers["hardness"] == "表述力度"
    assert set(column_of(table, "hardness")) == {"刚性表述", None}
    english = table_of(report, "targets", Settings(lang=Lang.EN))
    assert set(column_of(english, "hardness")) == {"firm", None}
    shown = [*table.columns, *(cell for row in table.rows for cell in row.cells)]
    assert not any("约束性" in str(cell) or "预期性" in str(cell) for cell in shown)


def change_review(report: Report, words: str, period: str = "2031") -> Report:
    """``report`` with other words where the review tells the growth of the year before; offsets behind it stay."""
    old = "地区生产总值增长6.1%，新建公园1300余处。"
    assert len(words) == len(old)
    start = report.source.text.index(old)
    text = report.source.text.replace(old, words)
    at = start + words.index("6.1%")
    item = replace(report.items[0], spans=(Span(start, start + len(old)),))
    figure = replace(report.quantities[0], span=Span(at, at + 4), period=period)
    park = replace(report.items[1], spans=(Span(start + len(old) - 1, start + len(old)),), quantities=())
    return replace(
        report,
        source=replace(report.source, text=text),
        items=(item, park, *report.items[2:]),
        quantities=(figure, *report.quantities[2:]),
    )


@pytest.mark.parametrize(
    ("words", "period", "shown"),
    [
        ("全市地区生产总值增长6.1%，建公园十余处。。", "2031", "6.1%"),
        ("五年来地区生产总值年均增长6.1%，建园多处。", "2031", None),
        ("地区生产总值年均增长6.1%，新建公园很多处。", "2031", None),
        ("过去五年辛苦，2031年生产总值增6.1%！！", "2031", "6.1%"),
        ("地区生产总值增长6.1%，新建公园1300余处。", "2027/2031", None),
        ("地区生产总值增长6.1%，新建公园1300余处。", "2030", None),
    ],
)
def test_last_years_figure_is_of_that_year_alone(report: Report, words: str, period: str, shown: str | None) -> None:
    words = words.ljust(len("地区生产总值增长6.1%，新建公园1300余处。"), "。")
    table = table_of(change_review(report, words, period), "targets")
    assert column_of(table, "last_year")[0] == shown


def test_the_first_figure_of_the_review_is_last_years(report: Report) -> None:
    later = replace(report.quantities[0], id="q90", text="9%", span=report.quantities[1].span, item="i1")
    elsewhere = replace(report.quantities[0], id="q91", text="8%", item="i5")
    items = tuple(replace(i, quantities=("q90",)) if i.id == "i1" else i for i in report.items)
    changed = replace(report, items=items, quantities=(elsewhere, *report.quantities, later))
    assert column_of(table_of(changed, "targets"), "last_year")[0] == "6.1%"


def test_the_header_names_last_year(report: Report) -> None:
    assert [c.header for c in table_of(report, "targets").columns if c.key == "last_year"] == ["2031年实绩"]
    unknown = replace(report, source=replace(report.source, year=None))
    assert [c.header for c in table_of(unknown, "targets").columns if c.key == "last_year"] == ["上年实绩"]


def test_a_target_that_a_table_repeats_stands_once(report: Report) -> None:
    again = replace(report.quantities[2], id="q90")
    items = tuple(replace(i, quantities=("q2", "q90")) if i.id == "i2" else i for i in report.items)
    table = table_of(replace(report, items=items, quantities=(*report.quantities, again)), "targets")
    assert column_of(table, "indicator") == ["地区生产总值", "粮食产量", "城乡收入差距继续缩小"]


def test_measures_of_shares_and_points(report: Report) -> None:
    share = replace(report.quantities[3], unit="%", text="35%")
    points = replace(report.quantities[2], unit="百分点", text="6个百分点")
    changed = replace(report, quantities=(*report.quantities[:2], points, share, *report.quantities[4:]))
    assert column_of(table_of(changed, "targets"), "measure") == ["增幅", "水平", None]


def test_headline_targets_beside_last_years_figure(report: Report) -> None:
    table = table_of(report, "targets")
    assert column_of(table, "last_year") == ["6.1%", None, None]
    assert column_of(table, "last_year_address") == ["c2.0", None, None]


def test_results(report: Report) -> None:
    table = table_of(report, "results")
    assert column_of(table, "result") == ["地区生产总值增长6.1%", "新建公园1300余处"]
    assert column_of(table, "figures") == [("地区生产总值增长6.1%",), ("公园新建1300余处",)]
    assert column_of(table, "source")[1] == "地区生产总值增长6.1%，新建公园1300余处。"


def test_results_say_of_which_years_they_are(report: Report) -> None:
    assert column_of(table_of(report, "results"), "period") == ["2031年", "2031年"]
    words = "五年来地区生产总值年均增长6.1%，建园多处。".ljust(len("地区生产总值增长6.1%，新建公园1300余处。"), "。")
    changed = table_of(change_review(report, words), "results")
    assert column_of(changed, "period") == ["2027—2031年", "2027—2031年"]
    english = table_of(change_review(report, words), "results", Settings(lang=Lang.EN))
    assert column_of(english, "period")[0] == "2027–2031"


def test_results_say_the_year_of_an_older_figure(report: Report) -> None:
    older = replace(report.quantities[0], period="2030", measure=Measure.LEVEL)
    table = table_of(replace(report, quantities=(older, *report.quantities[1:])), "results")
    assert column_of(table, "figures")[0] == ("地区生产总值 6.1%（2030年）",)


def test_results_leave_out_a_figure_that_another_one_counts_by(report: Report) -> None:
    kind, counted, *rest = report.quantities
    item = next(item for item in report.items if item.id == kind.item)
    both = replace(item, quantities=(kind.id, counted.id))
    items = tuple(both if other is item else other for other in report.items)
    counted = replace(counted, indicator=f"{kind.text}以上公园")
    table = table_of(replace(report, items=items, quantities=(kind, counted, *rest)), "results")
    assert column_of(table, "figures")[0] == (f"{kind.text}以上公园新建1300余处",)


def test_findings_the_gravest_first(report: Report) -> None:
    (question,) = report.findings
    notice, error = replace(question, severity=Severity.NOTICE), replace(question, severity=Severity.ERROR)
    table = table_of(replace(report, findings=(notice, question, error)), "findings")
    assert column_of(table, "severity") == ["错误", "需说明", "提示"]
    assert column_of(table, "number") == [1, 2, 3]


def test_columns_of_findings_that_hold_nothing_are_left_out(report: Report) -> None:
    full = {"formula", "inputs", "tolerance"}
    assert full <= {column.key for column in table_of(report, "findings").columns}
    bare = replace(report.findings[0], formula="", inputs=())
    table = table_of(replace(report, findings=(bare,)), "findings")
    assert full & {column.key for column in table.columns} == {"tolerance"}
    assert all(len(row.cells) == len(table.columns) for row in table.rows)


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
        "period": "2032年",
        "hardness": "刚性表述",
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
    assert column_of(table, "target_value")[0] == ("水渠 add ≥30公里", "H1 泵站 4座", "灌溉面积 >5万亩")


def test_problems_and_framing_are_nowhere_but_in_counts(report: Report) -> None:
    tables = build_tables(report, Settings())
    assert not any("水价偏低" in str(row.cells) for table in tables for row in table.rows)


def test_a_report_with_nothing_in_it() -> None:
    tables = build_tables(Report(SourceText(""), Restoration()), Settings())
    assert [len(table.rows) for table in tables[:5]] == [0, 0, 0, 0, 0]


def test_sentences_in_no_row_are_a_table_and_counted() -> None:
    text = "岚川市政府工作报告\n二、2032年工作安排\n2032年是关键之年。\n（一）扩大内需。新建商场2座。\n"
    read = taizhang.read(text)
    table = table_of(read, "left_out")
    assert column_of(table, "sentence") == ["2032年是关键之年。"]
    assert column_of(table, "section") == ["2032年工作安排"]
    assert column_of(table, "address")[0].startswith("c")
    about = dict(row.cells for row in table_of(read, "about").rows)
    assert about["未列入台账的句子"] == 1


def test_a_figure_that_tells_why_is_no_target_value() -> None:
    text = (
        "岚川市2032年政府工作报告\n一、2032年重点工作\n（一）稳定就业。"
        "预计今年高校毕业生超过3万人，要推出见习岗位5000个。"
    )
    told = column_of(table_of(taizhang.read(text), "ledger"), "target_value")
    assert any("5000个" in "".join(cell or ()) for cell in told)
    assert not any("3万人" in "".join(cell or ()) for cell in told)
