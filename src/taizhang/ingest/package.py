"""The guard before a package is unpacked: what enters is a ``.docx`` or ``.ofd`` as bytes, what leaves are safe parts.

A file of 42 kB that says it holds 5 GB is refused by its directory alone; so are members packed a thousandfold, names
that climb out of the folder, and XML that declares entities. What passes are its XML parts, none larger than it said,
and empty ones for pictures and macros, which are never unpacked; a Word file is packed anew of these.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Mapping
from io import BytesIO
from typing import NamedTuple

from taizhang.errors import DocumentBroken, DocumentSuspect, PasswordNeeded, Said
from taizhang.ingest.files import MB
from taizhang.ingest.formats import ARCHIVE, DOCX, OFD, Format, recognise

MOST_MEMBERS = 4_000
MOST_BYTES = 256 * MB
MOST_XML = 32 * MB  # of all XML parts together: a report has one or two
MOST_RATIO = 200
_SMALL_XML = MB
_SMALL_OTHER = 32 * MB  # a blank picture may be packed a thousandfold

_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # what the standard allows, and can be unpacked by the piece

_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"']{1,40})[\"']")
_ASCII_LIKE = re.compile(rb"utf-?8|us-ascii|ascii|gb2312|gbk|gb18030|iso-8859-\d+|windows-125\d", re.IGNORECASE)
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_UTF16_HEADS = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")

_TORN = Said("压缩结构不完整，可能没有下载或复制完", "the package is torn, as of a copy that broke off")

_IF_TEXT = Said(
    "请核对是否选对了文件；若是文本文件，请把后缀改成 .txt 再试",
    "Check that it is the right file; if it is plain text, name it .txt and try again",
)


_TO_PDF = Said(
    "请核实文件来源；若可信，请用 OFD 阅读器另存为 PDF 再试",
    "Check its source; if you trust it, save it as PDF with a reader of OFD",
)


class PackageKind(NamedTuple):
    """A format that is a package: how it is told by the names in it, and what is said of a file that is none.

    ``step`` is what to do with one that is refused for safety, None for what ``DocumentSuspect`` says by itself.
    """

    format: Format
    no_such: Said
    is_told_by: Callable[[Collection[str]], bool]
    step: Said | None


WORD = PackageKind(
    DOCX,
    Said("这不是 Word 文档", "this is no Word document"),
    lambda names: "[Content_Types].xml" in names and any(name.startswith("word/") for name in names),
    None,
)
FIXED_LAYOUT = PackageKind(
    OFD, Said("这不是 OFD 文档", "this is no OFD document"), lambda names: "OFD.xml" in names, _TO_PDF
)


def clean_package(data: bytes, where: str) -> bytes:
    """A Word file with its XML parts alone. Errors are those of ``read_parts``."""
    return _repack(read_parts(data, where, WORD))


def read_parts(data: bytes, where: str, kind: PackageKind) -> dict[str, bytes]:
    """The parts of a package by name; those that are no XML are empty.

    Raises ``DocumentBroken``, ``PasswordNeeded`` and ``DocumentSuspect``, naming ``where``.
    """
    if not data.startswith(b"PK"):
        raise _name_other(data, where, kind)
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            _check_directory(package, where)
            _check_kind(package, data, where, kind)
            return {member.filename: _read_part(package, member, where) for member in package.infolist()}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise DocumentBroken(where, reason=_TORN) from error
    except DocumentSuspect as error:
        raise DocumentSuspect(where, step=kind.step, **error.facts) from error


def _name_other(data: bytes, where: str, kind: PackageKind) -> DocumentBroken:
    known = recognise(data)
    if known is None:
        return DocumentBroken(where, reason=kind.no_such, step=_IF_TEXT)
    name, step = known
    return DocumentBroken(where, reason=Said(f"其实是{name.zh}", f"it is {name.en}"), step=step)


def _check_directory(package: zipfile.ZipFile, where: str) -> None:
    """What the directory says, before anything is unpacked."""
    members = package.infolist()
    if len(members) > MOST_MEMBERS:
        raise _suspect(where, f"含有 {len(members)} 个部件", f"it has {len(members)} parts")
    names = [member.filename for member in members]
    if len(set(names)) < len(names):
        raise _suspect(where, "含有同名的部件", "it has parts of the same name")
    if any(name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) for name in names):
        raise _suspect(where, "部件的路径越出了文档", "the path of a part climbs out of it")
    total = sum(member.file_size for member in members)
    if total > MOST_BYTES:
        raise _suspect(where, f"解压后将有 {total // MB} MB", f"unpacked it would have {total // MB} MB")
    total = sum(member.file_size for member in members if _is_xml(member.filename))
    if total > MOST_XML:
        raise _suspect(where, f"正文等部件有 {total // MB} MB", f"its XML would have {total // MB} MB")
    for member in members:
        _check_member(member, where)


def _check_member(member: zipfile.ZipInfo, where: str) -> None:
    name = member.filename
    if member.flag_bits & 1:
        raise PasswordNeeded(where)
    small = _SMALL_XML if _is_xml(name) else _SMALL_OTHER
    if member.file_size > max(small, MOST_RATIO * member.compress_size):
        times = member.file_size // max(1, member.compress_size)
        raise _suspect(where, f"{name} 压缩了 {times} 倍", f"{name} is packed {times} times")
    if member.compress_type not in _METHODS:
        raise _suspect(where, f"{name} 用了少见的压缩方式", f"{name} is packed by a rare method")


def _check_kind(package: zipfile.ZipFile, data: bytes, where: str, kind: PackageKind) -> None:
    if kind.is_told_by(package.namelist()):
        return
    known = recognise(data) or ARCHIVE
    raise _name_other(data, where, kind) if known is not kind.format else DocumentBroken(where)


def _read_part(package: zipfile.ZipFile, member: zipfile.ZipInfo, where: str) -> bytes:
    """An XML part, once it is seen to declare nothing; of any other nothing is read.

    Read with its size: without, all that is packed would be unpacked, whatever the directory says.
    """
    name = member.filename
    if not _is_xml(name):
        return b""
    with package.open(member) as file:
        part = file.read(member.file_size + 1)
    head = part[:400]
    declared = _DECLARED.search(head)
    is_odd = declared and not _ASCII_LIKE.fullmatch(declared[1]) and not head.startswith(_UTF16_HEADS)
    if is_odd or any(doctype in part for doctype in _DOCTYPES):
        raise _suspect(where, f"{name} 里声明了实体或异常编码", f"{name} declares entities or an odd encoding")
    return part


def _repack(parts: Mapping[str, bytes]) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as package:
        for name, part in parts.items():
            package.writestr(zipfile.ZipInfo(name), part)
    return buffer.getvalue()


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _suspect(where: str, zh: str, en: str) -> DocumentSuspect:
    return DocumentSuspect(where, reason=Said(zh, en))
