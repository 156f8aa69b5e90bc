"""A table from Excel through the pages: uploaded, looked at, corrected, imported."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from form_fields import form_of
from ledger_people import City
from taizhang.ledger.models import Entry, Ledger

pytestmark = pytest.mark.django_db

HEAD = ("序号", "工作任务", "牵头单位", "完成时限")


@pytest.fixture
def supervisor(city: City, client: Client) -> Client:
    user = city["督查"].user
    assert user is not None
    client.force_login(user)
    return client


def sheet(*rows: tuple[object, ...], name: str = "分解表.xlsx") -> SimpleUploadedFile:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    return SimpleUploadedFile(name, file.getvalue())


def test_a_table_becomes_a_ledger_in_two_steps(supervisor: Client, city: City) -> None:
    rows = (HEAD, (1, "新修水渠", "市水利局", "6月底"), (2, "新建学校", "市教育局", "年底"))
    page = supervisor.post(
        "/desk/import", {"file": sheet(*rows), "place": city.place.pk, "year": "2031", "title": "手工分解"}
    )
    assert page.status_code == 200
    assert not Ledger.objects.exists()
    done = supervisor.post("/desk/import", {**form_of(page.content.decode()), "do": "import"})
    ledger = Ledger.objects.get()
    assert done.status_code == 302
    assert (ledger.title, ledger.entries.count()) == ("手工分解", 2)


def test_columns_are_corrected_by_hand(supervisor: Client, ledger: Ledger) -> None:
    count = ledger.entries.count()
    rows = (("甲", "做什么", "谁来做"), (1, "新修水渠", "市水利局"))
    page = supervisor.post(f"/ledgers/{ledger.slug}/import", {"file": sheet(*rows)})
    assert "没有找到“工作任务”一栏" in page.content.decode()
    told = {**form_of(page.content.decode()), "column": ["", "task", "lead_unit"], "header": "1"}
    page = supervisor.post(f"/ledgers/{ledger.slug}/import", {**told, "do": "preview"})
    assert "<b>1</b>新增" in page.content.decode()
    supervisor.post(f"/ledgers/{ledger.slug}/import", {**form_of(page.content.decode()), "do": "import"})
    assert ledger.entries.count() == count + 1
    assert str(ledger.entries.get(text="新修水渠").lead) == "市水利局"


def test_bad_cells_are_named_by_row_and_column(supervisor: Client, ledger: Ledger) -> None:
    rows = (HEAD, (1, "新修水渠", "市水利局", "尽快"))
    page = supervisor.post(f"/ledgers/{ledger.slug}/import", {"file": sheet(*rows)}).content.decode()
    row = re.search(r'<td class="number">2</td><td>D</td><td>完成时限</td><td>(.*?)</td>', page)
    assert row is not None
    assert "2026年6月底" in row[1]
    count = Entry.objects.count()
    answer = supervisor.post(f"/ledgers/{ledger.slug}/import", {**form_of(page), "do": "import"})
    assert (answer.status_code, Entry.objects.count()) == (422, count)


def test_unknown_units_are_chosen_on_the_page(supervisor: Client, city: City, ledger: Ledger) -> None:
    rows = (HEAD, (1, "新修水渠", "澜川水务集团", "年底"))
    page = supervisor.post(f"/ledgers/{ledger.slug}/import", {"file": sheet(*rows)}).content.decode()
    assert "澜川水务集团" in page
    assert "加入单位名录" not in page
    told = {**form_of(page), "unit": [str(city.unit("市水利局").pk)]}
    supervisor.post(f"/ledgers/{ledger.slug}/import", {**told, "do": "import"})
    assert str(ledger.entries.get(text="新修水渠").lead) == "市水利局"


def test_the_header_is_pointed_to(supervisor: Client, ledger: Ledger) -> None:
    rows = (("序号", "任务"), ("旧表", "作废"), HEAD[:2], (1, "新修水渠"))
    page = supervisor.post(f"/ledgers/{ledger.slug}/import", {"file": sheet(*rows)}).content.decode()
    page = supervisor.post(
        f"/ledgers/{ledger.slug}/import", {**form_of(page), "header": "3", "do": "preview"}
    ).content.decode()
    assert "<b>1</b>新增" in page


@pytest.mark.parametrize("name", ["表.xlsm", "表.docx"])
def test_another_file_is_refused_at_its_field(supervisor: Client, ledger: Ledger, name: str) -> None:
    answer = supervisor.post(f"/ledgers/{ledger.slug}/import", {"file": sheet(HEAD, name=name)})
    assert (answer.status_code, 'aria-invalid="true"' in answer.content.decode()) == (400, True)


def test_script_in_a_cell_stays_words(supervisor: Client, ledger: Ledger) -> None:
    rows = (HEAD, (1, "<script>alert(1)</script>", "<b>甲</b>", "年底"))
    page = supervisor.post(f"/ledgers/{ledger.slug}/import", {"file": sheet(*rows)}).content.decode()
    assert "<script>alert" not in page
    assert "<b>甲" not in page


def test_a_token_of_somebody_else_is_worth_nothing(supervisor: Client, city: City, ledger: Ledger) -> None:
    page = supervisor.post(f"/ledgers/{ledger.slug}/import", {"file": sheet(HEAD, (1, "修渠"))}).content.decode()
    other = city["督查"].user
    assert other is not None
    other.pk, other.username = None, "另一人"
    other.save()
    other.memberships.create(role="supervisor", place=city.place)
    supervisor.force_login(other)
    answer = supervisor.post(f"/ledgers/{ledger.slug}/import", {**form_of(page), "do": "import"})
    assert (answer.status_code, "重新选择" in answer.content.decode()) == (422, True)


def test_a_double_submission_imports_once(supervisor: Client, ledger: Ledger) -> None:
    keyed = supervisor.get(f"/ledgers/{ledger.slug}/export?format=xlsx").content
    file = SimpleUploadedFile("导出.xlsx", keyed)
    page = supervisor.post(f"/ledgers/{ledger.slug}/import", {"file": file}).content.decode()
    count = Entry.objects.count()
    for _ in range(2):
        supervisor.post(f"/ledgers/{ledger.slug}/import", {**form_of(page), "do": "import"})
    assert Entry.objects.count() == count


def test_a_table_without_keys_sent_twice_is_imported_once(supervisor: Client, city: City, ledger: Ledger) -> None:
    rows = (HEAD, (1, "新修水渠", "市水利局", "年底"), (2, "改造泵站", "市水利局", "年底"))
    page = supervisor.post(f"/ledgers/{ledger.slug}/import", {"file": sheet(*rows)}).content.decode()
    count = ledger.entries.count()
    for _ in range(2):
        supervisor.post(f"/ledgers/{ledger.slug}/import", {**form_of(page), "do": "import"})
    assert ledger.entries.count() == count + 2
    told = {"file": sheet(*rows), "place": city.place.pk, "title": "手工", "year": "2031"}
    page = supervisor.post("/desk/import", told).content.decode()
    for _ in range(2):
        supervisor.post("/desk/import", {**form_of(page), "do": "import"})
    assert Ledger.objects.filter(title="手工").count() == 1


def test_who_may_not_import_is_refused(city: City, client: Client, ledger: Ledger) -> None:
    user = city["审计"].user
    assert user is not None
    client.force_login(user)
    assert client.get(f"/ledgers/{ledger.slug}/import").status_code == 403
    assert client.get("/desk/import").status_code == 403
