"""Figures that lost digits or mix widths: found where they do, not where a number is whole or of an entry. Made up."""

from __future__ import annotations

import pytest

from taizhang.checks.printed_digits import check_digits, check_widths
from taizhang.checks.text import Check
from taizhang.engine.model import Report, Severity, SourceText
from taizhang.engine.restore import restore


def found_in(text: str, check: Check, severity: Severity) -> list[str]:
    source = SourceText(text)
    report = Report(source, restore(source))
    found = list(check(report))
    assert all(f.severity is severity for f in found)
    return [report.words(f.spans[0]) for f in found]


def lost_in(text: str) -> list[str]:
    return found_in(text, check_digits, Severity.ERROR)


def mixed_in(text: str) -> list[str]:
    return found_in(text, check_widths, Severity.NOTICE)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("进出口总额达到4.万亿元。", ["4.万亿元"]),
        ("优良天数比例98.%。", ["98.%"]),
        ("比上年提高2.个百分点。", ["2.个百分点"]),
        ("拆除旧房18.，安置居民60户。", ["18."]),
        ("三县分别增长5.、6.2和7.1%。", ["5."]),
        ("三次产业比例为5.∶42.∶52.3。", ["5.", "42."]),
        ("PM2.浓度下降。", ["2."]),
        ("投资 250. 亿元。", ["250. 亿元"]),
        ("（同比增长8.2%）（8.%）", ["8.%"]),
        ("本月增速：8.%", ["8.%"]),
        ("新增就业4.万人，培训1.万人。", ["4.万人", "1.万人"]),
    ],
)
def test_a_point_without_digits_behind_it_is_found(text: str, words: list[str]) -> None:
    assert lost_in(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "总额4.06万亿元，占98.5%。",
        "1.万元以上项目开工。",
        "抓好三件事：1.亿元项目落地。2.万家企业上云。",
        "**15.重大产业项目：**指总投资超过五亿元的项目。",
        "新建公园3个。4.改造管网。",
        "附件 1.名词解释",
        "危房3. 2万平方米。",
        "成立于2031.05.06。",
        "实现增加值$1.$2亿元。",
    ],
)
def test_whole_figures_and_numbered_entries_are_left_alone(text: str) -> None:
    assert lost_in(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("增长１2.5%。", ["１2.5"]),
        ("增长12．5%。", ["12．5"]),
        ("建成４0所、5所。", ["４0"]),
        ("完成１２.5亿元", ["１２.5"]),
    ],
)
def test_two_widths_in_one_number_are_found(text: str, words: list[str]) -> None:
    assert mixed_in(text) == words


@pytest.mark.parametrize(
    "text", ["增长１２．５％，建成５所。", "建成12所、１３家。", "增长12.5％。", "３.改造管网12公里。"]
)
def test_numbers_of_one_width_are_left_alone(text: str) -> None:
    assert mixed_in(text) == []
