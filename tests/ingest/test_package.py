"""Word files that are torn, false or made to harm: one clear error each, and nothing is unpacked that should not be."""

import io
import struct
import tracemalloc
import zipfile
import zlib
from time import perf_counter

import pytest

from taizhang.errors import DocumentBroken, DocumentSuspect, PasswordNeeded
from taizhang.ingest import open_source, package

DOCUMENT = "word/document.xml"


@pytest.fixture
def refuse(put):
    """Opens the bytes as a Word file; returns the line of the error, which is of the kind given."""

    def opened(data, kind):
        with pytest.raises(kind) as caught:
            open_source(put("报告.docx", data))
        line = str(caught.value)
        assert len(line.splitlines()) == 1
        assert "报告.docx" in line
        return line

    return opened


def test_sound_file_is_read(word_parts, pack_parts, put):
    assert open_source(put("好.docx", pack_parts(word_parts))).text == "各位代表：\n"


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.99])
def test_truncated(word_parts, pack_parts, refuse, share):
    data = pack_parts(word_parts)
    assert "不完整" in refuse(data[: int(len(data) * share)], DocumentBroken)


def test_every_truncation_is_an_error_of_ours(word_parts, pack_parts):
    data = pack_parts(word_parts)
    for length in range(2, len(data) - 1, 7):
        with pytest.raises(DocumentBroken):
            package.clean_package(data[:length], "x")


def test_every_changed_byte_is_read_or_an_error_of_ours(word_parts, pack_parts, put):
    data = pack_parts(word_parts)
    read = 0
    for at in range(0, len(data), 11):
        spoilt = data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]
        try:
            read += bool(open_source(put("x.docx", spoilt)).text)
        except (DocumentBroken, DocumentSuspect, PasswordNeeded):
            continue
    assert read  # time stamps, for one, do not matter


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"),
            "旧版 Word 文档（.doc）。请用 Word 或 WPS",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "去掉密码"),
        (b"%PDF-1.4", "PDF"),
        (b"{\\rtf1", "RTF"),
        ("<html><body>报告</body></html>".encode(), "网页"),
        ("各位代表：".encode(), "这不是 Word 文档"),
    ],
)
def test_other_content_behind_the_suffix(refuse, data, words):
    assert words in refuse(data, DocumentBroken)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"[Content_Types].xml": "<a/>", "xl/workbook.xml": "<a/>"}, "表格"),
        ({"[Content_Types].xml": "<a/>", "ppt/presentation.xml": "<a/>"}, "演示文稿"),
        ({"OFD.xml": "<a/>"}, "OFD"),
        ({"报告.txt": "各位代表"}, "压缩包"),
    ],
)
def test_other_packages_behind_the_suffix(pack_parts, refuse, parts, words):
    assert words in refuse(pack_parts(parts), DocumentBroken)


@pytest.mark.parametrize("name", ["[Content_Types].xml", "_rels/.rels", DOCUMENT])
def test_missing_part(word_parts, pack_parts, refuse, name):
    parts = {other: part for other, part in word_parts.items() if other != name}
    refuse(pack_parts(parts), DocumentBroken)


@pytest.mark.parametrize("xml", ["", "各位代表", "<w:document", '<?xml version="1.0"?><a><b></a>', "<a/>"])
def test_torn_xml(word_parts, pack_parts, refuse, xml):
    refuse(pack_parts({**word_parts, DOCUMENT: xml}), DocumentBroken)


def test_strict_dialect_is_named(word_parts, pack_parts, refuse):
    transitional = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    strict = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    parts = {n: p.replace(transitional, strict) for n, p in word_parts.items()}
    assert "严格" in refuse(pack_parts(parts), DocumentBroken)


def test_macro_document_renamed_is_named(word_parts, pack_parts, refuse):
    plain = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    macros = "application/vnd.ms-word.document.macroEnabled.main+xml"
    parts = {n: p.replace(plain, macros) for n, p in word_parts.items()}
    assert "宏" in refuse(pack_parts(parts), DocumentBroken)


@pytest.mark.parametrize(("name", "size"), [("word/media/a.bin", 50_000_000), ("word/extra.xml", 2_000_000)])
def test_packed_a_thousandfold(word_parts, pack_parts, refuse, name, size):
    assert "压缩了" in refuse(pack_parts({**word_parts, name: b"\0" * size}), DocumentSuspect)


def test_blank_picture_is_no_bomb(word_parts, pack_parts, put):
    data = pack_parts({**word_parts, "word/media/a.bmp": b"\xff" * 3_000_000})
    assert open_source(put("白.docx", data)).text == "各位代表：\n"


def test_bomb_is_refused_before_it_is_unpacked(word_parts, pack_parts, refuse):
    bomb = {f"word/media/{i}.bin": b"\0" * 30_000_000 for i in range(10)}
    data = pack_parts({**word_parts, **bomb})
    tracemalloc.start()
    start = perf_counter()
    assert "解压后将有 300 MB" in refuse(data, DocumentSuspect)
    assert perf_counter() - start < 0.5
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("has_right_sum", [True, False])
def test_member_that_says_less_than_it_holds_is_not_unpacked_further(word_parts, pack_parts, refuse, has_right_sum):
    data = bytearray(pack_parts({**word_parts, "word/extra.xml": b" " * 40_000_000}))
    small = struct.pack("<I", 1_000)
    for at in (i for i in range(len(data) - 4) if data[i : i + 4] == struct.pack("<I", 40_000_000)):
        data[at : at + 4] = small
    crc = struct.pack("<I", zlib.crc32(b" " * 40_000_000))
    for at in (i for i in range(len(data) - 4) if data[i : i + 4] == crc):
        data[at : at + 4] = struct.pack("<I", zlib.crc32(b" " * 1_000)) if has_right_sum else crc
    tracemalloc.start()
    if has_right_sum:
        assert len(package.clean_package(bytes(data), "x")) < 10_000
    else:
        refuse(bytes(data), DocumentBroken)
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_xml_larger_than_any_report(word_parts, pack_parts, refuse, monkeypatch):
    monkeypatch.setattr(package, "MOST_XML", 100)
    assert "正文等部件有" in refuse(pack_parts(word_parts), DocumentSuspect)


def test_too_many_parts(word_parts, pack_parts, refuse):
    many = {f"word/media/{i}": b"" for i in range(package.MOST_MEMBERS)}
    assert "个部件" in refuse(pack_parts({**word_parts, **many}), DocumentSuspect)


def test_rare_method_of_packing(word_parts, refuse):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as packed:
        for name, part in word_parts.items():
            packed.writestr(name, part)
    assert "压缩方式" in refuse(buffer.getvalue(), DocumentSuspect)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_parts_of_one_name(word_parts, refuse):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name, part in [*word_parts.items(), (DOCUMENT, "<a/>")]:
            packed.writestr(name, part)
    assert "同名" in refuse(buffer.getvalue(), DocumentSuspect)


@pytest.mark.parametrize("name", ["../evil.xml", "word/../../evil", "/etc/evil", "..\\evil"])
def test_path_that_climbs_out(word_parts, pack_parts, refuse, name):
    assert "越出" in refuse(pack_parts({**word_parts, name: b"x"}), DocumentSuspect)


def test_encrypted_member(word_parts, pack_parts, refuse):
    data = bytearray(pack_parts(word_parts))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "密码" in refuse(bytes(data), PasswordNeeded)


LAUGHS = (
    '<!DOCTYPE w:document [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefg", "bcdefgh"))
    + "]>"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_that_expand(word_parts, pack_parts, refuse, encoding):
    xml = word_parts[DOCUMENT].replace('encoding="UTF-8"', f'encoding="{encoding}"')
    xml = xml.replace("<w:document", f"{LAUGHS}<w:document").replace("各位代表：", "&h;")
    assert "实体" in refuse(pack_parts({**word_parts, DOCUMENT: xml.encode(encoding)}), DocumentSuspect)


def test_entity_that_reads_a_file(word_parts, pack_parts, refuse, put):
    secret = put("secret.txt", b"secret")
    xml = word_parts[DOCUMENT].replace(
        "<w:document", f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]><w:document'
    )
    assert "secret" not in refuse(
        pack_parts({**word_parts, DOCUMENT: xml.replace("各位代表：", "&x;")}), DocumentSuspect
    )


def test_entities_hidden_in_an_odd_encoding(word_parts, pack_parts, refuse):
    xml = word_parts[DOCUMENT].replace('encoding="UTF-8"', 'encoding="UTF-7"')
    assert "异常编码" in refuse(pack_parts({**word_parts, DOCUMENT: xml}), DocumentSuspect)


def test_nesting_without_end(word_parts, pack_parts, refuse):
    deep = "<w:sdt><w:sdtContent>" * 20_000 + "</w:sdtContent></w:sdt>" * 20_000
    xml = word_parts[DOCUMENT].replace("<w:body>", f"<w:body>{deep}")
    refuse(pack_parts({**word_parts, DOCUMENT: xml}), DocumentBroken)


def test_nesting_as_deep_as_the_parser_allows_is_read(word_parts, pack_parts, put):
    deep = "<w:sdt><w:sdtContent>" * 120 + "<w:p/>" + "</w:sdtContent></w:sdt>" * 120
    xml = word_parts[DOCUMENT].replace("<w:body>", f"<w:body>{deep}")
    assert "各位代表" in open_source(put("深.docx", pack_parts({**word_parts, DOCUMENT: xml}))).text
