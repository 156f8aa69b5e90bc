"""Registered figures from a CSV file: what enters is a path, what leaves are ``Observation``s in the order of rows.

``指标,地区,时期,数值,单位,来源`` and ``固定资产投资,晋中市,2024,682.6,亿元,2025年报告`` make
one figure of 68260000000元 for 140700. Headers may be Chinese or English; an indicator is a name of the register or
its key; a % of an indicator that is no share is its growth, as is what 增速 names, or what a column 口径 says.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path

from taizhang.engine.model import Measure
from taizhang.engine.model.observed import Observation
from taizhang.errors import DocumentBroken, Said
from taizhang.ingest.files import read_bytes
from taizhang.ingest.given import name_place
from taizhang.ingest.text import read_text
from taizhang.rules.indicators import Indicator, find_indicator, indicator
from taizhang.rules.units import dimension_of, family_of

_COLUMNS = {
    "indicator": ("indicator", "指标", "指标名称", "key"),
    "area": ("area", "地区", "区划", "行政区划", "place"),
    "period": ("period", "时期", "年份", "时间", "year"),
    "value": ("value", "数值", "值", "数据"),
    "unit": ("unit", "单位", "计量单位"),
    "source": ("source", "来源", "数据来源"),
    "measure": ("measure", "口径"),
}
_NEEDED = ("indicator", "period", "value", "unit")
_NAMES = dict(zip(_COLUMNS, ("指标", "地区", "时期", "数值", "单位", "来源", "口径"), strict=True))
_MEASURES = {
    "level": Measure.LEVEL, "总量": Measure.LEVEL, "水平": Measure.LEVEL, "added": Measure.ADDED, "新增": Measure.ADDED,
    "reduced": Measure.REDUCED, "减少": Measure.REDUCED, "growth": Measure.GROWTH, "增长": Measure.GROWTH,
    "增速": Measure.GROWTH, "decline": Measure.DECLINE, "下降": Measure.DECLINE,
}  # fmt: skip
_PERIOD = re.compile(r"(?:19|20)\d\d(?:-(?:Q[1-4]|H[12]|0[1-9]|1[0-2]))?")
_SCALES = (("万亿", 12), ("亿", 8), ("万", 4))
_SHARES = frozenset({"share", "ratio"})
_MOST_BYTES = 16 << 20


def read_observations(path: Path) -> tuple[Observation, ...]:
    """The figures of a CSV file (UTF-8, UTF-16 or GB18030).

    Raises ``DocumentBroken`` naming the row for a header without a column, an indicator that the register does not
    know, and a period, value or unit that cannot be read.
    """
    text = read_text(read_bytes(path, _MOST_BYTES), str(path))
    reader = csv.reader(io.StringIO(text))
    header = next(reader, [])
    columns = _find_columns(header, path)
    rows = ((reader.line_num, row) for row in reader if any(cell.strip() for cell in row))
    return tuple(_read_row(path, number, columns, row) for number, row in rows)


def _find_columns(header: list[str], path: Path) -> dict[str, int]:
    told = [cell.strip().lower() for cell in header]
    found = {name: told.index(word) for name, words in _COLUMNS.items() for word in words if word in told}
    missing = [name for name in _NEEDED if name not in found]
    if missing:
        chinese, english = "、".join(_NAMES[name] for name in missing), ", ".join(missing)
        raise _broken(path, 1, f"表头缺少“{chinese}”列", f"the header lacks {english}")
    return found


def _read_row(path: Path, number: int, columns: Mapping[str, int], row: list[str]) -> Observation:
    cells = {name: row[at].strip() if at < len(row) else "" for name, at in columns.items()}
    phrase, unit = cells["indicator"], cells["unit"]
    scale, base = _split_unit(unit)
    if base and base != "%" and dimension_of(base) is None and family_of(base) == base:
        raise _broken(path, number, f"不认识单位“{unit}”", f"unknown unit {unit}")
    known = indicator(phrase) or find_indicator(phrase, base)
    if known is None:
        raise _broken(path, number, f"指标库里没有“{phrase}”", f"unknown indicator {phrase}")
    period = cells["period"].removesuffix("年")
    if not _PERIOD.fullmatch(period):
        raise _broken(path, number, f"时期“{cells['period']}”不是年、季、月", f"bad period {cells['period']}")
    try:
        printed = Decimal(re.sub("[,，\\s]", "", cells["value"]))
    except InvalidOperation:
        raise _broken(path, number, f"数值“{cells['value']}”不是数", f"{cells['value']} is no number") from None
    if not printed.is_finite():
        raise _broken(path, number, f"数值“{cells['value']}”不是数", f"{cells['value']} is no number")
    measure = _measure(path, number, cells.get("measure", ""), known, phrase, base)
    half = Decimal("0.5").scaleb(min(int(printed.as_tuple().exponent), 0) + scale)
    name, area = name_place(cells["area"], int(period[:4])) if cells.get("area") else ("", None)
    text = f"{cells['value']}{unit}"
    return Observation(
        known.key, known.name, area, name, period, printed.scaleb(scale), half, base, measure, text,
        cells.get("source", ""), number,
    )  # fmt: skip


def _split_unit(unit: str) -> tuple[int, str]:
    """The power of ten and the base unit; 千瓦 stays whole.

    >>> _split_unit("亿元"), _split_unit("千瓦")
    ((8, '元'), (0, '千瓦'))
    """
    return next(((power, unit.removeprefix(word)) for word, power in _SCALES if unit.startswith(word)), (0, unit))


def _measure(path: Path, number: int, told: str, known: Indicator, phrase: str, unit: str) -> Measure:
    if told:
        if told.lower() not in _MEASURES:
            raise _broken(path, number, f"口径“{told}”不是总量、新增、增长、下降", f"unknown measure {told}")
        return _MEASURES[told.lower()]
    if unit == "%" and (phrase.endswith(("增速", "增长率", "增幅")) or known.families.isdisjoint(_SHARES)):
        return Measure.GROWTH
    return Measure.ADDED if "新增" in known.name else Measure.LEVEL


def _broken(path: Path, number: int, zh: str, en: str) -> DocumentBroken:
    step = Said("请改正这一行后重试", "Correct the row and try again")
    return DocumentBroken(f"{path}:{number}", reason=Said(zh, en), step=step)
