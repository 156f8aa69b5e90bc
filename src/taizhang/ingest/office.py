"""Old office documents: what enters is the bytes of a ``.doc``, ``.wps`` or ``.rtf``, what leaves is a ``.docx``.

LibreOffice makes it, where it is installed; where it is not, the error says how to do without. What only bears the
suffix is read as what it is: systems for official documents export web pages, archived or not, and Word files under the
name of ``.doc``, so ``报告.doc`` that begins with ``<html`` is a web page. Macros are not run and nothing is fetched.
"""

from __future__ import annotations

from taizhang.errors import ConversionFailed, DocumentBroken, FormatUnsupported, PasswordNeeded, Said
from taizhang.ingest.archived import is_archived
from taizhang.ingest.formats import ARCHIVED_PAGE, DOCX, HTML, LOCKED, OLD_WORD, RTF, WPS, Format, recognise
from taizhang.soffice import SofficeError, SofficeMissingError, convert

TIMEOUT = 60.0
"""Seconds that one document may take; a report takes three."""

_OLD = {".doc": OLD_WORD, ".wps": WPS, ".rtf": RTF}
_FILTER = "docx:MS Word 2007 XML"
_OR_OFFICE = Said(
    "；也可以在本机安装 LibreOffice，之后就能直接读取",
    "; or install LibreOffice on this machine, and it is read as it is",
)
_NO_DOCUMENT = Said("这不是 Word、WPS 或 RTF 文档", "this is no document of Word, WPS or RTF")
_IF_TEXT = Said(
    "请核对是否选对了文件；若是文本文件，请把后缀改成 .txt 再试",
    "Check that it is the right file; if it is plain text, name it .txt and try again",
)


def recognise_office(data: bytes, where: str) -> Format:
    """What bytes behind an old suffix are: an old document, or a Word file or web page that has its name.

    Raises ``PasswordNeeded``, and ``DocumentBroken`` for anything else.
    """
    if is_archived(data):
        return ARCHIVED_PAGE
    known = recognise(data)
    if known is None:
        raise DocumentBroken(where, reason=_NO_DOCUMENT, step=_IF_TEXT)
    if known is LOCKED:
        raise PasswordNeeded(where)
    if known not in {OLD_WORD, RTF, DOCX, HTML}:
        raise DocumentBroken(where, reason=_told(known), step=known.step)
    return known


def convert_office(data: bytes, suffix: str, where: str) -> bytes:
    """An old document as a ``.docx``. ``suffix`` is what the file is called by.

    Raises ``FormatUnsupported`` where there is no LibreOffice, ``ConversionFailed`` where it gives nothing.
    """
    is_rich = data.startswith(b"{\\rtf")
    try:
        return convert(data, ".rtf" if is_rich else ".doc", _FILTER, timeout=TIMEOUT)
    except SofficeMissingError as error:
        name, step = _OLD.get(suffix, OLD_WORD)
        step = Said(step.zh + _OR_OFFICE.zh, step.en + _OR_OFFICE.en)
        raise FormatUnsupported(where, what=name, step=step) from error
    except SofficeError as error:
        raise ConversionFailed(where, reason=error.reason) from error


def _told(known: Format) -> Said:
    return Said(f"其实是{known.name.zh}", f"it is {known.name.en}")
