"""What all tests share: how long hypothesis tries, and where the reports with gold lie, if they do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

# ci: the same cases each time. dev: new ones each time. soak: many new ones.
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True, max_examples=60)
settings.register_profile("dev", deadline=None, print_blob=True, max_examples=60)
settings.register_profile(
    "soak", deadline=None, print_blob=True, max_examples=2000, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-goldens", action="store_true", help="write tests/goldens anew; the run fails")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reports, gold and corpus beside the checkout; the test is skipped where it is not."""
    if not SHARED.is_dir():
        pytest.skip("../shared does not lie beside this checkout")
    return SHARED
