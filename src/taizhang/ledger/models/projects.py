"""The register of projects 项目."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from taizhang.catalog.models import Unit
from taizhang.ledger.models.documents import Ledger
from taizhang.ledger.models.entries import Entry


class ProjectStage(models.TextChoices):
    """How far a project is."""

    PLANNED = "planned", "前期"
    STARTED = "started", "开工"
    BUILDING = "building", "在建"
    STOPPED = "stopped", "停工"
    COMPLETED = "completed", "投产"


class Project(models.Model):
    """A named project. Investments are in 元, ``county`` is a name.

    ``is_carried_over`` where it was under way before the year (续建).

    Of new ones those that have started make the 开工率, of those carried over those at work again the 复工率.
    """

    ledger = models.ForeignKey(Ledger, on_delete=models.CASCADE, related_name="projects")
    entry = models.ForeignKey(Entry, on_delete=models.SET_NULL, null=True, blank=True, related_name="projects")
    code = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=200)
    stage = models.CharField(max_length=12, choices=ProjectStage.choices, default=ProjectStage.PLANNED)
    is_carried_over = models.BooleanField(default=False)
    planned = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    planned_this_year = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    completed = models.DecimalField(max_digits=20, decimal_places=2, null=True, blank=True)
    county = models.CharField(max_length=40, blank=True)
    industry = models.CharField(max_length=40, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="projects")
    spans = models.JSONField(default=list)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["ledger", "order", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["ledger", "name"], name="project_name_once_a_ledger")]

    def __str__(self) -> str:
        return self.name
