"""Web pages: what enters is the bytes of a page as saved, what leaves is the text of its article, with its title.

Where the article stands is told by ``rules/sites.toml``: the first layout whose element holds nearly all prose of the
page; where none does, by trafilatura, whose finds are traced back to the element that holds them. So the text is
always what stands in the page, in its order, tables among it: nothing is put together from pieces. What the layout
knows to be beside the article (buttons, page links, imprint) stays in the text and is told as ``asides``, as are title
and date above it, and links to its next page behind it. Of ``<h1>工作报告</h1><div id="zoom"><p>各位代表：</p>…``
the text begins with 工作报告, an aside.

Nothing is fetched and no script is run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from taizhang import rules
from taizhang.engine.model import Span
from taizhang.errors import DocumentBroken, FileEmpty, FileTooLarge, Said, TextUndecodable
from taizhang.ingest.contents import find_contents
from taizhang.ingest.formats import HTML, XML, recognise
from taizhang.ingest.markup import MOST_ELEMENTS, Markup, clean_markup
from taizhang.ingest.pages import PageLine, PageReader, set_spaces
from taizhang.ingest.text import decode, unify_lines
from taizhang.ingest.titles import is_meaningful

_HEAD = 4_096
_CHARSET = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x84\x31\x95\x33")
_CODECS = {
    **dict.fromkeys(
        ("utf-8", "utf8", "utf-16", "utf-16le", "utf-16be"), "utf-8"
    ),  # a page that is read says UTF-16 falsely
    **dict.fromkeys(("gb2312", "gb_2312-80", "gbk", "x-gbk", "gb18030", "cp936", "ms936"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5"), "big5hkscs"),
}
_MOST_DAMAGE = 0.01
_LEAST_SHARE = 0.7
_NEARLY_ALL = 0.9
_PARTS = frozenset(("p", "table", "tbody", "tr", "ul", "ol", "li", "h1", "h2", "h3"))
_MOST_ASIDE = 0.2
_LARGEST_GUESSED = 300_000
_TITLE_NEAR_TOP = 400
_PARTING = re.compile(r"[-_|–—]+")
_SITE = re.compile(r"[-_|–—]+[^-_|–—]*(?:网|政府|日报|晚报|门户|频道|专栏|首页|新闻)[^-_|–—]*$")
_PAGER = re.compile(r"下一?页|共\s*\d{1,3}\s*页")
_LONGEST_PAGER = 60
_HEADLINES = ("articletitle", "og:title")

_NO_TEXT = Said("网页里没有文字", "there is no text in the page")
_BY_SCRIPT = Said("网页里没有正文，内容可能要由脚本载入", "there is no article in the page: a script may load it")
_COPY = Said(
    "请在浏览器里打开网页，等正文显示后复制到 .txt 文件再试",
    "Open it in a browser, wait for the article and copy it into a .txt file",
)


class HtmlText(NamedTuple):
    """The text of a page, its title (empty where it has none), the layout that told where the text stands.

    ``asides`` index the text. ``layout`` is the key of a row of ``sites.toml``; ``trafilatura``, ``prose`` or ``page``
    (all of it) where it was guessed.
    """

    text: str
    title: str
    asides: tuple[Span, ...]
    layout: str


class _Layout(NamedTuple):
    key: str
    title: tuple[str, ...]
    date: tuple[str, ...]
    body: tuple[str, ...]


def read_html(data: bytes, where: str) -> HtmlText:
    r"""The article of a web page; lines end with ``\n``. ``where`` names the file in errors.

    Raises ``FileEmpty`` where there is no text or a script would have to load it, ``FileTooLarge`` for markup beyond
    measure, ``TextUndecodable``, and ``DocumentBroken`` for what is no web page.
    """
    markup = clean_markup(_decode_page(data, where))
    if markup.elements > MOST_ELEMENTS:
        limit = Said(f"{MOST_ELEMENTS // 10_000} 万个标签", f"{MOST_ELEMENTS:,} tags")
        more = Said(f"{MOST_ELEMENTS // 10_000} 万多个标签", f"more than {MOST_ELEMENTS:,} tags")
        raise FileTooLarge(where, size=more, limit=limit)
    found = _read_article(markup, where)
    if "\ufffd" in found.text:
        raise TextUndecodable(where, reason=Said("正文里有损坏的字节", "there are broken bytes in its article"))
    return found


def _decode_page(data: bytes, where: str) -> str:
    """The characters of a page: by its mark, by what it declares, or by what fits, in this order."""
    known = recognise(data)
    if known not in {None, HTML, XML}:
        raise DocumentBroken(where, reason=Said(f"其实是{known.name.zh}", f"it is {known.name.en}"), step=known.step)
    declared = _CHARSET.search(data[:_HEAD])
    codec = _CODECS.get(declared[1].decode("ascii", "replace").lower()) if declared else None
    if codec and not data.startswith(_MARKS):
        text = data.decode(codec, "replace")
        if text.count("\ufffd") <= _MOST_DAMAGE * len(text):
            return unify_lines(text)
    return unify_lines(decode(data, where))


def _read_article(markup: Markup, where: str) -> HtmlText:
    tree = LexborHTMLParser(f"<!doctype html><body>{markup.body}</body>")
    page = tree.body
    if page is None or not page.text().strip():
        raise FileEmpty(where, reason=_BY_SCRIPT if markup.has_scripts else _NO_TEXT, step=_COPY)
    whole = PageReader()
    lines = whole.read(page)
    prose = whole.weights[page.mem_id]
    if not prose and markup.has_scripts:
        raise FileEmpty(where, reason=_BY_SCRIPT, step=_COPY)
    body, layout = _find_body(page, markup, whole.weights, lines)
    asides = {
        node.mem_id for node in _matches(body, _asides()) if whole.weights.get(node.mem_id, 0) <= _MOST_ASIDE * prose
    }
    text_lines = _mark_contents(PageReader(asides - {body.mem_id}).read(body))
    title = _choose_title(page, markup, layout)
    text, spans = _put_together(_read_head(page, layout, text_lines), (*text_lines, *_find_pagers(lines, text_lines)))
    return HtmlText(text, title, spans, layout.key)


def _mark_contents(lines: tuple[PageLine, ...]) -> tuple[PageLine, ...]:
    """The lines, those of a table of contents told to be beside the text."""
    found = find_contents([line.text for line in lines])
    return tuple(line._replace(is_aside=line.is_aside or at in found) for at, line in enumerate(lines))


def _find_pagers(page: Iterable[PageLine], article: Iterable[PageLine]) -> Iterator[PageLine]:
    """The lines of a page that lead to the article's next one, where they stand outside the article."""
    inside = {line.text for line in article}
    for words in dict.fromkeys(line.text for line in page):
        if len(words) <= _LONGEST_PAGER and words not in inside and _PAGER.search(words):
            yield PageLine(words, is_aside=True)


def _find_body(
    page: LexborNode, markup: Markup, weights: dict[int, int], lines: tuple[PageLine, ...]
) -> tuple[LexborNode, _Layout]:
    """The element that holds the article, and the layout that named it."""
    least = _LEAST_SHARE * weights[page.mem_id]
    for layout in _layouts():
        found = max(_matches(page, layout.body), key=lambda node: weights.get(node.mem_id, 0), default=None)
        if found is not None and weights.get(found.mem_id, 0) >= max(1, least):
            return found, layout
    for key, finds in (("trafilatura", _guess_lines(markup)), ("prose", {line.text for line in lines})):
        reader = PageReader(counted=finds)
        reader.read(page)
        total = reader.weights[page.mem_id]
        if total >= max(1, _LEAST_SHARE * least):
            return _descend(page, reader.weights, total), _Layout(key, (), (), ())
    return page, _Layout("page", (), (), ())


def _guess_lines(markup: Markup) -> frozenset[str]:
    """The lines that trafilatura takes for the article; none where the page is larger than it reads with ease."""
    if len(markup.body) > _LARGEST_GUESSED:
        return frozenset()
    from trafilatura import extract  # noqa: PLC0415  (loads slower than a page is read)

    page = f"<html><head><title></title></head><body>{markup.body}</body></html>"
    found = extract(page, favor_recall=True, include_comments=False, include_tables=True, fast=True) or ""
    return frozenset(map(set_spaces, found.splitlines()))


def _descend(node: LexborNode, weights: dict[int, int], total: int) -> LexborNode:
    """The smallest block that holds nine tenths of what counts, and is no part of a text itself."""
    found, inner = node, node
    while (inner := _heaviest_in(inner, weights)) is not None and weights[inner.mem_id] >= _NEARLY_ALL * total:  # type: ignore[assignment]
        found = found if inner.tag in _PARTS else inner
    return found


def _heaviest_in(node: LexborNode, weights: dict[int, int]) -> LexborNode | None:
    weighed = (block for block in _blocks_in(node) if block.mem_id in weights)
    return max(weighed, key=lambda block: weights[block.mem_id], default=None)


def _blocks_in(node: LexborNode) -> Iterator[LexborNode]:
    """The elements right inside, and those inside inline ones."""
    child = node.first_child
    while child is not None:
        if child.is_element_node:
            yield child
            if child.tag == "span":
                yield from _blocks_in(child)
        child = child.next


def _read_head(page: LexborNode, layout: _Layout, lines: tuple[PageLine, ...]) -> list[PageLine]:
    """Title and date as they stand above the article, where they do not stand in it."""
    top = "".join("".join(line.text for line in lines[:20])[:_TITLE_NEAR_TOP].split())
    head: list[PageLine] = []
    for selectors in (layout.title, layout.date):
        words = _first_words(page, selectors)
        if words and "".join(words.split()) not in top:
            head.append(PageLine(words, is_aside=True))
    return head


def _choose_title(page: LexborNode, markup: Markup, layout: _Layout) -> str:
    """What the page declares as its title, else what stands in its place, the only headline, or the page's name."""
    declared = (markup.meta.get(name, "") for name in _HEADLINES)
    headlines = page.css("h1")
    shown = set_spaces(headlines[0].text()) if len(headlines) == 1 else ""
    for words in (*declared, _first_words(page, layout.title), shown, markup.title):
        title = _leave_site(" ".join(words.split()))
        if is_meaningful(title) and len(title) <= 100:
            return title
    return ""


def _leave_site(title: str) -> str:
    """``title`` without what stands behind it where that ends in the name of a site.

    >>> _leave_site("2026年政府工作报告-政务公开-甲市人民政府网"), _leave_site("政府工作报告——2026年1月8日")
    ('2026年政府工作报告', '政府工作报告——2026年1月8日')
    """
    return _PARTING.split(title)[0].strip() if _SITE.search(title) else title


def _first_words(page: LexborNode, selectors: tuple[str, ...]) -> str:
    return next((words for node in _matches(page, selectors) if (words := set_spaces(node.text()))), "")


def _matches(node: LexborNode, selectors: Iterable[str]) -> Iterator[LexborNode]:
    for selector in selectors:
        yield from node.css(selector)


def _put_together(head: Iterable[PageLine], lines: Iterable[PageLine]) -> tuple[str, tuple[Span, ...]]:
    """The text of the lines, each with its end, and the spans of those that are beside it."""
    parts: list[str] = []
    spans: list[Span] = []
    at = 0
    for line in (*head, *lines):
        parts.append(f"{line.text}\n")
        if line.is_aside:
            goes_on = bool(spans) and spans[-1].end == at - 1
            spans.append(Span(spans.pop().start if goes_on else at, at + len(line.text)))
        at += len(line.text) + 1
    return "".join(parts), tuple(spans)


@cache
def _layouts() -> tuple[_Layout, ...]:
    rows = (row for row in rules.load("sites") if row["where"] == "layout")
    return tuple(_Layout(r.key, tuple(r.get("title", ())), tuple(r.get("date", ())), tuple(r["body"])) for r in rows)


@cache
def _asides() -> tuple[str, ...]:
    return tuple(selector for row in rules.load("sites") if row["where"] == "aside" for selector in row["body"])
