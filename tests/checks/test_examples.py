"""docs/checks.md: every code has an example that gives it, and the tally and the sections hold together."""

from __future__ import annotations

import re

import pytest

import check_docs
from taizhang import checks
from taizhang.engine.model import Severity


def test_every_code_has_an_example_and_no_example_is_of_another() -> None:
    assert set(check_docs.load_examples()) == set(checks.TITLES)


@pytest.mark.parametrize("code", sorted(check_docs.load_examples()))
def test_an_example_gives_its_code(code: str) -> None:
    report, found = check_docs.check_example(check_docs.load_examples()[code])
    mine = [finding for finding in found if finding.code == code]
    assert mine
    for start, end in mine[0].spans:
        assert 0 <= start < end <= len(report.source.text)


def test_each_code_has_one_section_with_its_finding() -> None:
    made = check_docs.make_sections("en")
    headings = re.findall(r"^### ([A-Z]\d{3}) (.+)$", made, re.MULTILINE)
    assert sorted(headings) == sorted(checks.TITLES.items())
    assert set(re.findall(r"^> \*\*([A-Z]\d{3}) (?:错误|需说明|提示)\*\*", made, re.MULTILINE)) == set(checks.TITLES)


def test_what_was_read_is_a_share_by_code_and_severity(tmp_path, monkeypatch) -> None:
    rows = [("T006", "error", 40, 39), ("T005", "question", 20, 18), ("T006", "question", 0, 0)]
    lines = [f'[[tally]]\ncode = "{c}"\nseverity = "{s}"\nread = {n}\nright = {r}\n' for c, s, n, r in rows]
    (tmp_path / "tally.toml").write_text("\n".join(lines), encoding="utf-8")
    monkeypatch.setattr(check_docs, "TALLY", tmp_path / "tally.toml")
    made = check_docs.make_tally("en")
    assert "| [T006](#t006) | 引号、括号不成对 | error | 40 | 39 | 97.5% |" in made
    assert "| **all** |  | question | 20 | 18 | 90.0% | must be 85% or more |" in made
    assert "| T006" not in made


@pytest.mark.parametrize(("code", "read", "right"), [("T999", 3, 2), ("T006", 3, 4), ("T006", 3, -1)])
def test_a_tally_that_cannot_be_is_refused(tmp_path, monkeypatch, code: str, read: int, right: int) -> None:
    row = f'[[tally]]\ncode = "{code}"\nseverity = "error"\nread = {read}\nright = {right}\n'
    (tmp_path / "tally.toml").write_text(row, encoding="utf-8")
    monkeypatch.setattr(check_docs, "TALLY", tmp_path / "tally.toml")
    with pytest.raises(ValueError, match="tally"):
        check_docs.load_tally()


def test_the_tally_of_the_repository_is_sound() -> None:
    assert len({(row.code, row.severity) for row in check_docs.load_tally()}) == len(check_docs.load_tally())
    assert {row.severity for row in check_docs.load_tally()} <= set(Severity)
