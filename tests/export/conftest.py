"""A report of a made-up city, put together by hand: every kind of item, bound and measure that the tables show."""

from dataclasses import replace
from decimal import Decimal

import pytest

from taizhang.engine.model import (
    Bound,
    Finding,
    Hardness,
    Item,
    Kind,
    Measure,
    Quantity,
    Report,
    Restoration,
    Role,
    Section,
    SetAside,
    Severity,
    SourceFile,
    SourceText,
    Span,
    Status,
    Suggestion,
    Unread,
)

TEXT = """岚川市政府工作报告
一、2031年工作回顾
地区生产总值增长6.1%，新建公园1300余处。
二、2032年工作安排
今年主要预期目标是：地区生产总值增长6%以上，粮食产量稳定在35亿斤，城乡收入差距继续缩小。
（一）兴办水利。
修渠引水。新修水渠30公里以上，确保6月底前改造泵站4座，力争灌溉面积突破5万亩。=整治河道2条。
（二）办好教育。
再建中学1—2所，每万人拥有教师不少于90名。
我们也看到，水价偏低。
"""
SECTIONS = (
    ("s0", "一", "2031年工作回顾", Role.REVIEW, 1, None, "一、"),
    ("s1", "二", "2032年工作安排", Role.TASKS, 1, None, "二、"),
    ("s2", "", "今年主要预期目标是", Role.TARGETS, 2, "s1", "今年主要"),
    ("s3", "（一）", "兴办水利", Role.TASKS, 2, "s1", "（一）"),
    ("s4", "", "修渠引水", Role.TASKS, 4, "s3", "修渠"),
    ("s5", "（二）", "办好教育", Role.TASKS, 2, "s1", "（二）"),
    ("s6", "", "我们也看到", Role.PROBLEMS, 1, None, "我们也"),
)
WATER = Suggestion("市水利局", ("市财政局",), "据“水渠”")
ITEMS: tuple[tuple[str, str, Kind, dict[str, object]], ...] = (
    ("地区生产总值增长6.1%", "s0", Kind.RESULT, {}),
    ("新建公园1300余处", "s0", Kind.RESULT, {}),
    ("地区生产总值增长6%以上", "s2", Kind.TARGET, {}),
    ("粮食产量稳定在35亿斤", "s2", Kind.TARGET, {}),
    ("城乡收入差距继续缩小", "s2", Kind.TARGET, {}),
    ("新修水渠30公里以上", "s4", Kind.TASK, {"suggestion": WATER}),
    ("确保6月底前改造泵站4座", "s4", Kind.TASK, {"suggestion": WATER, "due": "2032-06-30"}),
    ("力争灌溉面积突破5万亩", "s4", Kind.TARGET, {"suggestion": WATER}),
    ("=整治河道2条", "s4", Kind.TASK, {}),
    ("再建中学1—2所", "s5", Kind.TASK, {}),
    ("每万人拥有教师不少于90名", "s5", Kind.TARGET, {}),
    ("我们也看到，水价偏低", "s6", Kind.PROBLEM, {}),
)
FIGURES = (
    ("6.1%", "6.1", "%", Bound.EXACT, Measure.GROWTH, "地区生产总值", "2031"),
    ("1300余处", "1300", "处", Bound.MORE_THAN, Measure.ADDED, "公园", "2031"),
    ("6%", "6", "%", Bound.AT_LEAST, Measure.GROWTH, "地区生产总值", "2032"),
    ("35亿斤", "3.5E+9", "斤", Bound.EXACT, Measure.LEVEL, "粮食产量", "2032"),
    ("30公里", "30", "公里", Bound.AT_LEAST, Measure.ADDED, "水渠", "2032"),
    ("4座", "4", "座", Bound.EXACT, Measure.LEVEL, "泵站", "2032-H1"),
    ("5万亩", "50000", "亩", Bound.MORE_THAN, Measure.LEVEL, "灌溉面积", "2032"),
    ("2条", "2", "条", Bound.EXACT, Measure.LEVEL, "河道", "2032"),
    ("1—2所", ("1", "2"), "所", Bound.RANGE, Measure.ADDED, "中学", "2032"),
    ("90名", "90", "名", Bound.AT_LEAST, Measure.LEVEL, "每万人拥有教师", "2032"),
)


def find_span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def make_quantity(number: int, row: tuple[object, ...], items: tuple[Item, ...], texts: dict[str, int]) -> Quantity:
    text, value, unit, bound, measure, indicator, period = row
    start = TEXT.index(str(text), texts.get(str(text), 0))
    owner = next(i for i in items if i.span.start <= start < i.span.end)
    is_actual = owner.kind is Kind.RESULT
    return Quantity(
        id=f"q{number}",
        item=owner.id,
        span=Span(start, start + len(str(text))),
        text=str(text),
        value=(Decimal(value[0]), Decimal(value[1])) if isinstance(value, tuple) else Decimal(str(value)),
        unit=str(unit),
        bound=Bound(str(bound)),
        measure=Measure(str(measure)),
        indicator=str(indicator),
        indicator_key="gdp" if indicator == "地区生产总值" else None,
        status=Status.ACTUAL if is_actual else Status.TARGET,
        period=str(period),
        hardness=None if is_actual else Hardness.BINDING,
        trace=("numerals:digits", "bounds:after"),
    )


def make_report() -> Report:
    sections = tuple(
        Section(id_, number, title, role, level, parent, Span(TEXT.index(mark), len(TEXT)))
        for id_, number, title, role, level, parent, mark in SECTIONS
    )
    bare = tuple(
        Item(f"i{n}", section, kind, (find_span(words),), words[:8], **facts)  # type: ignore[arg-type]
        for n, (words, section, kind, facts) in enumerate(ITEMS)
    )
    quantities = tuple(make_quantity(n, row, bare, {"6%": TEXT.index("6%以上")}) for n, row in enumerate(FIGURES))
    items = tuple(replace(i, quantities=tuple(q.id for q in quantities if q.item == i.id)) for i in bare)
    finding = Finding(
        "A001",
        Severity.QUESTION,
        "增速与目标不一",
        (find_span("地区生产总值增长6.1%"), find_span("地区生产总值增长6%以上")),
        "6.1 - 6 = 0.1",
        ("6.1%", "6%"),
        "±0.05",
    )
    file = SourceFile("岚川.txt", Span(0, len(TEXT)))
    source = SourceText(TEXT, "岚川市政府工作报告", "text/plain", "0f" * 32, (file,), (), "岚川市", "149900", 2032)
    whole = Span(0, len(TEXT))
    restoration = Restoration((whole,), (SetAside(Span(0, 0), Span(0, 0), ""),))
    unread = (Unread(find_span("6月"), "date"), Unread(find_span("万人"), None))
    return Report(source, restoration, sections, items, quantities, unread, (finding,), "0.1.0", "abc123")


@pytest.fixture(scope="session")
def report() -> Report:
    return make_report()
