"""What differs between the texts of two editions, sentence by sentence.

What enters is two texts, what leaves is ``Difference``s in the order of the new one. Of 新建公路20公里。改造桥梁3座。
and 新建公路30公里。改造桥梁3座。 comes one that changed, with the pieces 新建公路, 20 gone, 30 new, 公里。.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_SENTENCE = re.compile(r"[^。！？!?\n]*[。！？!?]+[”’」』）)]*|[^。！？!?\n]+")
_TOKEN = re.compile(r"\d[\d.,]*|[A-Za-z]+|.", re.DOTALL)
"""What changes as a whole: a number, a word in letters, a character."""
_ALIKE = 0.5
"""Shared characters over all, from which on two sentences are one that changed."""
_MOST = 400
"""Sentences on either side up to which a changed stretch is paired by likeness."""


class Change(StrEnum):
    """What became of a sentence."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a sentence that changed: in both, gone (``is_old``), or new (``is_new``)."""

    text: str
    is_old: bool
    is_new: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """A sentence that is not the same in both. ``old`` and ``new`` are empty where it is in one only."""

    change: Change
    old: str
    new: str
    pieces: tuple[Piece, ...] = ()


def compare_texts(old: str, new: str) -> tuple[Difference, ...]:
    """What differs, white space at the ends of sentences left out of account.

    >>> [(d.change.value, d.old, d.new) for d in compare_texts("修路2条。植树。", "修路3条。建校。植树。")]
    [('changed', '修路2条。', '修路3条。'), ('added', '', '建校。')]
    """
    olds, news = _sentences(old), _sentences(new)
    found: list[Difference] = []
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if tag != "equal":
            found.extend(_within(olds[a1:a2], news[b1:b2]))
    return tuple(found)


def _sentences(text: str) -> list[str]:
    return [words for match in _SENTENCE.finditer(text) if (words := match[0].strip(" \t\u3000"))]


def _within(olds: Sequence[str], news: Sequence[str]) -> Iterator[Difference]:
    """The differences of a stretch: each new sentence with the old one that is most like it, in order."""
    at = 0
    for new in news:
        found = _most_alike(new, olds[at:]) if len(olds) <= _MOST and len(news) <= _MOST else None
        if found is None:
            yield Difference(Change.ADDED, "", new)
            continue
        for old in olds[at : at + found]:
            yield Difference(Change.REMOVED, old, "")
        yield Difference(Change.CHANGED, olds[at + found], new, tuple(_pieces(olds[at + found], new)))
        at += found + 1
    for old in olds[at:]:
        yield Difference(Change.REMOVED, old, "")


def _most_alike(new: str, olds: Sequence[str]) -> int | None:
    """The index of the old sentence that is most like ``new``; None where none is like it."""
    matcher = SequenceMatcher(None, "", new, autojunk=False)
    best, most = None, _ALIKE
    for index, old in enumerate(olds):
        matcher.set_seq1(old)
        if matcher.real_quick_ratio() > most and matcher.quick_ratio() > most and matcher.ratio() > most:
            best, most = index, matcher.ratio()
    return best


def _pieces(old: str, new: str) -> Iterator[Piece]:
    olds, news = _TOKEN.findall(old), _TOKEN.findall(new)
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("".join(olds[a1:a2]), is_old=True, is_new=True)
            continue
        if a2 > a1:
            yield Piece("".join(olds[a1:a2]), is_old=True, is_new=False)
        if b2 > b1:
            yield Piece("".join(news[b1:b2]), is_old=False, is_new=True)
