"""A Ray cluster of two nodes: the bytes of one machine, also when a node is lost on the way."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from archives import read_bytes
from taizhang.corpus.cluster import ray_engine
from taizhang.errors import ExtraMissing

SCRIPT = Path(__file__).parent.parent / "two_nodes.py"
HAS_RAY = importlib.util.find_spec("daft") is not None and importlib.util.find_spec("ray") is not None


@pytest.mark.skipif(not HAS_RAY, reason="the extra [cluster] is not installed")
@pytest.mark.parametrize(("more", "left"), [((), 2), (("lose",), 1)])
def test_two_nodes_write_the_bytes_of_one_machine(
    archive: Path, tables: Path, tmp_path: Path, more: tuple[str, ...], left: int
) -> None:
    command = [sys.executable, str(SCRIPT), str(archive), str(tmp_path / "out"), *more]
    done = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert f"nodes at the end: {left}" in done.stdout
    assert read_bytes(tmp_path / "out") == read_bytes(tables)


def test_without_the_extra_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "daft", None)
    with pytest.raises(ExtraMissing, match=r"taizhang\[cluster\]"):
        ray_engine(None)
