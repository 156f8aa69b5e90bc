"""``taizhang read``: what enters is report files, what leaves is a summary and the ledger's files.

``taizhang read 报告.txt --xlsx 台账.xlsx`` prints the summary of the report and ``已写出：台账.xlsx``. Of several files
each gets one line, and at the end stands how many were read.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from taizhang.cli.display import columns_of, width
from taizhang.cli.jobs import Job, define_sources, not_empty, plan_jobs, read_job, run_jobs
from taizhang.cli.outputs import Outputs, plan_outputs
from taizhang.cli.page import Parser
from taizhang.cli.words import Words

if TYPE_CHECKING:
    from pathlib import Path

    from taizhang.engine.model import Report
    from taizhang.settings import Settings

FORMS = ("table", "plan")
"""The forms of the Word document, as strings: the settings are not loaded to print a page."""
_WIDEST_NAME = 40


def define(parser: Parser) -> None:
    """The arguments of ``read``."""
    define_sources(parser)
    for form in ("xlsx", "docx", "pdf", "csv", "json"):
        parser.option(f"--{form}", type=not_empty(parser.words))
    parser.option("--form", choices=FORMS)
    parser.option("--settings", type=not_empty(parser.words))
    parser.option("--unread", action="store_true")


def run(options: Namespace, words: Words) -> int:
    """Read the files, print and write what is asked; returns the exit code."""
    jobs = plan_jobs(options.files, options.join)
    outputs = plan_outputs(options, jobs, words)
    chosen = _load_settings(options)
    printer = _Printer(jobs, outputs, options.unread, words)

    def act(job: Job) -> Iterable[str]:
        report = read_job(job, options)
        return printer.tell(report, job, list(outputs.write(job, report, chosen)))

    code, failed = run_jobs(jobs, act, words, options.debug)
    printer.end(failed)
    return code


def _load_settings(options: Namespace) -> Settings:
    """The office's settings; a language or a form asked for on the command line goes before theirs."""
    from dataclasses import replace

    from taizhang.settings import Form, Lang, load_settings

    settings = load_settings(options.settings)
    lang = Lang(options.lang) if options.lang else settings.lang
    return replace(settings, lang=lang, document=Form(options.form) if options.form else settings.document)


class _Printer:
    """Tells what was read: the summary of one report, or a table with a line for each of several."""

    def __init__(self, jobs: tuple[Job, ...], outputs: Outputs, with_unread: bool, words: Words) -> None:
        self.jobs = jobs
        self.outputs = outputs
        self.with_unread = with_unread
        self.words = words
        self.left = min(max(width(job.name) for job in jobs), _WIDEST_NAME)
        self.has_head = False

    def tell(self, report: Report, job: Job, written: list[Path]) -> Iterable[str]:
        """The lines of one report; none where a result went to standard output."""
        if self.outputs.is_stdout_taken:
            return ()
        return self._row(report, job) if self.outputs.is_many else self._summary(report, written)

    def end(self, failed: int) -> None:
        """Print how many of several were read, and where their results are."""
        if not self.outputs.is_many or self.outputs.is_stdout_taken or failed == len(self.jobs):
            return
        count = len(self.jobs)
        line = self.words.say("many.done", count=count, read=count - failed)
        print(f"\n{line}{self.words.say('many.failed', failed=failed) if failed else ''}")
        for value in dict.fromkeys(value for _, value in self.outputs.given):
            print(self.words.say("summary.wrote", path=value))
        for line in self._fonts():
            print(line)

    def _row(self, report: Report, job: Job) -> Iterator[str]:
        from taizhang.cli.summary import count_line, head_line, list_unread

        if not self.has_head:
            yield head_line(self.words, self.left)
            self.has_head = True
        yield count_line(report, job.name, self.words, self.left)
        if self.with_unread:
            yield from list_unread(report, self.words)

    def _summary(self, report: Report, written: Iterable[Path]) -> Iterator[str]:
        from taizhang.cli.summary import list_unread, summarize

        yield from summarize(report, self.words, columns_of(sys.stdout) if sys.stdout.isatty() else None)
        yield ""
        if self.with_unread:
            yield from list_unread(report, self.words)
            yield ""
        if not self.outputs.given:
            yield self.words.say("summary.nothing_written")
        for path in written:
            yield self.words.say("summary.wrote", path=path)
        yield from self._fonts()

    def _fonts(self) -> Iterator[str]:
        """Which typefaces of a PDF were replaced, for they are not installed here."""
        if "pdf" not in dict(self.outputs.given):
            return
        from taizhang.export import missing_fonts

        comma = "、" if self.words.lang == "zh" else ", "
        if missing := missing_fonts():
            yield self.words.say("summary.fonts", fonts=comma.join(missing))
