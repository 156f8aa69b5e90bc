"""The year of a report: of its title, its dateline, its headings, else of its words.

``——2014年1月7日在…会议上`` is of 2014; a local congress that sits in December hears the plan of the next year. Of a
statistical bulletin it is the titled year.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

_FIRST, _LAST = 1949, 2099
_DIGITS = str.maketrans("〇○零０一二三四五六七八九０１２３４５６７８９", "0000123456789" + "0123456789")
YEAR = r"(?<!\d)((?:19|20)\d\d)"
_MONTH = r"(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DATE = re.compile(YEAR + r"\s*年\s*" + _MONTH + r"\s*月")
_TITLE_YEAR = re.compile(YEAR + r"(?!\d)")
_CHINESE_YEAR = re.compile(r"(?<![〇○零一二三四五六七八九])[一二][九〇○零][〇○零一二三四五六七八九]{2}(?=\s*年)")
_CHINESE_CENTURIES = ("二〇", "二○", "二零", "一九")
_WIDE_DIGITS = re.compile(r"[０-９]+")
_TITLE_OF_BULLETIN = re.compile(YEAR + r"年.{0,20}统计公报")

# What may stand after YYYY年, and before it.
_ANY_YEAR = re.compile(r"[12]\d{3}年")
_PLAN = re.compile(
    r"[^\s，。；、：“”\d]{0,12}?"
    r"(?:工作(?:安排|部署|计划|重点|思路|总体|建议|任务|意见|打算)|(?:主要|重点|目标|发展)任务|(?:主要|重点)工作|"
    r"总体(?:要求|思路)|(?:预期|主要|奋斗|发展)目标|政府工作(?!报告|回顾)|的工作(?!回顾))"
)
_REVIEW = re.compile(r"[^\s，。；、：“”\d]{0,10}?(?:回顾|工作总结|主要工作完成情况|工作情况|过去的一年)")
_IS_YEAR = re.compile(r"[，,]?(?:是|将是|为)[^。；]{0,30}?(?:年[，,。；]|一年|关键|开局|开篇|收官|第[一二三四五]年)")
_TOLD_YEAR = re.compile(r"[底末]?[，,]?(?:[全我][省市区州国])?[^，。；\d]{0,6}?(?:生产总值|财政收入|预算收入)")
_PAST_YEAR = re.compile(r"(?:过去的|回顾)$")
_THIS_YEAR = re.compile(r"(?:今年|新的一年|来年|做好|实现|展望|进入|跨入|迎来)[^\s。；\d]{0,6}$")
_DATELINE = re.compile(
    r"(?:\W*|[^。；]{0,40}[（(]\s*)(" + YEAR + r"\s*年\s*" + _MONTH + r"\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日)"
)
_FRONT_DATE = re.compile(r"(?:date|日期|时间)\s*[:：]\s*\W?" + YEAR + r"\s*[-/.年]\s*" + _MONTH)
_IS_TITLE = re.compile(r"工作(?:的)?报告|公报|决议|(?:place|area|地区|地方|单位)\s*[:：]")
_SINCE = re.compile(r"以来|召开|印发")


_SPACED_YEAR = re.compile(r"[12][ \u3000]+\d[ \u3000]+\d[ \u3000]+\d[ \u3000]*年")


def plain_digits(text: str) -> str:
    """二〇一四年 and ２０１４年 as 2014年."""
    if any(start in text for start in _CHINESE_CENTURIES):
        text = _CHINESE_YEAR.sub(lambda found: found[0].translate(_DIGITS), text)
    if _SPACED_YEAR.search(text):
        text = _SPACED_YEAR.sub(lambda found: found[0].replace(" ", "").replace("\u3000", ""), text)
    if any(digit in text for digit in "０１２３４５６７８９"):
        text = _WIDE_DIGITS.sub(lambda found: found[0].translate(_DIGITS), text)
    return text


def title_lines(head: str) -> Iterator[str]:
    """Short lines before the form of address that look like a report's title, front matter's ``title:`` among them."""
    for line in head[:400].partition("各位代表")[0].split("\n")[:12]:
        if len(line) <= 60 and _IS_TITLE.search(line):
            yield line


def rough_year(title: str, head: str) -> int | None:
    """A year near the report's, good enough to choose among names of areas; None where none is told."""
    found = _TITLE_YEAR.search(title) or _DATE.search(head[:300])
    return int(found[1]) if found else None


def find_year(title: str, head: str, text: str, *, is_nation: bool) -> int | None:
    """The year by the first of these that decides: bulletin's title, title, dateline, headings, words."""
    bulletin = _TITLE_OF_BULLETIN.search(title) or _TITLE_OF_BULLETIN.search(head[:200])
    if bulletin:
        return int(bulletin[1])
    return (
        _year_of_dates(title, is_nation=is_nation)
        or _year_in_dateline(head, is_nation=is_nation)
        or _year_in_title(title)
        or _year_in_opening(head)
        or _year_by_words(plain_digits(text))
    )


def _year_of_dates(text: str, *, is_nation: bool) -> int | None:
    """The year of a date with its month: a local congress of November or December hears the next year's plan."""
    found = _DATE.search(text)
    if not found:
        return None
    is_ahead = found[2] in ("11", "12", "十一", "十二") and not is_nation
    return int(found[1]) + is_ahead


def _year_in_title(title: str) -> int | None:
    """The one year that a title names, with or without 年 (2015年大连市政府工作报告, jinzhong-2026)."""
    years = {int(m[1]) for m in _TITLE_YEAR.finditer(title) if _FIRST <= int(m[1]) <= _LAST}
    return years.pop() if len(years) == 1 else None


def _year_in_dateline(head: str, *, is_nation: bool) -> int | None:
    """The year of a line at the top that begins with a date (——2014年1月7日在…会议上) or ends with one in brackets."""
    for line in head[:400].split("\n"):
        found = _DATELINE.match(line)
        if found and len(line) <= 70 and not _SINCE.search(line):
            return _year_of_dates(found[1], is_nation=is_nation)
        front = _FRONT_DATE.match(line)
        if front:
            return _year_of_dates(f"{front[1]}年{front[2]}月", is_nation=is_nation)
    return None


def _year_in_opening(head: str) -> int | None:
    """The one year of the first line at the top that is a report's title."""
    return next((year for line in title_lines(head) if (year := _year_in_title(line))), None)


def _year_by_words(text: str) -> int | None:
    """The plan's year by headings and set phrases, each a vote; a lead of half as many again decides."""
    votes: Counter[int] = Counter()
    for found in _ANY_YEAR.finditer(text):
        year = int(found[0][:4])
        if _FIRST <= year <= _LAST and not text[max(found.start() - 1, 0)].isdigit():
            votes.update(_votes_at(text, found.start(), found.end(), year))
    votes.update(_votes_of_terms(text))
    if not votes:
        votes.update(_vote_of_latest(text))
    ranked = votes.most_common(2)
    if not ranked or ranked[0][1] < 2:
        return None
    return ranked[0][0] if len(ranked) < 2 or ranked[0][1] > ranked[1][1] else None


def _votes_at(text: str, start: int, end: int, year: int) -> dict[int, int]:
    """The votes of one mention: headings weigh 6, phrases 2 or 1; what is told of a year points to the next."""
    before = text[max(start - 12, 0) : start]
    votes: Counter[int] = Counter()
    is_goal = before.endswith(("到", "至"))
    plan, review = _PLAN.match(text, end), _REVIEW.match(text, end)
    if plan and not is_goal:
        votes[year] += 6 if _is_short_line(text, start, plan.end()) else 1
    if review:
        votes[year + 1] += 6 if _is_short_line(text, start, review.end()) else 1
    votes[year] += 2 * bool(_IS_YEAR.match(text, end)) + 2 * bool(_THIS_YEAR.search(before))
    votes[year + 1] += 2 * bool(_PAST_YEAR.search(before))
    if start * 3 < len(text) and not is_goal:
        votes[year + 1] += bool(_TOLD_YEAR.match(text, end))
    return votes


_QUOTE = r"[“\"]?"  # no pattern begins with it: then its first character could be any
_TERM = _QUOTE + r"(八|九|十[一二三四五六]?)五[”\"]?(?:时期|期间|规划)*"
_TERM_HEADING = re.compile(_TERM.removeprefix(_QUOTE) + r"[^\n。，]{0,16}?(回顾|成就|成绩|主要目标|奋斗目标|发展目标)")
_TERM_PLACE = re.compile(
    rf"(今年|新的一年|去年|过去的?一年|一年来)[^。\n]{{0,30}}?{_TERM}[^。，\n]{{0,10}}?(开局|第[一二三四五]年|收官)"
)
_YEARS_IN = {"开局": 0, "第一年": 0, "第二年": 1, "第三年": 2, "第四年": 3, "第五年": 4, "收官": 4}
_TERMS = {"八": 8, "九": 9, "十": 10, "十一": 11, "十二": 12, "十三": 13, "十四": 14, "十五": 15, "十六": 16}


def _votes_of_terms(text: str) -> dict[int, int]:
    """Headings that look back on one five-year plan or ahead to another: the report is given in the year between."""
    votes: Counter[int] = Counter()
    for found in _TERM_HEADING.finditer(text):
        if _is_short_line(text, found.start(), found.end()):
            first = 1951 + 5 * _TERMS[found[1]]
            votes[first if "目标" in found[2] else first + 5] += 3
    for found in _TERM_PLACE.finditer(text):
        year = 1951 + 5 * _TERMS[found[2]] + _YEARS_IN[found[3]]
        votes[year if found[1] in ("今年", "新的一年") else year + 1] += 3
    return votes


_TOLD_OF = re.compile(r"(?<![到至—比较\d-])(20\d\d)年(?![底末]?前|以前|之前|目标|的\d)")


def _vote_of_latest(text: str) -> dict[int, int]:
    """The latest year told of in the first half, if more than once: the report is given in the next."""
    told = [int(found[1]) for found in _TOLD_OF.finditer(text, 0, len(text) // 2)]
    return {max(told) + 1: 2} if told and told.count(max(told)) > 1 else {}


def _is_short_line(text: str, start: int, end: int) -> bool:
    """Whether what stands there is a line of its own, as a heading is."""
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    return (len(text) if line_end < 0 else line_end) - line_start <= 36
