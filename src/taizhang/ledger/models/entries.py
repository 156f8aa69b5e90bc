"""Entries of a ledger: what is promised, who answers for it, until when, and what people said of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from taizhang.catalog.models import Unit
from taizhang.ledger.models.documents import Edition, Ledger, StoredFile
from taizhang.ledger.models.people import User


class Origin(models.TextChoices):
    """Where an entry came from."""

    COMPILED = "compiled", "解析"
    IMPORTED = "imported", "导入"
    ADDED = "added", "增补"


class OfficialStatus(models.TextChoices):
    """What the unit says and the office accepted 官方状态. Not reported is never not done."""

    NONE = "none", "尚未填报"
    NOT_STARTED = "not_started", "未启动"
    UNDER_WAY = "under_way", "推进中"
    DONE = "done", "已完成"
    ADJUSTED = "adjusted", "已调整"
    CANNOT = "cannot", "无法完成"
    UNCHECKABLE = "uncheckable", "无法核验"


class Evidence(models.TextChoices):
    """What proves it 佐证."""

    NONE = "none", "无佐证"
    SUBMITTED = "submitted", "已提交"
    VERIFIED = "verified", "已核实"


class Entry(models.Model):
    """An entry 台账条目: a line that one unit answers for, or one of its parts below ``parent``.

    ``text`` are the report's own words and never change but with an edition; ``spans`` index the source of
    ``edition``. ``path`` is the headings above. ``by_hand`` names the fields that a person set: compiling anew
    leaves those alone. ``is_gone`` where the newest edition no longer has the words. ``leader`` is a name, never
    public.
    ``pledge`` is its number among the livelihood pledges 民生实事, null where it is none.
    """

    ledger = models.ForeignKey(Ledger, on_delete=models.CASCADE, related_name="entries")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="children")
    order = models.PositiveIntegerField()
    number = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, default="task")
    is_headline = models.BooleanField(default=False)
    path = models.JSONField(default=list)
    title = models.CharField(max_length=300)
    text = models.TextField()
    spans = models.JSONField(default=list)
    address = models.CharField(max_length=20, blank=True)
    target_text = models.TextField(blank=True)
    due = models.DateField(null=True, blank=True)
    is_due_assumed = models.BooleanField(default=False)
    places = models.JSONField(default=list)
    suggestion = models.JSONField(default=dict)
    lead = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="led_entries")
    supporters = models.ManyToManyField(Unit, through="Support", related_name="supported_entries")
    leader = models.CharField(max_length=40, blank=True)
    remarks = models.TextField(blank=True)
    pledge = models.PositiveIntegerField(null=True, blank=True)
    origin = models.CharField(max_length=12, choices=Origin.choices, default=Origin.COMPILED)
    by_hand = models.JSONField(default=list)
    is_gone = models.BooleanField(default=False)
    is_reviewed = models.BooleanField(default=False)
    status = models.CharField(max_length=12, choices=OfficialStatus.choices, default=OfficialStatus.NONE)
    evidence = models.CharField(max_length=12, choices=Evidence.choices, default=Evidence.NONE)
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering: ClassVar = ["ledger", "order", "id"]
        indexes: ClassVar = [
            models.Index(fields=["ledger", "parent", "order"]),
            models.Index(fields=["lead", "ledger"]),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Support(models.Model):
    """A supporting unit 配合单位 of an entry, in order."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="supports")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["entry", "order"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["entry", "unit"], name="support_once")]

    def __str__(self) -> str:
        return str(self.unit)


class EntryFigure(models.Model):
    """A figure that an entry promises or tells; ``low`` and ``high`` are equal but for a range, in the base unit."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="figures")
    order = models.PositiveIntegerField()
    text = models.CharField(max_length=80)
    indicator = models.CharField(max_length=120, blank=True)
    key = models.CharField(max_length=60, blank=True)
    measure = models.CharField(max_length=12)
    bound = models.CharField(max_length=12)
    status = models.CharField(max_length=12)
    hardness = models.CharField(max_length=12, blank=True)
    period = models.CharField(max_length=20, blank=True)
    low = models.DecimalField(max_digits=40, decimal_places=12)
    high = models.DecimalField(max_digits=40, decimal_places=12)
    unit = models.CharField(max_length=20, blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["entry", "order"]
        indexes: ClassVar = [models.Index(fields=["key", "status"])]

    def __str__(self) -> str:
        return f"{self.indicator}{self.text}"


class Milestone(models.Model):
    """What an entry is to have reached by the end of a quarter 节点."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="milestones")
    year = models.PositiveIntegerField()
    quarter = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering: ClassVar = ["entry", "year", "quarter"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "year", "quarter"], name="milestone_once_a_quarter"),
            models.CheckConstraint(condition=models.Q(quarter__gte=1, quarter__lte=4), name="milestone_quarter"),
        ]

    def __str__(self) -> str:
        return f"{self.year}年{self.quarter}季度"


class Comment(models.Model):
    """What somebody noted on an entry; never public."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["entry", "id"]

    def __str__(self) -> str:
        return self.text[:40]


class Instruction(models.Model):
    """What a leader ordered on an entry 批示; never public."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="instructions")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["entry", "id"]

    def __str__(self) -> str:
        return self.text[:40]


class Attachment(models.Model):
    """A file laid to an entry; public only where ticked."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="attachments")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    stored = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    is_public = models.BooleanField(default=False)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["entry", "id"]

    def __str__(self) -> str:
        return self.name
