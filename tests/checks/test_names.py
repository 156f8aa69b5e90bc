"""Names of which one character was taken for a look-alike, names that only resemble each other, wrong characters."""

from __future__ import annotations

import pytest

from taizhang.checks.names import check_characters, check_names
from taizhang.checks.swaps import find_swaps
from taizhang.engine.model import Finding, Severity, SourceText
from taizhang.engine.pipeline import compile_source
from taizhang.rules.characters import alike_of, find_alike, number_characters, rows_like, rows_of

TWICE = "一、回顾\n去年，范谷洞水库开工，新建公路20公里。\n二、安排\n今年，加快范古洞水库建设，改造老旧小区35个。\n"
WRONG = "一、回顾\n去年，加快基础设旋建设，新建公路20公里。\n"


def read(text: str, check) -> list[Finding]:
    return list(check(compile_source(SourceText(text))))


def test_both_spellings_are_told_where_each_stands_once() -> None:
    found = read(TWICE, check_names)
    places = [TWICE[slice(*f.spans[0])] for f in found]
    assert ["范谷洞" in places[0], "范古洞" in places[-1]] == [True, True]
    assert {f.severity for f in found} == {Severity.QUESTION}


def test_only_the_rarer_spelling_is_told_and_the_other_one_shown() -> None:
    text = TWICE.replace("二、安排\n", "范谷洞水库蓄水，范谷洞水库供水。\n二、安排\n")
    (found,) = read(text, check_names)
    assert "范古洞" in text[slice(*found.spans[0])]
    assert "范谷洞" in text[slice(*found.spans[1])]


@pytest.mark.parametrize("other", ["范谷洞水库", "范家洞水库", "范谷洞公园", "范二洞水库"])
def test_the_same_or_another_name_is_left_alone(other: str) -> None:
    assert read(TWICE.replace("范古洞水库", other), check_names) == []


def test_a_character_that_stands_close_by_as_well_is_no_other_spelling() -> None:
    text = "一、回顾\n去年，范谷范古洞水库开工，新建公路20公里。\n二、安排\n今年，加快范谷洞水库建设。\n"
    assert "范古洞" not in {text[slice(*f.spans[0])] for f in read(text, check_names)}


def test_a_word_of_all_reports_with_a_wrong_character_is_told() -> None:
    (found,) = read(WRONG, check_characters)
    assert "础设施建设" in found.message
    assert found.severity is Severity.QUESTION


@pytest.mark.parametrize("words", ["基础设施建设", "基层设施建设", "新设机构建设"])
def test_usual_words_are_left_alone(words: str) -> None:
    assert read(WRONG.replace("基础设旋建设", words), check_characters) == []


@pytest.mark.parametrize("text", ["", "旋", "设旋", "a\nb", "\n\n"])
def test_short_texts_have_nothing_to_swap(text: str) -> None:
    assert len(find_swaps(text).at) == 0


def test_look_alikes_and_sound_alikes_are_known() -> None:
    assert "晋" in alike_of("昔")
    assert "古" in alike_of("谷")


def test_a_rare_character_may_stand_for_a_frequent_one_and_not_the_other_way_round() -> None:
    assert number_characters("轶")[0] == 0
    assert "铁" in alike_of("轶")
    assert "轶" not in alike_of("铁")
    assert rows_of("轶")[0] in rows_like(int(number_characters("铁")[0]))[0]


def test_shape_comes_before_sound() -> None:
    (number,) = number_characters("古").tolist()
    found = find_alike(rows_of("谷"))
    assert not found.is_shape[found.others.tolist().index(number)]
    assert found.is_shape.tolist() == sorted(found.is_shape.tolist(), reverse=True)
