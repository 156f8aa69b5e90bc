"""The table of the 任务分解表: its columns, their widths, its rows.

What enters is the ``Duties`` and the settings, what leaves is a table on the ``Paper``: 新修水渠30公里 due in June and
改桥3座 without a date in one sentence make one row, its date in two lines, 2032年6月底； and 其余年底※.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from taizhang.export.duties import Duties, Duty, Heading, new_headings
from taizhang.export.official import Cell, Paper, count_lines, width_of
from taizhang.export.words import Words
from taizhang.settings import COLUMNS, LeadUnit, Settings

_WORDS = Words("zh")
_WIDTHS = {
    "number": 12,
    "category": 30,
    "task": 74,
    "target_value": 41,
    "lead_unit": 29,
    "supporting_units": 30,
    "units": 42,
    "due": 27,
    "remarks": 12,
    "address": 20,
    "source": 80,
}
"""Widths in millimetres, together 225 for the columns that stand by default."""
_TARGET_WIDTHS = (41, 34, 50, 58)
"""What the column of targets may take of its room and that of the tasks; the first one where it makes no difference."""
_OTHER_WIDTH = 18
_CENTRED = frozenset(
    ("number", "leader", "lead_unit", "supporting_units", "units", "due", "address", "light", "status")
)
_UNITS = frozenset(("lead_unit", "supporting_units", "units"))
_BEHIND_PARAGRAPH = re.compile("(?<=段)|(?<=句至)")
_BEHIND_DATE = re.compile("(?<=[、；])")
_MANY = 8
"""A table of so many columns is set in 五号, one of fewer in 小四."""


class Board:
    """The table of duties, a merged row for each new heading."""

    def __init__(self, duties: Duties, settings: Settings) -> None:
        self.duties = duties.duties
        self.keys = settings.word_columns
        self.settings = settings
        self.size = "Table" if len(self.keys) < _MANY else "Small"
        self.has_groups = "category" not in self.keys
        self.has_suggested = duties.has_suggested
        self.has_units = bool(_UNITS.intersection(self.keys))
        self.has_due = "due" in self.keys

    def add_to(self, paper: Paper) -> None:
        """Set the table on ``paper``."""
        head = [Cell(tuple(self._header(key).split("\n")), f"{self.size}Head") for key in self.keys]
        paper.add_table(self._widths(paper.sheet.room), head, self._rows())

    def _widths(self, room: int) -> list[int]:
        """The widths with which the table is shortest: tasks and targets share their room as their words need it.

        Dates get what the longest needs to stand in one line, which the tasks give.
        """
        widths = {key: _WIDTHS.get(key, _OTHER_WIDTH) for key in self.keys}
        if {"task", "due"} <= set(self.keys):
            wanted = max((width_of(self._cell("due", duty)) for duty in self.duties), default=0)
            more = min(max(wanted - widths["due"], 0), 12)
            widths |= {"due": widths["due"] + more, "task": widths["task"] - more}
        if {"task", "target_value"} <= set(self.keys):
            both = widths["task"] + widths["target_value"]
            scale = room / sum(widths.values())
            kept = min(_TARGET_WIDTHS, key=lambda width: self._count_lines(both - width, width, scale))
            widths |= {"task": both - kept, "target_value": kept}
        return list(widths.values())

    def _count_lines(self, task: int, target: int, scale: float) -> int:
        sides = (("task", task), ("target_value", target))
        return sum(
            max(count_lines(self._cell(key, duty), round(width * scale)) for key, width in sides)
            for duty in self.duties
        )

    def _header(self, key: str) -> str:
        """A header; where units are proposed it says so, once for all cells below it."""
        mark = ".suggested" if self.has_suggested else ""
        if key == "units" and self.settings.lead_unit is not LeadUnit.COLUMN:
            return _WORDS.say(f"units.{self.settings.lead_unit}{mark}")
        header = COLUMNS[key][0]
        return _WORDS.say("header.suggested", header=header) if mark and key in _UNITS else header

    def _rows(self) -> Iterator[Sequence[Cell]]:
        above: tuple[Heading, ...] = ()
        for duty in self.duties:
            if self.has_groups:
                for level, heading in new_headings(above, duty.path):
                    yield (Cell((heading.line,), f"TableGroup{min(level, 3)}", len(self.keys)),)
                above = duty.path
            yield [self._cell(key, duty) for key in self.keys]

    def _cell(self, key: str, duty: Duty) -> Cell:
        align = "Centre" if key in _CENTRED else "Text" if key in ("task", "source") else "Left"
        return Cell(self._lines(key, duty), f"{self.size}{align}")

    def _lines(self, key: str, duty: Duty) -> tuple[str, ...]:
        """What is known of a duty; the columns that people fill in have nothing."""
        star = "*" if self.settings.lead_unit is LeadUnit.STAR and duty.lead else ""
        lead = (f"{star}{duty.lead}",) if duty.lead else ()
        known = {
            "number": (str(duty.number),),
            "category": tuple(heading.line for heading in duty.path),
            "task": (duty.text if "target_value" in self.keys else duty.full_text,),
            "target_value": _targets(duty),
            "lead_unit": (duty.lead,),
            "supporting_units": duty.supporting,
            "units": (*lead, *duty.supporting),
            "due": _split_due(duty.due),
            "light": (_WORDS.lights()[-1][0],),
            "address": tuple(_BEHIND_PARAGRAPH.split(duty.where)),
            "source": (duty.source,),
            **duty.filled,
        }
        return known.get(key, ())


def _targets(duty: Duty) -> tuple[str, ...]:
    """Each figure in a line of its own; 定性 for a target without one."""
    *before, last = duty.targets or ("定性" if duty.in_words else "",)
    return (*(f"{target}；" for target in before), last)


def _split_due(due: str) -> tuple[str, ...]:
    """Each date in a line of its own."""
    return tuple(_BEHIND_DATE.split(due))
