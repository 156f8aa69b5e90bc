"""LibreOffice without a window: what enters is the bytes of a document, what leaves is that document in another form.

``convert(content, ".docx", "pdf")`` gives the bytes of a PDF. Each run has a folder and a profile of its own, in which
macros do not run and links are not followed, so that a document from elsewhere does nothing and runs beside each other
do not meet. Nothing is left behind. What went wrong is a ``SofficeError``, which the caller tells in its own words.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar
from xml.sax.saxutils import escape

from taizhang.errors import Said

TIMEOUT = 120.0
"""Seconds that one document may take; a hundred pages take five."""

_ENDINGS = 25
"""How often it is looked whether what was ended is gone, 0.02 s apart."""

_NAMES = ("soffice", "libreoffice")
_PLACES = ("/usr/lib/libreoffice/program", "/opt/libreoffice/program", "/Applications/LibreOffice.app/Contents/MacOS")
_SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "0"),
    ("Calc/Content/Update", "Link", "1"),
)
"""Macros never; links of a document never updated (Writer's 0 and Calc's 1 both say so)."""


class SofficeError(Exception):
    """LibreOffice gave nothing. ``reason`` says why, in both languages."""

    reason: ClassVar[Said] = Said("LibreOffice 没有给出结果", "LibreOffice gave no result")


class SofficeMissingError(SofficeError):
    """There is no LibreOffice on this machine."""

    reason = Said("本机没有 LibreOffice", "there is no LibreOffice on this machine")


class SofficeTimeoutError(SofficeError):
    """It took longer than it may."""

    reason = Said("LibreOffice 超时未完成", "LibreOffice took too long")


def find_soffice() -> str | None:
    """The path of LibreOffice's command; None where it is not installed."""
    path = os.pathsep.join((os.environ.get("PATH", os.defpath), *_PLACES))
    return next((found for name in _NAMES if (found := shutil.which(name, path=path))), None)


def convert(
    content: bytes,
    suffix: str,
    target: str,
    *,
    fonts: str | None = None,
    unbroken: tuple[str, str] | None = None,
    timeout: float | None = None,
) -> bytes:
    """``content``, a document with ``suffix`` (``.docx``), as ``target`` (``pdf``, or with a filter ``docx:MS Word…``).

    ``fonts`` is a configuration of fontconfig that holds for this run; ``unbroken`` the characters that begin no line
    of Chinese and those that end none, which LibreOffice takes from its settings, not from the document. ``timeout`` is
    in seconds, ``TIMEOUT`` where None. Raises ``SofficeMissingError``, ``SofficeTimeoutError``, or ``SofficeError``
    where there is no result.
    """
    command = find_soffice()
    if command is None:
        raise SofficeMissingError
    with _folder() as folder:
        source = folder / f"document{suffix}"
        source.write_bytes(content)
        environment = dict(os.environ)
        if fonts is not None:
            (folder / "fonts.conf").write_text(fonts, encoding="utf-8")
            environment["FONTCONFIG_FILE"] = str(folder / "fonts.conf")
        profile = f"-env:UserInstallation={_make_profile(folder, unbroken).as_uri()}"
        modes = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo")
        made = folder / "made"
        order = (command, profile, *modes, "--convert-to", target, "--outdir", str(made), str(source))
        _run(order, environment, TIMEOUT if timeout is None else timeout)
        result = made / f"document.{target.partition(':')[0]}"
        if not result.is_file() or not result.stat().st_size:
            raise SofficeError
        return result.read_bytes()


@contextmanager
def _folder() -> Iterator[Path]:
    """A folder for one run; what LibreOffice still writes when it is killed does not stop its removal."""
    with TemporaryDirectory(prefix="taizhang-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def _make_profile(folder: Path, unbroken: tuple[str, str] | None) -> Path:
    """A new profile with our settings."""
    rows = _break_row(*unbroken) if unbroken else ""
    rows += "".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
        f"{rows}</oor:items>",
        encoding="utf-8",
    )
    return folder / "profile"


def _break_row(begins: str, ends: str) -> str:
    """The row of a profile that says where lines of Chinese are not broken."""
    both = (("StartCharacters", begins), ("EndCharacters", ends))
    values = "".join(f'<prop oor:name="{key}" oor:op="fuse"><value>{escape(text)}</value></prop>' for key, text in both)
    path = "/org.openoffice.Office.Common/AsianLayout/StartEndCharacters"
    return f'<item oor:path="{path}"><node oor:name="zh-CN" oor:op="replace">{values}</node></item>'


def _run(order: Sequence[str], environment: dict[str, str], timeout: float) -> None:
    """Run the command; where it takes too long, end it with all that it started."""
    silent = subprocess.DEVNULL
    process = subprocess.Popen(  # noqa: S603  # the command was found, the arguments are ours, no shell
        order, stdin=silent, stdout=silent, stderr=silent, env=environment, start_new_session=True
    )
    try:
        process.wait(timeout)
    except BaseException as error:
        _end_group(process)
        if isinstance(error, subprocess.TimeoutExpired):
            raise SofficeTimeoutError from error
        raise


def _end_group(process: subprocess.Popen[bytes]) -> None:
    """End the process and all that it started, and wait a moment until they write no more."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for _ in range(_ENDINGS):
            os.killpg(process.pid, 0)
            time.sleep(0.02)
