"""``check --against`` and ``--observations``: more findings, and the table of targets and results."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from taizhang.cli import main

LAST = "2031年云岭市政府工作报告\n\n今年主要预期目标是：地区生产总值增长6%，固定资产投资增长5%，城镇新增就业3万人。\n"
REPORT = "2032年云岭市政府工作报告\n\n去年，地区生产总值增长6.3%，固定资产投资完成702.1亿元、增长3.8%。\n"
FIGURES = "指标,地区,时期,数值,单位,来源\n固定资产投资,,2030,682.6,亿元,公报\n固定资产投资,,2031,705.9,亿元,公报\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in {"去年.txt": LAST, "今年.txt": REPORT, "数.csv": FIGURES}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> int:
    return main(["check", *arguments, "--lang", "zh"])


def test_the_table_of_targets_and_results_is_printed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("今年.txt", "--against", "去年.txt") == 0
    out = capsys.readouterr().out
    assert "2031年的目标与2032年报告所说的结果" in out
    assert "-1.2个百分点" in out
    assert "Y002" in out


def test_the_pairs_stand_in_the_json_with_both_sentences(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("今年.txt", "--against", "去年.txt", "--json", "-") == 0
    data = json.loads(capsys.readouterr().out)
    by_key = {pair["indicator_key"]: pair for pair in data["targets"]}
    assert by_key["fixed_asset_investment"]["outcome"] == "missed"
    assert by_key["gdp"]["target"]["sentence"] in LAST
    assert by_key["gdp"]["result"]["text"] == "6.3%"
    assert by_key["urban_new_jobs"]["result"] is None


def test_registered_figures_give_findings(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("今年.txt", "--observations", "数.csv", "--fail-on", "question") == 1
    out = capsys.readouterr().out
    assert "O001" in out
    assert "O002" in out


def test_a_report_may_stand_for_registered_figures(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bulletin = "2031年云岭市国民经济和社会发展统计公报\n\n全年固定资产投资完成705.9亿元，比上年增长4%。\n"
    (folder / "公报.txt").write_text(bulletin, encoding="utf-8")
    assert run("今年.txt", "--observations", "公报.txt") == 0
    assert "705.9亿元" in capsys.readouterr().out


def test_a_report_of_another_place_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "别处.txt").write_text("太原市2031年政府工作报告\n\n地区生产总值增长6%。\n", encoding="utf-8")
    assert run("今年.txt", "--against", "别处.txt", "--place", "晋中市") == 2
    assert "太原市2031年" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("去年.txt", "--against", "今年.txt"), "--against"),
        (("今年.txt", "--against", "没有.txt"), "没有.txt"),
        (("今年.txt", "--observations", "坏.csv"), "坏.csv:2"),
    ],
)
def test_what_cannot_be_held_against_is_one_line(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str
) -> None:
    (folder / "坏.csv").write_text("指标,时期,数值,单位\n地区生产总值,2031,多,亿元\n", encoding="utf-8")
    assert run(*arguments) == 2
    told = capsys.readouterr().err
    assert words in told
    assert len(told.strip().splitlines()) == 1
