"""What an office sets for itself: how fine its ledger is, which columns, how units are marked.

What enters is a TOML file, what leaves is ``Settings``::

    grain = "sentence"
    columns = ["序号", "工作任务", "责任单位", "完成时限"]
    lead_unit = "star"
    document = "plan"

The file is the one given, else the one that ``TAIZHANG_SETTINGS`` names, else ``taizhang.toml`` in the current folder;
where there is none, the defaults hold. Every setting may be left out.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from taizhang.errors import FileMissing, Said, SettingError, describe_os_error

VARIABLE = "TAIZHANG_SETTINGS"
FILE_NAME = "taizhang.toml"

_LINE = re.compile(r"\(at line (\d+)")
_UNQUOTED = re.compile(r"\w+ *= *[^\W\d]\w*")
_SAMPLE = 'grain = "item"'
_COLUMNS = 'columns = ["序号", "工作任务", "责任单位"]'
_NAME_A_FILE = Said("请写出设置文件的名称，如 taizhang.toml", "Name the settings file, as taizhang.toml")


GRAINS = ("entry", "sentence", "item")
"""How fine a ledger may be: the values of ``taizhang.engine.entries.Grain``."""


class LeadUnit(StrEnum):
    """How the lead unit is marked: a column of its own, or in one column listed first, or with a star."""

    COLUMN = "column"
    FIRST = "first"
    STAR = "star"


class Form(StrEnum):
    """What the Word document is: 任务分解表, a table, or 分工方案, a text with a paragraph for each task."""

    TABLE = "table"
    PLAN = "plan"


class Paper(StrEnum):
    """The paper that the ledger in Excel is printed on, landscape."""

    A3 = "a3"
    A4 = "a4"


class Lang(StrEnum):
    """Language of messages and headers."""

    ZH = "zh"
    EN = "en"


COLUMNS: Mapping[str, tuple[str, str]] = {
    "number": ("序号", "No."),
    "category": ("类别", "Category"),
    "task": ("工作任务", "Task"),
    "target_value": ("目标值", "Target"),
    "leader": ("牵头领导", "Leader"),
    "lead_unit": ("牵头单位", "Lead unit"),
    "supporting_units": ("配合单位", "Supporting units"),
    "units": ("责任单位", "Responsible units"),
    "due": ("完成时限", "Due"),
    "q1": ("一季度节点", "Q1"),
    "q2": ("二季度节点", "Q2"),
    "q3": ("三季度节点", "Q3"),
    "q4": ("四季度节点", "Q4"),
    "progress": ("进展情况", "Progress"),
    "problems": ("存在问题", "Problems"),
    "next_steps": ("下一步打算", "Next steps"),
    "remarks": ("备注", "Notes"),
    "status": ("状态", "Status"),
    "light": ("亮灯", "Light"),
    "address": ("出处", "Address"),
    "source": ("原文", "Source sentence"),
}
"""The columns that a ledger may have, by key: the header in Chinese and in English."""

DEFAULT_COLUMNS = tuple(key for key in COLUMNS if key != "units")
DOCUMENT_COLUMNS = ("number", "task", "target_value", "lead_unit", "supporting_units", "due", "remarks")
"""The columns of the table in Word: what a page holds; headings are rows of their own, the sentences an annex."""


class Description(NamedTuple):
    """One setting, for a table in the documentation. ``allowed`` is empty where any column may stand."""

    name: str
    default: str
    allowed: tuple[str, ...]
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What an office sets. ``columns`` and ``document_columns`` are keys of ``COLUMNS``, in the order of the table."""

    grain: str = GRAINS[0]
    columns: tuple[str, ...] = DEFAULT_COLUMNS
    lead_unit: LeadUnit = LeadUnit.COLUMN
    lang: Lang = Lang.ZH
    paper: Paper = Paper.A3
    document: Form = Form.TABLE
    document_columns: tuple[str, ...] = DOCUMENT_COLUMNS

    @property
    def ledger_columns(self) -> tuple[str, ...]:
        """The columns as they stand in the table: where the lead unit has none of its own, 责任单位 in its place."""
        return self._with_units(self.columns)

    @property
    def word_columns(self) -> tuple[str, ...]:
        """The columns of the table in Word, in the same way."""
        return self._with_units(self.document_columns)

    def _with_units(self, columns: tuple[str, ...]) -> tuple[str, ...]:
        if self.lead_unit is LeadUnit.COLUMN:
            return columns
        units = ("units" if key in ("lead_unit", "supporting_units") else key for key in columns)
        return tuple(dict.fromkeys(units))


_MEANINGS: Mapping[str, tuple[str, str]] = {
    "grain": (
        "台账的粒度：entry 条目及其事项，sentence 只列条目，item 只列事项",
        "How fine the ledger is: entries with their items, sentences alone, items alone",
    ),
    "columns": (
        "任务分解表的栏目及其顺序，写表头的名称或代号",
        "The columns of the ledger and their order, by header or key",
    ),
    "lead_unit": (
        "牵头单位的标法：column 单列一栏，first 责任单位一栏中列首位，star 责任单位一栏中加 *",
        "How the lead unit is marked: a column of its own, listed first in one column, or with a star in one column",
    ),
    "lang": ("消息和表头的语言", "Language of messages and headers"),
    "paper": (
        "Excel 任务分解表的打印纸张，横向；A4 字小，宜少列几栏",
        "The paper of the ledger in Excel, landscape; A4 prints small, so choose fewer columns",
    ),
    "document": (
        "Word 文件写成什么：table 任务分解表，plan 分工方案",
        "What the Word document is: table 任务分解表, plan 分工方案",
    ),
    "document_columns": (
        "Word 任务分解表的栏目及其顺序；不列类别一栏时，类别单独成行",
        "The columns of the table in Word and their order; without 类别 the headings are rows of their own",
    ),
}
_CHOICES: Mapping[str, Mapping[str, str]] = {
    "grain": {grain: grain for grain in GRAINS},
    "lead_unit": {str(way): way for way in LeadUnit},
    "lang": {str(lang): lang for lang in Lang},
    "paper": {str(paper): paper for paper in Paper},
    "document": {str(form): form for form in Form},
}


def load_settings(file: str | Path | None = None) -> Settings:
    """The settings of ``file``, else of ``TAIZHANG_SETTINGS``, else of ``./taizhang.toml``, else the defaults.

    Raises ``FileMissing`` for a file that was named but is not there, and ``SettingError`` with file, key and what is
    allowed for one that is broken.
    """
    named = file or os.environ.get(VARIABLE)
    path = Path(named) if named else Path(FILE_NAME)
    if not named and not path.is_file():
        return Settings()
    try:
        content = path.read_bytes()
    except IsADirectoryError as error:
        raise FileMissing(str(path), reason=describe_os_error(error), step=_NAME_A_FILE) from error
    except OSError as error:
        raise FileMissing(str(path), reason=describe_os_error(error)) from error
    return read_settings(content, str(path))


def read_settings(content: bytes, where: str = FILE_NAME) -> Settings:
    """The settings in the bytes of a TOML file, a byte-order mark allowed. ``where`` names it in errors.

    >>> read_settings('columns = ["序号", "task"]'.encode()).columns
    ('number', 'task')
    """
    raw = _read_toml(content, where)
    names = [f.name for f in fields(Settings)]
    for name in raw:
        if name not in names:
            raise _wrong(where, Said(f"没有“{name}”这一项设置", f"there is no setting {name}"), names)
    settings = Settings(**{name: _read(name, value, where) for name, value in raw.items()})
    _refuse_lost_mark(settings, where)
    return settings


def describe_settings() -> tuple[Description, ...]:
    """Every setting with its default, what is allowed and what it does, in order."""
    rows = []
    for f in fields(Settings):
        value = f.default
        default = " ".join(COLUMNS[key][0] for key in value) if isinstance(value, tuple) else str(value)
        allowed = tuple(_CHOICES.get(f.name, ()))
        rows.append(Description(f.name, default, allowed, *_MEANINGS[f.name]))
    return tuple(rows)


def _read_toml(content: bytes, where: str) -> dict[str, Any]:
    """The table of the file. Raises ``SettingError`` that names the line which is no TOML, or the encoding."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        reason = Said(
            "文件不是 UTF-8 编码（可能是 GBK），请用记事本“另存为”，编码选 UTF-8",
            "the file is not in UTF-8 (perhaps in GBK): save it as UTF-8",
        )
        raise SettingError(where, reason=reason) from error
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        number = int(found[1]) if found else len(text.rstrip().split("\n"))
        raise SettingError(where, reason=_describe_line(text, number, str(error))) from error


def _describe_line(text: str, number: int, told: str) -> Said:
    """What is most likely wrong with a line that cannot be read as TOML; ``told`` is what the parser says."""
    line = [*text.split("\n"), ""][number - 1].strip()
    if set(line) & set("“”‘’＝，［］"):
        zh, en = "引号、等号、逗号和方括号须用半角", "quotes, =, commas and brackets must be ASCII"
    elif "overwrite" in told:
        zh, en = "同一项设置写了两次", "this setting stands twice"
    elif line.count('"') % 2:
        zh, en = "引号不成对", "a quote is not closed"
    elif _UNQUOTED.fullmatch(line):
        zh, en = "值要加引号", "the value needs quotes"
    else:
        zh, en = "或上一行没有写完", "or the line before is not finished"
    shown = f"“{line[:40]}”" if line else ""
    return Said(
        f"第 {number} 行{shown}写法不对（{zh}），应如 {_SAMPLE}",
        f"line {number} {shown} is not as it must be ({en}); write it as {_SAMPLE}",
    )


def _refuse_lost_mark(settings: Settings, where: str) -> None:
    """Raise where the lead unit is to be marked, but no column of units is there to mark it in."""
    if settings.lead_unit is LeadUnit.COLUMN:
        return
    if "units" not in settings.ledger_columns:
        raise SettingError(
            where,
            reason=Said(
                f'lead_unit = "{settings.lead_unit}" 要在责任单位一栏中标出牵头单位，columns 里却没有责任单位，请加上',
                f'lead_unit = "{settings.lead_unit}" marks the lead unit in the column 责任单位 (units), '
                "which columns does not have: add it",
            ),
        )


def _wrong(where: str, what: Said, allowed: Iterable[str]) -> SettingError:
    listed = list(allowed)
    reason = Said(f"{what.zh}，可用的是 {'、'.join(listed)}", f"{what.en}; allowed: {', '.join(listed)}")
    return SettingError(where, reason=reason)


def _show(value: object) -> str:
    """A value of the file as it may be written there: lists and words in double quotes."""
    return json.dumps(value, ensure_ascii=False, default=str)


def _read(name: str, value: object, where: str) -> Any:
    if name.endswith("columns"):
        return _read_columns(name, value, where)
    choices = _CHOICES[name]
    if not isinstance(value, str) or value not in choices:
        shown = f"{name} = {_show(value)}"
        raise _wrong(where, Said(f"{shown} 不对", f"{shown} is wrong"), choices)
    return choices[value]


def _read_columns(name: str, value: object, where: str) -> tuple[str, ...]:
    keys = {"".join(word.split()): key for key, names in COLUMNS.items() for word in (key, *names)}
    if not isinstance(value, list) or not value:
        shown = f"{name} = {_show(value)}"
        zh, en = (
            ("至少要列一栏", "at least one column") if value == [] else ("应是方括号里的几栏", "a list in brackets")
        )
        raise SettingError(where, reason=Said(f"{shown}：{zh}，如 {_COLUMNS}", f"{shown}: {en}, as {_COLUMNS}"))
    found: list[str] = []
    for word in value:
        key = keys.get("".join(word.split())) if isinstance(word, str) else None
        if key is None:
            known = [f"{names[0]} {key}" for key, names in COLUMNS.items()]
            raise _wrong(where, Said(f"{name} 里没有 {_show(word)} 这一栏", f"{name}: no column {_show(word)}"), known)
        if key in found:
            raise SettingError(
                where, reason=Said(f"{name} 里 {_show(word)} 写了两次", f"{name}: {_show(word)} stands twice")
            )
        found.append(key)
    return tuple(found)
