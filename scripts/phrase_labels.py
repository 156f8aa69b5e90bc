"""Phrases of figures of the corpus, read by hand: readings and ``phrase_labels.tsv`` in, labelled pieces out.

A line of the table is a digest of the characters around a figure, where its phrase begins (counted from the figure's
first character) and how long it is: no words. A figure of the corpus with that digest has that phrase. Of
``新增`` ``12条`` ``公交线路`` the phrase begins at 3 and is 4 long.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from taizhang.engine.model import Clause, Mention

TABLE = Path(__file__).with_suffix(".tsv")
AROUND = 20
"""How many characters on each side of a figure its digest is made of."""
NEAR = 5
"""The most figures on each side of a labelled one that are kept with it."""
LEAD = 80
"""The most characters of its line that are kept before the first of them."""
GROUP = 20
"""How many labelled figures are put together into one reading."""


class Labelled(NamedTuple):
    """A few sentences with their figures, and the phrase of some of them by number."""

    text: str
    mentions: tuple[Mention, ...]
    clauses: tuple[Clause, ...]
    phrases: dict[int, str]


def digest(text: str, mention: Mention) -> str:
    """What names a figure in the table."""
    around = text[max(0, mention.start - AROUND) : mention.end + AROUND]
    return hashlib.sha256(around.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def read_labels(path: Path = TABLE) -> dict[str, tuple[int, int]]:
    """Where the phrase of each figure begins, and its length, by digest."""
    rows = (line.split("\t") for line in path.read_text(encoding="ascii").splitlines())
    return {name: (int(start), int(size)) for name, start, size in rows}


def find_labelled(
    readings: Iterable[tuple[str, Sequence[Mention], Sequence[Clause]]], labels: dict[str, tuple[int, int]]
) -> Iterator[Labelled]:
    """The labelled figures of the corpus, each with the sentences around it."""
    for text, mentions, clauses in readings:
        for i, mention in enumerate(mentions):
            if label := labels.get(digest(text, mention)):
                yield _cut_out(text, mentions, clauses, i, label)


def _cut_out(
    text: str, mentions: Sequence[Mention], clauses: Sequence[Clause], i: int, label: tuple[int, int]
) -> Labelled:
    start, size = mentions[i].start + label[0], label[1]
    low, high, sentence = i, i + 1, clauses[i].sentence
    while low and clauses[low - 1].sentence >= sentence - 1 and i - low < NEAR:
        low -= 1
    while high < len(mentions) and clauses[high].sentence == sentence and high - i < NEAR:
        high += 1
    begin = max(text.rfind("\n", 0, clauses[low].start) + 1, clauses[low].start - LEAD)
    begin = max(0, min(begin, start))
    while low and clauses[low - 1].start >= begin:
        low -= 1
    end = max(clauses[high - 1].end, start + size) + 1
    words = text[begin:end]
    return Labelled(
        words,
        tuple(_shift(mention, -begin) for mention in mentions[low:high]),
        tuple(c._replace(start=max(0, c.start - begin), end=c.end - begin) for c in clauses[low:high]),
        {i - low: words[start - begin : start - begin + size]},
    )


def _shift(mention: Mention, by: int) -> Mention:
    return mention._replace(start=mention.start + by, end=mention.end + by, number_end=mention.number_end + by)


def join_labelled(parts: Sequence[Labelled]) -> Labelled:
    """Several pieces as one text of a line each, their sentences numbered apart."""
    text, sentence = "", 0
    mentions: list[Mention] = []
    clauses: list[Clause] = []
    phrases: dict[int, str] = {}
    for part in parts:
        phrases.update({len(mentions) + at: phrase for at, phrase in part.phrases.items()})
        mentions.extend(_shift(mention, len(text)) for mention in part.mentions)
        first, last = part.clauses[0].sentence, part.clauses[-1].sentence
        clauses.extend(
            c._replace(start=c.start + len(text), end=c.end + len(text), sentence=c.sentence - first + sentence)
            for c in part.clauses
        )
        text, sentence = text + part.text + "\n", sentence + last - first + 2
    return Labelled(text, tuple(mentions), tuple(clauses), phrases)
