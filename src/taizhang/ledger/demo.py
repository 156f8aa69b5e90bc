"""The demonstration: a made-up city with its people and two years, and Jinzhong's retelling with nothing made up.

What enters is an empty database, what leaves is one to try everything in. 澜川市's ledger of 2025 is assigned as
proposed, dispatched and published, that of 2026 waits for review. Jinzhong's are compiled and no more: nobody's units
are put in its government's mouth. Where real reports lie beside the checkout those are loaded too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from taizhang import samples
from taizhang.catalog.models import Place
from taizhang.catalog.registering import find_unit, register_place
from taizhang.ledger.access import Actor
from taizhang.ledger.actions.documents import Upload, create_ledger, dispatch, publish
from taizhang.ledger.actions.entries import assign
from taizhang.ledger.actions.people import Grant, create_user
from taizhang.ledger.compiling import compile_edition
from taizhang.ledger.models import Ledger, Membership, Role, User

PASSWORD = "lanchuan-demo"  # noqa: S105 - printed for whoever tries the demonstration
_CITY, _SLUG = "澜川市", "lanchuan"
_COUNTIES = ("临澜区", "青堰区", "汀阳市", "栗原县", "云陂县", "荻浦县", "桐岭县")
_PEOPLE = (
    ("dudong", "杜冬", Role.SUPERVISOR, ""),
    ("qicao", "祁草", Role.DRAFTER, ""),
    ("shuili", "沈水", Role.REPORTER, "市水利局"),
    ("shuili2", "申理", Role.APPROVER, "市水利局"),
    ("jiaoyu", "焦羽", Role.REPORTER, "市教育局"),
    ("fagai", "范盖", Role.REPORTER, "市发展改革委"),
    ("fagai2", "方凯", Role.APPROVER, "市发展改革委"),
    ("tongji", "童计", Role.STEWARD, "市统计局"),
    ("lingdao", "凌道", Role.LEADER, ""),
    ("shenji", "沈计", Role.AUDITOR, ""),
    ("guanli", "管里", Role.ADMINISTRATOR, ""),
)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to sign in as."""

    username: str
    name: str
    role: str
    unit: str


def load_demo(shared: Path | None = None) -> None:
    """Load the demonstration; what is there already is left as it is. ``shared`` is the folder of real reports."""
    city = register_place(_CITY, None, 2026, _SLUG, is_demo=True)
    if not Membership.objects.exists():
        _add_counties(city)
        _add_people(city)
    supervisor = Actor(User.objects.get(username=_PEOPLE[0][0]))
    paths = {path.name: path for path in samples.paths()}
    if not city.ledgers.exists():
        first = _load(supervisor, city, _upload(paths["lanchuan-2025.docx"]), 2025)
        _hand_out(supervisor, first)
        _load(supervisor, city, _upload(paths["lanchuan-2026.txt"]), 2026)
    jinzhong = register_place("晋中市", "140700", 2026)
    if not jinzhong.ledgers.exists():
        worker = _supervisor_of(jinzhong)
        _load(worker, jinzhong, _upload(paths["jinzhong-2026-retold.md"]), 2026, "转述")
        for upload, year in _real_reports(shared) if shared else ():
            _load(worker, jinzhong, upload, year)


def load_report(path: Path) -> Ledger:
    """Compile a report into the ledger of its own city, which is registered where it is new."""
    import taizhang  # noqa: PLC0415 - the reader is loaded where something is read

    source = taizhang.read(path).source
    place = register_place(source.place or path.stem[:60], source.area, source.year)
    return _load(_supervisor_of(place), place, _upload(path), source.year)


def demo_people() -> tuple[Person, ...]:
    """Who may sign in with ``PASSWORD``."""
    return tuple(Person(username, name, role.label, unit) for username, name, role, unit in _PEOPLE)


def _add_counties(city: Place) -> None:
    order = city.units.count()
    for at, name in enumerate(_COUNTIES, order + 1):
        city.units.create(name=name, kind="county", order=at)


def _add_people(city: Place) -> None:
    for username, name, role, unit in _PEOPLE:
        grant = Grant(role, None if unit else city, city.units.get(name=unit) if unit else None)
        create_user(Actor(job="job:demo"), city, username, name, [grant], PASSWORD)


def _supervisor_of(place: Place) -> Actor:
    """The demonstration's supervisor, who may then work on this place too."""
    user = User.objects.get(username=_PEOPLE[0][0])
    for role in (Role.SUPERVISOR, Role.LEADER):
        Membership.objects.get_or_create(user=user, role=role, place=place, unit=None)
    return Actor(User.objects.get(pk=user.pk))


def _real_reports(shared: Path) -> Iterator[tuple[Upload, int]]:
    """The published page of 2026 and the city's reports in the archive, where they lie beside the checkout."""
    page = shared / "reports" / "jinzhong-2026.txt"
    if page.is_file():
        yield _upload(page), 2026
    archive = shared / "corpus" / "reports.parquet"
    if archive.is_file():
        rows = pq.read_table(archive, columns=["year", "text"], filters=[("place", "=", "晋中市")]).to_pylist()
        for row in sorted(rows, key=lambda row: -row["year"]):
            yield Upload(f"晋中市{row['year']}年政府工作报告.txt", row["text"].encode()), row["year"]


def _upload(path: Path) -> Upload:
    return Upload(path.name, path.read_bytes())


def _load(actor: Actor, place: Place, upload: Upload, year: int | None, note: str = "") -> Ledger:
    """A ledger of one file, compiled at once."""
    title = f"{place.name}{f'{year}年' if year else ''}政府工作报告{f'（{note}）' if note else ''}"
    ledger = create_ledger(actor, place, title, year, [upload])
    compile_edition.func(ledger.editions.get().pk)
    ledger.refresh_from_db()
    return ledger


def _hand_out(actor: Actor, ledger: Ledger) -> None:
    """Assign as proposed, the government's office where nothing is, dispatch and publish."""
    office = find_unit(ledger.place, "市政府办公室") or ledger.place.units.first()
    for entry in ledger.entries.filter(parent=None):
        lead = find_unit(ledger.place, entry.suggestion.get("lead", "")) or office
        found = [find_unit(ledger.place, name) for name in entry.suggestion.get("supporting", [])]
        assign(actor, entry, lead, [unit for unit in dict.fromkeys(found) if unit and unit != lead])
    dispatch(actor, ledger)
    publish(actor, ledger)
