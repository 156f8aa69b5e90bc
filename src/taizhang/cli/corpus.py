"""``taizhang corpus``: what enters is an archive of reports, what leaves is a folder of Parquet tables.

``taizhang corpus reports.parquet out`` compiles all reports on all cores and tells of progress on the terminal;
``taizhang corpus reports.parquet part2 --shard 2/5`` a fifth of them, and ``taizhang corpus merge part1 part2 … out``
makes one of all.
"""

from __future__ import annotations

import re
import sys
import time
from argparse import ArgumentTypeError, Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from taizhang.cli.display import columns_of, fit
from taizhang.cli.jobs import not_empty
from taizhang.cli.page import Parser
from taizhang.cli.words import Words
from taizhang.errors import UsageError

if TYPE_CHECKING:
    from taizhang.corpus.running import Done, Engine

ENGINES = ("local", "ray")
MERGE = "merge"
SOME_FAILED = 3
_CLEAR = "\r\x1b[K"
_EVERY = 0.1
_SHARD = re.compile(r"([1-9]\d{0,5})/([1-9]\d{0,5})")


def define(parser: Parser) -> None:
    """The arguments of ``corpus``."""
    parser.option("paths", nargs="+", type=not_empty(parser.words))
    parser.option("--workers", type=_positive(parser.words))
    parser.option("--shard", type=_shard(parser.words), default=(0, 1))
    parser.option("--engine", choices=ENGINES, default=ENGINES[0])
    parser.option("--address", type=not_empty(parser.words))


def run(options: Namespace, words: Words) -> int:
    """Compile the archive or merge shards; 3 where some reports failed."""
    if options.paths[0] == MERGE:
        return _merge(options.paths[1:], words)
    if len(options.paths) != 2:
        raise UsageError("taizhang corpus", reason=words.say("corpus.two_paths"))
    if options.address and options.engine != "ray":
        raise UsageError("--address", reason=words.say("corpus.address_of_ray"))
    from taizhang.corpus.running import compile_corpus, open_archive

    source, out = (Path(path) for path in options.paths)
    archive = open_archive(source)
    progress = _Progress(archive.reports, words)
    with progress:
        counts = compile_corpus(archive, out, _engine(options), options.shard, progress.tell)
    progress.summarise()
    _tell_counts(counts, out, words)
    return SOME_FAILED if progress.failures else 0


def _engine(options: Namespace) -> Engine:
    if options.engine == "ray":
        from taizhang.corpus.cluster import ray_engine

        return ray_engine(options.address)
    from taizhang.corpus.running import count_cores, local_engine

    return local_engine(options.workers or count_cores())


def _merge(paths: list[str], words: Words) -> int:
    if len(paths) < 2:
        raise UsageError("taizhang corpus merge", reason=words.say("corpus.merge_paths"))
    from taizhang.corpus.running import merge_shards

    *shards, out = (Path(path) for path in paths)
    _tell_counts(merge_shards(shards, out), out, words)
    return 0


def _tell_counts(counts: dict[str, int], out: Path, words: Words) -> None:
    for name, count in counts.items():
        print(words.say("corpus.rows", name=name, count=f"{count:,}"))
    print(words.say("summary.wrote", path=out))


class _Progress:
    """A line on the terminal: how far, how fast, how long still. Where stderr is no terminal, nothing until the end."""

    def __init__(self, reports: int, words: Words) -> None:
        self.reports = reports
        self.words = words
        self.is_on = sys.stderr.isatty()
        self.done = self.new = self.characters = self.failures = 0
        self.started = self.shown = time.monotonic()

    def __enter__(self) -> None:
        self.started = time.monotonic()

    def __exit__(self, *_: object) -> None:
        if self.is_on:
            print(_CLEAR, end="", file=sys.stderr, flush=True)

    def tell(self, done: Done) -> None:
        """Count a batch, and show the line where it is time."""
        self.done += done.reports
        self.new += 0 if done.is_old else done.reports
        self.characters += done.characters
        self.failures += done.failures
        now = time.monotonic()
        if self.is_on and now - self.shown >= _EVERY:
            self.shown = now
            print(f"{_CLEAR}{fit(self._line(now), columns_of(sys.stderr) - 1)}", end="", file=sys.stderr, flush=True)

    def _line(self, now: float) -> str:
        spent = max(now - self.started, 1e-6)
        left = (self.reports - self.done) * spent / self.new if self.new else None
        return self.words.say(
            "corpus.progress",
            bar=_bar(self.done / self.reports), done=f"{self.done:,}", count=f"{self.reports:,}",
            rate=f"{self.characters / spent:,.0f}", left="—" if left is None else _clock(left),
        )  # fmt: skip

    def summarise(self) -> None:
        """The last line: what this run did, at what rate."""
        spent = max(time.monotonic() - self.started, 1e-6)
        facts: dict[str, Any] = {
            "reports": f"{self.new:,}", "characters": f"{self.characters:,}", "failures": f"{self.failures:,}",
            "seconds": f"{spent:.1f}", "rate": f"{self.characters / spent:,.0f}",
        }  # fmt: skip
        if self.done > self.new:
            print(self.words.say("corpus.resumed", count=f"{self.done - self.new:,}"))
        print(self.words.say("corpus.done", **facts))


def _bar(share: float) -> str:
    full = round(share * 20)
    return "█" * full + "░" * (20 - full)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"


def _positive(words: Words) -> Callable[[str], int]:
    def convert(value: str) -> int:
        if not (value.isascii() and value.isdigit() and 0 < int(value) <= 1024):
            raise ArgumentTypeError(words.say("usage.workers", value=value))
        return int(value)

    return convert


def _shard(words: Words) -> Callable[[str], tuple[int, int]]:
    def convert(value: str) -> tuple[int, int]:
        found = _SHARD.fullmatch(value)
        number, count = (int(part) for part in found.groups()) if found else (0, 0)
        if not 0 < number <= count:
            raise ArgumentTypeError(words.say("usage.shard", value=value))
        return number - 1, count

    return convert
