"""The learned table of the stage ``kinds``: what each n-gram, place and pair of labels says.

What enters is the file ``rules/clauses.npz``, made by ``scripts/train_clauses.py``; what leaves is a ``Table`` of numpy
arrays. Of the n-gram ``新建`` it holds, for each of the ten labels and each place beside the clause, one byte.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from taizhang.engine.kinds.features import BITS, CONTEXTS, VERSION
from taizhang.engine.model import Kind
from taizhang.errors import RuleError
from taizhang.rules import path_of

TABLE = "clauses.npz"
KINDS = (Kind.RESULT, Kind.TARGET, Kind.TASK, Kind.PROBLEM, Kind.FRAMING)
LABELS = 2 * len(KINDS)
"""Label ``2 * kind`` begins an item, ``2 * kind + 1`` goes on with one."""

MOST = 256
"""How many packed rows may be added up: 256 times 127 is still below 2 ** 15."""
_LANES = np.uint64(0x8000_8000_8000_8000)

Floats = npt.NDArray[np.float32]


class Label(NamedTuple):
    """The kind of a clause, and whether it begins an item or goes on with the one before."""

    kind: Kind
    begins: bool


class Table(NamedTuple):
    """The learned table. ``grams`` times ``scale`` are weights; ``places`` and ``turns`` are weights as they stand."""

    rows: npt.NDArray[np.int32]
    """For each bucket of n-grams the row of its weights, 0 where it has none."""
    grams: npt.NDArray[np.int8]
    """``(rows, CONTEXTS * LABELS)``; row 0 is zero."""
    places: Floats
    """``(places, LABELS)``."""
    turns: Floats
    """``(4, LABELS, LABELS)``: the score of a label (third) after a label (second), by what lies between."""
    scale: float
    packed: npt.NDArray[np.uint64]
    """``grams``, four weights to a number, to be added up four at a time (``unpack``)."""


def pack(grams: npt.NDArray[np.int8]) -> npt.NDArray[np.uint64]:
    """Rows of bytes as rows of numbers that hold four each, a lane of 16 bits a byte.

    >>> rows = np.array([[1, -2, 3, -127]] * 2, dtype=np.int8)
    >>> unpack(pack(rows).sum(axis=0, keepdims=True)).tolist()
    [[2.0, -4.0, 6.0, -254.0]]
    """
    lanes = (grams.astype(np.int32) + 0x8000).astype(np.uint16)
    return lanes.view(np.uint64) - _LANES


def unpack(sums: npt.NDArray[np.uint64]) -> Floats:
    """The four numbers in each sum of at most ``MOST`` packed rows."""
    lanes = (sums + _LANES).view(np.uint16)
    return lanes.astype(np.float32) - np.float32(0x8000)


LABEL_AT = tuple(Label(kind, begins) for kind in KINDS for begins in (True, False))
"""The label of each number."""


@cache
def load_table() -> Table:
    """The table of ``rules/clauses.npz``, read once in a process. Raises ``RuleError`` where it fits other features."""
    with path_of(TABLE).open("rb") as file, np.load(file) as data:
        if int(data["version"]) != VERSION:
            raise RuleError(TABLE, reason=f"made for version {int(data['version'])} of the features, not {VERSION}")
        index = np.zeros(1 << BITS, dtype=np.int32)
        index[np.cumsum(data["steps"].astype(np.int64))] = np.arange(1, len(data["grams"]) + 1)
        grams = np.concatenate((np.zeros((1, CONTEXTS * LABELS), dtype=np.int8), data["grams"]))
        places, turns = data["places"].astype(np.float32), data["turns"].astype(np.float32)
        return Table(index, grams, places, turns, float(data["scale"]), pack(grams))
