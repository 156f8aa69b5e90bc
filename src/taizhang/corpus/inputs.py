"""An archive's reports, batch by batch: what enters is a path, what leaves is an ``Archive`` of ``RecordBatch``es.

A Parquet file gives its rows, a folder and a zip their files in the order of their paths, read by ``ingest``.
Batch 3 holds the reports 24 to 31 whoever asks for it. A file that cannot be read is a row with its
error in ``code`` and ``message``; an archive that cannot be read raises.
"""

from __future__ import annotations

import os
import tempfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

import pyarrow as pa
import pyarrow.parquet as pq

from taizhang.corpus.schema import GIVEN
from taizhang.errors import (
    ColumnMissing,
    DocumentBroken,
    DocumentSuspect,
    FileEmpty,
    FileMissing,
    FormatUnknown,
    InputError,
    Said,
    TaizhangError,
    describe_os_error,
)
from taizhang.ingest import ACCEPTED, open_source
from taizhang.ingest.titles import name_from_stem

BATCH = 8
"""Reports in a batch: some 150,000 characters, a fraction of a second of work."""
MOST_MEMBER = 64 << 20
_NEEDED = ("place", "level", "year", "title", "text")
_TEXT_TYPES = (pa.types.is_string, pa.types.is_large_string, pa.types.is_null)


@dataclass(frozen=True, slots=True)
class Batch:
    """A task: its number, and what ``load`` makes into its rows (``schema.GIVEN``), here or in another process."""

    number: int
    rows: pa.RecordBatch | None = None
    root: str = ""
    names: tuple[str, ...] = ()
    first: int = 0

    def load(self) -> pa.RecordBatch:
        """The rows, the files of a folder or zip read."""
        if self.rows is not None:
            return self.rows
        read = _read_members if Path(self.root).is_file() else _read_files
        rows = list(read(self.root, self.names))
        for number, row in enumerate(rows, self.first):
            row["report"] = number
        return pa.RecordBatch.from_pylist(rows, schema=GIVEN)


@dataclass(frozen=True, slots=True)
class Archive:
    """What an input holds: how many ``reports``, the schema of its batches, its ``digest``, and the batches.

    ``batches`` opens the archive anew and yields them in order.
    """

    name: str
    digest: str
    reports: int
    schema: pa.Schema
    batches: Callable[[], Iterator[Batch]]

    @property
    def count(self) -> int:
        """How many batches there are."""
        return -(-self.reports // BATCH)


def open_archive(path: Path) -> Archive:
    """The archive at ``path``. Raises an ``InputError`` where it is none, or holds nothing."""
    if path.is_dir():
        archive = _open_folder(path)
    elif not path.exists():
        raise FileMissing(str(path))
    elif path.suffix.lower() == ".zip":
        archive = _open_zip(path)
    elif path.suffix.lower() in {".parquet", ".pq"}:
        archive = _open_parquet(path)
    else:
        what = Said("它不是报告的汇集", "it is no archive of reports")
        raise FormatUnknown(
            str(path), suffix=what, accepted=Said(".parquet、.zip 和文件夹", ".parquet, .zip and folders")
        )
    if not archive.reports:
        raise FileEmpty(str(path), reason=Said("里面没有可读的报告", "there is no report in it"))
    return archive


# -------------------------------------------------------------------------------------------- Parquet


def _open_parquet(path: Path) -> Archive:
    try:
        with pq.ParquetFile(path) as file:
            given, reports = file.schema_arrow, file.metadata.num_rows
    except (pa.ArrowException, OSError) as error:
        raise _broken_parquet(path, error) from error
    schema = _given_schema(path, given)
    return Archive(path.name, _digest_file(path), reports, schema, lambda: _parquet_batches(path, schema))


def _given_schema(path: Path, given: pa.Schema) -> pa.Schema:
    """The columns of ``GIVEN``, then the table's own. Raises ``ColumnMissing``."""
    wrong = [name for name in _NEEDED if name not in given.names or not _serves(name, given.field(name).type)]
    if wrong:
        raise ColumnMissing(str(path), columns="、".join(wrong))
    own = [field for field in given if field.name not in (*GIVEN.names, *_TAKEN)]
    return pa.schema([*GIVEN, *own])


_TAKEN = ("area", "characters", "sections", "items", "quantities", "findings", "unread", "engine", "rules")
"""Columns that the table of reports has itself: an input's own of these names are not kept."""


def _serves(name: str, kind: pa.DataType) -> bool:
    if name == "year":
        return bool(pa.types.is_integer(kind) or pa.types.is_null(kind))
    return any(is_type(kind) for is_type in _TEXT_TYPES)


def _parquet_batches(path: Path, schema: pa.Schema) -> Iterator[Batch]:
    for number, rows in enumerate(_even(_read_rows(path, schema))):
        yield Batch(number, _complete(rows, schema, number * BATCH))


def _read_rows(path: Path, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    try:
        with pq.ParquetFile(path, pre_buffer=False) as file:
            columns = [name for name in file.schema_arrow.names if name in schema.names]
            yield from file.iter_batches(batch_size=BATCH, columns=columns, use_threads=False)
    except (pa.ArrowException, OSError) as error:
        raise _broken_parquet(path, error) from error


def _even(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.Table]:
    """The rows in tables of ``BATCH``, the last one shorter, wherever the row groups end."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        while sum(map(len, held)) >= BATCH:
            table = pa.Table.from_batches(held)
            yield table.slice(0, BATCH)
            held = table.slice(BATCH).to_batches()
    if sum(map(len, held)):
        yield pa.Table.from_batches(held)


def _complete(rows: pa.Table, schema: pa.Schema, first: int) -> pa.RecordBatch:
    """``rows`` with all the columns of ``schema``, numbered from ``first``."""
    count = len(rows)
    columns = []
    for field in schema:
        if field.name == "report":
            columns.append(pa.array(range(first, first + count), field.type))
        elif field.name in rows.column_names:
            columns.append(rows.column(field.name).combine_chunks().cast(field.type))
        else:
            columns.append(pa.nulls(count, field.type))
    return pa.RecordBatch.from_arrays([_one_chunk(c) for c in columns], schema=schema)


def _one_chunk(column: Any) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _broken_parquet(path: Path, error: Exception) -> InputError:
    reason = Said("不是完整的 Parquet 文件", "it is no whole Parquet file")
    if isinstance(error, OSError) and error.errno:
        reason = describe_os_error(error)
    return DocumentBroken(str(path), reason=reason)


# ------------------------------------------------------------------------------------- folder and zip


def _open_folder(path: Path) -> Archive:
    names = sorted(_walk(path), key=lambda name: PurePosixPath(name).parts)
    digest = sha256()
    for name in names:
        digest.update(f"{name}\0{(path / name).stat().st_size}\0".encode("utf-8", "surrogateescape"))
    return Archive(path.name, digest.hexdigest(), len(names), GIVEN, lambda: _named_batches(path, names))


def _walk(path: Path) -> Iterator[str]:
    """The files that can be read, as paths below ``path``; hidden ones and links are left out."""
    for folder, folders, files in os.walk(path):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            file = Path(folder, name)
            if _is_report(name) and not file.is_symlink():
                yield file.relative_to(path).as_posix()


def _is_report(name: str) -> bool:
    return not name.startswith((".", "~$")) and PurePosixPath(name).suffix.lower() in ACCEPTED


def _named_batches(path: Path, names: Sequence[str]) -> Iterator[Batch]:
    for number, first in enumerate(range(0, len(names), BATCH)):
        yield Batch(number, root=str(path), names=tuple(names[first : first + BATCH]), first=first)


def _read_files(root: str, names: Sequence[str]) -> Iterator[dict[str, Any]]:
    for name in names:
        yield _read_file(Path(root, name), name)


def _read_file(file: Path, name: str) -> dict[str, Any]:
    try:
        source = open_source(file)
    except TaizhangError as error:
        error.where = name
        return _failed(name, error)
    return {
        "path": name, "place": source.place, "year": source.year, "title": source.title, "text": source.text,
        "media_type": source.media_type, "sha256": source.sha256,
    }  # fmt: skip


def _failed(name: str, error: TaizhangError) -> dict[str, Any]:
    return {"path": name, "code": error.code, "message": error.line("zh")}


def _open_zip(path: Path) -> Archive:
    try:
        with ZipFile(path) as archive:
            names = sorted((_real_name(info), info.filename) for info in archive.infolist() if not info.is_dir())
    except (BadZipFile, OSError, NotImplementedError) as error:
        raise DocumentBroken(str(path), reason=Said("不是完整的 zip 文件", "it is no whole zip file")) from error
    wanted = [inside for name, inside in names if _is_report(PurePosixPath(name).name)]
    return Archive(path.name, _digest_file(path), len(wanted), GIVEN, lambda: _named_batches(path, wanted))


def _real_name(info: ZipInfo) -> str:
    """The name in the archive; one without the mark of UTF-8 is mostly of a Chinese Windows."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _read_members(root: str, names: Sequence[str]) -> Iterator[dict[str, Any]]:
    with ZipFile(root) as archive, tempfile.TemporaryDirectory(prefix="taizhang-") as folder:
        for name in names:
            info = archive.getinfo(name)
            yield _read_member(archive, info, Path(folder))


def _read_member(archive: ZipFile, info: ZipInfo, folder: Path) -> dict[str, Any]:
    """A member is written under a name of our own: what the archive calls it never reaches the file system."""
    name = _real_name(info)
    file = folder / f"0{PurePosixPath(name).suffix.lower()}"
    try:
        with archive.open(info) as member:
            file.write_bytes(_read_bounded(member, name))
        row = _read_file(file, name)
    except TaizhangError as error:
        return _failed(name, error)
    except (BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError, zlib.error):
        reason = Said("压缩包里的这个文件已损坏或加了密", "it is broken or encrypted in the archive")
        return _failed(name, DocumentBroken(name, reason=reason))
    if "text" in row:
        row["title"] = row["title"] or name_from_stem(PurePosixPath(name).stem)
    return row | {"path": name}


def _read_bounded(member: Any, name: str) -> bytes:
    data: bytes = member.read(MOST_MEMBER + 1)
    if len(data) > MOST_MEMBER:
        limit = f"{MOST_MEMBER >> 20} MB"
        raise DocumentSuspect(name, reason=Said(f"解压后超过 {limit}", f"it is over {limit} when unpacked"))
    return data


def _digest_file(path: Path) -> str:
    digest = sha256()
    try:
        with path.open("rb") as file:
            _feed(digest, file)
    except OSError as error:
        raise DocumentBroken(str(path), reason=describe_os_error(error)) from error
    return digest.hexdigest()


def _feed(digest: Any, file: BinaryIO) -> None:
    while block := file.read(1 << 20):
        digest.update(block)
