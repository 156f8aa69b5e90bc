"""The typefaces of official documents 公文字体: which a document names, which are missing here, what stands in.

What enters is nothing, what leaves is a list or a configuration of fontconfig: where 方正小标宋简体 is not installed
``missing_fonts()`` names it, and LibreOffice, given ``fonts_conf()``, prints it in bold 宋体 instead. The
document itself always names the proper typeface, so that it looks right where that is installed.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from typing import NamedTuple
from xml.sax.saxutils import escape

_TIMEOUT = 20


class Face(NamedTuple):
    """A typeface by the name that a document gives it.

    ``same`` are its other names and makes of the same design, ``similar`` what may stand in for it; a stand-in for one
    that is heavy is printed bold.
    """

    name: str
    same: tuple[str, ...]
    similar: tuple[str, ...]
    is_heavy: bool = False


_SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN", "Songti SC", "AR PL UMing CN")
_SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Heiti SC", "WenQuanYi Zen Hei")

TITLE = Face(
    "方正小标宋简体",
    ("FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05", "方正小标宋_GB18030"),
    ("华文中宋", "STZhongsong", "宋体", "SimSun", *_SERIF),
    is_heavy=True,
)
BODY = Face(
    "仿宋_GB2312",
    ("FangSong_GB2312", "仿宋", "FangSong", "华文仿宋", "STFangsong", "方正仿宋简体", "FZFangSong-Z02S"),
    ("宋体", "SimSun", *_SERIF),
)
KAI = Face(
    "楷体_GB2312",
    ("KaiTi_GB2312", "楷体", "KaiTi", "华文楷体", "STKaiti", "方正楷体简体", "FZKai-Z03S"),
    ("AR PL UKai CN", "宋体", "SimSun", *_SERIF),
)
HEI = Face("黑体", ("SimHei", "华文黑体", "STHeiti", "方正黑体简体", "FZHei-B01S"), _SANS)
SONG = Face("宋体", ("SimSun", "新宋体", "NSimSun", "华文宋体", "STSong"), _SERIF)
FACES = (TITLE, BODY, KAI, HEI, SONG)
LATIN = Face(
    "Times New Roman",
    (),
    ("Liberation Serif", "Tinos", "Nimbus Roman", "TeX Gyre Termes", "FreeSerif", *_SERIF),
)
"""For letters and figures; nobody misses it, so it is none of the ``FACES``."""


def missing_fonts() -> tuple[str, ...]:
    """The typefaces that are not installed on this machine; none where that cannot be found out."""
    command = shutil.which("fc-list")
    if command is None:
        return ()
    try:
        listed = subprocess.run(  # noqa: S603  # the command was found, its arguments are ours
            (command, "--format", "%{family}\n"), capture_output=True, timeout=_TIMEOUT, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ()
    return missing_among(listed.stdout.decode("utf-8", "replace"))


def missing_among(families: str) -> tuple[str, ...]:
    r"""The typefaces that are not among ``families``: lines of names with commas between, as ``fc-list`` gives them.

    >>> missing_among("SimSun,宋体\n黑体\nFangSong\nKaiTi")
    ('方正小标宋简体',)
    """
    installed = {name.strip().casefold() for line in families.splitlines() for name in line.split(",")}
    return tuple(f.name for f in FACES if not any(name.casefold() in installed for name in (f.name, *f.same)))


def fonts_conf() -> str:
    """A configuration of fontconfig: the system's, and what stands in for each typeface."""
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        '<include ignore_missing="yes">/etc/fonts/fonts.conf</include>'
        f"{''.join(_rules())}</fontconfig>"
    )


def _rules() -> Iterator[str]:
    for face in (*FACES, LATIN):
        names = "".join(f"<family>{escape(name)}</family>" for name in (*face.same, *face.similar))
        name = escape(face.name)
        if face.is_heavy:
            yield f'<match><test name="family"><string>{name}</string></test>{_BOLD}</match>'
        yield f'<alias binding="same"><family>{name}</family><accept>{names}</accept></alias>'


_BOLD = '<edit name="weight" mode="assign" binding="strong"><const>bold</const></edit>'
