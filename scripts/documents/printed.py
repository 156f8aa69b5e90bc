"""The sample printed to PDF by a browser: what Chromium makes of a page, with its own fonts and commands.

``MAKERS`` is empty where no Chromium is installed.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from html import escape
from pathlib import Path

from documents.sample import read_blocks

_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_STYLE = (
    "@page { size: A4; margin: 25mm 22mm } body { font: 12pt/1.8 'Noto Serif CJK SC', serif } "
    "h1 { font-size: 20pt; text-align: center } h2 { font-size: 14pt } h3 { font-size: 12pt } p { margin: 0.6em 0 }"
)
_LONGEST = 120


def find_browser() -> str | None:
    """The path of Chromium; None where it is not installed."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


def make_printed(path: Path) -> None:
    """Paragraphs set apart by space, not indented; lines are ragged on the right."""
    _print(path, "")


def make_printed_indented(path: Path) -> None:
    """Paragraphs indented and justified, in two columns."""
    _print(path, "p { margin: 0; text-indent: 2em; text-align: justify } body { columns: 2; font-size: 10pt }")


def _print(path: Path, style: str) -> None:
    browser = find_browser()
    assert browser, "no Chromium on this machine"
    tags = {0: "p", 1: "h1", 2: "h2", 3: "h3"}
    body = "".join(f"<{tags[b.level]}>{escape(b.text)}</{tags[b.level]}>\n" for b in read_blocks())
    head = f'<!DOCTYPE html><html lang="zh"><meta charset="utf-8"><style>{_STYLE} {style}</style>'
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(f"{head}<body>{body}</body></html>", encoding="utf-8")
        options = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")
        target = (f"--user-data-dir={folder}/profile", f"--print-to-pdf={path}", source.as_uri())
        subprocess.run([browser, *options, *target], check=True, capture_output=True, timeout=_LONGEST)


MAKERS: dict[str, Callable[[Path], None]] = (
    {"printed.pdf": make_printed, "printed-columns.pdf": make_printed_indented} if find_browser() else {}
)
