"""Paper of an official document 公文 by GB/T 9704-2012, as the parts of a ``.docx``.

What enters is paragraphs and tables, what leaves is the bytes of a file that Word, WPS and LibreOffice lay out alike:
A4 with the type area of 156 × 225 mm, 22 lines of 28 characters on a page, title in 2号小标宋, text in 3号仿宋,
headings in 黑体 and 楷体, page numbers like “— 1 —” in 4号宋体 on the outer side. A landscape page is the same sheet
turned by a quarter, its head at the binding edge. ``Paper("方案").add("BodyText", "修渠。")`` sets one paragraph.

Only plain means are used: styles, tables, sections, one field for the page number; no content control, text box, frame,
macro, link or picture. The same content gives the same bytes. Lengths are in twips (1/20 pt).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import NamedTuple
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from taizhang.export.fonts import BODY, FACES, HEI, KAI, LATIN, SONG, TITLE
from taizhang.export.phrases import make_printable

_MILLIMETRE = 1440 / 25.4
LINE = 579
"""22 of them fill 225 mm."""
CHARACTER = 315
"""3号 is 16 pt; drawn together by a quarter, 28 fill 156 mm."""
_EPOCH = "2000-01-01T00:00:00Z"
_STAMP = (2000, 1, 1, 0, 0, 0)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def in_twips(millimetres: float) -> int:
    """Millimetres as twips.

    >>> in_twips(25.4)
    1440
    """
    return round(millimetres * _MILLIMETRE)


class Style(NamedTuple):
    """A paragraph style. ``size`` is in half points, ``line`` the fixed distance of lines, ``indent`` in characters."""

    key: str
    name: str
    font: str
    size: int
    line: int
    align: str = "both"
    indent: int = 0
    is_bold: bool = False
    outline: int | None = None
    keeps_next: bool = False
    spacing: int = 0


STYLES = (
    Style("Normal", "Normal", BODY.name, 32, LINE, spacing=-5),
    Style("BodyText", "Body Text", BODY.name, 32, LINE, indent=2, spacing=-5),
    Style("Title", "Title", TITLE.name, 44, 660, "center", keeps_next=True),
    Style("Heading1", "heading 1", HEI.name, 32, LINE, indent=2, outline=0, keeps_next=True, spacing=-5),
    Style("Heading2", "heading 2", KAI.name, 32, LINE, indent=2, outline=1, keeps_next=True, spacing=-5),
    Style(
        "Heading3", "heading 3", BODY.name, 32, LINE, "both", 2, is_bold=True, outline=2, keeps_next=True, spacing=-5
    ),
    Style("Annex", "附件标识", HEI.name, 32, LINE, "left", keeps_next=True),
    Style("TableHead", "表头", HEI.name, 24, 360, "center", keeps_next=True),
    Style("TableText", "表格文字", BODY.name, 24, 340, "both"),
    Style("TableLeft", "表格左齐", BODY.name, 24, 340, "left"),
    Style("TableCentre", "表格居中", BODY.name, 24, 340, "center"),
    Style("TableGroup1", "表格一级类别", HEI.name, 24, 360, "left", keeps_next=True),
    Style("TableGroup2", "表格二级类别", KAI.name, 24, 360, "left", keeps_next=True),
    Style("TableGroup3", "表格三级类别", BODY.name, 24, 360, "left", is_bold=True, keeps_next=True),
    Style("SmallHead", "小表头", HEI.name, 21, 320, "center", keeps_next=True),
    Style("SmallText", "小表文字", BODY.name, 21, 300, "both"),
    Style("SmallLeft", "小表左齐", BODY.name, 21, 300, "left"),
    Style("SmallCentre", "小表居中", BODY.name, 21, 300, "center"),
    Style("Note", "表注", BODY.name, 21, 320, "both"),
    Style("End", "文末", BODY.name, 2, 20),
    Style("footer", "footer", SONG.name, 28, 320, "right"),
)
_SIZES = {style.key: style.size for style in STYLES}
_LINES = {style.key: style.line for style in STYLES}


class Sheet(NamedTuple):
    """A page: its size and margins, and how far its foot stands from the edge."""

    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int
    foot: int

    @property
    def room(self) -> int:
        """Width of the type area."""
        return self.width - self.left - self.right


PORTRAIT = Sheet(11906, 16838, in_twips(37), in_twips(26), in_twips(35), in_twips(28), in_twips(25.2))
LANDSCAPE = Sheet(16838, 11906, in_twips(28), in_twips(37), in_twips(26), in_twips(35), in_twips(16.2))
"""The number stands 7 mm below the type area; on the turned sheet at its foot, where programs put it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its lines of text, their style, and over how many columns it goes."""

    lines: tuple[str, ...]
    style: str
    columns: int = 1


class Paper:
    """A document being written, paragraph by paragraph. The last section begins as ``sheet``."""

    def __init__(self, title: str, sheet: Sheet = PORTRAIT) -> None:
        self.title = title
        self.sheet = sheet
        self._parts: list[str] = []

    def add(self, style: str, *lines: str, is_new_page: bool = False) -> None:
        """A paragraph; several ``lines`` stand below each other within it."""
        extra = "<w:pageBreakBefore/>" if is_new_page else ""
        self._parts.append(_paragraph(style, lines, extra))

    def add_with_tail(self, style: str, text: str, tail_style: str, tail: str) -> None:
        """A paragraph whose end is set in a character style: ``Duty``, in 楷体."""
        marked = _run(tail, f'<w:rStyle w:val="{tail_style}"/>')
        self._parts.append(f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{_run(text)}{marked}</w:p>')

    def add_table(self, widths: Sequence[int], header: Sequence[Cell], rows: Iterable[Sequence[Cell]]) -> None:
        """A table whose header stands on each page. ``widths`` are shares of the type area."""
        columns = _fit(widths, self.sheet.room)
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in columns)
        self._parts.append(f"<w:tbl>{_table_properties(columns)}<w:tblGrid>{grid}</w:tblGrid>")
        self._parts.append(_row(header, columns, is_header=True))
        self._parts.extend(_row(row, columns) for row in rows)
        self._parts.append(_TABLE_END)

    def turn(self, sheet: Sheet, style: str, *lines: str) -> None:
        """End the section with a last paragraph and go on with a new page of the form ``sheet``."""
        self._parts.append(_paragraph(style, lines, _section(self.sheet)))
        self.sheet = sheet

    def make(self) -> bytes:
        """The document as the bytes of a ``.docx``."""
        last = _paragraph("End", ()) if self._parts and self._parts[-1] == _TABLE_END else ""
        body = f"{''.join(self._parts)}{last}{_section(self.sheet)}"
        parts = {
            "[Content_Types].xml": _content_types(),
            "_rels/.rels": _relations(_PACKAGE_PARTS),
            "docProps/core.xml": _core(self.title),
            "docProps/app.xml": _APP,
            "word/document.xml": f"<w:document {_W} {_R}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": _relations(_DOCUMENT_PARTS),
            "word/styles.xml": _styles(),
            "word/settings.xml": _SETTINGS,
            "word/fontTable.xml": _font_table(),
            "word/footer1.xml": _footer("right"),
            "word/footer2.xml": _footer("left"),
        }
        file = BytesIO()
        with ZipFile(file, "w") as package:
            for name, part in parts.items():
                info = ZipInfo(name, _STAMP)
                info.compress_type, info.external_attr = ZIP_DEFLATED, 0o644 << 16
                package.writestr(info, f"{_HEAD}{part}")
        return file.getvalue()


# ------------------------------------------------------------------------------------- paragraphs, tables


def _paragraph(style: str, lines: Sequence[str], extra: str = "") -> str:
    runs = "<w:r><w:br/></w:r>".join(_run(line) for line in lines)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>{runs}</w:p>'


def _run(text: str, style: str = "") -> str:
    """A run; the hint makes “ ” … — full-width Chinese marks."""
    if not text:
        return ""
    shown = escape(make_printable(text))
    return f'<w:r><w:rPr>{style}<w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">{shown}</w:t></w:r>'


def _table_properties(columns: Sequence[int]) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in sides)
    margins = "".join(f'<w:{side} w:w="{wide}" w:type="dxa"/>' for side, wide in _CELL_MARGINS)
    return (
        f'<w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{borders}'
        f'</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
    )


_TABLE_END = "</w:tbl>"
"""Word wants a paragraph behind the last one; so small a one does not begin a page."""
_CELL_MARGINS = (("top", 40), ("left", 80), ("bottom", 40), ("right", 80))
_TALLEST = 12
"""A row of up to so many lines is kept on one page."""


def _row(cells: Sequence[Cell], columns: Sequence[int], is_header: bool = False) -> str:
    made, at, lines = [], 0, 1
    for cell in cells:
        width = sum(columns[at : at + cell.columns])
        at += cell.columns
        lines = max(lines, count_lines(cell, width))
        span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
        content = "".join(_paragraph(cell.style, (line,)) for line in cell.lines or ("",))
        properties = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}<w:vAlign w:val="center"/></w:tcPr>'
        made.append(f"<w:tc>{properties}{content}</w:tc>")
    kept = "<w:cantSplit/>" if lines <= _TALLEST else ""
    header = "<w:tblHeader/>" if is_header else ""
    return f"<w:tr><w:trPr>{kept}{header}</w:trPr>{''.join(made)}</w:tr>"


def count_lines(cell: Cell, width: int) -> int:
    """How many lines the text of a cell takes in a column of ``width``.

    >>> count_lines(Cell(("修渠三十公里", "改桥"), "TableText"), 1020)
    3
    """
    room = max((width - 160) // (_SIZES[cell.style] * 5), 1)
    return sum(max(-(-len(line.encode("gb18030", "replace")) // room), 1) for line in cell.lines or ("",))


def _fit(widths: Sequence[int], room: int) -> tuple[int, ...]:
    """``widths`` stretched to ``room``, to the twip.

    >>> _fit((1, 1, 1), 100)
    (33, 34, 33)
    """
    edges = [round(room * sum(widths[:at]) / sum(widths)) for at in range(len(widths) + 1)]
    return tuple(right - left for left, right in pairwise(edges))


def _section(sheet: Sheet) -> str:
    turned = ' w:orient="landscape"' if sheet.width > sheet.height else ""
    return (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>'
        f'<w:type w:val="nextPage"/><w:pgSz w:w="{sheet.width}" w:h="{sheet.height}"{turned}/>'
        f'<w:pgMar w:top="{sheet.top}" w:right="{sheet.right}" w:bottom="{sheet.bottom}" w:left="{sheet.left}" '
        f'w:header="851" w:footer="{sheet.foot}" w:gutter="0"/><w:cols w:space="425"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{LINE}"/></w:sectPr>'
    )


# ------------------------------------------------------------------------------------------ other parts


def _styles() -> str:
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(BODY.name)}<w:kern w:val="2"/><w:sz w:val="32"/>'
        '<w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )
    character = (
        '<w:style w:type="character" w:customStyle="1" w:styleId="Duty"><w:name w:val="责任单位"/><w:qFormat/>'
        f"<w:rPr>{_fonts(KAI.name)}</w:rPr></w:style>"
    )
    return f"<w:styles {_W}>{defaults}{''.join(_style(style) for style in STYLES)}{character}</w:styles>"


def _style(style: Style) -> str:
    is_normal = style.key == "Normal"
    base = "" if is_normal else '<w:basedOn w:val="Normal"/>'
    then = '<w:next w:val="BodyText"/>' if style.outline is not None else ""
    keep = "<w:keepNext/>" if style.keeps_next else ""
    grid = '<w:snapToGrid w:val="0"/>' if style.line != LINE else ""
    first = style.indent
    indent = f'<w:ind w:firstLineChars="{first * 100}" w:firstLine="{first * CHARACTER}"/>' if first else ""
    outline = f'<w:outlineLvl w:val="{style.outline}"/>' if style.outline is not None else ""
    bold = "<w:b/><w:bCs/>" if style.is_bold else ""
    kind = ' w:default="1"' if is_normal else "" if style.name.isascii() else ' w:customStyle="1"'
    size = f'<w:sz w:val="{style.size}"/><w:szCs w:val="{style.size}"/>'
    return (
        f'<w:style w:type="paragraph"{kind} w:styleId="{style.key}"><w:name w:val="{style.name}"/>{base}{then}'
        f'<w:qFormat/><w:pPr>{keep}<w:widowControl w:val="0"/>{grid}<w:spacing w:before="0" w:after="0" '
        f'w:line="{style.line}" w:lineRule="exact"/>{indent}<w:jc w:val="{style.align}"/>{outline}</w:pPr><w:rPr>'
        f'{_fonts(style.font)}{bold}<w:spacing w:val="{style.spacing}"/>{size}</w:rPr></w:style>'
    )


def _fonts(name: str) -> str:
    """Latin letters and figures in Times New Roman beside 仿宋 and 楷体, else in the face of the Chinese."""
    latin = LATIN.name if name in (BODY.name, KAI.name) else name
    return f'<w:rFonts w:ascii="{latin}" w:eastAsia="{name}" w:hAnsi="{latin}" w:cs="{LATIN.name}"/>'


def _font_table() -> str:
    """The typefaces with another name of each, by which Word finds it where it is installed under that."""
    faces = "".join(
        f'<w:font w:name="{face.name}"><w:altName w:val="{face.same[0]}"/><w:charset w:val="86"/>'
        f'<w:family w:val="{"modern" if face is HEI or face is BODY else "auto"}"/></w:font>'
        for face in FACES
    )
    latin = f'<w:font w:name="{LATIN.name}"><w:charset w:val="00"/><w:family w:val="roman"/></w:font>'
    return f"<w:fonts {_W}>{faces}{latin}</w:fonts>"


def _footer(side: str) -> str:
    """“— 1 —”, one character (4号) in from the outer edge."""
    indent = f'<w:ind w:{side}="280"/>'
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    order = '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    field = f"{begin}{order}{separate}<w:r><w:t>1</w:t></w:r>{end}"
    before, after = ('<w:r><w:t xml:space="preserve">' + mark + "</w:t></w:r>" for mark in ("— ", " —"))
    properties = f'<w:pPr><w:pStyle w:val="footer"/>{indent}<w:jc w:val="{side}"/></w:pPr>'
    return f"<w:ftr {_W}><w:p>{properties}{before}{field}{after}</w:p></w:ftr>"


def _core(title: str) -> str:
    spaces = (
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    )
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{_EPOCH}</dcterms:{name}>' for name in ("created", "modified")
    )
    shown = escape(make_printable(title))
    return (
        f"<cp:coreProperties {spaces}><dc:title>{shown}</dc:title><dc:creator></dc:creator>{dates}</cp:coreProperties>"
    )


def _relations(parts: Sequence[tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{at}" Type="{kind}" Target="{target}"/>' for at, (kind, target) in enumerate(parts, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _content_types() -> str:
    kinds = (("rels", "application/vnd.openxmlformats-package.relationships+xml"), ("xml", "application/xml"))
    defaults = "".join(f'<Default Extension="{suffix}" ContentType="{kind}"/>' for suffix, kind in kinds)
    rows = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in _TYPES)
    return f'<Types xmlns="{_PACKAGE}/content-types">{defaults}{rows}</Types>'


_PACKAGE_PARTS = (
    (f"{_OFFICE}/officeDocument", "word/document.xml"),
    (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    (f"{_OFFICE}/extended-properties", "docProps/app.xml"),
)
_DOCUMENT_PARTS = (
    (f"{_OFFICE}/styles", "styles.xml"),
    (f"{_OFFICE}/settings", "settings.xml"),
    (f"{_OFFICE}/fontTable", "fontTable.xml"),
    (f"{_OFFICE}/footer", "footer1.xml"),
    (f"{_OFFICE}/footer", "footer2.xml"),
)
_TYPES = (
    ("word/document.xml", f"{_TYPE}.document.main+xml"),
    ("word/styles.xml", f"{_TYPE}.styles+xml"),
    ("word/settings.xml", f"{_TYPE}.settings+xml"),
    ("word/fontTable.xml", f"{_TYPE}.fontTable+xml"),
    ("word/footer1.xml", f"{_TYPE}.footer+xml"),
    ("word/footer2.xml", f"{_TYPE}.footer+xml"),
    ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
    ("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
)
_APP = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>taizhang</Application></Properties>"
)
_SETTINGS = (
    f'<w:settings {_W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
    '<w:drawingGridVerticalSpacing w:val="156"/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat>'
    '<w:useFELayout/><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)
