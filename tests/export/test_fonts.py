"""Typefaces of official documents: which are missing, what stands in."""

import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import etree

from taizhang.export.fonts import BODY, FACES, HEI, SONG, TITLE, fonts_conf, missing_among, missing_fonts

needs_fontconfig = pytest.mark.skipif(shutil.which("fc-match") is None, reason="fontconfig is not installed")


def test_all_are_missing_where_there_is_none() -> None:
    assert missing_among("DejaVu Sans\nNoto Serif CJK SC") == tuple(face.name for face in FACES)


def test_another_name_of_the_same_design_counts() -> None:
    assert BODY.name not in missing_among("FangSong,仿宋")
    assert SONG.name not in missing_among("simsun")


def test_a_stand_in_does_not_count() -> None:
    assert HEI.name in missing_among("Noto Sans CJK SC")


def test_a_failing_command_tells_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = tmp_path / "fc-list"
    command.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert missing_fonts() == ()


def test_the_command_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = tmp_path / "fc-list"
    command.write_text("#!/bin/sh\necho 宋体,SimSun\necho 黑体\n", encoding="utf-8")
    command.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert missing_fonts() == ("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312")


def test_the_configuration_is_xml_and_names_each_face() -> None:
    text = fonts_conf()
    etree.fromstring(text.replace('<!DOCTYPE fontconfig SYSTEM "fonts.dtd">', "").encode())
    assert all(f"<family>{face.name}</family>" in text for face in FACES)


@needs_fontconfig
def test_a_serif_stands_in_for_song_and_a_bold_one_for_the_title(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    conf = tmp_path / "fonts.conf"
    conf.write_text(fonts_conf(), encoding="utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(conf))
    if not set(SONG.similar) & set(_ask("fc-list", "--format", "%{family[0]}\n").splitlines()):
        pytest.skip("no Chinese serif is installed")
    assert _ask("fc-match", "--format", "%{family[0]}", SONG.name) in (*SONG.same, *SONG.similar)
    assert _ask("fc-match", "--format", "%{family[0]}", TITLE.name) in (*TITLE.same, *TITLE.similar)
    assert _ask("fc-match", "--format", "%{weight}", TITLE.name) == "200"


def _ask(*order: str) -> str:
    return subprocess.run(order, capture_output=True, check=True, text=True).stdout
