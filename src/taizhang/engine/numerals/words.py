"""Figures written in words, fractions, shares and ranks: folded text in, mentions out.

``近百亿元`` is 10000000000 元, ``三分之二`` two thirds, ``居全国第2位`` a rank, ``翻两番`` two doublings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from taizhang.engine.model import Bound, Mention
from taizhang.engine.numerals.units import DIGITS, POWERS, read_chinese, unit_pattern, unit_reads, unit_rows

_C = "零〇一二两三四五六七八九十百千万亿"
_C_BUT_THOUSAND = _C.replace("千", "")
_NO_TENTHS = "为立果长效员功本熟品交就都语套分"


@cache
def _phrase_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<percent>百分之\s?(?P<percent_sign>负)?(?P<percent_n>[{_C}]+(?:点[{_C}]+)?|\d+(?:\.\d+)?))"
        rf"|(?P<discount>(?P<discount_n>[一二两三四五六七八九]{{1,2}}|\d(?:\.\d)?|\d{{2}})折(?![扣旧叠磨腾射返]))"
        rf"|(?P<mixed>(?P<mixed_whole>[{_C}]+|\d+)又(?P<mixed_over>\d+)/(?P<mixed_under>\d+))"
        rf"|(?P<fraction>(?:(?P<whole>[{_C}]+|\d+)又)?(?P<under>[{_C}]+|\d+)分之(?P<over>[{_C}]+|\d+))"
        rf"|(?P<rank>第(?P<rank_n>\d+|[{_C}]+)(?P<rank_unit>位|名(?!师|医))?)"
        rf"|(?P<top>前(?P<top_n>\d+|[{_C}]+)(?P<top_unit>位|名|强|(?=[。，；、;,]|$)))"
        r"|(?P<strong>(?<=全[国省市区球])(?P<strong_n>\d+)(?P<strong_unit>强))"
        r"|(?P<double>(?<=翻)了?(?P<double_n>[一两二三四五\d])番)"
        r"|(?P<half>(?<!另)一半|对折)"
        rf"|(?P<tenths>(?P<tenths_n>[一二两三四五六七八九])成(?P<tenths_5>五|半)?(?![{_NO_TENTHS}]))"
    )


_ANCHOR = re.compile("[折第前成强番半分又](?:(?<![分又])|(?<=分)之|(?<=又)(?=[0-9]+/))")  # each phrase has one of these
_PART = frozenset(f"{_C}0123456789又.点了对")
_BEGINS = frozenset("第前")
_REACH = 32


def _find_phrases(text: str) -> Iterator[re.Match[str]]:
    """The matches of the pattern, looked for only where a character stands that each of them has."""
    pattern, end = _phrase_pattern(), 0
    for anchor in _ANCHOR.finditer(text):
        at = anchor.start()
        begins = text[at] in _BEGINS
        if at < end or text[at + 1 if begins else at - 1 : at + 2 if begins else at] not in _PART:
            continue
        start = at
        while not begins and start > end and text[start - 1] in _PART:
            start -= 1
        match = pattern.search(text, start, at + _REACH)
        if match and match.start() <= at:
            end = match.end()
            yield match


_RUN = re.compile(f"[{_C}][{_C}]*")  # a cardinal begins where a run of numerals does; not +, see digits._DIGITS


@cache
def _cardinal_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<cardinal>(?<![{_C}数几第\d])(?P<cardinal_n>(?:[{_C_BUT_THOUSAND}]|千(?![克米瓦伏赫帕]))+)"
        rf"(?P<cardinal_more>[多余几来])?"
        rf"(?P<cardinal_scale>[万亿])?(?P<cardinal_unit>{unit_pattern()})?)"
    )


def read_phrases(text: str, mode: str) -> list[Mention]:
    """Fractions, shares and ranks, in words or digits."""
    found: list[Mention] = []
    for match in _find_phrases(text):
        rule, start = match.lastgroup or "", match.start()
        if mode == "report" and rule in _CUED and not _NEAR_FIGURE.search(text, max(0, start - 3), start):
            continue
        made = _PHRASES[rule](match)
        if made and start and text[start - 1] in "负負":
            made = made._replace(start=start - 1, low=-made.high, high=-made.low)
        if not made:
            continue
        span = _join_range(text, found[-1], made) if found else None
        if span:
            found[-1] = span
        else:
            found.append(made)
    return found


def _join_range(text: str, low: Mention, high: Mention) -> Mention | None:
    """``百分之十到百分之二十`` is one range; None where the two are no range of one unit."""
    is_range = high.start - low.end == 1 and text[low.end] in "到至-—~" and low.unit == high.unit == "%"
    if not is_range or low.high >= high.low:
        return None
    return low._replace(
        end=high.end, number_end=high.end, high=high.high, bound=Bound.RANGE, trace=(*low.trace, "grammar:range")
    )


def read_cardinals(text: str) -> list[Mention]:
    """The round figures in words that a report counts."""
    pattern, end = _cardinal_pattern(), 0
    found: list[Mention] = []
    for run in _RUN.finditer(text):
        match = pattern.match(text, run.start()) if run.start() >= end else None
        if match:
            end = match.end()
            made = _read_cardinal(match)
            if made:
                found.append(made)
    return found


def _read_figure(figure: str) -> Decimal:
    whole, _, tail = figure.partition("点")
    if figure[0].isdigit():
        return Decimal(figure)
    return (
        read_chinese(whole) if not tail else Decimal(f"{read_chinese(whole)}.{''.join(str(DIGITS[c]) for c in tail)}")
    )


def _make(match: re.Match[str], low: Decimal, unit: str, bound: Bound, *trace: str) -> Mention:
    return Mention(match.start(), match.end(), match.end(), low, low, unit, bound, trace)


def _read_percent(match: re.Match[str]) -> Mention | None:
    value = _read_figure(match["percent_n"])
    return _make(match, -value if match["percent_sign"] else value, "%", Bound.EXACT, "grammar:percent_in_words")


def _read_fraction(match: re.Match[str]) -> Mention | None:
    under = _read_figure(match["under"])
    whole = _read_figure(match["whole"]) if match["whole"] else 0
    value = whole + _read_figure(match["over"]) / under if under else None
    return None if value is None else _make(match, value, "", Bound.EXACT, "grammar:fraction")


def _read_mixed(match: re.Match[str]) -> Mention | None:
    """``5又1/2`` is 5.5."""
    under = Decimal(match["mixed_under"])
    value = _read_figure(match["mixed_whole"]) + Decimal(match["mixed_over"]) / under if under else None
    return None if value is None else _make(match, value, "", Bound.EXACT, "grammar:fraction")


_RANK_CUE = re.compile(r"居|列|排|位|名|全国|全省|全区|全市|全球|国内|国际|世界|省会|地级|区域|同类|升至|升到|前移")
_RANK_END = re.compile(r"$|[，,。；;、！!\s）)”]|和|的(?!一|二)|且|并")


def _read_rank(match: re.Match[str]) -> Mention | None:
    """``第2位``; ``居全省第1`` and ``排名第一`` where nothing is counted after it and words of ranking stand before."""
    if not match["rank_unit"]:
        cue = _RANK_CUE.search(match.string, max(0, match.start() - 12), match.start())
        if not cue or not _RANK_END.match(match.string, match.end()):
            return None
    return _make(match, _read_figure(match["rank_n"]), match["rank_unit"] or "位", Bound.EXACT, "grammar:rank")


def _read_top(match: re.Match[str]) -> Mention | None:
    if not match["top_unit"] and not _RANK_CUE.search(match.string, max(0, match.start() - 12), match.start()):
        return None
    return _make(
        match, _read_figure(match["top_n"]), match["top_unit"] or "位", Bound.AT_MOST, "grammar:rank", "grammar:top"
    )


def _read_strong(match: re.Match[str]) -> Mention | None:
    return _make(match, Decimal(match["strong_n"]), "强", Bound.AT_MOST, "grammar:rank", "grammar:top")


def _read_double(match: re.Match[str]) -> Mention | None:
    made = _make(match, _read_figure(match["double_n"]), "番", Bound.EXACT, "grammar:doubling")
    return made._replace(start=match.start("double_n"))


def _read_half(match: re.Match[str]) -> Mention | None:
    return _make(match, Decimal("0.5"), "", Bound.EXACT, "grammar:half")


def _read_discount(match: re.Match[str]) -> Mention | None:
    """``七折`` is 0.7, ``八五折`` 0.85."""
    figure = match["discount_n"]
    value = _read_figure(figure)
    value /= 100 if len(figure) == 2 and "." not in figure else 10
    return _make(match, value, "", Bound.EXACT, "grammar:discount")


def _read_tenths(match: re.Match[str]) -> Mention | None:
    value = Decimal(DIGITS[match["tenths_n"]]) / 10 + (Decimal("0.05") if match["tenths_5"] else 0)
    return _make(match, value, "", Bound.EXACT, "grammar:tenths")


_NEAR_FIGURE = re.compile(
    r"(?:近|超|过|破|约|逾|达|达到|上|至|到|在|球|比|占|不足|不到|增长|下降|提高|降低|的|投资|总值|产值|收入|规模|"
    r"精简|压减|压降|压缩|削减|减少|缩短|提升|上升|激增|偏多|偏少|增产|减产)\Z"
)
_IDIOM_BEFORE = re.compile(r"[“‘《·千百万家每个双]\Z")
_EXACT_FIGURE = re.compile(rf"[{_C[2:12]}]?[百千万][{_C}]*[{_C[2:12]}]")  # said in full: 两千零四, 三百六十一
_AT_LEAST = re.compile("(?:至少|不少于|不低于|(?<=[县区市乡镇村街校])各)[再要建设成新打造培育办引进开通]{0,5}\\Z")
"""Behind these a small figure in words is meant as one: 至少建成一条, 每县各建一所."""
_ROUND_UNITS = frozenset({"units:money", "units:area", "units:mass", "units:percent"})
_PEOPLE = frozenset("户人名") | {"人次", "户次"}


def _read_cardinal(match: re.Match[str]) -> Mention | None:
    """A cardinal in words. In a report only a round figure counts, 近百亿元, 百万户, and one with a bound: 至少一条."""
    figure, unit = match["cardinal_n"], match["cardinal_unit"] or ""
    row = unit_rows()[unit].name if unit else ""
    is_meant = bool(row) and bool(_AT_LEAST.search(match.string, max(0, match.start() - 8), match.start()))
    if not is_meant and not _is_round_figure(match, figure, row):
        return None
    value = read_chinese(figure) * POWERS.get(match["cardinal_scale"] or "", 1)
    bound = Bound.MORE_THAN if match["cardinal_more"] else Bound.EXACT
    trace = ("grammar:cardinal_in_words", *((row,) if row else ()))
    return _make(match, value, unit_reads().get(unit, unit), bound, *trace)


def _is_noun_behind(sign: str) -> bool:
    return sign.isalpha() and sign not in "以左上"


def _is_round_figure(match: re.Match[str], figure: str, row: str) -> bool:
    if _EXACT_FIGURE.fullmatch(figure) and row not in ("", "units:time", "units:length"):
        return True
    if figure[-1] not in "百千万亿" or _IDIOM_BEFORE.search(match.string, max(0, match.start() - 1), match.start()):
        return False
    if figure in ("百", "千") and match["cardinal_unit"] == "个":
        return True
    if _NEAR_FIGURE.search(match.string, max(0, match.start() - 3), match.start()):
        return bool(row) or len(figure) > 1
    if len(figure) == 1 and _is_noun_behind(match.string[match.end() : match.end() + 1]):
        return False
    is_long = len(figure) > 1 and row not in ("units:time", "units:length")
    return bool(row) and (is_long or row in _ROUND_UNITS or match["cardinal_unit"] in _PEOPLE)


# In a report these count only behind a word of reaching or comparing (超过一半, 近八成).
_CUED = frozenset({"half", "tenths", "discount"})
_PHRASES = {
    "percent": _read_percent,
    "mixed": _read_mixed,
    "fraction": _read_fraction,
    "rank": _read_rank,
    "top": _read_top,
    "strong": _read_strong,
    "double": _read_double,
    "discount": _read_discount,
    "half": _read_half,
    "tenths": _read_tenths,
}
