"""Make the delivered samples of the made-up city from their plain sources.

What enters is ``lanchuan-2025.source.txt`` (plain text), ``lanchuan-2026.md`` (clean Markdown) and
``lanchuan-2026.damage.toml`` (what the printed page did to it); what leaves is ``lanchuan-2025.docx`` and
``lanchuan-2026.txt``, the same bytes each time. One phrase, all the way: ``普惠小微贷款余额`` is cut by a column end
named in the damage file and comes out as ``普惠小微贷``, an empty line, ``款余额``.

    python scripts/make_samples.py
"""

from __future__ import annotations

import io
import re
import tomllib
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph

FOLDER = Path(__file__).resolve().parent.parent / "src" / "taizhang" / "samples"
STAMP = datetime(2025, 1, 14, 9, 0, tzinfo=UTC)
HALF_WIDTH = str.maketrans("，；：！？（）＋", ",;:!?()+")

_LEVELS = (
    (re.compile(r"[一二三四五六七八九十]+、"), "Heading 1"),
    (re.compile(r"（[一二三四五六七八九十]+）"), "Heading 2"),
)
_FONTS = (("Title", "宋体", 22), ("Heading 1", "黑体", 16), ("Heading 2", "楷体", 16), ("Normal", "仿宋", 16))
_TABLE_STYLES = ("Table Grid", "Normal Table")
_LONGEST_HEADING = 40


def build_page(clean: str, damage: Mapping[str, Any]) -> str:
    """The newspaper page: the part of ``clean`` that ``damage`` names, with the damage done.

    Raises ``ValueError`` where a phrase of ``damage`` does not stand in the text exactly once.
    """
    page, repeat = damage["page"], damage["repeat"]
    text = clean[_place(clean, page["begin"]) : _place(clean, page["end"]) + len(page["end"])]
    text = re.sub(r"^#+ ", "", text, flags=re.MULTILINE)
    block = text[_place(text, repeat["begin"]) : _place(text, repeat["end"]) + len(repeat["end"])]
    for words in damage["columns"]["ends"]:
        text = _put_after(text, words, "\n\n")
    text = _put_after(text, repeat["out_of_place_after"], block)
    for misprint in damage["misprint"]:
        _place(text, misprint["right"])
        text = text.replace(misprint["right"], misprint["printed"])
    return f"{page['head']}\n\n{text}\n\n{page['foot']}\n".translate(HALF_WIDTH)


def build_docx(source: str) -> bytes:
    """The Word file: the first line as title, headings by their numbers, ``|`` lines as a table."""
    document: DocumentType = Document()
    _drop_ballast(document)
    _set_styles(document)
    _set_properties(document, source.split("\n", 1)[0])
    head, *blocks = source.strip().split("\n\n")
    title, *lines = head.split("\n")
    document.add_paragraph(title, style="Title")
    for line in lines:
        document.add_paragraph(line).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for block in blocks:
        if block.startswith("|"):
            _add_table(document, block)
        else:
            for line in block.split("\n"):
                _add_paragraph(document, line)
    return _pack(document)


def _place(text: str, words: str) -> int:
    if text.count(words) != 1:
        raise ValueError(f"{words!r} stands {text.count(words)} times, not once")
    return text.index(words)


def _put_after(text: str, words: str, more: str) -> str:
    end = _place(text, words) + len(words)
    return text[:end] + more + text[end:]


def _drop_ballast(document: DocumentType) -> None:
    """Leave out the template's thumbnail, second style sheet and table styles: nine tenths of the file."""
    for relations in (document.part.rels, document.part.package.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(("/stylesWithEffects", "/thumbnail")):
                del relations[key]
    for style in list(document.styles):
        if style.type == WD_STYLE_TYPE.TABLE and style.name not in _TABLE_STYLES:
            style.delete()


def _set_styles(document: DocumentType) -> None:
    for name, font, size in _FONTS:
        style = document.styles[name]
        style.font.name, style.font.size = font, Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), font)
    title = document.styles["Title"]
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for border in title.element.pPr.findall(qn("w:pBdr")):
        title.element.pPr.remove(border)


def _set_properties(document: DocumentType, title: str) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = title, "", ""
    properties.comments, properties.language, properties.revision = "", "zh-CN", 1
    properties.created = properties.modified = properties.last_printed = STAMP.replace(tzinfo=None)


def _add_paragraph(document: DocumentType, line: str) -> Paragraph:
    is_short = len(line) <= _LONGEST_HEADING
    style = next((name for pattern, name in _LEVELS if is_short and pattern.match(line)), None)
    paragraph = document.add_paragraph(line, style=style)
    if style is None:
        paragraph.paragraph_format.first_line_indent = Pt(32)
    return paragraph


def _add_table(document: DocumentType, block: str) -> None:
    rows = [line.strip("|").split("|") for line in block.split("\n")]
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for number, (row, words) in enumerate(zip(table.rows, rows, strict=True)):
        for cell, word in zip(row.cells, words, strict=True):
            run = cell.paragraphs[0].add_run(word)
            run.font.size, run.bold = Pt(12), number == 0


def _pack(document: DocumentType) -> bytes:
    """The document's bytes with every time stamp fixed; stored, so that no zlib version shows in them."""
    loose, fixed = io.BytesIO(), io.BytesIO()
    document.save(loose)
    with zipfile.ZipFile(loose) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_STORED) as new:
        for name in sorted(old.namelist(), key=lambda n: (n != "[Content_Types].xml", n)):
            entry = zipfile.ZipInfo(name, date_time=STAMP.timetuple()[:6])
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            new.writestr(entry, old.read(name))
    return fixed.getvalue()


def main() -> None:
    """Write both files."""
    source = (FOLDER / "lanchuan-2025.source.txt").read_text(encoding="utf-8")
    (FOLDER / "lanchuan-2025.docx").write_bytes(build_docx(source))
    clean = (FOLDER / "lanchuan-2026.md").read_text(encoding="utf-8")
    damage = tomllib.loads((FOLDER / "lanchuan-2026.damage.toml").read_text(encoding="utf-8"))
    (FOLDER / "lanchuan-2026.txt").write_text(build_page(clean, damage), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
