"""``taizhang explain``: what enters is a report file and a place, what leaves is how what stands there came about.

``taizhang explain 报告.txt q31`` prints the figure in its sentence with carets below it, its value, unit and bound, and
the rules that made it, in order, each with the source of its row.
"""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from taizhang.cli.display import columns_of, pad, width, wrap
from taizhang.cli.jobs import Job, define_place, read_job
from taizhang.cli.page import Parser
from taizhang.cli.words import Words

if TYPE_CHECKING:
    from taizhang.engine.explain import Derivation, Explanation, Place
    from taizhang.engine.model import Report

_INDENT = "  "
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
    explanation = explain(report, options.target)
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
    yield from _tell_weights(derivation, words)


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
        source = words.say("explain.step_source", source=step.source)
        for text in (source, words.say("explain.step_example", example=step.example)):
            yield from (f"{_INDENT}     {line}" for line in wrap(text, columns - 7))


def _tell_weights(derivation: Derivation, words: Words) -> Iterator[str]:
    if not derivation.weights:
        return
    kind = words.name("kind", dict(derivation.facts)["kind"])
    yield _INDENT + words.say("explain.weights", kind=kind)
    left = max(width(weight.feature) for weight in derivation.weights) + 2
    for feature, value in derivation.weights:
        yield f"{_INDENT}  {pad(feature, left)}{value:+.2f}"
