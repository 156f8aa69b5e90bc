"""Who may do what: the table beside this file is written by hand, and everything is tried as everybody.

Each line of ``permission_table.txt`` is tried three ways: as ``access.may`` answers, as the function of ``actions``
does or refuses, and as the page answers. What is refused writes nothing; what is done is in the journal.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from django.db import transaction

from ledger_world import World, fresh_choice, make_world, read_table, subject_of
from taizhang.errors import ActionRefused, ThingMissing
from taizhang.ledger.access import Actor, may, seen_events
from taizhang.ledger.actions.acting import check_permission
from taizhang.ledger.actions.documents import Upload, add_edition, create_ledger, dispatch, publish, withdraw
from taizhang.ledger.actions.entries import assign, attach, comment, edit_entry, instruct, publish_attachment
from taizhang.ledger.actions.people import Grant, change_user, reset_password
from taizhang.ledger.actions.review import decide, undo
from taizhang.ledger.actions.units import UnitValues, add_unit
from taizhang.ledger.models import Event, Head, Ledger, LedgerState, Role
from taizhang.ledger.permissions import permissions

pytestmark = pytest.mark.django_db

HERE = Path(__file__).parent
SOURCE = HERE.parents[1] / "src" / "taizhang"
READING = {"ledger.view", "entry.view", "entry.follow", "file.download", "ledger.export", "journal.read"}


TABLE = read_table()
BY_NAME = [pytest.param(*row, id=f"{row[0]}-{row[1]}") for row in TABLE]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """One world for all lines; each test and each try is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@contextmanager
def taken_back() -> Iterator[None]:
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


# --------------------------------------------------------------------------- the table itself


def test_the_table_has_every_action_and_every_role(world: World) -> None:
    assert {action for action, _, _ in TABLE} == set(permissions())
    roles = {m.role for user in world.people.values() if user for m in user.memberships.all()}
    assert roles == set(Role.values)


@pytest.mark.parametrize(("action", "case"), [(row[0], row[1]) for row in TABLE if row[0] not in READING])
def test_somebody_may_and_somebody_may_not(action: str, case: str) -> None:
    outcomes = [out for key, _, told in TABLE if key == action for out in told.values()]
    assert {"y", "n"} <= set(outcomes)


def test_every_action_is_used_where_things_are_done_or_shown() -> None:
    files = [*(SOURCE / "ledger").rglob("*.py"), *(SOURCE / "web").rglob("*.py")]
    told = "\n".join(file.read_text() for file in files if "migrations" not in file.parts)
    assert [key for key in permissions() if f'"{key}"' not in told] == []


WRITES = {"save", "delete", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
QUERY_WRITES = WRITES | {"update", "add", "set", "remove", "clear"}


def written_in(tree: ast.AST) -> Iterator[str]:
    """Calls that write rows: any ``x.save()``, and what is called on a manager or a query."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            called, on = node.func.attr, ast.unparse(node.func.value)
            is_query = ".objects" in on or ".filter(" in on or ".all()" in on
            if called in WRITES or (is_query and called in QUERY_WRITES):
                yield f"{node.lineno}: {on}.{called}"


def test_no_page_writes_but_through_the_actions() -> None:
    """A backup restores rows as they were, and is no page."""
    files = [file for file in sorted((SOURCE / "web").rglob("*.py")) if file.name != "backups.py"]
    found = [f"{file.name}:{told}" for file in files for told in written_in(ast.parse(file.read_text()))]
    assert found == []
    assert len(files) > 10


def test_a_write_in_a_page_would_be_found() -> None:
    code = "entry.save()\nEntry.objects.filter(pk=1).update(title='')\nseen.add(1)\nledger.entries.all().delete()"
    assert len(list(written_in(ast.parse(code)))) == 3


# --------------------------------------------------------------------------- through access.py


ASKED = [row for row in BY_NAME if row.values[0] not in {"ledger.create", "journal.read", "user.change", "user.reset"}]


@pytest.mark.parametrize(("action", "case", "expected"), ASKED)  # the others are asked with more than a subject
def test_access_answers_as_the_table_says(world: World, action: str, case: str, expected: dict[str, str]) -> None:
    subject = subject_of(world, action, case)
    found = {letter: may(world.actor(letter), action, subject) for letter in expected}  # type: ignore[arg-type]
    assert found == {letter: out == "y" for letter, out in expected.items()}


@pytest.mark.parametrize(("case", "expected"), [(row[1], row[2]) for row in TABLE if row[0] == "journal.read"])
def test_the_journal_is_read_by_auditors_of_its_place(world: World, case: str, expected: dict[str, str]) -> None:
    slug = world.places[case].slug
    found = {letter: seen_events(world.actor(letter)).filter(place=slug).exists() for letter in expected}
    assert found == {letter: out == "y" for letter, out in expected.items()}
    assert not Event.objects.exclude(place__in=[place.slug for place in world.places.values()]).exists()


def test_nothing_is_decided_on_a_thing_that_the_table_does_not_know(world: World) -> None:
    with pytest.raises(TypeError, match="Edition"):
        may(world.actor("D"), "review.decide", world.ledgers["sent"].edition)


# --------------------------------------------------------------------------- through the actions


def attempt(world: World, actor: Actor, action: str, case: str) -> Callable[[], object]:  # noqa: C901, PLR0911, PLR0912
    """The function of ``actions`` that does ``action``, with what it needs."""
    subject = subject_of(world, action, case)
    here = world.places["here"]
    match action:
        case "ledger.create":
            files = [Upload("报告.txt", b"words")]
            return lambda: create_ledger(actor, subject, "新", 2031, files, is_own=case.endswith("-own"))  # type: ignore[arg-type]
        case "unit.change":
            return lambda: add_unit(actor, subject, UnitValues("市新设局"))  # type: ignore[arg-type]
        case "user.change":
            grants = [Grant(Role.LEADER, here)]
            return lambda: change_user(actor, here, subject, "改名", grants, is_active=True)  # type: ignore[arg-type]
        case "user.reset":
            return lambda: reset_password(actor, here, subject)  # type: ignore[arg-type]
        case "edition.add":
            return lambda: add_edition(actor, subject, [Upload("更正.txt", b"words")])  # type: ignore[arg-type]
        case "review.decide":
            return lambda: decide(actor, subject, fresh_choice(subject))  # type: ignore[arg-type]
        case "review.undo":
            return lambda: undo(actor, subject)  # type: ignore[arg-type]
        case "ledger.dispatch" | "ledger.publish" | "ledger.withdraw":
            make_ready(subject, action)  # type: ignore[arg-type]
            done = {"ledger.dispatch": dispatch, "ledger.publish": publish, "ledger.withdraw": withdraw}[action]
            return lambda: done(actor, subject)  # type: ignore[arg-type]
        case "entry.edit":
            return lambda: edit_entry(actor, subject, {"remarks": "改"})  # type: ignore[arg-type]
        case "entry.assign":
            unit = subject.ledger.place.units.get(name="市统计局")  # type: ignore[union-attr]
            return lambda: assign(actor, subject, unit)  # type: ignore[arg-type]
        case "entry.comment":
            return lambda: comment(actor, subject, "注")  # type: ignore[arg-type]
        case "entry.instruct":
            return lambda: instruct(actor, subject, "请办")  # type: ignore[arg-type]
        case "entry.attach":
            return lambda: attach(actor, subject, "b.txt", b"more")  # type: ignore[arg-type]
        case "attachment.publish":
            return lambda: publish_attachment(actor, world.attachments[case], is_public=True)
    return partial(check_permission, actor, action, subject)  # type: ignore[arg-type]


def make_ready(ledger: Ledger, action: str) -> None:
    """Bring a ledger to where the step can be taken; who may know of it stays as it is where that can be."""
    if action == "ledger.dispatch" and ledger.state == LedgerState.DISPATCHED:
        return
    if action == "ledger.dispatch":
        unit = ledger.place.units.first()
        ledger.entries.filter(lead=None).update(lead=unit)


def outcome_of(run: Callable[[], object]) -> str:
    """What came of it. A step that is too early was allowed: permission is asked first."""
    from taizhang.errors import StepTooEarly

    try:
        run()
    except ActionRefused:
        return "n"
    except ThingMissing:
        return "-"
    except StepTooEarly:
        return "early"
    return "y"


@pytest.mark.parametrize(("action", "case", "expected"), [p for p in BY_NAME if p.values[0] != "journal.read"])
def test_actions_do_or_refuse_as_the_table_says(world: World, action: str, case: str, expected: dict[str, str]) -> None:
    found, unlogged = {}, []
    for letter in expected:
        with taken_back():
            actor = world.actor(letter)
            before = Head.objects.get().seq
            out = outcome_of(attempt(world, actor, action, case))
            events = list(Event.objects.filter(seq__gt=before))
            told = [(event.action, event.actor) for event in events]
            wanted = out == "y" and action not in READING and not is_unbuilt(action)
            if told != [(action, actor.name)] * len(told) or bool(told) != wanted:
                unlogged.append((letter, out, told))
            found[letter] = "y" if out == "early" else out
    assert found == expected
    assert unlogged == []


def is_unbuilt(action: str) -> bool:
    """Whether the action has no function in the attempts above: its permission alone is asked."""
    return action in {"project.change", "pledge.change", "ledger.import", "ledger.configure"}
