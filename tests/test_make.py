"""Setting up: what make does on a system where something is missing."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from make_docs import ROOT

INSTALL = ROOT / "scripts" / "install_debian.sh"


@pytest.fixture
def path_with(tmp_path: Path):
    """A PATH on which a command is replaced by a script of the given lines."""

    def replace(**commands: str) -> dict[str, str]:
        for name, body in commands.items():
            file = tmp_path / name.replace("_", "-")
            file.write_text(f"#!/bin/bash\n{body}\n", encoding="utf-8")
            file.chmod(0o755)
        return {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}

    return replace


def test_who_is_not_root_gets_one_line_to_run(path_with):
    env = path_with(id="echo 1000", apt_get="echo called >&2; exit 9")
    done = subprocess.run([INSTALL, "python3-venv", "make"], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    lines = [line.strip() for line in done.stderr.splitlines() if "apt-get" in line]
    assert lines == ["sudo apt-get update && sudo apt-get install -y --no-install-recommends python3-venv make"]
    assert "called" not in done.stderr


def test_root_installs_just_what_is_missing(path_with, tmp_path):
    env = path_with(id="echo 0", apt_get=f'echo "$@" >> {tmp_path}/calls')
    subprocess.run([INSTALL, "fonts-noto-cjk"], env=env, capture_output=True, check=True)
    update, install = (tmp_path / "calls").read_text(encoding="utf-8").splitlines()
    assert update.startswith("update")
    assert install.endswith(" fonts-noto-cjk")


@pytest.mark.parametrize(("user", "apt"), [("1000", "echo called >&2"), ("0", "exit 9")])
def test_what_can_be_done_without_stops_nothing(path_with, user, apt):
    env = path_with(id=f"echo {user}", apt_get=apt)
    asked = [INSTALL, "--optional", "printed pages are left out", "chromium"]
    done = subprocess.run(asked, env=env, capture_output=True, text=True, check=True)
    assert "chromium; printed pages are left out" in done.stderr
    assert done.stderr.splitlines()[-1].endswith("--no-install-recommends chromium")
    assert "called" not in done.stderr


@pytest.mark.parametrize(("apt", "code"), [("exit 9", 9), ("exit 0", 0)])
def test_what_is_needed_and_cannot_be_installed_stops(path_with, apt, code):
    env = path_with(id="echo 0", apt_get=apt)
    assert subprocess.run([INSTALL, "make"], env=env, capture_output=True, check=False).returncode == code


def test_a_python_that_is_too_old_or_has_no_venv_stops_make(path_with, tmp_path):
    env = path_with(id="echo 1000", python_without_venv='[[ "$*" == *ensurepip* ]] && exit 1; exec python3 "$@"')
    arguments = ["make", "-f", ROOT / "Makefile", "venv", "PYTHON=python-without-venv"]
    for name in ("requirements-uv.lock", "requirements.lock", "pyproject.toml", "scripts"):
        (tmp_path / name).symlink_to(ROOT / name)
    done = subprocess.run(arguments, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "apt-get install -y --no-install-recommends python3-venv" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_what_is_up_to_date_is_left_alone(tmp_path):
    for name in ("requirements-uv.lock", "requirements.lock", "pyproject.toml", "scripts"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / ".venv").mkdir()
    for stamp in (".uv", ".installed"):
        (tmp_path / ".venv" / stamp).touch()
    done = subprocess.run(
        ["make", "-f", ROOT / "Makefile", "venv"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "Nothing to be done" in done.stdout
