"""OFD, the fixed layout of GB/T 33190: what enters is the bytes of a file, what leaves is its text in order of reading.

A page is a list of text objects, each with a place in millimetres and a distance for every character; as glyphs they
are put in order like those of a PDF: lines by baseline, columns, paragraphs. ``全年新增就业`` at the foot of a page and
``3.4万人。`` at the head of the next give one line of the text, and two boxes.

Templates (running heads) are read with the pages that use them; seals, notes and attachments are not. Nothing outside
the package is opened: a path that climbs out of it is refused.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree
from lxml.etree import LxmlError, _Element

from taizhang.engine.model import Box, Span
from taizhang.errors import (
    DocumentBroken,
    DocumentSuspect,
    FileEmpty,
    FileTooLarge,
    PasswordNeeded,
    Said,
    ScanOnly,
    TooManyPages,
)
from taizhang.ingest.files import MB
from taizhang.ingest.ofd_sheets import A4, read_sheet, read_size
from taizhang.ingest.package import FIXED_LAYOUT, MOST_XML, read_parts
from taizhang.ingest.pdf.garbling import refuse_garbled
from taizhang.ingest.pdf.glyphs import MOST_GLYPHS, Sheet
from taizhang.ingest.pdf.layout import lay_out
from taizhang.ingest.pdf.writing import write_text

MOST_PAGES = 500
MOST_CHARACTERS = 1_000_000
_ENTRY = "OFD.xml"
_LOCKS = frozenset(("encryptions.xml", "entriesmap.dat", "decryptseed.dat"))
_FEWEST_ON_A_PAGE = 20

_NO_ENTRY = Said("缺少应有的部件", "a part that it needs is missing")
_TORN_XML = Said("内部的 XML 不完整", "its XML is torn")
_OUTSIDE = Said("引用的路径越出了文档", "a path in it climbs out of the document")
_NO_TEXT = Said("OFD 里没有文字", "there is no text in the OFD")
_GET_ANEW = Said(
    "请重新取得此文件，或用 OFD 阅读器另存为 PDF 再试", "Get it once more, or save it as PDF with a reader of OFD"
)


class OfdText(NamedTuple):
    """The text of an OFD; ``boxes`` a printed line each, by span; ``asides`` what is not of the report, by span."""

    text: str
    boxes: tuple[Box, ...]
    asides: tuple[Span, ...]
    property_title: str
    printed_title: str


def read_ofd(data: bytes, where: str) -> OfdText:
    r"""The text of an OFD; lines end with ``\n``. ``where`` names the file in errors.

    Raises ``DocumentBroken``, ``DocumentSuspect``, ``PasswordNeeded``, ``TooManyPages``, ``FileTooLarge``,
    ``ScanOnly``, ``TextGarbled``, and ``FileEmpty`` where nothing is printed on its pages.
    """
    parts = read_parts(data, where, FIXED_LAYOUT)
    if any(name.rpartition("/")[2].lower() in _LOCKS for name in parts):
        raise PasswordNeeded(where)
    package = _Package(parts, where)
    entry = package.read(_ENTRY)
    sheets = [sheet for body in entry.iterfind("{*}DocBody") for sheet in _read_document(package, body)]
    _refuse_empty(sheets, where)
    refuse_garbled(sheets, where)
    layout = lay_out(sheets)
    text, boxes, asides = write_text(layout, sheets)
    return OfdText(text, boxes, asides, _text_of(entry, "DocBody", "DocInfo", "Title"), layout.title)


class _Package:
    """The parts of one file, read as XML when they are asked for, and no more of it than a report has."""

    def __init__(self, parts: Mapping[str, bytes], where: str) -> None:
        self.where = where
        self._parts = {name.lower(): part for name, part in parts.items()}  # writers differ in their capitals
        self._left = MOST_XML
        self._characters_left = MOST_CHARACTERS

    def read(self, name: str) -> _Element:
        part = self._parts.get(name.lower())
        if part is None:
            raise DocumentBroken(self.where, reason=_NO_ENTRY, step=_GET_ANEW)
        self._left -= len(part)
        if self._left < 0:
            raise FileTooLarge(self.where, size=f"{MOST_XML // MB} MB +", limit=f"{MOST_XML // MB} MB")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            return etree.fromstring(part, parser)
        except (LxmlError, ValueError) as error:
            raise DocumentBroken(self.where, reason=_TORN_XML, step=_GET_ANEW) from error

    def resolve(self, base: str, said: str) -> str:
        """The name of the part that ``said`` refers to, from the folder ``base`` or, with a slash, from the top."""
        name = posixpath.normpath(posixpath.join("/" if said.startswith("/") else base, said.lstrip("/")))
        if name.startswith(".."):
            raise DocumentSuspect(self.where, reason=_OUTSIDE, step=FIXED_LAYOUT.step)
        return name.lstrip("/")

    def count(self, sheet: Sheet) -> Sheet:
        """``sheet``, once it is counted."""
        self._characters_left -= len(sheet.glyphs)
        if len(sheet.glyphs) > MOST_GLYPHS or self._characters_left < 0:
            most = MOST_GLYPHS if len(sheet.glyphs) > MOST_GLYPHS else MOST_CHARACTERS
            limit = Said(f"{most:,} 字", f"{most:,} characters")
            raise FileTooLarge(self.where, size=Said(f"{most:,} 多字", f"more than {most:,} characters"), limit=limit)
        return sheet


def _read_document(package: _Package, body: _Element) -> list[Sheet]:
    """The pages of one document of the package; it may hold several."""
    root = package.resolve("", _text_of(body, "DocRoot"))
    document = package.read(root)
    base = posixpath.dirname(root)
    pages = [package.resolve(base, page.get("BaseLoc", "")) for page in document.iterfind("{*}Pages/{*}Page")]
    if len(pages) > MOST_PAGES:
        raise TooManyPages(package.where, pages=f"{len(pages):,}", limit=MOST_PAGES)
    size = read_size(_text_of(document, "CommonData", "PageArea", "PhysicalBox")) or A4
    named = {
        template.get("ID", ""): package.resolve(base, template.get("BaseLoc", ""))
        for template in document.iterfind("{*}CommonData/{*}TemplatePage")
    }
    templates: dict[str, _Element] = {}
    sheets = []
    for name in pages:
        page = package.read(name)
        used = [key for template in page.iterfind("{*}Template") if (key := template.get("TemplateID", "")) in named]
        templates.update((key, package.read(named[key])) for key in used if key not in templates)
        layers = [
            content for part in (*(templates[key] for key in used), page) for content in part.iterfind("{*}Content")
        ]
        sheets.append(package.count(read_sheet(layers, read_size(_text_of(page, "Area", "PhysicalBox")) or size)))
    return sheets


def _text_of(element: _Element, *path: str) -> str:
    """The text at a path below; empty where there is none."""
    found = element.findtext("/".join(f"{{*}}{name}" for name in path))
    return " ".join((found or "").split())


def _refuse_empty(sheets: list[Sheet], where: str) -> None:
    written = sum(len(sheet.glyphs) >= _FEWEST_ON_A_PAGE for sheet in sheets)
    pictured = sum(bool(sheet.pictures) and len(sheet.glyphs) < _FEWEST_ON_A_PAGE for sheet in sheets)
    if pictured > written or (pictured and not any(sheet.glyphs for sheet in sheets)):
        raise ScanOnly(where, pages=len(sheets))
    if not any(sheet.glyphs for sheet in sheets):
        raise FileEmpty(where, reason=_NO_TEXT)
