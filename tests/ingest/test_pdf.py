"""PDF: which words come out, in which order, where they stand, and what is refused."""

import time

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from documents.pdf import A4, FONT, Column, Line, Style, set_blocks
from documents.sample import Block
from raw_pdf import build_pages, build_pdf, set_lines, write_lines
from taizhang.engine.boxes import boxes_of
from taizhang.engine.model import Span
from taizhang.errors import DocumentBroken, FileEmpty, PasswordNeeded, ScanOnly, TextGarbled, TooManyPages
from taizhang.ingest import open_source
from taizhang.ingest.pdf.document import MOST_PAGES
from taizhang.ingest.pdf.glyphs import mend_char

PARAGRAPHS = (
    "全年新增就业3.4万人，登记失业率控制在百分之四以内，零就业家庭保持动态清零，群众的日子一天比一天踏实。",
    "新建农村公路120公里，改造危桥9座，群众出行更加方便，产业园区的货运通道也同步打通。",
    "粮食总产量稳定在38亿斤以上，高标准农田新增12万亩，设施农业用地优先保障，种粮大户的补贴按时发放到位。",
    "财政支出的八成用于民生，教育、医疗、养老的短板逐年补齐，城乡居民的收入差距继续缩小，社会大局保持稳定。",
)


@pytest.fixture
def text_of(tmp_path):
    """The text of a PDF of lines or of bytes."""

    def read(made, size=A4):
        path = tmp_path / "报告.pdf"
        if isinstance(made, bytes):
            path.write_bytes(made)
        else:
            write_lines(path, made, size)
        return open_source(path).text

    return read


def flow(paragraphs, columns, indent=2, size=11.0):
    style = Style(size, size * 1.6, indent)
    return list(set_blocks([Block(0, text) for text in paragraphs], columns, lambda _: style))


def kept(source):
    """The text without its asides."""
    spans, at, parts = source.asides, 0, []
    for span in spans:
        parts.append(source.text[at : span.start])
        at = span.end
    return "".join([*parts, source.text[at:]])


# ------------------------------------------------------------------------------------- paragraphs


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_paragraphs_come_whole_out_of_columns(text_of, columns):
    places = [Column(60 + 170 * n, 80, 150 if columns > 1 else 460, 300) for n in range(columns)]
    assert text_of(flow(PARAGRAPHS, places)) == "\n".join(PARAGRAPHS) + "\n"


def test_paragraph_goes_on_over_pages(text_of):
    lines = flow(PARAGRAPHS, [Column(80, 80, 300, 200)])
    assert max(line.page for line in lines) >= 1
    assert text_of(lines) == "\n".join(PARAGRAPHS) + "\n"


def test_paragraphs_set_apart_by_space_are_told_without_indents(text_of):
    lines, top = [], 80.0
    for text in PARAGRAPHS:
        lines += flow([text], [Column(80, top, 300, 800)], indent=0)
        top = lines[-1].baseline + 14
    assert text_of(lines) == "\n".join(PARAGRAPHS) + "\n"


def test_heading_is_a_line_of_its_own(text_of):
    texts = ["一、去年工作回顾", PARAGRAPHS[0], "二、今年主要任务", PARAGRAPHS[1]]
    assert text_of(flow(texts, [Column(80, 80, 300, 800)])) == "\n".join(texts) + "\n"


def test_number_cut_by_a_line_end_is_one(text_of):
    rows = [
        "全市地区生产总值达到一千七百九十四亿元，比上年增长12",
        "3.5%，增速居全省前列，主要指标好于预期，完成了目标。",
    ]
    assert "增长123.5%，" in text_of(set_lines(rows))


def test_latin_words_keep_their_blank_over_a_line_end(text_of):
    rows = ["The ledger keeps every promise of the report and follows each", "promise through the year."]
    assert "each promise" in text_of(set_lines(rows))


def test_table_is_read_across(text_of):
    rows = [
        ("指标", "上年完成", "今年目标"),
        ("粮食产量", "38亿斤", "39亿斤"),
        ("新增就业", "3万人", "4万人"),
        ("新建学校", "5所", "6所"),
    ]
    lines = [
        Line(0, 80 + 130 * n, 100 + 20 * row, 11, cell)
        for row, cells in enumerate(rows)
        for n, cell in enumerate(cells)
    ]
    assert text_of(sorted(lines, key=lambda line: line.left)) == "".join("\t".join(cells) + "\n" for cells in rows)


# ------------------------------------------------------------------------------------- reading order


def test_order_of_the_file_does_not_matter(text_of):
    lines = flow(PARAGRAPHS, [Column(60, 80, 150, 300), Column(230, 80, 150, 300)])
    assert text_of(sorted(lines, key=lambda line: (line.baseline, line.left))) == "\n".join(PARAGRAPHS) + "\n"


def test_headline_stands_before_the_columns_under_it(text_of):
    lines = flow(PARAGRAPHS, [Column(60, 120, 150, 400), Column(230, 120, 150, 400)])
    headline = Line(0, 120, 100, 13, "甲市政府工作报告发布会")
    assert text_of([*lines, headline]).startswith("甲市政府工作报告发布会\n全年")


def test_words_printed_into_the_gaps_of_a_line_stand_in_their_place(text_of):
    lines = [Line(0, 80, 100, 12, "打造"), Line(0, 111, 100, 12, "山水名城"), Line(0, 104, 100, 6, "“")]
    assert text_of(lines) == "打造“山水名城\n"


def test_words_printed_twice_as_bold_stand_once(text_of):
    lines = [Line(0, 80 + shift, 100, 12, "各位代表：") for shift in (0, 0.3)]
    assert text_of(lines) == "各位代表：\n"


def test_narrow_letters_side_by_side_are_no_copies(text_of):
    assert text_of([Line(0, 80, 100, 12, "全年接待游客，will.....")]) == "全年接待游客，will.....\n"


@pytest.mark.parametrize("size", [16, 18, 20, 22, 26])
@pytest.mark.parametrize("left", [70, 120, 160, 200])
def test_title_is_no_copy_of_a_small_running_head_of_the_same_words(text_of, left, size):
    heads = [Line(0, 79.4, 56.7, 9, "甲市政府工作报告"), Line(0, left, 132.7, size, "甲市政府工作报告")]
    assert text_of([*heads, *set_lines(["各位代表："], top=200)]).count("甲市政府工作报告") == 2


def test_watermark_askew_is_left_out(tmp_path):
    path = tmp_path / "水印.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont(FONT, 12)
    canvas.drawString(80, 700, "各位代表：")
    canvas.rotate(40)
    canvas.drawString(300, 300, "内部资料")
    canvas.save()
    assert open_source(path).text == "各位代表：\n"


TURNED = {
    90: lambda box: (842 - box.bottom, box.left, 842 - box.top, box.right),
    180: lambda box: (595 - box.right, 842 - box.bottom, 595 - box.left, 842 - box.top),
    270: lambda box: (box.top, 595 - box.right, box.bottom, 595 - box.left),
}


@pytest.mark.parametrize("degrees", TURNED)
def test_page_turned_by_the_file_is_read_and_boxes_lie_on_the_page_shown(put, degrees):
    rows = ["新建公路。", "各位代表：今年的工作"]
    upright = open_source(put("正.pdf", build_pdf(rows)))
    turned = open_source(put("转.pdf", build_pdf(rows, page=f"/Rotate {degrees}")))
    assert turned.text == upright.text == "新建公路。\n各位代表：今年的工作\n"
    for box, other in zip(turned.boxes, upright.boxes, strict=True):
        assert box[2:] == pytest.approx(TURNED[degrees](other), abs=0.1)


# ------------------------------------------------------------------------------------- characters


def test_kangxi_radicals_become_ideographs(text_of):
    radicals = {"日": "⽇", "工": "⼯", "长": "⻓", "民": "⺠"}
    rows = ["人民日报，工作增长"]
    assert text_of(build_pdf(rows, lambda char: radicals.get(char, char))) == "人民日报，工作增长\n"


@pytest.mark.parametrize("char", ["％", "（", "１", "，", "…", "㎡", "①", "里", "〇"])
def test_widths_and_signs_stay_as_printed(char):
    assert mend_char(char) == char


@pytest.mark.parametrize(
    ("printed", "meant"), [("⽅", "方"), ("⾏", "行"), ("ﬂ", "fl"), ("\uf914", "樂"), ("⻔", "门")]
)
def test_compatibility_forms_are_mended(printed, meant):
    assert mend_char(printed) == meant


# ------------------------------------------------------------------------------------- beside the report


def test_page_numbers_and_running_heads_are_asides(tmp_path):
    lines = flow(PARAGRAPHS * 3, [Column(80, 90, 300, 200)])
    pages = max(line.page for line in lines) + 1
    extras = [Line(page, 80, 40, 9, "甲市政府工作报告") for page in range(pages)]
    extras += [Line(page, 280, 810, 9, f"— {page + 1} —") for page in range(pages)]
    source = open_source(write_lines(tmp_path / "甲.pdf", [*lines, *extras]))
    assert kept(source) == "\n".join(PARAGRAPHS * 3) + "\n"
    assert all("甲市政府工作报告\n" in source.text[a:b] for a, b in source.asides)
    assert all(f"— {page + 1} —\n" in source.text for page in range(pages))


def test_caption_under_a_picture_is_an_aside(tmp_path):
    path = tmp_path / "图.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.drawInlineImage(Image.new("L", (4, 4)), 80, 400, 300, 150)
    for line in [*flow(PARAGRAPHS, [Column(80, 90, 300, 270)]), Line(0, 90, 842 - 385, 8, "图为新建的学校。李一　摄")]:
        canvas.setFont(FONT, line.size)
        canvas.drawString(line.left, 842 - line.baseline, line.text)
    canvas.save()
    source = open_source(path)
    assert [source.text[a:b] for a, b in source.asides] == ["图为新建的学校。李一　摄\n"]


# ------------------------------------------------------------------------------------- boxes


def test_every_character_but_line_ends_has_a_box(tmp_path):
    source = open_source(write_lines(tmp_path / "甲.pdf", flow(PARAGRAPHS, [Column(80, 90, 300, 160)])))
    boxed = {at for box in source.boxes for at in range(*box.span)}
    assert {source.text[at] for at in set(range(len(source.text))) - boxed} == {"\n"}
    assert list(source.boxes) == sorted(source.boxes)


def test_box_of_a_figure_is_where_it_is_printed(tmp_path):
    source = open_source(write_lines(tmp_path / "甲.pdf", [Line(0, 100, 200, 10, "新增就业三万人，增长二成。")]))
    at = source.text.index("三万人")
    (box,) = boxes_of(source, Span(at, at + 3))
    assert (box.page, box.left, box.right) == (1, pytest.approx(140, abs=1), pytest.approx(170, abs=1))
    assert box.top < 195 < box.bottom < 202


# ------------------------------------------------------------------------------------- titles


def test_title_in_large_type_is_the_title(tmp_path):
    lines = [
        Line(0, 150, 80, 22, "甲市人民政府"),
        Line(0, 150, 110, 22, "工作报告"),
        *flow(PARAGRAPHS, [Column(80, 150, 300, 800)]),
    ]
    assert open_source(write_lines(tmp_path / "0113.pdf", lines)).title == "甲市人民政府工作报告"


# ------------------------------------------------------------------------------------- bad input


def test_password_is_asked_for(tmp_path):
    path = tmp_path / "密.pdf"
    canvas = Canvas(str(path), pagesize=A4, encrypt=StandardEncryption("秘", ownerPassword="主"))
    canvas.drawString(80, 700, "text")
    canvas.save()
    with pytest.raises(PasswordNeeded, match=r"E110 .*密\.pdf：文件设有打开密码"):
        open_source(path)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6])
def test_torn_file_is_broken_or_read_in_part_but_never_crashes(put, share):
    data = build_pdf(["各位代表：今年的工作"])
    try:
        text = open_source(put("断.pdf", data[: int(len(data) * share)])).text
    except (DocumentBroken, FileEmpty):
        return
    assert text == "各位代表：今年的工作\n"


def test_other_bytes_are_no_pdf(put):
    with pytest.raises(DocumentBroken, match="不是 PDF"):
        open_source(put("假.pdf", b"PK\x03\x04" * 50))


def test_empty_file(put):
    with pytest.raises(FileEmpty):
        open_source(put("空.pdf", b""))


def test_blank_pages_hold_no_text(put):
    with pytest.raises(FileEmpty, match="没有文字"):
        open_source(put("白.pdf", build_pages(3)))


def test_file_without_pages(put):
    with pytest.raises(DocumentBroken):
        open_source(put("无页.pdf", build_pages(0)))


def test_2000_pages_are_refused_at_once(put):
    path = put("厚.pdf", build_pages(2000))
    begin = time.perf_counter()
    with pytest.raises(TooManyPages, match=f"2,000 页，超过 {MOST_PAGES} 页"):
        open_source(path)
    assert time.perf_counter() - begin < 2


def test_scan_is_told_as_one(tmp_path):
    path = tmp_path / "扫描.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    for page in range(2):
        canvas.drawInlineImage(Image.new("L", (8, 8), 200), 0, 0, *A4)
        canvas.drawString(290, 20, str(page + 1))
        canvas.showPage()
    canvas.save()
    with pytest.raises(ScanOnly, match=r"扫描件：2 页都是图片.*OCR"):
        open_source(path)


def test_searchable_scan_is_read(tmp_path):
    path = tmp_path / "双层.pdf"
    canvas = Canvas(str(path), pagesize=A4)
    canvas.drawInlineImage(Image.new("L", (8, 8), 200), 0, 0, *A4)
    words = canvas.beginText(80, 700)
    words.setTextRenderMode(3)
    words.setFont(FONT, 12)
    words.textOut("各位代表：受市人民政府委托，向大会报告工作。")
    canvas.drawText(words)
    canvas.save()
    assert open_source(path).text == "各位代表：受市人民政府委托，向大会报告工作。\n"


GARBLINGS = {
    "shifted": lambda char: chr(ord(char) + 1117) if char > "\u4e00" else char,
    "private": lambda char: chr(0xE000 + ord(char) % 4000),
    "controls": lambda char: chr(1 + ord(char) % 8),
    "symbols": lambda char: chr(33 + ord(char) % 15),
    "lost": lambda _: "\ufffd",
    "others_as_common": lambda char: bytes([0xB0 + ord(char) % 39, 0xA1 + ord(char) % 90]).decode("gb2312", "replace"),
}


@pytest.mark.parametrize("how", GARBLINGS)
def test_wrong_maps_are_recognised(put, how):
    rows = [text[at : at + 30] for text in PARAGRAPHS for at in range(0, len(text), 30)]
    with pytest.raises(TextGarbled, match="乱码"):
        open_source(put("乱.pdf", build_pdf(rows, GARBLINGS[how])))


def test_right_maps_are_read(put):
    rows = [text[at : at + 30] for text in PARAGRAPHS for at in range(0, len(text), 30)]
    assert "新增就业3.4万人" in open_source(put("正.pdf", build_pdf(rows))).text


def test_english_and_tables_of_figures_are_not_garbled(put):
    rows = ["The quick report of the year 2026 follows", *(f"{n}.{n}  {n * 37}  {n * 12}%" for n in range(1, 25))]
    assert "The quick report" in open_source(put("en.pdf", build_pdf(rows))).text


# ------------------------------------------------------------------------------------- speed


def test_40_pages_are_read_in_3_seconds(tmp_path):
    lines = flow(PARAGRAPHS * 135, [Column(85, 90, 425, 760)], size=15.0)
    pages = max(line.page for line in lines) + 1
    assert pages >= 40
    path = write_lines(tmp_path / "长.pdf", lines)
    open_source(path)
    begin = time.process_time()
    open_source(path)
    assert time.process_time() - begin < 3 * pages / 40


def test_table_of_contents_is_beside_the_text(tmp_path):
    entries = ["目　录", "一、过去一年工作回顾" + "." * 30 + "1", "二、今年主要任务" + "…" * 14 + "4"]
    rows = [*entries, "一、过去一年工作回顾", "新建农村公路120公里。", "二、今年主要任务", "改造危桥9座。"]
    source = open_source(write_lines(tmp_path / "目录.pdf", set_lines(rows)))
    assert kept(source).split() == rows[3:]
    assert all(entry in source.text for entry in entries)
