"""Help pages, and errors in the use of the command."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys

import pytest

from taizhang.cli import COMMANDS, build_parser
from taizhang.cli.display import width
from taizhang.cli.page import Parser, argparse_speaking
from taizhang.cli.words import LANGUAGES, Words
from taizhang.errors import UsageError


def parsers(lang: str) -> dict[str, Parser]:
    main = build_parser(Words(lang))
    return {"": main, **main.commands}


def page(lang: str, command: str) -> str:
    return parsers(lang)[command].format_help()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("command", ["", *COMMANDS])
class TestPage:
    def test_every_argument_is_told_with_its_help(self, lang: str, command: str):
        text = "".join(page(lang, command).split())
        for action in parsers(lang)[command].shown:
            assert action.help
            assert "".join(action.help.split()) in text
            assert all(flag in text for flag in action.option_strings)

    def test_the_page_fits_the_terminal_but_for_examples(self, lang: str, command: str):
        before_examples = page(lang, command).split(Words(lang).say("page.examples"))[0]
        assert all(width(line) <= 80 for line in before_examples.splitlines())

    def test_the_page_has_usage_and_examples(self, lang: str, command: str):
        text = page(lang, command)
        assert text.startswith(Words(lang).say("page.usage"))
        assert text.count(f"taizhang {command}".strip()) >= 3

    def test_helps_begin_in_one_column(self, lang: str, command: str):
        block = page(lang, command).split(Words(lang).say("page.options"))[1].split("\n\n")[0]
        rows = [re.match(r" {2}(-.*?) {2,}(?=\S)", line) for line in block.splitlines()]
        assert len({width(row[0]) for row in rows if row}) == 1


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_the_chinese_page_has_no_english_sentence(command: str):
    text = page("zh", command)
    assert not re.search(r"\b(usage|options|arguments|show|this|the|file)\b(?!s?\.)", text)


def test_the_exit_codes_of_a_command_are_told():
    assert re.findall(r"^ {2}(\d+) ", page("zh", "read"), re.MULTILINE) == ["0", "2", "3"]
    assert re.findall(r"^ {2}(\d+) ", page("en", "check"), re.MULTILINE) == ["0", "1", "2", "3"]


def test_the_first_page_lists_the_commands_that_exist():
    assert re.findall(r"^ {2}([a-z]+) {2}", page("zh", ""), re.MULTILINE) == list(COMMANDS)


@pytest.mark.parametrize(
    "arguments",
    [
        ["read"],
        ["raed", "a.txt"],
        ["read", "a.txt", "--json"],
        ["read", "a.txt", "--join=3"],
        ["read", "a.txt", "--year", "26"],
        ["read", "a.txt", "--place", ""],
        ["read", "a.txt", "--json", ""],
        ["check", "a.txt", "--json", " "],
        ["check", "a.txt", "--fail-on", "all"],
        ["--lang", "fr", "read", "a.txt"],
        ["explain", "a.txt"],
    ],
)
def test_wrong_use_is_told_in_chinese_with_the_page_to_read(arguments: list[str]):
    words = Words("zh")
    with argparse_speaking(words), pytest.raises(UsageError) as caught:
        build_parser(words).parse_args(arguments)
    line = caught.value.line("zh")
    assert "--help" in line
    assert not re.search(r"\b(argument|expected|invalid|required|choose|following)\b", line)


def test_argparse_speaks_its_own_language_again_afterwards():
    before = vars(argparse)["_"]
    with argparse_speaking(Words("zh")):
        assert vars(argparse)["_"] is not before
    assert vars(argparse)["_"] is before


def test_an_unknown_option_names_the_one_that_was_perhaps_meant():
    with pytest.raises(UsageError, match="--xlsx"):
        build_parser(Words("zh")).commands["read"].error_unknown(["--xslx=a"])


def test_a_page_loads_neither_engine_nor_numpy():
    code = (
        "import sys; from taizhang.cli import main; main(['read', '--help']);"
        "heavy = {'numpy', 'msgspec', 'docx', 'openpyxl', 'xlsxwriter', 'taizhang.engine.model'};"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0
