"""What a reader wants to know of a report at once: what enters is a ``Report``, what leaves is lines for the terminal.

Title, place and year; a table of the sections with how many items of each kind they hold; the figures; the findings by
severity. Of ``力争制造业投资突破200亿元。`` one target and one figure are counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from taizhang.cli.display import fit, pad, table, width
from taizhang.cli.words import Words
from taizhang.engine.clauses import split_clauses
from taizhang.engine.entries import draft_entries
from taizhang.engine.explain import place_of
from taizhang.engine.model import Finding, Item, Kind, Report, Section, Severity, Span, Status
from taizhang.export.omissions import find_left_out

SHOWN = 5
"""Findings of one severity that the summary shows."""

_DEEPEST = 2
"""Level of section down to which the table goes: 一、 and (一)."""


def summarize(report: Report, words: Words, columns: int | None) -> Iterator[str]:
    """The lines of the summary; ``columns`` is the terminal's width, None where there is none to fit."""
    yield from _head(report, words)
    yield ""
    yield from _section_table(report, words)
    yield ""
    yield from _figures(report, words)
    yield ""
    yield from _findings(report, words, columns)


def list_unread(report: Report, words: Words) -> Iterator[str]:
    """Each run of digits or numerals that is no figure: where, why, and its sentence with the run in 【】.

    Those for no known reason come first.
    """
    yield words.say("summary.unread_title")
    unknown_first = sorted(report.unread, key=lambda unread: unread.reason is not None)
    rows = [(*_unread_row(report, unread.span), unread.reason) for unread in unknown_first]
    if not rows:
        yield f"  {words.say('summary.unread_none')}"
    yield from ("  " + line for line in table((at, tell_reason(reason, words), text) for at, text, reason in rows))


def tell_reason(reason: str | None, words: Words) -> str:
    """Why a run is no figure, in words: the row of ``rules/unread.toml`` says it in both languages."""
    from taizhang import rules

    if reason is None:
        return words.say("summary.unread_unknown")
    row = rules.find(f"unread:{reason}")
    return str(row.get(words.lang, reason)) if row else reason


def head_line(words: Words, left: int) -> str:
    """The heads of the columns of ``count_line``; ``left`` columns for the name."""
    place, year, *numbers = _heads(words)
    return _many_row(words.say("column.file"), place, year, numbers, words, left)


def count_line(report: Report, name: str, words: Words, left: int) -> str:
    """One report of several on one line: place, year, items of each kind, figures, findings."""
    place = report.source.place or words.say("summary.unknown")
    year = str(report.source.year or "–")
    numbers = [*_kind_counts(report.items), str(len(report.quantities)), str(len(report.findings))]
    return _many_row(name, place, year, numbers, words, left)


def tell_severities(findings: Iterable[Finding], words: Words) -> str:
    """``错误 1，需说明 2``: how many findings of each severity, the gravest first."""
    counts = Counter(finding.severity for finding in findings)
    comma = "，" if words.lang == "zh" else ", "
    return comma.join(f"{words.name('severity', s)} {counts[s]}" for s in Severity if counts[s])


def _heads(words: Words) -> list[str]:
    """The heads of place, year, the kinds, figures and findings."""
    names = ("column.place", "column.year", *(f"kind.{kind}" for kind in Kind), "column.figures", "column.findings")
    return [words.say(name) for name in names]


def _many_row(name: str, place: str, year: str, numbers: Iterable[str], words: Words, left: int) -> str:
    columns = (max(width(head), 4) for head in _heads(words)[2:])
    cells = [pad(text, room, right=True) for text, room in zip(numbers, columns, strict=True)]
    return "  ".join([pad(fit(name, left, keeps_end=True), left), pad(fit(place, 12), 12), pad(year, 4), *cells])


def _head(report: Report, words: Words) -> Iterator[str]:
    source, unknown = report.source, words.say("summary.unknown")
    files = [file.name for file in source.files]
    yield source.title or next(iter(files), words.say("summary.untitled"))
    place = f"{source.place}（{source.area}）" if source.place and source.area else source.place or unknown
    yield words.say("summary.head", place=place, year=source.year or unknown, characters=len(source.text))
    if len(files) > 1:
        yield words.say("summary.files", files="、".join(files))


def _section_table(report: Report, words: Words) -> list[str]:
    heads = [words.say("column.section"), *(words.name("kind", kind) for kind in Kind), words.say("column.figures")]
    rows = [heads]
    parents = {section.id: section.parent for section in report.sections}
    members: dict[str | None, list[Item]] = {}
    for item in report.items:
        for section_id in _upwards(item.section, parents):
            members.setdefault(section_id, []).append(item)
    if None in members:
        rows.append(_counts_row(words.say("summary.before"), members[None]))
    shown = (section for section in report.sections if section.level <= _DEEPEST)
    rows.extend(_counts_row(_section_name(section, words), members.get(section.id, [])) for section in shown)
    total = _counts_row(words.say("summary.total"), report.items)
    rows.append([*total[:-1], str(len(report.quantities))])
    return table(rows, right=frozenset(range(1, len(heads))))


def _upwards(section: str | None, parents: dict[str, str | None]) -> Iterator[str | None]:
    """The section and those above it; None alone for what stands in none."""
    if section is None:
        yield None
    while section is not None:
        yield section
        section = parents.get(section)


def _section_name(section: Section, words: Words) -> str:
    mark = "、" if section.number and section.number[-1] not in "）).、．" else ""
    name = f"{section.number}{mark}{section.title}" or words.say(
        "summary.no_heading", role=words.name("role", section.role)
    )
    return "  " * (section.level - 1) + fit(name, 40)


def _counts_row(name: str, items: Iterable[Item]) -> list[str]:
    items = list(items)
    return [name, *_kind_counts(items), str(sum(len(item.quantities) for item in items))]


def _kind_counts(items: Iterable[Item]) -> list[str]:
    counts = Counter(item.kind for item in items)
    return [str(counts[kind]) for kind in Kind]


def _figures(report: Report, words: Words) -> Iterator[str]:
    targets = sum(quantity.status is Status.TARGET for quantity in report.quantities)
    known = sum(quantity.indicator_key is not None for quantity in report.quantities)
    count = len(report.quantities)
    yield words.say("summary.figures", count=count, targets=targets, results=count - targets, known=known)
    clauses = split_clauses(report.source.text)
    entries, left = len(draft_entries(report, clauses)), len(find_left_out(report, clauses))
    yield words.say("summary.left_out", entries=entries, count=left)
    if report.unread:
        unknown = sum(unread.reason is None for unread in report.unread)
        yield words.say("summary.unread", count=len(report.unread), unknown=unknown)


def _findings(report: Report, words: Words, columns: int | None) -> Iterator[str]:
    if not report.findings:
        yield words.say("summary.no_findings")
        return
    parts = tell_severities(report.findings, words)
    yield words.say("summary.findings", count=len(report.findings), parts=parts)
    hidden = 0
    for severity in Severity:
        found = [finding for finding in report.findings if finding.severity is severity]
        if found:
            yield f"  {words.name('severity', severity)}"
        for finding in found[:SHOWN]:
            line = f"    {finding_line(report, finding)}"
            yield fit(line, columns) if columns else line
        hidden += max(len(found) - SHOWN, 0)
    if hidden:
        yield f"  {words.say('summary.more', count=hidden)}"


def finding_line(report: Report, finding: Finding) -> str:
    """``T003  c12.0  message``."""
    at = place_of(report, finding.spans[0].start).address if finding.spans else "–"
    return f"{finding.code}  {at}  {finding.message}"


def _unread_row(report: Report, span: Span) -> tuple[str, str]:
    text = report.source.text
    place = place_of(report, span.start, span.end)
    start, end = max(place.sentence.start, span.start - 12), min(place.sentence.end, span.end + 12)
    around = f"{text[start : span.start]}【{text[span.start : span.end]}】{text[span.end : end]}"
    return place.address, " ".join(around.split())
