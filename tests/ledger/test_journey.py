"""From a report to a published ledger, and back through a second edition."""

from __future__ import annotations

import pytest

from ledger_people import REPORT, City
from taizhang.engine.model import Span
from taizhang.errors import StepTooEarly, ThingMissing
from taizhang.ledger.access import Actor, seen_entries, seen_ledgers
from taizhang.ledger.actions.documents import Upload, add_edition, dispatch, publish, withdraw
from taizhang.ledger.actions.entries import assign, edit_entry
from taizhang.ledger.actions.review import decide, undo
from taizhang.ledger.decisions import Choice, Op
from taizhang.ledger.journal import verify_journal
from taizhang.ledger.models import EditionState, Entry, Ledger


def words_at(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def entry_with(ledger: Ledger, words: str) -> Entry:
    return next(e for e in ledger.entries.filter(parent=None, is_headline=False) if words in e.text)


def test_a_report_becomes_entries_with_targets_and_proposed_units(ledger: Ledger) -> None:
    assert ledger.edition is not None
    assert ledger.edition.state == EditionState.READY
    headlines = ledger.entries.filter(is_headline=True)
    assert [entry.target_text for entry in headlines] == ["地区生产总值增长5.5%左右", "城镇新增就业3万人以上"]
    canal = entry_with(ledger, "新修水渠")
    assert (canal.suggestion["lead"], canal.lead, canal.children.count()) == ("市水利局", None, 2)
    assert str(entry_with(ledger, "校舍安全").due) == "2031-06-30"


def test_a_merge_in_review_changes_the_entries_and_undo_brings_them_back(city: City, ledger: Ledger) -> None:
    text = ledger.edition.load().source.text  # type: ignore[union-attr]
    canal = entry_with(ledger, "新修水渠")
    decide(city["督查"], ledger, Choice(Op.MERGE, (words_at(text, "改造泵站3座"),), {}))
    assert entry_with(ledger, "新修水渠").pk == canal.pk
    assert canal.children.count() == 0
    undo(city["督查"], ledger)
    assert canal.children.count() == 2
    assert verify_journal().is_whole


def test_only_what_has_a_lead_is_dispatched_and_units_see_their_own(city: City, ledger: Ledger) -> None:
    with pytest.raises(StepTooEarly, match="没有牵头单位"):
        dispatch(city["督查"], ledger)
    for entry in ledger.entries.filter(parent=None):
        lead = "市水利局" if "水" in entry.text or "灌区" in entry.text else "市教育局"
        assign(city["督查"], entry, city.unit(lead))
    assert not seen_entries(city["水利填报"]).exists()
    dispatch(city["督查"], ledger)
    seen = {entry.lead.name for entry in seen_entries(city["水利填报"]).filter(parent=None) if entry.lead}
    assert seen == {"市水利局"}
    school = entry_with(ledger, "幼儿园")
    with pytest.raises(ThingMissing):
        edit_entry(city["水利填报"], school, {"title": "别家的"})


def test_what_is_published_everybody_reads_until_it_is_withdrawn(city: City, ledger: Ledger) -> None:
    for entry in ledger.entries.filter(parent=None):
        assign(city["督查"], entry, city.unit("市水利局"))
    with pytest.raises(StepTooEarly):
        publish(city["督查"], ledger)
    dispatch(city["督查"], ledger)
    assert not seen_ledgers(Actor()).exists()
    publish(city["督查"], ledger)
    assert seen_ledgers(Actor()).get() == ledger
    withdraw(city["督查"], ledger)
    assert not seen_entries(Actor()).exists()


def test_a_second_edition_keeps_what_people_decided(
    city: City, ledger: Ledger, django_capture_on_commit_callbacks
) -> None:
    text = ledger.edition.load().source.text  # type: ignore[union-attr]
    canal, school = entry_with(ledger, "新修水渠"), entry_with(ledger, "幼儿园")
    assign(city["督查"], canal, city.unit("市水利局"))
    edit_entry(city["督查"], school, {"title": "建幼儿园"})
    figure = Choice(Op.FIGURE, (words_at(text, "600个"),), {"low": "660"})
    decide(city["督查"], ledger, figure)
    corrected = REPORT.replace("一年来，", "一年来，面对困难，").replace("水渠20公里", "水渠25公里")
    with django_capture_on_commit_callbacks(execute=True):
        add_edition(city["督查"], ledger, [Upload("更正.txt", corrected.encode())])
    again, renamed = Entry.objects.get(pk=canal.pk), Entry.objects.get(pk=school.pk)
    assert (again.lead, "25公里" in again.text, renamed.title) == (city.unit("市水利局"), True, "建幼儿园")
    assert [f.low for f in renamed.figures.all() if f.text == "600个"] == [660]
    assert verify_journal().is_whole


def test_a_file_that_cannot_be_read_says_why_and_leaves_nothing(
    city: City, ledger: Ledger, django_capture_on_commit_callbacks
) -> None:
    before = list(ledger.entries.values_list("pk", "version"))
    with django_capture_on_commit_callbacks(execute=True):
        edition = add_edition(city["督查"], ledger, [Upload("坏.docx", b"PK\x03\x04 not a document")])
    edition.refresh_from_db()
    assert (edition.state, edition.code) == (EditionState.FAILED, "E108")
    assert edition.message.startswith("E108 坏.docx：")
    assert list(ledger.entries.values_list("pk", "version")) == before
    assert ledger.edition is not None
    assert ledger.edition.number == 1
