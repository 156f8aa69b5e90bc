"""Clauses of the corpus, labelled by hand: a text and ``clause_labels.tsv`` in, runs of labelled clauses out.

A line of the table is a digest of a sentence with the characters around it, and a letter a clause: its kind, a capital
where it begins an item. Of ``新建公路20公里，方便群众出行。`` the letters are ``Tt``. No words are kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from taizhang.engine.model import Clause

TABLE = Path(__file__).with_suffix(".tsv")
LETTERS = "RGTPF"
AROUND = 20
"""How many characters on each side of a sentence its digest is made of too, for a short one may stand twice."""


class Run(NamedTuple):
    """Labelled clauses ``[first, last)`` of whole sentences in a row, with a letter each."""

    first: int
    last: int
    letters: str


def digest(text: str, start: int, end: int) -> str:
    """What names the sentence ``text[start:end]`` in the table."""
    around = text[max(0, start - AROUND) : end + AROUND]
    return sha256(around.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def read_labels(path: Path = TABLE) -> dict[str, str]:
    """The letters of each labelled sentence, by digest."""
    return dict(line.split("\t") for line in path.read_text(encoding="ascii").splitlines())


def to_number(letter: str) -> int:
    """The number of a label (``table.LABEL_AT``).

    >>> [to_number(letter) for letter in "RrF"]
    [0, 1, 8]
    """
    return 2 * LETTERS.index(letter.upper()) + letter.islower()


def find_runs(text: str, clauses: Sequence[Clause], labels: Mapping[str, str]) -> Iterator[Run]:
    """The labelled sentences of a text, those that follow each other as one run."""
    first, letters = 0, ""
    at = 0
    for _, group in groupby(clauses, key=lambda clause: clause.sentence):
        own = list(group)
        found = labels.get(digest(text, own[0].start, own[-1].end), "")
        if len(found) != len(own):
            found = ""
        if letters and not found:
            yield Run(first, at, letters)
            letters = ""
        if found and not letters:
            first = at
        letters += found
        at += len(own)
    if letters:
        yield Run(first, at, letters)
