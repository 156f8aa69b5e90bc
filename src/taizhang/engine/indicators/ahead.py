"""The phrase before a figure: the words between the figure before (or the clause's start) and it, trimmed.

Of ``今年力争固定资产投资完成`` before ``702亿元`` the phrase is ``固定资产投资``: times, adverbs and verbs are cut off
in front, verbs and comparisons behind, and of several verbs only the object of the last is kept.
"""

from __future__ import annotations

import re

from taizhang.engine.indicators.lexicon import NOTE, ending, patterns, word_set

_YEAR = r"(?:19|20)\d\d年"
_PLAN = r"[“\"]?(?:十[一二三四五]?五|九五|八五|七五)[”\"]?"
_COMPARED = re.compile(
    rf"(?:(?:比|较|同比|对比|是)(?:上一?年|去年|年初|前年|同期|上年同期|五年前|上年年?初预算|{_PLAN}"
    rf"|{_YEAR}|获批[^，,]{{0,6}}时|建区时)(?:时期|期间|同期|末|底|初)?的?"
    rf"|(?:由|从|将由|到|至|在)?(?:去年|上年|{_YEAR})(?:末|底|初)?的?|(?:连续)?[一二三四五六七八九十两\d]+年(?:来|间)?"
    rf"|(?:由|从(?!业|事))[^，,、]{{0,9}}|{_PLAN}(?:时期|期间|末|以来)?"
    r"|是?(?:上一?个?|前|过去)[一二三四五六七八九十]*个?(?:五年|年|届)的?"
    r"|(?:高于|低于|快于|高出|超出|领先|(?:好于|优于)(?![^，,、]*类))[^，,、]{1,12}|(?<![人年月日户亩平])均"
    r"|(?:比|较)(?!例)[^，,、]{2,14}[高低快慢多少好]|(?:不超过|不高于|不低于|相当于)[^，,、]{1,8}的)\Z"
)
_MEANS = frozenset("人户年月日亩平")
"""What stands before 均 where that is no adverb (人均|达到)."""
_COMPARES = re.compile(r"[比较同是年由从于出先均五过]")
_OPENING = re.compile(
    rf"[\s、，,；;：:*#—\-]+|(?:到|至|自|从|在)?(?:(?:19|20)\d\d|[一二]九?[〇零一二三四五六七八九]{{3}})年度?(?:底|末|初)?(?:前|以前)?"
    rf"|{_PLAN}(?:时期|期间|末|以来)|(?:年|[一二三四五六七八九十\d]月)[底末]之?前|第[一二三四五六七八九十]年|人口以[上下]的|[一二三四五六七八九十]{{1,3}}是\**|(?:（\d+）|\(\d+\)|\d+[.、．])"
)
_OPENS = frozenset("到至自从在一二三四五六七八九十年人第")
"""The letters that ``_OPENING`` can begin with."""
_PLACE_ENDS = re.compile("[县市州旗盟]")
_PLACE = re.compile(r"(?!占)[\u4e00-\u9fff]{1,4}(?:县|(?<![城超都夜上门])市|州|旗|盟)(?![场级区县民政州直属])")
"""A place that does what follows (东山县|推广稻渔共作)."""
_CLOSING = re.compile(r"[\s、，,；;：:*]+\Z|[（(][^（）()]*[）)]?\Z")
_CLOSES = frozenset(" \t\r\n\u3000、，,；;：:*）)")
_OTHERS = re.compile(r"[^高平均]等(?![级次于待候同值])")
_NOUN_OF_VERB = re.compile(r"[率额量费型性业者值力化制的金款站员岗占）]|强度|产出|[与和及、]")
_WHOLE = frozenset({"到位"})
"""Words that a verb ending with their first letter does not tear (争取到|位资金)."""
_AMONG = re.compile(
    r"(?:排名|位居|位列|名列|跃居|稳居|跻身|排在|居|列|排)(?:全|世界|国内|国际|同类|省会|副省级|地级|中|西|东|长|珠|省|区域)[^，,、。]{0,12}\Z"
    r"|在[^，,、。]{4,}中\Z"
    r"|(?:全部|连续[^，,、。]{1,4})?(?:进入|入围|闯入|挺进|进位)(?:全|世界|国家|国内|省|市|中|西|东)[^，,、。]{0,14}\Z"
)


def read_ahead(gap: str) -> str:
    """The phrase in the words before a figure, verbs and adverbs cut off; empty where there is none."""
    return trim_lead(_cut_list(_cut_middle(trim_tail(NOTE.sub("", gap)))))


def read_list(gap: str) -> str:
    """As ``read_ahead``, but a list is kept whole."""
    return trim_lead(_cut_middle(trim_tail(NOTE.sub("", gap))))


def read_ranked(gap: str) -> str:
    """The phrase before a rank, without those among whom it ranks (公路密度|居全省)."""
    ranked, gap = patterns().ranked, gap.rstrip()
    if match := _AMONG.search(gap):
        gap = gap[: match.start()]
    while match := ranked.search(gap):
        gap = gap[: match.start()]
    return read_ahead(gap)


def _cut_list(phrase: str) -> str:
    """``甲、乙等赛事`` is 赛事; of a list whose earlier parts have verbs of their own the last part."""
    if "等" in phrase:
        last = 0
        for match in _OTHERS.finditer(phrase):
            if len(phrase) - match.end() >= 2:
                last = match.end()
        phrase = phrase[last:]
    head, mark, final = phrase.rpartition("、")
    return final if mark and len(final) > 3 and patterns().stop.search(head.replace("、", "")) else phrase


def trim_tail(phrase: str) -> str:
    """``phrase`` without the verbs, comparisons and signs at its end."""
    while phrase:
        match = _match_tail(phrase)
        if match:
            phrase = phrase[: match.start()]
            continue
        tail = ending(phrase, "tail")
        if not tail or len(ending(phrase, "whole")) > len(tail):
            return phrase
        cut = len(phrase) - len(tail)
        phrase = phrase[: cut + (tail[0] == "均" and phrase[cut - 1 : cut] in _MEANS)]
    return phrase


def _match_tail(phrase: str) -> re.Match[str] | None:
    """Signs, a bracket or a comparison at the end; the first look is cheap, for most phrases have none."""
    if phrase[-1] in _CLOSES or "（" in phrase[-14:] or "(" in phrase[-14:]:
        match = _CLOSING.search(phrase)
        if match:
            return match
    return _COMPARED.search(phrase) if _COMPARES.search(phrase, max(0, len(phrase) - 18)) else None


def trim_lead(phrase: str) -> str:
    """``phrase`` without the verbs, adverbs and times it opens with; a verb before a bare noun stays (签约项目)."""
    keep, lead = patterns().keep, patterns().lead
    place = _PLACE.match(phrase) if _PLACE_ENDS.search(phrase, 1, 5) else None
    if place and lead.match(phrase, place.end()) and not keep.match(phrase, place.end()):
        phrase = phrase[place.end() :]
    while phrase:
        may_open = phrase[0] in _OPENS or not phrase[0].isalpha()
        match = _OPENING.match(phrase) if may_open else None
        if not match:
            if keep.match(phrase) or phrase in word_set("alone"):
                return phrase
            match = lead.match(phrase)
        end = match.end() if match else 0
        end -= phrase[end - 1 : end + 1] in _WHOLE
        if end < 1 or len(phrase) - end < 2:
            return "" if match and end == len(phrase) else phrase
        if len(phrase) - end <= 2 and phrase[:end] in word_set("modifiers"):
            return phrase
        phrase = phrase[end:]
    return phrase


def _cut_middle(phrase: str) -> str:
    """What stands behind the last plain verb of doing (``…配套企业|新增``); a bare account keeps its owner."""
    start = end = 0
    for match in patterns().mid.finditer(phrase):
        if not match["keep"] and len(phrase) - match.end() >= 2 and not _NOUN_OF_VERB.match(phrase, match.end()):
            start, end = match.start(), match.end()
    if start and phrase[end:] in word_set("bare"):
        owner = trim_lead(trim_tail(phrase[:start]))
        return owner + phrase[end:] if len(owner) > 1 else phrase[start:]
    return phrase[start:]
