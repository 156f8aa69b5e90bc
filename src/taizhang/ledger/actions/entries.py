"""Entries: what people set on one, whom they give it to, and what they note on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from taizhang.catalog.models import Unit
from taizhang.errors import EditConflict, FieldsWrong, FileTooLarge, Said
from taizhang.ledger.access import Actor
from taizhang.ledger.actions.acting import acting, user_of
from taizhang.ledger.models import Attachment, Comment, Entry, Event, Instruction, Ledger, Milestone, Support, User
from taizhang.ledger.storing import store_file

LONGEST_TEXT = 4_000
LONGEST_TITLE = 300
MOST_ATTACHMENT_BYTES = 20 * 2**20
_EDITABLE = ("title", "due", "target_text", "leader", "remarks", "is_reviewed", "pledge")
_FIRST_DAY, _LAST_DAY = date(1949, 10, 1), date(2100, 12, 31)


def edit_entry(actor: Actor, entry: Entry, values: Mapping[str, Any], version: int | None = None) -> None:
    """Set fields of an entry; what is set stays when the report is compiled anew.

    ``version`` is the one that the actor read: raises ``EditConflict`` where it is no longer so and something would
    change, ``FieldsWrong`` for values that make no sense. What is so already is no action: a form sent twice is one.
    """
    _check_values(values)
    with acting(actor, "entry.edit", entry) as act:
        changed = {name: value for name, value in values.items() if getattr(entry, name) != value}
        if not changed:
            act.idle()
            return
        check_version(entry, version)
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
        held = [support.unit for support in entry.supports.select_related("unit")]
        if entry.lead == lead and held == list(supporters):
            act.idle()
            return
        check_version(entry, version)
        check_units(entry.ledger, lead, supporters)
        before = tell_units(entry.lead, held)
        write_units(entry, lead, supporters)
        act.log(entry, **tell_units(lead, supporters), before=before)


def set_milestones(
    actor: Actor, entry: Entry, texts: Mapping[tuple[int, int], str], version: int | None = None
) -> None:
    """Set what an entry is to have reached by year and quarter; an empty text takes one away.

    Raises ``EditConflict``, and ``FieldsWrong`` for a quarter, a year or a text amiss.
    """
    _check_milestones(texts)
    with acting(actor, "entry.edit", entry) as act:
        told = {(m.year, m.quarter): m.text for m in entry.milestones.all()}
        wanted = {when: text.strip() for when, text in (told | dict(texts)).items() if text.strip()}
        if wanted == told:
            act.idle()
            return
        check_version(entry, version)
        entry.version += 1
        entry.save(update_fields=["version"])
        entry.milestones.all().delete()
        Milestone.objects.bulk_create(Milestone(entry=entry, year=y, quarter=q, text=t) for (y, q), t in wanted.items())
        act.log(entry, milestones=_tell_milestones(wanted), before={"milestones": _tell_milestones(told)})


def comment(actor: Actor, entry: Entry, text: str) -> Comment:
    """Note something on an entry. The same words by the same person as the last note are that note, sent twice."""
    _check_text(text)
    with acting(actor, "entry.comment", entry) as act:
        last = entry.comments.order_by("-id").first()
        if last is not None and (last.author_id, last.text) == (user_of(actor).pk, text.strip()):
            act.idle()
            return last
        note = Comment.objects.create(entry=entry, author=user_of(actor), text=text.strip())
        act.log(entry, comment=note.pk, text=note.text)
    return note


def instruct(actor: Actor, entry: Entry, text: str) -> Instruction:
    """A leader's instruction on an entry 批示. The last one once more is that one, sent twice."""
    _check_text(text)
    with acting(actor, "entry.instruct", entry) as act:
        last = entry.instructions.order_by("-id").first()
        if last is not None and (last.author_id, last.text) == (user_of(actor).pk, text.strip()):
            act.idle()
            return last
        order = Instruction.objects.create(entry=entry, author=user_of(actor), text=text.strip())
        act.log(entry, instruction=order.pk, text=order.text)
    return order


def attach(actor: Actor, entry: Entry, name: str, data: bytes, media_type: str = "") -> Attachment:
    """Lay a file to an entry. The same file under the same name is laid once. Raises ``FileTooLarge``."""
    if len(data) > MOST_ATTACHMENT_BYTES:
        size, limit = f"{len(data) / 2**20:.1f} MB", f"{MOST_ATTACHMENT_BYTES // 2**20} MB"
        raise FileTooLarge(name, size=size, limit=limit)
    with acting(actor, "entry.attach", entry) as act:
        stored = store_file(data)
        there = entry.attachments.filter(stored=stored, name=name[-255:]).first()
        if there is not None:
            act.idle()
            return there
        kind = media_type or "application/octet-stream"
        attachment = Attachment.objects.create(
            entry=entry, author=user_of(actor), name=name[-255:], media_type=kind[:100], stored=stored
        )
        act.log(entry, attachment=attachment.pk, name=attachment.name, sha256=stored.sha256)
    return attachment


def publish_attachment(actor: Actor, attachment: Attachment, *, is_public: bool) -> None:
    """Let everybody see an attachment of a published ledger, or no longer."""
    with acting(actor, "attachment.publish", attachment.entry) as act:
        attachment.refresh_from_db()
        if attachment.is_public == is_public:
            act.idle()
            return
        attachment.is_public = is_public
        attachment.save(update_fields=["is_public"])
        act.log(attachment.entry, attachment=attachment.pk, name=attachment.name, is_public=is_public)


def check_version(entry: Entry, version: int | None) -> None:
    """Raise ``EditConflict`` where an entry is no longer as it was read."""
    if version is not None and version != entry.version:
        last = Event.objects.filter(subject=f"entry:{entry.pk}").order_by("-seq").first()
        person = User.objects.filter(username=last.actor).first() if last else None
        raise EditConflict(entry.number, who=str(person) if person else None)


def check_title(title: str) -> dict[str, Said]:
    """What is wrong with a title, by its field; empty where nothing is."""
    if 0 < len(title.strip()) <= LONGEST_TITLE:
        return {}
    return {"title": Said(f"标题应为 1 至 {LONGEST_TITLE} 字", f"a title has 1 to {LONGEST_TITLE} characters")}


def check_due(due: date | None) -> dict[str, Said]:
    """What is wrong with a due date, by its field; empty where nothing is."""
    if due is None or _FIRST_DAY <= due <= _LAST_DAY:
        return {}
    years = _FIRST_DAY.year, _LAST_DAY.year
    return {"due": Said("完成时限应在 {} 年至 {} 年之间".format(*years), "a due date is of {} to {}".format(*years))}


def check_units(ledger: Ledger, lead: Unit | None, supporters: Sequence[Unit]) -> None:
    """Raise ``FieldsWrong`` for units that cannot be given an entry of ``ledger``."""
    place = ledger.place_id
    for unit in [*([lead] if lead else []), *supporters]:
        if unit.place_id != place or not unit.is_active:
            told = Said(f"单位名录中没有在用的“{unit.name}”", f"no active unit {unit.name} in the register")
            raise FieldsWrong(fields={"units": told})
    if lead in supporters:
        raise FieldsWrong(fields={"units": Said("牵头单位不能同时是配合单位", "the lead unit cannot support itself")})
    if len({unit.pk for unit in supporters}) < len(supporters):
        raise FieldsWrong(fields={"units": Said("配合单位重复", "a supporting unit is named twice")})


def write_units(entry: Entry, lead: Unit | None, supporters: Iterable[Unit]) -> None:
    """Give an entry to its units, within an action."""
    entry.lead = lead
    entry.version += 1
    entry.save(update_fields=["lead", "version"])
    entry.supports.all().delete()
    Support.objects.bulk_create(Support(entry=entry, unit=unit, order=n) for n, unit in enumerate(supporters, 1))


def tell_units(lead: Unit | None, supporters: Iterable[Unit]) -> dict[str, Any]:
    """The units as the journal tells them."""
    return {"lead": lead.name if lead else None, "supporting": [unit.name for unit in supporters]}


def _tell_milestones(texts: Mapping[tuple[int, int], str]) -> dict[str, str]:
    return {f"{year}-Q{quarter}": text for (year, quarter), text in texts.items()}


def _check_milestones(texts: Mapping[tuple[int, int], str]) -> None:
    wrong: dict[str, Said] = {}
    for (year, quarter), text in texts.items():
        if not 1 <= quarter <= 4 or not _FIRST_DAY.year <= year <= _LAST_DAY.year:
            wrong[f"q{quarter}"] = Said("年份或季度不对", "there is no such year or quarter")
        elif len(text) > LONGEST_TEXT:
            wrong[f"q{quarter}"] = _too_long(text, LONGEST_TEXT)
    if wrong:
        raise FieldsWrong(fields=wrong)


def _too_long(text: str, longest: int) -> Said:
    length = len(text)
    return Said(f"不超过 {longest} 字，现有 {length} 字", f"at most {longest} characters, this has {length}")


def _check_text(text: str) -> None:
    if not text.strip():
        raise FieldsWrong(fields={"text": Said("请填写内容", "write something")})
    if len(text) > LONGEST_TEXT:
        raise FieldsWrong(fields={"text": _too_long(text, LONGEST_TEXT)})


def _check_values(values: Mapping[str, Any]) -> None:
    wrong: dict[str, Said] = {}
    unknown = values.keys() - set(_EDITABLE)
    if unknown:
        raise TypeError(f"not to be edited: {', '.join(sorted(unknown))}")
    if "title" in values:
        wrong.update(check_title(values["title"]))
    wrong.update(check_due(values.get("due")))
    for name, longest in (("target_text", LONGEST_TEXT), ("remarks", LONGEST_TEXT), ("leader", 40)):
        if len(str(values.get(name, ""))) > longest:
            wrong[name] = _too_long(str(values[name]), longest)
    if values.get("pledge") is not None and not 0 < values["pledge"] < 1000:
        wrong["pledge"] = Said("民生实事的编号应为 1 至 999", "a pledge's number is 1 to 999")
    if wrong:
        raise FieldsWrong(fields=wrong)
