"""The value of a figure in digits, in words or in both: the figure as written in, a ``Decimal`` out.

``1亿2000万``, ``壹佰贰拾``, ``三点一四``, ``2^5``, ``15k``. A last digit right behind a power is of the next lower one:
``两万五`` is 25000.
"""

from __future__ import annotations

import re
from decimal import Decimal

from taizhang.engine.numerals.units import scale_up

PLAIN = "零〇一二两三四五六七八九十百千万亿"
FORMAL = "○壹贰貳弍叁參肆伍陆陸柒捌玖拾佰仟萬億兩廿卅卌"
_AS_PLAIN = str.maketrans("○壹贰貳弍叁參参肆伍陆陸柒捌玖拾佰仟萬億兩點", "〇一二二二三三三四五六六七八九十百千万亿两点")
_TENS = {"廿": "二十", "卅": "三十", "卌": "四十"}
_DIGIT = {c: Decimal(n) for n, c in enumerate("零一二三四五六七八九")} | {"〇": Decimal(0), "两": Decimal(2)}
POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8, "兆": 10**12}
_LETTERS = {"k": 10**3, "w": 10**4, "m": 10**6}


def read_figure(figure: str) -> Decimal | None:
    """The value of a number in digits, words or both; None where it is none.

    >>> [str(read_figure(f)) for f in ("1亿2000万", "壹佰贰拾", "三点一四", "一百二", "2^5", "15k", "两万五")]
    ['120000000', '120', '3.14', '120', '32', '15000', '25000']
    """
    if figure[-1] == "打":
        dozens = read_figure(figure[:-1])
        return None if dozens is None else dozens * 12
    plain = re.sub("[,，\\s]", "", figure.translate(_AS_PLAIN))
    for short, tens in _TENS.items():
        plain = plain.replace(short, tens)
    if plain.isascii():
        return _read_arabic(plain)
    if "点" in plain:
        return _read_decimal(plain)
    if all(c in _DIGIT for c in plain):
        return Decimal("".join(str(_DIGIT[c]) for c in plain))
    return _read_powers(re.findall(r"[\d.]+|.", plain))


def _read_arabic(plain: str) -> Decimal:
    if plain[-1].lower() in _LETTERS:
        return scale_up(Decimal(plain[:-1]), _LETTERS[plain[-1].lower()])
    base, _, power = plain.partition("^")
    value = Decimal(base)
    return value ** int(power) if power and value else value


def _read_decimal(plain: str) -> Decimal | None:
    whole, _, tail = plain.partition("点")
    digits = re.match("[零〇一二两三四五六七八九]+", tail)
    head = read_figure(whole)
    if not digits or head is None:
        return None
    value = Decimal(f"{head}.{''.join(str(_DIGIT[c]) for c in digits.group())}")
    for power in tail[digits.end() :]:
        value = scale_up(value, POWERS[power])
    return value


def _read_powers(parts: list[str]) -> Decimal:
    """``三百二十一``, ``1亿2000万``; a last digit right behind a power is of the next lower one (一百二 is 120)."""
    total = section = Decimal(0)
    digit: Decimal | None = None
    last, top = 1, 1
    for part in parts:
        power = POWERS.get(part, 0)
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


_PAIR = re.compile(r"(?P<head>.*?)(?P<low>[一二两三四五六七八])(?P<high>[二两三四五六七八九])(?P<tail>[十百千万亿]*)")
_NEXT = {"一二", "一两", "二三", "两三", "三四", "三五", "四五", "五六", "六七", "七八", "八九"}


def read_near_pair(figure: str) -> tuple[Decimal, Decimal] | None:
    """What ``七八十`` and ``三五`` leave open: 70 to 80, 3 to 5; None where no two digits follow each other.

    >>> [tuple(map(str, read_near_pair(f))) for f in ("七八十", "三五", "十七八", "五六百万")]
    [('70', '80'), ('3', '5'), ('17', '18'), ('5000000', '6000000')]
    """
    match = _PAIR.fullmatch(figure)
    if not match or match["low"] + match["high"] not in _NEXT or not set(match["head"]) <= set(PLAIN):
        return None
    if match["head"] and match["head"][-1] not in POWERS:
        return None
    low, high = (read_figure(match["head"] + match[end] + match["tail"]) for end in ("low", "high"))
    return (low, high) if low is not None and high is not None and low < high else None
