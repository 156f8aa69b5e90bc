"""Give headings their parents, roles and reach.

What enters is the restored text with the headings of its paragraphs, what leaves are passages in order.
``二、2032年重点工作`` has the role tasks, and so has ``（一）扩大内需`` below it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from taizhang.engine.model import Heading, Role, Span
from taizhang.engine.outline.headings import EDGES, FIGURE, LONGEST_SUBHEADING, Mark, glossary_start
from taizhang.engine.outline.words import holds, rows_for, words_for
from taizhang.rules import Row

SHORTEST_PREAMBLE = 80
TENSE_REACH = 600
CLOSING_SHARE, CLOSING_LENGTH = 0.4, 500
"""How much of the text, or how many characters, a call and what follows it may take: a long glossary may follow."""
LONGEST_ANNEX = 40
LEAST_PAST = 2
"""How many more words of the past than of plans a bare list may hold and still be one of tasks (新增 is among them)."""
_FIRSTS = ("1", "（1）", "(1)", "①", "一是")
_TERM = re.compile(r"[\s*#]*[^\s]{1,3}[\s.．、]*(?:[“《‘]|[^。，\n]{2,30}[：:])")
"""An entry of a glossary: a term in quotes, or one and what it means behind a colon."""
_LEAD_CLAUSE = re.compile(r"[\s*#]*([^，,。！!：:；;\n]*)")
_SENTENCE = re.compile(r"[^。！!？?\n]+[。！!？?]?")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")


class Passage(NamedTuple):
    """A heading with its role and reach. Offsets index the restored text.

    ``parent`` is the index of the passage that this one stands in, -1 at the top. A passage without number may be a
    run-in heading (level 4) or a paragraph whose words tell a role of its own (targets, problems, closing).
    ``is_entry`` where the number is that of a list's entry, which is content: a numbered line, or a member of a run
    一是 … 二是 … of which at least half tell figures.
    """

    heading: Heading
    role: Role
    parent: int
    span: Span
    is_entry: bool = False


class Tree:
    """Gives marks their parents, roles and reach. One use: ``build``."""

    def __init__(self, text: str, year: int | None, paragraphs: list[Span], marks: list[Mark]) -> None:
        self.text, self.year = text, year
        self.paragraphs, self.marks = paragraphs, marks
        self.last_numbered = max(
            (m.heading.span.start for m in marks if m.heading.number and m.heading.level < 3), default=-1
        )
        self.tail = max(self.last_numbered, len(text) - max(int(CLOSING_SHARE * len(text)), CLOSING_LENGTH))
        self.glossary = glossary_start(text, marks)
        self.part: Role | None = None
        self.has_part = False
        self.found: list[Passage] = []
        self.stack: list[int] = []

    def build(self) -> tuple[Passage, ...]:
        """All passages, in order of their beginning."""
        heads: dict[Span, list[Heading]] = {}
        for mark in self.marks:
            heads.setdefault(mark.paragraph, []).append(mark.heading)
        followers = [heads.get(after, []) for after in self.paragraphs[1:]] + [[]]
        for at, paragraph in enumerate(self.paragraphs):
            annex = self._find_annex(paragraph, followers[at])
            if annex:
                self._open_annex(annex, paragraph)
            else:
                self._read_paragraph(paragraph, heads.get(paragraph, []))
        self._close(0, len(self.text.rstrip()))
        return tuple(self.found)

    def _read_paragraph(self, paragraph: Span, here: list[Heading]) -> None:
        """Open what begins in a paragraph: its headings, and the part that its words tell of."""
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
                is_entry = heading.level == 3 or self._tells_figures(here, paragraph)
                self.found[at] = self.found[at]._replace(span=span, is_entry=is_entry)
        if row:
            self._open_cue(row, start, paragraph)
        elif not self.stack and paragraph.end - paragraph.start >= SHORTEST_PREAMBLE:
            self._open(Heading(Span(paragraph.start, paragraph.start), "", "", 1), Role.REVIEW)

    def _tells_figures(self, here: list[Heading], paragraph: Span) -> bool:
        """Whether half of the members of a run 一是 … 二是 … or more hold figures; principles (一是稳字当头) do not."""
        starts = [heading.span.start for heading in here if heading.is_entry and heading.level > 3]
        ends = [*starts[1:], paragraph.end]
        told = sum(FIGURE.search(self.text, *reach) is not None for reach in zip(starts, ends, strict=True))
        return 2 * told >= len(starts)

    def _find_annex(self, paragraph: Span, next_heads: list[Heading]) -> Row | None:
        """The row of the title of a list that stands behind the report proper (2032年民生实事项目); None for no such.

        A glossary may follow in the list's place: what explains a term is none of its entries.
        """
        is_list = bool(next_heads) and next_heads[0].level == 3 and next_heads[0].number in _FIRSTS
        if not is_list or paragraph.start < self.tail or paragraph.end - paragraph.start > LONGEST_ANNEX:
            return None
        if _TERM.match(self.text, next_heads[0].span.start):
            return None
        title = self.text[paragraph.start : paragraph.end].strip(EDGES)
        told = _YEAR.search(title)
        if any(stop in title for stop in "。，；") or (told and self.year and int(told[1]) < self.year):
            return None
        return next((row for row in rows_for("annex") if self._is_annex(title, row, paragraph.start)), None)

    def _is_annex(self, title: str, row: Row, start: int) -> bool:
        return title.endswith(tuple(row["words"])) and self._counts(row, start)

    def _open_annex(self, row: Row, paragraph: Span) -> None:
        title = self.text[paragraph.start : paragraph.end].strip(EDGES)
        self._open(Heading(Span(*paragraph), "", title, 1), Role(row["role"]))

    def _cue_level(self, row: Row) -> int:
        return 1 if row["scope"] == "rest" and self._role() is None else 2

    def _open_cue(self, row: Row, start: int, paragraph: Span) -> None:
        """Open the passage of a paragraph whose words tell a role of its own, by the row that they fit."""
        level = self._cue_level(row)
        title = _LEAD_CLAUSE.match(self.text, start, paragraph.end)
        heading = Heading(Span(start, start), "", title[1].strip(EDGES)[:24] if title else "", level)
        at = self._open(heading, Role(row["role"]))
        if row["scope"] == "paragraph":
            self.found[at] = self.found[at]._replace(span=Span(start, paragraph.end))

    def _find_cue(self, paragraph: Span, is_numbered: bool) -> tuple[Row | None, int]:
        """The row that a paragraph's words fit, and where the passage begins; none under a number of its own."""
        if is_numbered or self.text.find("\t", paragraph.start, paragraph.end) >= 0:  # or a line of a table
            return None, paragraph.start
        row = self._cue(paragraph)
        return self._cue_within(paragraph) if row is None else (row, paragraph.start)

    def _cue(self, paragraph: Span) -> Row | None:
        """The row that the first words of a paragraph fit, None where none does."""
        body = self.text[paragraph.start : paragraph.end].lstrip(" \t\u3000*#")
        for address in ("各位代表", "同志们"):
            body = body.removeprefix(address).lstrip("！!：:，,。* ")
        lead = body[: body.find("。") + 1 or len(body)]
        for row in rows_for("opening", "lead"):
            fits = body.startswith(tuple(row["words"])) if row["where"] == "opening" else holds(lead, row)
            if fits and self._counts(row, paragraph.start):
                return row
        return None

    def _cue_within(self, paragraph: Span) -> tuple[Row | None, int]:
        """The row that a later sentence of a paragraph fits, and where that sentence begins."""
        for row in rows_for("sentence"):
            if not self._counts(row, paragraph.start) or not holds(self.text[paragraph.start : paragraph.end], row):
                continue
            for sentence in _SENTENCE.finditer(self.text, paragraph.start, paragraph.end):
                if holds(sentence[0], row):
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
        if heading.number and self.has_part and not heading.title.endswith(words_for("part")):
            return self.part or Role.REVIEW
        self.part = told or self._role_by_words(heading)
        self.has_part = not heading.number and told is not None
        return self.part

    def _role_by_title(self, heading: Heading) -> Role | None:
        """By the words of the title, then by its year; None where neither tells."""
        for row in rows_for("heading"):
            if any(w in heading.title for w in row["words"]):
                return Role(row["role"])
        match = _YEAR.search(heading.title)
        if match and self.year:
            return Role.REVIEW if int(match[1]) < self.year else Role.TASKS
        return None

    def _subrole(self, heading: Heading, outer: Role) -> Role:
        if heading.level < 4 and len(heading.title) <= LONGEST_SUBHEADING:
            for row in rows_for("subheading"):
                if str(outer) in row["under"] and any(w in heading.title for w in row["words"]):
                    return Role(row["role"])
        return outer

    def _role_by_words(self, heading: Heading) -> Role:
        """By the tense of the title and of what follows; where that is even, the role of the part before.

        A list that nothing stands above is one of tasks, unless much in it is told as done.
        """
        words = heading.title * 2 + self.text[heading.span.end : heading.span.end + TENSE_REACH]
        counts = {row["role"]: sum(map(words.count, row["words"])) for row in rows_for("tense")}
        if self.part is None and heading.is_entry:
            return Role.REVIEW if counts["review"] > counts["tasks"] + LEAST_PAST else Role.TASKS
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
        """End the open passages of ``level`` and deeper; those that a paragraph bounds end with it."""
        keep: list[int] = []
        for i in self.stack:
            passage = self.found[i]
            if passage.heading.level >= level or passage.span.end <= end:
                outer = self.found[passage.parent].span.end if passage.parent >= 0 else end
                stop = min(passage.span.end, outer, end)
                trimmed = passage.span.start + len(self.text[passage.span.start : stop].rstrip())
                self.found[i] = passage._replace(span=Span(passage.span.start, max(trimmed, passage.heading.span.end)))
            else:
                keep.append(i)
        self.stack = keep
