"""Livelihood pledges: chosen, numbered, moved; what two people do at once; who may."""

from __future__ import annotations

import pytest
from django.test import Client

from ledger_people import City
from taizhang.ledger.actions.documents import Upload, add_edition
from taizhang.ledger.actions.pledges import set_pledges
from taizhang.ledger.models import Event, Ledger
from taizhang.ledger.pledges import propose_pledges

pytestmark = pytest.mark.django_db


@pytest.fixture
def supervisor(city: City, client: Client) -> Client:
    user = city["督查"].user
    assert user is not None
    client.force_login(user)
    return client


def keys(ledger: Ledger, count: int) -> list[int]:
    return [entry.pk for entry in ledger.entries.filter(is_headline=False)[:count]]


def order_of(ledger: Ledger) -> list[int]:
    return [entry.pk for entry in ledger.entries.filter(pledge__isnull=False).order_by("pledge")]


def post(client: Client, ledger: Ledger, **told: object) -> int:
    read = ",".join(str(pk) for pk in order_of(ledger))
    return client.post(f"/ledgers/{ledger.slug}/pledges", {"read": read, **told}).status_code


def test_entries_are_added_moved_and_removed(supervisor: Client, ledger: Ledger) -> None:
    a, b, c = keys(ledger, 3)
    post(supervisor, ledger, do="add", entry=[a, b, c])
    assert order_of(ledger) == [a, b, c]
    post(supervisor, ledger, do="up", entry=c)
    assert order_of(ledger) == [a, c, b]
    post(supervisor, ledger, do="place", entry=b, number=1)
    assert order_of(ledger) == [b, a, c]
    post(supervisor, ledger, do="down", entry=b)
    assert order_of(ledger) == [a, b, c]
    post(supervisor, ledger, do="remove", entry=a)
    assert [entry.pledge for entry in ledger.entries.filter(pledge__isnull=False).order_by("pledge")] == [1, 2]
    assert order_of(ledger) == [b, c]


def test_the_moved_one_keeps_the_cursor(supervisor: Client, ledger: Ledger) -> None:
    a, b, c = keys(ledger, 3)
    post(supervisor, ledger, do="add", entry=[a, b, c])
    read = ",".join(map(str, order_of(ledger)))
    answer = supervisor.post(f"/ledgers/{ledger.slug}/pledges", {"read": read, "do": "up", "entry": c}, follow=True)
    assert answer.content.decode().count("autofocus") == 1


def test_the_second_of_two_people_is_told_and_overwrites_nothing(
    supervisor: Client, city: City, ledger: Ledger
) -> None:
    a, b, c = keys(ledger, 3)
    set_pledges(city["督查"], ledger, [a, b])
    stale = {"read": "", "do": "add", "entry": [c]}
    answer = supervisor.post(f"/ledgers/{ledger.slug}/pledges", stale)
    assert (answer.status_code, order_of(ledger)) == (409, [a, b])


def test_one_event_a_step_and_none_for_the_same_order(city: City, ledger: Ledger) -> None:
    a, b = keys(ledger, 2)
    assert [set_pledges(city["督查"], ledger, [a, b]) for _ in range(2)] == [2, 0]
    assert Event.objects.filter(action="pledge.change").count() == 1


@pytest.mark.parametrize(
    "list_of",
    [
        "二、2031年工作安排\n（一）办好十件民生实事。新建口袋公园5个。改造老旧小区12个。新增公交线路3条。\n",
        "二、2031年工作安排\n（一）增进福祉。办好民生实事：一是新建口袋公园5个，二是改造老旧小区12个，三是新增公交线路3条。\n",
    ],
)
def test_what_the_report_lists_is_proposed(
    city: City, ledger: Ledger, django_capture_on_commit_callbacks, list_of: str
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        add_edition(city["督查"], ledger, [Upload("报告.txt", f"澜川市2031年政府工作报告\n\n{list_of}".encode())])
    tops = ledger.entries.filter(parent=None, is_gone=False).prefetch_related("children")
    edition = ledger.edition
    assert edition is not None
    found = propose_pledges(list(tops), edition.load().source.text)
    assert len(found) == 3
    assert "口袋公园" in found[0].text


def test_found_by_a_word_and_queries_do_not_grow(
    supervisor: Client, city: City, ledger: Ledger, django_assert_max_num_queries
) -> None:
    set_pledges(city["督查"], ledger, keys(ledger, 4))
    with django_assert_max_num_queries(16):
        page = supervisor.get(f"/ledgers/{ledger.slug}/pledges?q=学位").content.decode()
    assert "新增学位" in page


def test_who_may_not_number_is_refused_and_sees_no_buttons(client: Client, city: City, ledger: Ledger) -> None:
    user = city["审计"].user
    assert user is not None
    client.force_login(user)
    assert 'name="do"' not in client.get(f"/ledgers/{ledger.slug}/pledges").content.decode()
    answer = client.post(f"/ledgers/{ledger.slug}/pledges", {"read": "", "do": "add", "entry": keys(ledger, 1)})
    assert (answer.status_code, order_of(ledger)) == (403, [])


def test_an_entry_of_another_ledger_is_refused(supervisor: Client, ledger: Ledger) -> None:
    assert post(supervisor, ledger, do="add", entry=[999_999]) == 422
