"""Where findings go: what enters is the options of ``check`` and the reports checked, what leaves is one file a form.

``check 甲.txt 乙.txt --json 发现.json`` writes one object with the list ``findings``, each with its ``file``;
``--xlsx`` the same as a workbook, with a sheet for each comparison that was asked for.
"""

from __future__ import annotations

import json
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from taizhang.cli.comparing import Others, show_gap
from taizhang.cli.jobs import Job
from taizhang.cli.outputs import STDOUT, Output, check_no_input, check_parent, check_suffix, refuse, write_stdout
from taizhang.cli.words import Words

if TYPE_CHECKING:
    from taizhang.engine.model import Finding, Quantity, Report
    from taizhang.export.findings import Comparison
    from taizhang.export.grid import Cell, Marked

FORMS = ("xlsx", "json")
SCHEMA = "taizhang.findings/1"


class Checked(NamedTuple):
    """A job and its report with all findings."""

    job: Job
    report: Report


def plan_results(options: Namespace, jobs: Sequence[Job], words: Words) -> tuple[Output, ...]:
    """The files that ``options`` ask for. Raises ``UsageError`` where they cannot be."""
    given = [(form, value) for form in FORMS if (value := getattr(options, form))]
    for form, value in given:
        if value == STDOUT and form != "json":
            refuse(words, "usage.binary_to_stdout", option=f"--{form}")
        check_parent(form, value, words)
        check_suffix(form, value, words)
    outputs = tuple(Output(form, Path(value)) for form, value in given)
    others = [path for name in ("against", "above", "below", "observations") for path in getattr(options, name) or ()]
    read = (*jobs, *(Job((Path(path),), "") for path in others))
    check_no_input([output for output in outputs if str(output.path) != STDOUT], read, words)
    if len({output.path.absolute() for output in outputs}) < len(outputs):
        refuse(words, "usage.same_output", option="--xlsx", other="--json", path=outputs[0].path)
    return outputs


def write_results(
    outputs: Sequence[Output], jobs: Sequence[Job], checked: Sequence[Checked], others: Others, lang: str | None
) -> Iterator[Path]:
    """Write each output; yields its path once it is written. Raises ``OutputError``."""
    from taizhang.export.files import write_file

    for form, path in outputs:
        if form == "xlsx":
            _write_workbook(path, checked, others, lang)
        elif str(path) == STDOUT:
            write_stdout(_to_json(jobs, checked, others))
        else:
            write_file(path, f"{_to_json(jobs, checked, others)}\n".encode())
        yield path


# --- JSON ------------------------------------------------------------------------------------------------


def _to_json(jobs: Sequence[Job], checked: Sequence[Checked], others: Others) -> str:
    """One object: what read the reports, the files, all findings, and the comparisons that were asked for."""
    is_many = len(jobs) > 1
    compared: dict[str, list[dict[str, Any]]] = {}
    found: list[dict[str, Any]] = []
    for each in checked:
        named = {"file": each.job.name} if is_many else {}
        found += [_finding_as_data(each.report, finding, named) for finding in each.report.findings]
        for key, rows in others.as_data(each.report).items():
            compared.setdefault(key, []).extend(named | row for row in rows)
    read = {id(each.job) for each in checked}
    data = {
        "schema": SCHEMA, "engine": checked[0].report.engine, "rules": checked[0].report.rules,
        "files": [data for each in checked for data in _files_as_data(each)],
        "failed": [job.name for job in jobs if id(job) not in read],
        "findings": found,
    }  # fmt: skip
    return json.dumps(data | compared, ensure_ascii=False, indent=1)


def _files_as_data(each: Checked) -> Iterator[dict[str, Any]]:
    """The files of a report; of joined ones each with the span of the source text that it gave."""
    source = each.report.source
    told = {"title": source.title, "place": source.place, "area": source.area, "year": source.year}
    is_joined = len(each.job.paths) > 1
    for at, path in enumerate(each.job.paths):
        span = {"span": list(source.files[at].span)} if is_joined and at < len(source.files) else {}
        yield {"file": str(path), **told, "sha256": source.sha256, **span}


def _finding_as_data(report: Report, finding: Finding, named: dict[str, Any]) -> dict[str, Any]:
    from taizhang.checks import TITLES
    from taizhang.engine.explain import place_of

    places = [place_of(report, span.start, span.end) for span in finding.spans]
    file = {"file": places[0].file} if places and places[0].file else named
    return file | {
        "code": finding.code, "title": TITLES.get(finding.code, ""), "severity": finding.severity.value,
        "message": finding.message, "formula": finding.formula, "inputs": list(finding.inputs),
        "tolerance": finding.tolerance, "spans": [list(span) for span in finding.spans],
        "lines": [place.line for place in places], "addresses": [place.address for place in places],
        "sentences": [report.words(place.sentence).strip() for place in places],
    }  # fmt: skip


# --- workbook --------------------------------------------------------------------------------------------


def _write_workbook(path: Path, checked: Sequence[Checked], others: Others, lang: str | None) -> None:
    from dataclasses import replace

    from taizhang.checks.words import opening_of
    from taizhang.export import findings
    from taizhang.export.words import Words as Named
    from taizhang.settings import Lang, load_settings

    settings = load_settings(None)
    settings = replace(settings, lang=Lang(lang)) if lang else settings
    names = _short_names([each.job for each in checked])
    rows = [findings.Checked(names[each.job], each.report, opening_of(each.report)) for each in checked]
    findings.write_findings(path, rows, tuple(_compare(checked, others, Named(settings.lang))), settings)


def _short_names(jobs: Sequence[Job]) -> dict[Job, str]:
    """What each job is called in a cell: its file's name, with the folder only where two are called alike."""
    short = {job: " + ".join(path.name for path in job.paths) for job in jobs}
    counts = Counter(short.values())
    return {job: name if counts[name] == 1 else job.name for job, name in short.items()}


def _compare(checked: Sequence[Checked], others: Others, named: Any) -> Iterator[Comparison]:
    """The comparisons as rows of cells, of several reports with the file."""
    from taizhang.export.findings import Comparison

    names = _short_names([each.job for each in checked])
    makers = {"outcomes": _outcome_rows, "levels": _level_rows, "sums": _sum_rows}
    for key, make in makers.items():
        rows = [(*row, names[each.job] if len(checked) > 1 else "")
                for each in checked for row in make(each.report, others, named)]  # fmt: skip
        yield Comparison(key, tuple(rows))


def _outcome_rows(report: Report, others: Others, named: Any) -> Iterator[tuple[Cell, ...]]:
    from taizhang.checks.pairs import tell_figure

    for last, pairs in others.pairs(report):
        for pair in pairs:
            result = tell_figure(pair.result) if pair.result else ""
            told = (tell_figure(pair.target), result, named.say(f"outcome.{pair.outcome.value}"), show_gap(pair))
            sources = (_mark(last, pair.target), _mark(report, pair.result) if pair.result else None)
            yield (pair.name, pair.period, *told, *sources)


def _level_rows(report: Report, others: Others, named: Any) -> Iterator[tuple[Cell, ...]]:
    from taizhang.checks.levels import compare_levels
    from taizhang.checks.pairs import tell_figure

    for above in others.levels(report):
        for level in compare_levels(report, above):
            told = (tell_figure(level.target), above.source.place or "", tell_figure(level.above))
            outcome = named.say(f"outcome.{'lower' if level.is_lower else 'not_lower'}")
            sources = (_mark(report, level.target), _mark(above, level.above))
            yield (level.name, level.target.period or "", *told, outcome, *sources)


def _sum_rows(report: Report, others: Others, named: Any) -> Iterator[tuple[Cell, ...]]:
    from taizhang.checks.levels import parts_of, sum_counties
    from taizhang.checks.printed import tell_amount

    areas = [area.name for area in parts_of(report)] if others.below else []
    for found in sum_counties(report, others.below) if others.below else ():
        whole = found.whole
        total, gap, allowed = (
            tell_amount(value, whole.unit, whole.text) for value in (found.total, found.gap, found.allowed)
        )
        outcome = named.say(f"outcome.{'beyond' if found.is_beyond else 'within'}")
        parts = tuple(f"{area} {part.text}" for area, part in zip(areas, found.parts, strict=True))
        told = (total, whole.text, gap, allowed, outcome, parts)
        yield (found.name, whole.period or "", *told, _mark(report, whole))


def _mark(report: Report, quantity: Quantity) -> Marked:
    from taizhang.export.findings import mark_sentences

    return mark_sentences(report, (quantity.span,))
