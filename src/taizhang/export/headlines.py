"""The headline targets with their figures: what enters is a report, what leaves are targets, none told twice.

A report that says 地区生产总值增长5.5%以上 in words and again in a table has one target of it.
"""

from __future__ import annotations

from taizhang.engine.entries import headline_targets
from taizhang.engine.model import Item, Quantity, Report, Status
from taizhang.rules.indicators import comparable_key


def headline_figures(report: Report) -> tuple[tuple[Item, tuple[Quantity, ...]], ...]:
    """Each headline target with the figures it aims at; none where it is told in words.

    Of figures that are told again, in a table of the text for example, only the first stands; a target that tells
    nothing new is left out.
    """
    quantities = {quantity.id: quantity for quantity in report.quantities}
    told: set[tuple[object, ...]] = set()
    found: list[tuple[Item, tuple[Quantity, ...]]] = []
    for item in headline_targets(report):
        mine = [quantities[name] for name in item.quantities if name in quantities]
        new: list[Quantity] = []
        for q in mine:
            key = (comparable_key(q.indicator_key) or q.indicator, q.unit, q.value)
            if q.status is Status.TARGET and key not in told:
                told.add(key)
                new.append(q)
        if new or not mine:
            found.append((item, tuple(new)))
    return tuple(found)
