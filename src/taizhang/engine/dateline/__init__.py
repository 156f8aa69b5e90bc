"""Place, area and year of a report, read from its title, its dateline and, failing these, its text.

What enters is a ``SourceText`` and its restored text; what leaves is the source with ``place``, ``area`` and ``year``
filled in where the caller gave none; a place that the register of areas does not know has a name but no area. None
stays where the words do not decide: no answer is better than a wrong one.

One title worked through: ``太谷县政府工作报告（2014年12月28日）`` names 140726 太谷县; a congress that sits in December
hears the plan of the year to come, so the year is 2015.
"""

from __future__ import annotations

from dataclasses import replace

from taizhang.engine.dateline.places import (
    ambiguous_in,
    place_by_votes,
    place_in_head,
    place_in_title,
    unregistered_place,
)
from taizhang.engine.dateline.years import find_year, plain_digits, rough_year
from taizhang.engine.model import SourceText
from taizhang.rules import areas
from taizhang.rules.areas import Area

HEAD = 1500
"""Code points at the start of a text in which its dateline and its opening words stand."""


def identify(source: SourceText, restored: str) -> SourceText:
    """``source`` with place, area (GB/T 2260) and year filled in where they are None, from its title and words.

    ``year`` is the one in which the report is given and whose plan it holds; of a statistical bulletin it is the
    titled year. What the caller gave is kept, and a place given without a code gets its code.

    >>> found = identify(SourceText(text="", title="太谷县政府工作报告（2014年12月28日）"), "")
    >>> found.place, found.area, found.year
    ('太谷县', '140726', 2015)
    """
    title = plain_digits(source.title)
    head = plain_digits(restored[:HEAD])
    year = source.year
    if source.place is not None or source.area is not None:
        year = year if year is not None else find_year(title, head, restored, is_nation=source.area == areas.NATION)
        given = areas.by_code(source.area, year) if source.area else areas.find_area(source.place or "", year)
        place = source.place or (given.name if given else None)
        return replace(source, place=place, area=source.area or (given.code if given else None), year=year)
    place_year = year or rough_year(title, head)
    area = place_in_title(title, place_year) or place_in_head(head, place_year)
    is_nation = area is not None and area.level == "nation"
    if year is None:
        year = find_year(title, head, restored, is_nation=is_nation)
    area = area or place_by_votes(restored, year, ambiguous_in(title, place_year))
    if area is None:
        return replace(source, place=unregistered_place(title, head), year=year)
    named = areas.by_code(area.code, year) or area
    return replace(source, place=_call(named), area=named.code, year=year)


def _call(area: Area) -> str:
    """What a report calls its place: the nation's government is the State Council."""
    return "国务院" if area.code == areas.NATION else area.name
