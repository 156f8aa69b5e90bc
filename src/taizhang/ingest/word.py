r"""Word files: what enters is the bytes of a ``.docx``, what leaves is its text, a paragraph a line.

Paragraphs and tables come in the order of the document; a row of a table is a line, its cells parted by tabs, a merged
cell standing once. A number that Word counts itself is written out: a heading reads ``一、总体要求`` whether ``一、``
was typed or not. Tracked changes are read as accepted. Left out are headers, footers, notes, hidden words and tables
of contents, and text boxes but where all text stands in them. Macros are not run and nothing that the file points to is
fetched.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import NamedTuple

import docx
from docx.document import Document
from docx.opc.exceptions import OpcError
from lxml.etree import LxmlError, _Element

from taizhang.errors import DocumentBroken, FileEmpty, Said
from taizhang.ingest.contents import find_contents
from taizhang.ingest.numbering import Numbering
from taizhang.ingest.package import clean_package
from taizhang.ingest.text import unify_lines

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_STRICT = b"http://purl.oclc.org/ooxml/"

# Elements that hold others and add nothing of their own; of tracked changes those that stay.
_AROUND = frozenset(
    f"{_W}{name}"
    for name in (
        *("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"),
        *("hyperlink", "fldSimple", "dir", "bdo", "ruby", "rubyBase"),
    )
)
_WRITTEN = {f"{_W}tab": "\t", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
# What no reader sees: marks of no width, which copying from web pages takes along, and soft hyphens.
_UNSEEN = dict.fromkeys(map(ord, "\xad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
_LONG_CELL = 200
_PAGE_BREAKS = {"page", "column"}
_ON = {None, "1", "true", "on"}

_NO_TEXT = Said("文档里没有文字（可能全是图片）", "there is no text in the document (pictures only)")
_TO_TEXT = Said(
    "若是扫描件，请先用文字识别（OCR）软件转成文字", "If it is a scan, turn it into text with OCR software first"
)
_SAVE_AS = Said(
    "请用 Word 或 WPS 打开，另存为普通的 .docx 后再试", "Open it in Word or WPS, save it as a plain .docx and try again"
)


class WordText(NamedTuple):
    """The text of a Word file, and what may be its title: of its properties, and of its first line styled as one."""

    text: str
    property_title: str
    styled_title: str


def read_word(data: bytes, where: str) -> WordText:
    r"""The text of a ``.docx``; lines end with ``\n``. ``where`` names the file in errors.

    Raises ``DocumentBroken``, ``DocumentSuspect``, and ``FileEmpty`` where there are no words in it.
    """
    data = clean_package(data, where)
    with _telling(data, where):
        document = _load(data, where)
        text = _read_text(document)
        word = WordText(text, _property_title(document), _styled_title(document))
    if not text.strip():
        raise FileEmpty(where, reason=_NO_TEXT, step=_TO_TEXT)
    return word


@contextmanager
def _telling(data: bytes, where: str) -> Iterator[None]:
    """Errors of the libraries told as ours: parts are loaded when they are first asked for, up to the last title."""
    try:
        yield
    except LxmlError as error:
        raise DocumentBroken(where, reason=Said("内部的 XML 不完整", "its XML is torn"), step=_SAVE_AS) from error
    except (OpcError, KeyError, ValueError, AttributeError, TypeError) as error:
        reason = Said("缺少应有的部件", "a part that it needs is missing")
        raise DocumentBroken(where, reason=_reason_of(data) or reason, step=_SAVE_AS) from error


def _read_text(document: Document) -> str:
    """The text of the body; that of its text boxes, into which programs turn a PDF, where there is no other."""
    body = document.element.body
    text = "".join(_Reader(document).read_blocks(body))
    return _leave_contents(unify_lines(text if text.strip() else "".join(_Reader(document).read_boxes(body))))


def _leave_contents(text: str) -> str:
    """``text`` without tables of contents that were typed, not made by Word."""
    lines = text.split("\n")
    found = find_contents(lines)
    return "\n".join(line for at, line in enumerate(lines) if at not in found) if found else text


def _load(data: bytes, where: str) -> Document:
    document = docx.Document(BytesIO(data))
    if document.element.body is None:
        raise DocumentBroken(where, reason=Said("没有正文", "it has no body"), step=_SAVE_AS)
    return document


def _reason_of(data: bytes) -> Said | None:
    """Why python-docx would not open a sound package: the strict dialect, or macros behind a ``.docx``."""
    with zipfile.ZipFile(BytesIO(data)) as package:
        parts = {
            name: package.read(name) for name in package.namelist() if name in {"_rels/.rels", "[Content_Types].xml"}
        }
    if any(_STRICT in part for part in parts.values()):
        return Said("是“严格 Open XML”格式", "it is in the strict dialect of Open XML")
    if any(b"macroEnabled" in part for part in parts.values()):
        return Said("是带宏的文档", "it is a document with macros")
    return None


class _Reader:
    """Walks the body of one document and counts its numbered paragraphs on the way."""

    def __init__(self, document: Document) -> None:
        self._numbering = Numbering(document)
        self._contents = _contents_styles(document)

    def read_blocks(self, parent: _Element) -> Iterator[str]:
        """The paragraphs and table rows in ``parent``, each with its line end."""
        for element in parent.iterchildren():
            tag = element.tag
            if tag == f"{_W}p":
                yield self._read_paragraph(element)
            elif tag == f"{_W}tbl":
                yield from self._read_table(element)
            elif tag == f"{_MC}AlternateContent":
                yield from self.read_blocks(_choose_alternative(element))
            elif tag in _AROUND and not _is_contents(element):
                yield from self.read_blocks(element)

    def read_boxes(self, parent: _Element) -> Iterator[str]:
        """The paragraphs in text boxes, each of which Word writes once more for older programs."""
        boxes = list(parent.iter(f"{_W}txbxContent"))
        newer = [box for box in boxes if next(box.iterancestors(f"{_MC}Fallback"), None) is None]
        for box in newer or boxes:
            yield from self.read_blocks(box)

    def _read_paragraph(self, paragraph: _Element) -> str:
        """Its number, words and line end; the end is missing where a tracked change deleted it."""
        if _value(paragraph.find(f"{_W}pPr/{_W}pStyle")) in self._contents:
            return ""
        words = "".join(_read_inline(paragraph))
        mark = paragraph.find(f"{_W}pPr/{_W}rPr")
        is_joined = mark is not None and any(mark.find(f"{_W}{change}") is not None for change in ("del", "moveFrom"))
        if is_joined and not words:
            return ""
        number = self._numbering.number(paragraph)
        return f"{number if words.strip() else ''}{words}{'' if is_joined else chr(10)}"

    def _read_table(self, table: _Element) -> Iterator[str]:
        for row in _children(table, "tr"):
            properties = row.find(f"{_W}trPr")
            if properties is not None and properties.find(f"{_W}del") is not None:
                continue
            cells = [cell for cell in _children(row, "tc") if cell.find(f"{_W}tcPr/{_W}cellDel") is None]
            framed = _find_framed(cells)
            if framed is not None:
                yield from self.read_blocks(framed)
            elif cells:
                yield "\t".join(map(self._read_cell, cells)) + "\n"

    def _read_cell(self, cell: _Element) -> str:
        """The words of a cell on one line; nothing for a cell that a merge goes on through."""
        words = " ".join("".join(self.read_blocks(cell)).split())
        for merge in ("vMerge", "hMerge"):
            element = cell.find(f"{_W}tcPr/{_W}{merge}")
            if element is not None and element.get(f"{_W}val", "continue") == "continue":
                return ""
        return words


def _children(parent: _Element, name: str) -> Iterator[_Element]:
    """The rows of a table or the cells of a row, also those inside content controls and tracked changes."""
    for element in parent.iterchildren():
        if element.tag == f"{_W}{name}":
            yield element
        elif element.tag in _AROUND:
            yield from _children(element, name)


def _find_framed(cells: Sequence[_Element]) -> _Element | None:
    """The cell of a row that is a frame around paragraphs, which stay apart: the only one, or only one with text."""
    if len(cells) == 1:
        return cells[0]
    lengths = [_length_of(cell) for cell in cells]
    longest = max(lengths, default=0)
    return cells[lengths.index(longest)] if longest == sum(lengths) > _LONG_CELL else None


def _length_of(cell: _Element) -> int:
    return sum(len((words.text or "").strip()) for words in cell.iter(f"{_W}t"))


def _read_inline(parent: _Element) -> Iterator[str]:
    for element in parent.iterchildren():
        tag = element.tag
        if tag == f"{_W}r":
            if not _is_hidden(element):
                yield from _read_inline(element)
        elif tag in {f"{_W}t", f"{_M}t"}:
            yield (element.text or "").replace("\n", " ").translate(_UNSEEN)
        elif tag == f"{_W}br":
            yield "" if element.get(f"{_W}type") in _PAGE_BREAKS else "\n"
        elif tag in _WRITTEN:
            yield _WRITTEN[tag]
        elif tag == f"{_MC}AlternateContent":
            yield from _read_inline(_choose_alternative(element))
        elif tag in _AROUND or str(tag).startswith(_M):  # the tag of a comment is a function
            yield from _read_inline(element)


def _choose_alternative(element: _Element) -> _Element:
    """Of what Word writes in several ways the first one; the element itself, without words, where there is none."""
    ways = (element.find(f"{_MC}{name}") for name in ("Choice", "Fallback"))
    return next((way for way in ways if way is not None), element)


def _is_hidden(run: _Element) -> bool:
    hidden = run.find(f"{_W}rPr/{_W}vanish")
    return hidden is not None and hidden.get(f"{_W}val") in _ON


def _is_contents(element: _Element) -> bool:
    """Whether a content control holds a table of contents, which Word makes from the headings."""
    gallery = element.find(f"{_W}sdtPr/{_W}docPartObj/{_W}docPartGallery")
    return _value(gallery) == "Table of Contents"


def _contents_styles(document: Document) -> frozenset[str]:
    """The styles of the lines of a table of contents: ``toc 1`` to ``toc 9``, whatever their ids."""
    return frozenset(
        style.get(f"{_W}styleId", "")
        for style in document.styles.element.iterchildren(f"{_W}style")
        if _value(style.find(f"{_W}name")).lower().startswith("toc ")
    )


def _property_title(document: Document) -> str:
    return " ".join((document.core_properties.title or "").split())


def _styled_title(document: Document) -> str:
    """The first words in the style ``Title``; lines after it in the same style belong to it."""
    styles = {
        style.get(f"{_W}styleId")
        for style in document.styles.element.iterchildren(f"{_W}style")
        if _value(style.find(f"{_W}name")).lower() == "title"
    }
    lines: list[str] = []
    for paragraph in document.element.body.iter(f"{_W}p"):
        is_title = _value(paragraph.find(f"{_W}pPr/{_W}pStyle")) in styles
        words = " ".join("".join(_read_inline(paragraph)).split())
        if is_title and words:
            lines.append(words)
        elif lines and words:
            break
    return "".join(lines)


def _value(element: _Element | None) -> str:
    return "" if element is None else element.get(f"{_W}val", "")
