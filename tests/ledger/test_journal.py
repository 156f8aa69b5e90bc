"""Whatever is done to the journal by hand is found, and the event is named."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from site_process import Site
from taizhang.ledger.heads import keep_head, read_heads
from taizhang.ledger.journal import GENESIS, append_event, hash_event, show_head, verify_journal
from taizhang.ledger.models import Event, Head

EVENTS = 12


@pytest.fixture
def chain(db: None) -> list[Event]:
    """A journal of twelve events."""
    append(EVENTS)
    return list(Event.objects.order_by("seq"))


def append(count: int) -> None:
    for at in range(count):
        with transaction.atomic():
            append_event("督查", "entry.comment", f"entry:{at}", {"text": f"第{at}条"}, "lanchuan", "a-ledger")


def rehash(events: list[Event]) -> None:
    """Write the events anew as a chain of their own, as whoever knows this program could."""
    Event.objects.all().delete()
    before = GENESIS
    for event in events:
        event.before = before
        event.hash = before = hash_event(event)
    Event.objects.bulk_create(events)


def set_head(event: Event) -> None:
    Head.objects.update(seq=event.seq, hash=event.hash)


def fault() -> tuple[str, int]:
    verdict = verify_journal()
    return verdict.fault, verdict.seq


# --------------------------------------------------------------------------- whole


def test_an_untouched_chain_is_whole(chain: list[Event]) -> None:
    verdict = verify_journal()
    assert (verdict.is_whole, verdict.events, verdict.seq, verdict.hash) == (True, EVENTS, EVENTS, chain[-1].hash)


def test_an_empty_journal_is_whole(db: None) -> None:
    assert show_head(verify_journal()) == f"0-{GENESIS}"


def test_every_head_that_ever_was_is_known_again(chain: list[Event]) -> None:
    assert all(verify_journal(f"{event.seq}-{event.hash}").is_whole for event in chain)
    assert verify_journal(f"0-{GENESIS}").is_whole


def test_an_event_is_written_only_with_what_it_tells_of(transactional_db: None) -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        append_event("督查", "entry.comment", "entry:1", {})


# --------------------------------------------------------------------------- changed, deleted, swapped, inserted

CHANGES: dict[str, Any] = {
    "at": "2031-01-01T00:00:00.000+00:00",
    "actor": "别人",
    "action": "entry.edit",
    "place": "elsewhere",
    "ledger": "another",
    "subject": "entry:999",
    "payload": '{"text":"别的"}',
    "before": "0" * 64,
    "hash": "f" * 64,
}


def test_the_changes_tried_are_of_every_field() -> None:
    assert {field.name for field in Event._meta.get_fields()} == CHANGES.keys() | {"seq"}


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("seq", [1, 5, EVENTS])
def test_a_changed_field_is_found(chain: list[Event], name: str, seq: int) -> None:
    Event.objects.filter(seq=seq).update(**{name: CHANGES[name]})
    assert fault() == ("changed", seq)


@pytest.mark.parametrize("name", sorted(CHANGES.keys() - {"before", "hash"}))
def test_a_change_with_its_own_hash_mended_is_found_at_the_next(chain: list[Event], name: str) -> None:
    event = Event.objects.get(seq=5)
    setattr(event, name, CHANGES[name])
    Event.objects.filter(seq=5).update(**{name: CHANGES[name], "hash": hash_event(event)})
    assert fault() == ("moved", 6)


def test_words_moved_from_one_field_to_the_next_are_found(chain: list[Event]) -> None:
    event = Event.objects.get(seq=5)
    Event.objects.filter(seq=5).update(actor=event.actor + event.action[:1], action=event.action[1:])
    assert fault() == ("changed", 5)


@pytest.mark.parametrize("seq", [1, 5])
def test_a_deleted_event_is_found(chain: list[Event], seq: int) -> None:
    Event.objects.filter(seq=seq).delete()
    assert fault() == ("missing", seq)


def test_a_deleted_event_is_found_where_the_others_close_the_gap(chain: list[Event]) -> None:
    Event.objects.filter(seq=5).delete()
    for seq in range(6, EVENTS + 1):
        Event.objects.filter(seq=seq).update(seq=seq - 1)
    assert fault() == ("changed", 5)


def test_two_swapped_events_are_found(chain: list[Event]) -> None:
    Event.objects.filter(seq=5).update(seq=99)
    Event.objects.filter(seq=6).update(seq=5)
    Event.objects.filter(seq=99).update(seq=6)
    assert fault() == ("changed", 5)


def test_two_events_that_swapped_their_content_are_found(chain: list[Event]) -> None:
    fifth, sixth = chain[4], chain[5]
    fifth.seq, sixth.seq = 6, 5
    for event in (sixth, fifth):
        event.hash = hash_event(event)
    Event.objects.filter(seq__in=[5, 6]).delete()
    Event.objects.bulk_create([sixth, fifth])
    assert fault() == ("moved", 5)


def test_an_event_put_between_is_found(chain: list[Event]) -> None:
    for seq in range(EVENTS, 4, -1):
        Event.objects.filter(seq=seq).update(seq=seq + 1)
    between = Event(seq=5, at=chain[4].at, actor="x", action="y", subject="z", payload="{}", before=chain[3].hash)
    between.hash = hash_event(between)
    between.save(force_insert=True)
    assert fault() == ("changed", 6)


def test_an_event_put_behind_is_found(chain: list[Event]) -> None:
    stray = Event(seq=EVENTS + 1, actor="x", action="y", subject="z", payload="{}", before=chain[-1].hash)
    stray.hash = hash_event(stray)
    stray.save(force_insert=True)
    assert fault() == ("head", EVENTS + 1)


# --------------------------------------------------------------------------- the tail, and the whole


def test_a_cut_tail_is_found(chain: list[Event]) -> None:
    Event.objects.filter(seq__gt=9).delete()
    assert fault() == ("missing", 10)


def test_a_cut_tail_with_the_head_mended_is_found_by_a_kept_head(chain: list[Event]) -> None:
    Event.objects.filter(seq__gt=9).delete()
    set_head(chain[8])
    assert verify_journal().is_whole
    verdict = verify_journal(f"{EVENTS}-{chain[-1].hash}")
    assert (verdict.fault, verdict.seq) == ("tail", 10)


def test_a_cut_tail_that_grew_again_is_found_by_a_kept_head(chain: list[Event]) -> None:
    Event.objects.filter(seq__gt=9).delete()
    set_head(chain[8])
    append(6)
    assert verify_journal().is_whole
    assert verify_journal(f"{EVENTS}-{chain[-1].hash}").fault == "rewritten"


def test_a_rewritten_chain_is_found_by_a_kept_head(chain: list[Event]) -> None:
    kept = f"8-{chain[7].hash}"
    chain[4].payload = '{"text":"从来如此"}'
    rehash(chain)
    set_head(chain[-1])
    assert verify_journal().is_whole
    verdict = verify_journal(kept)
    assert (verdict.fault, verdict.seq) == ("rewritten", 8)


def test_a_rewritten_chain_that_forgot_its_head_is_found(chain: list[Event]) -> None:
    chain[4].payload = '{"text":"从来如此"}'
    rehash(chain)
    assert fault() == ("head", EVENTS)


def test_an_emptied_journal_is_found(chain: list[Event]) -> None:
    Event.objects.all().delete()
    assert fault() == ("missing", 1)
    Head.objects.update(seq=0, hash=GENESIS)
    assert verify_journal(f"3-{chain[2].hash}").fault == "tail"


def test_a_journal_without_its_head_is_found(chain: list[Event]) -> None:
    Head.objects.all().delete()
    assert fault() == ("head", EVENTS)


@pytest.mark.parametrize("head", ["nonsense", "12", "12-", "-", "12-zz", "12-" + "f" * 63])
def test_what_is_no_head_is_refused(chain: list[Event], head: str) -> None:
    from taizhang.errors import FieldsWrong

    with pytest.raises(FieldsWrong):
        verify_journal(head)


# --------------------------------------------------------------------------- heads outside the database


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.DATA = tmp_path
    return tmp_path


def test_a_head_is_kept_once_a_day(chain: list[Event], folder: Path) -> None:
    for day in (date(2031, 3, 8), date(2031, 3, 8), date(2031, 3, 9)):
        keep_head(day)
    assert [(head.day, head.seq) for head in read_heads()] == [("2031-03-08", EVENTS), ("2031-03-09", EVENTS)]


def test_a_line_that_a_kill_cut_short_is_passed_over_and_the_day_kept_again(chain: list[Event], folder: Path) -> None:
    keep_head(date(2031, 3, 8))
    with (folder / "heads.tsv").open("a") as file:
        file.write("2031-03-09\t12\tabc")
    keep_head(date(2031, 3, 9))
    assert [head.day for head in read_heads()] == ["2031-03-08", "2031-03-09"]


def test_kept_heads_find_what_was_cut(chain: list[Event], folder: Path) -> None:
    keep_head(date(2031, 3, 8))
    Event.objects.filter(seq__gt=9).delete()
    set_head(chain[8])
    assert verify_journal(show_head(read_heads()[-1])).fault == "tail"


# --------------------------------------------------------------------------- the command


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of its own on SQLite."""
    with Site(tmp_path_factory.mktemp("journal")) as made:
        made.call("init", "--place", "澜川市", "--admin", "zhangsan")
        yield made


def test_verify_prints_the_head_of_a_whole_chain(site: Site) -> None:
    done = site.call("verify")
    kept = done.stdout.strip()
    head = next(word for word in kept.replace("，", " ").replace("：", " ").split() if word.count("-") == 1)
    assert (done.returncode, len(head.split("-")[1].rstrip("。"))) == (0, 64)
    assert site.call("verify", "--head", head.rstrip("。")).returncode == 0


def test_verify_ends_with_one_and_names_the_event(site: Site, tmp_path: Path) -> None:
    with site.tampered("UPDATE ledger_event SET actor = 'x' WHERE seq = 1"):
        done = site.call("verify", check=False)
    assert done.returncode == 1
    assert "1" in done.stdout
    assert site.call("verify").returncode == 0


def test_verify_finds_a_head_that_is_none(site: Site) -> None:
    assert site.call("verify", "--head", "9-" + "a" * 64, check=False).returncode == 1


def test_verify_without_tables_says_what_to_do(tmp_path: Path) -> None:
    with Site(tmp_path) as empty:
        done = empty.call("verify", check=False)
    assert done.returncode not in {0, 1}
    assert "taizhang init" in done.stderr


def test_verify_is_right_while_others_write(site: Site) -> None:
    """The chain grows under the reader: none of twenty looks finds a fault, and the count goes up."""
    writer = subprocess.Popen([sys.executable, "-c", WRITER], env=site.environment, stdout=subprocess.PIPE, text=True)
    try:
        assert writer.stdout is not None
        writer.stdout.readline()
        done = [site.run_here(LOOKS) for _ in range(2)]
    finally:
        writer.kill()
        writer.communicate()
    counts = [count for lines in done for count in json.loads(lines)]
    assert all(isinstance(count, int) for count in counts), counts
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]


WRITER = """
import django
django.setup()
from django.db import transaction
from taizhang.ledger.journal import append_event
for at in range(100_000):
    with transaction.atomic():
        append_event("督查", "entry.comment", "entry:1", {"text": "写" * 200, "at": at})
    if at == 50:
        print("writing", flush=True)
"""
LOOKS = """
import django, json
django.setup()
from taizhang.ledger.journal import verify_journal
looks = [verify_journal() for _ in range(10)]
print(json.dumps([look.events if look.is_whole else look.fault for look in looks]))
"""
