"""The whole site is killed at random moments while eight people write: nothing accepted is lost, nothing is half done.

Ten kills a database here, two hundred by ``make soak``; how many that went well is told in ``docs/site.md``.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

import pytest

from ledger_people import REPORT
from postgres import Postgres
from site_process import Site

WRITERS = 8
KILLS, MANY = 10, 200
PASSWORD = "a-long-enough-word"  # noqa: S105 - of people made up here
LONGEST = 1.2
ACCEPTED = 302
UNITS = ("市水利局", "市教育局")


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """A site with eight supervisors and a compiled ledger, made through the actions."""
    with ExitStack() as stack:
        url = stack.enter_context(Postgres()).url() if request.param == "postgresql" else ""
        made = stack.enter_context(Site(tmp_path, url))
        made.call("init", "--place", "澜川市", "--admin", "zhangsan")
        (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
        yield made


@dataclass
class Writer:
    """Somebody who signs in once and writes until the site is gone.

    ``comments`` and ``units`` are what was answered as done; ``cut`` counts what was sent and never answered,
    ``others`` are answers of any other status.
    """

    name: str
    entry: int
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    tries: int = 0
    cut: int = 0
    others: list[int] = field(default_factory=list)

    def sign_in(self) -> None:
        assert self.ask("GET", "/sign-in") == 200
        assert self.ask("POST", "/sign-in", username=self.name, password=PASSWORD) == 302

    def ask(self, method: str, path: str, **fields: str) -> int:
        """The status of an answer."""
        head = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if fields:
            head |= {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": self.cookies["csrftoken"]}
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request(method, path, urlencode(fields) if fields else None, head)
            answer = connection.getresponse()
            answer.read()
            for line in answer.headers.get_all("Set-Cookie") or ():
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
            return answer.status

    def write(self, gone: threading.Event) -> None:
        """Comment and assign by turns until the site is gone; what was answered with a redirect was accepted."""
        while not gone.is_set():
            self.tries += 1
            try:
                self._write_once()
            except ConnectionRefusedError:
                return
            except (OSError, HTTPException):
                self.cut += 1

    def _write_once(self) -> None:
        if self.tries % 2:
            text = f"{self.name} 第 {self.tries} 条"
            status, done, told = self.ask("POST", f"/entries/{self.entry}/comments", text=text), self.comments, text
        else:
            told, done = UNITS[self.tries // 2 % 2], self.units
            status = self.ask("POST", f"/entries/{self.entry}/units", lead=told, supporting="")
        if status == ACCEPTED:
            done.append(told)
        else:
            self.others.append(status)


class Looker:
    """A process that looks at the database when asked, and holds no connection in between."""

    def __init__(self, site: Site) -> None:
        order = [sys.executable, "-c", LOOK]
        self.process = subprocess.Popen(
            order, env=site.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def look(self) -> dict[str, object]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("look\n")
        self.process.stdin.flush()
        told: dict[str, object] = json.loads(self.process.stdout.readline())
        return told

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()


PREPARE = f"""
import django, json, os
django.setup()
from pathlib import Path
from taizhang.catalog.models import Place
from taizhang.ledger.access import Actor
from taizhang.ledger.actions.documents import Upload, create_ledger
from taizhang.ledger.actions.people import Grant, create_user
from taizhang.ledger.compiling import compile_edition
from taizhang.ledger.models import Role
job, place = Actor(job="job:test"), Place.objects.get()
data = Path(os.environ["TAIZHANG_DATA"], "report.txt").read_bytes()
names = [f"writer{{at}}" for at in range({WRITERS})]
people = [create_user(job, place, name, name, [Grant(Role.SUPERVISOR, place)], "{PASSWORD}")[0] for name in names]
entries = []
for at in range(3):
    ledger = create_ledger(Actor(people[0]), place, f"报告{{at}}", 2031, [Upload("报告.txt", data)])
    compile_edition.func(ledger.editions.get().pk)
    entries += ledger.entries.filter(parent=None, is_headline=False).values_list("pk", flat=True)
print(json.dumps(list(zip(names, entries))))
"""
LOOK = """
import django, json, sys
django.setup()
from django.db import connections
from taizhang.ledger.journal import verify_journal
from taizhang.ledger.models import Comment, Entry, Event
for _ in sys.stdin:
    verdict = verify_journal()
    told = {"fault": verdict.fault, "seq": verdict.seq}
    told["comments"] = {str(c.pk): [c.entry_id, c.text] for c in Comment.objects.all()}
    told["leads"] = {str(e.pk): e.lead.name if e.lead else None for e in Entry.objects.select_related("lead")}
    told["events"] = [
        [e.action, int(e.subject.split(":")[1]), json.loads(e.payload)]
        for e in Event.objects.filter(action__in=["entry.comment", "entry.assign"]).order_by("seq")
    ]
    connections.close_all()
    print(json.dumps(told), flush=True)
"""


def check(told: dict, writers: list[Writer]) -> None:
    """What holds whatever happened."""
    assert told["fault"] == ""
    noted = [(s, p["comment"], p["text"]) for action, s, p in told["events"] if action == "entry.comment"]
    assert sorted(noted) == sorted((entry, int(pk), text) for pk, (entry, text) in told["comments"].items())
    texts = [text for _, _, text in noted]
    assert len(texts) == len(set(texts)), "something was done twice"
    for writer in writers:
        lost = set(writer.comments) - set(texts)
        assert not lost, f"accepted and lost: {lost}"
        given = [p["lead"] for action, s, p in told["events"] if action == "entry.assign" and s == writer.entry]
        assert is_within(writer.units, given), f"assigned and lost: {writer.name}"
        assert told["leads"][str(writer.entry)] == (given[-1] if given else None)


def is_within(part: list[str], whole: list[str]) -> bool:
    """Whether ``part`` stands in ``whole`` in order. Two refused writes in a row may leave one that changed nothing."""
    rest = iter(whole)
    return all(any(unit == found for found in rest) for unit in squeeze(part))


def squeeze(units: list[str]) -> list[str]:
    """Without repeats of the one before: an entry that has its unit already is given it without an event."""
    return [unit for at, unit in enumerate(units) if at == 0 or units[at - 1] != unit]


def run_kills(site: Site, kills: int) -> tuple[int, int]:
    """Kill the site again and again; how many writes were accepted, and how many were cut short."""
    moments = random.Random()  # noqa: S311 - moments, not secrets
    writers = [Writer(name, entry, site.port) for name, entry in json.loads(site.run_here(PREPARE))]
    assert len(writers) == WRITERS
    looker = Looker(site)
    try:
        site.start()
        for writer in writers:
            writer.sign_in()
        for _ in range(kills):
            gone = threading.Event()
            threads = [threading.Thread(target=writer.write, args=(gone,)) for writer in writers]
            for thread in threads:
                thread.start()
            time.sleep(moments.uniform(0.05, LONGEST))
            site.kill()
            gone.set()
            for thread in threads:
                thread.join()
            check(looker.look(), writers)
            site.start()
        check(looker.look(), writers)
    finally:
        looker.end()
    assert [status for writer in writers for status in writer.others] == []
    done = sum(len(writer.comments) + len(writer.units) for writer in writers)
    return done, sum(writer.cut for writer in writers)


def test_ten_kills_lose_nothing(site: Site) -> None:
    done, cut = run_kills(site, KILLS)
    print(f"{KILLS} kills, {done} writes accepted, {cut} cut short")
    assert done > WRITERS
    assert cut > 0, "no kill fell into a write"


@pytest.mark.soak
def test_two_hundred_kills_lose_nothing(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    done, cut = run_kills(site, MANY)
    with capsys.disabled():
        print(f"\n{MANY} kills, {done} writes accepted, {cut} cut short, none lost, none half done")
    assert cut > MANY


def test_a_check_that_misses_nothing() -> None:
    """The checks themselves find what they are for."""
    writer = Writer("w", 1, 0, comments=["a"], units=["市水利局"])
    event = ["entry.comment", 1, {"comment": 7, "text": "a"}]
    given = ["entry.assign", 1, {"lead": "市水利局"}]
    whole = {"fault": "", "comments": {"7": [1, "a"]}, "leads": {"1": "市水利局"}, "events": [event, given]}
    check(whole, [writer])
    for spoilt in (
        {"fault": "missing"}, {"comments": {}}, {"events": [given]}, {"events": [event]}, {"leads": {"1": None}},
        {"events": [given], "comments": {}}, {"events": [event, event, given]},
    ):  # fmt: skip
        with pytest.raises(AssertionError):
            check(whole | spoilt, [writer])
