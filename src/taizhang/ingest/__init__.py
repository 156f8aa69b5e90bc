"""From a file to a ``SourceText``: what enters is a path, what leaves is its text, title, place and year.

``open_source("澜川市政府工作报告.docx")`` is the one door: it reads what ``ACCEPTED`` lists, and
says of every other file what to do with it. ``join_sources`` makes one source of a report's pages. Nothing here
judges content: page furniture, front matter and repeats stay in the text, for the engine to mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import accumulate
from os.path import isfile
from pathlib import Path
from typing import Never

from taizhang.engine.model import SourceFile, SourceText, Span
from taizhang.errors import FileTooLarge, Said
from taizhang.ingest.contents import find_contents_in
from taizhang.ingest.files import MB, read_bytes
from taizhang.ingest.formats import (
    ACCEPTED,
    ARCHIVED_PAGE,
    ARCHIVED_SUFFIXES,
    ARCHIVED_TYPE,
    DOCX,
    HTML,
    HTML_SUFFIXES,
    HTML_TYPE,
    OFD_SUFFIX,
    OFD_TYPE,
    OLD_OFFICE_TYPES,
    PDF_SUFFIX,
    PDF_TYPE,
    TEXT_SUFFIXES,
    WORD_SUFFIX,
    WORD_TYPE,
    refuse_suffix,
)
from taizhang.ingest.given import place_source, refuse_file_name
from taizhang.ingest.text import read_text, unify_lines
from taizhang.ingest.titles import choose_word_title, find_heading, name_from_stem, read_front_matter, read_year

__all__ = ["ACCEPTED", "join_sources", "open_source", "place_source", "refuse_file_name", "source_from_text"]

MOST_TEXT_BYTES = 20 * MB
MOST_WORD_BYTES = 64 * MB  # with its pictures; the text in it is held to its own limit
MOST_PAGE_BYTES = 20 * MB  # with what its scripts bring; a page of text has a tenth of one
MOST_PDF_BYTES = 64 * MB  # with its pictures and fonts
MOST_CHARACTERS = 20_000_000

_MARKDOWN = "text/markdown"
_SURROGATE = re.compile("[\ud800-\udfff]")


def open_source(path: Path | str, *, place: str | None = None, year: int | None = None) -> SourceText:
    """Read one file. ``place`` and ``year`` go before what its front matter says.

    ``sha256`` is of the file's bytes; ``files`` holds its name without folders. Raises an ``InputError`` that names it.
    """
    path = Path(path)
    read, limit = _READERS.get(path.suffix.lower(), (_read_plain, MOST_TEXT_BYTES))
    if isfile(path):  # noqa: PTH113  (never raises; of what is missing, or a folder, that is what is told)
        refuse_suffix(path)
    data = read_bytes(path, limit)
    source = read(data, path)
    if len(source.text) > MOST_CHARACTERS:
        _refuse_length(len(source.text), str(path))
    return replace(
        source,
        title=source.title or name_from_stem(path.stem),
        sha256=sha256(data).hexdigest(),
        files=(SourceFile(path.name, Span(0, len(source.text))),),
        place=source.place if place is None else place,
        year=source.year if year is None else year,
    )


def join_sources(sources: Sequence[SourceText]) -> SourceText:
    """One source of the pages of a report, in the order given; a page begins on a new line.

    Title, place, area and year are those of the first page that has them; boxes keep the page numbers of their file.
    ``sha256`` is of the pages' digests, 32 bytes each. Raises ``ValueError`` where there are no pages, and
    ``FileTooLarge`` where they are longer than any report.
    """
    if len(sources) < 2:
        return sources[0] if sources else _refuse_nothing()
    texts = [_end_line(source.text) for source in sources[:-1]] + [sources[-1].text]
    starts = list(accumulate(map(len, texts), initial=0))
    if starts[-1] > MOST_CHARACTERS:
        _refuse_length(starts[-1], " + ".join(file.name for source in sources for file in source.files))
    digests = b"".join(bytes.fromhex(source.sha256 or _digest(source.text)) for source in sources)
    types = {source.media_type for source in sources}
    return SourceText(
        text="".join(texts),
        title=next((source.title for source in sources if source.title), ""),
        media_type=types.pop() if len(types) == 1 else "text/plain",
        sha256=sha256(digests).hexdigest(),
        files=tuple(f._replace(span=_shift(f.span, at)) for s, at in zip(sources, starts) for f in s.files),
        boxes=tuple(b._replace(span=_shift(b.span, at)) for s, at in zip(sources, starts) for b in s.boxes),
        asides=tuple(_shift(span, at) for s, at in zip(sources, starts) for span in s.asides),
        place=next((source.place for source in sources if source.place is not None), None),
        area=next((source.area for source in sources if source.area is not None), None),
        year=next((source.year for source in sources if source.year is not None), None),
    )


def source_from_text(text: str, title: str = "", place: str | None = None, year: int | None = None) -> SourceText:
    r"""A source of a bare string, of no file. Line ends become ``\n``, as in a file; half a surrogate pair, which no
    file can hold, becomes U+FFFD. ``sha256`` is of the UTF-8 of the text so made.

    >>> source_from_text("各位代表：\r\n", place="甲市").text
    '各位代表：\n'
    """
    text = unify_lines(text)
    if not text.isascii():
        text = _SURROGATE.sub("\ufffd", text)
    return SourceText(text, title, sha256=_digest(text), place=place, year=year, asides=find_contents_in(text))


def _read_word(data: bytes, path: Path) -> SourceText:
    from taizhang.ingest.word import read_word  # noqa: PLC0415  (python-docx loads slower than a report is read)

    word = read_word(data, str(path))
    return SourceText(word.text, choose_word_title(*word), WORD_TYPE)


def _read_old(data: bytes, path: Path) -> SourceText:
    from taizhang.ingest.office import convert_office, recognise_office  # noqa: PLC0415  (as above)

    known = recognise_office(data, str(path))
    if known in {HTML, ARCHIVED_PAGE}:
        return _read_page(data, path)
    suffix = path.suffix.lower()
    source = _read_word(data if known is DOCX else convert_office(data, suffix, str(path)), path)
    return source if known is DOCX else replace(source, media_type=OLD_OFFICE_TYPES[suffix])


def _read_page(data: bytes, path: Path) -> SourceText:
    from taizhang.ingest.archived import extract_page, is_archived  # noqa: PLC0415  (as above)
    from taizhang.ingest.html import read_html  # noqa: PLC0415  (as above)

    is_archive = is_archived(data)
    page = read_html(extract_page(data, str(path)) if is_archive else data, str(path))
    return SourceText(page.text, page.title, ARCHIVED_TYPE if is_archive else HTML_TYPE, asides=page.asides)


def _read_pdf(data: bytes, path: Path) -> SourceText:
    from taizhang.ingest.pdf import read_pdf  # noqa: PLC0415  (as above)

    pdf = read_pdf(data, str(path))
    title = choose_word_title(pdf.text, pdf.property_title, pdf.printed_title)
    return SourceText(pdf.text, title, PDF_TYPE, boxes=pdf.boxes, asides=pdf.asides)


def _read_ofd(data: bytes, path: Path) -> SourceText:
    from taizhang.ingest.ofd import read_ofd  # noqa: PLC0415  (as above)

    ofd = read_ofd(data, str(path))
    title = choose_word_title(ofd.text, ofd.property_title, ofd.printed_title)
    return SourceText(ofd.text, title, OFD_TYPE, boxes=ofd.boxes, asides=ofd.asides)


def _read_plain(data: bytes, path: Path) -> SourceText:
    """A text file; one that is no Markdown may have front matter all the same, but ``#`` is no heading there."""
    text = read_text(data, str(path))
    media_type = TEXT_SUFFIXES[path.suffix.lower()]
    said = read_front_matter(text)
    title = said.get("title") or (find_heading(text) if media_type == _MARKDOWN else "")
    year = read_year(said.get("year"))
    return SourceText(text, title, media_type, place=said.get("place"), year=year, asides=find_contents_in(text))


_READERS: dict[str, tuple[Callable[[bytes, Path], SourceText], int]] = {
    WORD_SUFFIX: (_read_word, MOST_WORD_BYTES),
    PDF_SUFFIX: (_read_pdf, MOST_PDF_BYTES),
    **dict.fromkeys(OLD_OFFICE_TYPES, (_read_old, MOST_WORD_BYTES)),
    OFD_SUFFIX: (_read_ofd, MOST_PDF_BYTES),
    **dict.fromkeys(HTML_SUFFIXES, (_read_page, MOST_PAGE_BYTES)),
    **dict.fromkeys(ARCHIVED_SUFFIXES, (_read_page, MOST_WORD_BYTES)),
}
"""By suffix: who reads it, and how many bytes at most. All other suffixes are read as text."""


def _end_line(text: str) -> str:
    return text if text.endswith("\n") or not text else f"{text}\n"


def _shift(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _refuse_nothing() -> Never:
    raise ValueError("no sources to join")


def _refuse_length(length: int, where: str) -> Never:
    size = Said(f"{length / 10_000:.0f} 万字", f"{length:,} characters")
    limit = Said(f"{MOST_CHARACTERS // 10_000} 万字", f"{MOST_CHARACTERS:,} characters")
    raise FileTooLarge(where, size=size, limit=limit)
