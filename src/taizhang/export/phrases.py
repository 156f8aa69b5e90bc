"""Values as people write them.

What enters is a quantity, a due date or a number, what leaves is a short text for a cell: of ``5%以上`` and its bound
``≥5%``, of ``2032-06-30`` ``2032年6月底``.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from decimal import Decimal

from taizhang.engine.items.dues import told_dates
from taizhang.engine.model import Bound, Item, Measure, Quantity
from taizhang.export.words import Words

_SIGNS = {
    Bound.AT_LEAST: ("≥", "≥"),
    Bound.MORE_THAN: (">", ">"),
    Bound.AT_MOST: ("≤", "≤"),
    Bound.LESS_THAN: ("<", "<"),
    Bound.NEARLY: ("近", "nearly "),
    Bound.ABOUT: ("约", "about "),
}
VERBS = {
    Measure.ADDED: ("新增", "added "),
    Measure.REDUCED: ("减少", "reduced by "),
    Measure.GROWTH: ("增长", "growth "),
    Measure.DECLINE: ("下降", "decline "),
}
SELF_BOUND = ("余", "多", "几", "上", "近", "约", "前", "第")
_UNPRINTABLE = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535, *range(55296, 57344)), "�")


def show_quantity(quantity: Quantity, words: Words) -> str:
    """The figure as printed with the sign of its bound: ``≥5%``, ``702.1亿元``, ``1—2个``.

    Where the figure itself says its bound (``1300余处``, ``第2位``) it stands alone.
    """
    sign = _SIGNS.get(quantity.bound)
    if sign is None or quantity.measure is Measure.RANK or any(mark in quantity.text for mark in SELF_BOUND):
        return quantity.text
    return sign[words.at] + quantity.text


def show_due(due: str | None, is_assumed: bool, words: Words) -> str:
    """An ISO date as a clerk writes it, marked where it is assumed; empty for None.

    >>> show_due("2032-06-30", False, Words("zh")), show_due("2032-12-31", True, Words("zh"))
    ('2032年6月底', '2032年底※')
    """
    if due is None:
        return ""
    shown = due if words.at else _chinese_date(due)
    return words.say("due.assumed", due=shown) if is_assumed else shown


def dues_of(items: Sequence[Item], year: int | None, told: Sequence[str] = ()) -> tuple[tuple[str | None, bool], ...]:
    """What ``show_dues`` takes, of the items of an entry: for one without a date the end of ``year``, assumed.

    ``told`` are the words of each item, where at hand: one that gives several dates of its last date's year
    (9月底前交初稿，12月底前定稿) is due at each.
    """
    last = f"{year:04d}-12-31" if year else None
    found: list[tuple[str | None, bool]] = []
    for item, words in zip(items, told or [""] * len(items), strict=True):
        is_assumed = item.due is None or item.due_assumed
        days = () if is_assumed else (day.isoformat() for day in told_dates(words, year))
        found += [(day, False) for day in days if day[:4] == (item.due or "")[:4] and day < (item.due or "")]
        found.append((item.due or last, is_assumed))
    return tuple(found)


def show_dues(dues: Iterable[tuple[str | None, bool]], words: Words) -> str:
    """The due dates of an entry's items in one text: each stated date once, in order of time, then the assumed one.

    ``dues`` are pairs (ISO date or None, whether it is assumed), as ``dues_of`` makes them; ``※`` stands in the text
    if and only if one of them is assumed. A year is told once. Empty where no date is known.

    >>> show_dues([("2032-06-30", False), ("2032-12-31", True), ("2032-09-30", False)], Words("zh"))
    '2032年6月底、9月底；其余年底※'
    >>> show_dues([("2032-06-30", False)], Words("zh")), show_dues([("2032-12-31", True)] * 2, Words("zh"))
    ('2032年6月底', '2032年底※')
    """
    known = {(due, is_assumed) for due, is_assumed in dues if due}
    assumed = sorted(due for due, is_assumed in known if is_assumed)
    stated = sorted({due for due, _ in known}.difference(assumed))
    shown = _without_repeated_years([show_due(due, due in assumed, words) for due in (*stated, *assumed)])
    lists = [words.say("due.and").join(part) for part in (shown[: len(stated)], shown[len(stated) :]) if part]
    return words.say("due.rest", stated=lists[0], rest=lists[1]) if len(lists) > 1 else "".join(lists)


def _without_repeated_years(dates: Sequence[str]) -> list[str]:
    """Chinese dates, a year left out where the date before is of the same: 2032年6月底, then 年底, not 2032年底."""
    before = ("", *dates)
    return [_bare_date(date) if date[:5] == last[:5] else date for last, date in zip(before, dates, strict=False)]


def _bare_date(date: str) -> str:
    head, _, rest = date.partition("年")
    return date if not rest or not head.isdigit() else f"年{rest}" if rest.startswith("底") else rest


def _chinese_date(due: str) -> str:
    parts = due.split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return due
    year, month, day = (int(part) for part in parts)
    if (month, day) == (12, 31):
        return f"{year}年底"
    if 1 <= month <= 12 and year >= 1 and day == monthrange(year, month)[1]:
        return f"{year}年{month}月底"
    return f"{year}年{month}月{day}日"


def make_printable(text: str) -> str:
    r"""``text`` with ``�`` for each character that XML forbids.

    >>> make_printable("修\x00渠")
    '修�渠'
    """
    return text.translate(_UNPRINTABLE)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet might take ``text`` for a formula or an order: by its first character.

    >>> is_formula("=1+1"), is_formula("+86"), is_formula("增长5%")
    (True, True, False)
    """
    return text.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))


def show_number(value: Decimal | int) -> str:
    """``value`` in plain notation, never with an exponent.

    >>> show_number(Decimal("1.5E+8"))
    '150000000'
    """
    return str(value) if isinstance(value, int) else format(value, "f")
