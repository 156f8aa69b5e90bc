"""A backup holds everything, goes from one database to the other, and is whole or is not used."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ledger_people import REPORT
from postgres import Postgres
from site_process import Site

FILL = f"""
import django, json
django.setup()
from taizhang.catalog.models import Place
from taizhang.ledger.access import Actor
from taizhang.ledger.actions.documents import Upload, create_ledger
from taizhang.ledger.actions.entries import assign, attach, comment, set_milestones
from taizhang.ledger.actions.people import Grant, create_user
from taizhang.ledger.compiling import compile_edition
from taizhang.ledger.models import Role
place = Place.objects.get()
roles = [Grant(Role.SUPERVISOR, place)]
user, _ = create_user(Actor(job="job:test"), place, "督查", "杜冬", roles, "a-long-enough-word")
ledger = create_ledger(Actor(user), place, "报告", 2031, [Upload("报告.txt", {REPORT!r}.encode())])
compile_edition.func(ledger.editions.get().pk)
entry = ledger.entries.filter(parent=None).first()
assign(Actor(user), entry, place.units.first(), [place.units.last()])
comment(Actor(user), entry, "请抓紧 ☂ <b>\\n第二行")
attach(Actor(user), entry, "附件.bin", bytes(range(256)))
set_milestones(Actor(user), entry, {{(2031, 2): "过半"}})
"""
TELL = """
import django, json, hashlib
django.setup()
from django.apps import apps
from pathlib import Path
from django.conf import settings
from taizhang.ledger.journal import verify_journal
from taizhang.ledger.models import User
def as_text(value):
    if isinstance(value, (dict, list)):
        return json.dumps(value, sort_keys=True)  # PostgreSQL keeps keys in an order of its own
    return str(bytes(value) if isinstance(value, memoryview) else value)
told = {}
for model in apps.get_models():
    if model._meta.app_label in ("catalog", "ledger"):
        rows = model.objects.order_by("pk").values()
        told[model._meta.label] = [{name: as_text(value) for name, value in row.items()} for row in rows]
told["files"] = {p.name: p.read_bytes().hex() for p in sorted(Path(settings.MEDIA_ROOT).rglob("*")) if p.is_file()}
told["heads"] = (Path(settings.DATA) / "heads.tsv").read_text() if (Path(settings.DATA) / "heads.tsv").is_file() else ""
told["whole"] = verify_journal().fault
told["signs in"] = [u.check_password("a-long-enough-word") for u in User.objects.filter(username="督查")]
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with something in every corner, on SQLite."""
    with Site(tmp_path_factory.mktemp("filled")) as site:
        site.call("init", "--place", "澜川市", "--admin", "zhangsan")
        site.run_here(FILL)
        yield site


@pytest.fixture(scope="module")
def archive(filled: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("archive") / "备份.tar.gz"
    filled.call("backup", str(path))
    return path


def contents(site: Site) -> dict[str, object]:
    told: dict[str, object] = json.loads(site.run_here(TELL))
    return told


def test_a_backup_is_restored_as_it_was(filled: Site, archive: Path, tmp_path: Path) -> None:
    with Site(tmp_path / "again") as again:
        again.call("restore", str(archive))
        assert contents(again) == contents(filled)
        assert again.call("verify").stdout == filled.call("verify").stdout


def test_a_site_moves_to_postgresql_and_back(filled: Site, archive: Path, tmp_path: Path) -> None:
    with Postgres() as server, Site(tmp_path / "moved", server.url()) as moved, Site(tmp_path / "back") as back:
        moved.call("restore", str(archive))
        assert contents(moved) == contents(filled)
        moved.run_here(MORE)  # the next row gets a key of its own
        returned = tmp_path / "returned.tar.gz"
        moved.call("backup", str(returned))
        back.call("restore", str(returned))
        assert contents(back) == contents(moved)


MORE = """
import django
django.setup()
from taizhang.ledger.access import Actor
from taizhang.ledger.actions.entries import comment
from taizhang.ledger.models import Comment, Entry, User
comment(Actor(User.objects.get(username="督查")), Entry.objects.first(), "又一条")
assert Comment.objects.count() == 2
"""


def test_what_holds_something_is_not_written_over(filled: Site, archive: Path) -> None:
    before = contents(filled)
    done = filled.call("restore", str(archive), check=False)
    assert done.returncode != 0
    assert "已有数据" in done.stderr
    assert contents(filled) == before


def repack(archive: Path, change: Callable[[str, bytes], tuple[str, bytes] | None], to: Path) -> Path:
    """The archive with each of its files as ``change`` gives it, None to leave it out."""
    with tarfile.open(archive) as old, tarfile.open(to, "w:gz") as new:
        for member in old:
            file = old.extractfile(member)
            told = change(member.name, file.read()) if file else None
            if told is not None:
                info = tarfile.TarInfo(told[0])
                info.size = len(told[1])
                new.addfile(info, io.BytesIO(told[1]))
    return to


def cut(data: bytes) -> bytes:
    return data[: len(data) * 2 // 3]


SPOILT: dict[str, Callable[[Path, Path], object]] = {
    "cut short": lambda a, to: to.write_bytes(cut(a.read_bytes())),
    "no archive": lambda _, to: to.write_bytes(b"not an archive"),
    "empty": lambda _, to: to.write_bytes(b""),
    "no tar": lambda _, to: to.write_bytes(gzip.compress(b"words" * 1000)),
    "rows changed": lambda a, to: repack(
        a, lambda n, d: (n, d.replace("杜冬".encode(), "冬杜".encode()).replace(b"\\u675c\\u51ac", b"\\u51ac\\u675c"))
        if n == "rows.jsonl" else (n, d), to),
    "rows missing": lambda a, to: repack(a, lambda n, d: None if n == "rows.jsonl" else (n, d), to),
    "list missing": lambda a, to: repack(a, lambda n, d: None if n == "backup.json" else (n, d), to),
    "list changed": lambda a, to: repack(
        a, lambda n, d: (n, d.replace(b"backup/1", b"backup/9")) if n == "backup.json" else (n, d), to),
    "file changed": lambda a, to: repack(a, lambda n, d: (n, d + b"x") if n.startswith("files/") else (n, d), to),
    "file missing": lambda a, to: repack(a, lambda n, d: None if n.startswith("files/") else (n, d), to),
    "file more": lambda a, to: repack(
        a, lambda n, d: (n.replace("backup.json", "files/aa/" + "a" * 64), d) if n == "backup.json" else (n, d), to),
    "path outside": lambda a, to: repack(a, lambda n, d: ("../" + n, d) if n == "backup.json" else (n, d), to),
}  # fmt: skip


@pytest.mark.parametrize("how", SPOILT)
def test_a_broken_backup_writes_nothing(archive: Path, tmp_path: Path, how: str) -> None:
    spoilt = tmp_path / "spoilt.tar.gz"
    SPOILT[how](archive, spoilt)
    with Site(tmp_path / "empty") as empty:
        done = empty.call("restore", str(spoilt), check=False)
        left = [file for file in empty.folder.rglob("*") if file.is_file()] if empty.folder.exists() else []
    assert done.returncode not in {0, 1}, done.stdout
    assert done.stderr.startswith("E"), done.stderr
    assert "Traceback" not in done.stderr
    assert left == []


def test_rows_that_a_journal_belies_are_not_restored(archive: Path, tmp_path: Path) -> None:
    """Somebody changed an event and made the list of hashes anew: the chain tells, and nothing stays."""
    from hashlib import sha256

    rows: list[bytes] = []

    def change(name: str, data: bytes) -> tuple[str, bytes]:
        if name == "rows.jsonl":
            data = data.replace(b'"actor": "job:test"', b'"actor": "job:lest"')
            rows.append(data)
        return name, data

    def relist(name: str, data: bytes) -> tuple[str, bytes]:
        if name == "backup.json":
            data = json.dumps(json.loads(data) | {"rows": sha256(rows[0]).hexdigest()}).encode()
        return name, data

    spoilt = repack(repack(archive, change, tmp_path / "half.tar.gz"), relist, tmp_path / "spoilt.tar.gz")
    with Site(tmp_path / "empty") as empty:
        done = empty.call("restore", str(spoilt), check=False)
        assert done.returncode not in {0, 1}
        assert "操作记录" in done.stderr
        empty.call("restore", str(archive))  # the database is still empty


def test_a_backup_that_cannot_be_written_leaves_nothing(filled: Site, tmp_path: Path) -> None:
    done = filled.call("backup", str(tmp_path / "missing" / "a.tar.gz"), check=False)
    assert done.returncode not in {0, 1}
    assert done.stderr.startswith("E")
    assert list(tmp_path.iterdir()) == []


def test_a_backup_may_be_made_while_others_write(filled: Site, tmp_path: Path) -> None:
    """Each copy is of one moment: its journal verifies, and what it tells of is in it."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITING], env=filled.environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert writer.stdout is not None
        writer.stdout.readline()
        filled.call("backup", str(tmp_path / "a.tar.gz"))
    finally:
        writer.kill()
        writer.communicate()
    with Site(tmp_path / "again") as again:
        again.call("restore", str(tmp_path / "a.tar.gz"))
        told = contents(again)
    comments = [row for row in told["ledger.Event"] if row["action"] == "entry.comment"]  # type: ignore[attr-defined]
    assert len(comments) == len(told["ledger.Comment"])  # type: ignore[arg-type]
    assert told["whole"] == ""


WRITING = """
import django
django.setup()
from taizhang.ledger.access import Actor
from taizhang.ledger.actions.entries import attach, comment
from taizhang.ledger.models import Entry, User
actor, entry = Actor(User.objects.get(username="督查")), Entry.objects.first()
for at in range(100_000):
    comment(actor, entry, f"第{at}条")
    attach(actor, entry, "a.txt", str(at).encode())
    if at == 20:
        print("writing", flush=True)
"""
