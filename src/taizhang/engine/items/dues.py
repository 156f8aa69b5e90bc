"""When a task or target is due, by its words 完成时限.

What enters is the words of an item and the report's year; what leaves is a date, None where the words give none. Of
上半年开工、年底前投用 in a report of 2032 the later is meant: 2032-12-31. What tells when something happened
(去年底开工的, 3月出台的) is no due date. Words for dates are rows of ``rules/items.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from taizhang.rules import Row, load

_HAN = "一二三四五六七八九十"
_DIGIT = {han: i + 1 for i, han in enumerate(_HAN)} | {"两": 2}
_TIME = re.compile("[年月季末前]|期间")
_HAPPENED = (
    "(?:出台|印发|开工|完成|建成|实施|启动|召开|公布|批复|下发|施行|修订|通过|确定|签订|投产|发布|批准|开展|下达)的"
)
_ACTS = "建成|投|通车|开工|完成|竣工|启动|开园|开馆|开诊|开业|运营|交付|全面|实现|达产|并网|复工|挂牌|落地"
_DATE = re.compile(
    r"(?<![每\d])(?<!每年)(?:(?P<year>20\d\d)年)?(?P<month>1[0-2]|0?[1-9])月"
    rf"(?:(?P<day>[12]\d|3[01]|0?[1-9])日|(?P<end>[底末份])|(?P<bare>(?={_ACTS}|前|以前|之前)))"
    rf"(?P<before>以前|之前|前)?(?![^，。；]{{0,8}}{_HAPPENED})"
)
_YEAR = re.compile(
    r"(?P<by>到|力争|至|确保|在)?(?P<year>20\d\d)年(?P<end>底|末|年底|以?前|内|实现|达到|建成|完成)?"
    rf"(?![^，。；]{{0,8}}{_HAPPENED})"
)
_YEAR_BEFORE = re.compile(r"(?:(?P<year>20\d\d)年?|(?P<word>明|去|上)年?)$")
_PLAN = re.compile(rf"[“\"]?(?P<plan>十[{_HAN}]|十)五[”\"]?(?P<end>末|期末|期间|时期|规划)")
_WITHIN = re.compile(rf"(?<![近去过第历每\d{_HAN}])(?P<years>[{_HAN}两]|\d)年(?:之内|以内|内|(?:左右)?(?:的)?时间)")
_EACH = ("每", "每年", "每年的")
_HEAD = re.compile(r"(?:今年|力争|确保|争取|计划|到|至|在|于|预计|全市|全省|全县|[“”\" ])*")
_HAPPENED_AFTER = re.compile(rf"前?[^，。；]{{0,8}}{_HAPPENED}")


def is_timed(text: str, start: int, end: int) -> bool:
    """Whether a word of time stands in ``text[start:end]``: without one it gives no date."""
    return _TIME.search(text, start, end) is not None


def told_date(words: str, year: int | None) -> date | None:
    """The last date that the words give: a day or month, a year ahead, a part of the year, a plan's end; None without.

    >>> told_date("上半年开工，年底前投用", 2032), told_date("用好3月出台的政策", 2032)
    (datetime.date(2032, 12, 31), None)
    """
    if not _TIME.search(words):
        return None
    return max((day for _, day in _dates(words, year)), default=None)


def told_dates(words: str, year: int | None) -> tuple[date, ...]:
    """All dates that the words give, each once, in order of time; those of years before ``year`` are none.

    >>> told_dates("9月底前交初稿，12月底前定稿", 2032)
    (datetime.date(2032, 9, 30), datetime.date(2032, 12, 31))
    """
    return tuple(sorted({day for _, day in _dates(words, year)})) if _TIME.search(words) else ()


def governing_date(clause: str, year: int | None, *, is_whole: bool) -> date | None:
    """The date at the head of a clause that holds for the clauses behind it too; None where none does.

    ``is_whole`` asks for a clause of nothing but the time (``6月底前，``); otherwise a year at its head will do
    (到2035年粮食产量达到…), which holds for the figures that follow.
    """
    if not _TIME.search(clause):
        return None
    head = _HEAD.match(clause)
    begin = head.end() if head else 0
    for start, day in _dates(clause, year):
        if is_whole and len(clause) - begin <= 10 and start <= begin + 5 and _is_bare(clause):
            return day
        if not is_whole and start <= begin and clause[begin : begin + 2] == "20":
            return day
    return None


_BARE = re.compile(rf"[\d{_HAN}年月日季度底末前以之内上下半今明到至在于力争确保第份“”十五期间]+")


def _is_bare(clause: str) -> bool:
    return _BARE.fullmatch(clause) is not None


def _dates(words: str, year: int | None) -> Iterator[tuple[int, date]]:
    """Each date that the words give, with where it stands."""
    for match in _DATE.finditer(words) if "月" in words else ():
        of = int(match["year"] or year or 0)
        if not match["year"] and (before := _YEAR_BEFORE.search(words, 0, match.start())):
            of = _year_of(before, of)
        if of and of >= (year or of) and (day := _month_date(of, int(match["month"]), match)):
            yield match.start(), day
    for match in _YEAR.finditer(words) if "年" in words else ():
        of = int(match["year"])
        if (of > (year or 0) and (match["by"] or match["end"])) or (of == year and match["by"] in ("到", "至")):
            yield match.start("year"), date(of, 12, 31)
    yield from _word_dates(words, year)
    for match in _PLAN.finditer(words) if "五" in words else ():
        if match["end"] in ("末", "期末", "期间") and (end := plan_end(match["plan"])) >= (year or 0):
            yield match.start(), date(end, 12, 31)
    if year and "年" in words and (within := _WITHIN.search(words)):
        count = _DIGIT.get(within["years"]) or int(within["years"])
        yield within.start(), date(year + max(count, 1) - 1, 12, 31)


def _word_dates(words: str, year: int | None) -> Iterator[tuple[int, date]]:
    """The dates of words such as 上半年 and 国庆节前, in their years."""
    if not year:
        return
    for row in _rows():
        for word in row["words"]:
            at = words.find(word)
            if at < 0 or _HAPPENED_AFTER.match(words, at + len(word)) or words.endswith(_EACH, 0, at):
                continue
            before = _YEAR_BEFORE.search(words[:at])
            of = _year_of(before, year) if before else year
            if of >= year:
                yield at, date(of, row["month"], row["day"])


def _year_of(before: re.Match[str], year: int) -> int:
    """The year that 上半年, 年底 or 6月 is of, by the words before it."""
    return int(before["year"]) if before["year"] else year + (1 if before["word"] == "明" else -1)


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


def plan_end(plan: str) -> int:
    """The last year of a five-year plan: 十五 (the tenth) ended in 2005, 十五五 ends in 2030.

    >>> plan_end("十"), plan_end("十五")
    (2005, 2030)
    """
    return 2005 + 5 * (_DIGIT[plan[1]] if len(plan) > 1 else 0)


def plan_in(title: str) -> int | None:
    """The last year of the five-year plan that a heading names, None without.

    >>> plan_in("“十五五”时期主要目标"), plan_in("重点工作")
    (2030, None)
    """
    match = _PLAN.search(title)
    return plan_end(match["plan"]) if match else None


@cache
def _rows() -> tuple[Row, ...]:
    return tuple(row for row in load("items") if row["role"] == "due")
