"""Run the site: the server with its workers, and one process for what is done in the background.

What enters is the settings of the environment, what leaves is two processes that end together. A job that a kill cut
short is found when the site starts again and done then; it finishes once, whatever was done of it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

import django

_GRACE = 20.0
_PACE = 0.2


def prepare() -> None:
    """Make Django ready in this process."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "taizhang.web.config")
    django.setup()


def migrate() -> None:
    """Bring the database to the tables of this version; the data folder is made where it is missing.

    Where there is nothing to bring, nothing is done, so that a site that was killed is back a second earlier.
    """
    from django.conf import settings  # noqa: PLC0415 - Django is ready only now
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)


def recover_jobs() -> int:
    """Queue anew the editions that a kill left waiting or half compiled; how many."""
    from taizhang.ledger.compiling import compile_edition  # noqa: PLC0415
    from taizhang.ledger.models import Edition, EditionState  # noqa: PLC0415

    left = Edition.objects.filter(state__in=[EditionState.WAITING, EditionState.COMPILING])
    for edition in left:
        compile_edition.enqueue(edition.pk)
    return len(left)


def serve(host: str, port: int, workers: int = 2) -> int:
    """Serve until told to end; the exit code. One process ending ends the other."""
    server = [
        sys.executable, "-m", "gunicorn", "taizhang.web.wsgi:application", "--bind", f"{host}:{port}",
        "--workers", str(workers), "--threads", "4", "--worker-tmp-dir", _memory(), "--graceful-timeout", "15",
        "--timeout", "60", "--log-level", "warning", "--preload",
    ]  # fmt: skip
    worker = [sys.executable, "-m", "django", "db_worker", "--interval", "0.3", "--no-startup-delay", "-v", "0"]
    return _run([server, worker])


def _memory() -> str:
    return "/dev/shm" if Path("/dev/shm").is_dir() else "/tmp"  # noqa: S108 - where heartbeats are cheap


def _run(orders: Sequence[Sequence[str]]) -> int:
    """Run processes side by side until one ends or a signal comes; then end all."""
    running = [subprocess.Popen(order) for order in orders]  # noqa: S603 - our own programs
    stopping = False

    def stop(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
        nonlocal stopping
        stopping = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    while not stopping and all(process.poll() is None for process in running):
        time.sleep(_PACE)
    codes = [process.poll() for process in running]
    _end(running)
    return 0 if stopping else next((code for code in codes if code), 1)


def _end(running: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in running:
        if process.poll() is None:
            process.terminate()
    until = time.monotonic() + _GRACE
    for process in running:
        try:
            process.wait(max(until - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
