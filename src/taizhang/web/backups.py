"""A backup: everything that the site keeps, in one file, and back again.

What enters is the database and the data folder, what leaves is a ``.tar.gz`` of the rows as JSON, one a line (of
SQLite and PostgreSQL alike, so that one may be moved to the other), the uploaded files, the daily heads, and a list of
hashes. Files are only ever added, so that a copy made while the site runs has all that its rows name.
"""

from __future__ import annotations

import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.serializers import serialize, sort_dependencies
from django.core.serializers.base import DeserializationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, transaction

from taizhang.errors import DocumentBroken, FileMissing, OutputError, OutputTaken, Said, describe_os_error
from taizhang.ledger.heads import FILE as HEADS
from taizhang.ledger.journal import show_head, verify_journal
from taizhang.ledger.models import Event, Head, User
from taizhang.version import __version__
from taizhang.web.serving import migrate

SCHEMA = "taizhang.backup/1"
_ROWS, _LIST, _FILES = "rows.jsonl", "backup.json", "files"
_KEPT = ("catalog", "ledger")
"""The apps whose rows are kept. Sessions, lock-outs and jobs are not: people sign in anew, jobs are queued anew."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is in a backup: how many uploaded files, and the head of its journal."""

    files: int
    head: str


def write_backup(path: Path) -> Facts:
    """Write everything into ``path``, whole or not at all. Raises ``OutputError``."""
    beside = path.with_name(f".{path.name}.tmp")
    try:
        with TemporaryDirectory(prefix="taizhang-") as folder:
            facts = _collect(Path(folder))
            with beside.open("wb") as file:
                with tarfile.open(fileobj=file, mode="w:gz") as archive:
                    for part in sorted(Path(folder).iterdir()):
                        archive.add(part, part.name)
                file.flush()
                os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise OutputError(str(path), reason=describe_os_error(error)) from error
    finally:
        with suppress(OSError):
            beside.unlink()
    return facts


def read_backup(path: Path) -> Facts:
    """Restore what ``write_backup`` wrote, into an empty database and data folder.

    Raises ``FileMissing``, ``DocumentBroken`` where the archive is not whole, ``OutputTaken`` where there is something
    already: nothing is written then.
    """
    if not path.is_file():
        raise FileMissing(str(path))
    with TemporaryDirectory(prefix="taizhang-") as name:
        folder = Path(name)
        _unpack(path, folder)
        listed = _check(folder, str(path))
        migrate()
        if User.objects.exists() or Event.objects.exists():
            raise OutputTaken(str(settings.DATA), reason=Said("数据库里已有数据", "the database holds data already"))
        with transaction.atomic():
            _load_rows(folder / _ROWS, str(path))
            verdict = verify_journal()
            if not verdict.is_whole or show_head(verdict) != listed["head"]:
                raise DocumentBroken(str(path), reason=Said("操作记录校验不符", "the journal does not verify"))
            _load_files(folder)
    return Facts(len(listed["hashes"]), listed["head"])


def _collect(folder: Path) -> Facts:
    """Lay out in ``folder`` what goes into the archive."""
    with _snapshot():
        _dump_rows(folder / _ROWS)
        head = show_head(Head.objects.get(id=1))
    data = Path(settings.DATA)
    if (data / HEADS).is_file():
        shutil.copy2(data / HEADS, folder / HEADS)
    if Path(settings.MEDIA_ROOT).is_dir():
        shutil.copytree(settings.MEDIA_ROOT, folder / _FILES, ignore=shutil.ignore_patterns(".*"))
    hashes = sorted(file.name for file in _uploads(folder))
    listed = {
        "schema": SCHEMA, "version": __version__, "head": head, "hashes": hashes,
        "rows": sha256((folder / _ROWS).read_bytes()).hexdigest(),
    }  # fmt: skip
    (folder / _LIST).write_text(json.dumps(listed, indent=1), encoding="utf-8")
    return Facts(len(hashes), head)


class _Exact(DjangoJSONEncoder):
    """Django's own cuts moments to thousandths of a second."""

    def default(self, value: Any) -> Any:
        """A moment whole."""
        return value.isoformat() if isinstance(value, datetime) else super().default(value)


def _dump_rows(path: Path) -> None:
    """All rows, one a line, in an order in which each comes after those that it names."""
    listed = [(apps.get_app_config(label), None) for label in _KEPT]
    with path.open("w", encoding="utf-8") as file:
        for model in sort_dependencies(listed):
            rows = model._base_manager.order_by("pk").iterator(500)  # noqa: SLF001 - Django's public name for it
            serialize("jsonl", rows, stream=file, cls=_Exact)


@contextmanager
def _snapshot() -> Iterator[None]:
    """A transaction that sees one moment of the database. SQLite's write lock does so by itself."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _unpack(path: Path, folder: Path) -> None:
    try:
        with tarfile.open(path, "r:gz") as archive:
            archive.extractall(folder, filter="data")
    except (tarfile.TarError, OSError, EOFError) as error:
        raise DocumentBroken(str(path), reason=Said("不是完整的备份文件", "it is no whole backup")) from error


def _check(folder: Path, where: str) -> dict[str, Any]:
    """The list of a backup, after everything in it was held against it."""
    wrong = Said("备份不完整或被改动", "the backup is not whole, or was changed")
    try:
        listed: dict[str, Any] = json.loads((folder / _LIST).read_text(encoding="utf-8"))
        is_whole = listed["schema"] == SCHEMA and sha256((folder / _ROWS).read_bytes()).hexdigest() == listed["rows"]
        names = sorted(file.name for file in _uploads(folder))
        is_whole = is_whole and names == listed["hashes"]
        is_whole = is_whole and all(sha256(file.read_bytes()).hexdigest() == file.name for file in _uploads(folder))
    except (OSError, ValueError, KeyError) as error:
        raise DocumentBroken(where, reason=wrong) from error
    if not is_whole:
        raise DocumentBroken(where, reason=wrong)
    return listed


def _uploads(folder: Path) -> Iterator[Path]:
    return (file for file in (folder / _FILES).rglob("*") if file.is_file())


def _load_rows(rows: Path, where: str) -> None:
    Head.objects.all().delete()
    try:
        call_command("loaddata", str(rows), verbosity=0)
    except (DeserializationError, IntegrityError) as error:
        wrong = Said("备份的内容与本版本不合", "its rows are not of this version")
        raise DocumentBroken(where, reason=wrong) from error


def _load_files(folder: Path) -> None:
    data = Path(settings.DATA)
    data.mkdir(parents=True, exist_ok=True)
    if (folder / HEADS).is_file():
        shutil.copy2(folder / HEADS, data / HEADS)
    if (folder / _FILES).is_dir():
        shutil.copytree(folder / _FILES, settings.MEDIA_ROOT, dirs_exist_ok=True)
