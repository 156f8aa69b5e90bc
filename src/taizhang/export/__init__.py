"""A report as files: what enters is a ``Report``, what leaves is a workbook, a Word document, a PDF, CSV files or JSON.

``write_xlsx(report, "台账.xlsx")`` writes the ledger and five more sheets, ``write_csv`` the same tables as a folder of
files, ``write_docx`` and ``write_pdf`` the document that an office sends, ``write_json`` the report itself. The same
report and settings give the same bytes (but of a PDF, which bears the time). All of them raise ``OutputError`` where
the place cannot be written to, and leave nothing half written.
"""

from __future__ import annotations

from pathlib import Path

from taizhang.engine.codec import to_json
from taizhang.engine.model import Report
from taizhang.errors import PdfUnmade
from taizhang.export.document import make_document
from taizhang.export.files import write_file, write_folder
from taizhang.export.fonts import fonts_conf, missing_fonts
from taizhang.export.package import NO_LINE_BEGINS, NO_LINE_ENDS
from taizhang.export.sheet import make_workbook
from taizhang.export.tables import build_tables
from taizhang.export.values import make_csv
from taizhang.settings import Form, Settings
from taizhang.soffice import SofficeError, convert

__all__ = ["missing_fonts", "write_csv", "write_docx", "write_json", "write_pdf", "write_xlsx"]

_DEFAULTS = Settings()


def write_xlsx(report: Report, path: str | Path, settings: Settings = _DEFAULTS) -> None:
    """Write the tables of ``report`` as an Excel workbook."""
    write_file(path, make_workbook(build_tables(report, settings), settings))


def write_docx(
    report: Report, path: str | Path, settings: Settings = _DEFAULTS, form: Form | str | None = None
) -> None:
    """Write the ledger as an official Word document: ``form`` is ``table`` 任务分解表 or ``plan`` 分工方案.

    Where it is None the settings say which. The document is Chinese whatever their language.
    """
    write_file(path, make_document(report, settings, Form(form or settings.document)))


def write_pdf(report: Report, path: str | Path, settings: Settings = _DEFAULTS, form: Form | str | None = None) -> None:
    """Write the document of ``write_docx`` as a PDF, by LibreOffice; ``missing_fonts`` tells what it had to replace.

    Raises ``PdfUnmade`` where LibreOffice is missing, fails or takes too long.
    """
    document = make_document(report, settings, Form(form or settings.document))
    try:
        content = convert(document, ".docx", "pdf", fonts=fonts_conf(), unbroken=(NO_LINE_BEGINS, NO_LINE_ENDS))
    except SofficeError as error:
        raise PdfUnmade(str(path), reason=error.reason) from error
    write_file(path, content)


def write_csv(report: Report, folder: str | Path, settings: Settings = _DEFAULTS) -> None:
    """Write the tables of ``report`` as CSV files (UTF-8 with byte-order mark) named for them: ``任务分解表.csv`` …"""
    tables = build_tables(report, settings)
    write_folder(folder, {f"{table.name}.csv": make_csv(table) for table in tables})


def write_json(report: Report, path: str | Path) -> None:
    """Write ``report`` as JSON, with a line end."""
    write_file(path, to_json(report).encode() + b"\n")
