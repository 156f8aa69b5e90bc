"""Check that a report tells the same figure of an indicator wherever it tells it.

What enters is a finished ``Report``; what leaves are findings A006. Of ``固定资产投资完成702.1亿元`` in the review and
``固定资产投资完成720.1亿元`` further down comes ``A006 需说明``, for the two differ as misprints do: in one digit, two
digits changed about, or the point. Figures of a part, another time or another method are other figures and never
compared.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from taizhang.checks.arithmetic.vocabulary import pattern_of
from taizhang.checks.printed import half_step
from taizhang.checks.words import abridge
from taizhang.engine.model import Bound, Finding, Quantity, Report, Role, Severity, Status
from taizhang.rules.indicators import comparable_key, fold

TITLES = {"A006": "同一指标前后数字不同"}

_SENTENCE = 200
_BEFORE = 250
_LIST = 600
_DIGITS = 3
_DIGITS_OF_PLANS = 2
"""Digits from which two figures that differ in one may be one figure misprinted; results are told in finer ones."""

_NEAR, _FAR = 0.02, 2
_SCOPE = re.compile(pattern_of("plausible", "scope"))
_AIM = re.compile(pattern_of("plausible", "aim"))
_HEADLINE = re.compile("预期目标|主要目标|目标[是为：:]")
_PLACE = re.compile(
    r"[\u4e00-\u9fff]{2}(?:(?<![城上超都各本范])市(?![场级外民政长值面])|(?<![各本区])县(?![级域城乡])|旗(?!舰|下)"
    r"|(?<![地市城社校景园库灾学辖户小街片新矿山林牧湖郊各自台成东西])区(?![域间别块位划]))"
)
_HOME = re.compile(r"全[国省市区州县盟]|我[省市区州县]")
_ENTRY = re.compile(r"[\s*]*[（(]?\d{1,3}[.．、）)]")
_PLANS = frozenset({Role.OUTLOOK, Role.TARGETS, Role.TASKS})
_Key = tuple[str, str, str, str, Status, str]


def check_twice(report: Report) -> Iterator[Finding]:
    """A006 同一指标前后数字不同: an indicator of one year is told twice, the figures differing as a misprint does.

    A question: the same words may yet be of two scopes.
    """
    told: dict[_Key, list[Quantity]] = {}
    for quantity in report.quantities:
        if key := _key_of(report, quantity):
            told.setdefault(key, []).append(quantity)
    for alike in told.values():
        kept = [q for q in alike if _is_of_whole(report, q)] if len(alike) > 1 else []
        for one, other in pairwise(kept):
            if _is_retold(report, one, other) and _is_misprint(one, other):
                yield _tell(one, other)


def _key_of(report: Report, quantity: Quantity) -> _Key | None:
    """What two figures must share to be of one thing; None where the figure is of no year or of no single thing."""
    key, period, year = quantity.indicator_key, quantity.period, report.source.year
    if not key or not period or year is None or period not in {str(year), str(year - 1)}:
        return None
    if quantity.bound is not Bound.EXACT or isinstance(quantity.value, tuple) or not comparable_key(key):
        return None
    return key, fold(quantity.indicator), period, quantity.measure, quantity.status, quantity.unit


def _is_of_whole(report: Report, quantity: Quantity) -> bool:
    """Whether a figure is of the whole area and year, and stands where its status says."""
    is_target = quantity.status is Status.TARGET
    role = _role_of(report, quantity)
    if role is Role.REVIEW if is_target else role in _PLANS:
        return False
    text, (start, end) = report.source.text, quantity.span
    if is_target and "完成情况" in text[max(0, start - _LIST) : start]:
        return False  # a list of last year's pledges fulfilled
    words = text[_sentence_of(report, quantity) : end]
    if _SCOPE.search(words) or _PLACE.search(_HOME.sub("", words).replace(report.source.place or "\n", "")):
        return False
    return is_target or not (_AIM.search(words) or _HEADLINE.search(text, max(0, start - _BEFORE), start))


def _is_retold(report: Report, one: Quantity, other: Quantity) -> bool:
    """Whether the second figure tells the first again: in another sentence, and what is aimed at at two heights.

    The heights are the headline targets and the tasks, or the tasks and the entries of a list of pledges.
    """
    sentence = _sentence_of(report, other)
    if sentence == _sentence_of(report, one):
        return False
    start = one.span.start
    if one.status is not Status.TARGET or _role_of(report, one) is Role.TARGETS:
        return True
    if _HEADLINE.search(report.source.text, max(0, start - _BEFORE), start):
        return True
    is_entry = bool(_ENTRY.match(report.source.text, sentence))
    return is_entry and not _ENTRY.match(report.source.text, _sentence_of(report, one))


def _role_of(report: Report, quantity: Quantity) -> Role | None:
    """The role of the innermost section that the figure stands in and whose role is known."""
    at = bisect_right(report.sections, quantity.span.start, key=lambda section: section.span.start)
    holding = (s for s in reversed(report.sections[:at]) if quantity.span.start < s.span.end)
    return next((section.role for section in holding), None)


def _sentence_of(report: Report, quantity: Quantity) -> int:
    """Where the sentence of a figure begins."""
    start = quantity.span.start
    least = max(0, start - _SENTENCE)
    return max(least, *(report.source.text.rfind(mark, least, start) + 1 for mark in "。！\n"))


def _is_misprint(one: Quantity, other: Quantity) -> bool:
    """Whether two figures differ, and so little that one may be a misprint of the other."""
    first, second = one.value, other.value
    if isinstance(first, tuple) or isinstance(second, tuple):
        return False
    halves = half_step(one.text, first), half_step(other.text, second)
    if abs(first - second) <= max(halves) or (halves[0] != halves[1] and abs(first - second) <= sum(halves)):
        return False
    digits, others = _digits_of(one.text), _digits_of(other.text)
    least = _DIGITS_OF_PLANS if one.status is Status.TARGET else _DIGITS
    if max(len(digits), len(others)) < least or min(len(digits), len(others)) < _DIGITS_OF_PLANS or not second:
        return False
    ratio = float(first / second)
    is_near = abs(ratio - 1) < _NEAR and halves[0] == halves[1]
    return is_near or digits == others or (1 / _FAR < ratio < _FAR and is_slip(digits, others))


def _digits_of(text: str) -> str:
    return re.sub(r"\D", "", text).strip("0")


def is_slip(one: str, other: str) -> bool:
    """Whether one run of digits becomes the other by one digit changed, dropped or doubled, or two changed about.

    >>> is_slip("7021", "7201"), is_slip("7021", "7081"), is_slip("7021", "721"), is_slip("7021", "7120")
    (True, True, True, False)
    """
    if len(one) == len(other):
        wrong = [at for at, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]]
        if len(wrong) < 2:
            return True
        first, second = wrong[0], wrong[-1]
        return len(wrong) == 2 and second == first + 1 and one[first : second + 1] == other[second] + other[first]
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _tell(one: Quantity, other: Quantity) -> Finding:
    message = (
        f"{one.period}年“{abridge(one.indicator, 20)}”前文为{one.text}，此处为{other.text}，两处不一致，"
        "请核对是否同一口径。"
    )
    return Finding(
        "A006",
        Severity.QUESTION,
        message,
        (other.span, one.span),
        f"{one.text} ≠ {other.text}",
        (one.text, other.text),
        "末位四舍五入后仍不相等",
    )


CHECKS = (check_twice,)
