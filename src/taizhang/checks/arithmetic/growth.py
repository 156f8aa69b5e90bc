"""Check that a level, what it rose from, and by how much, agree where one sentence tells all three.

What enters is a finished ``Report``; what leaves are findings A004. Of ``经营主体由20万户增加到26万户，增长40%`` the
growth is 30%. What is reckoned at constant prices (GDP, value added, 实际增长) is left out, for levels do not give it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from taizhang.checks.arithmetic.figures import RATES, half_of, lead_of, words_of
from taizhang.checks.bases import has_constant_prices
from taizhang.checks.printed import Interval, half_step, value_of
from taizhang.engine.model import Bound, Finding, Measure, Quantity, Report, Severity, Span

TITLES = {"A004": "水平、增速与上年水平不符"}

_UP = "增长|上升|提高|提升|增加|增幅|上涨|扩大|翻"
_DOWN = "下降|减少|降低|下跌|压减|减|降"
_RATE_GAP = re.compile(
    rf"[，,、]?(?:同比|比上年|较上年|比去年|五年)?(?P<yearly>年均|平均每年|年平均)?(?:净)?(?:{_UP}|{_DOWN})(?:了|达到?|为|近)?"
)
_STEP_LEAD = re.compile(r"(?:净增|增加|减少|净增加|多增|增收|减收|增产|减产)了?$")
_OTHER_BASE = re.compile(words_of("basis"))
_BASE_LEAD = re.compile(r"[比较](?:上年|去年|\d{4}年)(?:同期|末)?的?$")
_BASE_ENDS = frozenset("的年期末")
_STOP = re.compile(r"[。；;\n]")
_END = re.compile(r"\s*(?:[，,。；;、：:！!）)\n]|$)")
_DIGIT = re.compile(r"\d")
_NEAR = 16
_LONGEST = 50
_MOST_YEARS = 8
_SHARES = frozenset({"%", "‰"})
_POINTS = frozenset({"百分点", "个百分点", "千分点", "个千分点"})


class _Change(NamedTuple):
    """A level, what it rose from (None where only the rise is told), and what is told of the rise."""

    base: Quantity
    level: Quantity
    told: Quantity
    is_yearly: bool = False


def check_growth(report: Report) -> Iterator[Finding]:
    """A004 水平、增速与上年水平不符: level, growth and last year's level, told in one sentence, do not agree.

    An error where a plain difference is wrong (由20家增加到35家，增加14家); else a question, for the growth may be
    reckoned from another base.
    """
    for at, quantity in enumerate(report.quantities):
        if "grammar:from_to" in quantity.trace:
            yield from _check_range(report, at)
        elif quantity.measure in {Measure.ADDED, Measure.REDUCED} and quantity.unit not in _SHARES | _POINTS:
            yield from _check_step(report, at)
        elif quantity.measure is Measure.LEVEL and _is_base(report, quantity):
            yield from _check_base(report, at)


# --- from one level to another -----------------------------------------------------------------------


def _check_range(report: Report, at: int) -> Iterator[Finding]:
    """由A增加到B, then 增长Z% or 增加D."""
    three = report.quantities[at : at + 3]
    if len(three) < 3:
        return
    base, level, told = three
    gap = report.source.text[level.span.end : told.span.start]
    is_range = base.unit == level.unit and 0 <= level.span.start - base.span.end <= _NEAR
    found = _RATE_GAP.fullmatch(gap) if is_range else None
    if found and all(map(_is_plain, three)):
        change = _Change(base, level, told, bool(found["yearly"]))
        yield from _judge(report, change)


def _is_plain(quantity: Quantity) -> bool:
    return quantity.bound is Bound.EXACT and bool(_DIGIT.search(quantity.text)) and value_of(quantity) > 0


def _judge(report: Report, change: _Change) -> Iterator[Finding]:
    """The finding where what is told of the rise fits neither as printed nor in another way of telling it."""
    base, level, told = change.base, change.level, change.told
    years = range(1, _MOST_YEARS + 1) if change.is_yearly else range(1, 2)
    if told.unit == base.unit or (told.unit in _POINTS and base.unit in _SHARES):
        if not _END.match(report.source.text, told.span.end):
            return  # 增加14家省级中心 counts something else
        gap = _difference(base, level)
        if told.measure is not Measure.LEVEL and not any(
            _fits(told, Interval(gap.low / n, gap.high / n)) for n in years
        ):
            yield _report(report, change, abs(value_of(level) - value_of(base)), is_plain=not change.is_yearly)
        return
    if told.unit not in {"%", "倍"} or base.unit in _SHARES or has_constant_prices(level.indicator_key or ""):
        return
    if not any(_fits(told, made, 2 if change.is_yearly else 1) for made in _rates(change, years)):
        rate = (value_of(level) / value_of(base) - 1) * 100
        yield _report(report, change, _yearly(rate) if change.is_yearly else rate, is_plain=False)


def _difference(base: Quantity, level: Quantity) -> Interval:
    """By how much the two differ, whichever is larger, with what rounding leaves open."""
    gap, room = abs(value_of(level) - value_of(base)), half_of(level) + half_of(base)
    return Interval(gap - room, gap + room)


def _rates(change: _Change, spans: range) -> Iterator[Interval]:
    """The rate of the rise, in percent or times, for each number of years that it may be told of."""
    low = _ratio(value_of(change.level) - half_of(change.level), value_of(change.base) + half_of(change.base))
    high = _ratio(value_of(change.level) + half_of(change.level), value_of(change.base) - half_of(change.base))
    if change.told.unit == "倍":
        yield Interval(low - 1, high - 1)
        yield Interval(low, high)
        return
    sign = -1 if change.told.measure is Measure.DECLINE else 1
    for years in spans:
        ends = sorted(sign * (end ** (Decimal(1) / years) - 1) * 100 for end in (low, high))
        yield Interval(*ends)


def _ratio(one: Decimal, other: Decimal) -> Decimal:
    return one / other if other > 0 else Decimal(10) ** 9


def _fits(told: Quantity, made: Interval, halves: int = 1) -> bool:
    """Whether the figure told may be ``made``; a yearly mean may be cut off after its last digit (two halves)."""
    value = value_of(told)
    half = half_step(told.text, value) * halves
    return made.meets(Interval(value - half, value + half))


def _yearly(rate: Decimal) -> Decimal:
    """The yearly rate over five years, the span that is told without saying so."""
    return ((1 + rate / 100) ** (Decimal(1) / 5) - 1) * 100


# --- a level with the rise and its rate --------------------------------------------------------------


def _check_step(report: Report, at: int) -> Iterator[Finding]:
    """A level, 增加D and 增长Z% beside each other, of one indicator."""
    step, text = report.quantities[at], report.source.text
    key = step.indicator_key
    if key is None or not _STEP_LEAD.search(text[max(0, step.span.start - 6) : step.span.start]):
        return
    near = [q for q in report.quantities[max(0, at - 2) : at + 3] if q.indicator_key == key and q is not step]
    levels = [q for q in near if q.measure is Measure.LEVEL and q.unit == step.unit and q.period == step.period]
    rates = [q for q in near if q.measure in RATES and q.unit == "%"]
    if len(levels) != 1 or len(rates) != 1 or not all(map(_is_plain, (step, levels[0], rates[0]))):
        return
    spans = (step.span, levels[0].span, rates[0].span)
    start, end = min(s.start for s in spans), max(s.end for s in spans)
    words = text[start - min(start, 12) : end]
    if end - start <= _LONGEST and not _STOP.search(text, start, end) and not _OTHER_BASE.search(words):
        yield from _judge_step(report, step, levels[0], rates[0])


def _judge_step(report: Report, step: Quantity, level: Quantity, rate: Quantity) -> Iterator[Finding]:
    """What rose by D to M rose by D ÷ (M − D)."""
    sign = -1 if step.measure is Measure.REDUCED else 1
    rise, room = value_of(step), half_of(step)
    base, open_base = value_of(level) - sign * rise, half_of(level) + half_of(step)
    if base - open_base <= 0 or has_constant_prices(level.indicator_key or ""):
        return
    made = Interval((rise - room) / (base + open_base) * 100, (rise + room) / (base - open_base) * 100)
    if not _fits(rate, made):
        told = rise / base * 100
        message = (
            f"“{_words(report, step, level, rate)}”：{level.text}{'减' if sign > 0 else '加'}{step.text}为上期基数，"
            f"据此应{'增长' if sign > 0 else '下降'}{told:.1f}%，不是{rate.text}，请核对三个数字。"
        )
        yield _finding(Severity.QUESTION, message, f"{step.text} ÷ 基数 = {told:.1f}%", (level, step, rate))


# --- a level beside last year's ----------------------------------------------------------------------


def _is_base(report: Report, quantity: Quantity) -> bool:
    """Whether 比上年的 stands before a figure."""
    text, start = report.source.text, quantity.span.start
    return text[start - 1] in _BASE_ENDS and bool(_BASE_LEAD.search(text[max(0, start - 12) : start]))


def _check_base(report: Report, at: int) -> Iterator[Finding]:
    """M，比上年的A增长Z%."""
    if not 0 < at < len(report.quantities) - 1:
        return
    level, base, told = report.quantities[at - 1 : at + 2]
    text = report.source.text
    gap = text[base.span.end : told.span.start]
    is_near = 0 < base.span.start - level.span.end <= _NEAR and not _STOP.search(text, level.span.end, base.span.start)
    if is_near and level.unit == base.unit and _RATE_GAP.fullmatch(gap) and all(map(_is_plain, (level, base, told))):
        yield from _judge(report, _Change(base, level, told))


# --- findings ----------------------------------------------------------------------------------------


def _report(report: Report, change: _Change, made: Decimal, *, is_plain: bool) -> Finding:
    base, level, told = change.base, change.level, change.told
    words = _words(report, base, level, told)
    is_rate = told.unit in {"%", "倍"} and base.unit not in _SHARES
    is_down = value_of(level) < value_of(base)
    if is_rate:
        sum_told = f"{'下降' if is_down else '增长'}{abs(made):.1f}%"
        formula = f"{level.text} ÷ {base.text} - 1 = {made:.1f}%"
        if change.is_yearly:
            sum_told, formula = f"年均{sum_told}（按五年算）", f"({level.text} ÷ {base.text}) ^ (1/5) - 1 = {made:.1f}%"
    else:
        sum_told = f"{'减少' if is_down else '增加'}{_tell(made, level)}{told.unit}"
        formula = f"|{level.text} - {base.text}| = {_tell(made, level)}{told.unit}"
    tail = "请核对三个数字。" if is_plain else "请核对三个数字，或说明口径、基数的变化。"
    message = f"“{words}”：由{base.text}到{level.text}应{sum_told}，与所说的{told.text}不符，{tail}"
    return _finding(Severity.ERROR if is_plain else Severity.QUESTION, message, formula, (base, level, told))


def _tell(value: Decimal, like: Quantity) -> str:
    """A value as the figure ``like`` is printed: 3.4万 of 万户."""
    number = re.match(r"[\d.,，]+", like.text)
    scale = value_of(like) / Decimal(re.sub("[,，]", "", number[0])) if number else Decimal(1)
    told = value / scale
    return f"{told.normalize():f}{like.text[number.end() :].removesuffix(like.unit) if number else ''}"


def _words(report: Report, *quantities: Quantity) -> str:
    start, end = min(q.span.start for q in quantities), max(q.span.end for q in quantities)
    return re.sub(r"\s+", "", lead_of(report.source.text, start, max(0, start - 16)) + report.source.text[start:end])


def _finding(severity: Severity, message: str, formula: str, quantities: tuple[Quantity, ...]) -> Finding:
    start, end = min(q.span.start for q in quantities), max(q.span.end for q in quantities)
    inputs = tuple(q.text for q in quantities)
    return Finding(
        "A004",
        severity,
        message,
        (Span(start, end), *(q.span for q in quantities)),
        formula,
        inputs,
        "按各数末位四舍五入的余地计",
    )


CHECKS = (check_growth,)
