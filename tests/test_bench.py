"""The bench measures what it says: one file, whole and in parts."""

from __future__ import annotations

import pytest

import bench
from taizhang import samples


@pytest.fixture(scope="module")
def figures():
    return bench.bench(samples.paths()[-1], repeats=2)


def test_the_shares_of_the_stages_make_a_whole(figures):
    assert sum(figures["stages"].values()) == pytest.approx(1, abs=0.01)


def test_the_ratio_is_that_of_reading_to_scanning(figures):
    ratio = figures["read"]["best_seconds"] / figures["scan"]["best_seconds"]
    assert figures["scan_ratio"] == pytest.approx(ratio, rel=0.05)
    assert figures["scan_ratio"] > 1


def test_speed_is_characters_over_the_median(figures):
    read = figures["read"]
    assert read["characters_per_second"] == pytest.approx(figures["characters"] / read["seconds"], rel=0.01)


def test_only_the_asked_runs_are_counted():
    runs = []
    assert len(bench.time_runs(lambda: runs.append(1), 3)) == 3
    assert len(runs) == 4
