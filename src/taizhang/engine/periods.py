"""The time that each figure is of: mentions, readings and headings in, period strings out.

A figure takes the time told last before it in its clause or sentence (``一季度增长6.3%``); else that of the part of the
report it stands in: the year before in a review, five years where the review is of a term (五年来), the
year of the report in its plan. Times that are only a base (``比2020年``) are passed over.

In a report of 2026, ``五年来…建成养老设施1300余处`` is of 2021/2025 and ``2025年…增长3.8%`` of 2025.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from taizhang import rules
from taizhang.engine.model import Clause, Heading, Mention, Role, Status

_DIGITS = re.compile(r"\d+")
_PLAN = re.compile(r"十[一二三四五六]?五|九五|八五")
_YEARLY = re.compile(r"年均(?=[^，,。；;]{0,3}[增升降减提长])[^，,。；;]{0,8}\Z|五年累计")
_MEAN = re.compile(
    r"(?:年均|平均每年|每年平均|年平均)[^，,。；;浓]{0,6}[增升降减提长][^，,。；;]{0,8}\Z|每年递增[^，,。；;]{0,4}\Z"
)
_PLAN_YEAR = "grammar:plan_year"
_BULLETIN = re.compile(r"统计公报")
_PLAN_NUMBERS = {
    "八五": 8,
    "九五": 9,
    "十五": 10,
    "十一五": 11,
    "十二五": 12,
    "十三五": 13,
    "十四五": 14,
    "十五五": 15,
    "十六五": 16,
}
_TIME = re.compile(
    r"(?P<first>(?:19|20)\d\d)年?(?:-|—{1,2}|–|~|～|至|到)(?P<last>(?:(?:19|20)\d\d)|\d\d(?=年))年?"
    r"|(?P<year>(?:19|20)\d\d)年(?:(?P<month>1[0-2]|[1-9])月(?!底|末前)|(?P<part>上半年|下半年|[一二三四]季度))?"
    r"|(?P<quarter>[一二三四])季度(?!末)|(?P<half>[上下]半年)|(?P<only_month>1[0-2]|[1-9])月份"
    r"|(?P<plan>(?:十[一二三四五六]?五|九五|八五)(?=[”\"']|时期|期间|以来|规划))"
)
_TIME_BEGINS = re.compile("[1-9一二三四上下十八九]")
_BASE_BEFORE = re.compile(r"(?:比|较|高于|低于|多于|是|为|相比|快于|超过|相当于|自|从|由|距|截至)[“\"]?\Z")
_FROM_BEFORE = re.compile(r"(?:由|从)[“\"]?\Z")


class Figure(NamedTuple):
    """A mention with what periods need to know of it: its clause, role, status, and whether it is the X of 由X到Y."""

    mention: Mention
    clause: Clause
    role: Role | None
    status: Status
    is_starting_point: bool


class _Cue(NamedTuple):
    """From ``start`` on, told figures are of ``low`` to ``high`` unless their words say otherwise."""

    start: int
    low: int
    high: int
    rule: str


def read_periods(
    text: str, figures: Sequence[Figure], headings: Sequence[Heading], clauses: Sequence[Clause], year: int | None
) -> tuple[tuple[str | None, str], ...]:
    """The period of each figure and the rule that gave it; ``(None, "")`` where the text does not let one know.

    Offsets index ``text``. ``year`` is the year of the report; without it only times named outright are known.
    """
    review = year if year and _BULLETIN.search(text, 0, 300) else year - 1 if year else None
    cues = _find_cues(text, headings, year) if year else []
    starts = [cue.start for cue in cues]
    times = _find_times(text, clauses)
    found: list[tuple[str | None, str]] = []
    for figure in figures:
        at = bisect_right(starts, figure.mention.start) - 1
        cue = cues[at] if at >= 0 else None
        if figure.status is Status.ACTUAL and _YEARLY.search(text, figure.clause.start, figure.mention.start):
            term = next((c for c in reversed(cues[: at + 1]) if c.low < c.high <= (review or 0)), None)
            if term:
                found.append((_name(term.low, term.high), term.rule))
                continue
        told = _read_period(text, figure, times.get(figure.clause.sentence, ()), cue, year, review)
        is_mean = figure.status is Status.TARGET and told == (str(year), _PLAN_YEAR)
        if is_mean and _MEAN.search(text, figure.clause.start, figure.mention.start):
            told = _term_of(cues[: at + 1], year)
        elif cue and told[1] == cue.rule and figure.status is Status.TARGET and _is_of_this_year(text, figure, year):
            told = str(year), _PLAN_YEAR
        found.append(told)
    return tuple(found)


def _is_of_this_year(text: str, figure: Figure, year: int | None) -> bool:
    """Whether a sentence sets the targets of the year, though the years ahead were spoken of before it.

    今年主要预期目标是 behind a part on the next five years; without 今年, one that names no longer time.
    """
    at = figure.mention.start
    start = max(text.rfind(stop, max(0, at - _LONGEST_SENTENCE), at) for stop in "。\n") + 1
    sets = _SETS_TARGETS.search(text, start, at)
    if sets is None or year is None:
        return False
    return bool(_THIS_YEAR.search(text, start, sets.end())) or not _YEARS_AHEAD.search(text, start, at)


_LONGEST_SENTENCE = 600
_SETS_TARGETS = re.compile(r"预期(?:目标|指标)[^。，\n]{0,8}(?:是|为|[:：])")
_THIS_YEAR = re.compile(r"今年|本年度?")
_YEARS_AHEAD = re.compile(r"五年|十[一二三四五]五|时期|期间|年均|到20\d\d|本届")


def _term_of(cues: Sequence[_Cue], year: int | None) -> tuple[str | None, str]:
    """The last span of years that reaches beyond ``year``, for a mean of years aimed at; None where none is told."""
    term = next((c for c in reversed(cues) if c.low < c.high and c.high > (year or 0)), None)
    return (_name(term.low, term.high), term.rule) if term else (None, "")


def _read_period(
    text: str, figure: Figure, times: Sequence[re.Match[str]], cue: _Cue | None, year: int | None, review: int | None
) -> tuple[str | None, str]:
    base = review if figure.status is Status.ACTUAL else year
    for match in reversed(times):
        if match.end() <= figure.mention.start and _holds_for(text, match, figure):
            period = _name_time(match, base)
            if period:
                return period, "grammar:time_named"
    if figure.is_starting_point:
        return None, "grammar:from_to"
    named = _read_named(text, figure, year)
    if named[0]:
        return named
    return _read_default(figure, cue, year, review)


def _holds_for(text: str, match: re.Match[str], figure: Figure) -> bool:
    """Whether a time is the figure's own: not a base (比2020年), nor a part of a year told in an earlier clause."""
    is_base = _BASE_BEFORE.search(text, max(0, match.start() - 4), match.start())
    is_start = figure.is_starting_point and _FROM_BEFORE.search(text, max(0, match.start() - 2), match.start())
    is_part = match["quarter"] or match["half"]
    return (not is_base or bool(is_start)) and not (is_part and match.start() < figure.clause.start)


def _read_named(text: str, figure: Figure, year: int | None) -> tuple[str | None, str]:
    """Times told by a word of ``periods.toml`` (去年, 五年内) in the clause before the figure."""
    if year is None:
        return None, ""
    for row, pattern in _patterns("pattern"):
        if row.get("status", figure.status) != figure.status:
            continue
        if pattern.search(text, figure.clause.start, figure.mention.start):
            low, high = row["span"]
            return _name(year + low, year + high), row.name
    return None, ""


def _read_default(figure: Figure, cue: _Cue | None, year: int | None, review: int | None) -> tuple[str | None, str]:
    if figure.status is Status.TARGET:
        if cue and cue.high >= (year or 0) and (figure.role is Role.OUTLOOK or cue.rule == "periods:cue.span_ahead"):
            return _name(cue.low, cue.high), cue.rule
        return (str(year), _PLAN_YEAR) if year else (None, "")
    if cue and cue.low <= (review or 0):
        return _name(cue.low, min(cue.high, review or cue.high)), cue.rule
    return (str(review), "grammar:review_year") if review else (None, "")


def _name(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}/{high}"


def _name_time(match: re.Match[str], base: int | None) -> str | None:
    """``2026``, ``2021/2025``, ``2025-11``, ``2026-H1``, ``2026-Q1``; ``base`` is the year where none is printed."""
    if match["first"]:
        last = match["last"] if len(match["last"]) == 4 else match["first"][:2] + match["last"]
        return f"{match['first']}/{last}"
    if match["plan"]:
        return _name(*_plan_years(match["plan"]))
    year = match["year"] or (str(base) if base else None)
    if year is None:
        return None
    month = match["month"] or match["only_month"]
    if month:
        return f"{year}-{int(month):02d}"
    part = match["part"] or match["half"] or (f"{match['quarter']}季度" if match["quarter"] else "")
    return year + (
        f"-H{'上下'.index(part[0]) + 1}" if "半年" in part else f"-Q{'一二三四'.index(part[0]) + 1}" if part else ""
    )


# --- what is found in the text once -----------------------------------------------------------------------------


def _find_times(text: str, clauses: Sequence[Clause]) -> dict[int, list[re.Match[str]]]:
    """Times named outright, by sentence."""
    starts = [clause.start for clause in clauses]
    found: dict[int, list[re.Match[str]]] = {}
    end = 0
    for begin in _TIME_BEGINS.finditer(text):
        match = _TIME.match(text, begin.start()) if begin.start() >= end else None
        if match is None:
            continue
        end = match.end()
        at = bisect_right(starts, match.start()) - 1
        if at >= 0:
            found.setdefault(clauses[at].sentence, []).append(match)
    return found


@cache
def _patterns(column: str) -> tuple[tuple[rules.Row, re.Pattern[str]], ...]:
    return tuple((row, re.compile(row[column])) for row in rules.load("periods") if row.get(column))


_HEADING_TERM = re.compile(r"五年|[“\"](?:十[一二三四五六]?五|九五)[”\"]")


def _find_cues(text: str, headings: Sequence[Heading], year: int) -> list[_Cue]:
    """Where the time of what is told changes: headings of the first level, and words such as 五年来."""
    cues = [cue for heading in headings if heading.level <= 2 and (cue := _read_heading(heading, year))]
    for row, pattern in _patterns("cue"):
        cues += [cue for match in pattern.finditer(text) if (cue := _read_cue(row, match, year))]
    return sorted(cues)


def _read_cue(row: rules.Row, match: re.Match[str], year: int) -> _Cue | None:
    """What a cue says; None where the year or plan that it names is not one of the past."""
    low, high = year + row["span"][0], year + row["span"][1]
    if row.get("year") == "named":
        low = high = int(_DIGITS.search(match.group()).group())  # type: ignore[union-attr]
    elif row.get("year") == "plan":
        low, high = _plan_years(_PLAN.search(match.group()).group())  # type: ignore[union-attr]
    return _Cue(match.start(), low, high, row.name) if low < year or row["span"][1] > 0 else None


def _plan_years(name: str) -> tuple[int, int]:
    first = 1951 + 5 * _PLAN_NUMBERS[name]
    return first, first + 4


_YEAR_NAMED = re.compile(r"((?:19|20)\d\d)年")
_AHEAD = re.compile(r"今后|未来|目标|安排|任务|部署|打算")


def _read_heading(heading: Heading, year: int) -> _Cue | None:
    """The time that a heading names: a year, a term, a five-year plan; None where it names none."""
    at, title = heading.span.start, heading.title
    named = [int(y) for y in _YEAR_NAMED.findall(title)]
    past = [y for y in named if y < year]
    if past:
        return _Cue(at, max(past), max(past), "grammar:heading_year")
    plan = re.search(r"[“\"](十[一二三四五六]?五|九五)[”\"]", title)
    if plan:
        return _Cue(at, *_plan_years(plan[1]), "grammar:heading_plan")
    if "五年" in title:
        low, high = (0, 4) if _AHEAD.search(title) and "回顾" not in title else (-5, -1)
        return _Cue(at, year + low, year + high, "grammar:heading_term")
    return _Cue(at, year, year, "grammar:heading_year") if named and heading.level == 1 else None
