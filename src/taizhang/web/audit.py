"""The journal as sentences: who did what to what and when, from what to what.

What enters is a page of events, what leaves is a ``Line`` for each. Of ``user.change`` with ``changed`` roles
``["leader@澜川市"]`` comes 维护用户, of whom, and 角色：督查员（澜川市） → 领导（澜川市）.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from taizhang.catalog.models import Unit, UnitKind
from taizhang.errors import Said
from taizhang.ledger.decisions import WORDS, Op
from taizhang.ledger.models import Decision, Edition, Entry, Event, Ledger, Role, User
from taizhang.ledger.permissions import permissions

OWN_PASSWORD = "user.password"  # noqa: S105 - the name of an action: everybody may, on oneself
_LONGEST = 200
_FIELDS: Mapping[str, str] = {
    "title": gettext_noop("标题"), "due": gettext_noop("完成时限"), "target_text": gettext_noop("目标值"),
    "leader": gettext_noop("牵头领导"), "remarks": gettext_noop("备注"), "is_reviewed": gettext_noop("已核对"),
    "pledge": gettext_noop("民生实事编号"), "lead": gettext_noop("牵头单位"), "supporting": gettext_noop("配合单位"),
    "milestones": gettext_noop("季度节点"), "display_name": gettext_noop("姓名"), "is_active": gettext_noop("在用"),
    "roles": gettext_noop("角色"), "name": gettext_noop("名称"), "others": gettext_noop("别称"),
    "kind": gettext_noop("类型"), "text": gettext_noop("内容"), "username": gettext_noop("用户名"),
    "files": gettext_noop("文件"), "number": gettext_noop("编号"), "year": gettext_noop("年份"),
    "entries": gettext_noop("条目"), "created": gettext_noop("新增条目"), "gone": gettext_noop("原文已无的条目"),
    "dropped": gettext_noop("撤去的条目"), "carried": gettext_noop("沿用的核对"),
    "lost": gettext_noop("未能沿用的核对"),
    "op": gettext_noop("核对"), "is_public": gettext_noop("公开"), "code": gettext_noop("错误代码"),
    "values": gettext_noop("改为"), "settings": gettext_noop("设置"), "engine": gettext_noop("程序版本"),
}  # fmt: skip
_SKIPPED = frozenset(
    ("changed", "before", "did", "proposed", "comment", "instruction", "attachment", "sha256", "spans")
)
_DID: Mapping[str, str] = {
    "create": gettext_noop("新建"), "change": gettext_noop("修改"), "reset": gettext_noop("给新的初始密码"),
    "compile": gettext_noop("解析完成"), "fail": gettext_noop("未能解析"), "add": gettext_noop("增补"),
    "keep": gettext_noop("继续跟踪"), "remove": gettext_noop("撤去"), "import": gettext_noop("导入"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """A field, and its values before and after as they are read; ``old`` is None where there was none to tell."""

    field: str
    new: str
    old: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """An event as it is read. ``raw`` is its payload as it was hashed."""

    seq: int
    at: datetime
    who: str
    what: str
    thing: str
    href: str
    ledger: str
    changes: tuple[Change, ...]
    raw: str
    hash: str


def tell_events(events: Sequence[Event], lang: str) -> tuple[Line, ...]:
    """The lines of ``events``. The number of queries does not grow with them."""
    people = {u.username: str(u) for u in User.objects.filter(username__in={event.actor for event in events})}
    ledgers = {
        str(row.slug): row.title for row in Ledger.objects.filter(slug__in={e.ledger for e in events if e.ledger})
    }
    things = _things(events)
    return tuple(_tell(event, people, ledgers, things, lang) for event in events)


def words_of(action: str, lang: str) -> str:
    """What an action is called."""
    row = permissions().get(action)
    said = row.words if row else _OTHERS.get(action, Said(action, action))
    return str(getattr(said, lang))


_OTHERS = {OWN_PASSWORD: Said("修改本人密码", "change one's own password")}


def _tell(
    event: Event,
    people: Mapping[str, str],
    ledgers: Mapping[str, str],
    things: Mapping[str, tuple[str, str]],
    lang: str,
) -> Line:
    payload = json.loads(event.payload)
    did = str(payload.get("did", ""))
    what = words_of(event.action, lang) + (f" · {_(_DID[did])}" if did in _DID else "")
    thing, href = things.get(event.subject, (event.subject, ""))
    is_job = event.actor.startswith("job:")
    who = _("程序") if is_job else people.get(event.actor, event.actor)
    return Line(
        event.seq, datetime.fromisoformat(event.at), who, what, thing, href, ledgers.get(event.ledger, ""),
        tuple(_changes(payload, lang)), event.payload, event.hash,
    )  # fmt: skip


def _changes(payload: Mapping[str, Any], lang: str) -> Iterator[Change]:
    before = payload.get("before") or {}
    changed = payload.get("changed") or {}
    if isinstance(changed, list):  # keys of entries whose words changed
        yield Change(_("改动条目"), _show("changed", changed, lang))
        changed = {}
    for name, value in changed.items():
        yield Change(_label(name), _show(name, value, lang), _show(name, before.get(name), lang))
    for name, value in payload.items():
        if name not in _SKIPPED and value not in (None, "", [], {}, 0):
            old = _show(name, before[name], lang) if name in before else None
            yield Change(_label(name), _show(name, value, lang), old)


def _label(name: str) -> str:
    return _(_FIELDS[name]) if name in _FIELDS else name


def _show(name: str, value: object, lang: str) -> str:  # noqa: PLR0911 - one kind of value a line
    if value is None or value in ("", [], {}):
        return _("（空）")
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if name == "roles" and isinstance(value, list):
        return "、".join(_role(str(role)) for role in value)
    if name == "files" and isinstance(value, list):
        return "、".join(str(file.get("name", file)) if isinstance(file, dict) else str(file) for file in value)
    if name == "op" and value in set(Op):
        return str(getattr(WORDS[Op(str(value))], lang))
    if name == "kind" and value in set(UnitKind.values):
        return str(UnitKind(str(value)).label)
    if isinstance(value, list) and all(isinstance(key, int) for key in value):
        return _("%(count)s 条") % {"count": len(value)}
    if isinstance(value, list):
        return _cut("、".join(map(str, value)))
    if isinstance(value, dict):
        return _cut("；".join(f"{key} {told}" for key, told in value.items()))
    return _cut(str(value))


def _role(told: str) -> str:
    role, _at, where = told.partition("@")
    label = str(Role(role).label) if role in set(Role.values) else role
    return f"{label}（{_('所有地区') if where == '*' else where}）"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _things(events: Iterable[Event]) -> dict[str, tuple[str, str]]:
    """What the subjects are called, and where they are looked at; one query a kind."""
    keys: dict[str, list[int]] = {}
    for event in events:
        kind, _colon, key = event.subject.partition(":")
        if key.isdecimal():
            keys.setdefault(kind, []).append(int(key))
    told: dict[str, tuple[str, str]] = {}
    for entry in Entry.objects.filter(pk__in=keys.get("entry", ())):
        told[f"entry:{entry.pk}"] = (f"{entry.number} {entry.title}", reverse("entry", args=[entry.pk]))
    for ledger in Ledger.objects.filter(pk__in=keys.get("ledger", ())):
        told[f"ledger:{ledger.pk}"] = (ledger.title, reverse("ledger", args=[ledger.slug]))
    for edition in Edition.objects.filter(pk__in=keys.get("edition", ())).select_related("ledger").defer("report"):
        words = _("第 %(number)s 版") % {"number": edition.number}
        told[f"edition:{edition.pk}"] = (words, reverse("edition", args=[edition.ledger.slug, edition.number]))
    for decision in Decision.objects.filter(pk__in=keys.get("decision", ())).select_related("edition__ledger"):
        words = _("核对第 %(number)s 步") % {"number": decision.pk}
        told[f"decision:{decision.pk}"] = (words, reverse("review", args=[decision.edition.ledger.slug]))
    told |= {f"unit:{unit.pk}": (unit.name, "") for unit in Unit.objects.filter(pk__in=keys.get("unit", ()))}
    for user in User.objects.filter(pk__in=keys.get("user", ())):
        told[f"user:{user.pk}"] = (f"{user}（{user.username}）" if user.display_name else user.username, "")
    return told
