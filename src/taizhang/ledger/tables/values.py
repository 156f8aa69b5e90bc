"""What stands in a cell, read as what it means: days, units, amounts of money, statuses.

What enters is a cell, what leaves is its value: of 2026年6月底前 the last of June, of ``*市水利局、市财政局`` a lead
and a supporting unit. Raises ``BadCell`` with what is wrong and what to do.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from taizhang.errors import Said
from taizhang.ingest.sheets import Value

_YEAR = r"(?:(?P<year>(?:19|20|21)\d\d)年?|(?P<word>今年|本年度?|当年|明年|次年))?"
_BEFORE = r"(?:以前|之前|前|止|左右|完成)*"
_FORMS = tuple(
    re.compile(form + _BEFORE)
    for form in (
        r"(?P<year>\d{4})[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})[日号]?",
        r"(?P<year>(?:19|20|21)\d\d)(?P<month>\d\d)(?P<day>\d\d)",
        rf"{_YEAR}(?P<month>\d{{1,2}})[月.](?P<day>\d{{1,2}})[日号]?",
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})",
        rf"{_YEAR}(?P<month>\d{{1,2}})月份?(?P<third>上旬|中旬|下旬|初)?(?:[底末中]|内)?",
        rf"{_YEAR}(?:第?(?P<quarter>[一二三四1-4])季度|Q(?P<q>[1-4]))(?:[底末内])?",
        rf"{_YEAR}(?P<half>上半年|下半年|年中)(?:[底末内])?",
        rf"{_YEAR}(?P<end>年?[底末终]|年?内|全年|年度内?|12月底)",
        r"(?P<year>(?:19|20|21)\d\d)年?(?:度|全年)?",
    )
)
_ALWAYS = re.compile(r"(?:长期|持续|常年|全年|长年|贯穿全年|常态)(?:坚持|推进|实施|开展|落实|化)*")
_PARTS = re.compile(r"[、，,；;\n]+")
_UNIT_MARKS = re.compile(r"[、，,；;/\n\t　]+| {1,}")
_STARS = "*＊★☆"
_LEADS = re.compile(r"[（(](?:牵头|牵头单位|主办|主责|责任)[)）]")
_TOLD = re.compile(
    r"(?:牵头|主办|主责|责任)(?:单位|部门)?[:：](?P<lead>.*?)[；;。\n]*(?:(?:配合|协办|参与)(?:单位|部门)?[:：](?P<rest>.*))?",
    re.DOTALL,
)
_MONEY = re.compile(r"(?P<number>-?\d[\d,，]*(?:\.\d+)?)(?P<scale>亿|万)?元?")
_SCALES = {"亿": Decimal(10) ** 8, "万": Decimal(10) ** 4, None: Decimal(1), "": Decimal(1)}
_FIRST, _LAST = 1949, 2100


class BadCell(Exception):  # noqa: N818
    """What is wrong with a cell and what to do."""

    def __init__(self, zh: str, en: str) -> None:
        self.said = Said(zh, en)
        super().__init__(zh)


class Due(NamedTuple):
    """A due date, and whether it is the end of the year because nothing better is told."""

    day: date | None
    is_assumed: bool = False


class Units(NamedTuple):
    """The units named in a cell."""

    lead: str = ""
    supporting: tuple[str, ...] = ()


def read_due(value: Value, year: int | None) -> Due:
    """The day that a cell says; of several the last. ``year`` is the ledger's, for words without one.

    >>> read_due("2026年6月底前", None).day.isoformat(), read_due("6月30日", 2026).day.isoformat()
    ('2026-06-30', '2026-06-30')
    >>> read_due("全年", 2026).day.isoformat(), read_due("年底※", 2026)
    ('2026-12-31', Due(day=datetime.date(2026, 12, 31), is_assumed=True))
    """
    if value is None or isinstance(value, bool):
        return Due(None)
    if isinstance(value, date):
        return _check_day(value)
    text = _plain(str(value))
    is_assumed = "※" in text
    text = text.replace("※", "").replace("其余", "")
    if not text:
        return Due(None)
    if _ALWAYS.fullmatch(text):
        return Due(_check_day(date(_need_year(year), 12, 31)).day, text != "全年")
    days: list[date] = []
    for part in filter(None, _PARTS.split(text)):
        day = _read_day(part, days[-1].year if days else year)
        if day is None:
            told = "无法识读为完成时限，请写成 2026年6月底 或 2026-06-30", "no date: write 2026年6月底 or 2026-06-30"
            raise BadCell(f"“{text[:20]}”{told[0]}", f"“{text[:20]}” is {told[1]}")
        days.append(day)
    return Due(_check_day(max(days)).day, is_assumed)


def read_units(text: str, *, is_mixed: bool) -> Units:
    """The units in a cell, the lead one first or marked; ``is_mixed`` where the column holds supporting ones too.

    >>> read_units("市财政局、*市水利局", is_mixed=True)
    Units(lead='市水利局', supporting=('市财政局',))
    >>> read_units("牵头单位：市水利局；配合单位：市财政局", is_mixed=True).supporting
    ('市财政局',)
    """
    told = _TOLD.fullmatch(text.strip())
    if told:
        lead, *more = _split_units(told["lead"]) or [""]
        return Units(_bare(lead), tuple(_bare(u) for u in (*more, *_split_units(told["rest"] or ""))))
    names = _split_units(text)
    marked = [
        name for name in names if name.startswith(tuple(_STARS)) or name.endswith(tuple(_STARS)) or _LEADS.search(name)
    ]
    bare = list(dict.fromkeys(_bare(name) for name in names))
    lead = _bare(marked[0]) if marked and is_mixed else bare[0] if bare else ""
    return Units(lead, tuple(name for name in bare if name != lead))


def read_money(value: Value, scale: str = "") -> Decimal | None:
    """An amount in 元; ``scale`` is the header's (万, 亿) and holds where the cell says none.

    >>> read_money("1,200", "万"), read_money("3.5亿元"), read_money(None)
    (Decimal('12000000.00'), Decimal('350000000.00'), None)
    """
    if value is None:
        return None
    found = _MONEY.fullmatch(_plain(str(value)))
    if isinstance(value, bool | date) or not found:
        raise BadCell(f"“{str(value)[:20]}”不是金额，请只写数字", f"“{str(value)[:20]}” is no amount: write the number")
    try:
        number = Decimal(found["number"].replace(",", "").replace("，", "")) * _SCALES[found["scale"] or scale]
    except InvalidOperation as error:
        raise BadCell("金额无法识读，请只写数字", "no amount: write the number") from error
    if not 0 <= number < Decimal(10) ** 17:
        raise BadCell("金额应在 0 至 10 万万亿元之间，请核对单位", "an amount out of bounds: check its unit")
    return number.quantize(Decimal("0.01"))


def scale_of(header: str) -> str:
    """The scale that a header says: 万 of 总投资（万元）.

    >>> scale_of("总投资（万元）"), scale_of("总投资(亿元)"), scale_of("总投资")
    ('万', '亿', '')
    """
    found = re.search("([万亿])元", header)
    return found[1] if found else ""


def read_choice(text: str, words: Mapping[str, str], name: str) -> str:
    """The value that a word means. Raises ``BadCell`` with the words that may stand there."""
    found = words.get(_plain(text))
    if found is None:
        allowed = "、".join(words)
        raise BadCell(
            f"没有“{text[:20]}”这种{name}，可填：{allowed}", f"no {name} “{text[:20]}”; write one of {allowed}"
        )
    return found


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _read_day(text: str, year: int | None) -> date | None:
    text = re.sub(r"^(?:于|在|到|至|力争|确保|争取)+", "", text)
    text = text.rpartition("至")[2] if "至" in text else text
    for form in _FORMS:
        found = form.fullmatch(text)
        if found:
            return _day_of({key: told for key, told in found.groupdict().items() if told}, year)
    return None


def _day_of(told: Mapping[str, str], usual: int | None) -> date:
    year = int(told["year"]) if "year" in told else _need_year(usual) + (told.get("word") in {"明年", "次年"})
    if "quarter" in told or "q" in told:
        quarter = told.get("q") or told["quarter"]
        month = 3 * ("一二三四".find(quarter) + 1 or int(quarter))
    elif "half" in told:
        month = 12 if told["half"] == "下半年" else 6
    else:
        month = int(told.get("month", 12))
    if not 1 <= month <= 12 or not _FIRST <= year <= _LAST:
        raise BadCell(f"没有{year}年{month}月，请核对", f"there is no month {month} of {year}")
    last = monthrange(year, month)[1]
    day = int(told["day"]) if "day" in told else {"上旬": 10, "初": 10, "中旬": 20}.get(told.get("third", ""), last)
    if not 1 <= day <= last:
        raise BadCell(f"{year}年{month}月没有{day}日，请核对", f"there is no day {day} in {year}-{month:02d}")
    return date(year, month, day)


def _need_year(year: int | None) -> int:
    if year is None:
        raise BadCell("没有写年份，请写成 2026年6月底", "no year is told: write 2026年6月底")
    return year


def _check_day(day: date) -> Due:
    if not _FIRST <= day.year <= _LAST:
        raise BadCell(f"年份应在 {_FIRST} 至 {_LAST} 之间", f"the year is {_FIRST} to {_LAST}")
    return Due(day)


def _split_units(text: str) -> list[str]:
    text = re.sub(r"\n(?=和)", "", text)  # a long name that was broken in its cell
    return [part.strip("。.：: ") for part in _UNIT_MARKS.split(text) if part.strip("。.：: " + _STARS)]


def _bare(name: str) -> str:
    return _LEADS.sub("", name).strip(_STARS + " ")
