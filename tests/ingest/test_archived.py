"""Archived web pages: the page in them is read like a page saved by itself."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given, settings

from mutations import read_spoilt, spoil
from taizhang.engine.model import SourceText
from taizhang.errors import DocumentBroken, FileEmpty
from taizhang.ingest import open_source
from taizhang.ingest.archived import extract_page
from taizhang.ingest.html import read_html

Put = Callable[[str, bytes], Path]
BODY = "<div id='zoom'><p>全市新建公路20公里。</p></div>"
PAGE = f"<html><head><title>甲市政府工作报告</title></head><body>{BODY}</body></html>"
TEXT = "全市新建公路20公里。\n"
PICTURE = b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
WAYS: dict[str, Callable[[bytes], bytes]] = {
    "base64": base64.encodebytes,
    "quoted-printable": quopri.encodestring,
    "8bit": bytes,
}


def letter(*parts: bytes, kind: str = "multipart/related", first: str = "MIME-Version: 1.0\r\n") -> bytes:
    """Parts as browsers archive them."""
    head = f'{first}Content-Type: {kind};\r\n\ttype="text/html";\r\n\tboundary="----=_Part_0"\r\n\r\n'
    return head.encode() + b"".join(b"------=_Part_0\r\n" + part + b"\r\n" for part in parts) + b"------=_Part_0--\r\n"


def part(page: str = PAGE, encoding: str = "quoted-printable", charset: str = "utf-8", said: str = "") -> bytes:
    head = f"Content-Type: text/html{said}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"
    return head.encode() + WAYS[encoding](page.encode(charset))


@pytest.mark.parametrize("encoding", WAYS)
@pytest.mark.parametrize("charset", ["utf-8", "gb2312"])
def test_page_is_read_whatever_its_encoding(put: Put, encoding: str, charset: str) -> None:
    data = letter(PICTURE, part(encoding=encoding, charset=charset, said=f'; charset="{charset}"'), PICTURE)
    source = open_source(put("报告.mht", data))
    assert (source.text, source.title, source.media_type) == (TEXT, "甲市政府工作报告", "multipart/related")


def test_archive_of_a_newer_browser(put: Put) -> None:
    first = "From: <Saved by Blink>\r\nSnapshot-Content-Location: file:///r.html\r\nMIME-Version: 1.0\r\n"
    assert open_source(put("报告.mhtml", letter(part(), PICTURE, first=first))).text == TEXT


@pytest.mark.parametrize("name", ["报告.doc", "报告.html"])
def test_archive_under_another_name(put: Put, name: str) -> None:
    assert open_source(put(name, letter(part()))).text == TEXT


def test_page_saved_under_the_name_of_an_archive(put: Put) -> None:
    source = open_source(put("报告.mht", PAGE.encode()))
    assert (source.text, source.media_type) == (TEXT, "text/html")


def test_part_within_a_part(put: Put) -> None:
    inner = letter(part()).replace(b"_Part_0", b"_Part_1").replace(b"MIME-Version: 1.0\r\n", b"")
    assert open_source(put("报告.mht", letter(inner, kind="multipart/mixed"))).text == TEXT


def test_letter_that_is_one_page(put: Put) -> None:
    assert open_source(put("报告.mht", b"MIME-Version: 1.0\r\n" + part())).text == TEXT


def test_archive_cut_off_gives_what_is_there(put: Put) -> None:
    assert open_source(put("报告.mht", letter(part()).rpartition(b"------=_Part_0--")[0])).text == TEXT


@pytest.mark.parametrize("parts", [(), (PICTURE,), (b"Content-Type: text/plain\r\n\r\nx",)])
def test_archive_without_a_page(put: Put, parts: tuple[bytes, ...]) -> None:
    with pytest.raises(DocumentBroken, match="没有网页"):
        open_source(put("报告.mht", letter(*parts)))


def test_empty_page_in_an_archive(put: Put) -> None:
    with pytest.raises(FileEmpty):
        open_source(put("报告.mht", letter(part("<p></p>"))))


def test_parts_nested_without_end_take_no_time() -> None:
    nested = b"Content-Type: text/plain\r\n\r\nx"
    for level in range(2_000):
        head = f'Content-Type: multipart/mixed; boundary="b{level}"\r\n\r\n--b{level}\r\n'
        nested = head.encode() + nested + f"\r\n--b{level}--\r\n".encode()
    started = perf_counter()
    with pytest.raises(DocumentBroken):
        extract_page(b"MIME-Version: 1.0\r\n" + nested, "页.mht")
    assert perf_counter() - started < 1


ARCHIVE = letter(PICTURE, part(said='; charset="utf-8"'), part(encoding="base64"))
EXTRAS = (
    b"------=_Part_0\r\n",
    b"\r\n\r\n",
    b"=\r\n",
    b"Content-Type: text/html\r\n",
    b"boundary=",
    b"=3",
    b"charset=",
)


def _read(data: bytes) -> SourceText:
    found = read_html(extract_page(data, "页.mht"), "页.mht")
    return SourceText(found.text, found.title, asides=found.asides)


@settings(max_examples=75)
@given(data=spoil(ARCHIVE, EXTRAS))
def test_spoilt_archive_is_a_text_or_an_error_of_ours(data: bytes) -> None:
    read_spoilt(lambda: _read(data))


@pytest.mark.soak
@settings(max_examples=20_000)
@given(data=spoil(ARCHIVE, EXTRAS))
def test_many_spoilt_archives(data: bytes) -> None:
    read_spoilt(lambda: _read(data))
