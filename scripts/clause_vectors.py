"""Say of n-grams what company they keep in a corpus of reports, so that words the labelled reports lack are known too.

What enters are the layouts of many reports without labels; what leaves is a row of ``SIZE`` numbers for every n-gram
that occurs often. N-grams that stand in like sections and sentences, beside like marks and like clauses, get like
rows: 荣获 is near 获评, for both stand in reviews, first in their clause, and beside figures. The rows are those of the
singular value decomposition of a matrix of positive pointwise mutual information.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp

from taizhang.engine.kinds.features import BITS, PLACE_NAMES, PLACE_STARTS, Layout, bucket_of

MARKERS = (
    *("以上", "左右", "以内", "超过", "突破", "达到", "力争", "确保", "完成", "实现", "新增", "新建", "了", "已", "将"),
    *("要", "的", "等", "是", "我们", "不", "推进", "加快", "建设", "增长", "成为", "荣获", "坚持", "让", "为", "以"),
    *("0%", "0个", "万人", "亿元", "公里"),
)
"""Words that tell much of a clause; ``0`` is any figure."""

SELDOM = 40
NEIGHBOURS = 400
"""How many of the commonest n-grams are looked for in the clauses beside."""

SIZE = 64
"""Numbers from each of the two views: place and markers, and the words of the neighbours."""

BATCH = 20
FLATTEN = 0.75
"""The power that tames the commonest company (as in word embeddings)."""

_TELLING = tuple(at for at, name in enumerate(PLACE_NAMES) if name not in ("分句长度", "年份"))

Floats32 = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Vectors:
    """``rows[i]`` belongs to the n-grams of bucket ``vocabulary[i]`` (rising)."""

    vocabulary: Ints
    rows: Floats32


def make_vectors(layouts: Sequence[Layout]) -> Vectors:
    """The vectors of all n-grams that occur ``SELDOM`` times or more."""
    seen = np.zeros(1 << BITS, dtype=np.int64)
    for layout in layouts:
        seen += np.bincount(layout.buckets, minlength=1 << BITS)
    vocabulary = np.flatnonzero(seen >= SELDOM)
    common = vocabulary[np.argsort(-seen[vocabulary], kind="stable")[:NEIGHBOURS]]
    places, words = (np.zeros((len(vocabulary), 0), dtype=np.float32) for _ in range(2))
    for own, of_places, of_words in _batches(layouts, vocabulary, common):
        places = (own.T @ of_places) + (places if places.size else 0)
        words = (own.T @ of_words) + (words if words.size else 0)
    rows = np.hstack([factorize(weigh_company(places), SIZE), factorize(weigh_company(words), SIZE)])
    return Vectors(vocabulary, rows)


def _batches(
    layouts: Sequence[Layout], vocabulary: Ints, common: Ints
) -> Iterator[tuple[sp.csr_matrix, Floats32, Floats32]]:
    """Of some reports at a time: the n-grams of each clause, its places and markers, and the words beside it."""
    markers = np.array([bucket_of(word) for word in MARKERS])
    for start in range(0, len(layouts), BATCH):
        own, places, words = [], [], []
        for layout in layouts[start : start + BATCH]:
            own.append(_hold(layout, vocabulary))
            marks = _hold(layout, markers).toarray()
            places.append(np.hstack([_stand(layout), marks, _look(marks, layout, 1), _look(marks, layout, 2)]))
            told = _hold(layout, common).toarray()
            words.append(np.hstack([_look(told, layout, context) for context in (1, 2, 3)]))
        yield sp.vstack(own, format="csr"), np.vstack(places), np.vstack(words)


def _hold(layout: Layout, buckets: Ints) -> sp.csr_matrix:
    """``(clauses, buckets)``: 1 where the clause holds an n-gram of the bucket."""
    column = np.full(1 << BITS, -1)
    column[buckets] = np.arange(len(buckets))
    at = column[layout.buckets]
    kept = at >= 0
    ones = np.ones(int(kept.sum()), dtype=np.float32)
    held = sp.csr_matrix((ones, (layout.owners[kept], at[kept])), shape=(len(layout.places), len(buckets)))
    held.sum_duplicates()
    held.data[:] = 1
    return held


def _stand(layout: Layout) -> Floats32:
    """``(clauses, places)``: 1 for each place of a clause that is not read off its own letters."""
    table = np.zeros((len(layout.places), int(PLACE_STARTS[-1])), dtype=np.float32)
    np.put_along_axis(table, layout.places[:, _TELLING], 1, axis=1)
    return table


def _look(table: Floats32, layout: Layout, context: int) -> Floats32:
    """The rows of ``table`` of the clauses that play a context, zeros where none does."""
    row = layout.neighbours[context]
    return np.where((row >= 0)[:, None], table[row], np.float32(0))


def weigh_company(counts: Floats32) -> Floats32:
    """The positive pointwise mutual information of rows and columns; columns hardly met are left out."""
    counts = counts[:, counts.sum(axis=0) > SELDOM]
    rows = np.maximum(counts.sum(axis=1, keepdims=True), 1)
    columns = counts.sum(axis=0, keepdims=True) ** FLATTEN
    weights: Floats32 = np.log(np.maximum(counts * columns.sum() / (rows * columns), 1)).astype(np.float32)
    return weights


def factorize(table: Floats32, size: int, sweeps: int = 3) -> Floats32:
    """The first ``size`` left singular vectors, each times the root of its value (by random projection, seeded)."""
    start = np.random.default_rng(0).normal(size=(table.shape[1], size + 10)).astype(np.float32)
    span = table @ start
    for _ in range(sweeps):
        span = table @ (table.T @ np.linalg.qr(span)[0])
    basis = np.linalg.qr(span)[0]
    left, values, _ = np.linalg.svd(basis.T @ table, full_matrices=False)
    rows: Floats32 = ((basis @ left)[:, :size] * np.sqrt(values[:size])).astype(np.float32)
    return rows
