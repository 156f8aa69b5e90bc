"""Check that a list is as long as the sentence before it announces.

What enters is a finished ``Report``; what leaves are findings T005. Of ``抓好以下八方面工作：`` with (一) to (三)
below it, and ``（下转第4版）`` below these, comes ``T005 提示``: 4 to 8 stand on another page. Counts that a sentence
tells of another document (从8个方面明确了) announce nothing, for no list follows them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from taizhang.checks.words import abridge, line_at, restored_of
from taizhang.engine.model import Finding, PageTurn, Report, RestoredText, Severity, Span

_NUMERAL = "一二三四五六七八九十"
_ANNOUNCED = re.compile(
    r"[以下如在抓做办干落把实推完](?:(?<=[以如])下|(?<=下)列|(?<=在)"
    r"|(?:(?<=[抓做办干])|(?<=落)实|(?<=把)握|(?<=实)施|(?<=推)进|(?<=完)成)(?:好|了|住|成)?)"
    rf"(?P<n>[{_NUMERAL}]{{1,3}}|\d{{1,2}})"
    r"(?:个方面|大方面|方面|项|大|点|个|(?<=[下列]..)件|(?<=[下列].)件)[^。！？；：，,;:“”\n]{0,12}[。：:]?[*\s]*"
    r"(?=(?P<first>[（(]一[）)]|一、|一是|1[、.．](?!\d)|第一[，、]))"
)
_NUMERALS = f"(?P<n>[{_NUMERAL}][{_NUMERAL}]{{0,2}})"  # so written, the first character alone is looked for
_IN_DIGITS = r"1[、.．]"
_STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (r"[（(]一[）)]", re.compile(rf"[（(]{_NUMERALS}[）)]")),
    (r"一、", re.compile(rf"{_NUMERALS}、")),
    (r"一是", re.compile(rf"{_NUMERALS}是")),
    (_IN_DIGITS, re.compile(r"(?P<n>\d\d{0,2})[、.．](?!\d)")),
    (r"第一[，、]", re.compile(rf"第{_NUMERALS}[，、]")),
)

_BEFORE_ENTRY = frozenset("。；;，,！!：:*#”）")


class _List(NamedTuple):
    """An announcement and the list below it: where its entries stand, and how far it may run. Restored offsets."""

    announced: int
    span: Span
    entries: dict[int, Span]
    limit: int


def check_announced(report: Report) -> Iterator[Finding]:
    """T005 预告的条目不全: fewer entries stand below than 以下八个方面 announces, or one is left out between others.

    A notice where the page goes on elsewhere, else a question. The main span is what stands directly after the gap.
    """
    restored = restored_of(report)
    for found in _find_lists(restored.text):
        numbers = sorted(found.entries)
        last = numbers[-1]
        announced = restored.to_source(*found.span)
        for number in range(2, last):
            if number not in found.entries:
                after = found.entries[min(n for n in numbers if n > number)]
                yield _report_gap(restored, found, number, after)
        if last > found.announced:
            message = f"“{abridge(report.words(announced), 20)}”预告{found.announced}项，实列{last}项，请核对。"
            yield Finding("T005", Severity.QUESTION, message, (restored.to_source(*found.entries[last]), announced))
        if last >= found.announced:
            continue
        end = restored.to_source(*found.entries[last]).start
        turn = next((t for t in report.restoration.page_turns if t.direction == "to" and t.span.start > end), None)
        is_elsewhere = turn is not None and _is_within(restored, turn, found.limit)
        missing = _range(last + 1, found.announced)
        words = abridge(report.words(announced), 20)
        message = f"“{words}”预告{found.announced}项，本文只见第{_range(1, last)}项，缺第{missing}项"
        if turn is not None and is_elsewhere:
            message += f"；版面标有“{report.words(turn.span)}”，其余应在他版。"
            yield Finding("T005", Severity.NOTICE, message, (turn.span, announced))
        else:
            below = line_at(restored.text, found.limit)
            spans = (restored.to_source(*below), announced) if below else (announced,)
            yield Finding("T005", Severity.QUESTION, message + "，请核对。", spans)


def _report_gap(restored: RestoredText, found: _List, number: int, after: Span) -> Finding:
    words = abridge(restored.text[slice(*found.span)], 20)
    message = f"“{words}”之下缺第{number}项，请核对是漏排还是编号有误。"
    return Finding("T005", Severity.QUESTION, message, (restored.to_source(*after), restored.to_source(*found.span)))


def _find_lists(text: str) -> Iterator[_List]:
    """The announcements of a text that a numbered list follows directly, with its entries as far as they go."""
    stops: dict[str, list[list[int]]] = {}
    marks: dict[str, dict[str, list[Span]]] = {}
    for match in _ANNOUNCED.finditer(text):
        announced = _read_numeral(match["n"])
        first, pattern = next((f, p) for f, p in _STYLES if re.match(f, match["first"]))
        if first not in stops:
            stops[first] = _find_stops(text, first)
            marks[first] = _find_entries(text, pattern)
        start = match.start("first")
        limit = min(_first_after(starts, start + 2, len(text)) for starts in stops[first])
        entries = {1: Span(start, start + len(match["first"]))}
        at = start
        for number in range(2, announced + 2):
            places = marks[first].get(str(number) if first == _IN_DIGITS else _write_numeral(number), [])
            place = bisect_left(places, Span(at, at))
            if place < len(places) and places[place].end <= limit:
                entries[number] = places[place]
                at = entries[number].end
        if announced >= 2:
            yield _List(announced, Span(match.start(), len(text[: match.start("first")].rstrip())), entries, limit)


def _find_entries(text: str, pattern: re.Pattern[str]) -> dict[str, list[Span]]:
    """Where the number of an entry stands, by its numeral: at the beginning, behind a mark, or behind white space."""
    found: dict[str, list[Span]] = {}
    for match in pattern.finditer(text):
        before = text[max(match.start() - 1, 0) : match.start()]
        if not before or before in _BEFORE_ENTRY or before.isspace():
            found.setdefault(match["n"], []).append(Span(*match.span()))
    return found


def _find_stops(text: str, first: str) -> list[list[int]]:
    """Where a list of a style must end: at the next list of its style, at the next heading 一、 above it."""
    lines = [0, *(m.end() for m in re.finditer("\n", text))]
    if first == "一是":
        stops = (
            [[m.start() for m in re.finditer(r"[。：:]\s*一是|^\s*一是", text, re.MULTILINE)]]
            if "一是" in text
            else [[]]
        )
    else:
        stops = [_find_heads(text, lines, first)]
    return stops if first == "一、" else [*stops, _find_heads(text, lines, f"[{_NUMERAL}]{{1,3}}、")]


def _find_heads(text: str, lines: list[int], head: str) -> list[int]:
    """The lines that open with a pattern, signs of Markdown and blanks aside."""
    match = re.compile(rf"(?:[^\S\n]|[*#])*(?:{head})").match
    return [at for at in lines if match(text, at)]


def _first_after(starts: list[int], at: int, default: int) -> int:
    place = bisect_left(starts, at)
    return starts[place] if place < len(starts) else default


def _is_within(restored: RestoredText, turn: PageTurn, limit: int) -> bool:
    """Whether a page turn stands before the place in the restored text where a list must end."""
    return limit >= len(restored.text) or turn.span.start <= restored.to_source(limit, limit + 1).start


def _read_numeral(words: str) -> int:
    """2 for 二, 12 for 十二, 20 for 二十; digits as they are; 0 where it is none."""
    if words.isdigit():
        return int(words)
    tens, ten, ones = words.rpartition("十")
    value = {c: i for i, c in enumerate(_NUMERAL, 1)}
    if not ten:
        return value[words] if len(words) == 1 else 0
    return (value.get(tens, 0) if tens else 1) * 10 + value.get(ones, 0)


def _write_numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    digits = " " + _NUMERAL
    return (digits[tens] if tens > 1 else "") + ("十" if tens else "") + (digits[ones] if ones else "")


def _range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}至{last}"
