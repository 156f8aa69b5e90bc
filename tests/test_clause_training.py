"""The training of clauses: the gradient against differences, pieces against the whole text, labels found again."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest

from clause_chain import PLACES, TURNS, Stack, Weights, run_chain, train
from clause_labels import Run, digest, find_runs, read_labels, to_number
from clause_sheets import Passage, Sheet, crop, cut_labelled, lay_out_twice, mend_labels
from taizhang.engine.clauses import split_clauses
from taizhang.engine.kinds.features import CONTEXTS
from taizhang.engine.kinds.table import LABELS
from train_clauses import RESULT_LEAN, TARGET_LEAN, lean, predict

TEXT = (
    "一、工作回顾\n去年新建公路20公里，方便群众出行；改造小区3个。\n"
    "二、重点工作\n今年新建水厂2座，产值增长6%以上。推进治理，提升品质。"
)
LETTERS = "FRrRFTGTt"


def make_sheet(name: str = "绿谷", weight: float = 1.0) -> Sheet:
    layout, blind = lay_out_twice(TEXT, 2032)
    labels = np.array([to_number(letter) for letter in LETTERS])
    return Sheet(name, layout, blind, labels, np.ones(len(labels), dtype=bool), weight)


def test_gradient_is_that_of_the_loss() -> None:
    stack = Stack([make_sheet(), make_sheet("青川", 0.5)])
    rng = np.random.default_rng(0)
    scores, turns = rng.normal(size=(2 * stack.size, LABELS)), rng.normal(size=(TURNS, LABELS, LABELS))
    _, by_score, by_turn = run_chain(scores, turns, stack)
    for at in ((0, 2), (5, 4), (17, 9)):
        assert by_score[at] == pytest.approx(_differ(scores, at, lambda: run_chain(scores, turns, stack)[0]), abs=1e-5)
    for turn in ((0, 2, 3), (2, 4, 6), (3, 8, 0)):
        assert by_turn[turn] == pytest.approx(
            _differ(turns, turn, lambda: run_chain(scores, turns, stack)[0]), abs=1e-5
        )


def _differ(
    values: npt.NDArray[np.float64], at: tuple[int, ...], loss: Callable[[], float], step: float = 1e-5
) -> float:
    kept = float(values[at])
    values[at] = kept + step
    above = loss()
    values[at] = kept - step
    below = loss()
    values[at] = kept
    return (above - below) / (2 * step)


def test_labels_of_a_text_are_learned_alike_twice() -> None:
    sheets = [make_sheet(f"绿谷{i}") for i in range(8)]
    first, second = (train(Stack(sheets), prior=0.1, rounds=30) for _ in range(2))
    assert np.array_equal(first.grams, second.grams)
    assert np.array_equal(predict(first, sheets[:1])[0], sheets[0].labels)


def test_features_cut_out_are_those_of_the_whole() -> None:
    layout, _ = lay_out_twice(TEXT, 2032)
    part = crop(layout, 1, 5)
    assert np.array_equal(part.places, layout.places[1:5])
    assert sorted(part.buckets[part.owners == 1]) == sorted(layout.buckets[layout.owners == 2])
    assert part.neighbours[1].tolist() == [-1, 0, 1, 2]


def test_labelled_sentences_in_a_row_are_one_run() -> None:
    clauses = split_clauses(TEXT)
    sentences = {(0, 1): "F", (1, 4): "RrR", (7, 9): "Tt"}
    labels = {digest(TEXT, clauses[a].start, clauses[b - 1].end): word for (a, b), word in sentences.items()}
    assert list(find_runs(TEXT, clauses, labels)) == [Run(0, 4, "FRrR"), Run(7, 9, "Tt")]


def test_sentence_of_another_length_is_not_the_labelled_one() -> None:
    clauses = split_clauses(TEXT)
    assert not list(find_runs(TEXT, clauses, {digest(TEXT, clauses[1].start, clauses[3].end): "Rr"}))


def test_labelled_sentences_become_sheets_with_company() -> None:
    clauses = split_clauses(TEXT)
    labels = {digest(TEXT, clauses[5].start, clauses[6].end): "TG"}
    [sheet] = cut_labelled([Passage("绿谷", 2032, TEXT)], labels, 0.5)
    assert sheet.labels[sheet.kept].tolist() == [4, 2]
    assert (len(sheet.kept), sheet.weight) == (4, 0.5)


def test_change_of_kind_begins_an_item() -> None:
    assert mend_labels(np.array([1, 3, 5, 5])).tolist() == [0, 2, 4, 5]


def test_weights_lean_to_targets_everywhere_and_from_results_in_plans() -> None:
    zero = np.zeros((PLACES, LABELS), dtype=np.float32)
    none = np.zeros((0, CONTEXTS * LABELS), dtype=np.float32)
    leaning = lean(Weights(np.zeros(0, dtype=np.int64), none, zero, np.zeros((TURNS, LABELS, LABELS)))).places
    assert leaning[:8, 2:4] == pytest.approx(TARGET_LEAN)
    assert sorted(leaning[:8, 0].tolist()) == pytest.approx([RESULT_LEAN] * 2 + [0] * 6)
    assert not leaning[8:].any()


def test_table_of_labels_holds_digests_and_letters_only() -> None:
    labels = read_labels()
    assert len(labels) > 1000
    assert all(len(name) == 16 and set(letters) <= set("RGTPFrgtpf") for name, letters in labels.items())
    for letters in labels.values():
        for before, after in pairwise(letters):
            assert after.isupper() or after == before.lower()
