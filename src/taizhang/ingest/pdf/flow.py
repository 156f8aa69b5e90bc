"""How a text runs from stretch to stretch: what enters are the stretches of a page, what leaves is their order.

The end of a column goes with the column whose first words read on best: ``破解产业发展`` with ``的制约。``. That also
says to which article a stretch belongs that stands under no headline, or under another one's.
"""

from __future__ import annotations

from collections.abc import Sequence

from taizhang.ingest.pdf.matching import match_pairs
from taizhang.ingest.pdf.order import score_lines
from taizhang.ingest.pdf.stretches import Stretch

_UNLIKE = 0.06
_WIDER = 0.15
_NEXT = 1.5
_ELSEWHERE = 4.0
_CLEARLY = 0.02
_GUTTER = 3.5
_HEADED = 1.15
_FEWEST = 3


def link_stretches(stretches: Sequence[Stretch], text: str) -> dict[int, Stretch]:
    """For the ``id`` of a stretch that is cut, the one that goes on with it: what fits best on the whole page."""
    ends = [stretch for stretch in stretches if stretch.is_cut]
    heads = [stretch for stretch in stretches if stretch.goes_on]
    scores = [[_score(one, other, text) for other in heads] for one in ends]
    return {id(ends[i]): heads[j] for i, j in match_pairs(scores).items()}


def follow_links(stretches: Sequence[Stretch], links: dict[int, Stretch]) -> None:
    """Put each stretch that is not surely under a headline into the article that reads on in it, or is set like it."""
    before = {id(after): one for one in stretches if (after := links.get(id(one)))}
    _pass_on(stretches, before)
    for stretch in stretches:
        if not stretch.is_sure and id(stretch) not in before:
            _follow_style(stretch, stretches)
    _pass_on(stretches, before)


def _pass_on(stretches: Sequence[Stretch], before: dict[int, Stretch]) -> None:
    """From stretch to stretch along the links, until nothing moves."""
    for _ in stretches:
        is_moving = False
        for stretch in stretches:
            source = before.get(id(stretch))
            if source and not stretch.is_sure and (source.is_sure or not stretch.owner):
                is_moving = is_moving or stretch.owner is not source.owner or source.is_sure
                stretch.owner, stretch.is_sure = source.owner, source.is_sure
        if not is_moving:
            return


def _follow_style(stretch: Stretch, stretches: Sequence[Stretch]) -> None:
    """Put a stretch that begins with a paragraph of its own to its neighbour on the left if set more like that."""
    beside = [s for s in stretches if is_alike(s, stretch) and _is_as_wide(s, stretch) and _is_next(s, stretch)]
    if not beside or stretch.is_headed:
        return
    nearest = min(beside, key=lambda s: (_unlikeness(s, stretch), abs(s.top - stretch.top)))
    own = [s for s in stretches if s.is_sure and s.owner is stretch.owner]
    least = min((_unlikeness(s, stretch) for s in own), default=0.0)
    if stretch.owner is None or least > _unlikeness(nearest, stretch) + _CLEARLY:
        stretch.owner = nearest.owner


def _unlikeness(one: Stretch, other: Stretch) -> float:
    """How far two stretches are from the same size and distance of lines; 0 where they are the same."""
    pitches = abs(one.pitch / other.pitch - 1) if one.pitch and other.pitch else 0.0
    return abs(one.size / other.size - 1) + pitches


def order_stretches(stretches: Sequence[Stretch], links: dict[int, Stretch]) -> list[Stretch]:
    """The stretches of an article: each followed by the one that reads on, else by the next that none leads to."""
    ours = {id(stretch) for stretch in stretches}
    led = {id(after) for key, after in links.items() if key in ours and id(after) in ours}
    waiting = list(stretches)
    ordered: list[Stretch] = []
    while waiting:
        after = links.get(id(ordered[-1])) if ordered else None
        if after is None or after not in waiting:
            after = next((stretch for stretch in waiting if id(stretch) not in led), waiting[0])
        waiting.remove(after)
        ordered.append(after)
    return ordered


def find_insets(stretches: Sequence[Stretch], links: dict[int, Stretch]) -> list[list[Stretch]]:
    """Boxes without a frame set into an article: of another width, under a heading of their own, read by themselves."""
    if len(stretches) < _FEWEST:
        return []
    usual = _weigh_median(sorted((stretch.right - stretch.left, stretch.length) for stretch in stretches))
    ordered = order_stretches(stretches, links)
    chains: list[list[Stretch]] = []
    for stretch in ordered:
        if chains and links.get(id(chains[-1][-1])) is stretch:
            chains[-1].append(stretch)
        else:
            chains.append([stretch])
    return [chain for chain in chains if _is_inset(chain[0], usual)]


def _is_inset(stretch: Stretch, usual: float) -> bool:
    is_other = abs((stretch.right - stretch.left) / usual - 1) > _WIDER
    return is_other and len(stretch.settings) >= _FEWEST and stretch.settings[0].line.size > _HEADED * stretch.size


def is_alike(one: Stretch, other: Stretch) -> bool:
    """Whether two stretches are set in the same size."""
    return abs(one.size / other.size - 1) < _UNLIKE


def _is_as_wide(one: Stretch, other: Stretch) -> bool:
    return abs((one.right - one.left) / max(other.right - other.left, 1) - 1) < _WIDER


def _score(one: Stretch, other: Stretch, text: str) -> float:
    """How well two stretches read on: better in the next column or further down the same one, worse elsewhere."""
    if one is other or not is_alike(one, other):
        return -1.0
    score = score_lines(one.settings, other.settings, text)
    if not _is_as_wide(one, other):
        score -= _NEXT
    is_same = abs(one.left - other.left) < one.size
    if (is_same and one.bottom <= other.top) or (not is_same and _is_next(one, other)):
        return score + _NEXT
    return score - _ELSEWHERE


def _is_next(one: Stretch, other: Stretch) -> bool:
    """Whether a stretch begins to the right of another, in the next column and above its foot."""
    apart = other.left - one.right
    return 0 < apart < _GUTTER * one.size and other.top < one.bottom


def _weigh_median(widths: Sequence[tuple[float, int]]) -> float:
    """The width in which half of the characters stand."""
    total, seen = sum(length for _, length in widths), 0
    for width, length in widths:
        seen += length
        if 2 * seen >= total:
            return width
    return widths[-1][0]
