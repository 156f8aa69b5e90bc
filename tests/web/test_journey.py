"""In a real browser: a report uploaded, reviewed, assigned, dispatched and published; a corrected file keeps it all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from browsing import Site, find_barriers, sign_in
from ledger_people import REPORT


def upload(page: Any, site: Site, folder: Path, name: str, text: str) -> None:
    file = folder / f"{name}.txt"
    file.write_text(text, encoding="utf-8")
    page.goto(f"{site.address}/desk/upload")
    page.set_input_files("#files", str(file))
    page.select_option("#place", label="澜川市")
    page.fill("#year", "2031")
    page.fill("#title", name)
    page.click("main button")
    page.wait_for_selector("text=开始核对", timeout=60_000)


def choose(page: Any, words: str) -> None:
    """Put the cursor on the item with these words."""
    page.locator(".run", has_text=words).first.click()
    page.wait_for_selector(f".clauses li:has-text('{words}')")


def titles(page: Any) -> list[str]:
    return [text.strip() for text in page.locator(".draft-title").all_inner_texts()]


def test_a_report_is_reviewed_by_mouse_and_keyboard(page: Any, site: Site, tmp_path: Path) -> None:
    sign_in(page, site, "dudong")
    upload(page, site, tmp_path, "核对旅程", REPORT)
    page.click("text=开始核对")
    choose(page, "改造泵站")
    page.keyboard.press("m")
    page.wait_for_selector("#undo")
    assert page.locator(".clauses li").count() == 2
    page.locator(".clauses button", has_text="在此拆开").click()
    expect(page.locator(".clauses li")).to_have_count(1)
    choose(page, "新建幼儿园")
    page.keyboard.press("f")
    page.locator(".figure-edit[open] input[name=low]").fill("3")
    page.locator(".figure-edit[open] button", has_text="改").first.click()
    page.wait_for_selector("text=撤销：改数字")
    assert any(
        "幼儿园新增3所" in text or "幼儿园3所" in text for text in page.locator(".draft-target").all_inner_texts()
    )
    page.keyboard.press("u")
    page.wait_for_selector("text=撤销：拆分")
    assert not [text for text in page.locator(".draft-target").all_inner_texts() if "幼儿园新增3所" in text]


def test_a_title_out_of_bounds_is_told_and_nothing_is_changed(page: Any, site: Site, tmp_path: Path) -> None:
    sign_in(page, site, "dudong")
    upload(page, site, tmp_path, "坏标题", REPORT)
    page.click("text=开始核对")
    choose(page, "改造泵站")
    page.fill("#title", "")
    page.locator("form:has(#title) button").click()
    page.wait_for_selector(".notice.error")
    assert "E504" in page.inner_text(".notice.error")
    assert page.locator("#undo").count() == 0


def test_a_ledger_is_dispatched_published_and_keeps_it_all_in_a_corrected_edition(
    page: Any, site: Site, tmp_path: Path
) -> None:
    sign_in(page, site, "dudong")
    upload(page, site, tmp_path, "下达旅程", REPORT)
    page.click("text=开始核对")
    choose(page, "改造泵站")
    page.keyboard.press("m")
    page.wait_for_selector("#undo")
    page.click("text=其余全部按建议分派")
    expect(page.locator(".draft-unit .none")).to_have_count(0)
    page.click(".crumbs a:has-text('下达旅程')")
    ledger = page.url
    page.click(".steps a:has-text('下达')")
    page.click("text=确认下达")
    page.goto(ledger)
    page.click(".steps a:has-text('公开')")
    page.click("text=确认公开")
    page.goto(f"{site.address}/")
    page.wait_for_selector("a:has-text('下达旅程')")

    page.goto(f"{ledger}editions/add")
    file = tmp_path / "更正.txt"
    file.write_text(REPORT.replace("水渠20公里", "水渠25公里"), encoding="utf-8")
    page.set_input_files("#files", str(file))
    page.click("main button")
    page.wait_for_selector("text=开始核对", timeout=60_000)
    page.click("text=开始核对")
    choose(page, "改造泵站")
    assert page.locator(".clauses li").count() == 2
    unit = page.locator(".draft", has_text="25公里").locator(".draft-unit").inner_text()
    assert unit.startswith("市水利局")


@pytest.mark.parametrize("path", ["/", "/sign-in", "/heads", "/desk/", "/desk/upload"])
@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing(page: Any, site: Site, path: str, width: int) -> None:
    if path.startswith("/desk"):
        sign_in(page, site, "dudong")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(site.address + path)
    assert find_barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_finds_nothing_on_the_review_page(page: Any, site: Site, tmp_path: Path) -> None:
    sign_in(page, site, "dudong")
    upload(page, site, tmp_path, "无障碍", REPORT)
    page.click("text=开始核对")
    choose(page, "新建幼儿园")
    assert find_barriers(page) == []
