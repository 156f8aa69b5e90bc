"""How each rule table proves a row on the row's own words.

A prover takes an example (or counter-example) of a row and the row, and says whether the row fires on it. Every
table of ``rules/`` needs one here: ``PROVERS["bounds"](example, row)``. ``test_rules.py`` asks them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import numpy as np

import taizhang
from taizhang.engine.clauses import split_clauses
from taizhang.engine.indicators import read_indicators
from taizhang.engine.items import read_items
from taizhang.engine.kinds.leads import join_leads
from taizhang.engine.kinds.promises import is_aside, is_promise
from taizhang.engine.model import (
    Clause,
    Item,
    Kind,
    Measure,
    Mention,
    RestoredText,
    Role,
    Severity,
    SourceText,
    Span,
    Status,
)
from taizhang.engine.numerals import read_numbers
from taizhang.engine.outline import read_outline
from taizhang.engine.periods import Figure, read_periods
from taizhang.engine.pipeline import compile_source
from taizhang.engine.projects import find_projects
from taizhang.engine.quantities import Setting, read_quantities
from taizhang.engine.restore.furniture import find_furniture
from taizhang.engine.suggestions import suggest_units
from taizhang.export.verbs import find_verb
from taizhang.ingest.html import read_html
from taizhang.rules import Row
from taizhang.rules.departments import Office, department_name, find_department
from taizhang.rules.indicators import find_indicator
from taizhang.rules.units import convert, dimension_of

Prover = Callable[[Any, Row], bool]

YEAR = 2026
MODES = ("report", "bare")


def prove_units(example: str, row: Row) -> bool:
    """The unit of one of the figures is the row's."""
    return any(row.name in mention.trace for mode in MODES for mention in read_numbers(example, mode)[0])


def prove_unread(example: str, row: Row) -> bool:
    """One of the runs of digits or numerals is left out for the row's reason."""
    return any(unread.reason == row.key for mode in MODES for unread in read_numbers(example, mode)[1])


def prove_reading(example: str, row: Row) -> bool:
    """The row decides bound, measure or hardness of one of the figures, told as a result or as a target."""
    return any(row.name in trace for trace in _traces(example))


def prove_bounds(example: str, row: Row) -> bool:
    """As ``prove_reading``; 余 and 多 within a number (300余件) are read with the number itself."""
    mentions = [mention for mode in MODES for mention in read_numbers(example, mode)[0]]
    return prove_reading(example, row) or any(mention.bound == row["bound"] for mention in mentions)


def _traces(text: str) -> Iterator[tuple[str, ...]]:
    for mode in MODES:
        mentions = read_numbers(text, mode)[0]
        for kind, role in ((Kind.TARGET, Role.TARGETS), (Kind.RESULT, Role.REVIEW)):
            settings = tuple(Setting(_clause_of(text, mention), kind, role) for mention in mentions)
            readings = read_quantities(text, mentions, settings)
            yield from (m.trace + r.trace for m, r in zip(mentions, readings, strict=True))


def _clause_of(text: str, mention: Mention) -> Clause:
    return next(clause for clause in split_clauses(text) if clause.start <= mention.start < clause.end)


def prove_periods(example: str, row: Row) -> bool:
    """A figure told in the example, or in the sentence after it, takes its time by the row."""
    text = f"\n{example}"
    if not read_numbers(text)[0]:
        text += "。建成公路3公里。"
    clauses = split_clauses(text)
    mentions = read_numbers(text)[0]
    for status, role in ((Status.ACTUAL, Role.REVIEW), (Status.TARGET, Role.OUTLOOK), (Status.TARGET, Role.TASKS)):
        figures = [Figure(mention, _clause_of(text, mention), role, status, False) for mention in mentions]
        if any(rule == row.name for _, rule in read_periods(text, figures, (), clauses, YEAR)):
            return True
    return False


_OUTER = {
    "review": "一、2025年工作回顾\n",
    "outlook": "一、今后五年奋斗目标\n",
    "tasks": "一、2026年重点工作\n",
    "targets": "一、主要预期目标\n",
    "problems": "一、主要问题\n",
    "closing": "一、结束语\n",
    "none": "",
}
_INNER = {
    "heading": "一、{}\n有关情况如下。\n",
    "subheading": "有关情况如下。\n（一）{}\n有关情况如下。\n",
    "opening": "{}，有关情况如下。\n",
    "lead": "{}，有关情况如下。\n",
    "sentence": "有关情况如下。{}。\n",
    "tense": "一、有关情况\n{}。\n",
    "annex": "有关情况如下。\n{}\n1.新建商场2座。\n2.新建市场3座。\n",
}


def prove_outline(example: str, row: Row) -> bool:
    """Standing where the row looks, the example gets the row's role; or is no heading where the row says so."""
    if row["where"] in ("speech", "title"):
        return not _is_heading(example, row["where"])
    if row["where"] == "part":
        heading = next((p.heading for p in read_outline(f"{example}\n建成公路3公里。\n", YEAR)), None)
        return heading is not None and (heading.level, heading.title) == (1, example)
    outer = row.get("under", ("none",) if row["where"] in ("heading", "tense") else ("none", "review", "tasks"))
    frames = (_OUTER[str(role)] + _INNER[row["where"]] for role in outer if role != row["role"])
    return any(row["role"] in _inner_roles(frame, example) for frame in frames)


def _inner_roles(frame: str, example: str) -> set[str]:
    text = frame.format(example)
    start = text.index(example)
    sentence = text.rfind("。", 0, start) + 1
    return {
        str(p.role) for p in read_outline(text, YEAR) if sentence - 4 <= p.heading.span.start < start + len(example)
    }


def _is_heading(words: str, where: str) -> bool:
    if where == "speech":
        text = f"一、2026年重点工作\n{words}。新建商场2座，改造市场3处。\n有关情况如下。\n"
    else:
        text = f"# {words}\n一、2026年重点工作\n有关情况如下。\n"
    return any(passage.heading.title == words for passage in read_outline(text, YEAR))


_OPENS, _ENDS = frozenset({"lead", "keep"}), frozenset({"tail", "heads"})


def prove_phrases(example: str, row: Row) -> bool:
    """A word of the row stands in the example: at its beginning (``lead``), at its end (``tail``), or anywhere."""
    for column, words in row.data.items():
        if column in _OPENS and example.startswith(tuple(words)):
            return True
        if column in _ENDS and example.endswith(tuple(words)):
            return True
        if column not in _OPENS | _ENDS and any(word in example for word in words):
            return True
    return False


def prove_promises(example: str, row: Row) -> bool:
    """The row does its part in a clause: it promises, it is an aside, or a fact or the count of a list hinders it."""
    is_there = any(word in example for word in row["words"])
    if row["where"] in ("aside", "owner"):
        return is_there and is_aside(example)
    if row["where"] in ("fact", "counted"):
        return is_there and not is_promise(example)
    return is_there and is_promise(example)


def prove_items(example: str, row: Row) -> bool:  # noqa: C901, PLR0911  one a role
    """The row does its part: a title leaves its words out or keeps them, a clause is a purpose, a date is told."""
    words = tuple(row["words"])
    match row["role"]:
        case "lead.target":
            target = _read_item(f"{example}。", Kind.TARGET)
            return example.startswith(words) and not target.title.startswith(example)
        case "tail":
            return example.endswith(words) and _read_item(f"{example}。").title.endswith(
                tuple(f"等{word}" for word in words)
            )
        case "verb":
            title = _read_item(f"{example}。").title
            return title != example and title.startswith(words)
        case "lead":
            return example.startswith(words) and not _read_item(f"{example}。").title.startswith(example)
        case "keep":
            return example.startswith(words) and _read_item(f"{example}。").title.startswith(example)
        case "condition":
            return not _read_item(f"{example}，新建商场2座。").title.startswith(example)
        case "method" | "method.end":
            return any(word in example for word in words) and _is_lead(example)
        case "method.verb":
            return any(word in example for word in words) and not _is_lead(example)
        case "purpose":
            return _read_item(f"新建商场2座，{example}。").purpose == example
        case "adverb":
            return example.startswith(words) and _read_item(f"新建商场2座，{example}。").purpose == example
        case _:
            item = _read_item(f"{example}。")
            return item.due == f"{YEAR}-{row['month']:02}-{row['day']:02}" and not item.due_assumed


def _is_lead(example: str) -> bool:
    """Whether a clause that would begin an item is joined to the item behind it."""
    text = f"{example}，新建商场2座。"
    return join_leads(text, split_clauses(text), [4, 4], np.array([3, 0])) == (4, 5)


def _read_item(text: str, kind: Kind = Kind.TASK) -> Item:
    clauses = split_clauses(text)
    labels = [(kind, at == 0) for at in range(len(clauses))]
    (item,) = read_items(RestoredText.from_pieces(text, (Span(0, len(text)),)), clauses, labels, year=YEAR)
    return item


_PAGE = "".join(f"新建第{number}期工程，改造桥梁{number}座，各项工作有序推进。" for number in range(400))


def prove_furniture(example: str, row: Row) -> bool:
    """All of the example, where the row looks for it on a long page, is furniture."""
    before = _PAGE if row["where"] in ("outlet", "tag") else f"{_PAGE}\n"
    text = before + example + ("工作完成。" if row["where"] == "tag" else "")
    return any(a <= len(before) and len(before) + len(example) <= b for a, b in find_furniture(text).spans)


_EQUATION = re.compile(r"([\d.]+) (\S+) = ([\d.]+) (\S+)")


def prove_factors(example: str, row: Row) -> bool:
    """The equation holds, and its first unit is of the row's dimension."""
    value, unit, other, to = _EQUATION.fullmatch(example).groups()  # type: ignore[union-attr]
    dimension = dimension_of(unit)
    return dimension is not None and dimension.key == row.key and convert(Decimal(value), unit, to) == Decimal(other)


_FIGURE_VERB = re.compile("达到|增长|下降|提高|居|为")


def prove_indicators(example: str, row: Row) -> bool:
    """The words before the verb, or the phrase that the engine finds, name the row with the unit of the figure."""
    mentions = read_numbers(example)[0]
    holding = [_clause_of(example, mention) for mention in mentions]
    phrases = [phrase.text for phrase in read_indicators(example, mentions, holding)]
    plain = _FIGURE_VERB.split(example)[0]
    found = [find_indicator(p, m.unit) for m, p in zip(mentions, phrases, strict=True)]
    found += [find_indicator(plain, mention.unit) for mention in mentions]
    return any(indicator is not None and indicator.key == row.key for indicator in found)


def prove_idioms(example: str, row: Row) -> bool:
    """One of the words stands in the example, and its numerals are no figures, for the reason that the row names."""
    mentions, unread = read_numbers(example, row.get("scope", "bare"))
    is_known = any(run.reason == row["reason"] for run in unread)
    return any(word in example for word in row["words"]) and is_known and not mentions


def prove_grammar(example: str, row: Row) -> bool:
    """The step is in the trace of a figure of the example, read as a bare string or as a report."""
    read = [*taizhang.find_quantities(example, "report"), *compile_source(SourceText(example)).quantities]
    return any(row.name in quantity.trace for quantity in read)


def prove_sites(example: str, row: Row) -> bool:
    """The row finds the article of the page, or something within it that is not of it."""
    page = read_html(example.encode(), row.name)
    return bool(page.asides) if row["where"] == "aside" else page.layout == row.key


_UNITS = Office("市", "prefecture")


def prove_departments(example: str, row: Row) -> bool:
    """The example names the unit, and the unit's own name is found again."""
    return find_department(example) == row.key == find_department(department_name(row.key, _UNITS))


def prove_suggestions(example: str, row: Row) -> bool:
    """The unit of the row is proposed to lead the task, or the target whose figure is the row's indicator."""
    figures = taizhang.find_quantities(example, "report")
    keys = [figure.indicator_key for figure in figures if figure.indicator_key]
    item = Item("i0", None, Kind.TARGET if row.get("indicators") else Kind.TASK, (), example)
    (found,) = suggest_units([item], [example], (), {"i0": keys}, _UNITS)
    lead = row.get("lead")
    return found is None if lead is None else found is not None and found.lead == department_name(lead, _UNITS)


def prove_projects(example: str, row: Row) -> bool:
    """A project is found in the example by a word of the row; of sorts and counts, none is."""
    item = Item("i0", None, Kind.TASK, (Span(0, len(example)),), "")
    found = find_projects([item], [example])
    has_word = any(word in example for word in row["words"])
    if row["role"] == "stage":
        return {str(project.stage) for project in found} == {row["stage"]}
    return has_word and bool(found) != (row["role"] in ("generic", "count"))


def prove_amounts(example: str, row: Row) -> bool:
    """A word of the row stands there, and the figures that would not agree without it are left alone."""
    report = taizhang.read(f"澜川市2031年政府工作报告\n\n一、2030年工作回顾\n\n一年来，我们扎实工作。{example}\n")
    is_told = any(finding.code in ("A003", "A004") for finding in report.findings)
    return any(word in example for word in row["words"]) and not is_told


def prove_sums(example: str, row: Row) -> bool:
    """Figures of the row's parts and whole do not agree: the parts make another sum, or one is larger."""
    report = taizhang.read(f"澜川市2031年政府工作报告\n\n一、2030年工作回顾\n\n一年来，我们扎实工作。{example}\n")
    return any(finding.code in ("A001", "A003") for finding in report.findings)


def prove_plausible(example: str, row: Row) -> bool:
    """A word of the row stands there; a row of figures makes a finding, a row that protects hinders one."""
    report = taizhang.read(f"澜川市2031年政府工作报告\n\n一、2030年工作回顾\n\n一年来，我们扎实工作。{example}\n")
    found = [finding for finding in report.findings if finding.code in ("A006", "A007", "A008")]
    if row["where"] in ("relative", "drive", "scope", "aim", "beyond"):
        is_right = not found
    elif row["where"] == "signed":
        is_right = all(finding.severity is not Severity.ERROR for finding in found)
    else:
        is_right = bool(found)
    return any(word in example for word in row["words"]) and is_right


def prove_listed(example: str, row: Row) -> bool:
    """A word of the row stands there; a measure word makes a count that its list belies, all else hinders one."""
    report = taizhang.read(f"澜川市2031年政府工作报告\n\n一、2030年工作回顾\n\n一年来，我们扎实工作。{example}\n")
    is_told = any(finding.code == "A005" for finding in report.findings)
    return any(word in example for word in row["words"]) and is_told == (row["where"] == "measure")


def prove_changes(example: str, row: Row) -> bool:
    """A verb of the row's measure is found before the first figure."""
    figure = re.search(r"\d|[一二三四五六七八九]成", example)
    assert figure
    return bool(find_verb(example[: figure.start()], "", Measure(row["measure"])))


PROVERS: dict[str, Prover] = {
    "changes": prove_changes,
    "listed": prove_listed,
    "plausible": prove_plausible,
    "amounts": prove_amounts,
    "departments": prove_departments,
    "projects": prove_projects,
    "suggestions": prove_suggestions,
    "sums": prove_sums,
    "grammar": prove_grammar,
    "idioms": prove_idioms,
    "bounds": prove_bounds,
    "furniture": prove_furniture,
    "hardness": prove_reading,
    "indicators": prove_indicators,
    "items": prove_items,
    "measures": prove_reading,
    "outline": prove_outline,
    "periods": prove_periods,
    "phrases": prove_phrases,
    "promises": prove_promises,
    "sites": prove_sites,
    "unit_factors": prove_factors,
    "units": prove_units,
    "unread": prove_unread,
}
