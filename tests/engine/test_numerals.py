from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.engine.model import Bound
from taizhang.engine.numerals import read_numbers
from taizhang.engine.numerals.units import read_chinese


def figures(text: str, mode: str = "report") -> list[tuple[str, str, str]]:
    return [(text[m.start : m.end], _show(m.low, m.high), m.unit) for m in read_numbers(text, mode)[0]]


def _show(low: Decimal, high: Decimal) -> str:
    return f"{low:f}" if low == high else f"{low:f}~{high:f}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("新增就业20.14万人", [("20.14万人", "201400", "人")]),
        ("赤字规模4.06万亿元", [("4.06万亿元", "4060000000000", "元")]),
        ("补助1,100万元", [("1,100万元", "11000000", "元")]),
        ("投资近百亿元", [("百亿元", "10000000000", "元")]),
        ("惠及上千万家庭", [("千万", "10000000", "")]),
        ("占比三分之二", [("三分之二", "0.6666666666666666666666666667", "")]),
        ("提高百分之五点五", [("百分之五点五", "5.5", "%")]),
        ("占比５.５％", [("５.５％", "5.5", "%")]),
        ("自然增长率-2.06‰", [("-2.06‰", "-2.06", "‰")]),
        ("增长5%—5.5%", [("5%—5.5%", "5~5.5", "%")]),
        ("新建3至5座水库", [("3至5座", "3~5", "座")]),
        ("聚焦1—2个产业", [("1—2个", "1~2", "个")]),
        ("建设2×1000兆瓦机组", [("2×1000兆瓦", "2000", "兆瓦")]),
        ("新增装机60万千瓦", [("60万千瓦", "600000", "千瓦")]),
        ("发电40亿千瓦时", [("40亿千瓦时", "4000000000", "千瓦时")]),
        ("能耗30万吨标准煤", [("30万吨标准煤", "300000", "吨标准煤")]),
        ("产量分别为424.8、502.5、187.9万吨", [
            ("424.8", "4248000", "吨"), ("502.5", "5025000", "吨"), ("187.9万吨", "1879000", "吨"),
        ]),
        ("翻两番", [("两番", "2", "番")]),
        ("产值之比达2:1以上", [("2:1", "2", "")]),
        ("居全省第3位", [("第3位", "3", "位")]),
        ("数量居全国第一。", [("第一", "1", "位")]),
        ("进入全国前10位", [("前10位", "10", "位")]),
        ("优化服务9.3个百分点", [("9.3个百分点", "9.3", "百分点")]),
        ("建成养老设施1300余处", [("1300余处", "1300", "处")]),
        ("6600多万纳税人受益", [("6600多万", "66000000", "")]),
        ("收入之比下降到2.51。", [("2.51", "2.51", "")]),
        ("推动国信307、340等2条干道", [("2条", "2", "条")]),
    ],
)  # fmt: skip
def test_a_figure_is_read_with_value_and_unit(text, found):
    assert figures(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "2026年6月30日", "十四五规划", "一带一路", "PM2.5浓度", "5G基站", "G307国道", "108国道", "1号线", "“156”战略",
        "世界500强企业", "第3批试点", "12345热线", "3.0版", "千方百计帮助企业", "建军一百年目标", "安全第一、预防为主",
        "万元GDP能耗", "三次产业比例为8.5:42:49.5", "增加值[12]",
    ],
)  # fmt: skip
def test_dates_names_ordinals_and_idioms_are_no_figures(text):
    assert figures(text) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2026年", "year"),
        ("6月底前", "date.month_day"),
        ("PM2.5", "name.letters_before"),
        ("5G基站", "name.letters_after"),
    ],
)
def test_digits_that_are_no_figure_carry_a_reason(text, reason):
    assert [u.reason for u in read_numbers(text)[1]] == [reason]


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("十五万六千", 156000),
        ("两千零四", 2004),
        ("百亿", 10**10),
        ("二〇二六", 2026),
        ("十", 10),
        ("三百二十一", 321),
        ("一亿二千万", 120000000),
    ],
)
def test_a_chinese_numeral_has_its_value(numeral, value):
    assert read_chinese(numeral) == value


def test_bare_mode_counts_cardinals_before_a_measure_word():
    assert figures("建设两所学校", "bare") == [("两所", "2", "所")]
    assert figures("建设两所学校", "report") == []


def test_more_than_is_told_by_the_number_itself():
    [mention] = read_numbers("办结300余件")[0]
    assert mention.bound is Bound.MORE_THAN


@given(
    st.text(alphabet="0123456789.,%万亿千百十年月第个元人公里—-至:：、（）()+×/ 零一二三两超近以上PMG\n", max_size=40)
)
def test_any_text_gives_mentions_in_order_inside_it(text):
    mentions, unread = read_numbers(text)
    ends = [0]
    for mention in mentions:
        assert ends[-1] <= mention.start < mention.end <= len(text)
        assert mention.low <= mention.high
        ends.append(mention.end)
    for run in unread:
        assert text[run.span.start : run.span.end].strip("0123456789.,零一二两三四五六七八九十百千万亿") == ""


@given(st.integers(min_value=1, max_value=99_999_999), st.sampled_from(["万元", "亿元", "个", "公里", "%"]))
def test_an_arabic_figure_keeps_its_value(number, unit):
    [mention] = (
        read_numbers(f"完成{number}{unit}。")[0]
        if unit != "个" or not 1900 <= number < 2100
        else read_numbers("完成5个。")[0]
    )
    scale = {"万元": 10**4, "亿元": 10**8}.get(unit, 1)
    assert mention.low == (number if unit != "个" or not 1900 <= number < 2100 else 5) * scale


@pytest.mark.parametrize("mode", ["report", "bare"])
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("赤字规模4.06万亿元", [("4.06万亿元", "4060000000000", "元")]),
        ("补助1,100万元", [("1,100万元", "11000000", "元")]),
        ("投资近百亿元", [("百亿元", "10000000000", "元")]),
        ("惠及上千万家庭", [("千万", "10000000", "")]),
        ("补助十五万六千元", [("十五万六千元", "156000", "元")]),
        ("共两千零四户", [("两千零四户", "2004", "户")]),
        ("占比三分之二", [("三分之二", "0.6666666666666666666666666667", "")]),
        ("占八成五", [("八成五", "0.85", "")]),
        ("超过一半", [("一半", "0.5", "")]),
        ("收入翻两番", [("两番", "2", "番")]),
        ("提高百分之五点五", [("百分之五点五", "5.5", "%")]),
        ("占比５.５％", [("５.５％", "5.5", "%")]),
        ("死亡率2‰", [("2‰", "2", "‰")]),
        ("自然增长率-2.06‰", [("-2.06‰", "-2.06", "‰")]),
        ("增长5%—5.5%", [("5%—5.5%", "5~5.5", "%")]),
        ("新建3至5座", [("3至5座", "3~5", "座")]),
        ("全长20～30公里", [("20～30公里", "20~30", "公里")]),
        ("聚焦1—2个产业", [("1—2个", "1~2", "个")]),
        ("增长5-6%", [("5-6%", "5~6", "%")]),
        ("建设2×1000兆瓦机组", [("2×1000兆瓦", "2000", "兆瓦")]),
        ("装机60万千瓦", [("60万千瓦", "600000", "千瓦")]),
        ("发电40亿千瓦时", [("40亿千瓦时", "4000000000", "千瓦时")]),
        ("吞吐30万标准箱", [("30万标准箱", "300000", "标准箱")]),
        ("能耗30万吨标准煤", [("30万吨标准煤", "300000", "吨标准煤")]),
        ("补助500元/人", [("500元/人", "500", "元/人")]),
        ("施用3吨/公顷", [("3吨/公顷", "3", "吨/公顷")]),
        ("新增就业20.14万人", [("20.14万人", "201400", "人")]),
        ("惠及20.14万人次", [("20.14万人次", "201400", "人次")]),
        ("惠及20.14万人(次)", [("20.14万人(次)", "201400", "人次")]),
        ("惠及20.14万人（次）", [("20.14万人（次）", "201400", "人次")]),
        ("新开工235项、竣工180项", [("235项", "235", "项"), ("180项", "180", "项")]),
        ("由12.5%提高到15%", [("12.5%", "12.5", "%"), ("15%", "15", "%")]),
        ("从8.2%降至7.1%", [("8.2%", "8.2", "%"), ("7.1%", "7.1", "%")]),
        ("分别增长7.2%、8.1%和6.5%左右", [("7.2%", "7.2", "%"), ("8.1%", "8.1", "%"), ("6.5%", "6.5", "%")]),
        ("每百户拥有36辆", [("36辆", "36", "辆")]),
        ("同比增长5%", [("5%", "5", "%")]),
        ("环比下降2%", [("2%", "2", "%")]),
        ("比上年增长3%", [("3%", "3", "%")]),
        ("较2020年提高4%", [("4%", "4", "%")]),
        ("高于全国1.2个百分点", [("1.2个百分点", "1.2", "百分点")]),
        ("排名前移2位", [("2位", "2", "位")]),
        ("居全省第3", [("第3", "3", "位")]),
        ("进入全国前10位", [("前10位", "10", "位")]),
        ("产值之比达2:1", [("2:1", "2", "")]),
        ("涨幅控制在5.5%以内", [("5.5%", "5.5", "%")]),
        ("不低于30%", [("30%", "30", "%")]),
        ("办结300余件", [("300余件", "300", "件")]),
        ("惠及6600多万人", [("6600多万人", "66000000", "人")]),
        ("约20来个", [("20来个", "20", "个")]),
        ("307、340、108等6条", [("6条", "6", "条")]),
        ("十四五规划", []),
        ("一带一路", []),
        ("两重建设", []),
        ("产出3.5、2.5、1.5万吨", [("3.5", "35000", "吨"), ("2.5", "25000", "吨"), ("1.5万吨", "15000", "吨")]),
        ("居全省第3。", [("第3", "3", "位")]),
        ("指数由205提高到229，", [("205", "205", ""), ("229", "229", "")]),
        ("2 063.37亿元", [("2 063.37亿元", "206337000000", "元")]),
        ("1，100万元", [("1，100万元", "11000000", "元")]),
        ("3 个", [("3 个", "3", "个")]),
        ("500万美元", [("500万美元", "5000000", "美元")]),
        ("时速350公里/小时", [("350公里/小时", "350", "公里/小时")]),
        ("算力300P", [("300P", "300", "P")]),
        ("一亿零五百万元", [("一亿零五百万元", "105000000", "元")]),
        ("占比达到三成", [("三成", "0.3", "")]),
    ],
)  # fmt: skip
def test_a_form_is_read_alike_in_a_report_and_in_a_bare_string(text, found, mode):
    assert figures(text, mode) == found


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("进一步加快", "word"),
        ("万众一心加油", "idiom"),
        ("落实十四五规划", "name.slogan"),
        ("三亚机场", "name.proper"),
        ("新建三个公园", "count.small"),
        ("五年来成绩显著", "duration.words"),
        ("二期工程", "stage"),
        ("三中全会", "session"),
        ("数百家企业", "count.vague"),
        ("百强企业", "name.slogan"),
        ("“智汇1234聚才计划”", "name.wide_quotes"),
    ],
)
def test_a_numeral_that_is_no_figure_carries_a_reason(text, reason):
    assert {u.reason for u in read_numbers(text)[1]} == {reason}


def test_what_stands_behind_digits_in_words_has_their_reason():
    assert [u.reason for u in read_numbers("（第15万辆下线）")[1]] == ["ordinal", "ordinal"]


def test_a_numeral_that_no_rule_knows_is_listed_without_a_reason():
    assert [u.reason for u in read_numbers("三思而行")[1]] == [None]


def test_every_run_is_in_a_mention_or_unread():
    text = "一是新建三个公园、5所学校，完成投资3.5亿元；第二批108国道改线，占三分之二。"
    mentions, unread = read_numbers(text)
    spans = [(m.start, m.end) for m in mentions] + [u.span for u in unread]
    runs = [at for at, c in enumerate(text) if c in "一三五二亿108355"]
    assert all(any(start <= at < end for start, end in spans) for at in runs)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("每个县至少建成一条步行街", [("一条", "1", "条")]),
        ("培育不少于两家龙头企业", [("两家", "2", "家")]),
        ("每个县各建一所养老院", [("一所", "1", "所")]),
        ("建成一条步行街", []),
        ("各有一套办法", []),
    ],
)
def test_a_small_figure_in_words_counts_behind_a_bound(text, found):
    assert figures(text) == found
