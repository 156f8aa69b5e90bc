"""People and what they are: one person may be several things, each at a place, some of a unit."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models

from taizhang.catalog.models import Place, Unit


class Role(models.TextChoices):
    """What a person is to a ledger."""

    DRAFTER = "drafter", "起草人"
    SUPERVISOR = "supervisor", "督查员"
    REPORTER = "reporter", "填报员"
    APPROVER = "approver", "审核人"
    LEADER = "leader", "领导"
    STEWARD = "steward", "数据管理员"
    AUDITOR = "auditor", "审计员"
    ADMINISTRATOR = "administrator", "管理员"


OF_A_UNIT = frozenset((Role.REPORTER, Role.APPROVER, Role.STEWARD))
"""The roles that a person has as one of a unit."""


class User(AbstractUser):
    """A person who signs in. ``display_name`` is what colleagues read; it is never public."""

    display_name = models.CharField(max_length=40, blank=True)
    must_change_password = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.display_name or self.username


class Membership(models.Model):
    """One role of one person. An administrator's and an auditor's place may be null: of all places."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role.choices)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "role", "place"],
                condition=models.Q(place__isnull=False, unit__isnull=True),
                name="membership_once_a_place",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "unit"], condition=models.Q(unit__isnull=False), name="membership_once_a_unit"
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=models.Q(place__isnull=True, unit__isnull=True),
                name="membership_once_everywhere",
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=sorted(OF_A_UNIT), unit__isnull=False)
                | (~models.Q(role__in=sorted(OF_A_UNIT)) & models.Q(unit__isnull=True)),
                name="membership_unit_where_the_role_has_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"
