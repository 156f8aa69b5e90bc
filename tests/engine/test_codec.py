"""JSON of a report: the round trip, the form, and what is refused."""

import json
from decimal import Decimal
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang.engine.codec import from_json, to_json
from taizhang.engine.model import (
    Bound,
    Box,
    Finding,
    Hardness,
    Item,
    Join,
    Kind,
    Measure,
    PageTurn,
    Project,
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
    Stage,
    Status,
    Suggestion,
    Unread,
)
from taizhang.errors import InputError

T = TypeVar("T")
WORDS = st.text(max_size=12)
IDS = st.from_regex(r"[a-z][0-9]{1,4}", fullmatch=True)
MAYBE = st.none() | WORDS
LISTS = st.lists(WORDS, max_size=3).map(tuple)
VALUES = st.decimals(allow_nan=False, allow_infinity=False, min_value=Decimal("-1e15"), max_value=Decimal("1e15"))
FLOATS = st.floats(allow_nan=False, allow_infinity=False)
YEARS = st.none() | st.integers(1949, 2100)


def spans_within(length: int) -> st.SearchStrategy[Span]:
    return st.tuples(st.integers(0, length), st.integers(0, length)).map(lambda p: Span(min(p), max(p)))


@st.composite
def reports(draw: st.DrawFn) -> Report:
    text = draw(st.text(max_size=60))
    span = spans_within(len(text))

    def some(strategy: st.SearchStrategy[T], least: int = 0) -> st.SearchStrategy[tuple[T, ...]]:
        return st.lists(strategy, min_size=least, max_size=3).map(tuple)

    source = st.builds(
        SourceText,
        text=st.just(text),
        title=WORDS,
        media_type=WORDS,
        sha256=WORDS,
        files=some(st.builds(SourceFile, WORDS, span)),
        boxes=some(st.builds(Box, span, st.integers(1, 99), FLOATS, FLOATS, FLOATS, FLOATS)),
        asides=some(span),
        place=MAYBE,
        area=MAYBE,
        year=YEARS,
    )
    restoration = st.builds(
        Restoration,
        pieces=some(span),
        set_aside=some(st.builds(SetAside, span, span, WORDS, st.booleans())),
        joins=some(st.builds(Join, span, span, WORDS)),
        page_turns=some(st.builds(PageTurn, span, st.sampled_from(["from", "to"]), st.none() | st.integers(1, 9))),
        furniture=some(span),
    )
    section = st.builds(Section, IDS, WORDS, WORDS, st.sampled_from(Role), st.integers(1, 4), st.none() | IDS, span)
    item = st.builds(
        Item,
        IDS,
        st.none() | IDS,
        st.sampled_from(Kind),
        some(span, 1),
        WORDS,
        WORDS,
        WORDS,
        MAYBE,
        st.booleans(),
        LISTS,
        LISTS,
        st.none() | st.builds(Suggestion, WORDS, LISTS, WORDS),
        LISTS,
    )
    quantity = st.builds(
        Quantity,
        IDS,
        st.none() | IDS,
        span,
        WORDS,
        VALUES | st.tuples(VALUES, VALUES),
        WORDS,
        st.sampled_from(Bound),
        st.sampled_from(Measure),
        WORDS,
        MAYBE,
        st.sampled_from(Status),
        MAYBE,
        st.none() | st.sampled_from(Hardness),
        LISTS,
    )
    finding = st.builds(Finding, WORDS, st.sampled_from(Severity), WORDS, some(span), WORDS, LISTS, WORDS)
    return Report(
        draw(source),
        draw(restoration),
        draw(some(section)),
        draw(some(item)),
        draw(some(quantity)),
        draw(some(st.builds(Unread, span, MAYBE))),
        draw(some(finding)),
        draw(WORDS),
        draw(WORDS),
        projects=draw(some(st.builds(Project, WORDS, st.none() | st.sampled_from(Stage), IDS, span))),
    )


def figure(value: Decimal | tuple[Decimal, Decimal]) -> Quantity:
    return Quantity(
        "q1",
        "i1",
        Span(8, 13),
        "1.5亿元",
        value,
        "元",
        Bound.EXACT,
        Measure.LEVEL,
        "技改投资",
        None,
        Status.TARGET,
        "2026",
    )


def small(value: Decimal | tuple[Decimal, Decimal] = Decimal("1.5E+8")) -> Report:
    source = SourceText(
        "技改投资要达到：1.5亿元。", title="样", sha256="0" * 64, place="岚川市", area="149900", year=2026
    )
    item = Item("i1", "s1", Kind.TARGET, (Span(0, 7), Span(8, 13)), "技改投资", quantities=("q1",))
    aside = SetAside(Span(0, 2), Span(2, 4), "投资", is_exact=False)
    return Report(source, Restoration((Span(0, 14),), (aside,)), (), (item,), (figure(value),))


@given(reports())
@settings(max_examples=60, deadline=None)
def test_round_trip(report: Report) -> None:
    assert from_json(to_json(report)) == report


@given(reports())
@settings(max_examples=10, deadline=None)
def test_round_trip_of_bytes(report: Report) -> None:
    assert from_json(to_json(report).encode()) == report


def test_values_are_written_without_exponent() -> None:
    assert json.loads(to_json(small()))["quantities"][0]["value"] == "150000000"


def test_a_range_is_a_pair_of_strings() -> None:
    report = small((Decimal(1), Decimal("2.50")))
    assert json.loads(to_json(report))["quantities"][0]["value"] == ["1", "2.50"]


def test_chinese_is_not_escaped() -> None:
    assert "技改投资" in to_json(small())
    assert "\\u" not in to_json(small())


def test_item_has_hull_and_spans() -> None:
    item = json.loads(to_json(small()))["items"][0]
    assert (item["start"], item["end"], item["spans"]) == (0, 13, [[0, 7], [8, 13]])


def test_set_aside_holds_pairs_and_details_stand_beside() -> None:
    found = json.loads(to_json(small()))
    assert found["set_aside"] == [[0, 2]]
    assert found["set_aside_details"] == [{"kept": [2, 4], "evidence": "投资", "is_exact": False}]


def test_source_counts_characters_and_keeps_no_second_text() -> None:
    found = json.loads(to_json(small()))
    assert found["source"]["characters"] == len(found["text"]) == 14
    assert "text" not in found["source"]


@pytest.mark.parametrize("name", ["schema", "source", "text", "pieces", "items", "quantities", "unread", "findings"])
def test_keys_of_the_top_level(name: str) -> None:
    assert name in json.loads(to_json(small()))


def broken(**changes: object) -> str:
    return json.dumps({**json.loads(to_json(small())), **changes}, ensure_ascii=False)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "JSON"),
        ("[]", "JSON"),
        ('{"schema": "taizhang.report/1"', "JSON"),
        (b"\xff\xfe", "JSON"),
        ("{}", "schema"),
        (broken(schema="taizhang.report/9"), "taizhang.report/9"),
        (broken(quantities=[{"id": "q1"}]), "quantities"),
        (broken(pieces=[[0, 15]]), "pieces"),
        (broken(pieces=[[5, 4]]), "pieces"),
        (broken(pieces=[[-1, 4]]), "pieces"),
        (broken(text="短"), "characters"),
        (broken(set_aside=[]), "set_aside"),
        (broken(items=[{**json.loads(to_json(small()))["items"][0], "spans": []}]), "items"),
        (broken(items=[{**json.loads(to_json(small()))["items"][0], "kind": "wish"}]), "kind"),
        (to_json(small()).replace('"150000000"', '"NaN"'), "value"),
        (to_json(small()).replace('"150000000"', '"1E+999999999"'), "value"),
    ],
)
def test_what_is_no_report_is_refused(text: str | bytes, says: str) -> None:
    with pytest.raises(InputError) as caught:
        from_json(text)
    assert caught.value.code == "E108"
    assert says in str(caught.value)
    assert says in caught.value.line("en")
    assert "\n" not in str(caught.value)


def test_unknown_fields_are_passed_over() -> None:
    assert from_json(broken(later="…")) == small()


def test_what_is_no_number_is_not_written() -> None:
    with pytest.raises(ValueError, match="NaN"):
        to_json(small(Decimal("NaN")))
