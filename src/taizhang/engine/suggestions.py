"""Propose the units that might answer for an item 牵头单位、配合单位, and say why.

What enters is the items with their words, the headings above them and the indicators of their figures; what leaves is
a ``Suggestion`` for each task and target, None where nothing tells. Words of ``rules/suggestions.toml`` are looked for:
of 新建农村公路20公里，方便群众出行 the words 农村公路 are the transport bureau's, so it is proposed 据“农村公路”.

A word counts by its length, less where another word of the register stands right behind it (农村|教师: the teachers),
before or behind the main clause, or in a purpose. What the item does not tell, its headings tell, then the item before.
A proposal is no assignment: it is shown as such, and an office confirms it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from taizhang.engine.model import Item, Kind, Section, Suggestion
from taizhang.rules import Row, load
from taizhang.rules.areas import by_code
from taizhang.rules.departments import Office, department_name, find_department
from taizhang.rules.indicators import indicator

MOST_SUPPORTING = 3

_LENGTH = (0.0, 0.5, 1.0, 1.3, 1.6, 1.8, 2.0)
_WEAK, _MODIFIER, _ASIDE, _PURPOSE = 0.25, 0.45, 0.5, 0.3
_HEAD, _TITLE, _ABOVE, _FAR_ABOVE = 1.3, 0.35, 0.2, 0.1
_FIGURE, _TARGET = 1.5, 4.0
_ENOUGH_TO_SUPPORT = 0.5


_Hit = tuple[int, int, Row, float]
"""A word of the register: where it begins and ends, the row it is of, and how much it weighs by itself."""
_Vote = tuple[str, float, str, Row]


class _Votes:
    """What speaks for each unit: how much, the words, and the row that gave its supporters."""

    __slots__ = ("rows", "told", "weights")

    def __init__(self) -> None:
        self.weights: dict[str, float] = {}
        self.told: dict[str, list[tuple[float, str]]] = {}
        self.rows: dict[str, Row] = {}

    def add(self, lead: str, weight: float, told: str, row: Row | None) -> None:
        self.weights[lead] = self.weights.get(lead, 0.0) + weight
        self.told.setdefault(lead, []).append((weight, told))
        if row is not None:
            self.rows.setdefault(lead, row)


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
    headings = _Headings(sections)
    found: list[Suggestion | None] = []
    before: tuple[str | None, Suggestion] | None = None
    for item, told in zip(items, words, strict=True):
        if item.kind is not Kind.TASK and item.kind is not Kind.TARGET:
            found.append(None)
            continue
        votes = _weigh(item, told, indicators.get(item.id, ()))
        for lead, weight, said, row in headings.votes(item.section):
            votes.add(lead, weight, said, row)
        suggestion: Suggestion | None
        if votes.weights:
            suggestion = _choose(votes, item, office, year)
            before = item.section, suggestion
        elif before and before[0] == item.section:
            suggestion = before[1]._replace(reason=f"承上一事项，{before[1].reason}")
        else:
            suggestion = None
        found.append(suggestion)
    return tuple(found)


def _weigh(item: Item, words: str, keys: Sequence[str]) -> _Votes:
    """The votes of an item's own words and figures."""
    votes = _Votes()
    hits = _find(words)
    if hits:
        main = max(words.find(item.title[:4]), 0)
        stop = _end_of_clause(words, main)
        purpose = words.find(item.purpose) if item.purpose else len(words)
        last = len(hits) - 1
        for at, (start, end, row, weight) in enumerate(hits):
            factor = 1.0
            if start >= purpose:
                factor = _PURPOSE
            elif not main <= start < stop:
                factor = _ASIDE
            elif at == last or hits[at + 1][0] >= stop:
                factor = _HEAD
            if at < last and _is_modifier(words, end, hits[at + 1]):
                factor *= _MODIFIER
            votes.add(row["lead"], weight * factor, f"“{words[start:end]}”", row)
    weight = _TARGET if item.kind is Kind.TARGET else _FIGURE
    for key in keys:
        lead, acting, name = _of_indicator(key)
        votes.add(lead, weight, f"指标“{name}”", acting)
        if acting is not None:
            votes.rows[lead] = acting
        weight *= _MODIFIER
    return votes


def _is_modifier(words: str, end: int, following: _Hit) -> bool:
    """Whether the word that ends here only says which one the next word means: 农村|教师, 企业|的用电."""
    gap = following[0] - end
    return following[3] > _WEAK * 2 and (gap == 0 or (gap == 1 and words[end] == "的"))


def _end_of_clause(words: str, start: int) -> int:
    return min((at for mark in "，,；;" if (at := words.find(mark, start)) >= 0), default=len(words))


class _Headings:
    """The votes of the headings that items stand under: fewer than those of their own words."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self._above = {section.id: section for section in sections}
        self._known: dict[str | None, tuple[_Vote, ...]] = {None: ()}

    def votes(self, section: str | None) -> tuple[_Vote, ...]:
        """The votes of a section and those above it."""
        if section not in self._known:
            self._known[section] = tuple(self._read(section))
        return self._known[section]

    def _read(self, section: str | None) -> Iterator[_Vote]:
        weight = _TITLE
        while section is not None and (heading := self._above.get(section)) is not None:
            for start, end, row, own in _find(heading.title):
                yield row["lead"], own * weight, f"标题中的“{heading.title[start:end]}”", row
            weight = _ABOVE if weight == _TITLE else _FAR_ABOVE
            section = heading.parent


def _choose(votes: _Votes, item: Item, office: Office, year: int | None) -> Suggestion:
    """The unit that most speaks for; of equals the one told first."""
    weights = votes.weights
    lead = max(weights, key=weights.__getitem__)
    enough = weights[lead] * _ENOUGH_TO_SUPPORT
    others = sorted((key for key in weights if key != lead and weights[key] >= enough), key=lambda k: -weights[k])
    usual = votes.rows[lead].get("supporting", ()) if lead in votes.rows else ()
    name = department_name(lead, office)
    places = _local_governments(item.places, office, year)
    helpers = [department_name(key, office) for key in others[:2]]
    helpers += [*places, *(department_name(key, office) for key in usual)]
    supporting = tuple(unit for unit in dict.fromkeys(helpers) if unit != name)[:MOST_SUPPORTING]
    least = max(votes.told[lead])[0] / 2
    told = "".join([*dict.fromkeys(words for weight, words in votes.told[lead] if weight >= least)][:3])
    return Suggestion(name, supporting, f"据{told}")


@lru_cache(maxsize=1 << 10)
def _local_governments(places: tuple[str, ...], office: Office, year: int | None) -> tuple[str, ...]:
    """The governments of the places that an item names; all of them in one where it names more than two."""
    if len(places) > 2:
        return (department_name("counties", office),) if office.level == "prefecture" else ()
    areas = (by_code(code, year) for code in places)
    return tuple(f"{area.name}政府" for area in areas if area is not None)


@lru_cache(maxsize=1 << 12)
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


def _find(words: str) -> list[_Hit]:
    """The words of the register in ``words``, in order, without overlap; the longest wins."""
    register = _register()
    rows = register.rows
    found = register.finder.find_matches_as_indexes(words)
    return [(start, end, *known) for at, start, end in found if (known := rows[at]) is not None]
