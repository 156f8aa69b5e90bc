"""Two places with a person of every kind, ledgers in every state, and entries in every relation to a unit.

What the names mean is told at the head of ``tests/ledger/permission_table.txt``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from django.utils import timezone

from ledger_people import REPORT, make_person
from taizhang.catalog.models import Place
from taizhang.catalog.registering import register_place
from taizhang.engine.model import Span
from taizhang.ledger.access import Actor
from taizhang.ledger.actions.documents import Upload, create_ledger, dispatch, publish
from taizhang.ledger.actions.entries import assign, attach
from taizhang.ledger.actions.review import decide
from taizhang.ledger.compiling import compile_edition
from taizhang.ledger.decisions import Choice, Op
from taizhang.ledger.models import Attachment, Entry, Ledger, Membership, Role, User

TABLE = Path(__file__).parent / "ledger" / "permission_table.txt"
WATER, EDUCATION, OFFICE = "市水利局", "市教育局", "市政府办公室"


@dataclass
class World:
    """Everything by the names of the table."""

    places: dict[str, Place] = field(default_factory=dict)
    people: dict[str, User | None] = field(default_factory=dict)
    ledgers: dict[str, Ledger] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    attachments: dict[str, Attachment] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)

    def actor(self, letter: str) -> Actor:
        """The actor, who remembers the roles held."""
        return self.actors.setdefault(letter, Actor(self.people[letter]))


def make_world() -> World:
    """Build it through the actions. Wants an open transaction, in which nothing is compiled in the background."""
    world = World()
    world.places = {
        "here": register_place("澜川市", None, 2031, "lanchuan"),
        "there": register_place("桐岭市", None, 2031, "tongling"),
    }
    _add_people(world)
    _add_ledgers(world)
    _add_entries(world)
    return world


def fresh_choice(ledger: Ledger, words: str = "600个", low: str = "660") -> Choice:
    """A decision that makes sense of the report: a figure is another."""
    assert ledger.edition is not None
    start = ledger.edition.load().source.text.index(words)
    return Choice(Op.FIGURE, (Span(start, start + len(words)),), {"low": low})


def _add_people(world: World) -> None:
    here, there = world.places["here"], world.places["there"]
    told = {
        "Q": ("起草", Role.DRAFTER, ""), "q": ("起草二", Role.DRAFTER, ""), "D": ("督查", Role.SUPERVISOR, ""),
        "T": ("水利填报", Role.REPORTER, WATER), "S": ("水利审核", Role.APPROVER, WATER),
        "U": ("水利数据", Role.STEWARD, WATER), "E": ("教育填报", Role.REPORTER, EDUCATION),
        "L": ("领导", Role.LEADER, ""), "J": ("审计", Role.AUDITOR, ""), "G": ("管理", Role.ADMINISTRATOR, ""),
        "R": ("离岗", Role.SUPERVISOR, ""), "colleague": ("同事", Role.REPORTER, WATER),
        "both": ("两地", Role.LEADER, ""),
    }  # fmt: skip
    world.people = {letter: make_person(here, *who).user for letter, who in told.items()} | {"V": None}
    world.people["X"] = make_person(there, "邻市督查", Role.SUPERVISOR).user
    world.people["stranger"] = make_person(there, "邻市领导", Role.LEADER).user
    Membership.objects.create(user=world.people["both"], role=Role.LEADER, place=there)
    for letter, name, role in (("A", "总审计", Role.AUDITOR), ("K", "总管理", Role.ADMINISTRATOR)):
        world.people[letter] = User.objects.create(username=name, display_name=name)
        Membership.objects.create(user=world.people[letter], role=role)
    User.objects.filter(username="离岗").update(is_active=False)
    world.people["R"] = User.objects.get(username="离岗")


def _add_ledgers(world: World) -> None:
    for name, by, place, is_own in (
        ("draft", "D", "here", False), ("sent", "D", "here", False), ("public", "D", "here", False),
        ("own", "Q", "here", True), ("own-public", "Q", "here", True),
        ("away", "X", "there", False), ("away-public", "X", "there", False),
    ):  # fmt: skip
        actor = world.actor(by)
        ledger = create_ledger(
            actor, world.places[place], name, 2031, [Upload("报告.txt", REPORT.encode())], is_own=is_own
        )
        compile_edition.func(ledger.editions.get().pk)
        decide(actor, ledger, fresh_choice(ledger, "2万亩", "3"))
        if not is_own and name != "draft":
            for entry in ledger.entries.filter(parent=None):
                assign(actor, entry, world.places[place].units.get(name=EDUCATION))
            dispatch(actor, ledger)
        if name in {"public", "away-public"}:
            publish(actor, ledger)
        world.ledgers[name] = ledger
    Ledger.objects.filter(title="own-public").update(published_at=timezone.now())


def _add_entries(world: World) -> None:
    supervisor, units = world.actor("D"), world.places["here"].units
    water, office = units.get(name=WATER), units.get(name=OFFICE)
    canals, irrigation, schools, check = _rows(world.ledgers["sent"])
    assign(supervisor, canals, water)
    assign(supervisor, irrigation, office, [water])
    part_of_school = schools.children.first()
    assert part_of_school is not None
    assign(supervisor, part_of_school, water)
    part = canals.children.first()
    assert part is not None
    world.entries = {"led": canals, "helped": irrigation, "part": part, "whole": schools, "others": check}
    for name, ledger in (("draft-led", "draft"), ("public-others", "public"), ("own", "own"), ("away", "away")):
        world.entries[name] = _rows(world.ledgers[ledger])[0]
    assign(supervisor, world.entries["draft-led"], water)
    for name, entry in world.entries.items():
        by = {"own": "Q", "away": "X"}.get(name, "D")
        author = world.people[by]
        if name == "own":  # nobody lays files to a draft: what is there was put by hand
            stored = world.attachments["led"].stored
            made = Attachment.objects.create(entry=entry, author=author, name="a.txt", stored=stored)
        else:
            made = attach(world.actor(by), entry, "a.txt", b"words")
        world.attachments[name] = made


def _rows(ledger: Ledger) -> list[Entry]:
    """The four entries of the tasks, in order."""
    return list(ledger.entries.filter(parent=None, is_headline=False))[-4:]


def read_table() -> list[tuple[str, str, dict[str, str]]]:
    """Action, subject, and for each person the outcome."""
    lines = [line.split() for line in TABLE.read_text().splitlines() if line[0] != "#"]
    letters = lines[0][2:]
    return [(line[0], line[1], dict(zip(letters, line[2:], strict=True))) for line in lines[1:]]


def subject_of(world: World, action: str, case: str) -> object:
    if action in {"ledger.create", "unit.change", "journal.read"}:
        return world.places[case.removesuffix("-own")]
    if action.startswith("user."):
        return world.people[case]
    return world.ledgers[case] if case in world.ledgers and not is_of_entry(action) else world.entries[case]


def is_of_entry(action: str) -> bool:
    return action.startswith("entry.") or action == "attachment.publish"
