"""Figures told beside figures registered: units converted, rounding allowed, one finding for each place."""

from __future__ import annotations

from pathlib import Path

import pytest

import taizhang
from taizhang import ingest
from taizhang.checks.observations import check_observations, observe_report
from taizhang.engine.model import Finding, Report, Severity
from taizhang.errors import DocumentBroken
from taizhang.ingest.observations import read_observations

JINZHONG = Path(__file__).parents[3] / "shared" / "reports" / "jinzhong-2026.txt"
FACTS = """指标,地区,时期,数值,单位,来源
固定资产投资,{0},2024,682.6,亿元,2025年政府工作报告
地区生产总值,{0},2024,2458.8,亿元,统计公报
地区生产总值,{0},2024,2.3,%,统计公报
第一产业增加值,{0},2024,153.8,亿元,统计公报
第二产业增加值,{0},2024,1051.7,亿元,统计公报
第三产业增加值,{0},2024,{1},亿元,统计公报
城镇新增就业,{0},2024,"38,129",人,统计公报
"""
TWIN = """2026年云岭市政府工作报告

一、2025年工作回顾

过去一年，固定资产投资完成702.1亿元、增长3.8%，粮食总产量达到20.5亿斤。

二、2026年主要预期目标

地区生产总值增长5%以上，城镇新增就业3.5万人。
"""


def read(text: str, year: int = 2026) -> Report:
    return taizhang.read(ingest.place_source(ingest.source_from_text(text), "云岭市", year))


def find(report: Report, folder: Path, rows: str) -> dict[str, Finding]:
    file = folder / "数.csv"
    file.write_text(rows, encoding="utf-8")
    return {finding.code: finding for finding in check_observations(report, read_observations(file))}


def prove_facts(report: Report, found: dict[str, Finding]) -> None:
    assert set(found) == {"O002", "O003"}
    base, jobs = found["O002"], found["O003"]
    assert base.severity is Severity.QUESTION
    assert "676.4亿元" in base.message
    assert "增长2.9%" in base.message
    assert report.words(*base.spans).startswith("702.1亿元")
    assert jobs.severity is Severity.NOTICE
    assert report.words(*jobs.spans) == "3.5万人"
    assert "38,129人" in jobs.message


@pytest.mark.skipif(not JINZHONG.is_file(), reason="needs ../shared")
def test_the_base_of_jinzhong_is_a_question_and_its_jobs_a_notice(tmp_path: Path) -> None:
    report = taizhang.read(JINZHONG)
    prove_facts(report, find(report, tmp_path, FACTS.format("晋中市", "1253.2")))


def test_a_base_that_growth_does_not_imply_is_a_question_and_a_low_target_a_notice(tmp_path: Path) -> None:
    report = read(TWIN)
    prove_facts(report, find(report, tmp_path, FACTS.format("云岭市", "1253.2")))


def test_sectors_that_rounding_does_not_join_are_a_question(tmp_path: Path) -> None:
    found = find(read(TWIN), tmp_path, FACTS.format("云岭市", "1254.2"))
    assert found["O004"].severity is Severity.QUESTION
    assert "2459.7亿元" in found["O004"].message


@pytest.mark.parametrize("row", ["粮食产量,云岭市,2025,102.5,万吨,公报", "粮食产量,云岭市,2025,1025000,吨,公报"])
def test_units_are_converted(tmp_path: Path, row: str) -> None:
    assert find(read(TWIN), tmp_path, f"指标,地区,时期,数值,单位,来源\n{row}\n") == {}


@pytest.mark.parametrize(
    ("row", "is_found"),
    [
        ("固定资产投资,云岭市,2025,702.14,亿元,公报", False),
        ("固定资产投资,云岭市,2025,702.3,亿元,公报", True),
        ("固定资产投资,云岭市,2024,702.3,亿元,公报", False),
        ("固定资产投资,山外市,2025,702.3,亿元,公报", False),
        ("固定资产投资,云岭市,2025,4.1,%,公报", True),
        ("固定资产投资增速,云岭市,2025,3.8,%,公报", False),
    ],
)
def test_a_figure_is_held_against_that_of_its_area_period_and_measure(tmp_path: Path, row: str, is_found: bool) -> None:
    assert ("O001" in find(read(TWIN), tmp_path, f"指标,地区,时期,数值,单位,来源\n{row}\n")) == is_found


@pytest.mark.parametrize(("registered", "is_found"), [("4.1", True), ("3.5", False), ("30", False)])
def test_a_target_far_below_what_is_registered_is_of_another_scope(
    tmp_path: Path, registered: str, is_found: bool
) -> None:
    rows = f"指标,地区,时期,数值,单位,来源\n城镇新增就业,云岭市,2025,{registered},万人,公报\n"
    assert ("O003" in find(read(TWIN), tmp_path, rows)) == is_found


def test_a_bulletin_is_a_source_of_figures() -> None:
    bulletin = read("2025年云岭市国民经济和社会发展统计公报\n\n全年固定资产投资完成705.9亿元，比上年增长3.8%。\n", 2025)
    found = check_observations(read(TWIN), observe_report(bulletin))
    assert [(f.code, f.severity) for f in found] == [("O001", Severity.QUESTION)]


def test_headers_may_be_english_and_indicators_keys(tmp_path: Path) -> None:
    rows = "indicator,area,period,value,unit,source\nfixed_asset_investment,云岭市,2025,800,亿元,b\n"
    assert "O001" in find(read(TWIN), tmp_path, rows)


@pytest.mark.parametrize(
    ("rows", "line", "words"),
    [
        ("指标,时期,数值\n", 1, "单位"),
        ("指标,时期,数值,单位\n奇异数,2025,1,亿元\n", 2, "奇异数"),
        ("指标,时期,数值,单位\n地区生产总值,去年,1,亿元\n", 2, "去年"),
        ("指标,时期,数值,单位\n地区生产总值,2025,1,亿元\n地区生产总值,2025,约1,亿元\n", 3, "约1"),
        ("指标,时期,数值,单位\n地区生产总值,2025,NaN,亿元\n", 2, "NaN"),
        ("指标,时期,数值,单位,口径\n地区生产总值,2025,1,亿元,怪\n", 2, "怪"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_in_one_line(tmp_path: Path, rows: str, line: int, words: str) -> None:
    file = tmp_path / "数.csv"
    file.write_text(rows, encoding="utf-8")
    with pytest.raises(DocumentBroken) as error:
        read_observations(file)
    told = error.value.line("zh")
    assert f"数.csv:{line}" in told
    assert words in told
    assert "\n" not in told
