"""The register of units: names by level and year, and the way back."""

from __future__ import annotations

import pytest

from taizhang.rules import indicators
from taizhang.rules.departments import Office, department_name, departments, find_department, office_of


def test_a_city_has_all_its_units() -> None:
    assert len(departments()) >= 60


@pytest.mark.parametrize("key", departments())
def test_every_unit_has_a_name_at_every_level(key: str) -> None:
    offices = (Office("省", "province"), Office("市", "prefecture"), Office("县", "county"))
    assert all("{" not in department_name(key, office) for office in offices)


def test_every_lead_of_an_indicator_is_a_unit_of_the_register() -> None:
    assert {i.lead for i in indicators.indicators() if find_department(i.lead) is None} == set()


@pytest.mark.parametrize(
    ("name", "level", "year", "office"),
    [
        ("晋中市", "prefecture", 2026, Office("市", "prefecture")),
        ("青海省", "province", 2006, Office("省", "province", is_former=True)),
        ("内蒙古自治区", "province", 2025, Office("自治区", "province")),
        ("重庆市", "province", 2026, Office("市", "prefecture")),
        ("平遥县", "county", 2026, Office("县", "county")),
        (None, None, None, Office("市", "prefecture")),
        ("国务院", "nation", 2024, None),
    ],
)
def test_the_office_of_a_report(name: str | None, level: str | None, year: int | None, office: Office | None) -> None:
    assert office_of(name, level, year) == office


def test_names_of_before_the_reform() -> None:
    assert department_name("agriculture", Office("省", "province", is_former=True)) == "省农业厅"
    assert department_name("agriculture", Office("省", "province")) == "省农业农村厅"


@pytest.mark.parametrize("name", ["市某局", "局", ""])
def test_what_is_no_unit_is_not_found(name: str) -> None:
    assert find_department(name) is None
