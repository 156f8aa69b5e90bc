"""What became of an entry, as sentences: who did what and when, from what to what.

What enters is an entry and the journal, what leaves is ``Step``s, newest first. Of the event ``entry.assign`` with
``lead`` 市水利局 and ``before`` without one comes 分派单位, 牵头单位：无 → 市水利局. For who works on the entry only:
names stand in it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from taizhang.ledger.models import Entry, Event, User

_OF_LEDGER = ("ledger.dispatch", "ledger.publish", "ledger.withdraw")
_OF_EDITION = ("review.decide", "review.undo", "edition.add", "ledger.configure")
_LONGEST = 300
"""Characters of a value that are shown; the journal has the rest."""
FIELDS: Mapping[str, str] = {
    "title": gettext_noop("标题"),
    "due": gettext_noop("完成时限"),
    "target_text": gettext_noop("目标值"),
    "leader": gettext_noop("牵头领导"),
    "remarks": gettext_noop("备注"),
    "is_reviewed": gettext_noop("核对"),
    "pledge": gettext_noop("民生实事编号"),
    "lead": gettext_noop("牵头单位"),
    "supporting": gettext_noop("配合单位"),
    "milestones": gettext_noop("季度节点"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """A field that changed: its words, and the values before and after as they are read, empty for none."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done. ``said`` are words that somebody wrote with it."""

    at: datetime
    who: str
    what: str
    changes: tuple[Change, ...] = ()
    said: str = ""


def tell_history(entry: Entry) -> tuple[Step, ...]:
    """All that was done to ``entry``, newest first."""
    events = list(_events_of(entry))
    names = _names(event.actor for event in events)
    told = (_tell(entry, event, json.loads(event.payload), names) for event in events)
    return tuple(step for step in told if step is not None)


def _events_of(entry: Entry) -> Iterable[Event]:
    slug = str(entry.ledger.slug)
    of_ledger = Q(ledger=slug, action__in=_OF_LEDGER)
    of_edition = Q(ledger=slug, action__in=_OF_EDITION, payload__contains=str(entry.pk))
    return Event.objects.filter(Q(subject=f"entry:{entry.pk}") | of_ledger | of_edition).order_by("-seq")


def _names(actors: Iterable[str]) -> dict[str, str]:
    return {user.username: str(user) for user in User.objects.filter(username__in=set(actors))}


def _tell(entry: Entry, event: Event, payload: Mapping[str, Any], names: Mapping[str, str]) -> Step | None:
    at = datetime.fromisoformat(event.at)
    who = _("程序") if event.actor.startswith("job:") else names.get(event.actor, event.actor)
    if event.subject != f"entry:{entry.pk}":
        what = _WHAT[event.action] if event.action in _OF_LEDGER else _part_in(entry.pk, payload)
        return Step(at, who, _(what)) if what else None
    return Step(at, who, _(_what(event.action, payload)), tuple(_changes(payload)), _said(event.action, payload))


_WHAT: Mapping[str, str] = {
    "entry.edit": gettext_noop("修改了条目"),
    "entry.assign": gettext_noop("分派了单位"),
    "entry.comment": gettext_noop("写了意见"),
    "entry.instruct": gettext_noop("作了批示"),
    "entry.attach": gettext_noop("上传了附件"),
    "attachment.publish": gettext_noop("调整了附件公开"),
    "ledger.dispatch": gettext_noop("下达了台账"),
    "ledger.publish": gettext_noop("公开了台账"),
    "ledger.withdraw": gettext_noop("撤回了公开"),
}
_DID: Mapping[str, str] = {
    "add": gettext_noop("增补了这一条"),
    "keep": gettext_noop("原文已无，决定继续跟踪"),
}
_PART: tuple[tuple[str, str], ...] = (
    ("gone", gettext_noop("新一版报告中已无这一条的原文")),
    ("changed", gettext_noop("核对或新版调整了这一条的原文")),
)


def _what(action: str, payload: Mapping[str, Any]) -> str:
    if action == "entry.assign" and payload.get("proposed"):
        return gettext_noop("按建议分派了单位")
    if action == "attachment.publish":
        return gettext_noop("公开了附件") if payload.get("is_public") else gettext_noop("不再公开附件")
    if set(payload.get("changed", ())) == {"is_reviewed"}:
        return gettext_noop("确认核对无误") if payload["changed"]["is_reviewed"] else gettext_noop("取消了核对")
    return _DID.get(str(payload.get("did", ""))) or _WHAT.get(action, action)


def _part_in(key: int, payload: Mapping[str, Any]) -> str:
    told = payload.get("entries", payload)
    return next((words for name, words in _PART if key in (told.get(name) or ())), "")


def _changes(payload: Mapping[str, Any]) -> Iterator[Change]:
    before = payload.get("before") or {}
    after = payload.get("changed") or {name: payload[name] for name in ("lead", "supporting") if name in payload}
    for name, value in after.items():
        old, new = _show(name, before.get(name)), _show(name, value)
        if name in FIELDS and name != "is_reviewed" and old != new:
            yield Change(_(FIELDS[name]), old, new)
    quarters = payload.get("milestones") or {}
    earlier = before.get("milestones") or {}
    for when in sorted({*quarters, *earlier}):
        if quarters.get(when) != earlier.get(when):
            year, _q, number = when.partition("-Q")
            field = _("%(year)s年%(quarter)s季度节点") % {"year": year, "quarter": number}
            yield Change(field, _cut(earlier.get(when, "")), _cut(quarters.get(when, "")))


def _said(action: str, payload: Mapping[str, Any]) -> str:
    pick: Callable[[str], str] = lambda name: _cut(str(payload.get(name) or ""))  # noqa: E731
    return pick("name") if action in {"entry.attach", "attachment.publish"} else pick("text")


def _show(name: str, value: object) -> str:
    if name == "supporting" and isinstance(value, list):
        return _cut("、".join(str(unit) for unit in value))
    return "" if value is None else _cut(str(value))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
