"""Who may do what through pages: the table of ``tests/ledger/permission_table.txt`` once more, with a browser's eyes.

404 is what may not be known of, 403 what is seen and may not be done; who is not signed in is led to the door.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from ledger_world import World, fresh_choice, make_world, read_table
from taizhang.ledger.models import Head, Ledger, Role

pytestmark = pytest.mark.django_db

ELSEWHERE = {"entry.follow": "is part of the page of an entry", "ledger.create": "tried below, place by place"}
TABLE = [row for row in read_table() if row[0] not in ELSEWHERE and (row[0], row[1]) != ("journal.read", "there")]
DONE = {"y": {200, 302, 409, 422}, "n": {403}, "-": {404}}
PUBLIC = {"ledger.view", "entry.view"}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def clients(world: World) -> dict[str, Client]:
    """Everybody at a browser of their own; who is barred or not signed in too."""
    made = {letter: Client() for letter in (*"QqDTSUELJGXAKRV",)}
    for letter, client in made.items():
        user = world.people[letter]
        if user is not None and user.is_active:
            client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return made


def report_file() -> SimpleUploadedFile:
    return SimpleUploadedFile("更正.txt", "澜川市2031年政府工作报告\n新修水渠25公里。\n".encode())


def ask(client: Client, world: World, action: str, case: str) -> Any:
    """Ask for what does ``action``."""
    if action in OF_LEDGER:
        name, fields = OF_LEDGER[action]
        more = [1] if name == "edition" else []
        address = reverse(name, args=[world.ledgers[case].slug, *more])
        return client.get(address) if fields is None else client.post(address, fields(world.ledgers[case]))
    if action in OF_ENTRY:
        name, fields = OF_ENTRY[action]
        key = world.attachments[case].pk if name == "attachment-public" else world.entries[case].pk
        address = reverse(name, args=[key])
        return client.get(address) if fields is None else client.post(address, fields(world.entries[case]))
    if action == "journal.read":
        return client.get(reverse("journal"))
    if action == "unit.change":
        return client.post(f"{reverse('unit-add')}?place={world.places[case].slug}", {"name": "市新设局"})
    name, fields = {
        "user.change": ("person", {"display_name": "改名", "roles": [Role.LEADER], "is_active": "1"}),
        "user.reset": ("person-reset", {}),
    }[action]
    return client.post(f"{reverse(name, args=[world.people[case].pk])}?place=lanchuan", fields)  # type: ignore[union-attr]


def decision(ledger: Ledger) -> dict[str, object]:
    choice = fresh_choice(ledger)
    return {"op": choice.op, "start": choice.spans[0].start, "end": choice.spans[0].end, **choice.values}


OF_LEDGER: dict[str, tuple[str, Any]] = {
    "ledger.view": ("ledger", None),
    "ledger.export": ("export", None),
    "ledger.import": ("import", None),
    "ledger.configure": ("ledger-settings", None),
    "file.download": ("edition", None),
    "edition.add": ("upload-edition", lambda _: {"files": report_file()}),
    "review.decide": ("review-decide", decision),
    "review.undo": ("review-undo", lambda _: {}),
    "ledger.dispatch": ("ledger-dispatch", lambda _: {}),
    "ledger.publish": ("ledger-publish", lambda _: {}),
    "ledger.withdraw": ("ledger-withdraw", lambda _: {}),
    "project.change": ("projects-import", None),
}
OF_ENTRY: dict[str, tuple[str, Any]] = {
    "entry.view": ("entry", None),
    "entry.edit": ("entry-edit", lambda e: {"title": e.title, "remarks": "改"}),
    "entry.assign": ("entry-units", lambda _: {"lead": "市统计局", "supporting": ""}),
    "entry.comment": ("entry-comment", lambda _: {"text": "注"}),
    "entry.instruct": ("entry-instruct", lambda _: {"text": "请办"}),
    "entry.attach": ("entry-attach", lambda _: {"files": report_file(), "file": report_file()}),
    "attachment.publish": ("attachment-public", lambda _: {"public": "1"}),
}
TRIED = [row for row in TABLE if row[0] in OF_LEDGER | OF_ENTRY or row[0] in
         {"journal.read", "unit.change", "user.change", "user.reset"}]  # fmt: skip


@pytest.mark.parametrize(("action", "case", "expected"), TRIED, ids=[f"{row[0]}-{row[1]}" for row in TRIED])
def test_pages_answer_as_the_table_says(
    world: World, clients: dict[str, Client], action: str, case: str, expected: dict[str, str]
) -> None:
    wrong = {}
    for letter, out in expected.items():
        point, before = transaction.savepoint(), Head.objects.get().seq
        answer = ask(clients[letter], world, action, case)
        wrote = Head.objects.get().seq > before
        transaction.savepoint_rollback(point)
        if letter in "RV" and not (action in PUBLIC and out == "y"):
            is_right = is_turned_away(answer)
        else:
            is_right = answer.status_code in DONE[seen_on_the_desk(action, case, letter, out)]
        if not is_right or (wrote and out != "y"):
            wrong[letter] = (out, answer.status_code, wrote)
    assert wrong == {}


FOLLOWED = {row[1]: row[2] for row in read_table() if row[0] == "entry.follow"}


def seen_on_the_desk(action: str, case: str, letter: str, out: str) -> str:
    """An entry that somebody reads only since it is published has no desk page: its forms are not there."""
    if action in OF_ENTRY and action != "entry.view" and out == "n" and FOLLOWED[case][letter] == "n":
        return "-"
    return out


def is_turned_away(answer: Any) -> bool:
    """Led to the page to sign in at, asked to sign in where a form was sent, or told of nothing."""
    if answer.status_code == 302:
        return answer["Location"].startswith(reverse("sign-in"))
    return answer.status_code in {401, 403, 404}


def test_every_line_of_the_table_has_a_page() -> None:
    untried = {row[0] for row in TABLE} - {row[0] for row in TRIED}
    assert untried <= {"pledge.change"}  # numbered with an entry's fields


@pytest.mark.parametrize("case", ["here", "there"])
def test_a_report_is_uploaded_to_where_one_may(world: World, clients: dict[str, Client], case: str) -> None:
    told = {(row[1]): row[2] for row in read_table() if row[0] == "ledger.create"}
    for letter in told[case]:
        point = transaction.savepoint()
        fields = {"place": world.places[case].pk, "files": report_file()}
        answer = clients[letter].post(reverse("upload"), fields)
        made = Ledger.objects.order_by("-pk").first() if answer.status_code == 302 else None
        may = {"office": told[case][letter] == "y", "own": told[f"{case}-own"][letter] == "y"}
        if letter in "RV":
            assert is_turned_away(answer), letter
        elif any(may.values()):
            assert made is not None, letter
            assert made.place == world.places[case]
            assert (made.owner is None) == may["office"], letter
        else:
            assert answer.status_code in {403, 422}, letter
        transaction.savepoint_rollback(point)
