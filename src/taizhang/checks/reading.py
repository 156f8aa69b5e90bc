"""Checks of what was read: is it the report that was meant, whole, in order, and a report at all.

What enters is a finished ``Report``; what leaves are findings T010 to T013. Of ``--year 2031`` given with a text that
begins ``澜川市2030年政府工作报告`` the check of what was given makes ``T010 提示``: the year given holds, and the title
says another one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from taizhang.checks.words import abridge, opening_of, read_lines, restored_of
from taizhang.engine.dateline import HEAD
from taizhang.engine.dateline.places import place_in_head, place_in_title, unregistered_place
from taizhang.engine.dateline.years import find_year, plain_digits, rough_year, title_lines
from taizhang.engine.model import Finding, Kind, PageTurn, Report, Severity, SourceFile, Span
from taizhang.rules.areas import NATION, short_name

TITLES = {
    "T010": "给定的地区、年份与报告不符",
    "T011": "几个文件接不上",
    "T012": "网页没有存全",
    "T013": "没有读出内容",
}

_NUMBERED = re.compile(r"(.*?)(\d+)(\D*)", re.DOTALL)
_TITLE_END = re.compile(r"(?:工作(?:的)?报告|公报)[*\s]*(?:[（(].{0,30}[)）])?[*\s]*$")
_NEXT_PAGE = re.compile(r"下一页|下页")
_PAGES = re.compile(r"共\s*(\d{1,3})\s*页|第?\s*\d{1,3}\s*[/／]\s*(\d{1,3})\s*页")
_PAGE = re.compile(r"第\s*(\d{1,3})\s*页")
_LONGEST_LINE = 60
_WEB = frozenset(("text/html", "multipart/related", "message/rfc822"))


# --- given and said ----------------------------------------------------------------------------------


class _Said(NamedTuple):
    """What a title and an opening say: the place's name and code, and the year; None where they do not."""

    place: str | None
    area: str | None
    year: int | None


def _read_head(title: str, head: str) -> _Said:
    title, head = plain_digits(title), plain_digits(head)
    near = rough_year(title, head)
    area = place_in_title(title, near) or place_in_head(head, near)
    year = find_year(title, head, "", is_nation=area is not None and area.code == NATION)
    if area is None:
        return _Said(unregistered_place(title, _short_lines(head)), None, year)
    return _Said("国务院" if area.code == NATION else area.name, area.code, year)


def _short_lines(head: str) -> str:
    """The lines of a title and a dateline; what a paragraph calls a congress's (完成了省第十二届…) names no place."""
    return "\n".join(line for line in head.split("\n") if len(line) <= _LONGEST_LINE)


def check_given(report: Report) -> Iterator[Finding]:
    """T010 给定的地区、年份与报告不符: what the caller gave is kept, though title or dateline say otherwise.

    Always a notice.
    """
    source = report.source
    head = restored_of(report).text[:HEAD]
    said = _read_head(source.title, head)
    pairs: list[tuple[str, str, str]] = []
    if source.place and said.place and not _is_same_place(source.place, source.area, said):
        pairs.append(("地区", source.place, said.place))
    if source.year and said.year and source.year != said.year:
        pairs.append(("年份", str(source.year), str(said.year)))
    for name, given, own in pairs:
        message = (
            f"给定的{name}是“{given}”，报告的标题或题注却是“{own}”；已按给定的{name}处理，请核对是否给错或选错了文件。"
        )
        yield Finding("T010", Severity.NOTICE, message, _find_words(report, own))


def _is_same_place(place: str, area: str | None, said: _Said) -> bool:
    if area and said.area:
        return area == said.area or short_name(place) == short_name(said.place or "")
    names = short_name(place), short_name(said.place or "")
    if said.area is None and place.endswith(said.place or "\n"):
        return True  # 自治区第九届人民代表大会
    return names[0] in names[1] or names[1] in names[0]


def _find_words(report: Report, words: str) -> tuple[Span, ...]:
    """Where the words first stand near the top, else the opening."""
    at = report.source.text.find(words, 0, HEAD)
    return (Span(at, at + len(words)),) if at >= 0 else opening_of(report)


# --- several files ------------------------------------------------------------------------------------


def check_files(report: Report) -> Iterator[Finding]:
    """T011 几个文件接不上: files that were joined are in the wrong order, or of different reports.

    Always a question.
    """
    files = report.source.files
    if len(files) < 2:
        return
    yield from _check_order(report, files)
    yield from _check_reports(report, files)


def _check_order(report: Report, files: tuple[SourceFile, ...]) -> Iterator[Finding]:
    turns = [_turns_in(report, file.span) for file in files]
    comes = [any(turn.direction == "from" for turn in found) for found in turns]
    goes = [any(turn.direction == "to" for turn in found) for found in turns]
    reason, at = "", 0
    if comes[0] and not all(comes):
        first = files[comes.index(False)].name
        reason = f"排在最前的“{files[0].name}”标有“上接”，“{first}”却没有，报告的开头看来在“{first}”"
    elif goes[-1] and not all(goes):
        at, last = len(files) - 1, files[goes.index(False)].name
        reason = f"排在最后的“{files[-1].name}”标有“下转”，“{last}”却没有，报告的结尾看来在“{last}”"
    elif found := _find_backward(files, turns):
        at, reason = found
    if reason:
        message = f"{reason}；各文件的先后可能颠倒，请核对后按版面次序重新给出。"
        yield Finding("T011", Severity.QUESTION, message, _start_of(report, files[at]))


def _turns_in(report: Report, span: Span) -> list[PageTurn]:
    return [turn for turn in report.restoration.page_turns if span.start <= turn.span.start < span.end]


def _find_backward(files: tuple[SourceFile, ...], turns: list[list[PageTurn]]) -> tuple[int, str] | None:
    """The first file whose number is lower than that of the file before it, and why."""
    numbers = _number_files([file.name for file in files])
    for at, (before, after) in enumerate(pairwise(numbers), 1):
        if after < before:
            return at, f"“{files[at].name}”排在“{files[at - 1].name}”之后"
    for direction, name in (("from", "上接"), ("to", "下转")):
        told = [(at, turn.page) for at, found in enumerate(turns) for turn in found if turn.direction == direction]
        pages = [(at, page) for at, page in told if page is not None]
        for (_, before), (at, after) in pairwise(pages):
            if after < before:
                return at, f"“{files[at].name}”标有“{name}第{after}版”，排在它前面的文件标有“{name}第{before}版”"
    return None


def _number_files(names: list[str]) -> list[int]:
    """The numbers in names that are otherwise alike (第1版.txt, 第4版.txt); empty where they are not."""
    found = [_NUMBERED.fullmatch(name.rpartition(".")[0]) for name in names]
    matches = [match for match in found if match]
    if len(matches) < len(names) or len({(match[1], match[3]) for match in matches}) > 1:
        return []
    return [int(match[2]) for match in matches]


def _check_reports(report: Report, files: tuple[SourceFile, ...]) -> Iterator[Finding]:
    """Each file with a title of its own that is of another report than the first title."""
    known: tuple[SourceFile, str, _Said] | None = None
    for file in files:
        head = report.source.text[file.span.start : min(file.span.end, file.span.start + HEAD)]
        lines = (line.strip("#* \u3000") for line in title_lines(plain_digits(head)) if _TITLE_END.search(line))
        title = next(lines, None)
        if title is None:
            continue
        said = _read_head(title, head)
        if known is None:
            known = file, title, said
        elif difference := _tell_difference(known[2], said, known[1], title):
            message = f"“{file.name}”与“{known[0].name}”像是两份报告：{difference}；已连成一份来读，请核对。"
            yield Finding("T011", Severity.QUESTION, message, _start_of(report, file))


def _tell_difference(one: _Said, other: _Said, one_title: str, other_title: str) -> str:
    if one.year and other.year and one.year != other.year:
        return f"一份是{one.year}年，一份是{other.year}年"
    if one.place and other.place and not _is_same_place(one.place, one.area, other):
        return f"一份是“{one.place}”，一份是“{other.place}”"
    first, second = "".join(one_title.split()), "".join(other_title.split())
    if first in second or second in first:
        return ""
    return f"标题一为“{abridge(first, 30)}”，一为“{abridge(second, 30)}”"


def _start_of(report: Report, file: SourceFile) -> tuple[Span, ...]:
    """The first line of a file that holds something."""
    text = report.source.text[file.span.start : file.span.end]
    line = next(read_lines(text), Span(0, 0))
    return (Span(file.span.start + line.start, file.span.start + line.end),)


# --- what is missing -----------------------------------------------------------------------------------


def check_paging(report: Report) -> Iterator[Finding]:
    """T012 网页没有存全: the page says that the text goes on on another one (共3页, 下一页).

    Always a question.
    """
    source = report.source
    if source.media_type not in _WEB:
        return
    for line in read_lines(source.text):
        words = source.text[slice(*line)]
        found, after = _PAGES.search(words), _NEXT_PAGE.search(words)
        if len(words) > _LONGEST_LINE or not (found or after):
            continue
        pages = int(found[1] or found[2]) if found else 0
        last = max((int(page[1]) for page in _PAGE.finditer(source.text)), default=0) if found else 0
        if pages == 1 or (pages and len(source.files) >= pages) or (pages and last >= pages and not after):
            continue
        count = f"共{pages}页" if pages else "分成几页"
        message = (
            f"网页上有“{abridge(words, 20)}”，报告{count}，其余各页不在本文中；"
            "请把各页都存下来，用 --join 按次序连起来读。"
        )
        yield Finding("T012", Severity.QUESTION, message, (line,))
        return


def check_substance(report: Report) -> Iterator[Finding]:
    """T013 没有读出内容: neither heading nor figure nor any item but phrases, so that the ledger is empty.

    Always a notice.
    """
    is_empty = not report.quantities and all(item.kind is Kind.FRAMING for item in report.items)
    if not report.engine or not is_empty or any(section.title for section in report.sections):
        return
    count = len("".join(report.source.text.split()))
    message = f"全文 {count} 字，没有认出章节标题、事项和数量，台账是空的；请核对是否选对了文件，文字是否完整。"
    yield Finding("T013", Severity.NOTICE, message, opening_of(report))


CHECKS = (check_given, check_files, check_paging, check_substance)
