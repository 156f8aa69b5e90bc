"""Labels of made-up sentences, the best path against all paths, and the reasons given."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.engine.clauses import split_clauses
from taizhang.engine.kinds import Label, explain_label, label_clauses, table
from taizhang.engine.kinds.chain import find_path, sum_grams
from taizhang.engine.kinds.features import lay_out
from taizhang.engine.kinds.leads import join_leads
from taizhang.engine.kinds.table import LABELS, MOST, load_table, pack, unpack
from taizhang.engine.model import Kind, Role
from taizhang.errors import RuleError
from taizhang.rules import path_of

TEXTS = st.lists(
    st.sampled_from(
        [
            "新建公路20公里，",
            "方便群众出行。",
            "今年增长6%以上，",
            "去年完成投资3亿元；",
            "还存在短板。\n",
            "各位代表！",
            "12，",
            "“绿谷”",
        ]
    ),
    min_size=1,
    max_size=20,
).map("".join)


def label(text: str, role: Role | None = None, year: int | None = 2032) -> tuple[Label, ...]:
    clauses = split_clauses(text)
    return label_clauses(text, clauses, [role] * len(clauses), [0] * len(clauses), year)


def kinds_of(text: str, role: Role) -> list[Kind]:
    return [found.kind for found in label(text, role)]


def test_text_without_clauses_has_no_labels() -> None:
    assert label("。！") == ()


def test_results_of_a_review() -> None:
    text = "去年，新建公路20公里，改造老旧小区35个，城镇新增就业2.4万人。"
    assert set(kinds_of(text, Role.REVIEW)[1:]) == {Kind.RESULT}


def test_tasks_of_a_plan() -> None:
    text = "二、重点工作\n补齐设施短板。新建公路20公里，改造老旧小区35个，新建污水处理厂2座。开展交通提升行动。"
    assert set(kinds_of(text, Role.TASKS)[2:]) == {Kind.TASK}


def test_headline_targets() -> None:
    text = "今年经济社会发展的主要预期目标是：地区生产总值增长6%左右，固定资产投资增长8%以上。"
    assert set(kinds_of(text, Role.TARGETS)[1:]) == {Kind.TARGET}


def test_problems_admitted() -> None:
    text = "我们也清醒认识到，发展中还存在不少困难和问题：产业结构不够优，民生领域还有短板，部分企业经营困难。"
    assert set(kinds_of(text, Role.PROBLEMS)[2:]) == {Kind.PROBLEM}


def test_form_of_address_is_framing() -> None:
    assert kinds_of("各位代表！", Role.CLOSING) == [Kind.FRAMING]


def test_purpose_goes_on_with_its_task() -> None:
    text = "推进城乡公交一体化，新建公交站台120个，方便群众出行。"
    assert [found.begins for found in label(text, Role.TASKS)][-1] is False


@given(TEXTS)
def test_what_goes_on_has_the_kind_of_what_went_before(text: str) -> None:
    found = label(text)
    assert not found or found[0].begins
    assert all(b.begins or a.kind == b.kind for a, b in pairwise(found))


@given(TEXTS)
def test_same_text_same_labels(text: str) -> None:
    assert label(text, Role.TASKS) == label(text, Role.TASKS)


@given(st.integers(0, 2**32 - 1), st.integers(1, 3))
def test_path_is_the_best_of_all_paths(seed: int, length: int) -> None:
    random = np.random.default_rng(seed)
    scores = random.normal(size=(length, LABELS)).astype(np.float32)
    turns = random.normal(size=(4, LABELS, LABELS)).astype(np.float32)
    between = random.integers(0, 4, size=length)

    def total(path: tuple[int, ...]) -> float:
        moves = sum(float(turns[between[i + 1], a, b]) for i, (a, b) in enumerate(pairwise(path)))
        return moves + sum(float(scores[i, at]) for i, at in enumerate(path))

    def is_allowed(path: tuple[int, ...]) -> bool:
        return path[0] % 2 == 0 and all(b % 2 == 0 or a // 2 == b // 2 for a, b in pairwise(path))

    best = max(filter(is_allowed, product(range(LABELS), repeat=length)), key=total)
    assert total(tuple(find_path(scores, turns, between))) == pytest.approx(total(best), abs=1e-4)


def test_verdict_agrees_with_the_label() -> None:
    text = "去年新建公路20公里，方便群众出行。"
    clauses = split_clauses(text)
    for at, found in enumerate(label(text, Role.REVIEW)):
        verdict = explain_label(text, clauses, [Role.REVIEW] * 2, [0, 0], 2032, at)
        assert verdict.label == found != verdict.runner_up


def test_reasons_are_words_of_the_text_strongest_first() -> None:
    text = "二、重点工作\n新建公路20公里，方便群众出行。"
    clauses = split_clauses(text)
    reasons = explain_label(text, clauses, [Role.TASKS] * 3, [1, 0, 0], 2032, 1, most=30).reasons
    weights = [reason.weight for reason in reasons]
    assert weights == sorted(weights, reverse=True)
    assert min(weights) > 0
    own = [reason.words for reason in reasons if reason.where == "本句"]
    assert own
    assert all(words in "^新建公路0公里$" for words in own)


def test_table_is_small() -> None:
    assert len(path_of(table.TABLE).read_bytes()) < 3_000_000


def test_table_of_other_features_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "VERSION", table.VERSION + 1)
    with pytest.raises(RuleError, match=r"clauses\.npz"):
        load_table.__wrapped__()


@pytest.mark.parametrize(
    "text",
    ["到2035年，建成现代化综合交通枢纽。", "6月底前，改造老旧小区35个。", "“十六五”期间，新建公路200公里。"],
)
def test_bare_time_belongs_to_the_item_behind_it(text: str) -> None:
    first, then = label(text, Role.TASKS)
    assert first.begins
    assert not then.begins
    assert first.kind is then.kind


def test_time_with_a_figure_is_an_item_of_its_own() -> None:
    text = "到2035年粮食产量达到20亿斤以上，新建公路200公里。"
    assert [found.begins for found in label(text, Role.TASKS)] == [True, True]


@pytest.mark.parametrize(
    ("text", "before", "after"),
    [
        ("到2035年，建成枢纽。", [2, 4], (4, 5)),
        ("到2035年，各位代表。", [2, 8], (2, 8)),
        ("到2035年。建成枢纽。", [2, 4], (2, 4)),
        ("到2035年看，建成枢纽。", [2, 4], (2, 4)),
        ("到2035年，建成枢纽。", [4, 5], (4, 5)),
    ],
    ids=["joined", "framing-behind", "sentence-between", "more-than-time", "joined-already"],
)
def test_only_a_bare_time_before_a_comma_is_joined(text: str, before: list[int], after: tuple[int, ...]) -> None:
    assert join_leads(text, split_clauses(text), before, np.array([3, 2 if "。建" in text else 0])) == after


@given(st.lists(st.lists(st.integers(-127, 127), min_size=4, max_size=4), min_size=1, max_size=MOST))
def test_packed_weights_add_up_as_the_plain_ones(rows: list[list[int]]) -> None:
    grams = np.array(rows, dtype=np.int8)
    assert unpack(pack(grams).sum(axis=0, keepdims=True)).tolist() == grams.sum(axis=0, keepdims=True).tolist()


def test_clause_of_a_thousand_characters_is_labelled_by_all_its_words() -> None:
    text = "新建公路20公里改造老旧小区35个" * 80 + "，还存在不少短板。"
    layout = lay_out(text, split_clauses(text), [Role.TASKS] * 2, [0, 0], 2032)
    rows = load_table().grams[load_table().rows[layout.buckets[layout.owners == 0]]]
    assert np.array_equal(sum_grams(layout, load_table())[0], rows.astype(np.int64).sum(axis=0))


@pytest.mark.parametrize(
    ("text", "is_joined"),
    [
        ("依托两所高校，建设创新园。", True),
        ("以两所高校为依托，建设创新园。", True),
        ("充分发挥两所高校作用，建设创新园。", True),
        ("依托两所高校打造创新园，建设实验楼。", False),
        ("以两所高校为依托建设创新园，建设实验楼。", False),
        ("支持两所高校，建设创新园。", False),
        ("投入3亿元，改造校舍20所。", True),
        ("投入运营，改造校舍20所。", False),
        ("其中，新建校舍20所。", True),
        ("其中校舍20所，新建食堂3座。", False),
        ("新建校舍20所，占总数的40%。", True),
        ("新建校舍20所，占地3亩。", False),
    ],
)
def test_bare_method_belongs_to_the_action_behind_it(text: str, is_joined: bool) -> None:
    joined = join_leads(text, split_clauses(text), [4, 4], np.array([3, 0]))
    assert joined == ((4, 5) if is_joined else (4, 4))


def test_nothing_in_a_section_of_problems_is_a_target() -> None:
    text = "经济总量不大，人均地区生产总值只有全省平均水平的83%；786户规模以上工业企业中产值5亿元以上的仅61户。"
    clauses = split_clauses(text)
    labels = label_clauses(text, clauses, [Role.PROBLEMS] * len(clauses), [0] * len(clauses), 2032)
    assert {label.kind for label in labels} <= {Kind.PROBLEM, Kind.FRAMING}
