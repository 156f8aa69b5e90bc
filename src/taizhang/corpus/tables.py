"""From parts to tables: what enters is the results of batches in order, what leaves is a folder of Parquet files.

All files are written in a folder beside, which then takes its name: whoever finds ``OUT`` finds it whole. Row groups
follow the batches, so that the bytes are the same whatever number of processes or machines made the parts.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from taizhang.corpus.parts import Plan, write_whole
from taizhang.corpus.schema import SCHEMA, TABLES, table_schema
from taizhang.errors import OutputError, describe_os_error

SUMMARY = "corpus.json"
_ROWS = 32_768
"""Rows of a row group at least, where a table has so many."""
_TEXTS = 256
"""Reports of a row group: with their texts, some 15 MB."""

Parts = Callable[[], Iterator[pa.RecordBatch]]


@dataclass
class _Table:
    """A table being written: rows are held until they are enough for a row group."""

    name: str
    writer: pq.ParquetWriter
    schema: pa.Schema
    rows: int = 0
    held: list[pa.RecordBatch] = field(default_factory=list)

    def add(self, part: pa.RecordBatch) -> None:
        rows = _rows_of(self.name, part, self.schema)
        if len(rows):
            self.held.append(rows)
            self.rows += len(rows)
        if sum(map(len, self.held)) >= (_TEXTS if self.name == "reports" else _ROWS):
            self.flush()

    def flush(self) -> None:
        if self.held:
            self.writer.write_table(pa.Table.from_batches(self.held).combine_chunks())
            self.held.clear()


def write_tables(folder: Path, parts: Parts, own: pa.Schema, plan: Plan) -> dict[str, int]:
    """Write all tables of ``parts`` into ``folder``, with a summary of them; the number of rows by table.

    Raises ``OutputError``; what was written then is not in its place yet.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with ThreadPoolExecutor(min(len(TABLES), os.cpu_count() or 1)) as threads:
            counts = dict(zip(TABLES, threads.map(lambda name: _write_table(folder, name, parts, own), TABLES)))
        summary = {
            "schema": SCHEMA, "engine": plan.engine, "rules": plan.rules, "input": plan.input, "digest": plan.digest,
            "rows": counts,
        }  # fmt: skip
        write_whole(folder / SUMMARY, json.dumps(summary, ensure_ascii=False, indent=1).encode() + b"\n")
    except OSError as error:
        raise OutputError(str(folder), reason=describe_os_error(error)) from error
    return counts


def _write_table(folder: Path, name: str, parts: Parts, own: pa.Schema) -> int:
    schema = table_schema(name, own)
    with pq.ParquetWriter(folder / f"{name}.parquet", schema, compression="zstd") as writer:
        table = _Table(name, writer, schema)
        for part in parts():
            table.add(part)
        table.flush()
        return table.rows


def _rows_of(name: str, part: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """The rows of one table in a part."""
    column = part.column("failure" if name == "failures" else name)
    if pa.types.is_list(column.type):
        numbers = part.column("report").take(pc.list_parent_indices(column))
        arrays = [numbers, *pc.list_flatten(column).flatten()]
    else:
        arrays = column.filter(column.is_valid()).flatten()
    return pa.RecordBatch.from_arrays(arrays, schema=schema)
