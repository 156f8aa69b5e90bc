"""A new edition against the one before: sentences, entries, decisions that found their words no more."""

from __future__ import annotations

import pytest
from django.test import Client

from ledger_people import REPORT, City
from taizhang.engine.model import Span
from taizhang.ledger.actions.adding import keep_entry
from taizhang.ledger.actions.documents import Upload, add_edition
from taizhang.ledger.actions.entries import assign
from taizhang.ledger.actions.review import decide
from taizhang.ledger.decisions import Choice, Op
from taizhang.ledger.models import Entry, Ledger

SECOND = (
    REPORT.replace("新修水渠20公里", "新修水渠26公里")
    .replace("实施老旧灌区节水改造，新增高效节水灌溉面积2万亩。", "")
    .replace("新增学位600个。", "新增学位600个。建成青少年宫1座。")
)


def entry_with(ledger: Ledger, words: str) -> Entry:
    return next(e for e in ledger.entries.filter(parent=None, is_headline=False) if words in e.text)


@pytest.fixture
def second(city: City, ledger: Ledger, django_capture_on_commit_callbacks) -> Ledger:
    """The ledger with a second edition, its irrigation assigned and retitled before."""
    fields = entry_with(ledger, "灌区")
    assign(city["督查"], fields, city.unit("市水利局"))
    text = ledger.edition.load().source.text  # type: ignore[union-attr]
    words = "实施老旧灌区节水改造"
    start = text.index(words)
    decide(city["督查"], ledger, Choice(Op.RETITLE, (Span(start, start + len(words)),), {"title": "灌区改造"}))
    with django_capture_on_commit_callbacks(execute=True):
        add_edition(city["督查"], ledger, [Upload("更正.txt", SECOND.encode())])
    return Ledger.objects.get(pk=ledger.pk)


def test_sentences_entries_and_lost_decisions_are_told(client: Client, city: City, second: Ledger) -> None:
    client.force_login(city["督查"].user)
    response = client.get(f"/ledgers/{second.slug}/editions/2/changes")
    text = response.content.decode()
    assert response.status_code == 200
    assert "改动 1 句，增加 1 句，删去 1 句" in text
    assert "<del>20</del><ins>26</ins>" in text
    assert "<ins>建成青少年宫1座。</ins>" in text
    lost = text[text.index('id="lost"') : text.index('id="gone"')]
    assert "改标题" in lost
    assert "灌区改造" in lost
    assert "实施老旧灌区节水改造" in lost
    gone = entry_with(second, "灌区")
    assert f"/entries/{gone.pk}/" in text[text.index('id="gone"') : text.index("逐句对照")]
    made = entry_with(second, "青少年宫")
    assert f"/entries/{made.pk}/" in text[text.index("新增的条目") :]


def test_the_first_edition_has_none_before_it(client: Client, city: City, ledger: Ledger) -> None:
    client.force_login(city["督查"].user)
    response = client.get(f"/ledgers/{ledger.slug}/editions/1/changes")
    assert response.status_code == 409
    assert client.get(f"/ledgers/{ledger.slug}/editions/7/changes").status_code == 404


def test_units_do_not_read_what_the_office_corrected(client: Client, city: City, second: Ledger) -> None:
    client.force_login(city["水利填报"].user)
    assert client.get(f"/ledgers/{second.slug}/editions/2/changes").status_code == 404


def test_entries_without_words_stand_on_the_ledgers_page_and_may_go_on(
    client: Client, city: City, second: Ledger, django_capture_on_commit_callbacks
) -> None:
    client.force_login(city["督查"].user)
    gone = entry_with(second, "灌区")
    text = client.get(f"/ledgers/{second.slug}/").content.decode()
    part = text[text.index('id="gone"') :]
    assert f"/entries/{gone.pk}/keep" in part
    assert "已无原文" in client.get(f"/entries/{gone.pk}/").content.decode() or gone.is_gone
    for _ in range(2):
        client.post(f"/entries/{gone.pk}/keep")
    gone.refresh_from_db()
    assert not gone.is_gone
    with django_capture_on_commit_callbacks(execute=True):
        add_edition(city["督查"], second, [Upload("三.txt", SECOND.replace("2所", "3所").encode())])
    gone.refresh_from_db()
    assert not gone.is_gone
    assert str(gone.lead) == "市水利局"
    keep_entry(city["督查"], gone)
    history = client.get(f"/entries/{gone.pk}/").content.decode()
    assert history.count("决定继续跟踪") == 1
    assert "新一版报告中已无这一条的原文" in history
