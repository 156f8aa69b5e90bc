"""The engine scored against the gold beside the checkout, by the gold's own scorer.

Totals only, over the reports that rules and models were made with, and over those that they never saw. Which clause or
figure was wrong is not told here, and of the unseen ones it is not to be looked at.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import taizhang
from taizhang.engine.codec import to_json

UNSEEN = tuple(f"local-{number:02}" for number in (3, 5, 8, 12, 14, 31, 37, 40, 43, 48))
SETS = ("known", "unseen")
FLOORS = {
    "f1": 0.970,
    "strict_f1": 0.80,
    "bound": 0.97,
    "measure": 0.94,
    "indicator": 0.90,
    "status": 0.97,
    "period": 0.94,
    "comparator": 0.92,
    "measure_macro": 0.75,
    "kind": 0.90,
    "kind_target": 0.80,
    "kind_problem": 0.75,
    "item_f1": 0.88,
}


@pytest.fixture(scope="module")
def scorer(shared: Path) -> ModuleType:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(shared / "eval")
        patch.setattr(sys, "dont_write_bytecode", True)
        return importlib.import_module("score")


@pytest.fixture(scope="module")
def counts(shared: Path, scorer: ModuleType) -> dict[str, Counter[str]]:
    """The scorer's counts of both sets, each report read once."""
    names = sorted(file.name.removesuffix(".clauses.tsv") for file in (shared / "gold").glob("*.clauses.tsv"))
    totals = {name: Counter() for name in SETS}
    for name in names:
        gold = scorer.load(name, shared / "reports", shared / "gold")
        read = json.loads(to_json(taizhang.read(shared / "reports" / f"{name}.txt")))
        total = totals["unseen" if name in UNSEEN else "known"]
        total["reports"] += 1
        total.update(scorer.score_quantities(gold, read["quantities"], []))
        total.update(scorer.score_items(gold, read["items"], []))
    return totals


@pytest.fixture(scope="module")
def figures(counts: dict[str, Counter[str]], scorer: ModuleType) -> dict[str, dict[str, float]]:
    return {name: scorer.figures(total) for name, total in counts.items()}


def test_all_reports_with_gold_are_scored(counts):
    assert counts["known"]["reports"] == 31
    assert counts["unseen"]["reports"] == len(UNSEEN)


@pytest.mark.parametrize("figure", FLOORS)
@pytest.mark.parametrize("group", SETS)
def test_no_figure_falls_below_its_floor(figures, group, figure):
    assert figures[group][figure] >= FLOORS[figure], f"{figure} over the {group} reports"


def test_the_totals_are_told(figures, counts, capsys):
    with capsys.disabled():
        print("\n" + "\n".join(tell(figures, counts)))
    assert set(FLOORS) <= set(figures["known"])


def tell(figures: dict[str, dict[str, float]], counts: dict[str, Counter[str]]) -> Iterator[str]:
    """The figures of both sets beside their floors and the gap between them, then what they are counted over."""
    yield f"{'':<14}{'floor':>8}{'known':>8}{'unseen':>8}{'gap':>8}"
    for figure, floor in FLOORS.items():
        known, unseen = (figures[group][figure] for group in SETS)
        yield f"{figure:<14}{floor:>8.3f}{known:>8.4f}{unseen:>8.4f}{known - unseen:>8.4f}"
    for group in SETS:
        count = counts[group]
        yield (
            f"{group}: {count['reports']} reports, {count['clauses']} clauses "
            f"({count['kind_G_gold']} of targets, {count['kind_P_gold']} of problems), {count['gold']} figures "
            f"({count['measure_decline_gold']} declines)"
        )
