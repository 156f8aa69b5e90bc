"""Web markup made small, balanced and safe: what enters is the text of a page, what leaves is what a reader sees of it.

Scripts, styles, comments, declarations and hidden elements go, formatting goes, entities are decoded, nesting is held
to a depth and every element is closed, so that whoever builds the tree has neither deep stacks nor elements that breed.
Of ``<p onclick="x()">投资<b>200&#20159;元<!-- 略 --></p>`` there remains ``<p>投资200亿元</p>``. Each character
is looked at a bounded number of times; entities that a document type declares are never expanded.
"""

from __future__ import annotations

import re
from collections import Counter
from html import escape, unescape
from typing import NamedTuple

DEEPEST = 120
"""Elements nested deeper are left out, what they hold is kept: no page that people read goes half as deep."""

MOST_ELEMENTS = 100_000

_RAW = "script|style|noscript|iframe|noembed|noframes|textarea|template|xmp|title"
_TOKEN = re.compile(
    r"<!--(?:-?>|.*?--!?>|.*)"
    r"|<!doctype[^>\[]*+(?:\[[^\]]*+\]\s*+)?+>"
    r"|<[!?][^>]*+>|</[^a-z>][^>]*+>"
    rf"|<(?P<raw>{_RAW})(?=[\s/>])[^>]*+>(?P<inside>.*?)(?:</(?P=raw)(?=[\s/>])[^>]*+>|\Z)"
    r"|<(?P<end>/?)(?P<tag>[a-z][^\s/>]{0,40}+)(?P<rest>(?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+)>",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([^\s=/\"'>]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s>\"']*+)))?+")
_TELLING = re.compile(r"\b(?:id|class|style|hidden|rowspan)\b", re.IGNORECASE)
_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.IGNORECASE)

_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr")
)
_UNREAD = frozenset(("select", "button", "svg", "math", "object", "audio", "video", "canvas", "datalist", "map"))
_OUTER = frozenset(("html", "head", "body"))
_CELLS = frozenset(("td", "th"))
_GROUPS = frozenset(("tbody", "thead", "tfoot", "caption"))
_TABLE = _CELLS | _GROUPS | {"table", "tr"}
_LISTS = frozenset(("ul", "ol", "dl", "menu"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BOXES = frozenset(("div", "article", "section", "main", "header", "footer", "nav", "aside", "center", "fieldset"))
_PLAIN_BLOCKS = _BOXES | {"blockquote", "address", "figure", "figcaption", "pre"}
BLOCKS = frozenset(
    [
        "div",
        "article",
        "section",
        "main",
        "header",
        "footer",
        "nav",
        "aside",
        "blockquote",
        "center",
        "fieldset",
        "address",
        "figure",
        "figcaption",
        "pre",
    ]
)
BLOCKS = _PLAIN_BLOCKS | _TABLE | _LISTS | _HEADINGS | {"p", "li", "dt", "dd", "hr"}
"""Elements that stand on lines of their own."""

# A start tag ends an open element of these names, unless one of the fences stands between.
_ENDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "li": (frozenset({"li"}), _LISTS | _TABLE),
    "dt": (frozenset({"dt", "dd"}), _LISTS | _TABLE),
    "dd": (frozenset({"dt", "dd"}), _LISTS | _TABLE),
    "td": (_CELLS, frozenset({"tr", "table"})),
    "th": (_CELLS, frozenset({"tr", "table"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    **{group: (_GROUPS, frozenset({"table"})) for group in _GROUPS},
}
_END_PARAGRAPH = (frozenset({"p"}), _CELLS | {"caption"})
_NO_TABLE: frozenset[str] = frozenset()
_LONGEST_NAME = 200


class Markup(NamedTuple):
    """A page cleaned: its markup, what its ``meta`` elements say by name, its title, whether scripts work in it."""

    body: str
    meta: dict[str, str]
    title: str
    has_scripts: bool
    elements: int


def clean_markup(text: str) -> Markup:
    """What a reader sees of a page. ``elements`` may pass ``MOST_ELEMENTS`` by one: then the rest was not read.

    >>> clean_markup('<p onclick="x()">投资<b>200&#20159;元<!-- 略 --></p><p hidden>无').body
    '<p>投资200亿元</p>'
    """
    cleaner = _Cleaner()
    at = 0
    end = text.rfind(">") + 1  # nothing after it is a tag, and no search for the end of one need run there
    for token in _TOKEN.finditer(text, 0, end):
        cleaner.add_text(text[at : token.start()])
        at = token.end()
        if token["tag"]:
            cleaner.add_tag(token["tag"].lower(), token["rest"], is_end=bool(token["end"]))
        elif token["raw"]:
            cleaner.add_raw(token["raw"].lower(), token["inside"])
        if cleaner.elements > MOST_ELEMENTS:
            break
    else:
        cleaner.add_text(text[at:])
    return cleaner.finish()


class _Cleaner:
    """Writes the page anew while it keeps account of the elements that are open."""

    def __init__(self) -> None:
        self.elements = 0
        self._out: list[str] = []
        self._open: list[tuple[str, str]] = []  # the name in the page, and the name written; empty where none is
        self._counts: Counter[str] = Counter()  # of the open elements, by name in the page
        self._hidden_at: int | None = None
        self._too_deep = 0
        self._meta: dict[str, str] = {}
        self._title = ""
        self._has_scripts = False

    def add_text(self, text: str) -> None:
        if text and self._hidden_at is None:
            self._out.append(escape(unescape(text), quote=False))

    def add_raw(self, tag: str, inside: str) -> None:
        """An element without markup inside, of which only a title is kept."""
        self._has_scripts |= tag == "script"
        if tag == "title" and not self._title:
            self._title = " ".join(unescape(inside[:_LONGEST_NAME]).split())

    def add_tag(self, tag: str, rest: str, *, is_end: bool) -> None:
        self.elements += 1
        if tag in _OUTER:
            return
        if is_end:
            self._end(tag)
        elif tag in _VOID:
            self._add_void(tag, rest)
        else:
            self._start(tag, rest)

    def finish(self) -> Markup:
        self._close_down_to(0)
        return Markup("".join(self._out), self._meta, self._title, self._has_scripts, self.elements)

    def _add_void(self, tag: str, rest: str) -> None:
        if tag == "meta":
            said = _read_attributes(rest)
            self._meta.setdefault(said.get("name", "").lower(), said.get("content", "").strip())
        elif tag in {"br", "hr"} and self._hidden_at is None:
            self._out.append(f"<{tag}>")

    def _start(self, tag: str, rest: str) -> None:
        if tag in BLOCKS:
            self._end_open(*_END_PARAGRAPH)
        if tag in _TABLE and tag != "table" and not self._counts["table"] and self._hidden_at is None:
            self._out.append("<br>")  # a cell of no table holds nothing, but parts what stands around it
            return
        if tag in _ENDS:
            self._end_open(*_ENDS[tag])
        if len(self._open) >= DEEPEST:
            self._too_deep += 1
            return
        said = _read_attributes(rest) if _TELLING.search(rest) else {}
        if self._hidden_at is None and (tag in _UNREAD or _is_hidden(said)):
            self._hidden_at = len(self._open)
        written = _name_written(tag, said) if self._hidden_at is None else ""
        self._open.append((tag, written))
        self._counts[tag] += 1
        if written:
            kept = [(name, escape(said[name][:_LONGEST_NAME])) for name in ("id", "class", "rowspan") if said.get(name)]
            told = "".join(f' {name}="{value}"' for name, value in kept)
            self._out.append(f"<{written}{told}>")

    def _end(self, tag: str) -> None:
        if self._too_deep:
            self._too_deep -= 1
            return
        fences = _NO_TABLE if tag in _TABLE else _TABLE
        if not self._end_open(frozenset({tag}), fences) and tag == "p" and self._hidden_at is None:
            self._out.append("<br>")  # as browsers do: an end without a beginning is an empty paragraph

    def _end_open(self, names: frozenset[str], fences: frozenset[str]) -> bool:
        """End the innermost open element of these names; False where none is open within the fences."""
        if not any(self._counts[name] for name in names):
            return False
        for at in range(len(self._open) - 1, -1, -1):
            tag = self._open[at][0]
            if tag in names:
                self._close_down_to(at)
                return True
            if tag in fences:
                break
        return False

    def _close_down_to(self, depth: int) -> None:
        while len(self._open) > depth:
            tag, written = self._open.pop()
            self._counts[tag] -= 1
            if written:
                self._out.append(f"</{written}>")
        if self._hidden_at is not None and self._hidden_at >= depth:
            self._hidden_at = None


def _read_attributes(rest: str) -> dict[str, str]:
    """Attributes by name, their entities decoded; the first of a name counts."""
    said: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(rest):
        name = match[1].lower()
        if name not in said:
            said[name] = unescape((match[2] or match[3] or match[4] or "")[: 5 * _LONGEST_NAME])
    return said


def _is_hidden(said: dict[str, str]) -> bool:
    """Whether an element is not shown. What is merely invisible may wait for a script, as in messaging apps' pages."""
    return "hidden" in said or bool(_NOT_SHOWN.search(said.get("style", "")))


def _name_written(tag: str, said: dict[str, str]) -> str:
    """The name under which an element is written: its own for a block, ``span`` for an inline one that has a name."""
    if tag in BLOCKS:
        return tag
    if tag == "form":
        return "div"
    return "span" if said.get("id") or said.get("class") else ""
