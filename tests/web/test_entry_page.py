"""The page of an entry: its words, what people set, say and lay to it, what became of it, what nobody outside sees."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ledger_people import City
from taizhang.ledger.actions.documents import dispatch, publish
from taizhang.ledger.actions.entries import assign, attach, comment, edit_entry, instruct, publish_attachment
from taizhang.ledger.models import Entry, Event, Ledger

SCRIPT = "<script>alert(1)</script>"


def sign_in(client: Client, city: City, name: str) -> Client:
    client.force_login(city[name].user)
    return client


@pytest.fixture
def canal(ledger: Ledger) -> Entry:
    return next(e for e in ledger.entries.filter(parent=None, is_headline=False) if "新修水渠" in e.text)


def hand_out(city: City, ledger: Ledger) -> None:
    for entry in ledger.entries.filter(parent=None):
        assign(city["督查"], entry, city.unit("市水利局" if "水" in entry.text else "市教育局"))
    dispatch(city["督查"], ledger)


def show(client: Client, entry: Entry, query: str = "") -> str:
    response = client.get(f"/entries/{entry.pk}/{query}")
    assert response.status_code == 200
    return response.content.decode()


def fields(entry: Entry, **values: str) -> dict[str, str]:
    told = {
        "title": entry.title, "target_text": entry.target_text, "due": str(entry.due or ""), "leader": entry.leader,
        "pledge": "", "remarks": entry.remarks, "version": str(entry.version),
    }  # fmt: skip
    return told | values


def test_the_sentence_the_headings_and_the_way_back_are_there(client: Client, city: City, canal: Entry) -> None:
    text = show(sign_in(client, city, "督查"), canal)
    assert canal.text in text
    assert "2031年工作安排 › 兴修水利" in text
    assert f"/review?at={canal.spans[0][0]}#here" in text


def test_targets_stand_with_their_bounds(client: Client, city: City, ledger: Ledger) -> None:
    headline = ledger.entries.get(is_headline=True, title__contains="城镇新增就业")
    text = show(sign_in(client, city, "督查"), headline)
    row = text[text.index('class="figures"') :]
    assert "不低于" in row
    assert "3万人" in row


def test_findings_on_its_words_stand_with_it(client: Client, city: City, ledger: Ledger) -> None:
    from dataclasses import replace

    from taizhang.engine.model import Finding, Severity, Span
    from taizhang.ledger import compiling

    edition = ledger.edition
    assert edition is not None
    entry = ledger.entries.filter(parent=None, is_headline=False).first()
    other = ledger.entries.filter(parent=None, is_headline=False).last()
    assert entry is not None
    assert other is not None
    report = edition.load()
    start, end = entry.spans[0]
    finding = Finding("X999", Severity.QUESTION, "此处数字须核", spans=(Span(start, end),))
    compiling.load_reviewed(edition)
    key = next(reversed(compiling._kept))
    compiling._kept[key] = replace(report, findings=(finding,))
    try:
        sign_in(client, city, "督查")
        assert "此处数字须核" in show(client, entry)
        assert "此处数字须核" not in show(client, other)
    finally:
        compiling._kept.clear()


# --- what is set


def test_fields_are_set_and_told_from_what_to_what(client: Client, city: City, canal: Entry) -> None:
    sign_in(client, city, "督查")
    form = fields(
        canal, title="新修水渠25公里", due="2031-10-31", leader="何副市长", remarks="见会议纪要\r\n第2条", pledge="3"
    )
    response = client.post(f"/entries/{canal.pk}/edit", form, follow=True)
    text = response.content.decode()
    canal.refresh_from_db()
    assert (canal.title, canal.due, canal.leader) == ("新修水渠25公里", date(2031, 10, 31), "何副市长")
    assert (canal.remarks, canal.pledge) == ("见会议纪要\n第2条", 3)
    assert "<ins>新修水渠25公里</ins>" in text
    assert "<del>2031-12-31</del> → <ins>2031-10-31</ins>" in text


def test_the_same_form_sent_twice_is_one_action(client: Client, city: City, canal: Entry) -> None:
    sign_in(client, city, "督查")
    form = fields(canal, remarks="催办一次")
    for _ in range(2):
        assert client.post(f"/entries/{canal.pk}/edit", form).status_code == 302
    for path, told in (("comments", {"text": "请加快"}), ("units", {"lead": "市水利局", "version": "2"})):
        for _ in range(2):
            assert client.post(f"/entries/{canal.pk}/{path}", told).status_code == 302
    actions = Event.objects.filter(subject=f"entry:{canal.pk}").values_list("action", flat=True)
    assert sorted(actions) == ["entry.assign", "entry.comment", "entry.edit"]


def test_the_second_of_two_is_told_and_loses_nothing(client: Client, city: City, canal: Entry) -> None:
    sign_in(client, city, "督查")
    form = fields(canal, remarks="我写的一大段备注", leader="何副市长")
    edit_entry(city["督查"], canal, {"remarks": "别人先写的"})
    response = client.post(f"/entries/{canal.pk}/edit", form)
    text = response.content.decode()
    assert response.status_code == 409
    conflict = text[text.index('class="conflict"') : text.index("entry-sheet")]
    assert "我写的一大段备注" in conflict
    assert "别人先写的" in conflict
    assert "标题" not in conflict
    assert ">\n我写的一大段备注</textarea>" in text
    canal.refresh_from_db()
    assert canal.remarks == "别人先写的"
    again = client.post(f"/entries/{canal.pk}/edit", form | {"version": str(canal.version)})
    assert again.status_code == 302
    canal.refresh_from_db()
    assert canal.remarks == "我写的一大段备注"


def test_units_and_milestones_too_tell_who_comes_second(client: Client, city: City, canal: Entry) -> None:
    sign_in(client, city, "督查")
    version = str(canal.version)
    edit_entry(city["督查"], canal, {"remarks": "先改"})
    told = client.post(f"/entries/{canal.pk}/units", {"lead": "市水利局", "version": version})
    assert told.status_code == 409
    assert 'name="lead" list="units-list" autocomplete="off" value="市水利局"' in told.content.decode()
    told = client.post(f"/entries/{canal.pk}/milestones", {"q1": "完成招标", "version": version})
    assert told.status_code == 409
    assert ">\n完成招标</textarea>" in told.content.decode()


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"title": ""}, "1 至 300 字"),
        ({"title": "长" * 301}, "1 至 300 字"),
        ({"due": "2031-02-30"}, "不是日期"),
        ({"due": "0031-02-03"}, "1949"),
        ({"due": "2999-01-01"}, "2100"),
        ({"remarks": "长" * 4001}, "现有 4001 字"),
        ({"leader": "长" * 41}, "不超过 40 字"),
        ({"pledge": "十"}, "编号应为数字"),
        ({"pledge": "1000"}, "1 至 999"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(
    client: Client, city: City, canal: Entry, values: dict[str, str], told: str
) -> None:
    sign_in(client, city, "督查")
    response = client.post(f"/entries/{canal.pk}/edit", fields(canal, remarks="写了很久的备注") | values)
    text = response.content.decode()
    assert response.status_code == 422
    assert told in text
    assert 'aria-invalid="true"' in text
    for value in ({"remarks": "写了很久的备注"} | values).values():
        assert value in text
    assert not Event.objects.filter(action="entry.edit").exists()


def test_the_proposal_is_one_click(client: Client, city: City, canal: Entry) -> None:
    sign_in(client, city, "督查")
    assert str(canal.suggestion["reason"]) in show(client, canal)
    client.post(f"/entries/{canal.pk}/units", {"do": "accept", "version": str(canal.version)})
    canal.refresh_from_db()
    assert str(canal.lead) == canal.suggestion["lead"] == "市水利局"
    assert [str(s.unit) for s in canal.supports.all()] == canal.suggestion["supporting"]


def test_units_are_named_as_people_name_them(client: Client, city: City, canal: Entry) -> None:
    sign_in(client, city, "督查")
    client.post(f"/entries/{canal.pk}/units", {"lead": "水利局", "supporting": "财政局，市教育局"})
    canal.refresh_from_db()
    assert str(canal.lead) == "市水利局"
    assert [str(s.unit) for s in canal.supports.all()] == ["市财政局", "市教育局"]


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({"lead": "市水力局"}, "是否为“市水利局”"),
        ({"lead": "市水利局", "supporting": "市水利局"}, "牵头单位不能同时是配合单位"),
        ({"lead": "市水利局", "supporting": "市财政局、市财政局"}, "配合单位重复"),
        ({"lead": "市水利局", "supporting": "天外单位"}, "单位名录中没有“天外单位”"),
    ],
)
def test_units_that_are_wrong_are_told(
    client: Client, city: City, canal: Entry, told: dict[str, str], wrong: str
) -> None:
    sign_in(client, city, "督查")
    response = client.post(f"/entries/{canal.pk}/units", told)
    text = response.content.decode()
    assert response.status_code == 422
    assert wrong in text
    assert all(f'value="{value}"' in text for value in told.values())


def test_milestones_are_set_by_quarter(client: Client, city: City, canal: Entry) -> None:
    sign_in(client, city, "督查")
    client.post(f"/entries/{canal.pk}/milestones", {"q1": "完成招标", "q3": "修完12公里", "q2": " "})
    assert [(m.year, m.quarter, m.text) for m in canal.milestones.all()] == [
        (2031, 1, "完成招标"),
        (2031, 3, "修完12公里"),
    ]
    client.post(f"/entries/{canal.pk}/milestones", {"q1": ""})
    text = show(client, canal)
    assert "2031年1季度节点：<del>完成招标</del>" in text


# --- what is said and laid to it


def test_a_comment_and_an_instruction(client: Client, city: City, canal: Entry, ledger: Ledger) -> None:
    hand_out(city, ledger)
    client.post(f"/entries/{canal.pk}/comments", {"text": "无人"})
    sign_in(client, city, "水利填报")
    assert client.post(f"/entries/{canal.pk}/comments", {"text": "渠线已定"}).status_code == 302
    assert client.post(f"/entries/{canal.pk}/instructions", {"text": "越权"}).status_code == 403
    sign_in(client, city, "领导")
    assert client.post(f"/entries/{canal.pk}/instructions", {"text": "汛期前通水"}).status_code == 302
    text = show(sign_in(client, city, "水利审核"), canal)
    assert "渠线已定" in text
    assert "汛期前通水" in text
    assert "越权" not in text
    assert "无人" not in text


def test_a_character_that_no_database_keeps_is_left_out(client: Client, city: City, canal: Entry) -> None:
    sign_in(client, city, "督查")
    assert client.post(f"/entries/{canal.pk}/comments", {"text": "甲\0乙"}).status_code == 302
    assert client.post(f"/entries/{canal.pk}/edit", fields(canal, remarks="甲\0乙")).status_code == 302
    assert client.post(f"/entries/{canal.pk}/units", {"lead": "市水利\0局"}).status_code == 302
    canal.refresh_from_db()
    assert (canal.comments.get().text, canal.remarks, str(canal.lead)) == ("甲乙", "甲乙", "市水利局")


@pytest.mark.parametrize(("text", "told"), [("  ", "请填写内容"), ("长" * 4001, "现有 4001 字")])
def test_a_comment_that_cannot_be_is_kept(client: Client, city: City, canal: Entry, text: str, told: str) -> None:
    sign_in(client, city, "督查")
    response = client.post(f"/entries/{canal.pk}/comments", {"text": text})
    assert response.status_code == 422
    assert told in response.content.decode()
    assert text in response.content.decode()


def test_a_file_goes_out_as_a_download_and_never_opens_in_the_page(client: Client, city: City, canal: Entry) -> None:
    sign_in(client, city, "督查")
    page = SimpleUploadedFile('图 纸".html', b"<script>alert(1)</script>", "text/html")
    assert client.post(f"/entries/{canal.pk}/attachments", {"file": page}).status_code == 302
    attachment = canal.attachments.get()
    response = client.get(f"/attachments/{attachment.pk}")
    assert response.content == b"<script>alert(1)</script>"
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E5%9B%BE%20%E7%BA%B8")
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_file_too_large_or_none_is_told(
    client: Client, city: City, canal: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    from taizhang.ledger.actions import entries

    sign_in(client, city, "督查")
    monkeypatch.setattr(entries, "MOST_ATTACHMENT_BYTES", 10)
    big = SimpleUploadedFile("a.txt", b"x" * 11)
    response = client.post(f"/entries/{canal.pk}/attachments", {"file": big})
    assert (response.status_code, "E103" in response.content.decode()) == (413, True)
    assert client.post(f"/entries/{canal.pk}/attachments").status_code == 422


# --- what nobody outside sees


def test_the_public_sees_words_units_and_dates_and_nothing_of_the_inside(
    client: Client, city: City, canal: Entry, ledger: Ledger
) -> None:
    hand_out(city, ledger)
    edit_entry(city["督查"], canal, {"leader": "何副市长", "remarks": "内部备注"})
    instruct(city["领导"], canal, "汛期前通水")
    comment(city["水利填报"], canal, "渠线已定")
    hidden = attach(city["督查"], canal, "内部.docx", b"inside")
    ticked = attach(city["督查"], canal, "公示.pdf", b"outside")
    publish_attachment(city["督查"], ticked, is_public=True)
    assert client.get(f"/attachments/{ticked.pk}").status_code == 302
    publish(city["督查"], ledger)
    for query in ("", "?as=public"):
        text = show(client, canal, query)
        assert canal.text in text
        assert "市水利局" in text
        assert "公示.pdf" in text
        for inside in (
            "何副市长",
            "内部",
            "汛期前通水",
            "渠线已定",
            "督查",
            "水利填报",
            "经过",
            'csrfmiddlewaretoken" value',
        ):
            assert inside not in text.split("<main")[1].split("</main")[0]
    assert client.get(f"/attachments/{ticked.pk}").content == b"outside"
    assert client.get(f"/attachments/{hidden.pk}").status_code == 302
    listed = client.get(f"/ledgers/{ledger.slug}/").content.decode()
    assert not any(inside in listed for inside in ("何副市长", "内部备注", "汛期前通水", "渠线已定"))


def test_a_withdrawn_ledger_takes_its_files_along(client: Client, city: City, canal: Entry, ledger: Ledger) -> None:
    from taizhang.ledger.actions.documents import withdraw

    hand_out(city, ledger)
    ticked = attach(city["督查"], canal, "公示.pdf", b"outside")
    publish_attachment(city["督查"], ticked, is_public=True)
    publish(city["督查"], ledger)
    withdraw(city["督查"], ledger)
    assert client.get(f"/attachments/{ticked.pk}").status_code == 302
    sign_in(client, city, "教育填报")
    assert client.get(f"/attachments/{ticked.pk}").status_code == 404


# --- what came in


def test_script_in_every_text_field_is_words(client: Client, city: City, canal: Entry, ledger: Ledger) -> None:
    sign_in(client, city, "督查")
    form = fields(canal, title=f"甲{SCRIPT}", target_text=f"乙{SCRIPT}", leader=f"丙{SCRIPT}", remarks=f"丁{SCRIPT}")
    assert client.post(f"/entries/{canal.pk}/edit", form).status_code == 302
    client.post(f"/entries/{canal.pk}/comments", {"text": f"戊{SCRIPT}"})
    client.post(f"/entries/{canal.pk}/milestones", {"q1": f"己{SCRIPT}"})
    client.post(f"/entries/{canal.pk}/attachments", {"file": SimpleUploadedFile(f"庚{SCRIPT[1:9]}.txt", b"x")})
    client.post(f"/ledgers/{ledger.slug}/entries/add", {"title": f"辛{SCRIPT}", "basis": f"壬{SCRIPT}"})
    sign_in(client, city, "领导")
    client.post(f"/entries/{canal.pk}/instructions", {"text": f"癸{SCRIPT}"})
    added = ledger.entries.get(origin="added")
    pages = [show(client, canal), show(client, added), client.get(f"/ledgers/{ledger.slug}/").content.decode()]
    sign_in(client, city, "督查")
    pages += [show(client, canal), client.get(f"/ledgers/{ledger.slug}/dispatch").content.decode()]
    wrong = client.post(f"/entries/{canal.pk}/units", {"lead": SCRIPT, "supporting": SCRIPT})
    found = client.get(f"/ledgers/{ledger.slug}/?text={SCRIPT}")
    told = "".join([*pages, wrong.content.decode(), found.content.decode()])
    assert "<script>alert" not in told
    for word in "甲乙丙丁戊己辛壬癸":
        assert f"{word}&lt;script&gt;" in told


def test_the_number_of_queries_does_not_grow(
    client: Client, city: City, canal: Entry, django_assert_max_num_queries
) -> None:
    sign_in(client, city, "督查")
    for n in range(30):
        comment(city["督查"], canal, f"意见{n}")
        edit_entry(city["督查"], canal, {"remarks": f"备注{n}"})
        attach(city["督查"], canal, f"附件{n}", b"x")
    with django_assert_max_num_queries(45):
        text = show(client, canal)
    assert "意见29" in text
    assert text.count('class="change-line"') == 30
