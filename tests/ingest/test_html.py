"""Web pages: where the article stands, what of it is text, what stays beside it, and pages made to harm."""

from __future__ import annotations

import re
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given, settings

from mutations import WATCH, read_spoilt, spoil
from taizhang.engine.model import SourceText
from taizhang.errors import DocumentBroken, FileEmpty, FileTooLarge, TextUndecodable
from taizhang.ingest import join_sources, open_source
from taizhang.ingest.html import read_html
from taizhang.ingest.markup import MOST_ELEMENTS, clean_markup

PROSE = "<p>全市新建公路20公里，改造桥梁12座。</p>"
LINE = "全市新建公路20公里，改造桥梁12座。"


@pytest.fixture
def page(put: Callable[[str, bytes], Path]) -> Callable[[str], SourceText]:
    """Opens markup as a page."""
    return lambda markup: open_source(put("页.html", markup.encode()))


def lines(body: str) -> list[str]:
    return read_html(f"<body>{body}</body>".encode(), "页.html").text.splitlines()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>甲<p>乙", ["甲", "乙"]),
        ("甲<br>乙<br/>丙", ["甲", "乙", "丙"]),
        ("<div>甲<div>乙</div>丙</div>", ["甲", "乙", "丙"]),
        ("<ul><li>甲<li>乙</ul>", ["甲", "乙"]),
        ("<h2>甲</h2>乙", ["甲", "乙"]),
        ("<pre>甲\n乙</pre>", ["甲", "乙"]),
        ("甲</p>乙", ["甲", "乙"]),
        ("<span>甲</span><b>乙</b><o:p></o:p>", ["甲乙"]),
        ("投资<b><i>200</b>亿</i>元", ["投资200亿元"]),
    ],
)
def test_blocks_end_lines_and_formatting_does_not(body: str, expected: list[str]) -> None:
    assert lines(body) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("新建\n  公路", "新建公路"),
        ("GDP\n growth", "GDP growth"),
        ("约 20\n公里", "约 20 公里"),
        ("&nbsp;&nbsp;甲&emsp;", "甲"),
        ("&#20159;&#x5143;&amp;&lt;&hellip;", "亿元&<…"),
        ("a<3且b>2", "a<3且b>2"),
        ("突\u200b破&shy;", "突破"),
        ("&unknown; &a;", "&unknown; &a;"),
        ("&lt;script&gt;", "<script>"),
    ],
)
def test_white_space_and_entities(body: str, expected: str) -> None:
    assert lines(f"<p>{body}</p>") == [expected.strip()]


@pytest.mark.parametrize(
    "unseen",
    [
        "<script>if (a < b) { document.write('<p>9吨</p>') }</script>",
        "<style>p { color: red }</style>",
        "<!-- 9吨 -->",
        "<!-- <p>9吨</p> > -->",
        "<!-->",
        "<noscript>请启用脚本。</noscript>",
        '<div style="color:red; DISPLAY : none">9吨<p>10吨</p></div>',
        "<p hidden>9吨</p>",
        "<select><option>9吨</select>",
        "<template><p>9吨</p></template>",
        "<svg><text>9吨</text></svg>",
        "<iframe src='http://127.0.0.1/'>9吨</iframe>",
        "<![if !IE]>",
        "<?xml version='1.0'?>",
    ],
)
def test_what_no_reader_sees_is_no_text(unseen: str) -> None:
    assert lines(f"<p>甲。</p>{unseen}<p>乙。</p>") == ["甲。", "乙。"]


def test_what_only_waits_for_a_script_to_be_seen_is_text() -> None:
    assert lines(f'<div id="js_content" style="visibility: hidden">{PROSE}</div>') == [LINE]


def test_hidden_element_left_open_ends_with_what_holds_it() -> None:
    assert lines("<div><p>甲。</p><button>点</div><p>乙。</p>") == ["甲。", "乙。"]


def test_row_of_a_table_is_a_line_with_its_cells_in_columns() -> None:
    body = (
        "<p>前。</p><table><caption>指标</caption><thead><tr><th>县<th>公里</thead>"
        "<tr><td rowspan=2>甲县<td>20</td></tr><tr><td>30</table><p>后。</p>"
    )
    assert lines(body) == ["前。", "指标", "县\t公里", "甲县\t20", "\t30", "后。"]


def test_line_breaks_in_a_cell_are_blanks() -> None:
    assert lines("<table><tr><td><p>甲</p><p>乙</p></td><td>丙<br>丁</td></tr></table>") == ["甲 乙\t丙 丁"]


def test_table_for_the_layout_is_read_as_blocks() -> None:
    inner = "<table><tr><td>县</td><td>公里</td></tr></table>"
    assert lines(f"<table><tr><td>甲。</td><td>乙。{inner}丙。</td></tr></table>") == [
        "甲。",
        "乙。",
        "县\t公里",
        "丙。",
    ]
    long = "".join(f"<p>{LINE}</p>" for _ in range(20))
    assert lines(f"<table><tr><td>栏目。</td><td>{long}</td></tr></table>") == ["栏目。", *[LINE] * 20][-20:]


def test_table_of_contents_is_beside_the_text(page: Callable[[str], SourceText]) -> None:
    contents = "<p>目录</p><p>一、工作回顾……1</p><p>二、主要任务……3</p>"
    source = page(f'<div id="zoom">{contents}<p>一、工作回顾</p>{PROSE}<p>二、主要任务</p>{PROSE}</div>')
    assert [source.text[a:b] for a, b in source.asides] == ["目录\n一、工作回顾……1\n二、主要任务……3"]


def test_article_is_found_by_a_layout_and_the_rest_is_left_out() -> None:
    found = read_html(f"<ul><li>首页</ul><div id=zoom>{PROSE * 3}</div><div>主办单位：甲</div>".encode(), "x")
    assert (found.text, found.layout) == (f"{LINE}\n" * 3, "zoom")


def test_layout_that_holds_a_part_only_is_not_taken() -> None:
    found = read_html(f"<div class=content>{PROSE}</div><div class=k1>{PROSE * 9}</div>".encode(), "x")
    assert found.text.count(LINE) >= 9
    assert found.layout not in {"plain", "article"}


def test_article_of_an_unknown_layout_is_found_with_its_tables_in_place() -> None:
    table = "<table><tr><td>县</td><td>公里</td></tr></table>"
    links = "".join(f"<li><a href=x>链接{n}</a></li>" for n in range(30))
    body = f"<div class=q1><ul>{links}</ul></div><div class=q2>{PROSE * 8}{table}{PROSE * 8}</div>"
    found = read_html(body.encode(), "x")
    assert found.text.splitlines() == [*[LINE] * 8, "县\t公里", *[LINE] * 8]
    assert found.layout == "trafilatura"


def test_title_date_and_buttons_stay_in_the_text_as_asides() -> None:
    head = '<div class="title">政府工作报告</div><div class="date">2031-01-20</div>'
    body = f'<div id="zoom">{PROSE * 4}<div class="share">分享到：</div></div>'
    found = read_html(f"{head}{body}".encode(), "x")
    asides = [found.text[a:b] for a, b in found.asides]
    assert asides == ["政府工作报告\n2031-01-20", "分享到："]
    assert found.text.startswith("政府工作报告\n2031-01-20\n全市")


def test_what_is_called_an_aside_but_holds_the_article_is_none() -> None:
    found = read_html(f'<div id="zoom"><div class="page">{PROSE * 4}</div></div>'.encode(), "x")
    assert found.asides == ()


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ('<meta name="ArticleTitle" content="甲市政府工作报告"><title>别的题目</title>', "甲市政府工作报告"),
        ("<title>甲市政府工作报告-政府信息公开-甲市人民政府网</title>", "甲市政府工作报告"),
        ("<title>甲市政府工作报告_甲日报</title>", "甲市政府工作报告"),
        ("<title>首页</title><h1>甲市政府工作报告</h1>", "甲市政府工作报告"),
        ("<title>甲市政府网</title>", "甲市政府网"),
        ("", "页题"),
    ],
)
def test_title(put: Callable[[str, bytes], Path], head: str, title: str) -> None:
    assert open_source(put("页题.html", f"{head}<body>{PROSE}".encode())).title == title


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("<meta charset=gb2312>", "gb18030"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=GBK">', "gbk"),
        ('<?xml version="1.0" encoding="gb2312"?>', "gb18030"),
        ("<meta charset=utf-8>", "utf-8"),
        ("<meta charset=gb2312>", "utf-8-sig"),
        ("", "gb18030"),
        ("", "utf-8"),
        ("<meta charset=utf-8>", "gb18030"),
        ("<meta charset=klingon>", "gb18030"),
        ("", "utf-16"),
        ("<meta charset=big5>", "big5"),
    ],
)
def test_encoding(head: str, encoding: str) -> None:
    prose = "<p>縣內新建公路二十公里，修橋三座。</p>" if encoding == "big5" else PROSE
    data = f"{head}{prose * 5}".encode(encoding)
    assert read_html(data, "x").text == re.sub("<[^>]+>", "", prose.replace("</p>", "\n")) * 5


def test_broken_bytes_beside_the_article_do_no_harm_but_in_it_are_told() -> None:
    sound = f"<meta charset=utf-8><div class=nav>首页X</div><div id=zoom>{PROSE * 20}</div>".encode()
    assert read_html(sound.replace(b"X", b"\xff"), "x").text == f"{LINE}\n" * 20
    with pytest.raises(TextUndecodable, match="损坏的字节"):
        read_html(sound.replace("桥梁".encode(), b"\xe6\xa1", 1), "x")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("", "没有文字"),
        ("<p> </p><img src=a>", "没有文字"),
        ("<div id=app></div><script src=app.js></script>", "脚本"),
        ("<div id=app>加载中…</div><script>load()</script>", "脚本"),
    ],
)
def test_page_without_an_article_is_one_clear_line(body: str, words: str) -> None:
    with pytest.raises(FileEmpty, match=words) as caught:
        read_html(f"<html><body>{body}</body></html>".encode(), "页.html")
    assert "浏览器" in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


def test_other_content_behind_the_suffix_is_named(put: Callable[[str, bytes], Path]) -> None:
    with pytest.raises(DocumentBroken, match="PDF"):
        open_source(put("页.html", b"%PDF-1.7 ..."))


def test_50_mb_of_scripts_and_markup_are_refused_by_size(tmp_path: Path) -> None:
    path = tmp_path / "大.html"
    with path.open("wb") as file:
        for _ in range(50):
            file.write(b"<script>var a = '<p>';</script><div>" * 27_778)
    start = perf_counter()
    with pytest.raises(FileTooLarge, match="MB"):
        open_source(path)
    assert perf_counter() - start < 1


def test_scripts_of_15_mb_around_an_article_are_read_soon_and_in_bounds(page: Callable[[str], SourceText]) -> None:
    script = "<script>" + "var a = '<p>9吨</p>' < 3;" * 100_000 + "</script>"
    tracemalloc.start()
    start = perf_counter()
    assert page(f"{script * 3}<img src='data:image/png;base64,{'A' * 5_000_000}'>{PROSE}{script}").text == f"{LINE}\n"
    assert perf_counter() - start < 5
    assert tracemalloc.get_traced_memory()[1] < 200_000_000
    tracemalloc.stop()


MANY = 60_000


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * MANY,
        "<b>" * MANY + "<p>" * 30_000,
        "".join(f"<b id={n}>" for n in range(40_000)) + "<p>甲" * 40_000,
        "<span class=a>" * 40_000 + "</i>" * 40_000,
        "<table><tr><td>" * 20_000,
        "<ul><li>" * 30_000,
        "<a " * MANY,
        "<a x='\">" * MANY,
        '<a x="' * MANY,
        "<!--" * MANY,
        "<!doctype [" * MANY,
        "<script>" * MANY,
        "<title>" * MANY,
        "</p>" * MANY,
        f'<p id="{"x" * 8_000_000}">',
        "<p " + "a=b " * 500_000 + ">",
        "<p a" + " " * 3_000_000 + ">",
        "&" * 500_000,
        "<p>" + " \n" * 2_000_000 + "甲。</p>",
        "<pre>" + "甲。\n" * 90_000 + "</pre>",
        "<svg>" * MANY,
        "<p hidden>" * MANY,
    ],
    ids=range(22),
)
def test_markup_made_to_harm_is_read_soon(markup: str) -> None:
    start = perf_counter()
    try:
        found = read_html(f"{PROSE}{markup}".encode(), "x").text
    except FileEmpty:
        assert "<script>" in markup
    else:
        assert "全市" in found or "甲" in found
    assert perf_counter() - start < 5


def test_more_elements_than_any_page_has_are_refused() -> None:
    with pytest.raises(FileTooLarge, match="万个标签"):
        read_html((PROSE + "<i>" * MOST_ELEMENTS).encode(), "x")


def test_nesting_is_held_to_a_depth_and_words_are_kept() -> None:
    deep = read_html(("<div>" * 5_000 + PROSE + "</div>" * 5_000 + PROSE).encode(), "x")
    assert deep.text.count(LINE) == 2


def test_entities_of_a_document_type_are_not_expanded(put: Callable[[str, bytes], Path]) -> None:
    secret = put("secret.txt", b"secret")
    bomb = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefg", "bcdefgh"))
    doctype = f'<!DOCTYPE html [<!ENTITY a "哈">{bomb}<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    text = read_html(f'<?xml version="1.0"?>{doctype}<html><body><p>&h;&x;甲。</p></body></html>'.encode(), "x").text
    assert text == "&h;&x;甲。\n"


def test_nothing_is_fetched_or_written(put: Callable[[str, bytes], Path]) -> None:
    url = "http://127.0.0.1:9/"
    links = (
        f'<base href="{url}"><link rel=stylesheet href="{url}a.css"><img src="{url}a.png"><iframe src="{url}"></iframe>'
    )
    path = put("页.html", f"{links}<script src='{url}a.js'></script><div class=q>{PROSE * 9}</div>".encode())
    open_source(path)  # what is imported now is not written later
    with WATCH.listening() as heard:
        assert LINE in open_source(path).text
    assert heard == []


def test_parts_of_an_article_are_joined(put: Callable[[str, bytes], Path]) -> None:
    pages = [
        put(
            f"{n}.html",
            f"<div class=title>甲市报告</div><div id=zoom>{PROSE * 3}<p class=pager>下一页</p></div>".encode(),
        )
        for n in range(3)
    ]
    joined = join_sources([open_source(path) for path in pages])
    assert joined.text.count(LINE) == 9
    assert {joined.text[a:b] for a, b in joined.asides} == {"甲市报告", "下一页"}
    assert joined.title == "甲市报告"


def test_cleaned_markup_is_balanced_and_has_no_attributes_but_names() -> None:
    body = clean_markup("<div id=a onclick='x()'><p class='b c' style='color:red'>甲<td>乙</p></div><form>丙").body
    assert body == '<div id="a"><p class="b c">甲</p><br>乙<br></div><div>丙</div>'


PAGE = (
    f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>报告</title></head><body><div class="title">报告</div>'
    f'<div id="zoom">{PROSE}<table><tr><td rowspan="2">甲</td><td>20</td></tr><tr><td>30</td></tr></table>'
    f"<pre>乙\n丙。</pre><script>a()</script><div class='share'>分享</div><!-- x -->&nbsp;&#20159;{PROSE}</div></body>"
).encode()
EXTRAS = (
    b"<table>",
    b"</td>",
    b"<!--",
    b"<script>",
    b"<p hidden>",
    b"&#0;",
    b"&#xD800;",
    b'="',
    b"<tr rowspan=-1>",
    b"]]>",
)


def _mend(data: bytes) -> bytes:
    """The same without broken characters, so that what is spoilt is the markup."""
    return data.decode("utf-8", "ignore").encode()


SPOILT = spoil(PAGE, EXTRAS) | spoil(PAGE, EXTRAS).map(_mend)


@settings(max_examples=150)
@given(data=SPOILT)
def test_spoilt_page_is_a_text_or_an_error_of_ours(data: bytes) -> None:
    read_spoilt(lambda: _read(data))


@pytest.mark.soak
@settings(max_examples=20_000)
@given(data=SPOILT)
def test_many_spoilt_pages(data: bytes) -> None:
    read_spoilt(lambda: _read(data))


def _read(data: bytes) -> SourceText:
    found = read_html(data, "页.html")
    return SourceText(found.text, found.title, asides=found.asides)


def test_links_to_the_next_page_outside_the_article_stay_as_an_aside(page: Callable[[str], SourceText]) -> None:
    source = page(
        f"<body><div id='zoom'>{PROSE * 9}</div><div class='turn'><a>1</a> <a>2</a> <a>下一页</a></div></body>"
    )
    *_, aside = source.asides
    assert "下一页" in source.text[aside.start : aside.end]
    assert source.text.count("下一页") == 1


def test_links_to_the_next_page_inside_the_article_are_told_once(page: Callable[[str], SourceText]) -> None:
    source = page(f"<body><div id='zoom'>{PROSE * 9}<p>共3页 下一页</p></div></body>")
    assert source.text.count("下一页") == 1
