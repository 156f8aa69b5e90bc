"""The documentation tells what is so: generated parts are fresh, links lead somewhere, what it shows can be run."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

import make_docs
from make_docs import ROOT
from taizhang import errors, samples
from taizhang.cli import build_parser
from taizhang.cli.words import Words

PAGES = [path for path in ROOT.rglob("*.md") if path.relative_to(ROOT).parts[0] in ("docs", path.name)]
NAMES = [path.relative_to(ROOT).as_posix() for path in PAGES]
READMES = ("README.md", "README.zh-CN.md")
LOCKS = sorted(path.name for path in ROOT.glob("requirements*.lock"))


def blocks(page: str, language: str) -> list[str]:
    """The fenced blocks of a page that are in ``language``."""
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def lines_of_shell(page: str) -> list[str]:
    return [line for block in blocks(page, "sh") for line in block.splitlines() if line]


@pytest.mark.parametrize("page", [path.relative_to(ROOT).as_posix() for path in make_docs.pages()])
def test_generated_parts_are_fresh(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    assert make_docs.fill(text) == text, "run make docs"


def test_each_maker_is_used_and_each_mark_has_a_maker():
    used = {made[2] for path in make_docs.pages() for made in make_docs.MARK.finditer(path.read_text(encoding="utf-8"))}
    assert used == set(make_docs.MAKERS)


@pytest.mark.parametrize("page", NAMES)
def test_links_lead_somewhere(page):
    path = ROOT / page
    targets = re.findall(r"\]\(([^)#]+)", path.read_text(encoding="utf-8"))
    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_both_readmes_show_the_same_commands():
    english, chinese = ([shlex.split(line, comments=True)[:2] for line in lines_of_shell(page)] for page in READMES)
    assert english == chinese


@pytest.mark.parametrize(("page", "line"), [(page, line) for page in READMES for line in lines_of_shell(page)])
def test_a_command_shown_is_a_command(page, line):
    program, *arguments = shlex.split(line, comments=True)
    if program == "make":
        targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
        assert arguments[0] in targets
    else:
        assert program == ".venv/bin/taizhang"
        assert build_parser(Words("zh")).parse_args(arguments).command == arguments[0]


@pytest.mark.parametrize("page", READMES)
def test_the_python_shown_runs(page, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (code,) = blocks(page, "python")
    (name,) = re.findall(r'Path\("(.+?)"\)', code)
    shutil.copy(samples.paths()[0], tmp_path / name)
    exec(compile(code, page, "exec"), {})  # noqa: S102 - the code of our own README
    assert capsys.readouterr().out.count("\n") > 50


def test_every_error_has_a_code_of_its_own():
    codes = [error.code for error in make_docs.list_errors()]
    assert len(codes) == len(set(codes))
    assert all(error.templates.keys() == {"zh", "en"} for error in make_docs.list_errors())
    assert [error for error in make_docs.list_errors() if error.code not in str(errors.__doc__)] == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_registry_and_pins_by_hash(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    entries = re.findall(r"^[a-z0-9].*?(?=^[a-z0-9]|\Z)", text, re.MULTILINE | re.DOTALL)
    assert entries
    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_the_lock_holds_all_that_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["test"]]
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    names = [re.split(r"[<>=!~\[; ]", line)[0].lower() for line in asked]
    assert [name for name in names if not re.search(rf"^{re.escape(name)}==", locked, re.MULTILINE)] == []


def test_make_help_lists_every_target_for_people():
    shown = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for target in ("run", "test", "venv", "check", "soak", "bench", "train", "lock"):
        assert re.search(rf"^{target} ", shown, re.MULTILINE)


def test_the_licence_is_whole():
    text = Path(ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
