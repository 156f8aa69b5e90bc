"""The function of a corpus: pure, whole, and never stopped by a bad report."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pytest

import taizhang
from taizhang.corpus import compiling
from taizhang.corpus.compiling import compile_batch
from taizhang.corpus.schema import GIVEN, PARTS, own_columns, result_schema
from taizhang.ingest import source_from_text

TEXT = "二、2032年工作安排\n力争制造业投资突破200亿元，城镇新增就业3至4万人。"


def given(*rows: dict[str, Any], schema: pa.Schema = GIVEN) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist([{"report": at} | row for at, row in enumerate(rows)], schema=schema)


def test_the_rows_are_those_of_the_report() -> None:
    result = compile_batch(given({"text": TEXT, "place": "晋中市", "year": 2032}))
    report = taizhang.read(source_from_text(TEXT, place="晋中市", year=2032))
    row = result.to_pylist()[0]
    assert [q["text"] for q in row["quantities"]] == [q.text for q in report.quantities]
    assert [(i["id"], i["kind"], i["title"]) for i in row["items"]] == [
        (i.id, str(i.kind), i.title) for i in report.items
    ]
    assert (row["reports"]["area"], row["reports"]["quantities"]) == ("140700", len(report.quantities))
    assert row["failure"] is None


def test_a_figure_has_its_value_as_a_number_and_exactly() -> None:
    first, second = compile_batch(given({"text": TEXT})).to_pylist()[0]["quantities"]
    assert (first["value"], first["value_exact"], first["low"]) == (2e10, "20000000000", None)
    assert (second["value"], second["low"], second["high_exact"]) == (None, 30000.0, "40000")


def test_offsets_index_the_text_in_reports() -> None:
    row = compile_batch(given({"text": TEXT})).to_pylist()[0]
    text = row["reports"]["text"]
    assert all(text[q["start"] : q["end"]] == q["text"] for q in row["quantities"])
    assert all("".join(text[s["start"] : s["end"]] for s in i["spans"]) == i["text"] for i in row["items"])


def test_the_same_batch_gives_the_same_rows_in_any_company() -> None:
    both = compile_batch(given({"text": TEXT}, {"text": "一、改造道路3公里。"}))
    assert both.slice(0, 1).to_pylist() == compile_batch(given({"text": TEXT})).to_pylist()


@pytest.mark.parametrize(("text", "code"), [(None, "E102"), (" \n", "E102"), ("一" * 2_000_001, "E103")])
def test_a_report_that_cannot_be_read_is_a_failure_with_its_code(text: str | None, code: str) -> None:
    row, other = compile_batch(given({"text": text, "path": "甲.md"}, {"text": TEXT})).to_pylist()
    assert (row["failure"]["code"], row["failure"]["path"], row["reports"], row["items"]) == (code, "甲.md", None, [])
    assert other["failure"] is None
    assert other["quantities"]


def test_a_file_that_was_not_read_keeps_its_error() -> None:
    row = compile_batch(given({"path": "甲.pdf", "code": "E111", "message": "E111 甲.pdf：是扫描件。"})).to_pylist()[0]
    assert (row["failure"]["code"], row["failure"]["message"]) == ("E111", "E111 甲.pdf：是扫描件。")


def test_a_mistake_of_the_program_is_a_failure_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise KeyError("q31")

    monkeypatch.setattr(compiling, "compile_source", fail)
    failure = compile_batch(given({"text": TEXT})).to_pylist()[0]["failure"]
    assert failure["code"] == "E116"
    assert "KeyError: 'q31'" in failure["message"]


def test_columns_of_the_input_are_kept() -> None:
    schema = pa.schema([*GIVEN, pa.field("keeper", pa.string())])
    result = compile_batch(given({"text": TEXT, "keeper": "甲档案馆"}, schema=schema))
    assert result.schema == result_schema(own_columns(schema))
    assert result.to_pylist()[0]["reports"]["keeper"] == "甲档案馆"


def test_an_empty_batch_has_all_columns() -> None:
    result = compile_batch(given())
    assert len(result) == 0
    assert set(PARTS) < set(result.schema.names)
