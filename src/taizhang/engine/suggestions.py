"""Propose the units that might answer for an item 牵头单位、配合单位, and say why.

What enters is the items with their words, the headings above them and the indicators of their figures; what leaves is
a ``Suggestion`` for each task and target, None where nothing tells. Words of ``rules/suggestions.toml`` are looked for:
of 新建农村公路20公里，方便群众出行 the words 农村公路 are the transport bureau's, so it is proposed 据“农村公路”.

A word counts by its length, less where another word of the register stands right behind it (农村|教师: the teachers),
before or behind the main clause, in a purpose, or in a list of fields (养老、交通等领域); not at all in a figure of
speech (以古城为魂). What the item does not clearly tell, the item before it in the same sentence tells, then its
headings, then the item before in the same section.
A proposal is no assignment: it is shown as such, and an office confirms it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from taizhang.engine.model import Item, Kind, Section, Suggestion
from taizhang.rules import Row, load
from taizhang.rules.areas import by_code
from taizhang.rules.departments import Office, department_name, find_department
from taizhang.rules.indicators import comparable_key, indicator

MOST_SUPPORTING = 3

_LENGTH = (0.0, 0.5, 1.0, 1.3, 1.6, 1.8, 2.0)
_WEAK, _MODIFIER, _ASIDE, _PURPOSE = 0.25, 0.45, 0.5, 0.3
_HEAD, _TITLE, _ABOVE, _FAR_ABOVE = 1.3, 0.35, 0.2, 0.1
_FIGURE, _TARGET = 1.5, 4.0
_ENOUGH_TO_SUPPORT = 0.5
_CLEAR = 0.5
"""How much a word of an item's own must weigh to take it out of the field of the item before in its sentence."""
_ENDS = tuple("。！？；;!?\n")
_FIGURATIVE = re.compile("(?:、?以[^，,；;。、]{1,8}(?:为[魂轴翼媒桥骨脉墨笔韵核形根弦帆舟犁]|之[名笔力]))+")
_FIELDS = re.compile(
    "[^，,；;。]*等(?:[^，,；;。、的]{0,4}(?:领域|行业|方面|产业|产品|企业)|(?=(?:本科|专科|学科)?专业))"
)
_MARK = re.compile("[，,；;]")
_INDICATOR, _HEADING = "指标", "标题中的"
_MONEY = re.compile("资金|补[助贴偿]|奖补|资助|经费|债券|专项债|预算|财政|支出|购买服务|免费|保费|减免|拨款|贴息|融资")

_Hit = tuple[int, int, Row, float]
"""A word of the register: where it begins and ends, the row it is of, and how much it weighs by itself."""
_Vote = tuple[str, float, str, Row | None]
"""The unit that a word speaks for, how much, the words to tell, and the row that gives the unit's supporters."""


def suggest_units(
    items: Sequence[Item],
    words: Sequence[str],
    sections: Sequence[Section],
    indicators: Mapping[str, Sequence[str]],
    office: Office | None,
    year: int | None = None,
) -> tuple[Suggestion | None, ...]:
    """One suggestion for each of ``items``, whose ``words`` are given in order; None for kinds that are no duties.

    ``indicators`` gives the keys of the indicators of an item's figures by the item's id. ``office`` says whose units
    are named; None (the nation) proposes none. ``year`` is the report's, for the names of places.

    >>> road = Item("i0", None, Kind.TASK, (), "新建农村公路20公里")
    >>> suggest_units([road], ["新建农村公路20公里"], (), {}, Office("市", "prefecture"))
    (Suggestion(lead='市交通运输局', supporting=('市发展改革委',), reason='据“农村公路”'),)
    """
    if office is None:
        return (None,) * len(items)
    duties = [told if _is_duty(item) else "" for item, told in zip(items, words, strict=True)]
    hits = _find_all([*duties, *(section.title for section in sections)])
    proposing = _Proposing(_Names(office, year), _Headings(sections, hits[len(duties) :]), indicators)
    told = zip(items, words, hits, strict=False)
    return tuple(proposing.propose(item, said, own) if _is_duty(item) else None for item, said, own in told)


class _Proposing:
    """Proposes units for the items of a report one by one: an item may follow the one before it."""

    def __init__(self, names: _Names, headings: _Headings, indicators: Mapping[str, Sequence[str]]) -> None:
        self.names, self.headings, self.indicators = names, headings, indicators
        self._before: tuple[str | None, Suggestion] | None = None
        self._clear: tuple[Item, str, Suggestion] | None = None

    def propose(self, item: Item, told: str, own: Sequence[_Hit]) -> Suggestion | None:
        """By the item's own words where they are clear, else by what it goes on with, its heading, the one before."""
        votes = _read_words(item, told, own) if own else []
        if item.id in self.indicators:
            votes += _read_indicators(item, self.indicators[item.id])
        is_clear = max([vote[1] for vote in votes], default=0.0) >= _CLEAR
        if not is_clear and self._clear and _goes_on(self._clear[0], self._clear[1], item):
            self._clear = item, told, self._clear[2]
            return _carry(self._clear[2])
        votes += self.headings.votes(item.section)
        if not votes:
            before = self._before
            return _carry(before[1]) if before and before[0] == item.section else None
        suggestion = _choose(votes, item, told, self.names)
        self._before = item.section, suggestion
        self._clear = (item, told, suggestion) if is_clear else None
        return suggestion


def _carry(suggestion: Suggestion) -> Suggestion:
    return suggestion._replace(reason=f"承上一事项，{suggestion.reason}")


def _goes_on(before: Item, told: str, item: Item) -> bool:
    """Whether ``item`` goes on with the sentence of the item ``before``, whose words are ``told``."""
    if before.section != item.section or not before.spans or not item.spans:
        return False
    return not told.endswith(_ENDS) and 0 <= item.spans[0].start - before.spans[-1].end <= 1


def _is_duty(item: Item) -> bool:
    return item.kind is Kind.TASK or item.kind is Kind.TARGET


def _read_words(item: Item, words: str, hits: Sequence[_Hit]) -> list[_Vote]:
    """The votes of an item's own words, of which ``hits`` are those of the register."""
    votes: list[_Vote] = []
    main = max(words.find(item.title[:4]), 0)
    stop = _end_of_clause(words, main)
    purpose = words.find(item.purpose) if item.purpose else len(words)
    last = len(hits) - 1
    figure = _FIGURATIVE.search(words) if "以" in words else None
    fields = _FIELDS.search(words) if "等" in words else None
    for at, (start, end, row, weight) in enumerate(hits):
        if figure and figure.start() <= start < figure.end():
            continue
        if start >= purpose or (fields and fields.start() <= start < fields.end() <= hits[last][0]):
            factor = _PURPOSE
        elif not main <= start < stop:
            factor = _ASIDE
        else:
            factor = _HEAD if at == last or hits[at + 1][0] >= stop else 1.0
        if at < last and _is_modifier(words, end, hits[at + 1]):
            factor *= _MODIFIER
        votes.append((row.data["lead"], weight * factor, words[start:end], row))
    return votes


def _read_indicators(item: Item, keys: Sequence[str]) -> list[_Vote]:
    """The votes of the indicators of an item's figures, the first the most; a generic one has none."""
    votes: list[_Vote] = []
    weight = _TARGET if item.kind is Kind.TARGET else _FIGURE
    for key in filter(comparable_key, keys):
        lead, acting, name = _of_indicator(key)
        votes.append((lead, weight, f"{_INDICATOR}“{name}”", acting))
        weight *= _MODIFIER
    return votes


def _is_modifier(words: str, end: int, following: _Hit) -> bool:
    """Whether the word that ends here only says which one the next word means: 农村|教师, 企业|的用电."""
    gap = following[0] - end
    return following[3] > _WEAK * 2 and (gap == 0 or (gap == 1 and words[end] == "的"))


def _end_of_clause(words: str, start: int) -> int:
    mark = _MARK.search(words, start)
    return mark.start() if mark else len(words)


class _Headings:
    """The votes of the headings that items stand under: fewer than those of their own words."""

    def __init__(self, sections: Sequence[Section], hits: Sequence[Sequence[_Hit]]) -> None:
        self._above = {section.id: (section, own) for section, own in zip(sections, hits, strict=True)}
        self._known: dict[str | None, tuple[_Vote, ...]] = {None: ()}

    def votes(self, section: str | None) -> tuple[_Vote, ...]:
        """The votes of a section and those above it."""
        if section not in self._known:
            self._known[section] = tuple(self._read(section))
        return self._known[section]

    def _read(self, section: str | None) -> Iterator[_Vote]:
        weight = _TITLE
        while section is not None and section in self._above:
            heading, hits = self._above[section]
            for start, end, row, own in hits:
                yield row.data["lead"], own * weight, f"{_HEADING}“{heading.title[start:end]}”", row
            weight = _ABOVE if weight == _TITLE else _FAR_ABOVE
            section = heading.parent


class _Names:
    """The names of units and of the governments of places, as one office writes them in a report of a year."""

    def __init__(self, office: Office, year: int | None) -> None:
        self.office, self.year = office, year
        self._known: dict[str, str] = {}

    def unit(self, key: str) -> str:
        if key not in self._known:
            self._known[key] = department_name(key, self.office)
        return self._known[key]

    def governments(self, places: tuple[str, ...]) -> list[str]:
        """The governments of the places that an item names; all of them in one where it names more than two."""
        if len(places) > 2:
            return [self.unit("counties")] if self.office.level == "prefecture" else []
        areas = (by_code(code, self.year) for code in places)
        return [f"{area.name}政府" for area in areas if area is not None]


def _choose(votes: Sequence[_Vote], item: Item, words: str, names: _Names) -> Suggestion:
    """The unit that most speaks for; of equals the one told first.

    The finance bureau helps as a rule only where ``words`` speak of money.
    """
    weights: dict[str, float] = {}
    for vote in votes:
        weights[vote[0]] = weights.get(vote[0], 0.0) + vote[1]
    if len(weights) == 1:
        lead, own = votes[0][0], votes
        helpers = []
    else:
        lead = max(weights, key=weights.__getitem__)
        own = [vote for vote in votes if vote[0] == lead]
        enough = weights.pop(lead) * _ENOUGH_TO_SUPPORT
        others = sorted([key for key, weight in weights.items() if weight >= enough], key=lambda key: -weights[key])
        helpers = [names.unit(key) for key in others[:2]]
    if item.places:
        helpers += names.governments(item.places)
    for key in _usual(own):
        if key != "finance" or _MONEY.search(words):
            helpers.append(names.unit(key))
    name = names.unit(lead)
    supporting = tuple([unit for unit in dict.fromkeys(helpers) if unit != name][:MOST_SUPPORTING])
    return Suggestion(name, supporting, _tell(own))


def _usual(votes: Sequence[_Vote]) -> tuple[str, ...]:
    """The units that help as a rule: by the indicator that another unit acts on, else by the first word."""
    first: Row | None = None
    for _, _, told, row in votes:
        if row is None:
            continue
        if told.startswith(_INDICATOR) and told.endswith("”"):
            return tuple(row.get("supporting", ()))
        first = first or row
    return tuple(first.get("supporting", ())) if first is not None else ()


def _tell(votes: Sequence[_Vote]) -> str:
    """Up to three of the words that most decided."""
    if len(votes) == 1:
        told = [votes[0][2]]
    else:
        least = max([vote[1] for vote in votes]) / 2
        told = list(dict.fromkeys([vote[2] for vote in votes if vote[1] >= least]))[:3]
    return "据" + "".join([words if words[-1] == "”" else f"“{words}”" for words in told])


@cache
def _of_indicator(key: str) -> tuple[str, Row | None, str]:
    """The unit that acts on an indicator, the row that says so if any, and the indicator's name."""
    row = _acting().get(key)
    known = indicator(key)
    name = known.name if known else key
    if row is not None:
        return row["lead"], row, name
    return (known and find_department(known.lead)) or "development_reform", None, name


@cache
def _acting() -> dict[str, Row]:
    return {key: row for row in load("suggestions") for key in row.get("indicators", ())}


class _Register(NamedTuple):
    """The automaton of all words, and of each word its row and weight; None for a word of no unit."""

    finder: AhoCorasick
    rows: tuple[tuple[Row, float] | None, ...]


@cache
def _register() -> _Register:
    words: list[str] = []
    rows: list[tuple[Row, float] | None] = []
    for row in load("suggestions"):
        for column, factor in (("words", 1.0), ("weak", _WEAK)):
            for word in row.get(column, ()):
                words.append(word)
                weight = factor * _LENGTH[min(len(word), len(_LENGTH) - 1)]
                rows.append((row, weight) if row.get("lead") else None)
    return _Register(AhoCorasick(words, matchkind=MatchKind.LeftmostLongest), tuple(rows))


def _find_all(texts: Sequence[str]) -> list[list[_Hit]]:
    """The words of the register in each of ``texts``, in order, without overlap, the longest first: in one pass."""
    rows = _register().rows
    begins = list(accumulate((len(text) + 1 for text in texts), initial=0))
    found: list[list[_Hit]] = [[] for _ in texts]
    at = 0
    for word, start, end in _register().finder.find_matches_as_indexes("\n".join(texts)):
        while begins[at + 1] <= start:
            at += 1
        known = rows[word]
        if known is not None:
            found[at].append((start - begins[at], end - begins[at], *known))
    return found
