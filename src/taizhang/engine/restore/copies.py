"""Decide which copy of a block printed twice stands out of place.

What enters is a ``Page`` (the text and the places of its kept characters); what leaves are ``SetAside`` facts in the
source's own offsets. A block that ends ``农副食品加`` stands before ``促进外资`` in one place, before ``工等一批`` in
another: the words read on only in the second, so the first is out of place. Repetition that is meant (slogans, party
formulas, a target told twice) is left alone: no edge of it is broken, and it is short.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from enum import Enum
from typing import NamedTuple

from taizhang.engine.model import SetAside, Span
from taizhang.engine.restore.lines import SENTENCE_END, is_cut, is_heading
from taizhang.engine.restore.page import Page
from taizhang.engine.restore.repeats import SHORTEST, Repeat, find_repeats

LONGEST_MEANT = 200
"""A repeat of whole sentences longer than this is a slip of the page even where both copies read on."""

LONGEST_PHRASE, FEWEST_STOPS = 90, 2
"""A repeat at least so long, with at least so many ends of sentences in it, is no set phrase."""

_NEAR = 0.75
_MARGIN = 1.0
_CLEARLY = 0.0
"""Logits: by how much the words must read on better after the copy that stays; what counts where that is unbroken."""

_LONGEST_SENTENCE = 160
_STOPS = frozenset("。！？!?；;")
_CLOSERS = frozenset("”’」』）)")


class Edge(Enum):
    """How a copy meets the text beside it."""

    WHOLE = "a sentence ends there"
    RUNS_ON = "the sentence reads on across it"
    BROKEN = "the sentence is cut, and the text beside it is another"


class Block(NamedTuple):
    """A copy out of place and the one that stays: indices of places, end exclusive; at which ends it is cut off."""

    aside: Span
    kept: Span
    evidence: str
    is_cut_left: bool = False
    is_cut_right: bool = False


def find_copies(page: Page) -> tuple[SetAside, ...]:
    """The blocks of ``page`` that are printed twice by mistake, by their place in the source."""
    found: list[SetAside] = []
    taken: list[Span] = []
    for repeat in sorted(find_repeats(page.codes), key=lambda r: -r.length):
        block = _decide(page, repeat)
        if block is None:
            continue
        facts = _cut_to_sentences(page, block)
        spans = [s for fact in facts for s in (fact.span, fact.kept)]
        if not any(s.start < t.end and t.start < s.end for s in spans for t in taken):
            found += facts
            taken += [fact.span for fact in facts]
    return tuple(sorted(found))


def right_edge(page: Page, end: int) -> Edge:
    """How the copy that ends before the place ``end`` meets what follows."""
    if _ends_sentence(page, end):
        return Edge.WHOLE
    if end < page.size and not page.is_break(end):
        return Edge.WHOLE if page.char(end) in SENTENCE_END else Edge.RUNS_ON
    if not is_cut(page.line_before(end)):
        return Edge.WHOLE
    return Edge.RUNS_ON if page.reads_on(end, end) else Edge.BROKEN


def left_edge(page: Page, start: int) -> Edge:
    """How the copy that begins at the place ``start`` meets what stands before."""
    if start == 0 or _ends_sentence(page, start):
        return Edge.WHOLE
    if not page.is_break(start):
        return Edge.RUNS_ON
    if not is_cut(page.line_before(start)):
        return Edge.WHOLE
    return Edge.RUNS_ON if page.reads_on(start, start) else Edge.BROKEN


def _is_cut_off(page: Page, end: int, other: int) -> bool:
    """Whether the copy that ends before ``end`` is cut there, while the words of the ``other`` one clearly read on."""
    if right_edge(page, end) is Edge.WHOLE or right_edge(page, other) is not Edge.RUNS_ON:
        return False
    if end < page.size and not page.is_break(end):
        return False
    if end == page.size or is_heading(page.line_from(end)):
        return True
    rival = page.score(other, other) if page.is_break(other) else _CLEARLY + _MARGIN
    return rival - page.score(end, end) >= _MARGIN


def _ends_sentence(page: Page, end: int) -> bool:
    last = page.char(end - 1)
    if last in _CLOSERS and end > 1:
        last = page.char(end - 2)
    return last in SENTENCE_END


def _without_end_before(page: Page, repeat: Repeat) -> Repeat:
    """The repeat without marks at its beginning that end the sentence before it."""
    skip = 0
    while skip < repeat.length and page.char(repeat.first + skip) in _STOPS | _CLOSERS:
        skip += 1
    return repeat._replace(first=repeat.first + skip, second=repeat.second + skip, length=repeat.length - skip)


def _decide(page: Page, repeat: Repeat) -> Block | None:
    """Which of the two copies is out of place; None where the repeat may be meant."""
    repeat = _without_end_before(page, repeat)
    first = Span(repeat.first, repeat.first + repeat.length)
    second = Span(repeat.second, repeat.second + repeat.length)
    period = repeat.second - repeat.first
    if period <= repeat.length:
        return _decide_adjoining(page, repeat, period)
    for aside, kept in ((first, second), (second, first)):
        if _is_cut_off(page, aside.end, kept.end):
            return Block(aside, kept, page.evidence(kept.end, kept.end), is_cut_right=True)
    for aside, kept in ((first, second), (second, first)):
        is_broken = left_edge(page, aside.start) is Edge.BROKEN and left_edge(page, kept.start) is not Edge.BROKEN
        if is_broken and page.reads_on(aside.start, aside.end):
            return Block(aside, kept, page.evidence(aside.start, aside.end), is_cut_left=True)
    return _decide_inside(page, first, second) or _decide_long(page, first, second)


def _decide_inside(page: Page, first: Span, second: Span) -> Block | None:
    """Of a repeat of several sentences that stops in mid-sentence, the copy whose last words read on less well.

    Nobody says two sentences and half a third again by intent, so no break of the line is asked for.
    """
    words = page.words(*first)
    if len(words) < LONGEST_PHRASE or sum(words.count(stop) for stop in "。！？") < FEWEST_STOPS:
        return None
    if any(right_edge(page, copy.end) is Edge.WHOLE for copy in (first, second)):
        return None
    aside, kept = _sort_by_fit(page, first, second, is_cut=True)
    return Block(aside, kept, page.evidence(kept.end, kept.end), is_cut_right=True)


def _sort_by_fit(page: Page, first: Span, second: Span, *, is_cut: bool) -> tuple[Span, Span]:
    """The copy that fits its place less well, then the other: by what stands before, behind and about it."""
    fits = [_fit(page, copy, is_cut=is_cut) for copy in (first, second)]
    return (first, second) if fits[0] < fits[1] else (second, first)


_WHOLE_BEFORE, _KINSHIP, _MOST = 3.0, 12.0, 3.0
"""Weights of a copy's fit beside the logits of its seam: a sentence may begin there; the words that it shares."""


def _fit(page: Page, copy: Span, *, is_cut: bool) -> float:
    seam = max(-_MOST, min(_MOST, page.score(copy.end, copy.end))) if is_cut else 0.0
    is_whole = left_edge(page, copy.start) is Edge.WHOLE
    return seam + _WHOLE_BEFORE * is_whole + _KINSHIP * _cohesion(page, copy)


def _decide_long(page: Page, first: Span, second: Span) -> Block | None:
    """Of a repeat too long to be meant, the copy whose end reads on less well, else the stranger in its paragraph."""
    length = first.end - first.start
    words = page.words(*first)
    if length < LONGEST_MEANT and sum(words.count(stop) for stop in "。！？") < FEWEST_STOPS:
        return None
    if all(_is_cut_at_break(page, copy.end) for copy in (first, second)) and second.end < page.size:
        scores = [page.score(copy.end, copy.end) for copy in (first, second)]
        aside, kept = (first, second) if scores[0] < scores[1] else (second, first)
        return Block(aside, kept, page.evidence(kept.end, kept.end), is_cut_right=True)
    aside, kept = _sort_by_fit(page, first, second, is_cut=False)
    whole = _whole_sentences(page, kept)
    shift = aside.start - kept.start
    if whole.end - whole.start < SHORTEST:
        return None
    return Block(Span(whole.start + shift, whole.end + shift), whole, f"整段相同，共{whole.end - whole.start}字")


def _cohesion(page: Page, copy: Span) -> float:
    """The share of the copy's pairs of characters that stand elsewhere in its paragraph; 1 where it is all of it.

    A pair weighs the less the oftener it stands in the page.
    """
    start, end = copy
    while start > 0 and not page.is_break(start):
        start -= 1
    while end < page.size and not page.is_break(end):
        end += 1
    beside = page.words(start, copy.start) + "\n" + page.words(copy.end, end)
    if len(beside) < 2:
        return 1.0
    words = page.words(*copy)
    whole = page.words(0, page.size)
    weights = {pair: 1 / whole.count(pair) for pair in {words[i : i + 2] for i in range(len(words) - 1)}}
    return sum(weight for pair, weight in weights.items() if pair in beside) / (sum(weights.values()) or 1.0)


def _is_cut_at_break(page: Page, end: int) -> bool:
    return (end == page.size or page.is_break(end)) and right_edge(page, end) is not Edge.WHOLE


def _decide_adjoining(page: Page, repeat: Repeat, period: int) -> Block | None:
    """The later copies of a block printed over and over with nothing between."""
    if period < SHORTEST or len(set(page.words(repeat.first, repeat.first + period))) < 10:
        return None
    times = repeat.length // period
    aside = Span(repeat.second, repeat.second + times * period)
    return Block(aside, Span(repeat.first, repeat.first + period), f"连续印了{times + 1}遍", True, True)


def _whole_sentences(page: Page, copy: Span) -> Span:
    """The part of a copy that is whole sentences; empty where it holds none."""
    start = copy.start if left_edge(page, copy.start) is Edge.WHOLE else _next_stop(page, copy.start, copy.end)
    end = copy.end
    while end > start and page.char(end - 1) not in _STOPS:
        end -= 1
    return Span(start, end)


def _next_stop(page: Page, start: int, end: int) -> int:
    """The place after the first sentence end in ``start:end``; ``end`` where there is none."""
    return next((i + 1 for i in range(start, end) if page.char(i) in _STOPS), end)


def _cut_to_sentences(page: Page, block: Block) -> tuple[SetAside, ...]:
    """The facts of a block: a sentence cut at an end goes with it where the other copy holds nearly the same one."""
    aside, kept, evidence = block.aside, block.kept, block.evidence
    shift = kept.start - aside.start
    near: list[SetAside] = []
    starts = (aside.start, kept.start)
    if not block.is_cut_left and all(left_edge(page, at) is not Edge.WHOLE for at in starts):
        stop = _next_stop(page, aside.start, aside.end)
        ours, theirs = (Span(_sentence_start(page, at), at + stop - aside.start) for at in starts)
        near += _near_copy(page, ours, theirs, evidence)
        aside = Span(stop, aside.end)
    if not block.is_cut_right and right_edge(page, aside.end) is not Edge.WHOLE:
        stop = _whole_sentences(page, aside).end
        ours, theirs = (
            Span(at, _next_stop(page, at, min(page.size, at + _LONGEST_SENTENCE))) for at in (stop, stop + shift)
        )
        near += _near_copy(page, ours, theirs, evidence)
        aside = Span(aside.start, stop)
    if aside.end - aside.start < SHORTEST // 2:
        return ()
    kept = Span(aside.start + shift, aside.end + shift)
    return (*near, SetAside(page.span(aside), page.span(kept), evidence))


def _sentence_start(page: Page, at: int) -> int:
    """The place where the sentence that holds ``at`` begins."""
    first = max(0, at - _LONGEST_SENTENCE)
    while at > first and page.char(at - 1) not in _STOPS and not page.is_break(at):
        at -= 1
    return at


def _near_copy(page: Page, ours: Span, theirs: Span, evidence: str) -> Iterator[SetAside]:
    """The fact that two sentences are nearly the same, where they are."""
    words, others = page.words(*ours), page.words(*theirs)
    if words and SequenceMatcher(None, words, others, autojunk=False).ratio() >= _NEAR:
        yield SetAside(page.span(ours), page.span(theirs), evidence, is_exact=words == others)
