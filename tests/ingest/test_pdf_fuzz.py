"""Random and spoilt PDFs: an ``InputError`` or a text, never a crash, a hang or a file written."""

from __future__ import annotations

import pytest

from spoilt_pdf import make_seeds, run, spoil
from taizhang.errors import InputError
from taizhang.ingest.pdf import read_pdf


@pytest.fixture
def workplace(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_200_spoilt_files(workplace):
    assert run(range(200), workplace) == []
    assert [path.name for path in workplace.iterdir()] == ["seed.pdf"]


@pytest.mark.soak
def test_20000_spoilt_files(workplace):
    assert run(range(1_000, 21_000), workplace) == []
    assert [path.name for path in workplace.iterdir()] == ["seed.pdf"]


def test_spoiling_spoils_some_and_leaves_some(tmp_path):
    outcomes = {_outcome(seed, make_seeds(tmp_path)) for seed in range(60)}
    assert {"text", "InputError"} <= outcomes


def _outcome(seed: int, sound: list[bytes]) -> str:
    try:
        return "text" if read_pdf(spoil(seed, sound), "x").text else "nothing"
    except InputError:
        return "InputError"
