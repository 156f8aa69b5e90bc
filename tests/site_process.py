"""A site in a folder of its own, run as whoever installs it would: by the command line and the environment."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Self

COMMAND = "import sys; from taizhang.cli import main; sys.exit(main())"
PATIENCE = 60.0


class Site:
    """Data in ``folder``; on SQLite there, or on the database at ``url``. What was started ends with the block."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("TAIZHANG_", "DATABASE_"))}
        self.environment = kept | {
            "TAIZHANG_DATA": str(folder),
            "DJANGO_SETTINGS_MODULE": "taizhang.web.config",
            "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")]),
        }
        if url:
            self.environment["DATABASE_URL"] = url

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def call(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """A command of ``taizhang``."""
        order = [sys.executable, "-c", COMMAND, *words]
        return subprocess.run(order, env=self.environment, capture_output=True, text=True, check=check, timeout=120)

    def run_here(self, code: str) -> str:
        """What Python prints with the site's settings."""
        order = [sys.executable, "-c", code]
        done = subprocess.run(order, env=self.environment, capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextmanager
    def tampered(self, sql: str) -> Iterator[None]:
        """Change the SQLite database by hand, and have it as it was after."""
        file, kept = self.folder / "taizhang.sqlite3", self.folder / "kept.sqlite3"
        with closing(sqlite3.connect(file)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy2(file, kept)
        try:
            with closing(sqlite3.connect(file)) as database, database:
                database.execute(sql)
            yield
        finally:
            for name in ("-wal", "-shm"):
                file.with_name(file.name + name).unlink(missing_ok=True)
            shutil.move(kept, file)

    def start(self, *more: str) -> None:
        """Serve, and wait until it answers."""
        order = [sys.executable, "-c", COMMAND, "serve", "--port", str(self.port), *more]
        self.process = subprocess.Popen(
            order, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        until = time.monotonic() + PATIENCE
        while not self.answers():
            assert self.process.poll() is None, "the site ended by itself"
            assert time.monotonic() < until, "the site does not answer"
            time.sleep(0.05)

    def answers(self) -> bool:
        """Whether somebody who is not signed in gets the first page."""
        with suppress(OSError), closing(HTTPConnection("127.0.0.1", self.port, timeout=5)) as connection:
            connection.request("GET", "/heads")
            return connection.getresponse().status == 200
        return False

    def kill(self) -> None:
        """End everything that was started, at once, as a power cut would: with signal 9."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None


def free_port() -> int:
    """A port that nobody listens at."""
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
