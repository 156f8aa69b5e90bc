"""A ledger as rows of a table: the entries that a reader asked for, under their headings, with their parts below.

What enters is the address's filters and the entries that the reader may see, what leaves is ``Row``s. Of the entry
三（一）-1 below 聚力扩大有效需求 and 提振居民消费 comes a row that brings both headings, the next one brings none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.db.models import Prefetch, Q, QuerySet
from django.http import QueryDict

from taizhang.ledger.models import Entry, OfficialStatus, Origin, Support

PAGE = 500
"""Entries on one page; their parts come with them."""
KINDS = ("headline", "target", "task")
DUES = ("q1", "q2", "q3", "q4", "later", "assumed", "none")
ONLY = ("nolead", "open", "reviewed", "pledge", "added", "gone")
_LAST_DAYS = {"q1": (3, 31), "q2": (6, 30), "q3": (9, 30), "q4": (12, 31)}


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader asked for. Empty strings and None where nothing was."""

    text: str = ""
    unit: int | None = None
    kind: str = ""
    due: str = ""
    only: str = ""
    status: str = ""
    page: int = 1

    @classmethod
    def read(cls, query: QueryDict) -> Filters:
        """The filters of an address; what is none of the choices is left out."""
        return cls(
            text=query.get("text", "").replace("\0", "").strip()[:100],
            unit=_number(query.get("unit")),
            kind=_one_of(query.get("kind"), KINDS),
            due=_one_of(query.get("due"), DUES),
            only=_one_of(query.get("only"), ONLY),
            status=_one_of(query.get("status"), OfficialStatus.values),
            page=max(_number(query.get("page")) or 1, 1),
        )

    def for_public(self) -> Filters:
        """These filters without those that would tell what the office has done so far."""
        return replace(self, only=self.only if self.only == "pledge" else "")

    @property
    def is_set(self) -> bool:
        """Whether anything is asked for but a page."""
        return any((self.text, self.unit, self.kind, self.due, self.only, self.status))

    @property
    def has_parts_in_mind(self) -> bool:
        """Whether what was asked for may stand in a part: then the parts are shown open."""
        return bool(self.text or self.due)

    def address(self, page: int = 1) -> str:
        """The query of an address with these filters, for another page."""
        told: Mapping[str, object] = {
            "text": self.text, "unit": self.unit, "kind": self.kind, "due": self.due, "only": self.only,
            "status": self.status, "page": page if page > 1 else "",
        }  # fmt: skip
        return urlencode({name: value for name, value in told.items() if value})

    def apply(self, entries: QuerySet[Entry], year: int | None) -> QuerySet[Entry]:
        """Those of ``entries`` that stand by themselves, and are meant or have a part that is."""
        tops = entries.filter(parent=None, is_gone=self.only == "gone").filter(self._of_tops())
        words = self._of_words(year)
        if words:
            below = entries.filter(words, parent__isnull=False, is_gone=False).values("parent")
            tops = tops.filter(words | Q(pk__in=below))
        return tops

    def _of_tops(self) -> Q:
        query = {
            "nolead": Q(lead=None),
            "open": Q(is_reviewed=False),
            "reviewed": Q(is_reviewed=True),
            "pledge": Q(pledge__isnull=False),
            "added": ~Q(origin="compiled"),
        }.get(self.only, Q())
        if self.kind:
            query &= Q(is_headline=True) if self.kind == "headline" else Q(is_headline=False, kind=self.kind)
        if self.status:
            query &= Q(status=self.status)
        return query

    def _of_words(self, year: int | None) -> Q:
        query = Q()
        if self.text:
            told = self.text
            words = Q(text__icontains=told) & ~Q(origin=Origin.ADDED, edition=None)  # what is added has its basis there
            query &= Q(title__icontains=told) | words | Q(target_text__icontains=told) | Q(number=told)
        if self.unit:
            query &= Q(lead=self.unit)
        return query & _due_between(self.due, year)


@dataclass(frozen=True, slots=True)
class Row:
    """An entry with the headings that are new with it, each with its level from 1, and its parts."""

    entry: Entry
    headings: tuple[tuple[int, str], ...]
    children: tuple[Entry, ...]


def list_rows(tops: Iterable[Entry], entries: QuerySet[Entry]) -> tuple[Row, ...]:
    """The rows of ``tops``, their parts being those of ``entries``."""
    tops = list(tops)
    below: dict[int | None, list[Entry]] = {}
    for child in with_units(entries.filter(parent__in=[top.pk for top in tops], is_gone=False)):
        below.setdefault(child.parent_id, []).append(child)
    return tuple(_rows(tops, below))


def with_units(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """``entries`` with what a row shows, in a fixed number of queries."""
    supports = Prefetch("supports", Support.objects.select_related("unit"))
    return entries.select_related("lead").prefetch_related(supports)


def _rows(tops: Iterable[Entry], below: Mapping[int | None, list[Entry]]) -> Iterator[Row]:
    above: list[str] = []
    for top in tops:
        path = [] if top.is_headline else [str(title) for title in top.path]
        same = next((n for n, pair in enumerate(zip(above, path)) if pair[0] != pair[1]), min(len(above), len(path)))
        yield Row(top, tuple(enumerate(path[same:], same + 1)), tuple(below.get(top.pk, ())))
        above = path


def _due_between(due: str, year: int | None) -> Q:
    if due in {"assumed", "none"}:
        return Q(is_due_assumed=True) if due == "assumed" else Q(due=None)
    if not due or year is None:
        return Q()
    if due == "later":
        return Q(due__gt=date(year, 12, 31))
    month, day = _LAST_DAYS[due]
    return Q(due__gte=date(year, month - 2, 1), due__lte=date(year, month, day))


def _one_of(text: str | None, choices: Iterable[str]) -> str:
    return text if text in set(choices) else ""


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None
