"""Bound, measure, status and hardness of each figure: clauses, kinds and mentions in, ``Reading`` out.

What stands directly before and behind a figure bounds it (``突破200亿元``); the last word of change before it says
how it relates to its indicator (``提高2.2个百分点`` is growth, ``提高到30%`` a level); a list that
one word governs shares it (``分别增长5%和6.5%左右``).

``力争储能装机容量达到65万千瓦以上`` reads at_least, level, target.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from taizhang import rules
from taizhang.engine.model import Bound, Clause, Hardness, Kind, Measure, Mention, Role, Status

_RELATIVE_UNITS = frozenset({"%", "‰", "百分点", "千分点", "倍", "番"})
_LIST_GAP = re.compile(r"\s*(?:、|和|及|与|或|以及|,)\s*")
_LEVEL_TAIL = re.compile(r"(?:到|至|为|达|达到|成|在)了?\s?\Z")


class Reading(NamedTuple):
    """What ``quantities`` reads of one mention. ``trace`` names the rows that decided."""

    bound: Bound
    measure: Measure
    status: Status
    hardness: Hardness | None
    trace: tuple[str, ...]


class Setting(NamedTuple):
    """What is known of the clause that a mention stands in. ``clause`` indexes the same text as the mention."""

    clause: Clause
    kind: Kind
    role: Role | None


def read_quantities(text: str, mentions: tuple[Mention, ...], settings: tuple[Setting, ...]) -> tuple[Reading, ...]:
    """One ``Reading`` a mention, in order. ``settings[i]`` belongs to ``mentions[i]``; offsets index ``text``.

    >>> from decimal import Decimal
    >>> at = Mention(4, 6, 5, Decimal(5), Decimal(5), "%", Bound.EXACT, ())
    >>> setting = Setting(Clause(0, 0, 0, 8), Kind.TARGET, Role.TARGETS)
    >>> read_quantities("产值增长5%以上", (at,), (setting,))[0][:3]
    (<Bound.AT_LEAST: 'at_least'>, <Measure.GROWTH: 'growth'>, <Status.TARGET: 'target'>)
    """
    bounds = _read_bounds(text, mentions, settings)
    readings: list[Reading] = []
    previous: Mention | None = None
    aim = _NO_AIM
    for mention, setting, (bound, bound_rule) in zip(mentions, settings, bounds, strict=True):
        if previous and previous.start < setting.clause.start:
            previous = None
        measure, measure_rule = _read_measure(text, mention, previous, setting, readings)
        status, status_rule = _read_status(text, mention, setting)
        aim = _read_aim(text, mention, setting, aim)
        is_qualifier = is_threshold(text, mention, setting.clause)  # 70周岁以上老人: no floor that is promised
        hardness, hardness_rule = _NO_HARDNESS
        if status is Status.TARGET and not is_qualifier:
            hardness, hardness_rule = _read_hardness(bound, aim)
        rules_used = tuple(rule for rule in (bound_rule, measure_rule, status_rule, hardness_rule) if rule)
        readings.append(Reading(bound, measure, status, hardness, rules_used))
        if not is_qualifier:
            previous = mention
    return tuple(readings)


# --- bound ------------------------------------------------------------------------------------------------------


@cache
def _bound_words() -> tuple[re.Pattern[str], dict[str, rules.Row], re.Pattern[str], dict[str, rules.Row]]:
    before = {word: row for row in rules.load("bounds") for word in row.get("before", ())}
    after = {word: row for row in rules.load("bounds") for word in row.get("after", ())}
    guards = {word: chars for row in rules.load("bounds") for word, chars in row.get("not_behind", {}).items()}

    def guarded(word: str) -> str:
        return (f"(?<![{guards[word]}])" if word in guards else "") + re.escape(word)

    ahead = "|".join(guarded(w) for w in sorted(before, key=len, reverse=True))
    behind = "|".join(re.escape(w) for w in sorted(after, key=len, reverse=True))
    return re.compile(rf"({ahead})了?\s?\Z"), before, re.compile(rf"\s?(?:个|人口)?({behind})"), after


def _read_bounds(text: str, mentions: tuple[Mention, ...], settings: tuple[Setting, ...]) -> list[tuple[Bound, str]]:
    """The bound of each mention, lists that share a comparator included."""
    found = [_read_bound(text, mention, setting) for mention, setting in zip(mentions, settings, strict=True)]
    for i in range(len(mentions) - 1, 0, -1):
        if _is_one_list(text, mentions[i - 1], mentions[i], settings[i - 1], settings[i]):
            here, before = found[i], found[i - 1]
            if here[1].endswith(".after") and before[0] is Bound.EXACT:
                found[i - 1] = (here[0], here[1])
    for i in range(1, len(mentions)):
        if found[i][0] is Bound.EXACT and found[i - 1][1].endswith(".before"):
            spread = text.rfind("分别", settings[i].clause.start, mentions[i - 1].start) >= 0
            if spread and _is_one_list(text, mentions[i - 1], mentions[i], settings[i - 1], settings[i]):
                found[i] = found[i - 1]
    return found


def _read_bound(text: str, mention: Mention, setting: Setting) -> tuple[Bound, str]:
    ahead, before, behind, after = _bound_words()
    if mention.bound is not Bound.EXACT and mention.bound is not Bound.MORE_THAN:
        return mention.bound, ""
    match = behind.match(text, mention.end)
    if match:
        row = after[match[1]]
        return Bound(row["bound"]), row.name
    match = ahead.search(text, max(setting.clause.start, mention.start - 6), mention.start)
    if match:
        row = before[match[1]]
        if row.get("numeral") != "words" or not text[mention.start].isdigit():
            return Bound(row["bound"]), row.name
    return mention.bound, ""


def _is_one_list(text: str, left: Mention, right: Mention, at_left: Setting, at_right: Setting) -> bool:
    """Whether nothing but a mark of enumeration stands between two mentions of one clause and unit."""
    if at_left.clause != at_right.clause or left.unit != right.unit:
        return False
    return _LIST_GAP.fullmatch(text, _end_of(text, left), right.start) is not None


def _end_of(text: str, mention: Mention) -> int:
    """Where a mention ends with the comparator behind it."""
    match = _bound_words()[2].match(text, mention.end)
    return match.end() if match else mention.end


_THRESHOLD = re.compile(r"(?:人口)?(?:及?以[上下])的?(?=[\u4e00-\u9fff])|级(?=[\u4e00-\u9fff])")
_THRESHOLD_UNITS = frozenset({"units:money", "units:time", "units:mass"})


def is_threshold(text: str, mention: Mention, clause: Clause) -> bool:
    """Whether the figure only limits a noun (500万元以上项目): a qualifier, not what is told."""
    if _THRESHOLD_UNITS.isdisjoint(mention.trace) and mention.unit:
        return False
    return _THRESHOLD.match(text, mention.end, clause.end) is not None


# --- measure ----------------------------------------------------------------------------------------------------

_FRACTIONS = frozenset({"grammar:fraction", "grammar:half", "grammar:tenths"})
_GLUE = (
    r"(?:了|约|近|超过|超|突破|不低于|不少于|不超过|不高于|低于|逾|达到|达|到|至|为|在|保持|稳定|控制|幅度|分别|均|率|力争|实现|预计"
    r"|将近|接近|不到|不足|大体|年均|的|是|成|有望|目标|预期|\s)"
)
_TO = re.compile(r"到|至|为|达|在|成")
_LEVEL_GLUE = re.compile(r"到|至|为|达|在|成|率")
_BUILDING = re.compile(r"新?[建扩改续开]")
_BETTERING = frozenset({"提高", "提升", "扩", "扩大"})
_COUNTS = frozenset({"units:people", "units:things", "units:places"})
_PACE_NOUNS = ("增速", "增幅", "涨幅", "降幅", "速度")
_NO_AGAIN = r"再(?![生就贷担制融次度])|又(?!一|是)"


@cache
def _measure_words() -> dict[str, rules.Row]:
    return {row.key: row for row in rules.load("measures")}


@cache
def _measure_patterns() -> dict[str, re.Pattern[str]]:
    rows = _measure_words()

    def either(*words: str) -> str:
        return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))

    up, down = rows["growth"], rows["decline"]
    added, reduced = rows["added"], rows["reduced"]
    return {
        "relative": re.compile(
            rf"(?:(?P<growth>{either(*up['relative'])})|(?P<decline>{either(*down['relative'])}))(?P<glue>{_GLUE}*)\Z"
        ),
        "behind": re.compile(either(*up["after"])),
        "adjacent": re.compile(
            rf"(?:(?P<added>{either(*added['adjacent'])})|(?P<reduced>{either(*reduced['adjacent'])}))(?P<glue>{_GLUE}*)\Z"
        ),
        "distant": re.compile(
            rf"(?P<added>(?:{either(*added['distant'])})(?![值到至])|{_NO_AGAIN})"
            rf"|(?P<reduced>(?:{either(*reduced['distant'])})(?![、和及到至]))"
        ),
        "leading": re.compile(r"(?:(?P<growth>提高|上调)|(?P<decline>降低|下调))(?=[^到至为达]{2,14}\Z)"),
        "leaving": re.compile(either(*reduced["after"])),
        "paced": re.compile(
            rf"(?:(?P<growth>增速|增幅|涨幅)|(?P<decline>降幅))[^，,；;、]{{0,6}}"
            rf"(?:高于|快于|好于|优于|低于|超过)[^，,；;、占率]{{1,10}}、{_GLUE}*\Z"
        ),
        "apart": re.compile(r"(?:高于|低于|高出|超出|快于|超过|领先)[^，,、]{1,14}\Z"),
    }


def _read_measure(
    text: str, mention: Mention, previous: Mention | None, setting: Setting, readings: list[Reading]
) -> tuple[Measure, str]:
    if "grammar:rank" in mention.trace:
        return Measure.RANK, "grammar:rank"
    start = _end_of(text, previous) if previous else setting.clause.start
    is_listed = previous is not None and _LIST_GAP.fullmatch(text, start, mention.start) is not None
    if is_listed and previous and (previous.unit == mention.unit or mention.unit in _RELATIVE_UNITS):
        return readings[-1].measure, "grammar:shared_measure"
    if mention.unit in _RELATIVE_UNITS or _FRACTIONS.intersection(mention.trace):
        return _read_relative(text, mention, start)
    return _read_absolute(text, mention, previous, start, setting, readings)


def _read_relative(text: str, mention: Mention, start: int) -> tuple[Measure, str]:
    patterns = _measure_patterns()
    match = patterns["relative"].search(text, max(start, mention.start - 16), mention.start)
    if match:
        name = (
            match.lastgroup if match.lastgroup in ("growth", "decline") else "growth" if match["growth"] else "decline"
        )
        is_pace = match[name] in _PACE_NOUNS or "目标" in match["glue"] or (name == "growth" and "率" in match["glue"])
        if is_pace or not _LEVEL_GLUE.search(match["glue"]):
            return Measure(name), f"measures:{name}"
        return Measure.LEVEL, "measures:level"
    match = patterns["leading"].match(text, start, mention.start)
    if match and mention.unit == "%":
        name = match.lastgroup or "growth"
        return Measure(name), f"measures:{name}"
    if patterns["behind"].match(text, mention.end):
        return Measure.GROWTH, "measures:growth"
    if paced := patterns["paced"].search(text, max(start, mention.start - 32), mention.start):
        return Measure(paced.lastgroup or "growth"), f"measures:{paced.lastgroup}"
    return Measure.LEVEL, ""


def _read_absolute(
    text: str, mention: Mention, previous: Mention | None, start: int, setting: Setting, readings: list[Reading]
) -> tuple[Measure, str]:
    patterns = _measure_patterns()
    match = patterns["adjacent"].search(text, max(start, mention.start - 12), mention.start)
    is_counted = not _COUNTS.isdisjoint(mention.trace)
    if match and not (is_counted and match["added"] in _BETTERING and mention.unit not in ("位", "名", "人")):
        name = "added" if match["added"] else "reduced"
        if _TO.search(match["glue"]):
            return Measure.LEVEL, "measures:level"
        is_rank = name == "added" and mention.unit in ("位", "名") and "位" in text[start : mention.start]
        return (Measure.RANK, "grammar:rank") if is_rank else (Measure(name), f"measures:{name}")
    found = list(patterns["distant"].finditer(text, start, mention.start))
    if found:
        name = "added" if found[-1]["added"] else "reduced"
        is_cost = "units:money" in mention.trace and _BUILDING.match(found[-1][0])
        return (Measure.LEVEL, "measures:level") if is_cost else (Measure(name), f"measures:{name}")
    if patterns["leaving"].search(text, mention.end, min(setting.clause.end, mention.end + 16)):
        return Measure.REDUCED, "measures:reduced"
    if previous and readings[-1].measure in (Measure.ADDED, Measure.REDUCED) and _goes_on(text[start : mention.start]):
        return readings[-1].measure, "grammar:shared_measure"
    return Measure.LEVEL, ""


_NEW_VERB = re.compile(
    r"建成|完成|改造|实施|培育|打造|引进|投资|达|总数|建设|开工|竣工|占|提升|实现|整治|修复|累计|总量|绿化|就业|保障|转移|举办|开展|惠及|拥有"
)


def _goes_on(gap: str) -> bool:
    """Whether a list goes on over ``gap`` with no verb of its own (新增A 15家、B 50家; 打造30个A和300个B)."""
    at = max(gap.rfind(mark) for mark in "、和及与")
    return at >= 0 and not _NEW_VERB.search(gap, at)


# --- status and hardness ----------------------------------------------------------------------------------------

_FROM = re.compile(r"(?:由|从)[^，,。；;、]{0,14}\Z")
_ONWARD = re.compile(
    r"[^，,。；;]{0,8}?(?:提高|提升|上升|增加|增长|扩大|下降|降低|降|缩小|减少|压缩|缩短|升|增|调整|发展|跃升|拓展|扩展|达)?(?:到|至|为)"
)


_PAST_KINDS = frozenset({Kind.RESULT, Kind.PROBLEM})
_PLAN_ROLES = frozenset({Role.OUTLOOK, Role.TARGETS, Role.TASKS})
_PAST_ROLES = frozenset({Role.REVIEW, Role.PROBLEMS})


def _read_status(text: str, mention: Mention, setting: Setting) -> tuple[Status, str]:
    """What a review tells is reached, what a plan tells is still to be; the kind decides where no role is known."""
    is_past = setting.role in _PAST_ROLES or (setting.role not in _PLAN_ROLES and setting.kind in _PAST_KINDS)
    if is_past:
        return Status.ACTUAL, ""
    if is_starting_point(text, mention, setting.clause):
        return Status.ACTUAL, "grammar:from_to"
    return Status.TARGET, ""


def is_starting_point(text: str, mention: Mention, clause: Clause) -> bool:
    """Whether the mention is the X of 由X提高到Y."""
    return bool(
        _FROM.search(text, max(clause.start, mention.start - 16), mention.start)
        and _ONWARD.match(text, _end_of(text, mention), clause.end)
    )


@cache
def _hardness_rows() -> tuple[re.Pattern[str], dict[str, rules.Row], dict[Bound, rules.Row]]:
    """The words of ``hardness.toml`` as one pattern, the row of each, and the row of each bound."""
    rows = rules.load("hardness")
    words = {word: row for row in rows for word in row.get("words", ())}
    bounds = {Bound(bound): row for row in rows for bound in row.get("bounds", ())}
    return re.compile("|".join(sorted(words, key=len, reverse=True))), words, bounds


class _Aim(NamedTuple):
    """The row whose word of aiming or duty governs the clause at ``place`` of ``sentence``; None where none does."""

    row: rules.Row | None
    sentence: int
    place: int


_NO_HARDNESS: tuple[Hardness | None, str] = (None, "")
_NO_AIM = _Aim(None, -1, -1)


def _read_aim(text: str, mention: Mention, setting: Setting, before: _Aim) -> _Aim:
    """The last word before the figure in its clause, or that of the clause before, where this one is a target too."""
    pattern, words, _ = _hardness_rows()
    clause = setting.clause
    found = pattern.findall(text, clause.start, mention.start)
    goes_on = before.sentence == clause.sentence and (
        before.place == clause.index or (before.place == clause.index - 1 and setting.kind is Kind.TARGET)
    )
    row = words[found[-1]] if found else before.row if goes_on else None
    return _Aim(row, clause.sentence, clause.index)


def _read_hardness(bound: Bound, aim: _Aim) -> tuple[Hardness | None, str]:
    """An approximate figure is soft; else the word that governs it decides, or its bound."""
    row = _hardness_rows()[2].get(bound)
    if aim.row and (row is None or row["hardness"] == Hardness.BINDING):
        row = aim.row
    return (Hardness(row["hardness"]), row.name) if row else _NO_HARDNESS
