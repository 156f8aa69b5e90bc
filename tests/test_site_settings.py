"""What the site is told by the environment, and what it refuses to serve."""

from __future__ import annotations

from pathlib import Path

import pytest

from taizhang.errors import SettingError
from taizhang.settings.site import DEMO_SECRET, SiteSettings, check_serving, read_database, read_site_settings

SAFE = SiteSettings(secret="x" * 40, hosts=("ledger.example",))


def test_nothing_said_is_a_demonstration_on_this_machine() -> None:
    settings = read_site_settings({})
    assert (settings.secret, settings.hosts[0], settings.is_debug) == (DEMO_SECRET, "127.0.0.1", False)
    assert read_database(settings)["ENGINE"].endswith("sqlite3")


def test_the_data_folder_holds_the_database() -> None:
    assert read_database(SiteSettings(data=Path("/srv/ledger")))["NAME"] == "/srv/ledger/taizhang.sqlite3"


@pytest.mark.parametrize("url", ["mysql://a/b", "postgres://host", "nonsense"])
def test_an_address_of_another_database_is_refused(url: str) -> None:
    with pytest.raises(SettingError, match="DATABASE_URL"):
        read_site_settings({"DATABASE_URL": url})


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "[::1]"])
def test_the_demonstration_is_served_to_this_machine(host: str) -> None:
    check_serving(SiteSettings(is_debug=True), host)


@pytest.mark.parametrize(
    ("settings", "name"),
    [
        (SiteSettings(hosts=("a.example",)), "TAIZHANG_SECRET"),
        (SiteSettings(secret="x" * 8, hosts=("a.example",)), "TAIZHANG_SECRET"),
        (SiteSettings(secret="x" * 40, is_debug=True, hosts=("a.example",)), "TAIZHANG_DEBUG"),
        (SiteSettings(secret="x" * 40), "TAIZHANG_HOSTS"),
    ],
)
@pytest.mark.parametrize("host", ["0.0.0.0", "10.1.2.3", "ledger.example", "::"])  # noqa: S104
def test_what_is_unsafe_is_never_served_outside(settings: SiteSettings, name: str, host: str) -> None:
    with pytest.raises(SettingError, match=name):
        check_serving(settings, host)


def test_what_is_safe_is_served_anywhere() -> None:
    check_serving(SAFE, "0.0.0.0")  # noqa: S104
