"""A PostgreSQL server of the tests' own: in a temporary folder, on the loopback, ended with them.

``with Postgres() as server`` gives ``server.url("name")``, the address of a new database. ``python tests/postgres.py
COMMAND`` runs a command with ``DATABASE_URL`` set to one. PostgreSQL refuses to run as root: root lends the server its
own user ``postgres``, which Debian's package makes.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Self

from site_process import free_port

USER = "ledger"
PATIENCE = 60.0
QUICK = (
    "fsync=off", "full_page_writes=off", "max_connections=60", "listen_addresses=127.0.0.1",
    "shared_buffers=32MB", "log_min_messages=panic", "client_min_messages=warning",
)  # fmt: skip
"""Enough for tests: a killed *site* is what they are about; the server outlives it."""


class Postgres:
    """A server that runs as long as the block."""

    def __init__(self) -> None:
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="taizhang-postgres-"))
        self.process: subprocess.Popen[bytes] | None = None
        self.count = 0

    def __enter__(self) -> Self:
        lent = pwd.getpwnam("postgres") if os.getuid() == 0 else None
        if lent:
            os.chown(self.folder, lent.pw_uid, lent.pw_gid)
        who = {"user": lent.pw_uid, "group": lent.pw_gid, "extra_groups": []} if lent else {}
        data = str(self.folder / "data")
        made = [program("initdb"), "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
        subprocess.run(made, check=True, capture_output=True, cwd="/", **who)  # type: ignore[call-overload]
        told = [word for setting in QUICK for word in ("-c", setting)]
        order = [program("postgres"), "-D", data, "-p", str(self.port), "-k", str(self.folder), *told]
        self.process = subprocess.Popen(order, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", **who)
        self._wait()
        return self

    def __exit__(self, *_: object) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)  # a fast end: sessions are cut
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, name: str = "") -> str:
        """The address of a new, empty database."""
        self.count += 1
        name = name or f"site{self.count}"
        self.execute(f'CREATE DATABASE "{name}"')
        return f"postgres://{USER}@127.0.0.1:{self.port}/{name}"

    def execute(self, sql: str) -> None:
        """Run a statement outside any database of the tests."""
        import psycopg

        with psycopg.connect(
            host="127.0.0.1", port=self.port, user=USER, dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(sql)  # type: ignore[arg-type]

    def _wait(self) -> None:
        import psycopg

        until = time.monotonic() + PATIENCE
        while True:
            try:
                self.execute("SELECT 1")
            except psycopg.OperationalError:
                assert self.process is not None
                assert self.process.poll() is None, "the database server ended by itself"
                assert time.monotonic() < until, "the database server does not answer"
                time.sleep(0.05)
            else:
                return


def program(name: str) -> str:
    """Where a program of the server is: on the path, or where Debian keeps it. Raises ``FileNotFoundError``."""
    found = shutil.which(name) or next(map(str, sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))), None)
    if found is None:
        raise FileNotFoundError(f"{name} is missing: make system-postgres installs it")
    return found


def main() -> int:
    """Run a command with the address of an empty database; its exit code."""
    with Postgres() as server:
        return subprocess.run(sys.argv[1:], env=os.environ | {"DATABASE_URL": server.url()}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
