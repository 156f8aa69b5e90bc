"""Arguments, settings and rule tables that are wrong: E301 and on, E401."""

# ruff: noqa: N818  (the names say what is wrong; those of the classes above them end in Error)

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from taizhang.errors.base import Said, TaizhangError, Templates


class UsageError(TaizhangError):
    """Arguments that do not go together, or that mean nothing. ``reason`` says which."""

    code = "E301"
    templates: ClassVar[Templates] = {
        "zh": ("{reason}。", "请改正参数后重试。"),
        "en": ("{reason}. ", "Correct the arguments and try again."),
    }
    defaults: ClassVar[Mapping[str, object]] = {"reason": Said("参数有误", "wrong arguments")}


class SettingError(TaizhangError):
    """A settings file is wrong. ``reason`` names the setting and what is allowed."""

    code = "E302"
    templates: ClassVar[Templates] = {
        "zh": ("设置有误：{reason}。", "请改正设置文件后重试。"),
        "en": ("wrong setting: {reason}. ", "Correct the settings file and try again."),
    }
    defaults: ClassVar[Mapping[str, object]] = {"reason": Said("无法解析", "it cannot be parsed")}


class ExtraMissing(TaizhangError):
    """What is asked for needs libraries of an extra. ``extra`` names it."""

    code = "E303"
    templates: ClassVar[Templates] = {
        "zh": ("需要另外安装的部分。", "请运行 pip install 'taizhang[{extra}]' 后重试。"),
        "en": ("this needs a part that is installed apart. ", "Run pip install 'taizhang[{extra}]' and try again."),
    }
    defaults: ClassVar[Mapping[str, object]] = {"extra": "cluster"}


class RuleError(TaizhangError):
    """A row of ``rules/`` is broken."""

    code = "E401"
    templates: ClassVar[dict[str, tuple[str, str]]] = {
        "zh": ("规则表有误：{reason}。", "请修正该行后重试。"),
        "en": ("broken rule table: {reason}. ", "Mend the row and try again."),
    }
