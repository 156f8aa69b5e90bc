"""Files spoilt at random, and what a reader may do with them: give a text or an ``InputError``, soon, touching nothing.

``spoil(page, extras)`` gives variants of ``page``: bytes changed, pieces dropped, doubled, moved, or put in from
``extras``.
``Watch`` hears of every file opened for writing and every connection, by the hooks of the interpreter itself.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from time import perf_counter

from hypothesis import strategies as st

from taizhang.engine.model import SourceText
from taizhang.errors import InputError

LONGEST = 5.0
"""Seconds that a spoilt file may take."""

_CHANGES = ("flip", "drop", "double", "move", "put", "cut")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_TOUCHING = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "shutil.move", "shutil.rmtree"}
_REACHING = {"socket.connect", "socket.getaddrinfo", "urllib.Request", "subprocess.Popen", "os.system"}


def spoil(whole: bytes, extras: Sequence[bytes] = ()) -> st.SearchStrategy[bytes]:
    """Variants of ``whole`` after one to eight changes."""
    change = st.tuples(
        st.sampled_from(_CHANGES),
        st.floats(0, 1),
        st.integers(1, max(1, len(whole) // 3)) | st.integers(1, 40),
        st.binary(min_size=1, max_size=8) | st.sampled_from([*extras, b"\0"]),
    )
    return st.lists(change, min_size=1, max_size=8).map(lambda changes: _apply(whole, changes))


def _apply(data: bytes, changes: Sequence[tuple[str, float, int, bytes]]) -> bytes:
    for kind, share, length, extra in changes:
        at = int(share * len(data))
        end = at + length
        match kind:
            case "flip":
                data = data[:at] + bytes(byte ^ extra[0] for byte in data[at : at + 1]) + data[at + 1 :]
            case "drop":
                data = data[:at] + data[end:]
            case "double":
                data = data[:end] + data[at:end] + data[end:]
            case "move":
                data = data[end:] + data[at:end] + data[:at]
            case "put":
                data = data[:at] + extra + data[at:]
            case _:
                data = data[:at] if share > 0.5 else data[at:]
    return data


class Watch:
    """Hears what the interpreter does. Hooks cannot be taken off again, so there is one, and it listens when asked."""

    def __init__(self) -> None:
        self._heard: list[str] | None = None
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[object, ...]) -> None:
        if self._heard is None:
            return
        if (
            event in _TOUCHING
            or event in _REACHING
            or (event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING)
        ):
            self._heard.append(f"{event} {arguments!r}")

    @contextmanager
    def listening(self) -> Iterator[list[str]]:
        """What is touched or reached meanwhile."""
        self._heard = heard = []
        try:
            yield heard
        finally:
            self._heard = None


WATCH = Watch()


def read_spoilt(read: Callable[[], SourceText]) -> SourceText | None:
    """What reading gives, None for an ``InputError`` of one line; fails where it is slow, writes or calls out."""
    start, line = perf_counter(), ""
    with WATCH.listening() as heard:
        try:
            source = read()
        except InputError as error:
            source, line = None, str(error)
    assert len(line.splitlines()) <= 1
    assert perf_counter() - start < LONGEST
    assert heard == []
    if source is not None:
        assert source.text.strip()
        assert all(0 <= a < b <= len(source.text) for a, b in source.asides)
        assert all(0 <= box.span.start <= box.span.end <= len(source.text) for box in source.boxes)
        assert all(box.page >= 1 and box.left <= box.right and box.top <= box.bottom for box in source.boxes)
    return source
