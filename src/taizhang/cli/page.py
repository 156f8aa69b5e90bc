"""The parser and its help pages: what enters is a command's words, what leaves is parsed arguments or a page to read.

``argparse`` does the parsing. Its help cannot be used: it measures Chinese in characters, so its columns do not line
up. ``taizhang read --help`` is made here of the same actions: usage, what the command does, its arguments and
options, examples, exit codes.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

from taizhang.cli.display import columns_of, pad, width, wrap
from taizhang.cli.words import LANGUAGES, Words
from taizhang.errors import UsageError

_INDENT = 2


class Parser(argparse.ArgumentParser):
    """A parser whose page and errors are in the language of ``words``. ``key`` is the command (empty for the first)."""

    def __init__(self, words: Words, key: str = "", **options: Any) -> None:
        self.words = words
        self.key = key
        options.setdefault("prog", "taizhang")
        super().__init__(add_help=False, allow_abbrev=False, **options)
        self.shown: list[argparse.Action] = []
        self.commands: dict[str, Parser] = {}

    def option(self, *flags: str, **options: Any) -> None:
        """Add an argument; its help is the row ``help.COMMAND.NAME``, else ``help.NAME``, its placeholder a row too."""
        name = flags[-1].lstrip("-")
        words = self.words
        if options.get("action") not in ("store_true", "help"):
            options["metavar"] = words.name("metavar", name)
        row = words.name(f"help.{self.key}", name)
        options["help"] = row if row != name else words.say(f"help.{name}")
        self.shown.append(self.add_argument(*flags, **options))

    def common_options(self) -> None:
        """The options that every command has."""
        silent: Any = argparse.SUPPRESS if self.key else None
        self.option("--lang", choices=LANGUAGES, default=silent)
        self.option("--debug", action="store_true", default=silent or False)
        self.option("-h", "--help", action="help")

    def named(self, command: str | None) -> Parser:
        """The parser of a command; this one where None."""
        return self.commands[command] if command else self

    def error_unknown(self, unknown: Sequence[str]) -> NoReturn:
        """Raise that these arguments are not known, with the option that was perhaps meant."""
        from difflib import get_close_matches

        message = self.words.argparse("unrecognized arguments: %s") % " ".join(unknown)
        flags = [flag for action in self.shown for flag in action.option_strings]
        near = get_close_matches(unknown[0].partition("=")[0], flags, 1)
        self.error(message + (self.words.say("usage.near", option=near[0]) if near else ""))

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong with the arguments as a ``UsageError`` that names the page to read."""
        message = _unquote(message) if self.words.lang == "zh" else message
        raise UsageError(self.prog, reason=self.words.say("usage.see", message=message, prog=self.prog))

    def format_help(self) -> str:
        """The page of this command."""
        return "\n".join(_page(self, columns_of(sys.stdout, 80))) + "\n"


def _unquote(message: str) -> str:
    """``'a', 'b'`` as ``“a”、“b”``: argparse quotes as Python does.

    >>> _unquote("没有 'x' 这一项，可用：'zh', 'en'")
    '没有“x”这一项，可用：“zh”、“en”'
    """
    message = re.sub(r" ?'([^']*)' ?", r"“\1”", message)
    return message.replace("”, “", "”、“").replace("”,“", "”、“")


@contextmanager
def argparse_speaking(words: Words) -> Iterator[None]:
    """Within, ``argparse`` words its errors in the language of ``words``.

    It takes them from ``gettext``, whose catalogs are compiled files; ours are rows of ``words.toml``, so its two
    functions are replaced for as long as this lasts.
    """
    module = vars(argparse)
    kept = {name: module[name] for name in ("_", "ngettext")}
    module.update(_=words.argparse, ngettext=lambda one, many, number: words.argparse(one if number == 1 else many))
    try:
        yield
    finally:
        module.update(kept)


def _page(parser: Parser, columns: int) -> Iterator[str]:
    words, key = parser.words, parser.key or "main"
    usage = words.say("page.usage")
    yield f"{usage}{words.say(f'{key}.usage')}"
    yield ""
    yield from wrap(words.say(f"{key}.about"), columns)
    rows = [(name, words.say(f"{name}.summary")) for name in parser.commands]
    yield from _block(words.say("page.commands"), rows, columns)
    arguments = [_row(action) for action in parser.shown if not action.option_strings]
    yield from _block(words.say("page.arguments"), arguments, columns)
    yield from _block(words.say("page.options"), [_row(a) for a in parser.shown if a.option_strings], columns)
    for part in ("examples", "exit"):
        yield from _part(words.say(f"page.{part}"), words.name(key, part), columns, part)


def _row(action: argparse.Action) -> tuple[str, str]:
    placeholder = str(action.metavar or "")
    if not action.option_strings:
        return placeholder, str(action.help)
    choices = "|".join(action.choices) if action.choices else placeholder
    return " ".join(part for part in (", ".join(action.option_strings), choices) if part), str(action.help)


def _block(title: str, rows: Sequence[tuple[str, str]], columns: int) -> Iterator[str]:
    """A title and its rows: the name on the left, what it does beside it."""
    if not rows:
        return
    left = max(width(name) for name, _ in rows) + _INDENT + 2
    yield from ("", title)
    for name, text in rows:
        first, *more = wrap(text, columns - left)
        yield pad(" " * _INDENT + name, left) + first
        yield from (" " * left + line for line in more)


def _part(title: str, text: str, columns: int, part: str) -> Iterator[str]:
    """Examples or exit codes: lines kept as they stand, long ones broken."""
    if text == part:
        return
    yield from ("", title)
    for line in text.strip("\n").split("\n"):
        if part == "exit":
            code, _, meaning = line.partition(" ")
            first, *more = wrap(meaning, columns - _INDENT - 4)
            yield " " * _INDENT + pad(code, 4) + first
            yield from (" " * (_INDENT + 4) + rest for rest in more)
        else:
            yield " " * _INDENT + line
