"""Amounts of a report as far as sums need them: what enters are quantities, what leaves is which of them are amounts.

Of ``引进亿元以上项目21个，比上年增加4个`` the amount is 21个 alone: 亿元 is a threshold, 4个 a difference.
Offsets are of the source text, values in base units.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal

from taizhang.checks.printed import half_step, value_of
from taizhang.engine.model import Bound, Measure, Quantity, Report
from taizhang.rules import load
from taizhang.rules.units import convert, dimension_of

RATES = frozenset({Measure.GROWTH, Measure.DECLINE})
SHARES = frozenset({"%", "‰", "百分点", "千分点", "个百分点", "个千分点"})
_AMOUNTS = frozenset({Measure.LEVEL, Measure.ADDED, Measure.REDUCED})
_NO_SUM = SHARES | frozenset({"倍", "番", "", "位", "分", "岁", "周岁", "年", "元/人", "微克/立方米", "小时", "分钟"})
_COUNTERS = frozenset({"things", "firms", "persons", "households"})
_ABOVE = re.compile(
    r"\s*(?:及|或|\(含\)|（含）)?以[上下内]的?(?=[\u4e00-\u9fff“])(?![增比同占较为是用和与及或左，其创居])"
)


def words_of(where: str) -> str:
    """The words of ``rules/amounts.toml`` that stand for ``where``, as one alternation for a pattern."""
    return "|".join(re.escape(word) for row in load("amounts") if row["where"] == where for word in row["words"])


_KIND = r"\s*[级的]?(?:[大中小重]型?)?(?:工业|产业|制造业|服务业|外资|内资)?"
_NAMED = re.compile(f"{_KIND}(?:{words_of('class')})")
_NAMED_BY_MONEY = re.compile(f"{_KIND}(?:{words_of('class.money')})")
_OF_CLASS = re.compile(r"\s*[级的]?(?=[\u4e00-\u9fff“])(?![增比同占较为是用和与及或以左上，其创居均])")
_OVER = re.compile(r"以[上下]的?(?:[大中小]型)?(?:企业|单位|村|家庭)")
_HEAD = re.compile(words_of("mean.head"))
_MEAN = re.compile(rf"{words_of('mean')}|{words_of('mean.head')}|均[为达超]?$")
_EACH = re.compile(rf"{words_of('each')}|各个?$")
_DIFFERENCE = re.compile(rf"(?<!不)(?:{words_of('difference')})")
_MONEY = frozenset({"元", "美元", "港元", "欧元"})
_DIGIT = re.compile(r"\d")
_CLAUSE_END = "，,。；;：:！？!?\n（("
_PERSONS = frozenset({"人", "名", "人次"})
_SAME_THINGS = frozenset({"个", "项"})


def quantities_between(report: Report, start: int, end: int) -> tuple[Quantity, ...]:
    """The quantities of the report that lie in ``[start, end)`` of the source, in order."""
    quantities = report.quantities
    first = bisect_left(quantities, start, key=_start_of)
    return tuple(q for q in quantities[first : bisect_left(quantities, end, key=_start_of)] if q.span.end <= end)


def near_of(quantities: Sequence[Quantity], at: int, distance: int) -> Sequence[Quantity]:
    """Of quantities in order those that begin within ``distance`` of an offset."""
    first = bisect_left(quantities, at - distance, key=_start_of)
    return quantities[first : bisect_left(quantities, at + distance + 1, key=_start_of)]


def _start_of(quantity: Quantity) -> int:
    return quantity.span.start


def lead_of(text: str, at: int, limit: int) -> str:
    """The words of the clause before an offset, not further back than ``limit``."""
    start = max((text.rfind(mark, limit, at) for mark in _CLAUSE_END), default=-1)
    return text[max(start + 1, limit) : at]


def is_amount(report: Report, quantity: Quantity) -> bool:
    """Whether a quantity is an amount that could be part of another: no rate, rank, share, threshold, or for each."""
    if quantity.measure not in _AMOUNTS or quantity.unit in _NO_SUM or value_of(quantity) <= 0:
        return False
    text, start = report.source.text, quantity.span.start
    return not is_threshold(text, quantity) and not _EACH.search(lead_of(text, start, max(0, start - 24)))


def is_mean(text: str, quantity: Quantity) -> bool:
    """Whether an amount is told as a mean: 平均每天548户."""
    start = quantity.span.start
    return bool(_MEAN.search(lead_of(text, start, max(0, start - 24))))


def is_per_head(text: str, quantity: Quantity) -> bool:
    """Whether an amount is told for each head, household or mu, and its parts are too: 人均筹资340元."""
    start = quantity.span.start
    return bool(_HEAD.search(lead_of(text, start, max(0, start - 24))))


def is_threshold(text: str, quantity: Quantity) -> bool:
    """Whether a figure only names a class of things (亿元以上项目, 50人以上企业), and counts nothing."""
    end = quantity.span.end
    if is_counter(quantity.unit) or quantity.unit in _PERSONS:
        return quantity.unit in _PERSONS and bool(_OVER.match(text, end))
    if _ABOVE.match(text, end) or _NAMED.match(text, end):
        return True
    if quantity.unit in _MONEY and _NAMED_BY_MONEY.match(text, end):
        return True
    return not is_exact(quantity) and bool(_OF_CLASS.match(text, end))


def is_counter(unit: str) -> bool:
    """Whether a unit counts things, firms or households: 个, 家, 户."""
    dimension = dimension_of(unit)
    return dimension is not None and dimension.key in _COUNTERS and unit not in _PERSONS


def is_difference(text: str, quantity: Quantity, limit: int) -> bool:
    """Whether an amount is told as a difference: 比上年增加4个."""
    return bool(_DIFFERENCE.search(lead_of(text, quantity.span.start, limit)))


def ends_of(quantity: Quantity) -> tuple[Decimal, Decimal]:
    """The two ends of a range, else the value twice."""
    value = quantity.value
    return value if isinstance(value, tuple) else (value, value)


def half_of(quantity: Quantity) -> Decimal:
    """Half of the last printed digit; 0 of what is counted one by one (12座, and not 1.2万座)."""
    is_thing = is_counter(quantity.unit) or quantity.unit in _PERSONS
    if is_thing and quantity.text.removesuffix(quantity.unit).strip().isdigit():
        return Decimal(0)
    return half_step(quantity.text, value_of(quantity))


def factor_between(unit: str, to: str) -> Decimal | None:
    """What one of ``unit`` is in ``to``; of measure words for things only 个 and 项 stand for one another."""
    if unit == to:
        return Decimal(1)
    if is_counter(unit) and not {unit, to} <= _SAME_THINGS:
        return None
    return convert(Decimal(1), unit, to)


def is_exact(quantity: Quantity) -> bool:
    """Whether no word makes the figure a bound or an estimate."""
    return quantity.bound is Bound.EXACT


def is_told(quantity: Quantity) -> bool:
    """Whether a figure is a plain level of a known period, printed in digits."""
    is_level = quantity.measure is Measure.LEVEL and is_exact(quantity) and quantity.period is not None
    return is_level and quantity.unit not in _NO_SUM and bool(_DIGIT.search(quantity.text))


def is_alike(one: Quantity, other: Quantity) -> bool:
    """Whether two figures are of one period, told in the same way, in units that convert."""
    is_same = (one.period, one.status) == (other.period, other.status)
    return is_same and factor_between(one.unit, other.unit) is not None
