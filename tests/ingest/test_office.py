"""Old office documents: through LibreOffice where it is installed, one clear line where not; and nothing is fetched."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from mutations import WATCH, read_spoilt, spoil
from taizhang import soffice
from taizhang.engine.model import SourceText
from taizhang.errors import (
    ConversionFailed,
    DocumentBroken,
    DocumentSuspect,
    FormatUnsupported,
    InputError,
    PasswordNeeded,
)
from taizhang.ingest import office, open_source
from taizhang.soffice import SofficeError, SofficeTimeoutError, convert, find_soffice

Put = Callable[[str, bytes], Path]
Pack = Callable[[Mapping[str, str | bytes]], bytes]

needs_office = pytest.mark.skipif(find_soffice() is None, reason="LibreOffice is not installed")
WORDS = "全年新建公路20公里，改造桥梁12座。"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
RICH = r"{\rtf1\ansi\ansicpg936\uc1 "


def rich(text: str, more: str = "") -> bytes:
    """An RTF with the text, a paragraph a line."""
    words = "".join(f"\\u{ord(c) if ord(c) < 32768 else ord(c) - 65536}?" if ord(c) > 126 else c for c in text)
    return f"{RICH}{more}{words.replace(chr(10), chr(92) + 'par ')}}}".encode("ascii")


def read_through_office(path: Path) -> SourceText | None:
    """What LibreOffice makes of a file; None for an error of one line."""
    line = ""
    try:
        return open_source(path)
    except InputError as error:
        line = str(error)
    assert len(line.splitlines()) == 1
    return None


@pytest.fixture
def no_office(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A machine without LibreOffice."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(soffice, "_PLACES", ())


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """A server of this machine: its address, and the paths that were asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<a/>")

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815  (the names are the base class's)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}", asked
        listening.shutdown()
        thread.join()


def test_server_hears_who_asks(server: tuple[str, list[str]]) -> None:
    from urllib.request import urlopen

    with urlopen(f"{server[0]}/a") as answer:  # noqa: S310  (our own server)
        assert answer.read() == b"<a/>"
    assert server[1] == ["/a"]


@needs_office
@pytest.mark.parametrize(
    ("name", "target"), [("报告.doc", "doc:MS Word 97"), ("报告.wps", "doc:MS Word 97"), ("报告.rtf", "rtf")]
)
def test_old_document_is_read(put: Put, docx: Callable[..., Path], name: str, target: str) -> None:
    body = f"<w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p><w:tbl><w:tr>" + "".join(
        f"<w:tc><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>" for words in ("甲县", "20公里")
    )
    data = convert(docx(f"{body}</w:tr></w:tbl><w:p/>", "a.docx").read_bytes(), ".docx", target)
    source = open_source(put(name, data))
    assert source.text.splitlines()[:2] == [WORDS, "甲县\t20公里"]
    assert source.files[0].name == name
    assert source.media_type != "text/plain"
    assert "openxml" not in source.media_type


@needs_office
def test_nothing_is_left_behind(put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put("报告.rtf", rich(WORDS))
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    before = sorted(tmp_path.iterdir())
    assert WORDS in open_source(path).text
    assert sorted(tmp_path.iterdir()) == before
    assert list(folder.iterdir()) == []


@pytest.mark.usefixtures("no_office")
@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("报告.doc", OLE + "WordDocument".encode("utf-16-le"), "旧版 Word 文档"),
        ("报告.wps", OLE + "WordDocument".encode("utf-16-le"), "WPS 文字文档"),
        ("报告.RTF", b"{\\rtf1 a}", "RTF"),
    ],
)
def test_without_libreoffice_one_line_says_what_to_do(put: Put, name: str, data: bytes, words: str) -> None:
    with pytest.raises(FormatUnsupported, match=words) as caught:
        open_source(put(name, data))
    line = str(caught.value)
    assert "另存为”.docx" in line
    assert "安装 LibreOffice" in line
    assert len(line.splitlines()) == 1


@pytest.mark.usefixtures("no_office")
def test_word_file_and_web_page_under_an_old_name_need_no_libreoffice(put: Put, docx: Callable[..., Path]) -> None:
    word = docx(f"<w:p><w:r><w:t>{WORDS}</w:t></w:r></w:p>", "a.docx").read_bytes()
    page = f'<html xmlns:o="urn:schemas-microsoft-com:office:office"><meta charset=gb2312><p>{WORDS}'.encode("gb18030")
    found = [
        open_source(put(name, data)) for name, data in (("报告.doc", word), ("报告.wps", word), ("报告.doc", page))
    ]
    assert {source.text for source in found} == {f"{WORDS}\n"}
    assert found[2].media_type == "text/html"


@pytest.mark.parametrize(
    ("data", "kind", "words"),
    [
        (OLE + "EncryptedPackage".encode("utf-16-le"), PasswordNeeded, "密码"),
        (OLE + "Workbook".encode("utf-16-le"), DocumentBroken, "表格"),
        (b"%PDF-1.7", DocumentBroken, "PDF"),
        (b"\x7fELF", DocumentBroken, "程序"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", DocumentBroken, "没有网页"),
        ("各位代表：".encode(), DocumentBroken, "不是 Word"),
        (b"#!/bin/sh\necho\n", DocumentBroken, "不是 Word"),
    ],
)
def test_other_content_behind_the_suffix_never_comes_to_libreoffice(
    put: Put, monkeypatch: pytest.MonkeyPatch, data: bytes, kind: type[InputError], words: str
) -> None:
    monkeypatch.setattr(office, "convert", lambda *_, **__: pytest.fail("LibreOffice was called"))
    with pytest.raises(kind, match=words) as caught:
        open_source(put("报告.doc", data))
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize(("error", "words"), [(SofficeTimeoutError, "超时"), (SofficeError, "没有给出结果")])
def test_libreoffice_that_fails_is_one_clear_line(
    put: Put, monkeypatch: pytest.MonkeyPatch, error: type[SofficeError], words: str
) -> None:
    def fail(*_: object, **__: object) -> bytes:
        raise error

    monkeypatch.setattr(office, "convert", fail)
    with pytest.raises(ConversionFailed, match=words) as caught:
        open_source(put("报告.doc", OLE))
    assert "另存为 .docx" in str(caught.value)


@needs_office
def test_torn_document_is_an_error_or_what_is_left_of_it(put: Put) -> None:
    path = put("报告.doc", OLE + "WordDocument".encode("utf-16-le") + bytes(4096))
    assert read_through_office(path) is None or open_source(path).text.strip()


def test_what_libreoffice_gives_is_guarded_like_any_word_file(
    put: Put, monkeypatch: pytest.MonkeyPatch, word_parts: dict[str, str | bytes], pack_parts: Pack
) -> None:
    monkeypatch.setattr(office, "convert", lambda *_, **__: pack_parts({**word_parts, "../evil.xml": "<a/>"}))
    with pytest.raises(DocumentSuspect):
        open_source(put("报告.doc", OLE))


def linked_parts(word_parts: dict[str, str | bytes], url: str) -> dict[str, str | bytes]:
    """A Word file that points out of itself in every way: a template, a picture, a frame, a sub-document, a link."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    names = ("attachedTemplate", "image", "frame", "subDocument", "oleObject", "hyperlink")
    outside = "".join(
        f'<Relationship Id="x{n}" Type="{kind}/{name}" Target="{url}/{name}" TargetMode="External"/>'
        for n, name in enumerate(names)
    )
    rels = str(word_parts["word/_rels/document.xml.rels"]).replace("</Relationships>", f"{outside}</Relationships>")
    body = str(word_parts["word/document.xml"]).replace("<w:body>", '<w:body><w:altChunk xmlns:r="r" r:id="x0"/>')
    return {**word_parts, "word/_rels/document.xml.rels": rels, "word/document.xml": body, "word/vbaProject.bin": b"MZ"}


def test_links_of_a_word_file_are_not_followed(
    put: Put, word_parts: dict[str, str | bytes], pack_parts: Pack, server: tuple[str, list[str]]
) -> None:
    path = put("报告.docx", pack_parts(linked_parts(word_parts, server[0])))
    open_source(path)  # what is imported now is not written later
    with WATCH.listening() as heard:
        assert open_source(path).text == "各位代表：\n"
    assert heard == []
    assert server[1] == []


@pytest.mark.parametrize("part", ["styles", "numbering"])
def test_part_that_lies_elsewhere_is_not_fetched(
    put: Put, word_parts: dict[str, str | bytes], pack_parts: Pack, server: tuple[str, list[str]], part: str
) -> None:
    rels = str(word_parts["word/_rels/document.xml.rels"])
    outside = rels.replace(f'Target="{part}.xml"', f'Target="{server[0]}/{part}.xml" TargetMode="External"')
    assert outside != rels
    path = put("报告.docx", pack_parts({**word_parts, "word/_rels/document.xml.rels": outside}))
    read_spoilt(lambda: open_source(path))
    assert server[1] == []


@needs_office
@pytest.mark.parametrize(
    "more",
    [
        r'{\field{\*\fldinst INCLUDEPICTURE "URL/a.png" \\d}{\fldrslt }}',
        r'{\field{\*\fldinst INCLUDETEXT "URL/a.txt"}{\fldrslt }}',
        r"{\*\template URL/a.dot}",
        r'{\field{\*\fldinst DDEAUTO "URL/a" "b"}{\fldrslt }}',
    ],
)
def test_links_of_an_old_document_are_not_followed(put: Put, server: tuple[str, list[str]], more: str) -> None:
    source = open_source(put("报告.rtf", rich(WORDS, more.replace("URL", server[0]))))
    assert WORDS in source.text
    assert server[1] == []


@needs_office
def test_links_of_a_binary_document_are_not_followed(
    put: Put, word_parts: dict[str, str | bytes], pack_parts: Pack, server: tuple[str, list[str]]
) -> None:
    picture = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText>INCLUDEPICTURE "URL/b.png" \\d</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>图</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    ).replace("URL", server[0])
    parts = linked_parts(word_parts, server[0])
    parts["word/document.xml"] = str(parts["word/document.xml"]).replace("<w:sectPr/>", f"{picture}<w:sectPr/>")
    parts.pop("word/vbaProject.bin")
    try:
        data = convert(pack_parts(parts), ".docx", "doc:MS Word 97")
    except SofficeError:
        pytest.skip("LibreOffice makes no .doc of it")
    server[1].clear()
    assert "各位代表" in open_source(put("报告.doc", data)).text
    assert server[1] == []


BODY = "<w:p><w:r><w:t>甲</w:t></w:r></w:p>" * 3
EXTRAS = (b"<w:p>", b"</w:tbl>", b"<w:tbl>", b"<!DOCTYPE a>", b"&#0;", b"&x;", b"<w:numPr/>", b"PK\x05\x06")


@settings(max_examples=75, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=spoil(OLE + "WordDocument".encode("utf-16-le") + WORDS.encode("utf-16-le") * 20))
def test_spoilt_old_document_is_told_apart(put: Put, monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    def fail(*_: object, **__: object) -> bytes:
        raise SofficeError

    monkeypatch.setattr(office, "convert", fail)
    path = put("报告.doc", data or b"\0")
    read_spoilt(lambda: open_source(path))


def _spoil_word(put: Put, parts: dict[str, str | bytes], pack: Pack, document: bytes) -> SourceText | None:
    path = put("报告.docx", pack({**parts, "word/document.xml": document}))
    return read_spoilt(lambda: open_source(path))


DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    f"{BODY}<w:tbl><w:tr><w:tc>{BODY}</w:tc><w:tc>{BODY}</w:tc></w:tr></w:tbl>"
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>乙</w:t></w:r></w:p>'
    "<w:sectPr/></w:body></w:document>"
).encode()


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=spoil(DOCUMENT, EXTRAS))
def test_spoilt_word_file_is_a_text_or_an_error_of_ours(
    put: Put, word_parts: dict[str, str | bytes], pack_parts: Pack, document: bytes
) -> None:
    _spoil_word(put, word_parts, pack_parts, document)


@pytest.mark.soak
@settings(max_examples=20_000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(document=spoil(DOCUMENT, EXTRAS))
def test_many_spoilt_word_files(
    put: Put, word_parts: dict[str, str | bytes], pack_parts: Pack, document: bytes
) -> None:
    _spoil_word(put, word_parts, pack_parts, document)


@needs_office
@pytest.mark.soak
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=spoil(rich(WORDS * 5), (b"{\\field", b"\\par", b"}", b"\\u-1?", b"\\bin9999999 ")))
def test_spoilt_rich_text_through_libreoffice(put: Put, data: bytes) -> None:
    read_through_office(put("报告.rtf", b"{\\rtf1" + data))
