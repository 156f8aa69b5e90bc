"""Checks of the text as a text: page turns, repeats, broken sentences, missing sections, quotes, markup, place, year.

What enters is a finished ``Report``; what leaves are findings, one for each place. Of ``宜居的好房子”标准`` the check
of pairs makes ``T006 错误``: the closing quote of 好房子” has no opening one. The first span is the main place; where
something is missing, it is that of what stands directly after the gap.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from taizhang.checks.announced import check_announced
from taizhang.checks.words import (
    CLAUSE_MARK,
    abridge,
    is_line_end,
    last_clause,
    line_after,
    opening_of,
    read_lines,
    restored_of,
)
from taizhang.engine.explain import place_of
from taizhang.engine.model import Finding, PageTurn, Report, SetAside, Severity, Span
from taizhang.engine.restore.lines import SENTENCE_END, is_cut

Check = Callable[[Report], Iterator[Finding]]

TITLES = {
    "T001": "转版标记",
    "T002": "整段重复",
    "T003": "断句",
    "T004": "跨栏、跨页的句子",
    "T005": "预告的条目不全",
    "T006": "引号、括号不成对",
    "T007": "残留的排版代码",
    "T008": "地区不明",
    "T009": "年份不明",
}

_LONGEST_QUOTE = 16
_NEARBY = 200
"""Kept characters between a page turn and the edge of the text, from which on something of the text lies there."""

_PAIRS = dict(zip("“‘「『《〈【（([〔", "”’」』》〉】）)]〕", strict=True))
_CLOSERS = {close: opener for opener, close in _PAIRS.items()}
_SAME = {"(": "（", ")": "）"}
_NAMES = {"“": "引号", "‘": "引号", "「": "引号", "『": "引号", "《": "书名号", "〈": "书名号"}
_PAIR_MARKS = re.compile("[" + re.escape("".join(_PAIRS) + "".join(_CLOSERS)) + '"]')
_MARKS_AND_LINES = re.compile(_PAIR_MARKS.pattern[:-1] + "\n]")
_ROUND = str.maketrans(_SAME)
_PLAIN_PAIRS = tuple(opener + close for opener, close in _PAIRS.items() if opener not in "‘(")
"""Those without single quotes, for ’ may be an apostrophe."""

_ENUMERATOR = re.compile(r"(?:^|[\s。；;，,：:、（(“])(?:\d{1,3}|[一二三四五六七八九十]{1,3}|[A-Za-z])$")
_MARKUP = re.compile(
    r"[A-Za-z0-9]*[_^]\{[^{}\n]{0,20}\}|\\[a-zA-Z]{2,}(?:\{[^{}\n]*\})?|\d\$\d(?:\.\$\d)?\d*|\$\d\.\$\d\d*|\$[^$\n]{0,30}[\\^_{][^$\n]{0,30}\$"
    r"|[&?](?:quot|nbsp|amp|lt|gt);|(?:&(?:[a-zA-Z]{2,8}|#x?[0-9a-fA-F]{2,6});)+|\{\{[^{}\n]*\}\}|\ufffd+"
)
_MARKUP_SIGNS = "_^\\$&?{\ufffd"  # all markup has one of these, and stands in one line


# --- page turns --------------------------------------------------------------------------------------


def check_page_turns(report: Report) -> Iterator[Finding]:
    """T001 转版标记: the page says that the text comes from, or goes on, elsewhere; one notice for each mark."""
    turns = report.restoration.page_turns
    for at, turn in enumerate(turns):
        mark = f"“{report.words(turn.span)}”是报纸转版标记，已从正文中略去"
        beside = turns[at - 1 : at] if turn.direction == "from" else turns[at + 1 : at + 2]
        is_met = any(other.direction != turn.direction for other in beside)
        if not is_met and not _has_text(report, turn):
            mark += f"；{'此前' if turn.direction == 'from' else '此后'}的内容在{_page(turn)}，不在本文中"
        yield Finding("T001", Severity.NOTICE, mark + "。", (turn.span,))


def _page(turn: PageTurn) -> str:
    return f"第{turn.page}版" if turn.page else "另一版"


def _has_text(report: Report, turn: PageTurn) -> bool:
    """Whether more than a few kept characters stand where a page turn says that there are others elsewhere."""
    pieces = report.restoration.pieces
    if turn.direction == "from":
        return sum(min(p.end, turn.span.start) - p.start for p in pieces if p.start < turn.span.start) > _NEARBY
    return sum(p.end - max(p.start, turn.span.end) for p in pieces if p.end > turn.span.end) > _NEARBY


# --- repeats and breaks ------------------------------------------------------------------------------


def check_repeats(report: Report) -> Iterator[Finding]:
    """T002 整段重复: a block printed twice; the copy out of place was set aside, the other one stays.

    An error, for the words about the copy tell that it stands in the wrong place.
    """
    for fact in _join_adjoining(report):
        same = "一字不差" if fact.is_exact else "仅个别字词不同"
        aside, kept = _where(report, fact.span), _where(report, fact.kept)
        message = (
            f"“{abridge(report.words(fact.span))}”（{_length(report, fact)}字）印了两遍，{same}："
            f"一遍在{aside}，一遍在{kept}；"
            f"已剔除{aside}的一遍，保留{kept}的一遍，依据：{_tell_evidence(report, fact)}。"
        )
        yield Finding("T002", Severity.ERROR, message, (fact.span, fact.kept))


def _join_adjoining(report: Report) -> Iterator[SetAside]:
    """The blocks set aside; those that adjoin in both places are one, and exact only where each of them is."""
    last: SetAside | None = None
    for fact in sorted(report.restoration.set_aside, key=lambda each: each.span):
        if last and all(
            a.end <= b.start and not report.source.text[a.end : b.start].strip()
            for a, b in ((last.span, fact.span), (last.kept, fact.kept))
        ):
            span, kept = Span(last.span.start, fact.span.end), Span(last.kept.start, fact.kept.end)
            last = SetAside(span, kept, fact.evidence, last.is_exact and fact.is_exact)
            continue
        if last:
            yield last
        last = fact
    if last:
        yield last


def _where(report: Report, span: Span) -> str:
    place = place_of(report, span.start, span.end)
    return f"第{place.line}行（{place.address}）"


def _tell_evidence(report: Report, fact: SetAside) -> str:
    """What decided, in words: where the kept copy stands the text reads on, or it does where the other was."""
    left, _, right = fact.evidence.partition("|")
    if not right:
        return fact.evidence
    stays = re.sub(r"\s", "", report.words(fact.kept)).endswith(re.sub(r"\s", "", left))
    where = "保留处" if stays else "剔除后"
    return f"{where}“{left}”接“{right}”，文句通顺"


def _length(report: Report, fact: SetAside) -> int:
    return len(re.sub(r"\s", "", report.words(fact.span)))


def check_breaks(report: Report) -> Iterator[Finding]:
    """T003 断句: a sentence stops in the middle and what follows does not continue it.

    An error in a copy set aside, where the other copy shows how it goes on; else a question, for it may be that only
    the full stop is lost.
    """
    text = report.source.text
    for fact in report.restoration.set_aside:
        if text[fact.span.end - 1] in SENTENCE_END or not is_line_end(text, fact.span.end):
            continue
        cut = last_clause(text, fact.span.start, fact.span.end)
        spans = [cut, line_after(text, fact.span.end), line_after(text, fact.kept.end)]
        message = (
            f"句子在“{report.words(cut)}”处断开，紧接的“{abridge(report.words(spans[1]))}”不是其下文；"
            f"下文在另一处“{abridge(report.words(spans[2]))}”。"
        )
        yield Finding("T003", Severity.ERROR, message, tuple(s for s in spans if s.end > s.start))
    yield from _find_loose_ends(report)


def _find_loose_ends(report: Report) -> Iterator[Finding]:
    """Lines of the restored text that stop in mid-sentence with another line below."""
    restored = restored_of(report)
    lines = list(read_lines(restored.text))
    for line, below in pairwise(lines):
        words = restored.text[line.start : line.end]
        if not is_cut(words) or words[-1] in _CLOSERS or words[-1].isascii():
            continue
        end = last_clause(restored.text, line.start, line.end)
        spans = (restored.to_source(*end), restored.to_source(*below))
        message = (
            f"“{restored.text[slice(*end)]}”之后没有句末标点就另起一段，下文是“{abridge(restored.text[slice(*below)])}”，"
            "请核对是漏了标点、漏排了文字，还是误分了段。"
        )
        yield Finding("T003", Severity.QUESTION, message, spans)


def check_joins(report: Report) -> Iterator[Finding]:
    """T004 跨栏、跨页的句子: a column or page break cut a sentence, whose parts were joined; always a notice."""
    for join in report.restoration.joins:
        left, _, right = join.evidence.partition("|")
        message = f"一句话被分栏或分页断开，已按上下文接通：“{left}”接“{right}”。"
        yield Finding("T004", Severity.NOTICE, message, (join.after, join.before))


# --- pairs -------------------------------------------------------------------------------------------


def check_pairs(report: Report) -> Iterator[Finding]:
    """T006 引号、括号不成对: a mark without its other half in the same paragraph; always an error."""
    restored = restored_of(report)
    for line in _find_uneven(restored.text):
        lonely = _find_unpaired(restored.text, line)[::-1]
        while lonely:
            first = lonely.pop()
            span, fault = _words_at(restored.text, line, first), _name_fault(restored.text[first])
            if lonely and _is_reversed(restored.text, first, lonely[-1]):
                span, fault = Span(first, lonely.pop() + 1), "引号前后不配"
            message = f"「{restored.text[slice(*span)]}」{fault}。"
            yield Finding("T006", Severity.ERROR, message, (restored.to_source(*span),))


def _find_uneven(text: str) -> Iterator[Span]:
    """The lines whose marks are not all pairs within pairs: those that are for certain need no closer look."""
    marks = "".join(_MARKS_AND_LINES.findall(text)).translate(_ROUND)
    length = 0
    while length != len(marks):
        length = len(marks)
        for pair in _PLAIN_PAIRS:
            marks = marks.replace(pair, "")
    start = 0
    for line, left in zip(text.split("\n"), marks.split("\n"), strict=True):
        if left:
            yield Span(start + len(line) - len(line.lstrip()), start + len(line.rstrip()))
        start += len(line) + 1


def _name_fault(mark: str) -> str:
    if mark == '"':
        return "的引号不成对"
    name = _NAMES.get(_CLOSERS.get(mark, mark), "括号")
    return f"的后{name}没有对应的前{name}" if mark in _CLOSERS else f"的前{name}没有对应的后{name}"


def _is_reversed(text: str, first: int, second: int) -> bool:
    """Whether two lonely quotes close together are one pair with a mark the wrong way round or of another sort."""
    return second - first <= _LONGEST_QUOTE and {text[first], text[second]} <= set("“”‘’")


def _find_unpaired(text: str, line: Span) -> list[int]:
    """Where in a line a quote or bracket lacks its other half, in order."""
    opened: list[tuple[str, int]] = []
    lonely: list[int] = []
    straight: list[int] = []
    for match in _PAIR_MARKS.finditer(text, *line):
        mark, at = match[0], match.start()
        if mark == "’" and text[at + 1 : at + 2].isdigit():
            continue  # the apostrophe of a year: ’99
        if mark == '"':
            straight.append(at)
        elif mark in _PAIRS:
            opened.append((_SAME.get(mark, mark), at))
        else:
            _close(text, line, opened, lonely, at)
    lonely += [at for _, at in opened]
    return sorted(lonely + straight[-1:] * (len(straight) % 2))


def _close(text: str, line: Span, opened: list[tuple[str, int]], lonely: list[int], at: int) -> None:
    """Match the closing mark at ``at`` with the last of its kind opened; those opened since then stay alone."""
    mark = _SAME.get(text[at], text[at])
    depth = next((i for i in range(len(opened) - 1, -1, -1) if _PAIRS[opened[i][0]] == mark), None)
    if depth is not None:
        lonely += [place for _, place in opened[depth + 1 :]]
        del opened[depth:]
    elif not (mark == "）" and _ENUMERATOR.search(text[max(line.start, at - 4) : at])):
        lonely.append(at)


def _words_at(text: str, line: Span, at: int) -> Span:
    """The words that a lonely mark stands with: back to the mark before it, or on to the next one."""
    if text[at] in _CLOSERS or text[at] == '"':
        before = [m.end() for m in CLAUSE_MARK.finditer(text, max(line.start, at - 20), at)]
        return Span(max([*before, line.start, at - 20]), at + 1)
    after = CLAUSE_MARK.search(text, at, min(line.end, at + 20))
    return Span(at, after.start() if after else min(line.end, at + 20))


# --- markup, place and year ------------------------------------------------------------------------------


def check_markup(report: Report) -> Iterator[Finding]:
    """T007 残留的排版代码: formula or web code, or characters lost in decoding, stand in the text; always an error.

    Codes that adjoin are one place.
    """
    restored = restored_of(report)
    for match in _find_markup(restored.text):
        what = "乱码，原字已失" if "\ufffd" in match[0] else "残留的排版代码"
        yield Finding("T007", Severity.ERROR, f"“{match[0]}”是{what}，请更正。", (restored.to_source(*match.span()),))


def _find_markup(text: str) -> Iterator[re.Match[str]]:
    """The matches of the pattern, looked for only in lines that have a sign of markup."""
    end = 0
    for at in sorted(at for sign in _MARKUP_SIGNS for at in _find_all(text, sign)):
        if at >= end:
            start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
            end = end if end >= 0 else len(text)
            yield from _MARKUP.finditer(text, start, end)


def _find_all(text: str, sign: str) -> Iterator[int]:
    at = text.find(sign)
    while at >= 0:
        yield at
        at = text.find(sign, at + 1)


def check_place(report: Report) -> Iterator[Finding]:
    """T008 地区不明: neither the caller nor the text says of what place the report is; always a notice."""
    if report.source.place is None:
        yield Finding(
            "T008", Severity.NOTICE, "从标题、题注和正文中认不出是哪个地区的报告，请指明。", opening_of(report)
        )


def check_year(report: Report) -> Iterator[Finding]:
    """T009 年份不明: neither the caller nor the text says of what year the report is; always a notice."""
    if report.source.year is None:
        yield Finding("T009", Severity.NOTICE, "从标题、题注和正文中认不出是哪一年的报告，请指明。", opening_of(report))


CHECKS: tuple[Check, ...] = (
    check_page_turns,
    check_repeats,
    check_breaks,
    check_joins,
    check_announced,
    check_pairs,
    check_markup,
    check_place,
    check_year,
)
