"""The command line: what enters is the arguments, what leaves is text on the terminal, files, and an exit code.

``taizhang read 报告.docx --xlsx 台账.xlsx`` prints a summary, writes the ledger and exits with 0. A command is a module
with ``define`` (its arguments) and ``run`` (what it does, returning the exit code); only these and the words are
loaded to print a page, so that help comes at once. Errors come here and become one line on standard error.
"""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from taizhang.cli import backup, check, corpus, explain, init, panel, read, restore, serve, verify
from taizhang.cli.jobs import describe
from taizhang.cli.page import Parser, argparse_speaking
from taizhang.cli.words import Words, choose_language
from taizhang.errors import OutputError, TaizhangError, UsageError, describe_os_error


class Command(Protocol):
    """What the module of a command has."""

    def define(self, parser: Parser) -> None:
        """Add the arguments."""

    def run(self, options: Namespace, words: Words) -> int:
        """Do it; return the exit code."""


COMMANDS: dict[str, Command] = {
    "read": read, "explain": explain, "check": check, "corpus": corpus, "panel": panel,
    "init": init, "serve": serve, "backup": backup, "restore": restore, "verify": verify,
}  # fmt: skip
INTERNAL_ERROR = 70
INTERRUPTED = 130
PIPE_CLOSED = 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command in ``arguments`` (those of the process where None) and return its exit code."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    words = Words(choose_language(arguments, os.environ))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        with _ending_cleanly():
            return _run_flushed(arguments, words)
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - nothing is thrown at a clerk
        if isinstance(error, BrokenPipeError) or isinstance(error.__cause__, BrokenPipeError):
            _abandon_output()
            return PIPE_CLOSED
        if "--debug" in arguments:
            import traceback

            traceback.print_exc()
        line, code = _failure(error, words)
        print(line, file=sys.stderr)
        return code


def build_parser(words: Words) -> Parser:
    """The parser of ``taizhang``, with one for each command in it."""
    parser = Parser(words)
    parser.option("--version", action="store_true")
    parser.common_options()
    commands = parser.add_subparsers(prog=parser.prog, dest="command", metavar=words.say("metavar.command"))
    for name, command in COMMANDS.items():
        sub = commands.add_parser(name, words=words, key=name)
        command.define(sub)
        sub.common_options()
        parser.commands[name] = sub
    return parser


@contextmanager
def _ending_cleanly() -> Iterator[None]:
    """Within, a request to end (SIGTERM, a closed terminal) unwinds as ``SystemExit``, so that all is cleaned up.

    What the caller ignores stays ignored (nohup); a process forked from here ends as it always did.
    """
    owner = os.getpid()

    def leave(number: int, _: object) -> None:
        signal.signal(number, signal.SIG_DFL if os.getpid() != owner else signal.SIG_IGN)
        if os.getpid() != owner:
            os.kill(os.getpid(), number)
        raise SystemExit(128 + number)

    names = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    is_main = threading.current_thread() is threading.main_thread()
    taken = [number for number in names if is_main and signal.getsignal(number) is signal.SIG_DFL]
    for number in taken:
        signal.signal(number, leave)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, signal.SIG_DFL)


def _run_flushed(arguments: list[str], words: Words) -> int:
    code = _run(arguments, words)
    sys.stdout.flush()
    return code


def _run(arguments: list[str], words: Words) -> int:
    _refuse_unknown_command(arguments, words)
    parser = build_parser(words)
    try:
        with argparse_speaking(words):
            options, unknown = parser.parse_known_args(arguments)
            if unknown:
                parser.named(options.command).error_unknown(unknown)
    except SystemExit as leaving:
        return int(leaving.code or 0)
    if options.version:
        from taizhang import __version__

        print(f"taizhang {__version__}")
        return 0
    if options.command is None:
        print(parser.format_help(), end="", file=sys.stderr)
        return 2
    return COMMANDS[options.command].run(options, words)


def _refuse_unknown_command(arguments: list[str], words: Words) -> None:
    """Raise ``UsageError`` where the first word is no command; of a file it says which command reads it."""
    rest = iter(arguments)
    for word in rest:
        if word == "--lang":
            next(rest, None)
        elif not word.startswith("-"):
            if word not in COMMANDS:
                key = "usage.file_for_command" if os.path.exists(word) else "usage.command"  # noqa: PTH110  (never raises)
                raise UsageError(reason=words.say(key, word=word, commands=words.say("usage.comma").join(COMMANDS)))
            return


def _abandon_output() -> None:
    """Let what is still to be printed go nowhere, or the interpreter would complain of it when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _failure(error: BaseException, words: Words) -> tuple[str, int]:
    """The one line that says what happened, and the exit code."""
    match error:
        case TaizhangError():
            return error.line(words.lang), error.exit_code
        case OSError(filename=None):
            _abandon_output()
            failure = OutputError(words.say("error.stdout"), reason=describe_os_error(error))
            return failure.line(words.lang), failure.exit_code
        case KeyboardInterrupt():
            return words.say("error.interrupted"), INTERRUPTED
        case _:
            return words.say("error.internal", what=describe(error)), INTERNAL_ERROR
