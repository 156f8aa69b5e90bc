"""What a document says of itself: whose report it is of, its notes, and the annex 报告原文对照表.

What enters is the ``Duties`` of a report, what leaves is text, and paragraphs on the ``Paper``: of the duties of a
sentence 新修水渠30公里，改桥3座。 the annex has one row, 4至5, 二（一）-1至二（一）-2, 第7段第1句 and the sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from taizhang.export.duties import Duties
from taizhang.export.official import Cell, Paper

_COLUMNS = (("序号", 13), ("台账编号", 26), ("出处", 31), ("报告原文", 86))
_SUGGESTED = "牵头单位、配合单位均为拟议，须经核定。"


def title_of(duties: Duties, report: str) -> str:
    """Of whom and of which year the document is: 岚川市2032年政府工作报告."""
    return f"{duties.place}{duties.year}年{report}" if duties.year else f"{duties.place}{report}"


def tell_notes(duties: Duties, *first: str, has_units: bool = True, has_due: bool = True) -> str:
    """The notes in one paragraph, numbered where they are several: those of the caller, then what is not the report's.

    ``has_units`` and ``has_due`` where units and dates are shown at all.
    """
    notes = list(first)
    if has_due and duties.has_assumed:
        notes.append("完成时限注“※”的，报告未写明时限，按当年（或规划期）末计。")
    if has_units and duties.has_suggested:
        notes.append(_SUGGESTED)
    if duties.pages:
        notes.append(f"报告原文为报纸版面（{'，'.join(dict.fromkeys(duties.pages))}），本件只含其中刊载的部分。")
    if duties.has_widened:
        notes.append("报告原文中的半角标点已改为全角，文字未作改动。")
    if len(notes) < 2:
        return "".join(f"注：{note}" for note in notes)
    return f"注：{''.join(f'{at}．{note}' for at, note in enumerate(notes, 1))}"


def add_annex(paper: Paper, duties: Duties, of: str, *, is_new_page: bool = False) -> None:
    """What ties each number to its sentence, of the document that is called ``of``."""
    paper.add("Annex", "附件", is_new_page=is_new_page)
    paper.add("BodyText", "")
    paper.add("Title", "报告原文对照表")
    paper.add("BodyText", "")
    paper.add(
        "BodyText",
        f"本表序号与{of}一致，台账编号与电子表格台账一致。出处指报告原文第几自然段、该段第几句，均从1数起，标题、小标题"
        "也各计一段。报告原文照录，标点未改。",
    )
    paper.add("Note", "")
    head = [Cell((name,), "SmallHead") for name, _ in _COLUMNS]
    paper.add_table([width for _, width in _COLUMNS], head, _tied(duties))


def _tied(duties: Duties) -> Iterator[Sequence[Cell]]:
    """A row for each sentence, with all the numbers that it is the source of."""
    told_by_a_report = (duty for duty in duties.duties if duty.source)
    for (source, where), run in groupby(told_by_a_report, key=lambda duty: (duty.source, duty.where)):
        members = list(run)
        first, last = members[0], members[-1]
        told = (
            _from_to(str(first.number), str(last.number)),
            _from_to(first.ledger_number, last.ledger_number),
            _two_lines(where),
        )
        yield (*(Cell(lines, "SmallCentre") for lines in told), Cell((source,), "SmallText"))


def _from_to(first: str, last: str) -> tuple[str, ...]:
    return (first,) if first == last else (f"{first}至", last)


def _two_lines(where: str) -> tuple[str, ...]:
    """A place that goes over several sentences in two lines, so that neither breaks within a number."""
    if "至" not in where:
        return (where,)
    mark = "句至" if "句至" in where else "段"
    first, _, last = where.partition(mark)
    return (f"{first}{mark}", last)
