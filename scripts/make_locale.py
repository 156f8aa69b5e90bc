"""The English of the site: words found in templates and code, written to the catalogue, and the catalogue compiled.

::

    make_locale.py            compile src/taizhang/web/locale/*/LC_MESSAGES/django.po (what a build does)
    make_locale.py --update   first bring the catalogue up to the words that pages have now, new ones still untranslated

The Chinese of a page is the key. It is found in ``{% translate %}`` and ``{% blocktranslate %}``, in the calls of
``gettext`` and its kin, and in the labels of the choices that the ledger's models offer. No tool but Babel is needed.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SRC = Path(__file__).resolve().parent.parent / "src" / "taizhang"
LOCALE = SRC / "web" / "locale"
CODE = ("web", "ledger", "catalog")
_CALLS = {"_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2)}
_NOT_TOLD = re.compile(
    rb'"(?:POT-Creation-Date|PO-Revision-Date|Project-Id|Report-Msgid|Last-Translator|Language-Team)[^\n]*\n'
)
"""Headers with nothing to say: git knows when and who."""
_TEMPLATE_CALLS = {"_": None, "gettext": None, "ngettext": (1, 2)}
_CALL = re.compile(r"\b(?:_|gettext|ngettext)\((?:u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\"|[^()])*\)")

Found = dict[str, list[tuple[str, int]]]


def find_words() -> Found:
    """Every word of pages in Chinese, each with the files and lines that say it."""
    found: Found = {}
    for path in sorted((SRC / "web" / "templates").rglob("*.html")):
        for line, words in _of_template(path):
            found.setdefault(words, []).append((path.relative_to(SRC).as_posix(), line))
    for path in sorted(path for part in CODE for path in (SRC / part).rglob("*.py")):
        for line, words in _of_code(path):
            found.setdefault(words, []).append((path.relative_to(SRC).as_posix(), line))
    return found


def read_catalog(lang: str = "en") -> Catalog:
    """The catalogue as it is written."""
    return read_po(BytesIO((LOCALE / lang / "LC_MESSAGES" / "django.po").read_bytes()), locale=lang)


def update_catalog(lang: str = "en") -> list[str]:
    """Take up new words, drop those that no page says; what is still to be translated."""
    path = LOCALE / lang / "LC_MESSAGES" / "django.po"
    before = {str(m.id): m for m in read_catalog(lang)} if path.exists() else {}
    catalog = _new_catalog(lang)
    for words, places in find_words().items():
        old = before.get(words)
        files = sorted({(name, None) for name, _line in places})
        flags = ("python-format",) if re.search(r"%\(\w+\)s", words) else ()
        catalog.add(words, old.string if old else "", locations=files, flags=flags)  # type: ignore[arg-type]
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=110, sort_output=True, include_lineno=False)
    path.write_bytes(_NOT_TOLD.sub(b"", path.read_bytes()))
    return [words for words in find_words() if not catalog[words].string]


def _new_catalog(lang: str) -> Catalog:
    catalog = Catalog(locale=lang, charset="utf-8", fuzzy=False)
    catalog.header_comment = "# The English of the site; scripts/make_locale.py --update brings it up to the pages."
    return catalog


def compile_catalogs() -> None:
    """Write the ``.mo`` beside each ``.po``."""
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, read_catalog(path.parent.parent.name))


def _of_template(path: Path) -> Iterator[tuple[int, str]]:
    """The words of one template. Django turns it into calls among letters that mean nothing; those calls are read."""
    text = templatize(path.read_text(encoding="utf-8"), origin=path.name)
    for call in _CALL.finditer(text):
        line = text.count("\n", 0, call.start()) + 1
        yield from ((line, words) for _line, words in _calls(call[0].encode(), _TEMPLATE_CALLS))


def _calls(source: bytes, names: dict[str, Any]) -> Iterator[tuple[int, str]]:
    rows: Iterator[Any] = iter(extract_python(BytesIO(source), names, (), {"encoding": "utf-8"}))
    for line, _name, words, _comments in rows:
        first = words if isinstance(words, str) or not words else words[0]
        if first:
            yield line, first


def _of_code(path: Path) -> Iterator[tuple[int, str]]:
    source = path.read_bytes()
    yield from _calls(source, _CALLS)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef) and any("Choices" in ast.unparse(base) for base in node.bases):
            yield from _labels(node)


def _labels(choices: ast.ClassDef) -> Iterator[tuple[int, str]]:
    for row in choices.body:
        if isinstance(row, ast.Assign) and isinstance(row.value, ast.Tuple):
            label = row.value.elts[-1]
            if isinstance(label, ast.Constant) and isinstance(label.value, str):
                yield row.lineno, label.value


def main() -> int:
    """Compile, or bring up to the pages first: then 1 where words still wait for their English."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--update", action="store_true", help="bring the catalogue up to the pages first")
    waiting = update_catalog() if parser.parse_args().update else []
    compile_catalogs()
    print(*waiting, sep="\n", end="\n" if waiting else "")
    return 1 if waiting else 0


if __name__ == "__main__":
    sys.exit(main())
