"""taizhang 台账: compiles a Chinese government work report into a ledger, every line tied to its words.

What enters is a report, as a file or a string; what leaves is a ``Report``, immutable, each part of it with its
place in the source::

    import taizhang
    from pathlib import Path

    report = taizhang.read(Path("报告.docx"))
    for item in report.items:
        print(item.kind, report.words(*item.spans))

``taizhang.find_quantities("力争制造业投资突破200亿元。")`` reads the figures of a bare string. Parts are loaded when
they are first used, so that importing this costs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from taizhang.version import __version__

if TYPE_CHECKING:
    from taizhang.engine.model import Finding, Quantity, Report, SourceText


__all__ = [
    "Finding",
    "Quantity",
    "Report",
    "SourceText",
    "__version__",
    "check",
    "find_quantities",
    "read",
    "read_files",
]

_TYPES = frozenset({"Finding", "Quantity", "Report", "SourceText"})


def read(source: str | Path | SourceText, *, place: str | None = None, year: int | None = None) -> Report:
    """Compile one report and check it.

    A ``str`` is the report's text, a ``Path`` its file, a ``SourceText`` what ingest made of one. ``place`` (a name, or
    its code of six digits) and ``year`` go before what the report says of itself, and where it says otherwise this is
    a finding; where they are None and the report does not tell, they stay None. All offsets of the result index
    ``report.source.text``. Raises ``InputError`` for a file that cannot be read, and ``UsageError`` for a ``str`` that
    is a file's name and for a code that no area has; what is wrong in the report itself is a finding.
    """
    from taizhang import ingest
    from taizhang.engine.model import SourceText

    if isinstance(source, Path):
        opened = ingest.open_source(source)
    elif isinstance(source, SourceText):
        opened = source
    else:
        ingest.refuse_file_name(source)
        opened = ingest.source_from_text(source)
    return _compile(ingest.place_source(opened, place, year))


def read_files(paths: Sequence[str | Path], *, place: str | None = None, year: int | None = None) -> Report:
    """Compile one report whose pages are several files, in the order given; sentences are joined across them.

    ``report.source.files`` says which file each offset comes from. Raises ``InputError`` naming the file that cannot be
    read, ``ValueError`` where there are no paths, and ``UsageError`` as ``read`` does.
    """
    from taizhang import ingest

    if not paths:
        raise ValueError("no files to read")
    source = ingest.join_sources([ingest.open_source(Path(path)) for path in paths])
    return _compile(ingest.place_source(source, place, year))


def find_quantities(text: str, mode: str = "bare") -> tuple[Quantity, ...]:
    """The figures of a bare string, in order of appearance; their offsets index ``text``.

    Periods are given only where the words name one. ``mode`` is ``bare`` for all figures, or ``report`` for those that
    count in a report (the 3 of 三大集群 does not).

    >>> [(q.text, q.bound.value) for q in find_quantities("力争制造业投资突破200亿元。")]
    [('200亿元', 'more_than')]
    """
    from taizhang.engine import pipeline

    return pipeline.find_quantities(text, mode)


def check(report: Report) -> tuple[Finding, ...]:
    """The findings of all checks that need this report only, the same as ``read`` puts into ``report.findings``."""
    from taizhang import checks

    return checks.check_report(report)


def _compile(source: SourceText) -> Report:
    from dataclasses import replace

    from taizhang.engine.pipeline import compile_source

    report = compile_source(source)
    return replace(report, findings=check(report))


def __getattr__(name: str) -> Any:
    if name in _TYPES:
        from taizhang.engine import model

        return getattr(model, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
