"""Bytes of one file, safely: what enters is a path and a limit, what leaves is its bytes.

``read_bytes(Path("报告.txt"), 20 * MB)`` refuses a file of 100 MB by its size alone, a folder, and anything that is
not a regular file (a pipe would wait for ever), each with its own ``InputError``.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from taizhang.errors import FileEmpty, FileMissing, FileTooLarge, Said, describe_os_error

MB = 1_000_000

_FOLDER = Said("这是文件夹，不是文件", "it is a folder, not a file")
_NAME_A_FILE = Said("请写出其中的文件名（可以一次写几个）", "Name the files in it, one or several")
_SPECIAL = Said("这是管道或设备，不是普通文件", "it is a pipe or a device, not a regular file")
_SAVE_FIRST = Said("请先把内容存成文件", "Save its content as a file first")


def read_bytes(path: Path, limit: int) -> bytes:
    """The bytes of a regular file of at most ``limit`` bytes.

    Raises ``FileMissing``, ``FileEmpty`` and ``FileTooLarge``, the last without reading the file.
    """
    where = str(path)
    try:
        _refuse_status(path.stat(), where, limit)  # before opening: to open a device may already do something
        with open(path, "rb", opener=_open) as file:
            _refuse_status(os.fstat(file.fileno()), where, limit)
            data = _read_up_to(file, limit + 1)
    except OSError as error:
        raise FileMissing(where, reason=describe_os_error(error)) from error
    except ValueError as error:  # a NUL in the path
        raise FileMissing(where) from error
    if len(data) > limit:
        raise FileTooLarge(where, size=f"{limit // MB} MB +", limit=f"{limit // MB} MB")
    if not data:
        raise FileEmpty(where, reason=Said("文件是空的（0 字节）", "the file is empty (0 bytes)"))
    return data


def _open(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _read_up_to(file: BinaryIO, size: int) -> bytes:
    """In pieces: to ask for the limit at once would set aside as much memory."""
    pieces: list[bytes] = []
    while size > 0 and (piece := file.read(min(size, MB))):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _refuse_status(status: os.stat_result, where: str, limit: int) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise FileMissing(where, reason=_FOLDER, step=_NAME_A_FILE)
    if not stat.S_ISREG(status.st_mode):
        raise FileMissing(where, reason=_SPECIAL, step=_SAVE_FIRST)
    if status.st_size > limit:
        raise FileTooLarge(where, size=f"{status.st_size / MB:.1f} MB", limit=f"{limit // MB} MB")
