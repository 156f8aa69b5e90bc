"""``taizhang check``: what enters is report files, what leaves is their findings with the sentences, and an exit code.

``taizhang check 报告.txt --fail-on error`` prints the findings, the errors first, and exits with 1 where there is one.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from taizhang.cli.comparing import define_comparing, read_others, tell_pairs
from taizhang.cli.display import columns_of, wrap
from taizhang.cli.jobs import Job, define_sources, not_empty, plan_jobs, read_job, run_jobs
from taizhang.cli.outputs import STDOUT, Output, check_no_input, check_parent, check_suffix, is_stdout, write_stdout
from taizhang.cli.page import Parser
from taizhang.cli.words import Words

if TYPE_CHECKING:
    from taizhang.engine.model import Finding, Report

SCHEMA = "taizhang.findings/1"
FOUND = 1
SEVERITIES = ("error", "question", "notice")
"""The severities, the gravest first, as strings: the types are not loaded to print a page."""


def define(parser: Parser) -> None:
    """The arguments of ``check``."""
    define_sources(parser)
    define_comparing(parser)
    parser.option("--json", type=not_empty(parser.words))
    parser.option("--fail-on", choices=SEVERITIES)


def run(options: Namespace, words: Words) -> int:
    """Check the files, print or write the findings; returns the exit code."""
    jobs = plan_jobs(options.files, options.join)
    is_quiet = bool(options.json) and (options.json == STDOUT or is_stdout(options.json))
    if options.json and options.json != STDOUT:
        check_parent("json", options.json, words)
        check_suffix("json", options.json, words)
        check_no_input([Output("json", Path(options.json))], jobs, words)
    others = read_others(options)
    checked: list[dict[str, Any]] = []
    severities: set[str] = set()

    def act(job: Job) -> Iterable[str]:
        report = others.check(read_job(job, options))
        severities.update(finding.severity.value for finding in report.findings)
        checked.append({**_as_data(report, job), **others.as_data(report)})
        pairs = () if is_quiet else tell_pairs(others, report, words)
        return () if is_quiet else (*_tell_job(report, job, len(jobs) > 1, words), *pairs)

    code, _ = run_jobs(jobs, act, words, options.debug)
    if options.json:
        _write(checked, options.json)
    return code or (FOUND if _is_grave(severities, options.fail_on) else 0)


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
    """Each place of the finding: its address, and its sentence with the words marked."""
    from taizhang.cli.marked import mark_words
    from taizhang.engine.explain import place_of

    for span in finding.spans:
        if span.end > span.start:
            yield (
                place_of(report, span.start, span.end).address,
                list(mark_words(report, (span,), columns - 5, marks_whole=False)),
            )


def _as_data(report: Report, job: Job) -> dict[str, Any]:
    source = report.source
    return {
        "files": [str(path) for path in job.paths], "title": source.title, "place": source.place,
        "area": source.area, "year": source.year, "sha256": source.sha256,
        "findings": [_finding_as_data(report, finding) for finding in report.findings],
    }  # fmt: skip


def _finding_as_data(report: Report, finding: Finding) -> dict[str, Any]:
    from taizhang.engine.explain import place_of

    places = [place_of(report, span.start, span.end) for span in finding.spans]
    return {
        "code": finding.code, "severity": finding.severity.value, "message": finding.message,
        "formula": finding.formula, "inputs": list(finding.inputs), "tolerance": finding.tolerance,
        "spans": [list(span) for span in finding.spans], "addresses": [place.address for place in places],
        "sentences": [report.words(place.sentence).strip() for place in places],
    }  # fmt: skip


def _write(checked: list[dict[str, Any]], value: str) -> None:
    import json

    is_many = len(checked) > 1
    found = [
        {**finding, **({"file": report["files"][0]} if is_many else {})}
        for report in checked
        for finding in report["findings"]
    ]
    text = json.dumps({"schema": SCHEMA, "findings": found, "reports": checked}, ensure_ascii=False, indent=1)
    if value == STDOUT:
        write_stdout(text)
    else:
        from taizhang.export.files import write_file

        write_file(value, f"{text}\n".encode())
