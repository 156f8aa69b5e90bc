"""Restoring: furniture, page turns, copies out of place, sentences cut by breaks. Texts here are made up."""

from __future__ import annotations

import hashlib
import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taizhang import rules
from taizhang.engine.model import Restoration, RestoredText, SourceFile, SourceText, Span
from taizhang.engine.restore import restore
from taizhang.engine.restore.furniture import find_furniture
from taizhang.engine.restore.joins import find_wraps
from taizhang.engine.restore.lines import is_cut, is_heading
from taizhang.engine.restore.seams import score_seam

OPENING = "澜川市全面落实强农惠农政策。新建高标准农田12万亩，改造中低产田3万亩，粮食总产稳定在45万吨以上。"
BLOCK = (
    "做优做强特色农业。建立健全杂粮、药材、蔬菜标准化生产体系，推广节水灌溉8万亩，新增绿色食品认证30个，"
    "培育家庭农场120家，支持龙头企业发展果蔬冷藏、粮油加"
)
REST = "工和中药材种植，带动农户增收。"
TRADE = "扩大对外贸易。支持企业参加境外展会40场，开行国际货运班列60列。"
TRADE_REST = "鼓励外贸企业建设海外仓，全年进出口总额增长9%。"
FORMULA = (
    "坚持稳中求进、以进促稳、先立后破，统筹扩大内需和深化供给侧结构性改革，统筹新型城镇化和乡村全面振兴，"
    "统筹高质量发展和高水平安全，统筹发展和民生"
)
DAMAGED = f"{OPENING}\n\n{TRADE}{BLOCK}\n\n{TRADE_REST}\n\n（二）推进乡村振兴。\n\n{BLOCK}\n\n{REST}\n"


def restored(text: str) -> str:
    return RestoredText.from_pieces(text, restore(SourceText(text)).pieces).text


def words(text: str, span: Span) -> str:
    return text[span.start : span.end]


def assert_partition(text: str, found: Restoration) -> None:
    spans = sorted([*found.pieces, *(s.span for s in found.set_aside), *found.furniture])
    at = 0
    for start, end in spans:
        assert at <= start < end
        assert not re.sub(r"[\s\u200b\ufeff]", "", text[at:start])
        at = end
    assert not re.sub(r"[\s\u200b\ufeff]", "", text[at:])
    assert list(found.pieces) == sorted(found.pieces)


# --- furniture ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", rules.load("furniture"), ids=lambda row: row.key)
def test_furniture_rows_hold_on_their_examples(row: rules.Row) -> None:
    body = "正文说明如下。" * 300 + "\n" if row["where"] == "footer" else "正文说明如下。\n"
    for example in row.examples:
        text = body + example
        assert Span(len(body), len(text)) in find_furniture(text).spans, example
    for example in row.counterexamples:
        assert not find_furniture(body + example + "\n尾声。").spans, example


def test_front_matter_is_furniture() -> None:
    text = "---\ntitle: 澜川市政府工作报告\ntags:\n  - 报告\n---\n\n各位代表：\n"
    assert restored(text).strip() == "各位代表："


def test_rule_between_paragraphs_is_no_front_matter() -> None:
    text = "各位代表：\n\n---\n\n名词解释：指标说明。\n\n---\n\n完。\n"
    assert "名词解释：指标说明。" in restored(text)


@pytest.mark.parametrize("mark", ["第3页", "- 12 -", "— 3 —", "第 3 页 共 40 页", "3/40", "－5－"])
def test_page_marks_are_furniture(mark: str) -> None:
    assert mark not in restored(f"新建公路20公里。\n{mark}\n改造桥梁3座。\n")


def test_bare_numbers_are_page_numbers_only_where_they_count_up() -> None:
    assert find_furniture("甲。\n1\n乙。\n2\n丙。\n3\n丁。").spans
    assert not find_furniture("甲。\n36\n乙。\n24\n丙。\n12\n丁。").spans


def test_lines_of_links_are_furniture_and_links_in_text_are_not() -> None:
    text = "[首页](http://a.example) | [公开](http://b.example)\n\n详见[规划全文](http://c.example)第三章。\n"
    assert restored(text).strip() == "详见[规划全文](http://c.example)第三章。"


def test_comments_images_and_tags_are_furniture() -> None:
    assert restored("<!-- 配图 -->新建<b>公路</b>20公里&nbsp;。![图](x.png)") == "新建公路20公里。"


def test_footer_with_text_of_the_report_below_it_is_kept() -> None:
    text = "正文说明如下。" * 300 + "\n版权所有 澜川市\n\n二、重点任务\n"
    assert not restore(SourceText(text)).furniture


def test_glossary_is_kept() -> None:
    text = "各位代表！\n\n名词解释\n\n1.双千工程：指千企改造、千村整治。\n[2] 一网通办：指线上办理。\n"
    assert restored(text) == text


def test_each_file_has_edges_of_its_own() -> None:
    first, second = "---\ntitle: 一\n---\n甲。\n", "---\ntitle: 二\n---\n乙。\n"
    files = (SourceFile("1.md", Span(0, len(first))), SourceFile("2.md", Span(len(first), len(first + second))))
    found = restore(SourceText(first + second, files=files))
    assert len(found.furniture) == 2


# --- page turns --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mark", "direction", "page"),
    [
        ("（上接第1版）", "from", 1),
        ("(下转第4版)", "to", 4),
        ("（紧接A1版）", "from", 1),
        ("下转第十二版", "to", 12),
        ("【上接第二十版】", "from", 20),
        ("（下转）", "to", None),
    ],
)
def test_page_turns(mark: str, direction: str, page: int | None) -> None:
    text = f"优化营商环境。{mark}\n提升服务水平。"
    (turn,) = restore(SourceText(text)).page_turns
    assert (words(text, turn.span), turn.direction, turn.page) == (mark, direction, page)


def test_title_printed_between_two_page_turns_is_furniture() -> None:
    text = "优化营商环境，（下转第2版）\n\n政府工作报告\n\n（上接第1版）提升服务水平。"
    assert restored(text) == "优化营商环境，提升服务水平。"


def test_sentence_is_joined_across_a_page_turn() -> None:
    text = "加快水网建设。全年完成水利投资12亿元，（下转第2版）\n\n（上接第1版）新增供水能力3000万立方米。"
    (join,) = restore(SourceText(text)).joins
    assert words(text, join.before) == "全年完成水利投资12亿元，"
    assert words(text, join.after) == "新增供水能力3000万立方米。"


# --- joins -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("完善水网体系。有效破解制造业产业发展", "的制约瓶颈，新建泵站6座。"),
        ("完善城市功能。开工建设城市快速", "路三期，改造背街小巷40条。"),
        ("财政运行平稳。税收占比提高到71.", "5%，比上年提高2个百分点。"),
        ("消费持续回暖。文化旅游收入占比提高到35%", "左右，接待游客900万人次。"),
        ("优化营商环境。办理事项、", "材料、时限压缩三成。"),
    ],
)
def test_a_sentence_cut_by_a_break_is_joined(before: str, after: str) -> None:
    text = f"{OPENING}\n\n{before}\n\n{after}\n\n统筹发展和安全。\n"
    (join,) = restore(SourceText(text)).joins
    assert before + after in restored(text)
    assert text[join.before.end :].lstrip().startswith(after)
    assert words(text, join.after)[0] == after[0]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("（一）推进新型工业化，培育壮大产业集群", "大力发展装备制造。新建厂房20万平方米。"),
        ("澜川市市长 王小川", "各位代表："),
        ("各位代表，", "现在，我代表市人民政府向大会报告工作。"),
        ("今年重点抓好以下工作。一、2032年工作回顾", "过去一年，全市经济稳中有进。"),
        ("改善民生。着重办好以下八件实事", "（一）新建幼儿园6所。"),
        ("优化环境。着力增强发展动能", "**二、深化改革开放**"),
        ("稳住基本盘。这些问题都要切实加以解决", "各位代表！新的一年，任务艰巨。"),
        ("稳住基本盘。群众生活水平持续改善", "今年，我们要坚持稳中求进，抓好三项工作。"),
        ("| 指标 | 目标。值 | 增", "长 | 5% |"),
        ("— 农业。丰收", "- 工业增长8%"),
        ("新建公路20公里。", "改造桥梁3座。"),
        ("发展教育", "发展医疗"),
    ],
)
def test_headings_lists_titles_and_whole_sentences_are_not_joined(before: str, after: str) -> None:
    text = f"{OPENING}\n\n{before}\n\n{after}\n"
    assert not restore(SourceText(text)).joins
    assert restored(text) == text


def test_text_wrapped_at_a_width_is_unwrapped_without_joins() -> None:
    body = OPENING + TRADE + TRADE_REST + BLOCK + REST + "新建幼儿园6所。深化改革开放，优化营商环境。"
    wrapped = "\n".join(body[i : i + 31] for i in range(0, len(body), 31))
    assert restored(wrapped) == body
    assert not restore(SourceText(wrapped)).joins


def test_wrapped_paragraphs_stay_apart() -> None:
    paragraphs = ["\u3000\u3000" + OPENING + BLOCK + REST, "\u3000\u3000" + TRADE * 3]
    wrapped = "\n".join(p[i : i + 28] for p in paragraphs for i in range(0, len(p), 28))
    assert restored(wrapped).split("\n") == paragraphs


def test_lines_of_many_widths_are_not_wrapped() -> None:
    assert not find_wraps("\n".join("新建公路" * n for n in (3, 9, 5, 12, 2, 7, 11, 4)))


@pytest.mark.parametrize(
    "line", ["一、回顾", "（二）重点任务", "3.教育", "——创新驱动", "第二部分 任务", "**要点**", "① 教育", "各位代表"]
)
def test_headings_are_known(line: str) -> None:
    assert is_heading(line)


@pytest.mark.parametrize("line", ["3个项目开工", "5%和8%", "一批项目", "12.5亿元", "十分注重"])
def test_text_is_no_heading(line: str) -> None:
    assert not is_heading(line)


def test_a_line_without_a_whole_sentence_is_not_cut() -> None:
    assert not is_cut("推进产业转型升级")
    assert is_cut("稳中求进。推进产业转型升")


def test_the_texts_own_words_tell_that_a_seam_reads_on() -> None:
    own = "岚峪湾景区扩容。岚峪湾码头开工。岚峪湾大桥通车。"
    assert score_seam(own, "建设岚", "峪湾新") > score_seam("", "建设岚", "峪湾新")


# --- copies ------------------------------------------------------------------------------------------


def test_the_copy_out_of_place_is_set_aside() -> None:
    (fact,) = restore(SourceText(DAMAGED)).set_aside
    assert words(DAMAGED, fact.span) == words(DAMAGED, fact.kept) == BLOCK
    assert fact.span.start < fact.kept.start
    assert fact.is_exact
    assert "加|工" in fact.evidence


def test_the_interrupted_paragraph_is_whole_again() -> None:
    text = restored(DAMAGED)
    assert TRADE + TRADE_REST in text
    assert BLOCK + REST in text
    assert text.count("做优做强特色农业") == 1


def test_the_later_copy_is_set_aside_where_it_is_the_one_cut_off() -> None:
    text = f"{OPENING}\n\n{BLOCK}{REST}\n\n{TRADE}{BLOCK}\n\n{TRADE_REST}\n"
    (fact,) = restore(SourceText(text)).set_aside
    assert fact.span.start > fact.kept.start
    assert TRADE + TRADE_REST in restored(text)


def test_a_near_copy_of_the_sentence_before_goes_with_the_block() -> None:
    ours, theirs = (f"{verb}澜川高新区示范引领作用，打造全省先进制造业基地。" for verb in ("强化", "发挥"))
    text = f"{OPENING}\n\n{TRADE}{ours}{BLOCK}\n\n{TRADE_REST}\n\n支持云岭申报园区。{theirs}\n\n{BLOCK}\n\n{REST}\n"
    near, exact = restore(SourceText(text)).set_aside
    assert (words(text, near.span), words(text, near.kept), near.is_exact) == (ours, theirs, False)
    assert words(text, exact.span) == BLOCK
    assert exact.is_exact
    assert TRADE + TRADE_REST in restored(text)


def test_a_block_printed_twice_in_a_row_is_set_aside_once() -> None:
    paragraph = OPENING + TRADE
    text = f"各位代表！\n\n{paragraph}\n\n{paragraph}\n\n谢谢大家！"
    (fact,) = restore(SourceText(text)).set_aside
    assert words(text, fact.span).strip() == paragraph
    assert fact.span.start > fact.kept.start


def test_a_sentence_that_a_copy_interrupts_is_joined_across_it() -> None:
    broken = f"稳住外贸基本盘。积极开拓境外市\n\n{BLOCK}{REST}\n\n场，支持企业参展40场。"
    text = f"{OPENING}\n\n{broken}\n\n改善民生。\n\n{BLOCK}{REST}\n"
    assert "积极开拓境外市场，支持企业参展40场。" in restored(text)


@pytest.mark.parametrize(
    "text",
    [
        "各位代表！" * 40,
        (OPENING + "\n\n") + TRADE + "\n\n" + OPENING,
        f"{FORMULA}，切实增强活力、防范风险。\n\n今年，我们要{FORMULA}，抓好三件事。",
    ],
    ids=["slogan", "sentence", "formula"],
)
def test_repetition_that_is_meant_stays(text: str) -> None:
    found = restore(SourceText(text))
    assert not found.set_aside
    assert restored(text) == text


# --- invariants --------------------------------------------------------------------------------------

FRAGMENTS = st.sampled_from(
    [OPENING, BLOCK, REST, TRADE, "\n", "\n\n", "（上接第1版）", "（下转第4版）", "\u3000\u3000", " ", "😀", "𠮷",
     "，", "。", "- 3 -", "<b>", "<!--", "-->", "---\n", "来源：某报", "一、任务", "各位代表！",
     "\u200b", "\r", "\x85", "\u2028", "12.", "5%"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(FRAGMENTS | st.text(max_size=6), max_size=24).map("".join))
def test_every_character_is_accounted_for(text: str) -> None:
    assert_partition(text, restore(SourceText(text)))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(DAMAGED)), st.sampled_from(["\n\n", "（下转第2版）\n\n（上接第1版）", "- 7 -", BLOCK]))
def test_breaks_and_blocks_anywhere_leave_the_invariants(at: int, inserted: str) -> None:
    text = DAMAGED[:at] + inserted + DAMAGED[at:]
    assert_partition(text, restore(SourceText(text)))


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "\u3000", "😀", "\ud800", "。"])
def test_texts_of_next_to_nothing(text: str) -> None:
    assert_partition(text, restore(SourceText(text)))


def test_time_grows_with_length_only() -> None:
    text = "".join(
        f"全年新建公路{int(hashlib.sha256(str(i).encode()).hexdigest()[:6], 16)}公里，改造\n\n" for i in range(20000)
    )
    source = SourceText(text + "甲" * 100_000)
    begun = time.process_time()
    restore(source)
    assert time.process_time() - begun < 8


# --- real reports, where they lie beside the checkout ------------------------------------------------------

SHARED = Path(__file__).parents[3] / "shared"


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared beside the checkout")
def test_the_newspaper_page_is_restored() -> None:
    text = (SHARED / "reports" / "jinzhong-2026.txt").read_text(encoding="utf-8")
    found = restore(SourceText(text))
    assert [j.evidence.partition("|")[0][-1] + "|" + j.evidence.partition("|")[2][0] for j in found.joins] == [
        "展|的", "关|心", "文|旅", "加|工",
    ]  # fmt: skip
    near, exact = found.set_aside
    assert not near.is_exact
    assert exact.is_exact
    assert exact.span.end < exact.kept.start
    assert text[exact.span.end - 1] == "加"
    assert text[exact.kept.end :].lstrip()[0] == "工"
    assert [(t.direction, t.page) for t in found.page_turns] == [("from", 1), ("to", 4)]


def test_what_the_layout_says_is_beside_the_report_is_furniture():
    text = "新建公路20公里，改造桥梁。\n图为新建的桥梁。\n优化营商环境。\n"
    aside = Span(text.index("图为"), text.index("优化"))
    found = restore(SourceText(text, asides=(aside,)))
    assert aside in found.furniture
    assert "图为" not in "".join(text[a:b] for a, b in found.pieces)


GROWTH = "培育壮大新兴产业。建成算力中心2座，引进整机企业10家。推动轴承、铸造向高端延伸，新增专精特新企业30家。"
CREDIT = (
    "做优营商环境。设立企业服务专员1200名，惠企资金免申即享比例提高到75%以上。拖欠账款年底前全部清偿，"
    "一项检查一年不超过1次。新增贷款向小微企业倾斜，小微贷"
)


def test_a_block_in_the_middle_of_a_line_is_set_aside_where_its_last_words_do_not_read_on():
    text = f"{GROWTH}{CREDIT}人工智能方面开放场景50个。\n\n（四）深化改革。{CREDIT}款余额增长13%以上。\n"
    [fact] = restore(SourceText(text)).set_aside
    assert fact.span.start == len(GROWTH)
    assert "小微贷款余额增长" in restored(text)


def test_whole_sentences_in_the_middle_of_another_sentence_are_set_aside():
    block = CREDIT.removesuffix("，小微贷") + "。"
    text = f"{GROWTH[:20]}{block}{GROWTH[20:]}\n\n（四）深化改革。{block}健全服务体系。\n"
    [fact] = restore(SourceText(text)).set_aside
    assert (fact.span.start, words(text, fact.span)) == (20, block)


@pytest.mark.parametrize("mark", ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad"])
def test_marks_of_no_width_are_read_through(mark: str) -> None:
    text = f"一、今年工作任务\n新建农村公{mark}路12{mark}0公{mark}里。"
    found = restore(SourceText(text))
    restored = "".join(text[start:end] for start, end in found.pieces)
    assert restored == text.replace(mark, "")
    assert len(found.furniture) == 3
