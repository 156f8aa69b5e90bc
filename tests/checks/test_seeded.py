"""Errors put into reports are found: in the samples each of the six, in many reports of many places nearly all."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random

import pytest

import measure_checks
import taizhang
from checks.seeding import SEEDS, Seed, find_seeded
from taizhang import samples
from taizhang.engine.model import Report, Severity

CLEAN = [path for path in samples.paths() if path.suffix == ".md"]
TRIES = 7
"""Times that each error is put into each sample; of all no more may be missed than in many reports."""


@cache
def clean_report(name: str) -> Report:
    return taizhang.read(next(path for path in CLEAN if path.name == name))


def reader(clean: Report) -> Callable[[str], Report]:
    return lambda text: taizhang.read(text, place=clean.source.place, year=clean.source.year)


@pytest.mark.parametrize("name", [path.name for path in CLEAN])
def test_a_clean_sample_gets_no_error(name: str) -> None:
    assert [f.message for f in clean_report(name).findings if f.severity is Severity.ERROR] == []


@pytest.mark.parametrize("seed_error", SEEDS.values(), ids=lambda seed: seed.__name__)
def test_errors_put_into_the_samples_are_found_where_they_were_put(seed_error: Seed) -> None:
    missed: list[str] = []
    for clean in (clean_report(path.name) for path in CLEAN):
        made = [seed_error(clean, Random(number)) for number in range(TRIES)]  # noqa: S311
        missed += [seeded.note for seeded in made if seeded and not find_seeded(seeded, clean, reader(clean))]
    assert len(missed) <= (1 - measure_checks.LEAST_FOUND) * TRIES * len(CLEAN), missed


def test_the_same_generator_puts_in_the_same_error() -> None:
    clean = clean_report(CLEAN[0].name)
    made = [[seed_error(clean, Random(3)) for seed_error in SEEDS.values()] for _ in range(2)]  # noqa: S311
    assert made[0] == made[1]


@pytest.mark.parametrize("seed_error", SEEDS.values(), ids=lambda seed: seed.__name__)
def test_every_error_has_room_in_a_sample_and_changes_it_at_its_place_only(seed_error: Seed) -> None:
    made = [(clean_report(path.name).source.text, seed_error(clean_report(path.name), Random(1))) for path in CLEAN]  # noqa: S311
    found = [(text, seeded) for text, seeded in made if seeded is not None]
    assert found
    for text, seeded in found:
        ahead = next(at for at, (one, two) in enumerate(zip(text, seeded.text)) if one != two)
        assert seeded.text != text
        assert any(place.start - 1 <= ahead <= place.end for place in seeded.places)


@pytest.mark.soak
def test_errors_put_into_many_reports_are_found(shared, capsys: pytest.CaptureFixture[str]) -> None:
    rows = measure_checks.draw_rows(measure_checks.REPORTS, measure_checks.SEED, shared)
    measured = measure_checks.measure(rows, measure_checks.SEED)
    with capsys.disabled():
        print("", *measure_checks.tell(measured), sep="\n")
    shares = {title: measured.found[title] / put for title, put in measured.put.items()}
    assert shares.keys() == SEEDS.keys()
    assert {title: share for title, share in shares.items() if share < measure_checks.LEAST_FOUND} == {}
    assert measured.wrong <= measure_checks.MOST_WRONG
    assert measured.time_share <= measure_checks.MOST_TIME
