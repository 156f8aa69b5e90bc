"""The plan 分工方案: headings, tasks, who and when."""

from dataclasses import replace

import pytest
from docx.document import Document
from docx.oxml.ns import qn

from taizhang.engine.model import Report, Suggestion
from taizhang.export.official import BLANK
from taizhang.settings import Form, LeadUnit, Settings
from wordfiles import document_of, lines_of, report_of

MILLIMETRE = 36000


@pytest.fixture(scope="module")
def plan(report: Report) -> Document:
    return document_of(report, Form.PLAN)


class TestPlan:
    def test_title_lead_and_headings(self, plan: Document) -> None:
        lines = lines_of(plan)
        assert lines[0] == ("Title", "岚川市2032年《政府工作报告》\n重点任务分工方案")
        assert "主要预期目标3项、重点任务3项" in lines[2][1]
        assert [line for line in lines if line[0].startswith("Heading")] == [
            ("Heading1", "一、主要预期目标"),
            ("Heading1", "二、2032年工作安排"),
            ("Heading2", "（一）兴办水利"),
            ("Heading3", "1．修渠引水"),
            ("Heading2", "（二）办好教育"),
        ]

    def test_a_task_ends_with_who_and_when(self, plan: Document) -> None:
        tasks = [text for style, text in lines_of(plan) if style == "BodyText" and text.startswith("（")]
        blank = BLANK
        assert tasks[0] == f"（1）地区生产总值增长6%以上。（牵头单位：{blank}；配合单位：{blank}；完成时限：2032年底）"
        units = "牵头单位：市水利局；配合单位：市财政局"
        assert tasks[3].endswith(f"5万亩。（{units}；完成时限：2032年6月底，其余年底※）")
        assert [text[1] for text in tasks] == list("123456")

    def test_who_and_when_are_set_in_kai(self, plan: Document) -> None:
        task = next(p for p in plan.paragraphs if p.text.startswith("（4）"))
        assert task.runs[-1].style.name == "责任单位"
        assert plan.styles["责任单位"].element.rPr.rFonts.get(qn("w:eastAsia")) == "楷体_GB2312"

    def test_one_column_of_units_is_one_blank(self, report: Report) -> None:
        lines = lines_of(document_of(report, Form.PLAN, Settings(lead_unit=LeadUnit.FIRST)))
        assert any(text.endswith(f"。（责任单位：{BLANK}；完成时限：2032年底）") for _, text in lines)

    def test_the_annex_is_announced(self, plan: Document) -> None:
        texts = [text for _, text in lines_of(plan)]
        assert texts.index("附件：报告原文对照表") < texts.index("附件") < texts.index("报告原文对照表")

    def test_tasks_below_no_heading_get_one(self) -> None:
        lines = lines_of(document_of(report_of("修渠30公里。", "修渠30公里"), Form.PLAN))
        assert ("Heading1", "一、重点任务") in lines

    def test_blanks_do_not_break_and_are_underlined(self, plan: Document) -> None:
        assert set(BLANK) == {"\u00a0"}
        task = next(p for p in plan.paragraphs if p.text.startswith("（1）"))
        assert [run.text for run in task.runs if run.underline] == [BLANK, BLANK]
        assert not any("_" in p.text for p in plan.paragraphs)

    def test_units_proposed_leave_no_blank(self, plan: Document) -> None:
        task = next(p for p in plan.paragraphs if p.text.startswith("（4）"))
        assert BLANK not in task.text

    def test_a_suggestion_is_said_once_at_the_head(self, plan: Document) -> None:
        lines = lines_of(plan)
        assert [style for style, text in lines if "拟议" in text] == ["Note"]
        assert lines[1][0] == "Note"
        assert not any("建议" in text for _, text in lines)

    def test_blanks_are_told_of_only_where_there_are_some(self, report: Report) -> None:
        proposed = Suggestion("市水利局", ("市财政局",), "")
        full = replace(report, items=tuple(replace(item, suggestion=proposed) for item in report.items))
        told = [any("划线处" in text for _, text in lines_of(document_of(r, Form.PLAN))) for r in (report, full)]
        assert told == [True, False]
