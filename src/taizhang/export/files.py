"""Write results whole or not at all.

What enters is bytes and a path. A file is written beside its target under another name and then takes its place, so a
reader sees the old file or the new one, never half of one. A path that is no regular file (``/dev/stdout``, a
FIFO) is written to directly and never replaced.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from taizhang.errors import OutputError, describe_os_error

_DEVICES = ("/dev/", "/proc/")


def write_file(path: str | Path, data: bytes) -> None:
    """Write ``data`` to ``path``. Raises ``OutputError`` and leaves nothing behind where that cannot be done."""
    write_files({Path(path): data})


def write_folder(folder: str | Path, files: Mapping[str, bytes]) -> None:
    """Write all of ``files`` (name, bytes) into ``folder``, made where it is missing; all of them or none."""
    folder = Path(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(str(folder), reason=describe_os_error(error)) from error
    write_files({folder / name: data for name, data in files.items()})


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write every file beside its target first, then let all of them take their places."""
    ready: list[tuple[str, str]] = []
    try:
        for path, data in files.items():
            try:
                if _is_device(path):
                    _append(path, data)
                else:
                    ready.append(_write_beside(path, data))
            except OSError as error:
                raise OutputError(str(path), reason=describe_os_error(error)) from error
        while ready:
            beside, target = ready[0]
            try:
                os.replace(beside, target)  # noqa: PTH105  # strings all through: realpath gives one
            except OSError as error:
                raise OutputError(target, reason=describe_os_error(error)) from error
            ready.pop(0)
    finally:
        for beside, _ in ready:
            with suppress(OSError):
                os.unlink(beside)  # noqa: PTH108


def _is_device(path: Path) -> bool:
    if os.path.abspath(path).startswith(_DEVICES):  # noqa: PTH100  # resolve() would follow /dev/stdout
        return True
    return path.exists() and not path.is_file() and not path.is_dir()


def _append(path: Path, data: bytes) -> None:
    """Write to what is already there; appending, so that a redirected ``/dev/stdout`` keeps what stands in it."""
    handle = os.open(path, os.O_WRONLY | os.O_APPEND)
    with os.fdopen(handle, "wb") as file:
        file.write(data)


def _write_beside(path: Path, data: bytes) -> tuple[str, str]:
    """Write ``data`` beside the target of ``path`` (a link stays a link); return both names."""
    target = os.path.realpath(path)
    mode = None
    if os.path.lexists(target):
        if os.path.isdir(target):  # noqa: PTH112
            raise IsADirectoryError(21, os.strerror(21))
        if not os.access(target, os.W_OK):
            raise PermissionError(13, os.strerror(13))
        mode = stat.S_IMODE(os.stat(target).st_mode)  # noqa: PTH116
    folder, name = os.path.split(target)
    beside = os.path.join(folder, f".{name[:60]}.{os.getpid()}.part")  # noqa: PTH118
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            os.chmod(beside, mode)  # noqa: PTH101
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)  # noqa: PTH108
        raise
    return beside, target
