"""Place, area and year of a report: from the title, the dateline, and the text alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from taizhang.engine.dateline import identify
from taizhang.engine.model import SourceText

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "reports.parquet"


def told(text="", title="", place=None, area=None, year=None):
    found = identify(SourceText(text=text, title=title, place=place, area=area, year=year), text)
    return found.place, found.area, found.year


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("晋中市政府工作报告（2023年3月22日 张三）", ("晋中市", "140700", 2023)),
        ("2015年大连市政府工作报告", ("大连市", "210200", 2015)),
        ("吕梁市政府工作报告（2015年12月27日）", ("吕梁市", "141100", 2016)),
        ("山西省晋中市太谷区人民政府工作报告（2024年）", ("太谷区", "140703", 2024)),
        ("太原2023年政府工作报告", ("太原市", "140100", 2023)),
        ("克州政府工作报告（2021年1月3日）", ("克孜勒苏柯尔克孜自治州", "653000", 2021)),
        ("恩施州二〇一六年政府工作报告", ("恩施土家族苗族自治州", "422800", 2016)),
        ("襄樊市２００９年政府工作报告", ("襄樊市", "420600", 2009)),
        ("思茅市政府工作报告（2006年）", ("思茅市", "530800", 2006)),
        ("李四省长在广东省第十二届人民代表大会上作报告（2016年1月25日）", ("广东省", "440000", 2016)),
        ("中华人民共和国2023年国民经济和社会发展统计公报", ("国务院", "000000", 2023)),
        ("晋中市2023年国民经济和社会发展统计公报", ("晋中市", "140700", 2023)),
    ],
)
def test_title_alone(title, wanted):
    text = title if "公报" in title else ""
    assert told(text, title) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "政府工作报告\n——2014年1月7日在宜宾市第四届人民代表大会第四次会议上\n各位代表：\n",
            ("宜宾市", "511500", 2014),
        ),
        ("政府工作报告\n二〇一九年十二月二十日在晋中市第四届人民代表大会上\n", ("晋中市", "140700", 2020)),
        ("政府工作报告\n2022年4月9日在宁波市\n\n第十六届人民代表大会第一次会议上\n", ("宁波市", "330200", 2022)),
        ("各位代表：现在，我代表国务院，向大会报告工作。\n二、2024年工作安排\n", ("国务院", "000000", 2024)),
        (
            "——1964年12月21日在第三届全国人民代表大会第一次会议上\n",
            ("国务院", "000000", 1964),
        ),
        ("各位代表：现在，我代表长治市人民政府向大会报告工作。\n一、2025年工作回顾\n", ("长治市", "140400", 2026)),
        ("---\ntitle: 阳泉市政府工作报告\ndate: 2024-01-20\n---\n各位代表：\n", ("阳泉市", "140300", 2024)),
        ("---\nplace: 阳泉市\ndate: 2023-12-20\n---\n各位代表：\n", ("阳泉市", "140300", 2024)),
    ],
)
def test_dateline_and_opening(text, wanted):
    assert told(text) == wanted


def test_what_the_caller_gave_is_kept():
    assert told("", "2015年大连市政府工作报告", place="太谷县", year=2014) == ("太谷县", "140726", 2014)


def test_a_given_code_gets_its_name_of_the_year():
    assert told("", "政府工作报告（2009年）", area="420600") == ("襄樊市", "420600", 2009)


def test_a_given_place_that_nobody_knows_has_no_code():
    assert told("", "2020年政府工作报告", place="青石岭市") == ("青石岭市", None, 2020)


def test_a_session_that_met_before_is_no_dateline():
    text = "一、回顾\n2002年3月市第十一届人民代表大会第一次会议以来，我们奋力前行。\n二、2007年主要任务\n"
    assert told(text)[2] == 2007


def test_a_dateline_outweighs_a_bare_year_in_the_title():
    text = "（2008年1月22日在四川省第十一届人民代表大会第一次会议上）\n"
    assert told(text, "2007年四川省人民政府工作报告") == ("四川省", "510000", 2008)


def test_digits_of_a_file_name_give_the_year():
    assert told("各位代表：", "jinzhong-2026")[2] == 2026


def test_two_years_in_a_title_give_none():
    assert told("各位代表：", "2021年回顾与2022年展望合刊")[2] is None


def test_the_review_is_of_the_year_before():
    assert told("一、2021年工作回顾\n各项工作有序推进。\n三、2022年工作安排\n")[2] == 2022


def test_a_far_goal_is_not_the_year():
    assert told("到2035年的奋斗目标已经明确。\n二、2022年主要任务\n")[2] == 2022


def test_years_that_contradict_each_other_give_none():
    assert told("一、2012年工作安排\n……\n二、2019年工作安排\n")[2] is None


def test_words_without_place_or_year_give_none():
    assert told("我们要多办实事。" * 30) == (None, None, None)


PAGE = (
    "全市上下同心。榆次新城拓展，太谷农谷起势，平遥古城焕新。我市支持灵石、介休转型，"
    "推动左权、和顺、昔阳联动。全市粮食增产，祁县、寿阳、榆社齐头并进，晋中开发区提质。全市再动员。\n"
)


def test_a_page_without_dateline_is_placed_by_its_counties():
    assert told(PAGE)[:2] == ("晋中市", "140700")


def test_two_cities_named_alike_leave_the_page_unplaced():
    other = "全市上下。桥东、平定、盂县、阳泉、平定县、盂县，我市阳泉再提速。全市平定、盂县、阳泉、平定、盂县、阳泉。"
    assert told("全市榆社、左权、和顺、晋中、榆社、左权、和顺、晋中。" + other)[:2] == (None, None)


def test_one_mention_of_a_city_does_not_place_a_page():
    assert told("全市学习晋中经验。全市动员，全市行动。")[:2] == (None, None)


def test_a_county_name_that_several_share_is_settled_by_the_text():
    text = (
        "全区加快建设。石家庄市区联动，桥西、裕华、藁城、鹿泉、栾城、正定协同，石家庄与井陉同行，赵县、晋州、新乐。" * 3
    )
    assert told(text, "新华区政府工作报告（2021年）") == ("新华区", "130105", 2021)


def test_a_county_name_that_several_share_stays_open_without_evidence():
    assert told("我们办好实事。", "新华区政府工作报告（2021年）") == (None, None, 2021)


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus lies in a sibling folder")
@pytest.mark.parametrize("has_title", [True, False])
def test_corpus_places_and_years_are_read(has_title):
    rows = pytest.importorskip("pyarrow.parquet").read_table(CORPUS).slice(0, 651).to_pylist()[::4]
    found = [(r, identify(SourceText(text=r["text"], title=r["title"] if has_title else ""), r["text"])) for r in rows]
    places = [s.place == r["place"] for r, s in found if s.place]
    years = [s.year == r["year"] for r, s in found if s.year]
    assert len(places) >= 0.97 * len(rows)
    assert sum(places) >= 0.97 * len(places)
    assert len(years) >= 0.95 * len(rows)
    assert sum(years) >= 0.97 * len(years)


def test_a_place_that_no_register_knows_has_a_name_and_no_area():
    found = identify(SourceText("", title="澜川市政府工作报告（2026年1月13日）"), "")
    assert (found.place, found.area, found.year) == ("澜川市", None, 2026)


def test_a_year_printed_with_spaces_is_read():
    assert identify(SourceText("", title="2 0 2 1 年 政府工作报告"), "").year == 2021
