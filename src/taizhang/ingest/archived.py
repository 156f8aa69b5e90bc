"""Archived web pages: what enters is the bytes of a ``.mht`` or ``.mhtml``, what leaves is the page in it as HTML.

Browsers, Word and WPS save a page with its pictures as one file (网页，单个文件), a letter with attachments.
Of ``Content-Type: multipart/related; boundary="b"`` and the parts between the lines ``--b`` the first of type
``text/html`` is the page. Only that part is decoded, and nothing is fetched.
"""

from __future__ import annotations

import binascii
import quopri
import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesHeaderParser

from taizhang.errors import DocumentBroken, FileTooLarge, Said
from taizhang.ingest.files import MB

MOST_PAGE_BYTES = 20 * MB
"""Of the page itself; pictures are held to the limit of the file."""

_HEAD = 20_000
_MOST_PARTS = 5_000
_DEEPEST = 3
_BLANK_LINE = re.compile(rb"\r?\n[ \t]*\r?\n")
_BEGINNING = re.compile(
    rb"\s*(?:mime-version|content-type|from|subject|date|message-id|x-[\w-]+)[ \t]*:", re.IGNORECASE
)
_CHARSET = re.compile(r"[\w-]{3,20}")
_BOUNDARY = re.compile(r"[\x20-\x7e]{1,200}")

_NO_PAGE = Said("这个网页归档文件里没有网页", "there is no page in the archive")
_TORN = Said("网页归档文件不完整", "the archive is torn")
_SAVE_HTML = Said(
    "请用浏览器打开，另存为“网页，仅 HTML”（.html）再试",
    "Open it in a browser, save it as “web page, HTML only” (.html) and try again",
)


def is_archived(data: bytes) -> bool:
    """Whether bytes begin as archived pages do, with the head of a letter that tells what is in it."""
    if not _BEGINNING.match(data[:200]):
        return False
    head, _ = _split_head(data)
    return "mime-version" in head and head.get_content_type() in {"multipart/related", "multipart/mixed", "text/html"}


def extract_page(data: bytes, where: str) -> bytes:
    """The page in an archive, as HTML that declares its encoding where the archive does.

    Raises ``DocumentBroken`` where there is none, and ``FileTooLarge``.
    """
    for head, body in _find_parts(data, _DEEPEST):
        if head.get_content_type() == "text/html":
            page = _decode_body(head, body, where)
            charset = str(head.get_param("charset", "", unquote=True))
            return f'<meta charset="{charset}">'.encode() + page if _CHARSET.fullmatch(charset) else page
    raise DocumentBroken(where, reason=_NO_PAGE, step=_SAVE_HTML)


def _find_parts(data: bytes, depth: int) -> Iterator[tuple[Message, bytes]]:
    """The parts of a letter that have no parts themselves, in order."""
    head, body = _split_head(data)
    if head.get_content_maintype() != "multipart":
        yield head, body
        return
    boundary = str(head.get_param("boundary", "", unquote=True))
    if not depth or not _BOUNDARY.fullmatch(boundary):
        return
    mark = re.compile(rb"(?:^|\n)--" + re.escape(boundary.encode()) + rb"(?:--)?[ \t]*(?:\r?\n|$)")
    ends = mark.finditer(body)
    start = next(ends, None)
    for _, end in zip(range(_MOST_PARTS), ends, strict=False):
        if start is not None:
            yield from _find_parts(body[start.end() : end.start()], depth - 1)
        start = end
    if start is not None and start.end() < len(body):  # cut off before its last boundary: what is there is read
        yield from _find_parts(body[start.end() :], depth - 1)


def _split_head(data: bytes) -> tuple[Message, bytes]:
    """The head of a letter or part, and what stands below the first blank line."""
    data = data.lstrip(b"\r\n") if data[:1] in b"\r\n" else data
    blank = _BLANK_LINE.search(data, 0, _HEAD)
    end = blank.start() if blank else min(len(data), _HEAD)
    head = BytesHeaderParser().parsebytes(data[:end])
    return head, data[blank.end() :] if blank else b""


def _decode_body(head: Message, body: bytes, where: str) -> bytes:
    encoding = str(head.get("content-transfer-encoding", "")).strip().lower()
    if len(body) > 3 * MOST_PAGE_BYTES:
        _refuse_size(where)
    try:
        if encoding == "base64":
            body = binascii.a2b_base64(body)
        elif encoding == "quoted-printable":
            body = quopri.decodestring(body)
    except (ValueError, RecursionError) as error:
        raise DocumentBroken(where, reason=_TORN) from error
    if len(body) > MOST_PAGE_BYTES:
        _refuse_size(where)
    return body


def _refuse_size(where: str) -> None:
    raise FileTooLarge(where, size=f"{MOST_PAGE_BYTES // MB} MB +", limit=f"{MOST_PAGE_BYTES // MB} MB")
