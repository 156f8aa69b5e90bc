"""``check --above`` and ``--below``: targets of the levels beside each other, counties beside their city."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from taizhang.cli import main
from taizhang.rules.areas import counties_of

AIMS = "政府工作报告\n\n一、2024年主要预期目标\n\n地区生产总值增长{}%，固定资产投资增长{}%。\n"
DONE = "政府工作报告\n\n一、2023年工作回顾\n\n过去一年，社会消费品零售总额完成{}亿元。\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TAIZHANG_SETTINGS", raising=False)
    aims = {"晋中市": (5.5, 5), "山西省": (5, 6), "全国": (5, 4), "河南省": (5, 6)}
    for place, values in aims.items():
        write(tmp_path / f"{place}.txt", place, AIMS.format(*values))
    for county in counties_of("140700", 2024):
        write(tmp_path / f"县-{county.name}.txt", f"晋中市{county.name}", DONE.format(12))
    write(tmp_path / "市.txt", "晋中市", DONE.format(100))
    return tmp_path


def write(path: Path, place: str, text: str) -> None:
    name = "国务院" if place == "全国" else place
    path.write_text(f"2024年{name}{text}", encoding="utf-8")


def run(*arguments: str) -> int:
    return main(["check", *arguments, "--lang", "zh"])


def counties(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("县-*.txt"))


def test_city_province_and_nation_stand_beside_each_other(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("晋中市.txt", "--above", "全国.txt", "--above", "山西省.txt") == 0
    out = capsys.readouterr().out
    head = next(line for line in out.splitlines() if "晋中市" in line and "山西省" in line)
    assert head.index("晋中市") < head.index("山西省")
    row = next(line for line in out.splitlines() if line.strip().startswith("固定资产投资"))
    assert row.split() == ["固定资产投资", "增长5%", "增长6%", "增长4%", "低于山西省"]
    assert "L001" in out


def test_the_levels_stand_in_the_json(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run("晋中市.txt", "--above", "山西省.txt", "--above", "全国.txt", "--json", "-") == 0
    data = json.loads(capfd.readouterr().out)
    lower = [(level["indicator_key"], level["above"]["place"]) for level in data["levels"] if level["is_lower"]]
    assert lower == [("fixed_asset_investment", "山西省")]
    assert [finding["code"] for finding in data["findings"] if finding["code"][0] == "L"] == ["L001"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("晋中市.txt", "--above", "河南省.txt"), "河南省2024年"),
        (("山西省.txt", "--above", "晋中市.txt"), "晋中市2024年"),
        (("山西省.txt", "--below", "河南省.txt"), "--below"),
        (("晋中市.txt", "--below", "没有.txt"), "没有.txt"),
    ],
)
def test_a_report_of_another_level_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    assert run(*arguments) == 2
    err = capsys.readouterr().err
    assert said in err
    assert len(err.splitlines()) == 1


def test_counties_together_beyond_the_city_are_a_question(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    found = counties(folder)
    assert run("市.txt", "--below", *found, "--xlsx", "甲.xlsx") == 0
    out = capfd.readouterr().out
    assert "L002" in out
    assert f"{len(found) * 12}亿元" in out
    (row,) = openpyxl.load_workbook(folder / "甲.xlsx")["所辖地区之和"].iter_rows(min_row=4, values_only=True)
    assert row[3:6] == (f"{len(found) * 12}亿元", "100亿元", f"{len(found) * 12 - 100}亿元")


def test_the_counties_that_are_missing_are_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, *rest = counties(folder)
    assert run("市.txt", "--below", *rest) == 0
    out = capsys.readouterr().out
    assert "L002" not in out
    assert first.removeprefix("县-").removesuffix(".txt") in out


def test_the_sums_stand_in_the_json_with_each_countys_figure(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    found = counties(folder)
    assert run("市.txt", "--below", *found, "--json", "-") == 0
    ((total),) = json.loads(capfd.readouterr().out)["sums"]
    assert len(total["parts"]) == len({part["place"] for part in total["parts"]}) == len(found)
    assert total["gap"] == str(int(total["total"]) - 100 * 10**8)
