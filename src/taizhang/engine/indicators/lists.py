"""Lists that 分别 deals out: text, mentions and their clauses in, what each figure of a list is of out.

Of ``游客数量和旅游收入分别增长7%、8%`` the second figure is of ``旅游收入``. Where nothing stands before 分别 in its
clause, the figures are of what as many figures before them are of (``出口5亿元、进口3亿元，分别增长7%、8%``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from taizhang.engine.indicators.ahead import read_ahead, read_list, trim_lead, trim_tail
from taizhang.engine.indicators.lexicon import CUT_SIGNS, QUALIFIER, ending
from taizhang.engine.model import Clause, Mention

GAP = re.compile(r"\s*(?:以上|以内|左右|以下)?\s*(?:、|和|及|与|或|以及|,)\s*")
"""What stands between two figures of a list."""
RELATIVE = frozenset({"%", "‰", "百分点", "倍", "番"})
_SPREAD = "分别"
_AND = "(?<!软件)(?<!住宿)(?<!批发)和"
_LINK = f"以及|{_AND}|与(?!信息)|(?<!普)及"
_SPLITS = (
    re.compile(f"、|{_LINK}"),
    re.compile(f"、|(?:{_LINK})(?!.*(?:、|{_LINK}))"),
    re.compile(f"(?:以及|{_AND})(?!.*(?:、|和|以及))"),
    re.compile("、"),
    re.compile(_LINK),
)
_BOTH = re.compile("城乡(?=(?:常住)?居民|低保|最低生活)")
_COMPLETE = frozenset("率额值量度客")
"""The last character of an account, or of guests; such a part of a list shares no noun with the last one."""
_SHARE = re.compile(r"占[^、]{2,}(?:比重|比例|份额)\Z")
_NUMERAL = re.compile("第?[一二三]")
"""How parts of a list begin that share all that follows (第一、第二产业增加值), as ``_HALF`` (城镇和农村居民收入)."""
_HALF = re.compile("城[镇市]|[农乡]村|县城|乡镇|建制村|行政村|中学|小学|初中|高中")
_VERSUS = re.compile(r"[比较](?![重例])[^、]{2,}\Z")
"""A comparison at the end of the last part."""
_OTHERS = re.compile(r"等[^、]*\Z")
_PLACES = re.compile(r"(?:高|低|快|超|[比较])\w{0,2}(?:世界|全[国省市区州]|省|市)[^，,。]{0,3}(?:、|和|及|与)")
"""Against whom one account is compared more than once (比全国、全省)."""
_FAR = 3
"""How many clauses back the figures may stand that others are dealt out to."""


class Deal(NamedTuple):
    """What a figure of a list is of; ``source`` is the number of the mention whose phrase it shares, else None."""

    text: str
    source: int | None = None


class _Run(NamedTuple):
    """Mentions ``first`` to ``last`` of ``clause`` that follow each other as a list, and the words around 分别."""

    first: int
    last: int
    clause: Clause
    is_told: bool
    """Whether 分别 stands before them."""
    words: str
    """What stands before 分别, or before the first figure."""
    behind: str
    """What stands between 分别 and the first figure."""
    units: frozenset[str]

    @property
    def size(self) -> int:
        return self.last - self.first + 1


def deal_out(
    text: str, mentions: Sequence[Mention], clauses: Sequence[Clause], i: int, found: Sequence[str]
) -> Deal | None:
    """What mention ``i`` is of, where it stands in a list; ``found`` are the phrases of the mentions before it."""
    run = _find_run(text, mentions, clauses, i)
    if run is None:
        return None
    if compared := _PLACES.search(run.words + run.behind):
        return _deal_compared(run, compared.start(), found)
    base = read_list(run.words)
    if len(base) > 1:
        return _deal_list(run, base, i)
    if not run.is_told and (len(run.units) > 1 or run.units.isdisjoint(RELATIVE)):
        return None
    return _deal_back(mentions, clauses, run, i, found) or _deal_before(text, mentions, run, i)


def _find_run(text: str, mentions: Sequence[Mention], clauses: Sequence[Clause], i: int) -> _Run | None:
    """The list that mention ``i`` stands in; None where it stands in none, or figures behind 分别 are no list."""
    clause, first, last = clauses[i], i, i
    at = text.rfind(_SPREAD, clause.start, mentions[i].start)
    while first and clauses[first - 1] == clause and mentions[first - 1].start > at:
        if not GAP.fullmatch(text, mentions[first - 1].end, mentions[first].start):
            if at >= 0:
                return None
            break
        first -= 1
    while last + 1 < len(mentions) and clauses[last + 1] == clause and _is_listed(text, mentions, last + 1):
        last += 1
    start = mentions[first].start
    if at < 0 and (first == last or QUALIFIER.match(text, mentions[first].end)):
        return None
    begin = max([clause.start, *(m.end for m in mentions[:first] if m.end > clause.start)], default=clause.start)
    words, behind = (text[begin:at], text[at + len(_SPREAD) : start]) if at >= 0 else (text[begin:start], "")
    units = frozenset(mention.unit for mention in mentions[first : last + 1])
    return _Run(first, last, clause, at >= 0, words, behind, units)


def _is_listed(text: str, mentions: Sequence[Mention], at: int) -> bool:
    """Whether mention ``at`` goes on with a list, and is no threshold within a phrase (、50亿元|以上项目)."""
    mention = mentions[at]
    return bool(GAP.fullmatch(text, mentions[at - 1].end, mention.start)) and not QUALIFIER.match(text, mention.end)


def _deal_compared(run: _Run, at: int, found: Sequence[str]) -> Deal | None:
    """Figures that compare one account with several places are all of it; ``at`` is where the comparison begins."""
    own = read_ahead((run.words + run.behind)[:at])
    if not run.is_told or len(own) > 1 or not run.first:
        return Deal(own) if run.is_told and len(own) > 1 else None
    return Deal(found[run.first - 1], run.first - 1)


def _deal_list(run: _Run, base: str, i: int) -> Deal | None:
    """A part of the list ``base``, or the whole of it for the first figure where that has no parts."""
    parts = split_list(base, run.size)
    if parts and not run.is_told and len(run.units) > 1 and not all(map(_is_account, parts)):
        return None
    if parts:
        return Deal(_with_head(parts, i - run.first, run.behind))
    whole = read_ahead(run.words)
    is_own = run.is_told and len(whole) > 1 and run.first == i and (run.size > 1 or not trim_tail(run.behind))
    return Deal(whole) if is_own else None


def _deal_back(
    mentions: Sequence[Mention], clauses: Sequence[Clause], run: _Run, i: int, found: Sequence[str]
) -> Deal | None:
    """What one of as many figures before the list is of, those of one phrase after each other taken as one."""
    sources: list[int] = []
    for at in range(run.first - 1, -1, -1):
        near = clauses[at].sentence == run.clause.sentence and run.clause.index - clauses[at].index <= _FAR
        if not near or len(sources) == run.size:
            break
        if not sources or found[at] != found[sources[-1]]:
            sources.append(at)
        elif mentions[at].unit == mentions[at + 1].unit:
            break
    if run.size < 2 or not sources:
        return None
    if len(sources) < run.size:
        parts = split_list(found[sources[0]], run.size) if len(sources) == 1 else []
        return Deal(_with_head(parts, i - run.first, "")) if parts else None
    source = sources[run.last - i]
    is_change = mentions[i].unit in RELATIVE or "grammar:rank" in mentions[i].trace
    return Deal(found[source], source) if is_change or mentions[i].unit == mentions[source].unit else None


def _deal_before(text: str, mentions: Sequence[Mention], run: _Run, i: int) -> Deal | None:
    """A part of the list that the clause before is (``甲、乙等指标，分别增长7%、8%``)."""
    line = text.rfind("\n", 0, run.clause.start) + 1
    words = CUT_SIGNS.split(text[line : run.clause.start].rstrip("，,；;：: "))[-1] if run.clause.index else ""
    if run.first and mentions[run.first - 1].end > run.clause.start - len(words) - 2:
        return None
    parts = split_list(read_list(_OTHERS.sub("", words)), run.size)
    return Deal(_with_head(parts, i - run.first, run.behind)) if parts else None


def split_list(base: str, size: int) -> list[str]:
    """The ``size`` parts of a list, by the first way of splitting it that gives so many; empty where none does."""
    if size < 2:
        return []
    for split in _SPLITS:
        parts = [part for part in split.split(base) if part]
        if len(parts) == size:
            return parts if min(map(len, parts)) > 1 or "、" in base else []
    return [_BOTH.sub(half, base) for half in ("城镇", "农村")] if size == 2 and _BOTH.search(base) else []


def _is_account(part: str) -> bool:
    return part[-1] in _COMPLETE or bool(ending(part, "heads"))


def _with_head(parts: list[str], index: int, behind: str) -> str:
    """A part of a list with the noun that the last part, or the words ``behind`` 分别, share with it."""
    part, final = trim_lead(parts[index]) or parts[index], trim_tail(parts[-1]) or parts[-1]
    final = _VERSUS.sub("", final) or final
    account = trim_lead(trim_tail(behind))
    if account and ending(account, "heads") == account and not ending(final, "heads"):
        return (final if index == len(parts) - 1 else part) + account
    return final if index == len(parts) - 1 else part + _shared_head(part, final)


def _shared_head(part: str, final: str) -> str:
    """What the last part of a list ends with and ``part`` lacks; empty where it lacks nothing."""
    if share := _SHARE.search(final):
        return "" if _SHARE.search(part) else share.group()
    if part.endswith("存") and final.startswith("贷款"):
        return final[1:]
    for kind in (_NUMERAL, _HALF):
        if (same := kind.match(final)) and kind.fullmatch(part):
            return final[same.end() :]
    head, own = ending(final, "heads"), ending(part, "heads")
    if own and head and final[: -len(head)].endswith(own):
        return head
    if own or part[-1] in _COMPLETE:
        return ""
    account = _account_behind(final, "的") or _account_behind(final, part[-1])
    return account or (head if head != final else "")


def _account_behind(final: str, mark: str) -> str:
    """What stands behind the first ``mark``, if that is an account (小学|入学率 for 中学)."""
    account = final.partition(mark)[2]
    return account if len(account) > 2 and (mark == "级" or _is_account(account)) else ""
