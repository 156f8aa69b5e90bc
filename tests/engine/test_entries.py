"""Drafting entries: grain, numbering, heading paths, due dates, places in the source."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import taizhang
from taizhang.engine.clauses import split_clauses
from taizhang.engine.entries import Addresses, Entry, Grain, draft_entries, headline_targets, results
from taizhang.engine.model import Item, Kind, Report, Restoration, Role, Section, SourceText, Span, Suggestion

TEXT = (
    "今年主要目标是：地区生产总值增长6%。\n"
    "三、2032年工作安排\n"
    "（一）兴水利。\n"
    "修渠引水。新修水渠30公里，改造泵站4座，力争灌溉面积突破5万亩。整治河道2条。\n"
    "（二）办教育。\n"
    "去年新建小学3所。今年再建中学1所。\n"
)


def item(number: int, words: str, section: str | None, kind: Kind = Kind.TASK, **facts: object) -> Item:
    start = TEXT.index(words)
    return Item(f"i{number}", section, kind, (Span(start, start + len(words)),), words[:6], **facts)  # type: ignore[arg-type]


def section(number: int, printed: str, title: str, role: Role, level: int, parent: str | None) -> Section:
    start = TEXT.index(f"{printed}、{title}" if level == 1 and printed else printed + title)
    return Section(f"s{number}", printed, title, role, level, parent, Span(start, len(TEXT)))


SECTIONS = (
    Section("s0", "", "今年主要目标是", Role.TARGETS, 1, None, Span(0, 19)),
    section(1, "三", "2032年工作安排", Role.TASKS, 1, None),
    section(2, "（一）", "兴水利", Role.TASKS, 2, "s1"),
    section(3, "", "修渠引水", Role.TASKS, 4, "s2"),
    section(4, "（二）", "办教育", Role.TASKS, 2, "s1"),
)
ITEMS = (
    item(0, "地区生产总值增长6%", "s0", Kind.TARGET),
    item(1, "新修水渠30公里", "s3"),
    item(2, "改造泵站4座", "s3", due="2032-06-30"),
    item(3, "力争灌溉面积突破5万亩", "s3", Kind.TARGET),
    item(4, "整治河道2条", "s3"),
    item(5, "去年新建小学3所", "s4", Kind.RESULT),
    item(6, "今年再建中学1所", "s4", due="2033-08-31"),
)


def report(items: tuple[Item, ...] = ITEMS, pieces: tuple[Span, ...] = (), year: int | None = 2032) -> Report:
    pieces = pieces or (Span(0, len(TEXT)),)
    return Report(SourceText(TEXT, year=year), Restoration(pieces), SECTIONS, items)


def draft(grain: str = "entry", **changes: object) -> tuple[Entry, ...]:
    return draft_entries(report(**changes), split_clauses(TEXT), grain)  # type: ignore[arg-type]


def test_an_entry_for_each_sentence_with_tasks() -> None:
    texts = [e.text for e in draft()]
    assert texts == ["新修水渠30公里，改造泵站4座，力争灌溉面积突破5万亩。", "整治河道2条。", "今年再建中学1所。"]


def test_its_items_are_children() -> None:
    assert [c.items for c in draft()[0].children] == [("i1",), ("i2",), ("i3",)]


def test_a_child_shows_the_words_of_its_item() -> None:
    assert draft()[0].children[1].text == "改造泵站4座"


def test_sentence_grain_has_no_children() -> None:
    found = draft("sentence")
    assert [e.children for e in found] == [(), (), ()]
    assert found[0].items == ("i1", "i2", "i3")


def test_item_grain_makes_every_item_an_entry() -> None:
    assert [(e.number, e.items) for e in draft("item")] == [
        ("三（一）-1", ("i1",)),
        ("三（一）-2", ("i2",)),
        ("三（一）-3", ("i3",)),
        ("三（一）-4", ("i4",)),
        ("三（二）-1", ("i6",)),
    ]


def test_unknown_grain_is_refused() -> None:
    with pytest.raises(ValueError, match="paragraph"):
        draft("paragraph")


def test_numbers_follow_the_printed_headings() -> None:
    assert [e.number for e in draft()] == ["三（一）-1", "三（一）-2", "三（二）-1"]


def test_children_are_numbered_below_their_entry() -> None:
    assert [c.number for c in draft()[0].children] == ["三（一）-1.1", "三（一）-1.2", "三（一）-1.3"]


def test_path_is_the_headings_above() -> None:
    assert draft()[0].path == ("2032年工作安排", "兴水利", "修渠引水")


def test_a_heading_made_of_the_items_own_words_is_not_above_it() -> None:
    text = "一是新修水渠30公里；二是改造泵站4座。"
    sections = (
        Section("s0", "一是", "新修水渠30公里", Role.TASKS, 4, None, Span(0, 11)),
        Section("s1", "二是", "改造泵站4座", Role.TASKS, 4, None, Span(11, 20)),
    )
    items = (
        Item("i0", "s0", Kind.TASK, (Span(2, 10),), "新修水渠"),
        Item("i1", "s1", Kind.TASK, (Span(13, 19),), "改造泵站"),
    )
    whole = Report(SourceText(text), Restoration((Span(0, len(text)),)), sections, items)
    found = draft_entries(whole, split_clauses(text))
    assert [(e.number, e.path, e.text) for e in found] == [
        ("1", (), "新修水渠30公里"),
        ("2", (), "改造泵站4座。"),
    ]


def test_address_is_of_the_first_item() -> None:
    assert draft()[0].address == "c4.0"
    assert draft()[0].children[1].address == "c4.1"


def test_an_item_is_shown_without_the_mark_behind_it() -> None:
    words = ("新修水渠30公里，", "改造泵站4座，", "力争灌溉面积突破5万亩。")
    (entry,) = draft(items=tuple(item(n, w, "s3") for n, w in enumerate(words)))
    assert [c.text for c in entry.children] == ["新修水渠30公里", "改造泵站4座", "力争灌溉面积突破5万亩"]


def test_spans_hold_the_words() -> None:
    whole = report()
    for entry in draft_entries(whole, split_clauses(TEXT)):
        assert whole.words(*entry.spans) == entry.text


def test_headline_targets_and_results_are_no_entries() -> None:
    taken = {i for e in draft() for i in e.items}
    assert taken.isdisjoint({"i0", "i5"})


def test_headline_targets_are_those_of_the_targets_section() -> None:
    assert [i.id for i in headline_targets(report())] == ["i0"]


def test_results_are_all_that_is_done() -> None:
    assert [i.id for i in results(report())] == ["i5"]


def test_due_is_the_last_of_the_items() -> None:
    assert [(e.due, e.due_assumed) for e in draft()] == [
        ("2032-12-31", True),
        ("2032-12-31", True),
        ("2033-08-31", False),
    ]


def test_due_without_year_and_words_is_unknown() -> None:
    assert [(c.due, c.due_assumed) for c in draft(year=None)[0].children] == [
        (None, True),
        ("2032-06-30", False),
        (None, True),
    ]


def test_kind_is_target_where_all_items_are() -> None:
    assert [c.kind for c in draft()[0].children] == [Kind.TASK, Kind.TASK, Kind.TARGET]
    assert draft()[0].kind is Kind.TASK


def with_units(*units: str | None) -> tuple[Item, ...]:
    names = ("新修水渠30公里", "改造泵站4座", "力争灌溉面积突破5万亩", "整治河道2条")
    pairs = zip(names, units, strict=True)
    return tuple(
        item(n, words, "s3", suggestion=Suggestion(unit) if unit else None) for n, (words, unit) in enumerate(pairs)
    )


def test_sentences_below_a_run_in_heading_are_one_entry_where_one_unit_answers() -> None:
    (entry,) = draft(items=with_units("市水利局", "市水利局", "市水利局", "市水利局"))
    assert entry.text == "新修水渠30公里，改造泵站4座，力争灌溉面积突破5万亩。整治河道2条。"
    assert (entry.title, entry.suggestion) == ("修渠引水", Suggestion("市水利局"))


@pytest.mark.parametrize("last", [None, "市住建局"])
def test_sentences_of_different_units_stay_apart(last: str | None) -> None:
    found = draft(items=with_units("市水利局", "市水利局", "市水利局", last))
    assert [e.suggestion and e.suggestion.lead for e in found] == ["市水利局", last]


def one_run(*words: str) -> tuple[Entry, ...]:
    """The entries of sentences below one run-in heading, all proposed for one unit."""
    text = "修渠。" + "".join(words)
    above = Section("s0", "", "修渠", Role.TASKS, 4, None, Span(0, len(text)))
    items, at = [], 3
    for number, told in enumerate(words):
        spans = (Span(at, at + len(told)),)
        items.append(Item(f"i{number}", "s0", Kind.TASK, spans, told[:6], suggestion=Suggestion("市水利局")))
        at += len(told)
    whole = Report(SourceText(text, year=2032), Restoration((Span(0, len(text)),)), (above,), tuple(items))
    return draft_entries(whole, split_clauses(text))


def test_no_entry_holds_more_than_two_sentences() -> None:
    found = one_run("新修水渠30公里。", "改造泵站4座。", "整治河道2条。")
    assert [entry.items for entry in found] == [("i0", "i1"), ("i2",)]


def test_long_sentences_are_not_put_together() -> None:
    found = one_run("新修水渠30公里" * 10 + "。", "改造泵站4座" * 10 + "。")
    assert [entry.items for entry in found] == [("i0",), ("i1",)]


def test_what_only_a_heading_tells_weighs_less_than_the_words_of_an_item() -> None:
    told = (Suggestion("市农业局", (), "据标题中的“农村”"), Suggestion("市水利局", (), "据“水渠”"), None)
    items = tuple(replace(i, suggestion=s) for i, s in zip(ITEMS[1:4], told, strict=True))
    assert draft(items=items)[0].suggestion == Suggestion("市水利局", ("市农业局",), "据“水渠”")


def test_an_entry_of_different_units_proposes_none() -> None:
    assert draft(items=with_units("市水利局", "市农业局", None, None))[0].suggestion is None


def test_an_entry_proposes_the_lead_of_most_and_the_others_as_support() -> None:
    (first, _) = draft(items=with_units("市水利局", "市水利局", "市农业局", None))
    assert first.suggestion == Suggestion("市水利局", ("市农业局",))


def test_a_column_break_does_not_cut_an_entry() -> None:
    broken = "新修水渠30公里，改造泵\n站4座。完。"
    items = (
        Item("i0", None, Kind.TASK, (Span(0, 8),), "新修水渠"),
        Item("i1", None, Kind.TASK, (Span(9, 12), Span(13, 16)), "改造泵站"),
    )
    pieces = (Span(0, 12), Span(13, 19))
    (entry,) = draft_entries(Report(SourceText(broken), Restoration(pieces), items=items), split_clauses(broken))
    assert entry.text == "新修水渠30公里，改造泵站4座。"
    assert entry.spans == (Span(0, 12), Span(13, 17))
    assert entry.children[1].text == "改造泵站4座"


def test_pieces_out_of_order_are_read_in_order() -> None:
    columns = "整治河道。新修水渠；"
    items = (
        Item("i0", None, Kind.TASK, (Span(5, 9),), "新修水渠"),
        Item("i1", None, Kind.TASK, (Span(0, 4),), "整治河道"),
    )
    pieces = (Span(5, 10), Span(0, 5))
    (entry,) = draft_entries(Report(SourceText(columns), Restoration(pieces), items=items), split_clauses(columns))
    assert entry.text == "新修水渠；整治河道。"
    assert entry.items == ("i0", "i1")


def test_an_item_over_two_sentences_makes_one_entry() -> None:
    words = "新修水渠30公里，改造泵站4座，力争灌溉面积突破5万亩。整治河道2条"
    (entry,) = draft(items=(item(0, words, "s3"), item(1, "整治河道2条", "s3")))
    assert entry.text == words + "。"


def test_a_report_without_items_has_no_entries() -> None:
    assert draft(items=()) == ()


def test_addresses_of_offsets_between_clauses() -> None:
    found = Addresses(split_clauses("修渠，引水。完。"))
    assert [found.find(offset) for offset in (0, 2, 3, 5, 7, 8)] == ["c0.0", "c0.1", "c0.1", "c1.0", "", ""]


SPANS = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 30)).map(lambda p: Span(p[0], min(sum(p), len(TEXT))))
RANDOM = st.builds(
    Item,
    st.just("i"),
    st.sampled_from([None, "s0", "s1", "s2", "s3", "s4", "missing"]),
    st.sampled_from(Kind),
    st.lists(SPANS, min_size=1, max_size=2).map(tuple),
    st.just("标题"),
    suggestion=st.sampled_from([None, Suggestion("市水利局", ("市财政局",))]),
)


@given(st.lists(RANDOM, max_size=8), st.sampled_from(Grain), st.lists(SPANS, max_size=3).map(tuple))
@settings(max_examples=150, deadline=None)
def test_any_items_are_drafted_and_words_are_the_sources(
    items: list[Item], grain: Grain, pieces: tuple[Span, ...]
) -> None:
    whole = report(tuple(items), pieces)
    for entry in draft_entries(whole, split_clauses(TEXT), grain):
        assert whole.words(*entry.spans) == entry.text


def test_entries_of_a_list_are_rows_without_their_mark() -> None:
    text = (
        "二、2032年工作安排\n(八)办好民生实事。今年办好以下实事：\n1.改造老旧小区98个。\n2.加装电梯300部。\n"
        "(九)加强自身建设。一是依法行政,提请审议法规草案4件。二是提高效能,办复率达到98%以上。\n"
    )
    report = taizhang.read(text)
    rows = [(e.number, e.text) for e in draft_entries(report, split_clauses(report.source.text))]
    assert rows == [
        ("二(八)-1", "改造老旧小区98个。"),
        ("二(八)-2", "加装电梯300部。"),
        ("二(九)-1", "依法行政,提请审议法规草案4件。"),
        ("二(九)-2", "提高效能,办复率达到98%以上。"),
    ]
