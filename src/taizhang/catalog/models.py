"""Governments and the units that answer for their promises."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Place(models.Model):
    """A government whose ledgers are kept here.

    ``area`` is its GB/T 2260 code, empty where the register has none (a made-up city). ``slug`` names it in addresses:
    the code, or a word where there is none.
    """

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    area = models.CharField(max_length=6, blank=True)
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["slug"]

    def __str__(self) -> str:
        return self.name


class UnitKind(models.TextChoices):
    """What a unit is."""

    DEPARTMENT = "department", "部门"
    COUNTY = "county", "县（区、市）"
    OTHER = "other", "其他单位"


class Unit(models.Model):
    """A responsible unit 责任单位.

    ``key`` is its row in ``rules/departments.toml`` and ``area`` a county's code; both empty where it has none.
    ``others`` are names by which sheets may call it, one a line. A unit that is no longer active keeps its entries and
    gets no new ones.
    """

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="units")
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=UnitKind.choices, default=UnitKind.DEPARTMENT)
    key = models.CharField(max_length=40, blank=True)
    area = models.CharField(max_length=6, blank=True)
    others = models.TextField(blank=True)
    is_active = models.BooleanField(default=True)
    order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["place", "order", "id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["place", "name"], name="unit_name_once_a_place")]

    def __str__(self) -> str:
        return self.name
