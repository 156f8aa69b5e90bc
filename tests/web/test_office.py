"""People, units and the journal as pages; signing in, being locked out, the first password."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ledger_people import City
from taizhang.ledger.access import Actor
from taizhang.ledger.actions.entries import assign, comment
from taizhang.ledger.actions.people import Grant, create_user
from taizhang.ledger.actions.units import UnitValues, add_unit
from taizhang.ledger.journal import verify_journal
from taizhang.ledger.models import Event, Ledger, Membership, Role, User

WORD = "quite-a-long-word-7"


def signed(city: City, name: str) -> Client:
    client = Client()
    client.force_login(city.people[name].user, "django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]
    return client


def page(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def sign_in(username: str, password: str) -> tuple[Client, Any]:
    client = Client(REMOTE_ADDR="10.0.0.7")
    return client, client.post(reverse("sign-in"), {"username": username, "password": password})


@pytest.fixture
def person(city: City) -> User:
    grants = [Grant(Role.REPORTER, None, city.unit("市水利局"))]
    return create_user(Actor(job="job:test"), city.place, "wangwu", "王五", grants, WORD)[0]


# --------------------------------------------------------------------------- people


def test_a_new_person_gets_a_first_password_once_and_changes_it(city: City) -> None:
    client = signed(city, "管理")
    fields = {"username": "zhaoliu", "display_name": "赵六", "unit-reporter": [city.unit("市教育局").pk, ""]}
    answer = client.post(reverse("person-add"), fields)
    found = re.search(r'id="first-password">([^<]+)<', page(answer))
    assert found
    assert "no-store" in answer["Cache-Control"]
    first = found[1]
    user = User.objects.get(username="zhaoliu")
    assert first not in page(client.get(reverse("people"))) + page(client.get(reverse("person", args=[user.pk])))
    assert not Event.objects.filter(payload__contains=first).exists()
    theirs, answer = sign_in("zhaoliu", first)
    assert theirs.get(reverse("desk"))["Location"] == reverse("change-password")
    typed = {"old_password": first, "new_password1": WORD, "new_password2": WORD}
    assert theirs.post(reverse("change-password"), typed)["Location"] == reverse("desk")
    assert theirs.get(reverse("desk")).status_code == 200
    assert sign_in("zhaoliu", first)[1].status_code == 200  # the form again
    assert Event.objects.order_by("-seq")[0].action == "user.password"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"username": "", "roles": ["leader"]}, "用户名只用"),
        ({"username": "a b", "roles": ["leader"]}, "用户名只用"),
        ({"username": "督查", "roles": ["leader"]}, "已有人使用"),
        ({"username": "new", "roles": []}, "请至少给一个角色"),
        ({"username": "new", "unit-reporter": ["99999"]}, "不在名录中"),
    ],
)
def test_a_form_filled_wrong_says_so_at_the_field_and_keeps_the_rest(
    city: City, fields: dict[str, object], told: str
) -> None:
    answer = signed(city, "管理").post(reverse("person-add"), fields | {"display_name": "<b>赵六</b>"})
    assert answer.status_code == 422
    assert told in page(answer)
    assert "&lt;b&gt;赵六&lt;/b&gt;" in page(answer)
    assert not User.objects.filter(display_name__contains="赵六").exists()


def test_another_role_and_name_are_given_and_told(city: City, person: User) -> None:
    fields = {"display_name": "王武", "roles": ["leader"], "is_active": "1"}
    assert signed(city, "管理").post(reverse("person", args=[person.pk]), fields).status_code == 302
    person.refresh_from_db()
    assert (person.display_name, [m.role for m in person.memberships.all()]) == ("王武", ["leader"])
    told = page(signed(city, "审计").get(reverse("journal")))
    assert "填报员（市水利局）" in told
    assert "领导（澜川市）" in told
    assert "王五" in told


def test_who_is_barred_is_out_at_once_and_cannot_come_back(city: City, person: User) -> None:
    client, answer = sign_in("wangwu", WORD)
    assert answer["Location"] == reverse("desk")
    unit = city.unit("市水利局").pk
    signed(city, "管理").post(reverse("person", args=[person.pk]), {"display_name": "王五", "unit-reporter": [unit]})
    assert client.get(reverse("desk"))["Location"].startswith(reverse("sign-in"))
    assert sign_in("wangwu", WORD)[1].status_code == 200
    assert Membership.objects.filter(user=person).count() == 1


def test_a_reset_gives_a_new_password_and_opens_a_locked_door(city: City, person: User) -> None:
    for _ in range(6):
        sign_in("wangwu", "wrong")
    answer = signed(city, "管理").post(reverse("person-reset", args=[person.pk]))
    found = re.search(r'id="first-password">([^<]+)<', page(answer))
    assert found
    client, answer = sign_in("wangwu", found[1])
    assert answer.status_code == 302
    assert client.get(reverse("desk"))["Location"] == reverse("change-password")


def test_nobody_locks_oneself_out(city: City) -> None:
    client, own = signed(city, "管理"), reverse("person", args=[city["管理"].user.pk])  # type: ignore[union-attr]
    barred = client.post(own, {"display_name": "管理", "roles": ["administrator"]})
    demoted = client.post(own, {"display_name": "管理", "roles": ["leader"], "is_active": "1"})
    assert (barred.status_code, demoted.status_code) == (403, 422)
    assert client.get(reverse("people")).status_code == 200


# --------------------------------------------------------------------------- the door


def test_five_wrong_passwords_lock_the_door_and_say_so(city: City, person: User) -> None:
    answers = [sign_in("wangwu", "wrong")[1] for _ in range(5)]
    assert {answer.status_code for answer in answers[:4]} == {200}
    assert answers[4].status_code in {403, 429}
    assert "十五分钟" in page(answers[4])
    assert sign_in("wangwu", WORD)[1].status_code in {403, 429}
    elsewhere = Client(REMOTE_ADDR="10.0.0.8")
    assert elsewhere.post(reverse("sign-in"), {"username": "wangwu", "password": WORD}).status_code == 302


@pytest.mark.parametrize("new", ["short", "1234567890123", "password123", "wangwu1234"])
def test_a_weak_password_is_refused(city: City, person: User, new: str) -> None:
    client, _ = sign_in("wangwu", WORD)
    typed = {"old_password": WORD, "new_password1": new, "new_password2": new}
    answer = client.post(reverse("change-password"), typed)
    assert answer.status_code in {200, 422}
    assert "wrong" in page(answer)
    assert sign_in("wangwu", WORD)[1].status_code == 302


# --------------------------------------------------------------------------- units


def test_a_unit_is_added_renamed_and_put_out_of_use(city: City, ledger: Ledger) -> None:
    client = signed(city, "管理")
    assert (
        client.post(reverse("unit-add"), {"name": "市河湖中心", "others": "河湖办\n", "kind": "other"}).status_code
        == 302
    )
    unit = city.unit("市河湖中心")
    entry = ledger.entries.filter(parent=None)[0]
    assign(city["督查"], entry, unit)
    client.post(reverse("unit", args=[unit.pk]), {"name": "市河湖事务中心", "others": "河湖办", "kind": "other"})
    unit.refresh_from_db()
    assert (unit.name, unit.is_active) == ("市河湖事务中心", False)
    told = page(client.get(reverse("units")))
    assert "已停用" in told
    entry.refresh_from_db()
    assert entry.lead == unit
    history = page(signed(city, "审计").get(reverse("journal"), {"action": "unit.change"}))
    assert "<del>市河湖中心</del>" in history


@pytest.mark.parametrize(
    ("name", "others", "told"),
    [("", "", "1 至 60 字"), ("市水利局", "", "已是"), ("市新局", "市水利局", "已是"), ("字" * 61, "", "1 至 60 字")],
)
def test_no_name_means_two_units(city: City, name: str, others: str, told: str) -> None:
    answer = signed(city, "管理").post(reverse("unit-add"), {"name": name, "others": others})
    assert answer.status_code == 422
    assert told in page(answer)


def test_another_places_unit_is_not_there(city: City) -> None:
    from taizhang.catalog.registering import register_place

    unit = add_unit(Actor(job="job:test"), register_place("桐岭市", None, 2031, "tongling"), UnitValues("市某局"))
    assert signed(city, "管理").get(reverse("unit", args=[unit.pk])).status_code == 404


# --------------------------------------------------------------------------- the journal


def test_the_journal_is_filtered_by_action_person_ledger_and_day(city: City, ledger: Ledger) -> None:
    entry = ledger.entries.filter(parent=None)[0]
    comment(city["领导"], entry, "请抓紧<script>")
    client, address = signed(city, "审计"), reverse("journal")
    told = page(client.get(address, {"action": "entry.comment"}))
    assert "请抓紧&lt;script&gt;" in told
    assert "解析完成" not in told
    assert "请抓紧" in page(client.get(address, {"person": "领导", "ledger": str(ledger.slug)}))
    assert "没有符合条件" in page(client.get(address, {"person": "领导", "action": "entry.edit"}))
    assert "没有符合条件" in page(client.get(address, {"day": "2001-01-01"}))
    assert "请抓紧" in page(client.get(address, {"day": "2001-01-01", "to": "2100-01-01"}))
    assert "2026-03-08" in page(client.get(address, {"day": "昨天"}))


def test_a_hundred_events_a_page_and_no_more_queries_for_more(
    city: City, ledger: Ledger, django_assert_max_num_queries: Any
) -> None:
    entry = ledger.entries.filter(parent=None)[0]
    for at in range(120):
        comment(city["督查"], entry, f"第{at}条")
    client = signed(city, "审计")
    with django_assert_max_num_queries(20):
        first = page(client.get(reverse("journal")))
    assert first.count('<tr id="e') == 100
    assert 'rel="next"' in first
    second = page(client.get(reverse("journal"), {"page": "2"}))
    assert '<tr id="e1"' in second
    assert verify_journal().is_whole


def test_an_auditor_reads_of_users_and_units_of_the_own_place(city: City, person: User) -> None:
    told = page(signed(city, "审计").get(reverse("journal"), {"action": "user.change"}))
    assert "王五（wangwu）" in told


def test_the_table_of_permissions_is_a_page(city: City) -> None:
    told = page(signed(city, "水利填报").get(reverse("permissions")))
    assert "批示" in told
    assert "本单位" in told


@pytest.mark.parametrize("name", ["people", "units", "journal"])
def test_more_rows_take_no_more_queries(city: City, name: str, django_assert_num_queries: Any) -> None:
    client = signed(city, "审计" if name == "journal" else "管理")
    add_rows(city, 1)
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as before:
        client.get(reverse(name))
    add_rows(city, 8)
    with django_assert_num_queries(len(before)):
        client.get(reverse(name))


def add_rows(city: City, count: int) -> None:
    for at in range(count):
        grants = [Grant(Role.REPORTER, None, city.unit("市水利局")), Grant(Role.LEADER, city.place)]
        create_user(Actor(job="job:test"), city.place, f"p{count}-{at}", f"人{at}", grants, WORD)
        add_unit(Actor(job="job:test"), city.place, UnitValues(f"第{count}{at}局"))
