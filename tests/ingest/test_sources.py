"""The door: what a ``SourceText`` of a file, of several, and of a bare string holds."""

from hashlib import sha256

import pytest

from taizhang.engine.model import Box, SourceText, Span
from taizhang.errors import FileTooLarge
from taizhang.ingest import join_sources, open_source, source_from_text


def test_file_gives_digest_name_and_span(put):
    data = "\ufeff各位代表：\r\n".encode()
    source = open_source(str(put("甲市政府工作报告.txt", data)))
    assert source.text == "各位代表：\n"
    assert source.sha256 == sha256(data).hexdigest()
    assert source.files == (("甲市政府工作报告.txt", Span(0, 6)),)
    assert (source.media_type, source.title, source.place, source.year) == (
        "text/plain",
        "甲市政府工作报告",
        None,
        None,
    )


@pytest.mark.parametrize("suffix", [".md", ".markdown"])
def test_markdown_keeps_its_front_matter_in_the_text(put, suffix):
    text = "---\ntitle: 甲市报告\nplace: 甲市\nyear: 2026\n---\n# 别的\n"
    source = open_source(put(f"x{suffix}", text.encode()))
    assert source.text == text
    assert (source.media_type, source.title, source.place, source.year) == ("text/markdown", "甲市报告", "甲市", 2026)


def test_caller_goes_before_front_matter(put):
    path = put("x.md", "---\nplace: 甲市\nyear: 2026\n---\n正文".encode())
    source = open_source(path, place="乙县", year=2025)
    assert (source.place, source.year) == ("乙县", 2025)


def test_heading_is_a_title_in_markdown_only(put):
    text = "# 甲市报告\n".encode()
    assert open_source(put("a.md", text)).title == "甲市报告"
    assert open_source(put("a.txt", text)).title == ""


def test_join_puts_pages_in_order_each_on_a_new_line():
    pages = [source_from_text(text) for text in ("甲。", "乙。\n", "", "丙。")]
    assert join_sources(pages).text == "甲。\n乙。\n丙。"


def test_join_says_which_file_each_offset_comes_from(put):
    pages = [open_source(put(f"{n}.txt", f"第{n}版。".encode())) for n in "一二三"]
    joined = join_sources(pages)
    assert [file.name for file in joined.files] == ["一.txt", "二.txt", "三.txt"]
    assert [joined.text[slice(*file.span)] for file in joined.files] == ["第一版。", "第二版。", "第三版。"]


def test_join_moves_boxes_along():
    boxed = SourceText("乙。", boxes=(Box(Span(0, 2), 1, 0, 0, 9, 9),))
    assert join_sources([SourceText("甲。"), boxed]).boxes == (Box(Span(3, 5), 1, 0, 0, 9, 9),)


def test_join_takes_what_is_known_from_the_first_page_that_knows_it():
    pages = [
        SourceText("甲"),
        SourceText("乙", title="题", place="甲市", year=2026),
        SourceText("丙", area="140700", year=2025),
    ]
    joined = join_sources(pages)
    assert (joined.title, joined.place, joined.area, joined.year) == ("题", "甲市", "140700", 2026)


def test_join_digest_is_of_the_digests_in_order():
    one, two = source_from_text("甲"), source_from_text("乙")
    digests = sha256("甲".encode()).digest() + sha256("乙".encode()).digest()
    assert join_sources([one, two]).sha256 == sha256(digests).hexdigest()
    assert join_sources([two, one]).sha256 != join_sources([one, two]).sha256


def test_join_of_one_is_that_one():
    source = source_from_text("甲。")
    assert join_sources([source]) is source


def test_join_of_none_is_refused():
    with pytest.raises(ValueError, match="no sources"):
        join_sources([])


def test_join_media_type_is_that_of_all_pages_or_plain():
    one, two = SourceText("甲", media_type="text/markdown"), SourceText("乙", media_type="text/markdown")
    assert join_sources([one, two]).media_type == "text/markdown"
    assert join_sources([one, SourceText("丙")]).media_type == "text/plain"


def test_join_longer_than_any_report_is_refused(put, monkeypatch):
    monkeypatch.setattr("taizhang.ingest.MOST_CHARACTERS", 5)
    pages = [open_source(put(f"{n}.txt", b"abc")) for n in "12"]
    with pytest.raises(FileTooLarge, match=r"1\.txt \+ 2\.txt"):
        join_sources(pages)


def test_bare_string_has_no_file():
    source = source_from_text("\ufeff甲。\r\n乙。", "题", "甲市", 2026)
    assert source == SourceText("甲。\n乙。", "题", sha256=source.sha256, place="甲市", year=2026)
    assert source.sha256 == sha256("甲。\n乙。".encode()).hexdigest()


def test_half_a_surrogate_pair_is_replaced_in_place():
    assert source_from_text("甲\ud800乙").text == "甲\ufffd乙"


def test_empty_string_is_an_empty_source():
    assert source_from_text("").text == ""
