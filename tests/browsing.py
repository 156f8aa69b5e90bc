"""A real site and a real browser for tests: started by them on the loopback, ended by them by process id."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
AXE = ROOT / "assets" / "node_modules" / "axe-core" / "axe.min.js"
PASSWORD = "lanchuan-demo"  # noqa: S105 - the demonstration tells it to everybody
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
_START = 120.0


@dataclass(frozen=True)
class Site:
    """A running site: its address, the folder of its data, and the leader of its processes."""

    address: str
    data: Path
    process: subprocess.Popen[bytes]


def free_port() -> int:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def run_site(data: Path, *options: str, environment: dict[str, str] | None = None) -> Iterator[Site]:
    """Serve from ``data`` until the block ends; what it printed stands in ``data/serve.log``."""
    data.mkdir(parents=True, exist_ok=True)
    port = free_port()
    env = os.environ | {"TAIZHANG_DATA": str(data)} | (environment or {})
    env.pop("DJANGO_SETTINGS_MODULE", None)
    order = [sys.executable, "-m", "taizhang", "serve", "--port", str(port), *options]
    with (data / "serve.log").open("ab") as log:
        process = subprocess.Popen(order, env=env, stdout=log, stderr=log, start_new_session=True)
    try:
        await_site(f"http://127.0.0.1:{port}/", process)
        yield Site(f"http://127.0.0.1:{port}", data, process)
    finally:
        end_site(process)


def await_site(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _START
    while time.monotonic() < until:
        assert process.poll() is None, "the site ended before it answered"
        with suppress(urllib.error.URLError, ConnectionError, TimeoutError):
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - our own address
            return
        time.sleep(0.1)
    raise AssertionError(f"no answer at {address} within {_START:.0f} s")


def end_site(process: subprocess.Popen[bytes], number: int = signal.SIGTERM) -> None:
    """End the site and all its processes; with SIGKILL at once."""
    if process.poll() is None:
        os.killpg(process.pid, number) if number == signal.SIGKILL else process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def find_browser() -> str:
    """The browser of this machine; the test is skipped where there is none."""
    found = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("there is no Chromium on this machine")
    return found


def sign_in(page: Any, site: Site, name: str, password: str = PASSWORD) -> None:
    page.goto(f"{site.address}/sign-in")
    page.fill("#id_username", name)
    page.fill("#id_password", password)
    page.click("main button")
    page.wait_for_url("**/desk/")


def find_barriers(page: Any) -> list[str]:
    """What axe finds on the page: the rule, and the first element that breaks it."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]} ({len(v['nodes'])})" for v in result["violations"]]
