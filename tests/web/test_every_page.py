"""Every page in a browser, as the right person reads it: wide and narrow, Chinese and English, large letters, dark."""

# ruff: noqa: S608, E501  (queries of our own)

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern

import make_locale
from browsing import Site, find_barriers, sign_in
from taizhang import samples
from taizhang.web.urls import urlpatterns

POSTED = {
    "sign-out", "choose-language", "choose-letters", "ledger-assign", "review-decide", "review-undo", "review-entries",
    "entry-edit", "entry-units", "entry-milestones", "entry-comment", "entry-instruct", "entry-attach", "entry-keep",
    "entry-remove", "attachment-public", "projects-take", "project-remove", "person-reset",
}  # fmt: skip
"""What is sent and answers with another page."""
FILES = {"attachment"}
PAGES: dict[str, tuple[str, str]] = {
    "home": ("", "/"),
    "heads": ("", "/heads"),
    "sign-in": ("", "/sign-in"),
    "change-password": ("shuili", "/password"),
    "desk": ("shuili", "/desk/"),
    "upload": ("dudong", "/desk/upload"),
    "people": ("guanli", "/desk/people/"),
    "units": ("guanli", "/desk/units/"),
    "journal": ("shenji", "/desk/journal/"),
    "import-new": ("dudong", "/desk/import"),
    "ledger": ("dudong", "/ledgers/{draft}/"),
    "ledger-dispatch": ("dudong", "/ledgers/{draft}/dispatch"),
    "ledger-publish": ("dudong", "/ledgers/{issued}/publish"),
    "ledger-withdraw": ("dudong", "/ledgers/{issued}/withdraw"),
    "ledger-settings": ("dudong", "/ledgers/{draft}/settings"),
    "entry-add": ("dudong", "/ledgers/{draft}/entries/add"),
    "review": ("dudong", "/ledgers/{draft}/review"),
    "upload-edition": ("dudong", "/ledgers/{draft}/editions/add"),
    "edition": ("dudong", "/ledgers/{draft}/editions/1"),
    "edition-changes": ("dudong", "/ledgers/{draft}/editions/2/changes"),
    "entry": ("dudong", "/entries/{entry}/"),
    "export": ("dudong", "/ledgers/{issued}/export"),
    "import": ("dudong", "/ledgers/{draft}/import"),
    "projects": ("dudong", "/ledgers/{draft}/projects"),
    "project-add": ("dudong", "/ledgers/{draft}/projects/add"),
    "projects-import": ("dudong", "/ledgers/{draft}/projects/import"),
    "project": ("dudong", "/ledgers/{draft}/projects/{project}"),
    "pledges": ("dudong", "/ledgers/{draft}/pledges"),
    "person-add": ("guanli", "/desk/people/add"),
    "person": ("guanli", "/desk/people/2"),
    "unit-add": ("guanli", "/desk/units/add"),
    "unit": ("guanli", "/desk/units/{unit}"),
    "permissions": ("shenji", "/desk/permissions"),
}
MORE: tuple[tuple[str, str], ...] = (
    ("", "/ledgers/{issued}/"),
    ("", "/entries/{public}/"),
    ("", "/nowhere"),
    ("shuili", "/ledgers/{issued}/"),
    ("dudong", "/desk/"),
)
"""The same pages as others see them."""
VARIANTS: tuple[dict[str, Any], ...] = (
    {"width": 1440}, {"width": 390, "dark": True}, {"width": 390, "lang": "en"}, {"width": 390, "large": True},
)  # fmt: skip
LOOKED_AT_BY_AXE = VARIANTS[:2]
NAMES = {pattern.name or "" for pattern in urlpatterns if isinstance(pattern, URLPattern)}
SEEN = sorted({PAGES[name] for name in NAMES if name in PAGES} | set(MORE))
_QUOTED = re.compile(r"中文|编号|6月底|全年|万元|亿元")
"""What is named so in a table of every language."""
_CHINESE = re.compile(r"[一-鿿]+")
_TEXTS = """() => [...document.querySelectorAll('body *')].filter(e => !e.closest('script, .wordmark, [lang^=zh]'))
  .flatMap(e => [...[...e.childNodes].filter(n => n.nodeType === 3).map(n => n.textContent),
    ...['title', 'aria-label', 'placeholder', 'data-label'].map(a => e.getAttribute(a) || '')])
  .map(t => t.trim()).filter(t => /[一-鿿]/.test(t)).concat([document.title])"""


@pytest.fixture(scope="module")
def places(site: Site, browser: Any) -> dict[str, str]:
    """What stands in addresses: keys of the demonstration, a second edition and a project made for it."""
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    sign_in(page, site, "dudong")
    with sqlite3.connect(site.data / "taizhang.sqlite3") as database:
        ask = lambda query: str(database.execute(query).fetchone()[0])  # noqa: E731
        of_city = "JOIN catalog_place p ON p.id = place_id WHERE p.slug = 'lanchuan'"
        slugs = {
            year: ask(f"SELECT l.slug FROM ledger_ledger l {of_city} AND l.year = {year}").replace("-", "")
            for year in (2025, 2026)
        }
        keys = {
            "draft": slugs[2026], "issued": slugs[2025],
            **{name: ask("SELECT e.id FROM ledger_entry e JOIN ledger_ledger l ON l.id = e.ledger_id WHERE "
                         f"l.year = {year} AND e.parent_id IS NULL AND NOT e.is_headline ORDER BY l.id, e.id LIMIT 1")
               for name, year in (("entry", 2026), ("public", 2025))},
            "unit": ask(f"SELECT u.id FROM catalog_unit u {of_city}"),
        }  # fmt: skip
    keys |= {name: _dashed(keys[name]) for name in ("draft", "issued")}
    file = next(path for path in samples.paths() if path.name == "lanchuan-2026.txt")
    page.goto(f"{site.address}/ledgers/{keys['draft']}/editions/add")
    page.set_input_files("#files", {"name": "更正版.txt", "mimeType": "text/plain",
                                    "buffer": file.read_text(encoding="utf-8").replace("新建", "改建", 3).encode()})  # fmt: skip
    page.click("main button")
    page.wait_for_selector("text=开始核对", timeout=60_000)
    keys["project"] = _add_project(page, site, keys["draft"])
    context.close()
    return keys


def _dashed(slug: str) -> str:
    return f"{slug[:8]}-{slug[8:12]}-{slug[12:16]}-{slug[16:20]}-{slug[20:]}"


def _add_project(page: Any, site: Site, slug: str) -> str:
    page.goto(f"{site.address}/ledgers/{slug}/projects/add")
    page.fill("[name=name]", "澜川市北部山区供水保障及灌溉管网改造提升一期工程")
    page.click("main form button")
    page.wait_for_load_state()
    with sqlite3.connect(site.data / "taizhang.sqlite3") as database:
        return str(database.execute("SELECT id FROM ledger_project ORDER BY id DESC").fetchone()[0])


@pytest.fixture(scope="module")
def readers(site: Site, browser: Any) -> Iterator[Any]:
    """A page of each person, signed in once, with what went wrong on it so far."""
    opened: dict[str, tuple[Any, list[str]]] = {}

    def reader(name: str) -> tuple[Any, list[str]]:
        if name not in opened:
            page = browser.new_context(locale="zh-CN").new_page()
            troubles: list[str] = []
            page.on("pageerror", lambda error: troubles.append(str(error)))
            page.on("console", lambda said: troubles.append(said.text) if said.type == "error" else None)
            page.on("request", lambda asked: troubles.append(asked.url) if not _is_ours(asked.url, site) else None)
            if name:
                sign_in(page, site, name)
            opened[name] = page, troubles
        return opened[name]

    yield reader
    for page, _troubles in opened.values():
        page.context.close()


def _is_ours(address: str, site: Site) -> bool:
    return address.startswith((site.address + "/", "data:"))


def _open(readers: Any, site: Site, who: str, address: str, **variant: Any) -> tuple[Any, list[str]]:
    page, troubles = readers(who)
    troubles.clear()
    cookies = {"lang": variant.get("lang", "zh"), "large": "1" if variant.get("large") else "0"}
    page.context.add_cookies([{"name": name, "value": value, "url": site.address} for name, value in cookies.items()])
    page.emulate_media(color_scheme="dark" if variant.get("dark") else "light")
    page.set_viewport_size({"width": variant.get("width", 1440), "height": 1000})
    page.goto(site.address + address)
    return page, troubles


def test_every_address_is_looked_at() -> None:
    assert NAMES - set(PAGES) - POSTED - FILES == set()


@pytest.mark.parametrize(("who", "path"), SEEN)
def test_a_page_is_sound_in_every_form(site: Site, readers: Any, places: dict[str, str], who: str, path: str) -> None:
    address = path.format(**places)
    for variant in VARIANTS:
        page, troubles = _open(readers, site, who, address, **variant)
        assert page.url == site.address + address, variant
        assert page.evaluate("document.documentElement.scrollWidth") <= variant["width"], variant
        if variant in LOOKED_AT_BY_AXE:
            assert find_barriers(page) == [], variant
        assert [trouble for trouble in troubles if "status of 404" not in trouble or path != "/nowhere"] == [], variant


@pytest.fixture(scope="module")
def content(site: Site, places: dict[str, str]) -> str:
    """All that people and reports said: it stays Chinese."""
    with sqlite3.connect(site.data / "taizhang.sqlite3") as database:
        tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        ours = [name for name in tables if name.startswith(("ledger_", "catalog_"))]
        rows = [str(value) for name in ours for row in database.execute(f"SELECT * FROM {name}") for value in row
                if isinstance(value, str)]  # fmt: skip
    texts = [path.read_text(encoding="utf-8") for path in samples.paths() if path.suffix in {".txt", ".md"}]
    told = "\n".join([*rows, *texts])
    return told + re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), told)


@pytest.mark.parametrize(("who", "path"), SEEN)
def test_a_page_in_english_has_no_word_of_the_interface_in_chinese(
    site: Site, readers: Any, places: dict[str, str], content: str, who: str, path: str
) -> None:
    page, _troubles = _open(readers, site, who, path.format(**places), lang="en")
    texts = page.evaluate(_TEXTS)
    ours = {words for words in make_locale.find_words() if _CHINESE.search(words)}
    said = [text for text in texts if text in ours and text not in content]
    assert said == []
    if "/review" not in path and "/changes" not in path:
        foreign = [text for text in texts if any(run not in content for run in _CHINESE.findall(text))]
        assert [run for text in foreign for run in _CHINESE.findall(_QUOTED.sub("", text)) if run not in content] == []


def test_the_smallest_letters_of_a_phone_can_be_read(site: Site, readers: Any, places: dict[str, str]) -> None:
    page, _troubles = _open(readers, site, "dudong", PAGES["ledger"][1].format(**places), width=390)
    sizes = page.evaluate("[...document.querySelectorAll('main *')].map(e => parseFloat(getComputedStyle(e).fontSize))")
    assert min(sizes) >= 12
