"""Clauses put together into items: coverage, titles, purposes and dates."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.engine.clauses import split_clauses
from taizhang.engine.items import LONGEST_TITLE, read_items
from taizhang.engine.model import Item, Kind, RestoredText, Role, Section, Span

YEAR = 2032
TEXTS = st.text(alphabet="新建今年将围绕让12 \u3000，。；\n“”—、年月底前到", max_size=60)


def whole(text: str) -> RestoredText:
    return RestoredText.from_pieces(text, (Span(0, len(text)),))


def read(text: str, labels: str, year: int | None = YEAR, **more: Any) -> tuple[Item, ...]:
    """Items of a text whose labels are told as ``TB TI RB``."""
    kind = dict(zip("RGTPF", (Kind.RESULT, Kind.TARGET, Kind.TASK, Kind.PROBLEM, Kind.FRAMING), strict=True))
    pairs = [(kind[label[0]], label[1] == "B") for label in labels.split()]
    return read_items(whole(text), split_clauses(text), pairs, year=year, **more)


def one(text: str, kind: str = "T", year: int | None = YEAR) -> Item:
    count = len(split_clauses(text))
    [item] = read(text, " ".join([f"{kind}B"] + [f"{kind}I"] * (count - 1)), year)
    return item


def test_clauses_that_go_on_stand_with_the_one_that_began() -> None:
    text = "修路，惠民；架桥。"
    assert [text[slice(*item.span)] for item in read(text, "TB TI TB")] == ["修路，惠民；", "架桥。"]


def test_change_of_kind_begins_an_item() -> None:
    assert [item.kind for item in read("架桥，增长6%。", "TB GI")] == [Kind.TASK, Kind.TARGET]


def test_closing_quote_belongs_to_the_item_before() -> None:
    text = "唱响“我爱家乡。”\n\n修路。"
    assert [text[slice(*item.span)] for item in read(text, "TB TB")] == ["唱响“我爱家乡。”", "修路。"]


def test_ids_run_through_the_text() -> None:
    assert [item.id for item in read("修路。架桥。种树。", "TB TB TB")] == ["i0", "i1", "i2"]


def test_item_stands_in_the_section_of_its_first_clause() -> None:
    section = Section("s0", "一", "安排", Role.TASKS, 1, None, Span(3, 6))
    found = read("修路。架桥。", "TB TB", sections=(section,), homes=(-1, 0))
    assert [item.section for item in found] == [None, "s0"]


def test_item_that_furniture_cuts_has_several_spans() -> None:
    source = "新建公路【第2版】二十公里。"
    at = source.index("【")
    restored = RestoredText.from_pieces(source, (Span(0, at), Span(at + 5, len(source))))
    [item] = read_items(restored, split_clauses(restored.text), [(Kind.TASK, True)])
    assert [source[slice(*span)] for span in item.spans] == ["新建公路", "二十公里。"]


@given(TEXTS, st.data())
def test_items_cover_the_text_without_overlap(text: str, data: st.DataObject) -> None:
    clauses = split_clauses(text)
    labels = [data.draw(st.tuples(st.sampled_from(Kind), st.booleans())) for _ in clauses]
    found = read_items(whole(text), clauses, labels, year=YEAR)
    spans = [span for item in found for span in item.spans]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    if clauses:
        edges = [0, *(edge for span in spans for edge in span), len(text)]
        gaps = "".join(text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))
        assert gaps.strip() == ""


@given(TEXTS, st.data())
def test_titles_are_short_and_dates_are_for_what_is_to_be_done(text: str, data: st.DataObject) -> None:
    clauses = split_clauses(text)
    labels = [data.draw(st.tuples(st.sampled_from(Kind), st.booleans())) for _ in clauses]
    for item in read_items(whole(text), clauses, labels, year=YEAR):
        assert 0 < len(item.title) <= LONGEST_TITLE
        assert (item.due is not None) == (item.kind in (Kind.TASK, Kind.TARGET))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("今年我们将新建公路20公里。", "新建公路20公里"),
        ("（三）办好民生实事。", "办好民生实事"),
        ("一是稳住工业。", "稳住工业"),
        ("**3.强产业。**", "强产业"),
        ("围绕三条产业链，引进企业30家。", "引进企业30家"),
        ("围绕三条产业链。", "围绕三条产业链"),
        ("要素市场加快建设。", "要素市场加快建设"),
        (
            "支持棉纺、丝绸、毛纺、麻纺、化纤、印染、服装企业改造生产线。",
            "支持棉纺、丝绸、毛纺、麻纺、化纤等改造生产线",
        ),
        ("今年，办好20件实事。", "办好20件实事"),
        ("6月底前，完成桥梁主体工程。", "完成桥梁主体工程"),
        ("坚持严字当头，强化刚性约束。", "强化刚性约束"),
        ("推广“白鹭经验”。", "推广“白鹭经验”"),
        ("推进“青石进城”、“松滩出海”，让产品走得更远。", "推进“青石进城”、“松滩出海”"),
        ("“青石行动。", "青石行动"),
        ("各县区，都要制定治理规划。", "都要制定治理规划"),
        (
            "加快补齐儿科、老年医学、精神卫生、医疗护理、康复养老等服务短板。",
            "加快补齐儿科、老年医学、精神卫生等服务短板",
        ),
        (
            "新建青石至白鹭、松滩湿地至柳河码头、玄武门至城隍庙3条旅游公路。",
            "新建青石至白鹭、松滩湿地至柳河码头等3条旅游公路",
        ),
        ("推动玄武门城楼、白鹭湾公园、青石岭长城遗址改造升级并开放。", "推动玄武门城楼、白鹭湾公园等改造升级并开放"),
        ("打好“黑土、绿色有机、天然富硒、非转基因、地理标志”五张牌。", "打好“黑土等”五张牌"),
        ("对玄武门开发区范围之内新增工业项目的全部用地开展供后联合监管。", "开展供后联合监管"),
        (
            "支持本地民营龙头企业与高等院校联合建立中试平台和实验基地。",
            "支持本地民营龙头企业与高等院校联合建立中试平台等",
        ),
    ],
)
def test_title(text: str, title: str) -> None:
    assert one(text).title == title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("力争制造业投资突破200亿元。", "制造业投资突破200亿元"),
        ("确保城镇新增就业3万人。", "城镇新增就业3万人"),
        ("城镇居民人均可支配收入、农村居民人均可支配收入均增长6%以上。", "城镇居民人均可支配收入等均增长6%以上"),
    ],
)
def test_title_of_a_target_is_the_indicator_with_its_value(text: str, title: str) -> None:
    assert one(text, "G").title == title


@pytest.mark.parametrize(
    ("text", "action", "purpose"),
    [
        ("新建公路20公里，方便群众出行。", "新建公路20公里", "方便群众出行"),
        (
            "新建公路20公里，架桥3座，进一步激发活力，让群众满意。",
            "新建公路20公里，架桥3座",
            "进一步激发活力，让群众满意",
        ),
        ("围绕出行不便，提升公交服务。", "围绕出行不便，提升公交服务", ""),
        ("新建公路20公里，带动投资增长8%。", "新建公路20公里，带动投资增长8%", ""),
    ],
)
def test_action_and_purpose(text: str, action: str, purpose: str) -> None:
    item = one(text)
    assert (item.action, item.purpose) == (action, purpose)


@pytest.mark.parametrize(
    "text",
    [
        "建好用好”双湾“滨海新区（一期）。",
        "编制《柳河流域山水林田湖草沙一体化保护和系统治理中长期总体规划纲要（修编稿）》。",
        "唱响“山水有情，柳河等你”品牌。",
        "做优“一核（老城、两翼》新格局。",
        "建成县级“智慧水务综合调度指挥平台和城乡供水一体化数字孪生管理系统”。",
    ],
)
def test_no_title_opens_a_quote_or_bracket_without_closing_it(text: str) -> None:
    title = one(text).title
    assert all(title.count(a) == title.count(b) for a, b in ("“”", "（）", "《》"))
    assert len(title) <= LONGEST_TITLE


@pytest.mark.parametrize("text", ["每季度通报进度。", "每半年评估一次。", "常态化开展巡查。", "每年年底前清一次淤。"])
def test_what_comes_round_again_has_no_date(text: str) -> None:
    assert one(text).due_assumed


def test_of_two_steps_the_last_is_due() -> None:
    item = one("力争一季度开工率达到30%、上半年达到70%以上。")
    assert (item.due, item.due_assumed) == ("2032-06-30", False)


def test_result_has_neither_action_nor_purpose() -> None:
    item = one("新建公路20公里，方便群众出行。", "R")
    assert (item.action, item.purpose) == ("", "")


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("上半年建成通车。", "2032-06-30"),
        ("一季度全面开工。", "2032-03-31"),
        ("三季度投产。", "2032-09-30"),
        ("年底前投用。", "2032-12-31"),
        ("2032年底前投用。", "2032-12-31"),
        ("明年上半年投用。", "2033-06-30"),
        ("6月底前建成。", "2032-06-30"),
        ("12月底前建成。", "2032-12-31"),
        ("2月底前建成。", "2032-02-29"),
        ("6月前建成。", "2032-05-31"),
        ("9月15日前建成。", "2032-09-15"),
        ("2033年3月底前建成。", "2033-03-31"),
        ("到2035年产值翻番。", "2035-12-31"),
        ("力争2034年实现全覆盖。", "2034-12-31"),
        ("“十七五”末建成。", "2040-12-31"),
        ("“十七五”期间建成。", "2040-12-31"),
        ("汛期前完成堤防加固。", "2032-05-31"),
        ("国庆节前开园。", "2032-09-30"),
        ("10月1日前开园。", "2032-10-01"),
        ("6月建成通车。", "2032-06-30"),
        ("9月份投入使用。", "2032-09-30"),
        ("三年内实现全覆盖。", "2034-12-31"),
        ("用两年时间完成改造。", "2033-12-31"),
        ("上半年开工，年底前投用。", "2032-12-31"),
        ("到2032年全部建成。", "2032-12-31"),
    ],
)
def test_date_that_the_words_give(text: str, due: str) -> None:
    item = one(text)
    assert (item.due, item.due_assumed) == (due, False)


@pytest.mark.parametrize(
    "text",
    [
        "新建公路20公里。",
        "比2030年增加5家。",
        "巩固2031年底完成的改造成果。",
        "13月考核。",
        "去年底开工的项目续建。",
        "用好3月15日出台的政策。",
        "落实2033年前完成的规划。",
        "每年6月底前考核。",
        "实施三年行动。",
    ],
)
def test_year_ends_where_no_words_give_a_date(text: str) -> None:
    item = one(text)
    assert (item.due, item.due_assumed) == ("2032-12-31", True)


def dues(text: str, labels: str) -> list[tuple[str | None, bool]]:
    return [(item.due, item.due_assumed) for item in read(text, labels)]


def test_a_date_that_stands_alone_holds_for_the_rest_of_the_sentence() -> None:
    found = dues("6月底前，修路3条，架桥2座。种树。", "TB TI TB TB")
    assert found == [("2032-06-30", False), ("2032-06-30", False), ("2032-12-31", True)]


def test_a_new_date_ends_the_one_before() -> None:
    found = dues("6月底前，修路3条，年底前架桥2座，种树。", "TB TI TB TB")
    assert [due for due, _ in found] == ["2032-06-30", "2032-12-31", "2032-12-31"]
    assert [assumed for _, assumed in found] == [False, False, True]


def test_a_year_at_the_head_holds_for_the_figures_that_follow() -> None:
    found = dues("到2035年粮食产量达到8亿斤，蔬菜产量达到9万吨，修路。", "GB GB TB")
    assert [due for due, _ in found] == ["2035-12-31", "2035-12-31", "2032-12-31"]


def test_a_date_within_a_clause_holds_for_that_clause_only() -> None:
    found = dues("力争续建项目一季度复工，架桥2座。", "GB TB")
    assert found == [("2032-03-31", False), ("2032-12-31", True)]


def test_no_date_without_a_year() -> None:
    item = one("新建公路20公里。", year=None)
    assert (item.due, item.due_assumed) == (None, False)


def test_item_of_a_five_year_plan_is_due_at_its_end() -> None:
    outer = Section("s0", "二", "“十七五”时期主要目标", Role.OUTLOOK, 1, None, Span(0, 5))
    inner = Section("s1", "（一）", "强产业", Role.OUTLOOK, 2, "s0", Span(0, 5))
    [item] = read("新建园区。", "TB", sections=(outer, inner), homes=(1,))
    assert (item.due, item.due_assumed) == ("2040-12-31", True)


def test_impossible_day_is_no_date() -> None:
    assert one("2月30日前建成。").due_assumed
