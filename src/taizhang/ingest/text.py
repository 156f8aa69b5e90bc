r"""Text files: what enters is the bytes of a ``.txt`` or ``.md``, what leaves is their text.

The encoding is found in this order: byte-order mark; strict UTF-8 that reads as text; of UTF-8, UTF-16 and GB18030,
each strict, the reading with the fewest characters that no Chinese report has; charset-normalizer for the encodings of
other places. Bytes that are sound but for a few are refused, the line named.
``"力争突破200亿元。".encode("gb18030")`` is no UTF-8, reads in UTF-16 as Hangul, and so is GB18030.

The mark is dropped and line ends become ``\n``; nothing else is changed.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from taizhang.errors import FileEmpty, NotText, Said, TextUndecodable
from taizhang.ingest.formats import recognise

_MARKS = (  # the longer first: the mark of UTF-16 begins that of UTF-32
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_UTF16 = ("utf-16-le", "utf-16-be")
_ELSEWHERE = ("big5", "big5hkscs", "euc_jp", "shift_jis", "euc_kr", "hz")

# What a Chinese report has hardly any of: controls, scripts from Armenian to Mongolian, Yi, Hangul, private use.
_FOREIGN = re.compile("[\0-\x08\x0e-\x1f\x7f-\x9f\u0530-\u1fff\ua000-\uabff\uac00-\uf8ff\ufff0-\uffff]+")
_MOST_FOREIGN = 0.02
# Of the characters beyond ASCII, how many GB2312 has: nearly all of a report, half in the old script, a third of noise.
_LEAST_FAMILIAR = 0.4
_PUNCTUATION = re.compile("[\t-\x7e\u3000-\u303f\uff00-\uff5e]")
_MOST_DAMAGE = 0.02
_ENOUGH_TO_GUESS = 64
_SAMPLE = 1 << 16


class Reading(NamedTuple):
    """The text that bytes give in one encoding.

    ``foreign`` is a share of its characters, ``familiar`` of the ``beyond`` that are not ASCII.
    """

    encoding: str
    text: str
    foreign: float
    beyond: int
    familiar: float


def read_text(data: bytes, where: str) -> str:
    r"""The text of a file's bytes. ``where`` names the file in errors.

    Raises ``NotText`` for what is known to be something else or holds NULs, ``TextUndecodable`` where no encoding fits,
    ``FileEmpty`` where nothing but blanks is left.

    >>> read_text("\ufeff一、总体要求\r\n".encode(), "报告.txt")
    '一、总体要求\n'
    """
    known = recognise(data)
    if known:
        raise NotText(where, what=known.name, step=known.step)
    text = unify_lines(decode(data, where))
    if not text.strip():
        raise FileEmpty(where, reason=Said("文件里只有空白，没有文字", "there is nothing but blanks in the file"))
    return text


def unify_lines(text: str) -> str:
    r"""``text`` with line ends ``\n`` and without a byte-order mark at its head."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.removeprefix("\ufeff")


def decode(data: bytes, where: str) -> str:
    """The text of bytes in the encoding that fits, line ends as they are. Errors are those of ``read_text``."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data[len(mark) :], encoding, where)
    plain = _read(data, "utf-8")
    if plain and not plain.foreign:
        return plain.text
    damage = None if plain else _find_damage(data, "utf-8")
    reading = None if damage else _choose(data, plain)
    if reading is None and b"\0" in data:
        raise NotText(where)
    damage = damage or (None if reading else _find_damage(data, "gb18030"))
    reading = reading or (None if damage else _guess(data))
    if reading:
        return reading.text
    raise _broken(*damage, where) if damage else TextUndecodable(where)


def _decode_marked(data: bytes, encoding: str, where: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(encoding, "ignore").count("\n") + 1
        raise _broken(encoding.upper().removesuffix("-LE").removesuffix("-BE"), line, where) from error
    if "\0" in text:
        raise NotText(where)
    return text


def _read(data: bytes, encoding: str) -> Reading | None:
    """The reading in one encoding; None where the bytes are not valid in it."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return _measure(encoding, text)


def _measure(encoding: str, text: str) -> Reading:
    foreign = sum(map(len, _FOREIGN.findall(text)))
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    in_gb2312 = len(text.encode("gb2312", "ignore")) - (len(text) - beyond)  # two bytes a character
    return Reading(encoding, text, foreign / max(1, len(text)), beyond, in_gb2312 / 2 / beyond if beyond else 1.0)


def _choose(data: bytes, plain: Reading | None) -> Reading | None:
    """The credible reading with the fewest foreign characters, then with the most familiar ones.

    What is valid UTF-8 (``plain``) is no GB18030, but may be UTF-16: then its controls show.
    """
    readings = (plain, *(_read(data, encoding) for encoding in (_UTF16 if plain else (*_UTF16, "gb18030"))))
    credible = [reading for reading in readings if reading and _is_credible(reading)]
    return min(credible, key=lambda r: (round(r.foreign, 3), -r.familiar), default=None)


def _is_credible(reading: Reading) -> bool:
    """Whether it may be what the writer meant: nearly any bytes are valid in GB18030, and many in UTF-16."""
    if "\0" in reading.text:
        return False
    if reading.encoding == "utf-8":  # not valid by chance, once it has some length
        return True
    if reading.foreign > _MOST_FOREIGN or reading.familiar < _LEAST_FAMILIAR:
        return False
    return not reading.encoding.startswith("utf-16") or bool(_PUNCTUATION.search(reading.text))


def _guess(data: bytes) -> Reading | None:
    """Encodings of other places, as charset-normalizer sees them: slow, and unreliable on little text."""
    if len(data) < _ENOUGH_TO_GUESS:
        return None
    from charset_normalizer import from_bytes  # noqa: PLC0415  (loads slowly, hardly ever needed)

    best = from_bytes(data[:_SAMPLE], cp_isolation=list(_ELSEWHERE)).best()
    reading = _read(data, best.encoding) if best else None
    return reading if reading and reading.foreign <= _MOST_FOREIGN and not reading.text.isascii() else None


def _find_damage(data: bytes, encoding: str) -> tuple[str, int] | None:
    """The encoding and the line where it first breaks, of bytes that are sound in it elsewhere; None for others."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        text = data.decode(encoding, "replace")
        rest = _measure(encoding, text.replace("\ufffd", ""))
        bad = len(text) - len(rest.text)
        if bad <= max(1, _MOST_DAMAGE * len(text)) and bad < rest.beyond and _is_credible(rest):
            return encoding.upper(), data.count(b"\n", 0, error.start) + 1
    return None


def _broken(encoding: str, line: int, where: str) -> TextUndecodable:
    return TextUndecodable(
        where,
        reason=Said(
            f"看来是 {encoding} 编码，但第 {line} 行有损坏的字节",
            f"seems to be {encoding}, with broken bytes in line {line}",
        ),
        step=Said(
            "请重新取得此文件，或用记事本打开、改好该行后另存再试",
            "Get the file once more, or mend that line and save it",
        ),
    )
