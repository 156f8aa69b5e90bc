"""The ledger as a Word document that an office sends: 任务分解表 or 分工方案.

What enters is a ``Report``, the ``Settings`` and the form, what leaves is the bytes of a ``.docx`` by GB/T 9704-2012.
Of 新修水渠30公里以上 below （一）兴办水利 the table has a row with the target 水渠新增30公里以上, below a row with the
heading; the plan has ``（7）新修水渠30公里以上。（牵头单位：市水利局；配合单位：市财政局；完成时限：2032年底※）``. Both
end with an annex that ties each number to the place and the sentence of the report.

The document is Chinese in every language of the messages: the official form is a Chinese one.
"""

from __future__ import annotations

from taizhang.engine.model import Report
from taizhang.export.annex import add_annex, tell_notes, title_of
from taizhang.export.board import Board
from taizhang.export.duties import Duties, collect_duties
from taizhang.export.official import LANDSCAPE, PORTRAIT, Paper
from taizhang.export.plan import add_plan, has_blanks
from taizhang.settings import Form, Settings

_NOTHING = "报告中没有可列入任务分解的目标和任务。"


def make_document(report: Report, settings: Settings, form: Form) -> bytes:
    """The document of ``report`` in this form."""
    return set_document(collect_duties(report, settings, form), settings, form)


def set_document(duties: Duties, settings: Settings, form: Form) -> bytes:
    """The document of duties, whoever collected them; without the annex where none has a sentence of a report."""
    return _make_table(duties, settings) if form is Form.TABLE else _make_plan(duties, settings)


def _make_table(duties: Duties, settings: Settings) -> bytes:
    title = f"{title_of(duties, '政府工作报告')}任务分解表"
    paper = Paper(title, LANDSCAPE)
    paper.add("Title", title)
    if not duties.duties:
        paper.add("BodyText", _NOTHING)
        return paper.make()
    paper.add("Note", "")
    board = Board(duties, settings)
    first = ("各行与报告原文的对应关系见附件。",) if duties.has_sources else ()
    paper.add("Note", tell_notes(duties, *first, has_units=board.has_units, has_due=board.has_due))
    board.add_to(paper)
    if not duties.has_sources:
        return paper.make()
    paper.turn(PORTRAIT, "End")
    add_annex(paper, duties, "任务分解表")
    return paper.make()


def _make_plan(duties: Duties, settings: Settings) -> bytes:
    of = title_of(duties, "《政府工作报告》")
    paper = Paper(f"{of}重点任务分工方案")
    paper.add("Title", of, "重点任务分工方案")
    if not duties.duties:
        paper.add("BodyText", "")
        paper.add("BodyText", _NOTHING)
        return paper.make()
    paper.add("Note", "")
    paper.add("Note", tell_notes(duties, *(("划线处待填。",) if has_blanks(duties, settings) else ())))
    paper.add("Note", "")
    add_plan(paper, duties, settings)
    if not duties.has_sources:
        return paper.make()
    paper.add("BodyText", "附件：报告原文对照表")
    add_annex(paper, duties, "分工方案", is_new_page=True)
    return paper.make()
