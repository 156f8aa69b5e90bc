"""``taizhang check``: what enters is report files, what leaves is their findings with the sentences, and an exit code.

``taizhang check 报告.txt --fail-on error`` prints the findings, the errors first, and exits with 1 where there is one.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from taizhang.cli.comparing import define_comparing, read_others
from taizhang.cli.display import columns_of, wrap
from taizhang.cli.jobs import Job, define_sources, not_empty, plan_jobs, read_job, run_jobs
from taizhang.cli.outputs import STDOUT, is_stdout
from taizhang.cli.page import Parser
from taizhang.cli.results import FORMS, Checked, plan_results, write_results
from taizhang.cli.words import Words

if TYPE_CHECKING:
    from taizhang.engine.model import Finding, Report

FOUND = 1
SEVERITIES = ("error", "question", "notice")
"""The severities, the gravest first, as strings: the types are not loaded to print a page."""


def define(parser: Parser) -> None:
    """The arguments of ``check``."""
    define_sources(parser)
    define_comparing(parser)
    for form in FORMS:
        parser.option(f"--{form}", type=not_empty(parser.words))
    parser.option("--fail-on", choices=SEVERITIES)


def run(options: Namespace, words: Words) -> int:
    """Check the files, print or write the findings; returns the exit code."""
    jobs = plan_jobs(options.files, options.join)
    outputs = plan_results(options, jobs, words)
    is_quiet = any(str(path) == STDOUT or is_stdout(str(path)) for _, path in outputs)
    others = read_others(options)
    checked: list[Checked] = []

    def act(job: Job) -> Iterable[str]:
        report = others.check(read_job(job, options))
        checked.append(Checked(job, report))
        return () if is_quiet else (*_tell_job(report, job, len(jobs) > 1, words), *others.tell(report, words))

    code, failed = run_jobs(jobs, act, words, options.debug)
    if failed < len(jobs):
        written = tuple(write_results(outputs, jobs, checked, others, options.lang))
        print(*_tell_written(() if is_quiet else written, words), sep="\n", end="")
    severities = {finding.severity.value for each in checked for finding in each.report.findings}
    return code or (FOUND if _is_grave(severities, options.fail_on) else 0)


def _tell_written(paths: Sequence[Path], words: Words) -> Iterator[str]:
    if paths:
        yield ""
        yield from (words.say("summary.wrote", path=path) for path in paths)
        yield ""


def _is_grave(severities: set[str], limit: str | None) -> bool:
    return limit is not None and not severities.isdisjoint(SEVERITIES[: SEVERITIES.index(limit) + 1])


def _tell_job(report: Report, job: Job, is_many: bool, words: Words) -> Iterator[str]:
    if is_many:
        yield f"== {job.name}"
    yield from _tell(report, words, columns_of(sys.stdout))
    if is_many:
        yield ""


def _tell(report: Report, words: Words, columns: int) -> Iterator[str]:
    if not report.findings:
        yield words.say("check.nothing")
    number = 0
    for severity in SEVERITIES:
        found = [finding for finding in report.findings if finding.severity == severity]
        if found and number:
            yield ""
        if found:
            yield words.say("check.count", name=words.name("severity", severity), count=len(found))
        for finding in found:
            number += 1
            yield from _tell_finding(number, report, finding, words, columns)


def _tell_finding(number: int, report: Report, finding: Finding, words: Words, columns: int) -> Iterator[str]:
    for at, line in enumerate(wrap(f"{finding.code} {finding.message}", columns - 5)):
        yield f"{f'{number}.':<4} {line}" if at == 0 else f"     {line}"
    if finding.formula:
        yield f"     {words.say('check.formula', formula=finding.formula)}"
    if finding.inputs:
        comma = "，" if words.lang == "zh" else ", "
        yield f"     {words.say('check.inputs', inputs=comma.join(finding.inputs))}"
    if finding.tolerance:
        yield f"     {words.say('check.tolerance', tolerance=finding.tolerance)}"
    for place, lines in _places(report, finding, columns):
        yield f"     {place}"
        yield from (f"     {row}" for row in lines)


def _places(report: Report, finding: Finding, columns: int) -> Iterator[tuple[str, list[str]]]:
    """Each place of the finding: its address, and its sentence with the words marked; none where it is of the whole."""
    from taizhang.checks.words import opening_of
    from taizhang.cli.marked import mark_words
    from taizhang.engine.explain import place_of

    for span in finding.spans if finding.spans != opening_of(report) else ():
        if span.end > span.start:
            yield (
                place_of(report, span.start, span.end).address,
                list(mark_words(report, (span,), columns - 5, marks_whole=False)),
            )
