"""What each figure measures: restored text, mentions and clauses in, ``Phrase`` out.

The phrase stands before its figure (``地区生产总值|增长5%``) or, for a counted noun, behind it (``9所|医院``); verbs,
adverbs and times around it are cut off by the words of ``phrases.toml``. A figure with no phrase of its own goes on
with the one before (``完成702亿元、增长3.8%``); a list that 分别 announces is dealt out in order.

The rules propose (``reading``), and a learned table chooses between that and every other stretch of the words around
(``candidates``, ``ranking``); where it overrules the rules, the trace names it.

Of ``新建“四好农村路”200公里以上`` the phrase is ``“四好农村路”``.
"""

from __future__ import annotations

from collections.abc import Sequence

from taizhang.engine.indicators.ranking import choose_phrases, load_table
from taizhang.engine.indicators.reading import Phrase, read_phrases
from taizhang.engine.model import Clause, Mention

__all__ = ["Phrase", "read_indicators"]


def read_indicators(text: str, mentions: Sequence[Mention], clauses: Sequence[Clause]) -> tuple[Phrase, ...]:
    """One ``Phrase`` a mention, in order; ``clauses[i]`` holds ``mentions[i]``. Offsets index ``text``.

    >>> from decimal import Decimal
    >>> from taizhang.engine.model import Bound
    >>> at = Mention(8, 12, 11, Decimal(20), Decimal(20), "公里", Bound.EXACT, ())
    >>> read_indicators("今年新建农村公路20公里", (at,), (Clause(0, 0, 0, 12),))[0].text
    '农村公路'
    """
    return choose_phrases(text, mentions, clauses, read_phrases(text, mentions, clauses), load_table())
