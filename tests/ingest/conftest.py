"""Word files made part by part, so that each test sees the XML that it is about."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"

CONTENT_TYPES = (
    f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPES}.styles+xml"/>'
    f'<Override PartName="/word/numbering.xml" ContentType="{_TYPES}.numbering+xml"/>'
    "</Types>"
)
PARTS: Mapping[str, str] = {
    "[Content_Types].xml": CONTENT_TYPES,
    "_rels/.rels": f'{HEAD}<Relationships xmlns="{_RELS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{_RELS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/numbering" Target="numbering.xml"/></Relationships>',
    "word/styles.xml": f"{HEAD}<w:styles {W}></w:styles>",
    "word/numbering.xml": f"{HEAD}<w:numbering {W}></w:numbering>",
}


def pack(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip file of the parts, deflated."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def wrap(body: str) -> str:
    return f"{HEAD}<w:document {W}><w:body>{body}<w:sectPr/></w:body></w:document>"


def build(body: str, **parts: str) -> bytes:
    """A Word file with this body; ``styles`` and ``numbering`` are the insides of their parts."""
    named = {f"word/{name}.xml": f"{HEAD}<w:{name} {W}>{inside}</w:{name}>" for name, inside in parts.items()}
    return pack({**PARTS, **named, "word/document.xml": wrap(body)})


@pytest.fixture
def docx(tmp_path: Path) -> Callable[..., Path]:
    """Writes a Word file with the body given; returns its path."""

    def write(body: str, name: str = "报告.docx", **parts: str) -> Path:
        path = tmp_path / name
        path.write_bytes(build(body, **parts))
        return path

    return write


@pytest.fixture
def word_parts() -> dict[str, str | bytes]:
    """The parts of a small sound Word file, to be spoilt."""
    return {**PARTS, "word/document.xml": wrap("<w:p><w:r><w:t>各位代表：</w:t></w:r></w:p>")}


@pytest.fixture
def pack_parts() -> Callable[[Mapping[str, str | bytes]], bytes]:
    return pack


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str, bytes], Path]:
    """Writes bytes under a name; returns the path."""

    def write(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write
