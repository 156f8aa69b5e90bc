"""Numbers that jump or come twice, and lists that only look as if they did."""

from __future__ import annotations

import pytest

from taizhang.checks.numbering import check_numbering
from taizhang.engine.model import Finding, Severity, SourceText
from taizhang.engine.pipeline import compile_source


def check(text: str) -> list[Finding]:
    return list(check_numbering(compile_source(SourceText(text))))


def told(text: str) -> list[str]:
    """The words of the main span of each finding."""
    return [text[f.spans[0].start : f.spans[0].end] for f in check(text)]


def test_a_heading_left_out_is_told_at_the_next_one() -> None:
    text = "一、上年工作回顾\n新建公路20公里。\n三、今年工作安排\n改造老旧小区35个。\n"
    (found,) = check(text)
    assert found.code == "T017"
    assert found.severity is Severity.QUESTION
    assert text[found.spans[0].start :].startswith("三、今年工作安排")
    assert text[found.spans[1].start :].startswith("一、上年工作回顾")
    assert "缺“二”" in found.message


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("二、重点工作\n（一）做强产业。扩建厂房。\n（三）治理河道。清淤18公里。\n", "（三）治理河道"),
        ("二、重点工作\n（一）做强产业。\n（二）扩大内需。\n（五）治理河道。\n", "（五）治理河道"),
        ("二、重点工作\n（二）扩大内需。\n（三）治理河道。\n", "（二）扩大内需"),
        ("主要问题：一是产业层次偏低。二是财力薄弱。四是作风不实。", "四是作风不实"),
        ("几点体会。第一，必须解放思想。第二，必须真抓实干。第四，必须依法行政。", "第四，必须依法行政"),
        ("民生实事\n1.建成公厕12座。\n2.改造菜场3个。\n4.新增停车位600个。\n", "4.新增停车位600个"),
    ],
)
def test_a_number_left_out_is_found_in_every_style(text: str, place: str) -> None:
    assert told(text) == [place]


def test_a_number_twice_is_told_where_the_list_goes_on() -> None:
    text = "二、重点工作\n（一）做强产业。\n（二）扩大内需。\n（二）治理河道。\n（三）改善民生。\n"
    (found,) = check(text)
    assert text[found.spans[0].start :].startswith("（二）治理河道")
    assert "编号重复" in found.message


@pytest.mark.parametrize(
    "text",
    [
        "一、回顾\n（一）产业。\n（二）内需。\n二、安排\n（一）投资。\n（二）消费。\n",  # a list begins anew
        "一是提质。二是增效。\n一是减负。二是松绑。三是放权。",  # two runs
        "（上接第2版）\n四、改善民生\n五、建设政府\n",  # a page begins in the middle
        "二、扩大内需\n二、三产业比重提高到62%。\n三、深化改革\n",  # 第二、三产业, cut at the line
        "一是提质。其二是增效。三是扩面。",  # the second one told otherwise
        "一、回顾\n（**一）产业。**\n**（二）内需。\n",  # marks of emphasis
        "1.建成公厕12座。\n2.5公里的道路开工。\n2.改造菜场3个。\n",  # a figure at the beginning of a line
        "抓好以下三项工作：\n一、产业\n三、民生\n",  # told by T005
        "一、农业\n二、能源\n三、交通。要做到：一、节约能源；二、改进产品；三、降低消耗。\n四、改造\n五、整顿\n",
        "三、若干问题\n（一）建设\n要做到：\n一、改进设计；\n二、加强施工；\n三、认真协作；\n四、经常检查。\n（二）生产\n（三）农业\n",
    ],
)
def test_what_only_looks_like_a_jump_is_left_alone(text: str) -> None:
    assert told(text) == []
