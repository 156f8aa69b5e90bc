r"""Whether the text of a PDF is what is printed: what enters are sheets, what leaves is an error where it is not.

A font whose character maps are wrong gives ``嬾嶁嚪`` or ``\x03\x1f%`` for 政府工作. Printed Chinese is made of
common ideographs, and a few of them (的、和、一) make up a good part of it; what comes from wrong maps is not.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence

from taizhang.errors import Said, TextGarbled
from taizhang.ingest.pdf.glyphs import Sheet

_OFTEN = frozenset("的一和人年不在有中大是为工以发展全建设业国地会新经济产政进行出生民上高加改市强推动实施现，。、；：")
_FEWEST = 100
_LEAST_OFTEN = 0.12
_LEAST_COMMON = 0.75
_MOST_BROKEN = 0.05


def refuse_garbled(sheets: Sequence[Sheet], where: str) -> None:
    """Raise ``TextGarbled`` where most of what the sheets hold cannot be what is printed."""
    counts = Counter(glyph.char for sheet in sheets for glyph in sheet.glyphs if not glyph.char.isspace())
    if is_garbled(counts):
        sample = "".join(glyph.char for sheet in sheets for glyph in sheet.glyphs if not glyph.char.isspace())[:12]
        raise TextGarbled(where, sample=Said(sample, sample.encode("ascii", "backslashreplace").decode()))


def is_garbled(counts: Counter[str]) -> bool:
    """Whether characters, counted, are not those of a printed text.

    >>> is_garbled(Counter("各位代表：今年的工作" * 20)), is_garbled(Counter("嬾嶁嚪圂儍" * 30))
    (False, True)
    """
    total = counts.total()
    if total == 0:
        return False
    if sum(n for char, n in counts.items() if _is_broken(char)) > _MOST_BROKEN * total:
        return True
    ideographs = {char: n for char, n in counts.items() if "\u3400" <= char <= "\u9fff" or char >= "\U00020000"}
    size = sum(ideographs.values())
    if size < _FEWEST:
        return total - size >= _FEWEST and _is_gibberish(counts)
    common = sum(n for char, n in ideographs.items() if _is_common(char))
    often = sum(counts[char] for char in _OFTEN)
    return common < _LEAST_COMMON * size or often < _LEAST_OFTEN * (size + often)


def _is_broken(char: str) -> bool:
    """A character that no text has: of no map, private, or a control."""
    return char == "\ufffd" or unicodedata.category(char) in {"Co", "Cn", "Cc", "Cs"}


def _is_common(char: str) -> bool:
    """Whether an ideograph is one of the 3,755 of level one of GB 2312, by which printed Chinese is nearly all made."""
    try:
        return 0xB0 <= char.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return char in "瞭祂"


def _is_gibberish(counts: Counter[str]) -> bool:
    """Whether text without ideographs is neither words nor figures: fewer than half are letters and digits."""
    plain = sum(n for char, n in counts.items() if char.isascii() and char.isalnum())
    return plain < 0.5 * counts.total()
