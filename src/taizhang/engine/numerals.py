"""Numbers with their units: restored text in, ``Mention`` and ``Unread`` out.

One pass over the folded text (full width made half width, offsets unchanged) finds tokens: a figure, its
multiplier, its unit. Neighbouring tokens then combine: ``1—2个`` is a range, ``424.8、187.9万吨`` a list that shares
a unit, ``2×1000兆瓦`` a product. Whatever is left is ``Unread``, with the reason that a row of
``unread.toml`` gives.

``新增城镇就业20.14万人`` gives ``20.14万人``: 201400, unit 人.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from taizhang import rules
from taizhang.engine.model import Bound, Mention, Span, Unread

_WIDE = "０１２３４５６７８９％．／－～＋－−﹣：∶"
_FOLD = str.maketrans(_WIDE, "0123456789%./-~+---::")
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_RANGE = re.compile(r"(?:—{1,2}|-|–|~|至|到)")
_SHARED = re.compile(r"、|和|,(?=\d)")
_TIMES = re.compile(r"\s?[×xX*]\s?")


@dataclass(frozen=True, slots=True)
class _Token:
    """A figure in the folded text with what stands around it; ``value`` has its multiplier in it."""

    start: int
    number_end: int
    end: int
    value: Decimal
    multiplier: int
    unit: str
    unit_row: str
    is_more: bool
    rule: str


def fold(text: str) -> str:
    """Digits, signs and colons of full width made half width; the length stays."""
    return text.translate(_FOLD)


def read_chinese(numeral: str) -> Decimal:
    """The value of a Chinese numeral: 十五万六千 is 156000, 两千零四 is 2004, 二〇二六 is 2026.

    >>> read_chinese("十五万六千"), read_chinese("百亿"), read_chinese("二〇二六")
    (Decimal('156000'), Decimal('10000000000'), Decimal('2026'))
    """
    if not any(c in _POWERS for c in numeral):
        return Decimal("".join(str(_DIGITS[c]) for c in numeral))
    total = section = digit = 0
    for c in numeral:
        if c in _DIGITS:
            digit = _DIGITS[c]
            continue
        power = _POWERS[c]
        if power < 10**4:
            section += (digit or 1) * power if c == "十" or digit else power
        else:
            whole = section + digit
            total = (total + (whole or (0 if total else 1))) * power if power == 10**8 else total + (whole or 1) * power
            section = 0
        digit = 0
    return Decimal(total + section + digit)


def read_numbers(text: str, mode: str = "report") -> tuple[tuple[Mention, ...], tuple[Unread, ...]]:
    """The mentions of ``text`` and the runs of digits that are none, both in order; offsets index ``text``.

    ``mode`` is ``report`` (what a report counts: Chinese numerals only where they are figures) or ``bare``
    (cardinals before a measure word too).

    >>> mentions, unread = read_numbers("新建路200公里以上，PM2.5下降8%")
    >>> [(str(m.low), m.unit) for m in mentions], [u.reason for u in unread]
    ([('200', '公里'), ('8', '%')], ['name.letters_before'])
    """
    folded = fold(text)
    phrases = _read_phrases(folded, mode)
    tokens, vetoed = _read_tokens(folded)
    in_words = _Covered(phrases)
    figures = list(_combine(folded, [token for token in tokens if not in_words.overlaps(token.start, token.end)]))
    taken = _Covered(sorted([*phrases, *figures]))
    cardinals = (m for m in _read_cardinals(folded, mode) if not taken.overlaps(m.start, m.end))
    mentions = sorted([*phrases, *figures, *cardinals])
    return tuple(mentions), tuple(_read_unread(folded, mentions, vetoed))


# --- figures in digits ------------------------------------------------------------------------------------------


@cache
def _units() -> dict[str, rules.Row]:
    return {fold(word): row for row in rules.load("units") for word in row["words"]}


@cache
def _reads() -> dict[str, str]:
    return {fold(w): r for row in rules.load("units") for w, r in row.get("reads", {}).items()}


@cache
def _unit_pattern() -> str:
    follows = {fold(w): chars for row in rules.load("units") for w, chars in row.get("follows", {}).items()}
    words = sorted(_units(), key=lambda w: (-len(w), w))
    return "|".join(
        re.escape(w)
        + (f"(?![{follows[w]}])" if w in follows else "")
        + (r"(?![A-Za-z])" if w.isascii() and w.isalpha() else "")
        for w in words
    )


_MULTIPLIER = r"[十百千]?万亿|[十百千万]?亿|[十百千]?万|[百千](?![分米克瓦伏赫卡帕])"


@cache
def _token_pattern() -> re.Pattern[str]:
    return re.compile(
        r"(?P<sign>(?<![\d%‰A-Za-z万亿元年月日])-(?=\d))?"
        r"(?P<number>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)\s?"
        r"(?P<more>[多余来几])?"
        rf"(?P<multiplier>{_MULTIPLIER})?"
        r"(?P<more2>[多余来])?"
        rf"(?P<unit>{_unit_pattern()})?"
    )


@cache
def _veto_patterns() -> tuple[tuple[rules.Row, re.Pattern[str] | None, re.Pattern[str] | None, re.Pattern[str] | None], ...]:
    def compiled(row: rules.Row, column: str, tail: str) -> re.Pattern[str] | None:
        return re.compile(f"(?:{row[column]}){tail}") if row.get(column) else None

    return tuple(
        (row, compiled(row, "before", r"\Z"), compiled(row, "number", r"\Z"), compiled(row, "after", ""))
        for row in rules.load("unread")
    )


@cache
def _veto_triggers() -> tuple[re.Pattern[str], re.Pattern[str]]:
    firm = [row for row in rules.load("unread") if row.get("beats_unit")]
    before = "|".join(f"(?:{row['before']})" for row in firm if row.get("before"))
    after = "|".join(f"(?:{row['after']})" for row in firm if row.get("after") and not row.get("before"))
    return re.compile(f"(?:{before})\\Z"), re.compile(after)


def _find_reason(text: str, start: int, number_end: int, *, is_unit: bool) -> str | None:
    """The row of ``unread.toml`` that holds for the digits ``text[start:number_end]``; None where none does.

    ``is_unit`` asks only those rows that hold even where a unit follows.
    """
    for row, before, number, after in _veto_patterns():
        if is_unit and not row.get("beats_unit"):
            continue
        if before and not before.search(text, max(0, start - 16), start):
            continue
        if number and not number.match(text, start, number_end):
            continue
        if after and not after.match(text, number_end):
            continue
        return row.key
    return None


def _read_tokens(text: str) -> tuple[list[_Token], dict[int, str | None]]:
    """All figures of the text; and those (start → reason) that a rule says are no figure."""
    tokens: list[_Token] = []
    vetoed: dict[int, str | None] = {}
    units, reads = _units(), _reads()
    before, after = _veto_triggers()
    for match in _token_pattern().finditer(text):
        start, number_end = match.start("number"), match.end("number")
        if before.search(text, max(0, start - 16), start) or after.match(text, number_end):
            reason = _find_reason(text, start, number_end, is_unit=True)
            if reason:
                vetoed[start] = reason
                continue
        word = match["unit"] or ""
        scale = int(read_chinese(match["multiplier"])) if match["multiplier"] else 1
        value = Decimal((match["sign"] or "") + match["number"].replace(",", ""))
        row = units[word].name if word else ""
        more = bool(match["more"] or match["more2"])
        end = match.end() if word or scale > 1 or more else number_end
        tokens.append(
            _Token(match.start(), number_end, end, _scale(value, scale), scale, reads.get(word, word), row, more, "grammar:figure")
        )
    return tokens, vetoed


def _scale(value: Decimal, scale: int) -> Decimal:
    """``value`` times ``scale``, without the point where it is whole: 20.14 times 10000 is 201400."""
    if scale == 1:
        return value
    scaled = value * scale
    whole = scaled.to_integral_value()
    return whole if whole == scaled else scaled


# --- tokens combined --------------------------------------------------------------------------------------------


def _combine(text: str, tokens: list[_Token]) -> Iterator[Mention]:
    """Mentions from neighbouring tokens: ranges, products, ratios, lists that share a unit."""
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
            if token.unit or token.multiplier > 1 or _is_bare_figure(text, token):
                yield _mention(token)


def _mention(token: _Token, unit: _Token | None = None, scale: int = 1) -> Mention:
    source = unit or token
    bound = Bound.MORE_THAN if token.is_more else Bound.EXACT
    trace = (token.rule, source.unit_row) if source.unit_row else (token.rule,)
    if token.is_more:
        trace += ("grammar:more",)
    value = _scale(token.value, scale)
    return Mention(token.start, token.end, token.number_end, value, value, source.unit, bound, trace)


_Made = tuple[tuple[Mention, ...], int]
_NOTHING: _Made = ((), 0)


def _read_range(text: str, tokens: list[_Token], at: int) -> _Made:
    """``1—2个``, ``5%至6%``, ``3-5万``: two figures of one unit with a dash or 至 between."""
    if at + 1 >= len(tokens):
        return _NOTHING
    low, high = tokens[at], tokens[at + 1]
    if high.start - low.end > 2 or not _RANGE.fullmatch(text, low.end, high.start):
        return _NOTHING
    if low.unit not in ("", high.unit) or not (high.unit or high.multiplier > 1):
        return _NOTHING
    if text[max(0, low.start - 1) : low.start] in ("由", "从"):
        return _NOTHING
    scale = high.multiplier if low.multiplier == 1 and not low.unit else 1
    value = low.value * scale
    if value >= high.value:
        return _NOTHING
    trace = ("grammar:figure", high.unit_row, "grammar:range") if high.unit_row else ("grammar:figure", "grammar:range")
    return (Mention(low.start, high.end, high.number_end, value, high.value, high.unit, Bound.RANGE, trace),), 2


def _read_product(text: str, tokens: list[_Token], at: int) -> _Made:
    """``2×1000兆瓦``: the product, with the unit of the second."""
    if at + 1 >= len(tokens):
        return _NOTHING
    one, two = tokens[at], tokens[at + 1]
    if one.unit or not two.unit or not _TIMES.fullmatch(text, one.end, two.start):
        return _NOTHING
    value = one.value * two.value
    trace = ("grammar:figure", two.unit_row, "grammar:product")
    return (Mention(one.start, two.end, two.number_end, value, value, two.unit, Bound.EXACT, trace),), 2


def _read_ratio(text: str, tokens: list[_Token], at: int) -> _Made:
    """``2:1`` is 2; ``1/3`` is a third. Ratios of three parts and more are no figure of their own."""
    end = at
    while end + 1 < len(tokens) and not tokens[end].unit and text[tokens[end].end : tokens[end + 1].start].strip() in (":", "/"):
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
    rule = "grammar:ratio" if mark == ":" else "grammar:fraction"
    return (Mention(one.start, two.end, two.end, value, value, "", Bound.EXACT, (rule,)),), 2


def _read_shared(text: str, tokens: list[_Token], at: int) -> _Made:
    """``424.8、502.5、187.9万吨``: bare figures in a list take the unit and multiplier of the last."""
    end = at
    while end + 1 < len(tokens) and not tokens[end].unit and tokens[end].multiplier == 1 and _SHARED.fullmatch(text, tokens[end].end, tokens[end + 1].start):
        end += 1
    last = tokens[end]
    if end == at or not last.unit:
        return _NOTHING
    shared = tuple(_mention(token, last, last.multiplier) for token in tokens[at:end])
    return (*(m._replace(trace=(*m.trace, "grammar:shared_unit")) for m in shared), _mention(last)), end - at + 1


_BARE_BEFORE = re.compile(r"(?:为|达|达到|到|至|于|近|超|超过|突破|比|指数|系数|值)\Z")
_BARE_AFTER = re.compile(r"[以,，。；;、）)\n]|$|左右|的")


def _is_bare_figure(text: str, token: _Token) -> bool:
    """Whether a figure without a unit is one: a decimal said to be reached (居民收入比下降到2.51)."""
    has_point = "." in text[token.start : token.number_end]
    before = _BARE_BEFORE.search(text, max(0, token.start - 3), token.start)
    return bool(has_point and before and _BARE_AFTER.match(text, token.end))


# --- figures in words -------------------------------------------------------------------------------------------

_C = "零〇一二两三四五六七八九十百千万亿"
_NO_TENTHS = "为立果长效员功本熟品交就都语套分"


@cache
def _phrase_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<percent>百分之(?P<percent_n>[{_C}]+(?:点[{_C}]+)?|\d+(?:\.\d+)?))"
        rf"|(?P<fraction>(?P<under>[{_C}]+|\d+)分之(?P<over>[{_C}]+|\d+))"
        rf"|(?P<rank>第(?P<rank_n>\d+|[{_C}]+)(?P<rank_unit>位|名(?!师|医))?)"
        rf"|(?P<top>前(?P<top_n>\d+|[{_C}]+)(?P<top_unit>位|名|强))"
        r"|(?P<strong>(?<=全[国省市区球])(?P<strong_n>\d+)(?P<strong_unit>强))"
        r"|(?P<double>(?<=翻)了?(?P<double_n>[一两二三四五\d])番)"
        r"|(?P<half>(?<!另)一半)"
        rf"|(?P<tenths>(?P<tenths_n>[一二两三四五六七八九])成(?P<tenths_5>五|半)?(?![{_NO_TENTHS}]))"
    )


@cache
def _cardinal_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<cardinal>(?<![{_C}数几第\d])(?P<cardinal_n>[{_C}]+)(?P<cardinal_more>[多余几来])?"
        rf"(?P<cardinal_scale>[万亿])?(?P<cardinal_unit>{_unit_pattern()})?)"
    )


def _read_phrases(text: str, mode: str) -> list[Mention]:
    """Fractions, shares and ranks, in words or digits."""
    made = (_PHRASES[match.lastgroup or ""](text, match, mode) for match in _phrase_pattern().finditer(text))
    return [mention for mention in made if mention]


def _read_cardinals(text: str, mode: str) -> list[Mention]:
    """Figures written in words."""
    made = (_read_cardinal(text, match, mode) for match in _cardinal_pattern().finditer(text))
    return [mention for mention in made if mention]


def _read_figure(figure: str) -> Decimal:
    whole, _, tail = figure.partition("点")
    if figure[0].isdigit():
        return Decimal(figure)
    return read_chinese(whole) if not tail else Decimal(f"{read_chinese(whole)}.{''.join(str(_DIGITS[c]) for c in tail)}")


def _make(match: re.Match[str], low: Decimal, unit: str, bound: Bound, *trace: str) -> Mention:
    return Mention(match.start(), match.end(), match.end(), low, low, unit, bound, trace)


def _read_percent(text: str, match: re.Match[str], mode: str) -> Mention | None:
    return _make(match, _read_figure(match["percent_n"]), "%", Bound.EXACT, "grammar:percent_in_words")


def _read_fraction(text: str, match: re.Match[str], mode: str) -> Mention | None:
    under = _read_figure(match["under"])
    value = _read_figure(match["over"]) / under if under else None
    return None if value is None else _make(match, value, "", Bound.EXACT, "grammar:fraction")


_RANK_CUE = re.compile(r"居|列|排|位|名|全国|全省|全区|全市|全球|国内|国际|世界|省会|地级|区域|同类|升至|升到|前移")
_RANK_END = re.compile(r"$|[，,。；;、！!\s）)”]|和|的(?!一|二)|且|并")


def _read_rank(text: str, match: re.Match[str], mode: str) -> Mention | None:
    """``第2位``; ``居全省第1`` and ``排名第一`` where nothing is counted after it and words of ranking stand before."""
    if not match["rank_unit"]:
        cue = _RANK_CUE.search(text, max(0, match.start() - 12), match.start())
        if not cue or not _RANK_END.match(text, match.end()):
            return None
    return _make(match, _read_figure(match["rank_n"]), match["rank_unit"] or "位", Bound.EXACT, "grammar:rank")


def _read_top(text: str, match: re.Match[str], mode: str) -> Mention | None:
    return _make(match, _read_figure(match["top_n"]), match["top_unit"], Bound.AT_MOST, "grammar:rank", "grammar:top")


def _read_strong(text: str, match: re.Match[str], mode: str) -> Mention | None:
    return _make(match, Decimal(match["strong_n"]), "强", Bound.AT_MOST, "grammar:rank", "grammar:top")


def _read_double(text: str, match: re.Match[str], mode: str) -> Mention | None:
    made = _make(match, _read_figure(match["double_n"]), "番", Bound.EXACT, "grammar:doubling")
    return made._replace(start=match.start("double_n"))


def _read_half(text: str, match: re.Match[str], mode: str) -> Mention | None:
    if mode == "report" and not _NEAR_FIGURE.search(text, max(0, match.start() - 3), match.start()):
        return None
    return _make(match, Decimal("0.5"), "", Bound.EXACT, "grammar:half")


def _read_tenths(text: str, match: re.Match[str], mode: str) -> Mention | None:
    if mode == "report" and not _NEAR_FIGURE.search(text, max(0, match.start() - 3), match.start()):
        return None
    value = Decimal(_DIGITS[match["tenths_n"]]) / 10 + (Decimal("0.05") if match["tenths_5"] else 0)
    return _make(match, value, "", Bound.EXACT, "grammar:tenths")


_NEAR_FIGURE = re.compile(r"(?:近|超|过|破|约|逾|达|达到|上|至|到|在|球|比|占|不足|不到|增长|下降|提高|降低|的|投资|总值|产值|收入|规模)\Z")
_IDIOM_BEFORE = re.compile(r"[“‘《·千百万家]\Z")
_ROUND_UNITS = frozenset({"units:money", "units:area", "units:mass", "units:percent"})
_PEOPLE = frozenset("户人名") | {"人次", "户次"}


def _read_cardinal(text: str, match: re.Match[str], mode: str) -> Mention | None:
    """A cardinal in words. In a report only a round figure counts: 近百亿元, 突破千万, 百万户."""
    figure, unit = match["cardinal_n"], match["cardinal_unit"] or ""
    row = _units()[unit].name if unit else ""
    if mode == "report" and not _is_round_figure(text, match, figure, row):
        return None
    if not unit and mode != "report" and len(figure) == 1:
        return None
    value = read_chinese(figure) * _POWERS.get(match["cardinal_scale"] or "", 1)
    bound = Bound.MORE_THAN if match["cardinal_more"] else Bound.EXACT
    trace = ("grammar:cardinal_in_words", *((row,) if row else ()))
    return _make(match, value, _reads().get(unit, unit), bound, *trace)


def _is_round_figure(text: str, match: re.Match[str], figure: str, row: str) -> bool:
    if figure[-1] not in "百千万亿" or _IDIOM_BEFORE.search(text, max(0, match.start() - 1), match.start()):
        return False
    if _NEAR_FIGURE.search(text, max(0, match.start() - 3), match.start()):
        return bool(row) or len(figure) > 1
    if len(figure) == 1 and "\u4e00" <= text[match.end() : match.end() + 1] <= "\u9fff" and text[match.end()] not in "以左上":
        return False
    is_long = len(figure) > 1 and row not in ("units:time", "units:length")
    return bool(row) and (is_long or row in _ROUND_UNITS or match["cardinal_unit"] in _PEOPLE)


_PHRASES = {
    "percent": _read_percent,
    "fraction": _read_fraction,
    "rank": _read_rank,
    "top": _read_top,
    "strong": _read_strong,
    "double": _read_double,
    "half": _read_half,
    "tenths": _read_tenths,
}


# --- what is no figure ------------------------------------------------------------------------------------------

_DIGIT_RUN = re.compile(r"\d+(?:[.,]\d+)*")


def _read_unread(text: str, mentions: list[Mention], vetoed: dict[int, str | None]) -> Iterator[Unread]:
    """The runs of digits that no mention covers, each with its reason where a row knows one."""
    covered = _Covered(mentions)
    for match in _DIGIT_RUN.finditer(text):
        if covered.overlaps(match.start(), match.end()):
            continue
        reason = vetoed.get(match.start()) or _find_reason(text, match.start(), match.end(), is_unit=False)
        yield Unread(Span(match.start(), match.end()), reason)


class _Covered:
    """Asks, for spans in rising order, whether one overlaps a mention."""

    def __init__(self, mentions: list[Mention]) -> None:
        self._mentions = mentions
        self._at = 0

    def overlaps(self, start: int, end: int) -> bool:
        while self._at < len(self._mentions) and self._mentions[self._at].end <= start:
            self._at += 1
        return self._at < len(self._mentions) and self._mentions[self._at].start < end
