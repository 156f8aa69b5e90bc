"""Explaining a place: what stands there, by which rules, and where."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from taizhang.engine.explain import Decision, Explanation, Subject, address_of, explain, place_of
from taizhang.engine.model import (
    Bound,
    Box,
    Hardness,
    Item,
    Join,
    Kind,
    Measure,
    PageTurn,
    Quantity,
    Report,
    Restoration,
    Role,
    Section,
    SetAside,
    SourceFile,
    SourceText,
    Span,
    Status,
    Unread,
)
from taizhang.errors import UsageError

TEXT = "一、今年目标\n第3批试点铺开,力争粮食产量达到8亿斤以上。新建公路20公里;改造桥梁。\n(下转第4版)"


def span_of(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


QUANTITY = Quantity(
    "q0", "i0", span_of("8亿斤"), "8亿斤", Decimal("8E8"), "斤", Bound.AT_LEAST, Measure.LEVEL, "粮食产量", "grain",
    Status.TARGET, "2026", Hardness.SOFT, ("numerals.arabic", "units:jin", "no_such_table:key"),
)  # fmt: skip
ITEMS = (
    Item("i0", "s1", Kind.TARGET, (span_of("力争粮食产量达到8亿斤以上"),), "粮食产量", due="2026-12-31",
         due_assumed=True, quantities=("q0",)),
    Item("i1", "s1", Kind.TASK, (span_of("新建公路20公里"), span_of("改造桥梁")), "新建公路"),
)  # fmt: skip
SECTIONS = (
    Section("s0", "一", "今年目标", Role.TARGETS, 1, None, Span(0, len(TEXT))),
    Section("s1", "", "试点", Role.TARGETS, 4, "s0", Span(TEXT.index("第3批"), TEXT.index("\n(下转"))),
)  # fmt: skip
TURN = span_of("(下转第4版)")
REPORT = Report(
    SourceText(TEXT), Restoration((Span(0, len(TEXT)),), page_turns=(PageTurn(TURN, "to", 4),), furniture=(TURN,)),
    SECTIONS, ITEMS, (QUANTITY,), (Unread(span_of("3"), "ordinal"), Unread(span_of("20"), None)),
)  # fmt: skip


def subjects(explanation: Explanation) -> list[str]:
    return [derivation.subject.value for derivation in explanation.derivations]


def facts(explanation: Explanation, number: int = 0) -> dict[str, str]:
    return dict(explanation.derivations[number].facts)


def test_an_offset_is_explained_from_the_inside_out():
    assert subjects(explain(REPORT, QUANTITY.span.start)) == ["quantity", "item", "section"]


def test_the_last_character_of_a_quantity_belongs_to_it_and_the_next_does_not():
    assert subjects(explain(REPORT, QUANTITY.span.end - 1))[0] == "quantity"
    assert subjects(explain(REPORT, QUANTITY.span.end))[0] == "item"


def test_an_offset_may_be_a_string():
    assert explain(REPORT, str(QUANTITY.span.start)).derivations == explain(REPORT, QUANTITY.span.start).derivations


def test_an_id_is_explained_alone():
    explanation = explain(REPORT, "q0")
    assert subjects(explanation) == ["quantity"]
    assert explanation.place.offset == QUANTITY.span.start


def test_an_address_is_its_clause():
    assert explain(REPORT, "c1.1").place.offset == TEXT.index("力争")


def test_the_innermost_section_is_told():
    assert explain(REPORT, QUANTITY.span.start).derivations[-1].id == "s1"


def test_a_quantity_tells_its_fields_without_exponent():
    told = facts(explain(REPORT, "q0"))
    assert told["value"] == "800000000"
    assert (told["bound"], told["indicator_key"], told["item"]) == ("at_least", "grain", "i0")


def test_a_range_tells_both_ends():
    ranged = replace(QUANTITY, value=(Decimal(1), Decimal("2.5")), bound=Bound.RANGE)
    assert facts(explain(replace(REPORT, quantities=(ranged,)), "q0"))["value"] == "1–2.5"


def test_fields_without_a_value_are_left_out():
    bare = replace(QUANTITY, period=None, hardness=None, indicator_key=None)
    told = facts(explain(replace(REPORT, quantities=(bare,)), "q0"))
    assert not {"period", "hardness", "indicator_key"} & told.keys()


def test_steps_stand_in_the_order_of_the_trace():
    steps = explain(REPORT, "q0").derivations[0].steps
    assert [step.rule for step in steps] == list(QUANTITY.trace)


def test_a_row_gives_its_source_and_an_example():
    from taizhang import rules

    row = rules.load("units")[0]
    traced = replace(QUANTITY, trace=(row.name,))
    step = explain(replace(REPORT, quantities=(traced,)), "q0").derivations[0].steps[0]
    assert (step.source, step.example) == (row.source, str(row.examples[0]))


def test_a_rule_of_grammar_has_no_source():
    steps = explain(REPORT, "q0").derivations[0].steps
    assert (steps[0].source, steps[2].source) == ("", "")


def test_unread_digits_name_the_row_that_knows_them():
    derivation = explain(REPORT, TEXT.index("3批")).derivations[0]
    assert derivation.subject is Subject.UNREAD
    assert derivation.steps[0].rule == "unread:ordinal"
    assert derivation.steps[0].source


def test_unread_digits_that_no_rule_knows_have_no_steps():
    derivation = explain(REPORT, TEXT.index("20")).derivations[0]
    assert (derivation.subject, derivation.steps) == (Subject.UNREAD, ())


def test_an_item_in_two_pieces_is_found_in_both_and_not_between():
    assert subjects(explain(REPORT, TEXT.index("改造")))[0] == "item"
    assert "item" not in subjects(explain(REPORT, TEXT.index(";")))


def test_what_decided_the_kind_comes_with_an_item_alone():
    asked = []

    def decide(_: Report, item: Item) -> Decision:
        asked.append(item.id)
        return Decision(item.kind, True, Kind.TARGET, True, (("新建", 1.5),))

    derivations = explain(REPORT, TEXT.index("新建"), decide).derivations
    assert [d.subject for d in derivations if d.decision] == [Subject.ITEM]
    assert derivations[0].decision == (Kind.TASK, True, Kind.TARGET, True, (("新建", 1.5),))
    assert asked == ["i1"]


def test_an_assumed_due_date_is_told_as_assumed():
    assert facts(explain(REPORT, "i0"))["due_assumed"] == "yes"
    assert "due_assumed" not in facts(explain(REPORT, "i1"))


def test_a_page_turn_is_told_once_and_not_as_furniture():
    assert subjects(explain(REPORT, TEXT.index("下转"))) == ["page_turn", "section"]


def test_a_block_set_aside_shows_the_copy_that_stays():
    aside = SetAside(span_of("改造桥梁"), span_of("新建公路"), "读得通", is_exact=False)
    report = replace(REPORT, restoration=Restoration(set_aside=(aside,)), items=())
    told = facts(explain(report, TEXT.index("桥梁")))
    assert (told["kept"], told["evidence"], told["is_exact"]) == ("新建公路", "读得通", "no")


def test_a_join_is_told_on_both_of_its_sides():
    join = Join(span_of("粮食"), span_of("产量"), "粮食|产量")
    report = replace(REPORT, restoration=Restoration(joins=(join,)))
    assert subjects(explain(report, TEXT.index("粮食")))[0] == "join"
    assert subjects(explain(report, TEXT.index("产量")))[0] == "join"


def test_a_place_knows_line_address_and_sentence():
    place = place_of(REPORT, *QUANTITY.span)
    assert (place.line, place.address) == (2, "c1.1")
    assert REPORT.words(place.sentence) == "第3批试点铺开,力争粮食产量达到8亿斤以上。"


def test_the_sentence_of_several_is_all_of_them():
    both = Span(TEXT.index("力争"), TEXT.index("桥梁") + 2)
    sentence = REPORT.words(place_of(REPORT, *both).sentence)
    assert sentence.startswith("第3批")
    assert sentence.endswith("改造桥梁。")


def test_the_file_is_told_where_there_are_several():
    cut = TEXT.index("新建")
    files = (SourceFile("甲.txt", Span(0, cut)), SourceFile("乙.txt", Span(cut, len(TEXT))))
    assert place_of(REPORT, 0).file is None
    assert place_of(replace(REPORT, source=replace(REPORT.source, files=files)), cut).file == "乙.txt"
    assert place_of(replace(REPORT, source=replace(REPORT.source, files=files[:1])), 0).file is None


def test_the_page_is_that_of_the_box():
    report = replace(REPORT, source=replace(REPORT.source, boxes=(Box(Span(0, 5), 7, 0, 0, 1, 1),)))
    assert (place_of(report, 4).page, place_of(report, 5).page) == (7, None)


@pytest.mark.parametrize("offset", range(len(TEXT)))
def test_every_offset_can_be_explained(offset: int):
    explanation = explain(REPORT, offset)
    assert explanation.place.sentence.start <= offset < explanation.place.sentence.end
    assert explanation.place.address == address_of(TEXT, offset)


@pytest.mark.parametrize("target", [str(len(TEXT)), "-1", "c99.0", "c99", "q9", "xyz", "", "²"])
def test_what_is_not_there_is_refused_with_what_is(target: str):
    with pytest.raises(UsageError) as caught:
        explain(REPORT, target)
    for line in (caught.value.line("zh"), caught.value.line("en")):
        assert str(len(TEXT) - 1) in line
        assert "i0" in line
        assert "q0" in line


@pytest.mark.parametrize(("target", "same"), [("c1", "c1.0"), ("C1.0", "c1.0"), ("Q0", "q0"), (" i0 ", "i0")])
def test_an_address_may_lack_its_clause_and_letters_may_be_large(target: str, same: str):
    assert explain(REPORT, target).derivations == explain(REPORT, same).derivations


def test_how_many_there_are_is_told():
    with pytest.raises(UsageError) as caught:
        explain(REPORT, "q9999")
    assert f"数量 {len(REPORT.quantities)} 个" in caught.value.line("zh")
    assert f"{len(REPORT.quantities)} figures" in caught.value.line("en")


def test_the_nearest_ids_of_the_sort_asked_for_are_told():
    many = tuple(replace(ITEMS[1], id=f"i{number}") for number in (0, 1, 5, 6, 90))
    with pytest.raises(UsageError, match="i5、i6、i1"):
        explain(replace(REPORT, items=many), "i4")


def test_an_empty_report_has_no_place():
    with pytest.raises(UsageError):
        explain(Report(SourceText(""), Restoration()), 0)
