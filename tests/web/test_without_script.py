"""With script off: signing in, the ledger, an entry, and a decision in review and its undoing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browsing import Site, sign_in
from ledger_people import REPORT


@pytest.fixture
def plain(browser: Any, site: Site) -> Iterator[Any]:
    """The supervisor's page in a browser that runs no script."""
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    sign_in(page, site, "dudong")
    yield page
    context.close()


def review(page: Any, site: Site, folder: Path) -> None:
    """Upload a report and go to its review; without script the reader loads the page again until it is compiled."""
    file = folder / "无脚本.txt"
    file.write_text(REPORT, encoding="utf-8")
    page.goto(f"{site.address}/desk/upload")
    page.set_input_files("#files", str(file))
    page.select_option("#place", label="澜川市")
    page.fill("#year", "2032")
    page.click("main button")
    for _ in range(60):
        if page.locator("text=开始核对").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    page.click("text=开始核对")


def test_a_ledger_and_an_entry_are_read(plain: Any, site: Site) -> None:
    plain.goto(f"{site.address}/desk/")
    plain.click("text=澜川市2025年政府工作报告")
    rows = plain.locator("tr.entry")
    assert rows.count() > 50
    title = rows.nth(20).locator(".task a").first.inner_text()
    rows.nth(20).locator(".task a").first.click()
    assert title in plain.inner_text("h1")
    assert plain.locator(".report-words").count() == 1


def test_a_decision_is_made_and_undone(plain: Any, site: Site, tmp_path: Path) -> None:
    review(plain, site, tmp_path)
    plain.locator(".run", has_text="改造泵站").first.click()
    assert plain.locator("#panel .clauses li", has_text="改造泵站").count() == 1
    before = plain.locator(".clauses li").count()
    plain.locator(".clauses button", has_text="并入上一项").click()
    assert plain.locator("#undo").count() == 1
    plain.locator(".run", has_text="改造泵站").first.click()
    assert plain.locator(".clauses li").count() == before + 1
    plain.click("#undo")
    assert plain.locator("#undo").count() == 0
    plain.locator(".run", has_text="改造泵站").first.click()
    assert plain.locator(".clauses li").count() == before


def test_letters_and_language_are_chosen(plain: Any, site: Site) -> None:
    plain.goto(f"{site.address}/desk/")
    plain.click("text=English")
    assert plain.locator("html").get_attribute("lang") == "en"
    assert plain.inner_text("h1") == "Ledgers"
    plain.click("text=Large print")
    assert "large" in (plain.locator("html").get_attribute("class") or "")
