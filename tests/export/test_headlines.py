"""Headline targets: each once, whatever a table repeats; last year's figures and tasks are none."""

from __future__ import annotations

import taizhang
from taizhang.engine.clauses import split_clauses
from taizhang.engine.entries import draft_entries
from taizhang.export.headlines import headline_figures

WORDS = "今年主要预期目标是：地区生产总值增长5.5%以上，粮食总产稳定在38亿斤以上，生态环境持续改善。"
TABLE = (
    "指标\t2031年完成\t2032年预期目标\n"
    "地区生产总值\t1704.3亿元，增长5.6%\t增长5.5%以上\n进出口总额\t86.4亿元\t90亿元以上\n"
)


def told(text: str) -> list[tuple[str, ...]]:
    return [tuple(q.text for q in figures) for _, figures in headline_figures(taizhang.read(text))]


def test_a_table_adds_only_what_the_words_did_not_tell() -> None:
    assert told(f"二、2032年主要预期目标\n{WORDS}\n{TABLE}") == [("5.5%",), ("38亿斤",), (), ("90亿元",)]


def test_a_paragraph_of_tasks_below_the_targets_is_in_the_ledger() -> None:
    text = (
        f"二、2032年总体要求和预期目标\n{WORDS}\n今年要编制发展规划，面向社会征集意见建议1万条以上，年底前完成草案。\n"
    )
    report = taizhang.read(text)
    assert ("1万条",) not in told(text)
    assert any("1万条" in entry.text for entry in draft_entries(report, split_clauses(report.source.text)))
