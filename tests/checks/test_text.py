"""Checks of the text: each finding on a text that has the fault, none on one that has not. Texts here are made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from taizhang import checks
from taizhang.checks import check_report
from taizhang.engine.model import Finding, Report, Severity, SourceText
from taizhang.engine.restore import restore

OPENING = "澜川市全面落实强农惠农政策。新建高标准农田12万亩，改造中低产田3万亩，粮食总产稳定在45万吨以上。"
BLOCK = (
    "做优做强特色农业。建立健全杂粮、药材、蔬菜标准化生产体系，推广节水灌溉8万亩，新增绿色食品认证30个，"
    "培育家庭农场120家，支持龙头企业发展果蔬冷藏、粮油加"
)
REST = "工和中药材种植，带动农户增收。"
TRADE = "扩大对外贸易。支持企业参加境外展会40场，开行国际货运班列60列。"
TRADE_REST = "鼓励外贸企业建设海外仓，全年进出口总额增长9%。"
DAMAGED = f"{OPENING}\n\n{TRADE}{BLOCK}\n\n{TRADE_REST}\n\n（二）推进乡村振兴。\n\n{BLOCK}\n\n{REST}\n"
NUMERALS = "一二三四五六七八九"


def report_of(text: str, place: str | None = "澜川市", year: int | None = 2031) -> Report:
    source = SourceText(text, place=place, year=year)
    return Report(source, restore(source))


def findings(text: str, code: str) -> list[Finding]:
    return [f for f in check_report(report_of(text)) if f.code == code]


def words(text: str, finding: Finding, at: int = 0) -> str:
    start, end = finding.spans[at]
    return text[start:end]


def listed(*numbers: int) -> str:
    return "\n\n".join(f"（{NUMERALS[n - 1]}）推进第{n}方面工作。" for n in numbers)


def test_a_clean_text_has_no_findings() -> None:
    text = f"澜川市政府工作报告\n\n各位代表：\n\n一、“十九五”时期工作（回顾）\n\n{OPENING}\n\n二、重点工作\n\n{TRADE}\n"
    assert check_report(report_of(text)) == ()


def test_every_code_has_a_title_and_every_check_tells_its_code() -> None:
    told = {check.__doc__.split()[0] for check in checks.list_checks() if check.__doc__}
    assert told == set(checks.TITLES)


def test_findings_stand_in_the_order_of_the_text() -> None:
    text = f"（上接第1版）\n\n好房子”标准出台。\n\n{DAMAGED}\n（下转第4版）"
    places = [f.spans[0].start for f in check_report(report_of(text))]
    assert places == sorted(places)
    assert len(places) >= 5


# --- T001 page turns ---------------------------------------------------------------------------------


def test_page_turns_at_the_edges_say_that_text_is_missing() -> None:
    text = f"（上接第1版）\n\n{OPENING}\n\n（下转第4版）\n"
    first, last = findings(text, "T001")
    assert (words(text, first), first.severity) == ("（上接第1版）", Severity.NOTICE)
    assert "第1版，不在本文中" in first.message
    assert "第4版，不在本文中" in last.message


def test_page_turns_that_meet_say_nothing_of_missing_text() -> None:
    text = f"{OPENING}（下转第2版）\n\n（上接第1版）{TRADE}"
    found = findings(text, "T001")
    assert len(found) == 2
    assert not any("不在本文中" in f.message for f in found)


def test_a_page_turn_with_much_text_beyond_it_is_only_a_mark() -> None:
    text = f"{OPENING * 6}（上接第1版）{TRADE}"
    (found,) = findings(text, "T001")
    assert "不在本文中" not in found.message


# --- T002, T003, T004 --------------------------------------------------------------------------------


def test_a_repeat_is_an_error_at_both_places() -> None:
    (found,) = findings(DAMAGED, "T002")
    assert found.severity is Severity.ERROR
    assert words(DAMAGED, found) == words(DAMAGED, found, 1) == BLOCK
    assert found.spans[0].start < found.spans[1].start
    assert "加”接“工" in found.message


def test_a_sentence_broken_in_the_copy_out_of_place_is_an_error() -> None:
    (found,) = findings(DAMAGED, "T003")
    assert found.severity is Severity.ERROR
    assert words(DAMAGED, found) == "粮油加"
    assert TRADE_REST.startswith(words(DAMAGED, found, 1))
    assert words(DAMAGED, found, 2) == REST


def test_a_lost_full_stop_is_a_question() -> None:
    text = f"{OPENING}\n\n稳住基本盘。群众生活水平持续改善\n\n今年，我们要坚持稳中求进，抓好三项工作。\n"
    (found,) = findings(text, "T003")
    assert found.severity is Severity.QUESTION
    assert words(text, found) == "群众生活水平持续改善"


def test_a_heading_without_a_full_stop_is_no_broken_sentence() -> None:
    assert not findings(f"一、总体要求\n\n{OPENING}\n\n（一）推进新型工业化，培育产业集群\n\n{TRADE}\n", "T003")


def test_a_joined_sentence_is_a_notice_at_the_break() -> None:
    text = f"{OPENING}\n\n完善水网体系。有效破解制造业产业发展\n\n的制约瓶颈，新建泵站6座。\n"
    (found,) = findings(text, "T004")
    assert found.severity is Severity.NOTICE
    assert words(text, found).startswith("的制约")
    assert "产业发展”接“的制约" in found.message


# --- T005 announced and missing ----------------------------------------------------------------------


def test_entries_on_another_page_are_a_notice() -> None:
    text = f"今年重点抓好以下八方面工作：\n\n{listed(1, 2, 3)}\n\n（下转第4版）\n"
    (found,) = findings(text, "T005")
    assert found.severity is Severity.NOTICE
    assert words(text, found) == "（下转第4版）"
    assert words(text, found, 1) == "以下八方面工作："
    assert "缺第4至8项" in found.message


def test_entries_missing_from_a_whole_text_are_a_question_at_what_follows() -> None:
    text = f"重点做好以下五个方面工作。\n\n{listed(1, 2, 3)}\n\n三、政府自身建设\n\n{OPENING}\n"
    (found,) = findings(text, "T005")
    assert found.severity is Severity.QUESTION
    assert words(text, found).startswith("三、政府自身建设")


def test_a_page_turn_before_the_list_explains_nothing() -> None:
    text = f"{OPENING}（下转第2版）（上接第1版）\n\n重点做好以下五个方面工作。\n\n{listed(1, 2, 3)}\n"
    (found,) = findings(text, "T005")
    assert found.severity is Severity.QUESTION


def test_an_entry_left_out_is_a_question_at_the_next_one() -> None:
    text = f"着力抓好以下四个方面工作：\n\n{listed(1, 2, 4)}\n"
    (found,) = findings(text, "T005")
    assert words(text, found) == "（四）"
    assert "缺第3项" in found.message


def test_more_entries_than_announced_are_a_question() -> None:
    text = f"着力抓好以下三个方面工作：\n\n{listed(1, 2, 3, 4)}\n"
    (found,) = findings(text, "T005")
    assert words(text, found) == "（四）"


@pytest.mark.parametrize(
    "text",
    [
        f"重点抓好以下三项工作：\n\n{listed(1, 2, 3)}\n\n二、保障措施\n",
        "重点把握以下三点：一是稳增长，二是促改革，三是惠民生。",
        "推进五大行动。\n\n一是稳增长。二是促改革。三是惠民生。四是防风险。五是保安全。",
        "《规划》从8个方面明确了目标，从12个方面作出安排。\n\n（一）经济发展。\n\n（二）社会事业。",
        "在2个方面奋勇争先。\n\n——在融合发展上争先。\n\n——在科技创新上争先。",
        "办好10件实事。\n\n一是扩大就业。二是扩大社保。",
        "重点抓好以下十一项工作：\n\n" + "\n\n".join(f"{n}.推进第{n}项。" for n in range(1, 12)),
        "抓好以下三项工作：\n\n一、稳增长。\n\n（一）扩投资。\n\n（二）促消费。\n\n二、促改革。\n\n三、惠民生。",
    ],
)
def test_complete_lists_and_counts_of_other_things_are_not_reported(text: str) -> None:
    assert not findings(text, "T005")


# --- T006 pairs --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "where", "message"),
    [
        ("按照宜居、智慧的好房子”标准，新建商品房。", "智慧的好房子”", "后引号没有对应的前引号"),
        ("推进“放管服改革，优化环境。", "“放管服改革", "前引号没有对应的后引号"),
        ("深化“双减“改革，提升质量。", "“双减“", "引号前后不配"),
        ("落实《澜川规划，加快建设。", "《澜川规划", "前书名号没有对应的后书名号"),
        ("水质达标率（国考断面95%。", "（国考断面95%", "前括号没有对应的后括号"),
        ('打造"智慧城市，服务群众。', '打造"', "引号不成对"),
    ],
)
def test_a_mark_without_its_other_half_is_an_error(text: str, where: str, message: str) -> None:
    (found,) = findings(text, "T006")
    assert (words(text, found), found.severity) == (where, Severity.ERROR)
    assert message in found.message


@pytest.mark.parametrize(
    "text",
    [
        "实施“‘双百’工程”，推进《〈澜川条例〉实施办法》。",
        "1）新建公路。\n2）改造桥梁。\n一）教育。",
        "（一)推进改革，（试行)办法印发。",
        "举办’99澜川花会。",
        '打造"智慧城市"，服务群众。',
    ],
)
def test_pairs_and_enumerators_are_left_alone(text: str) -> None:
    assert not findings(text, "T006")


def test_a_quote_cut_by_a_column_break_is_a_pair() -> None:
    text = f"{OPENING}\n\n完善城市功能。高质量建设“宜居\n\n之城”，新建公园6个。\n"
    assert not findings(text, "T006")


# --- T007 markup, T008 place, T009 year -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("PM_{2.5}浓度下降8%。", "PM_{2.5}"),
        ("排放CO_{2}减少。", "CO_{2}"),
        ("财政收入２$1.$2亿元。", "２$1.$2"),
        ("提高$1.$2个百分点。", "$1.$2"),
        ("出生率8&permil;以内。", "&permil;"),
        ("澜川&mdash;&mdash;北岭公路。", "&mdash;&mdash;"),
        ("澜川\ufffd\ufffd市。", "\ufffd\ufffd"),
    ],
)
def test_markup_left_in_the_text_is_an_error(text: str, code: str) -> None:
    (found,) = findings(text, "T007")
    assert (words(text, found), found.severity) == (code, Severity.ERROR)


@pytest.mark.parametrize(
    "text", ["PM2.5浓度下降8%。", "**一、回顾**", "研发费用R&D占比2.1%。", "引资$100万。", "注释[^1]见后。"]
)
def test_plain_text_and_markdown_are_no_leftover_markup(text: str) -> None:
    assert not findings(text, "T007")


def test_unknown_place_and_year_are_notices() -> None:
    text = f"\n\n政府工作报告\n\n{OPENING}"
    found = check_report(report_of(text, place=None, year=None))
    assert [(f.code, f.severity, words(text, f)) for f in found] == [
        ("T008", Severity.NOTICE, "政府工作报告"),
        ("T009", Severity.NOTICE, "政府工作报告"),
    ]


@pytest.mark.parametrize("text", ["", " \n", "（上接第1版）"])
def test_texts_of_next_to_nothing_are_checked(text: str) -> None:
    assert all(f.spans for f in check_report(report_of(text, place=None, year=None)))


# --- the newspaper page, where it lies beside the checkout ---------------------------------------------

SHARED = Path(__file__).parents[3] / "shared"


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs ../shared beside the checkout")
def test_the_newspaper_page_is_checked() -> None:
    text = (SHARED / "reports" / "jinzhong-2026.txt").read_text(encoding="utf-8")
    found = check_report(report_of(text))
    codes = [f.code for f in found]
    counts = {"T001": 2, "T002": 1, "T003": 1, "T004": 4, "T005": 1, "T006": 1, "T007": 1, "T015": 2}
    assert {code: codes.count(code) for code in sorted(set(codes))} == counts
    (missing,) = [f for f in found if f.code == "T005"]
    assert missing.severity is Severity.NOTICE


def test_a_block_printed_twice_is_told_with_both_places_and_why() -> None:
    (finding,) = findings(DAMAGED, "T002")
    assert "第3行（c" in finding.message
    assert "第9行（c" in finding.message
    assert "接“" in finding.message
    assert "|" not in finding.message
