"""A result that cannot be written: E201 and on."""

# ruff: noqa: N818  (the names say what is wrong; those of the classes above them end in Error)

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from taizhang.errors.base import Said, TaizhangError, Templates


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
