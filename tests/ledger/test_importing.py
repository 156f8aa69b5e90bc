"""A 任务分解表 from Excel: what is read from it, what is told of it, and what is written."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from ledger_people import City
from taizhang.errors import (
    DocumentBroken,
    DocumentSuspect,
    FieldsWrong,
    FileEmpty,
    FormatUnsupported,
    TaizhangError,
    ThingMissing,
)
from taizhang.ledger.actions.documents import dispatch
from taizhang.ledger.actions.entries import assign, edit_entry, set_milestones
from taizhang.ledger.actions.importing import TableFile, import_ledger, import_table
from taizhang.ledger.exporting import exported_entries, make_ledger_workbook
from taizhang.ledger.models import Entry, Event, Ledger, Origin

pytestmark = pytest.mark.django_db

BOOK = "xl/workbook.xml"
HEAD = ("序号", "类别", "工作任务", "目标值", "牵头领导", "牵头单位", "配合单位", "完成时限", "一季度节点", "备注")
ROWS = (
    (
        "1",
        "水利",
        "新修水渠",
        "水渠20公里",
        "甲某",
        "市水利局",
        "市财政局、市审计局",
        "2031年6月底前",
        "完成勘测",
        "重点",
    ),
    ("2", "教育", "新建幼儿园", "2所", "乙某", "市教育局", "", "年底", "", ""),
)


def workbook(*rows: tuple[object, ...], change: Callable[[Workbook], None] | None = None) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if change is not None:
        change(book)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def table(data: bytes, name: str = "分解表.xlsx", **told: object) -> TableFile:
    return TableFile(name, data, **told)  # type: ignore[arg-type]


def told_of(ledger: Ledger) -> list[tuple[object, ...]]:
    """All that a row tells, of every entry in order."""
    rows = ledger.entries.select_related("lead", "parent").order_by("parent__order", "order", "id")
    return sorted(
        (
            e.number, e.parent.number if e.parent else "", e.text, e.target_text, str(e.due), e.is_due_assumed,
            e.lead.name if e.lead else "", [s.unit.name for s in e.supports.all()], e.leader, e.remarks, e.status,
            sorted((m.year, m.quarter, m.text) for m in e.milestones.all()),
        )
        for e in rows
    )  # fmt: skip


@pytest.fixture
def handed_out(city: City, ledger: Ledger) -> Ledger:
    for entry in ledger.entries.filter(parent=None):
        assign(city["督查"], entry, city.unit("市水利局"), [city.unit("市财政局"), city.unit("市审计局")])
    entry = ledger.entries.get(parent=None, text__contains="新修水渠")
    edit_entry(city["督查"], entry, {"due": date(2031, 6, 15), "remarks": "甲\n乙", "leader": "甲某"})
    set_milestones(city["督查"], entry, {(2031, 1): "完成勘测", (2031, 3): "渠首完工20米"})
    dispatch(city["督查"], ledger)
    return ledger


def exported(city: City, ledger: Ledger) -> bytes:
    return make_ledger_workbook(ledger, exported_entries(city["督查"], ledger))


def change_cell(data: bytes, header: str, row: int, value: object) -> bytes:
    book = load_workbook(BytesIO(data))
    sheet = book.active
    column = next(c.column for c in sheet[3] if str(c.value).replace("\n", "") == header)
    sheet.cell(row, column).value = value
    file = BytesIO()
    book.save(file)
    return file.getvalue()


class TestRoundTrip:
    def test_nothing_changes_where_nothing_was_changed(self, city: City, handed_out: Ledger) -> None:
        before, last = told_of(handed_out), Event.objects.count()
        plan = import_table(city["督查"], handed_out, table(exported(city, handed_out)))
        assert (plan.created, plan.changed, plan.kept) == ([], [], 0)
        assert plan.unchanged == handed_out.entries.count()
        assert (told_of(handed_out), Event.objects.count()) == (before, last)

    def test_a_new_ledger_from_it_has_the_same_entries(self, city: City, handed_out: Ledger) -> None:
        made = import_ledger(city["督查"], city.place, "另一本", 2031, table(exported(city, handed_out)))
        assert told_of(made) == told_of(handed_out)
        assert set(made.entries.values_list("origin", flat=True)) == {Origin.IMPORTED}

    def test_a_changed_cell_changes_that_field_alone(self, city: City, handed_out: Ledger) -> None:
        entry = handed_out.entries.get(parent=None, text__contains="新修水渠")
        data = exported(city, handed_out)
        row = next(c.row for c in load_workbook(BytesIO(data)).active["C"] if "新修水渠" in str(c.value))
        data = change_cell(change_cell(data, "备注", row, "改过"), "牵头单位", row, "市教育局")
        plan = import_table(city["督查"], handed_out, table(data))
        assert [(c.row, [name for name, _, _ in c.told]) for c in plan.changed] == [(row, ["备注", "责任单位"])]
        after = Entry.objects.get(pk=entry.pk)
        assert (after.remarks, after.lead.name if after.lead else "", after.due) == (
            "改过",
            "市教育局",
            date(2031, 6, 15),
        )
        event = Event.objects.filter(subject=f"entry:{entry.pk}").latest("seq")
        assert event.action == "ledger.import"

    def test_a_row_without_a_key_is_new(self, city: City, handed_out: Ledger) -> None:
        count = handed_out.entries.count()
        data = exported(city, handed_out)
        last = load_workbook(BytesIO(data)).active.max_row
        plan = import_table(city["督查"], handed_out, table(change_cell(data, "编号", last, None)))
        assert (len(plan.created), handed_out.entries.count()) == (1, count + 1)

    def test_a_key_twice_is_told_with_both_rows(self, city: City, handed_out: Ledger) -> None:
        data = exported(city, handed_out)
        sheet = load_workbook(BytesIO(data)).active
        key = sheet.cell(5, sheet.max_column).value
        with pytest.raises(FieldsWrong, match="第 5 行重复"):
            import_table(city["督查"], handed_out, table(change_cell(data, "编号", 6, key)))

    def test_what_somebody_changed_meanwhile_is_not_overwritten(self, city: City, handed_out: Ledger) -> None:
        data = exported(city, handed_out)
        row = next(c.row for c in load_workbook(BytesIO(data)).active["C"] if "新修水渠" in str(c.value))
        data = change_cell(data, "备注", row, "表里的")
        entry = handed_out.entries.get(parent=None, text__contains="新修水渠")
        edit_entry(city["督查"], entry, {"remarks": "网上的"})
        plan = import_table(city["督查"], handed_out, table(data))
        entry.refresh_from_db()
        assert (plan.skipped, entry.remarks) == (1, "网上的")
        import_table(city["督查"], handed_out, table(data, takes_late=True))
        entry.refresh_from_db()
        assert entry.remarks == "表里的"

    def test_a_key_of_another_ledger_is_refused(self, city: City, handed_out: Ledger) -> None:
        other = import_ledger(city["督查"], city.place, "另一本", 2031, table(workbook(HEAD, *ROWS)))
        with pytest.raises(FieldsWrong, match="不是本台账的条目"):
            import_table(city["督查"], other, table(exported(city, handed_out)))


class TestUsualTables:
    def make(self, city: City, data: bytes, **told: object) -> list[Entry]:
        made = import_ledger(city["督查"], city.place, "导入", 2031, table(data, **told))
        return list(made.entries.all())

    def test_columns_are_found_by_their_words(self, city: City) -> None:
        first, second = self.make(city, workbook(HEAD, *ROWS))
        assert (first.title, first.due, first.leader, first.path) == ("新修水渠", date(2031, 6, 30), "甲某", ["水利"])
        assert [str(unit) for unit in first.supporters.all()] == ["市财政局", "市审计局"]
        assert (second.due, [m.text for m in first.milestones.all()]) == (date(2031, 12, 31), ["完成勘测"])

    def test_title_rows_two_header_rows_merged_groups_and_notes(self, city: City) -> None:
        def merge(book: Workbook) -> None:
            for area in ("A1:F1", "A2:A3", "B2:B3", "C2:D2", "E2:F2", "A4:F4", "A7:F7"):
                book.active.merge_cells(area)

        data = workbook(
            ("澜川市重点任务分解表",),
            ("序号", "工作任务", "责任单位", None, "季度节点"),
            (None, None, "牵头单位", "配合单位", "一季度", "二季度"),
            ("一、兴修水利",),
            (1, "新修水渠", "市水利局", "市财政局", "勘测", "开工"),
            (2, "改造泵站", "市水利局", None, None, None),
            ("注：以上均为年度任务",),
            change=merge,
        )
        first, second = self.make(city, data)
        assert (first.path, first.number, second.number) == (["一、兴修水利"], "1", "2")
        assert [(m.quarter, m.text) for m in first.milestones.all()] == [(1, "勘测"), (2, "开工")]
        assert [str(unit) for unit in first.supporters.all()] == ["市财政局"]

    def test_a_category_merged_over_rows_is_that_of_each(self, city: City) -> None:
        data = workbook(HEAD, ROWS[0], (2, None, "改造泵站"), change=lambda book: book.active.merge_cells("B2:B3"))
        assert [entry.path for entry in self.make(city, data)] == [["水利"], ["水利"]]

    @pytest.mark.parametrize(
        "cell", ["*市水利局、市财政局", "市财政局、市水利局（牵头）", "牵头单位：市水利局；配合单位：市财政局"]
    )
    def test_units_in_one_column(self, city: City, cell: str) -> None:
        (entry,) = self.make(city, workbook(("序号", "工作任务", "责任单位"), (1, "新修水渠", cell)))
        assert (str(entry.lead), [str(unit) for unit in entry.supporters.all()]) == ("市水利局", ["市财政局"])

    @pytest.mark.parametrize(
        ("cell", "day"),
        [
            ("2031年6月底前", "2031-06-30"), ("6月30日", "2031-06-30"), ("年底", "2031-12-31"), ("全年", "2031-12-31"),
            ("2031.9", "2031-09-30"), ("2031/3/5", "2031-03-05"), ("三季度末", "2031-09-30"), ("上半年", "2031-06-30"),
            ("11月中旬", "2031-11-20"), (date(2031, 5, 4), "2031-05-04"), ("20310504", "2031-05-04"),
            ("明年3月", "2032-03-31"), ("长期坚持", "2031-12-31"), (2031, "2031-12-31"),
            ("2031年2月28日前完成", "2031-02-28"),
        ],
    )  # fmt: skip
    def test_days_in_usual_writing(self, city: City, cell: object, day: str) -> None:
        (entry,) = self.make(city, workbook(("工作任务", "完成时限"), ("新修水渠", cell)))
        assert str(entry.due) == day

    def test_parts_by_their_numbers_stand_below(self, city: City) -> None:
        rows = ((3, "兴修水利"), ("3.1", "新修水渠"), ("3.2", "改造泵站"), (4, "办好教育"))
        made = self.make(city, workbook(("序号", "工作任务"), *rows))
        assert [(e.number, e.parent.number if e.parent else None) for e in made] == [
            ("3", None), ("3.1", "3"), ("3.2", "3"), ("4", None),
        ]  # fmt: skip

    def test_of_a_formula_the_value_is_taken_and_told(self, city: City) -> None:
        data = workbook(("序号", "工作任务", "备注"), (1, "新修水渠", "甲"))
        with zipfile.ZipFile(BytesIO(data)) as old:
            parts = {name: old.read(name) for name in old.namelist()}
        sheet = parts["xl/worksheets/sheet1.xml"].decode()
        cell = sheet[sheet.index('<c r="C2"') : sheet.index("</c>", sheet.index('<c r="C2"')) + 4]
        changed = sheet.replace(cell, '<c r="C2" t="str"><f>A2&amp;"次"</f><v>1次</v></c>')
        file = BytesIO()
        with zipfile.ZipFile(file, "w") as new:
            for name, part in parts.items():
                new.writestr(name, changed if name.endswith("sheet1.xml") else part)
        (entry,) = self.make(city, file.getvalue())
        assert entry.remarks == "1次"
        (sheet_read,) = table(file.getvalue()).open()
        assert sheet_read.formulas == {(1, 2)}

    def test_unknown_units_are_chosen_or_left_out(self, city: City) -> None:
        data = workbook(HEAD[:7], ("1", "", "修渠", "", "", "澜川水务集团", "某协会"))
        with pytest.raises(FieldsWrong, match="澜川水务集团"):
            self.make(city, data)
        choices = {"澜川水务集团": str(city.unit("市水利局").pk), "某协会": "none"}
        (entry,) = self.make(city, data, choices=choices)
        assert (str(entry.lead), entry.supporters.count()) == ("市水利局", 0)

    def test_a_new_unit_needs_the_administrator(self, city: City) -> None:
        data = workbook(HEAD[:7], ("1", "", "修渠", "", "", "澜川水务集团", ""))
        with pytest.raises(FieldsWrong, match="管理员"):
            self.make(city, data, choices={"澜川水务集团": "new"})
        assert not city.place.units.filter(name="澜川水务集团").exists()


class TestBadTables:
    @pytest.mark.parametrize(
        ("cells", "match"),
        [
            ({"完成时限": "2031年2月30日"}, "没有30日"),
            ({"完成时限": "尽快"}, "无法识读为完成时限"),
            ({"牵头领导": "甲" * 41}, "不超过 40 字"),
            ({"工作任务": None}, "没有工作任务"),
        ],
    )
    def test_a_bad_cell_is_named_and_nothing_is_written(self, city: City, cells: dict[str, str], match: str) -> None:
        bad = tuple(cells.get(name, value) for name, value in zip(HEAD, ROWS[0], strict=True))
        with pytest.raises(FieldsWrong, match=match):
            import_ledger(city["督查"], city.place, "导入", 2031, table(workbook(HEAD, ROWS[1], bad)))
        assert not Ledger.objects.exists()
        assert not Event.objects.filter(action="ledger.import").exists()

    def test_wrong_headers_are_told(self, city: City) -> None:
        with pytest.raises(FieldsWrong, match="没有找到“工作任务”一栏"):
            import_ledger(city["督查"], city.place, "导入", 2031, table(workbook(("甲", "乙"), (1, 2))))

    @pytest.mark.parametrize(
        ("name", "make", "error", "match"),
        [
            ("表.xlsm", lambda: workbook(HEAD), FormatUnsupported, "带宏"),
            ("表.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FormatUnsupported, "旧版"),
            ("表.xlsx", lambda: b"", FileEmpty, "E102"),
            ("表.xlsx", workbook, FileEmpty, "E102"),
            ("表.xlsx", lambda: packed({"word/document.xml": b"<w/>"}), DocumentBroken, "Word"),
            ("表.xlsx", lambda: packed({BOOK: b"<w/>", "xl/vbaProject.bin": b"0"}), FormatUnsupported, "带宏"),
            ("表.xlsx", lambda: packed({BOOK: b"<w/>", "xl/worksheets/a.xml": b" " * 3_000_000}),
             DocumentSuspect, "E109"),
            ("表.xlsx", lambda: packed({BOOK: b"<!DOCTYPE a [<!ENTITY b 'c'>]><w/>"}), DocumentSuspect, "E109"),
            ("表.xlsx", "任务分解表".encode, DocumentBroken, "不是 Excel"),
        ],
    )  # fmt: skip
    def test_a_file_that_is_none_is_refused_with_its_reason(
        self, city: City, name: str, make: Callable[[], bytes], error: type[TaizhangError], match: str
    ) -> None:
        with pytest.raises(error, match=match):
            import_ledger(city["督查"], city.place, "导入", 2031, table(make(), name))

    def test_ten_thousand_rows_are_brought_in(self, city: City) -> None:
        data = workbook(HEAD, *((str(n), *ROWS[0][1:]) for n in range(10_000)))
        start = time.perf_counter()
        made = import_ledger(city["督查"], city.place, "导入", 2031, table(data))
        assert made.entries.count() == 10_000
        assert time.perf_counter() - start < 30

    def test_who_may_not_is_refused(self, city: City, handed_out: Ledger) -> None:
        data = table(workbook(HEAD, *ROWS))
        with pytest.raises(TaizhangError, match="E501"):
            import_table(city["水利填报"], handed_out, data)
        with pytest.raises(TaizhangError, match="E501"):
            import_ledger(city["起草"], city.place, "导入", 2031, data)

    def test_a_ledger_that_is_not_seen_is_not_there(self, city: City, ledger: Ledger) -> None:
        with pytest.raises(ThingMissing):
            import_table(city["水利填报"], ledger, table(workbook(HEAD, *ROWS)))


def packed(parts: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return file.getvalue()
