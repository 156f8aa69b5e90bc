"""``taizhang explain``: what enters is a report file and a place, what leaves is how what stands there came about.

``taizhang explain 报告.txt q31`` prints the figure in its sentence with carets below it, its value, unit and bound, and
the rules that made it, in order, each with the source of its row.
"""

from __future__ import annotations

import re
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from taizhang.cli.display import columns_of, pad, width, wrap
from taizhang.cli.jobs import Job, define_place, read_job
from taizhang.cli.page import Parser
from taizhang.cli.words import Words, describe_rule

if TYPE_CHECKING:
    from taizhang.engine.explain import Decision, Derivation, Explanation, Place, Step
    from taizhang.engine.kinds import Reason
    from taizhang.engine.model import Item, Report

_INDENT = "  "
_CHAIN = "前后"
_SHOWN = 5
_PART = "\t"
"""Between where a feature was seen and what it is."""
_DIGITS = re.compile(r"[.]*0[.0]*")
"""Any figure: the table of kinds knows that there is one, not which."""
_FORBIDS = 1000.0
"""From this weight on it is no weight but a rule: an item cannot go on with another kind."""
ROLES = ("review", "outlook", "targets", "tasks", "problems", "closing")
"""The roles of sections in the order in which the table of kinds numbers them, from 1."""
_NAMED_VALUES = frozenset({"kind", "role", "bound", "measure", "status", "hardness", "direction"})


def define(parser: Parser) -> None:
    """The arguments of ``explain``."""
    parser.option("file")
    parser.option("target")
    define_place(parser)


def run(options: Namespace, words: Words) -> int:
    """Explain the place; returns the exit code."""
    from taizhang.engine.explain import explain

    path = Path(options.file)
    report = read_job(Job((path,), path.stem), options)
    explanation = explain(report, options.target, decide_kind)
    for line in _tell(report, explanation, words, columns_of(sys.stdout)):
        print(line)
    return 0


def _tell(report: Report, explanation: Explanation, words: Words, columns: int) -> Iterator[str]:
    if not explanation.derivations:
        place = explanation.place
        yield words.say("explain.nothing", place=_where(place, place.offset, place.offset + 1, words))
    for number, derivation in enumerate(explanation.derivations):
        if number:
            yield ""
        yield from _tell_one(report, derivation, words, columns)


def _tell_one(report: Report, derivation: Derivation, words: Words, columns: int) -> Iterator[str]:
    from taizhang.cli.marked import mark_words

    place = derivation.place
    name = words.name("subject", derivation.subject)
    where = _where(place, place.offset, derivation.spans[-1].end, words)
    yield f"{name} {derivation.id}  {where}" if derivation.id else f"{name}  {where}"
    if derivation.subject != "section":
        lines = mark_words(report, derivation.spans, columns - len(_INDENT))
        yield from (_INDENT + line for line in lines)
    yield from _tell_facts(derivation, words, columns)
    yield from _tell_steps(derivation, words, columns)
    if derivation.decision:
        yield from _tell_decision(derivation.decision, words)


def _where(place: Place, start: int, end: int, words: Words) -> str:
    where = words.say("explain.at", line=place.line, address=place.address or "–", start=start, end=end)
    page = words.say("explain.page", page=place.page) if place.page else ""
    file = words.say("explain.in_file", file=place.file) if place.file else ""
    return file + page + where


def _tell_facts(derivation: Derivation, words: Words, columns: int) -> Iterator[str]:
    rows = [(words.name("field", name), _fact(name, value, words)) for name, value in derivation.facts]
    left = max((width(name) for name, _ in rows), default=0) + 2
    for name, value in rows:
        first, *more = wrap(value, max(columns - left - len(_INDENT), 20))
        yield f"{_INDENT}{pad(name, left)}{first}"
        yield from (_INDENT + " " * left + line for line in more)


def _fact(name: str, value: str, words: Words) -> str:
    from taizhang.cli.summary import tell_reason

    if name == "reason":
        return tell_reason(value, words)
    if name in ("due_assumed", "is_exact"):
        return words.say(f"explain.{value}")
    return words.name(name, value) if name in _NAMED_VALUES else value


def _tell_steps(derivation: Derivation, words: Words, columns: int) -> Iterator[str]:
    if not derivation.steps:
        return
    yield _INDENT + words.say("explain.steps")
    for number, step in enumerate(derivation.steps, 1):
        yield f"{_INDENT}{number:>3}. {step.rule}"
        if not step.source:
            yield f"{_INDENT}     {words.say('explain.step_grammar')}"
            continue
        for text in (_source(step, words), words.say("explain.step_example", example=step.example)):
            yield from (f"{_INDENT}     {line}" for line in wrap(text, columns - 7))


def _source(step: Step, words: Words) -> str:
    """What the rule says: in Chinese in our words, in English, and where these lack it, the source of its row."""
    told = describe_rule(step.rule) if words.lang == "zh" else None
    return words.say("explain.step_says", says=told) if told else words.say("explain.step_source", source=step.source)


def _tell_decision(decision: Decision, words: Words) -> Iterator[str]:
    labels = (
        words.say("explain.label", kind=words.name("kind", kind), begins=words.say(f"explain.begins_{begins}".lower()))
        for kind, begins in ((decision.kind, decision.begins), (decision.rival, decision.rival_begins))
    )
    yield _INDENT + words.say("explain.decision", label=next(labels), rival=next(labels))
    rows = [(_feature(feature, words), _weight(weight, words)) for feature, weight in decision.weights]
    left = max((width(feature) for feature, _ in rows), default=0) + 2
    for feature, weight in rows:
        yield f"{_INDENT}  {pad(feature, left)}{weight}"


def _feature(feature: str, words: Words) -> str:
    """A feature of the table of kinds in words: 词“力争”, 前一分句“…”, 所在章节为“目标”."""
    where, _, what = feature.partition(_PART)
    if where == "章节":
        at = int(what)
        role = words.name("role", ROLES[at - 1]) if 0 < at <= len(ROLES) else words.say("explain.no_section")
        return words.say("feature.章节", what=role)
    what = _DIGITS.sub(words.say("explain.digits"), what)
    if what.startswith("^") or what.endswith("$"):
        edge = "whole" if what.startswith("^") and what.endswith("$") else "start" if what.startswith("^") else "end"
        shown = what.removeprefix("^").removesuffix("$")
        return words.say(f"feature.{where}", what=words.say(f"feature.{edge}", what=shown))
    return words.say(f"feature.{where}", what=words.say("feature.in", what=what))


def _weight(weight: float, words: Words) -> str:
    """How much it weighed; what forbids the other label has no measure."""
    return words.say("explain.required") if abs(weight) >= _FORBIDS else f"{weight:+.2f}"


def decide_kind(report: Report, item: Item) -> Decision:
    """What decided the kind of ``item``: the label of its first clause, read again from the text of the report."""
    from taizhang.engine.clauses import split_clauses
    from taizhang.engine.explain import Decision
    from taizhang.engine.kinds import explain_label
    from taizhang.engine.model import RestoredText
    from taizhang.engine.outline import place_clauses, read_outline

    year = report.source.year
    restored = RestoredText.from_pieces(report.source.text, report.restoration.pieces)
    clauses = split_clauses(restored.text)
    passages = read_outline(restored.text, year)
    homes, levels = place_clauses(passages, clauses)
    roles = [passages[home].role if home >= 0 else None for home in homes]
    first = (restored.spans_in_source(clause.start, clause.end)[0].start for clause in clauses)
    at = next((number for number, start in enumerate(first) if start == item.spans[0].start), 0)
    verdict = explain_label(restored.text, clauses, roles, levels, year, at, most=1000)
    return Decision(*verdict.label, *verdict.runner_up, _strongest(verdict.reasons))


def _strongest(reasons: Sequence[Reason]) -> tuple[tuple[str, float], ...]:
    """The words that weighed most, and what of the place did; places would crowd out the words."""
    from taizhang.engine.kinds import PLACE_NAMES

    grams = [(f"{r.where}{_PART}{r.words}", r.weight) for r in reasons if r.where not in {*PLACE_NAMES, _CHAIN}]
    places = [(f"{r.where}{_PART}{r.words}", r.weight) for r in reasons if r.where in {*PLACE_NAMES, _CHAIN}]
    return tuple(sorted(grams[:_SHOWN] + places[:_SHOWN], key=lambda weighed: -weighed[1]))
