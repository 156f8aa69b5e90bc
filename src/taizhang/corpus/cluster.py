"""An archive compiled on many machines: the function of ``compiling`` on daft and Ray (extra ``[cluster]``).

What enters are batches, what leaves are the same parts as on one machine: daft sends rows to where there is room, the
results come back here, and only this process writes. The input goes out in waves, so that neither this
machine nor the cluster holds an archive whole. A wave that fails because a machine was lost is sent again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from taizhang.corpus.compiling import compile_batch
from taizhang.corpus.inputs import BATCH, Batch
from taizhang.corpus.parts import write_part
from taizhang.corpus.running import Done, Engine, tell_done
from taizhang.corpus.schema import own_columns, result_schema
from taizhang.errors import ExtraMissing, WorkerLost

_WAVE = 256
"""Batches sent at once: some 2,000 reports, 40 million characters."""
_TRIES = 3


def ray_engine(address: str | None) -> Engine:
    """An engine on the Ray cluster at ``address`` (``ray://host:10001``, ``host:6379``); None: one of this machine.

    Raises ``ExtraMissing`` where daft or Ray is not installed.
    """
    try:
        import daft  # noqa: PLC0415 - an extra
        import ray  # noqa: F401, PLC0415
    except ImportError as error:
        raise ExtraMissing("--engine ray", extra="cluster") from error
    daft.set_runner_ray(address, noop_if_initialized=True)

    def run(batches: Iterable[Batch], folder: Path) -> Iterator[Done]:
        todo = iter(batches)
        while wave := list(islice(todo, _WAVE)):
            yield from _run_wave(wave, folder)

    return run


def _run_wave(wave: Sequence[Batch], folder: Path) -> Iterator[Done]:
    given = [batch.load() for batch in wave]
    result = _compile_stubbornly(pa.Table.from_batches(given), folder)
    first = 0
    for batch, rows in zip(wave, given, strict=True):
        part = result.slice(first, len(rows)).combine_chunks().to_batches()[0]
        first += len(rows)
        write_part(folder, batch.number, part)
        yield tell_done(rows, part)


def _compile_stubbornly(given: pa.Table, folder: Path, tries: int = _TRIES) -> pa.Table:
    try:
        return _compile_far(given)
    except Exception as error:  # daft and Ray raise what they like when a machine goes
        if tries == 1:
            raise WorkerLost(str(folder)) from error
        return _compile_stubbornly(given, folder, tries - 1)


def _compile_far(given: pa.Table) -> pa.Table:
    """``compile_batch`` of ``given`` on the cluster, its rows in order."""
    import daft  # noqa: PLC0415

    schema = result_schema(own_columns(given.schema))
    names = given.schema.names
    result_type = daft.DataType.from_arrow_type(pa.struct(list(schema)))

    @daft.func.batch(return_dtype=result_type, batch_size=BATCH)  # type: ignore[untyped-decorator, unused-ignore]
    def compile_rows(*columns: Any) -> Any:
        arrays = [_plain(column.to_arrow(), kind) for column, kind in zip(columns, given.schema.types, strict=True)]
        done = compile_batch(pa.RecordBatch.from_arrays(arrays, schema=given.schema))
        return daft.Series.from_arrow(pa.StructArray.from_arrays(done.columns, fields=list(done.schema)))

    frame = daft.from_arrow(given).into_partitions(-(-len(given) // BATCH))
    done = frame.select(daft.col("report").alias("number"), compile_rows(*map(daft.col, names)).alias("done"))
    table = done.to_arrow().sort_by("number")
    rows = table.column("done").combine_chunks()
    arrays = [_plain(array, kind) for array, kind in zip(rows.flatten(), schema.types, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _plain(array: Any, kind: pa.DataType) -> pa.Array:
    """Daft has one width of strings and lists; ours are as the schema says."""
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    return array if array.type == kind else array.cast(kind)
