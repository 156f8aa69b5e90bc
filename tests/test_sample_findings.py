"""Findings drawn for people to read: each code gets its share, the same seed the same ones, verdicts are counted."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path

import sample_findings
from sample_findings import Drawn, draw


def finding(code: str, number: int, severity: str = "error") -> Drawn:
    return Drawn(code, severity, f"某市{number}", "c0.0 0-1", f"第{number}条", "", "", "原文【词】")


FOUND = [finding("T006", n) for n in range(100)] + [finding("T005", n, "question") for n in range(3)]
FOUND += [finding("A001", n) for n in range(40)]


def counts(drawn: list[Drawn]) -> dict[str, int]:
    return {code: sum(each.code == code for each in drawn) for code in sorted({each.code for each in drawn})}


def test_each_code_gets_the_same_share_and_what_one_lacks_goes_to_the_others() -> None:
    assert counts(draw(FOUND, 43, 1)) == {"A001": 20, "T005": 3, "T006": 20}


def test_no_more_is_drawn_than_there_is_and_none_twice() -> None:
    drawn = draw(FOUND, 500, 1)
    assert sorted(drawn) == sorted(FOUND)


def test_the_seed_decides() -> None:
    assert draw(FOUND, 40, 1) == draw(reversed(FOUND), 40, 1)
    assert draw(FOUND, 40, 1) != draw(FOUND, 40, 2)


def test_reports_of_consecutive_years_are_held_against_each_other_with_both_sentences() -> None:
    last = "二、2031年主要预期目标\n\n固定资产投资增长5%以上。\n"
    report = "一、2031年工作回顾\n\n去年，固定资产投资增长3.8%。\n"
    rows = [{"place": "晋中市", "year": 2031, "text": last}, {"place": "晋中市", "year": 2032, "text": report}]
    (missed,) = [each for each in sample_findings._find_in_place(rows, {}) if each.code == "Y002"]
    assert missed.words == "2031: 固定资产投资增长5%以上。 ‖ 去年，固定资产投资增长【3.8%】。"


def test_a_report_is_held_against_that_of_the_province_of_its_year() -> None:
    above = {"place": "山西省", "year": 2032, "text": "一、2032年主要预期目标\n\n固定资产投资增长6%。\n"}
    row = {"place": "晋中市", "year": 2032, "text": "一、2032年主要预期目标\n\n固定资产投资增长5%。\n"}
    found = sample_findings._find_in_place([row], {("140000", 2032): above})
    assert [each.words for each in found if each.code == "L001"] == [
        "2032: 固定资产投资增长6%。 ‖ 固定资产投资增长【5%】。"
    ]


def test_verdicts_are_counted_by_code_and_severity(tmp_path: Path) -> None:
    path = tmp_path / "read.tsv"
    sample_findings.write_table(path, draw(FOUND, 9, 1))
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    for at, row in enumerate(rows):
        row["right"] = "" if at == 0 else str(int(row["code"] != "T005"))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), delimiter="\t")
        writer.writeheader()
        writer.writerows(rows)
    tally = tomllib.loads("\n".join(sample_findings.tell_tally(path)))["tally"]
    assert [(row["code"], row["severity"], row["read"], row["right"]) for row in tally] == [
        ("A001", "error", 2, 2), ("T005", "question", 3, 0), ("T006", "error", 3, 3),
    ]  # fmt: skip


def test_each_is_printed_with_its_place_and_its_words() -> None:
    told = "\n".join(sample_findings.tell([finding("T006", 1)]))
    assert told.splitlines() == ["1. T006 error 某市1 c0.0 0-1", "   第1条", "   > 原文【词】"]
