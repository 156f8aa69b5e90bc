"""The exceptions of taizhang, each with a code that is never used again.

::

    TaizhangError
    ├── InputError            a file cannot be read                      exit code 2
    │   ├── FileMissing       E101
    │   ├── FileEmpty         E102
    │   ├── FileTooLarge      E103
    │   ├── FormatUnknown     E104
    │   ├── FormatUnsupported E105   .odt, .jpg, .xlsx …: says what to do
    │   ├── TextUndecodable   E106
    │   ├── NotText           E107   binary behind a text suffix
    │   ├── DocumentBroken    E108   truncated or not what the suffix says
    │   ├── DocumentSuspect   E109   zip bomb, entity expansion, path traversal
    │   ├── PasswordNeeded    E110
    │   ├── ScanOnly          E111   pages are pictures: no text layer
    │   ├── TextGarbled       E112   a PDF whose character maps are wrong
    │   ├── TooManyPages      E113
    │   ├── ConversionFailed  E115   an old document that LibreOffice cannot open
    │   ├── CompilingFailed   E116   a report of a corpus on which the program itself failed
    │   └── ColumnMissing     E117   a table of reports without a column that it needs
    ├── OutputError           E201   a result cannot be written
    │   ├── PdfUnmade         E202   LibreOffice is missing or gave no PDF
    │   ├── OutputTaken       E203   what stands at the output is of something else
    │   └── WorkerLost        E204   a worker of a corpus was ended from outside
    ├── UsageError            E301   arguments that do not go together
    ├── ExtraMissing          E303   a part of the program that is installed apart
    ├── SettingError          E302   a settings file is wrong
    └── RuleError             E401   a row of ``rules/`` is broken

Bad *content* of a report is never an exception but a finding. An error says what is wrong, where
(``where``: file and row, or a place in a line), and what to do next, in Chinese or English, in one line:
``FileEmpty("报告.txt").line("zh")`` is ``E102 报告.txt：文件里没有文字。请核对是否选对了文件。``
"""

# ruff: noqa: N818  (the names say what is wrong with the file; those of the classes above them end in Error)

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


class OutputError(TaizhangError):
    """A result cannot be written. ``reason`` is the system's (``describe_os_error``)."""

    code = "E201"
    templates: ClassVar[Templates] = {
        "zh": ("无法写入：{reason}。", "请检查路径、权限和磁盘空间后重试。"),
        "en": ("cannot be written: {reason}. ", "Check the path, its permissions and the space on the disk."),
    }
    defaults: ClassVar[Mapping[str, object]] = {"reason": Said("原因不明", "for an unknown reason")}


class PdfUnmade(OutputError):
    """A PDF cannot be made of the document. ``reason`` says why: LibreOffice is missing, failed or was too slow."""

    code = "E202"
    templates: ClassVar[Templates] = {
        "zh": ("做不成 PDF：{reason}。", "{step}。"),
        "en": ("no PDF can be made: {reason}. ", "{step}."),
    }
    defaults: ClassVar[Mapping[str, object]] = {
        "reason": Said("本机没有 LibreOffice", "there is no LibreOffice on this machine"),
        "step": Said(
            "请安装 libreoffice-writer，或改用 --docx 写出，再用 Word、WPS 另存为 PDF",
            "Install libreoffice-writer, or write --docx and save it as PDF in Word or WPS",
        ),
    }


class OutputTaken(OutputError):
    """What stands at the output is of another input, another version, or whole. ``reason`` says which."""

    code = "E203"
    templates: ClassVar[Templates] = {
        "zh": ("这里已有别的结果：{reason}。", "请换一个输出文件夹，或先删除它。"),
        "en": ("something else stands here: {reason}. ", "Choose another folder, or delete this one first."),
    }


class WorkerLost(OutputError):
    """A worker of a corpus was ended from outside, most often for want of memory."""

    code = "E204"
    templates: ClassVar[Templates] = {
        "zh": (
            "有一个工作进程被外部终止（多半是内存不足），已完成的部分都在。",
            "再次运行同一命令即可续作；必要时用 --workers 减少进程数。",
        ),
        "en": (
            "a worker was ended from outside, most often for want of memory; what was done is kept. ",
            "Run the same command again to go on, with fewer --workers if need be.",
        ),
    }


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
