"""Sound PDFs spoilt at random, and what reading them comes to, in processes of their own.

PDFium is native code: were it to crash in the tests' own process, it would take them with it.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import time
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path

from documents.pdf import A4, Column, Line, Style, set_blocks, write
from documents.sample import Block
from raw_pdf import build_pages, build_pdf
from taizhang.errors import InputError
from taizhang.ingest.pdf import read_pdf

SLOWEST = 5.0
_TOKENS = (
    b"/Length",
    b"/Kids",
    b"/Count",
    b"stream",
    b"endobj",
    b"obj",
    b"R",
    b"Tm",
    b"Tf",
    b"/Type",
    b"[",
    b">>",
    b"xref",
)
_NUMBERS = (b"0", b"-1", b"1e38", b"99999999999", b"nan", b"4294967295", b"0.0000001", b"-2147483648")


def make_seeds(folder: Path) -> list[bytes]:
    """A few sound files of several kinds, small enough to be spoilt a thousand times."""
    rows = ["各位代表：今年的工作", "新增就业3.4万人，增长5%", "粮食总产量稳定在38亿斤以上"]
    texts = [Block(0, text * 4) for text in rows]
    columns = [Column(40 + 180 * n, 80, 160, 400) for n in range(3)]
    lines = list(set_blocks(texts, columns, lambda _: Style(9, 14)))
    write(folder / "seed.pdf", A4, [*lines, Line(0, 60, 60, 24, "甲市政府工作报告")], frames=[Column(30, 70, 500, 420)])
    return [build_pdf(rows), build_pages(3), (folder / "seed.pdf").read_bytes(), build_pdf(rows, page="/Rotate 90")]


def spoil(seed: int, sound: list[bytes]) -> bytes:
    """Random bytes, or a sound file with some of it changed, cut, doubled or moved."""
    draw = random.Random(seed)  # noqa: S311
    if draw.random() < 0.1:
        return b"%PDF-1.7\n"[: draw.randrange(10)] + draw.randbytes(draw.randrange(400))
    data = bytearray(draw.choice(sound))
    for _ in range(draw.choice((1, 1, 2, 5, 20))):
        at = draw.randrange(len(data) or 1)
        size = draw.choice((1, 1, 2, 8, 60))
        match draw.randrange(7):
            case 0:
                data[at : at + size] = draw.randbytes(size)
            case 1:
                del data[at : at + size * draw.choice((1, 20))]
            case 2:
                data[at:at] = data[at : at + size * 20]
            case 3:
                data[at : at + size] = draw.choice(_TOKENS)
            case 4:
                digits = [n for n in range(at, min(at + 400, len(data))) if chr(data[n]).isdigit()]
                if digits:
                    data[digits[0] : digits[0] + 1] = draw.choice(_NUMBERS)
            case 5:
                data = data[:at] if draw.random() < 0.2 else data
            case _:
                other = draw.choice(sound)
                data[at:at] = other[at : at + size * 10]
    return bytes(data)


def try_one(seed: int, sound: list[bytes]) -> tuple[int, float, str]:
    """The seed, how long reading took, and what went wrong; nothing where it did not."""
    data = spoil(seed, sound)
    begin = time.perf_counter()
    try:
        found = read_pdf(data, "x.pdf")
        wrong = "" if all(0 <= a <= b <= len(found.text) for a, b in found.asides) else "asides outside the text"
    except InputError as error:
        wrong = "" if "\n" not in error.line() else "more than one line"
    except Exception as error:  # noqa: BLE001  (that is what is looked for)
        wrong = repr(error)
    return seed, time.perf_counter() - begin, wrong


def run(seeds: range, folder: Path) -> list[tuple[int, float, str]]:
    """All that went wrong, seed by seed. A crash of the native code breaks the pool, and the test with it."""
    os.chdir(folder)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context, initializer=os.chdir, initargs=(folder,)) as pool:
        results = pool.map(try_one, seeds, repeat(make_seeds(folder)), chunksize=50)
        return [found for found in results if found[2] or found[1] > SLOWEST]
