"""Administrative areas 行政区划 by GB/T 2260 code and year: the register and what finds its names.

What enters is a name, a code or a text; what leaves is an ``Area`` or codes. ``areas.tsv`` is made by
``scripts/make_areas.py``, ``areas_known.tsv`` holds facts known by hand. Both are read on first use.

Worked through: in a report of 晋中市 of 2026, ``太谷玛钢`` holds the short name of ``140703`` 太谷区; in one of
2015 the same words give ``140726`` 太谷县.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from taizhang.errors import RuleError
from taizhang.rules import path_of

NATION = "000000"
LEVELS = ("nation", "province", "prefecture", "county")

_PEOPLES = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|"
    "土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|塔吉克|怒|鄂温克|保安|裕固|独龙|鄂伦春|普米|各"
)
_PEOPLES_BARE = "蒙古|维吾尔|哈萨克|柯尔克孜|锡伯|塔吉克"
_AUTONOMOUS = re.compile(f"(.+?)(?:(?:{_PEOPLES})族|{_PEOPLES_BARE})*自治[区州县旗]")
_SUFFIX = re.compile(r"(.{2,}?)(?:特别行政区|自治[区州县旗]|地区|林区|特区|省|市|区|县|旗|盟)")
_REGIONS = {
    "内蒙古自治区": "内蒙古",
    "广西壮族自治区": "广西",
    "西藏自治区": "西藏",
    "宁夏回族自治区": "宁夏",
    "新疆维吾尔自治区": "新疆",
}
_PLAIN = frozenset(("城区", "郊区", "矿区", "东区", "西区", "新区", "新城区", "老城区", "新市区", "港口区", "和县"))
_WHOLE = frozenset(("市中区", "市南区", "市北区", "城中区", "城东区", "城西区", "城南区", "城北区", "城关区"))
_NOT_AFTER_COUNTY = frozenset("域乡级直属委区")
# The character before and the first of a two-character name, where they are a word: 振兴|县域.
_WORDS_IN_COUNTY = (
    "振兴 复兴 新兴 管理 治理 办理 担任 责任 信息 消息 适应 对应 相应 供应 响应 农户 "
    "最佳 海洋 民富 致富 增富 平安 治安 提高 最高 调和 街道 水文 人文 循环 贸易 容易 "
    "简单 名单 清单 贡献 文献 英雄 效忠 现代 时代 完成 建成 形成 合成 中华 全景 高温 "
    "保温 联通 交通 沟通 安宁 健康 小康 "
)
_WORD_BEFORE_COUNTY = frozenset(_WORDS_IN_COUNTY.split())


@dataclass(frozen=True, slots=True)
class Area:
    """One name of one code, and the years in which it was in force.

    ``level`` is one of ``LEVELS``; ``parent`` the code of the area above (a county directly under a province
    has the province). ``since`` and ``until`` are years, both included; None: older than 1996, still in force.
    """

    code: str
    name: str
    level: str
    parent: str | None = None
    since: int | None = None
    until: int | None = None

    @property
    def short(self) -> str:
        """The name without the words that say what kind of area it is."""
        return short_name(self.name)

    def is_in_force(self, year: int | None) -> bool:
        """Whether the name was in force at some time of ``year``; None: whether it still is."""
        if year is None:
            return self.until is None
        return (self.since or 0) <= year <= (self.until or 9999)


class PlaceMention(NamedTuple):
    """A place in a text: offsets into the text that was read, end exclusive, and the area's code."""

    start: int
    end: int
    code: str


class _Register(NamedTuple):
    """The columns as read (an ``Area`` is made when it is asked for), and the rows by code and by name."""

    columns: tuple[list[str], ...]
    by_code: dict[str, list[int]]
    by_name: dict[str, list[int]]
    changes: dict[tuple[str, str, str], int]
    common: frozenset[str]


def short_name(name: str) -> str:
    """The name without its kind and its peoples; whole where a single character would remain.

    >>> short_name("太谷区"), short_name("祁县"), short_name("积石山保安族东乡族撒拉族自治县")
    ('太谷', '祁县', '积石山')
    >>> short_name("内蒙古自治区"), short_name("东乡族自治县"), short_name("城区")
    ('内蒙古', '东乡', '城区')
    """
    if name in _REGIONS:
        return _REGIONS[name]
    if "自治" in name:
        found = _AUTONOMOUS.fullmatch(name)
        stem = found[1] if found else name
        return stem.removesuffix("族") if len(stem) > 2 else stem
    shape = _SUFFIX.fullmatch(name)
    return shape[1] if shape and name not in _WHOLE and name not in _PLAIN else name


def by_code(code: str, year: int | None = None) -> Area | None:
    """The area of a code as named in ``year`` (None: now, or last where it is no more).

    A report of January speaks of the year before as well, so a name that was in force until then counts where
    the year itself has none. None where the code did not exist.
    """
    runs = [_area(row) for row in _register().by_code.get(code, ())]
    if year is None:
        return runs[-1] if runs else None
    return next((a for y in (year, year - 1) for a in runs if a.is_in_force(y)), None)


def find_area(name: str, year: int | None = None, within: str | None = None) -> Area | None:
    """The area that a full, short or other name means (太谷区, 太谷, 克州, 国务院).

    Names in force in ``year`` come first (None: now), then those of other years: a report of 2015 may say 襄樊.
    Of several the highest level is meant (吉林: the province); None where two of one level remain (朝阳区) or
    none is known.
    ``within`` is the code of an area that it must lie in.
    """
    exact = [_area(row) for row in _register().by_name.get(name, ())]
    found = _choose((a for a in exact if _lies_in(a.code, within)), year)
    if found or (exact and not within):
        return found
    short = (_area(row) for row in _short_index().get(name, ()))
    return _choose((a for a in short if _lies_in(a.code, within)), year)


def counties_of(code: str, year: int | None = None) -> tuple[Area, ...]:
    """The counties, districts and county-level cities in an area in ``year`` (None: now), by code."""
    return tuple(area for area in areas_below(code) if area.level == "county" and area.is_in_force(year))


def areas_below(code: str) -> Iterator[Area]:
    """Every name that areas below one ever had since 1996, by code and time."""
    start = "" if code == NATION else code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else "-"
    for row, other in enumerate(_register().columns[0]):
        if other.startswith(start) and other not in (code, NATION):
            yield _area(row)


def names() -> Iterator[str]:
    """Every full and other name of the register once; 恩施州 and its like too."""
    yield from _register().by_name
    yield from (name for name in _short_index() if name.endswith("州") and len(name) > 2)


def is_common_word(name: str) -> bool:
    """Whether a short name is a word in many texts as well (平安, 资源), so that only the full name tells."""
    return name in _register().common


def match_places(text: str, area_code: str, year: int | None = None) -> tuple[PlaceMention, ...]:
    """Mentions in ``text`` of the areas below one, in order, without overlap; the longest name wins.

    Below a prefecture (or a municipality) these are its counties by full and short name; below a province its
    prefectures by both and its counties by full name; below the nation the provinces. Names of the last
    six years count, as a report looks back. Names that are words as well (城区) need a list or the city's name.

    >>> match_places("支持太谷玛钢产业、平遥古城和祁县发展", "140700", 2026)
    (PlaceMention(start=2, end=4, code='140703'), PlaceMention(start=9, end=11, code='140728'), \
PlaceMention(start=14, end=16, code='140727'))
    """
    finder, codes, names = _finder(area_code, year)
    raw = [(codes[index], start, end) for index, start, end in finder.find_matches_as_indexes(text) if codes[index]]
    return tuple(PlaceMention(start, end, code) for code, start, end in raw if _is_meant(text, start, end, raw, names))


def _is_meant(text: str, start: int, end: int, raw: list[tuple[str, int, int]], names: tuple[str, ...]) -> bool:
    """Whether a name that could be plain words is the area here."""
    word = text[start:end]
    if word in _PLAIN:
        is_listed = any(
            (other == end + 1 and text[end] == "、") or (stop == start - 1 and text[stop] == "、")
            for _, other, stop in raw
        )
        return is_listed or text[:start].endswith(names)
    if len(word) == 2 and word[1] == "县":
        after, before = text[end : end + 1], text[max(start - 1, 0) : start + 1]
        return after not in _NOT_AFTER_COUNTY and before not in _WORD_BEFORE_COUNTY
    return True


@lru_cache(maxsize=64)
def _finder(code: str, year: int | None) -> tuple[AhoCorasick, tuple[str, ...], tuple[str, ...]]:
    """The automaton of an area's names, the code of each pattern (empty: a longer name that is none of them)."""
    above = by_code(code, year) or by_code(code)
    level = above.level if above else "county"
    own = (above.name, above.short) if above else ("\0",)
    patterns: dict[str, str] = {}
    below = [a for a in areas_below(code) if _is_recent(a, year)]
    for area in sorted(below, key=lambda a: (LEVELS.index(a.level), not a.is_in_force(year), a.code)):
        if level == "nation" and area.level != "province":
            continue
        patterns.setdefault(area.name, area.code)
        is_free = area.short not in own and not is_common_word(area.short)
        if is_free and (area.level != "county" or level in ("prefecture", "county") or code == area.parent):
            patterns.setdefault(area.short, area.code)
    guards = _find_longer(list(patterns)) - patterns.keys()
    words = [*patterns, *sorted(guards)]
    codes = (*patterns.values(), *("" for _ in guards))
    return AhoCorasick(words, matchkind=MatchKind.LeftmostLongest), codes, own


def _find_longer(words: list[str]) -> set[str]:
    """The names of the register that hold one of ``words``."""
    names = _all_names()
    found = AhoCorasick(words).find_matches_as_indexes(names)
    return {names[names.rfind("\n", 0, start) + 1 : names.index("\n", end)] for _, start, end in found}


@cache
def _all_names() -> str:
    """The names of the register of more than two characters, each between line breaks."""
    names = (name for name in _register().by_name if len(name) > 2 and name[1:] not in _PLAIN)
    return "\n" + "\n".join(names) + "\n"


def _is_recent(area: Area, year: int | None) -> bool:
    if year is None:
        return area.until is None
    return (area.since or 0) <= year + 1 and (area.until or 9999) >= year - 6


def _lies_in(code: str, within: str | None) -> bool:
    if within is None or within == NATION:
        return True
    return code.startswith(within[:2] if within.endswith("0000") else within[:4] if within.endswith("00") else within)


def _choose(areas: Iterable[Area], year: int | None) -> Area | None:
    """The one that is meant: in force, of the highest level; None where two codes remain."""
    pool = list(areas)
    now = [a for a in pool if a.is_in_force(year)]
    before = [a for a in pool if year is not None and a.is_in_force(year - 1)]
    pool = now or before or pool
    if not pool:
        return None
    top = min(LEVELS.index(a.level) for a in pool)
    best = [a for a in pool if LEVELS.index(a.level) == top]
    if not (now or before):
        # None in force: the latest name of the past.
        latest = max(a.until or 9999 for a in best)
        best = [a for a in best if (a.until or 9999) == latest]
    return best[-1] if len({a.code for a in best}) == 1 else None


@cache
def _register() -> _Register:
    changes, aliases, common = _read_known()
    by_code: dict[str, list[int]] = {}
    by_name: dict[str, list[int]] = {}
    columns = _columns("areas.tsv", 6)
    for row, (code, name) in enumerate(zip(columns[0], columns[1], strict=True)):
        by_code.setdefault(code, []).append(row)
        by_name.setdefault(name, []).append(row)
    for code, alias in aliases:
        by_name.setdefault(alias, []).extend(by_code[code])
    return _Register(columns, by_code, by_name, changes, common)


@cache
def _area(row: int) -> Area:
    register = _register()
    code, name, level, parent, since, until = (column[row] for column in register.columns)
    first = register.changes.get(("since", code, name)) or (None if since == "-" else int(since))
    last = register.changes.get(("until", code, name)) or (None if until == "-" else int(until))
    return Area(code, name, level, None if parent == "-" else parent, first, last)


def _read_known() -> tuple[dict[tuple[str, str, str], int], list[tuple[str, str]], frozenset[str]]:
    """Changed years by kind, code and name; aliases with their codes; common words."""
    changes: dict[tuple[str, str, str], int] = {}
    aliases: list[tuple[str, str]] = []
    common: set[str] = set()
    for kind, code, name, value, _ in zip(*_columns("areas_known.tsv", 5), strict=True):
        if kind == "alias":
            aliases.append((code, name))
        elif kind == "common":
            common.add(name)
        else:
            changes[kind, code, name] = int(value)
    return changes, aliases, frozenset(common)


def _columns(file: str, width: int) -> tuple[list[str], ...]:
    """The columns of a table; comment lines stand at its head only."""
    text = path_of(file).read_text(encoding="utf-8")
    head = 0
    while text.startswith("#", head):
        head = text.index("\n", head) + 1
    body = text[head:].rstrip("\n")
    cells = body.replace("\n", "\t").split("\t")
    if len(cells) != width * (body.count("\n") + 1):
        lines = enumerate(text.splitlines(), 1)
        broken = next(n for n, line in lines if not line.startswith("#") and line.count("\t") != width - 1)
        raise RuleError(f"{file}, line {broken}", reason=f"not {width} cells")
    return tuple(cells[column::width] for column in range(width))


@cache
def _short_index() -> dict[str, list[int]]:
    """Short name → rows; of autonomous prefectures also 恩施州."""
    index: dict[str, list[int]] = {}
    for name, rows in _register().by_name.items():
        short = short_name(name)
        if short != name:
            index.setdefault(short, []).extend(rows)
        if name.endswith("自治州"):
            index.setdefault(short + "州", []).extend(rows)
    return index
