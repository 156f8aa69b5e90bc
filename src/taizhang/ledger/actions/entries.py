"""Entries: what people set on one, whom they give it to, and what they note on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from taizhang.catalog.models import Unit
from taizhang.errors import EditConflict, FieldsWrong, FileTooLarge, Said
from taizhang.ledger.access import Actor
from taizhang.ledger.actions.acting import acting, user_of
from taizhang.ledger.models import Attachment, Comment, Entry, Event, Instruction, Milestone, Support
from taizhang.ledger.storing import store_file

LONGEST_TEXT = 4_000
MOST_ATTACHMENT_BYTES = 20 * 2**20
_EDITABLE = ("title", "due", "target_text", "leader", "remarks", "is_reviewed", "pledge")
_FIRST_DAY, _LAST_DAY = date(1949, 10, 1), date(2100, 12, 31)


def edit_entry(actor: Actor, entry: Entry, values: Mapping[str, Any], version: int | None = None) -> None:
    """Set fields of an entry; what is set stays when the report is compiled anew.

    ``version`` is the one that the actor read: raises ``EditConflict`` where it is no longer so, ``FieldsWrong`` for
    values that make no sense.
    """
    _check_values(values)
    with acting(actor, "entry.edit", entry) as act:
        _check_version(entry, version)
        changed = {name: value for name, value in values.items() if getattr(entry, name) != value}
        if not changed:
            act.idle()
            return
        before = {name: getattr(entry, name) for name in changed}
        for name, value in changed.items():
            setattr(entry, name, value)
        if "due" in changed:
            entry.is_due_assumed = False
        hand = {"title", "due", "target_text"} & changed.keys() | ({"is_due_assumed"} if "due" in changed else set())
        entry.by_hand = sorted({*entry.by_hand, *hand})
        entry.version += 1
        entry.save()
        act.log(entry, changed=changed, before=before)


def assign(
    actor: Actor, entry: Entry, lead: Unit | None, supporters: Sequence[Unit] = (), version: int | None = None
) -> None:
    """Give an entry to its lead and supporting units. Raises ``EditConflict``, and ``FieldsWrong`` for a unit amiss."""
    with acting(actor, "entry.assign", entry) as act:
        _check_version(entry, version)
        _check_units(entry, lead, supporters)
        held = [support.unit_id for support in entry.supports.all()]
        if entry.lead == lead and held == [unit.pk for unit in supporters]:
            act.idle()
            return
        entry.lead = lead
        entry.version += 1
        entry.save(update_fields=["lead", "version"])
        entry.supports.all().delete()
        Support.objects.bulk_create(Support(entry=entry, unit=u, order=n) for n, u in enumerate(supporters, 1))
        act.log(entry, lead=lead.name if lead else None, supporting=[unit.name for unit in supporters])


def set_milestones(actor: Actor, entry: Entry, texts: Mapping[tuple[int, int], str]) -> None:
    """Set what an entry is to have reached by year and quarter; an empty text takes one away."""
    wrong = {f"q{q}": Said("应为第一至第四季度", "quarters are 1 to 4") for _, q in texts if not 1 <= q <= 4}
    if wrong:
        raise FieldsWrong(fields=wrong)
    with acting(actor, "entry.edit", entry) as act:
        told = {(m.year, m.quarter): m.text for m in entry.milestones.all()}
        wanted = {when: text.strip() for when, text in (told | dict(texts)).items() if text.strip()}
        if wanted == told:
            act.idle()
            return
        entry.milestones.all().delete()
        Milestone.objects.bulk_create(Milestone(entry=entry, year=y, quarter=q, text=t) for (y, q), t in wanted.items())
        act.log(entry, milestones={f"{y}-Q{q}": text for (y, q), text in wanted.items()})


def comment(actor: Actor, entry: Entry, text: str) -> Comment:
    """Note something on an entry."""
    _check_text(text)
    with acting(actor, "entry.comment", entry) as act:
        note = Comment.objects.create(entry=entry, author=user_of(actor), text=text.strip())
        act.log(entry, comment=note.pk, text=note.text)
    return note


def instruct(actor: Actor, entry: Entry, text: str) -> Instruction:
    """A leader's instruction on an entry 批示."""
    _check_text(text)
    with acting(actor, "entry.instruct", entry) as act:
        order = Instruction.objects.create(entry=entry, author=user_of(actor), text=text.strip())
        act.log(entry, instruction=order.pk, text=order.text)
    return order


def attach(actor: Actor, entry: Entry, name: str, data: bytes, media_type: str = "") -> Attachment:
    """Lay a file to an entry. Raises ``FileTooLarge``."""
    if len(data) > MOST_ATTACHMENT_BYTES:
        size, limit = f"{len(data) / 2**20:.1f} MB", f"{MOST_ATTACHMENT_BYTES // 2**20} MB"
        raise FileTooLarge(name, size=size, limit=limit)
    with acting(actor, "entry.attach", entry) as act:
        stored = store_file(data)
        kind = media_type or "application/octet-stream"
        attachment = Attachment.objects.create(
            entry=entry, author=user_of(actor), name=name[-255:], media_type=kind[:100], stored=stored
        )
        act.log(entry, attachment=attachment.pk, name=attachment.name, sha256=stored.sha256)
    return attachment


def publish_attachment(actor: Actor, attachment: Attachment, *, is_public: bool) -> None:
    """Let everybody see an attachment of a published ledger, or no longer."""
    with acting(actor, "attachment.publish", attachment.entry) as act:
        attachment.is_public = is_public
        attachment.save(update_fields=["is_public"])
        act.log(attachment.entry, attachment=attachment.pk, is_public=is_public)


def _check_version(entry: Entry, version: int | None) -> None:
    if version is not None and version != entry.version:
        last = Event.objects.filter(subject=f"entry:{entry.pk}").order_by("-seq").first()
        raise EditConflict(entry.number, who=last.actor if last else None)


def _check_units(entry: Entry, lead: Unit | None, supporters: Sequence[Unit]) -> None:
    place = entry.ledger.place_id
    for unit in [*([lead] if lead else []), *supporters]:
        if unit.place_id != place or not unit.is_active:
            told = Said(f"单位名录中没有在用的“{unit.name}”", f"no active unit {unit.name} in the register")
            raise FieldsWrong(fields={"units": told})
    if lead in supporters:
        raise FieldsWrong(fields={"units": Said("牵头单位不能同时是配合单位", "the lead unit cannot support itself")})
    if len({unit.pk for unit in supporters}) < len(supporters):
        raise FieldsWrong(fields={"units": Said("配合单位重复", "a supporting unit is named twice")})


def _check_text(text: str) -> None:
    if not text.strip():
        raise FieldsWrong(fields={"text": Said("请填写内容", "write something")})
    if len(text) > LONGEST_TEXT:
        told = Said(
            f"不超过 {LONGEST_TEXT} 字，现有 {len(text)} 字", f"at most {LONGEST_TEXT} characters, this has {len(text)}"
        )
        raise FieldsWrong(fields={"text": told})


def _check_values(values: Mapping[str, Any]) -> None:
    wrong: dict[str, Said] = {}
    unknown = values.keys() - set(_EDITABLE)
    if unknown:
        raise TypeError(f"not to be edited: {', '.join(sorted(unknown))}")
    if "title" in values and not 0 < len(values["title"].strip()) <= 300:
        wrong["title"] = Said("标题应为 1 至 300 字", "a title has 1 to 300 characters")
    due = values.get("due")
    if due is not None and not _FIRST_DAY <= due <= _LAST_DAY:
        wrong["due"] = Said(f"完成时限应在 {_FIRST_DAY.year} 年至 {_LAST_DAY.year} 年之间", "the date is out of range")
    for name, longest in (("target_text", LONGEST_TEXT), ("remarks", LONGEST_TEXT), ("leader", 40)):
        if len(str(values.get(name, ""))) > longest:
            wrong[name] = Said(f"不超过 {longest} 字", f"at most {longest} characters")
    if values.get("pledge") is not None and not 0 < values["pledge"] < 1000:
        wrong["pledge"] = Said("民生实事的编号应为 1 至 999", "a pledge's number is 1 to 999")
    if wrong:
        raise FieldsWrong(fields=wrong)
