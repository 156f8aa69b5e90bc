"""The English of the site: complete, and in the same places as the Chinese."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.template import Context, Template
from django.utils import translation

import make_locale
from taizhang.web.templatetags.words import day

PLACES = re.compile(r"%\(\w+\)s|<[^>]+>")


def test_every_word_of_pages_has_its_english() -> None:
    catalog = make_locale.read_catalog()
    assert [words for words in make_locale.find_words() if words not in catalog or not catalog[words].string] == []


def test_no_english_is_kept_that_no_page_says() -> None:
    found = make_locale.find_words()
    assert [message.id for message in make_locale.read_catalog() if message.id and message.id not in found] == []


def test_figures_and_links_stand_in_both_languages() -> None:
    messages = [message for message in make_locale.read_catalog() if message.id]
    assert [m.id for m in messages if sorted(PLACES.findall(m.id)) != sorted(PLACES.findall(m.string))] == []


def test_english_has_no_chinese_but_the_column_that_files_name() -> None:
    # the last column of a table is named so in every language; dates and units are quoted as tables write them
    quoted = re.compile(r"编号|6月底|全年|万元|亿元|※")
    left = [m.id for m in make_locale.read_catalog() if re.search("[一-鿿]", quoted.sub("", m.string))]
    assert left == []


def test_words_of_templates_code_and_choices_are_found() -> None:
    found = make_locale.find_words()
    files = {words: {name for name, _line in places} for words, places in found.items()}
    assert "web/templates/base.html" in files["跳到正文"]
    assert "web/context.py" in files["操作记录"]
    assert "ledger/models/people.py" in files["督查员"]


@pytest.mark.parametrize(("lang", "words"), [("zh-hans", "2031年3月8日"), ("en", "8 March 2031")])
def test_a_day_is_written_as_the_language_does(lang: str, words: str) -> None:
    with translation.override(lang):
        assert day(date(2031, 3, 8)) == words


def test_a_page_in_english_says_it_in_english() -> None:
    make_locale.compile_catalogs()
    said = Template(
        "{% load i18n %}{% translate '牵头单位' %}; {% blocktranslate with n=3 %}第 {{ n }} 版{% endblocktranslate %}"
    )
    with translation.override("en"):
        assert said.render(Context()) == "Lead unit; Edition 3"
