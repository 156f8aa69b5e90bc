"""The tree of exceptions: what its docstring draws, and how each reads."""

import errno
import pickle
import re
from itertools import pairwise

import pytest

from taizhang import errors
from taizhang.errors import DocumentBroken, FileMissing, OutputError, Said, TaizhangError, describe_os_error

BRANCH = re.compile(r"^    (?P<indent>(?:[│ ] {3})*)[├└]── (?P<name>\w+)\s+(?P<code>E\d{3})?", re.MULTILINE)


def drawn():
    """Class name → (name of its parent, code) as the docstring draws the tree."""
    path, tree = ["TaizhangError"], {}
    for branch in BRANCH.finditer(errors.__doc__):
        depth = len(branch["indent"]) // 4 + 1
        path[depth:] = [branch["name"]]
        tree[branch["name"]] = (path[depth - 1], branch["code"])
    return tree


def classes():
    """The classes in the order in which the modules define them."""
    found = {}
    for module in (errors.inputs, errors.outputs, errors.usage, errors.actions):
        own = {name: kind for name, kind in vars(module).items() if getattr(kind, "__module__", "") == module.__name__}
        found |= {name: kind for name, kind in own.items() if issubclass(kind, TaizhangError)}
    return found


def test_one_door_leads_to_every_class():
    assert {name: vars(errors)[name] for name in classes()} == classes()
    assert set(classes()) < set(errors.__all__)


LEAVES = [kind for kind in classes().values() if "code" in vars(kind)]


def test_docstring_draws_every_class_with_parent_and_code():
    assert drawn() == {n: (k.__base__.__name__, vars(k).get("code")) for n, k in classes().items()}


def test_codes_are_unique_and_in_order():
    codes = [kind.code for kind in LEAVES]
    assert len(codes) == 29
    assert all(one < other for one, other in pairwise(codes))


@pytest.mark.parametrize("kind", LEAVES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_line_tells_code_place_wrong_and_step(kind, lang):
    line = kind("报告.txt").line(lang)
    assert line.startswith(f"{kind.code} 报告.txt{'：' if lang == 'zh' else ': '}")
    what, step = kind.templates[lang]
    assert what.strip()
    assert step.strip()
    assert line.endswith("。" if lang == "zh" else ".")
    assert "{" not in line
    assert "。。" not in line
    assert ".." not in line.replace("...", "")


@pytest.mark.parametrize("kind", LEAVES)
def test_english_holds_no_chinese(kind):
    assert not re.search(r"[\u3000-\u9fff\uff00-\uffef]", kind("a.txt").line("en"))


@pytest.mark.parametrize("kind", LEAVES)
def test_error_is_chinese_as_a_string_and_exits_with_2(kind):
    error = kind("报告.txt")
    assert str(error) == error.line("zh")
    assert error.exit_code == 2


def test_line_stays_one_line_whatever_the_file_is_called():
    line = FileMissing("坏\n名\x1b[31m字\udcff.txt", reason="a\nb\r\nc。").line()
    assert line.encode().decode().splitlines() == [line]
    assert line.startswith(r"E101 坏\n名\x1b[31m字\udcff.txt：a b c。")


def test_braces_in_facts_and_names_are_plain_characters():
    assert DocumentBroken("{where}", reason="{x}").line("en").startswith("E108 {where}: ")


def test_fact_of_none_is_told_by_the_default():
    assert "None" not in OutputError("a", reason=None).line()


def test_fact_in_two_languages_is_told_in_the_one_asked_for():
    error = DocumentBroken("a.docx", reason=Said("少了正文", "the body is missing"))
    assert "少了正文。" in error.line("zh")
    assert "the body is missing. " in error.line("en")


def test_error_travels_between_processes():
    error = pickle.loads(pickle.dumps(DocumentBroken("a.docx", reason=Said("甲", "b"))))  # noqa: S301
    assert type(error) is DocumentBroken
    assert error.line("en") == DocumentBroken("a.docx", reason="b").line("en")


def test_system_errors_are_told_in_both_languages():
    assert describe_os_error(PermissionError(errno.EACCES, "Permission denied")) == ("没有权限", "permission denied")
    assert describe_os_error(OSError(errno.EDOM, "Odd")).zh == "系统提示“Odd”"
    assert describe_os_error(OSError()).en == "the system says “OSError”"
