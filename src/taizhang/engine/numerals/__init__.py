"""Numbers with their units: restored text in, ``Mention`` and ``Unread`` out.

One pass over the folded text (full width made half width, offsets unchanged) finds tokens: a figure, its
multiplier, its unit. Neighbouring tokens then combine: ``1—2个`` is a range, ``424.8、187.9万吨`` a list that shares
a unit, ``2×1000兆瓦`` a product. Whatever is left is ``Unread``, with the reason that a row of
``unread.toml`` gives.

``新增城镇就业20.14万人`` gives ``20.14万人``: 201400, unit 人.
"""

from __future__ import annotations

from taizhang.engine.model import Mention, Unread
from taizhang.engine.numerals.bare import read_bare_tokens
from taizhang.engine.numerals.digits import combine, read_tokens
from taizhang.engine.numerals.units import Covered, fold
from taizhang.engine.numerals.unread import read_unread
from taizhang.engine.numerals.words import read_cardinals, read_phrases

__all__ = ["read_numbers"]


def read_numbers(text: str, mode: str = "report") -> tuple[tuple[Mention, ...], tuple[Unread, ...]]:
    """The mentions of ``text`` and the runs of digits or numerals that are none, in order; offsets index ``text``.

    ``mode`` is ``report`` (what a report counts: Chinese numerals only where they are figures) or ``bare``
    (cardinals before a measure word too).

    >>> mentions, unread = read_numbers("新建路200公里以上，PM2.5下降8%")
    >>> [(str(m.low), m.unit) for m in mentions], [u.reason for u in unread]
    ([('200', '公里'), ('8', '%')], ['name.letters_before'])
    """
    folded = fold(text)
    phrases = read_phrases(folded, mode)
    tokens, vetoed = read_tokens(folded) if mode == "report" else read_bare_tokens(folded)
    in_words = Covered(phrases)
    tokens = [token for token in tokens if not in_words.overlaps(token.start, token.end)]
    figures = list(combine(folded, tokens, is_bare=mode != "report"))
    taken = Covered(sorted([*phrases, *figures]))
    round_figures = read_cardinals(folded) if mode == "report" else ()
    cardinals = (m for m in round_figures if not taken.overlaps(m.start, m.end))
    mentions = sorted([*phrases, *figures, *cardinals])
    return tuple(mentions), tuple(read_unread(folded, mentions, vetoed, mode))
