"""The made-up city for pages asked for by the test client, and a site with a browser for journeys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from browsing import Site, find_browser, run_site
from ledger_people import city, ledger

__all__ = ["browser", "city", "ledger", "page", "site"]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demonstration, served for all journeys."""
    with run_site(tmp_path_factory.mktemp("site") / "data", "--demo") as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    path = find_browser()
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def page(browser: Any, site: Site) -> Iterator[Any]:
    """A page of a fresh reader; a script's error or a refused resource fails the test."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN")
    opened = context.new_page()
    troubles: list[str] = []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
    yield opened
    context.close()
    wrong = [trouble for trouble in troubles if "status of 4" not in trouble]
    assert not wrong, wrong
