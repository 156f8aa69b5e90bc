"""What keeps the site safe: settings for the open, cookies, headers, files that are never shown in place."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from ledger_people import City
from site_process import Site
from taizhang.ledger.actions.entries import attach
from taizhang.ledger.models import Ledger

SERVED = {"TAIZHANG_SECRET": "k9!" * 20 + "abcdefghij", "TAIZHANG_HOSTS": "ledger.example", "TAIZHANG_HTTPS": "1"}


def run_with_https(site: Site, code: list[str]) -> subprocess.CompletedProcess[str]:
    order = [sys.executable, *code]
    return subprocess.run(
        order, env=site.environment | SERVED, capture_output=True, text=True, check=False, timeout=120
    )


def test_django_finds_nothing_amiss_where_it_is_served_by_https(tmp_path: Path) -> None:
    with Site(tmp_path) as site:
        done = run_with_https(site, ["-m", "django", "check", "--deploy", "--fail-level", "WARNING"])
    assert done.returncode == 0, done.stderr
    assert "0 silenced" in done.stdout


COOKIES = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.test import Client
from taizhang.ledger.models import User
User.objects.create_user("a", password="a-long-enough-word")
client = Client(SERVER_NAME="ledger.example")
plain = client.get("/sign-in")
assert (plain.status_code, plain["Location"]) == (301, "https://ledger.example/sign-in"), plain
client.post("/sign-in", {"username": "a", "password": "a-long-enough-word"}, secure=True)
client.get("/sign-in", secure=True)
answer = client.get("/", secure=True)
for name in ("sessionid", "csrftoken"):
    cookie = client.cookies[name]
    assert cookie["secure"] and cookie["httponly"] and cookie["samesite"] == "Lax", cookie
assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
assert User.objects.get().password.startswith("argon2")
print("safe")
"""


def test_cookies_are_secure_and_plain_http_is_left(tmp_path: Path) -> None:
    with Site(tmp_path) as site:
        done = run_with_https(site, ["-c", COOKIES])
    assert done.stdout.strip().endswith("safe"), done.stderr


@pytest.mark.parametrize("name", ["home", "sign-in", "heads"])
def test_every_page_forbids_script_that_is_not_ours(db: None, name: str) -> None:
    answer = Client().get(reverse(name))
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert (policy["default-src"], policy["script-src"], policy["style-src"]) == ("'none'", "'self'", "'self'")
    assert (policy["frame-ancestors"], policy["base-uri"], policy["connect-src"]) == ("'none'", "'none'", "'self'")
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert (answer["X-Frame-Options"], answer["X-Content-Type-Options"]) == ("DENY", "nosniff")
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("name", ["a.html", "a.svg", "图.png", 'x".html', "a.txt"])
def test_a_file_laid_to_an_entry_is_never_shown_in_place(city: City, ledger: Ledger, name: str) -> None:
    entry = ledger.entries.filter(parent=None)[0]
    laid = attach(city["督查"], entry, name, b"<script>alert(1)</script>", "text/html")
    client = Client()
    client.force_login(city["督查"].user, "django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]
    answer = client.get(reverse("attachment", args=[laid.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] not in {"text/html", "image/svg+xml"}
    assert Client().get(reverse("attachment", args=[laid.pk])).status_code in {302, 404}


def test_templates_have_no_script_or_style_in_line() -> None:
    import re

    folder = Path(__file__).parents[2] / "src" / "taizhang" / "web" / "templates"
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", re.IGNORECASE)
    files = sorted(folder.rglob("*.html"))
    assert len(files) > 20
    assert [f"{file.name}: {m[0]}" for file in files for m in inline.finditer(file.read_text())] == []


def test_the_database_refuses_what_both_databases_should(city: City) -> None:
    """A role is held once: at a place, of a unit, everywhere."""
    from django.db import IntegrityError, transaction

    from taizhang.ledger.models import Membership, Role, User

    user = User.objects.create(username="两次")
    for held in (
        {"role": Role.LEADER, "place": city.place},
        {"role": Role.REPORTER, "unit": city.unit("市水利局")},
        {"role": Role.AUDITOR},
    ):
        Membership.objects.create(user=user, **held)
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(user=user, **held)


def test_the_tables_are_those_of_the_models(db: None) -> None:
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
