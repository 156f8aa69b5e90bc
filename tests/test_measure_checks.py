"""What is measured of the checks: errors put in and found, wrong errors by what was read, the time."""

from __future__ import annotations

from collections import Counter

import check_docs
import measure_checks
from measure_checks import Measured
from taizhang import samples
from taizhang.engine.model import Severity

TEXT = next(path for path in samples.paths() if path.name == "lanchuan-2026.md").read_text(encoding="utf-8")


def test_errors_are_put_into_each_report_and_looked_for() -> None:
    measured = measure_checks.measure([{"place": None, "year": None, "text": TEXT}], 1)
    assert measured.reports == 1
    assert measured.found["an opening quote lost"] == measured.put["an opening quote lost"] == 1
    assert measured.put.total() == measured.found.total() + len(measured.misses)
    assert 0 < measured.time_share < 1


def test_wrong_errors_are_reckoned_by_what_was_read(monkeypatch) -> None:
    rows = (
        check_docs.Tally("T006", Severity.ERROR, 20, 19, ""),
        check_docs.Tally("T007", Severity.QUESTION, 10, 0, ""),
    )
    monkeypatch.setattr(measure_checks, "load_tally", lambda: rows)
    measured = Measured(reports=10, errors=Counter({"T006": 20, "T007": 1}))
    assert round(measured.wrong, 6) == (20 * 0.05 + 1) / 10


def test_the_table_and_the_document_tell_the_same(tmp_path, monkeypatch) -> None:
    measured = Measured(4, Counter({"甲": 4}), Counter({"甲": 3}), Counter({"甲": 2}), Counter({"T006": 1}), 1.0, 0.1)
    told = list(measure_checks.tell(measured))
    assert any(line.startswith("甲") and line.endswith("75.0%") for line in told)
    (tmp_path / "figures.json").write_text(measure_checks.json.dumps(measure_checks.to_document(measured)), "utf-8")
    monkeypatch.setattr(check_docs, "FIGURES", tmp_path / "figures.json")
    made = check_docs.make_seeded("en")
    assert "| 甲 | 4 | 3 | 75.0% | 2 |" in made
    assert "10.0% of the time" in made


def test_a_report_set_apart_is_known_by_a_passage() -> None:
    assert measure_checks.is_held("前 文\n今年新建公路二十公里", ["今年新建公路"])
    assert not measure_checks.is_held("今年新建桥梁", ["今年新建公路"])
