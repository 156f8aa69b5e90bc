"""Word files: what is in the text, in which order, and what is left out."""

import pytest

from taizhang.errors import FileEmpty
from taizhang.ingest import open_source
from taizhang.ingest.formats import WORD_TYPE


def run(words, properties=""):
    return f'<w:r>{properties}<w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(inside, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def line(words, properties=""):
    return paragraph(run(words), properties)


def cell(inside, properties=""):
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


def row(*cells: str, properties=""):
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str):
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


@pytest.fixture
def text_of(docx):
    return lambda body, **parts: open_source(docx(body, **parts)).text


def test_paragraphs_and_tables_stand_in_order(text_of):
    grid = table(row(cell(line("指标")), cell(line("增速"))), row(cell(line("投资")), cell(line("5%"))))
    assert text_of(line("甲。") + grid + line("乙。")) == "甲。\n指标\t增速\n投资\t5%\n乙。\n"


def test_empty_paragraph_is_an_empty_line(text_of):
    assert text_of(line("甲。") + "<w:p/>" + line("乙。")) == "甲。\n\n乙。\n"


def test_runs_of_a_paragraph_are_one_sentence(text_of):
    assert text_of(paragraph(run("增长5") + run(".5") + run("%。"))) == "增长5.5%。\n"


def test_media_type_title_and_span_of_the_file(docx):
    source = open_source(docx(line("甲。"), name="甲市政府工作报告.docx"))
    assert source.media_type == WORD_TYPE
    assert source.title == "甲市政府工作报告"
    assert source.files[0] == ("甲市政府工作报告.docx", (0, 3))


def test_cells_merged_across_columns_stand_once(text_of):
    grid = table(
        row(cell(line("合计"), '<w:gridSpan w:val="2"/>'), cell(line("9"))),
        row(cell(line("一")), cell(line("二")), cell(line("三"))),
    )
    assert text_of(grid) == "合计\t9\n一\t二\t三\n"


def test_cells_merged_down_rows_stand_once_and_keep_their_column(text_of):
    grid = table(
        row(cell(line("工业"), '<w:vMerge w:val="restart"/>'), cell(line("产值"))),
        row(cell(line(""), "<w:vMerge/>"), cell(line("投资"))),
        row(cell(line("重"), '<w:vMerge w:val="continue"/>'), cell(line("用电"))),
    )
    assert text_of(grid) == "工业\t产值\n\t投资\n\t用电\n"


def test_paragraphs_of_a_cell_share_its_line(text_of):
    assert text_of(table(row(cell(line("甲") + line("乙")), cell(line("丙\t丁"))))) == "甲 乙\t丙 丁\n"


def test_table_of_one_cell_is_a_frame(text_of):
    assert text_of(table(row(cell(line("甲。") + line("乙。"))))) == "甲。\n乙。\n"


def test_table_in_a_cell(text_of):
    inner = table(row(cell(line("子")), cell(line("丑")))) + "<w:p/>"
    assert text_of(table(row(cell(inner), cell(line("寅"))))) == "子 丑\t寅\n"


@pytest.mark.parametrize(
    "kept",
    [
        "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
        "<w:hyperlink>{}</w:hyperlink>",
        '<w:ins w:id="1" w:author="x">{}</w:ins>',
        '<w:moveTo w:id="1" w:author="x">{}</w:moveTo>',
        "<w:smartTag>{}</w:smartTag>",
        '<w:fldSimple w:instr="REF x">{}</w:fldSimple>',
        "<w:customXml>{}</w:customXml>",
        '<w:ins w:id="1" w:author="x"><w:hyperlink><w:smartTag>{}</w:smartTag></w:hyperlink></w:ins>',
        "<w:ruby><w:rt><w:r><w:t>yin</w:t></w:r></w:rt><w:rubyBase>{}</w:rubyBase></w:ruby>",
    ],
)
def test_words_are_kept_wherever_they_stand(text_of, kept):
    assert text_of(paragraph(run("甲") + kept.format(run("乙")) + run("丙"))) == "甲乙丙\n"


@pytest.mark.parametrize(
    "lost",
    [
        '<w:del w:id="1" w:author="x"><w:r><w:delText>乙</w:delText></w:r></w:del>',
        '<w:del w:id="1" w:author="x"><w:r><w:t>乙</w:t></w:r></w:del>',
        '<w:moveFrom w:id="1" w:author="x"><w:r><w:t>乙</w:t></w:r></w:moveFrom>',
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>乙</w:t></w:r>",
        "<w:r><w:instrText>PAGE</w:instrText></w:r>",
        '<w:r><w:footnoteReference w:id="1"/></w:r>',
        '<w:r><w:br w:type="page"/></w:r>',
        "<!-- 乙 -->",
    ],
)
def test_what_is_not_seen_is_left_out(text_of, lost):
    assert text_of(paragraph(run("甲") + lost + run("丙"))) == "甲丙\n"


def test_visible_words_are_not_taken_for_hidden(text_of):
    assert text_of(paragraph(run("甲", '<w:rPr><w:vanish w:val="0"/></w:rPr>'))) == "甲\n"


def test_breaks_and_tabs_within_a_paragraph(text_of):
    inside = "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:noBreakHyphen/><w:t>丁</w:t></w:r>"
    assert text_of(paragraph(inside)) == "甲\t乙\n丙-丁\n"


def test_line_break_in_the_xml_is_a_blank(text_of):
    assert text_of(paragraph("<w:r><w:t>甲\n乙&#13;丙</w:t></w:r>")) == "甲 乙\n丙\n"


def test_deleted_paragraph_mark_joins_with_the_next(text_of):
    mark = '<w:rPr><w:del w:id="1" w:author="x"/></w:rPr>'
    assert text_of(line("前半句", mark) + line("后半句。")) == "前半句后半句。\n"


def test_paragraph_deleted_whole_leaves_no_line(text_of):
    gone = paragraph(
        '<w:del w:id="2" w:author="x"><w:r><w:delText>乙。</w:delText></w:r></w:del>',
        '<w:rPr><w:del w:id="1" w:author="x"/></w:rPr>',
    )
    assert text_of(line("甲。") + gone + line("丙。")) == "甲。\n丙。\n"


def test_deleted_table_row_is_left_out(text_of):
    grid = table(
        row(cell(line("甲")), cell(line("乙"))),
        row(cell(line("丙")), cell(line("丁")), properties='<w:del w:id="1" w:author="x"/>'),
    )
    assert text_of(grid) == "甲\t乙\n"


def test_blocks_rows_and_cells_in_content_controls_are_kept(text_of):
    control = "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>"
    grid = table(control.format(row(cell(line("甲")), control.format(cell(line("乙"))))))
    assert text_of(control.format(line("首。")) + grid) == "首。\n甲\t乙\n"


def test_formula_is_read(text_of):
    math = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    assert text_of(paragraph(run("约") + f"<m:oMath {math}><m:r><m:t>5%</m:t></m:r></m:oMath>")) == "约5%\n"


def test_table_of_contents_is_left_out(text_of):
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    control = f"<w:sdt>{gallery}<w:sdtContent>{line('目录')}{line('一、回顾 1')}</w:sdtContent></w:sdt>"
    styles = '<w:style w:type="paragraph" w:styleId="11"><w:name w:val="toc 1"/></w:style>'
    lines = control + line("一、回顾 1", '<w:pStyle w:val="11"/>') + line("一、回顾")
    assert text_of(lines, styles=styles) == "一、回顾\n"


def test_title_style_gives_the_title(docx):
    styles = '<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Title"/></w:style>'
    body = (
        line("机密")
        + line("甲市", '<w:pStyle w:val="a3"/>')
        + line("政府工作报告", '<w:pStyle w:val="a3"/>')
        + line("正文。")
    )
    assert open_source(docx(body, styles=styles)).title == "甲市政府工作报告"


def test_property_title(tmp_path):
    from docx import Document

    document = Document()
    document.add_paragraph("乙县2026年政府工作报告")
    document.core_properties.title = "乙县2026年政府工作报告"
    document.save(tmp_path / "x.docx")
    assert open_source(tmp_path / "x.docx").title == "乙县2026年政府工作报告"


@pytest.mark.parametrize("body", ["", "<w:p/>", line("　 "), table(row(cell("<w:p/>"), cell("<w:p/>")))])
def test_document_without_words(docx, body):
    with pytest.raises(FileEmpty, match="OCR"):
        open_source(docx(body))


def test_nothing_is_fetched(word_parts, pack_parts, put, monkeypatch):
    def deny(*args: object):
        raise AssertionError("the network was asked")

    monkeypatch.setattr("socket.socket", deny)
    monkeypatch.setattr("socket.getaddrinfo", deny)
    rels = "word/_rels/document.xml.rels"
    outside = (
        '<Relationship Id="rId9" TargetMode="External" Target="http://example.invalid/t.dotx" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/></Relationships>'
    )
    parts = {**word_parts, rels: word_parts[rels].replace("</Relationships>", outside)}
    assert open_source(put("外.docx", pack_parts(parts))).text == "各位代表：\n"


def test_macros_within_are_not_read(word_parts, pack_parts, put):
    parts = {**word_parts, "word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}
    types = parts["[Content_Types].xml"]
    kind = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    parts["[Content_Types].xml"] = types.replace("</Types>", kind)
    assert open_source(put("宏.docx", pack_parts(parts))).text == "各位代表：\n"


def test_pictures_are_passed_over(tmp_path):
    import base64
    import io

    from docx import Document

    dot = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
    document = Document()
    document.add_paragraph("图前。")
    document.add_picture(io.BytesIO(base64.b64decode(dot)))
    document.add_paragraph("图后。")
    document.save(tmp_path / "图.docx")
    assert open_source(tmp_path / "图.docx").text == "图前。\n\n图后。\n"


def test_typed_table_of_contents_is_left_out(text_of):
    entries = line("目　录") + line("一、回顾……1") + paragraph(run("二、任务") + "<w:r><w:tab/></w:r>" + run("4"))
    assert text_of(entries + line("一、回顾") + line("新建公路20公里。")) == "一、回顾\n新建公路20公里。\n"


MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


def alternatives(choice, fallback):
    return (
        f'<mc:AlternateContent {MC}><mc:Choice Requires="w">{choice}</mc:Choice>'
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


def box(inside):
    content = f"<w:txbxContent>{inside}</w:txbxContent>"
    return f'<w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml">{content}</v:textbox></w:pict>'


def test_of_words_written_in_two_ways_the_first_is_read(text_of):
    assert text_of(paragraph(run("新建") + alternatives(run("①"), run("(1)")) + run("公路。"))) == "新建①公路。\n"
    assert text_of(alternatives(line("甲。"), line("乙。"))) == "甲。\n"
    assert text_of(paragraph(f"<mc:AlternateContent {MC}/>" + run("丙。"))) == "丙。\n"


def test_text_boxes_are_read_where_all_text_stands_in_them(text_of):
    drawn = paragraph(f"<w:r>{alternatives(box(line('甲。') + line('乙。')), box(line('甲。') + line('乙。')))}</w:r>")
    assert text_of(drawn) == "甲。\n乙。\n"
    assert text_of(paragraph(f"<w:r>{box(line('丙。'))}</w:r>")) == "丙。\n"


def test_text_boxes_beside_a_text_are_left_out(text_of):
    assert text_of(paragraph(f"<w:r>{box(line('提示：投资900亿元。'))}</w:r>") + line("甲。")) == "\n甲。\n"


def test_only_cell_with_text_is_a_frame(text_of):
    long = "全年新建农村公路120公里，改造危桥9座，群众出行更加方便。" * 4
    grid = table(row(cell("<w:p/>"), cell(line(long) + line(long)), cell("<w:p/>")))
    assert text_of(grid) == f"{long}\n{long}\n"


def test_marks_of_no_width_are_left_out(text_of):
    assert text_of(line("增长5\u200b.5%\ufeff，\xad新建公路。")) == "增长5.5%，新建公路。\n"
