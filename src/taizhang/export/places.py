r"""Where a sentence stands, as a reader counts it: 第3段第2句.

What enters is the restored text of a report, what leaves is places in words: of ``修渠。\n改桥3座。建校。`` the words
建校 stand at 第2段第2句. Both are counted from 1: the paragraphs that are printed, title and headings among them, and
the sentences of each. What the layout sets beside the report is not counted.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

_SENTENCE_END = re.compile(r"[。！!？?]+[”’」』）)】》]*")
_WORD = re.compile(r"\w")


class Places:
    """The places of one text. Built once."""

    def __init__(self, text: str) -> None:
        lines = text.split("\n")
        starts = accumulate((len(line) + 1 for line in lines), initial=0)
        told = [(start, line) for start, line in zip(starts, lines, strict=False) if _WORD.search(line)]
        self._paragraphs = [start for start, _ in told]
        self._ends = [[start + found.end() for found in _SENTENCE_END.finditer(line)] for start, line in told]

    def find(self, offset: int) -> tuple[int, int]:
        r"""The paragraph and the sentence within it at ``offset`` of the text, from 1; (0, 0) before the first word.

        >>> places = Places("修渠。\n\n改桥3座。建校。")
        >>> places.find(0), places.find(5), places.find(10)
        ((1, 1), (2, 1), (2, 2))
        """
        at = bisect_right(self._paragraphs, offset)
        return (at, bisect_right(self._ends[at - 1], offset) + 1) if at else (0, 0)

    def tell(self, start: int, end: int) -> str:
        r"""The place of ``text[start:end]`` in words, from its first sentence to its last; empty where nothing stands.

        >>> places = Places("修渠。\n改桥3座。建校。")
        >>> places.tell(4, 8), places.tell(4, 12), places.tell(0, 12)
        ('第2段第1句', '第2段第1至2句', '第1段第1句至第2段第2句')
        """
        first, last = self.find(start), self.find(max(end - 1, start))
        if not first[0]:
            return ""
        told = f"第{first[0]}段第{first[1]}"
        if first == last:
            return f"{told}句"
        return f"{told}至{last[1]}句" if first[0] == last[0] else f"{told}句至第{last[0]}段第{last[1]}句"
