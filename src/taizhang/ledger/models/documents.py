"""Ledgers and the documents that they are compiled from."""

from __future__ import annotations

import uuid
import zlib
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from taizhang.catalog.models import Place
from taizhang.engine.model import Report
from taizhang.ledger.models.people import User


class LedgerState(models.TextChoices):
    """How far a ledger is. Publishing is apart: a ledger may be followed for years and never be public."""

    DRAFT = "draft", "待下达"
    DISPATCHED = "dispatched", "已下达"


class Ledger(models.Model):
    """A ledger 台账: the promises of one report, of a place and a year.

    ``owner`` is set where it is a drafter's own and nobody else's. ``settings`` are those of an office
    (``taizhang.settings.Settings``) as TOML, empty where the defaults hold.
    """

    slug = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="ledgers")
    year = models.PositiveIntegerField(null=True, blank=True)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=LedgerState.choices, default=LedgerState.DRAFT)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="own_ledgers")
    settings = models.TextField(blank=True)
    dispatched_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["-year", "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def edition(self) -> Edition | None:
        """The edition that counts: the newest that was compiled."""
        return self.editions.filter(state=EditionState.READY).order_by("-number").first()


class StoredFile(models.Model):
    """A file as it came, byte for byte, in the data folder by its hash."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.PositiveBigIntegerField()
    stored_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.sha256[:12]


class EditionState(models.TextChoices):
    """Where a compilation stands."""

    WAITING = "waiting", "排队中"
    COMPILING = "compiling", "解析中"
    READY = "ready", "已解析"
    FAILED = "failed", "未能解析"


class Edition(models.Model):
    """An edition 版次: one compilation of a document. ``report`` is its JSON, compressed, and is never changed.

    ``stage`` says in a word what is being done while it waits or compiles. Where it failed ``code`` and ``message`` say
    why, the message in Chinese and below it in English.
    """

    ledger = models.ForeignKey(Ledger, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=EditionState.choices, default=EditionState.WAITING)
    stage = models.CharField(max_length=20, blank=True)
    report = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    engine = models.CharField(max_length=40, blank=True)
    rules = models.CharField(max_length=80, blank=True)
    code = models.CharField(max_length=8, blank=True)
    message = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["ledger", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["ledger", "number"], name="edition_number_once")]

    def __str__(self) -> str:
        return f"{self.ledger} 第{self.number}版"

    @property
    def line_zh(self) -> str:
        """Why it failed, in Chinese; empty where it did not."""
        return self.message.partition("\n")[0]

    @property
    def line_en(self) -> str:
        """Why it failed, in English."""
        return self.message.partition("\n")[2] or self.line_zh

    def load(self) -> Report:
        """The report as it was compiled, before anybody's decisions."""
        from taizhang.engine.codec import from_json  # noqa: PLC0415 - the codec is loaded where a report is read

        if self.report is None:
            raise ValueError(f"edition {self.pk} has no report")
        return from_json(zlib.decompress(bytes(self.report)))


class EditionFile(models.Model):
    """A file of an edition, in order: its name as it was uploaded, and the bytes."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="files")
    order = models.PositiveIntegerField()
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100, blank=True)
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["edition", "order"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["edition", "order"], name="edition_file_order_once")]

    def __str__(self) -> str:
        return self.name


class Decision(models.Model):
    """What a person decided on an edition in review: one change to its items or figures, in order.

    ``spans`` index the edition's source text; ``values`` are the operation's (see ``ledger.decisions``). One that was
    taken back stays, with ``is_undone``.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="decisions")
    op = models.CharField(max_length=16)
    spans = models.JSONField(default=list)
    values = models.JSONField(default=dict)
    is_undone = models.BooleanField(default=False)
    is_lost = models.BooleanField(default=False, help_text="carried from an older edition, whose words are gone")
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["edition", "id"]

    def __str__(self) -> str:
        return f"{self.op} {self.spans}"
