"""Where results go: what enters is the options of ``read`` and its jobs, what leaves is files.

``read 甲.txt --xlsx 台账.xlsx`` writes one file; ``read 甲.txt 乙.txt --xlsx 台账`` writes 台账/甲.xlsx and
台账/乙.xlsx. What cannot be is refused before anything is read: several reports into one file, a report written over.
"""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from taizhang.cli.jobs import Job
from taizhang.cli.words import Words
from taizhang.errors import OutputError, UsageError, describe_os_error

if TYPE_CHECKING:
    from taizhang.engine.model import Report
    from taizhang.settings import Settings

STDOUT = "-"
_SUFFIXES = {"json": ".json", "xlsx": ".xlsx", "docx": ".docx", "pdf": ".pdf", "csv": ""}
_OF_OTHERS = {".json": "json", ".xlsx": "xlsx", ".xls": "", ".et": "", ".docx": "docx", ".doc": "", ".wps": "",
              ".pdf": "pdf", ".ofd": "", ".csv": "", ".txt": "", ".md": "", ".html": "", ".htm": ""}  # fmt: skip
"""Suffixes that say what a file is, with the form that writes it; empty where none does."""


class Output(NamedTuple):
    """One result of one job: ``form`` is a key of ``_SUFFIXES``, ``path`` the file, or folder for csv."""

    form: str
    path: Path


@dataclass(frozen=True, slots=True)
class Outputs:
    """What ``read`` was asked to write. ``is_stdout_taken`` where a result goes to standard output."""

    given: tuple[tuple[str, str], ...]
    is_many: bool

    @property
    def is_stdout_taken(self) -> bool:
        """Whether a result goes to standard output, so that nothing else may be printed there."""
        return any(value == STDOUT or is_stdout(value) for _, value in self.given)

    def of(self, job: Job) -> Iterator[Output]:
        """The results of ``job``."""
        for form, value in self.given:
            yield Output(form, self._path(form, value, job))

    def _path(self, form: str, value: str, job: Job) -> Path:
        path = Path(value)
        if value == STDOUT:
            return path
        if self.is_many or (form != "csv" and (path.is_dir() or value.endswith(("/", os.sep)))):
            return path / f"{job.stem}{_SUFFIXES[form]}"
        return path

    def write(self, job: Job, report: Report, settings: Settings) -> Iterator[Path]:
        """Write the results of ``job``; yields each path once it is written. Raises ``OutputError``."""
        for form, value in self.given:
            path = self._path(form, value, job)
            if value == STDOUT:
                write_stdout(_json(report))
                continue
            with _folders_for(path if form == "csv" else path.parent):
                if path != Path(value):
                    make_folder(path.parent)
                _write(form, path, report, settings)
            yield path


def plan_outputs(options: Namespace, jobs: Sequence[Job], words: Words) -> Outputs:
    """The outputs that ``options`` ask for. Raises ``UsageError`` where they cannot be."""
    given = tuple((form, value) for form in _SUFFIXES if (value := getattr(options, form)))
    outputs = Outputs(given, len(jobs) > 1)
    if options.form and not {"docx", "pdf"} & dict(given).keys():
        refuse(words, "usage.form_without_document")
    for form, value in given:
        if value == STDOUT and form != "json":
            refuse(words, "usage.binary_to_stdout", option=f"--{form}")
        if outputs.is_many:
            _check_folder(form, value, words)
        else:
            check_parent(form, value, words)
        check_suffix(form, value, words)
    _check_apart(outputs, jobs, words)
    return outputs


def check_parent(form: str, value: str, words: Words) -> None:
    """Raise ``UsageError`` where the folder that a file is to stand in is not there; one for CSV is made."""
    parent = Path(value).parent
    if form == "csv" or value.endswith(("/", os.sep)) or parent.exists():
        return
    if next(path for path in parent.parents if path.exists()).is_dir():
        refuse(words, "usage.no_folder", option=f"--{form}", folder=parent)


def check_suffix(form: str, value: str, words: Words) -> None:
    """Raise ``UsageError`` where the suffix is that of another format: no Word document is called 台账.xlsx."""
    suffix = Path(value).suffix.lower()
    if suffix not in _OF_OTHERS or suffix == _SUFFIXES[form] or Path(value).is_dir() or value.endswith(("/", os.sep)):
        return
    if form == "csv":
        refuse(words, "usage.csv_folder", path=value)
    other = _OF_OTHERS[suffix]
    hint = words.say("usage.suffix_other", option=f"--{other}") if other else ""
    refuse(words, "usage.suffix", option=f"--{form}", path=value, suffix=_SUFFIXES[form], hint=hint)


def refuse(words: Words, key: str, **facts: object) -> None:
    """Raise the row ``key`` as a ``UsageError``."""
    raise UsageError(reason=words.say(key, **facts) if facts else words.say(key))


def check_no_input(outputs: Iterable[Output], jobs: Sequence[Job], words: Words) -> None:
    """Raise ``UsageError`` where an output would be written over a file that is to be read."""
    inputs = {_identify(source) for job in jobs for source in job.paths} - {None}
    for output in outputs:
        if _identify(output.path.resolve()) in inputs:
            refuse(words, "usage.same_file", option=f"--{output.form}", path=output.path)


def _identify(path: Path) -> tuple[int, int] | None:
    """What is the same for two names of one file; None where there is none."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def write_stdout(text: str) -> None:
    """Write ``text`` to standard output as UTF-8, whatever the terminal's encoding is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8") + b"\n")
    sys.stdout.buffer.flush()


def is_stdout(value: str) -> bool:
    """Whether the path is that of standard output, as /dev/stdout is."""
    try:
        return os.path.samestat(Path(value).stat(), os.fstat(sys.stdout.fileno()))
    except (OSError, ValueError):
        return False


@contextmanager
def _folders_for(folder: Path) -> Iterator[None]:
    """Within, folders are made; where it fails, those that were not there before are removed again if empty."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        yield
    except BaseException:
        for path in missing:
            with suppress(OSError):
                path.rmdir()
        raise


def make_folder(path: Path) -> None:
    """Make the folder and those above it. Raises ``OutputError``."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(str(path), reason=describe_os_error(error)) from error


def _check_folder(form: str, value: str, words: Words) -> None:
    if value == STDOUT:
        refuse(words, "usage.many_to_stdout")
    path = Path(value)
    if not path.is_dir() and (path.exists() or (_SUFFIXES[form] and path.suffix.lower() == _SUFFIXES[form])):
        refuse(words, "usage.folder_expected", option=f"--{form}", path=value)


def _check_apart(outputs: Outputs, jobs: Sequence[Job], words: Words) -> None:
    wanted = [output for job in jobs for output in outputs.of(job) if str(output.path) != STDOUT]
    check_no_input(wanted, jobs, words)
    seen: dict[Path, str] = {}
    for output in wanted:
        option = f"--{output.form}"
        other = seen.setdefault(output.path.absolute(), option)
        if other != option:
            refuse(words, "usage.same_output", option=other, other=option, path=output.path)


def _json(report: Report) -> str:
    from taizhang.engine.codec import to_json

    return to_json(report)


def _write(form: str, path: Path, report: Report, settings: Settings) -> None:
    from taizhang import export

    match form:
        case "json":
            export.write_json(report, path)
        case "xlsx":
            export.write_xlsx(report, path, settings)
        case "docx":
            export.write_docx(report, path, settings)
        case "pdf":
            export.write_pdf(report, path, settings)
        case _:
            export.write_csv(report, path, settings)
