"""Work in progress: what enters is the result of a batch, what leaves is a file that is whole or not there.

The parts of ``OUT`` lie in ``OUT.partial``: ``plan.json`` says of what they are, ``000003.arrow`` holds the result of
batch 3. A part is written beside its place and then named, so that a process that is killed leaves none half written,
and a second run does what is missing and nothing twice.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa

from taizhang.errors import OutputError, OutputTaken, Said, describe_os_error

_PLAN = "plan.json"


@dataclass(frozen=True, slots=True)
class Plan:
    """Of what the parts are: input, versions, how many batches of how many reports, and the shard (0 of 1: all)."""

    schema: str
    engine: str
    rules: str
    input: str
    digest: str
    reports: int
    batch: int
    shard: int = 0
    shards: int = 1

    @property
    def batches(self) -> range:
        """The numbers of the batches that belong to this shard."""
        return range(self.shard, -(-self.reports // self.batch), self.shards)

    def is_like(self, other: Plan) -> bool:
        """Whether both are of the same corpus, whichever shard."""
        return _but_shard(self) == _but_shard(other)


def _but_shard(plan: Plan) -> dict[str, object]:
    return {key: value for key, value in asdict(plan).items() if key != "shard"}


def read_plan(folder: Path) -> Plan | None:
    """The plan of the parts in ``folder``; None where there are none or it is no plan of this version."""
    try:
        return Plan(**json.loads((folder / _PLAN).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def open_parts(folder: Path, plan: Plan) -> frozenset[int]:
    """Make ``folder`` ready for parts of ``plan``; the numbers of those that are there already.

    Raises ``OutputTaken`` where it holds parts of something else, ``OutputError`` where it cannot be made.
    """
    found = read_plan(folder)
    if found is None and folder.exists() and any(folder.iterdir()):
        raise OutputTaken(
            str(folder), reason=Said("里面不是台账的中间结果", "what is in it is no work in progress of ours")
        )
    if found is not None and found != plan:
        reason = Said(
            "里面是另一次运行（输入、版本或分片不同）的中间结果",
            "it holds work in progress of another input, version or shard",
        )
        raise OutputTaken(str(folder), reason=reason)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if found is None:
            write_whole(folder / _PLAN, json.dumps(asdict(plan), ensure_ascii=False, indent=1).encode() + b"\n")
    except OSError as error:
        raise OutputError(str(folder), reason=describe_os_error(error)) from error
    return frozenset(int(file.stem) for file in folder.glob("*.arrow"))


def write_part(folder: Path, number: int, rows: pa.RecordBatch) -> None:
    """Write the result of batch ``number``. Raises ``OutputError``; then nothing is there."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_file(sink, rows.schema) as writer:
        writer.write_batch(rows)
    path = part_path(folder, number)
    try:
        write_whole(path, sink.getvalue())
    except OSError as error:
        raise OutputError(str(path), reason=describe_os_error(error)) from error


def read_parts(folders: Sequence[Path], batches: int) -> Iterator[pa.RecordBatch]:
    """The results of all batches, in order. ``folders``: those of shard 0, 1, …. Raises ``OutputError``."""
    for number in range(batches):
        path = part_path(folders[number % len(folders)], number)
        try:
            with pa.memory_map(str(path)) as file:
                yield pa.ipc.open_file(file).get_batch(0)
        except (OSError, pa.ArrowException) as error:
            reason = Said("这一部分缺失或不完整", "this part is missing or not whole")
            raise OutputError(str(path), reason=reason) from error


def part_path(folder: Path, number: int) -> Path:
    """Where the result of batch ``number`` lies."""
    return folder / f"{number:06d}.arrow"


def write_whole(path: Path, data: bytes | pa.Buffer) -> None:
    """Write ``data`` so that ``path`` is whole or not there, whatever happens. Raises ``OSError``."""
    beside = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        with beside.open("wb") as file:
            file.write(data)
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def drop_leavings(folder: Path) -> None:
    """Remove what killed processes left half written."""
    for file in folder.glob("*.tmp"):
        file.unlink(missing_ok=True)
    shutil.rmtree(folder / "tables", ignore_errors=True)
