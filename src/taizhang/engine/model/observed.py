"""A registered figure 观测值: what a statistics office or another report says of an indicator, an area and a period.

What enters a check beside a report is a tuple of these. 2031年固定资产投资 682.6亿元 of 澜川市 is ``Observation(key=
"fixed_asset_investment", period="2031", value=Decimal("68260000000"), half=Decimal("5000000"), unit="元", …)``.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from taizhang.engine.model import Measure


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure of an indicator, area, period and source.

    ``value`` is in the base unit (万, 亿 multiplied out) with ``unit`` without them; ``half`` is half of the last
    printed digit, in the same unit. ``area`` is a code, None where unknown; ``place`` the name as given, empty where
    the figure is of the report's own area. ``text`` is the figure with its unit as printed, ``row`` its line in the
    file, 0 where it comes from a report.
    """

    key: str
    name: str
    area: str | None
    place: str
    period: str
    value: Decimal
    half: Decimal
    unit: str
    measure: Measure
    text: str
    source: str
    row: int = 0
