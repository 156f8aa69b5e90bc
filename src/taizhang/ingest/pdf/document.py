"""A PDF opened and its sheets read, one at a time: what enters is the bytes of the file, what leaves are ``Sheet``s.

A file that is locked, torn, without text, or of more pages than any report has is refused with its own error. Nothing
in it is run or fetched: PDFium is built without scripts, and links are not followed.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from taizhang.errors import DocumentBroken, FileEmpty, FileTooLarge, PasswordNeeded, Said, ScanOnly, TooManyPages
from taizhang.ingest.pdf.glyphs import MOST_GLYPHS, Sheet, read_sheet

MOST_PAGES = 500
_FEWEST_GLYPHS = 20
"""Of a page: less is a page number printed over a picture."""

_LOCK = threading.Lock()
"""PDFium is not to be called by two threads at once."""

_NOT_PDF = Said("内容不是 PDF", "it does not hold a PDF")
_TORN = Said("PDF 不完整，可能没有下载完", "the PDF is torn, perhaps not downloaded whole")
_NO_PAGES = Said("PDF 里没有页", "the PDF has no pages")
_NO_TEXT = Said("PDF 里没有文字", "there is no text in the PDF")
_TORN_PAGE = Said("PDF 中有一页打不开", "a page of the PDF cannot be opened")


def read_sheets(data: bytes, where: str) -> list[Sheet]:
    """The sheets of all pages, in order. ``where`` names the file in errors.

    Raises ``PasswordNeeded``, ``DocumentBroken``, ``TooManyPages``, ``ScanOnly``, and ``FileEmpty`` where the pages
    hold neither text nor pictures.
    """
    with _LOCK, _open(data, where) as document:
        sheets = [_read_page(document, number, where) for number in range(_count_pages(document, where))]
    counts = [sheet.written for sheet in sheets]
    written = sum(count >= _FEWEST_GLYPHS for count in counts)
    pictured = sum(_is_picture(sheet) for sheet in sheets)
    if pictured > written:
        raise ScanOnly(where, pages=len(sheets))
    if not any(counts):
        raise FileEmpty(where, reason=_NO_TEXT)
    return sheets


def read_title(data: bytes) -> str:
    """The title that the file gives itself; empty where it gives none."""
    with _LOCK, _open(data, "") as document:
        return str(document.get_metadata_value("Title") or "").strip()


@contextmanager
def _open(data: bytes, where: str) -> Iterator[Any]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise PasswordNeeded(where) from error
        raise DocumentBroken(where, reason=_TORN if b"%PDF-" in data[:1024] else _NOT_PDF) from error
    try:
        yield document
    finally:
        document.close()


def _count_pages(document: Any, where: str) -> int:
    count = len(document)
    if count > MOST_PAGES:
        raise TooManyPages(where, pages=f"{count:,}", limit=MOST_PAGES)
    if count <= 0:
        raise DocumentBroken(where, reason=_NO_PAGES)
    return count


def _read_page(document: Any, number: int, where: str) -> Sheet:
    try:
        page = document[number]
        text = page.get_textpage()
    except pypdfium2.PdfiumError as error:
        raise DocumentBroken(where, reason=_TORN_PAGE) from error
    try:
        count = text.count_chars()
        if count > MOST_GLYPHS:
            limit = Said(f"每页 {MOST_GLYPHS:,} 字", f"{MOST_GLYPHS:,} characters a page")
            raise FileTooLarge(where, size=Said(f"一页 {count:,} 字", f"{count:,} characters"), limit=limit)
        return read_sheet(page, text, count)
    finally:
        text.close()
        page.close()


def _is_picture(sheet: Sheet) -> bool:
    """Whether a page is a picture with next to no text: half of it is covered."""
    covered = sum((box.right - box.left) * (box.bottom - box.top) for box in sheet.pictures)
    return sheet.written < _FEWEST_GLYPHS and covered >= 0.5 * sheet.width * sheet.height
