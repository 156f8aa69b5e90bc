"""Periods and the milestones of a year as people write them.

What enters is a period of the engine (``2021/2025``, ``2026-Q1``) or the words of an item with its due date, what
leaves is a text for a cell (``2021—2025年``, ``2026年一季度``) or the nodes of the four quarters: of
岚水高速6月底前建成通车 ``岚水高速建成通车`` in the second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from taizhang.export.words import Words

_PART = re.compile(r"(?P<year>\d{4})-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<month>\d\d))")
_LATER = re.compile(
    r"[、，,；;]?(?:力争|确保|争取|计划)?[一二两三四五六七八九十\d]{1,2}年(?:之?内)?(?:全面|全部|基本)?(?:建成|完成|完工|竣工|通车|投用|见效|成势|达产)[^、，,；;]*"
)
"""What some years and not this one are given for: 年内开工、3年建成."""
_LONGEST_NODE = 24
_EDGES = " 、，,；;：:。"

_PLANS = {"十一": 2006, "十二": 2011, "十三": 2016, "十四": 2021, "十五": 2026, "十六": 2031}
_PLAN = re.compile(r"(?<![比较])[“\"](十[一二三四五六])五[”\"](?!末|底|规划末)")
_TERM = re.compile(
    r"五年(?:来|间|中|里)|(?:过去|这|近)的?五年|[“\"]十[一二三四五六]五[”\"](?:时期|期间|以来|的五年)|5年(?:来|间)"
)
_SUM = re.compile(rf"{_TERM.pattern}|五年(?!规划|计划|一遇)|年均(?=[^，,；;。]{{0,4}}?[增降减提])|(?<!年)累计")

_TIME = re.compile(
    r"(?:力争|确保|争取|计划)?(?:到|在|于)?(?:(?P<year>20\d\d)年|今年)?(?<![每各\d—~-])"
    r"(?:(?P<month>1[0-2]|[1-9])月份?(?:\d{1,2}日|[上中下]旬|[底末初])?"
    r"|第?(?P<quarter>[一二三四])季度[底末]?|(?P<half>上半年|年中|下半年)[底末]?|(?P<end>年底|年末|年内))"
    r"(?:之前|以前|前|内)?"
)


class Node(NamedTuple):
    """What is to be reached in a quarter (0 to 3)."""

    quarter: int
    text: str


def show_period(period: str | None, words: Words) -> str:
    """A period of the engine as people write it; empty for None.

    >>> [show_period(p, Words("zh")) for p in ("2031", "2026/2030", "2031-H1", "2031-Q3", "2031-11")]
    ['2031年', '2026—2030年', '2031年上半年', '2031年三季度', '2031年11月']
    """
    if not period:
        return ""
    if "/" in period:
        return period.replace("/", "–") if words.at else f"{period.replace('/', '—')}年"
    part = show_part(period, words)
    if words.at:
        return f"{period[:4]} {part}" if part and "-" in period and not _is_month(period) else period
    return f"{period[:4]}年{part}" if period[:4].isdigit() else period


def show_part(period: str | None, words: Words) -> str:
    """The part of a year that a period names, ``一季度``; empty where it names none."""
    found = _PART.fullmatch(period or "")
    if not found:
        return ""
    if found["quarter"]:
        return f"Q{found['quarter']}" if words.at else f"{'一二三四'[int(found['quarter']) - 1]}季度"
    if found["half"]:
        return f"H{found['half']}" if words.at else f"{'上下'[int(found['half']) - 1]}半年"
    return found["month"] if words.at else f"{int(found['month'])}月"


def _is_month(period: str) -> bool:
    return period[5:].isdigit()


def quarter_of(period: str | None, year: int | None) -> int | None:
    """The quarter (0 to 3) that a period within ``year`` ends in; None for whole years and other years.

    >>> quarter_of("2031-H1", 2031), quarter_of("2031-11", 2031), quarter_of("2031", 2031)
    (1, 3, None)
    """
    found = _PART.fullmatch(period or "")
    if not found or int(found["year"]) != year:
        return None
    if found["quarter"]:
        return int(found["quarter"]) - 1
    return 2 * int(found["half"]) - 1 if found["half"] else (int(found["month"]) - 1) // 3


def find_nodes(text: str, due: str | None, year: int | None) -> tuple[Node, ...]:
    """The nodes that ``text`` states for quarters of ``year``; ``due`` is its ISO date where words give one, else None.

    A clause gives what is left of it without its time. Where the date stands in words outside of ``text``, the text
    as a whole is due in the quarter of ``due``.

    >>> find_nodes("岚水高速3月底前开工、9月底前通车", "2031-09-30", 2031)
    (Node(quarter=0, text='岚水高速开工'), Node(quarter=2, text='岚水高速通车'))
    """
    if due is None or year is None:
        return ()
    is_this_year = due.startswith(f"{year:04d}-")
    found = tuple(node for clause in re.split("[，,；;。]", text) for node in _nodes_in(clause, year, is_this_year))
    if found or not is_this_year:
        return found
    first = next((part for part in re.split("[，,；;。]", text) if part.strip()), "")
    return _node((int(due[5:7]) - 1) // 3, first)


def _nodes_in(clause: str, year: int, is_this_year: bool) -> Iterator[Node]:
    times = [m for m in _TIME.finditer(clause) if m["year"] == str(year) or (is_this_year and not m["year"])]
    if not times:
        return
    head = clause[: times[0].start()]
    for time, end in zip(times, (*(m.start() for m in times[1:]), len(clause)), strict=True):
        yield from _node(_quarter_told(time), f"{head}{_LATER.sub('', clause[time.end() : end]).strip(_EDGES)}")


def _quarter_told(time: re.Match[str]) -> int:
    if time["month"]:
        return (int(time["month"]) - 1) // 3
    if time["quarter"]:
        return "一二三四".index(time["quarter"])
    return 1 if time["half"] in ("上半年", "年中") else 3


def _node(quarter: int, text: str) -> tuple[Node, ...]:
    text = text.strip(_EDGES)
    return (Node(quarter, text if len(text) <= _LONGEST_NODE else f"{text[: _LONGEST_NODE - 1]}…"),) if text else ()


def without_times(text: str) -> str:
    """``text`` without the months, quarters, halves and ends of years that it names.

    >>> without_times("到6月底开工率"), without_times("岚水库年底前蓄水")
    ('开工率', '岚水库蓄水')
    """
    return _TIME.sub("", text)


def years_told(sentence: str, above: str, year: int, *, with_totals: bool = True) -> tuple[int, int] | None:
    """The years that a figure at the end of ``sentence`` sums up or averages; None where nothing says several.

    ``sentence`` ends with the figure, ``above`` is the paragraph before it, ``year`` that of the report. A year named
    after the words of several years (五年来…2031年) takes the figure back. 累计 alone tells no span of years: it counts
    only ``with_totals``, when the question is whether a figure is last year's own.

    >>> years_told("五年累计新增就业17万人", "", 2032), years_told("五年来路网成形，去年通车2公里", "", 2032)
    ((2027, 2031), None)
    """
    named = [m.end() for m in re.finditer(rf"{year - 1}年|去年|上年|全年|一年来", f"{above}{sentence}")]
    last = named[-1] if named else 0
    found = [m for m in _SUM.finditer(sentence) if m.end() + len(above) > last and (with_totals or m[0] != "累计")]
    found = found or [m for m in _TERM.finditer(above) if m.end() > last]
    if not found:
        return None
    plans = [_PLANS[m[1]] for m in _PLAN.finditer(f"{above}{sentence}") if _PLANS[m[1]] + 4 < year]
    first = plans[-1] if plans else year - 5
    return first, first + 4
