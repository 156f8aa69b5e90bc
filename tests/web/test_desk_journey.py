"""In a real browser: many entries ticked by keyboard, an entry edited by two, a session that ends in a form."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from browsing import PASSWORD, Site, find_barriers, sign_in


def open_ledger(page: Any, site: Site, title: str) -> None:
    page.goto(f"{site.address}/desk/")
    page.click(f"text={title}")
    page.wait_for_selector("table.ledger")


def test_entries_are_ticked_by_keyboard_and_given_to_one_unit(page: Any, site: Site) -> None:
    sign_in(page, site, "dudong")
    open_ledger(page, site, "澜川市2026年政府工作报告")
    boxes = page.locator(".tick input")
    boxes.nth(20).focus()
    for key in ("x", "j", "j", "x"):
        page.keyboard.press(key)
    expect(page.locator("[data-ticked]")).to_have_text("已勾选 2")
    boxes.nth(25).click(modifiers=["Shift"])
    expect(page.locator("[data-ticked]")).to_have_text("已勾选 5")
    boxes.nth(25).focus()
    page.keyboard.press("a")
    page.keyboard.type("水利局")
    page.keyboard.press("Enter")
    expect(page.locator(".notice.done")).to_contain_text("已分派 5 条")
    page.click("text=全选")
    expect(page.locator("[data-ticked]")).to_have_text(f"已勾选 {boxes.count()}")
    assert find_barriers(page) == []


def test_two_people_edit_one_entry_and_the_second_loses_nothing(page: Any, site: Site, browser: Any) -> None:
    sign_in(page, site, "dudong")
    open_ledger(page, site, "澜川市2026年政府工作报告")
    page.locator("tr.entry .task > a").nth(16).click()
    page.locator("summary", has_text="修改").first.click()
    page.fill("#remarks", "我写了很久的备注")
    other = browser.new_context().new_page()
    sign_in(other, site, "dudong")
    other.goto(page.url)
    other.locator("summary", has_text="修改").first.click()
    other.fill("#remarks", "别人先写的备注")
    other.locator("#edit .edit button").click()
    expect(other.locator(".notice.done")).to_contain_text("已保存")
    other.context.close()
    page.locator("#edit .edit button").click()
    expect(page.locator(".conflict")).to_contain_text("别人先写的备注")
    expect(page.locator("#remarks")).to_have_value("我写了很久的备注")
    assert find_barriers(page) == []
    page.locator("#edit .edit button").click()
    expect(page.locator("#edit .pairs")).to_contain_text("我写了很久的备注")


def test_a_session_that_ends_in_the_middle_of_a_form_loses_nothing(page: Any, site: Site) -> None:
    sign_in(page, site, "dudong")
    open_ledger(page, site, "澜川市2025年政府工作报告")
    page.locator("tr.entry .task > a").nth(18).click()
    page.fill("#note", "写到一半，登录过期了。\n第二段也要留下。")
    page.context.clear_cookies(name="sessionid")
    page.locator("#comment button").click()
    expect(page.locator("h1")).to_contain_text("填写的内容还在")
    expect(page.locator(".kept")).to_contain_text("第二段也要留下")
    assert find_barriers(page) == []
    page.fill("#id_username", "dudong")
    page.fill("#id_password", PASSWORD)
    page.click("text=登录并提交")
    expect(page.locator("#comment .said").last).to_contain_text("第二段也要留下")
