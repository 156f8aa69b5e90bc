"""How well the engine reads: what enters is the gold in ``../shared``, what leaves is docs/figures.json.

    python scripts/measure_accuracy.py            prints the figures and writes docs/figures.json
    python scripts/measure_accuracy.py --print    prints them only

Totals only, over the reports that rules and models were made with (``known``), and over those set apart (``unseen``),
whose single errors are never looked at. The gold's own scorer counts.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import taizhang
from taizhang.engine.codec import to_json

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
FIGURES = ROOT / "docs" / "figures.json"
UNSEEN = frozenset(f"local-{number:02}" for number in (3, 5, 8, 12, 14, 31, 37, 40, 43, 48))
GROUPS = ("known", "unseen")
FLOORS: Mapping[str, float] = {
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
_COUNTED = {
    "reports": "reports",
    "clauses": "clauses",
    "targets": "kind_G_gold",
    "problems": "kind_P_gold",
    "figures": "gold",
    "declines": "measure_decline_gold",
}


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of one group, by the names of ``FLOORS`` (0 to 1), and over how much they are counted."""

    figures: Mapping[str, float]
    counts: Mapping[str, int]


def measure(shared: Path = SHARED) -> dict[str, Score]:
    """Read each report that has gold once and score both groups."""
    scorer = _load_scorer(shared)
    totals: dict[str, Counter[str]] = {group: Counter() for group in GROUPS}
    for file in sorted((shared / "gold").glob("*.clauses.tsv")):
        name = file.name.removesuffix(".clauses.tsv")
        total = totals["unseen" if name in UNSEEN else "known"]
        total["reports"] += 1
        gold = scorer.load(name, shared / "reports", shared / "gold")
        report = json.loads(to_json(taizhang.read(shared / "reports" / f"{name}.txt")))
        total.update(scorer.score_quantities(gold, report["quantities"], []))
        total.update(scorer.score_items(gold, report["items"], []))
    return {group: _score(scorer, total) for group, total in totals.items()}


def tell(scores: Mapping[str, Score]) -> Iterator[str]:
    """The figures of both groups beside their floors and the gap between them, then what they are counted over."""
    yield f"{'':<14}{'floor':>8}{'known':>8}{'unseen':>8}{'gap':>8}"
    for figure, floor in FLOORS.items():
        known, unseen = (scores[group].figures[figure] for group in GROUPS)
        yield f"{figure:<14}{floor:>8.3f}{known:>8.4f}{unseen:>8.4f}{known - unseen:>8.4f}"
    for group in GROUPS:
        counts = scores[group].counts
        yield f"{group}: {', '.join(f'{number} {name}' for name, number in counts.items())}"


def to_document(scores: Mapping[str, Score]) -> dict[str, Any]:
    """What docs/figures.json holds: three digits, so that only a real change changes the file."""
    return {
        group: {
            "counts": dict(score.counts),
            "figures": {name: round(value, 3) for name, value in score.figures.items()},
        }
        for group, score in scores.items()
    }


def _load_scorer(shared: Path) -> Any:
    """The gold's scorer; its modules import each other by bare names. Nothing is written beside them."""
    folder, is_writing = str(shared / "eval"), sys.dont_write_bytecode
    sys.path.insert(0, folder)
    sys.dont_write_bytecode = True
    try:
        return importlib.import_module("score")
    finally:
        sys.path.remove(folder)
        sys.dont_write_bytecode = is_writing


def _score(scorer: Any, total: Counter[str]) -> Score:
    figures: dict[str, float] = scorer.figures(total)
    return Score({name: figures[name] for name in FLOORS}, {name: total[key] for name, key in _COUNTED.items()})


def main() -> None:
    """Measure, print, and write docs/figures.json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--print", action="store_true", dest="is_print_only", help="write nothing")
    options = parser.parse_args()
    if not SHARED.is_dir():
        sys.exit("../shared does not lie beside this checkout: nothing to measure")
    scores = measure()
    print("\n".join(tell(scores)))
    if not options.is_print_only:
        FIGURES.write_text(json.dumps(to_document(scores), indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
