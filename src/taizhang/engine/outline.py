"""Find the headings of a report and the role of every part of it.

What enters is the restored text and its clauses; what leaves is a tuple of passages: a heading, its
role, and how far it holds. ``build_sections`` maps them back to the source. Of ``二、2032年重点工作`` this
makes ``Heading(number="二", title="2032年重点工作", level=1)`` with the role tasks (row ``heading.tasks`` of
``rules/outline.toml``), and of a paragraph ``今年的主要预期目标是：…`` below it a passage without number, role targets,
that ends with its paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from taizhang.engine.model import ENTRY, Clause, Heading, RestoredText, Role, Section, Span
from taizhang.rules import Row, load

LONGEST_TITLE = 60
LONGEST_RUN_IN = 26
LONGEST_SUBHEADING = 16
SHORTEST_PREAMBLE = 80
TENSE_REACH = 600
LONGEST_PART = 30
SHORTEST_GLOSSARY = 4
CLOSING_SHARE, CLOSING_LENGTH = 0.4, 500
"""How much of the text, or how many characters, a call and what follows it may take: a long glossary may follow."""

_HAN = "一二三四五六七八九十"
_PARAGRAPH = re.compile(r"[^\n]*[^\s][^\n]*")
_NUMBERED = re.compile(
    rf"[\s*#]*(?:(?P<part>第[{_HAN}]{{1,3}}(?:部分|章|篇))|(?P<one>[{_HAN}]{{1,3}})(?:、(?![{_HAN}]、)|．)"
    rf"|[（(](?P<two>[{_HAN}]{{1,3}})[）)]|(?P<three>\d{{1,2}})(?:[.．](?!\d)|、)|[（(\[［【](?P<round>\d{{1,2}})[）)\]］】]|(?P<circle>[①-⑳])"
    rf"|(?P<dash>——|—|--))[\s*、.．：:]*"
)
_LEVELS = {"part": 1, "one": 1, "two": 2, "three": 3, "round": 3, "circle": 3, "dash": 3}
_MARKDOWN = re.compile(r"\s*(#{1,6})\s+|\s*\*\*")
_LISTED = re.compile(rf"(?:^|(?<=[。；;：:！，,]))\s*(?P<number>[{_HAN}]{{1,2}}是|首先|其次|第[{_HAN}](?=[，,]))[，,]?")
_INLINE = re.compile(rf"(?<=[。！])\s*(?:[{_HAN}]{{1,3}}、(?![{_HAN}]、)|[（(][{_HAN}]{{1,3}}[）)])(?=[^\n]{{2,60}})")
_TITLE_END = re.compile(r"[。！!？?：:；;]|\*\*")
_LEAD_CLAUSE = re.compile(r"[\s*#]*([^，,。！!：:；;\n]*)")
_SENTENCE = re.compile(r"[^。！!？?\n]+[。！!？?]?")
_EXPLAINED = re.compile(r"[：:][^。\n]{0,30}(?:指|简称|即|包括|是)")
_FIGURE = re.compile(r"[0-9０-９]")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
_EDGES = " \t\u3000*#。：:；;，,"


class Passage(NamedTuple):
    """A heading with its role and reach. Offsets index the restored text.

    ``parent`` is the index of the passage that this one stands in, -1 at the top. A passage without number may be a
    run-in heading (level 4) or a paragraph whose words tell a role of its own (targets, problems, closing).
    ``is_entry`` where the number is that of a list's entry, which is content: a numbered line, or a member of a run
    一是 … 二是 … that tells figures.
    """

    heading: Heading
    role: Role
    parent: int
    span: Span
    is_entry: bool = False


class _Mark(NamedTuple):
    """A heading as seen, before roles and reach are known."""

    heading: Heading
    paragraph: Span


def read_outline(text: str, year: int | None = None) -> tuple[Passage, ...]:
    r"""The passages of a restored text, in order; ``year`` is the report's own, None where unknown.

    What stands before the first heading is a passage of level 1 without number or title if it has some length.

    >>> text = "一、2031年工作回顾\n建成公路20公里。\n二、2032年重点工作\n（一）扩大内需。新建商场2座。\n"
    >>> [(p.heading.number, p.heading.level, str(p.role)) for p in read_outline(text, 2032)]
    [('一', 1, 'review'), ('二', 1, 'tasks'), ('（一）', 2, 'tasks')]
    """
    paragraphs = [Span(*m.span()) for m in _PARAGRAPH.finditer(text)]
    marks = [mark for paragraph in paragraphs for mark in _find_marks(text, paragraph)]
    marks = _drop_titles(marks)
    return _Tree(text, year, paragraphs, marks).build()


def build_sections(passages: Sequence[Passage], restored: RestoredText) -> tuple[Section, ...]:
    """The passages as sections ``s0``, ``s1`` …, in order, with spans of the source (hulls)."""
    return tuple(
        Section(
            id=f"s{i}",
            number=p.heading.number,
            title=p.heading.title,
            role=p.role,
            level=p.heading.level,
            parent=f"s{p.parent}" if p.parent >= 0 else None,
            span=restored.to_source(p.span.start, p.span.end),
        )
        for i, p in enumerate(passages)
    )


def place_clauses(passages: Sequence[Passage], clauses: Iterable[Clause]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    r"""For each clause: the index of its innermost passage (-1: none), and the level of the heading it is part of.

    The level is 0 for a clause that is in no heading's own words, ``ENTRY`` in a numbered entry of a list.

    >>> from taizhang.engine.clauses import split_clauses
    >>> text = "一、2031年工作回顾\n建成公路20公里。"
    >>> place_clauses(read_outline(text, 2032), split_clauses(text))
    ((0, 0), (1, 0))
    """
    homes: list[int] = []
    levels: list[int] = []
    at, open_passages = 0, [-1]
    for clause in clauses:
        while at < len(passages) and passages[at].span.start <= clause.start:
            open_passages.append(at)
            at += 1
        while open_passages[-1] >= 0 and passages[open_passages[-1]].span.end <= clause.start:
            open_passages.pop()
        home = open_passages[-1]
        homes.append(home)
        head = passages[home].heading if home >= 0 else None
        levels.append(
            ENTRY
            if home >= 0 and passages[home].is_entry
            else head.level
            if head and head.title and clause.start < head.span.end
            else 0
        )
    return tuple(homes), tuple(levels)


def _find_marks(text: str, paragraph: Span) -> list[_Mark]:
    """The headings of one paragraph: at its beginning, after a full stop, and 一是 … 二是 … inside."""
    body = text[paragraph.start : paragraph.end]
    heads = []
    first = _numbered(body, 0) or _run_in(body)
    if first:
        heads.append(first)
    if "、" in body or "）" in body or ")" in body:
        inline = (_numbered(body, m.start()) for m in _INLINE.finditer(body))
        heads += [h for h in inline if h and h.level < 3]
    heads += (
        [_listed(body, m) for m in _LISTED.finditer(body)] if "是" in body or "首先" in body or "第" in body else []
    )
    heads.sort(key=lambda h: h.span)
    shift = paragraph.start
    return [
        _Mark(h._replace(span=Span(h.span.start + shift, h.span.end + shift)), paragraph)
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
    title = body[match.end() : end].strip(_EDGES)
    if match.lastgroup == "dash" and (_FIGURE.search(title) or len(title) > LONGEST_RUN_IN or "会议" in title):
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
    what it names follows it (1.扩大内需。新建商场2座。).

    >>> _is_entry("改造小区98个", "。"), _is_entry("办好食堂", "。"), _is_entry("扩大内需", ""), _is_entry("扩大内需", "。新建")
    (True, True, False, False)
    """
    return bool(title) and (bool(_FIGURE.search(title)) or (bool(rest.strip()) and not rest.strip(_EDGES)))


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
    title = body[start:end].strip(_EDGES)
    is_line = not body[end:].strip(_EDGES) and len(title) <= LONGEST_PART and "，" not in title
    if is_line and title.endswith(_words("part")):
        return Heading(Span(start, end), "", title, 1)
    if not title or _LISTED.match(body, start) or title.startswith(_words("speech")) or (stop and stop[0] in "！!？?"):
        return None
    if mark and end - start <= LONGEST_TITLE:
        level = min(max(len(mark[1]) - 1, 1), 3) if mark[1] else 4
        return Heading(Span(start, end), "", title, level)
    is_short = 4 <= len(title) <= LONGEST_RUN_IN and title.count("，") + title.count(",") <= 1
    unfolds = stop is not None and stop[0] == "。" and len(body) - end > 12
    if is_short and unfolds and not _FIGURE.search(title):
        return Heading(Span(start, end), "", title, 4)
    return None


def _listed(body: str, match: re.Match[str]) -> Heading:
    """The heading that 一是, 二是 … or 第一， begins: up to the end of its sentence or list member."""
    start = match.start("number")
    end = _title_end(body, match.end())
    follower = _LISTED.search(body, end)
    title = body[match.end() : end].strip(_EDGES)
    is_entry = _is_entry(title, body[end : follower.start() if follower else len(body)])
    return Heading(Span(start, end), match["number"], title, 4, is_entry)


def _drop_titles(marks: list[_Mark]) -> list[_Mark]:
    """The marks without the title of the report itself, which stands before the first number."""
    first = next((i for i, m in enumerate(marks) if m.heading.number), len(marks))
    words = _words("title")
    is_title = [i < first and any(w in m.heading.title for w in words) for i, m in enumerate(marks)]
    return [m for m, dropped in zip(marks, is_title, strict=True) if not dropped]


def _glossary_start(text: str, marks: list[_Mark]) -> int:
    """Where a list of terms explained (``16.“双城”战略：是指…``) begins that ends the text; -1 where there is none."""
    notes = [m for m in marks if m.heading.level == 3]
    explained = [bool(_EXPLAINED.match(text, m.heading.span.end)) or m.heading.title[:1] in "“《‘" for m in notes]
    while explained and not explained[0]:
        explained, notes = explained[1:], notes[1:]
    is_last = bool(notes) and not any(m.heading.level < 3 and m.heading.span > notes[0].heading.span for m in marks)
    is_list = is_last and len(notes) >= SHORTEST_GLOSSARY and sum(explained) > 0.7 * len(notes)
    return notes[0].paragraph.start if is_list else -1


class _Tree:
    """Gives marks their parents, roles and reach. One use: ``build``."""

    def __init__(self, text: str, year: int | None, paragraphs: list[Span], marks: list[_Mark]) -> None:
        self.text, self.year = text, year
        self.paragraphs, self.marks = paragraphs, marks
        self.last_numbered = max(
            (m.heading.span.start for m in marks if m.heading.number and m.heading.level < 3), default=-1
        )
        self.tail = max(self.last_numbered, len(text) - max(int(CLOSING_SHARE * len(text)), CLOSING_LENGTH))
        self.glossary = _glossary_start(text, marks)
        self.part: Role | None = None
        self.has_part = False
        self.found: list[Passage] = []
        self.stack: list[int] = []

    def build(self) -> tuple[Passage, ...]:
        """All passages, in order of their beginning."""
        heads: dict[Span, list[Heading]] = {}
        for mark in self.marks:
            heads.setdefault(mark.paragraph, []).append(mark.heading)
        for paragraph in self.paragraphs:
            here = heads.get(paragraph, [])
            if paragraph.start == self.glossary:
                self._open(Heading(Span(paragraph.start, paragraph.start), "", "", 1), Role.CLOSING)
            row, start = self._find_cue(paragraph, bool(here) and bool(here[0].number) and here[0].level < 3)
            for heading in here:
                if row and start <= heading.span.start:
                    if start < heading.span.start or heading.level > self._cue_level(row):
                        self._open_cue(row, start, paragraph)
                    row = None  # else the heading tells it, and the cue's passage would hold nothing
                at = self._open(heading, self._role_of(heading))
                if heading.is_entry:  # which ends with its line
                    span = Span(heading.span.start, paragraph.end)
                    is_entry = heading.level == 3 or bool(_FIGURE.search(self.text, paragraph.start, paragraph.end))
                    self.found[at] = self.found[at]._replace(span=span, is_entry=is_entry)
            if row:
                self._open_cue(row, start, paragraph)
            elif not self.stack and paragraph.end - paragraph.start >= SHORTEST_PREAMBLE:
                self._open(Heading(Span(paragraph.start, paragraph.start), "", "", 1), Role.REVIEW)
        self._close(0, len(self.text.rstrip()))
        return tuple(self.found)

    def _cue_level(self, row: Row) -> int:
        return 1 if row["scope"] == "rest" and self._role() is None else 2

    def _open_cue(self, row: Row, start: int, paragraph: Span) -> None:
        """Open the passage of a paragraph whose words tell a role of its own, by the row that they fit."""
        level = self._cue_level(row)
        title = _LEAD_CLAUSE.match(self.text, start, paragraph.end)
        heading = Heading(Span(start, start), "", title[1].strip(_EDGES)[:24] if title else "", level)
        at = self._open(heading, Role(row["role"]))
        if row["scope"] == "paragraph":
            self.found[at] = self.found[at]._replace(span=Span(start, paragraph.end))

    def _find_cue(self, paragraph: Span, is_numbered: bool) -> tuple[Row | None, int]:
        """The row that a paragraph's words fit, and where the passage begins; none under a number of its own."""
        row = None if is_numbered else self._cue(paragraph)
        return self._cue_within(paragraph) if row is None and not is_numbered else (row, paragraph.start)

    def _cue(self, paragraph: Span) -> Row | None:
        """The row that the first words of a paragraph fit, None where none does."""
        body = self.text[paragraph.start : paragraph.end].lstrip(" \t\u3000*#")
        for address in ("各位代表", "同志们"):
            body = body.removeprefix(address).lstrip("！!：:，,。* ")
        lead = body[: body.find("。") + 1 or len(body)]
        for row in _rows("opening", "lead"):
            fits = body.startswith(tuple(row["words"])) if row["where"] == "opening" else _holds(lead, row)
            if fits and self._counts(row, paragraph.start):
                return row
        return None

    def _cue_within(self, paragraph: Span) -> tuple[Row | None, int]:
        """The row that a later sentence of a paragraph fits, and where that sentence begins."""
        for row in _rows("sentence"):
            if not self._counts(row, paragraph.start) or not _holds(self.text[paragraph.start : paragraph.end], row):
                continue
            for sentence in _SENTENCE.finditer(self.text, paragraph.start, paragraph.end):
                if _holds(sentence[0], row):
                    return row, sentence.start()
        return None, paragraph.start

    def _counts(self, row: Row, start: int) -> bool:
        """Whether a row counts at ``start``, under the role that holds here.

        No numbered heading follows a closing, and a call stands in the last part of the text.
        """
        role = self._role()
        if row["role"] == "closing" and start < (self.last_numbered if row["where"] == "opening" else self.tail):
            return False
        under = row.get("under")
        return role != row["role"] and (not under or (str(role) if role else "none") in under)

    def _role(self) -> Role | None:
        """The role that holds here: of the innermost open passage; None before any."""
        return self.found[self.stack[-1]].role if self.stack else None

    def _role_of(self, heading: Heading) -> Role:
        """The role of a heading: by what stands above it, its words, its year, the words that follow it."""
        parents = [i for i in self.stack if self.found[i].heading.level < heading.level]
        outer = self.found[parents[-1]].role if parents else None
        if heading.level > 1 and outer is not None:
            return self._subrole(heading, outer)
        if heading.level > 1:
            return self.part or self._role_by_words(heading)
        told = self._role_by_title(heading)
        if heading.number and self.has_part and not heading.title.endswith(_words("part")):
            return self.part or Role.REVIEW
        self.part = told or self._role_by_words(heading)
        self.has_part = not heading.number and told is not None
        return self.part

    def _role_by_title(self, heading: Heading) -> Role | None:
        """By the words of the title, then by its year; None where neither tells."""
        for row in _rows("heading"):
            if any(w in heading.title for w in row["words"]):
                return Role(row["role"])
        match = _YEAR.search(heading.title)
        if match and self.year:
            return Role.REVIEW if int(match[1]) < self.year else Role.TASKS
        return None

    def _subrole(self, heading: Heading, outer: Role) -> Role:
        if heading.level < 4 and len(heading.title) <= LONGEST_SUBHEADING:
            for row in _rows("subheading"):
                if str(outer) in row["under"] and any(w in heading.title for w in row["words"]):
                    return Role(row["role"])
        return outer

    def _role_by_words(self, heading: Heading) -> Role:
        """By the tense of the title and of what follows; where that is even, the role of the part before."""
        words = heading.title * 2 + self.text[heading.span.end : heading.span.end + TENSE_REACH]
        counts = {row["role"]: sum(map(words.count, row["words"])) for row in _rows("tense")}
        if self.part is Role.TASKS or counts["review"] == counts["tasks"]:
            return self.part or Role.REVIEW
        return Role(max(counts, key=lambda role: counts[role]))

    def _open(self, heading: Heading, role: Role) -> int:
        """Open a passage at a heading, closing those of its level and below; return its index."""
        self._close(heading.level, heading.span.start)
        parent = self.stack[-1] if self.stack else -1
        self.found.append(Passage(heading, role, parent, Span(heading.span.start, len(self.text))))
        self.stack.append(len(self.found) - 1)
        return self.stack[-1]

    def _close(self, level: int, end: int) -> None:
        """End the open passages of ``level`` and deeper; those that a paragraph bounds keep their own end."""
        keep: list[int] = []
        for i in self.stack:
            passage = self.found[i]
            if passage.heading.level >= level or passage.span.end <= end:
                stop = min(passage.span.end, end)
                trimmed = passage.span.start + len(self.text[passage.span.start : stop].rstrip())
                self.found[i] = passage._replace(span=Span(passage.span.start, max(trimmed, passage.heading.span.end)))
            else:
                keep.append(i)
        self.stack = keep


def _holds(words: str, row: Row) -> bool:
    """Whether ``words`` hold one of the row's words (at a clause's edge if it asks so), and one of ``also`` if any."""
    if not any(w in words for w in row["words"]) or not any(w in words for w in row.get("also", ("",))):
        return False
    return not row.get("edge") or bool(_at_edge(tuple(row["words"])).search(words))


@cache
def _at_edge(words: tuple[str, ...]) -> re.Pattern[str]:
    """One of ``words`` at the beginning of a clause (no attribute of a noun: not before 的), or at its end."""
    either = "|".join(map(re.escape, words))
    return re.compile(rf"(?<![^，,。！!？?：:；;、\s*])(?:{either})(?!的)|(?:{either})(?=[，,。！!；;])")


@cache
def _rows(*where: str) -> tuple[Row, ...]:
    return tuple(row for row in load("outline") if row["where"] in where)


@cache
def _words(where: str) -> tuple[str, ...]:
    return tuple(word for row in _rows(where) for word in row["words"])
