"""Names and counties of which one character was taken for a look-alike, and names that only resemble each other."""

from __future__ import annotations

import pytest

from taizhang.checks.counties import check_counties
from taizhang.checks.names import check_characters, check_names
from taizhang.engine.model import Finding, Severity, SourceText
from taizhang.engine.pipeline import compile_source
from taizhang.rules.characters import alike_of

TWICE = "一、回顾\n去年，范谷洞水库开工，新建公路20公里。\n二、安排\n今年，加快范古洞水库建设，改造老旧小区35个。\n"


def read(text: str, check, area: str | None = None) -> list[Finding]:
    source = SourceText(text, place="晋中市" if area else None, area=area, year=2031 if area else None)
    return list(check(compile_source(source)))


def test_both_spellings_are_told_where_each_stands_once() -> None:
    found = read(TWICE, check_names)
    places = [TWICE[slice(*f.spans[0])] for f in found]
    assert ["范谷洞" in places[0], "范古洞" in places[-1]] == [True, True]
    assert {f.severity for f in found} == {Severity.QUESTION}


def test_a_word_of_all_reports_with_a_wrong_character_is_told() -> None:
    (found,) = read("一、回顾\n去年，加快基础设旋建设，新建公路20公里。\n", check_characters)
    assert "础设施建设" in found.message


@pytest.mark.parametrize("other", ["范谷洞水库", "范家洞水库", "范谷洞公园"])
def test_the_same_or_another_name_is_left_alone(other: str) -> None:
    text = TWICE.replace("范古洞水库", other)
    assert read(text, check_names) == []


def test_a_county_in_a_list_is_a_question_and_in_a_longer_name_a_notice() -> None:
    text = "二、安排\n支持晋阳、和顺建设绿电项目。\n推动晋阳邦等储能项目投产。\n"
    found = read(text, check_counties, "140700")
    assert [f.severity for f in found] == [Severity.QUESTION, Severity.NOTICE]


def test_own_counties_are_left_alone() -> None:
    assert read("二、安排\n支持昔阳、和顺建设绿电项目，太谷发展玛钢。\n", check_counties, "140700") == []


def test_look_alikes_and_sound_alikes_are_known() -> None:
    assert "晋" in alike_of("昔")
    assert "古" in alike_of("谷")
