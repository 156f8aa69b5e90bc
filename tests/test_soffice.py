"""LibreOffice: what it makes of a document, and what is told where it is missing, slow or fails."""

import os
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

import pytest

from taizhang import soffice
from taizhang.soffice import SofficeError, SofficeMissingError, SofficeTimeoutError, convert, find_soffice

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-ins are scripts of a shell")
needs_office = pytest.mark.skipif(find_soffice() is None, reason="LibreOffice is not installed")


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's temporary folders are made."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """A command ``soffice`` that does ``script`` goes before the real one."""
    command = folder / "soffice"
    command.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


@needs_office
def test_a_text_becomes_a_pdf_and_nothing_is_left(temporary: Path) -> None:
    made = convert("修渠三十公里".encode(), ".txt", "pdf")
    assert made.startswith(b"%PDF-")
    assert list(temporary.iterdir()) == []


def test_missing_office_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(soffice, "_PLACES", ())
    with pytest.raises(SofficeMissingError):
        convert(b"", ".txt", "pdf")


def test_office_outside_the_path_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", "")
    command = tmp_path / "soffice"
    command.write_text("#!/bin/sh\n", encoding="utf-8")
    command.chmod(0o755)
    monkeypatch.setattr(soffice, "_PLACES", (str(tmp_path),))
    assert find_soffice() == str(command)


def test_an_interrupted_run_ends_office_and_leaves_nothing(
    tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A signal that arrives while LibreOffice runs unwinds as an exception."""
    stand_in(tmp_path, monkeypatch, f"sleep 60 & echo $! > {tmp_path}/child; wait")

    def leave(*_: object) -> None:
        raise SystemExit(143)

    before = signal.signal(signal.SIGALRM, leave)
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    try:
        with pytest.raises(SystemExit):
            convert(b"", ".txt", "pdf")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert is_ended(int((tmp_path / "child").read_text()))
    assert list(temporary.iterdir()) == []


def is_ended(process: int) -> bool:
    """Whether a process is gone, or dead and not yet collected."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state in "ZX"


def test_slow_office_is_ended_with_what_it_started(
    tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "late"
    stand_in(tmp_path, monkeypatch, f"(sleep 1; touch '{mark}') & sleep 60")
    with pytest.raises(SofficeTimeoutError):
        convert(b"", ".txt", "pdf", timeout=0.3)
    time.sleep(1)
    assert not mark.exists()
    assert list(temporary.iterdir()) == []


def test_office_without_a_result_is_told(tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tmp_path, monkeypatch, "exit 0")
    with pytest.raises(SofficeError):
        convert(b"", ".txt", "pdf")
    assert list(temporary.iterdir()) == []


def test_each_run_has_a_profile_in_which_macros_do_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "kept"
    keep = f'for a in "$@"; do case "$a" in -env:*) cp -r "${{a#-env:UserInstallation=file://}}" "{kept}";; esac; done'
    stand_in(tmp_path, monkeypatch, keep)
    with pytest.raises(SofficeError):
        convert(b"", ".txt", "pdf")
    settings = (kept / "user" / "registrymodifications.xcu").read_text(encoding="utf-8")
    assert '"DisableMacrosExecution" oor:op="fuse"><value>true' in settings
    shutil.rmtree(kept)


def test_fonts_hold_for_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "kept"
    stand_in(tmp_path, monkeypatch, f'cp "$FONTCONFIG_FILE" "{kept}"')
    with pytest.raises(SofficeError):
        convert(b"", ".txt", "pdf", fonts="<fontconfig/>")
    assert kept.read_text(encoding="utf-8") == "<fontconfig/>"
