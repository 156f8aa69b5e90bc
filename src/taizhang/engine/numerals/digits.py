"""Figures in digits: folded text in, tokens out; and tokens combined into mentions.

Of ``新增20.14万人`` the token is 20.14 times 万 with the unit 人; neighbouring tokens combine: ``1—2个`` is a range,
``2×1000兆瓦`` a product, ``424.8、187.9万吨`` a list that shares its unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from taizhang.engine.model import Bound, Mention
from taizhang.engine.numerals.units import read_chinese, scale_up, unit_pattern, unit_reads, unit_rows
from taizhang.engine.numerals.unread import find_firm_reason

_RANGE = re.compile(r"\s?(?:[—―]{1,2}|-|–|~|至|到|一|&mdash;)\s?")
_SHARED = re.compile(r"、|和|,(?=\d)")
_TIMES = re.compile(r"\s?(?:[×xX*]|&times;)\s?")


class Token(NamedTuple):
    """A figure in the folded text with what stands around it; ``value`` has its multiplier in it.

    ``high`` is the upper end of a figure that leaves two values open (七八十), None else.
    """

    start: int
    number_end: int
    end: int
    value: Decimal
    multiplier: int
    unit: str
    unit_row: str
    is_more: bool
    rule: str
    high: Decimal | None = None


_MULTIPLIER = r"[十百千]?万亿|[十百千万]?亿|[十百千]?万|[百千](?![分米克瓦伏赫卡帕])"


NUMBER = (
    r"\d{1,3}(?:[,，]\d{3})+(?!\d)(?:\.\d+)?"  # 1,100; 1，100
    r"|\d{1,3}(?: \d{3})+(?:\.\d+)?(?=\s?[多余]?[万亿元人个户亩吨台家项名次套公平立千米件条场%])"  # 1 100元
    r"|\d+\. \d{1,2}(?=\s?(?:%|个百分点|万|亿))"  # 15. 3%
    r"|\d+(?:\.\d+)?"
)
_DIGITS = re.compile("[0-9][0-9]*")  # not [0-9]+: what begins with a class is looked for by its first characters
NO_MINUS = r"\d%‰A-Za-z万亿元年月日个人米里吨斤岁度级号点时分户亩瓦"  # behind these a dash makes a range or a name
_MINUS = re.compile(rf"(?:\A|[^{NO_MINUS}])-\Z")
_BLANKS = str.maketrans("", "", ",， ")


def read_digits(figure: str) -> Decimal:
    """The value of a figure in digits, its commas and spaces left out.

    >>> read_digits("1,100"), read_digits("1，100.5"), read_digits("15. 3")
    (Decimal('1100'), Decimal('1100.5'), Decimal('15.3'))
    """
    return Decimal(figure.translate(_BLANKS))


@cache
def _token_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<number>{NUMBER})\s?"
        r"(?P<more>[多余来几])?"
        rf"(?P<multiplier>{_MULTIPLIER})?"
        r"(?P<more2>[多余来])?"
        rf"(?P<unit>{unit_pattern()})?"
    )


def read_tokens(text: str) -> tuple[list[Token], dict[int, str]]:
    """All figures of the text; and those (start → reason) that a rule says are no figure."""
    tokens: list[Token] = []
    vetoed: dict[int, str] = {}
    pattern, end = _token_pattern(), 0
    for run in _DIGITS.finditer(text):  # the pattern itself has no first character to look for
        start = run.start()
        if start < end or not (match := pattern.match(text, start)):
            continue
        end = match.end()
        reason = find_firm_reason(text, start, match.end("number"))
        if reason:
            vetoed[start] = reason
        else:
            tokens.append(_read_token(match, is_below_zero=bool(_MINUS.search(text, max(0, start - 2), start))))
    return tokens, vetoed


def _read_token(match: re.Match[str], *, is_below_zero: bool) -> Token:
    word = match["unit"] or ""
    scale = int(read_chinese(match["multiplier"])) if match["multiplier"] else 1
    value = scale_up(read_digits(("-" if is_below_zero else "") + match["number"]), scale)
    is_more = bool(match["more"] or match["more2"])
    number_end = match.end("number")
    end = match.end() if word or scale > 1 or is_more else number_end
    row = unit_rows()[word].name if word else ""
    return Token(
        match.start() - is_below_zero,
        number_end,
        end,
        value,
        scale,
        unit_reads().get(word, word),
        row,
        is_more,
        "grammar:figure",
    )


# --- tokens combined --------------------------------------------------------------------------------------------


def combine(text: str, tokens: list[Token], *, is_bare: bool = False) -> Iterator[Mention]:
    """Mentions from neighbouring tokens: ranges, products, ratios, lists that share a unit.

    In a report a figure without unit counts only where it is said to be reached; ``is_bare`` takes any.
    """
    at = 0
    while at < len(tokens):
        for rule in (_read_ratio, _read_range, _read_product, _read_shared):
            made, used = rule(text, tokens, at)
            if used:
                yield from made
                at += used
                break
        else:
            token = tokens[at]
            at += 1
            if is_bare or token.unit or token.multiplier > 1 or _is_bare_figure(text, token):
                yield _mention(token)


def _mention(token: Token, unit: Token | None = None, scale: int = 1) -> Mention:
    source = unit or token
    bound = Bound.MORE_THAN if token.is_more else Bound.EXACT
    more = ("grammar:more",) if token.is_more else ()
    trace = (token.rule, *((source.unit_row,) if source.unit_row else ()), *more)
    value = scale_up(token.value, scale)
    if token.high is not None:
        return Mention(
            token.start,
            token.end,
            token.number_end,
            value,
            token.high,
            source.unit,
            Bound.RANGE,
            (*trace, "grammar:range"),
        )
    return Mention(token.start, token.end, token.number_end, value, value, source.unit, bound, trace)


_Made = tuple[tuple[Mention, ...], int]
_NOTHING: _Made = ((), 0)


def _read_range(text: str, tokens: list[Token], at: int) -> _Made:
    """``1—2个``, ``5%至6%``, ``3-5万``: two figures of one unit with a dash or 至 between."""
    if at + 1 >= len(tokens):
        return _NOTHING
    low, high = tokens[at], tokens[at + 1]
    if high.start - low.end > 7 or not _RANGE.fullmatch(text, low.end, high.start):
        return _NOTHING
    if low.unit not in ("", high.unit) or not (high.unit or high.multiplier > 1):
        return _NOTHING
    if text[max(0, low.start - 1) : low.start] in ("由", "从") and text[low.end] in "至到":
        return _NOTHING
    scale = high.multiplier if low.multiplier == 1 and not low.unit else 1
    value = low.value * scale
    if value >= high.value:
        return _NOTHING
    trace = ("grammar:figure", high.unit_row, "grammar:range") if high.unit_row else ("grammar:figure", "grammar:range")
    return (Mention(low.start, high.end, high.number_end, value, high.value, high.unit, Bound.RANGE, trace),), 2


def _read_product(text: str, tokens: list[Token], at: int) -> _Made:
    """``2×1000兆瓦``: the product, with the unit of the second."""
    if at + 1 >= len(tokens):
        return _NOTHING
    one, two = tokens[at], tokens[at + 1]
    if one.unit or not two.unit or not _TIMES.fullmatch(text, one.end, two.start):
        return _NOTHING
    value = one.value * two.value
    trace = ("grammar:figure", two.unit_row, "grammar:product")
    return (Mention(one.start, two.end, two.number_end, value, value, two.unit, Bound.EXACT, trace),), 2


def _read_ratio(text: str, tokens: list[Token], at: int) -> _Made:
    """``2:1`` is 2; ``1/3`` is a third. Ratios of three parts and more are no figure of their own."""
    end = at
    while (
        end + 1 < len(tokens)
        and not tokens[end].unit
        and text[tokens[end].end : tokens[end + 1].start].strip() in (":", "/", "比")
    ):
        end += 1
    used = end - at + 1
    if used == 1:
        return _NOTHING
    one, two = tokens[at], tokens[end]
    mark = text[one.end : tokens[at + 1].start].strip()
    if used > 2 or two.value == 0 or two.unit or one.multiplier > 1 or two.multiplier > 1:
        return (), used
    if mark == "/" and (one.value >= two.value or two.value > 20):
        return (), used
    value = one.value / two.value
    rule = "grammar:fraction" if mark == "/" else "grammar:ratio"
    return (Mention(one.start, two.end, two.end, value, value, "", Bound.EXACT, (rule,)),), 2


def _read_shared(text: str, tokens: list[Token], at: int) -> _Made:
    """``424.8、502.5、187.9万吨``: bare figures in a list take the unit and multiplier of the last."""
    end = at
    while (
        end + 1 < len(tokens)
        and not tokens[end].unit
        and tokens[end].multiplier == 1
        and _SHARED.fullmatch(text, tokens[end].end, tokens[end + 1].start)
    ):
        end += 1
    last = tokens[end]
    if end == at or not last.unit:
        return _NOTHING
    shared = tuple(_mention(token, last, last.multiplier) for token in tokens[at:end])
    return (*(m._replace(trace=(*m.trace, "grammar:shared_unit")) for m in shared), _mention(last)), end - at + 1


_BARE_BEFORE = re.compile(r"(?:为|达|达到|到|至|于|近|超|超过|突破|比|指数|系数|值|率|由|从)\Z")
_BARE_AFTER = re.compile(r"[以,，。；;、）)\n]|$|左右|的|[提下上降升增减优调][高升降低加少化整]?[到至为]")
_INDEX_BEFORE = re.compile(r"(?:指数|系数)(?:[^，,。；;、\d]{0,8}|[由从][\d.]{1,6}[^，,。；;、\d]{1,6})\Z")


def _is_bare_figure(text: str, token: Token) -> bool:
    """Whether a figure without a unit is one: a decimal said to be reached (居民收入比下降到2.51), or an index."""
    if not _BARE_AFTER.match(text, token.end):
        return False
    if "." in text[token.start : token.number_end]:
        return bool(_BARE_BEFORE.search(text, max(0, token.start - 3), token.start))
    return bool(_INDEX_BEFORE.search(text, max(0, token.start - 16), token.start))
