"""Archives: Parquet, folders, zip files, and what is none."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from archives import REPORTS, make_table
from taizhang.corpus.inputs import BATCH, open_archive
from taizhang.errors import InputError

TEXT = "一、工作安排\n改造老旧小区3个，新建公路20公里。\n"


def rows_of(path: Path) -> list[dict[str, object]]:
    return [row for batch in open_archive(path).batches() for row in batch.load().to_pylist()]


def test_batches_are_even_whatever_the_row_groups(archive: Path) -> None:
    sizes = [len(batch.load()) for batch in open_archive(archive).batches()]
    assert sizes == [BATCH] * (REPORTS // BATCH) + [REPORTS % BATCH]
    assert [row["report"] for row in rows_of(archive)] == list(range(REPORTS))


def test_rows_keep_their_own_columns_and_path(archive: Path) -> None:
    assert (rows_of(archive)[3]["keeper"], rows_of(archive)[3]["path"]) == ("甲档案馆3", "甲/3.md")


def test_no_column_of_the_input_takes_the_place_of_ours(tmp_path: Path) -> None:
    table = make_table(3).append_column("engine", pa.array(["x"] * 3)).append_column("report", pa.array([9] * 3))
    pq.write_table(table, tmp_path / "a.parquet")
    assert [row["report"] for row in rows_of(tmp_path / "a.parquet")] == [0, 1, 2]
    assert "engine" not in open_archive(tmp_path / "a.parquet").schema.names


@pytest.mark.parametrize("name", ["place", "level", "year", "title", "text"])
def test_a_missing_column_is_named(tmp_path: Path, name: str) -> None:
    pq.write_table(make_table(2).drop_columns([name]), tmp_path / "a.parquet")
    with pytest.raises(InputError) as error:
        open_archive(tmp_path / "a.parquet")
    assert error.value.code == "E117"
    assert name in str(error.value)


def test_a_column_of_a_wrong_type_is_named(tmp_path: Path) -> None:
    table = make_table(2)
    pq.write_table(table.set_column(2, "year", pa.array(["今年", "去年"])), tmp_path / "a.parquet")
    with pytest.raises(InputError, match="year"):
        open_archive(tmp_path / "a.parquet")


def test_a_truncated_file_is_refused_in_one_line(tmp_path: Path, archive: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(archive.read_bytes()[:-200])
    with pytest.raises(InputError) as error:
        open_archive(tmp_path / "a.parquet")
    assert error.value.code == "E108"


def test_a_folder_gives_its_files_by_path_with_every_encoding(tmp_path: Path) -> None:
    (tmp_path / "乙").mkdir()
    (tmp_path / "乙" / "晋中市2031年政府工作报告.txt").write_bytes(TEXT.encode("gb18030"))
    (tmp_path / "甲.md").write_bytes(TEXT.encode("utf-16"))
    (tmp_path / "丙.txt").write_bytes(b"\xff\x00\x01\x02" * 50)
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8")
    (tmp_path / ".hidden.txt").write_text(TEXT, encoding="utf-8")
    rows = rows_of(tmp_path)
    assert [row["path"] for row in rows] == ["丙.txt", "乙/晋中市2031年政府工作报告.txt", "甲.md"]
    assert [bool(row["code"]) for row in rows] == [True, False, False]
    assert rows[1]["text"] == rows[2]["text"] == TEXT
    assert rows[1]["title"] == "晋中市2031年政府工作报告"


def test_a_zip_is_read_like_the_folder_that_it_holds(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("../../etc/甲市2031年政府工作报告.txt", TEXT)
        archive.writestr("空.txt", "")
        archive.writestr("notes/readme.rst", "x")
    first, empty = rows_of(tmp_path / "a.zip")
    assert (first["text"], first["title"]) == (TEXT, "甲市2031年政府工作报告")
    assert empty["code"] == "E102"
    assert not (tmp_path.parent.parent / "etc").exists()


def test_names_of_a_chinese_windows_are_read(tmp_path: Path) -> None:
    raw = "晋中市2031年政府工作报告.txt".encode("gb18030").decode("cp437")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(zipfile.ZipInfo("x.txt"), TEXT)
    data = (tmp_path / "a.zip").read_bytes()
    assert b"x.txt" in data
    info = zipfile.ZipInfo("x.txt")
    info.filename, info.flag_bits = raw, 0
    from taizhang.corpus.inputs import _real_name

    assert _real_name(info) == "晋中市2031年政府工作报告.txt"


def test_a_bomb_in_a_zip_is_a_row_with_its_code(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("甲.txt", b"0" * (65 << 20))
    assert rows_of(tmp_path / "a.zip")[0]["code"] == "E109"


@pytest.mark.parametrize(("name", "data", "code"), [("a.csv", b"x", "E104"), ("a.zip", b"PK\x03\x04", "E108")])
def test_what_is_no_archive_is_refused(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError) as error:
        open_archive(tmp_path / name)
    assert error.value.code == code


def test_an_archive_without_reports_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        open_archive(tmp_path)
    assert error.value.code == "E102"
