"""Make ``rules/seams.npz``: the weights by which ``engine/restore.py`` says whether words read on across a break.

    .venv/bin/python scripts/train_seams.py ../shared

Needs the extra ``[train]`` and a folder with ``corpus/reports.parquet``, and ``reports`` whose validation texts are
kept out. Positive samples are places inside sentences; negative ones are ends of sentences with their mark left out,
or such places, before the beginning of another sentence. The table holds no words, only weights in hashed buckets.
"""

from __future__ import annotations

import argparse
import random
import re
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

from taizhang.engine.restore.seams import SEAM_BUCKETS, SEAM_SCALE, hash_seam

VALIDATION = ("03", "05", "08", "12", "14", "31", "37", "40", "43", "48")
PER_REPORT = 500
SEED = 20260101
LOST_MARKS = 0.8
"""The share of negative samples that are ends of sentences; in the others a cut sentence meets another's beginning."""

_SENTENCE = re.compile(r"[。！？!?\n]+[\s　]*")
_HEADING = re.compile(r"[（(]?[一二三四五六七八九十\d]+[、）).]|第[一二三四五六七八九十]+|[—*#\[>（(《“]")


def read_texts(shared: Path) -> list[str]:
    """The corpus without the reports that the validation excerpts are cut from."""
    excerpts = [(shared / "reports" / f"local-{n}.txt").read_text(encoding="utf-8") for n in VALIDATION]
    probes = [text[at : at + 30] for text in excerpts for at in (len(text) // 3, len(text) // 2, 2 * len(text) // 3)]
    texts = pq.read_table(shared / "corpus" / "reports.parquet").column("text").to_pylist()
    return [text for text in texts if not any(probe in text for probe in probes)]


def sample_seams(text: str, rng: random.Random) -> list[tuple[str, str, int]]:
    """(words before, words after, 1 where they are of one sentence) of one report."""
    found: list[tuple[str, str, int]] = []
    sentences = [s for s in _SENTENCE.split(text.replace("*", "")) if len(s) > 8]
    for _ in range(PER_REPORT):
        sentence = rng.choice(sentences)
        at = rng.randrange(3, len(sentence) - 3)
        place = rng.randrange(len(sentences) - 1)
        before, after = sentences[place], sentences[place + 1]
        found.append((sentence[at - 3 : at], sentence[at : at + 3], 1))
        if not _HEADING.match(after):
            found.append((before[-3:] if rng.random() < LOST_MARKS else sentence[at - 3 : at], after[:3], 0))
    return found


def main() -> None:
    """Train, say the accuracy on a tenth of the reports kept out, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    shared = parser.parse_args().shared
    rng = random.Random(SEED)  # noqa: S311
    seams = [sample_seams(text, rng) for text in read_texts(shared)]
    kept_out, used = [s for x in seams[::10] for s in x], [s for i, x in enumerate(seams) if i % 10 for s in x]
    model = LogisticRegression(C=0.5, solver="lbfgs", max_iter=60)
    model.fit(to_matrix(used), [label for _, _, label in used])
    scale = 1 / SEAM_SCALE
    weights = np.clip(np.round(model.coef_[0] * scale), -127, 127).astype(np.int8)
    bias = np.int16(round(float(model.intercept_[0]) * scale))
    scores = (to_matrix(kept_out) @ weights.astype(np.int64) + bias) * SEAM_SCALE
    labels = np.array([label for _, _, label in kept_out])
    for limit in (-2, -1, 0, 1, 2):
        hit, false = (scores[labels == 1] > limit).mean(), (scores[labels == 0] > limit).mean()
        print(f"limit {limit:+d}: {hit:.3f} of {labels.sum()} seams, {false:.3f} of {(labels == 0).sum()} ends taken")
    target = Path(__file__).parents[1] / "src" / "taizhang" / "rules" / "seams.npz"
    np.savez_compressed(target, weights=weights, bias=bias)


def to_matrix(seams: list[tuple[str, str, int]]) -> sp.csr_matrix:
    """One row a seam, one column a bucket."""
    columns = np.array([hash_seam(before, after) for before, after, _ in seams])
    rows = np.repeat(np.arange(len(seams)), columns.shape[1])
    ones = np.ones(columns.size, dtype=np.int64)
    return sp.csr_matrix((ones, (rows, columns.ravel())), shape=(len(seams), SEAM_BUCKETS))


if __name__ == "__main__":
    main()
