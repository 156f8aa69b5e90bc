"""``check --json`` and ``--xlsx``: all findings in one list, of whatever family, each with its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from taizhang.cli import main

BODY = "一、2031年工作回顾\n\n去年，地区生产总值增长6.3%，固定资产投资完成702.1亿元、增长3.8%。推广拎包入住”模式。\n"
REPORT = f"2032年云岭市政府工作报告\n\n{BODY}"
LAST = "2031年云岭市政府工作报告\n\n今年主要预期目标是：地区生产总值增长6%，固定资产投资增长5%。\n"
FIGURES = "指标,地区,时期,数值,单位,来源\n固定资产投资,,2030,682.6,亿元,公报\n"
OTHER = "2032年石川县政府工作报告\n\n去年新建公路20公里。支持“专精特新企业。\n"
FIELDS = {"code", "severity", "message", "formula", "inputs", "tolerance", "spans"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TAIZHANG_SETTINGS", raising=False)
    for name, text in {"今年.txt": REPORT, "去年.txt": LAST, "别县.txt": OTHER, "数.csv": FIGURES}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def findings(folder: Path, capfd: pytest.CaptureFixture[str]):
    """Run ``check`` and give the object that it wrote to standard output, and the exit code."""

    def run(*arguments: str) -> tuple[dict[str, Any], int]:
        capfd.readouterr()
        code = main(["check", *arguments, "--json", "-", "--lang", "zh"])
        return json.loads(capfd.readouterr().out), code

    return run


def codes(data: dict[str, Any]) -> set[str]:
    return {finding["code"] for finding in data["findings"]}


class TestJson:
    def test_one_file_is_one_object_with_the_list_of_findings(self, findings):
        data, code = findings("今年.txt")
        assert code == 0
        assert data["schema"] == "taizhang.findings/1"
        assert data["engine"]
        assert data["rules"]
        assert [file["file"] for file in data["files"]] == ["今年.txt"]
        assert "reports" not in data
        for finding in data["findings"]:
            assert set(finding) >= FIELDS
            assert "file" not in finding

    def test_spans_are_pairs_in_the_source_text(self, findings):
        data, _ = findings("今年.txt")
        (found,) = [finding for finding in data["findings"] if finding["code"] == "T006"]
        ((start, end),) = found["spans"]
        assert REPORT[start:end] == "推广拎包入住”"
        assert found["sentences"] == ["推广拎包入住”模式。"]
        assert found["lines"] == [5]

    def test_of_several_files_each_finding_names_its_own(self, findings):
        data, _ = findings("今年.txt", "别县.txt")
        assert {finding["file"] for finding in data["findings"]} == {"今年.txt", "别县.txt"}
        assert {f["file"] for f in data["findings"] if f["code"] == "T006"} == {"今年.txt", "别县.txt"}

    def test_findings_against_others_are_in_the_same_list(self, findings):
        data, _ = findings("今年.txt", "--against", "去年.txt", "--observations", "数.csv")
        assert codes(data) >= {"T006", "Y002", "O002"}
        (base,) = [finding for finding in data["findings"] if finding["code"] == "O002"]
        assert "676.4亿元" in base["formula"]
        assert "682.6亿元" in base["inputs"]
        assert base["tolerance"]
        assert {pair["outcome"] for pair in data["targets"]} == {"met", "missed"}
        starts = [finding["spans"][:1] for finding in data["findings"]]
        assert starts == sorted(starts)

    def test_a_file_that_fails_is_named_and_the_others_are_told(self, findings):
        data, code = findings("没有.txt", "今年.txt")
        assert code == 3
        assert data["failed"] == ["没有.txt"]
        assert {finding["file"] for finding in data["findings"]} == {"今年.txt"}

    def test_where_nothing_was_read_nothing_is_written(self, folder: Path):
        assert main(["check", "没有.txt", "也没有.txt", "--json", "发现.json"]) == 2
        assert not (folder / "发现.json").exists()

    def test_of_joined_files_each_finding_names_the_one_it_stands_in(self, folder: Path, findings):
        (folder / "二.txt").write_text("二、2032年重点工作\n\n建设好房子”三座，新建公路20公里。\n", encoding="utf-8")
        data, _ = findings("今年.txt", "二.txt", "--join")
        found = [finding for finding in data["findings"] if finding["code"] == "T006"]
        assert [finding["file"] for finding in found] == ["今年.txt", "二.txt"]
        assert [file["file"] for file in data["files"]] == ["今年.txt", "二.txt"]
        start, end = data["files"][1]["span"]
        assert start <= found[1]["spans"][0][0] < end


class TestWorkbook:
    @staticmethod
    def rows(path: Path, sheet: str) -> list[dict[str, Any]]:
        table = openpyxl.load_workbook(path)[sheet]
        head, *rows = [[cell.value for cell in row] for row in table.iter_rows(min_row=3)]
        return [dict(zip(head, row, strict=True)) for row in rows]

    def test_the_gravest_stand_first_each_with_words_and_place(self, folder: Path):
        assert main(["check", "今年.txt", "--against", "去年.txt", "--xlsx", "甲.xlsx", "--lang", "zh"]) == 0
        rows = self.rows(folder / "甲.xlsx", "勾稽问题")
        order = ["错误", "需说明", "提示"]
        assert [row["级别"] for row in rows] == sorted((row["级别"] for row in rows), key=order.index)
        assert [row["序号"] for row in rows] == list(range(1, len(rows) + 1))
        assert (rows[0]["编号"], rows[0]["原文"], rows[0]["位置"]) == ("T006", "推广拎包入住”模式。", "第5行（c3.0）")
        missed = next(row for row in rows if row["编号"] == "Y002")
        assert missed["算式"].endswith("= -1.2个百分点")
        assert missed["数据"] == "5%\n3.8%"
        assert "文件" not in rows[0]

    def test_the_comparison_is_a_sheet_of_its_own(self, folder: Path):
        assert main(["check", "今年.txt", "--against", "去年.txt", "--xlsx", "甲.xlsx", "--lang", "zh"]) == 0
        rows = self.rows(folder / "甲.xlsx", "上年目标与结果")
        told = {row["指标"]: (row["目标"], row["结果"], row["结论"], row["相差"]) for row in rows}
        assert told["固定资产投资"] == ("增长5%", "增长3.8%", "未完成", "-1.2个百分点")
        assert "增长3.8%" in rows[1]["结果原文"]

    def test_of_several_files_a_column_names_them(self, folder: Path):
        assert main(["check", "今年.txt", "别县.txt", "没有.txt", "--xlsx", "甲.xlsx", "--lang", "zh"]) == 3
        assert {row["文件"] for row in self.rows(folder / "甲.xlsx", "勾稽问题")} == {"今年.txt", "别县.txt"}
        assert openpyxl.load_workbook(folder / "甲.xlsx").sheetnames == ["勾稽问题", "关于"]

    def test_it_speaks_english_where_asked(self, folder: Path):
        assert main(["check", "今年.txt", "--xlsx", "甲.xlsx", "--lang", "en"]) == 0
        assert self.rows(folder / "甲.xlsx", "Findings")[0]["Severity"] == "error"

    def test_it_goes_into_no_json_and_not_to_standard_output(self, folder: Path):
        assert main(["check", "今年.txt", "--xlsx", "甲.json"]) == 2
        assert main(["check", "今年.txt", "--xlsx", "-"]) == 2
        assert main(["check", "今年.txt", "--xlsx", "甲", "--json", "甲"]) == 2
        assert main(["check", "今年.txt", "--against", "去年.txt", "--xlsx", "去年.txt/甲.xlsx"]) == 2
        assert sorted(path.name for path in folder.iterdir()) == sorted(["今年.txt", "去年.txt", "别县.txt", "数.csv"])

    def test_what_the_report_is_held_against_is_never_written_over(self, folder: Path):
        (folder / "去年").write_text(LAST, encoding="utf-8")
        assert main(["check", "今年.txt", "--against", "去年", "--json", "去年"]) == 2
        assert (folder / "去年").read_text(encoding="utf-8") == LAST

    @pytest.mark.usefixtures("folder")
    def test_both_are_written_and_named(self, capfd: pytest.CaptureFixture[str]):
        assert main(["check", "今年.txt", "--xlsx", "甲.xlsx", "--json", "甲.json", "--lang", "zh"]) == 0
        assert capfd.readouterr().out.splitlines()[-2:] == ["已写出：甲.xlsx", "已写出：甲.json"]


def test_findings_stand_in_the_reports_own_json_and_workbook(folder: Path):
    assert main(["read", "今年.txt", "--json", "台账.json", "--xlsx", "台账.xlsx", "--lang", "zh"]) == 0
    report = json.loads((folder / "台账.json").read_text(encoding="utf-8"))
    (found,) = [finding for finding in report["findings"] if finding["code"] == "T006"]
    assert REPORT[slice(*found["spans"][0])] == "推广拎包入住”"
    rows = list(openpyxl.load_workbook(folder / "台账.xlsx")["发现"].iter_rows(min_row=4, values_only=True))
    assert len(rows) == len(report["findings"])
    assert any("推广拎包入住”" in str(row) and "T006" in row and "错误" in row for row in rows)
