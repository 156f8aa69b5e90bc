"""Documents made and read back, for the tests of the Word document."""

import zipfile
from io import BytesIO

import docx
from docx.document import Document
from docx.table import Table, _Cell, _Row

from taizhang.engine.model import Item, Kind, Report, Restoration, SourceText, Span
from taizhang.export.document import make_document
from taizhang.settings import Form, Settings


def document_of(report: Report, form: Form = Form.TABLE, settings: Settings | None = None) -> Document:
    return docx.Document(BytesIO(make_document(report, settings or Settings(), form)))


def rows_of(table: Table) -> list[list[str]]:
    """The words of each row; a merged row has one cell."""
    return [["\n".join(p.text for p in cell.paragraphs) for cell in _cells(row)] for row in table.rows]


def _cells(row: _Row) -> list[_Cell]:
    seen: list[_Cell] = []
    for cell in row.cells:
        if not any(cell._tc is other._tc for other in seen):
            seen.append(cell)
    return seen


def lines_of(document: Document) -> list[tuple[str, str]]:
    return [(p.style.style_id, p.text) for p in document.paragraphs if p.text]


def parts_of(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def report_of(text: str, *tasks: str, **facts: str | int) -> Report:
    spans = [Span(text.index(task), text.index(task) + len(task)) for task in tasks]
    items = tuple(Item(f"i{n}", None, Kind.TASK, (span,), "") for n, span in enumerate(spans))
    return Report(SourceText(text, **facts), Restoration((Span(0, len(text)),)), items=items)
