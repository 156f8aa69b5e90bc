"""Make ``docs/checks-years.md``: targets beside results over a corpus of reports, and levels beside each other.

Usage: ``compare_years.py CORPUS.parquet [REPORT.txt …]``. The corpus has place, year and text; further reports are
read from files. The page holds figures and facts only, no sentences. What was counted by eye stands in
``compare_years.tsv``: for a pair of years the results that the later report tells of the headline targets, and how many
of them were found.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pyarrow.compute as pc
import pyarrow.parquet as pq

import taizhang
from taizhang import ingest
from taizhang.checks.levels import Level, compare_levels
from taizhang.checks.pairs import Outcome, Pair, pair_reports, tell_figure, tell_gap
from taizhang.engine.model import Report

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "checks-years.md"
COUNTED = Path(__file__).with_suffix(".tsv")
CITY, OTHER, PROVINCE, NATION = "太原市", "晋中市", "山西省", "国务院"
FIRST = 2001
PRECISION = (
    ("太原、山西、国务院、晋中相邻两份（全部）", 70, 67, "五年目标当作当年 1；一句连说三年的数取错 1；净增当作新设 1"),
    ("其余各地相邻两份（78 对中抽取）", 60, 56, "分别增长取错次序 2；县的数当作全市 1；原文单位印错 1（已不再报）"),
)
"""Findings read by eye: how many, how many right, and what the others were."""
OUTCOMES = {Outcome.MET: "完成", Outcome.MISSED: "未完成", Outcome.OTHERWISE: "另有口径", Outcome.UNTOLD: "未提"}


class Counted(NamedTuple):
    """Results told and found, whether the pair was looked at when rules were mended, and a note."""

    told: int
    found: int
    group: str
    note: str


Reports = dict[str, dict[int, Report]]


def read_reports(corpus: Path, files: Sequence[Path]) -> Reports:
    """The reports of the four places by year; of two for one year the longer one."""
    places = [CITY, OTHER, PROVINCE, NATION]
    table = pq.read_table(corpus, columns=["place", "year", "text"]).filter(pc.field("place").isin(places))
    found: Reports = {place: {} for place in places}
    for row in table.to_pylist():
        if row["year"] and row["year"] >= FIRST:
            _keep(found[row["place"]], _read(row["text"], row["place"], row["year"]))
    for file in files:
        report = taizhang.read(file)
        if report.source.place in found:
            _keep(found[report.source.place or ""], report)
    return found


def _read(text: str, place: str, year: int) -> Report:
    return taizhang.read(ingest.place_source(ingest.source_from_text(text), place, year))


def _keep(found: dict[int, Report], report: Report) -> None:
    year = report.source.year or 0
    if year not in found or len(found[year].source.text) < len(report.source.text):
        found[year] = report


def write_page(reports: Reports) -> Iterator[str]:
    """The lines of the page."""
    yield "# 目标与结果、上级与下级\n"
    yield "由 `scripts/compare_years.py` 生成。各代码见 [checks.md](checks.md)。左为上一份报告的主要预期目标，"
    yield "右为下一份报告所说的结果；空白是没有找到。\n"
    yield from _write_counted()
    yield from _write_summary(CITY, reports[CITY])
    for last, year in read_counted():
        yield from _write_pair(CITY, reports[CITY][last], reports[CITY][year])
    yield "## 晋中 2021、2023、2026\n"
    yield "三份报告不相连，能对照的是到期的多年目标；首末两份之间隔五年，对照五年目标。\n"
    years = sorted(reports[OTHER])
    for last, year in [*pairwise(years), (years[0], years[-1])]:
        yield from _write_pair(OTHER, reports[OTHER][last], reports[OTHER][year])
    yield from _write_levels("太原与山西", reports[CITY], reports[PROVINCE])
    yield from _write_levels("山西与全国", reports[PROVINCE], reports[NATION])


def read_counted() -> dict[tuple[int, int], Counted]:
    """What was counted by eye, by the years of a pair."""
    rows = [line.split("\t") for line in COUNTED.read_text(encoding="utf-8").splitlines()[1:]]
    return {(int(row[0]), int(row[1])): Counted(int(row[2]), int(row[3]), row[4], row[5]) for row in rows}


def _write_counted() -> Iterator[str]:
    counted = read_counted()
    yield "## 人工核对\n"
    yield "看目标一段和下一份报告回顾开头的指标一段，没有配上的再按指标名在全文中查找（不是通读全文）："
    yield "报告说了结果的，找到几项。\n"
    for group in dict.fromkeys(row.group for row in counted.values()):
        mine = [row for row in counted.values() if row.group == group]
        told, found = sum(row.told for row in mine), sum(row.found for row in mine)
        yield f"- {group}的 {len(mine)} 对：{told} 项，找到 {found} 项（{found / told:.1%}）。"
    yield "\n| 报告 | 说了结果 | 找到 | | 备注 |\n|---|---:|---:|---|---|"
    for (last, year), row in counted.items():
        yield f"| {last}—{year} | {row.told} | {row.found} | {row.group} | {row.note} |"
    yield ""
    yield from _write_precision()


def _write_precision() -> Iterator[str]:
    yield "## 需说明是否说得对\n"
    yield "逐条看过的跨年发现（Y001、Y002、Y006 中为需说明的）。"
    yield "第一行改规则时看过，第二行随机抽取，未用于改规则，只看发现和所在句的前后文：\n"
    yield "| 报告 | 条数 | 对 | 不对 |\n|---|---:|---:|---|"
    yield from (f"| {name} | {count} | {right} | {wrong} |" for name, count, right, wrong in PRECISION)
    yield ""


def _write_summary(place: str, found: dict[int, Report]) -> Iterator[str]:
    yield f"## {place}各对年份\n"
    yield "“目标”为 0 的年份，没有认出当年的主要预期目标（有的年份报告只提五年目标，或文本不全）。\n"
    yield f"| 报告 | 目标 | {' | '.join(OUTCOMES.values())} |\n|---|---:|---:|---:|---:|---:|"
    for last, year in pairwise(sorted(found)):
        counts = Counter(pair.outcome for pair in pair_reports(found[last], found[year]))
        cells = " | ".join(str(counts[outcome]) for outcome in OUTCOMES)
        yield f"| {last}—{year} | {counts.total()} | {cells} |"
    yield ""


def _write_pair(place: str, last: Report, report: Report) -> Iterator[str]:
    yield f"### {place} {last.source.year}—{report.source.year}\n"
    pairs = pair_reports(last, report)
    if not pairs:
        yield "没有可以对照的目标。\n"
        return
    yield "| 指标 | 时期 | 目标 | 结果 | 结论 | 相差 |\n|---|---|---:|---:|---|---:|"
    yield from map(_row, pairs)
    yield ""


def _row(pair: Pair) -> str:
    result = tell_figure(pair.result) if pair.result else ""
    sign = "" if not pair.gap else "-" if pair.gap < 0 else "+"
    gap = "" if pair.gap is None else f"{sign}{tell_gap(pair.gap, pair.target)}"
    return f"| {pair.name} | {pair.period} | {tell_figure(pair.target)} | {result} | {OUTCOMES[pair.outcome]} | {gap} |"


def _write_levels(title: str, lower: dict[int, Report], upper: dict[int, Report]) -> Iterator[str]:
    years = sorted(lower.keys() & upper.keys())
    rows = {year: compare_levels(lower[year], upper[year]) for year in years}
    yield f"## {title}\n"
    yield f"两级都有报告的 {len(years)} 年，下级目标在前；▽ 是低于上级。"
    yield "没有列出的年份，两级的主要预期目标没有同一指标，或没有认出。\n"
    yield "| 年份 | 同有的指标 | 低于上级 | 目标 |\n|---|---:|---:|---|"
    for year, levels in rows.items():
        if levels:
            low = len([level for level in levels if level.is_lower])
            yield f"| {year} | {len(levels)} | {low} | {'；'.join(map(_tell_level, levels))} |"
    yield ""


def _tell_level(level: Level) -> str:
    return f"{level.name} {tell_figure(level.target)} / {tell_figure(level.above)}{' ▽' if level.is_lower else ''}"


if __name__ == "__main__":
    reports = read_reports(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
    PAGE.write_text("\n".join(write_page(reports)), encoding="utf-8")
