"""Every code: given once, told by its check, with a title wherever it is emitted."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from taizhang import checks

FOLDER = Path(checks.__file__).parent
_CODE = re.compile(r"[A-Z]\d{3}")
_OPENING = re.compile(r"([A-Z]\d{3}) (\S[^:]*): \S")


def openings() -> list[tuple[str, str]]:
    """Code and title that each check's docstring opens with."""
    docs = [(check.__name__, " ".join((check.__doc__ or "").split())) for check in checks.list_checks()]
    untold = [name for name, doc in docs if not _OPENING.match(doc)]
    assert untold == []
    return [(found[1], found[2]) for _, doc in docs if (found := _OPENING.match(doc))]


def codes_in(file: Path) -> set[str]:
    """The codes that stand as strings in a module."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    words = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return {word for word in words if _CODE.fullmatch(word)}


def test_no_code_is_given_twice() -> None:
    told = [code for family in (*checks.FAMILIES, *checks.COMPARISONS) for code in family.TITLES]
    assert len(told) == len(set(told)) == len(checks.TITLES)
    titles = list(checks.TITLES.values())
    assert len(titles) == len(set(titles))


def test_each_check_tells_its_code_and_title_and_each_code_has_a_check() -> None:
    assert set(openings()) == set(checks.TITLES.items())


@pytest.mark.parametrize("file", sorted(FOLDER.rglob("*.py")), ids=lambda file: file.name)
def test_every_code_emitted_has_a_title(file: Path) -> None:
    assert codes_in(file) <= set(checks.TITLES)


def test_every_title_is_emitted_somewhere() -> None:
    emitted = set().union(*(codes_in(file) for file in FOLDER.rglob("*.py")))
    assert set(checks.TITLES) <= emitted


def test_the_checks_of_one_report_are_those_of_its_families() -> None:
    assert set(checks.CHECKS) < set(checks.list_checks())
    assert len(checks.CHECKS) == sum(len(family.CHECKS) for family in checks.FAMILIES)


def test_nothing_of_a_text_is_kept_once_it_is_checked() -> None:
    import taizhang
    from taizhang.checks import names, swaps
    from taizhang.engine import explain
    from taizhang.rules.indicators import find_indicator

    taizhang.read("澜川市2031年政府工作报告\n\n一、2030年工作回顾\n\n新建农村公路20公里，建成“智慧的好房子”小区2个”。")
    kept = (swaps.read_characters, names.find_doubts, explain.split_source, find_indicator)
    assert [function.cache_info().currsize for function in kept] == [0, 0, 0, 0]
