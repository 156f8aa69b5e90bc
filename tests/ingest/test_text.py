"""Encodings: every one comes back as it was, and what is no text is told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.errors import FileEmpty, NotText, TextUndecodable
from taizhang.ingest.text import read_text

TEXT = "一、总体要求\n全市地区生产总值增长5.5%左右，规模以上工业增加值增长7%。\n"
OLD_SCRIPT = "全市生產總值增長百分之五，發展實體經濟，優化營商環境。\n" * 6
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "utf-32"]

# As reports are made: characters of GB2312, ASCII, here and there a rare one; a full stop and a line end in each line.
_GB2312 = "".join(bytes((a, b)).decode("gb2312", "ignore") for a in range(0xB0, 0xF8) for b in range(0xA1, 0xFF))
_ASCII = "".join(map(chr, range(0x20, 0x7F)))
_RARE = "镕堃赟垚昇喆㛃䶮𬭎𠮷囍〇"
_CHARACTERS = st.one_of(
    *[st.sampled_from(_GB2312)] * 6, st.sampled_from(_ASCII), st.sampled_from("，、；：“”（）%０９—")
)
_LINE = st.builds(
    lambda words, rare: words + rare + "。\n", st.text(_CHARACTERS, min_size=20, max_size=60), st.sampled_from(_RARE)
)
REPORTS = st.lists(_LINE, min_size=1, max_size=5).map("".join)


def decode(data):
    return read_text(data, "报告.txt")


@pytest.mark.parametrize("encoding", [*ENCODINGS, "gbk"])
def test_text_comes_back_from_every_encoding(encoding):
    assert decode(TEXT.encode(encoding)) == TEXT


@given(text=REPORTS)
def test_any_report_comes_back_from_every_encoding(text):
    assert {encoding: decode(text.encode(encoding)) for encoding in ENCODINGS} == dict.fromkeys(ENCODINGS, text)


def test_big_endian_mark_is_dropped():
    assert decode(b"\xfe\xff" + TEXT.encode("utf-16-be")) == TEXT


def test_mark_of_gb18030_is_dropped():
    assert decode("\ufeff".encode("gb18030") + TEXT.encode("gb18030")) == TEXT


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "gb18030", "big5"])
def test_old_script_comes_back(encoding):
    assert decode(OLD_SCRIPT.encode(encoding)) == OLD_SCRIPT


@pytest.mark.parametrize("text", ["བོད་ལྗོངས་ " * 9, "شىنجاڭ ئۇيغۇر " * 9, "Déjà vu, café au lait. " * 3, "plain ASCII\n"])
def test_utf8_of_other_scripts_is_not_taken_for_chinese(text):
    assert decode(text.encode()) == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_line_ends_are_made_one(encoding):
    assert decode("甲。\r\n乙。\r丙。\n\r\n丁。".encode(encoding)) == "甲。\n乙。\n丙。\n\n丁。"


def test_nothing_else_is_changed():
    text = "\t ５０％　ﬁ⼀\u00a0\u200b\x0c第2页\ufeff 末行 "
    assert decode(text.encode()) == text


def test_control_among_utf8_does_not_make_it_something_else():
    assert decode(f"{TEXT}\x02".encode()) == f"{TEXT}\x02"


@pytest.mark.parametrize("data", ["各位代表：\0".encode(), b"ab\0cd", bytes(range(256)), b"\xff\xfe" + b"a\0\0\0" * 9])
def test_nul_is_no_text(data):
    with pytest.raises(NotText):
        decode(data)


@pytest.mark.parametrize(
    ("head", "name", "step"),
    [
        (b"%PDF-1.7\n", "PDF", ".txt"),
        (b"PK\x03\x04....word/document.xml", ".docx", ".docx"),
        (b"PK\x03\x04....xl/workbook.xml", "表格", ".docx"),
        (b"PK\x03\x04....", "压缩包", "解压"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "图片", "OCR"),
        (b"\x89PNG\r\n\x1a\n", "图片", "OCR"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "图片", "OCR"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), ".doc", ".docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "表格", ".docx"),
        (rb"{\rtf1\ansi", "RTF", ".docx"),
        ("\ufeff\n<!DOCTYPE html><p>报告".encode(), "网页", ".txt"),
        (b"<?xml version='1.0'?><a/>", "XML", "核对"),
    ],
)
def test_other_formats_are_named_with_what_to_do(head, name, step):
    with pytest.raises(NotText) as caught:
        decode(head)
    line = str(caught.value)
    assert name in line
    assert step in line


def test_markdown_may_begin_with_other_markup():
    assert decode("<div align='center'>\n\n# 报告".encode()).startswith("<div")


@pytest.mark.parametrize(
    "data", [b" \n\t\r\n", "\u3000\u3000\n".encode(), b"\xef\xbb\xbf", "\ufeff \n".encode("utf-16-le")]
)
def test_blanks_are_no_text(data):
    with pytest.raises(FileEmpty):
        decode(data)


@pytest.mark.parametrize(("encoding", "line"), [("utf-8", 3), ("gb18030", 3), ("utf-16", 3), ("utf-8-sig", 3)])
def test_text_that_breaks_off_within_a_character_names_encoding_and_line(encoding, line):
    with pytest.raises(TextUndecodable, match=f"{encoding.upper().removesuffix('-SIG')} 编码，但第 {line} 行"):
        decode((TEXT + "各位代表").encode(encoding)[:-1])


def test_broken_byte_amid_utf8_is_not_read_as_gb18030():
    data = TEXT.encode() + b"\xff" + TEXT.encode()
    with pytest.raises(TextUndecodable, match="第 3 行"):
        decode(data)


@pytest.mark.parametrize("text", ["Déjà vu, café au lait. Où? " * 5, "It – works” " * 9])
def test_encoding_of_other_languages_is_refused(text):
    with pytest.raises(TextUndecodable, match="认不出文字编码"):
        decode(text.encode("cp1252"))


def test_noise_is_refused():
    noise = bytes((i * i * 31 + i * 7) % 255 + 1 for i in range(3001))
    with pytest.raises((TextUndecodable, NotText)):
        decode(noise)
