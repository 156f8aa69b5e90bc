"""Check for figures that no reading makes possible: falls, shares, ranks, ranges, dates and deadlines.

What enters is a finished ``Report``; what leaves are findings A008. Of ``在全省11个市中排第12位`` comes ``A008 错误``:
the twelfth of eleven. What a single figure cannot be is seen here; what two figures cannot be together, elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from taizhang.checks.arithmetic.dates import find_dates, find_deadlines
from taizhang.checks.arithmetic.vocabulary import pattern_of, words_of
from taizhang.checks.printed import value_of
from taizhang.checks.words import abridge, last_clause, restored_of
from taizhang.engine.model import Finding, Measure, Quantity, Report, RestoredText, Role, Severity, Span

TITLES = {"A008": "数值不可能"}

_WHOLE = 100
_PLANS = frozenset({Role.OUTLOOK, Role.TARGETS, Role.TASKS})
_BACK = 40
_FALLS = re.compile(r"(?:下降|减少|降低|下跌|回落|压减|缩减|减幅|降幅|跌幅)(?:幅度)?(?:了|达到?|超过?|近|约)?$")
_SIGNED = re.compile(pattern_of("plausible", "signed"))
_BEYOND = words_of("plausible", "beyond")
_WHOLES = words_of("plausible", "whole")

_SCALE = {"万": 10**4, "亿": 10**8}
_RANGE_UNITS = "%％‰个家户项人名所座条亩吨元倍辆件公平立千"
_DASHES = "—–－~～至-"
_HIGH = re.compile(rf"(?P<high>\d+(?:\.\d+)?)(?P<scale>[万亿]?)(?P<unit>[{_RANGE_UNITS}])")
_LOW = re.compile(r"(?<![\w.—–－~～+-])(?P<low>\d+(?:\.\d+)?)(?P<scale>[万亿]?)(?P<unit>[%％‰]?)$", re.ASCII)
_FIRST_YEAR = re.compile(r"(?<!\d)(?P<low>(?:19|20)\d\d)年?$", re.ASCII)
_LAST_YEAR = re.compile(r"(?P<high>(?:19|20)\d\d)年")
_SMALL = 1000

_NUMERAL = r"\d{1,4}|[一二三四五六七八九十]{1,4}"
_PLACE = re.compile(rf"第(?P<rank>{_NUMERAL})[位名]")
_AMONG = re.compile(
    rf"[在列居排](?:[^，。；、\d一二三四五六七八九十]{{0,8}}?)(?P<all>{_NUMERAL})[个座家](?P<body>[^，。；、第]{{1,24}}?)$"
)
_BODY = re.compile(pattern_of("plausible", "body"))
_OTHER_BODY = re.compile("全国|全省|全市|全区|全州|世界|全球|西部|中部|东部")
_DIGITS = {c: i for i, c in enumerate("一二三四五六七八九", 1)}


def check_figures(report: Report) -> Iterator[Finding]:
    """A008 数值不可能: a figure or date that no reading makes possible; an error, a question where words may.

    That is a fall of more than the whole, a share above 100 %, a rank above the number ranked, a range whose low end
    is the higher, a date that no calendar has. Questions are 下降2倍, the fall of a profit by more than 100 %, and a
    deadline that was over before the report.
    """
    restored = restored_of(report)
    for quantity in report.quantities:
        if quantity.unit in {"%", "倍"}:
            yield from _check_quantity(report, quantity)
    yield from _check_ranges(restored)
    yield from _check_ranks(restored)
    for fault in find_dates(restored.text):
        yield Finding("A008", Severity.ERROR, fault.message, (restored.to_source(*fault.span),))
    yield from _check_deadlines(report, restored)


def _check_deadlines(report: Report, restored: RestoredText) -> Iterator[Finding]:
    """Deadlines in the parts on what is to be done that lie before the year of the report."""
    faults = find_deadlines(restored.text, report.source.year) if report.source.year else ()
    for fault in faults:
        span = restored.to_source(*fault.span)
        if any(s.span.start <= span.start < s.span.end for s in report.sections if s.role in _PLANS):
            yield Finding("A008", Severity.QUESTION, fault.message, (span,))


# --- shares of a whole ----------------------------------------------------------------------------------


def _check_quantity(report: Report, quantity: Quantity) -> Iterator[Finding]:
    """A fall of more than the whole, or a share above it."""
    value = value_of(quantity)
    if quantity.unit == "%" and value <= _WHOLE:
        return
    text, start = report.source.text, quantity.span.start
    lead = text[max(0, start - _BACK) : start]
    clause = last_clause(text, max(0, start - _BACK), quantity.span.end)
    words = report.words(Span(*clause))
    if _FALLS.search(lead):
        is_signed = quantity.unit == "倍" or _SIGNED.search(words) is not None
        why = "降幅不能用“倍”表示" if quantity.unit == "倍" else "降幅超过100%"
        severity = Severity.QUESTION if is_signed else Severity.ERROR
        yield Finding("A008", severity, f"“{abridge(words, 30)}”：{why}，请核对。", (Span(*clause),))
    elif quantity.measure is Measure.LEVEL and quantity.unit == "%" and _is_whole(quantity.indicator):
        message = f"“{abridge(words, 30)}”：这类比率不会超过100%，请核对。"
        yield Finding("A008", Severity.ERROR, message, (Span(*clause),))


def _is_whole(indicator: str) -> bool:
    """Whether an indicator is the part of a whole, by its name."""
    return indicator.endswith(_WHOLES) and not indicator.endswith(_BEYOND)


# --- ranges ---------------------------------------------------------------------------------------------


def _check_ranges(restored: RestoredText) -> Iterator[Finding]:
    """Ranges of figures or years whose first end is the higher one: 5%—3%, 2030—2026年."""
    text = restored.text
    for start, end in _find_dashes(text):
        if (high := _LAST_YEAR.match(text, end)) and (low := _FIRST_YEAR.search(text, max(0, start - 6), start)):
            is_wrong = int(low["low"]) > int(high["high"])
        elif (high := _HIGH.match(text, end)) and (low := _LOW.search(text, max(0, start - 12), start)):
            is_wrong = text[start] != "至" and _is_reversed(low, high)
        else:
            continue
        if is_wrong:
            span = Span(low.start(), high.end())
            message = f"“{text[slice(*span)]}”起止颠倒，前数大于后数，请核对。"
            yield Finding("A008", Severity.ERROR, message, (restored.to_source(*span),))


def _find_dashes(text: str) -> Iterator[Span]:
    """The dashes, single or double, that a digit follows; looking for each sign alone is faster than a pattern."""
    for sign in _DASHES:
        at = text.find(sign)
        while at >= 0:
            if text[at + 1 : at + 2].isdecimal():
                yield Span(at - (at > 0 and text[at - 1] == sign), at + 1)
            at = text.find(sign, at + 1)


def _is_reversed(low: re.Match[str], high: re.Match[str]) -> bool:
    """Whether the first end is higher by any reading: of 10—5万 the first is 10万, of 8000—1万 it may be 8000."""
    first, second = float(low["low"]), float(high["high"])
    if not low["scale"] and high["scale"]:
        return first > second and first < _SMALL
    return first * _SCALE.get(low["scale"], 1) > second * _SCALE.get(high["scale"], 1)


# --- ranks ----------------------------------------------------------------------------------------------


def _check_ranks(restored: RestoredText) -> Iterator[Finding]:
    """Ranks above the number of those that are ranked: 在11个市中排第12位."""
    text = restored.text
    for place in _PLACE.finditer(text):
        among = _AMONG.search(text, max(0, place.start() - _BACK), place.start())
        if not among or not _BODY.search(among["body"]) or _OTHER_BODY.search(among["body"]):
            continue
        count, rank = _read(among["all"]), _read(place["rank"])
        if 1 < count < rank:
            span = Span(among.start(), place.end())
            message = f"“{abridge(text[slice(*span)], 30)}”：只有{count}个参加排名，名次却是第{rank}，请核对。"
            yield Finding("A008", Severity.ERROR, message, (restored.to_source(*span),))


def _read(numeral: str) -> int:
    """2 for 二, 12 for 十二, 21 for 二十一; digits as they are; 0 where it is none."""
    if numeral.isdecimal():
        return int(numeral)
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return _DIGITS.get(numeral, 0)
    return (_DIGITS.get(tens, 0) if tens else 1) * 10 + _DIGITS.get(ones, 0)


CHECKS = (check_figures,)
