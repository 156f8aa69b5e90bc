"""Headings in every printed form, roles by words, year and place, and paragraphs that have a role of their own."""

from __future__ import annotations

from itertools import pairwise

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.engine.clauses import split_clauses
from taizhang.engine.model import ENTRY, RestoredText, Role, Span
from taizhang.engine.outline import Passage, build_sections, place_clauses, read_outline
from taizhang.rules import Row, load

YEAR = 2032
FILLER = "建成公路20公里，改造桥梁3座，新增停车位500个。"
TEXTS = st.lists(
    st.sampled_from(
        [
            "一、2031年工作回顾\n",
            "二、2032年重点工作\n",
            "（一）扩大内需\n",
            "(二)办好民生。",
            "1.新建学校。",
            "——生态更好。",
            "一是修路。二是架桥。",
            "我们也清醒认识到，还存在不少困难和问题。",
            "今年的主要预期目标是：生产总值增长6%左右。",
            "让我们紧密团结在一起，奋勇前进！",
            FILLER,
            "\n",
            "**强产业。**",
            "各位代表！",
            "## 综合\n",
            "3.“双环”行动：是指修两条路。\n",
        ]
    ),
    max_size=25,
).map("".join)


def shape(text: str, year: int | None = YEAR) -> list[tuple[str, str, int]]:
    return [(p.heading.number, p.heading.title, p.heading.level) for p in read_outline(text, year)]


def roles(text: str, year: int | None = YEAR) -> list[Role]:
    return [p.role for p in read_outline(text, year)]


@pytest.mark.parametrize(
    ("line", "number", "title", "level"),
    [
        ("一、强产业", "一", "强产业", 1),
        ("第二部分 强产业", "第二部分", "强产业", 1),
        ("（三）强产业。新建园区2个。", "（三）", "强产业", 2),
        ("(三)强产业。新建园区2个。", "(三)", "强产业", 2),
        ("4.强产业。新建园区2个。", "4", "强产业", 3),
        ("4、强产业", "4", "强产业", 3),
        ("（4）强产业", "（4）", "强产业", 3),
        ("——强产业。新建园区2个。", "", "强产业", 3),
        ("**二、强产业**", "二", "强产业", 1),
        ("## （二）强产业", "（二）", "强产业", 2),
        ("### 强产业", "", "强产业", 2),
        ("**强产业。**新建园区2个。", "", "强产业", 4),
        ("大力强产业。新建园区2个，引进企业30家。", "", "大力强产业", 4),
        ("首先，强产业。", "首先", "强产业", 4),
        ("第一，强产业。", "第一", "强产业", 4),
    ],
)
def test_every_printed_form_of_a_heading(line: str, number: str, title: str, level: int) -> None:
    assert shape(line) == [(number, title, level)]


def test_listed_headings_within_a_paragraph() -> None:
    assert shape("一是稳住工业。二是扩大投资；三是搞活消费。") == [
        ("一是", "稳住工业", 4),
        ("二是", "扩大投资", 4),
        ("三是", "搞活消费", 4),
    ]


def test_numbered_heading_after_a_full_stop() -> None:
    assert ("一", "2031年工作回顾", 1) in shape("请予审议。一、2031年工作回顾\n" + FILLER)


@pytest.mark.parametrize(
    "line",
    [
        "今年要办好十件实事。新建学校2所，改造道路5条。",
        "新建学校2所。改造道路5条，惠及居民3万人。",
        "——粮食产量达到20万吨。",
        "一、二、三产业比例更加协调，结构持续优化。",
        "1.5万名学生受益，家长满意。",
        "各位代表！",
    ],
)
def test_mere_sentence_is_no_heading(line: str) -> None:
    assert shape(line) == []


def test_title_of_the_report_is_no_section() -> None:
    assert shape("# 某某市政府工作报告\n**一、2031年工作回顾**\n") == [("一", "2031年工作回顾", 1)]


def test_text_before_the_first_heading_is_a_passage_of_the_review() -> None:
    found = read_outline(FILLER * 4 + "\n二、2032年重点工作\n" + FILLER, YEAR)
    assert [(p.heading.number, p.role) for p in found] == [("", Role.REVIEW), ("二", Role.TASKS)]


def test_deeper_heading_takes_the_role_and_parent_above_it() -> None:
    found = read_outline("一、2031年工作回顾\n（八）政府自身建设不断加强\n" + FILLER, YEAR)
    assert [(p.role, p.parent) for p in found] == [(Role.REVIEW, -1), (Role.REVIEW, 0)]


@pytest.mark.parametrize(("title", "role"), [("2031年的发展", Role.REVIEW), ("2032年的发展", Role.TASKS)])
def test_year_in_the_title_decides_where_words_do_not(title: str, role: Role) -> None:
    assert roles(f"一、{title}\n{FILLER}") == [role]


def test_words_that_follow_decide_where_the_title_tells_nothing() -> None:
    text = "一、工业\n全年完成投资20亿元，比上年增长6%。\n二、农业\n今年要加快建设良田，力争增产。\n"
    assert roles(text, None) == [Role.REVIEW, Role.TASKS]


def test_headline_targets_are_a_paragraph_of_the_plan() -> None:
    text = "一、2032年重点工作\n" + FILLER + "\n今年的主要预期目标是：生产总值增长6%左右。\n（一）强产业\n" + FILLER
    found = read_outline(text, YEAR)
    assert [p.role for p in found] == [Role.TASKS, Role.TARGETS, Role.TASKS]
    assert text[slice(*found[1].span)] == "今年的主要预期目标是：生产总值增长6%左右。"


def test_admission_may_begin_within_a_paragraph() -> None:
    text = "一、2031年工作回顾\n" + FILLER + "成绩可喜。我们也清醒认识到，发展还有不少困难和问题。人才短缺。\n"
    last = read_outline(text, YEAR)[-1]
    assert last.role is Role.PROBLEMS
    assert text[slice(*last.span)] == "我们也清醒认识到，发展还有不少困难和问题。人才短缺。"


def test_plan_that_tackles_problems_is_no_admission() -> None:
    text = "二、2032年重点工作\n我们要看到群众的困难和问题，逐一解决。\n"
    assert Role.PROBLEMS not in roles(text)


def test_call_at_the_end_is_the_closing() -> None:
    text = "二、2032年重点工作\n（一）强产业\n" + FILLER + "\n各位代表！让我们团结一心、努力奋斗！\n"
    assert roles(text)[-1] is Role.CLOSING


def test_call_before_more_headings_is_no_closing() -> None:
    text = "二、2032年重点工作\n各位代表！让我们努力奋斗！\n（一）强产业\n" + FILLER
    assert Role.CLOSING not in roles(text)


def test_glossary_without_a_heading_is_closing() -> None:
    notes = "".join(f"{i}.“双{c}”行动：是指修好两条路。\n" for i, c in enumerate("环城湖江", 7))
    found = roles("二、2032年重点工作\n" + FILLER + "\n" + notes)
    assert found == [Role.TASKS] + [Role.CLOSING] * 5


def test_sections_map_back_to_the_source() -> None:
    source = "一、2031年工作回顾\n建成【第2版】公路。"
    at = source.index("【第2版】")
    restored = RestoredText.from_pieces(source, (Span(0, at), Span(at + 5, len(source))))
    [section] = build_sections(read_outline(restored.text, YEAR), restored)
    assert (section.id, section.parent, section.span) == ("s0", None, Span(0, len(source)))


@hypothesis.example(
    "一、2031年工作回顾\n我们也清醒认识到，还存在不少困难和问题。一是修路。二是架桥。**强产业。**"
    "一、2031年工作回顾\n我们也清醒认识到，还存在不少困难和问题。"
)
@given(TEXTS)
def test_passages_are_in_order_and_nested(text: str) -> None:
    found = read_outline(text, YEAR)
    assert all(a.span.start <= b.span.start for a, b in pairwise(found))
    for passage in found:
        assert 0 <= passage.span.start <= passage.heading.span.start <= passage.heading.span.end <= len(text)
        assert passage.heading.span.end <= passage.span.end <= len(text)
        if passage.parent >= 0:
            outer = found[passage.parent]
            assert outer.heading.level < passage.heading.level
            assert outer.span.start <= passage.span.start
            assert passage.span.end <= outer.span.end


@given(TEXTS)
def test_clause_stands_in_the_innermost_passage(text: str) -> None:
    passages, clauses = read_outline(text, YEAR), split_clauses(text)
    homes, _ = place_clauses(passages, clauses)
    assert list(homes) == [innermost(passages, clause.start) for clause in clauses]


def innermost(passages: tuple[Passage, ...], at: int) -> int:
    return max((i for i, p in enumerate(passages) if p.span.start <= at < p.span.end), default=-1)


def test_clause_of_a_heading_has_its_level() -> None:
    text = "（一）强产业。新建园区2个，引进企业30家。"
    assert place_clauses(read_outline(text, YEAR), split_clauses(text))[1] == (2, 0, 0)


def frame(row: Row, example: str) -> str:
    """A report in which the example stands where the row looks for it."""
    outer = {"review": "2031年工作回顾", "tasks": "2032年重点工作", "outlook": "总体要求"}
    under = [u for u in row.get("under", ["tasks"]) if u in outer]
    head = f"一、{outer[under[0]]}\n{FILLER}\n" if under else ""
    tail = f"。{FILLER}\n"
    return {
        "heading": f"一、{example}\n{FILLER}\n",
        "subheading": f"{head}（一）{example}\n{FILLER}\n",
        "opening": f"{head}{example}{tail}",
        "lead": f"{head}{example}{tail}",
        "sentence": f"{head}{FILLER}{example}{tail}",
        "tense": f"一、工业\n{example}。\n",
        "part": f"{example}\n{FILLER}\n",
        "annex": f"{head}{FILLER}\n{example}\n1.新建商场2座。\n2.新建市场3座。\n",
    }[row["where"]]


@pytest.mark.parametrize("row", [r for r in load("outline") if "role" in r.data], ids=lambda r: r.key)
def test_row_gives_its_role_to_its_examples_only(row: Row) -> None:
    for example in row.examples:
        assert row["role"] in roles(frame(row, example)), example
    for example in row.counterexamples:
        found = read_outline(frame(row, example), YEAR)
        own = found[0 if row["where"] in ("heading", "tense") else 1 :]
        assert row["role"] not in [p.role for p in own], example


def test_numbers_begin_anew_under_a_part_without_number() -> None:
    text = f"2031年工作回顾\n一、强产业\n{FILLER}\n2032年工作安排\n一、强产业\n{FILLER}\n二、办好民生\n{FILLER}\n"
    assert roles(text) == [Role.REVIEW, Role.REVIEW, Role.TASKS, Role.TASKS, Role.TASKS]


def test_line_that_names_a_part_needs_no_number() -> None:
    assert [(p.heading.level, p.role) for p in read_outline(f"2032年重点工作\n{FILLER}\n", YEAR)] == [(1, Role.TASKS)]


@pytest.mark.parametrize("row", [r for r in load("outline") if r["where"] == "speech"], ids=lambda r: r.key)
def test_speech_is_no_run_in_heading(row: Row) -> None:
    assert [shape(f"{example}。{FILLER}") for example in row.examples] == [[]] * len(row.examples)
    assert all(shape(f"{example}。{FILLER}") for example in row.counterexamples)


@pytest.mark.parametrize("row", [r for r in load("outline") if r["where"] == "title"], ids=lambda r: r.key)
def test_title_row(row: Row) -> None:
    assert [shape(f"**{example}**\n") for example in row.examples] == [[]] * len(row.examples)
    assert all(shape(f"**{example}**\n") for example in row.counterexamples)


def test_effect_on_our_city_is_no_call() -> None:
    text = "二、2032年重点工作\n（一）强产业\n" + FILLER + "\n改造排水管网，让我们的城市更加安全。\n" + FILLER
    assert Role.CLOSING not in roles(text)


def test_call_in_the_middle_of_a_long_text_is_no_closing() -> None:
    text = "二、2032年重点工作\n（一）强产业\n各位代表！让我们团结一心！\n" + ("建成公路3公里。\n" * 200)
    assert Role.CLOSING not in roles(text)


def test_a_line_that_is_heading_and_cue_makes_one_passage():
    text = "各位代表：现在向大会报告工作，请予审议。\n\n过去一年工作回顾\n\n建成公路20公里，改造桥梁3座。\n"
    passages = read_outline(text, 2026)
    assert all(passage.span.start < passage.span.end for passage in passages)
    assert [p.heading.title for p in passages if p.heading.title] == ["过去一年工作回顾"]


LIST = (
    "二、2032年工作安排\n(八)办好民生实事。今年办好以下3件实事：\n"
    "1.改造小区98个,惠及3.2万户。\n2.新建食堂40个。\n3.免费筛查“两癌”。\n"
)


def test_numbered_lines_are_entries_of_a_list_and_no_headings() -> None:
    passages = read_outline(LIST, 2032)
    entries = [p for p in passages if p.is_entry]
    assert [(p.heading.number, p.heading.title) for p in entries] == [
        ("1", "改造小区98个,惠及3.2万户"),
        ("2", "新建食堂40个"),
        ("3", "免费筛查“两癌”"),
    ]
    levels = place_clauses(passages, split_clauses(LIST))[1]
    assert levels[-4:] == (ENTRY, ENTRY, ENTRY, ENTRY)


def test_an_entry_ends_with_its_line() -> None:
    text = f"{LIST}各方面都要抓好落实。\n"
    last = read_outline(text, 2032)[-1]
    assert text[last.span.start : last.span.end] == "3.免费筛查“两癌”。"


@pytest.mark.parametrize(
    "line", ["1.扩大内需\n新建商场2座。", "1.扩大内需。新建商场2座。", "1、扩大内需：新建商场2座。"]
)
def test_a_short_line_with_text_beneath_or_behind_is_a_heading(line: str) -> None:
    passages = read_outline(f"二、2032年工作安排\n{line}\n", 2032)
    assert [(p.heading.title, p.is_entry) for p in passages][-1] == ("扩大内需", False)


@pytest.mark.parametrize(
    ("run", "entries"),
    [
        ("一是依法行政,提请审议法规草案4件。二是办复率达到98%以上。三是严守纪律。", ["一是", "二是", "三是"]),
        ("一是稳字当头,看3个月。二是进字为要,先立后破。三是实字托底,一件一件办。", []),
    ],
)
def test_members_of_a_run_that_tells_figures_are_entries(run: str, entries: list[str]) -> None:
    text = f"二、2032年工作安排\n(九)加强自身建设。{run}\n"
    assert [p.heading.number for p in read_outline(text, 2032) if p.is_entry] == entries
