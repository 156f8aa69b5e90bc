"""The plan 分工方案: the headings of a report numbered anew, and below them its tasks, each with who and when.

What enters is the ``Duties``, what leaves is paragraphs on the ``Paper``: 新修水渠30公里 below （一）兴办水利 becomes
``（7）新修水渠30公里。（牵头单位：市水利局；配合单位：市财政局；完成时限：2032年底※）``, with a line to write on where
nobody is proposed.
"""

from __future__ import annotations

from collections import Counter

from taizhang.export.annex import title_of
from taizhang.export.duties import Duties, Duty, Heading, new_headings
from taizhang.export.official import BLANK, Paper
from taizhang.settings import LeadUnit, Settings

_DIGITS = "零一二三四五六七八九"
_CLOSING = "各牵头单位要会同配合单位细化工作措施，明确进度安排，按规定时限报送进展情况。"
_ENDS = ("。", "！", "？", "；", "”")


def add_plan(paper: Paper, duties: Duties, settings: Settings) -> None:
    """The lead paragraph, the sections with their tasks, and the closing one."""
    paper.add("BodyText", _lead(duties))
    _add_sections(paper, duties, settings)
    paper.add("BodyText", _CLOSING)


def has_blanks(duties: Duties, settings: Settings) -> bool:
    """Whether the plan leaves anything to write in."""
    return any(BLANK in _tail(duty, settings) for duty in duties.duties)


def _lead(duties: Duties) -> str:
    tasks = len(duties.duties) - duties.headlines
    parts = (f"主要预期目标{duties.headlines}项", f"重点任务{tasks}项")
    counted = "、".join(part for part, count in zip(parts, (duties.headlines, tasks), strict=True) if count)
    return f"{title_of(duties, '《政府工作报告》')}共分解{counted}。为明确责任、抓好落实，现就任务分工提出如下方案。"


def _add_sections(paper: Paper, duties: Duties, settings: Settings) -> None:
    """The headings, numbered anew by level, and the tasks below them, numbered through."""
    above: tuple[Heading, ...] = ()
    counts: Counter[int] = Counter()
    for duty in duties.duties:
        path = _three(duty.path) or (Heading("", "重点任务"),)
        for level, heading in new_headings(above, path):
            counts[level] += 1
            for deeper in [at for at in counts if at > level]:
                del counts[deeper]
            paper.add(f"Heading{level}", f"{_mark(level, counts[level])}{heading.title}")
        above = path
        _add_duty(paper, duty, settings)


def _add_duty(paper: Paper, duty: Duty, settings: Settings) -> None:
    stop = "" if duty.text.endswith(_ENDS) else "。"
    paper.add_with_tail("BodyText", f"（{duty.number}）{duty.text}{stop}", "Duty", _tail(duty, settings))


def _tail(duty: Duty, settings: Settings) -> str:
    due = duty.due.replace("；", "，")  # semicolons stand between units and dates here
    return f"（{_told_units(duty, settings)}完成时限：{due or BLANK}）"


def _three(path: tuple[Heading, ...]) -> tuple[Heading, ...]:
    """``path`` with all below the second heading in one."""
    deep = "：".join(heading.title for heading in path[2:])
    return (*path[:2], Heading("", deep)) if deep else path


def _mark(level: int, number: int) -> str:
    """The mark before a heading: 一、 then （一） then 1．"""
    return (f"{chinese_number(number)}、", f"（{chinese_number(number)}）", f"{number}．")[level - 1]


def chinese_number(number: int) -> str:
    """A number from 1 to 99 in Chinese numerals, larger ones in digits.

    >>> [chinese_number(n) for n in (1, 10, 12, 20, 35, 100)]
    ['一', '十', '十二', '二十', '三十五', '100']
    """
    tens, ones = divmod(number, 10)
    if tens > 9:
        return str(number)
    ten = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return ten + (_DIGITS[ones] if ones else "")


def _told_units(duty: Duty, settings: Settings) -> str:
    if settings.lead_unit is LeadUnit.COLUMN:
        return f"牵头单位：{duty.lead or BLANK}；配合单位：{'、'.join(duty.supporting) or BLANK}；"
    star = "*" if settings.lead_unit is LeadUnit.STAR and duty.lead else ""
    units = "、".join(unit for unit in (f"{star}{duty.lead}", *duty.supporting) if unit)
    return f"责任单位：{units or BLANK}；"
