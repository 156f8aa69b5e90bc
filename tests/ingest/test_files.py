"""Paths: what is no regular file, or too much of one, is refused at once."""

import errno
import os
from time import perf_counter

import pytest

from taizhang.errors import FileEmpty, FileMissing, FileTooLarge, FormatUnknown, FormatUnsupported
from taizhang.ingest import ACCEPTED, open_source


def refuse(path, kind):
    with pytest.raises(kind) as caught:
        open_source(path)
    assert len(str(caught.value).splitlines()) == 1
    assert str(path) in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("name", ["没有.txt", "没有.docx", "没有.doc", "没有"])
def test_missing_file(tmp_path, name):
    assert "没有这个文件" in refuse(tmp_path / name, FileMissing)


@pytest.mark.parametrize("name", ["夹", "夹.txt", "夹.docx"])
def test_folder(tmp_path, name):
    (tmp_path / name).mkdir()
    assert "这是文件夹" in refuse(tmp_path / name, FileMissing)


def test_file_used_as_folder(put):
    assert "不是文件夹" in refuse(put("甲.txt", b"a") / "乙.txt", FileMissing)


def test_no_right_to_read(put, monkeypatch):
    def deny(path, flags):
        raise PermissionError(errno.EACCES, "Permission denied")

    path = put("密.txt", b"a")
    monkeypatch.setattr(os, "open", deny)
    assert "没有权限" in refuse(path, FileMissing)


def test_pipe_does_not_hang(tmp_path):
    os.mkfifo(tmp_path / "管.txt")
    assert "管道或设备" in refuse(tmp_path / "管.txt", FileMissing)


def test_device_is_not_read(tmp_path):
    (tmp_path / "零.txt").symlink_to("/dev/zero")
    assert "管道或设备" in refuse(tmp_path / "零.txt", FileMissing)


def test_circle_of_links(tmp_path):
    (tmp_path / "圈.txt").symlink_to(tmp_path / "圈.txt")
    assert "绕成了圈" in refuse(tmp_path / "圈.txt", FileMissing)


def test_link_to_a_file_is_read(put, tmp_path):
    put("甲.txt", "各位代表：".encode())
    (tmp_path / "乙.txt").symlink_to(tmp_path / "甲.txt")
    assert open_source(tmp_path / "乙.txt").text == "各位代表："


def test_nul_in_a_name():
    with pytest.raises(FileMissing) as caught:
        open_source("甲\0.txt")
    assert r"甲\x00.txt" in str(caught.value)


def test_empty_file(put):
    for name in ("空.txt", "空.docx", "空.md"):
        assert "0 字节" in refuse(put(name, b""), FileEmpty)


@pytest.mark.parametrize(("name", "size"), [("大.txt", 20_000_001), ("大.md", 100_000_000), ("大.docx", 100_000_000)])
def test_too_large_is_refused_by_size_alone(tmp_path, name, size):
    with (tmp_path / name).open("wb") as file:
        file.truncate(size)
    start = perf_counter()
    assert f"{size / 1_000_000:.1f} MB" in refuse(tmp_path / name, FileTooLarge)
    assert perf_counter() - start < 0.5


def test_file_that_grows_while_it_is_read(put, monkeypatch):
    path = put("长.txt", b"a" * 2_000)
    monkeypatch.setattr("taizhang.ingest.MOST_TEXT_BYTES", 1_000)
    monkeypatch.setattr("taizhang.ingest.files._refuse_status", lambda *_: None)
    refuse(path, FileTooLarge)


@pytest.mark.parametrize(
    ("suffix", "words"),
    [
        (".dot", "旧版 Word 文档"),
        (".WPT", "另存为”.docx"),
        (".docm", "带宏"),
        (".ceb", "复制全部文字"),
        (".odt", "另存为”.docx"),
        (".jpg", "OCR"),
        (".PNG", "OCR"),
        (".tif", "OCR"),
        (".xlsx", "表格"),
        (".et", "表格"),
        (".pptx", "演示文稿"),
        (".zip", "解压"),
        (".mp3", "音频"),
    ],
)
def test_known_formats_are_told_what_to_do(put, suffix, words):
    line = refuse(put(f"报告{suffix}", b"x"), FormatUnsupported)
    assert words in line
    assert line.startswith("E105 ")


def test_unknown_suffix_is_told_what_is_accepted(put):
    line = refuse(put("报告.xyz", b"x"), FormatUnknown)
    assert "“.xyz”" in line
    assert all(suffix in line for suffix in ACCEPTED)


def test_name_without_suffix(put):
    assert "没有后缀" in refuse(put("报告", b"x"), FormatUnknown)


def test_suffix_in_capitals_is_read(put):
    assert open_source(put("报告.TXT", "各位代表：".encode())).media_type == "text/plain"
