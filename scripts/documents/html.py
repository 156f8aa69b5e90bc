"""The sample as web pages: of a known layout, of a layout nobody knows, old and made of tables, in three parts.

The pages are what sites make of a report: navigation before it, buttons and an imprint within it, links after it;
paragraphs indented by blanks, figures cut up by formatting; and what is no text, scripts and comments and hidden notes,
with figures of its own that nobody should read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from itertools import cycle
from pathlib import Path

from documents.sample import Block, read_blocks

_SITE = "澜川市人民政府门户网站"
_DATE = "2026-01-20 09:12"
_NAVIGATION = ("首页", "走进澜川", "政务公开", "政务服务", "互动交流", "数据开放")
_SCRIPT = "<script>var hits = 12345; if (hits < 20000) { document.write('<p>阅读99999次。</p>'); }</script>"
_HIDDEN = '<div style="display: none">旧稿：地区生产总值增长9.9%，粮食产量99万吨。</div><!-- 草稿：投资999亿元。 -->'
_NUMBER = re.compile(r"\d[\d.]*")
_WRAPPERS = ("<span>{}</span>", '<font face="仿宋">{}</font>', "<b>{}</b>", '<span lang="EN-US">{}</span>')
_FIRST, _SECOND = 20, 45


def make_page(path: Path) -> None:
    """A page of a known layout, with buttons and imprint within the article."""
    blocks = read_blocks()
    share = '<div class="share">分享到：<a href="#">微信</a> <a href="#">微博</a></div>'
    imprint = '<div class="zrbj">（责任编辑：齐小舟）</div><div class="print"><a href="#">打印本页</a></div>'
    body = f'<div class="view TRS_UEDITOR"><div class="TRS_Editor">{share}{_set(blocks[1:])}{imprint}</div></div>'
    top = f'<div class="title"><h1>{blocks[0].text}</h1></div><div class="info">发布时间：{_DATE} 来源：澜川日报</div>'
    path.write_text(_wrap(f'<div class="xl">{top}{body}</div>', blocks[0].text), encoding="utf-8")


def make_unknown_page(path: Path) -> None:
    """A page whose elements are named as nowhere else, in GBK; other articles are announced beside the report."""
    path.write_bytes(write_page(charset="gbk").encode("gbk"))


def write_page(charset: str) -> str:
    """The markup of a page of no known layout, which says that it is in ``charset``."""
    blocks = read_blocks()
    news = "".join(f"<li><a href='{n}.html'>我市第{n}次调度会召开</a></li>" for n in range(1, 30))
    body = f'<div class="k3"><div class="k4">{_set(blocks)}</div></div><div class="k5"><ul>{news}</ul></div>'
    return _wrap(body, blocks[0].text, charset=charset)


def make_table_page(path: Path) -> None:
    """A page laid out by tables, its paragraphs ended by ``<br>`` and its elements left open, as pages once were."""
    blocks = read_blocks()
    lines = "<br>\n".join(f"&nbsp;&nbsp;&nbsp;&nbsp;{_cut_figures(block.text)}" for block in blocks)
    links = "".join(f"<tr><td><a href=#>{name}" for name in _NAVIGATION)
    frame = f"<table width=100%><tr><td width=20%><table>{links}</table><td><table><tr><td>{lines}</table></table>"
    path.write_bytes(f"<html><title>{blocks[0].text}</title><body>{frame}{_SCRIPT}".encode("gb18030"))


def make_parts(path: Path) -> None:
    """Three pages of one article, written beside ``path`` with -2 and -3 behind its name."""
    blocks = read_blocks()
    parts = (blocks[:_FIRST], blocks[_FIRST:_SECOND], blocks[_SECOND:])
    for number, part in enumerate(parts, 1):
        links = '<div class="pagination">上一页 1 2 3 下一页</div>'
        body = f'<div class="title">{blocks[0].text}</div><div id="zoom">{_set(part)}{links}</div>'
        page = path if number == 1 else path.with_stem(f"{path.stem}-{number}")
        page.write_text(_wrap(body, blocks[0].text), encoding="utf-8")


MAKERS: dict[str, Callable[[Path], None]] = {
    "page.html": make_page,
    "unknown.html": make_unknown_page,
    "tables.htm": make_table_page,
    "parts.html": make_parts,
}


def _wrap(body: str, title: str, charset: str = "utf-8") -> str:
    links = "".join(f'<li><a href="/{n}/">{name}</a></li>' for n, name in enumerate(_NAVIGATION))
    return (
        f'<!DOCTYPE html>\n<html>\n<head>\n<meta charset="{charset}">\n<meta name="ArticleTitle" content="{title}">\n'
        f"<title>{title}-{_SITE}</title>\n<style>.a{{width:100%}}</style>\n</head>\n<body>\n{_SCRIPT}\n"
        f'<div class="nav"><ul>{links}</ul></div>\n<div class="crumbs">您的位置：首页 &gt; 政务公开</div>\n{_HIDDEN}\n'
        f'{body}\n<div class="footer"><p>主办单位：澜川市人民政府办公室　网站标识码：9900000001</p></div>\n'
        "</body>\n</html>\n"
    )


def _set(blocks: Sequence[Block]) -> str:
    """Blocks as paragraphs, each indented in one of the ways in use."""
    indents = cycle(("　　", "&emsp;&emsp;", "&nbsp;&nbsp;&nbsp;&nbsp;", ""))
    named = {1: "h2", 2: "h3"}
    return "\n".join(
        f"<{named.get(block.level, 'p')}>\n{next(indents)}{_cut_figures(block.text)}\n</{named.get(block.level, 'p')}>"
        for block in blocks
    )


def _cut_figures(text: str) -> str:
    """The text with every figure in an element of its own."""
    wrappers = cycle(_WRAPPERS)
    return _NUMBER.sub(lambda number: next(wrappers).format(number[0]), escape(text))
