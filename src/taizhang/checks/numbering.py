"""Find numbers of headings and lists that jump or come twice.

What enters is a finished ``Report``; what leaves are findings T017. Of ``（二）扩大内需。…`` and, as the next one of
its kind, ``（四）改善生态。…`` the check makes ``T017 需说明`` at the latter: （三） is missing. Lists of one style may
follow each other, a page may begin in the middle of one, and a list stands within a section: a heading above begins
all lists below it anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from taizhang.checks.announced import check_announced
from taizhang.checks.words import abridge, restored_of
from taizhang.engine.model import Finding, Report, RestoredText, Severity, Span

TITLES = {"T017": "编号不连续"}

_DIGIT = "[一二三四五六七八九十]"
_N = f"{_DIGIT}{{1,3}}"
_BLANKS = " \t\u3000#*"
_MARK = re.compile(
    rf"[（(第一二三四五六七八九十\d](?<![^。；;！!：:，,”）)\s*#].)(?:"
    rf"(?<=[（(])(?:\**(?P<h2>{_N})[）)]|(?P<d2>\d{{1,2}})[）)])|(?<=第)(?P<o>{_N})[，,、]"
    rf"|(?<=\d)(?P<d1>\d?)[、.．](?![\d\s]*\d)"
    rf"|(?<={_DIGIT})(?:(?P<h1>{_DIGIT}{{0,2}})、(?!{_N}、|[一二三四][产季级线])|(?P<is>{_DIGIT}{{0,2}})是|(?P<yao>{_DIGIT}{{0,2}})要))"
)
"""One class first, so that few places are looked at. The number of the styles of ``_BARE`` begins with it."""
_BARE = frozenset(("d1", "h1", "is", "yao"))
_STYLES = ("h1", "h2", "d1", "d2", "h1+", "h2+", "o", "yao", "is")
"""From the highest: a mark begins the lists of the styles behind it anew."""

_IN_LINE = frozenset(("h1+", "h2+", "o", "is", "yao"))
"""Numbers within a paragraph; 一、 and （一） there, or between semicolons, belong to no list of headings."""

_SHAPES = {
    "h1": "{}、",
    "h2": "（{}）",
    "d1": "{}.",
    "d2": "（{}）",
    "h1+": "{}、",
    "h2+": "（{}）",
    "o": "第{}，",
    "is": "{}是",
    "yao": "{}要",
}
_MOST_MISSING = 2
_LONGEST = 16


class _Mark(NamedTuple):
    """A number in the restored text: where its mark stands, without the blanks before it."""

    style: str
    number: int
    span: Span


def check_numbering(report: Report) -> Iterator[Finding]:
    """T017 编号不连续: a number is left out between two others, or comes twice; a question.

    The main span is that of the number directly after the gap. What 以下八个方面 announces is told by T005.
    """
    restored = restored_of(report)
    slips = list(_find_slips(restored.text))
    told = {f.spans[0].start for f in check_announced(report) if f.spans} if slips else set()
    for before, mark in slips:
        here, there = (_words_of(restored.text, each) for each in (mark, before))
        spans = (restored.to_source(*here), restored.to_source(*there))
        if spans[0].start not in told:
            yield Finding("T017", Severity.QUESTION, _tell(restored, before, mark), spans)


def _tell(restored: RestoredText, before: _Mark, mark: _Mark) -> str:
    words, last = (abridge(restored.text[slice(*_words_of(restored.text, each))]) for each in (mark, before))
    if mark.number == before.number and mark.style == before.style:
        return f"“{words}”与前面的“{last}”编号重复，请核对。"
    first = before.number + 1 if before.style == mark.style else 1
    missing = [_SHAPES[mark.style].format(_write(n, mark.style)) for n in range(first, mark.number)]
    named = "".join(f"“{each.rstrip('、，.')}”" for each in missing)
    if before.style != mark.style:
        return f"“{words}”之前缺{named}，其上一级标题是“{last}”，请核对是漏排还是编号有误。"
    return f"“{words}”之前缺{named}，其前一项是“{last}”，请核对是漏排还是编号有误。"


def _find_slips(text: str) -> Iterator[tuple[_Mark, _Mark]]:
    """The marks whose number does not follow, each with the one before it in its list."""
    lists: dict[str, list[_Mark]] = {}
    marks = list(_find_marks(text))
    last: _Mark | None = None
    for at, mark in enumerate(marks):
        run = lists.setdefault(mark.style, [])
        if not run and last is not None and _is_second(text, last, mark, marks[at + 1 :]):
            yield last, mark
        if run and _is_slip(text, run, mark, marks[at + 1 :]):
            yield run[-1], mark
            run.append(mark)
        elif run and mark.number == run[-1].number + 1:
            run.append(mark)
        else:
            lists[mark.style] = [mark]
        for style in _STYLES[_STYLES.index(mark.style) + 1 :]:
            if mark.style not in _IN_LINE:
                lists.pop(style, None)
        last = mark


def _find_marks(text: str) -> Iterator[_Mark]:
    """The marks at the head of a line, or behind a sign or a blank; digits without brackets only at its head."""
    for match in _MARK.finditer(text):
        style, start = match.lastgroup or "", match.start()
        head = start
        while head and text[head - 1] in _BLANKS:
            head -= 1
        is_line = head == 0 or text[head - 1] == "\n"
        if not is_line and (text[start - 1] == "#" or style in ("d1", "d2")):
            continue
        number = _read(text[start] + match[style] if style in _BARE else match[style])
        if style in ("h1", "h2") and not (is_line and _is_heading(text, head, match.end())):
            style += "+"
        if number:
            yield _Mark(style, number, Span(start, match.end()))


def _is_heading(text: str, start: int, end: int) -> bool:
    """Whether a line with a mark at its head is not one of several that semicolons join into a sentence."""
    stop = text.find("\n", end)
    ends = text[max(0, start - 9) : start].rstrip(), text[end : stop if stop >= 0 else None].rstrip()
    return not any(each.endswith(("；", ";")) for each in ends)


def _is_second(text: str, heading: _Mark, mark: _Mark, behind: list[_Mark]) -> bool:
    """Whether a list under a heading begins with its second number."""
    if (heading.style, mark.style, mark.number) != ("h1", "h2", 2):
        return False
    goes_on = next((m.number for m in behind if m.style == mark.style), 0) == 3
    return goes_on and not _is_written(text[heading.span.end : mark.span.start], 1, mark.style)


def _is_slip(text: str, run: list[_Mark], mark: _Mark, behind: list[_Mark]) -> bool:
    """Whether ``mark`` goes on with the list ``run``, by a wrong number."""
    last = run[-1]
    step = mark.number - last.number
    if run[0].number != 1 and len(run) < 2:
        return False
    if step == 0:
        is_after_slip = len(run) > 1 and last.number - run[-2].number > 1
        goes_on = next((m.number for m in behind if m.style == mark.style), 0) == mark.number + 1
        return mark.number > 1 and not is_after_slip and goes_on
    if not 2 <= step <= 1 + _MOST_MISSING:
        return False
    between = text[last.span.end : mark.span.start]
    return not any(_is_written(between, n, mark.style) for n in range(last.number + 1, mark.number))


def _is_written(between: str, number: int, style: str) -> bool:
    """Whether a number stands between two others in another form: 其三, 三是 without a mark before it, （ 三 ）."""
    told = _write(number, style)
    if style in ("o", "is", "yao"):
        return f"{told}是" in between or f"第{told}" in between or f"其{told}" in between or f"{told}要" in between
    if style in ("h2", "h2+", "d2"):
        form = rf"[（(][\s*]*{told}\s*[）)、]|^[ \t\u3000#*]*{told}[）)]"
    else:
        form = rf"^[ \t\u3000#*]*第?{told}(?![一二三四五六七八九十\d）)])|[。；：]\s*{told}[、，.．]"
    return re.search(form, between, re.MULTILINE) is not None


def _words_of(text: str, mark: _Mark) -> Span:
    """The mark with the words behind it, to the end of the sentence, the line, or some characters on."""
    end = re.compile(r"[。；;！!\n]").search(text, mark.span.end)
    return Span(mark.span.start, min(end.start() if end else len(text), mark.span.end + _LONGEST))


def _read(words: str) -> int:
    """12 for 十二, 20 for 二十; digits as they are; 0 where it is none."""
    if words.isdigit():
        return int(words)
    tens, ten, ones = words.rpartition("十")
    digits = "零一二三四五六七八九"
    if not ten:
        return digits.find(words) if len(words) == 1 else 0
    return (digits.find(tens) if tens else 1) * 10 + (digits.find(ones) if ones else 0) if len(tens) < 2 else 0


def _write(number: int, style: str) -> str:
    if style in ("d1", "d2"):
        return str(number)
    tens, ones = divmod(number, 10)
    digits = " 一二三四五六七八九"
    return (digits[tens] if tens > 1 else "") + ("十" if tens else "") + (digits[ones] if ones else "")


CHECKS = (check_numbering,)
