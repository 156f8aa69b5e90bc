r"""How fast taizhang reads: what enters is one report, what leaves is one JSON object on standard output.

    python scripts/bench.py [FILE] [--repeats N] [--corpus N] [--command N]

The text is that of FILE, else of the newspaper page in ``../shared``, else of a sample. All runs are of one process on
one core, median and best of N. ``scan_ratio`` is the best time of the whole ``taizhang.read`` over that of a bare
``re.finditer(r"\\d[\\d,.]*%?")`` over the same text in the same run: a figure that means the same on any machine.
``corpus`` is the speed over every N-th report of the corpus beside it (1: all of them), where there is one, in
processor time; ``command`` that of ``taizhang corpus`` over all of it, tables written, with its memory; ``peers`` that
of other finders of numbers (extra ``[bench]``); ``process_seconds`` the best of whole runs of ``taizhang read``, start
of Python included.
Shares of the stages come from a sampling clock: where the process stood every millisecond of its time.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import signal
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import taizhang
from bench_corpus import bench_command
from bench_peers import find_peers
from taizhang import ingest, samples
from taizhang.engine.pipeline import compile_source

PAGE = Path(__file__).resolve().parents[2] / "shared" / "reports" / "jinzhong-2026.txt"
CORPUS = PAGE.parents[1] / "corpus" / "reports.parquet"
SCAN = re.compile(r"\d[\d,.]*%?")
TICK = 0.001
ENGINE = "taizhang.engine."


def time_runs(run: Callable[[], object], repeats: int) -> list[float]:
    """Seconds that each of ``repeats`` runs took, after one that is not counted."""
    run()
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return seconds


@contextmanager
def sample_stages(shares: Counter[str]) -> Iterator[None]:
    """Within, count at every tick of processor time the engine's module that the pipeline was in."""

    def note(_signal: int, frame: FrameType | None) -> None:
        shares[_stage(frame)] += 1

    before = signal.signal(signal.SIGPROF, note)
    signal.setitimer(signal.ITIMER_PROF, TICK, TICK)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _stage(frame: FrameType | None) -> str:
    """The module of the engine nearest to the pipeline on the stack; ``pipeline`` where there is none."""
    nearest = "pipeline"
    while frame is not None:
        name = str(frame.f_globals.get("__name__", ""))
        if name == f"{ENGINE}pipeline":
            return nearest
        if name.startswith(ENGINE) and name != f"{ENGINE}model":
            nearest = name.removeprefix(ENGINE)
        frame = frame.f_back
    return nearest


def bench(path: Path, repeats: int) -> dict[str, object]:
    """The measurements of one file."""
    source = ingest.open_source(path)
    text = source.text
    scan = time_runs(lambda: sum(1 for _ in SCAN.finditer(text)), max(repeats, 200))
    whole = time_runs(lambda: taizhang.read(path), repeats)
    shares: Counter[str] = Counter()
    with sample_stages(shares):
        engine = time_runs(lambda: compile_source(source), repeats)
    total = sum(shares.values()) or 1
    return {
        "file": path.name,
        "characters": len(text),
        "repeats": repeats,
        "read": _speed(whole, len(text)),
        "engine": _speed(engine, len(text)),
        "scan": _speed(scan, len(text)),
        "scan_ratio": round(min(whole) / min(scan), 1),
        "stages": {name: round(count / total, 3) for name, count in shares.most_common()},
        "python": platform.python_version(),
    }


def bench_corpus(step: int) -> dict[str, object] | None:
    """The speed over every ``step``-th report of the corpus; None without the corpus or what reads its table."""
    try:
        from pyarrow import parquet
    except ImportError:
        return None
    if not CORPUS.is_file():
        return None
    texts = parquet.read_table(CORPUS, columns=["text"])["text"].to_pylist()[::step]
    start = time.process_time()
    for text in texts:
        taizhang.read(ingest.source_from_text(text))
    seconds = time.process_time() - start
    characters = sum(map(len, texts))
    return {
        "reports": len(texts),
        "characters": characters,
        "seconds": round(seconds, 3),
        "characters_per_second": round(characters / seconds),
    }


def count_characters() -> int:
    """The characters of the corpus."""
    from pyarrow import parquet

    return sum(len(text) for text in parquet.read_table(CORPUS, columns=["text"])["text"].to_pylist())


def time_process(path: Path, repeats: int) -> float:
    """Seconds that the best of some whole runs of the command took."""
    command = [sys.executable, "-m", "taizhang", "read", str(path)]

    def run() -> None:
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    return min(time_runs(run, repeats))


def _speed(seconds: list[float], characters: int) -> dict[str, float]:
    median = statistics.median(seconds)
    return {
        "seconds": round(median, 6),
        "best_seconds": round(min(seconds), 6),
        "characters_per_second": round(characters / median),
    }


def bench_peers(text: str, repeats: int) -> dict[str, dict[str, float]]:
    """The speed of other finders of numbers on the same text, by name; empty where none is installed."""
    return {name: _speed(time_runs(run, repeats), len(text)) for name, run in find_peers(text)}


def main() -> None:
    """Measure one file and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE")
    parser.add_argument("--repeats", type=int, default=40, metavar="N")
    parser.add_argument("--corpus", type=int, default=20, metavar="N", help="every N-th report; 1 reads all")
    parser.add_argument("--command", type=int, default=2, metavar="N", help="whole corpus by N workers; 0: not at all")
    options = parser.parse_args()
    path = options.file or (PAGE if PAGE.is_file() else samples.paths()[1])
    start = time.perf_counter()
    taizhang.read(path)
    first = time.perf_counter() - start
    figures = bench(path, options.repeats)
    figures["first_read_seconds"] = round(first, 4)
    figures["process_seconds"] = round(time_process(path, 5), 3)
    figures["corpus"] = bench_corpus(max(options.corpus, 1))
    figures["peers"] = bench_peers(ingest.open_source(path).text, min(options.repeats, 5))
    if options.command and CORPUS.is_file():
        figures["command"] = bench_command(CORPUS, options.command, count_characters())
    print(json.dumps(figures, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
