"""Tables of indicators in a report: rows are targets, columns say when and whether told or aimed at."""

from __future__ import annotations

import pytest

import taizhang
from taizhang.engine.entries import headline_targets
from taizhang.engine.model import Kind, Status
from taizhang.engine.tables import find_tables

TABLE = (
    "二、2032年主要预期目标\n指标\t2031年完成\t2032年预期目标\n"
    "地区生产总值\t1704.3亿元，增长5.6%\t增长5.5%以上\n粮食总产\t38.6亿斤\t38亿斤以上\n"
)
TEXT = f"甲市2032年政府工作报告\n{TABLE}今年编制发展规划，新建公路20公里。\n三、2032年重点任务\n新建商场2座。\n"


def test_figures_are_of_their_row_and_column() -> None:
    told = {(q.indicator, q.text, str(q.status), q.period) for q in taizhang.read(TEXT).quantities}
    assert told >= {
        ("地区生产总值", "1704.3亿元", "actual", "2031"),
        ("地区生产总值", "5.6%", "actual", "2031"),
        ("地区生产总值", "5.5%", "target", "2032"),
        ("粮食总产", "38.6亿斤", "actual", "2031"),
        ("粮食总产", "38亿斤", "target", "2032"),
    }


def test_a_row_is_one_target_and_the_head_none() -> None:
    report = taizhang.read(TEXT)
    words = {report.words(*item.spans).strip(): item.kind for item in report.items}
    assert words["地区生产总值\t1704.3亿元，增长5.6%\t增长5.5%以上"] is Kind.TARGET
    assert words["指标\t2031年完成\t2032年预期目标"] is Kind.FRAMING
    assert len([i for i in headline_targets(report) if "\t" in report.words(*i.spans)]) == 2


def test_the_head_is_no_section_and_what_follows_stands_where_it_stood() -> None:
    report = taizhang.read(TEXT)
    assert [section.number for section in report.sections if section.title] == ["二", "三"]
    (item,) = (i for i in report.items if "新建公路" in report.words(*i.spans))
    assert item.section == next(s.id for s in report.sections if s.number == "二")


def test_what_is_told_has_no_hardness() -> None:
    told = [q for q in taizhang.read(TEXT).quantities if q.status is Status.ACTUAL]
    assert told
    assert all(q.hardness is None for q in told)


@pytest.mark.parametrize(
    "text",
    [
        "指标\t单位\t说明\n粮食\t吨\t无\n",
        "2032年目标\t38亿斤\n",
        "姓名\t职务\n甲\t乙\n",
        "没有表格的一句话，目标是增长5%。\n",
    ],
)
def test_other_tables_are_left_alone(text: str) -> None:
    assert find_tables(text, 2032) == ()


def test_a_line_of_another_width_ends_a_table() -> None:
    first, second = find_tables(f"{TABLE}正文。\n项目\t2032年目标\n就业\t3万人\n", 2032)
    assert [row.name for row in first.rows] == ["地区生产总值", "粮食总产"]
    assert [row.name for row in second.rows] == ["就业"]
