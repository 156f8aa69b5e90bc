"""A session that ends in the middle of a form: nothing typed is lost, and it is sent once its sender has signed in."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ledger_people import City
from taizhang.ledger.models import Entry, Event, Ledger, User

PASSWORD = "long enough for a test"  # noqa: S105 - of this test alone


@pytest.fixture
def canal(city: City, ledger: Ledger) -> Entry:
    user = User.objects.get(username="督查")
    user.set_password(PASSWORD)
    user.save()
    return next(e for e in ledger.entries.filter(parent=None, is_headline=False) if "新修水渠" in e.text)


def hidden_fields(response: Any) -> dict[str, list[str]]:
    kept: dict[str, list[str]] = {}
    for name, value in response.context["kept"]:
        kept.setdefault(f"kept.{name}", []).append(value)
    return kept


def test_what_was_typed_is_sent_after_signing_in_again(client: Client, canal: Entry) -> None:
    typed = {"text": "写了很久的意见\n第二段"}
    asked = client.post(f"/entries/{canal.pk}/comments", typed)
    assert asked.status_code == 403
    assert "写了很久的意见" in asked.content.decode()
    sent = {**hidden_fields(asked), "username": "督查", "password": PASSWORD, "signing-in": "1"}
    response = client.post(f"/entries/{canal.pk}/comments", sent)
    assert response.status_code == 302
    note = canal.comments.get()
    assert (note.text, str(note.author)) == ("写了很久的意见\n第二段", "督查")
    assert client.get(f"/entries/{canal.pk}/").status_code == 200


def test_a_wrong_password_keeps_it_still(client: Client, canal: Entry) -> None:
    asked = client.post(f"/entries/{canal.pk}/comments", {"text": "还在"})
    sent = {**hidden_fields(asked), "username": "督查", "password": "not-it-at-all", "signing-in": "1"}
    again = client.post(f"/entries/{canal.pk}/comments", sent)
    assert again.status_code == 403
    assert hidden_fields(again) == {"kept.text": ["还在"]}
    assert "not-it-at-all" not in again.content.decode()
    assert not canal.comments.exists()


def test_fields_of_several_values_are_kept_all(client: Client, city: City, ledger: Ledger, canal: Entry) -> None:
    keys = list(ledger.entries.filter(is_headline=True).values_list("pk", flat=True))
    typed = {"entry": keys, "lead": "市水利局", "do": "assign"}
    asked = client.post(f"/ledgers/{ledger.slug}/assign", typed)
    sent = {**hidden_fields(asked), "username": "督查", "password": PASSWORD, "signing-in": "1"}
    assert client.post(f"/ledgers/{ledger.slug}/assign", sent).status_code == 302
    assert Event.objects.filter(action="entry.assign").count() == len(keys) == 2


def test_signing_in_gives_no_more_than_the_role(client: Client, city: City, canal: Entry) -> None:
    user = User.objects.get(username="教育填报")
    user.set_password(PASSWORD)
    user.save()
    asked = client.post(f"/entries/{canal.pk}/comments", {"text": "越界"})
    sent = {**hidden_fields(asked), "username": "教育填报", "password": PASSWORD, "signing-in": "1"}
    assert client.post(f"/entries/{canal.pk}/comments", sent).status_code == 404
    assert not canal.comments.exists()


def test_a_first_password_is_changed_before_anything_is_sent(client: Client, canal: Entry) -> None:
    User.objects.filter(username="督查").update(must_change_password=True)
    asked = client.post(f"/entries/{canal.pk}/comments", {"text": "等一等"})
    sent = {**hidden_fields(asked), "username": "督查", "password": PASSWORD, "signing-in": "1"}
    response = client.post(f"/entries/{canal.pk}/comments", sent)
    assert response["Location"] == "/password"
    assert not canal.comments.exists()


def test_a_file_is_to_be_chosen_again_and_the_page_says_so(client: Client, canal: Entry) -> None:
    asked = client.post(f"/entries/{canal.pk}/attachments", {"file": SimpleUploadedFile("a.txt", b"x")})
    assert "请重新选择" in asked.content.decode()


def test_script_in_what_is_kept_is_words(client: Client, canal: Entry) -> None:
    asked = client.post(f"/entries/{canal.pk}/comments", {"text": '"><script>alert(1)</script>'})
    assert "<script>alert" not in asked.content.decode()


def test_too_many_wrong_passwords_lock_this_door_too(client: Client, canal: Entry) -> None:
    asked = client.post(f"/entries/{canal.pk}/comments", {"text": "还在"})
    sent = {**hidden_fields(asked), "username": "督查", "password": "not-it-at-all", "signing-in": "1"}
    for _ in range(5):
        last = client.post(f"/entries/{canal.pk}/comments", sent)
    assert last.status_code == 429
    right = client.post(f"/entries/{canal.pk}/comments", sent | {"password": PASSWORD})
    assert right.status_code == 429
    assert not canal.comments.exists()


def test_reading_leads_to_the_page_to_sign_in_at_and_back(client: Client, ledger: Ledger, canal: Entry) -> None:
    for path in (f"/entries/{canal.pk}/", f"/ledgers/{ledger.slug}/", f"/ledgers/{ledger.slug}/settings"):
        response = client.get(path)
        assert response["Location"] == f"/sign-in?next={path}"


def test_a_part_of_a_page_takes_the_whole_page_to_the_door(client: Client, ledger: Ledger, canal: Entry) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver/ledgers/{ledger.slug}/review?at=3"}
    response = client.get(f"/ledgers/{ledger.slug}/review?part=panel&at=3", headers=headers)
    assert response.status_code == 204
    assert response["HX-Redirect"] == f"/sign-in?next=/ledgers/{ledger.slug}/review%3Fat%3D3"
    response = client.post(f"/ledgers/{ledger.slug}/review/decide", {"title": "改过的标题"}, headers=headers)
    assert response["HX-Retarget"] == "body"
    assert "改过的标题" in response.content.decode()


def test_a_form_whose_token_is_old_is_offered_again_with_all_its_values(city: City, ledger: Ledger) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(city["督查"].user)
    response = client.post(f"/ledgers/{ledger.slug}/assign", {"entry": ["1", "2"], "lead": "市水利局"})
    text = response.content.decode()
    assert response.status_code == 403
    assert text.count('name="entry"') == 2
    assert 'value="市水利局"' in text


def test_a_form_from_another_site_is_not_offered(city: City, ledger: Ledger) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(city["督查"].user)
    path = f"/ledgers/{ledger.slug}/assign"
    response = client.post(path, {"lead": "市水利局"}, headers={"origin": "https://elsewhere.example"})
    assert response.status_code == 403
    assert "市水利局" not in response.content.decode()
