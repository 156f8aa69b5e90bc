from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.engine.numerals import read_numbers
from taizhang.engine.numerals.bare import read_figure


def figures(text: str) -> list[tuple[str, str, str]]:
    return [(text[m.start : m.end], f"{m.low:f}", m.unit) for m in read_numbers(text, "bare")[0]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("这里有三只猫和4条狗", [("三只", "3", "只"), ("4条", "4", "条")]),
        ("负十", [("负十", "-10", "")]),
        ("三点一四", [("三点一四", "3.14", "")]),
        ("1亿2000万", [("1亿2000万", "120000000", "")]),
        ("壹佰贰拾元", [("壹佰贰拾元", "120", "元")]),
        ("两萬五千", [("两萬五千", "25000", "")]),
        ("2兆", [("2兆", "2000000000000", "")]),
        ("五元六角三分", [("五元六角三分", "5.63", "元")]),
        ("3块5毛", [("3块5毛", "3.5", "元")]),
        ("三斤半", [("三斤半", "3.5", "斤")]),
        ("三个半小时", [("三个半小时", "3.5", "小时")]),
        ("半斤", [("半斤", "0.5", "斤")]),
        ("$3.5万", [("$3.5万", "35000", "美元")]),
        ("￥500", [("￥500", "500", "元")]),
        ("人民币100元", [("人民币100元", "100", "元")]),
        ("100美金", [("100美金", "100", "美元")]),
        ("2^5", [("2^5", "32", "")]),
        ("1.1e+3", [("1.1e+3", "1100", "")]),
        ("1 234 567元", [("1 234 567元", "1234567", "元")]),
        ("一百二", [("一百二", "120", "")]),
        ("七折", [("七折", "0.7", "")]),
        ("八五折", [("八五折", "0.85", "")]),
        ("八成五", [("八成五", "0.85", "")]),
        ("一半", [("一半", "0.5", "")]),
        ("五又四分之三", [("五又四分之三", "5.75", "")]),
        ("负百分之三", [("负百分之三", "-3", "%")]),
        ("千分之三", [("千分之三", "0.003", "")]),
        ("零下10摄氏度", [("零下10摄氏度", "-10", "摄氏度")]),
        ("时速100km/h", [("100km/h", "100", "km/h")]),
        ("长5英尺", [("5英尺", "5", "英尺")]),
        ("十几个", [("十几个", "10", "个")]),
        ("每百户拥有36辆", [("36辆", "36", "辆")]),
        ("一万三千亿元", [("一万三千亿元", "1300000000000", "元")]),
        ("一亿零一百", [("一亿零一百", "100000100", "")]),
    ],
)
def test_any_text_may_hold_figures(text, found):
    assert figures(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "二〇一六年", "一九九八年出生", "八月五日", "2016年3月", "三点半", "星期三", "第三批", "十四五规划", "一带一路",
        "5G基站", "C919", "G5国道", "PM2.5",
        "千方百计", "八项规定", "一起努力", "统一", "三角形", "一打开", "20世纪", "初三",
    ],
)  # fmt: skip
def test_dates_ordinals_idioms_and_names_are_none(text):
    assert figures(text) == []


def _in_words(number: int) -> str:
    """A whole number below ten thousand, as it is said."""
    digits, powers = "零一二三四五六七八九", ["千", "百", "十", ""]
    said = "".join((digits[int(d)] + p) if d != "0" else "零" for d, p in zip(f"{number:04}", powers, strict=True))
    return said.strip("零").replace("零零", "零") or "零"


@given(st.integers(min_value=1, max_value=9999))
def test_a_number_said_in_words_has_its_value(number):
    assert read_figure(_in_words(number)) == number


@given(st.text(alphabet="零一二两三半百千万亿点分之成折负元角毛个斤年月日0123456789.,%$^e+-第 的在\n", max_size=30))
def test_any_text_gives_mentions_in_order_inside_it(text):
    mentions, _ = read_numbers(text, "bare")
    end = 0
    for mention in mentions:
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
