"""A short title for an item: an action with its object, or an indicator with its value.

What enters is the words of an item by clause, what leaves is at most ``LONGEST_TITLE`` characters. Of 围绕三条产业链，
今年引进企业30家 the first clause is a condition, so the title is 引进企业30家. What is too long is shortened where a
list, an attribute or a second object begins; words are cut through only where nothing else helps, and it shows (…).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from taizhang.engine.model import Kind
from taizhang.rules import load

LONGEST_TITLE = 24
SHORTEST_TITLE = 4

_HAN = "一二三四五六七八九十"
_NUMBER = re.compile(
    rf"^(?:第[{_HAN}]{{1,3}}[部章]分?|[{_HAN}]{{1,3}}[、是]|[（(](?:[{_HAN}]{{1,3}}|\d+)[）)]"
    r"|[\[［【]\d+[\]］】]|\d{1,2}[.．、](?!\d)|[①-⑳]|[—-]+)"
)
_NUMBER_BEGINS = frozenset(f"第{_HAN}（([［【0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳—-")
_JUNK = " \t\n\u3000*#—-"
_PAIRS = (("“", "”"), ("‘", "’"), ("（", "）"), ("(", ")"), ("《", "》"), ("【", "】"))
_OPENS, _CLOSES = "".join(a for a, _ in _PAIRS), "".join(b for _, b in _PAIRS)
_PAIRED = re.compile(f"[{re.escape(_OPENS + _CLOSES)}]")
_PART = rf"(?:第?[{_HAN}]|前三)季度|[上下]半年|年[底末内]|\d{{1,2}}月(?:份|\d{{1,2}}日)?"
_TIME = rf"(?:到|在|于|至)?(?:(?:20\d\d年|今年|明年|本年)(?:{_PART})?|{_PART})[底末]?(?:以前|之前|前|内)?"
_BARE_TIME = re.compile(rf"{_TIME}|[^，]{{0,10}}(?:期间|时期|以来)")
_HEAD_TIME = re.compile(rf"(?:{_TIME})[，,]?(?=[^\d，])")
_TOPIC = re.compile(r".{2,12}(?:地区|方面|领域|过程中|工作中|基础上|前提下|同时|之际|原则|要求|思路|目标)")
_PARENTHESIS = re.compile(r"[（(][^（）()]*[）)]")
_AS = re.compile(r"以[^，的]{2,18}为[^，的]{2,6}的")
_LISTED = re.compile(r"等(?=[^级于同候待]|$)")
_AND = re.compile(r"(?<=[^融总中共温])(?:以及|和|与|及|并|、)(?=.{2})")
_QUOTED_LIST = re.compile("“([^”、]+)、[^”]*”")
_COUNTED = re.compile(rf"(?<![\d.和与及])(?:\d+|[{_HAN}两])(?:[条个座家项所处支大张类])[^、，\d]{{2,}}$")
_FIGURE = re.compile(r"\d")
_VALUE = re.compile(
    r"(?:均|都|全部)?(?:增长|下降|达|突破|超过|提高|控制|稳定|保持|实现|占|不低于|不少于|降低|减少)[^、]*?\d.*"
)
_OUGHT = ("都要", "均要", "要", "都应", "均应")
_END = tuple("的、和与及以并“‘（(《")


def make_title(words: Sequence[str], kind: Kind) -> str:
    """The title of an item by its clauses: the first that is no condition, time or topic, made short.

    >>> make_title(["围绕三条产业链", "今年我们将引进企业30家"], Kind.TASK)
    '引进企业30家'
    >>> make_title(["加快补齐儿科、老年医学、精神卫生、医疗护理、康复养老等服务短板"], Kind.TASK)
    '加快补齐儿科、老年医学、精神卫生等服务短板'
    """
    clause = ""
    for raw in words:
        plain = _strip(raw, kind)
        if clause and plain and not raw.startswith(_OUGHT) and not _is_aside(clause):
            break
        clause = plain or clause
    return _drop_lone(_shorten(clause or words[0].strip() or words[0], kind))


def _is_aside(clause: str) -> bool:
    """Whether a clause only tells a condition, a time or a topic, and the action stands behind it."""
    if clause.startswith(words_of("condition")):
        # 对甲开展乙 tells the action, 围绕甲开展乙 too, but 对标一流 does not.
        return not (clause.startswith(("对", "在")) and _inner_verb(clause, 2))
    return _BARE_TIME.fullmatch(clause) is not None or _TOPIC.fullmatch(clause) is not None


def _strip(words: str, kind: Kind) -> str:
    """The clause without number, marks at its edges, lead words and the time at its head."""
    if _plain_pattern().match(words):
        return words
    if "*" in words:
        words = words.replace("**", "")
    words = words.strip(_JUNK)
    if words[:1] in _NUMBER_BEGINS:
        words = _NUMBER.sub("", words).strip(_JUNK)
    words = _balance(words)
    lead = _lead_pattern(kind is Kind.TARGET)
    at = 0
    while True:
        begins = _may_lead().match(words, at)
        match = begins and (lead.match(words, at) or _HEAD_TIME.match(words, at))
        if not match or match.end() == at or len(words) - match.end() < SHORTEST_TITLE:
            return _balance(words[at:])
        at = match.end()


def _balance(words: str) -> str:
    """The words without a mark at their edges whose partner is missing, and without quotes about the whole."""
    if not _PAIRED.search(words):
        return words
    for opens, closes in _PAIRS:
        missing = words.count(opens) - words.count(closes)
        lone = opens if missing > 0 else closes if missing < 0 else None
        if lone and words.startswith(lone):
            words = words[1:]
        elif lone and words.endswith(lone):
            words = words[:-1]
    is_quoted = words[:1] == "“" and words[-1:] == "”" and words.count("“") == 1
    return words[1:-1] if is_quoted else words


def _drop_lone(title: str) -> str:
    """The title without quotes and brackets whose partner is missing, wherever they stand; whole if nothing is left.

    >>> _drop_lone("建好”两湾“工程（一期）")
    '建好两湾工程（一期）'
    """
    if not _PAIRED.search(title):
        return title
    lone: list[int] = []
    open_at: list[int] = []
    for at, mark in enumerate(title):
        if mark in _OPENS:
            open_at.append(at)
        elif mark in _CLOSES:
            opens = _OPENS[_CLOSES.index(mark)]
            match = next((n for n in reversed(range(len(open_at))) if title[open_at[n]] == opens), None)
            if match is None:
                lone.append(at)
            else:
                lone += open_at[match + 1 :]
                del open_at[match:]
    dropped = {*lone, *open_at}
    return "".join(mark for at, mark in enumerate(title) if at not in dropped) or title


@cache
def _lead_pattern(is_target: bool) -> re.Pattern[str]:
    """A lead word, the longest that fits, where no longer word that is none begins."""
    leads = words_of("lead") + (words_of("lead.target") if is_target else ())
    leads = tuple(sorted(leads, key=len, reverse=True))
    return re.compile(rf"(?!{'|'.join(map(re.escape, words_of('keep')))})(?:{'|'.join(map(re.escape, leads))})[ ，,]*")


@cache
def _initials() -> str:
    """The characters that a lead word or a time begins with, as those of a pattern's class: few clauses have one."""
    initials = {lead[0] for lead in words_of("lead") + words_of("lead.target")}
    return rf"{re.escape(''.join(sorted(initials)))}\d{_HAN}到在于至今明本第前上下年"


@cache
def _may_lead() -> re.Pattern[str]:
    return re.compile(f"[{_initials()}]")


@cache
def _plain_pattern() -> re.Pattern[str]:
    """A clause of which nothing is stripped: no lead word or number at its head, no marks about it or in it."""
    marks = re.escape(_JUNK + _OPENS + _CLOSES)
    numbers = re.escape("".join(sorted(_NUMBER_BEGINS)))
    return re.compile(rf"(?![{_initials()}{numbers}])[^{marks}](?:[^*{re.escape(_OPENS + _CLOSES)}]*[^{marks}])?\Z")


def _shorten(words: str, kind: Kind) -> str:
    """The first way to tell it in ``LONGEST_TITLE`` characters."""
    if len(words) <= LONGEST_TITLE:
        return words
    least = SHORTEST_TITLE * 2
    for made in _ways(words, kind):
        if least <= len(made) <= LONGEST_TITLE and not made.endswith(_END) and _is_balanced(made):
            return made
    if kind is Kind.TARGET and _FIGURE.search(words):
        return "…" + words[1 - LONGEST_TITLE :].lstrip("”’）)》")
    return _cut(words)


def _ways(words: str, kind: Kind) -> Iterator[str]:
    """Shorter tellings, the fullest first."""
    plain = _PARENTHESIS.sub("", words)
    yield plain
    plain = _QUOTED_LIST.sub(r"“\1等”", _AS.sub("", plain).replace("达到", "达"))
    yield plain
    if kind is Kind.TARGET:
        yield from _shorter_targets(plain)
        return
    yield from _shorter_lists(plain)
    if plain.startswith(words_of("condition")) and (verb := _inner_verb(plain, 2)):
        yield plain[verb:]
        yield from _shorter_lists(plain[verb:])
    head, tail = _verb_of(plain), plain[plain.rfind("的") + 1 :]
    if head and tail != plain and len(tail) >= SHORTEST_TITLE:
        yield head + tail
    if head:
        cuts = [m.start() for m in _AND.finditer(plain, 8) if m.start() < LONGEST_TITLE]
        yield from (plain[:at] + "等" for at in reversed(cuts))


def _shorter_targets(words: str) -> Iterator[str]:
    """An indicator and its value, with the first of several indicators, or without what stands before it."""
    value = _VALUE.search(words)
    if value and "、" in words[: value.start()] and "分别" not in words:
        yield words[: words.index("、")] + "等" + value[0]
    first = value.start() if value else len(words)
    yield from (words[m.end() :] for m in re.finditer("[的、和与及]", words[: max(first - SHORTEST_TITLE, 0)]))


def _shorter_lists(words: str) -> Iterator[str]:
    """The list with fewer members, and what stands behind it: 补齐儿科、老年医学等|服务短板."""
    if "、" not in words or "等" in words[: words.index("、")]:
        return
    listed = next((m for m in _LISTED.finditer(words) if m.start() > words.index("、")), None)
    members = (words[: listed.start()] if listed else words).split("、")
    tail = words[listed.end() :] if listed else _tail_of(members[-1])
    if not listed and ("将" in members[0] or "把" in members[0] or not (tail or _verb_of(words))):
        return
    for count in range(len(members) - (0 if listed else 1), 0, -1):
        yield "、".join(members[:count]) + "等" + tail
    if listed and "的" in tail:
        verb = _inner_verb(tail, 1)
        short = tail[: verb + 2] * bool(verb) + tail[tail.rfind("的") + 1 :]
        yield from ("、".join(members[:n]) + "等" + short for n in range(len(members), 0, -1))


def _tail_of(member: str) -> str:
    """What is said of a whole list behind its last member: 改造升级 of 林海景区改造升级; empty where nothing is."""
    if _verb_of(member):
        return ""
    if counted := _COUNTED.search(member, 2):
        return counted[0]
    if "的" in member[1:-1]:
        return member[member.rfind("的") + 1 :]
    for word in words_of("tail"):
        if member.endswith(word) and len(member) > len(word) + 1:
            return word
    at = _inner_verb(member, 2)
    return member[at:] if at else ""


def _inner_verb(words: str, start: int) -> int:
    """Where the first verb of action behind ``start`` begins; 0 where none does."""
    found = _verb_pattern().search(words, start)
    return found.start() if found else 0


def _verb_of(words: str) -> str:
    """The verb that a title begins with; empty where it begins with none."""
    found = _verb_pattern().match(words)
    return found[0] if found else ""


@cache
def _verb_pattern() -> re.Pattern[str]:
    """A verb of action, the first of the table that fits."""
    return re.compile("|".join(map(re.escape, words_of("verb"))))


def _is_balanced(words: str) -> bool:
    return not _PAIRED.search(words) or all(words.count(a) == words.count(b) for a, b in _PAIRS)


def _cut(words: str) -> str:
    """The words cut off with …, before a mark that would stay open."""
    made = words[: LONGEST_TITLE - 1]
    opened = max((made.rfind(a) for a, b in _PAIRS if made.count(a) > made.count(b)), default=-1)
    if 0 <= opened < SHORTEST_TITLE:
        closes = _CLOSES[_OPENS.index(made[opened])]
        return words[: LONGEST_TITLE - 2].rstrip("".join(_END)) + "…" + closes
    return (made[:opened] if opened > 0 else made).rstrip("".join(_END)) + "…"


@cache
def words_of(role: str) -> tuple[str, ...]:
    """The words of all rows of a role, in the order of the table."""
    return tuple(word for row in load("items") if row["role"] == role for word in row["words"])
