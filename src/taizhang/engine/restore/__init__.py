"""Restore the text of a report as it was before columns, pages and web sites broke it.

What enters is a ``SourceText``, what leaves is a ``Restoration``: facts, in offsets of the source, of which nothing is
repaired in silence. Its pieces, put together, are the restored text; what is in none of them is furniture, a copy set
aside, or white space dropped where a sentence was cut.

One phrase worked through: a page that begins ``（上接第2版）`` and has a line break in ``破解产业发展`` / ``的瓶颈。``
gives a page turn, which is furniture, and a join with the evidence 产业发展|的瓶颈; the restored text reads
破解产业发展的瓶颈。
"""

from __future__ import annotations

from taizhang.engine.model import Restoration, SourceText, Span
from taizhang.engine.restore.copies import find_copies
from taizhang.engine.restore.furniture import find_furniture, find_invisible
from taizhang.engine.restore.joins import find_joins
from taizhang.engine.restore.page import keep_all_but, open_page, read_codes


def restore(source: SourceText) -> Restoration:
    r"""What restoring ``source`` finds, and the pieces of its restored text, in order.

    The pieces, the copies set aside, the furniture and the gaps dropped by joins cover the source without overlap, but
    that furniture inside a copy set aside belongs to the copy.

    >>> found = restore(SourceText("完善水网。破解产业发展\n\n的制约瓶颈。\n（下转第4版）"))
    >>> found.joins[0].evidence, found.page_turns[0].page, len(found.pieces)
    ('破解产业发展|的制约瓶', 4, 2)
    """
    text = source.text
    furniture = find_furniture(text, tuple(file.span for file in source.files), source.asides)
    codes = read_codes(text)
    is_kept = keep_all_but(codes, furniture.spans)
    page = open_page(text, codes, is_kept)
    set_aside = find_copies(page)
    if set_aside:
        for fact in set_aside:
            is_kept[fact.span.start : fact.span.end] = False
        page = open_page(text, codes, is_kept)
    joined = find_joins(page, set_aside)
    copies = tuple(fact.span for fact in set_aside)
    outside = tuple(s for s in furniture.spans if not any(c.start <= s.start and s.end <= c.end for c in copies))
    pieces = _complement(len(text), sorted((*copies, *outside, *joined.gaps)))
    return Restoration(pieces, set_aside, joined.joins, furniture.turns, outside)


def see_pieces(text: str) -> tuple[Span, ...]:
    r"""The pieces of a bare string without its marks of no width.

    >>> see_pieces("新建20\u200b公里")
    (Span(start=0, end=4), Span(start=5, end=7))
    """
    return _complement(len(text), list(find_invisible(text)))


def _complement(size: int, left_out: list[Span]) -> tuple[Span, ...]:
    """The spans of ``0:size`` that no span of the sorted ``left_out`` holds."""
    pieces: list[Span] = []
    at = 0
    for start, end in left_out:
        if start > at:
            pieces.append(Span(at, start))
        at = max(at, end)
    if at < size:
        pieces.append(Span(at, size))
    return tuple(pieces)


__all__ = ["restore", "see_pieces"]
