"""The sample as Word files: as an office writes it, and as an old ``.doc`` and ``.rtf``, made of it by LibreOffice.

Figures stand in runs of their own, with changes tracked around some of them, and there are a header and a page number,
neither of which is text. Without LibreOffice the old ones are not in ``MAKERS``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from documents.sample import Block, read_blocks
from taizhang.soffice import convert, find_soffice

_NUMBER = re.compile(r"(\d[\d.]*)")
_SIZES = {1: 22, 2: 16, 3: 16}
_FACES = {1: "方正小标宋简体", 2: "黑体", 3: "楷体"}


def make_document(path: Path) -> None:
    """A Word file as an office writes it."""
    path.write_bytes(_write_document())


def make_old_document(path: Path) -> None:
    """The same as a ``.doc`` of Word 97. Raises ``SofficeError`` where there is no LibreOffice."""
    path.write_bytes(convert(_write_document(), ".docx", "doc:MS Word 97"))


def make_rich_text(path: Path) -> None:
    """The same as RTF. Raises ``SofficeError`` where there is no LibreOffice."""
    path.write_bytes(convert(_write_document(), ".docx", "rtf:Rich Text Format"))


MAKERS: dict[str, Callable[[Path], None]] = {"document.docx": make_document}
if find_soffice():
    MAKERS |= {"old.doc": make_old_document, "rich.rtf": make_rich_text}


def _write_document() -> bytes:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.header.paragraphs[0].text = "澜川市政府工作报告"
    section.footer.paragraphs[0].text = "— 1 —"
    document.core_properties.title = read_blocks()[0].text
    for block in read_blocks():
        _add_block(document.add_paragraph(), block)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _add_block(paragraph: Paragraph, block: Block) -> None:
    """A paragraph whose figures are runs of their own, each put in for another by a tracked change."""
    if block.level == 1:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    else:
        paragraph.paragraph_format.first_line_indent = Pt(32)
    for at, words in enumerate(_NUMBER.split(block.text)):
        run = paragraph.add_run(words)
        run.font.size = Pt(_SIZES.get(block.level, 16))
        run.font.name = "Times New Roman"
        face = _FACES.get(block.level, "仿宋")
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), face)  # noqa: SLF001  (no other way)
        if at % 8 == 1:
            _track_change(paragraph)


def _track_change(paragraph: Paragraph) -> None:
    """Write that the last run was put in, in place of another figure."""
    run = paragraph.runs[-1]._element  # noqa: SLF001
    author = 'w:id="1" w:author="a" w:date="2026-01-10T09:00:00Z"'
    deleted = parse_xml(f"<w:del {nsdecls('w')} {author}><w:r><w:delText>9999</w:delText></w:r></w:del>")
    inserted = parse_xml(f"<w:ins {nsdecls('w')} {author}/>")
    run.addprevious(deleted)
    run.addprevious(inserted)
    inserted.append(run)
