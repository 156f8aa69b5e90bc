"""Formats by suffix and by first bytes: what enters is a path or bytes, what leaves is what it is and what to do.

``报告.xls`` is 一份 Excel 表格, and the next step is to copy the report out of it; bytes that begin with ``%PDF`` are a
PDF whatever the file is called.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from taizhang.errors import FormatUnknown, FormatUnsupported, Said

TEXT_SUFFIXES = {".txt": "text/plain", ".md": "text/markdown", ".markdown": "text/markdown"}
WORD_SUFFIX = ".docx"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HTML_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")
HTML_TYPE = "text/html"
ARCHIVED_SUFFIXES = (".mht", ".mhtml")
ARCHIVED_TYPE = "multipart/related"
PDF_SUFFIX = ".pdf"
PDF_TYPE = "application/pdf"
OLD_OFFICE_TYPES = {".doc": "application/msword", ".wps": "application/wps-office.wps", ".rtf": "application/rtf"}
OFD_SUFFIX = ".ofd"
OFD_TYPE = "application/ofd"
ACCEPTED = (*TEXT_SUFFIXES, WORD_SUFFIX, *OLD_OFFICE_TYPES, PDF_SUFFIX, OFD_SUFFIX, *HTML_SUFFIXES, *ARCHIVED_SUFFIXES)


class Format(NamedTuple):
    """A format that is not read: its name, and how to get from it to one that is."""

    name: Said
    step: Said


_SAVE_DOCX = Said(
    "请用 Word 或 WPS 打开，“另存为”.docx 后再试", "Open it in Word or WPS, save it as .docx and try again"
)
_COPY_TEXT = Said(
    "请打开后复制全部文字，粘贴到记事本存成 .txt 再试", "Open it, copy all its text into a .txt file and try again"
)
_RECOGNISE = Said(
    "请先用文字识别（OCR）软件转成文字，校对后存成 .txt 再试",
    "Turn it into text with OCR software, proofread it, save it as .txt and try again",
)
_UNPACK = Said("请先解压，再读取其中的报告文件", "Unpack it first, then read the report in it")
_COPY_TABLE = Said(
    "请把其中的报告文字复制到 .txt 或 .docx 再试", "Copy the report's text into a .txt or .docx and try again"
)
_RIGHT_FILE = Said("请核对是否选对了文件", "Check that it is the right file")

OLD_WORD = Format(Said("一份旧版 Word 文档（.doc）", "an old Word document (.doc)"), _SAVE_DOCX)
LOCKED = Format(
    Said("一份设有打开密码的 Office 文档", "an Office document locked with a password"),
    Said("请用 Word 或 WPS 打开，去掉密码后另存为 .docx 再试", "Remove its password, save it as .docx and try again"),
)
WPS = Format(Said("一份 WPS 文字文档（.wps）", "a WPS document (.wps)"), _SAVE_DOCX)
RTF = Format(Said("一份 RTF 文档", "an RTF document"), _SAVE_DOCX)
ODT = Format(Said("一份 OpenDocument 文档", "an OpenDocument text"), _SAVE_DOCX)
MACROS = Format(Said("一份带宏的 Word 文档或模板", "a Word document with macros, or a template"), _SAVE_DOCX)
PDF = Format(
    Said("一份 PDF 文档", "a PDF document"),
    Said("请把后缀改回 .pdf 再试", "Name it .pdf again and try again"),
)
OFD = Format(
    Said("一份 OFD 版式文档", "an OFD document"),
    Said("请把后缀改回 .ofd 再试", "Name it .ofd again and try again"),
)
FOREIGN_LAYOUT = Format(Said("一份 CEB 或 CAJ 版式文档", "a CEB or CAJ document"), _COPY_TEXT)
EBOOK = Format(Said("一本电子书", "an e-book"), _COPY_TEXT)
HTML = Format(
    Said("一个网页文件", "a web page"),
    Said("请把后缀改成 .html 再试", "Name it .html and try again"),
)
ARCHIVED_PAGE = Format(
    Said("一个网页归档文件（.mht）", "an archived web page (.mht)"),
    Said("请把后缀改成 .mht 再试", "Name it .mht and try again"),
)
XML = Format(Said("一段 XML 数据", "XML data"), _RIGHT_FILE)
PICTURE = Format(Said("一张图片", "a picture"), _RECOGNISE)
SHEET = Format(Said("一份 Excel 或 WPS 表格", "a spreadsheet"), _COPY_TABLE)
SLIDES = Format(Said("一份演示文稿", "a slide show"), _COPY_TABLE)
ARCHIVE = Format(Said("一个压缩包", "an archive"), _UNPACK)
MEDIA = Format(Said("一段音频或视频", "sound or video"), _RIGHT_FILE)
PROGRAM = Format(Said("一个程序文件", "a program"), _RIGHT_FILE)
DOCX = Format(
    Said("一份 Word 文档（.docx）", "a Word document (.docx)"),
    Said("请把后缀改回 .docx 再试", "Name it .docx again and try again"),
)

_SUFFIXES: dict[str, Format] = {
    suffix: named
    for named, suffixes in (
        (OLD_WORD, ".dot"),
        (WPS, ".wpt"),
        (ODT, ".odt .fodt .pages"),
        (MACROS, ".docm .dotx .dotm"),
        (FOREIGN_LAYOUT, ".ceb .caj"),
        (EBOOK, ".epub .mobi .azw3"),
        (XML, ".xml"),
        (PICTURE, ".jpg .jpeg .png .gif .bmp .tif .tiff .webp .heic .svg"),
        (SHEET, ".xls .xlsx .xlsm .et .ods .csv .tsv"),
        (SLIDES, ".ppt .pptx .dps .odp"),
        (ARCHIVE, ".zip .rar .7z .gz .tar .tgz .bz2 .xz"),
        (MEDIA, ".mp3 .mp4 .wav .m4a .avi .mov"),
    )
    for suffix in suffixes.split()
}

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC: tuple[tuple[bytes, Format], ...] = (
    (b"%PDF-", PDF),
    (b"{\\rtf", RTF),
    (b"\xff\xd8\xff", PICTURE),
    (b"\x89PNG\r\n", PICTURE),
    (b"GIF87a", PICTURE),
    (b"GIF89a", PICTURE),
    (b"II*\0", PICTURE),
    (b"MM\0*", PICTURE),
    (b"Rar!\x1a", ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (b"\x1f\x8b\x08", ARCHIVE),
    (b"\xfd7zXZ\0", ARCHIVE),
    (b"\x7fELF", PROGRAM),
    (b"MZ\x90\0", PROGRAM),
    (b"ID3\x03", MEDIA),
    (b"ID3\x04", MEDIA),
)
# Members that tell one package from another; docx is told apart by whoever reads it.
_MEMBERS: tuple[tuple[bytes, Format], ...] = (
    (b"word/document.xml", DOCX),
    (b"xl/workbook.xml", SHEET),
    (b"ppt/presentation.xml", SLIDES),
    (b"OFD.xml", OFD),
    (b"application/vnd.oasis.opendocument.text", ODT),
    (b"application/epub+zip", EBOOK),
)
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:(?P<html><!doctype html|<html[\s>])|<\?xml\s)", re.IGNORECASE)


def refuse_suffix(path: Path) -> None:
    """Raise ``FormatUnsupported`` or ``FormatUnknown`` for a suffix that is not read."""
    suffix = path.suffix.lower()
    if suffix in ACCEPTED:
        return
    named = _SUFFIXES.get(suffix)
    if named:
        raise FormatUnsupported(str(path), what=named.name, step=named.step)
    what = Said("文件名没有后缀，不知是哪种文件", "the name has no suffix to tell what it is")
    if suffix:
        what = Said(f"不认识“{suffix}”这种文件", f"files named “{suffix}” are not known")
    raise FormatUnknown(str(path), suffix=what, accepted=" ".join(ACCEPTED))


def recognise(data: bytes) -> Format | None:
    """What the bytes are, by their beginning; None where they are not known, text among them."""
    if data.startswith(_OLE):
        return LOCKED if "EncryptedPackage".encode("utf-16-le") in data else _name_ole(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return next((named for member, named in _MEMBERS if member in data), ARCHIVE)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return PICTURE
    markup = _MARKUP.match(data)
    if markup:
        return HTML if markup["html"] or b"<html" in data[:1000].lower() else XML
    return next((named for magic, named in _MAGIC if data.startswith(magic)), None)


def _name_ole(data: bytes) -> Format:
    """Which of the old Office formats: the names of the streams stand in the file in UTF-16."""
    for stream, named in (("WordDocument", OLD_WORD), ("Workbook", SHEET), ("PowerPoint Document", SLIDES)):
        if stream.encode("utf-16-le") in data:
            return named
    return OLD_WORD
