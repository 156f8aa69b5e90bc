"""Counties that an area does not have, where a look-alike is one of its own."""

from __future__ import annotations

import pytest

from taizhang.checks.counties import check_counties
from taizhang.engine.model import Finding, Severity, SourceText
from taizhang.engine.pipeline import compile_source


def read(words: str, area: str = "140700", place: str = "晋中市") -> list[Finding]:
    source = SourceText(f"二、安排\n{words}\n", place=place, area=area, year=2031)
    return list(check_counties(compile_source(source)))


@pytest.mark.parametrize(
    "words",
    [
        "支持晋阳、和顺建设绿电项目。",
        "在晋阳县新建公路20公里。",
        "支持晋阳申报省级示范区。",
        "平遥、介体分别建成污水处理厂。",
    ],
)
def test_what_can_only_be_a_county_is_a_question(words: str) -> None:
    (found,) = read(words)
    assert found.severity is Severity.QUESTION
    assert "晋中市没有" in found.message


@pytest.mark.parametrize("words", ["推动晋阳邦等储能项目投产。", "加快左杈能源基地建设。", "建成平谣古城游客中心。"])
def test_what_may_be_part_of_another_name_is_a_notice(words: str) -> None:
    assert [f.severity for f in read(words)] == [Severity.NOTICE]


def test_the_span_is_the_wrong_name() -> None:
    (found,) = read("支持晋阳、和顺建设绿电项目。")
    assert found.spans[0] == (7, 9)


@pytest.mark.parametrize(
    "words",
    [
        "支持昔阳、和顺建设绿电项目，太谷发展玛钢。",
        "加强谷物储备，推动和谐社区建设。",
        "朝阳产业加快发展。",
        "与重庆市寿县加强合作。",
    ],
)
def test_own_counties_words_and_places_elsewhere_are_left_alone(words: str) -> None:
    assert read(words) == []


def test_the_name_of_the_area_itself_is_a_notice() -> None:
    (found,) = read("支持大原、古交发展陈醋，太原都市区提质。", "140100", "太原市")
    assert found.severity is Severity.NOTICE


def test_without_an_area_nothing_is_said() -> None:
    source = SourceText("二、安排\n支持晋阳、和顺建设绿电项目。\n")
    assert list(check_counties(compile_source(source))) == []
