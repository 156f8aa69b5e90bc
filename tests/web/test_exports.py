"""A ledger taken out: what stands in the files, and who gets what."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client
from openpyxl import load_workbook

from ledger_people import City
from taizhang.ledger.actions.documents import dispatch
from taizhang.ledger.actions.entries import assign, edit_entry, set_milestones
from taizhang.ledger.models import Entry, Ledger

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(city: City, client: Client):
    def sign_in(name: str) -> Client:
        user = city[name].user
        assert user is not None
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def handed_out(city: City, ledger: Ledger) -> Ledger:
    office, water = city.unit("市政府办公室"), city.unit("市水利局")
    for entry in ledger.entries.filter(parent=None):
        lead = water if "水" in entry.text else city.unit("市教育局")
        assign(city["督查"], entry, lead, [office])
    entry = ledger.entries.get(parent=None, text__contains="新修水渠")
    edit_entry(city["督查"], entry, {"due": date(2031, 6, 30), "remarks": "=1+1", "leader": "甲某"})
    set_milestones(city["督查"], entry, {(2031, 1): "完成勘测", (2030, 4): "往年的"})
    dispatch(city["督查"], ledger)
    return ledger


def rows_of(content: bytes) -> list[dict[str, object]]:
    rows = list(load_workbook(BytesIO(content)).active.iter_rows(values_only=True))
    head = [str(cell).replace("\n", "") for cell in rows[2]]
    return [dict(zip(head, row, strict=True)) for row in rows[3:]]


def test_a_workbook_has_what_people_decided(reader, handed_out: Ledger) -> None:
    answer = reader("督查").get(f"/ledgers/{handed_out.slug}/export?format=xlsx")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    row = next(row for row in rows_of(answer.content) if "新修水渠" in str(row["工作任务"]))
    entry = handed_out.entries.get(parent=None, text__contains="新修水渠")
    told = {name: row[name] for name in ("牵头单位", "配合单位", "完成时限", "一季度节点", "四季度节点", "牵头领导")}
    assert told == {
        "牵头单位": "市水利局",
        "配合单位": "市政府办公室",
        "完成时限": "2031年6月底",
        "一季度节点": "完成勘测",
        "四季度节点": None,
        "牵头领导": "甲某",
    }
    assert (row["备注"], row["编号"]) == ("=1+1", f"E{entry.pk}v{entry.version}")


def test_the_parts_of_an_entry_stand_below_it(reader, handed_out: Ledger) -> None:
    answer = reader("督查").get(f"/ledgers/{handed_out.slug}/export?format=xlsx")
    assert len(rows_of(answer.content)) == handed_out.entries.count()


def test_a_unit_gets_only_what_it_leads_or_supports(reader, handed_out: Ledger) -> None:
    answer = reader("水利填报").get(f"/ledgers/{handed_out.slug}/export?format=xlsx")
    assert {row["牵头单位"] for row in rows_of(answer.content) if row["牵头单位"]} == {"市水利局"}


@pytest.mark.parametrize(("form", "words"), [("table", "任务分解表"), ("plan", "重点任务分工方案")])
def test_a_document_tells_the_units_that_were_assigned(reader, handed_out: Ledger, form: str, words: str) -> None:
    answer = reader("督查").get(f"/ledgers/{handed_out.slug}/export?format=docx&form={form}")
    with ZipFile(BytesIO(answer.content)) as package:
        text = package.read("word/document.xml").decode()
    assert words in text
    assert "市水利局" in text
    assert "拟议" not in text
    assert "报告原文对照表" in text


def test_a_ledger_not_sent_does_not_exist_for_a_unit(reader, ledger: Ledger) -> None:
    assert reader("水利填报").get(f"/ledgers/{ledger.slug}/export?format=xlsx").status_code == 404


def test_who_is_not_signed_in_is_sent_to_sign_in(client: Client, handed_out: Ledger) -> None:
    assert client.get(f"/ledgers/{handed_out.slug}/export").status_code == 302


def test_an_unknown_format_is_told(reader, handed_out: Ledger) -> None:
    answer = reader("督查").get(f"/ledgers/{handed_out.slug}/export?format=pdf")
    assert (answer.status_code, "xlsx" in answer.content.decode()) == (422, True)


def test_queries_do_not_grow_with_the_entries(reader, handed_out: Ledger, django_assert_max_num_queries) -> None:
    some = handed_out.entries.filter(parent=None).first()
    assert some is not None
    Entry.objects.bulk_create(
        Entry(ledger=handed_out, order=100 + n, number=str(n), title="补充", text="补充", lead=some.lead)
        for n in range(60)
    )
    client = reader("督查")
    with django_assert_max_num_queries(18):
        client.get(f"/ledgers/{handed_out.slug}/export?format=xlsx")
