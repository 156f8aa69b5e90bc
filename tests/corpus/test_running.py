"""Running: the same bytes whoever does the work, after any break, and never half of it under the name of the whole."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from archives import REPORTS, read_bytes
from taizhang.corpus.inputs import Batch
from taizhang.corpus.parts import open_parts
from taizhang.corpus.running import (
    Done,
    compile_corpus,
    compile_part,
    local_engine,
    merge_shards,
    open_archive,
    plan_corpus,
)
from taizhang.corpus.schema import SCHEMA, TABLES, own_columns, table_schema
from taizhang.errors import OutputError, OutputTaken, UsageError


def test_two_workers_write_the_bytes_of_one(archive: Path, tables: Path, tmp_path: Path) -> None:
    compile_corpus(open_archive(archive), tmp_path / "out", local_engine(2))
    assert read_bytes(tmp_path / "out") == read_bytes(tables)


def test_every_report_is_in_reports_or_failures_once(tables: Path) -> None:
    read = pq.read_table(tables / "reports.parquet").column("report").to_pylist()
    failed = pq.read_table(tables / "failures.parquet").column("report").to_pylist()
    assert failed == [5]
    assert sorted(read + failed) == list(range(REPORTS))


def test_tables_have_the_documented_schema(archive: Path, tables: Path) -> None:
    own = own_columns(open_archive(archive).schema)
    for name in TABLES:
        found = pq.read_schema(tables / f"{name}.parquet")
        assert found.equals(table_schema(name, own))
        assert found.metadata[b"taizhang.schema"] == SCHEMA.encode()


def test_rows_join_by_report_and_id(tables: Path) -> None:
    items = {(r["report"], r["id"]) for r in pq.read_table(tables / "items.parquet").to_pylist()}
    quantities = pq.read_table(tables / "quantities.parquet").to_pylist()
    assert len(quantities) > REPORTS
    assert all((q["report"], q["item"]) in items for q in quantities)


def test_what_was_done_before_a_break_is_not_done_again(archive: Path, tables: Path, tmp_path: Path) -> None:
    made: list[int] = []

    def engine(batches: Iterable[Batch], folder: Path) -> Iterator[Done]:
        for batch in batches:
            if len(made) == 3:
                raise InterruptedError
            made.append(batch.number)
            yield compile_part(batch, folder)

    with pytest.raises(InterruptedError):
        compile_corpus(open_archive(archive), tmp_path / "out", engine)
    assert not (tmp_path / "out").exists()
    told: list[Done] = []
    compile_corpus(open_archive(archive), tmp_path / "out", local_engine(1), tell=told.append)
    assert sum(done.reports for done in told if done.is_old) == 24
    assert sum(done.reports for done in told) == REPORTS
    assert read_bytes(tmp_path / "out") == read_bytes(tables)
    assert not (tmp_path / "out.partial").exists()


def kill_and_resume(archive: Path, out: Path, delay: float) -> bool:
    """Start the command, kill it and all its workers after ``delay``; whether it was killed in time. Then finish."""
    command = [sys.executable, "-m", "taizhang", "corpus", str(archive), str(out), "--workers", "2"]
    process = subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(delay)
    was_running = process.poll() is None
    if was_running:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert not out.exists() or (out / "corpus.json").exists()
    if not (out / "corpus.json").exists():
        finished = subprocess.run(command, capture_output=True, text=True, check=False)
        assert finished.returncode in (0, 3), finished.stderr
    return was_running


def test_a_kill_loses_and_doubles_nothing(archive: Path, tables: Path, tmp_path: Path) -> None:
    moments = random.Random(time.time_ns())  # noqa: S311 - other moments each time
    killed = 0
    for at in range(10):
        killed += kill_and_resume(archive, tmp_path / f"out{at}", moments.uniform(0.1, 1.2))
        assert read_bytes(tmp_path / f"out{at}") == read_bytes(tables)
    assert killed


def test_shards_make_the_bytes_of_the_whole(archive: Path, tables: Path, tmp_path: Path) -> None:
    folders = [tmp_path / f"shard{at}" for at in range(4)]
    for at, folder in enumerate(folders):
        compile_corpus(open_archive(archive), folder, local_engine(1), (at, 4))
    merge_shards([folders[2], folders[0], folders[3], folders[1]], tmp_path / "out")
    assert read_bytes(tmp_path / "out") == read_bytes(tables)
    with pytest.raises(UsageError, match="第 1、2 片"):
        merge_shards(folders[:2], tmp_path / "two")
    with pytest.raises(UsageError):
        merge_shards([tables], tmp_path / "three")
    (folders[3] / "000003.arrow").unlink()
    with pytest.raises(OutputError, match=r"000003\.arrow"):
        merge_shards(folders, tmp_path / "four")
    assert not (tmp_path / "four").exists()


def test_whole_tables_are_never_written_over(archive: Path, tables: Path) -> None:
    before = read_bytes(tables)
    with pytest.raises(OutputTaken):
        compile_corpus(open_archive(archive), tables, local_engine(1))
    assert read_bytes(tables) == before


def test_what_a_kill_at_the_very_end_left_is_swept_up(archive: Path, tmp_path: Path) -> None:
    done, out = tmp_path / "done", tmp_path / "out"
    compile_corpus(open_archive(archive), done, local_engine(1))
    shards = compile_corpus(open_archive(archive), tmp_path / "shard", local_engine(1), (0, 2))
    assert shards["parts"]
    done.rename(out)
    partial = tmp_path / "out.partial"
    open_parts(partial, plan_corpus(open_archive(archive)))
    with pytest.raises(OutputTaken):
        compile_corpus(open_archive(archive), out, local_engine(1))
    assert not partial.exists()
    (tmp_path / "shard").rename(partial)
    with pytest.raises(OutputTaken):
        compile_corpus(open_archive(archive), out, local_engine(1))
    assert partial.exists()


def test_work_in_progress_of_another_input_is_not_mixed_in(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "out.partial").mkdir()
    (tmp_path / "out.partial" / "letter.txt").write_text("x", encoding="utf-8")
    with pytest.raises(OutputTaken):
        compile_corpus(open_archive(archive), tmp_path / "out", local_engine(1))
    shutil.rmtree(tmp_path / "out.partial")
    compile_corpus(open_archive(archive), tmp_path / "out.partial", local_engine(1), (0, 2))
    with pytest.raises(OutputTaken):
        compile_corpus(open_archive(archive), tmp_path / "out", local_engine(1))


def test_a_full_disk_leaves_nothing_that_reads_as_whole(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("taizhang.corpus.tables.pq.ParquetWriter.write_table", refuse)
    with pytest.raises(OutputError, match="磁盘已满"):
        compile_corpus(open_archive(archive), tmp_path / "out", local_engine(1))
    assert not (tmp_path / "out").exists()


def test_a_disk_that_is_really_full_leaves_no_table(archive: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root may mount")
    try:
        with pytest.raises(OutputError, match="磁盘已满"):
            compile_corpus(open_archive(archive), disk / "out", local_engine(1))
        assert not (disk / "out").exists()
        assert not [file for file in disk.rglob("*") if file.suffix == ".tmp"]
    finally:
        subprocess.run(["umount", str(disk)], check=True)
