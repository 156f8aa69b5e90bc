r"""Lines written out as one text: what enters is a layout, what leaves are the text, its boxes and its asides.

A paragraph becomes a line of the text. What stands beside the report follows the paragraph that runs on past it: of
a paragraph that goes over a page, the page number comes behind it, not in its middle.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from taizhang.engine.model import Box, Span
from taizhang.ingest.pdf.glyphs import Rectangle, Sheet
from taizhang.ingest.pdf.layout import Layout
from taizhang.ingest.pdf.paragraphs import Setting, join_paragraphs

Written = tuple[str, tuple[Box, ...], tuple[Span, ...]]


def write_text(layout: Layout, sheets: Sequence[Sheet]) -> Written:
    """The text of a layout, a box for each printed line, and the spans of what is not the report's."""
    writer = _Writer(sheets)
    waiting = [(page, list(runs)) for page, runs in groupby(layout.asides, key=lambda run: run[0].page)]
    for paragraph in join_paragraphs(layout.lines):
        while waiting and waiting[0][0] < paragraph[0].page:
            writer.write_asides(waiting.pop(0)[1])
        writer.write_paragraph(paragraph)
    for _, runs in waiting:
        writer.write_asides(runs)
    return "".join(writer.parts), tuple(writer.boxes), tuple(writer.asides)


class _Writer:
    """The text as far as it is written."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self._sheets = sheets
        self._at = 0
        self.parts: list[str] = []
        self.boxes: list[Box] = []
        self.asides: list[Span] = []

    def write_asides(self, runs: Sequence[Sequence[Setting]]) -> None:
        """What stands beside the report, each paragraph a line."""
        start = self._at
        for run in runs:
            for paragraph in join_paragraphs(run):
                self.write_paragraph(paragraph)
        self.asides.append(Span(start, self._at))

    def write_paragraph(self, paragraph: Sequence[Setting]) -> None:
        """Lines put together, and a line end."""
        before = ""
        for setting in paragraph:
            text = setting.line.text
            self._write(_blank_between(before, text))
            start = self._at
            self._write(text)
            self._add_box(Span(start, self._at), setting)
            before = text
        self._write("\n")

    def _write(self, text: str) -> None:
        if text:
            self.parts.append(text)
            self._at += len(text)

    def _add_box(self, span: Span, setting: Setting) -> None:
        line = setting.line
        sheet = self._sheets[setting.page - 1]
        box = sheet.to_page(Rectangle(line.left, line.top, line.right, line.bottom))
        self.boxes.append(Box(span, setting.page, *(round(edge, 2) for edge in box)))


def _blank_between(before: str, after: str) -> str:
    """The blank that a line end stands for: one between two Latin words, none beside an ideograph."""
    is_latin = all(c.isascii() and c.isalpha() for c in (before[-1:], after[:1]))
    return " " if before and is_latin else ""
