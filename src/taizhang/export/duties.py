"""What a document tells of a report: its targets and tasks, numbered through, with headings, dates and sentences.

What enters is a ``Report`` and the office's ``Settings``, what leaves is ``Duties``. Of 新修水渠30公里以上 below （一）
this makes a duty with the path 二、2032年工作安排 / （一）兴办水利, the target 水渠新增30公里以上, due 2032年底※,
第7段第1句 and the sentence. Half-width marks between Chinese characters are shown full-width, but in ``source``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from taizhang.engine.entries import (
    Entry,
    Grain,
    draft_entries,
    heading_path,
)
from taizhang.engine.model import Bound, Item, Kind, Measure, Quantity, Report, Span, Suggestion
from taizhang.export.context import Context
from taizhang.export.headlines import headline_figures
from taizhang.export.phrases import SELF_BOUND, VERBS, dues_of, make_printable, show_due, show_dues
from taizhang.export.places import Places
from taizhang.export.words import Words
from taizhang.settings import Form, Settings

_HALF_WIDTH = re.compile(r"(?<=[\u3400-\u9fff”’》）])[,;:?!]|[,;:?!](?=[\u3400-\u9fff“‘《（])")
_BRACKETS = re.compile(r"\((?=[^()]*\))[^()]*\)")
_HAN = re.compile(r"[\u3400-\u9fff]")
_WIDER = str.maketrans(",;:?!", "，；：？！")
_BOUND_WORDS = {
    Bound.AT_LEAST: "{}以上",
    Bound.MORE_THAN: "超过{}",
    Bound.AT_MOST: "{}以内",
    Bound.LESS_THAN: "低于{}",
    Bound.NEARLY: "近{}",
    Bound.ABOUT: "{}左右",
}
_TITLE = re.compile(r"(?P<place>\D{2,20}?)(?:\d{4}年)?政府工作报告")
_CHINESE_NUMBER = re.compile(r"[一二三四五六七八九十百]+")
_HEADLINE = "主要预期目标"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading above a duty: its number as printed (``三``, ``（一）``; empty for a run-in heading) and its title."""

    number: str
    title: str

    @property
    def line(self) -> str:
        """Number and title as they stand in one line.

        >>> Heading("三", "工作安排").line, Heading("（一）", "兴办水利").line, Heading("2", "修渠").line
        ('三、工作安排', '（一）兴办水利', '2．修渠')
        """
        mark = "、" if _CHINESE_NUMBER.fullmatch(self.number) else "．" if self.number.isdigit() else ""
        return f"{self.number}{mark}{self.title}"


@dataclass(frozen=True, slots=True)
class Duty:
    """A target or task that somebody answers for.

    ``number`` runs through the document from 1, ``ledger_number`` is that of the same row in the workbook. ``targets``
    are its figures with their indicators, ``due`` as a clerk writes it, ``lead`` and ``supporting`` its units.
    ``is_proposed`` where nobody has confirmed these. ``in_words`` where it is a target without a figure, ``source`` the
    sentence as the report has it, ``where`` (第3段第2句) its place; both are empty for what is of no report.
    ``full_text`` is the text with the figure of a row that tells it beside its indicator. ``filled`` are the lines of
    the columns that people fill in, by key.
    """

    number: int
    ledger_number: str
    path: tuple[Heading, ...]
    text: str
    targets: tuple[str, ...]
    due: str
    where: str
    source: str
    in_words: bool = False
    full_text: str = ""
    lead: str = ""
    supporting: tuple[str, ...] = ()
    is_proposed: bool = False
    filled: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Duties:
    """All duties of a report, the headline targets (``headlines``, how many) first.

    ``place`` and ``year`` are empty where unknown. ``has_assumed`` where a due date is not the report's own,
    ``has_widened`` where half-width marks are shown full-width, ``pages`` what the page turns say.
    """

    place: str
    year: str
    headlines: int
    duties: tuple[Duty, ...]
    has_assumed: bool
    has_widened: bool
    pages: tuple[str, ...]

    @property
    def has_suggested(self) -> bool:
        """Whether a unit is proposed for any duty."""
        return any(duty.is_proposed for duty in self.duties)

    @property
    def has_sources(self) -> bool:
        """Whether any duty has words of a report."""
        return any(duty.source for duty in self.duties)


def collect_duties(report: Report, settings: Settings, form: Form) -> Duties:
    """The duties of ``report``. In a table each headline figure is one, in a plan each item that holds some.

    The ledger's grain ``entry`` counts as ``sentence`` here: Word folds no rows away.
    """
    return _Collection(report, settings, form).collect()


def widen(text: str) -> str:
    """``text`` with half-width marks beside Chinese characters made full-width, and its line ends dropped.

    >>> widen("增长5%,其中(新建,改建)道路1,100公里(K1)")
    '增长5%，其中（新建，改建）道路1,100公里(K1)'
    """
    text = _BRACKETS.sub(lambda words: f"（{words[0][1:-1]}）" if _HAN.search(words[0]) else words[0], one_line(text))
    return _HALF_WIDTH.sub(lambda mark: mark[0].translate(_WIDER), text)


def tell_figure(quantity: Quantity) -> str:
    """The figure with its indicator and its bound in words: 水渠新增30公里以上."""
    return f"{widen(quantity.indicator)}{tell_change(quantity)}"


def tell_change(quantity: Quantity) -> str:
    """The figure as it follows its indicator: 增长6%以上, and 3.2万人 behind 城镇新增就业, which says 新增 itself."""
    verb = VERBS[quantity.measure][0] if quantity.measure in VERBS else ""
    verb = "提高" if quantity.measure is Measure.GROWTH and "百分点" in quantity.unit else verb
    return f"{'' if verb in quantity.indicator else verb}{tell_value(quantity)}"


def tell_value(quantity: Quantity) -> str:
    """The figure as printed with its bound in words, 30公里以上; alone where it says the bound itself (1300余处)."""
    pattern = _BOUND_WORDS.get(quantity.bound, "{}")
    is_plain = quantity.measure is Measure.RANK or any(mark in quantity.text for mark in SELF_BOUND)
    return widen(quantity.text) if is_plain else pattern.format(widen(quantity.text))


class _Collection:
    """One collecting. Holds what its parts share."""

    def __init__(self, report: Report, settings: Settings, form: Form) -> None:
        self.report = report
        self.form = form
        self.grain = Grain.ITEM if settings.grain == Grain.ITEM else Grain.SENTENCE
        self.context = Context(report, _ZH)
        self.sentences = self.context.sentences
        self.places = Places(self.context.sentences.restored.text)
        self.paths = heading_path(report)
        self.items = self.context.items

    def collect(self) -> Duties:
        headlines = tuple(self._headlines())
        entries = draft_entries(self.report, self.context.clauses, self.grain)
        duties = (*headlines, *(self._of_entry(entry) for entry in entries))
        shown = tuple(replace(duty, number=number) for number, duty in enumerate(duties, 1))
        source = self.report.source
        return Duties(
            place=source.place or place_in(source.title),
            year=str(source.year or ""),
            headlines=len(headlines),
            duties=shown,
            has_assumed=any("※" in duty.due for duty in shown),
            has_widened=any(widen(duty.source) != make_printable(duty.source) for duty in shown),
            pages=tuple(_tell_turns(self.report)),
        )

    def _headlines(self) -> Iterator[Duty]:
        number = 0
        for item, figures in headline_figures(self.report):
            if self.form is Form.TABLE and figures:
                told: list[tuple[str, tuple[str, ...]]] = [
                    (widen(q.indicator) or self._words(item), (tell_change(q),)) for q in figures
                ]
            else:
                words = self._words(item)
                targets = tuple(tell_figure(q) for q in figures)
                told = [("、".join(targets) if "\t" in words else words, targets)]
            for text, targets in told:
                number += 1
                yield self._of_headline(item, number, text, targets)

    def _of_headline(self, item: Item, number: int, text: str, targets: tuple[str, ...]) -> Duty:
        year = self.report.source.year
        due = item.due or (f"{year:04d}-12-31" if year else None)
        return Duty(
            number=0,
            ledger_number=f"{_HEADLINE[2:]}-{number}",
            path=(Heading("", _HEADLINE),),
            text=text,
            targets=targets,
            **_proposed(item.suggestion),
            due=show_due(due, False, _ZH),  # the year's targets are due at its end
            where=self._where(item.spans[:1]),
            source=one_line(self.report.words(*self.sentences.around(item.spans[0]))),
            in_words=not targets,
            full_text=f"{text}{''.join(targets)}" if self.form is Form.TABLE else text,
        )

    def _of_entry(self, entry: Entry) -> Duty:
        items = [self.items[id_] for id_ in entry.items]
        told = [self.report.words(*item.spans) for item in items]
        targets = self._targets(entry.items)
        whole = self._whole(entry)
        return Duty(
            number=0,
            ledger_number=widen(entry.number),
            path=self._headings(entry),
            text=widen(entry.text),
            targets=targets,
            **_proposed(entry.suggestion),
            due=show_dues(dues_of(items, self.report.source.year, told), _ZH),
            where=self._where(whole),
            source=one_line(self.report.words(*whole)),
            in_words=not targets and any(item.kind is Kind.TARGET for item in items),
            full_text=widen(entry.text),
        )

    def _where(self, spans: Sequence[Span]) -> str:
        return self.places.tell(*self.sentences.hull(spans))

    def _whole(self, entry: Entry) -> tuple[Span, ...]:
        """The sentence that an item stands in; other entries are whole sentences."""
        return self.sentences.around(entry.spans[0]) if self.grain is Grain.ITEM else entry.spans

    def _headings(self, entry: Entry) -> tuple[Heading, ...]:
        """The headings of an entry's path, with their printed numbers."""
        sections = self.paths.get(self.items[entry.items[0]].section, ())
        numbers = {section.title: section.number for section in sections if section.level < 4}
        return tuple(
            Heading(widen(numbers.get(title, "")).strip(" 、.．"), _bare(widen(title))) for title in entry.path
        )

    def _targets(self, items: Sequence[str]) -> tuple[str, ...]:
        """The figures still to be reached in the items of these ids, as the workbook has them, but without signs."""
        return tuple(map(widen, self.context.show_all(self.context.wanted(items), with_signs=False)))

    def _words(self, item: Item) -> str:
        return widen(self.context.item_words(item))


def _proposed(suggestion: Suggestion | None) -> dict[str, Any]:
    if suggestion is None:
        return {}
    return {"lead": suggestion.lead, "supporting": suggestion.supporting, "is_proposed": True}


def new_headings(above: Sequence[Heading], path: Sequence[Heading]) -> Iterator[tuple[int, Heading]]:
    """The headings of ``path`` that do not stand yet below those ``above``, with their levels from 1."""
    shared = 0
    while shared < min(len(above), len(path)) and above[shared] == path[shared]:
        shared += 1
    yield from enumerate(path[shared:], shared + 1)


def place_in(title: str) -> str:
    """The place that the title of a report names; empty where it names none.

    >>> place_in("岚川市2032年政府工作报告"), place_in("政府工作报告")
    ('岚川市', '')
    """
    found = _TITLE.match(title)
    return found["place"].strip() if found else ""


def _tell_turns(report: Report) -> Iterator[str]:
    for turn in report.restoration.page_turns:
        page = f"第{turn.page}版" if turn.page else "他版"
        yield f"上接{page}" if turn.direction == "from" else f"下转{page}"


def one_line(text: str) -> str:
    """``text`` without line ends and without what XML forbids."""
    return make_printable("".join(text.splitlines()))


def _bare(title: str) -> str:
    """A heading without the mark at its end."""
    return widen(title).strip(" \u3000").rstrip("。，；：、")


_ZH = Words("zh")
"""The official form is a Chinese one."""
