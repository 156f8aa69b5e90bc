"""Documents: a report uploaded, a page added, a ledger dispatched, published and withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from taizhang.catalog.models import Place
from taizhang.errors import ActionRefused, FieldsWrong, Said, StepTooEarly
from taizhang.ledger.access import Actor, seen_places
from taizhang.ledger.actions.acting import acting
from taizhang.ledger.compiling import compile_edition
from taizhang.ledger.models import (
    Edition,
    EditionFile,
    EditionState,
    Ledger,
    LedgerState,
)
from taizhang.ledger.permissions import Scope, permissions
from taizhang.ledger.storing import store_file


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was uploaded."""

    name: str
    data: bytes
    media_type: str = ""


def create_ledger(
    actor: Actor, place: Place, title: str, year: int | None, uploads: Sequence[Upload], *, is_own: bool = False
) -> Ledger:
    """A new ledger of ``place`` from the files of a report, compiled in the background; ``is_own`` a drafter's own."""
    _check_uploads(uploads)
    if not title.strip():
        raise FieldsWrong(fields={"title": Said("请填写报告名称", "give the report a title")})
    with acting(actor, "ledger.create", place) as act:
        if not may_create(actor, place, is_own=is_own):
            raise ActionRefused(action=permissions()["ledger.create"].words)
        ledger = Ledger.objects.create(
            place=place, title=title.strip(), year=year, owner=actor.user if is_own else None, created_by=actor.user
        )
        edition = _add_edition(actor, ledger, uploads)
        act.log(ledger, title=ledger.title, year=year, files=_tell_files(edition))
    return ledger


def may_create(actor: Actor, place: Place, *, is_own: bool) -> bool:
    """Whether ``actor`` may make a ledger of the office there, or with ``is_own`` one that nobody else sees."""
    scope = Scope.OWN if is_own else Scope.PLACE
    return bool(actor.job) or seen_places(actor, "ledger.create", scope).filter(pk=place.pk).exists()


def add_edition(actor: Actor, ledger: Ledger, uploads: Sequence[Upload], *, keep: bool = False) -> Edition:
    """A new edition of a ledger's report; with ``keep`` the files of the newest stay, and these follow them."""
    _check_uploads(uploads)
    with acting(actor, "edition.add", ledger) as act:
        edition = _add_edition(actor, ledger, uploads, ledger.edition if keep else None)
        act.log(edition, number=edition.number, files=_tell_files(edition))
    return edition


def dispatch(actor: Actor, ledger: Ledger) -> None:
    """Hand the entries to their units 下达. Raises ``StepTooEarly`` where one has no lead unit of the register."""
    with acting(actor, "ledger.dispatch", ledger) as act:
        if ledger.state == LedgerState.DISPATCHED:
            raise StepTooEarly(reason=Said("本台账已经下达", "this ledger is dispatched already"))
        entries = ledger.entries.filter(parent=None, is_gone=False)
        without = list(entries.filter(lead=None).values_list("number", flat=True)[:6])
        count = entries.filter(lead=None).count()
        if count:
            told = "、".join(without[:5]) + ("等" if count > 5 else "")
            reason = Said(f"还有 {count} 条没有牵头单位（{told}）", f"{count} entries have no lead unit ({told})")
            raise StepTooEarly(ledger.title, reason=reason)
        if not entries.exists():
            raise StepTooEarly(ledger.title, reason=Said("台账里还没有条目", "the ledger has no entries"))
        ledger.state, ledger.dispatched_at = LedgerState.DISPATCHED, timezone.now()
        ledger.save(update_fields=["state", "dispatched_at"])
        act.log(ledger, entries=entries.count())


def publish(actor: Actor, ledger: Ledger) -> None:
    """Let everybody read the ledger. Raises ``StepTooEarly`` where it is not dispatched, or is public already."""
    with acting(actor, "ledger.publish", ledger) as act:
        if ledger.state != LedgerState.DISPATCHED:
            raise StepTooEarly(ledger.title, reason=Said("下达之后才能公开", "it is published after it is dispatched"))
        if ledger.published_at:
            raise StepTooEarly(ledger.title, reason=Said("本台账已经公开", "it is public already"))
        ledger.published_at = timezone.now()
        ledger.save(update_fields=["published_at"])
        act.log(ledger, did="publish")


def withdraw(actor: Actor, ledger: Ledger) -> None:
    """Take the ledger back from the public. Raises ``StepTooEarly`` where it is not public."""
    with acting(actor, "ledger.withdraw", ledger) as act:
        if not ledger.published_at:
            raise StepTooEarly(ledger.title, reason=Said("本台账没有公开", "it is not public"))
        ledger.published_at = None
        ledger.save(update_fields=["published_at"])
        act.log(ledger, did="withdraw")


def _add_edition(actor: Actor, ledger: Ledger, uploads: Sequence[Upload], kept: Edition | None = None) -> Edition:
    """A waiting edition with its files stored; it is compiled once the transaction is through."""
    busy = ledger.editions.filter(state__in=[EditionState.WAITING, EditionState.COMPILING]).exists()
    if busy:
        raise StepTooEarly(ledger.title, reason=Said("上一版还在解析", "the edition before is still being compiled"))
    last = ledger.editions.order_by("-number").first()
    edition = Edition.objects.create(ledger=ledger, number=last.number + 1 if last else 1, created_by=actor.user)
    files = (
        [EditionFile(name=f.name, media_type=f.media_type, stored=f.stored) for f in kept.files.all()] if kept else []
    )
    files += [EditionFile(name=u.name, media_type=u.media_type, stored=store_file(u.data)) for u in uploads]
    for order, file in enumerate(files, 1):
        file.edition, file.order = edition, order
    EditionFile.objects.bulk_create(files)
    transaction.on_commit(lambda: compile_edition.enqueue(edition.pk))
    return edition


def _check_uploads(uploads: Sequence[Upload]) -> None:
    if not uploads:
        raise FieldsWrong(fields={"files": Said("请选择报告文件", "choose the file of the report")})


def _tell_files(edition: Edition) -> list[dict[str, str]]:
    return [{"name": file.name, "sha256": file.stored_id} for file in edition.files.all()]
