"""The register of indicators 指标: what work reports measure, under one key each, and how a phrase finds its key.

What enters is a phrase as the engine gives it, with the unit of its figure; what leaves is an ``Indicator`` or None.
``indicators.toml`` is the register that people write; ``indicators.tsv`` is made of it by
``scripts/make_indicators.py``, as it loads many times as fast. No likeness is measured: a phrase is a name or synonym
of the register, or is none.

Worked through: ``全市固定资产投资增速`` is no name as it stands; without 增速 and 全市 it is that of
``fixed_asset_investment``. ``民间投资`` is a name of its own and ``固定资产投资项目`` none.

Where no row is named, a *generic* one may be found by the last word of the phrase and the unit of the figure:
``新开工文旅项目`` with 个 is ``any_projects``. Such a key says what is counted, not which: figures that share it are
not of one indicator, so they are never held against each other (``comparable_key``) and propose no department.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

from taizhang.errors import RuleError
from taizhang.rules import areas, path_of
from taizhang.rules.units import dimension_of, family_of

_WRITTEN = ("key", "name", "english", "units", "method", "better", "field", "lead", "near", "synonyms")
COLUMNS = (*_WRITTEN, "phrases", "heads")


class Method(StrEnum):
    """How an indicator is held against time."""

    CUMULATIVE = "cumulative"  # adds up over the year
    GROWTH = "growth"  # told by its rate of change
    LEVEL = "level"  # a stock, a share, a price: as it stands
    RANK = "rank"  # a place among others
    MILESTONE = "milestone"  # done or not at its date


class Better(StrEnum):
    """Which way is better."""

    UP = "up"
    DOWN = "down"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of the register.

    ``units`` are those in which reports tell its level, the canonical first (亿元); ``dimension`` is the family of
    that one (money). ``lead`` is the department of a prefecture that usually answers for it. ``near`` is the key of
    an indicator of other scope or time that it may be held against with care, None where there is none. ``is_generic``
    where it says what is counted and not which (项目数): two figures of it need not be of one thing.
    """

    key: str
    name: str
    english: str
    units: tuple[str, ...]
    method: Method
    better: Better
    field: str
    lead: str
    near: str | None
    synonyms: tuple[str, ...]
    families: frozenset[str]
    is_generic: bool

    @property
    def unit(self) -> str:
        """The canonical unit; empty for a pure number."""
        return self.units[0] if self.units else ""

    @property
    def dimension(self) -> str:
        """The family of the canonical unit (money, area, share, count …)."""
        return family_of(self.unit)


_RELATIVE = frozenset({"%", "‰", "百分点", "千分点", "倍", "番", "位", "名", ""})
_SHARES = frozenset({"%", "‰", "倍", "番"})
_SHARE_FAMILIES = frozenset({"share", "ratio"})
_MARKS = re.compile(r"[\s\"'“”‘’《》「」『』*#·的]+")
_SAME = {
    "规模以上": "规上",
    "规模工业": "规上工业",
    "地区生产总值": "GDP",
    "国内生产总值": "GDP",
    "生产总值": "GDP",
    "常住居民": "居民",
    "比例": "比重",
    "比率": "比重",
}
_SAMES = re.compile("|".join(_SAME))
_LEADS = (
    "全市|全省|全区|全县|全州|全盟|全国|全自治区|我市|我省|我区|我州|我国|本市|本省|本级|全年|年末|年底|当年|年度|年均|目前|上半年|一季度|前三季度|"
    "今年|去年|其中|预计|实现|完成|达到|累计|力争|确保|使|市区|城区|各类|同口径|按可比价格计算|按可比价计算|到年末|到年底|五年来|五年|:|,"
)
_LEAD = re.compile(f"(?:{_LEADS}|(?:到)?(?:(?:19|20)[0-9]{{2}})年(?:末|底)?)+")
_RATES = ("增速", "增幅", "涨幅", "增长率", "增长速度", "增长幅度")
_AMOUNTS = ("总量", "总数", "总额", "总值", "数量", "户数", "家数", "数", "建设", "任务", "水平", "指标", "目标")
_TAILS = (*_RATES, *_AMOUNTS)
_LONGEST = 8  # characters of a head
_THINGS = frozenset({"things", "count"})
_BROAD = frozenset({"个", "项"})  # measure words of any thing


def fold(phrase: str) -> str:
    """The phrase with widths, quotes and wordings that mean the same made one.

    >>> fold("规模以上“工业”增加值"), fold("占地区生产总值的比例")
    ('规上工业增加值', '占GDP比重')
    """
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", phrase))
    if not unicodedata.is_normalized("NFKC", plain):  # a mark stood between a letter and its accent
        return fold(plain)
    # Most phrases hold none of these: asking so is faster than the pattern.
    if "生产总值" in plain or "规模" in plain or "比" in plain or "常住居民" in plain:
        return _SAMES.sub(_same, plain)
    return plain


def _same(match: re.Match[str]) -> str:
    return _SAME[match[0]]


@lru_cache(maxsize=1 << 14)
def find_indicator(phrase: str, unit: str = "", measure: str = "") -> Indicator | None:
    """The indicator that a phrase names; None where the register has no such name.

    ``unit`` is the unit of the figure, without 万 and 亿: where it is of another family than the indicator's there is
    no match, and of several with one name (粮食: 亩, 吨) it decides. A relative unit (%, 倍, 位) agrees with all, but
    where ``measure`` is ``level`` a percentage is a share, which no sum of money is.

    >>> find_indicator("全市固定资产投资增速", "%").key
    'fixed_asset_investment'
    >>> find_indicator("固定资产投资", "人"), find_indicator("固定资产投资项目")
    (None, None)
    >>> find_indicator("新开工文旅项目", "个").key
    'any_projects'
    """
    return find_specific(phrase, unit, measure) or _find_generic(phrase, unit, measure)


def find_specific(phrase: str, unit: str = "", measure: str = "") -> Indicator | None:
    """As ``find_indicator``, but never a generic row."""
    numbers, is_rate = _match(phrase)
    return _choose(numbers, unit, measure, is_rate=is_rate)


def comparable_key(key: str | None) -> str | None:
    """``key`` where all figures of it are of one indicator; None for a generic key, an unknown one and None.

    >>> comparable_key("gdp"), comparable_key("any_projects")
    ('gdp', None)
    """
    known = indicator(key) if key else None
    return known.key if known and not known.is_generic else None


def _choose(numbers: tuple[int, ...], unit: str, measure: str, *, is_rate: bool) -> Indicator | None:
    if not numbers:
        return None
    rows = [_indicator(number) for number in numbers]
    family = family_of(unit)
    chosen = [row for row in rows if family in row.families]
    if unit in _SHARES and measure == "level" and not is_rate:
        chosen = [row for row in rows if not row.families.isdisjoint(_SHARE_FAMILIES)]
    elif not chosen and unit in _RELATIVE:
        chosen = rows
    return chosen[0] if len(chosen) == 1 else None


def indicator(key: str) -> Indicator | None:
    """The indicator of a key; None where there is none."""
    number = _register().keys.get(key)
    return None if number is None else _indicator(number)


def indicators() -> tuple[Indicator, ...]:
    """Every indicator, in the order of the register."""
    return tuple(_indicator(number) for number in range(len(_register().lines)))


def _find_generic(phrase: str, unit: str, measure: str) -> Indicator | None:
    """The generic indicator of a phrase's head, the longest that is one; None without a unit or for a rank.

    A measure word for things must be one of the row: 30万辆整车项目 counts cars, no projects.
    """
    if not unit or measure == "rank":
        return None
    plain = fold(phrase).rstrip('"”）')
    numbers = _of_head(plain)
    if numbers is None and plain.endswith(_TAILS):
        tail = next(tail for tail in _TAILS if plain.endswith(tail))
        numbers = _of_head(plain[: -len(tail)])
    if not numbers:
        return None
    if unit in _RELATIVE:
        return _choose(numbers, unit, measure, is_rate=False)
    kind = _kind_of(unit)
    is_thing = kind in _THINGS and unit not in _BROAD
    rows = [row for row in map(_indicator, numbers) if kind in {_kind_of(known) for known in row.units}]
    rows = [row for row in rows if unit in row.units] if is_thing else rows
    return rows[0] if len(rows) == 1 else None


def _of_head(plain: str) -> tuple[int, ...] | None:
    """The lines of the longest head that a folded phrase ends in; empty where it deceives, None where it has none."""
    heads = _register().heads
    for length in range(min(len(plain), _LONGEST), 0, -1):
        if (rows := heads.get(plain[-length:])) is not None:
            return rows
    return None


@cache
def _kind_of(unit: str) -> str:
    """The dimension of a unit, finer than its family (人, 户 and 个 are three); else its group."""
    known = dimension_of(unit)
    return known.key if known else family_of(unit)


def _match(phrase: str) -> tuple[tuple[int, ...], bool]:
    """The lines of a phrase, and whether it names their rate of change (增速)."""
    if rows := _register().names.get(phrase):
        return rows, False
    plain = fold(phrase)
    if rows := _without_lead(plain):
        return rows, False
    if not plain.endswith(_TAILS):
        return (), False
    tail = next(tail for tail in _TAILS if plain.endswith(tail))
    return _without_lead(plain[: -len(tail)]), tail in _RATES


def _without_lead(plain: str) -> tuple[int, ...]:
    """The lines of a folded phrase, whose place or time may stand before the name (晋中市|常住人口)."""
    names, endings = _register().names, _register().endings
    if plain[-3:] not in endings and plain[-2:] not in endings:
        return ()
    for at in range(max(1, len(plain) - 1)):
        rows = names.get(plain[at:])
        if rows and (not at or _is_lead(plain[:at])):
            return rows
    return ()


def _is_lead(words: str) -> bool:
    if match := _LEAD.match(words):
        words = words[match.end() :]
    if not words:
        return True
    if len(words) < 2 or areas.is_common_word(words):
        return False
    area = areas.find_area(words)
    # Names given up long ago are plain words by now (露天 of the old 露天区).
    return area is not None and (area.until is None or area.until >= 2000)


class _Register(NamedTuple):
    """The lines of the table, their number by key, their numbers by name (as written, folded), and how names end.

    ``heads`` are the numbers of generic lines by head, none for an ending that deceives.
    """

    lines: tuple[str, ...]
    keys: dict[str, int]
    names: dict[str, tuple[int, ...]]
    endings: frozenset[str]
    heads: dict[str, tuple[int, ...]]


@cache
def _register() -> _Register:
    lines = tuple(path_of("indicators.tsv").read_text(encoding="utf-8").splitlines()[1:])
    keys: dict[str, int] = {}
    names: dict[str, tuple[int, ...]] = {}
    heads: dict[str, tuple[int, ...]] = {}
    for number, line in enumerate(lines):
        keys[line[: line.index("\t")]] = number
        alone = (number,)
        _, phrases, ends = line.rsplit("\t", 2)
        for word in phrases.split():
            names[word] = names[word] + alone if word in names else alone
        for word in ends.split():
            heads[word.lstrip("!")] = () if word[0] == "!" else (*heads.get(word, ()), number)
    return _Register(lines, keys, names, frozenset(word[-3:] for word in names), heads)


@cache
def _indicator(number: int) -> Indicator:
    """The row of a line. It is made when it is asked for, so that loading costs little."""
    cells = _register().lines[number].split("\t")
    if len(cells) != len(COLUMNS):
        raise RuleError(f"indicators.tsv, line {number + 2}", reason=f"not {len(COLUMNS)} cells")
    key, name, english, units, method, better, field, lead, near, synonyms, _, heads = cells
    return Indicator(
        key=key,
        name=name,
        english=english,
        units=tuple(units.split()),
        method=Method(method),
        better=Better(better),
        field=field,
        lead=lead,
        near=near or None,
        synonyms=tuple(synonyms.split()),
        families=frozenset(family_of(unit) for unit in units.split(" ")),
        is_generic=bool(heads),
    )
