"""An archive compiled on all cores: what enters is a path, what leaves is a folder of tables, or parts of a shard.

``compile_corpus(open_archive(Path("reports.parquet")), Path("out"), local_engine(2))`` has each batch compiled by a
process of a pool, which writes its result as a part, and at the end makes the tables of all parts. No more than two
batches a process are held at once.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyarrow as pa

from taizhang import rules
from taizhang.corpus.inputs import BATCH, Archive, Batch, open_archive
from taizhang.corpus.parts import Plan, drop_leavings, open_parts, read_parts, read_plan, write_part
from taizhang.corpus.schema import REPORTS, SCHEMA, own_columns
from taizhang.corpus.tables import SUMMARY, write_tables
from taizhang.errors import OutputError, OutputTaken, Said, UsageError, WorkerLost, describe_os_error
from taizhang.version import __version__

_OBJECTS = 50_000
"""New objects from which on garbage is looked for; a report makes some twenty thousand, nearly all of them kept."""


@dataclass(frozen=True, slots=True)
class Done:
    """A batch that is done: its reports, their characters, and how many failed. ``is_old``: in an earlier run."""

    reports: int
    characters: int = 0
    failures: int = 0
    is_old: bool = False


Progress = Callable[[Done], None]
Engine = Callable[[Iterable[Batch], Path], Iterator[Done]]
"""Takes batches and the folder of parts, writes the part of each, and tells of each when it is written."""


def plan_corpus(archive: Archive, shard: tuple[int, int] = (0, 1)) -> Plan:
    """The plan of ``archive`` with this version; ``shard`` is a number from 0 and how many there are."""
    return Plan(SCHEMA, __version__, rules.version(), archive.name, archive.digest, archive.reports, BATCH, *shard)


def compile_corpus(
    archive: Archive, out: Path, engine: Engine, shard: tuple[int, int] = (0, 1), tell: Progress = lambda _: None
) -> dict[str, int]:
    """Compile ``archive`` into ``out``; the rows by table, of a shard only the number of its ``parts``.

    What an earlier run left in ``out.partial`` is gone on with. Raises
    ``OutputError``, ``OutputTaken`` and ``WorkerLost``.
    """
    plan = plan_corpus(archive, shard)
    partial = out.with_name(f"{out.name}.partial")
    _check_free(out, partial)
    have = open_parts(partial, plan)
    drop_leavings(partial)
    for number in have:
        tell(Done(_reports_in(number, archive.reports), is_old=True))
    wanted = frozenset(plan.batches) - have
    for done in engine((batch for batch in archive.batches() if batch.number in wanted), partial) if wanted else ():
        tell(done)
    if shard[1] > 1:
        _take_place(partial, out)
        return {"parts": len(plan.batches)}
    return _finish([partial], plan, out, own_columns(archive.schema), partial)


def merge_shards(folders: Sequence[Path], out: Path) -> dict[str, int]:
    """The tables of all shards in ``folders``, the same bytes as without shards. Raises as ``compile_corpus``."""
    plans = sorted(((_shard_plan(folder), folder) for folder in folders), key=lambda pair: pair[0].shard)
    first = plans[0][0]
    if not all(plan.is_like(first) for plan, _ in plans) or [p.shard for p, _ in plans] != list(range(first.shards)):
        have = "、".join(str(plan.shard + 1) for plan, _ in plans)
        reason = Said(
            f"应是同一输入、同一版本的第 1 至 {first.shards} 片，现有第 {have} 片",
            f"shards 1 to {first.shards} of one input and version are needed, these are {have}",
        )
        raise UsageError(str(folders[0]), reason=reason)
    partial = out.with_name(f"{out.name}.partial")
    _check_free(out, partial)
    shutil.rmtree(partial, ignore_errors=True)
    ordered = [folder for _, folder in plans]
    own = _own_columns_of(ordered, first)
    return _finish(ordered, first, out, own, partial)


def _own_columns_of(folders: Sequence[Path], plan: Plan) -> pa.Schema:
    part = next(read_parts(folders, min(1, -(-plan.reports // plan.batch))))
    known = {field.name for field in part.schema.field("reports").type}
    return pa.schema([f for f in part.schema.field("reports").type if f.name in known - {name for name, _ in REPORTS}])


def _shard_plan(folder: Path) -> Plan:
    plan = read_plan(folder)
    if plan is None or plan.shards < 2:
        raise UsageError(
            str(folder), reason=Said("这不是 --shard 写出的文件夹", "this is no folder that --shard wrote")
        )
    return plan


def _finish(folders: Sequence[Path], plan: Plan, out: Path, own: pa.Schema, partial: Path) -> dict[str, int]:
    batches = -(-plan.reports // plan.batch)
    tables = partial / "tables"
    counts = write_tables(tables, lambda: read_parts(folders, batches), own, plan)
    _take_place(tables, out)
    shutil.rmtree(partial, ignore_errors=True)
    return counts


def _check_free(out: Path, partial: Path) -> None:
    """Raise where ``out`` is taken; where it is whole, parts beside it are what a kill at the very end left."""
    if (out / SUMMARY).exists() or read_plan(out):
        left = read_plan(partial)
        if left is not None and left.shards == 1:
            shutil.rmtree(partial, ignore_errors=True)
        raise OutputTaken(str(out), reason=Said("里面已有完整的结果", "it holds whole tables already"))
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise OutputTaken(str(out), reason=Said("它不是空文件夹", "it is no empty folder"))


def _take_place(made: Path, out: Path) -> None:
    """Give ``made`` the name ``out`` in one step."""
    try:
        made.replace(out)
    except OSError as error:
        raise OutputError(str(out), reason=describe_os_error(error)) from error


def _reports_in(number: int, reports: int) -> int:
    return min(BATCH, reports - number * BATCH)


# ------------------------------------------------------------------------------------ on this machine


def local_engine(workers: int) -> Engine:
    """Compile on ``workers`` processes of this machine; 1: in this process."""

    def run(batches: Iterable[Batch], folder: Path) -> Iterator[Done]:
        if workers == 1:
            return (compile_part(batch, folder) for batch in batches)
        return _run_pool(batches, folder, workers)

    return run


def compile_part(batch: Batch, folder: Path) -> Done:
    """Compile one batch and write its part."""
    from taizhang.corpus.compiling import compile_batch  # noqa: PLC0415 - the engine is loaded where it is used

    given = batch.load()
    result = compile_batch(given)
    write_part(folder, batch.number, result)
    return tell_done(given, result)


def tell_done(given: pa.RecordBatch, result: pa.RecordBatch) -> Done:
    """What a batch amounted to."""
    characters = sum(len(text) for text in given.column("text").to_pylist() if text)
    return Done(len(given), characters, len(given) - result.column("failure").null_count)


def _run_pool(batches: Iterable[Batch], folder: Path, workers: int) -> Iterator[Done]:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["taizhang.corpus.compiling"])
    waiting: set[Future[Done]] = set()
    todo = iter(batches)
    with ProcessPoolExecutor(workers, context, initializer=_spare_tables) as pool:
        try:
            waiting.update(pool.submit(compile_part, batch, folder) for batch in islice(todo, 2 * workers))
            while waiting:
                finished, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                waiting.update(pool.submit(compile_part, batch, folder) for batch in islice(todo, len(finished)))
                yield from (future.result() for future in finished)
        except BrokenProcessPool as error:
            raise WorkerLost(str(folder)) from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _spare_tables() -> None:
    """Load the tables of rules, and keep the collector of garbage from going through them again and again."""
    import taizhang  # noqa: PLC0415 - in the worker only

    taizhang.read("二、2031年工作安排\n新建农村公路20公里，确保粮食产量稳定在30亿斤以上。")
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS, 20, 100)


def count_cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


__all__ = [
    "Done",
    "Engine",
    "compile_corpus",
    "count_cores",
    "local_engine",
    "merge_shards",
    "open_archive",
    "plan_corpus",
]
