"""The page of a ledger: what each reader sees of it, filters, many entries at once, the steps, the settings."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from ledger_people import City
from taizhang.ledger.actions.adding import add_entry
from taizhang.ledger.actions.documents import dispatch, publish
from taizhang.ledger.actions.entries import assign, comment, edit_entry
from taizhang.ledger.models import Entry, Event, Ledger, LedgerState, Origin


def sign_in(client: Client, city: City, name: str) -> Client:
    client.force_login(city[name].user)
    return client


def entry_with(ledger: Ledger, words: str) -> Entry:
    return next(e for e in ledger.entries.filter(parent=None, is_headline=False) if words in e.text)


def hand_out(city: City, ledger: Ledger) -> None:
    for entry in ledger.entries.filter(parent=None):
        lead = "市水利局" if "水" in entry.text else "市教育局"
        assign(city["督查"], entry, city.unit(lead))
    dispatch(city["督查"], ledger)
    ledger.refresh_from_db()


def page(client: Client, ledger: Ledger, query: str = "", status: int = 200) -> str:
    response = client.get(f"/ledgers/{ledger.slug}/{query}")
    assert response.status_code == status
    return response.content.decode()


def test_the_first_line_says_how_the_ledger_stands(client: Client, city: City, ledger: Ledger) -> None:
    sign_in(client, city, "督查")
    assign(city["督查"], entry_with(ledger, "新修水渠"), city.unit("市水利局"))
    total = ledger.entries.filter(parent=None).count()
    text = page(client, ledger)
    assert f'共 <a href="?">{total}</a> 条，已分派 1' in text
    assert f'<a href="?only=nolead">{total - 1}</a>' in text


def test_headings_stand_once_and_parts_stand_below_their_entry(client: Client, city: City, ledger: Ledger) -> None:
    text = page(sign_in(client, city, "督查"), ledger)
    assert text.count(">兴修水利</th>") == 1
    assert text.index("主要预期目标</h2>") < text.index("任务分解</h2>") < text.index("兴修水利</th>")
    canal = entry_with(ledger, "新修水渠")
    part = canal.children.first()
    assert part is not None
    assert text.index(f"/entries/{canal.pk}/") < text.index(f"/entries/{part.pk}/")


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("?text=幼儿园", "幼儿园", "新修水渠"),
        ("?due=q2", "校舍", "新修水渠"),
        ("?kind=headline", "城镇新增就业", "新修水渠"),
        ("?only=nolead", "新修水渠", "幼儿园"),
        ("?only=reviewed", "新修水渠", "幼儿园"),
        ("?only=pledge", "幼儿园", "新修水渠"),
        ("?text=没有的话", "没有符合条件的条目", "新修水渠"),
    ],
)
def test_filters_in_the_address(
    client: Client, city: City, ledger: Ledger, query: str, shown: str, hidden: str
) -> None:
    school, canal = entry_with(ledger, "幼儿园"), entry_with(ledger, "新修水渠")
    assign(city["督查"], school, city.unit("市教育局"))
    edit_entry(city["督查"], canal, {"is_reviewed": True})
    edit_entry(city["督查"], school, {"pledge": 1})
    text = page(sign_in(client, city, "督查"), ledger, query)
    rows = text[text.index("found") :]
    assert shown in rows
    assert hidden not in rows


def test_a_filter_that_makes_no_sense_is_none(client: Client, city: City, ledger: Ledger) -> None:
    sign_in(client, city, "督查")
    assert "新修水渠" in page(client, ledger, "?unit=x&due=<b>&only=all&page=99&kind=9&status=%00")


def test_the_filter_by_unit_finds_what_the_unit_leads(client: Client, city: City, ledger: Ledger) -> None:
    unit = city.unit("市水利局")
    assign(city["督查"], entry_with(ledger, "新修水渠"), unit)
    rows = page(sign_in(client, city, "督查"), ledger, f"?unit={unit.pk}")
    rows = rows[rows.index("found") :]
    assert "新修水渠" in rows
    assert "幼儿园" not in rows


def test_the_number_of_queries_does_not_grow_with_the_rows(
    client: Client, city: City, ledger: Ledger, django_assert_max_num_queries
) -> None:
    entries = ledger.entries.filter(parent=None, is_headline=False)
    sample = entries.first()
    assert sample is not None
    sign_in(client, city, "督查")
    page(client, ledger)
    rows = [
        Entry(ledger=ledger, order=1000 + n, number=f"x-{n}", title=f"条目{n}", text="", lead=city.unit("市水利局"))
        for n in range(300)
    ]
    Entry.objects.bulk_create(rows)
    with django_assert_max_num_queries(45):
        text = page(client, ledger)
    assert "条目299" in text


def test_more_than_a_page_is_paged(client: Client, city: City, ledger: Ledger) -> None:
    Entry.objects.bulk_create(
        Entry(ledger=ledger, order=1000 + n, number=f"x-{n}", title=f"条目{n:04d}", text="") for n in range(600)
    )
    sign_in(client, city, "督查")
    first, second = page(client, ledger), page(client, ledger, "?page=2")
    assert "条目0599" not in first
    assert "条目0599" in second
    assert 'href="?page=2"' in first


# --- who sees what


def test_a_unit_sees_its_own_entries_once_dispatched(client: Client, city: City, ledger: Ledger) -> None:
    sign_in(client, city, "水利填报")
    page(client, ledger, status=404)
    hand_out(city, ledger)
    text = page(client, ledger)
    assert "新修水渠" in text
    assert "幼儿园" not in text
    assert "条，本单位牵头 2，配合 0" in text
    assert "分派" not in text.split("<main")[1].split("筛选")[1]
    school = entry_with(ledger, "幼儿园")
    assert client.get(f"/entries/{school.pk}/").status_code == 404
    assert client.post(f"/entries/{school.pk}/comments", {"text": "越界"}).status_code == 404


def test_the_public_reads_a_published_ledger_without_the_desk(client: Client, city: City, ledger: Ledger) -> None:
    hand_out(city, ledger)
    assert client.get(f"/ledgers/{ledger.slug}/").status_code == 302
    publish(city["督查"], ledger)
    text = page(client, ledger)
    assert "幼儿园" in text
    for words in ("勾选", "下达", "/review", "增补条目", "设置", "建议"):
        assert words not in text.split("<main")[1].split("</main")[0]


def test_the_public_cannot_ask_what_the_office_knows(client: Client, city: City, ledger: Ledger) -> None:
    hand_out(city, ledger)
    added = add_entry(city["督查"], ledger, "新建游泳馆1座", "内部会议第3次")
    edit_entry(city["督查"], entry_with(ledger, "新修水渠"), {"is_reviewed": True, "remarks": "内部"})
    publish(city["督查"], ledger)
    everything = page(client, ledger)
    for query in ("?only=reviewed", "?only=gone", "?only=nolead"):
        assert page(client, ledger, query).count('class="entry"') == everything.count('class="entry"')
    for words in ("内部", "第3次"):
        assert "没有符合条件的条目" in page(client, ledger, f"?text={words}")
    assert "内部会议" not in client.get(f"/entries/{added.pk}/").content.decode()


def test_a_unit_reads_other_units_entries_of_a_published_ledger_as_the_public_does(
    client: Client, city: City, ledger: Ledger
) -> None:
    hand_out(city, ledger)
    publish(city["督查"], ledger)
    school = entry_with(ledger, "幼儿园")
    comment(city["教育填报"], school, "图纸还没有批下来")
    sign_in(client, city, "水利填报")
    text = client.get(f"/entries/{school.pk}/").content.decode()
    assert "幼儿园" in text
    assert "图纸" not in text
    assert client.post(f"/entries/{school.pk}/comments", {"text": "越界"}).status_code == 404


def test_whoever_may_not_is_not_offered_it(client: Client, city: City, ledger: Ledger) -> None:
    text = page(sign_in(client, city, "领导"), ledger)
    for words in ("/dispatch", "/settings", "/editions/add", "entries/add", 'id="assign"'):
        assert words not in text
    for name in ("dispatch", "publish", "withdraw", "settings", "entries/add"):
        assert client.get(f"/ledgers/{ledger.slug}/{name}").status_code == 403
        assert client.post(f"/ledgers/{ledger.slug}/{name}", {"title": "x"}).status_code == 403


# --- many entries at once


def test_ticked_entries_go_to_one_lead_by_any_of_its_names(client: Client, city: City, ledger: Ledger) -> None:
    sign_in(client, city, "督查")
    keys = [entry_with(ledger, words).pk for words in ("新修水渠", "灌区")]
    told = {"entry": keys, "lead": "水利局", "do": "assign"}
    response = client.post(f"/ledgers/{ledger.slug}/assign?due=q4", told, follow=True)
    assert "已分派 2 条" in response.content.decode()
    assert response.redirect_chain[-1][0].endswith("?due=q4")
    assert set(ledger.entries.filter(lead=city.unit("市水利局")).values_list("pk", flat=True)) == set(keys)


def test_the_same_assignment_sent_twice_is_one(client: Client, city: City, ledger: Ledger) -> None:
    sign_in(client, city, "督查")
    told = {"entry": [entry_with(ledger, "新修水渠").pk], "lead": "市水利局", "do": "assign"}
    for _ in range(2):
        client.post(f"/ledgers/{ledger.slug}/assign", told)
    assert Event.objects.filter(action="entry.assign").count() == 1


def test_a_unit_that_is_none_is_told_with_the_nearest_and_ticks_stay(
    client: Client, city: City, ledger: Ledger
) -> None:
    sign_in(client, city, "督查")
    key = entry_with(ledger, "新修水渠").pk
    response = client.post(f"/ledgers/{ledger.slug}/assign", {"entry": [key], "lead": "市水力局", "do": "assign"})
    text = response.content.decode()
    assert response.status_code == 422
    assert "单位名录中没有“市水力局”，是否为“市水利局”" in text
    assert 'value="市水力局"' in text
    assert text.count(" checked>") == 1


def test_nothing_ticked_is_told(client: Client, city: City, ledger: Ledger) -> None:
    sign_in(client, city, "督查")
    response = client.post(f"/ledgers/{ledger.slug}/assign", {"lead": "市水利局", "do": "assign"})
    assert response.status_code == 422
    assert "请先勾选条目" in response.content.decode()


def test_proposals_are_taken_over_for_what_is_ticked(client: Client, city: City, ledger: Ledger) -> None:
    sign_in(client, city, "督查")
    canal = entry_with(ledger, "新修水渠")
    client.post(f"/ledgers/{ledger.slug}/assign", {"entry": [canal.pk], "do": "accept"})
    assert ledger.entries.filter(lead__isnull=False, parent=None).count() == 1
    canal.refresh_from_db()
    assert str(canal.lead) == "市水利局"


# --- steps


def test_dispatching_says_first_what_is_missing(client: Client, city: City, ledger: Ledger) -> None:
    sign_in(client, city, "督查")
    text = client.get(f"/ledgers/{ledger.slug}/dispatch").content.decode()
    assert "没有牵头单位" in text
    assert "确认下达" not in text
    response = client.post(f"/ledgers/{ledger.slug}/dispatch")
    assert response.status_code == 409
    assert "E505" in response.content.decode()
    ledger.refresh_from_db()
    assert ledger.state == LedgerState.DRAFT


def test_dispatched_published_and_withdrawn_each_once(client: Client, city: City, ledger: Ledger) -> None:
    sign_in(client, city, "督查")
    for entry in ledger.entries.filter(parent=None):
        assign(city["督查"], entry, city.unit("市水利局"))
    assert "由 1 家单位牵头" in client.get(f"/ledgers/{ledger.slug}/dispatch").content.decode()
    for step in ("dispatch", "publish", "withdraw"):
        assert client.get(f"/ledgers/{ledger.slug}/{step}").status_code == 200
        assert client.post(f"/ledgers/{ledger.slug}/{step}").status_code == 302
        assert client.post(f"/ledgers/{ledger.slug}/{step}").status_code == 409
        assert Event.objects.filter(action=f"ledger.{step}").count() == 1


# --- settings

FORM = {"grain": "entry", "lead_unit": "column", "paper": "a3", "document": "table", "lang": "zh"}
COLUMNS = {"columns.number": "1", "columns.task": "2", "document_columns.task": "2", "document_columns.number": "1"}


def test_another_grain_drafts_anew_and_keeps_what_people_did(client: Client, city: City, ledger: Ledger) -> None:
    canal = entry_with(ledger, "新修水渠")
    part = canal.children.get(title__contains="水渠")
    assign(city["督查"], part, city.unit("市水利局"))
    sign_in(client, city, "督查")
    response = client.post(f"/ledgers/{ledger.slug}/settings", FORM | COLUMNS | {"grain": "sentence"})
    assert response.status_code == 302
    ledger.refresh_from_db()
    assert 'grain = "sentence"' in ledger.settings
    assert ledger.entries.filter(parent__isnull=False, is_gone=False).count() == 0
    part.refresh_from_db()
    assert part.is_gone
    assert str(part.lead) == "市水利局"
    assert Event.objects.filter(action="ledger.configure").count() == 1


def test_columns_stand_in_the_order_of_their_numbers(client: Client, city: City, ledger: Ledger) -> None:
    from taizhang.ledger.compiling import settings_of

    sign_in(client, city, "督查")
    told = FORM | COLUMNS | {"columns.due": "1", "columns.number": "3"}
    client.post(f"/ledgers/{ledger.slug}/settings", told)
    ledger.refresh_from_db()
    assert settings_of(ledger).columns == ("due", "task", "number")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"columns.number": "x"}, "次序应为 1 至 99"),
        ({"columns.number": "", "columns.task": ""}, "至少要列一栏"),
        ({"grain": "word"}, "grain"),
        ({"lead_unit": "star"}, "责任单位"),
    ],
)
def test_settings_that_are_wrong_are_told_and_kept(
    client: Client, city: City, ledger: Ledger, wrong: dict[str, str], told: str
) -> None:
    sign_in(client, city, "督查")
    response = client.post(f"/ledgers/{ledger.slug}/settings", FORM | COLUMNS | {"paper": "a4"} | wrong)
    text = response.content.decode()
    assert response.status_code == 422
    assert told in text
    assert 'value="a4" checked' in text
    ledger.refresh_from_db()
    assert ledger.settings == ""


def test_the_grain_of_a_dispatched_ledger_stays(client: Client, city: City, ledger: Ledger) -> None:
    hand_out(city, ledger)
    sign_in(client, city, "督查")
    response = client.post(f"/ledgers/{ledger.slug}/settings", FORM | COLUMNS | {"grain": "item"})
    assert response.status_code == 422
    assert "已下达的台账不能再改粒度" in response.content.decode()


# --- entries by hand


def test_an_entry_by_hand_stands_in_the_ledger_once(client: Client, city: City, ledger: Ledger) -> None:
    sign_in(client, city, "督查")
    told = {"title": "新建游泳馆1座", "basis": "市政府第3次常务会议", "due": "2031-09-30"}
    for _ in range(2):
        assert client.post(f"/ledgers/{ledger.slug}/entries/add", told).status_code == 302
    entry = ledger.entries.get(origin=Origin.ADDED)
    assert (entry.number, entry.due, entry.path) == ("增-1", date(2031, 9, 30), ["增补条目"])
    assert "新建游泳馆1座" in page(client, ledger)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [("title", " ", "1 至 300 字"), ("due", "2031-13-40", "不是日期"), ("due", "1031-01-01", "1949"),
     ("basis", "长" * 4001, "不超过 4000 字，现有 4001 字")],
)  # fmt: skip
def test_what_is_wrong_with_an_entry_by_hand_is_told_and_kept(
    client: Client, city: City, ledger: Ledger, field: str, value: str, told: str
) -> None:
    sign_in(client, city, "督查")
    form = {"title": "新建游泳馆1座", "basis": "会议纪要", "due": ""} | {field: value}
    response = client.post(f"/ledgers/{ledger.slug}/entries/add", form)
    text = response.content.decode()
    assert response.status_code == 422
    assert told in text
    assert value in text


def test_an_entry_by_hand_is_taken_away_before_it_is_dispatched(client: Client, city: City, ledger: Ledger) -> None:
    sign_in(client, city, "督查")
    canal = entry_with(ledger, "新修水渠")
    client.post(f"/ledgers/{ledger.slug}/entries/add", {"title": "清淤10公里", "parent": canal.pk})
    part = ledger.entries.get(origin=Origin.ADDED)
    assert part.parent == canal
    assert client.post(f"/entries/{canal.pk}/remove").status_code == 409
    assert client.post(f"/entries/{part.pk}/remove").status_code == 302
    assert not ledger.entries.filter(pk=part.pk).exists()
