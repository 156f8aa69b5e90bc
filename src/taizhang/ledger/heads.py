"""Heads of the journal, kept outside the database: a line a day in ``heads.tsv`` of the data folder.

What enters is the journal, what leaves is ``2026-03-08<TAB>412<TAB>hash``: written with the first action of a day, for
the chain as it then stands. A database that was tampered with cannot change what stands here, nor what people copied.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import BinaryIO, NamedTuple

from django.conf import settings
from django.utils import timezone

from taizhang.ledger.models import Head

FILE = "heads.tsv"


class KeptHead(NamedTuple):
    """The head of the journal on a day."""

    day: str
    seq: int
    hash: str


def keep_head(today: date | None = None) -> None:
    """Write down the head, once a day."""
    day = (today or timezone.localdate()).isoformat()
    kept = read_heads()
    if kept and kept[-1].day >= day:
        return
    head = Head.objects.get(id=1)
    folder = Path(settings.DATA)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / FILE).open("ab+") as file:
        begin = b"\n" if _is_cut(file) else b""
        file.write(begin + f"{day}\t{head.seq}\t{head.hash}\n".encode("ascii"))
        file.flush()
        os.fsync(file.fileno())


def _is_cut(file: BinaryIO) -> bool:
    """Whether a kill cut the last line short."""
    if not file.seek(0, os.SEEK_END):
        return False
    file.seek(-1, os.SEEK_END)
    return file.read(1) != b"\n"


def read_heads() -> tuple[KeptHead, ...]:
    """The heads written down, oldest first; a line that a kill cut short is passed over."""
    try:
        lines = (Path(settings.DATA) / FILE).read_text(encoding="ascii").split("\n")
    except FileNotFoundError:
        return ()
    parts = (line.split("\t") for line in lines)
    return tuple(KeptHead(p[0], int(p[1]), p[2]) for p in parts if len(p) == 3 and p[1].isdigit() and len(p[2]) == 64)
