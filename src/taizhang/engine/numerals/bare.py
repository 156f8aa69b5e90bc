"""Figures of any text, in digits, in words or mixed: folded text in, tokens out.

A report counts only what it tells as a figure; a bare string may hold any: ``两所``, ``负十``, ``三点一四``,
``1亿2000万``, ``壹佰贰拾元``, ``五元六角三分``, ``三斤半``, ``$3.5万``, ``七八十人``. Dates, times of day, ordinals and
idioms are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from taizhang import rules
from taizhang.engine.numerals.digits import NO_MINUS, Token
from taizhang.engine.numerals.figures import FORMAL, PLAIN, POWERS, read_figure, read_near_pair
from taizhang.engine.numerals.units import scale_up, unit_pattern, unit_reads, unit_rows
from taizhang.engine.numerals.unread import find_firm_reason, find_reason, find_word_reason
from taizhang.engine.numerals.vocabulary import Cover, Known, find_known

_MEGA = r"兆(?![瓦帕伏赫比字焦欧丰头示级位])"
_ALWAYS = PLAIN.replace("两", "").replace("千", "") + FORMAL
# 千 of 千克 is of the unit; 两 behind a digit weighs (二两), before a power it counts (三万两千)
_TWO = r"两(?=[百千万亿仟佰萬億])|(?<=一)两(?=[天个年人次名件小周月岁块元万百千米斤公里成倍])"
_WORD = rf"(?:[{_ALWAYS}]|千(?![克米瓦伏赫帕焦]|卡(?![车口])|字节)|{_TWO}|参(?=[拾佰仟萬万])|{_MEGA})"
_IN_DIGITS = (
    r"(?:\d{1,3}(?:[,，]\d{3})+(?!\d)(?:\.\d+)?|\d{1,3}(?: \d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|(?<![\d.A-Za-z])\.\d+)"
)
_SCALED = (
    r"(?:\s?[eE][+-]?\d{1,3}(?![A-Za-z\d])|\s?\^\s?[+-]?\d{1,3}(?!\d)|(?:[kwM]|(?<=\d\d)K|(?<=\.\d)K)(?![A-Za-z]))"
)
_POINTS = rf"\s?[点點]\s?[{PLAIN[:12]}]+(?![十分])[百千万亿萬億]*"
_DOZEN = r"(?:打(?=\W|$|[鸡鸭啤饮铅毛袜鲜玫]))?"
_NUMBER = (
    rf"(?:{_IN_DIGITS}(?:{_SCALED}|\s?{_WORD}+(?:\d+(?:\.\d+)?{_WORD}+)*\d?(?!\d))?"
    rf"|(?:两|{_WORD}){_WORD}*(?: (?<=[十百千万亿] ){_WORD}+)*(?:{_POINTS})?){_DOZEN}"
)
_SIGN = rf"负|負|零下|(?<![{NO_MINUS}])-(?=\s?\d)"
_COINS = {
    "元": {"角": 10, "毛": 10, "分": 100},
    "块": {"角": 10, "毛": 10, "分": 100},
    "斤": {"两": 10},
    "角": {"分": 10},
    "毛": {"分": 10},
    "亩": {"分": 10},
}


@cache
def _currencies() -> dict[str, str]:
    """The currency of each word or sign that stands before or behind an amount."""
    return {word: name for row in rules.load("units") for word, name in row.get("signs", {}).items()}


@cache
def _pattern() -> re.Pattern[str]:
    money = "|".join(re.escape(word) for word in sorted(_currencies(), key=len, reverse=True))
    unit = unit_pattern("bare")
    coin = r"[角毛](?:钱|(?![利发衣笔度落]))|分(?:钱|(?![之钟布别析类配支成部公局行店]))"
    return re.compile(
        rf"(?:(?P<currency>{money})\s?|(?P<scale_of>摄氏|华氏)\s?(?=\S{{1,8}}度))?(?P<sign>{_SIGN})?\s?"
        rf"(?:(?P<number>{_NUMBER})(?P<more>[多余来几])?(?P<scale>[万亿])?(?P<more2>[多余来])?"
        rf"(?:(?P<half_unit>个|{unit})(?P<half>半)(?P<unit_after>{unit}|月|钟头)?"
        rf"|\s?(?P<unit>{unit}|{money}|{coin}|两(?!{unit}|[{PLAIN}]))(?:(?<=[块米斤度])(?P<tail>\d{{1,2}}|[零一二三四五六七八九]{{1,2}})(?![\d{PLAIN}]|{unit}|[点角毛分两.]))?)?"
        rf"|(?P<only_half>半)(?P<of_unit>个小时|个月|小时|公斤|公里|个|斤|里|年|天|亩|吨|米|升|倍|月|瓶|碗|杯|块|两|打))"
    )


def read_bare_tokens(text: str) -> tuple[list[Token], dict[int, str]]:
    """All figures of ``text``; and those (start → reason) that a rule says are no figure."""
    known = Cover(find_known(text, "bare"))
    tokens: list[Token] = []
    vetoed: dict[int, str] = {}
    for match in _pattern().finditer(text):
        start = match.start("number") if match["number"] else match.start("only_half")
        reason = _find_reason(text, match, start, known)
        if reason:
            vetoed[start] = reason
        elif made := _read_token(text, match):
            tokens.append(made)
    return list(_join_coins(text, tokens)), vetoed


# --- what is none -----------------------------------------------------------------------------------------------

_TIME_BEHIND = re.compile(
    r"月(?!均|度)|月份|日(?!均|产|元|圆|供)|号(?!线)|点(?:钟|半|整|多|左右|前|后|[一二三四五六七八九十\d]{1,3}(?:分(?!之)|$|[，,。；;、！？\s])|$|[，,。；;、！？\s])|时(?!间|代|期|候|段|速|刻)"
    r"|世纪|年代|年级|年(?:初|底|末|前半|后半)"
)
# an enumerator in a bare string: a mark and then words, not a further number
_NUMBERED = re.compile(rf"\s?[、）)．.〕]\s?(?![{PLAIN}])[\u4e00-\u9fff]|[是要则]")
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d(?![\d:.])|(?<=\d:)[0-5]\d(?![\d:.])")
_AFTER_HOUR = re.compile(rf"[\d{PLAIN}][点时]\Z")
_BASES = frozenset({"百", "千", "万", "十万", "亿"})
_YEAR_WORDS = re.compile(r"[一二]?[〇零○一二三四五六七八九]{1,3}[〇零○一二三四五六七八九]\Z")
_NAMES = frozenset(
    {"name.listed", "road", "name.letters_after", "name.number", "name.generation", "name.top", "name.scheme", "code"}
)
_BEFORE = re.compile(r"(?:第|星期|礼拜|周|初|正月|农历|届|其)\Z")


def _find_reason(text: str, match: re.Match[str], start: int, known: Cover) -> str | None:
    number = match["number"] or "半"
    end = start + len(number)
    if match["currency"]:
        return None
    if number[0] in ".0123456789":
        return _find_digit_reason(text, start, end, has_unit=bool(match["unit"]))
    word = known.find(start)
    if word and not _reaches_beyond(text, match, start, word):
        return word.reason
    return _find_word_reason(text, number, start, end)


def _find_word_reason(text: str, number: str, start: int, end: int) -> str | None:
    if _BEFORE.search(text, max(0, start - 3), start):
        return "ordinal.words"
    if number in _BASES and text[max(0, start - 1) : start] == "每":
        return "base.words"
    if _AFTER_HOUR.search(text, max(0, start - 4), start):
        return "date.time"
    if _TIME_BEHIND.match(text, end) or (text[end : end + 1] == "年" and _YEAR_WORDS.fullmatch(number)):
        return "date.in_words"
    reason = find_word_reason(text, start, "bare") if number[0] in PLAIN else None
    return None if reason == "enumerator.words" and not _NUMBERED.match(text, end) else reason


def _find_digit_reason(text: str, start: int, end: int, *, has_unit: bool) -> str | None:
    if _CLOCK.match(text, start) or _AFTER_HOUR.search(text, max(0, start - 4), start):
        return "date.time"
    reason = find_firm_reason(text, start, end) or ("date.words" if _TIME_BEHIND.match(text, end) else None)
    if reason or has_unit:
        return reason
    other = find_reason(text, start, end, is_unit=False)
    return other if other in _NAMES or _NUMBERED.match(text, end) else None


def _reaches_beyond(text: str, match: re.Match[str], start: int, word: Known) -> bool:
    """Whether number and unit are more than the word (十分钟 is no 十分), or go on from an amount (五元三角)."""
    end = match.start("tail") if match["tail"] else match.end()
    return (word.start == start and end > word.end) or text[start - 1 : start] in ("元", "块", "角", "毛")


# --- what they say ----------------------------------------------------------------------------------------------


def _read_token(text: str, match: re.Match[str]) -> Token | None:
    if match["only_half"]:
        return _read_half(match)
    number, unit = match["number"], match["unit_after"] or match["unit"] or match["half_unit"] or ""
    unit = "个月" if unit == "月" else unit
    currency = _currencies().get(match["currency"] or "")
    if not unit and not currency and not number[0].isascii() and not _stands_alone(text, match):
        return None
    pair = read_near_pair(number) if unit or len(number) > 2 else None
    value = pair[0] if pair else read_figure(number)
    if value is None:
        return None
    scale = POWERS[match["scale"]] if match["scale"] else 1
    value = scale_up(value, scale) + (Decimal("0.5") if match["half"] else 0) + _read_tail(match)
    value = -value if match["sign"] else value
    token = _make_token(
        match, value, currency or unit, match.end("number"), _last_power(number) if scale == 1 else scale
    )
    return token._replace(high=scale_up(pair[1], scale)) if pair else token


def _read_half(match: re.Match[str]) -> Token:
    unit = match["of_unit"]
    if unit == "打":
        return _make_token(match, Decimal(6), "", match.end(), 1)
    return _make_token(match, Decimal("0.5"), unit, match.end("only_half"), 1)


def _read_tail(match: re.Match[str]) -> Decimal:
    """What stands behind the unit is its decimal part: 一米八 is 1.8, 1米75 is 1.75."""
    tail = match["tail"]
    figure = read_figure(tail) if tail else None
    return Decimal(0) if figure is None else figure.scaleb(-len(tail))


def _last_power(number: str) -> int:
    """The power that a figure ends with and that what stands before it in a range shares (5-8万)."""
    tail = re.search(r"(?<=[^十百千万亿兆])([百千]?[万亿兆]*)\Z", number.strip("打"))
    scale = 1
    for power in tail[1] if tail else "":
        scale *= POWERS[power]
    return scale


def _make_token(match: re.Match[str], value: Decimal, unit: str, number_end: int, scale: int) -> Token:
    degrees = {"摄氏": "摄氏度", "华氏": "华氏度"}.get(match["scale_of"] or "")
    reads = degrees or _currencies().get(unit) or unit_reads().get(unit) or unit.removesuffix("钱")
    row = unit_rows()[unit].name if unit in unit_rows() else "units:money" if unit in _currencies() else ""
    has_words = any(not c.isascii() for c in match["number"] or "半")
    rule = "grammar:cardinal_in_words" if has_words else "grammar:figure"
    whole = match.group()
    start, end = match.start() + len(whole) - len(whole.lstrip()), match.start() + len(whole.rstrip())
    more = bool(match["more"] or match["more2"])
    return Token(start, min(number_end, end), end, value, scale, reads, row, more, rule)


_RANGE_NEAR = re.compile(rf"(?:[-—~至到]|、)\s?[\d{PLAIN}]")
_RANGE_BEFORE = re.compile(rf"[\d{PLAIN}][-—~至到、]\Z")
_OPEN = frozenset("是为有共加减乘除和与到约近于等上超过达成第")


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Whether a numeral in words without a unit is no part of a longer word."""
    number = match["number"]
    if len(number) > 2 or (len(number) == 2 and number[-1] in "十百千万亿拾佰仟萬億兆打"):
        return True
    start, end = match.start(), match.end()
    if _RANGE_NEAR.match(text, end) or _RANGE_BEFORE.search(text, max(0, start - 2), start):
        return True
    before, behind = text[max(0, start - 1) : start], text[end : end + 1]
    return (not before.isalpha() or before in _OPEN) and (not behind.isalpha() or number[-1] == "打")


def _join_coins(text: str, tokens: list[Token]) -> Iterator[Token]:
    """``五元六角三分`` is one amount, ``三斤二两`` one weight."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        at += 1
        while at < len(tokens) and token.unit in _COINS and tokens[at].start == token.end:
            coin = text[tokens[at].number_end : tokens[at].end].removesuffix("钱")
            if coin not in _COINS[token.unit]:
                break
            value = token.value + tokens[at].value / _COINS[token.unit][coin]
            token = token._replace(end=tokens[at].end, value=value, unit="元" if token.unit == "块" else token.unit)
            at += 1
        yield token
