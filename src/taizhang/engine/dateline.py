"""Place, area and year of a report, read from its title, its dateline and, failing these, its text.

What enters is a ``SourceText`` and its restored text; what leaves is the source with ``place``, ``area`` and ``year``
filled in where the caller gave none. None stays where the words do not decide: no answer is better than a wrong one.

One title worked through: ``太谷县政府工作报告（2014年12月28日）`` names 140726 太谷县; a congress that sits in December
hears the plan of the year to come, so the year is 2015.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from taizhang.engine.model import SourceText
from taizhang.rules import areas
from taizhang.rules.areas import Area

HEAD = 1500
"""Code points at the start of a text in which its dateline and its opening words stand."""

_FIRST, _LAST = 1949, 2099
_DIGITS = str.maketrans("〇○零０一二三四五六七八九０１２３４５６７８９", "0000123456789" + "0123456789")
_YEAR = r"(?<!\d)((?:19|20)\d\d)"
_MONTH = r"(1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DATE = re.compile(_YEAR + r"\s*年\s*" + _MONTH + r"\s*月")
_TITLE_YEAR = re.compile(_YEAR + r"(?!\d)")
_CHINESE_YEAR = re.compile(r"(?<![〇○零一二三四五六七八九])[一二][九〇○零][〇○零一二三四五六七八九]{2}(?=\s*年)")
_CHINESE_CENTURIES = ("二〇", "二○", "二零", "一九")
_WIDE_DIGITS = re.compile(r"[０-９]+")
_CONGRESS = re.compile(r"([\u4e00-\u9fff]{2,20}?)[\s*]*第\s*[一二三四五六七八九十\d]+\s*届[\s*]*人民代表大会")
_ON_BEHALF = re.compile(r"代表\s*([\u4e00-\u9fff]{2,20}?)(?:人民政府|政府|向大会|，|,|向)")
_GOVERNMENT = re.compile(r"([\u4e00-\u9fff]{2,20}?)(?:人民政府|政府工作报告|政府\s*(?:19|20)\d\d年)")
_BULLETIN = re.compile(r"([\u4e00-\u9fff]{2,20}?)\s*" + _YEAR + r"年\s*国民经济和社会发展(?:的)?统计公报")
_TITLE_OF_BULLETIN = re.compile(_YEAR + r"年.{0,20}统计公报")

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
    r"(?:\W*|[^。；]{0,40}[（(]\s*)(" + _YEAR + r"\s*年\s*" + _MONTH + r"\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日)"
)
_FRONT_DATE = re.compile(r"(?:date|日期|时间)\s*[:：]\s*\W?" + _YEAR + r"\s*[-/.年]\s*" + _MONTH)
_IS_TITLE = re.compile(r"工作(?:的)?报告|公报|决议|(?:place|area|地区|地方|单位)\s*[:：]")
_SINCE = re.compile(r"以来|召开|印发")


_CITY_WORDS = ("全市", "我市", "全州", "我州", "全盟")
_COUNTY_WORDS = ("全县", "我县", "全旗", "我旗")
_PROVINCE_WORDS = ("全省", "我省", "全区", "我区", "自治区")
_MUNICIPALITIES = frozenset(("110000", "120000", "310000", "500000"))
_LEAD, _LEAD_SCORE = 3, 16
"""How many times the next area's score the first must have, and the least score that tells anything."""


class Lead(NamedTuple):
    """The area that a text names most: mentions of it and its parts, of the parts alone, of the part named most."""

    code: str
    mentions: int
    of_parts: int
    part: str
    of_part: int


def identify(source: SourceText, restored: str) -> SourceText:
    """``source`` with place, area (GB/T 2260) and year filled in where they are None, from its title and words.

    ``year`` is the one in which the report is given and whose plan it holds; of a statistical bulletin it is the
    titled year. What the caller gave is kept, and a place given without a code gets its code.

    >>> found = identify(SourceText(text="", title="太谷县政府工作报告（2014年12月28日）"), "")
    >>> found.place, found.area, found.year
    ('太谷县', '140726', 2015)
    """
    title = _plain_digits(source.title)
    head = _plain_digits(restored[:HEAD])
    year = source.year
    if source.place is not None or source.area is not None:
        year = year if year is not None else _find_year(title, head, restored, is_nation=source.area == areas.NATION)
        given = areas.by_code(source.area, year) if source.area else areas.find_area(source.place or "", year)
        place = source.place or (given.name if given else None)
        return replace(source, place=place, area=source.area or (given.code if given else None), year=year)
    place_year = year or _rough_year(title, head)
    area = _place_in_title(title, place_year) or _place_in_head(head, place_year)
    is_nation = area is not None and area.level == "nation"
    if year is None:
        year = _find_year(title, head, restored, is_nation=is_nation)
    area = area or _place_by_votes(restored, year, _ambiguous_in(title, place_year))
    if area is None:
        return replace(source, year=year)
    named = areas.by_code(area.code, year) or area
    return replace(source, place=_call(named), area=named.code, year=year)


def _call(area: Area) -> str:
    """What a report calls its place: the nation's government is the State Council."""
    return "国务院" if area.code == areas.NATION else area.name


_SPACED_YEAR = re.compile(r"[12][ \u3000]+\d[ \u3000]+\d[ \u3000]+\d[ \u3000]*年")


def _plain_digits(text: str) -> str:
    """二〇一四年 and ２０１４年 as 2014年."""
    if any(start in text for start in _CHINESE_CENTURIES):
        text = _CHINESE_YEAR.sub(lambda found: found[0].translate(_DIGITS), text)
    if _SPACED_YEAR.search(text):
        text = _SPACED_YEAR.sub(lambda found: found[0].replace(" ", "").replace("\u3000", ""), text)
    return _WIDE_DIGITS.sub(lambda found: found[0].translate(_DIGITS), text)


# Place


def _place_in_title(title: str, year: int | None) -> Area | None:
    """The place that a title names: the deepest of a chain 山西省晋中市太谷区."""
    if not title:
        return None
    return _first_chain(title, year) or _short_in_title(title, year)


def _ambiguous_in(title: str, year: int | None) -> str | None:
    """The first name in a title that several areas share (长安区), None where there is none."""
    finder, names = _full_names()
    found = (names[index] for index, _, _ in finder.find_matches_as_indexes(title))
    return next((name for name in found if areas.find_area(name, year) is None), None)


def _short_in_title(title: str, year: int | None) -> Area | None:
    """A short name at a title's start (太原2023年政府工作报告), before a year, 政府 or its end."""
    found = re.match(
        r"\W*(?:(?:19|20)\d\d年?\W*)?([\u4e00-\u9fff]{2,8}?)(?=\W*(?:19|20)\d\d|政府|省?人民政府|\W|$)", title
    )
    if not found or areas.is_common_word(found[1]):
        return None
    return areas.find_area(found[1], year)


def _place_in_head(head: str, year: int | None) -> Area | None:
    """The place of the dateline, of the words 我代表…人民政府, or of a bulletin's title."""
    bulletin = _BULLETIN.search(head[:200])
    if bulletin:
        return areas.by_code(areas.NATION) if "共和国" in bulletin[1] else _last_chain(bulletin[1], year)
    lines = [line for line in head[:600].split("\n") if len(line) <= 70]
    top = "\n".join(lines)
    if "代表国务院" in head or re.search(r"届[\s*]*全国人民代表大会", top):
        return areas.by_code(areas.NATION)
    for line in _title_lines(head):
        if found := _first_chain(line, year):
            return found
    words = [*_CONGRESS.finditer(top), *_ON_BEHALF.finditer(head), *_GOVERNMENT.finditer(top)]
    return next((area for found in words if (area := _last_chain(found[1].strip(), year))), None)


def _title_lines(head: str) -> Iterator[str]:
    """Short lines before the form of address that look like a report's title, front matter's ``title:`` among them."""
    for line in head[:400].partition("各位代表")[0].split("\n")[:12]:
        if len(line) <= 60 and _IS_TITLE.search(line):
            yield line


def _names_in(text: str, year: int | None) -> Iterator[tuple[int, int, Area]]:
    """The full names of areas in a text, with their offsets; a name of several areas only within the one before it."""
    finder, names = _full_names()
    above: Area | None = None
    for index, start, end in finder.find_matches_as_indexes(text):
        within = above.code if above else None
        area = areas.find_area(names[index], year, within) if within else None
        area = area or areas.find_area(names[index], year)
        if area:
            above = area
            yield start, end, area


def _first_chain(text: str, year: int | None) -> Area | None:
    """The deepest area of the first chain of names that stand close together, each within the one before."""
    found: Area | None = None
    stop = 0
    for start, end, area in _names_in(text, year):
        if found and (start != stop or not _is_below(area, found)):
            break
        found, stop = area, end
    return found


def _last_chain(text: str, year: int | None) -> Area | None:
    """The area whose name ends the text (在晋中市, 山西省人民政府's 山西省)."""
    last = None
    for _, end, area in _names_in(text, year):
        last = (end, area)
    return last[1] if last and last[0] == len(text) else None


def _is_below(area: Area, above: Area) -> bool:
    return areas.LEVELS.index(area.level) > areas.LEVELS.index(above.level)


@cache
def _full_names() -> tuple[AhoCorasick, tuple[str, ...]]:
    names = tuple(areas.names())
    return AhoCorasick(list(names), matchkind=MatchKind.LeftmostLongest), names


def _place_by_votes(text: str, year: int | None, shared_name: str | None = None) -> Area | None:
    """The place that an undated page speaks of, by how often it and its parts are named.

    A page that names one prefecture as often as all others of the province is the prefecture's, else the
    province's; it must also speak of itself so (全市, 我市, 全州 against 全省, 我省, 全区), and lead clearly.
    ``shared_name`` is the title's name of a county of which there are several: then one of these or none.
    """
    city = _lead(text, "prefecture", year)
    if shared_name:
        return areas.find_area(shared_name, year, within=city.code) if city else None
    of_city, of_province = _count(text, _CITY_WORDS), _count(text, _PROVINCE_WORDS)
    if _count(text, _COUNTY_WORDS) > of_city + of_province:
        return areas.by_code(city.part, year) if city and city.of_part * 3 > city.of_parts * 2 else None
    province = _lead(text, "province", year)
    if city is None and province is None:
        return areas.by_code(areas.NATION) if _is_of_nation(text) else None
    is_city = city is not None
    if city and province and city.code[:2] == province.code[:2] and city.code != province.code:
        is_city = city.mentions * 2 >= province.of_parts
    chosen, own = (city, of_city) if is_city else (province, of_province)
    return areas.by_code(chosen.code, year) if chosen and own >= 3 else None


def _count(text: str, words: tuple[str, ...]) -> int:
    return sum(text.count(word) for word in words)


def _is_of_nation(text: str) -> bool:
    """Whether a text speaks of the nation only, as reports of the State Council do."""
    return text.count("我国") >= 6 and text.count("我国") > 2 * _count(text, (*_CITY_WORDS, *_PROVINCE_WORDS))


def _lead(text: str, level: str, year: int | None) -> Lead | None:
    """The area of the level that is named far more than any other, with some of its parts; None where none is."""
    finder, targets = _voters(level, year and year // 5 * 5)
    parts: dict[str, Counter[str]] = {}
    for index, _, _ in finder.find_matches_as_indexes(text):
        code, part = targets[index]
        parts.setdefault(code, Counter())[part] += 1
    scores = Counter({code: found.total() * min(len(found), 8) for code, found in parts.items()})
    ranked = [*scores.most_common(2), ("", 0), ("", 0)]
    (best, score), (_, next_score) = ranked[:2]
    if score < _LEAD_SCORE or score < _LEAD * next_score:
        return None
    mentions = parts[best].total()
    named, times = next(((p, n) for p, n in parts[best].most_common(2) if p), ("", 0))
    return Lead(best, mentions, mentions - parts[best][""], named, times)


@lru_cache(maxsize=16)
def _voters(level: str, year: int | None) -> tuple[AhoCorasick, tuple[tuple[str, str], ...]]:
    """Names that vote: of areas of the level and of those right below, where no two areas share one."""
    wanted: dict[str, set[tuple[str, str]]] = {}
    for area in areas.areas_below(areas.NATION):
        if not area.is_in_force(year):
            continue
        if area.level == level or (level == "prefecture" and area.code in _MUNICIPALITIES):
            target = (area.code, "")
        elif area.parent and _level_of(area.parent) == level:
            target = (area.parent, area.code)
        else:
            continue
        for name in {area.name, area.short}:
            if len(name) > 1 and not areas.is_common_word(name):
                wanted.setdefault(name, set()).add(target)
    clear = {name: min(found) for name, found in wanted.items() if len({code for code, _ in found}) == 1}
    return AhoCorasick(list(clear), matchkind=MatchKind.LeftmostLongest), tuple(clear.values())


def _level_of(code: str) -> str:
    if code in _MUNICIPALITIES:
        return "prefecture"
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


# Year


def _rough_year(title: str, head: str) -> int | None:
    found = _TITLE_YEAR.search(title) or _DATE.search(head[:300])
    return int(found[1]) if found else None


def _find_year(title: str, head: str, text: str, *, is_nation: bool) -> int | None:
    """The year by the first of these that decides: bulletin's title, title, dateline, headings, words."""
    bulletin = _TITLE_OF_BULLETIN.search(title) or _TITLE_OF_BULLETIN.search(head[:200])
    if bulletin:
        return int(bulletin[1])
    return (
        _year_of_dates(title, is_nation=is_nation)
        or _year_in_dateline(head, is_nation=is_nation)
        or _year_in_title(title)
        or _year_in_opening(head)
        or _year_by_words(_plain_digits(text))
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
    return next((year for line in _title_lines(head) if (year := _year_in_title(line))), None)


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


_TERM = r"[“\"]?(八|九|十[一二三四五六]?)五[”\"]?(?:时期|期间|规划)*"
_TERM_HEADING = re.compile(_TERM + r"[^\n。，]{0,16}?(回顾|成就|成绩|主要目标|奋斗目标|发展目标)")
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
