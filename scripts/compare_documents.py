"""How much of the report comes out of each test document: what enters are documents, what leaves is a table.

    python scripts/compare_documents.py            makes the documents, prints the table, writes it to docs/documents.md
    python scripts/compare_documents.py --print    prints it only

Each document is compared with the plain text of the same report: what share of its quantities has the same words,
value, unit, bound, measure, status and period, and what share of its items begins with the same twelve characters.
What a document has too many counts against it as well.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from pathlib import Path

from documents.articles import BOX, CHESS, FLOWERS
from documents.sample import read_plain
from make_documents import make_documents
from taizhang.engine.model import Item, Quantity, Report
from taizhang.engine.pipeline import compile_source
from taizhang.ingest import join_sources, open_source, source_from_text

PAGE = Path(__file__).resolve().parent.parent / "docs" / "documents.md"
LEAST_QUANTITIES = 0.99
LEAST_ITEMS = 0.98
_MARK = re.compile(r"(<!-- compared -->\n).*?(<!-- end of compared -->)", re.DOTALL)
_HEAD = "| 文档 | 数量相同 | 事项起点相同 | 混入他文的句子 |\n| --- | --- | --- | --- |\n"
_BEGINNING = 12
_SENTENCE = 6


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a document gives of the report: shares from 0 to 1, and how many items hold words of other articles."""

    name: str
    quantities: float
    items: float
    foreign: int

    @property
    def is_enough(self) -> bool:
        """Whether it is what is asked of every document."""
        return self.quantities >= LEAST_QUANTITIES and self.items >= LEAST_ITEMS and self.foreign == 0


def compare(name: str, report: Report, wanted: Report) -> Comparison:
    """Compare the report read from a document with the same report read from plain text."""
    quantities = _share(map(_describe_quantity, report.quantities), map(_describe_quantity, wanted.quantities))
    begins = _share((begin_of(report, i) for i in report.items), (begin_of(wanted, i) for i in wanted.items))
    return Comparison(name, quantities, begins, sum(_is_foreign(report, item) for item in report.items))


def read_document(path: Path) -> Report:
    """The report compiled from a file and the further parts of it that lie beside it (``parts-2.html``)."""
    parts = sorted(path.parent.glob(f"{path.stem}-[0-9]{path.suffix}"))
    return compile_source(join_sources([open_source(part) for part in (path, *parts)]))


def read_wanted() -> Report:
    """The report compiled from the plain text of the sample."""
    return compile_source(source_from_text(read_plain(), "澜川市政府工作报告"))


def begin_of(report: Report, item: Item) -> str:
    """The first characters of an item, widths and blanks made alike."""
    return "".join(unicodedata.normalize("NFKC", report.words(*item.spans)).split())[:_BEGINNING]


def _describe_quantity(quantity: Quantity) -> Hashable:
    words = "".join(unicodedata.normalize("NFKC", quantity.text).split())
    return (words, quantity.value, quantity.unit, quantity.bound, quantity.measure, quantity.status, quantity.period)


def _share(found: Iterable[Hashable], wanted: Iterable[Hashable]) -> float:
    """How many of two lists are the same, of the longer one."""
    ours, theirs = Counter(found), Counter(wanted)
    return (ours & theirs).total() / max(ours.total(), theirs.total(), 1)


def _is_foreign(report: Report, item: Item) -> bool:
    """Whether an item holds a sentence of an article that stands beside the report."""
    words = "".join(report.words(*item.spans).split())
    sentences = (s for article in (BOX, CHESS, FLOWERS) for text in article.paragraphs for s in text.split("。"))
    return any(len(sentence) >= _SENTENCE and "".join(sentence.split()) in words for sentence in sentences)


def make_table(comparisons: Iterable[Comparison]) -> str:
    """A Markdown table, a row a document."""
    rows = (f"| `{c.name}` | {c.quantities:.1%} | {c.items:.1%} | {c.foreign} |\n" for c in comparisons)
    return _HEAD + "".join(rows)


def main() -> int:
    """Compare all documents; 1 where one of them falls short."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--print", action="store_true", dest="only_print")
    arguments = parser.parse_args()
    wanted = read_wanted()
    with tempfile.TemporaryDirectory() as folder:
        found = [compare(path.name, read_document(path), wanted) for path in make_documents(Path(folder))]
    table = make_table(found)
    print(table, end="")
    if not arguments.only_print:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(_MARK.sub(lambda mark: mark[1] + table + mark[2], page), encoding="utf-8")
    return 0 if all(comparison.is_enough for comparison in found) else 1


if __name__ == "__main__":
    sys.exit(main())
