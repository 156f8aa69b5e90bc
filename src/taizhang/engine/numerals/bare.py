"""Figures of any text, in digits, in words or mixed: folded text in, tokens out.

A report counts only what it tells as a figure; a bare string may hold any: ``两所``, ``负十``, ``三点一四``,
``1亿2000万``, ``壹佰贰拾元``, ``五元六角三分``, ``三斤半``, ``$3.5万``, ``2^5``. Dates, times of day, ordinals and
idioms are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from taizhang.engine.numerals.digits import Token
from taizhang.engine.numerals.units import scale_up, unit_pattern, unit_reads, unit_rows
from taizhang.engine.numerals.unread import find_firm_reason, find_reason, find_word_reason
from taizhang.engine.numerals.vocabulary import Cover, Known, find_known

_PLAIN = "零〇一二两三四五六七八九十百千万亿"
_FORMAL = "○壹贰貳弍叁參肆伍陆陸柒捌玖拾佰仟萬億兩廿卅"
_AS_PLAIN = str.maketrans("○壹贰貳弍叁參肆伍陆陸柒捌玖拾佰仟萬億兩", "〇一二二二三三四五六六七八九十百千万亿两")
_DIGIT = {c: Decimal(n) for n, c in enumerate("零一二三四五六七八九")} | {"〇": Decimal(0), "两": Decimal(2)}
_POWER = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "兆": 10**12}
_MEGA = r"兆(?![瓦帕伏赫比字焦欧丰头示级位])"
_WORDS = rf"(?:[{_PLAIN}{_FORMAL}]|{_MEGA})"
_NUMBER = (
    rf"(?:\d{{1,3}}(?:[, ]\d{{3}})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)(?:\s?(?:e|E)[+-]?\d+|\s?\^\s?[+-]?\d+)?"
    rf"(?:\s?{_WORDS}+(?:\d+(?:\.\d+)?{_WORDS}+)*\d?)?"
    rf"|{_WORDS}+(?:点[{_PLAIN[:11]}]+)?(?:{_WORDS}+)?"
)
_CURRENCY = {
    "$": "美元", "US$": "美元", "USD": "美元", "美金": "美元", "美元": "美元", "￥": "元", "¥": "元", "RMB": "元",
    "CNY": "元", "人民币": "元", "€": "欧元", "EUR": "欧元", "欧元": "欧元", "£": "英镑", "GBP": "英镑", "英镑": "英镑",
    "HK$": "港元", "HKD": "港元", "港币": "港元", "港元": "港元", "JPY": "日元", "日元": "日元",
}  # fmt: skip
_COIN = {"角": 10, "毛": 10, "分": 100}


@cache
def _pattern() -> re.Pattern[str]:
    money = "|".join(re.escape(word) for word in sorted(_CURRENCY, key=len, reverse=True))
    return re.compile(
        rf"(?:(?P<currency>{money})\s?)?(?P<sign>负|負|零下|(?<![\d%‰A-Za-z\u4e00-\u9fff])-(?=\d))?\s?"
        rf"(?:(?P<number>{_NUMBER})(?P<more>[多余来几])?(?P<scale>[万亿])?(?P<more2>[多余来])?"
        rf"(?:(?P<half_unit>个|{unit_pattern()})(?P<half>半)(?P<unit_after>{unit_pattern()})?"
        rf"|\s?(?P<unit>{unit_pattern()}|{money}|角|毛(?![利发衣笔])|分(?![之钟布别析类配支成部公局行店析])))?"
        rf"|(?P<only_half>半)(?P<of_unit>个|斤|公斤|里|公里|年|小时|个小时|天|亩|吨|米|升|倍|月|个月|瓶|碗|块|两|折))"
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
    r"月(?!均|度)|月份|日(?!均|产|元|供)|号(?!线)|点(?:钟|半|整|多|左右|前|后|[一二三四五六七八九十\d]{1,3}分?|$|[，,。；;、！？\s])|时(?!间|代|期|候|段|速|刻)"
    r"|世纪|年代|年级|年(?:初|底|末|前半|后半)"
)
# an enumerator in a bare string: a mark and then words, not a further number
_NUMBERED = re.compile(rf"\s?[、）)．.〕]\s?(?![{_PLAIN}])[\u4e00-\u9fff]|[是要则来]")
_BASES = frozenset({"百", "千", "万", "十万", "亿"})
_YEAR_WORDS = re.compile(r"[一二]?[〇零○一二三四五六七八九]{1,3}[〇零○一二三四五六七八九]\Z")
_NAMES = frozenset(
    {"name.listed", "road", "name.letters_after", "name.number", "name.generation", "name.top", "name.scheme"}
)
_BEFORE = re.compile(r"(?:第|星期|礼拜|周|初|正月|农历|届|其)\Z")


def _find_reason(text: str, match: re.Match[str], start: int, known: Cover) -> str | None:
    number = match["number"] or "半"
    end = start + len(number)
    if number[0].isdigit():
        return _find_digit_reason(text, start, end, has_unit=bool(match["unit"]))
    word = known.find(start)
    if word and not _reaches_beyond(text, match, start, word):
        return word.reason
    if _BEFORE.search(text, max(0, start - 3), start):
        return "ordinal.words"
    if number in _BASES and text[max(0, start - 1) : start] == "每":
        return "base.words"
    if _TIME_BEHIND.match(text, end) or (text[end : end + 1] == "年" and _YEAR_WORDS.fullmatch(number)):
        return "date.in_words"
    reason = find_word_reason(text, start, "bare") if number[0] in _PLAIN else None
    return None if reason == "enumerator.words" and not _NUMBERED.match(text, end) else reason


def _find_digit_reason(text: str, start: int, end: int, *, has_unit: bool) -> str | None:
    reason = find_firm_reason(text, start, end) or ("date.words" if _TIME_BEHIND.match(text, end) else None)
    if reason or has_unit:
        return reason
    other = find_reason(text, start, end, is_unit=False)
    return other if other in _NAMES or _NUMBERED.match(text, end) else None


def _reaches_beyond(text: str, match: re.Match[str], start: int, word: Known) -> bool:
    """Whether number and unit are more than the word (十分钟 is no 十分), or go on from an amount (五元三角)."""
    return (word.start == start and match.end() > word.end) or text[start - 1 : start] in ("元", "块", "角", "毛")


# --- what they say ----------------------------------------------------------------------------------------------


def _read_token(text: str, match: re.Match[str]) -> Token | None:
    if match["only_half"]:
        return _token(match, Decimal("0.5"), match["of_unit"], match.end("only_half"), more=False)
    number = match["number"]
    unit = match["unit_after"] or match["unit"] or match["half_unit"] or ""
    currency = _CURRENCY.get(match["currency"] or "")
    if not unit and not currency and not number[0].isdigit() and not _stands_alone(text, match):
        return None
    if _NEAR_PAIR.fullmatch(number) and unit:
        return None
    value = read_figure(number)
    if value is None:
        return None
    if match["scale"]:
        value = scale_up(value, _POWER[match["scale"]])
    if match["half"]:
        value += Decimal("0.5")
    if match["sign"]:
        value = -value
    return _token(match, value, currency or unit, match.end("number"), more=bool(match["more"] or match["more2"]))


def _token(match: re.Match[str], value: Decimal, unit: str, number_end: int, *, more: bool) -> Token:
    reads = _CURRENCY.get(unit) or unit_reads().get(unit, unit)
    row = unit_rows()[unit].name if unit in unit_rows() else "units:money" if unit in _CURRENCY else ""
    has_words = any(not c.isascii() for c in match["number"] or "半")
    rule = "grammar:cardinal_in_words" if has_words else "grammar:figure"
    start = match.start() + len(match.group()) - len(match.group().lstrip())
    end = match.start() + len(match.group().rstrip())
    return Token(start, number_end, end, value, 1, reads, row, more, rule)


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Whether a numeral in words without a unit is no part of a longer word."""
    number = match["number"]
    if len(number) > 2 or (len(number) == 2 and number[-1] in "十百千万亿拾佰仟萬億兆"):
        return True
    before, behind = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    is_open = not before.isalpha() or before in "是为有共加减乘除和与到约近于等约"
    return is_open and not behind.isalpha()


def read_figure(figure: str) -> Decimal | None:
    """The value of a number in digits, words or both; None where it is none.

    >>> [str(read_figure(f)) for f in ("1亿2000万", "壹佰贰拾", "三点一四", "一百二", "2^5", "1.1e+3", "两万五")]
    ['120000000', '120', '3.14', '120', '32', '1.1E+3', '25000']
    """
    plain = figure.translate(_AS_PLAIN).replace(",", "").replace(" ", "").replace("廿", "二十").replace("卅", "三十")
    power = re.fullmatch(r"([\d.]+)\^([+-]?\d{1,3})", plain)
    if power:
        return Decimal(power[1]) ** int(power[2])
    if re.fullmatch(r"[\d.]+(?:[eE][+-]?\d{1,3})?", plain):
        return Decimal(plain)
    if "点" in plain:
        return _read_decimal(plain)
    if all(c in _DIGIT for c in plain):
        return Decimal("".join(str(_DIGIT[c]) for c in plain))
    return _read_powers(re.findall(r"[\d.]+|.", plain))


def _read_decimal(plain: str) -> Decimal | None:
    whole, _, tail = plain.partition("点")
    digits = re.match("[零〇一二两三四五六七八九]+", tail)
    head = read_figure(whole)
    if not digits or head is None:
        return None
    value = Decimal(f"{head}.{''.join(str(_DIGIT[c]) for c in digits.group())}")
    for power in tail[digits.end() :]:
        value = scale_up(value, _POWER[power])
    return value


def _read_powers(parts: list[str]) -> Decimal:
    """``三百二十一``, ``1亿2000万``; a last digit right behind a power is of the next lower one (一百二 is 120)."""
    total = section = Decimal(0)
    digit: Decimal | None = None
    last, top = 1, 1
    for part in parts:
        power = _POWER.get(part, 0)
        if not power:
            value = _DIGIT[part] if part in _DIGIT else Decimal(part)
            last = 1 if part in "零〇" else last
            digit = value if not digit else digit * 10 + value
            continue
        if power < 10**4:
            section += (digit if digit is not None else 1) * power
        elif power > top:
            total, section, top = ((total + section + (digit or 0)) or Decimal(1)) * power, Decimal(0), power
        else:
            total, section = total + ((section + (digit or 0)) or Decimal(1)) * power, Decimal(0)
        digit, last = None, power
    if digit is not None and last >= 100 and digit < 10:
        digit *= last // 10
    value = total + section + (digit or 0)
    whole = value.to_integral_value()
    return whole if value == whole else value


_NEAR_PAIR = re.compile("一[二两]|[二两]三|三四|四五|五六|六七|七八|八九")


def _join_coins(text: str, tokens: list[Token]) -> Iterator[Token]:
    """``五元六角三分`` is one amount."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        at += 1
        while at < len(tokens) and token.unit in ("元", "块") and tokens[at].start == token.end:
            coin = text[tokens[at].number_end : tokens[at].end]
            if coin not in _COIN:
                break
            value = token.value + tokens[at].value / _COIN[coin]
            token = token._replace(end=tokens[at].end, value=value, unit="元" if token.unit == "块" else token.unit)
            at += 1
        yield token
