"""Every row of every table says where it comes from and is proven on its own examples."""

from __future__ import annotations

import pytest

from provers import PROVERS
from taizhang import rules

TABLES = [name.removesuffix(".toml") for name in rules.tables()]
ROWS = [pytest.param(row, id=row.name) for table in TABLES for row in rules.load(table)]


def test_there_are_tables():
    assert TABLES


@pytest.mark.parametrize("table", TABLES)
def test_a_table_has_rows(table):
    assert rules.load(table)


@pytest.mark.parametrize("table", TABLES)
def test_a_table_has_a_prover(table):
    assert table in PROVERS, f"add a prover of {table}.toml to tests/provers.py"


@pytest.mark.parametrize("table", PROVERS)
def test_a_prover_has_a_table(table):
    assert table in TABLES


@pytest.mark.parametrize("row", ROWS)
def test_a_row_says_where_it_comes_from(row):
    assert row.source.strip()
    assert row.examples


@pytest.mark.parametrize("row", ROWS)
def test_no_example_is_a_counterexample(row):
    assert not [example for example in row.examples if example in row.counterexamples]


@pytest.mark.parametrize("row", ROWS)
def test_a_row_fires_on_its_examples(row):
    prove = PROVERS[row.table]
    assert [example for example in row.examples if not prove(example, row)] == []


@pytest.mark.parametrize("row", [param for param in ROWS if param.values[0].counterexamples])
def test_a_row_keeps_away_from_its_counterexamples(row):
    prove = PROVERS[row.table]
    assert [example for example in row.counterexamples if prove(example, row)] == []


@pytest.mark.parametrize("row", ROWS)
def test_a_row_is_found_by_its_name(row):
    assert rules.find(row.name) == row


def test_a_name_of_no_row_finds_nothing():
    assert rules.find("bounds:no.such.row") is None
    assert rules.find("no_such_table:row") is None


def test_the_version_stands_for_the_tables():
    assert len(rules.version()) == 12
    assert rules.version() == rules.version()
