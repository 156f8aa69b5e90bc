"""Put clauses together into items, and give each a title, a purpose and a date.

What enters is the restored text with its clauses, their labels (of the stage ``kinds``) and the sections they stand in;
what leaves is the items, which cover the text without overlap. ``今年新建公路20公里，方便群众出行。`` with the
labels (task, begins) and (task, goes on) makes one ``Item(kind=TASK, title="新建公路20公里", purpose="方便群众出行",
due="2032-12-31", due_assumed=True)`` in a report of 2032. Words are rows of ``rules/items.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from taizhang.engine.model import Clause, Item, Kind, RestoredText, Section
from taizhang.rules import Row, load

LONGEST_TITLE = 24
SHORTEST_TITLE = 4

_HAN = "一二三四五六七八九十"
_NUMBER = re.compile(
    rf"^(?:第[{_HAN}]{{1,3}}[部章]分?|[{_HAN}]{{1,3}}[、是]|[（(](?:[{_HAN}]{{1,3}}|\d+)[）)]"
    r"|[\[［【]\d+[\]］】]|\d{1,2}[.．、](?!\d)|[①-⑳]|[—-]+)"
)
_JUNK = " \t\n\u3000*#“”—-"
_DATE = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?P<month>1[0-2]|0?[1-9])月"
    r"(?:(?P<day>[12]\d|3[01]|0?[1-9])日|(?P<end>[底末]))?(?P<before>以前|之前|前)?"
)
_YEAR = re.compile(r"(?P<by>到|力争|至|确保|在)?(?P<year>20\d\d)年(?P<end>底|末|年底|以?前|内|实现|达到|建成|完成)?")
_YEAR_BEFORE = re.compile(r"(?:(?P<year>20\d\d)年?|(?P<word>明|去|上)年?)$")
_TIME = re.compile("[年月季末]")
_PLAN = re.compile(rf"[“\"]?(?P<plan>十[{_HAN}]|十)五[”\"]?(?P<end>末|期末|期间|时期|规划)")
_FIGURE = re.compile(r"\d")
_DIGIT = {han: i + 1 for i, han in enumerate(_HAN)}


class _Group(NamedTuple):
    """The clauses of one item, ``[first, last)``, and where its words end with their punctuation."""

    first: int
    last: int
    kind: Kind
    start: int
    end: int


def read_items(
    restored: RestoredText,
    clauses: Sequence[Clause],
    labels: Sequence[tuple[Kind, bool]],
    sections: Sequence[Section] = (),
    homes: Sequence[int] = (),
    year: int | None = None,
) -> tuple[Item, ...]:
    """The items ``i0``, ``i1`` … of a restored text, in order; together they cover all of it but white space.

    ``labels`` are the kind of each clause and whether it begins an item; a change of kind begins one too. ``homes``
    gives the index in ``sections`` of each clause, -1 for none. Quantities, places and projects are for later stages.

    >>> from taizhang.engine.clauses import split_clauses
    >>> from taizhang.engine.model import Span
    >>> text = "今年新建公路20公里，方便群众出行。"
    >>> whole = RestoredText.from_pieces(text, (Span(0, len(text)),))
    >>> [item] = read_items(whole, split_clauses(text), [(Kind.TASK, True), (Kind.TASK, False)], year=2032)
    >>> item.title, item.purpose, item.due, item.due_assumed
    ('新建公路20公里', '方便群众出行', '2032-12-31', True)
    """
    text = restored.text
    items = []
    horizons: dict[int, int | None] = {}
    for number, group in enumerate(_group(text, clauses, labels)):
        home = homes[group.first] if homes else -1
        own = clauses[group.first : group.last]
        action, purpose = _part_purpose(text, own, group.kind)
        if home not in horizons:
            horizons[home] = _horizon(sections, home, year)
        due, assumed = _find_due(text[group.start : group.end], group.kind, horizons[home], year)
        items.append(
            Item(
                id=f"i{number}",
                section=sections[home].id if home >= 0 else None,
                kind=group.kind,
                spans=restored.spans_in_source(group.start, group.end),
                title=_make_title(text, own),
                action=action,
                purpose=purpose,
                due=due,
                due_assumed=assumed,
            )
        )
    return tuple(items)


def _group(text: str, clauses: Sequence[Clause], labels: Sequence[tuple[Kind, bool]]) -> list[_Group]:
    """Runs of clauses that make an item; the first begins with the text, each ends where the next begins."""
    if not clauses:
        return []
    begins = [i for i, (kind, is_first) in enumerate(labels) if is_first or i == 0 or kind != labels[i - 1][0]]
    groups = []
    for first, last in zip(begins, [*begins[1:], len(clauses)], strict=True):
        start = clauses[first].start if first else len(text) - len(text.lstrip())
        stop = clauses[last].start if last < len(clauses) else len(text)
        groups.append(_Group(first, last, labels[first][0], start, start + len(text[start:stop].rstrip())))
    return groups


def _part_purpose(text: str, clauses: Sequence[Clause], kind: Kind) -> tuple[str, str]:
    """A task's words up to its first trailing clause of purpose, and from there on; empty for other kinds."""
    if kind is not Kind.TASK:
        return "", ""
    end = clauses[-1].end
    for before, clause in pairwise(clauses):
        is_condition = before is clauses[0] and text.startswith(_words("condition"), before.start)
        if not is_condition and _is_purpose(text[clause.start : clause.end]):
            return text[clauses[0].start : before.end], text[clause.start : end]
    return text[clauses[0].start : end], ""


def _is_purpose(words: str) -> bool:
    """Whether a clause begins with a verb of purpose, adverbs before it left aside, and tells no figure of its own."""
    adverbs = _words("adverb")
    while words.startswith(adverbs):
        words = words[max(len(w) for w in adverbs if words.startswith(w)) :]
    return words.startswith(_words("purpose")) and not _FIGURE.search(words)


def _make_title(text: str, clauses: Sequence[Clause]) -> str:
    """The first clause that is no mere condition, without number and lead words, cut to ``LONGEST_TITLE``."""
    fallback = ""
    for clause in clauses:
        words = _strip_leads(text[clause.start : clause.end])
        if words and not words.startswith(_words("condition")):
            return _cut(words)
        fallback = fallback or words
    return _cut(fallback or text[clauses[0].start : clauses[0].end])


def _strip_leads(words: str) -> str:
    words = _NUMBER.sub("", words.strip(_JUNK)).strip(_JUNK)
    lead = _lead_pattern()
    at = 0
    while (match := lead.match(words, at)) and len(words) - match.end() >= SHORTEST_TITLE:
        at = match.end()
    return words[at:]


@cache
def _lead_pattern() -> re.Pattern[str]:
    """A lead word, the longest that fits, where no longer word that is none begins."""
    leads = sorted(_words("lead"), key=len, reverse=True)
    return re.compile(rf"(?!{'|'.join(map(re.escape, _words('keep')))})(?:{'|'.join(map(re.escape, leads))})[ ，,]*")


def _cut(title: str) -> str:
    """A title of at most ``LONGEST_TITLE`` characters, cut at a list's comma where there is one."""
    if len(title) <= LONGEST_TITLE:
        return title
    at = title.rfind("、", 8, LONGEST_TITLE)
    return title[:at] + "等" if at > 0 else title[: LONGEST_TITLE - 1] + "…"


def _horizon(sections: Sequence[Section], home: int, year: int | None) -> int | None:
    """The year at whose end an undated item is due: the last of a five-year plan in a heading, else the report's."""
    at: int | None = home if home >= 0 else None
    index = {section.id: i for i, section in enumerate(sections[: home + 1])} if home >= 0 else {}
    while at is not None:
        section = sections[at]
        if (match := _PLAN.search(section.title)) and year is not None and (last := _plan_end(match["plan"])) > year:
            return last
        at = index.get(section.parent) if section.parent else None
    return year


def _plan_end(plan: str) -> int:
    """The last year of a five-year plan: 十五 (the tenth) ended in 2005, 十五五 ends in 2030."""
    return 2005 + 5 * (_DIGIT[plan[1]] if len(plan) > 1 else 0)


def _find_due(words: str, kind: Kind, horizon: int | None, year: int | None) -> tuple[str | None, bool]:
    """The date at which a task or target is due, and whether that is assumed; (None, False) for other kinds."""
    if kind not in (Kind.TASK, Kind.TARGET):
        return None, False
    told = _told_date(words, year) if _TIME.search(words) else None
    if told is not None:
        return told.isoformat(), False
    return (f"{horizon}-12-31", True) if horizon else (None, False)


def _told_date(words: str, year: int | None) -> date | None:
    """The date that the words give: a day or month, a year ahead, a part of the year, a plan's end; None without."""
    for match in _DATE.finditer(words):
        of = int(match["year"] or year or 0)
        if of and of >= (year or of) and (match["end"] or match["before"] or match["day"]):
            return _month_date(of, int(match["month"]), match)
    for match in _YEAR.finditer(words):
        of = int(match["year"])
        if of > (year or 0) and (match["by"] or match["end"]):
            return date(of, 12, 31)
    for row in _rows("due"):
        for word in row["words"]:
            at = words.find(word)
            of = _year_before(words[:at], year) if at >= 0 and year else 0
            if of and of >= (year or of):
                return date(of, row["month"], row["day"])
    plan = _PLAN.search(words)
    if plan and "末" in plan["end"] and _plan_end(plan["plan"]) >= (year or 0):
        return date(_plan_end(plan["plan"]), 12, 31)
    return None


def _year_before(words: str, year: int) -> int:
    """The year that 上半年 or 年底 is of, by the words before it: the report's unless they say otherwise."""
    told = _YEAR_BEFORE.search(words)
    if told is None:
        return year
    return int(told["year"]) if told["year"] else year + (1 if told["word"] == "明" else -1)


def _month_date(year: int, month: int, match: re.Match[str]) -> date | None:
    """6月底前 is the month's last day, 6月15日前 that day, 6月前 the last day of May."""
    if match["day"]:
        try:
            return date(year, month, int(match["day"]))
        except ValueError:
            return None
    if match["before"] and not match["end"]:
        return date(year, month, 1) - timedelta(days=1)
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


@cache
def _rows(role: str) -> tuple[Row, ...]:
    return tuple(row for row in load("items") if row["role"] == role)


@cache
def _words(role: str) -> tuple[str, ...]:
    return tuple(word for row in _rows(role) for word in row["words"])
