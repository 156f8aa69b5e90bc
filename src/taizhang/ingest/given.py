"""What the caller says of a report: what enters is a place and a year as given, what leaves is a source with them.

A place is a name or a code of GB/T 2260: ``晋中``, ``山西省晋中市`` and ``140700`` are all 晋中市, 140700. A name that
the register of areas does not know is kept as it is, without a code; a code that it does not know is bad use. A string
that is the name of a file, ``报告.docx``, is no text of a report.
"""

from __future__ import annotations

import re
from dataclasses import replace

from taizhang.engine.model import SourceText
from taizhang.errors import Said, UsageError
from taizhang.ingest.formats import ACCEPTED
from taizhang.rules import areas
from taizhang.rules.areas import Area

_CODE = re.compile(r"\d{6}(?:\d{6})?", re.ASCII)
_LONGEST_NAME = 4_096
_DOCUMENTS = (*ACCEPTED, ".wps", ".rtf", ".xlsx", ".xls", ".zip", ".json", ".csv")


def place_source(source: SourceText, place: str | None, year: int | None) -> SourceText:
    """``source`` with the place and year given; what is None stays as it was. Raises ``UsageError`` for an odd code."""
    if year is not None:
        source = replace(source, year=year)
    if place is None:
        return source
    name, area = name_place(place, source.year)
    if area is None and name == source.place:
        return source
    return replace(source, place=name, area=area)


def name_place(place: str, year: int | None = None) -> tuple[str, str | None]:
    """The name and code of a place as given, by the names in force in ``year``; the code None where none is known.

    >>> name_place("140700"), name_place("山西省晋中市"), name_place("澜川市")
    (('晋中市', '140700'), ('晋中市', '140700'), ('澜川市', None))
    """
    place = place.strip()
    area = _find_code(place, year) if _CODE.fullmatch(place) else _find_chain(place, year, None)
    if area is None:
        return place, None
    return "国务院" if area.code == areas.NATION else area.name, area.code


def refuse_file_name(text: str) -> None:
    """Raise ``UsageError`` where a text is the name of a file, for then its path was meant."""
    name = text.strip()
    if len(name) <= _LONGEST_NAME and "\n" not in name and name.lower().endswith(_DOCUMENTS) and "。" not in name:
        raise UsageError(
            name,
            reason=Said(
                '这是文件名，不是报告的文字；要读文件，请传 Path，如 taizhang.read(Path("报告.docx"))',
                "this is the name of a file, not the text of a report; "
                'to read a file pass a Path, as taizhang.read(Path("report.docx"))',
            ),
        )


def _find_code(place: str, year: int | None) -> Area | None:
    """The area of a code; one of twelve digits, as statistics use them, by its first six."""
    area = areas.by_code(place[:6], year) or areas.by_code(place[:6])
    if area is None or place[6:].strip("0"):
        raise UsageError(
            place,
            reason=Said(
                "行政区划代码表（GB/T 2260）里没有这个代码，请核对，或改写地名，如 晋中市",
                "no area has this code in GB/T 2260; check it, or give the name, as 晋中市",
            ),
        )
    return area


def _find_chain(name: str, year: int | None, within: str | None) -> Area | None:
    """The area of a name, or of the last name of a chain (山西省晋中市太谷区), each within the one before."""
    found = areas.find_area(name, year, within)
    for at in range(len(name) - 2, 1, -1):
        if found:
            break
        above = areas.find_area(name[:at], year, within)
        found = _find_chain(name[at:], year, above.code) if above else None
    return found
