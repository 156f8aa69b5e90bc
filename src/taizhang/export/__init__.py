"""A report as files: what enters is a ``Report``, what leaves is a workbook, CSV files or JSON.

``write_xlsx(report, "台账.xlsx")`` writes the ledger and five more sheets, ``write_csv`` the same tables as a folder of
files, ``write_json`` the report itself. The same report and settings give the same bytes. All of them raise
``OutputError`` where the place cannot be written to, and leave nothing half written.
"""

from __future__ import annotations

from pathlib import Path

from taizhang.engine.codec import to_json
from taizhang.engine.model import Report
from taizhang.export.files import write_file, write_folder
from taizhang.export.sheet import make_workbook
from taizhang.export.tables import build_tables
from taizhang.export.values import make_csv
from taizhang.settings import Settings

__all__ = ["write_csv", "write_json", "write_xlsx"]

_DEFAULTS = Settings()


def write_xlsx(report: Report, path: str | Path, settings: Settings = _DEFAULTS) -> None:
    """Write the tables of ``report`` as an Excel workbook."""
    write_file(path, make_workbook(build_tables(report, settings), settings))


def write_csv(report: Report, folder: str | Path, settings: Settings = _DEFAULTS) -> None:
    """Write the tables of ``report`` as CSV files (UTF-8 with byte-order mark) named for them: ``任务分解表.csv`` …"""
    tables = build_tables(report, settings)
    write_folder(folder, {f"{table.name}.csv": make_csv(table) for table in tables})


def write_json(report: Report, path: str | Path) -> None:
    """Write ``report`` as JSON, with a line end."""
    write_file(path, to_json(report).encode() + b"\n")
