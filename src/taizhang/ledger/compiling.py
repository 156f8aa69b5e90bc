"""Compile an edition in the background: from its files to its report and the entries of its ledger.

What enters is the key of a waiting ``Edition``, what leaves is the edition ``ready``, with its entries, or ``failed``,
with a code and what to do. A job may run twice, as after a kill: the second finds the edition done, or does it.
"""

from __future__ import annotations

import zlib
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction
from django.utils.translation import gettext_noop
from django_tasks import task

from taizhang import ingest
from taizhang.checks import check_report
from taizhang.engine.model import Report, SourceText, Span
from taizhang.engine.pipeline import compile_source
from taizhang.errors import CompilingFailed, TaizhangError
from taizhang.ledger.access import Actor
from taizhang.ledger.actions.acting import acting
from taizhang.ledger.decisions import Choice, Op, apply_choices
from taizhang.ledger.drafting import draft_ledger
from taizhang.ledger.models import Decision, Edition, EditionState, Ledger
from taizhang.ledger.rebasing import Rebase
from taizhang.ledger.storing import load_file
from taizhang.ledger.syncing import Changes, sync_entries
from taizhang.settings import Settings, read_settings

JOB = Actor(job="job:compile")


@task()  # type: ignore[untyped-decorator]
def compile_edition(edition_id: int) -> None:
    """Compile the edition, whatever state a kill left it in."""
    edition = Edition.objects.select_related("ledger__place").get(pk=edition_id)
    if edition.state in {EditionState.READY, EditionState.FAILED}:
        return
    _tell(edition, EditionState.COMPILING, gettext_noop("读取文件"))
    try:
        report = _compile(edition)
    except TaizhangError as error:
        _fail(edition, error)
        return
    except Exception:
        _fail(edition, CompilingFailed())
        raise
    _finish(edition, report)


def load_reviewed(edition: Edition) -> Report:
    """The report of an edition with the decisions of people.

    The last few are kept: an edition's report never changes, and which decisions count says the rest.
    """
    choices = choices_of(edition)
    key = (edition.pk, edition.sha256, edition.rules, repr(choices))
    found = _kept.pop(key, None) or apply_choices(edition.load(), choices).report
    _kept[key] = found
    while len(_kept) > _MOST_KEPT:
        _kept.pop(next(iter(_kept)), None)
    return found


_MOST_KEPT = 6
_kept: dict[tuple[int, str, str, str], Report] = {}


def choices_of(edition: Edition) -> list[Choice]:
    """The decisions on an edition that count, in order."""
    rows = edition.decisions.filter(is_undone=False, is_lost=False)
    return [Choice(Op(row.op), tuple(Span(*span) for span in row.spans), row.values) for row in rows]


def settings_of(ledger: Ledger) -> Settings:
    """The office's settings for a ledger."""
    return read_settings(ledger.settings.encode()) if ledger.settings else Settings()


def redraft(edition: Edition, report: Report, rebase: Rebase | None = None) -> Changes:
    """Bring the ledger's entries in line with a reviewed report of its newest edition."""
    ledger = edition.ledger
    return sync_entries(ledger, edition, draft_ledger(report, settings_of(ledger).grain), rebase)


def _compile(edition: Edition) -> Report:
    source = _open(edition)
    _tell(edition, EditionState.COMPILING, gettext_noop("解析报告"))
    place = edition.ledger.place
    source = ingest.place_source(source, place.area or place.name, edition.ledger.year)
    report = compile_source(source)
    return replace(report, findings=check_report(report))


def _open(edition: Edition) -> SourceText:
    """The source of all files of an edition, joined in order; they are laid out under their own names."""
    with TemporaryDirectory(prefix="taizhang-") as folder:
        sources = []
        for file in edition.files.select_related("stored"):
            path = Path(folder) / str(file.order) / Path(file.name).name
            path.parent.mkdir()
            path.write_bytes(load_file(file.stored))
            try:
                sources.append(ingest.open_source(path))
            except TaizhangError as error:
                error.where = file.name  # as it was uploaded, not where it lies for the moment
                raise
        return ingest.join_sources(sources)


def _finish(edition: Edition, report: Report) -> None:
    """Store the report, carry the decisions of the edition before, and draw up the entries: all or nothing."""
    with acting(JOB, "edition.add", edition.ledger) as act:
        edition.refresh_from_db()
        if edition.state == EditionState.READY:
            act.idle()
            return
        before = edition.ledger.edition
        rebase = Rebase(before.load().source.text, report.source.text) if before else None
        edition.report = zlib.compress(report.to_json().encode(), 6)
        edition.sha256, edition.engine, edition.rules = report.source.sha256, report.engine, report.rules
        edition.state, edition.stage = EditionState.READY, ""
        edition.save()
        carried, lost = _carry(before, edition, rebase) if before and rebase else (0, 0)
        reviewed = apply_choices(report, choices_of(edition)).report
        changes = redraft(edition, reviewed, rebase)
        act.log(edition, did="compile", engine=report.engine, sha256=edition.sha256, carried=carried, lost=lost,
                **changes.as_payload())  # fmt: skip


def _carry(before: Edition, edition: Edition, rebase: Rebase) -> tuple[int, int]:
    """Carry the decisions of the edition before to this one; how many, and how many whose words are gone."""
    rows = []
    for row in before.decisions.filter(is_undone=False, is_lost=False):
        spans = [rebase.place(Span(*span)) for span in row.spans]
        kept = [list(span) for span in spans if span is not None]
        rows.append(Decision(edition=edition, op=row.op, spans=kept or row.spans, values=row.values, actor=row.actor,
                             is_lost=not kept))  # fmt: skip
    Decision.objects.bulk_create(rows)
    lost = sum(row.is_lost for row in rows)
    return len(rows) - lost, lost


def _tell(edition: Edition, state: EditionState, stage: str) -> None:
    edition.state, edition.stage = state, stage
    edition.save(update_fields=["state", "stage"])


def _fail(edition: Edition, error: TaizhangError) -> None:
    code, message = error.code, f"{error.line('zh')}\n{error.line('en')}"
    with transaction.atomic(), acting(JOB, "edition.add", edition.ledger) as act:
        edition.state, edition.stage, edition.code, edition.message = EditionState.FAILED, "", code, message
        edition.save(update_fields=["state", "stage", "code", "message"])
        act.log(edition, did="fail", code=code)
