"""The engine scored against the gold beside the checkout, by the gold's own scorer.

Totals only, over the reports that rules and models were made with, and over those that they never saw. Which clause or
figure was wrong is not told here, and of the unseen ones it is not to be looked at.
"""

from __future__ import annotations

import json

import pytest

from measure_accuracy import FIGURES, FLOORS, GROUPS, UNSEEN, measure, tell, to_document


@pytest.fixture(scope="module")
def scores(shared):
    return measure(shared)


def test_all_reports_with_gold_are_scored(scores):
    assert scores["known"].counts["reports"] == 31
    assert scores["unseen"].counts["reports"] == len(UNSEEN) == 10


@pytest.mark.parametrize("figure", FLOORS)
@pytest.mark.parametrize("group", GROUPS)
def test_no_figure_falls_below_its_floor(scores, group, figure):
    assert scores[group].figures[figure] >= FLOORS[figure], f"{figure} over the {group} reports"


def test_the_figures_that_the_documentation_tells_are_measured(scores, capsys):
    with capsys.disabled():
        print("\n" + "\n".join(tell(scores)))
    told, measured = json.loads(FIGURES.read_text(encoding="utf-8")), to_document(scores)
    for group in GROUPS:
        assert told[group]["counts"] == measured[group]["counts"]
        assert told[group]["figures"] == pytest.approx(measured[group]["figures"], abs=0.002), "run make figures"
