"""Check that percent and percentage points are not confused.

What enters is a finished ``Report``; what leaves are findings A007. Of ``城镇化率提高1.2%`` comes ``A007 需说明``: a
share that rose from 60% to 61.2% rose by 1.2 percentage points (by percent it would be 2%). Of
``地区生产总值增长6个百分点`` comes the same the other way round, for an amount grows by percent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from taizhang.checks.arithmetic.vocabulary import pattern_of, words_of
from taizhang.checks.printed import value_of
from taizhang.checks.words import abridge
from taizhang.engine.model import Finding, Quantity, Report, Severity, Span

TITLES = {"A007": "百分点与百分比混用"}

_BACK = 34
"""Characters before a figure within which its verb and what it is of must stand."""

_NEAR = 26
_MOVES = words_of("plausible", "move")
_GROWS = ("增长", "下降", "减少", "降低")
_TURNS = ("提高", "上升", "下降", "降低", "提升", "回落", "加快", "放缓", "收窄")
_OVER = (
    r"(?:同比|环比|分别|平均|年均|累计|预计|全年|每年|至少|力争|实际|名义|均|又|再|要|将|[\d一二三四五六七八九十]{1,2}年"
    r"|[比较与](?:[^，。；、：]{1,14}?))*(?:相比)?"
)
_SHARE_MOVES = re.compile(
    rf"(?P<noun>{pattern_of('plausible', 'share')}){_OVER}(?:{pattern_of('plausible', 'move')})[了近约]?$"
)
_PACE_MOVES = re.compile(rf"(?P<noun>{pattern_of('plausible', 'pace')}){_OVER}(?:{'|'.join(_TURNS)})[了近约]?$")
_AMOUNT_GROWS = re.compile(
    rf"(?:(?:{pattern_of('plausible', 'amount')}){_OVER}(?:{'|'.join(_GROWS)})"
    r"|[^，。；、\d比较]{3}(?:同比)?增长)[了近约]?$"
)
_TURNED = re.compile(rf"(?:以上|左右|以内)?[，,、；（(]?{_OVER}(?:{'|'.join(_TURNS)})了?")
_GREW = re.compile(rf"(?:以上|左右|以内)?[，,、；（(]?{_OVER}(?:{'|'.join(_GROWS)})了?")
_COMPARED = re.compile("[比较]")
_COMPARISON = re.compile(r"同比|环比|可比|比(?:上|去|前|19|20|“)[^，。；、：]{1,10}?(?=增|下|减|降)")
_RELATIVE = words_of("plausible", "relative")
_ENDS_IN_SHARE = re.compile(f"(?:{pattern_of('plausible', 'share')})$")
_DRIVES = re.compile(pattern_of("plausible", "drive"))
_CLAUSE = re.compile(r"[，,。；;：:！？!?\n]")
_LARGE_FALL = 10
_SHARE = "比率、比重的升降应以百分点表述"
_PACE = "增速的升降应以百分点表述"
_AMOUNT = "数额的增减应以百分比表述"
_SHARES = frozenset({"%", "‰", "百分点", "千分点", "倍", "番", "", "位", "名"})
_FALLS = ("下降", "降低", "减少", "回落")


def check_points(report: Report) -> Iterator[Finding]:
    """A007 百分点与百分比混用: a share or a rate moves by percent, an amount grows by percentage points; a question."""
    text = report.source.text
    before: Quantity | None = None
    for quantity in report.quantities:
        start = quantity.span.start
        words = text[max(0, start - _BACK) : start].rstrip("了近约 ")
        if quantity.unit == "%" and words.endswith(_MOVES):
            yield from _check_percent(report, quantity, before)
        elif quantity.unit in {"百分点", "个百分点"} and words.endswith(_GROWS):
            yield from _check_point(report, quantity, before)
        before = quantity


def _check_percent(report: Report, quantity: Quantity, before: Quantity | None) -> Iterator[Finding]:
    """The finding on a figure in percent behind a verb of moving."""
    text, start = report.source.text, quantity.span.start
    lead = text[max(0, start - _BACK) : start]
    if match := _PACE_MOVES.search(lead):
        yield _tell(report, Span(start - len(lead) + match.start(), quantity.span.end), _PACE)
    elif match := _SHARE_MOVES.search(lead):
        name = lead[: match.end("noun")]
        is_fall = lead.rstrip("了近约").endswith(_FALLS) and value_of(quantity) >= _LARGE_FALL
        if name.endswith(_RELATIVE) or (is_fall and match["noun"] == "率"):
            return
        begin = start - len(lead) + _clause_start(lead, match.start())
        yield _tell(report, Span(begin, quantity.span.end), _SHARE)
    elif before is not None and _is_turned(text, before, quantity):
        begin = start - len(lead) + _clause_start(lead, before.span.start - start + len(lead))
        yield _tell(report, Span(begin, quantity.span.end), _SHARE if _is_share(text, before) else _PACE)


def _is_turned(text: str, before: Quantity, quantity: Quantity) -> bool:
    """Whether a share, or a growth, stands directly before and the figure says how it moved."""
    gap = text[before.span.end : quantity.span.start]
    if before.unit != "%" or len(gap) > _NEAR or not _TURNED.fullmatch(gap):
        return False
    if _is_share(text, before):
        return value_of(quantity) < value_of(before)
    is_growth = text[max(0, before.span.start - 2) : before.span.start] == "增长"
    return is_growth and bool(_COMPARED.search(gap)) and not gap.endswith(("下降", "降低"))


def _is_share(text: str, quantity: Quantity) -> bool:
    """Whether a figure in percent is told as a share: by its indicator, or by 占 in its clause."""
    if _ENDS_IN_SHARE.search(quantity.indicator):
        return not quantity.indicator.endswith(_RELATIVE)
    lead = text[max(0, quantity.span.start - _BACK) : quantity.span.start]
    return "占" in lead[_clause_start(lead, len(lead)) :]


def _check_point(report: Report, quantity: Quantity, before: Quantity | None) -> Iterator[Finding]:
    """The finding on a figure in percentage points behind a verb of growth."""
    text, start = report.source.text, quantity.span.start
    lead = text[max(0, start - _BACK) : start]
    match = _AMOUNT_GROWS.search(lead)
    if match:
        begin = _clause_start(lead, match.start())
    elif before is not None and _is_grown(text, before, quantity):
        begin = _clause_start(lead, max(0, before.span.start - start + len(lead)))
    else:
        return
    words = _COMPARISON.sub("", lead[begin:])
    if not _DRIVES.search(words) and text[quantity.span.end : quantity.span.end + 1] != "中":
        yield _tell(report, Span(start - len(lead) + begin, quantity.span.end), _AMOUNT)


def _is_grown(text: str, before: Quantity, quantity: Quantity) -> bool:
    gap = text[before.span.end : quantity.span.start]
    return before.unit not in _SHARES and len(gap) <= _NEAR and bool(_GREW.fullmatch(gap))


def _clause_start(lead: str, at: int) -> int:
    """Where the clause that holds an offset of the lead begins."""
    marks = [m.end() for m in _CLAUSE.finditer(lead, 0, max(at, 0))]
    return marks[-1] if marks else 0


def _tell(report: Report, span: Span, rule: str) -> Finding:
    words = abridge(report.words(span), 30)
    message = f"“{words}”：{rule}，请核对是否混用了百分比与百分点。"
    return Finding("A007", Severity.QUESTION, message, (span,))


CHECKS = (check_points,)
