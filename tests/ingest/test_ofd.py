"""OFD: where characters stand, in which order they are read, and packages made to harm."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from documents.ofd import SPACE, Line, build_parts, write_line
from mutations import WATCH, read_spoilt, spoil
from taizhang.engine.model import SourceText
from taizhang.errors import (
    DocumentBroken,
    DocumentSuspect,
    FileEmpty,
    FileTooLarge,
    PasswordNeeded,
    ScanOnly,
    TooManyPages,
)
from taizhang.ingest import ofd, open_source
from taizhang.ingest.ofd import OfdText, read_ofd
from taizhang.ingest.ofd_sheets import POINTS, read_sheet
from taizhang.ingest.pdf.glyphs import Sheet

WORDS = "全年新建公路20公里，改造桥梁12座。"
LINE = Line(0, 30.0, 40.0, 5.0, WORDS, 0)
Pack = Callable[[Mapping[str, str | bytes]], bytes]


def read(parts: Mapping[str, str | bytes], pack_parts: Pack) -> OfdText:
    return read_ofd(pack_parts(parts), "报告.ofd")


def sheet_of(objects: str, size: tuple[float, float] = (210.0, 297.0)) -> Sheet:
    layer = f"<ofd:Content {SPACE}><ofd:Layer>{objects}</ofd:Layer></ofd:Content>"
    return read_sheet([etree.fromstring(layer)], size)


def text_object(code: str, more: str = "", box: str = "30 40 100 6", size: str = "5") -> str:
    return f'<ofd:TextObject Boundary="{box}" Size="{size}" {more}>{code}</ofd:TextObject>'


def places(sheet: Sheet) -> list[tuple[str, float, float]]:
    """Characters with left edge and baseline, in millimetres."""
    return [(glyph.char, round(glyph.left / POINTS, 3), round(glyph.base / POINTS, 3)) for glyph in sheet.glyphs]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('<ofd:TextCode X="1" Y="4" DeltaX="5 6">甲乙丙</ofd:TextCode>', [31, 36, 42]),
        ('<ofd:TextCode X="0" Y="4" DeltaX="g 2 5 7">甲乙丙丁</ofd:TextCode>', [30, 35, 40, 47]),
        ('<ofd:TextCode X="0" Y="4" DeltaX="g 999999999 5">甲乙丙</ofd:TextCode>', [30, 35, 40]),
        ('<ofd:TextCode X="0" Y="4">甲2乙</ofd:TextCode>', [30, 35, 37.5]),
        ('<ofd:TextCode X="0" Y="4">甲</ofd:TextCode><ofd:TextCode X="9">乙</ofd:TextCode>', [30, 39]),
        ('<ofd:TextCode X="0" Y="4" DeltaX="g x 5">甲乙</ofd:TextCode>', [30, 30]),
    ],
)
def test_characters_stand_where_their_distances_put_them(code: str, expected: list[float]) -> None:
    found = places(sheet_of(text_object(code)))
    assert [left for _, left, _ in found] == expected
    assert {base for _, _, base in found} == {44}


def test_matrix_scales_and_moves_what_an_object_holds() -> None:
    code = '<ofd:TextCode X="1" Y="2" DeltaX="3">甲乙</ofd:TextCode>'
    sheet = sheet_of(text_object(code, 'CTM="2 0 0 2 10 20"'))
    assert places(sheet) == [("甲", 42, 64), ("乙", 48, 64)]
    assert sheet.glyphs[0].size == pytest.approx(10 * POINTS)


@pytest.mark.parametrize("more", ['Visible="false"', 'Alpha="0"', 'CTM="0.7 0.7 -0.7 0.7 0 0"', 'CTM="0 0 0 0 0 0"'])
def test_what_is_unseen_or_askew_is_left_out(more: str) -> None:
    seen, unseen = (
        text_object(f'<ofd:TextCode X="0" Y="4">{char}</ofd:TextCode>', m) for char, m in (("甲", ""), ("乙", more))
    )
    assert [glyph.char for glyph in sheet_of(seen + unseen).glyphs] == ["甲"]


@pytest.mark.parametrize(
    ("matrix", "turn"), [("0 1 -1 0 0 0", 3), ("0 -1 1 0 0 0", 1), ("-1 0 0 -1 0 0", 2), ("1 0 0 1 0 0", 0)]
)
def test_page_that_runs_sideways_is_turned(matrix: str, turn: int) -> None:
    code = '<ofd:TextCode X="0" Y="0" DeltaX="g 3 5">甲乙丙丁</ofd:TextCode>'
    sheet = sheet_of(text_object(code, f'CTM="{matrix}"', "100 150 1 1"))
    assert sheet.turn == turn
    lefts = [glyph.left for glyph in sheet.glyphs]
    assert lefts == sorted(lefts)
    assert len({glyph.base for glyph in sheet.glyphs}) == 1
    assert (sheet.width > sheet.height) is bool(turn % 2)
    first = sheet.glyphs[0]
    box = sheet.to_page((first.left, first.base, first.left, first.base))  # type: ignore[arg-type]
    assert (round(box[0] / POINTS), round(box[1] / POINTS)) == (100, 150)


def test_numbers_that_are_none_leave_an_object_out() -> None:
    code = '<ofd:TextCode X="0" Y="4">甲</ofd:TextCode>'
    assert (
        sheet_of(
            text_object(code, box="0 0 NaN 1") + text_object(code, box="1e300 0 1 1") + text_object(code, box="")
        ).glyphs
        == ()
    )


def test_radicals_become_the_ideographs_that_are_meant() -> None:
    assert [g.char for g in sheet_of(text_object('<ofd:TextCode X="0" Y="4">⽇</ofd:TextCode>')).glyphs] == ["日"]


def test_line_is_text_with_a_box_in_points(pack_parts: Pack) -> None:
    found = read(build_parts([[write_line(LINE)]]), pack_parts)
    assert found.text == f"{WORDS}\n"
    (box,) = found.boxes
    assert found.text[box.span.start : box.span.end] == WORDS
    assert (box.page, box.left) == (1, pytest.approx(30 * POINTS, abs=0.1))
    assert box.top < 40 * POINTS < box.bottom


def test_lines_of_two_columns_are_read_column_by_column(pack_parts: Pack) -> None:
    left = [f"第{n}项工程当年开工当年投产见效快" for n in "一二三四五六七八"]
    right = [f"第{n}条道路全线贯通百姓出行更方便" for n in "一二三四五六七八"]
    objects = [
        write_line(Line(0, at, 40 + 7 * row, 5, words, 0))
        for row, pair in enumerate(zip(left, right, strict=True))
        for at, words in zip((15, 110), pair, strict=True)
    ]
    text = "".join(read(build_parts([objects]), pack_parts).text.split())
    assert text == "".join(left + right)


def test_running_head_of_a_template_and_page_numbers_are_asides(pack_parts: Pack) -> None:
    pages = [
        [write_line(LINE._replace(baseline=60 + 9 * row)) for row in range(9)]
        + [write_line(Line(0, 98, 285, 4, f"— {n} —", 0))]
        for n in (1, 2, 3)
    ]
    found = read(build_parts(pages, write_line(Line(0, 28, 15, 3, "甲市政府工作报告", 0))), pack_parts)
    beside = "".join(found.text[a:b] for a, b in found.asides)
    assert beside.count("甲市政府工作报告") == 3
    assert all(f"— {n} —" in beside for n in (1, 2, 3))
    assert WORDS not in beside
    assert {box.page for box in found.boxes} == {1, 2, 3}


def test_page_has_a_size_of_its_own(pack_parts: Pack) -> None:
    parts = build_parts([[write_line(LINE)]])
    area = "<ofd:Area><ofd:PhysicalBox>0 0 420 297</ofd:PhysicalBox></ofd:Area><ofd:Content>"
    name = "Doc_0/Pages/Page_0/Content.xml"
    assert WORDS in read({**parts, name: parts[name].replace("<ofd:Content>", area)}, pack_parts).text


def test_objects_in_blocks_are_read(pack_parts: Pack) -> None:
    block = f"<ofd:PageBlock ID='1'><ofd:PageBlock ID='2'>{write_line(LINE)}</ofd:PageBlock></ofd:PageBlock>"
    assert read(build_parts([[block]]), pack_parts).text == f"{WORDS}\n"


def test_title_and_type_of_a_source(put: Callable[[str, bytes], Path], pack_parts: Pack) -> None:
    parts = build_parts(
        [[write_line(LINE._replace(text="甲市政府工作报告", size=9.0)), write_line(LINE._replace(baseline=60))]]
    )
    source = open_source(put("x.ofd", pack_parts({n: p.replace("澜川市", "甲市") for n, p in parts.items()})))
    assert (source.title, source.media_type) == ("甲市政府工作报告", "application/ofd")


def test_old_name_space_and_other_capitals_are_read(pack_parts: Pack) -> None:
    parts = build_parts([[write_line(LINE)]])
    odd = {n.replace("Pages/Page", "pages/page"): p.replace("/2016", "") for n, p in parts.items()}
    assert read(odd, pack_parts).text == f"{WORDS}\n"


@pytest.mark.parametrize("name", ["OFD.xml", "Doc_0/Document.xml", "Doc_0/Pages/Page_0/Content.xml"])
def test_missing_part_is_one_clear_line(name: str, pack_parts: Pack) -> None:
    parts = {n: p for n, p in build_parts([[write_line(LINE)]]).items() if n != name}
    with pytest.raises(DocumentBroken) as caught:
        read(parts, pack_parts)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("xml", ["", "甲", "<ofd:Page", "<a><b></a>", "<a" + "><a" * 5_000 + ">"])
def test_torn_xml(xml: str, pack_parts: Pack) -> None:
    with pytest.raises(DocumentBroken, match="XML"):
        read({**build_parts([[]]), "Doc_0/Pages/Page_0/Content.xml": xml}, pack_parts)


@pytest.mark.parametrize("loc", ["../../etc/passwd", "/../secret.xml", "../../../../etc/hostname"])
def test_reference_that_climbs_out_is_refused(loc: str, pack_parts: Pack) -> None:
    parts = build_parts([[write_line(LINE)]])
    document = parts["Doc_0/Document.xml"].replace("Pages/Page_0/Content.xml", loc)
    with pytest.raises((DocumentSuspect, DocumentBroken)) as caught:
        read({**parts, "Doc_0/Document.xml": document}, pack_parts)
    assert "root:" not in str(caught.value)


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/evil.xml", "Doc_0\\..\\..\\evil.xml"])
def test_part_whose_name_climbs_out_is_refused(name: str, pack_parts: Pack, tmp_path: Path) -> None:
    with pytest.raises(DocumentSuspect, match=r"越出.*OFD 阅读器"):
        read({**build_parts([[write_line(LINE)]]), name: "<a/>"}, pack_parts)


def test_entities_are_refused(pack_parts: Pack, put: Callable[[str, bytes], Path]) -> None:
    secret = put("secret.txt", b"secret")
    for doctype in ('<!DOCTYPE a [<!ENTITY x "哈">]>', f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'):
        parts = build_parts([[write_line(LINE)]])
        parts["OFD.xml"] = doctype + parts["OFD.xml"].partition("?>\n")[2].replace("澜川市", "&x;")
        with pytest.raises(DocumentSuspect, match="实体"):
            read(parts, pack_parts)


def test_bomb_is_refused_before_it_is_unpacked(pack_parts: Pack) -> None:
    data = pack_parts({**build_parts([[]]), "Doc_0/Res/a.xml": b" " * 200_000_000})
    tracemalloc.start()
    with pytest.raises(DocumentSuspect):
        read_ofd(data, "报告.ofd")
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_page_listed_over_and_over_is_not_read_for_ever(pack_parts: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ofd, "MOST_XML", 100_000)
    parts = build_parts([[write_line(LINE)] * 40])
    page = '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>'
    parts["Doc_0/Document.xml"] = parts["Doc_0/Document.xml"].replace("<ofd:Pages>", f"<ofd:Pages>{page * 400}")
    with pytest.raises(FileTooLarge):
        read(parts, pack_parts)


def test_more_characters_than_any_report_has(pack_parts: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ofd, "MOST_CHARACTERS", 1_000)
    with pytest.raises(FileTooLarge, match="1,000"):
        read(build_parts([[write_line(LINE)] * 30] * 3), pack_parts)


def test_more_pages_than_any_report_has(pack_parts: Pack) -> None:
    with pytest.raises(TooManyPages, match="501"):
        read(build_parts([[]] * 501), pack_parts)


def test_pages_of_pictures_are_told_to_be_a_scan(pack_parts: Pack) -> None:
    picture = '<ofd:ImageObject Boundary="0 0 210 297" ResourceID="7"/>'
    with pytest.raises(ScanOnly):
        read(build_parts([[picture], [picture]]), pack_parts)


def test_no_text(pack_parts: Pack) -> None:
    with pytest.raises(FileEmpty, match="没有文字"):
        read(build_parts([[]]), pack_parts)


def test_encrypted_package_is_told(pack_parts: Pack) -> None:
    with pytest.raises(PasswordNeeded):
        read({**build_parts([[]]), "Encryptions.xml": "<a/>"}, pack_parts)


@pytest.mark.parametrize(
    ("data", "words"), [(b"%PDF-1.7", "PDF"), ("各位代表：".encode(), "不是 OFD"), (b"PK\x03\x04", "不完整")]
)
def test_other_content_behind_the_suffix(put: Callable[[str, bytes], Path], data: bytes, words: str) -> None:
    with pytest.raises(DocumentBroken, match=words):
        open_source(put("报告.ofd", data))


def test_nothing_is_fetched_or_written(put: Callable[[str, bytes], Path], pack_parts: Pack) -> None:
    parts = build_parts([[write_line(LINE)]])
    parts["Doc_0/PublicRes.xml"] = parts["Doc_0/PublicRes.xml"].replace(
        'BaseLoc="Res"', 'BaseLoc="http://127.0.0.1:9/"'
    )
    path = put("报告.ofd", pack_parts(parts))
    open_source(path)
    with WATCH.listening() as heard:
        assert WORDS in open_source(path).text
    assert heard == []


def test_forty_pages_are_read_soon(pack_parts: Pack) -> None:
    page = [
        write_line(Line(0, 28, 37 + 9.8 * row, 5.6, "建成公路三十公里、桥梁十二座，群众出行更加方便快捷。", 0))
        for row in range(22)
    ]
    start = perf_counter()
    assert len(read(build_parts([page] * 40), pack_parts).boxes) == 880
    assert perf_counter() - start < 3


def _stored(parts: Mapping[str, str]) -> bytes:
    """A package whose parts are not deflated, so that changes reach the XML."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as package:
        for name, part in parts.items():
            package.writestr(zipfile.ZipInfo(name), part)
    return buffer.getvalue()


PARTS = build_parts(
    [[write_line(LINE), write_line(LINE._replace(baseline=50))]] * 2, write_line(LINE._replace(baseline=15))
)
PAGE = PARTS["Doc_0/Pages/Page_0/Content.xml"].encode()
EXTRAS = (b'DeltaX="g 9 9"', b'CTM="0 1 1 0 0 0"', b"<ofd:TextObject>", b"1e9", b"NaN", b'"', b"<!--", b"&#0;", b"-")


def _read(data: bytes) -> SourceText:
    found = read_ofd(data, "报告.ofd")
    return SourceText(found.text, boxes=found.boxes, asides=found.asides)


@settings(max_examples=75)
@given(data=spoil(_stored(PARTS), EXTRAS))
def test_spoilt_package_is_a_text_or_an_error_of_ours(data: bytes) -> None:
    read_spoilt(lambda: _read(data))


@settings(max_examples=75)
@given(page=spoil(PAGE, EXTRAS))
def test_spoilt_page_is_a_text_or_an_error_of_ours(page: bytes) -> None:
    read_spoilt(lambda: _read(_stored({**PARTS, "Doc_0/Pages/Page_0/Content.xml": page})))  # type: ignore[dict-item]


NUMBERS = st.sampled_from(["0", "5", "-5", "1e4", "1e308", "NaN", "", "x", "0.0001", "99999", "g 3 5", "g -1 5", "g"])
MANY = st.lists(NUMBERS, max_size=6).map(" ".join)
CODES = st.builds(
    lambda text, x, y, across, down: (
        f'<ofd:TextCode X="{x}" Y="{y}" DeltaX="{across}" DeltaY="{down}">{text}</ofd:TextCode>'
    ),
    st.text("甲乙丙0123.%，。 \u200b⽇\n", max_size=30),
    NUMBERS,
    NUMBERS,
    MANY,
    MANY,
)
OBJECTS = st.builds(
    lambda codes, box, size, matrix, way: text_object(
        "".join(codes), f'CTM="{matrix}" ReadDirection="{way}" HScale="{size}"', box, size
    ),
    st.lists(CODES, max_size=3),
    MANY | st.just("30 40 100 6"),
    NUMBERS | st.just("5"),
    MANY | st.sampled_from(["0 1 -1 0 0 0", "2 0 0 2 0 0", "1e4 0 0 1e4 0 0"]),
    st.sampled_from(["0", "90", "-90", "7", "x"]),
)
PAGES = st.lists(st.lists(OBJECTS, max_size=8), min_size=1, max_size=3)


@settings(max_examples=75)
@given(pages=PAGES)
def test_any_objects_are_a_text_or_an_error_of_ours(pages: list[list[str]]) -> None:
    read_spoilt(lambda: _read(_stored(build_parts([*pages, [write_line(LINE)]]))))


@pytest.mark.soak
@settings(max_examples=4_000)
@given(pages=PAGES)
def test_many_objects(pages: list[list[str]]) -> None:
    read_spoilt(lambda: _read(_stored(build_parts([*pages, [write_line(LINE)]]))))


@pytest.mark.soak
@settings(max_examples=10_000)
@given(data=spoil(_stored(PARTS), EXTRAS))
def test_many_spoilt_packages(data: bytes) -> None:
    read_spoilt(lambda: _read(data))


@pytest.mark.soak
@settings(max_examples=10_000)
@given(page=spoil(PAGE, EXTRAS))
def test_many_spoilt_pages(page: bytes) -> None:
    read_spoilt(lambda: _read(_stored({**PARTS, "Doc_0/Pages/Page_0/Content.xml": page})))  # type: ignore[dict-item]
