"""Tables as an Excel workbook that an office can send as it is.

What enters is the tables and the settings, what leaves is the bytes of an ``.xlsx``: a sheet for each table with its
title and note above a frozen header, filters, wrapped words, landscape with the header on every page; the ledger on
A3, the others where A4 would make the type smaller than some 9 points. In the ledger items stand indented below
their entry and can be folded away, the status and the light are chosen from lists, and the light is coloured by what
is chosen.
The same tables give the same bytes: dates are fixed.

Cells that begin with ``=``, ``+``, ``-`` or ``@`` are words and stay words when somebody edits them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from taizhang.engine.model import Severity
from taizhang.export.columns import FITTED
from taizhang.export.grid import Cell, Column, Marked, Row, Table
from taizhang.export.layout import break_header, count_lines, lay_out, length_of, split_parts
from taizhang.export.lines import KEY
from taizhang.export.phrases import is_formula, make_printable, show_number
from taizhang.export.words import Words
from taizhang.settings import Paper, Settings

SEVERITY_COLOURS: Mapping[Severity, str] = {
    Severity.ERROR: "A8201A",
    Severity.QUESTION: "9A6700",
    Severity.NOTICE: "6B6760",
}
LONGEST_CELL = 32767
"""UTF-16 units that a cell holds."""

_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_HEAD_ROW, _NOTE_ROW, _HEADER_ROW, _FIRST_ROW = range(4)
_SIMSUN, _SIMHEI, _FANGSONG = "宋体", "黑体", "仿宋"
_PAPER, _HEADER, _RULE, _MUTED, _INK = "#FBFAF7", "#EFEBE1", "#BFB9AC", "#6B6760", "#1C1B19"
_FONT = {"font_charset": 134, "font_family": 3, "font_color": _INK}
_CELL = {
    **_FONT,
    "font_name": _SIMSUN,
    "font_size": 10,
    "valign": "vcenter",
    "text_wrap": True,
    "border": 1,
    "border_color": _RULE,
}
_STYLES: Mapping[str, Mapping[str, Any]] = {
    "head": {**_FONT, "font_name": _SIMHEI, "font_size": 18, "align": "center", "valign": "vcenter"},
    "note": {**_FONT, "font_name": _FANGSONG, "font_size": 10, "font_color": _MUTED, "valign": "vcenter"},
    "plain": {**_FONT, "font_name": _SIMSUN, "font_size": 10},
    "marked": {**_FONT, "font_name": _SIMSUN, "font_size": 10, "font_color": "#A8201A", "bold": True},
    "header": {**_CELL, "font_name": _SIMHEI, "align": "center", "bg_color": _HEADER},
}
_CENTERED = frozenset(
    {*("number", "leader", "lead_unit", "supporting_units", "units", "due", "status", "light", "address")}
    | {*("last_year_address", "measure", "bound", "hardness", "period", "kind", "severity", "code", "id", "unit")}
    | {"status_of_figure", "last_year", "target", "tolerance", "place", "file", "handling", "outcome", "gap"}
    | {"above_place", "above_target", "total", "whole", "told", "key"}
)
_NUMBERS = frozenset({"low", "high"})
_LINE, _PADDING, _TALLEST = 14.5, 4, 400
"""Heights in points: of a line of 10 pt with Noto's leading (宋体 has less), of what stands round it, of a row."""
_A3, _A4 = 8, 9
"""Paper as a workbook numbers it."""
_A4_ROOM = 165
"""So many half-width characters print on A4 with type of nearly 9 points."""
_CUSTOM_HEIGHT = re.compile(rb' customHeight="1"')


def make_workbook(tables: Sequence[Table], settings: Settings) -> bytes:
    """The workbook of ``tables``, a sheet for each, in order."""
    import xlsxwriter  # noqa: PLC0415  # takes a tenth of a second that reading a report need not pay

    file = BytesIO()
    options: dict[str, Any] = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    options["default_format_properties"] = {
        "font_name": "Arial",
        "font_size": 9,
    }  # widths count its digits, of 7 pixels
    workbook = xlsxwriter.Workbook(file, options)
    workbook.set_properties({"title": tables[0].head if tables else "", "created": _CREATED})
    styles = _Styles(workbook)
    for table in tables:
        _Sheet(workbook.add_worksheet(table.name), table, styles, settings).write()
    workbook.close()
    return _free_heights(file)


def _free_heights(workbook: BytesIO) -> bytes:
    """The workbook with row heights that are a first guess only: a row then grows with what people write into it."""
    freed = BytesIO()
    with ZipFile(workbook) as old, ZipFile(freed, "w", ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            is_sheet = info.filename.startswith("xl/worksheets/")
            new.writestr(info, _CUSTOM_HEIGHT.sub(b"", content) if is_sheet else content)
    return freed.getvalue()


def fit_cell(text: str) -> str:
    """``text`` without characters that XML forbids, cut with ``…`` to what a cell holds.

    >>> fit_cell("表" * 40000)[-2:], len(fit_cell("表" * 40000))
    ('表…', 32767)
    """
    text = make_printable(text)
    if 2 * len(text) <= LONGEST_CELL:
        return text
    if len(text.encode("utf-16-le")) <= 2 * LONGEST_CELL:
        return text
    return text.encode("utf-16-le")[: 2 * (LONGEST_CELL - 1)].decode("utf-16-le", "ignore") + "…"


class _Styles:
    """The formats of a workbook, each made once."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[tuple[object, ...], Any] = {}

    def named(self, name: str) -> Any:
        """The format of the title, the note, the header or of marked words."""
        if (name,) not in self._made:
            self._made[name,] = self._workbook.add_format(_STYLES[name])
        return self._made[name,]

    def light(self, colour: str) -> Any:
        """The format that colours a light."""
        if (colour,) not in self._made:
            self._made[colour,] = self._workbook.add_format({"font_color": f"#{colour}", "bold": True})
        return self._made[colour,]

    def cell(self, key: str, level: int, is_entry: bool, is_clipped: bool, is_quoted: bool) -> Any:
        """The format of a cell: by its column and the depth of its row; ``is_quoted`` keeps it from being reckoned.

        The category of an entry's items stays in its cell, for the filter, but is not shown again.
        """
        centred, indent = key in _CENTERED, level if key == "task" else 0
        wanted = (centred, key in _NUMBERS, key == "category", indent, is_entry, is_clipped, is_quoted)
        if wanted not in self._made:
            style: dict[str, Any] = {**_CELL, "quote_prefix": is_quoted}
            style |= {"align": "center"} if centred else {"align": "left", "indent": indent}
            style |= {"align": "right"} if key in _NUMBERS else {}
            style |= {"bg_color": _PAPER} if is_entry else {}
            style |= {"text_wrap": False, "font_color": _MUTED} if is_clipped else {}
            style |= {"num_format": ";;;"} if is_clipped and key == "category" else {}
            self._made[wanted] = self._workbook.add_format(style)
        return self._made[wanted]


class _Sheet:
    """One sheet being written."""

    def __init__(self, sheet: Any, table: Table, styles: _Styles, settings: Settings) -> None:
        self.sheet, self.table, self.styles, self.settings = sheet, table, styles, settings
        self.words = Words(settings.lang)
        self.widths = tuple(_widths(table))
        self.last = _FIRST_ROW + len(table.rows) - 1
        self.right = len(table.columns) - 1
        self.has_levels = any(row.level for row in table.rows)
        self.is_keyed = any(column.key == KEY for column in table.columns)  # read back: line ends are the writer's own

    def write(self) -> None:
        self._write_top()
        for at, row in enumerate(self.table.rows, _FIRST_ROW):
            self._write_row(at, row)
        self._set_lists()
        self._set_view()
        self._set_print()

    def _write_top(self) -> None:
        sheet, table, styles = self.sheet, self.table, self.styles
        shown = self._printed()
        _merge(sheet, _HEAD_ROW, shown, fit_cell(table.head), styles.named("head"))
        _merge(sheet, _NOTE_ROW, shown, fit_cell(table.note), styles.named("note"))
        sheet.set_row(_HEAD_ROW, 34)
        sheet.set_row(_NOTE_ROW, 18)
        headers = [break_header(column.header, table.key) for column in table.columns]
        lines = max((count_lines(text, width) for text, width in zip(headers, self.widths, strict=True)), default=1)
        sheet.set_row(_HEADER_ROW, max(30, lines * _LINE + _PADDING))
        for at, (header, width) in enumerate(zip(headers, self.widths, strict=True)):
            sheet.set_column(at, at, width)
            sheet.write_string(_HEADER_ROW, at, header, styles.named("header"))

    def _write_row(self, at: int, row: Row) -> None:
        is_entry = self.has_levels and row.level == 0
        lines = 1
        for column, (made, width, cell) in enumerate(zip(self.table.columns, self.widths, row.cells)):
            is_clipped = self._is_clipped(made.key, row)
            number = _as_float(cell) if isinstance(cell, int | Decimal) else None
            told = "" if number is not None else _as_text(cell)
            text = fit_cell(told if self.is_keyed else lay_out(made.key, told, width))
            style = self.styles.cell(made.key, row.level, is_entry, is_clipped, is_formula(text))
            if number is not None:
                self.sheet.write_number(at, column, number, style)
            elif text:
                self._write_words(at, column, text, cell, style)
                lines = max(lines, 1 if is_clipped else count_lines(text, width - 2 * row.level * (made.key == "task")))
            else:
                self.sheet.write_blank(at, column, None, style)
        height = min(lines * _LINE + _PADDING, _TALLEST)
        self.sheet.set_row(at, height, None, {"level": row.level} if row.level else None)

    def _write_words(self, at: int, column: int, text: str, cell: Cell, style: Any) -> None:
        """Words in a cell, marked ones in red; where all of them are, or they were cut to fit, none is."""
        marks = cell.marks if isinstance(cell, Marked) and cell.text == text else ()
        pieces: list[Any] = []
        done = 0
        for start, end in marks:
            pieces += self._piece("plain", text[done:start]) + self._piece("marked", text[start:end])
            done = end
        pieces += self._piece("plain", text[done:])
        if len(pieces) > 2:
            self.sheet.write_rich_string(at, column, *pieces, style)
        else:
            self.sheet.write_string(at, column, text, style)

    def _piece(self, style: str, words: str) -> list[Any]:
        return [self.styles.named(style), words] if words else []

    def _is_clipped(self, key: str, row: Row) -> bool:
        """Whether a cell only repeats what stands beside or above it, and must not make its row taller."""
        is_repeat = row.level > 0 and key in ("category", "source")
        return is_repeat or key == "trace" or (key == "source" and self.table.key == "results")

    def _set_lists(self) -> None:
        """The drop-downs of status, light and what was done, and the colours of words that say how it stands."""
        if not self.table.rows:
            return
        lights = self.words.lights()
        lists = {"status": self.words.statuses(), "light": tuple(light for light, _ in lights)}
        lists["handling"] = self.words.handlings()
        colours = {**_coloured(self.words), "light": lights}
        for at, column in enumerate(self.table.columns):
            if column.key in lists and self.table.key in ("ledger", "check"):
                self._set_list(at, column, lists[column.key])
            if column.key == KEY:
                self._guard(at, column)
            for word, colour in colours.get(column.key, ()):
                style = self.styles.light(colour)
                rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": style}
                self.sheet.conditional_format(_FIRST_ROW, at, self.last, at, rule)

    def _set_list(self, at: int, column: Column, choices: Sequence[str]) -> None:
        """A drop-down; what was done about a finding may be said in other words too."""
        is_free = column.key == "handling"
        rule = {
            "validate": "list",
            "source": list(choices),
            "error_title": column.header,
            "error_message": self.words.say("handling.help" if is_free else "status.help"),
            "error_type": "information" if is_free else "stop",
        }
        self.sheet.data_validation(_FIRST_ROW, at, self.last, at, rule)

    def _guard(self, at: int, column: Column) -> None:
        """Nobody types over a key: what is read back is matched by it."""
        told = {"error_title": column.header, "error_message": self.words.say("key.help")}
        rule = {"validate": "custom", "value": "=FALSE", "input_title": column.header, "ignore_blank": True}
        rule |= {"input_message": self.words.say("key.help"), **told}
        self.sheet.data_validation(_FIRST_ROW, at, self.last, at, rule)

    def _set_view(self) -> None:
        sheet = self.sheet
        keys = [column.key for column in self.table.columns]
        beside = keys.index("task") + 1 if "task" in keys[:3] else 1 if keys[0] in ("number", "id") else 0
        sheet.freeze_panes(_FIRST_ROW, beside)
        sheet.hide_gridlines(2)
        if self.table.key != "about" and self.table.rows:
            sheet.autofilter(_HEADER_ROW, 0, self.last, self.right)
        if self.has_levels:
            sheet.outline_settings(True, False, False, False)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{max(self.last, _FIRST_ROW) + 1}"})

    def _set_print(self) -> None:
        sheet = self.sheet
        sheet.set_paper(_A3 if self._needs_a3() else _A4)
        sheet.set_landscape()
        sheet.set_margins(left=0.25, right=0.25, top=0.4, bottom=0.5)
        sheet.center_horizontally()
        sheet.repeat_rows(_HEADER_ROW)
        sheet.print_area(_HEAD_ROW, 0, max(self.last, _HEADER_ROW), self._printed())
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f'&C&"{_SIMSUN}"&9{self.words.say("page")}')

    def _needs_a3(self) -> bool:
        """Whether the sheet is printed on A3: by the settings where it is the ledger, else where A4 makes it small."""
        if self.table.key == "ledger":
            return self.settings.paper is Paper.A3
        return sum(self.widths[: self._printed() + 1]) > _A4_ROOM

    def _printed(self) -> int:
        """The last column printed: at the right end a sentence repeats what stands on the left, a trace is for few."""
        keys = [column.key for column in self.table.columns]
        right = self.right - 1 if keys[-1] == KEY else self.right
        is_repeat = keys[right] == "source" and not {"task", "result"}.isdisjoint(keys)
        return right - 1 if is_repeat or keys[right] == "trace" else right


def _widths(table: Table) -> Iterator[float]:
    """The widths of the columns; those of ``FITTED`` grow to their longest line within their limit."""
    for at, column in enumerate(table.columns):
        most = FITTED.get(column.key, column.width)
        texts = (_as_text(row.cells[at]) for row in table.rows)
        lines = (part for text in texts for part in split_parts(column.key, text))
        needed = max((length_of(line) for line in lines), default=0) + 1.5
        header = max((length_of(word) for word in break_header(column.header, table.key).split()), default=0) + 0.6
        yield max(column.width, min(needed, most), header)


def _merge(sheet: Any, row: int, right: int, text: str, style: Any) -> None:
    if right > 0:
        sheet.merge_range(row, 0, row, right, text, style)
    else:
        sheet.write_string(row, 0, text, style)


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Marked):
        return cell.text
    if isinstance(cell, tuple):
        return "\n".join(cell)
    return cell if isinstance(cell, str) else show_number(cell)


def _as_float(value: int | Decimal) -> float | None:
    """``value`` as a spreadsheet keeps it; None where it would lose a digit."""
    number = float(value)
    return number if Decimal(repr(number)) == value else None


def _coloured(words: Words) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """The words that are coloured in a column, each with its colour."""
    red, _, muted = SEVERITY_COLOURS.values()
    bad = ((words.say(f"outcome.{key}"), red) for key in ("missed", "lower", "beyond"))
    faint = ((words.say(f"outcome.{key}"), muted) for key in ("otherwise", "untold"))
    return {
        "severity": tuple((words.name(severity), colour) for severity, colour in SEVERITY_COLOURS.items()),
        "outcome": (*bad, *faint),
    }
