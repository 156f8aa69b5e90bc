"""What each figure measures: restored text, mentions and clauses in, ``Phrase`` out.

The phrase stands before its figure (``地区生产总值|增长5%``) or, for a counted noun, behind it (``9所|医院``); verbs,
adverbs and times around it are cut off by the words of ``phrases.toml``. A figure with no phrase of its own goes on
with the one before (``完成702亿元、增长3.8%``); a list that 分别 announces is dealt out in order.

Of ``新建“四好农村路”200公里以上`` the phrase is ``“四好农村路”``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from taizhang import rules
from taizhang.engine.model import Clause, Mention

_LIST_GAP = re.compile(r"\s*(?:以上|以内|左右|以下)?\s*(?:、|和|及|与|或|以及|,)\s*")
_AFTER = re.compile(r"\s?(?:及?以[上下内]|左右|上下|多|余)?(?:的)?")
_CUT_SIGNS = re.compile(r"[，,。；;：:！!？?\n]")
_NOTE = re.compile(r"\[\d+\]|［\d+］")
_COMPARED = re.compile(
    r"(?:(?:比|较|同比|对比|是)(?:上一?年|去年|年初|前年|同期|五年前|上年年?初预算|[“\"]?(?:十[一二三四五]?五|九五)[”\"]?"
    r"|(?:19|20)\d\d年|获批[^，,]{0,6}时|建区时)(?:时期|期间|同期|末|底|初)?的?"
    r"|(?:由|从|将由|到|至|在)?(?:去年|上年|(?:19|20)\d\d年)(?:末|底|初)?的?|连续[一二三四五六七八九十两\d]+年|(?:由|从(?!业|事))[^，,、]{0,9}"
    r"|(?:高于|低于|快于|高出|超出|领先|好于|优于)[^，,、]{1,12}|(?<![人年月日户亩平])均)\Z"
)
_OPENING = re.compile(
    r"[\s、，,；;：:*#—\-]+|(?:到|至|自|从|在)?(?:(?:19|20)\d\d|[一二]九?[〇零一二三四五六七八九]{3})年(?:底|末|初)?(?:前|以前)?|[一二三四五六七八九十]{1,3}是\**|(?:（\d+）|\(\d+\)|\d+[.、．])"
)
_CLOSING = re.compile(r"[\s、，,；;：:*]+\Z|[（(][^（）()]*[）)]?\Z")
_DIGIT = re.compile(r"\d")
_SPREAD = "分别"
_PARTS = re.compile(r"、|和|与|及|以及")
_SHARE = re.compile(r"占[^，,]*(?:比重|比例|总量)?\Z")


class Phrase(NamedTuple):
    """The phrase of what a figure measures, the rules that found it, and its key in the register where known."""

    text: str
    trace: tuple[str, ...]
    key: str | None = None


def read_indicators(text: str, mentions: Sequence[Mention], clauses: Sequence[Clause]) -> tuple[Phrase, ...]:
    """One ``Phrase`` a mention, in order; ``clauses[i]`` holds ``mentions[i]``. Offsets index ``text``.

    >>> from decimal import Decimal
    >>> from taizhang.engine.model import Bound
    >>> at = Mention(8, 12, 11, Decimal(20), Decimal(20), "公里", Bound.EXACT, ())
    >>> read_indicators("今年新建农村公路20公里", (at,), (Clause(0, 0, 0, 12),))[0].text
    '农村公路'
    """
    found: list[Phrase] = []
    for i in range(len(mentions)):
        found.append(_deal_out(text, mentions, clauses, i) or _read_phrase(text, mentions, clauses, i, found))
    return tuple(found)


def _read_phrase(
    text: str, mentions: Sequence[Mention], clauses: Sequence[Clause], i: int, found: Sequence[Phrase]
) -> Phrase:
    mention, clause = mentions[i], clauses[i]
    start = _gap_start(text, mentions, clauses, i)
    if i and start > clause.start and _LIST_GAP.fullmatch(text, mentions[i - 1].end, mention.start):
        behind = _read_behind(text, mentions, clauses, i, "-")
        return Phrase(behind, ("phrases:behind",)) if behind else found[-1]._replace(trace=("phrases:listed",))
    ahead = _read_ahead(text[start : mention.start])
    if "grammar:rank" in mention.trace:
        ahead = _trim_rank(text[start : mention.start])
    behind = _read_behind(text, mentions, clauses, i, ahead)
    if behind:
        return Phrase(behind, ("phrases:behind",))
    if _patterns()["attribute"].fullmatch(ahead) and found and clauses[i - 1].sentence == clause.sentence:
        return Phrase(found[-1].text + ahead, ("phrases:attribute",))
    if len(ahead) > 1:
        return Phrase(ahead, ("phrases:ahead",))
    if "units:money" in mention.trace:
        outlay = _read_outlay(text, mentions, clauses, i, start)
        if outlay:
            return Phrase(outlay, ("phrases:outlay",))
    return _go_on(text, mentions, clauses, i, found)


def _trim_rank(gap: str) -> str:
    """The phrase before a rank, without those among whom it ranks (公路密度|居全省)."""
    ranked, gap = _patterns()["ranked"], gap.rstrip()
    while match := ranked.search(gap):
        gap = gap[: match.start()]
    return _read_ahead(gap)


def _read_outlay(text: str, mentions: Sequence[Mention], clauses: Sequence[Clause], i: int, start: int) -> str:
    """What money is for, where it is named first (``投入2.2亿元,实施…``)."""
    verb = _patterns()["outlay"].search(text, start, mentions[i].start)
    if not verb:
        return ""
    behind = text[mentions[i].end : clauses[i].end]
    if len(behind) < 3:
        behind = _CUT_SIGNS.split(text[clauses[i].end + 1 : clauses[i].end + 40].lstrip())[0]
    behind = _DIGIT.split(behind)[0]
    purpose = _read_ahead(behind)
    return purpose + ("投资" if "投资" in verb.group() else "投入") if len(purpose) > 1 else ""


def _gap_start(text: str, mentions: Sequence[Mention], clauses: Sequence[Clause], i: int) -> int:
    """Where the words that may belong to mention ``i`` begin: behind the figure before it, or with its clause."""
    before = i - 1
    while before >= 0 and mentions[before].start >= clauses[i].start:
        if not _QUALIFIER.match(text, mentions[before].end):
            match = _AFTER.match(text, mentions[before].end)
            return match.end() if match else mentions[before].end
        before -= 1
    return clauses[i].start


# --- the phrase before ------------------------------------------------------------------------------------------


@cache
def _words(column: str) -> list[str]:
    return sorted({word for row in rules.load("phrases") for word in row.get(column, ())}, key=lambda w: (-len(w), w))


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    def either(column: str) -> str:
        return "|".join(re.escape(word) for word in _words(column))

    return {
        "keep": re.compile(either("keep")),
        "lead": re.compile(rf"(?:{either('lead')})(?![率额量费型性业者值力化制])"),
        "tail": re.compile(rf"(?:{either('tail')})\Z"),
        "stop": re.compile(
            rf"(?P<bracket>[（(][^）)\n]{{0,12}}[）)])|[\s，,。；;：:！!？?、\n]|(?P<word>{either('stop')}|{_one('glyphs')})(?!{_one('joined')})"
        ),
        "mid": re.compile(rf"(?P<keep>{either('keep')})|(?:{either('mid')})"),
        "ranked": re.compile(rf"(?:{either('ranked')})\Z"),
        "attribute": re.compile(either("attributes")),
        "outlay": re.compile(rf"(?:{either('outlays')})"),
    }


def _one(column: str) -> str:
    return next(str(row[column]) for row in rules.load("phrases") if row.get(column))


@cache
def _set_of(column: str) -> frozenset[str]:
    return frozenset(_words(column))


def _read_ahead(gap: str) -> str:
    """The phrase in the words before a figure, verbs and adverbs cut off; empty where there is none."""
    return _trim_lead(_cut_list(_cut_middle(_trim_tail(_NOTE.sub("", gap)))))


_OTHERS = re.compile(r"[^高平均]等(?![级次于待候同值])")


def _cut_list(phrase: str) -> str:
    """``甲、乙等赛事`` is 赛事; of a list whose earlier parts have verbs of their own the last part."""
    last = 0
    for match in _OTHERS.finditer(phrase):
        if len(phrase) - match.end() >= 2:
            last = match.end()
    phrase = phrase[last:]
    head, mark, final = phrase.rpartition("、")
    return final if mark and len(final) > 3 and _patterns()["stop"].search(head.replace("、", "")) else phrase


def _trim_tail(phrase: str) -> str:
    tail = _patterns()["tail"]
    while phrase:
        match = _CLOSING.search(phrase) or _COMPARED.search(phrase) or tail.search(phrase)
        if not match:
            return phrase
        phrase = phrase[: match.start()]
    return phrase


def _trim_lead(phrase: str) -> str:
    keep, lead = _patterns()["keep"], _patterns()["lead"]
    while phrase:
        match = _OPENING.match(phrase)
        if not match:
            if keep.match(phrase) or phrase in _set_of("alone"):
                return phrase
            match = lead.match(phrase)
        if not match or not match.end() or len(phrase) - match.end() < 2:
            return "" if match and match.end() == len(phrase) else phrase
        if len(phrase) - match.end() <= 2 and match.group() in _set_of("modifiers"):
            return phrase
        phrase = phrase[match.end() :]
    return phrase


_NOUN_OF_VERB = re.compile(r"[率额量费型性业者值力化制的]|强度|产出|[与和及、]")


def _cut_middle(phrase: str) -> str:
    """What stands behind the last plain verb of doing (``…配套企业|新增``), with its owner where it is a bare account."""
    start = end = 0
    for match in _patterns()["mid"].finditer(phrase):
        if not match["keep"] and len(phrase) - match.end() >= 2 and not _NOUN_OF_VERB.match(phrase, match.end()):
            start, end = match.start(), match.end()
    if start and phrase[end:] in _set_of("bare"):
        owner = _trim_lead(_trim_tail(phrase[:start]))
        return owner + phrase[end:] if len(owner) > 1 else phrase[start:]
    return phrase[start:]


# --- the noun behind --------------------------------------------------------------------------------------------


_COUNTED = frozenset({"units:people", "units:things", "units:places"})


def _read_behind(text: str, mentions: Sequence[Mention], clauses: Sequence[Clause], i: int, ahead: str) -> str:
    """The counted noun behind a figure (``9所|医院``); empty where none stands there."""
    mention, clause = mentions[i], clauses[i]
    start = _AFTER.match(text, mention.end).end()  # type: ignore[union-attr]
    end = clause.end
    if i + 1 < len(mentions) and not _QUALIFIER.match(text, mentions[i + 1].end):
        end = min(end, mentions[i + 1].start)
    if start >= end or (mention.unit in _RELATIVE and text[start - 1] != "的"):
        return ""
    patterns = _patterns()
    may_be_verb = (ahead or _COUNTED.isdisjoint(mention.trace)) and not patterns["keep"].match(text, start, end)
    if may_be_verb and (patterns["stop"].match(text, start, end) or patterns["lead"].match(text, start, end)):
        return ""
    stop = next((m for m in patterns["stop"].finditer(text, start + 2, end) if not m["bracket"]), None)
    noun = text[start : stop.start() if stop else end].strip()
    noun = (_trim_tail(noun) if stop is None and end != clause.end else noun).rstrip("和与及、的")
    return noun if len(noun) > 1 and noun[0] not in "、和与及或，。；" else ""


_RELATIVE = frozenset({"%", "‰", "百分点", "倍", "番"})
_QUALIFIER = re.compile(r"(?:及?以上|级)[\u4e00-\u9fff]")


# --- lists and figures that go on -------------------------------------------------------------------------------


def _deal_out(text: str, mentions: Sequence[Mention], clauses: Sequence[Clause], i: int) -> Phrase | None:
    """``甲和乙分别增长7%、8%``: each figure takes its own part of the list before 分别."""
    clause = clauses[i]
    at = text.rfind(_SPREAD, clause.start, mentions[i].start)
    if at < 0:
        return None
    first = i
    while first and mentions[first - 1].start > at and clauses[first - 1] == clause:
        first -= 1
    last = i
    while (
        last + 1 < len(mentions)
        and clauses[last + 1] == clause
        and _LIST_GAP.fullmatch(text, mentions[last].end, mentions[last + 1].start)
    ):
        last += 1
    if first > i or any(not _LIST_GAP.fullmatch(text, mentions[k].end, mentions[k + 1].start) for k in range(first, i)):
        return None
    start = max([clause.start, *(m.end for m in mentions[:first] if m.end > clause.start)], default=clause.start)
    base = _read_ahead(text[start:at])
    parts = [part for part in _PARTS.split(base) if part]
    if len(parts) != last - first + 1 or len(parts) < 2:
        return Phrase(base, ("phrases:spread",)) if len(base) > 1 and first == i else None
    return Phrase(_with_head(parts, i - first), ("phrases:spread",))


def _with_head(parts: list[str], index: int) -> str:
    """A part of a list with the noun that the last part shares with it."""
    part, final = parts[index], _trim_tail(parts[-1])
    if index == len(parts) - 1:
        return final
    for head in _words("heads"):
        if final.endswith(head) and final != head and not any(part.endswith(other) for other in _words("heads")):
            return part + head
    return part


def _go_on(
    text: str, mentions: Sequence[Mention], clauses: Sequence[Clause], i: int, found: Sequence[Phrase]
) -> Phrase:
    """The phrase of the figure before, in the same sentence; else what the clause before tells of."""
    clause = clauses[i]
    if found and clauses[i - 1].sentence == clause.sentence and clause.index - clauses[i - 1].index <= 1:
        return found[-1]._replace(trace=("phrases:goes_on",))
    before = text.rfind("\n", 0, clause.start) + 1
    sentence = _CUT_SIGNS.split(text[before : clause.start].rstrip("，,；;：: "))[-1] if clause.index else ""
    phrase = _trim_lead(sentence)
    if len(phrase) > 1:
        return Phrase(phrase, ("phrases:clause_before",))
    own = text[clause.start : mentions[i].start].strip()
    return Phrase(own or text[mentions[i].start : clause.end], ("phrases:clause",))
