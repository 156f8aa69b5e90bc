"""The whole command over an archive: what enters is a Parquet file, what leaves is its speed and its memory.

``taizhang corpus`` runs as its users run it, all tables written; every 50 ms the resident memory of the command and of
what it started is added up (pages that processes share are counted once for each, so the sum errs upwards).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

_TICK = 0.05
_PAGE = 4096


def bench_command(archive: Path, workers: int, characters: int) -> dict[str, object]:
    """Time, speed and memory of one run over ``archive``, which holds so many ``characters``."""
    with tempfile.TemporaryDirectory(prefix="taizhang-") as folder:
        out = Path(folder, "out")
        command = [sys.executable, "-m", "taizhang", "corpus", str(archive), str(out), "--workers", str(workers)]
        start, most = time.perf_counter(), 0
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            while process.poll() is None:
                most = max(most, measure_memory(process.pid))
                time.sleep(_TICK)
        seconds = time.perf_counter() - start
        size = sum(file.stat().st_size for file in out.glob("*")) if out.is_dir() else 0
    return {
        "workers": workers,
        "exit": process.returncode,
        "characters": characters,
        "seconds": round(seconds, 2),
        "characters_per_second": round(characters / seconds),
        "memory_mb": round(most / 1e6),
        "written_mb": round(size / 1e6, 1),
    }


def measure_memory(root: int) -> int:
    """Resident bytes of process ``root`` and of all that it started, and those started."""
    children: dict[int, list[int]] = defaultdict(list)
    resident: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            _note(entry, children, resident)
    total, todo = 0, [root]
    while todo:
        pid = todo.pop()
        total += resident.get(pid, 0)
        todo += children[pid]
    return total


def _note(entry: Path, children: dict[int, list[int]], resident: dict[int, int]) -> None:
    try:
        parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        pages = int((entry / "statm").read_text().split()[1])
    except (OSError, IndexError, ValueError):  # it has ended meanwhile
        return
    children[parent].append(int(entry.name))
    resident[int(entry.name)] = pages * _PAGE
