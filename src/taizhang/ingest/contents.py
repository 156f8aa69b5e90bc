"""Tables of contents that were typed or printed: what enters are lines, what leaves is which of them are entries.

``目　录``, ``一、过去一年工作回顾……1`` and ``二、今年主要任务……4`` tell where the parts of a report stand and are no
parts of it: read as headings they would make every part stand twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from taizhang.engine.model import Span
from taizhang.engine.restore.lines import is_heading

_TITLE = re.compile(r"[\s【\[]*目\s*[录次]\s*[】\]]?\s*")
_PAGE = r"\s*+[(（\-—–]{0,2}\s*+(?:\d{1,3}|[ivx]{1,5})\s*+[)）\-—–]{0,2}\s*+"
_LED = re.compile(rf"(?<=\w.)\s*+(?:(?:[.．·•∙‧]\s?+){{4,}}+|…{{2,}}+|[-—_]{{6,}}+){_PAGE}$")
_SPACED = re.compile(rf"(?<=\w[^\d\s,，.、])[\t \u3000]++{_PAGE}$")
_BARE_NUMBER = re.compile(_PAGE)
_LEADERS = re.compile(rf"[\s.．·•∙‧…_—-]*(?:{_PAGE})?$")
_FEWEST = 3
_FEWEST_TITLED = 2
_LONGEST = 120


def find_contents(lines: Sequence[str]) -> frozenset[int]:
    """The indices of the lines of tables of contents, their title 目录 among them.

    >>> sorted(find_contents(["目 录", "一、过去一年工作回顾……1", "二、今年主要任务……4", "各位代表："]))
    [0, 1, 2]
    """
    found: set[int] = set()
    at = 0
    while at < len(lines):
        end = at + 1
        if len(lines[at]) <= _LONGEST:
            end = _end_of(lines, at)
            found.update(range(at, end))
        at = max(end, at + 1)
    return frozenset(found)


def find_contents_in(text: str) -> tuple[Span, ...]:
    r"""The spans of a text that are tables of contents, each from its first line to its last.

    >>> text = "目录\n一、工作回顾……1\n二、主要任务……4\n各位代表：\n"
    >>> [text[start:end] for start, end in find_contents_in(text)]
    ['目录\n一、工作回顾……1\n二、主要任务……4']
    """
    lines = text.split("\n")
    found = find_contents(lines)
    spans: list[Span] = []
    at = 0
    for number, line in enumerate(lines if found else ()):
        if number in found:
            start = spans.pop().start if number - 1 in found and spans else at
            spans.append(Span(start, at + len(line)))
        at += len(line) + 1
    return tuple(spans)


def _end_of(lines: Sequence[str], at: int) -> int:
    """Where the table that begins at a line ends; ``at`` where none begins there."""
    is_titled = bool(_TITLE.fullmatch(lines[at]))
    start = at + 1 if is_titled else at
    if not is_titled and not _is_led(lines[at]):
        return at
    end, entries = _follow(lines, start, _is_entry if is_titled else _is_led)
    if is_titled and not entries:
        end, entries = _follow_headings(lines, start)
    return end if entries >= (_FEWEST_TITLED if is_titled else _FEWEST) else at


def _follow(lines: Sequence[str], at: int, is_entry: Callable[[str], bool]) -> tuple[int, int]:
    """Where entries end, and how many there are; blank lines, page numbers and broken entries may be among them."""
    end, entries = at, 0
    while at < len(lines):
        if is_entry(lines[at]):
            entries += 1
            end = at + 1
        elif not (_is_between(lines[at]) or (_is_begun(lines[at]) and at + 1 < len(lines) and is_entry(lines[at + 1]))):
            break
        at += 1
    return end, entries


def _follow_headings(lines: Sequence[str], at: int) -> tuple[int, int]:
    """Where entries without page numbers end: at the first of them that stands there anew, as a heading."""
    while at < len(lines) and not lines[at].strip():
        at += 1
    first = _fold(lines[at]) if at < len(lines) else ""
    end, entries = at, 0
    while end < len(lines) and (not lines[end].strip() or _is_begun(lines[end])):
        if entries and _fold(lines[end]) == first:
            return end, entries
        entries += bool(lines[end].strip())
        end += 1
    rest = (_fold(line) for line in lines[end : end + 20])
    return (end, entries) if entries and first in rest else (at, 0)


def _is_led(line: str) -> bool:
    return len(line) <= _LONGEST and _LED.search(line) is not None


def _is_entry(line: str) -> bool:
    """Whether a line under 目录 is an entry: dots or a gap lead to a page number."""
    return len(line) <= _LONGEST and (_is_led(line) or _SPACED.search(line) is not None)


def _is_between(line: str) -> bool:
    return not line.strip() or _BARE_NUMBER.fullmatch(line) is not None


def _is_begun(line: str) -> bool:
    """Whether a line may be an entry, or the first line of one: a heading and no sentence."""
    return len(line) <= _LONGEST // 2 and is_heading(line.strip()) and line.rstrip()[-1:] not in "。；：:"


def _fold(line: str) -> str:
    return "".join(_LEADERS.sub("", line).split())
