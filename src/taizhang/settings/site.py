"""What whoever runs the site sets, from the environment: where data lies, which database, who may reach it.

What enters is the environment, what leaves is ``SiteSettings``. Without any variable the site is a demonstration on
this machine: SQLite in the folder ``taizhang-data``, a secret that everybody knows, open to the loopback alone.
``check_serving`` refuses what would be unsafe outside it.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from taizhang.errors import Said, SettingError

DEMO_SECRET = "taizhang-demonstration-secret-known-to-everybody-0"  # noqa: S105 - serving with it is refused
FOLDER = Path("taizhang-data")
DATA = "TAIZHANG_DATA"
DATABASE = "DATABASE_URL"
SECRET = "TAIZHANG_SECRET"  # noqa: S105 - the name of the variable
DEBUG = "TAIZHANG_DEBUG"
HOSTS = "TAIZHANG_HOSTS"
ORIGINS = "TAIZHANG_ORIGINS"
HTTPS = "TAIZHANG_HTTPS"
MAIL = "TAIZHANG_MAIL_URL"
WEBHOOK = "TAIZHANG_WEBHOOK_URL"
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_YES = frozenset(("1", "true", "yes", "on"))
_SHORTEST_SECRET = 32


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """How the site runs.

    ``data`` is the folder of uploads, of daily heads, and of the SQLite database where ``database_url`` is empty.
    ``hosts`` are the names it answers to, ``origins`` addresses that forms may come from (``https://ledger.example``).
    ``mail_url`` (``smtp://user:password@host:587``) and ``webhook_url`` are empty where messages stay on the console.
    """

    data: Path = FOLDER
    database_url: str = ""
    secret: str = DEMO_SECRET
    is_debug: bool = False
    is_https: bool = False
    hosts: tuple[str, ...] = LOOPBACK
    origins: tuple[str, ...] = ()
    mail_url: str = ""
    webhook_url: str = ""


def read_site_settings(environment: Mapping[str, str] | None = None) -> SiteSettings:
    """The settings in ``environment``, by default that of this process. Raises ``SettingError``.

    >>> read_site_settings({"TAIZHANG_HOSTS": "ledger.example, 10.0.0.8"}).hosts
    ('ledger.example', '10.0.0.8')
    """
    told = os.environ if environment is None else environment
    settings = SiteSettings(
        data=Path(told.get(DATA) or FOLDER),
        database_url=told.get(DATABASE, ""),
        secret=told.get(SECRET) or DEMO_SECRET,
        is_debug=told.get(DEBUG, "").lower() in _YES,
        is_https=told.get(HTTPS, "").lower() in _YES,
        hosts=_split(told.get(HOSTS, "")) or LOOPBACK,
        origins=_split(told.get(ORIGINS, "")),
        mail_url=told.get(MAIL, ""),
        webhook_url=told.get(WEBHOOK, ""),
    )
    read_database(settings)
    return settings


def read_database(settings: SiteSettings) -> dict[str, Any]:
    """Django's settings of the database: SQLite in the data folder, or PostgreSQL by its address.

    >>> told = read_database(SiteSettings(database_url="postgres://ledger:s%40crt@db.example:5433/ledger?sslmode=require"))
    >>> told["HOST"], told["PORT"], told["PASSWORD"], told["OPTIONS"]["sslmode"]
    ('db.example', 5433, 's@crt', 'require')
    """
    if not settings.database_url:
        options = {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": _PRAGMAS}
        name = str(settings.data / "taizhang.sqlite3")
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": name, "OPTIONS": options}
    url = urlsplit(settings.database_url)
    if url.scheme not in {"postgres", "postgresql"} or not url.path.strip("/"):
        raise SettingError(
            DATABASE,
            reason=Said("应为 postgres://用户:密码@主机:端口/库名", "postgres://USER:PASSWORD@HOST:PORT/NAME is meant"),
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.strip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": url.hostname or "",
        "PORT": url.port or "",
        "CONN_MAX_AGE": 0,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 20}} | dict(parse_qsl(url.query)),
    }


_PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;"
"""FULL: what was answered as accepted outlives a power cut too, not only a killed process."""


def check_serving(settings: SiteSettings, host: str) -> None:
    """Raise ``SettingError`` where ``settings`` must not be served at ``host``.

    Outside the loopback neither debugging nor the demonstration's secret is served, and the site's names are given.
    """
    if _is_loopback(host):
        return
    if settings.is_debug:
        raise SettingError(DEBUG, reason=Said("调试状态不得对外服务", "debugging is never served outside this machine"))
    if settings.secret == DEMO_SECRET or len(settings.secret) < _SHORTEST_SECRET:
        reason = Said(
            f"对外服务须设不少于 {_SHORTEST_SECRET} 位的密钥",
            f"outside this machine a secret of {_SHORTEST_SECRET} characters or more is needed",
        )
        raise SettingError(SECRET, reason=reason)
    if settings.hosts == LOOPBACK:
        raise SettingError(HOSTS, reason=Said("请写明网站的域名或地址", "name the hosts that the site answers to"))


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())
