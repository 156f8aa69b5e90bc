"""Words marked in their sentence: what enters is a report and spans, what leaves is lines with carets under the words.

Of the span of ``5%`` in ``增长5%以上。`` two lines come: the sentence, and below it ``    ^^``. A long sentence is
broken into lines, each with its own carets; far from the words it is cut with ``…``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from taizhang.cli.display import cut, width
from taizhang.engine.explain import place_of
from taizhang.engine.model import Report, Span

_AROUND = 120
"""Characters shown at most before and after marked words."""


def mark_words(report: Report, spans: Sequence[Span], columns: int, marks_whole: bool = True) -> Iterator[str]:
    """The sentences that hold ``spans``, broken to ``columns``, carets under the words; ``spans`` in any order.

    Where the words are the whole sentence, carets say nothing; they are left out unless ``marks_whole``.
    """
    text = report.source.text
    for window, marked in _windows(report, sorted(spans)):
        is_whole = len(marked) == 1 and text[slice(*marked[0])].strip() == text[slice(*window)].strip()
        yield from _mark(text, window, [] if is_whole and not marks_whole else marked, columns)


def _windows(report: Report, spans: Sequence[Span]) -> Iterator[tuple[Span, list[Span]]]:
    """Stretches of the source to show, each with the spans in it; those that touch are one."""
    window: Span | None = None
    marked: list[Span] = []
    for span in spans:
        sentence = place_of(report, span.start, span.end).sentence
        start, end = max(sentence.start, span.start - _AROUND), min(sentence.end, span.end + _AROUND)
        if window and start <= window.end:
            window = Span(window.start, max(window.end, end))
            marked.append(span)
            continue
        if window:
            yield window, marked
        window, marked = Span(start, end), [span]
    if window:
        yield window, marked


def _mark(text: str, window: Span, marked: Sequence[Span], columns: int) -> Iterator[str]:
    start = window.start
    for line in cut(text[window.start : window.end], columns):
        yield line.replace("\n", " ").replace("\t", " ").rstrip()
        carets = "".join(
            ("^" if any(span.start <= at < span.end for span in marked) else " ") * width(character)
            for at, character in enumerate(line, start)
        )
        if carets.strip():
            yield carets.rstrip()
        start += len(line)
