"""What the lines of a text look like: cut in mid-sentence, a heading, wrapped at a width.

What enters are words of a line, what leaves are booleans. ``农副食品加`` after a full sentence is cut;
``（二）农副食品加`` is a heading, and a heading is never joined to anything.
"""

from __future__ import annotations

import re
from typing import NamedTuple

SENTENCE_END = frozenset("。！？!?；;：:…")
OPEN_END = frozenset("，,、（(“‘《〈「『【")
"""Marks that a sentence cannot end with: it goes on."""

_CLOSERS = "”’」』）)》〉】\"'"
_LONG = 80
"""A line without any sentence end that is this long is no heading."""

_INNER_END = re.compile(r"[。！？；!?;]")
_HEADING = re.compile(
    r"[\s*#>]*(?:[（(]?[一二三四五六七八九十百]{1,4}[）)、．.]|第[一二三四五六七八九十百]+[章节部分条，、是]|[（(]?\d{1,2}[）)、．](?!\d)|\d{1,2}\.(?!\d)"
    r"|[—–―─-]{2}|[-*+•·●◆■◇□★▲]\s|#|\*\*|\||>|\[\^?\s?\d+\s?\]|[①-⑳]|注[：:]|附件|附[：:]|各位代表|[^\n，。]{2,10}[：:]$)"
)
_NUMBERED = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)、]")


class Line(NamedTuple):
    """A line without what is left out of it: its kept text, and where that stands in the source."""

    start: int
    end: int
    words: str


def is_heading(words: str) -> bool:
    """Whether a line opens like a heading, a list entry, a note, a table row or a form of address."""
    return _HEADING.match(words) is not None


def goes_on(words: str) -> bool:
    """Whether the end of ``words`` is a mark that no sentence ends with."""
    return words[-1:] in OPEN_END or (words[-1:] in ".．" and words[-2:-1].isdigit())


def is_cut(words: str) -> bool:
    """Whether a line stops in mid-sentence: no end mark, but a whole sentence before, or too long for a heading.

    >>> is_cut("完善种子研发体系。引进农副食品加"), is_cut("加快农副食品加工"), is_cut("建成公路20公里。")
    (True, False, False)
    """
    last = words.rstrip(_CLOSERS)[-1:]
    if not last or last in SENTENCE_END or words.endswith(("*", "|", ">", "—")) or words.startswith(("#", "|", ">")):
        return False
    if goes_on(words):
        return len(words) >= 20 or _INNER_END.search(words) is not None
    if last == "." or (words[-1] in _CLOSERS and words[-1] in "）)"):
        return False
    ends = [m.end() for m in _INNER_END.finditer(words)]
    if not ends:
        return len(words) >= _LONG and not is_heading(words)
    return not _NUMBERED.match(words[ends[-1] :].lstrip())


def width_of(words: str) -> int:
    """Columns that a line takes on a screen: two for an ideograph, one for a Latin letter."""
    return len(words) + sum(c > "\u2000" for c in words)
