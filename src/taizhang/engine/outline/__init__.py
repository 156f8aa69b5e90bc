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

from taizhang.engine.model import ENTRY, Clause, RestoredText, Section, Span
from taizhang.engine.outline.headings import drop_titles, find_marks, settle_lists
from taizhang.engine.outline.tree import Passage, Tree

__all__ = ["Passage", "build_sections", "place_clauses", "read_outline"]

_PARAGRAPH = re.compile(r"[^\n]*[^\s][^\n]*")


def read_outline(text: str, year: int | None = None) -> tuple[Passage, ...]:
    r"""The passages of a restored text, in order; ``year`` is the report's own, None where unknown.

    What stands before the first heading is a passage of level 1 without number or title if it has some length.

    >>> text = "一、2031年工作回顾\n建成公路20公里。\n二、2032年重点工作\n（一）扩大内需。新建商场2座。\n"
    >>> [(p.heading.number, p.heading.level, str(p.role)) for p in read_outline(text, 2032)]
    [('一', 1, 'review'), ('二', 1, 'tasks'), ('（一）', 2, 'tasks')]
    """
    paragraphs = [Span(*m.span()) for m in _PARAGRAPH.finditer(text)]
    marks = [mark for paragraph in paragraphs for mark in find_marks(text, paragraph)]
    marks = settle_lists(text, drop_titles(marks))
    return Tree(text, year, paragraphs, marks).build()


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
