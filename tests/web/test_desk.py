"""The desk's first page, and a ledger that was never compiled from a report."""

from __future__ import annotations

from django.test import Client

from ledger_people import City
from taizhang.ledger.models import Entry, Ledger


def test_the_desk_leads_to_upload_and_import_who_may(city: City, client: Client) -> None:
    client.force_login(city["督查"].user)  # type: ignore[arg-type]
    page = client.get("/desk/").content.decode()
    assert "/desk/upload" in page
    assert "/desk/import" in page
    client.force_login(city["水利填报"].user)  # type: ignore[arg-type]
    page = client.get("/desk/").content.decode()
    assert "/desk/import" not in page


def test_a_ledger_without_a_report_lists_its_entries(city: City, client: Client) -> None:
    ledger = Ledger.objects.create(place=city.place, title="2031年任务分解表", year=2031)
    Entry.objects.create(ledger=ledger, order=1, number="1", title="新修水渠", text="新修水渠", origin="imported")
    client.force_login(city["督查"].user)  # type: ignore[arg-type]
    page = client.get(f"/ledgers/{ledger.slug}/").content.decode()
    assert "新修水渠" in page
    assert "正在解析" not in page
