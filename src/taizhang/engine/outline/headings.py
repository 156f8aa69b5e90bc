"""Find the headings of a paragraph: numbered ones, run-in ones, and 一是 … 二是 … inside it.

What enters is the restored text and a paragraph, what leaves are its headings. Of ``（一）扩大内需。新建商场2座。``
this is one of level 2; of ``1.改造小区98个。`` one that is an entry of a list and so content.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from taizhang.engine.model import Heading, Span
from taizhang.engine.outline.words import words_for

LONGEST_TITLE = 60
LONGEST_RUN_IN = 26
LONGEST_PART = 30
LONGEST_SUBHEADING = 16
SHORTEST_GLOSSARY = 4
_HAN = "一二三四五六七八九十"
_NUMBERED = re.compile(
    rf"[\s*#]*(?:(?P<part>第[{_HAN}]{{1,3}}(?:部分|章|篇))|(?P<one>[{_HAN}]{{1,3}})(?:、(?![{_HAN}]、)|．)"
    rf"|[（(](?P<two>[{_HAN}]{{1,3}})[）)]|(?P<three>\d{{1,2}})(?:[.．](?!\d)|、)|[（(\[［【](?P<round>\d{{1,2}})[）)\]］】]|(?P<circle>[①-⑳])"
    rf"|(?P<dash>——|—|--))[\s*、.．：:]*"
)
_ASIDE = re.compile(r"[（(][^（）()\n]*[）)]\s*$")
_LEVELS = {"part": 1, "one": 1, "two": 2, "three": 3, "round": 3, "circle": 3, "dash": 3}
_MARKDOWN = re.compile(r"\s*(#{1,6})\s+|\s*\*\*")
_LISTED = re.compile(rf"(?:^|(?<=[。；;：:！，,]))\s*(?P<number>[{_HAN}]{{1,2}}是|首先|其次|第[{_HAN}](?=[，,]))[，,]?")
_INLINE = re.compile(rf"[。！](\s*(?:[{_HAN}]{{1,3}}、(?![{_HAN}]、)|[（(][{_HAN}]{{1,3}}[）)]))(?=[^\n]{{2,60}})")
_TITLE_END = re.compile(r"[。！!？?：:；;]|\*\*")
_EXPLAINED = re.compile(r"[：:][^。\n]{0,30}(?:指|简称|即|包括|是)")
FIGURE = re.compile(r"[0-9０-９]")
EDGES = " \t\u3000*#。：:；;，,"


class Mark(NamedTuple):
    """A heading as seen, before roles and reach are known."""

    heading: Heading
    paragraph: Span


def find_marks(text: str, paragraph: Span) -> list[Mark]:
    """The headings of one paragraph: at its beginning, after a full stop, and 一是 … 二是 … inside."""
    body = text[paragraph.start : paragraph.end]
    heads = []
    first = _numbered(body, 0) or _run_in(body)
    if first:
        heads.append(first)
    if "、" in body or "）" in body or ")" in body:
        inline = (_numbered(body, m.start(1)) for m in _INLINE.finditer(body))
        heads += [h for h in inline if h and h.level < 3]
    heads += (
        [_listed(body, m) for m in _LISTED.finditer(body)] if "是" in body or "首先" in body or "第" in body else []
    )
    heads.sort(key=lambda h: h.span)
    shift = paragraph.start
    return [
        Mark(h._replace(span=Span(h.span.start + shift, h.span.end + shift)), paragraph)
        for i, h in enumerate(heads)
        if i == 0 or h.span.start >= heads[i - 1].span.end
    ]


def _numbered(body: str, start: int) -> Heading | None:
    """The numbered heading at ``start``; None where there is none or a dash leads in mere content."""
    match = _NUMBERED.match(body, start)
    if match is None or match.lastgroup is None:
        return None
    level = _LEVELS[match.lastgroup]
    end = _title_end(body, match.end())
    title = body[match.end() : end].strip(EDGES)
    if match.lastgroup == "dash" and (FIGURE.search(title) or len(title) > LONGEST_RUN_IN or "会议" in title):
        return None
    number = match[match.lastgroup]
    if match.lastgroup in ("two", "round"):
        at = match.start(match.lastgroup)
        number = body[at - 1 : match.end(match.lastgroup) + 1]
    begin = start + len(body[start:]) - len(body[start:].lstrip())
    is_entry = level == 3 and match.lastgroup != "dash" and _is_entry(title, body[end:])
    number = "" if match.lastgroup == "dash" else number
    return Heading(Span(begin, max(end, match.end())), number, title, level, is_entry)


def _is_entry(title: str, rest: str) -> bool:
    """Whether a numbered sentence is an entry of a list, and so content: it tells a figure, or is all there is.

    ``rest`` is what follows it, its stop first. A heading stands in a line of its own without a stop (1.扩大内需), or
    what it names follows it (1.扩大内需。新建商场2座。). Brackets behind it (（市教育局）) are no text.

    >>> _is_entry("改造小区98个", "。"), _is_entry("办好食堂", "。"), _is_entry("扩大内需", "")
    (True, True, False)
    """
    rest = _ASIDE.sub("", rest)
    return bool(title) and (bool(FIGURE.search(title)) or (bool(rest.strip()) and not rest.strip(EDGES)))


def _title_end(body: str, start: int) -> int:
    """Where the title that begins at ``start`` ends: its sentence, or its first clause if that is long."""
    stop = _TITLE_END.search(body, start)
    end = stop.start() if stop else len(body.rstrip())
    if end - start <= LONGEST_TITLE:
        return end
    comma = re.compile("[，,]").search(body, start)
    return min(comma.start() if comma else end, start + LONGEST_TITLE)


def _run_in(body: str) -> Heading | None:
    """A Markdown heading, or the short first sentence without figures that names what its paragraph unfolds."""
    mark = _MARKDOWN.match(body)
    start = mark.end() if mark else len(body) - len(body.lstrip())
    stop = _TITLE_END.search(body, start)
    end = stop.start() if stop else len(body.rstrip())
    title = body[start:end].strip(EDGES)
    if "\t" in title:  # a line of a table
        return None
    is_line = not body[end:].strip(EDGES) and len(title) <= LONGEST_PART and "，" not in title
    if is_line and title.endswith(words_for("part")):
        return Heading(Span(start, end), "", title, 1)
    if (
        not title
        or _LISTED.match(body, start)
        or title.startswith(words_for("speech"))
        or (stop and stop[0] in "！!？?")
    ):
        return None
    if mark and end - start <= LONGEST_TITLE:
        level = min(max(len(mark[1]) - 1, 1), 3) if mark[1] else 4
        return Heading(Span(start, end), "", title, level)
    is_short = 4 <= len(title) <= LONGEST_RUN_IN and title.count("，") + title.count(",") <= 1
    unfolds = stop is not None and stop[0] == "。" and len(body) - end > 12
    if is_short and unfolds and not FIGURE.search(title):
        return Heading(Span(start, end), "", title, 4)
    return None


def _listed(body: str, match: re.Match[str]) -> Heading:
    """The heading that 一是, 二是 … or 第一， begins: up to the end of its sentence or list member."""
    start = match.start("number")
    end = _title_end(body, match.end())
    follower = _LISTED.search(body, end)
    title = body[match.end() : end].strip(EDGES)
    is_entry = _is_entry(title, body[end : follower.start() if follower else len(body)])
    return Heading(Span(start, end), match["number"], title, 4, is_entry)


def settle_lists(text: str, marks: list[Mark]) -> list[Mark]:
    """The marks, each long or bare member of a numbered list an entry where most members are.

    A member that is short and has words behind it (``5.医疗卫生。新建医院2所。``) stays a heading. A list is a run of
    marks of the third level without one of the first or second between them.
    """
    settled = list(marks)
    numbered: list[int] = []
    for at, mark in enumerate([*marks, None]):
        if mark and mark.heading.level == 3 and mark.heading.number:
            numbered.append(at)
        elif mark is None or mark.heading.level < 3:
            if 2 * sum(marks[i].heading.is_entry for i in numbered) > len(numbered):
                for i in numbered:
                    settled[i] = _as_entry(text, marks[i])
            numbered = []
    return settled


def _as_entry(text: str, mark: Mark) -> Mark:
    heading = mark.heading
    is_bare = not text[heading.span.end : mark.paragraph.end].strip(EDGES)
    if heading.title and (is_bare or len(heading.title) > LONGEST_SUBHEADING):
        return mark._replace(heading=heading._replace(is_entry=True))
    return mark


def drop_titles(marks: list[Mark]) -> list[Mark]:
    """The marks without the title of the report itself, which stands before the first number."""
    first = next((i for i, m in enumerate(marks) if m.heading.number), len(marks))
    words = words_for("title")
    is_title = [i < first and any(w in m.heading.title for w in words) for i, m in enumerate(marks)]
    return [m for m, dropped in zip(marks, is_title, strict=True) if not dropped]


def glossary_start(text: str, marks: list[Mark]) -> int:
    """Where a list of terms explained (``16.“双城”战略：是指…``) begins that ends the text; -1 where there is none."""
    notes = [m for m in marks if m.heading.level == 3]
    explained = [bool(_EXPLAINED.match(text, m.heading.span.end)) or m.heading.title[:1] in "“《‘" for m in notes]
    while explained and not explained[0]:
        explained, notes = explained[1:], notes[1:]
    is_last = bool(notes) and not any(m.heading.level < 3 and m.heading.span > notes[0].heading.span for m in marks)
    is_list = is_last and len(notes) >= SHORTEST_GLOSSARY and sum(explained) > 0.7 * len(notes)
    return notes[0].paragraph.start if is_list else -1
