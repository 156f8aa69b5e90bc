"""Promises of a plan that were taken for framing, and asides that were taken for tasks."""

from __future__ import annotations

import pytest

import taizhang
from taizhang.engine.clauses import split_clauses
from taizhang.engine.entries import draft_entries
from taizhang.engine.kinds import explain_label, label_clauses
from taizhang.engine.kinds.promises import is_aside, is_promise, join_asides
from taizhang.engine.model import Kind, Role

STRAND = (
    "实现这一目标，要在四个方面用力：守好一江清水，办好东岭、西陂两个生态试点，"
    "到2035年新能源装机占比超过61%，让青山变成乡亲的“绿色存折”。"
)


def kinds_of(text: str, role: Role) -> list[Kind]:
    clauses = split_clauses(text)
    return [found.kind for found in label_clauses(text, clauses, [role] * len(clauses), [0] * len(clauses), 2032)]


def rows_of(text: str) -> list[str]:
    report = taizhang.read(text)
    return [entry.text for entry in draft_entries(report, split_clauses(report.source.text))]


@pytest.mark.parametrize(
    "clause",
    [
        "到2035年新能源装机占比超过61%",
        "再拆除烟囱700根",
        "筹集20亿元",
        "对停工半年以上的项目由市级领导挂牌包联",
        "专职教师配备率不低于55%",
        "继续集中70%左右的财力",
    ],
)
def test_a_figure_to_be_reached_or_an_actor_with_its_action_is_a_promise(clause: str) -> None:
    assert is_promise(clause)


@pytest.mark.parametrize(
    "clause",
    [
        "2032年是关键之年",
        "以优异成绩迎接建市70周年",
        "扎实办好15件民生实事",
        "重点抓好以下10个方面工作",
        "落实“123+N”工作安排",
        "历时14个月完成调研46次",
        "目前停产面达到37%",
        "打造15分钟便民生活圈",
        "由人民选举、对人民负责",
        "政府工作将把握以下10个重点以上",
        "市政府编制了规划纲要",
        "要把依法制定规划作为责任",
    ],
)
def test_a_date_a_count_of_the_list_or_a_fact_is_none(clause: str) -> None:
    assert not is_promise(clause)


@pytest.mark.parametrize("role", [Role.OUTLOOK, Role.TARGETS, Role.TASKS])
def test_no_promise_of_a_plan_is_framing(role: Role) -> None:
    clauses = split_clauses(STRAND)
    kinds = dict(zip([STRAND[c.start : c.end] for c in clauses], kinds_of(STRAND, role), strict=True))
    assert kinds["到2035年新能源装机占比超过61%"] in (Kind.TARGET, Kind.TASK)


def test_labels_explained_are_the_labels_given() -> None:
    clauses = split_clauses(STRAND)
    roles, levels = [Role.OUTLOOK] * len(clauses), [0] * len(clauses)
    given = label_clauses(STRAND, clauses, roles, levels, 2032)
    for at in range(len(clauses)):
        assert explain_label(STRAND, clauses, roles, levels, 2032, at).label == given[at]


@pytest.mark.parametrize("clause", ["能快则快", "宜林则林", "城市是大家的", "一张图纸绘到底", "争取更好结果"])
def test_a_saying_about_how_to_work_is_an_aside(clause: str) -> None:
    assert is_aside(clause)


@pytest.mark.parametrize("clause", ["符合条件的应保尽保", "城市是大家建设的园林城市", "绘制一张图纸"])
def test_a_clause_with_an_object_is_no_aside(clause: str) -> None:
    assert not is_aside(clause)


def test_an_aside_goes_with_the_item_beside_it() -> None:
    text = "做好城市更新，一张图纸绘到底。能快则快，新建公路20公里。"
    assert join_asides(text, split_clauses(text), [Role.TASKS] * 4, [4, 4, 4, 4]) == (4, 5, 4, 5)


def test_an_exception_goes_with_what_it_is_excepted_from() -> None:
    text = "二、2032年重点工作\n规范执法检查。除依法依规必查外，同一企业每年检查不超过2次，建成监管平台3个。\n"
    report = taizhang.read(text)
    words = [report.words(*item.spans) for item in report.items]
    assert "除依法依规必查外，同一企业每年检查不超过2次" in [told.strip("，") for told in words]


def test_a_sentence_of_asides_alone_is_framing() -> None:
    text = "实际工作中，能快则快，争取更好结果。"
    assert join_asides(text, split_clauses(text), [Role.TASKS] * 3, [4, 5, 4]) == (8, 9, 9)


def test_a_sentence_with_a_deed_keeps_its_rows() -> None:
    text = "城市是大家的，改造老旧小区30个。"
    assert join_asides(text, split_clauses(text), [Role.TASKS] * 2, [4, 4]) == (4, 5)


def test_a_plan_to_be_drafted_is_a_task() -> None:
    assert Kind.FRAMING not in kinds_of("今年还有一件大事，就是编制“十六五”规划。", Role.TARGETS)[1:]
