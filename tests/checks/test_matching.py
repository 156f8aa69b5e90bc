"""Promise beside result: by area, year and key alone, in units that convert."""

from __future__ import annotations

from decimal import Decimal

import pytest

from taizhang.checks.matching import Figure, area_above, choose_like, gap_between, match_promises
from taizhang.engine.model import Measure, Status


def figure(
    area: str = "140700",
    year: int = 2031,
    status: Status = Status.TARGET,
    low: str = "6",
    high: str | None = None,
    key: str = "gdp",
    measure: Measure = Measure.GROWTH,
    unit: str = "%",
    period: str | None = None,
    is_headline: bool = False,
    at: int = 0,
) -> Figure:
    told = str(year if status is Status.TARGET else year - 1)
    ends = Decimal(low), Decimal(high or low)
    return Figure(area, year, key, status, measure, unit, period or told, *ends, is_headline, (year, at))


def test_a_target_meets_next_years_result_last_years_target_and_that_above() -> None:
    target, last, above = figure(), figure(year=2030, low="7"), figure(area="140000", low="5.5")
    result = figure(year=2032, status=Status.ACTUAL, low="6.3")
    found = {(p.target.area, p.target.year): p for p in match_promises([above, result, last, target])}
    assert found["140700", 2031] == (target, result, last, above)
    assert found["140000", 2031] == (above, None, None, None)


@pytest.mark.parametrize(
    "other",
    [
        figure(year=2032, status=Status.ACTUAL, area="140800"),
        figure(year=2033, status=Status.ACTUAL),
        figure(year=2032, status=Status.ACTUAL, key="cpi"),
        figure(year=2032, status=Status.ACTUAL, measure=Measure.LEVEL, unit="元"),
        figure(year=2032, status=Status.ACTUAL, period="2027/2031"),
    ],
)
def test_another_area_year_indicator_measure_or_period_is_no_result(other: Figure) -> None:
    assert match_promises([figure(), other])[0].result is None


def test_a_target_of_many_years_is_none_of_the_year() -> None:
    assert match_promises([figure(period="2031/2035"), figure(low="1", unit="番")]) == ()


def test_the_headline_is_meant_then_the_rate_then_the_first() -> None:
    part, level = figure(low="9", at=1), figure(low="2000", measure=Measure.LEVEL, unit="亿元", at=2)
    headline = figure(low="6", at=9, is_headline=True)
    assert match_promises([part, level, headline])[0].target is headline
    assert match_promises([level, part])[0].target is part
    assert match_promises([figure(low="8", at=3), part])[0].target is part


def test_amounts_of_a_year_are_held_against_each_other_however_told() -> None:
    target = figure(key="urban_new_jobs", measure=Measure.ADDED, unit="人", low="30000")
    told = figure(key="urban_new_jobs", measure=Measure.LEVEL, unit="人", low="31000", year=2032, status=Status.ACTUAL)
    assert choose_like(target, [told]) is told
    stock = target._replace(key="forest_coverage")
    assert choose_like(stock, [told._replace(key="forest_coverage")]) is None


@pytest.mark.parametrize(
    ("low", "high", "told", "gap"), [("6", "6", "6.3", "0.3"), ("5", "6", "5.5", "0"), ("5", "6", "4.2", "-0.8")]
)
def test_the_gap_of_a_range_is_to_the_nearer_end(low: str, high: str, told: str, gap: str) -> None:
    assert gap_between(figure(low=low, high=high), figure(low=told)) == Decimal(gap)


def test_the_gap_is_in_the_targets_unit_and_a_decline_counts_down() -> None:
    grain = figure(key="grain_output", measure=Measure.LEVEL, unit="万吨", low="100")
    assert gap_between(grain, grain._replace(unit="亿斤", low=Decimal(22))) == Decimal(10)
    assert gap_between(figure(low="5"), figure(low="2", measure=Measure.DECLINE)) == Decimal(-7)


def test_the_area_above() -> None:
    assert [area_above(code, 2031) for code in ("140702", "140700", "140000", "000000")] == [
        "140700", "140000", "000000", None,
    ]  # fmt: skip


def test_a_generic_key_is_never_matched() -> None:
    ours = figure(key="any_projects", measure=Measure.LEVEL, unit="个", low="30")
    theirs = figure(year=2032, status=Status.ACTUAL, key="any_projects", measure=Measure.LEVEL, unit="个")
    assert match_promises([ours, theirs]) == ()
    assert choose_like(ours, [ours]) is None


def test_a_distance_to_anothers_rate_is_no_target() -> None:
    assert match_promises([figure(low="0.5", unit="个百分点")]) == ()
    assert match_promises([figure(low="0.5", unit="个百分点", key="forest_coverage")])
