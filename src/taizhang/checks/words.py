"""Words and lines, as the checks of the text need them.

What enters is a text, what leaves are spans of it or words for a message. Of ``建成公路。改造农副食品加`` the last
clause is 改造农副食品加.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from taizhang.engine.model import Report, RestoredText, Span

CLAUSE_MARK = re.compile(r"[，,。；;：:！!？?、\n]")


def restored_of(report: Report) -> RestoredText:
    """The restored text of a report, with the way back to its source."""
    return RestoredText.from_pieces(report.source.text, report.restoration.pieces)


def read_lines(text: str) -> Iterator[Span]:
    """The lines of a text that hold something, without white space at their ends."""
    for match in re.finditer(r"[^\s][^\n]*", text):
        yield Span(match.start(), match.start() + len(match[0].rstrip()))


def line_at(text: str, at: int) -> Span | None:
    """The line that begins at or after an offset; None at the end of the text."""
    match = re.compile(r"[^\s][^\n]{0,39}").search(text, at)
    return Span(*match.span()) if match else None


def line_after(text: str, at: int) -> Span:
    """As ``line_at``, empty at the end of the text."""
    return line_at(text, at) or Span(at, at)


def is_line_end(text: str, at: int) -> bool:
    """Whether nothing but blanks stands between an offset and the end of its line."""
    return text[at : at + 40].lstrip(" \u3000\t")[:1] in ("", "\n")


def last_clause(text: str, start: int, end: int) -> Span:
    """The last clause of ``text[start:end]``."""
    marks = [m.end() for m in CLAUSE_MARK.finditer(text, max(start, end - 40), end - 1)]
    return Span(max([*marks, start, end - 40]), end)


def abridge(words: str, longest: int = 14) -> str:
    """The words, or their beginning where they are long, on one line."""
    line = re.sub(r"\s+", "", words)
    return line if len(line) <= longest else line[: longest - 1] + "…"


def opening_of(report: Report) -> tuple[Span, ...]:
    """The first line that holds something."""
    restored = restored_of(report)
    line = next(read_lines(restored.text), None)
    return (restored.to_source(*line),) if line else (Span(0, len(report.source.text)),)
