"""Settings: which file is read, what it may say, and how a broken one is told."""

from pathlib import Path

import pytest

from taizhang.engine.entries import Grain
from taizhang.errors import FileMissing, SettingError
from taizhang.settings import (
    COLUMNS,
    DEFAULT_COLUMNS,
    GRAINS,
    Lang,
    LeadUnit,
    Paper,
    Settings,
    describe_settings,
    load_settings,
    read_settings,
)


@pytest.fixture(autouse=True)
def _bare_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TAIZHANG_SETTINGS", raising=False)
    monkeypatch.chdir(tmp_path)


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_defaults_hold_without_a_file() -> None:
    assert load_settings() == Settings("entry", DEFAULT_COLUMNS, LeadUnit.COLUMN, Lang.ZH)


def test_file_of_the_folder(tmp_path: Path) -> None:
    write(tmp_path / "taizhang.toml", 'grain = "item"')
    assert load_settings().grain == "item"


def test_file_of_the_environment_goes_before_the_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "taizhang.toml", 'grain = "item"')
    monkeypatch.setenv("TAIZHANG_SETTINGS", str(write(tmp_path / "office.toml", 'grain = "sentence"')))
    assert load_settings().grain == "sentence"


def test_file_given_goes_before_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAIZHANG_SETTINGS", str(write(tmp_path / "office.toml", 'grain = "sentence"')))
    assert load_settings(write(tmp_path / "mine.toml", 'lang = "en"')) == Settings(lang=Lang.EN)


def test_empty_variable_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAIZHANG_SETTINGS", "")
    assert load_settings() == Settings()


def test_missing_file_that_was_named(tmp_path: Path) -> None:
    with pytest.raises(FileMissing) as caught:
        load_settings(tmp_path / "none.toml")
    assert "none.toml" in str(caught.value)


def test_all_settings_are_read() -> None:
    text = 'grain = "sentence"\nlead_unit = "star"\nlang = "en"\ncolumns = ["工作任务", "units", "Due"]\n'
    assert read_settings(text.encode()) == Settings("sentence", ("task", "units", "due"), LeadUnit.STAR, Lang.EN)


def test_byte_order_mark_is_allowed() -> None:
    assert read_settings(b"\xef\xbb\xbf" + b'grain = "item"').grain == "item"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("grain = ", ("第 1 行", 'grain = "item"')),
        ('colour = "red"', ("colour", "grain", "columns")),
        ('grain = "paragraph"', ("grain", "paragraph", "sentence")),
        ("grain = 3", ("grain", "3")),
        ("grain = []", ("grain", "[]")),
        ("columns = []", ("columns = []",)),
        ('columns = "序号"', ("columns", "序号")),
        ('columns = ["序号", "牵头"]', ("columns", "牵头", "牵头单位 lead_unit")),
        ("columns = [1]", ("columns", "1")),
        ('columns = ["序号", "number"]', ("columns", "number")),
    ],
)
def test_broken_file_is_told_with_file_key_and_what_is_allowed(text: str, says: tuple[str, ...]) -> None:
    with pytest.raises(SettingError) as caught:
        read_settings(text.encode(), "office.toml")
    message = str(caught.value)
    assert all(word in message for word in ("office.toml", *says))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("lang = “zh”", "须用半角"),
        ('lang = "zh', "引号不成对"),
        ("lang = zh", "要加引号"),
        ('lang = "zh"\nlang = "zh"', '第 2 行“lang = "zh"”写法不对（同一项设置写了两次）'),
        ('lead_unit = "star"\ncolumns = ["task"]', "责任单位"),
    ],
)
def test_a_slip_is_told_in_words(text: str, says: str) -> None:
    with pytest.raises(SettingError) as caught:
        read_settings(text.encode())
    assert says in caught.value.line("zh")
    assert "at line" not in caught.value.line("en")


def test_blanks_in_a_header_do_not_matter() -> None:
    assert read_settings('columns = [" 序 号 ", "Lead unit "]'.encode()).columns == ("number", "lead_unit")


def test_a_folder_is_told_as_one(tmp_path: Path) -> None:
    with pytest.raises(FileMissing, match="文件夹"):
        load_settings(tmp_path)


def test_other_encodings_are_refused() -> None:
    with pytest.raises(SettingError, match="UTF-8"):
        read_settings('lang = "zh" # 设置'.encode("gb18030"))


def test_every_setting_is_described() -> None:
    rows = describe_settings()
    names = ["grain", "columns", "lead_unit", "lang", "paper", "document", "document_columns"]
    assert [row.name for row in rows] == names
    assert all(row.zh and row.en and row.default for row in rows)
    assert rows[0].allowed == ("entry", "sentence", "item")


def test_headers_are_unique_in_both_languages() -> None:
    for lang in (0, 1):
        assert len({names[lang] for names in COLUMNS.values()}) == len(COLUMNS)


def test_lead_unit_without_a_column_of_its_own_stands_in_one_for_all_units() -> None:
    text = b'lead_unit = "first"\ncolumns = ["task", "lead_unit", "due", "supporting_units"]'
    assert read_settings(text).ledger_columns == ("task", "units", "due")


def test_lead_unit_in_a_column_of_its_own() -> None:
    assert Settings().ledger_columns == DEFAULT_COLUMNS


def test_grains_are_those_of_the_engine() -> None:
    assert tuple(Grain) == GRAINS


def test_paper_of_the_ledger() -> None:
    assert Settings().paper is Paper.A3
    assert read_settings(b'paper = "a4"').paper is Paper.A4
    with pytest.raises(SettingError, match="a3"):
        read_settings(b'paper = "a5"')
