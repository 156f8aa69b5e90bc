"""The package of an official document: its styles, settings, footers and the other parts of a ``.docx``.

What enters is a title and the body of ``document.xml``, what leaves is the bytes of the file: of
``<w:p><w:r><w:t>修渠。</w:t></w:r></w:p>`` a document whose ``BodyText`` is 3号仿宋, as GB/T 9704-2012 has it.

Lines are broken by rules of the document itself (避头尾): beside the usual marks no line begins with ※ or the unit of
a date, none ends with a digit, so that 2032年底※ and 6月30日 stay whole. That needs no invisible characters, which
searching in Word would stumble over.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import NamedTuple
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from taizhang.export.fonts import BODY, FACES, HEI, KAI, LATIN, SONG, TITLE
from taizhang.export.phrases import make_printable

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
NO_LINE_BEGINS = (
    "!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠"
    "※年月日底万亿元里吨米亩"
)
"""The marks of Word's own rule for Chinese, then ours."""
NO_LINE_ENDS = "$([{£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥0123456789年月"


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


def pack(title: str, body: str) -> bytes:
    """A ``.docx`` with ``body`` as the children of ``w:body``.

    It may name ``STYLES`` and the style ``Duty``; sections refer to the footers of right and left pages as ``rId4`` and
    ``rId5``.
    """
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(_PACKAGE_PARTS),
        "docProps/core.xml": _core(title),
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
    widows = int(style.key.startswith(("Table", "Small")))  # no single line of a row that breaks
    first = style.indent
    indent = f'<w:ind w:firstLineChars="{first * 100}" w:firstLine="{first * CHARACTER}"/>' if first else ""
    outline = f'<w:outlineLvl w:val="{style.outline}"/>' if style.outline is not None else ""
    bold = "<w:b/><w:bCs/>" if style.is_bold else ""
    kind = ' w:default="1"' if is_normal else "" if style.name.isascii() else ' w:customStyle="1"'
    size = f'<w:sz w:val="{style.size}"/><w:szCs w:val="{style.size}"/>'
    return (
        f'<w:style w:type="paragraph"{kind} w:styleId="{style.key}"><w:name w:val="{style.name}"/>{base}{then}'
        f'<w:qFormat/><w:pPr>{keep}<w:widowControl w:val="{widows}"/>{grid}<w:spacing w:before="0" w:after="0" '
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
    '<w:drawingGridVerticalSpacing w:val="156"/><w:characterSpacingControl w:val="compressPunctuation"/>'
    f'<w:noLineBreaksAfter w:lang="zh-CN" w:val="{escape(NO_LINE_ENDS)}"/>'
    f'<w:noLineBreaksBefore w:lang="zh-CN" w:val="{escape(NO_LINE_BEGINS)}"/><w:compat>'
    '<w:useFELayout/><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)
