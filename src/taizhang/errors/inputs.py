"""A file or an archive that cannot be read: E101 and on."""

# ruff: noqa: N818  (the names say what is wrong; those of the classes above them end in Error)

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from taizhang.errors.base import Said, TaizhangError, Templates


class InputError(TaizhangError):
    """A file cannot be read."""


class FileMissing(InputError):
    """There is no such file, or it may not be read, or it is no regular file. ``reason`` and ``step`` say more."""

    code = "E101"
    templates: ClassVar[Templates] = {"zh": ("{reason}。", "{step}。"), "en": ("{reason}. ", "{step}.")}
    defaults: ClassVar[Mapping[str, object]] = {
        "reason": Said("找不到或无权读取此文件", "no such file, or no right to read it"),
        "step": Said("请核对路径和权限", "Check the path and its permissions"),
    }


class FileEmpty(InputError):
    """There is no text in the file."""

    code = "E102"
    templates: ClassVar[Templates] = {"zh": ("{reason}。", "{step}。"), "en": ("{reason}. ", "{step}.")}
    defaults: ClassVar[Mapping[str, object]] = {
        "reason": Said("文件里没有文字", "there is no text in the file"),
        "step": Said("请核对是否选对了文件", "Check that it is the right file"),
    }


class FileTooLarge(InputError):
    """The file is larger than any report. ``size`` and ``limit`` with their units."""

    code = "E103"
    templates: ClassVar[Templates] = {
        "zh": (
            "文件太大（{size}），最多读 {limit}。",
            "请核对是否选对了文件；若是，请删去图片、附件，只留一份报告的正文，另存后重试。",
        ),
        "en": (
            "the file is too large ({size}); the most that is read is {limit}. ",
            "Check that it is the right file; if so, remove its pictures and annexes, save it anew and try again.",
        ),
    }
    defaults: ClassVar[Mapping[str, object]] = {"size": "?", "limit": "?"}


class FormatUnknown(InputError):
    """A suffix nobody knows. ``suffix`` says which, ``accepted`` what can be read."""

    code = "E104"
    templates: ClassVar[Templates] = {
        "zh": ("{suffix}。", "可以读取 {accepted}，请转换成其中一种后重试。"),
        "en": ("{suffix}. ", "taizhang reads {accepted}: convert the file to one of these and try again."),
    }
    defaults: ClassVar[Mapping[str, object]] = {
        "suffix": Said("不认识这种文件", "a file of unknown kind"),
        "accepted": ".docx .pdf .ofd .html .txt",
    }


class FormatUnsupported(InputError):
    """A known format that is not read. ``what`` names it, ``step`` says how to get a file that is."""

    code = "E105"
    templates: ClassVar[Templates] = {
        "zh": ("这是{what}，读不了这种格式。", "{step}。"),
        "en": ("this is {what}, a format that cannot be read. ", "{step}."),
    }
    defaults: ClassVar[Mapping[str, object]] = {
        "what": Said("别的格式", "another format"),
        "step": Said("请另存为 .docx 或 .txt 后重试", "Save it as .docx or .txt and try again"),
    }


class TextUndecodable(InputError):
    """The bytes are no text in any encoding known. ``reason`` says where they break off."""

    code = "E106"
    templates: ClassVar[Templates] = {"zh": ("{reason}。", "{step}。"), "en": ("{reason}. ", "{step}.")}
    defaults: ClassVar[Mapping[str, object]] = {
        "reason": Said(
            "认不出文字编码（UTF-8、UTF-16、GB18030 都不是）", "unknown encoding (not UTF-8, UTF-16 or GB18030)"
        ),
        "step": Said(
            "请用记事本打开，确认不是乱码后“另存为”UTF-8 编码再试",
            "Open it in an editor, save it as UTF-8 and try again",
        ),
    }


class NotText(InputError):
    """Binary behind a text suffix. ``what`` names what it is, ``step`` what to do with it."""

    code = "E107"
    templates: ClassVar[Templates] = {
        "zh": ("后缀是文本，内容却是{what}。", "{step}。"),
        "en": ("named as text, but it holds {what}. ", "{step}."),
    }
    defaults: ClassVar[Mapping[str, object]] = {
        "what": Said("二进制数据", "binary data"),
        "step": Said("请核对是否选对了文件，或改回原来的后缀", "Check the file, or give it its own suffix"),
    }


class DocumentBroken(InputError):
    """Truncated, or not what its suffix says. ``reason`` says how."""

    code = "E108"
    templates: ClassVar[Templates] = {
        "zh": ("文件已损坏，或内容与后缀不符：{reason}。", "{step}。"),
        "en": ("the file is broken or not what its name says: {reason}. ", "{step}."),
    }
    defaults: ClassVar[Mapping[str, object]] = {
        "reason": Said("无法解析", "it cannot be parsed"),
        "step": Said("请重新取得或重新导出此文件后再试", "Get or export the file once more and try again"),
    }


class DocumentSuspect(InputError):
    """Made to harm, or so odd that it might be: it is refused before it is unpacked.

    ``reason`` says why, ``step`` what to do with one that is trusted.
    """

    code = "E109"
    templates: ClassVar[Templates] = {
        "zh": ("为安全起见未予读取：{reason}。", "{step}。"),
        "en": ("not read, for safety: {reason}. ", "{step}."),
    }
    defaults: ClassVar[Mapping[str, object]] = {
        "reason": Said("内容可疑", "its content is suspect"),
        "step": Said(
            "请核实文件来源；若可信，请用 Word 或 WPS 另存为新的 .docx 再试",
            "Check its source; if you trust it, save it anew as .docx",
        ),
    }


class PasswordNeeded(InputError):
    """The document opens with a password only."""

    code = "E110"
    templates: ClassVar[Templates] = {
        "zh": ("文件设有打开密码，无法读取。", "请向提供者索取不带密码的版本，或打开后另存为不带密码的文件再试。"),
        "en": ("it is locked with a password. ", "Ask for a copy without one, or open it and save it without."),
    }


class ScanOnly(InputError):
    """Its pages are pictures: there is no text layer. ``pages`` says how many it has."""

    code = "E111"
    templates: ClassVar[Templates] = {
        "zh": (
            "这是扫描件：{pages} 页都是图片，没有可以读取的文字。",
            "请向发布单位索取电子版（Word 或可复制文字的 PDF），或先用文字识别（OCR）软件转成文字、校对后再试。",
        ),
        "en": (
            "it is a scan: its pages ({pages}) are pictures without any text. ",
            "Ask the publisher for the electronic original, or turn it into text with OCR software and proofread it.",
        ),
    }
    defaults: ClassVar[Mapping[str, object]] = {"pages": "?"}


class TextGarbled(InputError):
    """The text layer is not what is printed: its character maps are wrong. ``sample`` shows what comes out."""

    code = "E112"
    templates: ClassVar[Templates] = {
        "zh": (
            "文件里的文字是乱码（读出来是“{sample}”）：看上去正常，但字体的编码表是错的。",
            "请向发布单位索取 Word 版，或把页面当作图片用文字识别（OCR）软件转成文字、校对后再试。",
        ),
        "en": (
            "its text is garbled (it reads “{sample}”): it looks right, but the maps of its fonts are wrong. ",
            "Ask the publisher for the Word file, or read its pages with OCR software and proofread the text.",
        ),
    }
    defaults: ClassVar[Mapping[str, object]] = {"sample": "?"}


class TooManyPages(InputError):
    """More pages than any report has. ``pages`` and ``limit`` are numbers."""

    code = "E113"
    templates: ClassVar[Templates] = {
        "zh": ("共 {pages} 页，超过 {limit} 页的上限。", "请只留报告所在的页，另存后重试。"),
        "en": ("{pages} pages, which is over the limit of {limit}. ", "Keep the pages of the report only."),
    }
    defaults: ClassVar[Mapping[str, object]] = {"pages": "?", "limit": "?"}


class ConversionFailed(InputError):
    """LibreOffice gave nothing for an old document. ``reason`` says why."""

    code = "E115"
    templates: ClassVar[Templates] = {
        "zh": ("无法转换这份旧文档：{reason}。", "请用 Word 或 WPS 打开（有打开密码的先去掉），另存为 .docx 后再试。"),
        "en": (
            "this old document cannot be converted: {reason}. ",
            "Open it in Word or WPS, remove its password if it has one, save it as .docx and try again.",
        ),
    }
    defaults: ClassVar[Mapping[str, object]] = {"reason": Said("没有结果", "no result")}


class CompilingFailed(InputError):
    """A report on which the program itself failed: a mistake of ours. ``what`` is the exception in a line."""

    code = "E116"
    templates: ClassVar[Templates] = {
        "zh": ("程序读这份报告时出错：{what}。", "请把报告和这一行发给维护者。"),
        "en": ("the program failed on this report: {what}. ", "Send the report and this line to the maintainers."),
    }
    defaults: ClassVar[Mapping[str, object]] = {"what": Said("原因不明", "for an unknown reason")}


class ColumnMissing(InputError):
    """A table of reports lacks a column, or has it in a type that does not serve. ``columns`` names it."""

    code = "E117"
    templates: ClassVar[Templates] = {
        "zh": (
            "缺少列或列的类型不对：{columns}。",
            "表中须有 place、level、year、title、text 五列；除 text 外可以为空值。",
        ),
        "en": (
            "columns missing or of a wrong type: {columns}. ",
            "The table needs place, level, year, title and text; all but text may be null.",
        ),
    }
    defaults: ClassVar[Mapping[str, object]] = {"columns": "text"}
