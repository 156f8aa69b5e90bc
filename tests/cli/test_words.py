"""The words of the command line, in two languages."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from taizhang import cli
from taizhang.cli.words import LANGUAGES, Words, choose_language, load
from taizhang.engine import model
from taizhang.engine.explain import Subject
from taizhang.export import words as export_words

SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in Path(cli.__file__).parent.glob("*.py"))
ENUMERATIONS = (
    model.Kind,
    model.Role,
    model.Bound,
    model.Measure,
    model.Status,
    model.Hardness,
    model.Severity,
    Subject,
)


def names_in(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", sorted(load()))
def test_a_row_has_both_languages_and_the_same_names(key: str):
    row = load()[key]
    assert set(row) == set(LANGUAGES)
    assert all(row.values())
    if not key.startswith("argparse."):
        assert names_in(row["zh"]) == names_in(row["en"])


@pytest.mark.parametrize("key", sorted(load()))
def test_a_row_is_written_in_its_language(key: str):
    if not key.startswith("argparse."):
        english = re.sub("“[^”]*”|晋中市", "", load()[key]["en"])
        assert not re.search(r"[\u4e00-\u9fff]", english)


@pytest.mark.parametrize("key", sorted(key for key in load() if key.startswith("argparse.")))
def test_a_message_of_argparse_keeps_its_placeholders(key: str):
    found = [sorted(re.findall(r"%(?:\(\w+\))?[rs]", text)) for text in load()[key].values()]
    assert found[0] == found[1]


def test_every_key_that_code_says_is_a_row():
    said = set(re.findall(r'(?:say|refuse)\((?:words, )?"([a-z_.]+)"', SOURCES))
    assert len(said) > 30
    assert said <= set(load())


@pytest.mark.parametrize("enumeration", ENUMERATIONS)
def test_every_value_of_the_model_has_a_name(enumeration: type[model.StrEnum]):
    group = enumeration.__name__.lower()
    assert {f"{group}.{value}" for value in enumeration} <= set(load())


def test_a_value_without_a_row_is_its_own_name():
    assert Words("zh").name("unit", "公里") == "公里"


@pytest.mark.parametrize(
    ("arguments", "environment", "lang"),
    [
        ([], {}, "zh"),
        ([], {"LANG": "C.UTF-8"}, "zh"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "en_GB.UTF-8"}, "en"),
        ([], {"LANG": "en_GB.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "zh_CN", "LC_MESSAGES": "en_US", "LC_ALL": ""}, "en"),
        (["--lang", "en"], {"LANG": "zh_CN"}, "en"),
        (["read", "a", "--lang=zh"], {"LANG": "en_US"}, "zh"),
        (["--lang", "en", "read", "--lang", "zh"], {}, "zh"),
        (["read", "--", "--lang", "en"], {}, "zh"),
        (["read", "--lang"], {"LANG": "en_US"}, "en"),
        (["read", "--lang", "fr"], {}, "zh"),
    ],
)
def test_the_language_is_chosen(arguments: list[str], environment: dict[str, str], lang: str):
    assert choose_language(arguments, environment) == lang


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "enumeration", [model.Kind, model.Bound, model.Measure, model.Status, model.Hardness, model.Severity]
)
def test_values_are_called_as_in_the_tables_of_the_export(enumeration: type[model.StrEnum], lang: str):
    group = enumeration.__name__.lower()
    here = [Words(lang).name(group, value) for value in enumeration]
    assert here == [export_words.Words(lang).name(value) for value in enumeration]


@pytest.mark.parametrize("table", ["grammar", "periods", "measures", "bounds", "units", "hardness"])
def test_every_rule_of_a_figure_is_told_in_chinese(table: str):
    from taizhang import rules
    from taizhang.cli.words import describe_rule

    missing = [row.key for row in rules.load(table) if not describe_rule(f"{table}:{row.key}")]
    assert missing == []
