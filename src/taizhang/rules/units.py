"""Units that compare: dimensions, their families, and conversion within one dimension.

What enters is a unit as a report writes it, with or without 万 and 亿; what leaves is its ``Dimension`` or the value in
another unit. The words of ``units.toml`` say what is a unit at all; ``unit_factors.toml`` says what converts.

Worked through: ``20 亿斤`` in ``万吨``: 斤 and 吨 are of the dimension ``mass`` with factors 0.0005 and 1, so the value
is 20 × 10⁸ × 0.0005 / 10⁴ = 100.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from taizhang.errors import RuleError
from taizhang.rules import load

_SCALES = {"万亿": 10**12, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万": 10**4, "千": 10**3, "百": 10**2}


@dataclass(frozen=True, slots=True)
class Dimension:
    """A group of units that convert by a factor. ``factors`` are (word, what one of it is in ``base``), in order.

    ``family`` is shared by dimensions that may measure the same thing without converting (元 and 美元: ``money``).
    """

    key: str
    family: str
    base: str
    factors: tuple[tuple[str, Decimal], ...]


@cache
def dimensions() -> tuple[Dimension, ...]:
    """Every dimension, in the order of the table."""
    return tuple(
        Dimension(row.key, row["family"], row["base"], tuple((w, Decimal(f)) for w, f in row["factors"].items()))
        for row in load("unit_factors")
    )


def dimension_of(unit: str) -> Dimension | None:
    """The dimension of a unit (亿元, 平方公里); None where no table knows it.

    >>> dimension_of("万亩").key, dimension_of("kg").base
    ('area', '吨')
    """
    found = _scaled(unit)
    return found[0] if found else None


@cache
def family_of(unit: str) -> str:
    """The family of a unit's dimension, else its group in ``units.toml`` (袋: count), else the unit itself."""
    found = _scaled(unit)
    return found[0].family if found else _groups().get(unit, unit)


def convert(value: Decimal, unit: str, to: str) -> Decimal | None:
    """``value`` of ``unit`` told in ``to``; None where the two do not convert (元 and 美元, 人 and 人次).

    >>> convert(Decimal(20), "亿斤", "万吨")
    Decimal('100')
    >>> convert(Decimal(1), "美元", "元") is None
    True
    """
    one, other = _scaled(unit), _scaled(to)
    if not one or not other or one[0].key != other[0].key:
        return None
    result = value * one[1] / other[1]
    return result.quantize(Decimal(1)) if result == result.to_integral_value() else result.normalize()


@cache
def _scaled(unit: str) -> tuple[Dimension, Decimal] | None:
    """The dimension of a unit and what one of it is in the base; 千瓦 is a word of its own, not a thousand 瓦."""
    words = _words()
    if unit in words:
        return words[unit]
    for scale, times in _SCALES.items():
        rest = unit.removeprefix(scale)
        if rest != unit and rest in words:
            dimension, factor = words[rest]
            return dimension, factor * times
    return None


@cache
def _words() -> dict[str, tuple[Dimension, Decimal]]:
    words: dict[str, tuple[Dimension, Decimal]] = {}
    for dimension in dimensions():
        for word, factor in dimension.factors:
            if word in words:
                twice = f"{word} stands in {words[word][0].key} and {dimension.key}"
                raise RuleError("unit_factors.toml", reason=twice)
            words[word] = (dimension, factor)
    return words


@cache
def _groups() -> dict[str, str]:
    """Each word of ``units.toml`` with the row's dimension: coarser than a family, for words without a factor."""
    return {word: str(row["dimension"]) for row in load("units") for word in row["words"]}
