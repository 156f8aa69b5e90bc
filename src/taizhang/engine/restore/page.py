r"""A text seen through its kept characters: no white space, no furniture, nothing set aside.

What enters is a source text and a mask of what is kept; what leaves are questions answered by *place*, the index of a
kept character. Of ``发展\n\n的制约`` place 2 is 的, and there ``is_break(2)`` is true: a line break lies before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from taizhang.engine.model import Span
from taizhang.engine.restore.lines import is_heading
from taizhang.engine.restore.seams import score_seam

_SPACES = (9, 10, 11, 12, 13, 32, 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0x200B, 0xFEFF)
_CLAUSE_END = re.compile(r"[，,、；;：:。！!？?“”\s]")
_MARKS = "，,、；;：:“”"
_LIKELY = -1.0
"""The logit above which a line that stops in mid-sentence is joined: most such lines are cut, few lost a full stop."""


@dataclass(frozen=True, slots=True)
class Page:
    """The kept characters of ``text``: where each stands, on which line, and its code point."""

    text: str
    places: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int64]
    codes: npt.NDArray[np.uint64]
    counts: dict[str, int] = field(default_factory=dict)
    """How often words at breaks stand in the text: filled as they are asked for."""

    @property
    def size(self) -> int:
        """How many characters are kept."""
        return len(self.places)

    def char(self, place: int) -> str:
        """The character at a place."""
        return self.text[self.places[place]]

    def words(self, start: int, end: int) -> str:
        """The kept characters from a place to another."""
        return "".join(map(chr, self.codes[start:end].tolist()))

    def span(self, copy: Span) -> Span:
        """The hull in the source of a run of places."""
        return Span(int(self.places[copy.start]), int(self.places[copy.end - 1]) + 1)

    def is_break(self, place: int) -> bool:
        """Whether a line break lies before a place."""
        return place > 0 and bool(self.rows[place] != self.rows[place - 1])

    def line_before(self, end: int) -> str:
        """The words of the line that ends, or is broken off, before the place ``end``."""
        stop = int(self.places[end - 1]) + 1
        return self.text[self.text.rfind("\n", 0, stop) + 1 : stop].strip()

    def line_from(self, start: int) -> str:
        """The words of the line from a place on."""
        at = int(self.places[start])
        stop = self.text.find("\n", at)
        return self.text[at : stop if stop >= 0 else len(self.text)].strip()

    def reads_on(self, before: int, after: int) -> bool:
        """Whether what ends before the place ``before`` reads on in what begins at the place ``after``."""
        if not 0 < before <= after < self.size or is_heading(self.line_from(after)):
            return False
        return self.score(before, after) > _LIKELY

    def score(self, before: int, after: int) -> float:
        """The logit that two places are of one sentence."""
        return score_seam(self.text, self.words(max(0, before - 3), before), self.words(after, after + 3), self.counts)

    def evidence(self, before: int, after: int) -> str:
        """The words that read on across a break: ``农副食品加|工等一批``."""
        left = self.words(max(0, before - 6), before)
        last = _CLAUSE_END.split(left.rstrip(_MARKS))[-1]
        right = self.words(after, after + 4)
        first = _CLAUSE_END.split(right.lstrip(_MARKS))[0]
        return f"{left[left.rfind(last) :] or left}|{right[: right.find(first) + len(first)] or right}"


def read_codes(text: str) -> npt.NDArray[np.uint32]:
    """The code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def keep_all_but(codes: npt.NDArray[np.uint32], left_out: tuple[Span, ...]) -> npt.NDArray[np.bool_]:
    """The mask of what is kept: all but white space and the spans left out."""
    is_kept = np.ones(len(codes), dtype=bool)
    for space in _SPACES:
        is_kept &= codes != space
    is_kept &= ~((codes >= 0x2000) & (codes <= 0x200A))
    for start, end in left_out:
        is_kept[start:end] = False
    return is_kept


def open_page(text: str, codes: npt.NDArray[np.uint32], is_kept: npt.NDArray[np.bool_]) -> Page:
    """The page of what a mask keeps."""
    places = np.flatnonzero(is_kept)
    rows = np.searchsorted(np.flatnonzero(codes == 10), places)
    return Page(text, places, rows, codes[places].astype(np.uint64))
