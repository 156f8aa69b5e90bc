"""The register of projects: filled in, taken over, imported, and the rates that come of it."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from form_fields import form_of
from ledger_people import City
from taizhang.ledger.actions.documents import Upload, add_edition, dispatch
from taizhang.ledger.actions.entries import assign, edit_entry
from taizhang.ledger.actions.projects import add_project
from taizhang.ledger.models import Event, Ledger, Project
from taizhang.ledger.rates import Rate, RateKind, both_rates, group_rates, rates_of, resume_rate, start_rate

pytestmark = pytest.mark.django_db

HEAD = ("项目名称", "建设阶段", "建设性质", "总投资（万元）", "年度计划投资（亿元）", "所属县区", "行业", "责任单位")


@pytest.fixture
def supervisor(city: City, client: Client) -> Client:
    user = city["督查"].user
    assert user is not None
    client.force_login(user)
    return client


def sheet(*rows: tuple[object, ...]) -> SimpleUploadedFile:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    return SimpleUploadedFile("项目.xlsx", file.getvalue())


def project(stage: str, *, carried: bool = False, county: str = "") -> Project:
    return Project(stage=stage, is_carried_over=carried, county=county)


class TestRates:
    def test_new_ones_that_started_and_carried_over_ones_at_work(self) -> None:
        told = [project(stage) for stage in ("planned", "started", "stopped", "completed")]
        told += [project(stage, carried=True) for stage in ("planned", "building", "stopped")]
        assert start_rate(told) == Rate(RateKind.START, 3, 4)
        assert resume_rate(told) == Rate(RateKind.RESUME, 1, 3)
        assert both_rates(told) == Rate(RateKind.BOTH, 4, 7)

    def test_without_projects_there_is_no_rate(self) -> None:
        assert start_rate([]).percent is None

    def test_by_county_the_largest_first(self) -> None:
        told = [project("started", county="甲县"), project("planned"), project("planned", county="甲县")]
        groups = group_rates(told, lambda one: one.county)
        assert [(g.name, g.count, g.start.percent) for g in groups] == [
            ("甲县", 2, Decimal("50.0")), ("", 1, Decimal("0.0")),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("title", "kinds"),
        [
            ("重点项目开工率达到90%", ["开工率"]),
            ("项目开复工率", ["开复工率"]),
            ("开工率、复工率", ["开工率", "复工率"]),
            ("修渠", []),
        ],
    )
    def test_an_entry_is_told_the_rates_that_it_promises(self, ledger: Ledger, title: str, kinds: list[str]) -> None:
        entry = ledger.entries.first()
        assert entry is not None
        entry.title, entry.target_text = title, ""
        assert [rate.kind for rate in rates_of(entry, [])] == kinds


def test_a_project_is_registered_changed_and_removed(supervisor: Client, city: City, ledger: Ledger) -> None:
    form = {"name": "白鹭湾水厂", "stage": "started", "is_carried_over": "0", "planned": "1,200", "county": "临澜区",
            "unit": city.unit("市水利局").pk, "entry": ledger.entries.first().pk}  # fmt: skip
    for _ in range(2):
        assert supervisor.post(f"/ledgers/{ledger.slug}/projects/add", form).status_code == 302
    made = ledger.projects.get()
    assert (made.planned, made.completed, str(made.unit)) == (Decimal(12_000_000), None, "市水利局")
    supervisor.post(f"/ledgers/{ledger.slug}/projects/{made.pk}", {**form, "stage": "completed"})
    made.refresh_from_db()
    assert made.stage == "completed"
    supervisor.post(f"/ledgers/{ledger.slug}/projects/{made.pk}/remove")
    told = Event.objects.filter(action="project.change")
    assert (ledger.projects.count(), told.count()) == (0, 3)


def test_wrong_fields_are_told_and_what_was_typed_is_kept(supervisor: Client, city: City, ledger: Ledger) -> None:
    add_project(city["督查"], ledger, {"name": "甲厂", "industry": "食品"})
    answer = supervisor.post(
        f"/ledgers/{ledger.slug}/projects/add", {"name": "甲厂", "stage": "planned", "industry": "医药"}
    )
    page = answer.content.decode()
    assert (answer.status_code, "已有名为" in page, 'value="医药"' in page) == (422, True, True)
    answer = supervisor.post(
        f"/ledgers/{ledger.slug}/projects/add", {"name": "乙厂", "stage": "planned", "planned": "很多"}
    )
    assert (answer.status_code, "不是金额" in answer.content.decode()) == (422, True)


def test_what_the_report_names_is_taken_over_once(
    supervisor: Client, city: City, ledger: Ledger, django_capture_on_commit_callbacks
) -> None:
    head = "澜川市2031年政府工作报告\n\n二、2031年工作安排\n"
    report = f"{head}（一）兴修水利。推动白鹭湾水厂二期、青石岭风电等项目加快建设。\n"
    with django_capture_on_commit_callbacks(execute=True):
        add_edition(city["督查"], ledger, [Upload("报告.txt", report.encode())])
    for _ in range(2):
        supervisor.post(f"/ledgers/{ledger.slug}/projects/take")
    told = ledger.projects.all()
    assert [one.name for one in told] == ["白鹭湾水厂二期", "青石岭风电"]
    assert {(one.stage, one.is_carried_over, one.entry is not None) for one in told} == {("planned", True, True)}
    assert Event.objects.filter(action="project.change").count() == 1


def test_a_thousand_projects_are_imported_and_changes_shown(
    supervisor: Client, ledger: Ledger, django_assert_max_num_queries
) -> None:
    rows = [
        (f"项目{n}", "已开工" if n % 4 else "前期", "新建", 1200, 0.05, "临澜区", "水利", "市水利局")
        for n in range(1000)
    ]
    page = supervisor.post(f"/ledgers/{ledger.slug}/projects/import", {"file": sheet(HEAD, *rows)}).content.decode()
    assert "<b>1000</b>新增" in page
    supervisor.post(f"/ledgers/{ledger.slug}/projects/import", {**form_of(page), "do": "import"})
    first = ledger.projects.get(name="项目1")
    assert (ledger.projects.count(), first.planned, first.planned_this_year) == (1000, 12_000_000, 5_000_000)
    rows[1] = ("项目1", "竣工", "新建", 1300, None, "临澜区", "水利", "市水利局")
    page = supervisor.post(f"/ledgers/{ledger.slug}/projects/import", {"file": sheet(HEAD, *rows)}).content.decode()
    assert "<b>1</b>有改动" in page
    assert "1300万元" in page
    supervisor.post(f"/ledgers/{ledger.slug}/projects/import", {**form_of(page), "do": "import"})
    with django_assert_max_num_queries(20):
        page = supervisor.get(f"/ledgers/{ledger.slug}/projects").content.decode()
    assert "75.0%" in page
    assert "750/1000" in page


def test_bad_cells_of_projects_are_named(supervisor: Client, ledger: Ledger) -> None:
    rows = (HEAD, ("甲厂", "差不多", "新建", "若干"), ("甲厂", "前期", "新建", 5))
    page = supervisor.post(f"/ledgers/{ledger.slug}/projects/import", {"file": sheet(*rows)}).content.decode()
    for told in ("没有“差不多”这种建设阶段", "不是金额", "与第 2 行同名"):
        assert told in page
    answer = supervisor.post(f"/ledgers/{ledger.slug}/projects/import", {**form_of(page), "do": "import"})
    assert (answer.status_code, ledger.projects.count()) == (422, 0)


def test_an_entry_shows_the_rate_beside_its_target(supervisor: Client, city: City, ledger: Ledger) -> None:
    entry = ledger.entries.filter(parent=None).last()
    assert entry is not None
    edit_entry(city["督查"], entry, {"target_text": "重点项目开工率90%以上"})
    add_project(city["督查"], ledger, {"name": "甲厂", "stage": "started"})
    add_project(city["督查"], ledger, {"name": "乙厂", "stage": "planned"})
    page = supervisor.get(f"/ledgers/{ledger.slug}/projects").content.decode()
    assert "开工率 50.0%（1/2）" in page


def test_a_unit_sees_its_own_projects_and_changes_none(client: Client, city: City, ledger: Ledger) -> None:
    for entry in ledger.entries.filter(parent=None):
        assign(city["督查"], entry, city.unit("市教育局"))
    dispatch(city["督查"], ledger)
    mine = add_project(city["督查"], ledger, {"name": "甲学校", "unit": city.unit("市教育局")})
    add_project(city["督查"], ledger, {"name": "乙水厂", "unit": city.unit("市水利局")})
    user = city["教育填报"].user
    assert user is not None
    client.force_login(user)
    page = client.get(f"/ledgers/{ledger.slug}/projects").content.decode()
    assert ("甲学校" in page, "乙水厂" in page) == (True, False)
    assert client.get(f"/ledgers/{ledger.slug}/projects/{mine.pk}").status_code == 403
    assert client.post(f"/ledgers/{ledger.slug}/projects/take").status_code == 403
