"""Numbers that Word counts: those of headings are written out as they are printed."""

import pytest

from taizhang.ingest import open_source
from taizhang.ingest.numbering import write_chinese


def level(at, style, pattern, start=1, more=""):
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def abstract(key, *levels: str, more=""):
    return f'<w:abstractNum w:abstractNumId="{key}">{more}{"".join(levels)}</w:abstractNum>'


def number(key, of, more=""):
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def line(words, key=None, at=0, style=None):
    of_style = f'<w:pStyle w:val="{style}"/>' if style else ""
    own = f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{key}"/></w:numPr>' if key is not None else ""
    return f"<w:p><w:pPr>{of_style}{own}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


def style(key, inside, based_on=""):
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{key}"/>{base}{inside}</w:style>'


REPORT = abstract(
    0,
    level(0, "chineseCounting", "%1、"),
    level(1, "chineseCountingThousand", "（%2）"),
    level(2, "decimal", "%3."),
)


@pytest.fixture
def lines_of(docx):
    return lambda body, **parts: open_source(docx(body, **parts)).text.splitlines()


def test_headings_of_three_levels(lines_of):
    body = (
        line("回顾", 1) + line("安排", 1) + line("产业", 1, 1) + line("园区", 1, 2) + line("链条", 1, 2)
        + line("消费", 1, 1) + line("展会", 1, 2) + line("保障", 1) + line("法治", 1, 1)
    )  # fmt: skip
    assert lines_of(body, numbering=REPORT + number(1, 0)) == [
        "一、回顾", "二、安排", "（一）产业", "1.园区", "2.链条", "（二）消费", "1.展会", "三、保障", "（一）法治",
    ]  # fmt: skip


def test_plain_paragraphs_between_do_not_disturb_the_count(lines_of):
    body = line("回顾", 1) + line("正文。") + line("安排", 1)
    assert lines_of(body, numbering=REPORT + number(1, 0)) == ["一、回顾", "正文。", "二、安排"]


def test_lists_of_one_pattern_go_on_unless_told_to_start_anew(lines_of):
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = REPORT + number(1, 0) + number(2, 0) + number(3, 0, anew)
    body = line("甲", 1) + line("乙", 2) + line("丙", 3) + line("丁", 3)
    assert lines_of(body, numbering=numbering) == ["一、甲", "二、乙", "一、丙", "二、丁"]


def test_lists_of_two_patterns_count_apart(lines_of):
    other = abstract(7, level(0, "decimal", "第%1条"))
    body = line("甲", 1) + line("乙", 2) + line("丙", 1)
    assert lines_of(body, numbering=REPORT + other + number(1, 0) + number(2, 7)) == ["一、甲", "第1条 乙", "二、丙"]


def test_start_that_is_not_one(lines_of):
    numbering = abstract(0, level(0, "decimal", "%1．", start=5)) + number(1, 0)
    assert lines_of(line("甲", 1) + line("乙", 1), numbering=numbering) == ["5．甲", "6．乙"]


def test_pattern_of_several_levels(lines_of):
    numbering = abstract(0, level(0, "decimal", "%1"), level(1, "decimal", "%1.%2")) + number(1, 0)
    body = line("总则", 1) + line("范围", 1, 1) + line("对象", 1, 1)
    assert lines_of(body, numbering=numbering) == ["1 总则", "1.1 范围", "1.2 对象"]


def test_deeper_level_that_never_restarts(lines_of):
    lower = level(1, "decimal", "%2.", more='<w:lvlRestart w:val="0"/>')
    numbering = abstract(0, level(0, "chineseCounting", "%1、"), lower) + number(1, 0)
    body = line("甲", 1) + line("子", 1, 1) + line("乙", 1) + line("丑", 1, 1)
    assert lines_of(body, numbering=numbering) == ["一、甲", "1.子", "二、乙", "2.丑"]


def test_number_of_a_style_and_of_the_style_it_builds_on(lines_of):
    numbering = abstract(
        0, level(0, "chineseCounting", "%1、", more='<w:pStyle w:val="H1"/>'),
        level(1, "chineseCounting", "（%2）", more='<w:pStyle w:val="H2"/>'),
    ) + number(4, 0)  # fmt: skip
    numbered = '<w:pPr><w:numPr><w:numId w:val="4"/></w:numPr></w:pPr>'
    styles = style("H1", numbered) + style("H2", numbered) + style("Own", "", based_on="H1")
    body = line("甲", style="H1") + line("乙", style="H2") + line("丙", style="Own")
    assert lines_of(body, numbering=numbering, styles=styles) == ["一、甲", "（一）乙", "二、丙"]


def test_list_zero_takes_the_number_of_a_style_away(lines_of):
    styles = style("H1", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    body = line("甲", style="H1") + line("乙", key=0, style="H1")
    assert lines_of(body, numbering=REPORT + number(1, 0), styles=styles) == ["一、甲", "乙"]


def test_styles_that_build_on_each_other_in_a_circle(lines_of):
    styles = style("A", "", based_on="B") + style("B", "", based_on="A")
    assert lines_of(line("甲", style="A"), styles=styles) == ["甲"]


@pytest.mark.parametrize("kind", ["bullet", "lowerLetter", "upperRoman"])
def test_marks_that_reports_do_not_number_with_are_left_out(lines_of, kind):
    numbering = abstract(0, level(0, kind, "%1" if kind != "bullet" else "●")) + number(1, 0)
    assert lines_of(line("甲", 1), numbering=numbering) == ["甲"]


def test_circled_and_wide_digits(lines_of):
    numbering = (
        abstract(0, level(0, "decimalEnclosedCircleChinese", "%1")) + abstract(1, level(0, "decimalFullWidth", "%1、"))
        + number(1, 0) + number(2, 1)
    )  # fmt: skip
    assert lines_of(line("甲", 1) + line("乙", 1) + line("丙", 2), numbering=numbering) == ["①甲", "②乙", "１、丙"]


def test_empty_numbered_paragraph_counts_but_prints_nothing(lines_of):
    body = line("甲", 1) + line("", 1) + line("乙", 1)
    assert lines_of(body, numbering=REPORT + number(1, 0)) == ["一、甲", "", "三、乙"]


@pytest.mark.parametrize("key", ["9", "x", ""])
def test_list_that_is_not_there(lines_of, key):
    assert lines_of(line("甲", key), numbering=REPORT + number(1, 0)) == ["甲"]


def test_level_that_is_not_there(lines_of):
    assert lines_of(line("甲", 1, 8), numbering=REPORT + number(1, 0)) == ["甲"]


def test_document_without_lists_or_styles(word_parts, pack_parts, put):
    parts = {name: part for name, part in word_parts.items() if "numbering.xml" not in name}
    rels = "word/_rels/document.xml.rels"
    parts[rels] = parts[rels].split("<Relationship Id")[0] + "</Relationships>"
    assert open_source(put("简.docx", pack_parts(parts))).text == "各位代表：\n"


def test_chinese_numbers_agree_with_their_digits():
    digits = {c: i for i, c in enumerate("零一二三四五六七八九")}
    for value in range(1, 10_000):
        total, digit = 0, 0
        for c in write_chinese(value):
            if c in "千百十":
                total += (digit or 1) * {"千": 1000, "百": 100, "十": 10}[c]
                digit = 0
            else:
                digit = digits[c]
        assert total + digit == value


def test_list_that_stands_for_the_list_of_a_style(lines_of):
    link = abstract(5, more='<w:numStyleLink w:val="Report"/>')
    styles = (
        '<w:style w:type="numbering" w:styleId="Report"><w:name w:val="Report"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = line("甲", 1) + line("乙", 2) + line("子", 2, 1)
    numbering = REPORT + link + number(1, 0) + number(2, 5)
    assert lines_of(body, numbering=numbering, styles=styles) == ["一、甲", "二、乙", "（一）子"]


def test_numbers_that_are_no_numbers(lines_of):
    numbering = abstract(0, level(0, "decimal", "%1、", start="x")) + number(1, 0)
    assert lines_of(line("甲", 1, "y"), numbering=numbering) == ["1、甲"]
