"""Writing whole or not at all."""

import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from taizhang.engine.codec import from_json
from taizhang.engine.model import Report
from taizhang.errors import OutputError
from taizhang.export import write_csv, write_json, write_xlsx
from taizhang.export.files import write_file, write_folder

needs_user = pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_json_is_the_report(report: Report, tmp_path: Path) -> None:
    write_json(report, tmp_path / "报告.json")
    content = (tmp_path / "报告.json").read_bytes()
    assert from_json(content) == report
    assert content.endswith(b"}\n")


def test_nothing_else_is_left_beside_the_file(tmp_path: Path) -> None:
    write_file(tmp_path / "甲", b"1")
    assert names_in(tmp_path) == {"甲"}


def test_an_old_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "甲"
    path.write_bytes(b"old and long")
    inode = path.stat().st_ino
    write_file(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_ino != inode


def test_mode_of_an_old_file_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "甲"
    path.write_bytes(b"old")
    path.chmod(0o640)
    write_file(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_mode_of_a_new_file_is_that_of_the_user(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        write_file(tmp_path / "甲", b"1")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "甲").stat().st_mode) == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "甲").write_bytes(b"old")
    (tmp_path / "乙").symlink_to("甲")
    write_file(tmp_path / "乙", b"new")
    assert (tmp_path / "乙").is_symlink()
    assert (tmp_path / "甲").read_bytes() == b"new"


def test_a_fifo_is_written_to_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "管道"
    os.mkfifo(path)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(path.read_bytes()))
    reader.start()
    write_file(path, b"through")
    reader.join(10)
    assert read == [b"through"]
    assert stat.S_ISFIFO(path.stat().st_mode)


def test_standard_output_sent_to_a_file_keeps_what_is_in_it(tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.write_bytes(b"before ")
    code = "from taizhang.export.files import write_file; write_file('/dev/stdout', b'after')"
    with target.open("ab") as out:
        subprocess.run([sys.executable, "-c", code], stdout=out, check=True)
    assert target.read_bytes() == b"before after"
    assert names_in(tmp_path) == {"out"}


@pytest.mark.parametrize("folder", ["没有", "文件"])
def test_a_folder_that_is_not_there(tmp_path: Path, folder: str) -> None:
    (tmp_path / "文件").write_bytes(b"")
    with pytest.raises(OutputError) as caught:
        write_file(tmp_path / folder / "甲", b"1")
    assert caught.value.code == "E201"
    assert folder in str(caught.value)
    assert names_in(tmp_path) == {"文件"}


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "甲").mkdir()
    with pytest.raises(OutputError):
        write_file(tmp_path / "甲", b"1")
    assert names_in(tmp_path) == {"甲"}


@needs_user
def test_a_folder_that_may_not_be_written_to(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(OutputError):
            write_file(tmp_path / "甲", b"1")
    finally:
        tmp_path.chmod(0o700)
    assert names_in(tmp_path) == set()


@needs_user
def test_a_file_that_may_not_be_written_to_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "甲"
    path.write_bytes(b"old")
    path.chmod(0o400)
    with pytest.raises(OutputError):
        write_file(path, b"new")
    assert path.read_bytes() == b"old"


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutputError, match="磁盘已满"):
        write_file(tmp_path / "甲", b"1")
    assert names_in(tmp_path) == set()


def test_a_device_that_is_full_is_told() -> None:
    with pytest.raises(OutputError):
        write_file("/dev/full", b"1")


def test_of_several_files_all_or_none_are_written(tmp_path: Path) -> None:
    (tmp_path / "乙").mkdir()
    with pytest.raises(OutputError):
        write_folder(tmp_path, {"甲": b"1", "乙": b"2"})
    assert names_in(tmp_path) == {"乙"}


def test_a_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    write_folder(tmp_path / "一" / "二", {"甲": b"1"})
    assert names_in(tmp_path / "一" / "二") == {"甲"}


def test_a_file_where_the_folder_should_be(report: Report, tmp_path: Path) -> None:
    (tmp_path / "表").write_bytes(b"old")
    with pytest.raises(OutputError):
        write_csv(report, tmp_path / "表")
    assert (tmp_path / "表").read_bytes() == b"old"


def test_names_of_any_length_that_the_system_allows(tmp_path: Path) -> None:
    write_file(tmp_path / ("长" * 80), b"1")
    assert names_in(tmp_path) == {"长" * 80}


def test_workbook_that_cannot_be_written(report: Report, tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        write_xlsx(report, tmp_path / "没有" / "台账.xlsx")
    assert names_in(tmp_path) == set()
