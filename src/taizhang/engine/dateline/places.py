"""The place of a report: named in its title or dateline, else voted for by the names in its text.

``在晋中市第五届人民代表大会第六次会议上`` names 140700; a page without a dateline is of the city that it names
most, with counties of its own, by a clear margin.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from taizhang.engine.dateline.years import YEAR, title_lines
from taizhang.rules import areas
from taizhang.rules.areas import Area

_CONGRESS = re.compile(r"([\u4e00-\u9fff]{2,20}?)[\s*]*第\s*[一二三四五六七八九十\d]+\s*届[\s*]*人民代表大会")
_ON_BEHALF = re.compile(r"代表\s*([\u4e00-\u9fff]{2,20}?)(?:人民政府|政府|向大会|，|,|向)")
_GOVERNMENT = re.compile(r"([\u4e00-\u9fff]{2,20}?)(?:人民政府|政府工作报告|政府\s*(?:19|20)\d\d年)")
_BULLETIN = re.compile(r"([\u4e00-\u9fff]{2,20}?)\s*" + YEAR + r"年\s*国民经济和社会发展(?:的)?统计公报")
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


def place_in_title(title: str, year: int | None) -> Area | None:
    """The place that a title names: the deepest of a chain 山西省晋中市太谷区."""
    if not title:
        return None
    return _first_chain(title, year) or _short_in_title(title, year)


def ambiguous_in(title: str, year: int | None) -> str | None:
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


def place_in_head(head: str, year: int | None) -> Area | None:
    """The place of the dateline, of the words 我代表…人民政府, or of a bulletin's title."""
    bulletin = _BULLETIN.search(head[:200])
    if bulletin:
        return areas.by_code(areas.NATION) if "共和国" in bulletin[1] else _last_chain(bulletin[1], year)
    lines = [line for line in head[:600].split("\n") if len(line) <= 70]
    top = "\n".join(lines)
    if "代表国务院" in head or re.search(r"届[\s*]*全国人民代表大会", top):
        return areas.by_code(areas.NATION)
    for line in title_lines(head):
        if found := _first_chain(line, year):
            return found
    words = [*_CONGRESS.finditer(top), *_ON_BEHALF.finditer(head), *_GOVERNMENT.finditer(top)]
    return next((area for found in words if (area := _last_chain(found[1].strip(), year))), None)


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


def place_by_votes(text: str, year: int | None, shared_name: str | None = None) -> Area | None:
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
    for index, times in Counter([index for index, _, _ in finder.find_matches_as_indexes(text)]).items():
        code, part = targets[index]
        parts.setdefault(code, Counter())[part] += times
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


_NAMED = re.compile(
    r"(?:^|[\s—在：:，,])([\u4e00-\u9fff]{2,7}?(?:省|自治区|自治州|地区|市|州|盟|自治县|县|区|旗))"
    r"(?=(?:人民)?政府(?:(?:19|20)\d\d年)?工作报告|第\s*[一二三四五六七八九十\d]{1,3}\s*届[\s*]*人民代表大会)",
    re.MULTILINE,
)
_NO_NAME = re.compile(r"^(?:全|本|我|各|在|上|这|该)|人民|政府")


@cache
def _registered() -> frozenset[str]:
    return frozenset(areas.names())


def unregistered_place(title: str, head: str) -> str | None:
    """A place named as a government or a congress is, though the register of areas does not know it.

    None for a name that several areas share: which one is meant stays open.
    """
    for text in (title, head):
        found = _NAMED.search(text)
        if found and not _NO_NAME.search(found[1]):
            return None if found[1] in _registered() else found[1]
    return None
