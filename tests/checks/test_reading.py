"""Checks of what was read: given against said, joined files, pages left out, nothing found. Texts here are made up."""

from __future__ import annotations

from pathlib import Path

import pytest

import taizhang
from taizhang.engine.model import Finding

TITLE = "晋中市2030年政府工作报告"
BODY = "一、工作安排\n新建公路20公里，改造桥梁3座。\n"
REPORT = f"{TITLE}\n各位代表：\n{BODY}"


def found(report: taizhang.Report, code: str) -> list[Finding]:
    return [finding for finding in report.findings if finding.code == code]


def join(folder: Path, **files: str) -> taizhang.Report:
    paths = [folder / f"{name}.txt" for name in files]
    for path, text in zip(paths, files.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    return taizhang.read_files(paths)


class TestGiven:
    @pytest.mark.parametrize(
        ("place", "year", "says"),
        [
            ("大同市", None, ("大同市", "晋中市")),
            (None, 2031, ("2031", "2030")),
            ("澜川市", None, ("澜川市", "晋中市")),
        ],
    )
    def test_what_contradicts_the_report_is_told(self, place: str | None, year: int | None, says: tuple[str, ...]):
        report = taizhang.read(REPORT, place=place, year=year)
        (finding,) = found(report, "T010")
        assert all(words in finding.message for words in says)
        assert report.words(*finding.spans) == says[1]

    def test_what_was_given_holds(self):
        source = taizhang.read(REPORT, place="大同", year=2031).source
        assert (source.place, source.year) == ("大同市", 2031)

    @pytest.mark.parametrize("place", [None, "晋中", "140700", "山西省晋中市"])
    def test_what_agrees_is_not_told(self, place: str | None):
        assert found(taizhang.read(REPORT, place=place, year=2030), "T010") == []

    def test_what_the_report_does_not_say_is_not_told(self):
        assert found(taizhang.read(BODY, place="大同市", year=2031), "T010") == []

    @pytest.mark.parametrize(
        "head",
        [
            "政府工作报告\n\n——2031年1月9日在自治区第九届人民代表大会第二次会议上\n",
            "政府工作报告\n\n" + "我们扎实推进各项工作，" * 8 + "基本完成了区第九届人民代表大会确定的目标。\n",
        ],
    )
    def test_words_that_name_no_other_place_are_not_told(self, head: str):
        assert found(taizhang.read(head + BODY, place="宁夏回族自治区", year=2031), "T010") == []


class TestFiles:
    def test_pages_in_order_are_not_told(self, tmp_path: Path):
        report = join(tmp_path, 第1版=f"{REPORT}（下转第4版）\n", 第4版=f"（上接第1版）\n{BODY}")
        assert found(report, "T011") == []

    def test_a_first_page_that_comes_from_another_is_told(self, tmp_path: Path):
        report = join(tmp_path, 乙=f"（上接第1版）\n{BODY}", 甲=f"{REPORT}（下转第4版）\n")
        (finding,) = found(report, "T011")
        assert "先后可能颠倒" in finding.message
        assert finding.spans[0].start == 0

    def test_numbers_that_go_back_are_told(self, tmp_path: Path):
        (finding,) = found(join(tmp_path, 报告2=BODY, 报告1=REPORT), "T011")
        assert "“报告1.txt”排在“报告2.txt”之后" in finding.message

    def test_page_turns_that_go_back_are_told(self, tmp_path: Path):
        pages = {"甲": f"{REPORT}（下转第3版）\n", "丙": f"（上接第3版）\n{BODY}", "乙": f"（上接第1版）\n{BODY}"}
        (finding,) = found(join(tmp_path, **pages), "T011")
        assert "上接第1版" in finding.message

    @pytest.mark.parametrize(
        ("title", "says"),
        [
            ("晋中市2029年政府工作报告", "2029年"),
            ("大同市2030年政府工作报告", "大同市"),
            ("2030年法院工作报告", "法院"),
        ],
    )
    def test_another_report_is_told(self, tmp_path: Path, title: str, says: str):
        (finding,) = found(join(tmp_path, 甲=REPORT, 乙=f"{title}\n各位代表：\n{BODY}"), "T011")
        assert says in finding.message

    def test_the_same_title_on_each_page_is_not_told(self, tmp_path: Path):
        assert found(join(tmp_path, 甲=REPORT, 乙=f"政府工作报告\n{BODY}"), "T011") == []


def page(folder: Path, tail: str) -> taizhang.Report:
    body = "".join(f"<p>新建公路{n}公里，改造桥梁{n}座，完成投资{n}亿元，各项工作按期推进。</p>" for n in range(2, 20))
    (folder / "a.html").write_text(
        f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body><div id=zoom><h1>{TITLE}</h1>{body}"
        f"<p>{tail}</p></div></body></html>",
        encoding="utf-8",
    )
    return taizhang.read(folder / "a.html")


class TestPaging:
    @pytest.mark.parametrize("tail", ["共3页 第1页 下一页", "上一页 1 2 3 下一页", "1/3页"])
    def test_a_page_of_several_is_told(self, tmp_path: Path, tail: str):
        (finding,) = found(page(tmp_path, tail), "T012")
        assert "--join" in finding.message

    @pytest.mark.parametrize("tail", ["共1页", "打印本页", "完"])
    def test_a_whole_page_is_not_told(self, tmp_path: Path, tail: str):
        assert found(page(tmp_path, tail), "T012") == []


class TestSubstance:
    def test_a_text_that_gives_nothing_is_told(self):
        (finding,) = found(taizhang.read("你好"), "T013")
        assert "2 字" in finding.message

    @pytest.mark.parametrize("text", ["一、工作安排\n你好", "新建公路20公里。"])
    def test_a_heading_or_a_figure_is_something(self, text: str):
        assert found(taizhang.read(text), "T013") == []
