"""Reading reports one after another: what enters is paths, what leaves is Reports, and an exit code at the end.

Of ``read 甲.txt 乙.doc`` the first is read and handed on, the second gives one line on standard error, and the code is
3; were both to fail it would be 2. With ``--join`` all paths are one job.
"""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError, Namespace
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from taizhang.cli.display import columns_of, fit
from taizhang.cli.page import Parser
from taizhang.cli.words import Words
from taizhang.errors import Said, TaizhangError, UsageError

if TYPE_CHECKING:
    from taizhang.engine.model import Report

SOME_FAILED = 3
ALL_FAILED = 2
_NO_STDIN = Said("不能从标准输入读报告，应先存成文件", "reports are not read from standard input: save it as a file")
_CLEAR = "\r\x1b[K"


@dataclass(frozen=True, slots=True)
class Job:
    """One report to read: its files in order, and the name that its results get (``甲``, for a second one ``甲-2``)."""

    paths: tuple[Path, ...]
    stem: str

    @property
    def name(self) -> str:
        """What the job is called in messages: its files, as they were given."""
        return " + ".join(map(str, self.paths))


def define_sources(parser: Parser) -> None:
    """The arguments that say what to read."""
    parser.option("files", nargs="+", type=not_empty(parser.words))
    define_place(parser)
    parser.option("--join", action="store_true")


def define_place(parser: Parser) -> None:
    """The arguments that say what the report is of, where it does not say so itself."""
    parser.option("--place", type=not_empty(parser.words))
    parser.option("--year", type=_year(parser.words))


def plan_jobs(files: Sequence[str], join: bool) -> tuple[Job, ...]:
    """A job for each file, or one for all; no two get the same stem, nor two that differ in case alone."""
    if "-" in files and not Path("-").exists():
        raise UsageError("-", reason=_NO_STDIN)
    paths = tuple(map(Path, files))
    if join:
        return (Job(paths, paths[0].stem),)
    taken: set[str] = set()
    return tuple(Job((path,), _free_stem(path.stem, taken)) for path in paths)


def read_job(job: Job, options: Namespace) -> Report:
    """The report of ``job``, with the findings of the checks on it."""
    import taizhang

    if len(job.paths) == 1:
        return taizhang.read(job.paths[0], place=options.place, year=options.year)
    return taizhang.read_files(job.paths, place=options.place, year=options.year)


def run_jobs(
    jobs: Sequence[Job], act: Callable[[Job], Iterable[str]], words: Words, with_traceback: bool = False
) -> tuple[int, int]:
    """Do ``act`` with each job and print the lines that it gives; return the exit code and how many failed.

    Of several, one that fails gets its line on standard error and the next one follows; a single one raises.
    """
    progress = _Progress(len(jobs), words)
    failed = 0
    for at, job in enumerate(jobs, 1):
        try:
            with progress.showing(at, job):
                lines = tuple(act(job))
        except Exception as error:
            if len(jobs) == 1 or isinstance(error, BrokenPipeError):
                raise
            _tell(error, job, words, with_traceback)
            failed += 1
        else:
            print(*lines, sep="\n", end="\n" if lines else "", flush=True)
    return (0 if not failed else ALL_FAILED if failed == len(jobs) else SOME_FAILED), failed


class _Progress:
    """A line on the terminal that tells which of several files is being read; nothing where stderr is no terminal."""

    def __init__(self, count: int, words: Words) -> None:
        self.count = count
        self.words = words
        self.is_on = count > 1 and sys.stderr.isatty()

    @contextmanager
    def showing(self, at: int, job: Job) -> Iterator[None]:
        if not self.is_on:
            yield
            return
        line = self.words.say("progress.reading", at=at, count=self.count, name=job.name)
        print(f"{_CLEAR}{fit(line, columns_of(sys.stderr) - 1)}", end="", file=sys.stderr, flush=True)
        try:
            yield
        finally:
            print(_CLEAR, end="", file=sys.stderr, flush=True)


def _tell(error: Exception, job: Job, words: Words, with_traceback: bool) -> None:
    if with_traceback:
        import traceback

        traceback.print_exception(error)
    if isinstance(error, TaizhangError):
        line = error.line(words.lang)
    else:
        line = words.say("error.internal_of", path=job.name, what=describe(error))
    print(line, file=sys.stderr, flush=True)


def _free_stem(stem: str, taken: set[str]) -> str:
    free, number = stem, 1
    while free.casefold() in taken:
        number += 1
        free = f"{stem}-{number}"
    taken.add(free.casefold())
    return free


def describe(error: BaseException) -> str:
    """An unexpected exception in a few words on one line: ``KeyError: 'q31'``."""
    return " ".join(f"{type(error).__name__}: {error}".split())[:200]


def not_empty(words: Words) -> Callable[[str], str]:
    """A converter of arguments that takes all but white space."""

    def convert(value: str) -> str:
        if not value.strip():
            raise ArgumentTypeError(words.say("usage.empty"))
        return value

    return convert


def _year(words: Words) -> Callable[[str], int]:
    def convert(value: str) -> int:
        if not (value.isascii() and value.isdigit() and 1900 <= int(value) <= 2199):
            raise ArgumentTypeError(words.say("usage.year", value=value))
        return int(value)

    return convert
