r"""Find what a page or a web site adds to a report, and the marks of page turns.

What enters is a text and where its files begin and end; what leaves are spans, sorted and apart from each other. Of
``（上接第2版）全年新建公路20公里。`` the first seven code points are furniture, and a page turn from page 2. Marks of
no width are furniture wherever they stand. Words come from ``rules/furniture.toml``. Headings, lists, notes and
glossaries are never furniture: where in doubt, text is kept.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from taizhang import rules
from taizhang.engine.model import PageTurn, Span

LONGEST_LINE = 80
"""Longer lines are text, whatever they begin with."""

_FOOTER_LONGEST = 1500
_FOOTER_LINE = 300
_NUMERALS = {c: i for i, c in enumerate("一二三四五六七八九", 1)}
_FRONT = re.compile(
    r"\s*---[ \t]*\n(?:[ \t]*(?:[\w-]+[ \t]*[:：].*|-[ \t].*|[ \t]+\S.*|#.*)?\n){1,60}?---[ \t]*(?:\n|\Z)"
)
_PAGE = re.compile(
    r"第\s*\d{1,3}\s*页(?:\s*[,，/／|]?\s*共\s*\d{1,3}\s*页)?|[-—–―－~·•]+\s*\d{1,3}\s*[-—–―－~·•]+"
    r"|\d{1,3}\s*[/／]\s*\d{1,3}|[Pp]age\s+\d+(?:\s+of\s+\d+)?|[—–－_=*-]{3,}|[*](?:\s*[*]){2,}"
)
_BARE_NUMBER = re.compile(r"\d{1,3}")
_NO_WIDTH = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_INVISIBLE = re.compile(f"[{_NO_WIDTH}]+")
"""Marks of no width that web pages and editors leave: they say where a line may break or which way it runs."""

_LINK = re.compile(r"!?\[[^\[\]\n]*\]\([^()\n]*\)|https?://[^\s，。；、）)]+|www\.[\w./-]+")
_HAN_WORD = re.compile(r"[\u4e00-\u9fff]{2}")
_HEADING = re.compile(r"[#*\s]*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])")
_TRIM = " \t\r\u3000\u00a0*#>_"


class Furniture(NamedTuple):
    """Spans of furniture, sorted, none touching another, and the page turns among them."""

    spans: tuple[Span, ...]
    turns: tuple[PageTurn, ...]


class _Words(NamedTuple):
    starts: re.Pattern[str]
    inline: re.Pattern[str]
    opening: re.Pattern[str]
    lines: frozenset[str]
    footer: re.Pattern[str]
    outlet: re.Pattern[str]
    directions: dict[str, str]


@cache
def _words() -> _Words:
    """The rows of the table as patterns, made once."""
    table = rules.load("furniture")

    def listed(where: str) -> str:
        words = [w for row in table if row["where"] == where for w in row["words"]]
        return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))

    page = r"第?\s*(?:[A-Za-z]?\d{1,3}|[一二三四五六七八九十]{1,3})(?:\s*[、,，—-]\s*[A-Za-z]?\d{1,3})*\s*[版页]"
    turn = listed("turn")
    brackets = rf"[（(【\[]\s*(?:{turn})\s*(?:{page}[^（）()\n]{{0,15}})?\s*[)）】\]]"
    starts = {w[0] for row in table if row["where"] == "turn" for w in row["words"]}
    return _Words(
        re.compile("[" + re.escape("（(【[<&!" + "".join(sorted(starts))) + "]"),
        re.compile(
            rf"(?P<turn>{brackets}|(?:{turn})\s*{page})|(?P<note><!--(?:[^<-]|-(?!->)|<(?!!--))*+-->|!\[[^\]\n]*\]\([^)\n]*\)"
            rf"|</?(?:{listed('tag')})(?:\s[^<>\n]*)?/?>|&nbsp;"
            rf"|[（(【]\s*(?:{listed('opening')})\s*[:：][^（）()【】\n]{{1,40}}[)）】])"
        ),
        re.compile(rf"[（(【\[]?(?:{listed('opening')})\s*[:：]"),
        frozenset(w for row in table if row["where"] == "line" for w in row["words"]),
        re.compile(rf"^[{re.escape(_TRIM)}]*(?:{listed('footer')})", re.MULTILINE),
        re.compile(
            rf"[（(](?!本|以下)[^（）()。，；\n]{{0,18}}(?:{listed('outlet')})[^（）()。，；\n]{{0,12}}[)）](?=\s*\Z)"
        ),
        {w: row["direction"] for row in table if row["where"] == "turn" for w in row["words"]},
    )


def find_furniture(text: str, files: tuple[Span, ...] = (), asides: tuple[Span, ...] = ()) -> Furniture:
    r"""All furniture of ``text``, with the ``asides`` that the layout of its page told.

    ``files`` are the spans of the files it was read from; none means one file.

    >>> find_furniture("（上接第2版）新建公路。\n- 3 -\n").spans
    (Span(start=0, end=7), Span(start=13, end=18))
    """
    marks = list(_find_inline(text))
    turns = tuple(_read_turn(mark) for mark in marks if mark["turn"])
    found = [*asides, *(Span(*mark.span()) for mark in marks), *find_invisible(text)]
    for file in files or (Span(0, len(text)),):
        found += _find_edges(text, file)
    lines = list(_short_lines(text))
    found += [span for span in lines if _is_furniture(text[span.start : span.end])]
    found += _find_page_numbers(text, lines)
    found += _find_running_heads(text, lines, turns)
    return Furniture(_merge(found), turns)


def find_invisible(text: str) -> Iterator[Span]:
    r"""The runs of marks that no reader sees (U+00AD, U+200B to U+200F, U+2060, U+FEFF).

    >>> list(find_invisible("新建20\u200b公里"))
    [Span(start=4, end=5)]
    """
    is_any = any(mark in text for mark in _NO_WIDTH)
    return (Span(*mark.span()) for mark in _INVISIBLE.finditer(text)) if is_any else iter(())


def _find_inline(text: str) -> Iterator[re.Match[str]]:
    """The matches of the pattern of marks in lines, looked for only where a character stands that one begins with."""
    words, end = _words(), 0
    for start in words.starts.finditer(text):
        match = words.inline.match(text, start.start()) if start.start() >= end else None
        if match:
            end = match.end()
            yield match


def _read_turn(mark: re.Match[str]) -> PageTurn:
    directions = _words().directions
    opener = next(word for word in directions if word in mark[0])
    return PageTurn(Span(*mark.span()), directions[opener], _read_page(mark[0]))


def _read_page(mark: str) -> int | None:
    """The first page number of a mark: 4 of 第4版 and A4版, 12 of 第十二版; None where there is none."""
    digits = re.search(r"\d+", mark)
    if digits:
        return int(digits[0])
    numeral = re.search(r"([一二三四五六七八九])?(十)?([一二三四五六七八九])?\s*[版页]", mark)
    if not numeral or not any(numeral.groups()):
        return None
    tens, ten, ones = numeral.groups()
    if not ten:
        return _NUMERALS[tens or ones]
    return _NUMERALS.get(tens, 1) * 10 + _NUMERALS.get(ones, 0)


def _find_edges(text: str, file: Span) -> list[Span]:
    """Front matter, licence footer and the outlet's name of one file."""
    found: list[Span] = []
    start, end = file
    body = text[start:end]
    front = _FRONT.match(body)
    if front and (":" in front[0] or "：" in front[0]):
        lead = len(front[0]) - len(front[0].lstrip())
        found.append(Span(start + lead, start + len(front[0].rstrip())))
    tail = max(0, len(body) - _FOOTER_LONGEST)
    footer = _words().footer.search(body, tail) if len(body) > _FOOTER_LONGEST else None
    if footer and _is_footer(body[footer.start() :]):
        found.append(Span(start + footer.start(), start + len(body.rstrip())))
        body = body[: footer.start()]
    outlet = _words().outlet.search(body, max(0, len(body.rstrip()) - 60))
    if outlet:
        found.append(Span(start + outlet.start(), start + outlet.end()))
    return found


def _is_footer(rest: str) -> bool:
    """No paragraph of the report's own and no heading may stand below the line that opens a footer."""
    return not any(len(line) > _FOOTER_LINE or _HEADING.match(line) for line in rest.split("\n"))


def _short_lines(text: str) -> Iterator[Span]:
    """The lines of at most ``LONGEST_LINE`` code points, white space and Markdown marks at their ends left out."""
    at = 0
    for line in text.split("\n"):
        if 0 < len(line) <= LONGEST_LINE:
            body = line.strip(_TRIM) or line.strip()
            if body:
                first = at + line.find(body)
                yield Span(first, first + len(body))
        at += len(line) + 1


def _is_furniture(line: str) -> bool:
    words = _words()
    if line in words.lines or _PAGE.fullmatch(line):
        return True
    if words.opening.match(line) and not re.search("[。；！]$", line):
        return True
    return ("](" in line or "://" in line or "www." in line) and _is_links(line)


def _is_links(line: str) -> bool:
    """Whether a line holds links and next to nothing else."""
    rest, links = _LINK.subn(" ", line)
    return links > 0 and not _HAN_WORD.search(rest)


def _find_page_numbers(text: str, lines: list[Span]) -> list[Span]:
    """Lines that are a bare number: page numbers where at least three of them count up by one."""
    bare = [s for s in lines if s.end - s.start <= 3 and _BARE_NUMBER.fullmatch(text[s.start : s.end])]
    numbers = [int(text[s.start : s.end]) for s in bare]
    counts_up = len(bare) >= 3 and all(b == a + 1 for a, b in itertools.pairwise(numbers))
    return bare if counts_up else []


def _find_running_heads(text: str, lines: list[Span], turns: tuple[PageTurn, ...]) -> list[Span]:
    """The short line that stands alone between 下转 and 上接: the title printed again over the next page."""
    found: list[Span] = []
    for before, after in itertools.pairwise(turns):
        gap = after.span.start - before.span.end
        if (before.direction, after.direction) != ("to", "from") or not 0 < gap <= LONGEST_LINE:
            continue
        between = text[before.span.end : after.span.start].strip()
        if between and "\n" not in between and len(between) <= 20 and not re.search("[。，；]", between):
            found += [s for s in lines if before.span.end <= s.start and s.end <= after.span.start]
    return found


def _merge(spans: list[Span]) -> tuple[Span, ...]:
    """``spans`` sorted, those that touch or overlap made one, empty ones left out."""
    merged: list[Span] = []
    for start, end in sorted(s for s in spans if s.end > s.start):
        if merged and start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(end, merged[-1].end))
        else:
            merged.append(Span(start, end))
    return tuple(merged)
