"""The journal: what was done, by whom, when; a chain that cannot be changed unseen."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Event(models.Model):
    """One action. ``hash`` is that of its content and of the event before (see ``ledger.journal``).

    ``seq`` runs from 1 without a gap. ``actor`` is a user's name as it was, ``subject`` what it was done to
    (``entry:12``), ``place`` and ``ledger`` the slugs of where, empty where it is of none. ``payload`` is canonical
    JSON, kept as the text that was hashed.
    """

    seq = models.PositiveBigIntegerField(primary_key=True)
    at = models.CharField(max_length=32)
    actor = models.CharField(max_length=150)
    action = models.CharField(max_length=40, db_index=True)
    place = models.CharField(max_length=40, blank=True, db_index=True)
    ledger = models.CharField(max_length=36, blank=True, db_index=True)
    subject = models.CharField(max_length=60, db_index=True)
    payload = models.TextField()
    before = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering: ClassVar = ["seq"]

    def __str__(self) -> str:
        return f"{self.seq} {self.action} {self.subject}"


class Head(models.Model):
    """The last event of the chain: one row, which whoever appends locks first."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="head_is_one_row")]

    def __str__(self) -> str:
        return f"{self.seq} {self.hash[:12]}"
