"""Notes, and the annex that ties each number to its sentence."""

import re

import pytest
from docx.document import Document

from taizhang import export
from taizhang.engine.model import Report
from taizhang.settings import Form, Settings
from wordfiles import document_of, lines_of, report_of, rows_of

MILLIMETRE = 36000


@pytest.fixture(scope="module")
def table(report: Report) -> Document:
    return document_of(report)


class TestAnnex:
    @pytest.mark.parametrize("form", list(Form))
    def test_each_number_is_tied_to_its_place_and_sentence(self, report: Report, form: Form) -> None:
        document = document_of(report, form)
        head, *rows = rows_of(document.tables[-1])
        assert head == ["序号", "台账编号", "出处", "报告原文"]
        assert all(row[3] in report.source.text for row in rows)
        assert rows[1][0] == "4"
        assert rows[1][1:3] == ["二（一）-1", "第7段第2句"]

    def test_figures_of_one_sentence_share_a_row(self, table: Document) -> None:
        row = rows_of(table.tables[-1])[1]
        assert row[:3] == ["1至\n3", "预期目标-1至\n预期目标-3", "第5段第1句"]
        assert row[3].startswith("今年主要预期目标是：")

    def test_numbers_are_those_of_the_workbook(self, report: Report, table: Document) -> None:
        ledger = next(t for t in export.build_tables(report, Settings()) if t.key == "ledger")
        wanted = [row.cells[0] for row in ledger.rows if row.level == 0]
        assert [row[1] for row in rows_of(table.tables[-1])[2:]] == wanted

    @pytest.mark.parametrize("form", list(Form))
    def test_no_machine_address_is_shown(self, report: Report, form: Form) -> None:
        document = document_of(report, form, Settings(document_columns=("number", "task", "address")))
        words = [text for _, text in lines_of(document)]
        words += [cell for found in document.tables for row in rows_of(found) for cell in row]
        assert not any(re.search(r"c\d+\.\d", text) for text in words)

    def test_a_sentence_told_twice_has_a_row_for_each_place(self) -> None:
        document = document_of(report_of("整治河道。\n修缮堤坝。", "整治河道", "修缮堤坝"))
        assert [row[2] for row in rows_of(document.tables[-1])[1:]] == ["第1段第1句", "第2段第1句"]

    @pytest.mark.parametrize("form", list(Form))
    def test_our_own_words_have_no_half_width_marks(self, report: Report, form: Form) -> None:
        words = " ".join(text for _, text in lines_of(document_of(report, form)))
        assert not re.search(r"[\u4e00-\u9fff][,;:?!()]|[A-Za-z]", words)

    def test_a_row_that_breaks_leaves_no_single_line(self, table: Document) -> None:
        styles = table.styles
        assert [styles[name].paragraph_format.widow_control for name in ("小表文字", "表格文字")] == [True, True]
