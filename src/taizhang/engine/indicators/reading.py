"""What the rules make of a figure: its words before, its noun behind, its part of a list, or the figure before.

What enters is the restored text with its mentions and their clauses, what leaves is a ``Phrase`` a mention. A figure
with no phrase of its own goes on with the one before (``完成702亿元、增长3.8%``); a list that 分别 announces is dealt
out in order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from taizhang.engine.indicators.ahead import read_ahead, read_ranked, trim_lead, trim_tail
from taizhang.engine.indicators.lexicon import AFTER, CUT_SIGNS, QUALIFIER, patterns, word_set
from taizhang.engine.indicators.lists import GAP, RELATIVE, deal_out
from taizhang.engine.model import Clause, Mention

_DIGIT = re.compile(r"\d")
_NO_PURPOSE = frozenset("占同增较比")
_CHANGED = re.compile(r"[^，,、]{0,5}[至到为]\Z")
_CHANGES = re.compile(r"[由从]\Z")
_OF_PLAN = re.compile(r"(?:完成|为|是|占|达|超)[^，,]{0,10}(?:任务|计划|目标)(?:数|值|总数)?的\Z")
_PAYER = re.compile(
    r"(?:中央|自治区|省|市|县|区|州|各级|本级)*财政"
    r"(?!总?收入|一般|预算|增收|支出|资金|性|赤字|补助|存款|奖补|贴息|预算|教育|科技|拨款|贡献|衔接|专项|供养|扶贫|支农|补贴|自给).*(?<!支出)"
)
_SHARE = re.compile(r"占(?![地道线位领]).*")
_LONGEST_SHARE = 18
_NO_OBJECT = re.compile("保持|稳[定居]|[位排名]?[居列]|排|增长|下降|超|高于|低于|快于|领先|全[国省市区]|的|[获入]|未")
"""How words behind a time begin that go on with the indicator before it (连续3年居全省首位)."""
_EACH = "人均"
_WHOSE = re.compile("全[国省市区县州]|[全我本][省市区县]")
_BRACKET = re.compile(r"（[^（）]{1,4}）")
_MANY = re.compile(r"[^高平均]等\s*\Z")
_BARE = 4
"""The most characters of a noun that may prove to be a bare verb (43项|如期)."""
_GRADED = re.compile(r"[\u4e00-\u9fff]{1,3}级(.{2,})")
"""What may be counted by its rank and that of the figure before (2个国家级、5个省级|开发区)."""
_GRADE = 4
"""Fewer characters than this that end with 级 are no noun (5家|省级上市后备企业)."""
_ASIDE = re.compile("剔除|扣除|考虑|不考虑|按可比|按不变|不含|同口径|可比口径")
"""How a clause begins that stands between an indicator and its figure (剔除价格因素后，实际增长)."""
_COUNTED = frozenset({"units:people", "units:things", "units:places"})


class Phrase(NamedTuple):
    """The phrase of what a figure measures, the rules that found it, and its key in the register where known."""

    text: str
    trace: tuple[str, ...]
    key: str | None = None
    source: int | None = None
    """The number of the mention whose phrase it shares, where a list deals it out."""


def read_phrases(text: str, mentions: Sequence[Mention], clauses: Sequence[Clause]) -> list[Phrase]:
    """One ``Phrase`` a mention, by the rules alone."""
    found: list[Phrase] = []
    words: list[str] = []
    for i in range(len(mentions)):
        deal = deal_out(text, mentions, clauses, i, words)
        if deal:
            found.append(Phrase(deal.text, ("grammar:phrase_spread",), source=deal.source))
        else:
            found.append(_read_phrase(text, mentions, clauses, i, found))
        words.append(found[-1].text)
    return found


def _repeat(phrase: Phrase, how: str) -> Phrase:
    """The phrase of another figure once more."""
    return Phrase(phrase.text, (f"grammar:phrase_{how}",))


def _read_phrase(
    text: str, mentions: Sequence[Mention], clauses: Sequence[Clause], i: int, found: Sequence[Phrase]
) -> Phrase:
    mention, clause = mentions[i], clauses[i]
    start = find_gap(text, mentions, clauses, i)
    gap = text[start : mention.start]
    if i and start > clause.start:
        if GAP.fullmatch(text, mentions[i - 1].end, mention.start):
            behind = _read_behind(text, mentions, clauses, i, "-")
            return Phrase(behind, ("grammar:phrase_behind",)) if behind else _repeat(found[-1], "listed")
        if _CHANGED.match(gap) and _CHANGES.search(text, clause.start, mentions[i - 1].start):
            return _repeat(found[-1], "same")
    if found and mention.unit in RELATIVE and _OF_PLAN.match(gap) and clauses[i - 1].sentence == clause.sentence:
        return _repeat(found[-1], "same")
    ahead = read_ranked(gap) if "grammar:rank" in mention.trace else read_ahead(gap)
    if "units:money" in mention.trace and (ahead in word_set("funds") or _PAYER.fullmatch(ahead)):
        ahead = ""
    behind = _read_behind(text, mentions, clauses, i, "" if _MANY.search(gap) else ahead)
    own = Phrase(behind, ("grammar:phrase_behind",)) if behind else _read_own(text, mentions, clauses, i, ahead, found)
    return own or _go_on(text, mentions, clauses, i, found)


def _read_own(
    text: str,
    mentions: Sequence[Mention],
    clauses: Sequence[Clause],
    i: int,
    ahead: str,
    found: Sequence[Phrase],
) -> Phrase | None:
    """The phrase from the words ahead, None where they hold none."""
    if found and clauses[i - 1].sentence == clauses[i].sentence and _is_attribute_of(ahead, found[-1].text):
        return Phrase(_SHARE.sub("", found[-1].text) + ahead, ("grammar:phrase_attribute",))
    if len(ahead) > 1 and (ahead != _EACH or not found):
        return Phrase(ahead, ("grammar:phrase_ahead",))
    if ahead == _EACH and _EACH not in found[-1].text and clauses[i - 1].sentence == clauses[i].sentence:
        return Phrase(_EACH + _WHOSE.sub("", found[-1].text), ("grammar:phrase_attribute",))
    if "units:time" in mentions[i].trace:
        lasting = _read_lasting(text, mentions, clauses, i)
        return Phrase(lasting, ("grammar:phrase_behind",)) if lasting else None
    if "units:money" in mentions[i].trace:
        outlay = _read_outlay(text, mentions, clauses, i, find_gap(text, mentions, clauses, i))
        return Phrase(outlay, ("grammar:phrase_outlay",)) if outlay else None
    return None


def _is_attribute_of(phrase: str, before: str) -> bool:
    """Whether a phrase only says which side of the indicator before it is meant (增速, 占生产总值的比重)."""
    is_share = len(phrase) < _LONGEST_SHARE and not before.endswith("率") and _SHARE.fullmatch(phrase)
    return bool(is_share or patterns().attribute.fullmatch(phrase))


def _read_outlay(text: str, mentions: Sequence[Mention], clauses: Sequence[Clause], i: int, start: int) -> str:
    """What money is for, where it is named first (``投入2.2亿元,实施…``)."""
    verb = patterns().outlay.search(text, start, mentions[i].start)
    if not verb:
        return ""
    behind = text[mentions[i].end : clauses[i].end]
    if len(behind) < 3:
        behind = CUT_SIGNS.split(text[clauses[i].end + 1 : clauses[i].end + 40].lstrip())[0]
    behind = _DIGIT.split(behind)[0]
    purpose = "" if behind[:1] in _NO_PURPOSE else read_ahead(behind)
    return purpose + ("投资" if "投资" in verb.group() else "投入") if len(purpose) > 1 else ""


def _read_lasting(text: str, mentions: Sequence[Mention], clauses: Sequence[Clause], i: int) -> str:
    """What goes on for a time, where its verb follows (``连续5年提高|最低工资标准``)."""
    later = mentions[i + 1].start if i + 1 < len(mentions) else clauses[i].end
    words = text[mentions[i].end : min(clauses[i].end, later)]
    lasting = "" if _NO_OBJECT.match(words) else read_ahead(words)
    return lasting if len(lasting) > 1 else ""


def find_gap(text: str, mentions: Sequence[Mention], clauses: Sequence[Clause], i: int) -> int:
    """Where the words that may belong to mention ``i`` begin: behind the figure before it, or with its clause."""
    before = i - 1
    while before >= 0 and mentions[before].start >= clauses[i].start:
        if not QUALIFIER.match(text, mentions[before].end):
            match = AFTER.match(text, mentions[before].end)
            return match.end() if match else mentions[before].end
        before -= 1
    return clauses[i].start


# --- the noun behind --------------------------------------------------------------------------------------------


def _read_behind(text: str, mentions: Sequence[Mention], clauses: Sequence[Clause], i: int, ahead: str) -> str:
    """The counted noun behind a figure (``9所|医院``); empty where none stands there."""
    mention, clause = mentions[i], clauses[i]
    start = AFTER.match(text, mention.end).end()  # type: ignore[union-attr]
    if bracket := _BRACKET.match(text, start):
        start = bracket.end()
    end = clause.end
    if i + 1 < len(mentions) and not QUALIFIER.match(text, mentions[i + 1].end):
        if mentions[i + 1].start == start and mentions[i + 1].end < end:
            return _read_behind(text, mentions, clauses, i + 1, ahead)
        end = min(end, mentions[i + 1].start)
    if start >= end or (mention.unit in RELATIVE and text[start - 1] != "的"):
        return ""
    lead, stop, keep = patterns().lead, patterns().stop, patterns().keep
    may_be_verb = (ahead or _COUNTED.isdisjoint(mention.trace)) and not keep.match(text, start, end)
    if may_be_verb and (stop.match(text, start, end) or lead.match(text, start, end)):
        return ""
    single = text[start] in word_set("single")
    halt = next((m for m in stop.finditer(text, start + 1, end) if _halts(text, m, start, end, single)), None)
    noun = text[start : halt.start() if halt else end].strip()
    noun = (trim_tail(noun) if halt is None and end != clause.end else noun).rstrip("和与及、的")
    is_noun = (len(noun) > 1 and (len(noun) > _BARE or bool(trim_lead(noun)))) or noun in word_set("single")
    is_noun = is_noun and noun not in word_set("never")
    if is_noun and len(noun) <= _GRADE and noun[-1] == "级" and i + 1 < len(mentions):
        at = text.find(noun, start) + len(noun)
        graded = GAP.fullmatch(text, at, mentions[i + 1].start) and clauses[i + 1] == clause
        shared = _GRADED.match(_read_behind(text, mentions, clauses, i + 1, ahead)) if graded else None
        return noun + shared[1] if shared else noun
    return noun if is_noun and noun[0] not in "、和与及或，。；" else ""


def _halts(text: str, match: re.Match[str], start: int, end: int, single: bool) -> bool:
    """Whether a stop ends the noun that begins at ``start``; 以上 before a noun, a bracket, one behind 省级 do not."""
    if match["noun"] or match["bracket"] or match.start() < start + (1 if single and match["word"] else 2):
        return False
    if match["word"] and text[match.start() - 1] == "级" and match.start() - start < _GRADE:
        return False
    return not (match.group() in _LIMITS and match.end() < end and "\u4e00" <= text[match.end()] <= "\u9fff")


_LIMITS = frozenset({"以上", "以下", "以内"})


# --- figures that go on ------------------------------------------------------------------------------------------


def _go_on(
    text: str, mentions: Sequence[Mention], clauses: Sequence[Clause], i: int, found: Sequence[Phrase]
) -> Phrase:
    """The phrase of the figure before, in the same sentence; else what the clause before tells of."""
    clause = clauses[i]
    before = text.rfind("\n", 0, clause.start) + 1
    sentence = CUT_SIGNS.split(text[before : clause.start].rstrip("，,；;：: "))[-1] if clause.index else ""
    reach = 2 if _ASIDE.match(sentence) else 1
    if found and clauses[i - 1].sentence == clause.sentence and clause.index - clauses[i - 1].index <= reach:
        return _repeat(found[-1], "goes_on")
    phrase = trim_lead(sentence)
    if len(phrase) > 1:
        return Phrase(phrase, ("grammar:phrase_clause_before",))
    own = text[clause.start : mentions[i].start].strip()
    return Phrase(own or text[mentions[i].start : clause.end], ("grammar:phrase_clause",))
