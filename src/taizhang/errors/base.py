"""What every error has: a code, a place, what is wrong and what to do next, in Chinese and English."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from typing import ClassVar, NamedTuple

Templates = dict[str, tuple[str, str]]


class Said(NamedTuple):
    """One thing in both languages: a fact that reads differently in each."""

    zh: str
    en: str


class TaizhangError(Exception):
    """An error with a code, a place and a next step. ``facts`` fill the templates of the class.

    A fact is anything that prints, or a ``Said``. ``defaults`` stand in for facts not given. The two parts of
    a template are what is wrong and what to do next.
    """

    code: ClassVar[str] = "E000"
    exit_code: ClassVar[int] = 2
    templates: ClassVar[Templates] = {
        "zh": ("{reason}。", "请核对后重试。"),
        "en": ("{reason}. ", "Check it and try again."),
    }
    defaults: ClassVar[Mapping[str, object]] = {"reason": Said("出错", "an error")}

    def __init__(self, where: str = "", **facts: object) -> None:
        self.where = where
        self.facts = facts
        super().__init__(self.line("zh"))

    def __reduce__(self) -> tuple[object, ...]:
        """Errors travel between processes with their facts, not only their line."""
        return _rebuild, (type(self), self.where, self.facts)

    def line(self, lang: str = "zh") -> str:
        """The error as one line: code, place, what is wrong, what to do next. ``lang`` is ``zh`` or ``en``."""
        facts = {name: _say(fact, lang) for name, fact in self._told().items()}
        what, step = (part.format(where=self.where, **facts) for part in self.templates[lang])
        colon = "：" if lang == "zh" else ": "
        place = f"{_show(self.where)}{colon}" if self.where else ""
        return f"{self.code} {place}{what}{step}".strip()

    def _told(self) -> dict[str, object]:
        return {**self.defaults, **{name: fact for name, fact in self.facts.items() if fact is not None}}


def _rebuild(kind: type[TaizhangError], where: str, facts: dict[str, object]) -> TaizhangError:
    return kind(where, **facts)


def _say(fact: object, lang: str) -> str:
    """A fact as words that fit into one line; the template sets the stop at its end."""
    text = str(getattr(fact, lang) if isinstance(fact, Said) else fact)
    return _show(" ".join(text.split())).rstrip("。.")


def _show(text: str) -> str:
    """``text`` with what cannot be printed written as an escape: a line break in a file name stays in the line."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\u3000" else c.encode("unicode_escape").decode() for c in text)


_OS_REASONS = {
    errno.ENOENT: Said("没有这个文件或文件夹", "no such file or folder"),
    errno.EACCES: Said("没有权限", "permission denied"),
    errno.EPERM: Said("没有权限", "permission denied"),
    errno.EISDIR: Said("这是文件夹，不是文件", "it is a folder, not a file"),
    errno.ENOTDIR: Said("路径中有一段不是文件夹", "a part of the path is no folder"),
    errno.EEXIST: Said("已有同名的文件", "a file of this name exists"),
    errno.ENAMETOOLONG: Said("文件名太长", "the name is too long"),
    errno.ENOSPC: Said("磁盘已满", "the disk is full"),
    errno.EROFS: Said("磁盘是只读的", "the disk is read-only"),
    errno.ELOOP: Said("符号链接绕成了圈", "the symbolic links go round in a circle"),
    errno.EIO: Said("磁盘读写出错", "the disk failed"),
    errno.ENXIO: Said("设备不存在", "no such device"),
    errno.EBUSY: Said("文件正被占用", "the file is in use"),
}


def describe_os_error(error: OSError) -> Said:
    """What the operating system refused, in both languages; its own words where it is a rare thing."""
    known = _OS_REASONS.get(error.errno or 0)
    own = error.strerror or type(error).__name__
    return known or Said(f"系统提示“{own}”", f"the system says “{own}”")
