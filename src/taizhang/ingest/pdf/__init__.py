r"""PDF with a text layer: what enters is the bytes of a file, what leaves is its text in the order of reading.

A paragraph is a line of the text, whether it runs over columns or pages: ``全年新增就业`` at the foot of a page and
``3.4万人。`` at the head of the next give ``全年新增就业3.4万人。\n``. Page numbers, running heads, captions and the
articles beside the report on a newspaper page are lines of their own, told apart as asides. Every line printed has its
page and rectangle.
"""

from __future__ import annotations

from typing import NamedTuple

from taizhang.engine.model import Box, Span
from taizhang.ingest.pdf.document import read_sheets, read_title
from taizhang.ingest.pdf.garbling import refuse_garbled
from taizhang.ingest.pdf.layout import lay_out
from taizhang.ingest.pdf.writing import write_text

__all__ = ["PdfText", "read_pdf"]


class PdfText(NamedTuple):
    """The text of a PDF; ``boxes`` a printed line each, by span; ``asides`` what is not of the report, by span."""

    text: str
    boxes: tuple[Box, ...]
    asides: tuple[Span, ...]
    property_title: str
    printed_title: str


def read_pdf(data: bytes, where: str) -> PdfText:
    r"""The text of a PDF; lines end with ``\n``. ``where`` names the file in errors.

    Raises ``PasswordNeeded``, ``DocumentBroken``, ``ScanOnly``, ``TextGarbled``, ``TooManyPages``, ``FileTooLarge``,
    and ``FileEmpty`` where nothing is printed on its pages.
    """
    sheets = read_sheets(data, where)
    refuse_garbled(sheets, where)
    layout = lay_out(sheets)
    text, boxes, asides = write_text(layout, sheets)
    return PdfText(text, boxes, asides, read_title(data), layout.title)
