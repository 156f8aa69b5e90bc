"""Find the named projects that tasks and targets tell of 项目, each with the stage it is to be brought to.

What enters is the items with their words, what leaves is a ``Project`` for each name. Of ``推动白鹭湾二期、青石岭风电等
项目加快建设`` both are ``building``; 实施一批民生项目 names none, for precision comes first. A name stands between
a verb of building (or what is done to it, said behind) and a word for a built thing or 等项目, and holds something
that is no sort of thing: a place, a phase, a capacity, or a word that no table knows.

Words are rows of ``rules/projects.toml``; those of ``rules/suggestions.toml`` name sorts of things too.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from taizhang.engine.model import Item, Kind, Project, Span, Stage
from taizhang.rules import load

LONGEST_NAME, SHORTEST_NAME = 30, 3
_CLAUSE = re.compile(r"[^，,；;。：:！!？?\n]+")
_COUNT = r"(?:\d+|[一二三四五六七八九十百两]+)(?:余|多)?[个条座项家所处]"
_SPLIT = re.compile(r"、|(?<=[^、融总中布涉普呼][^、融总中布涉普呼])(?:以及|和|与|及)(?=[^、]{3})")
_HOUSEHOLDS = r"\d+(?:\.\d+)?万?(?:农村人口|户|人|套|亩)"
_SHARED = re.compile(r"(?:高速公路|高速铁路|城际铁路|快速铁路|高速|高铁|铁路|客专|城际|新校区)$")
_PHASE = re.compile(
    r"[一二三四五六]期|\d期|[A-Za-z]+\d|\d+(?:\.\d+)?(?:万|亿)?(?:吨|千瓦|兆瓦|头|辆|立方|平方|米|台|套|只|公里|千伏)|号线|至|—|-"
)
_LINE = re.compile(r"公交|专线|航线|航班|班列|班线")
_FIELDS = re.compile("领域|方面|行业")
_EDGE = ' “”‘’"*\u3000'
_PAIRS = (("“", "”"), ("（", "）"), ("《", "》"), ("(", ")"))
_PAIRED = re.compile("[“”（）《》()]")


class _Found(NamedTuple):
    """A name, where it begins and ends in the item's words, and its stage."""

    start: int
    end: int
    name: str
    stage: Stage | None


def find_projects(items: Sequence[Item], words: Sequence[str]) -> tuple[Project, ...]:
    """The projects named in tasks and targets, in order; ``words`` are the items' own, spans index the source.

    >>> told = "推动白鹭湾锂电二期、青石岭风电等项目加快建设。"
    >>> item = Item("i0", None, Kind.TASK, (Span(0, len(told)),), "")
    >>> [(project.name, str(project.stage)) for project in find_projects([item], [told])]
    [('白鹭湾锂电二期', 'building'), ('青石岭风电', 'building')]
    """
    found: list[Project] = []
    duties = [(i, told) for i, told in zip(items, words, strict=True) if i.kind is Kind.TASK or i.kind is Kind.TARGET]
    for (item, told), ends in zip(duties, _find_triggers([told for _, told in duties]), strict=True):
        if ends:
            found.extend(Project(f.name, f.stage, item.id, _to_source(item, f.start, f.end)) for f in _find(told, ends))
    return tuple(found)


def _find_triggers(words: Sequence[str]) -> list[list[int]]:
    """Where a word for a built thing begins in each of ``words``: one pass over all of them."""
    begins = list(accumulate((len(told) + 1 for told in words), initial=0))
    found: list[list[int]] = [[] for _ in words]
    at = 0
    for _, start, _ in _grammar().trigger.find_matches_as_indexes("\n".join(words)):
        while begins[at + 1] <= start:
            at += 1
        found[at].append(start - begins[at])
    return found


def _to_source(item: Item, start: int, end: int) -> Span:
    """The hull in the source of ``[start, end)`` of an item's words."""
    lengths = [span.end - span.start for span in item.spans]
    begins = list(accumulate(lengths, initial=0))
    placed = list(zip(begins, item.spans, strict=False))
    first = next(span.start + start - begin for begin, span in reversed(placed) if begin <= start)
    last = next(span.start + end - begin for begin, span in reversed(placed) if begin < end)
    return Span(min(first, last - 1), max(first + 1, last))


def _find(words: str, triggers: Sequence[int]) -> Iterator[_Found]:
    """The names in words; ``triggers`` are where words for a built thing begin. A clause without one or 等 has none."""
    names: set[str] = set()
    for clause in _CLAUSE.finditer(words):
        told, (start, end) = clause[0], clause.span()
        next_trigger = bisect_left(triggers, start)
        is_triggered = next_trigger < len(triggers) and triggers[next_trigger] < end
        if not (is_triggered or "等" in told) or _LINE.search(told):
            continue
        for found in _read_clause(told, 0, is_acted=False):
            if found.name not in names:
                names.add(found.name)
                yield found._replace(start=found.start + start, end=found.end + start)


def _read_clause(clause: str, start: int, *, is_acted: bool) -> Iterator[_Found]:
    """The names in a clause from ``start`` on; ``is_acted`` where a verb before it holds on (推动甲投产、乙开工)."""
    grammar = _grammar()
    listed = grammar.listed.search(clause, start)
    if listed and _FIELDS.search(listed["sort"]):
        return
    stop = listed.start() if listed else len(clause)
    kind = listed["head"] if listed and listed["head"] not in ("项目", "工程") else ""
    parts = _split_members(clause, start, stop)
    members = [_check_member(clause, part, is_listed=listed is not None) for part in parts]
    after = listed.end() if listed else stop
    tail = grammar.tails.match(clause, after)
    is_acted = is_acted or any(p.is_acted for p in parts) or any(m.tail for m in members if m) or tail is not None
    if is_acted:
        told = "".join(part.verbs for part in parts) + (_behind(clause, after, tail) if listed else _last_tail(members))
        yield from _choose(members, kind, is_listed=listed is not None, common=_stage_of(told))
    if listed and after < len(clause):
        yield from _read_clause(clause, tail.end() if tail else after, is_acted=is_acted)


def _behind(clause: str, after: int, tail: re.Match[str] | None) -> str:
    """What is said to be done to a list, behind it."""
    return tail[0] if tail else clause[after:].split("、", 1)[0]


def _last_tail(members: Sequence[_Member | None]) -> str:
    return members[-1].tail if members and members[-1] else ""


def _choose(members: Sequence[_Member | None], kind: str, *, is_listed: bool, common: Stage | None) -> Iterator[_Found]:
    """The members of a list that are projects; those of a list with 等 stand or fall together."""
    known = [member for member in members if member is not None and member.is_proper]
    if not known or (is_listed and len(known) * 2 < len(members)):
        return
    shared = _SHARED.search(known[-1].name) if known[-1] is members[-1] and not is_listed else None
    for member in members:
        if member is None or not (member.is_proper or is_listed or (shared and _is_proper(member.name))):
            continue
        ending = "" if member.has_suffix else kind if is_listed else shared[0] if shared else ""
        name = member.name + ending
        if SHORTEST_NAME <= len(name) <= LONGEST_NAME:
            yield _Found(member.start, member.end, name, _stage_of(member.tail) or common)


class _Part(NamedTuple):
    """A part of a list in a clause, the verbs before it, and whether they tell of building."""

    start: int
    end: int
    verbs: str
    is_acted: bool


class _Member(NamedTuple):
    """A part of a list: its name and place in the clause, what is done to it behind it, and what it is."""

    start: int
    end: int
    name: str
    tail: str
    has_suffix: bool
    is_proper: bool


def _split_members(clause: str, start: int, stop: int) -> list[_Part]:
    """The parts of the list that ends at ``stop``, each without the verbs before it."""
    parts: list[_Part] = []
    begin = start
    for cut in [*_SPLIT.finditer(clause, start, stop), None]:
        end = cut.start() if cut else stop
        first = _after_verbs(clause, begin, end)
        verbs = clause[begin:first]
        if first < end:
            parts.append(_Part(first, end, verbs, _grammar().acts.search(verbs) is not None))
        begin = cut.end() if cut else stop
    return parts


def _after_verbs(clause: str, start: int, end: int) -> int:
    """Where the verbs of a part end, and its name begins: behind those at its head, and any within."""
    grammar = _grammar()
    match = grammar.verbs.match(clause, start, end)
    first = match.end() if match else start
    for inner in grammar.inner.finditer(clause, first, end):
        if end - inner.end() >= SHORTEST_NAME and not clause.startswith(grammar.not_inner, inner.end()):
            first = inner.end()
    return first


def _check_member(clause: str, part: _Part, *, is_listed: bool) -> _Member | None:
    """What a part of a list is; None for a word of a count or a sort, or a broken one."""
    grammar = _grammar()
    start, end = part.start, part.end
    while start < end and clause[start] in _EDGE:
        start += 1
    tail = ""
    if clause.endswith(grammar.tail_words, start, end) and (match := grammar.tail.search(clause, start, end)):
        tail, end = match[0], match.start()
    name = clause[start:end].rstrip(" *　").removesuffix("建设")
    is_plain = name.endswith("项目")
    if len(name) > 4 and is_plain:
        name = name.removesuffix("项目")
    if not name or len(name) > LONGEST_NAME or name.startswith(grammar.banned_start) or grammar.counts.search(name):
        return None
    if _PAIRED.search(name) and any(name.count(a) != name.count(b) for a, b in _PAIRS):
        return None
    end = start + len(name)
    has_suffix = name.endswith(grammar.suffixes) or is_plain or tail.startswith("项目")
    is_proper = (has_suffix or is_listed) and _is_proper(name)
    return _Member(start, end, name, tail, has_suffix, is_proper)


def _is_proper(name: str) -> bool:
    """Whether a name holds something that is no sort of thing: a phase, a capacity, or two characters unknown."""
    grammar = _grammar()
    covered = sum(end - start for _, start, end in grammar.sorts.find_matches_as_indexes(name))
    rest = len(name) - covered
    return rest >= 2 or (rest >= 1 and _PHASE.search(name) is not None)


def _stage_of(words: str) -> Stage | None:
    """The stage that words of action tell: what ends the building before what begins it, what prepares it first."""
    if not words:
        return None
    grammar = _grammar()
    told = grammar.stage_words.find_matches_as_indexes(words, overlapping=True)
    return grammar.stages[min([word for word, _, _ in told])] if told else None


class _Grammar(NamedTuple):
    trigger: AhoCorasick
    listed: re.Pattern[str]
    verbs: re.Pattern[str]
    acts: re.Pattern[str]
    inner: re.Pattern[str]
    not_inner: tuple[str, ...]
    tail: re.Pattern[str]
    tail_words: tuple[str, ...]
    tails: re.Pattern[str]
    suffixes: tuple[str, ...]
    counts: re.Pattern[str]
    banned_start: tuple[str, ...]
    sorts: AhoCorasick
    stage_words: AhoCorasick
    stages: tuple[Stage, ...]
    """The stage of each of ``stage_words``, in the order in which they count."""


@cache
def _grammar() -> _Grammar:
    words = {row.key: tuple(row["words"]) for row in load("projects")}
    heads, verbs, manner, inner, tails, count = (
        _either(words[key]) for key in ("head", "verb", "manner", "inner", "tail", "count")
    )
    sorts = {word for row in load("suggestions") for word in row.get("words", ())} | {*words["generic"]}
    staged = [(word, Stage(r["stage"])) for r in load("projects") if r["role"] == "stage" for word in r["words"]]
    sort = r"(?:[^、，,；;。等的]{0,10}的)?[^、，,；;。等的]{0,12}?"
    return _Grammar(
        trigger=AhoCorasick(list(words["suffix"]), matchkind=MatchKind.LeftmostLongest),
        listed=re.compile(rf"等(?:{_COUNT})?(?P<sort>{sort})(?P<head>{heads})(?!链)"),
        verbs=re.compile(rf"(?:(?:{verbs}|{manner})[好]?)+"),
        acts=re.compile(verbs),
        inner=re.compile(inner),
        not_inner=("项目", "工程", "示范", "基地"),
        tail=re.compile(rf"(?:项目)?(?:{tails})$"),
        tail_words=words["tail"],
        tails=re.compile(rf"(?:{tails})+[、和]?"),
        suffixes=words["suffix"],
        counts=re.compile(f"{count}|{_COUNT}|{_HOUSEHOLDS}"),
        banned_start=("以", "把", "将", "对", "在", "为", "让", "使", "向", "从", "与", "同"),
        sorts=AhoCorasick(sorted(sorts), matchkind=MatchKind.LeftmostLongest),
        stage_words=AhoCorasick([word for word, _ in staged]),
        stages=tuple(stage for _, stage in staged),
    )


def _either(words: Sequence[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
