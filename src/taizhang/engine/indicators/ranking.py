"""Choose the phrase of each figure among its candidates: a linear score of what stands at and around its edges.

What enters is the text with its mentions and the rules' phrases, what leaves is one ``Phrase`` a mention. Each edge
of a candidate adds the weights of the characters inside and outside of it, the candidate those of its kind, its
length, how often it is a phrase in other reports, and whether the rules found it. Of ``全市新登记经营主体3万户`` the
rules may know no ``新登记`` to cut off; that phrases often begin with ``经营`` and hardly with ``新登`` tells. Weights
are whole numbers, so that sums are the same on every machine. ``rules/phrases.npz`` is made by
``scripts/train_phrases.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from taizhang.engine.indicators.ahead import trim_lead, trim_tail
from taizhang.engine.indicators.candidates import (
    COMPOSED,
    GOES_ON,
    RULES,
    Candidates,
    Ints,
    Kind,
    list_candidates,
    sift,
)
from taizhang.engine.indicators.lexicon import word_set
from taizhang.engine.indicators.marks import (
    VERSION,
    Rows,
    agrees,
    describe_agreement,
    describe_candidates,
    describe_groups,
    describe_places,
    read_figures,
)
from taizhang.engine.indicators.reading import Phrase
from taizhang.engine.model import Clause, Mention
from taizhang.errors import RuleError
from taizhang.rules import path_of

TABLE = "phrases.npz"
RANKED = "grammar:phrase_ranked"
MARGIN = 300
"""How far the edges of a candidate may score below the best ones of its figure for the whole to be looked at."""
_TRIES = 6
"""How many of the best candidates are looked at for one that is no bare verb."""
_LOWEST = -(1 << 40)
_KIND_NAMES = {Kind.AHEAD: "ahead", Kind.BEHIND: "behind", Kind.BEFORE: "clause_before", Kind.GO_ON: "goes_on"}


class Table(NamedTuple):
    """The learned table: a weight a bucket, how often phrases of a bucket are found (a logarithm, 0 for rarely).

    ``habits`` says of pairs of characters how often they open a clause, end one, and stand before a figure: three bits
    each, 0 for seldom and where the pair itself is rare.
    """

    weights: npt.NDArray[np.int8]
    counts: npt.NDArray[np.int8]
    habits: npt.NDArray[np.int16]


@cache
def load_table() -> Table:
    """The table of ``rules/phrases.npz``, read once in a process. Raises ``RuleError`` where it fits other features."""
    with path_of(TABLE).open("rb") as file, np.load(file) as data:
        if int(data["version"]) != VERSION:
            raise RuleError(TABLE, reason=f"made for version {int(data['version'])} of the features, not {VERSION}")
        return Table(data["weights"], data["counts"], data["habits"])


def choose_phrases(
    text: str, mentions: Sequence[Mention], clauses: Sequence[Clause], phrases: Sequence[Phrase], table: Table
) -> tuple[Phrase, ...]:
    """The best candidate of each mention; the rules' phrase is one of them, so there is always one.

    What the rules put together from several places stays.
    """
    if not mentions:
        return ()
    given, scores = score_candidates(text, mentions, clauses, phrases, table)
    return tuple(pick_phrases(text, given, scores, phrases))


def score_candidates(
    text: str, mentions: Sequence[Mention], clauses: Sequence[Clause], phrases: Sequence[Phrase], table: Table
) -> tuple[Candidates, Ints]:
    """The candidates worth a look, and the score of each."""
    given = list_candidates(text, mentions, clauses, phrases)
    figures = read_figures(text, mentions, table.habits)
    edges = add_edges(given, *(add_rows(rows, table.weights) for rows in describe_places(figures, given)))
    best = np.maximum.reduceat(edges, given.bounds[:-1])[given.owners]
    kept = (edges >= best - MARGIN) | (given.firsts < 0) | agrees(given)
    given, edges = sift(given, kept), edges[kept]
    groups = add_rows(describe_groups(figures, given, clauses), table.weights)
    own = add_rows(describe_candidates(figures, given, table.counts), table.weights)
    told = add_rows(describe_agreement(given), table.weights)
    return given, edges + groups[given.kinds * len(mentions) + given.owners] + own + told


def add_rows(rows: Rows, weights: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The sum over the rows of the weights of their buckets; whole numbers where weights are."""
    sums: npt.NDArray[Any] = weights.take(rows).sum(axis=0, dtype=np.int64 if weights.dtype == np.int8 else np.float64)
    return sums


def add_edges(given: Candidates, firsts: npt.NDArray[Any], lasts: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """What both edges of each candidate score; 0 for what is no stretch of text."""
    if not len(firsts):
        return np.zeros(len(given.kinds), firsts.dtype)
    edges: npt.NDArray[Any] = np.where(given.firsts >= 0, firsts[given.firsts] + lasts[given.lasts], 0)
    return edges


def pick_phrases(text: str, given: Candidates, scores: npt.NDArray[Any], phrases: Sequence[Phrase]) -> list[Phrase]:
    """The phrase of each mention by ``scores``; where the rules' choice is overruled the trace names the table."""
    chosen: list[Phrase] = []
    for i, phrase in enumerate(phrases):
        before = chosen[-1].text if chosen else ""
        if _is_settled(given, i, phrase):
            before = before if phrase.source is None else chosen[phrase.source].text
            is_shared = phrase.source is not None or given.told[i, 0] in GOES_ON
            chosen.append(phrase._replace(text=before) if is_shared else phrase)
            continue
        name, words = _pick(text, given, scores, i, phrase, before)
        chosen.append(phrase if words == phrase.text else Phrase(words, (f"grammar:phrase_{name}", RANKED)))
    return chosen


def _pick(text: str, given: Candidates, scores: Ints, i: int, phrase: Phrase, before: str) -> tuple[str, str]:
    """The best candidate that is no bare verb (再上线) nor part of one (如期完), its kind's name and its words."""
    start, end = given.bounds[i : i + 2].tolist()
    left = scores[start:end].copy()
    for _ in range(min(_TRIES, end - start)):
        at = int(left.argmax())
        name, words = read_candidate(text, given, start + at, phrase, before)
        is_phrase = words == phrase.text or (
            trim_lead(words) and trim_tail(words) and not _tears_verb(text, given, start + at)
        )
        if is_phrase and words not in word_set("never"):
            return name, words
        left[at] = _LOWEST
    return "rules", phrase.text


def _tears_verb(text: str, given: Candidates, at: int) -> bool:
    """Whether a candidate begins or ends within a verb of two characters (43项|如期完|成)."""
    start, end = int(given.starts[at]), int(given.ends[at])
    if start == end:
        return False
    verbs = word_set("lead")
    return text[start - 1 : start + 1] in verbs or text[end - 1 : end + 1] in verbs


def _is_settled(given: Candidates, i: int, phrase: Phrase) -> bool:
    """Whether the rules' phrase stays: it is put together from several places, or of one character."""
    rule, start, _ = given.told[i].tolist()
    return RULES[rule] in COMPOSED or len(phrase.text) == 1 or (start < 0 and rule not in GOES_ON)


def read_candidate(text: str, given: Candidates, at: int, phrase: Phrase, before: str) -> tuple[str, str]:
    """The name of a candidate's kind and its words; ``phrase`` is the rules', ``before`` that of the figure before."""
    kind = Kind(given.kinds[at])
    if kind is Kind.RULES:
        return "rules", phrase.text
    if kind is Kind.GO_ON:
        return "goes_on", before
    return _KIND_NAMES[kind], text[given.starts[at] : given.ends[at]]
