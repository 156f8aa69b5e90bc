"""The public functions of the package."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import taizhang
from taizhang.engine import model
from taizhang.errors import FileMissing, UsageError

TEXT = "澜川市2026年政府工作报告\n一、2026年工作安排\n力争制造业投资突破200亿元。新建公路20公里。\n"


def test_every_public_name_is_there():
    assert all(hasattr(taizhang, name) for name in taizhang.__all__)


def test_the_types_are_those_of_the_model():
    assert taizhang.Report is model.Report
    assert taizhang.Quantity is model.Quantity


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nothing"):
        _ = taizhang.nothing


def test_a_string_is_read_as_text():
    report = taizhang.read(TEXT)
    assert report.source.text == TEXT
    assert [report.words(q.span) for q in report.quantities] == ["200亿元", "20公里"]


def test_a_path_is_read_as_a_file(tmp_path: Path):
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert taizhang.read(tmp_path / "a.txt").quantities == taizhang.read(TEXT).quantities


@pytest.mark.parametrize("name", ["/x/报告.docx", "报告.TXT", "表.xlsx"])
def test_a_string_that_names_a_file_is_refused_with_what_to_pass(name: str):
    with pytest.raises(UsageError, match="Path") as caught:
        taizhang.read(name)
    assert "pass a Path" in caught.value.line("en")


@pytest.mark.parametrize("text", ["文件名一律写作 a.txt\n", "详见附件。a.txt", "新建公路20公里"])
def test_a_text_that_only_mentions_a_file_is_text(text: str):
    assert taizhang.read(text + "\n第二行").source.text.startswith(text)


@pytest.mark.parametrize("place", ["140700", "晋中", "晋中市", "山西省晋中市"])
def test_a_place_is_given_by_code_short_name_or_whole_name(place: str):
    source = taizhang.read("新建公路20公里。", place=place).source
    assert (source.place, source.area) == ("晋中市", "140700")


def test_a_code_that_no_area_has_is_refused():
    with pytest.raises(UsageError, match="999999"):
        taizhang.read("新建公路20公里。", place="999999")


def test_a_place_outside_the_register_is_kept_without_a_code():
    source = taizhang.read("新建公路20公里。", place="澜川市").source
    assert (source.place, source.area) == ("澜川市", None)


def test_a_source_is_read_as_it_is():
    assert taizhang.read(model.SourceText(TEXT)).quantities == taizhang.read(TEXT).quantities


@pytest.mark.parametrize("source", [TEXT, model.SourceText(TEXT, place="别处", area="110000", year=1999)])
def test_place_and_year_given_go_first(source: str | model.SourceText):
    report = taizhang.read(source, place="晋中市", year=2031)
    assert (report.source.place, report.source.area, report.source.year) == ("晋中市", "140700", 2031)


def test_the_findings_are_those_of_check():
    report = taizhang.read(f"（上接第1版）\n{TEXT}")
    assert report.findings
    assert taizhang.check(report) == report.findings


def test_files_are_pages_of_one_report_in_order(tmp_path: Path):
    for name, text in (("2.txt", TEXT[:40] + "\n"), ("1.txt", TEXT[40:])):
        (tmp_path / name).write_text(text, encoding="utf-8")
    report = taizhang.read_files([tmp_path / "2.txt", str(tmp_path / "1.txt")], year=2026)
    assert [Path(file.name).name for file in report.source.files] == ["2.txt", "1.txt"]
    assert report.source.text.startswith(TEXT[:40])


def test_no_files_are_no_report():
    with pytest.raises(ValueError, match="no files"):
        taizhang.read_files([])


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(FileMissing, match="missing"):
        taizhang.read(tmp_path / "missing.txt")


def test_figures_of_a_bare_string():
    (figure,) = taizhang.find_quantities("力争制造业投资突破200亿元。")
    assert (figure.text, figure.span, figure.bound) == ("200亿元", (9, 14), "more_than")


def test_no_figures_are_none():
    assert taizhang.find_quantities("") == ()


def test_importing_loads_nothing_heavy():
    heavy = "{'numpy', 'msgspec', 'taizhang.engine.model'}"
    code = f"import sys, taizhang; sys.exit(', '.join({heavy} & set(sys.modules)) or 0)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
