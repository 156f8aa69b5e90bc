"""Excel workbooks read as tables: what enters is the bytes of an ``.xlsx``, what leaves is sheets of cells as shown.

A cell that shows 2026年6月30日 and holds a day number gives the ``date``; of a formula the value that was last reckoned
is taken, and told. Macros are refused, a package is guarded as Word files are (see ``ingest.package``), nothing in it
is run and nothing fetched. Rows and columns are counted from 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from posixpath import join, normpath
from typing import Any

from lxml import etree

from taizhang.errors import DocumentBroken, FileEmpty, FileTooLarge, FormatUnknown, FormatUnsupported, Said
from taizhang.ingest.files import MB
from taizhang.ingest.formats import SHEET
from taizhang.ingest.package import PackageKind, read_parts

MOST_SHEET_BYTES = 20 * MB
MOST_ROWS = 20_000
MOST_COLUMNS = 200
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_XLSX = Said(
    "请用 Excel 或 WPS 打开，“另存为”.xlsx 后再试", "Open it in Excel or WPS, save it as .xlsx and try again"
)
_MACROS = Said("一份带宏的 Excel 表格，宏可能有害", "a spreadsheet with macros, which may do harm")
_OLD = Said("一份旧版或加了密码的表格（.xls、.et）", "an old or locked spreadsheet (.xls, .et)")
_KIND = PackageKind(
    SHEET,
    Said("这不是 Excel 表格", "this is no Excel workbook"),
    lambda names: "xl/workbook.xml" in names,
    _SAVE_XLSX,
)
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_DAY_FORMATS = frozenset((*range(14, 18), 22, *range(27, 37), *range(50, 59)))
"""Built-in formats that show a day, those of Chinese Excel among them."""
_DAY_WORDS = re.compile(r"[yd年日]", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.')

Value = str | Decimal | date | bool | None
"""What a cell shows: words, a number, a day, yes or no, or nothing."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet. ``rows`` are as wide as they have cells, ``merges`` (first row, first column, last row, last column).

    ``formulas`` are the places (row, column) whose values were reckoned, ``levels`` how deep rows stand in the outline.
    """

    name: str
    rows: tuple[tuple[Value, ...], ...]
    merges: tuple[tuple[int, int, int, int], ...] = ()
    formulas: frozenset[tuple[int, int]] = frozenset()
    levels: Mapping[int, int] = field(default_factory=dict)
    _by_row: dict[int, list[tuple[int, int, int, int]]] = field(default_factory=dict, repr=False, compare=False)

    def merges_at(self, row: int) -> tuple[tuple[int, int, int, int], ...]:
        """The merged areas that go through a row."""
        if not self._by_row and self.merges:
            for area in self.merges:
                for at in range(area[0], min(area[2] + 1, len(self.rows))):
                    self._by_row.setdefault(at, []).append(area)
        return tuple(self._by_row.get(row, ()))


def read_sheets(data: bytes, where: str) -> tuple[Sheet, ...]:
    """The sheets of a workbook that have anything and are not hidden; ``where`` names the file in errors.

    Raises ``FileTooLarge``, ``FormatUnsupported`` (macros, old formats), ``DocumentBroken``, ``DocumentSuspect``,
    ``PasswordNeeded``, and ``FileEmpty`` where no sheet has a cell.
    """
    _refuse(data, where)
    parts = read_parts(data, where, _KIND)
    if any(name.lower().endswith("vbaproject.bin") for name in parts):
        raise FormatUnsupported(where, what=_MACROS, step=_SAVE_XLSX)
    try:
        sheets = tuple(sheet for sheet in _Book(parts).sheets(where) if sheet.rows)
    except (etree.XMLSyntaxError, KeyError, ValueError, IndexError) as error:
        raise DocumentBroken(where) from error
    if not sheets:
        raise FileEmpty(where)
    return sheets


def name_column(at: int) -> str:
    """A column as a spreadsheet calls it.

    >>> name_column(0), name_column(25), name_column(26)
    ('A', 'Z', 'AA')
    """
    name = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(65 + rest) + name
    return name


def _refuse(data: bytes, where: str) -> None:
    """Raise for what is no workbook by its name, its size or its first bytes."""
    suffix = where.rpartition(".")[2].lower()
    if suffix in {"xlsm", "xltm", "xlam"}:
        raise FormatUnsupported(where, what=_MACROS, step=_SAVE_XLSX)
    if suffix in {"xls", "et", "xlsb", "ods", "csv"} or data.startswith(_OLE):
        raise FormatUnsupported(where, what=_OLD, step=_SAVE_XLSX)
    if suffix != "xlsx":
        told = Said(f"“{suffix[:12]}”不是 Excel 表格的后缀", f"“{suffix[:12]}” is no suffix of a workbook")
        raise FormatUnknown(where, suffix=told, accepted=".xlsx")
    if not data:
        raise FileEmpty(where)
    if len(data) > MOST_SHEET_BYTES:
        raise FileTooLarge(where, size=f"{len(data) / MB:.1f} MB", limit=f"{MOST_SHEET_BYTES // MB} MB")


class _Book:
    """A workbook's parts with what all sheets share."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self.parts = parts
        self.targets = dict(_relations(parts.get("xl/_rels/workbook.xml.rels", b"")))
        self.strings = tuple(_shared(parts.get("xl/sharedStrings.xml", b"")))
        self.days = frozenset(_day_styles(parts.get("xl/styles.xml", b"")))
        workbook = _parse(parts["xl/workbook.xml"])
        self.found = [node for node in workbook.iter() if _local(node) == "sheet"]
        is_1904 = any(
            _local(node) == "workbookPr" and node.get("date1904") in {"1", "true"} for node in workbook.iter()
        )
        self.epoch = date(1904, 1, 1) if is_1904 else date(1899, 12, 30)

    def sheets(self, where: str) -> Iterator[Sheet]:
        for node in self.found:
            id_ = next((value for name, value in node.attrib.items() if str(name).endswith("}id")), "")
            part = self.parts.get(self.targets.get(str(id_), ""))
            if part and node.get("state", "visible") == "visible":
                yield self._sheet(node.get("name", ""), part, where)

    def _sheet(self, name: str, part: bytes, where: str) -> Sheet:
        rows: dict[int, dict[int, Value]] = {}
        formulas: set[tuple[int, int]] = set()
        levels: dict[int, int] = {}
        merges: list[tuple[int, int, int, int]] = []
        at = -1
        for node in _parse(part).iter():
            kind = _local(node)
            if kind == "row":
                at = int(node.get("r") or at + 2) - 1
                levels[at] = int(node.get("outlineLevel") or 0)
                cells, reckoned = self._row(node)
                formulas |= {(at, column) for column in reckoned}
                if cells:
                    rows[at] = cells
            elif kind == "mergeCell" and (area := _area(node.get("ref", ""))):
                merges.append(area)
        if max(rows, default=0) > MOST_ROWS:
            told, most = f"{max(rows) + 1:,} 行", f"{MOST_ROWS:,} 行"
            raise FileTooLarge(where, size=told, limit=most)
        return Sheet(name, tuple(_dense(rows)), tuple(merges), frozenset(formulas), levels)

    def _row(self, row: Any) -> tuple[dict[int, Value], set[int]]:
        """The cells of a row that have anything, by column, and the columns of formulas."""
        cells: dict[int, Value] = {}
        reckoned: set[int] = set()
        at = -1
        for node in row:
            if _local(node) != "c":
                continue
            found = _CELL.fullmatch(node.get("r", ""))
            at = _column(found[1]) if found else at + 1
            if at >= MOST_COLUMNS:
                continue
            value = self._value(node)
            if value is not None:
                cells[at] = value
            if any(_local(child) == "f" for child in node):
                reckoned.add(at)
        return cells, reckoned

    def _value(self, cell: Any) -> Value:
        kind, inline = str(cell.get("t", "n")), ""
        text: str | None = None
        for child in cell:
            name = _local(child)
            text = child.text if name == "v" else text
            inline = _words(child) if name == "is" else inline
        if kind == "inlineStr":
            return inline.strip() or None
        if text is None:
            return None
        if kind == "s":
            text, kind = self.strings[int(text)], "str"
        if kind == "b":
            return text == "1"
        if kind == "d":
            return datetime.fromisoformat(text).date()
        return self._number(text, cell.get("s")) if kind == "n" else str(text).strip() or None

    def _number(self, text: str, style: str | None) -> Value:
        try:
            number = Decimal(text)
        except InvalidOperation:
            return text.strip() or None
        if style and int(style) in self.days and 0 < number < 2_958_466:
            return self.epoch + timedelta(days=int(number))
        return Decimal(repr(round(float(number), 10))) if "." in text or "E" in text else number


def _dense(rows: Mapping[int, Mapping[int, Value]]) -> Iterator[tuple[Value, ...]]:
    for at in range(max(rows, default=-1) + 1 if len(rows) else 0):
        cells = rows.get(at, {})
        yield tuple(cells.get(column) for column in range(max(cells, default=-1) + 1))


def _parse(part: bytes) -> Any:
    return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def _local(node: Any) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _words(node: Any) -> str:
    """The words below a node but for those that say how to pronounce it."""
    told = (t for t in node.iter() if _local(t) == "t" and _local(t.getparent()) != "rPh")
    return "".join(t.text or "" for t in told)


def _shared(part: bytes) -> Iterator[str]:
    if part:
        yield from (_words(node) for node in _parse(part) if _local(node) == "si")


def _relations(part: bytes) -> Iterator[tuple[str, str]]:
    for node in _parse(part) if part else ():
        target = node.get("Target", "")
        yield node.get("Id", ""), target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))


def _day_styles(part: bytes) -> Iterator[int]:
    """The numbers of the cell styles that show a number as a day."""
    if not part:
        return
    root = _parse(part)
    own = {n.get("numFmtId"): n.get("formatCode", "") for n in root.iter() if _local(n) == "numFmt"}
    formats = next((node for node in root if _local(node) == "cellXfs"), ())
    for at, style in enumerate(formats):
        id_ = style.get("numFmtId", "0")
        shown = _DAY_WORDS.search(_QUOTED.sub("", own[id_])) if id_ in own else int(id_) in _DAY_FORMATS
        if shown:
            yield at


def _area(ref: str) -> tuple[int, int, int, int] | None:
    ends = [_CELL.fullmatch(end) for end in ref.split(":")]
    if len(ends) != 2 or ends[0] is None or ends[1] is None:
        return None
    (first, top), (last, bottom) = ends[0].groups(), ends[1].groups()
    return int(top) - 1, _column(first), int(bottom) - 1, _column(last)


def _column(letters: str) -> int:
    at = 0
    for letter in letters:
        at = at * 26 + ord(letter) - 64
    return at - 1
