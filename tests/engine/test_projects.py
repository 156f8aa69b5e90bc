"""Named projects, their stages, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.engine.model import Item, Kind, Span, Stage
from taizhang.engine.projects import find_projects


def find(words: str, kind: Kind = Kind.TASK) -> list[tuple[str, str]]:
    item = Item("i0", None, kind, (Span(0, len(words)),), "")
    return [(project.name, str(project.stage)) for project in find_projects([item], [words])]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("推动白鹭湾锂电二期、玄武光伏玻璃等项目加快建设。", ["白鹭湾锂电二期", "玄武光伏玻璃"]),
        ("开工建设柳河至松滩、青石至白鹭等3条高速公路。", ["柳河至松滩高速公路", "青石至白鹭高速公路"]),
        ("加快柳松、青白高铁建设。", ["柳松高铁", "青白高铁"]),
        ("推动白鹭湾医院、玄武门医院建成投用。", ["白鹭湾医院", "玄武门医院"]),
        ("推进松滩通用机场项目建设。", ["松滩通用机场"]),
        ("松滩高速连接线具备通车条件。", ["松滩高速连接线"]),
        ("加快建设松滩30万吨乙烯等项目。", ["松滩30万吨乙烯"]),
        ("实施柳河、松滩等机场扩建项目。", ["柳河机场", "松滩机场"]),
    ],
)
def test_names_are_found(words: str, names: list[str]) -> None:
    assert [name for name, _ in find(words)] == names


@pytest.mark.parametrize(
    "words",
    [
        "实施一批城镇电网、污水处理等城市更新项目。",
        "谋划实施重大项目。",
        "深入实施公民道德建设工程。",
        "新引进亿元以上项目30个。",
        "加快高速公路、干线公路建设。",
        "支持玄武铝业、白鹭铜业等企业开发新产品。",
        "白鹭湾水库风景如画。",
        "建成3个通用机场。",
    ],
)
def test_sorts_and_counts_are_no_projects(words: str) -> None:
    assert find(words) == []


@pytest.mark.parametrize(
    ("words", "stage"),
    [
        ("推进白鹭湾水库前期工作。", Stage.PLANNED),
        ("开工建设白鹭湾水库。", Stage.STARTED),
        ("加快白鹭湾水库建设。", Stage.BUILDING),
        ("推动白鹭湾水库建成投用。", Stage.COMPLETED),
        ("争取白鹭湾水库核准开工。", Stage.PLANNED),
    ],
)
def test_the_verbs_tell_the_stage(words: str, stage: Stage) -> None:
    assert find(words) == [("白鹭湾水库", stage)]


def test_each_project_of_a_clause_has_its_own_stage() -> None:
    words = "推动玄武门储能投产并网、白鹭湾抽水蓄能开工建设。"
    assert find(words) == [("玄武门储能", "completed"), ("白鹭湾抽水蓄能", "started")]


def test_results_are_left_alone() -> None:
    assert find("白鹭湾水库建成投用。", Kind.RESULT) == []


def test_a_name_is_told_once() -> None:
    assert len(find("开工建设白鹭湾水库，建成白鹭湾水库。")) == 1


def test_spans_index_the_source() -> None:
    source = "开工建设白鹭【第2版】湾水库。"
    item = Item("i0", None, Kind.TASK, (Span(0, 6), Span(11, len(source))), "")
    (project,) = find_projects([item], [source[:6] + source[11:]])
    assert source[slice(*project.span)] == "白鹭【第2版】湾水库"


@given(st.text(alphabet="建设开工等项目高速青石、和“”（）二期12，。的", max_size=40))
def test_spans_hold_the_name_of_any_text(words: str) -> None:
    item = Item("i0", None, Kind.TASK, (Span(0, len(words)),), "")
    for project in find_projects([item], [words]):
        told = words[slice(*project.span)]
        assert project.name.startswith(told)
        assert project.item == "i0"
