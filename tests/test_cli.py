"""The command as a clerk runs it: what it prints and writes, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import docx
import pytest

import taizhang
from taizhang import cli, export, soffice
from taizhang.engine.codec import from_json

REPORT = """\
澜川市政府工作报告
——2026年1月12日在澜川市第五届人民代表大会第六次会议上

各位代表：
现在，我代表市人民政府，向大会报告工作，请予审议。

一、2025年工作回顾
过去一年，全市新建农村公路86公里，新增城镇就业1.2万人，居民人均可支配收入增长5.4%。第3批试点企业全部投产。
同时我们也看到，园区配套还不完善。

二、2026年工作安排
今年的主要预期目标是：地区生产总值增长5%以上，粮食产量稳定在8亿斤左右。
（一）做强特色产业。新建标准厂房12万平方米，力争制造业投资突破20亿元。
（二）办好民生实事。改造老旧小区35个，新增公办学位2600个。
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder with a report in it, the current one; no settings from outside, and a Chinese locale."""
    (tmp_path / "报告.txt").write_text(REPORT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("TAIZHANG_SETTINGS", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    return tmp_path


class Done:
    """What a run of the command left: its exit code and what it printed."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def line(self) -> str:
        """The one line on standard error."""
        (line,) = self.err.splitlines()
        return line


@pytest.fixture
def run(folder: Path, capfd: pytest.CaptureFixture[str]):
    """Run the command in this process."""

    def run_command(*arguments: str | Path) -> Done:
        capfd.readouterr()
        code = cli.main([str(argument) for argument in arguments])
        return Done(code, *capfd.readouterr())

    return run_command


def start(*arguments: str, **options: Any) -> subprocess.Popen[bytes]:
    """Start the command as a process of its own."""
    command = [sys.executable, "-m", "taizhang", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


def copy_report(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(REPORT, encoding="utf-8")


def names_in(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


class TestSummary:
    def test_it_tells_title_year_sections_figures_and_findings(self, run):
        done = run("read", "报告.txt")
        report = taizhang.read(Path("报告.txt"))
        assert (done.code, done.err) == (0, "")
        assert done.out.splitlines()[0] == report.source.title
        assert f"数量 {len(report.quantities)} 个" in done.out
        assert "2026年工作安排" in done.out
        assert "年份：2026" in done.out

    def test_the_totals_of_the_table_are_those_of_the_report(self, run):
        report = taizhang.read(Path("报告.txt"))
        (total,) = (line for line in run("read", "报告.txt").out.splitlines() if line.startswith("合计"))
        numbers = [int(word) for word in total.split()[1:]]
        assert sum(numbers[:-1]) == len(report.items)
        assert numbers[-1] == len(report.quantities)

    def test_place_and_year_given_go_first(self, run):
        out = run("read", "报告.txt", "--place", "晋中市", "--year", "2031").out
        assert "晋中市" in out
        assert "年份：2031" in out

    def test_a_report_of_an_unknown_place_and_year_is_read(self, run, folder: Path):
        (folder / "无名.txt").write_text("新建公路20公里，改造桥梁3座。\n", encoding="utf-8")
        done = run("read", "无名.txt")
        assert done.code == 0
        assert "地区：不明    年份：不明" in done.out

    def test_it_speaks_english_on_request(self, run):
        out = run("read", "报告.txt", "--lang", "en").out
        assert "year: 2026" in out
        assert "--xlsx" in out

    def test_unread_lists_the_digits_and_why(self, run):
        assert "【3】批试点" in run("read", "报告.txt", "--unread").out
        assert "an ordinal" in run("read", "报告.txt", "--unread", "--lang", "en").out

    def test_without_an_output_it_says_how_to_get_the_ledger(self, run):
        assert "--xlsx" in run("read", "报告.txt").out
        assert "--xlsx" not in run("read", "报告.txt", "--json", "a.json").out


class TestOutputs:
    def test_one_report_goes_to_the_files_named(self, run, folder: Path):
        done = run("read", "报告.txt", "--json", "a.json", "--xlsx", "台账.xlsx", "--csv", "表")
        assert done.code == 0
        assert {"a.json", "台账.xlsx"} < names_in(folder)
        assert list((folder / "表").glob("*.csv"))
        assert "已写出：台账.xlsx" in done.out

    def test_the_json_is_the_report(self, run, folder: Path):
        run("read", "报告.txt", "--json", "a.json")
        assert from_json((folder / "a.json").read_bytes()) == taizhang.read(Path("报告.txt"))

    def test_a_dash_is_standard_output_and_nothing_else_is_printed(self, run):
        done = run("read", "报告.txt", "--json", "-", "--unread")
        assert from_json(done.out) == taizhang.read(Path("报告.txt"))
        assert "新建标准厂房" in done.out
        assert done.err == ""

    def test_several_reports_go_to_folders_by_name(self, run, folder: Path):
        copy_report(folder, "x/甲.txt", "乙.txt")
        done = run("read", "x/甲.txt", "乙.txt", "--json", "果/深", "--xlsx", "本", "--csv", "表")
        assert done.code == 0
        assert {"果/深/甲.json", "果/深/乙.json", "本/甲.xlsx", "本/乙.xlsx"} < names_in(folder)
        assert list((folder / "表/甲").glob("*.csv"))
        assert [line.split()[0] for line in done.out.splitlines()[:3]] == ["文件", "x/甲.txt", "乙.txt"]

    def test_names_that_collide_get_a_number(self, run, folder: Path):
        copy_report(folder, "x/甲.txt", "y/甲.txt")
        run("read", "x/甲.txt", "y/甲.txt", "--json", "果")
        assert {"果/甲.json", "果/甲-2.json"} < names_in(folder)

    @pytest.mark.parametrize("out", ["果", "新/"])
    def test_one_report_goes_into_a_folder_too(self, run, folder: Path, out: str):
        (folder / "果").mkdir()
        assert run("read", "报告.txt", "--json", out).code == 0
        assert (folder / out / "报告.json").is_file()

    def test_a_fifo_is_written_to_and_stays_one(self, run, folder: Path):
        os.mkfifo(folder / "管")
        got: list[bytes] = []
        reader = threading.Thread(target=lambda: got.append((folder / "管").read_bytes()))
        reader.start()
        assert run("read", "报告.txt", "--json", "管").code == 0
        reader.join()
        assert from_json(got[0]) == taizhang.read(Path("报告.txt"))
        assert (folder / "管").is_fifo()

    @pytest.mark.usefixtures("folder")
    def test_dev_stdout_carries_the_result_alone(self):
        out, err = start("read", "报告.txt", "--json", "/dev/stdout").communicate()
        assert (json.loads(out)["schema"], err) == ("taizhang.report/1", b"")

    def test_several_reports_cannot_go_to_standard_output(self, run, folder: Path):
        copy_report(folder, "甲.txt")
        done = run("read", "报告.txt", "甲.txt", "--json", "-")
        assert (done.code, done.out) == (2, "")
        assert "--join" in done.line

    def test_a_workbook_cannot_go_to_standard_output(self, run):
        assert run("read", "报告.txt", "--xlsx", "-").code == 2

    def test_several_reports_do_not_go_into_one_workbook(self, run, folder: Path):
        copy_report(folder, "甲.txt")
        done = run("read", "报告.txt", "甲.txt", "--xlsx", "台账.xlsx")
        assert done.code == 2
        assert "--join" in done.line
        assert not (folder / "台账.xlsx").exists()

    def test_a_report_is_never_written_over(self, run, folder: Path):
        done = run("read", "报告.txt", "--json", folder / "x" / ".." / "报告.txt")
        (folder / "链.txt").symlink_to("报告.txt")
        assert run("read", "报告.txt", "--json", "链.txt").code == 2
        assert done.code == 2
        assert (folder / "报告.txt").read_text(encoding="utf-8") == REPORT

    def test_two_results_do_not_go_to_one_file(self, run, folder: Path):
        assert run("read", "报告.txt", "--json", "a", "--xlsx", "./a").code == 2
        assert not (folder / "a").exists()

    @pytest.mark.parametrize(("form", "title"), [("table", "任务分解表"), ("plan", "重点任务分工方案")])
    def test_a_word_document_is_a_table_or_a_plan(self, run, folder: Path, form: str, title: str):
        done = run("read", "报告.txt", "--docx", "公文.docx", "--form", form)
        assert "已写出：公文.docx" in done.out
        assert docx.Document(str(folder / "公文.docx")).paragraphs[0].text.endswith(title)

    def test_the_settings_say_the_form_where_nothing_else_does(self, run, folder: Path):
        (folder / "taizhang.toml").write_text('document = "plan"\n', encoding="utf-8")
        run("read", "报告.txt", "--docx", "公文.docx")
        assert docx.Document(str(folder / "公文.docx")).paragraphs[0].text.endswith("分工方案")

    def test_a_form_without_a_document_is_refused(self, run, folder: Path):
        done = run("read", "报告.txt", "--json", "a.json", "--form", "plan")
        assert done.code == 2
        assert "--docx" in done.line
        assert not (folder / "a.json").exists()

    def test_a_pdf_tells_which_typefaces_were_replaced(self, run, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(export, "convert", lambda *_, **__: b"%PDF-1.7")
        monkeypatch.setattr(export, "missing_fonts", lambda: ("黑体", "宋体"))
        assert "本机没有 黑体、宋体" in run("read", "报告.txt", "--pdf", "公文.pdf").out.splitlines()[-1]
        monkeypatch.setattr(export, "missing_fonts", lambda: ())
        assert run("read", "报告.txt", "--pdf", "公文.pdf").out.splitlines()[-1] == "已写出：公文.pdf"

    def test_a_pdf_without_libreoffice_is_one_line(self, run, folder: Path, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(soffice, "find_soffice", lambda: None)
        done = run("read", "报告.txt", "--pdf", "公文.pdf")
        assert (done.code, done.out) == (2, "")
        assert done.line.startswith("E202 公文.pdf")
        assert not (folder / "公文.pdf").exists()

    @pytest.mark.parametrize("option", ["--json", "--xlsx", "--docx", "--csv"])
    def test_what_cannot_be_written_is_one_line_and_nothing_is_left(self, run, folder: Path, option: str):
        before = names_in(folder)
        done = run("read", "报告.txt", option, "报告.txt/深/a")
        assert (done.code, done.out) == (2, "")
        assert done.line.startswith("E201")
        assert names_in(folder) == before

    def test_the_office_settings_are_used(self, run, folder: Path):
        (folder / "设置.toml").write_text('grain = "no such grain"\n', encoding="utf-8")
        done = run("read", "报告.txt", "--settings", "设置.toml")
        assert done.code == 2
        assert done.line.startswith("E302")


class TestFailures:
    def test_a_missing_file_is_one_line_in_either_language(self, run):
        done = run("read", "没有.txt")
        assert (done.code, done.out) == (2, "")
        assert done.line.startswith("E101 没有.txt")
        assert "Check" in run("read", "没有.txt", "--lang", "en").line

    @pytest.mark.parametrize("command", ["read", "check"])
    def test_some_of_several_failed(self, run, command: str):
        done = run(command, "没有.txt", "报告.txt")
        assert done.code == 3
        assert done.line.startswith("E101")
        assert "报告.txt" in done.out

    def test_the_others_are_written_where_one_fails(self, run, folder: Path):
        run("read", "没有.txt", "报告.txt", "--json", "果")
        assert names_in(folder) == {"报告.txt", "果/报告.json"}

    @pytest.mark.parametrize("command", ["read", "check"])
    def test_all_of_several_failed(self, run, command: str):
        done = run(command, "没有.txt", "也没有.txt")
        assert (done.code, done.out) == (2, "")
        assert len(done.err.splitlines()) == 2

    def test_an_empty_file_is_bad_input(self, run, folder: Path):
        (folder / "空.txt").touch()
        done = run("read", "空.txt")
        assert (done.code, done.line[:4]) == (2, "E102")

    def test_one_bad_page_fails_the_joined_report(self, run):
        done = run("read", "报告.txt", "没有.txt", "--join", "--json", "a.json")
        assert (done.code, done.line[:4]) == (2, "E101")

    def test_without_a_command_the_page_is_shown(self, run):
        done = run()
        assert (done.code, done.out) == (2, "")
        assert "explain" in done.err

    def test_wrong_use_is_one_line(self, run):
        done = run("read", "报告.txt", "--jsn", "a")
        assert (done.code, done.out) == (2, "")
        assert "--json" in done.line
        assert "taizhang read --help" in done.line

    def test_an_internal_error_is_one_line(self, run, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(taizhang, "read", lambda *_, **__: {}["q1"])
        done = run("read", "报告.txt")
        assert (done.code, done.out) == (70, "")
        assert done.line.startswith("E999")
        assert "KeyError: 'q1'" in done.line

    def test_debug_shows_where_an_internal_error_arose(self, run, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr(taizhang, "read", lambda *_, **__: {}["q1"])
        done = run("--debug", "read", "报告.txt")
        assert "Traceback" in done.err
        assert done.err.splitlines()[-1].startswith("E999")

    def test_an_interruption_ends_with_130(self, run, monkeypatch: pytest.MonkeyPatch):
        def interrupt(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(taizhang, "read", interrupt)
        assert run("read", "报告.txt").code == 130

    @pytest.mark.usefixtures("folder")
    def test_a_closed_pipe_is_quiet(self):
        process = start("read", "报告.txt", "--json", "-")
        process.stdout.close()
        err = process.stderr.read()
        process.stderr.close()
        assert (process.wait(), err) == (141, b"")

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
    @pytest.mark.usefixtures("folder")
    def test_a_full_disk_behind_standard_output_is_one_line(self):
        with Path("/dev/full").open("wb") as full:
            command = [sys.executable, "-m", "taizhang", "read", "报告.txt"]
            done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        assert done.returncode == 2
        (line,) = done.stderr.splitlines()
        assert line.startswith("E201 标准输出")

    @pytest.mark.usefixtures("folder")
    def test_a_terminal_without_chinese_does_not_stop_it(self):
        environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
        out, err = start("read", "报告.txt", env=environment).communicate()
        assert (b"2026" in out, err) == (True, b"")


class TestJoin:
    @pytest.fixture
    def pages(self, folder: Path) -> tuple[str, str]:
        cut = REPORT.index("新建标准") + 4
        (folder / "1版.txt").write_text(REPORT[:cut] + "\n", encoding="utf-8")
        (folder / "2版.txt").write_text(REPORT[cut:], encoding="utf-8")
        return "1版.txt", "2版.txt"

    def test_the_files_are_one_report(self, run, pages: tuple[str, str]):
        done = run("read", *pages, "--join", "--json", "-")
        report = from_json(done.out)
        assert [Path(file.name).name for file in report.source.files] == list(pages)

    def test_the_summary_names_the_files(self, run, pages: tuple[str, str]):
        out = run("read", *pages, "--join").out
        assert "1版.txt" in out
        assert "2版.txt" in out

    def test_out_is_a_file(self, run, pages: tuple[str, str], folder: Path):
        assert run("read", *pages, "--join", "--json", "全.json").code == 0
        assert (folder / "全.json").is_file()


class TestExplain:
    def figure(self, words: str):
        return next(q for q in taizhang.read(Path("报告.txt")).quantities if q.text == words)

    def test_a_figure_by_its_id(self, run):
        figure = self.figure("20亿元")
        done = run("explain", "报告.txt", figure.id)
        assert done.code == 0
        assert f"数量 {figure.id}" in done.out
        assert "2000000000" in done.out
        assert all(rule in done.out for rule in figure.trace)

    def test_each_rule_stands_with_the_source_of_its_row(self, run):
        from taizhang import rules

        figure = self.figure("20亿元")
        rows = [row for row in map(rules.find, figure.trace) if row]
        out = "".join(run("explain", "报告.txt", figure.id, "--lang", "en").out.split())
        assert rows
        assert all("".join(row.source.split()) in out for row in rows)

    def test_carets_stand_below_the_figure(self, run):
        lines = run("explain", "报告.txt", self.figure("20亿元").id).out.splitlines()
        at = next(number for number, line in enumerate(lines) if "^" in line)
        assert "20亿元" in lines[at - 1]
        assert lines[at].strip() == "^" * 6

    def test_an_offset_shows_figure_item_and_section(self, run):
        done = run("explain", "报告.txt", REPORT.index("20亿元"))
        assert [line[:2] for line in done.out.splitlines() if line and line[0] != " "] == ["数量", "事项", "章节"]

    def test_an_item_shows_what_decided_its_kind(self, run):
        out = run("explain", "报告.txt", REPORT.index("改造老旧小区")).out
        assert "判为“任务”（另起一项），而不是" in out
        assert "词“" in out or "词开头“" in out
        assert "所在章节" in out.split("主要凭")[1]
        assert "10000" not in out

    def test_in_chinese_the_rules_are_told_in_chinese(self, run):
        out = run("explain", "报告.txt", self.figure("20亿元").id).out
        assert "货币单位" in out
        assert not [
            line for line in out.splitlines() if line.startswith("     ") and line.strip().isascii() and "^" not in line
        ]

    def test_the_kind_decided_is_that_of_the_item_everywhere(self, folder: Path):
        from taizhang.cli.explain import decide_kind

        report = taizhang.read(folder / "报告.txt")
        decided = [decide_kind(report, item).kind for item in report.items]
        assert decided == [item.kind for item in report.items]

    def test_an_address_is_a_place(self, run):
        address = next(
            line.split("地址 ")[1].split("，")[0]
            for line in run("explain", "报告.txt", self.figure("20亿元").id).out.splitlines()
            if "地址 " in line
        )
        assert "20亿元" in run("explain", "报告.txt", address).out

    def test_it_speaks_english_on_request(self, run):
        out = run("explain", "报告.txt", self.figure("20亿元").id, "--lang", "en").out
        assert "Rules that fired" in out
        assert "more than" in out

    @pytest.mark.parametrize("target", ["99999", "q999", "什么"])
    def test_what_is_not_there_is_told_with_what_is(self, run, target: str):
        done = run("explain", "报告.txt", target)
        assert (done.code, done.out) == (2, "")
        assert str(len(REPORT) - 1) in done.line


class TestCheck:
    TURNED = "（上接第1版）\n" + REPORT + "（下转第4版）\n"
    UNQUOTED = REPORT.replace("做强特色产业", "推广拎包入住”模式")

    def test_findings_stand_with_their_sentences(self, run, folder: Path):
        (folder / "版.txt").write_text(self.TURNED, encoding="utf-8")
        done = run("check", "版.txt")
        assert done.code == 0
        assert "提示（" in done.out
        assert "上接第1版" in done.out

    def test_the_words_are_marked_in_their_sentence(self, run, folder: Path):
        (folder / "版.txt").write_text(self.UNQUOTED, encoding="utf-8")
        lines = run("check", "版.txt").out.splitlines()
        at = next(number for number, line in enumerate(lines) if "^" in line)
        assert "拎包入住" in lines[at - 1]

    def test_the_json_has_code_severity_and_sentences(self, run, folder: Path):
        (folder / "版.txt").write_text(self.TURNED, encoding="utf-8")
        data = json.loads(run("check", "版.txt", "报告.txt", "--json", "-").out)
        assert [Path(file["file"]).name for file in data["files"]] == ["版.txt", "报告.txt"]
        found = [finding for finding in data["findings"] if finding["file"] == "版.txt"]
        assert any("上接" in sentence for finding in found for sentence in finding["sentences"])
        assert {finding["severity"] for finding in found} <= {"error", "question", "notice"}

    def test_json_goes_to_a_file_too(self, run, folder: Path):
        done = run("check", "报告.txt", "--json", "发现.json")
        assert done.code == 0
        assert json.loads((folder / "发现.json").read_text(encoding="utf-8"))["schema"] == "taizhang.findings/1"

    @pytest.mark.parametrize(
        ("text", "limit", "code"),
        [
            (TURNED, "error", 0),
            (TURNED, "question", 0),
            (TURNED, "notice", 1),
            (UNQUOTED, "error", 1),
            (UNQUOTED, "notice", 1),
        ],
    )
    def test_fail_on_looks_at_the_severity(self, run, folder: Path, text: str, limit: str, code: int):
        (folder / "版.txt").write_text(text, encoding="utf-8")
        assert run("check", "版.txt", "--fail-on", limit).code == code

    def test_a_file_that_fails_goes_before_what_was_found(self, run, folder: Path):
        (folder / "版.txt").write_text(self.UNQUOTED, encoding="utf-8")
        assert run("check", "版.txt", "没有.txt", "--fail-on", "error").code == 3

    def test_unwritable_json_is_an_error(self, run):
        assert run("check", "报告.txt", "--json", "报告.txt/a").code == 2

    def test_a_report_is_never_written_over(self, run, folder: Path):
        assert run("check", "报告.txt", "--json", "报告.txt").code == 2
        assert (folder / "报告.txt").read_text(encoding="utf-8") == REPORT


def test_version_is_printed(run):
    from importlib.metadata import version

    assert run("--version").out == f"taizhang {version('taizhang')}\n"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("command", [(), ("read",), ("explain",), ("check",)])
def test_help_is_printed_and_is_no_failure(run, command: tuple[str, ...], lang: str):
    done = run(*command, "--help", "--lang", lang)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith({"zh": "用法：", "en": "Usage: "}[lang])


class TestSuffixes:
    @pytest.mark.parametrize(
        ("option", "name"),
        [("--docx", "a.xlsx"), ("--xlsx", "a.docx"), ("--json", "a.xlsx"), ("--xlsx", "a.xls"), ("--pdf", "a.docx"),
         ("--docx", "a.wps"), ("--csv", "a.csv"), ("--csv", "a.xlsx")],
    )  # fmt: skip
    def test_a_file_named_as_another_format_is_refused(self, run, folder: Path, option: str, name: str):
        done = run("read", "报告.txt", option, name)
        assert (done.code, names_in(folder)) == (2, {"报告.txt"})
        assert done.line.startswith("E301")
        assert name in done.line

    def test_the_option_that_was_meant_is_named(self, run):
        assert "--xlsx" in run("read", "报告.txt", "--docx", "a.xlsx", "--lang", "en").line

    def test_check_writes_findings_into_no_workbook(self, run, folder: Path):
        assert run("check", "报告.txt", "--json", "a.xlsx").code == 2
        assert names_in(folder) == {"报告.txt"}

    def test_names_without_a_known_suffix_are_the_clerks_own(self, run, folder: Path):
        assert run("read", "报告.txt", "--json", "结果.v2").code == 0
        assert "结果.v2" in names_in(folder)


class TestFullDisk:
    @pytest.fixture(autouse=True)
    def _full_disk(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(handle: int) -> None:
            raise OSError(28, os.strerror(28))

        monkeypatch.setattr(os, "fsync", refuse)

    def test_no_empty_folder_is_left(self, run, folder: Path):
        done = run("read", "报告.txt", "--csv", "深/表")
        assert (done.code, list(folder.iterdir())) == (2, [folder / "报告.txt"])
        assert "磁盘已满" in done.line

    def test_what_was_there_stays(self, run, folder: Path):
        (folder / "表").mkdir()
        (folder / "表" / "items.csv").write_text("旧", encoding="utf-8")
        assert run("read", "报告.txt", "--csv", "表").code == 2
        assert names_in(folder) == {"报告.txt", "表/items.csv"}
        assert (folder / "表" / "items.csv").read_text(encoding="utf-8") == "旧"


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_libreoffice_too_and_leaves_nothing(folder: Path, number: int):
    """A stand-in that never ends: the command is asked to end while it runs."""
    command = folder / "bin" / "soffice"
    command.parent.mkdir()
    command.write_text(f"#!/bin/sh\necho $$ > {folder}/office\nexec sleep 60\n", encoding="utf-8")
    command.chmod(0o755)
    temporary = folder / "tmp"
    temporary.mkdir()
    environment = os.environ | {"PATH": f"{command.parent}{os.pathsep}{os.environ['PATH']}", "TMPDIR": str(temporary)}
    with start("read", "报告.txt", "--pdf", "a.pdf", env=environment) as process:
        deadline = time.monotonic() + 20
        while not (folder / "office").exists() or not (folder / "office").read_text(encoding="utf-8").strip():
            assert time.monotonic() < deadline
            time.sleep(0.05)
        process.send_signal(number)
        assert process.wait(10) == 128 + number
    office = int((folder / "office").read_text(encoding="utf-8"))
    state = Path(f"/proc/{office}/stat")
    assert not state.exists() or state.read_text(encoding="ascii").split()[2] in "ZX"
    assert list(temporary.iterdir()) == []
    assert not (folder / "a.pdf").exists()


class TestSlips:
    @pytest.mark.parametrize("lang", ["zh", "en"])
    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (("raed", "报告.txt"), "raed"),
            (("报告.txt",), "taizhang read 报告.txt"),
            (("read", "-"), "E301 -"),
            (("read", "报告.txt", "--xlsx", "没有/a.xlsx"), "没有"),
            (("check", "报告.txt", "--json", "没有/a.json"), "没有"),
        ],
    )
    def test_it_is_told_before_anything_is_read(self, run, arguments: tuple[str, ...], says: str, lang: str):
        done = run("--lang", lang, *arguments)
        assert (done.code, done.out) == (2, "")
        assert done.line.startswith("E301")
        assert says in done.line
