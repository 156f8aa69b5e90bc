"""The same report in every form: what comes out of each test document is what stands in the plain text."""

import re

import pytest

import random_newspaper
from compare_documents import LEAST_ITEMS, LEAST_QUANTITIES, PAGE, compare, make_table, read_document, read_wanted
from documents import newspapers
from documents.articles import BOX, CHESS, FLOWERS
from documents.printed import find_browser
from documents.sample import read_blocks, read_plain
from make_documents import find_makers, make_documents
from taizhang.engine.pipeline import compile_source
from taizhang.ingest import open_source, source_from_text

PDFS = sorted(name for name in find_makers() if name.endswith(".pdf"))
NEWSPAPERS = [name for name in PDFS if name.startswith("newspaper")]


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("documents")


@pytest.fixture(scope="session")
def wanted():
    return read_wanted()


@pytest.fixture(scope="session")
def path_of(folder):
    def make(name):
        return folder / name if (folder / name).exists() else make_documents(folder, [name])[0]

    return make


@pytest.mark.parametrize("name", [*PDFS, "page.mht"])
def test_quantities_and_items_are_those_of_the_plain_text(name, path_of, wanted):
    found = compare(name, read_document(path_of(name)), wanted)
    assert found.quantities >= LEAST_QUANTITIES
    assert found.items >= LEAST_ITEMS
    assert found.foreign == 0


@pytest.mark.parametrize("name", NEWSPAPERS)
def test_words_beside_the_report_are_in_asides_and_none_of_its_own_are(name, path_of):
    source = open_source(path_of(name))
    aside = "".join(source.text[a:b] for a, b in source.asides)
    articles = [article for article in (BOX, CHESS, FLOWERS) if article.headline in source.text]
    assert all(text in aside for article in articles for text in article.paragraphs)
    own = "".join(block.text for block in read_blocks())
    sentences = [sentence for sentence in re.split("[。；\n]", aside) if len(sentence) > 6]
    assert not [sentence for sentence in sentences if sentence in own]
    assert articles


def test_page_that_goes_on_from_another_is_read_without_the_articles_under_it(tmp_path):
    newspapers.make_continued(tmp_path / "第二版.pdf")
    source = open_source(tmp_path / "第二版.pdf")
    aside = "".join(source.text[a:b] for a, b in source.asides)
    assert all(text in aside for article in (CHESS, FLOWERS) for text in article.paragraphs)
    own = "\n".join(block.text for block in read_blocks()[newspapers.CONTINUED_FROM :])
    assert source.text.startswith(f"（上接第1版）{own}\n")


@pytest.mark.parametrize("seed", range(8))
def test_newspaper_pages_of_random_make_up_give_the_report_and_nothing_else(seed, tmp_path):
    assert is_read_exactly(seed, tmp_path / "报.pdf")


@pytest.mark.soak
def test_of_many_newspaper_pages_of_random_make_up_nearly_all_are_read_exactly(tmp_path):
    exact = sum(is_read_exactly(seed, tmp_path / "报.pdf") for seed in range(100, 400))
    assert exact >= 0.97 * 300


def is_read_exactly(seed, path):
    """Whether the report's words and no others come out of the page drawn by ``seed``."""
    words = random_newspaper.make_page(seed, path)
    source = open_source(path)
    aside = {at for span in source.asides for at in range(*span)}
    return "".join("".join(c for at, c in enumerate(source.text) if at not in aside).split()) == words


def test_figures_of_a_newspaper_page_lie_in_their_columns(path_of):
    report = compile_source(open_source(path_of("newspaper.pdf")))
    from taizhang.engine.boxes import boxes_of

    rectangles = [box for quantity in report.quantities for box in boxes_of(report.source, quantity.span)]
    assert len(rectangles) >= len(report.quantities)
    assert all(0 < box.right - box.left <= 130 and box.right <= 870 for box in rectangles)


@pytest.mark.skipif(not find_browser(), reason="no Chromium on this machine: pages cannot be printed")
def test_pages_printed_by_a_browser_are_among_the_documents():
    assert {"printed.pdf", "printed-columns.pdf"} <= set(PDFS)


def test_lost_and_added_quantities_both_count(wanted):
    less = compile_source(source_from_text(read_plain()[:5000], "澜川市政府工作报告"))
    more = compile_source(source_from_text(read_plain() + "新建公路77公里。", "澜川市政府工作报告"))
    assert compare("x", less, wanted).quantities < 0.6
    assert compare("x", more, wanted).quantities < 1


def test_sentence_of_another_article_is_noticed(wanted):
    mixed = compile_source(source_from_text(read_plain() + CHESS.paragraphs[0], "澜川市政府工作报告"))
    assert compare("x", mixed, wanted).foreign >= 1


def test_table_in_the_documentation_is_what_is_measured(path_of, wanted):
    rows = set(make_table([compare(name, read_document(path_of(name)), wanted) for name in PDFS]).splitlines())
    told = set(PAGE.read_text(encoding="utf-8").splitlines())
    assert rows <= told
