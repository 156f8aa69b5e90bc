"""The exceptions of taizhang, each with a code that is never used again.

::

    TaizhangError
    ├── InputError            a file cannot be read                      exit code 2
    │   ├── FileMissing       E101
    │   ├── FileEmpty         E102
    │   ├── FileTooLarge      E103
    │   ├── FormatUnknown     E104
    │   ├── FormatUnsupported E105   .doc, .wps, .jpg …: says what to do
    │   ├── TextUndecodable   E106
    │   ├── NotText           E107   binary behind a text suffix
    │   ├── DocumentBroken    E108   truncated or not what the suffix says
    │   └── DocumentSuspect   E109   zip bomb, entity expansion, path traversal
    ├── OutputError           E201   a result cannot be written
    ├── UsageError            E301   arguments that do not go together
    ├── SettingError          E302   a settings file is wrong
    └── RuleError             E401   a row of ``rules/`` is broken

Bad *content* of a report is never an exception but a finding. An error says what is wrong, where
(``where``: file and row, or a place in a line), and what to do next, in Chinese or English.
"""

from __future__ import annotations

from typing import ClassVar


class TaizhangError(Exception):
    """An error with a code, a place and a next step. ``facts`` fill the templates of the class."""

    code: ClassVar[str] = "E000"
    exit_code: ClassVar[int] = 2
    templates: ClassVar[dict[str, tuple[str, str]]] = {"zh": ("{reason}", ""), "en": ("{reason}", "")}

    def __init__(self, where: str = "", **facts: object) -> None:
        self.where = where
        self.facts = facts
        super().__init__(self.line("zh"))

    def line(self, lang: str = "zh") -> str:
        """The error as one line: code, place, what is wrong, what to do next."""
        what, step = (part.format(where=self.where, **self.facts) for part in self.templates[lang])
        place = f"{self.where}: " if self.where and lang == "en" else f"{self.where}：" if self.where else ""
        return f"{self.code} {place}{what}{step}"


class InputError(TaizhangError):
    """A file cannot be read."""


class FileMissing(InputError):
    """There is no such file, or it may not be read."""

    code = "E101"
    templates: ClassVar[dict[str, tuple[str, str]]] = {
        "zh": ("找不到或无权读取此文件。", "请核对路径和权限。"),
        "en": ("no such file, or no right to read it. ", "Check the path and its permissions."),
    }


class RuleError(TaizhangError):
    """A row of ``rules/`` is broken."""

    code = "E401"
    templates: ClassVar[dict[str, tuple[str, str]]] = {
        "zh": ("规则表有误：{reason}。", "请修正该行后重试。"),
        "en": ("broken rule table: {reason}. ", "Mend the row and try again."),
    }
