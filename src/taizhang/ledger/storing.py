"""Files as they came, byte for byte, in the data folder by their hash.

What enters is bytes, what leaves is a ``StoredFile``; the same bytes are kept once. A file is whole or not there: it is
written beside and takes its name when it is on the disk.
"""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from taizhang.errors import FileMissing, OutputError, describe_os_error
from taizhang.ledger.models import StoredFile


def store_file(data: bytes) -> StoredFile:
    """Keep ``data``. Raises ``OutputError`` where the disk refuses."""
    digest = sha256(data).hexdigest()
    path = path_of(digest)
    try:
        if not path.exists():
            _write(path, data)
    except OSError as error:
        raise OutputError(path.name, reason=describe_os_error(error)) from error
    stored, _ = StoredFile.objects.get_or_create(sha256=digest, defaults={"size": len(data)})
    return stored


def load_file(stored: StoredFile) -> bytes:
    """The bytes as they came. Raises ``FileMissing`` where they are gone or are others than they were."""
    try:
        data = path_of(stored.sha256).read_bytes()
    except OSError as error:
        raise FileMissing(stored.sha256, reason=describe_os_error(error)) from error
    if sha256(data).hexdigest() != stored.sha256:
        raise FileMissing(stored.sha256)
    return data


def path_of(digest: str) -> Path:
    """Where the bytes of a hash lie."""
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(path)
        except OSError:
            with suppress(OSError):
                Path(file.name).unlink()
            raise
