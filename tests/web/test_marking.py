"""A report cut into runs for a page: every word once, each figure and finding where it stands."""

from __future__ import annotations

import taizhang
from taizhang.web.marking import mark_report

TEXT = "二、2031年工作安排\n新建农村公路20公里，改造危桥3座。\n\n建设绿色、智慧的好房子”小区2个。\n"


def test_the_runs_are_the_text_and_know_their_places() -> None:
    report = taizhang.read(TEXT)
    paragraphs = mark_report(report)
    lines = ["".join(run.text for run in paragraph.runs) for paragraph in paragraphs]
    assert lines == [line for line in TEXT.split("\n") if line]
    for paragraph in paragraphs:
        for run in paragraph.runs:
            assert report.source.text[run.start : run.start + len(run.text)] == run.text
            assert paragraph.holds(run.start)


def test_figures_findings_and_beginnings_are_marked_once() -> None:
    report = taizhang.read(TEXT)
    paragraphs = mark_report(report)
    runs = [run for paragraph in paragraphs for run in paragraph.runs]
    figures = {run.figure: run.text for run in runs if run.figure is not None}
    assert list(figures.values()) == ["20公里", "3座", "2个"]
    assert sorted(run.item for run in runs if run.begins) == list(range(len(report.items)))
    assert [paragraph.section.number for paragraph in paragraphs if paragraph.section] == ["二"]
    assert [report.findings[at].code for at in paragraphs[-1].findings] == ["T006"]


def test_a_damaged_page_is_shown_restored() -> None:
    from taizhang import samples

    page = next(path for path in samples.paths() if path.name == "lanchuan-2026.txt")
    report = taizhang.read(page)
    shown = "".join(run.text for paragraph in mark_report(report) for run in paragraph.runs)
    assert len(shown) < len(report.source.text)
    assert "上接第" not in shown
