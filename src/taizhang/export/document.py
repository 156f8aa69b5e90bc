"""The ledger as a Word document that an office sends: 任务分解表 or 分工方案.

What enters is a ``Report``, the ``Settings`` and the form, what leaves is the bytes of a ``.docx`` by GB/T 9704-2012.
Of 新修水渠30公里以上 below （一）兴办水利 the table has a row with the target 水渠新增30公里以上, below a row with the
heading; the plan has ``（7）新修水渠30公里以上。（牵头单位：______；配合单位：______；完成时限：2032年底※）``. Both
end with an annex that ties each number to the place and the sentence of the report.

The document is Chinese in every language of the messages: the official form is a Chinese one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from taizhang.engine.model import Report
from taizhang.export.duties import Duties, Duty, Heading, collect_duties
from taizhang.export.official import LANDSCAPE, PORTRAIT, Cell, Paper, count_lines
from taizhang.export.words import Words
from taizhang.settings import COLUMNS, Form, LeadUnit, Settings

_WORDS = Words("zh")
_WIDTHS = {
    "number": 12,
    "category": 30,
    "task": 83,
    "target_value": 50,
    "lead_unit": 21,
    "supporting_units": 21,
    "units": 42,
    "due": 26,
    "remarks": 12,
    "address": 17,
    "source": 80,
}
"""Widths in millimetres, together 225 for the columns that stand by default."""
_TARGET_WIDTHS = (50, 42, 34, 58)
"""What the column of targets may take of its room and that of the tasks; the first one where it makes no difference."""
_OTHER_WIDTH = 18
_CENTRED = frozenset(
    ("number", "leader", "lead_unit", "supporting_units", "units", "due", "address", "light", "status")
)
_ANNEX = (("序号", 14), ("台账编号", 26), ("出处", 21), ("报告原文", 95))
_MANY = 8
"""A table of so many columns is set in 五号, one of fewer in 小四."""
_BLANK = "______"
_DIGITS = "零一二三四五六七八九"
_NOTHING = "报告中没有可列入任务分解的目标和任务。"
_CLOSING = "各牵头单位要会同配合单位细化工作措施，明确进度安排，按规定时限报送进展情况。"


def make_document(report: Report, settings: Settings, form: Form) -> bytes:
    """The document of ``report`` in this form."""
    duties = collect_duties(report, settings, form)
    return _make_table(duties, settings) if form is Form.TABLE else _make_plan(duties, settings)


def _of(duties: Duties, report: str) -> str:
    """Of whom and of which year the document is: 岚川市2032年政府工作报告."""
    return f"{duties.place}{duties.year}年{report}" if duties.year else f"{duties.place}{report}"


# ----------------------------------------------------------------------------------------------- the table


def _make_table(duties: Duties, settings: Settings) -> bytes:
    title = f"{_of(duties, '政府工作报告')}任务分解表"
    paper = Paper(title, LANDSCAPE)
    paper.add("Title", title)
    if not duties.duties:
        paper.add("BodyText", _NOTHING)
        return paper.make()
    paper.add("Note", "")
    for note in _notes(duties, "表内各行与报告原文的对应关系见附件。"):
        paper.add("Note", note)
    _Table(duties, settings).add_to(paper)
    paper.turn(PORTRAIT, "End")
    _add_annex(paper, duties, "任务分解表")
    return paper.make()


class _Table:
    """The table of duties, a merged row for each new heading."""

    def __init__(self, duties: Duties, settings: Settings) -> None:
        self.duties = duties.duties
        self.keys = settings.word_columns
        self.settings = settings
        self.size = "Table" if len(self.keys) < _MANY else "Small"
        self.has_groups = "category" not in self.keys

    def add_to(self, paper: Paper) -> None:
        head = [Cell(tuple(self._header(key).split("\n")), f"{self.size}Head") for key in self.keys]
        widths = self._widths(paper.sheet.room)
        paper.add_table([widths.get(key, _OTHER_WIDTH) for key in self.keys], head, self._rows())

    def _widths(self, room: int) -> dict[str, int]:
        """The widths with which the table is shortest: tasks and targets share their room as their words need it."""
        if not {"task", "target_value"} <= set(self.keys):
            return _WIDTHS
        both = _WIDTHS["task"] + _WIDTHS["target_value"]
        total = sum(_WIDTHS.get(key, _OTHER_WIDTH) for key in self.keys)
        kept = min(_TARGET_WIDTHS, key=lambda width: self._count_lines(both - width, width, room / total))
        return {**_WIDTHS, "task": both - kept, "target_value": kept}

    def _count_lines(self, task: int, target: int, scale: float) -> int:
        sides = (("task", task), ("target_value", target))
        return sum(
            max(count_lines(self._cell(key, duty), round(width * scale)) for key, width in sides)
            for duty in self.duties
        )

    def _header(self, key: str) -> str:
        is_merged = key == "units" and self.settings.lead_unit is not LeadUnit.COLUMN
        return _WORDS.say(f"units.{self.settings.lead_unit}") if is_merged else COLUMNS[key][0]

    def _rows(self) -> Iterator[Sequence[Cell]]:
        above: tuple[Heading, ...] = ()
        for duty in self.duties:
            if self.has_groups:
                for level, heading in _new_headings(above, duty.path):
                    yield (Cell((heading.line,), f"TableGroup{min(level, 3)}", len(self.keys)),)
                above = duty.path
            yield [self._cell(key, duty) for key in self.keys]

    def _cell(self, key: str, duty: Duty) -> Cell:
        align = "Centre" if key in _CENTRED else "Text" if key in ("task", "source") else "Left"
        return Cell(self._lines(key, duty), f"{self.size}{align}")

    def _lines(self, key: str, duty: Duty) -> tuple[str, ...]:
        """What is known of a duty; the columns that people fill in have nothing."""
        star = "*" if self.settings.lead_unit is LeadUnit.STAR else ""
        lead, supporting = _units_of(duty)
        known = {
            "number": (str(duty.number),),
            "category": tuple(heading.line for heading in duty.path),
            "task": (duty.text,),
            "target_value": ("；".join(duty.targets),),
            "lead_unit": _suggested(lead),
            "supporting_units": _suggested(supporting),
            "units": _suggested((*(star + unit for unit in lead), *supporting)),
            "due": (duty.due,),
            "light": (_WORDS.lights()[-1][0],),
            "address": (duty.address,),
            "source": (duty.source,),
        }
        return known.get(key, ())


def _new_headings(above: Sequence[Heading], path: Sequence[Heading]) -> Iterator[tuple[int, Heading]]:
    """The headings of ``path`` that do not stand yet, with their levels from 1."""
    shared = 0
    while shared < min(len(above), len(path)) and above[shared] == path[shared]:
        shared += 1
    yield from enumerate(path[shared:], shared + 1)


def _units_of(duty: Duty) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The lead unit proposed, if any, and the supporting ones."""
    proposed = duty.suggestion
    return ((proposed.lead,), proposed.supporting) if proposed else ((), ())


def _suggested(units: tuple[str, ...]) -> tuple[str, ...]:
    return (_WORDS.say("unit.suggested", unit="、".join(units)),) if units else ()


# ------------------------------------------------------------------------------------------------ the plan


def _make_plan(duties: Duties, settings: Settings) -> bytes:
    of = _of(duties, "《政府工作报告》")
    paper = Paper(f"{of}重点任务分工方案")
    paper.add("Title", of, "重点任务分工方案")
    paper.add("BodyText", "")
    if not duties.duties:
        paper.add("BodyText", _NOTHING)
        return paper.make()
    paper.add("BodyText", _lead(duties))
    _add_sections(paper, duties, settings)
    paper.add("BodyText", _CLOSING)
    for note in _notes(duties):
        paper.add("Note", note)
    paper.add("BodyText", "附件：报告原文对照表")
    _add_annex(paper, duties, "分工方案", is_new_page=True)
    return paper.make()


def _lead(duties: Duties) -> str:
    tasks = len(duties.duties) - duties.headlines
    parts = (f"主要预期目标{duties.headlines}项", f"重点任务{tasks}项")
    counted = "、".join(part for part, count in zip(parts, (duties.headlines, tasks), strict=True) if count)
    return f"{_of(duties, '《政府工作报告》')}共分解{counted}。为明确责任、抓好落实，现就任务分工提出如下方案。"


def _add_sections(paper: Paper, duties: Duties, settings: Settings) -> None:
    """The headings, numbered anew by level, and the tasks below them, numbered through."""
    above: tuple[Heading, ...] = ()
    counts: Counter[int] = Counter()
    for duty in duties.duties:
        path = _three(duty.path) or (Heading("", "重点任务"),)
        for level, heading in _new_headings(above, path):
            counts[level] += 1
            for deeper in [at for at in counts if at > level]:
                del counts[deeper]
            paper.add(f"Heading{level}", f"{_mark(level, counts[level])}{heading.title}")
        above = path
        stop = "" if duty.text.endswith(("。", "！", "？", "；", "”")) else "。"
        tail = f"（{_told_units(duty, settings)}完成时限：{duty.due or _BLANK}）"
        paper.add_with_tail("BodyText", f"（{duty.number}）{duty.text}{stop}", "Duty", tail)


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
    lead, supporting = _units_of(duty)
    if settings.lead_unit is LeadUnit.COLUMN:
        led, helped = (next(iter(_suggested(units)), _BLANK) for units in (lead, supporting))
        return f"牵头单位：{led}；配合单位：{helped}；"
    star = "*" if settings.lead_unit is LeadUnit.STAR else ""
    units = _suggested((*(star + unit for unit in lead), *supporting))
    return f"责任单位：{next(iter(units), _BLANK)}；"


# ------------------------------------------------------------------------------------------- notes, annex


def _notes(duties: Duties, *first: str) -> list[str]:
    notes = list(first)
    if duties.pages:
        notes.append(f"报告原文为报纸版面（{'，'.join(dict.fromkeys(duties.pages))}），本件只含其中刊载的部分。")
    if duties.has_assumed:
        notes.append("完成时限注“※”的，报告未写明时限，按当年（或规划期）末计。")
    if any(duty.suggestion for duty in duties.duties):
        notes.append("牵头单位注“建议”的，为程序拟议，须经核定。")
    if duties.has_widened:
        notes.append("报告原文中的半角标点已改为全角，文字未作改动。")
    if len(notes) < 2:
        return [f"注：{note}" for note in notes]
    return [f"{'注：' if at == 1 else '　　'}{at}．{note}" for at, note in enumerate(notes, 1)]


def _add_annex(paper: Paper, duties: Duties, of: str, *, is_new_page: bool = False) -> None:
    """What ties each number to its sentence."""
    paper.add("Annex", "附件", is_new_page=is_new_page)
    paper.add("BodyText", "")
    paper.add("Title", "报告原文对照表")
    paper.add("BodyText", "")
    paper.add(
        "BodyText",
        f"本表序号与{of}一致，台账编号与Excel台账一致。出处“c12.0”指原文第12句第0分句，按标点从0数起。报告原文照录，"
        "标点未改。",
    )
    paper.add("Note", "")
    head = [Cell((name,), "SmallHead") for name, _ in _ANNEX]
    paper.add_table([width for _, width in _ANNEX], head, _tied(duties))


def _tied(duties: Duties) -> Iterator[Sequence[Cell]]:
    """A row for each sentence, with all the numbers that it is the source of."""
    for source, run in groupby(duties.duties, key=lambda duty: duty.source):
        members = list(run)
        first, last = members[0], members[-1]
        told = (
            (str(first.number), str(last.number)),
            (first.ledger_number, last.ledger_number),
            (first.address, last.address),
        )
        yield (*(Cell(_from_to(*pair), "SmallCentre") for pair in told), Cell((source,), "SmallText"))


def _from_to(first: str, last: str) -> tuple[str, ...]:
    return (first,) if first == last else (f"{first}至", last)
