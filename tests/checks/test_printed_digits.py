"""Figures that lost digits: found where they did, not where a number is whole or of an entry. Texts are made up."""

from __future__ import annotations

import pytest

from taizhang.checks.printed_digits import check_digits
from taizhang.engine.model import Report, Severity, SourceText
from taizhang.engine.restore import restore


def lost_in(text: str) -> list[str]:
    source = SourceText(text)
    report = Report(source, restore(source))
    found = list(check_digits(report))
    assert all(f.severity is Severity.ERROR for f in found)
    return [report.words(f.spans[0]) for f in found]


@pytest.mark.parametrize(
    ("text", "words"),
    [("进出口总额达到4.万亿元。", "4.万亿"), ("优良天数比例98.%。", "98.%"), ("比上年提高2.个百分点。", "2.个百分点")],
)
def test_a_point_without_digits_behind_it_is_found(text: str, words: str) -> None:
    assert lost_in(text) == [words]


@pytest.mark.parametrize("text", ["总额4.06万亿元，占98.5%。", "1.万元以上项目开工。", "抓好三件事：1.亿元项目落地。"])
def test_whole_figures_and_numbered_entries_are_left_alone(text: str) -> None:
    assert lost_in(text) == []
