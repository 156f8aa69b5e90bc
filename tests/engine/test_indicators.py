from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import taizhang
from taizhang.engine.clauses import split_clauses
from taizhang.engine.indicators import read_indicators
from taizhang.engine.indicators.candidates import Kind, list_candidates
from taizhang.engine.indicators.marks import PAD, VERSION, Grams, hash_phrase
from taizhang.engine.indicators.ranking import RANKED, TABLE, choose_phrases, load_table, score_candidates
from taizhang.engine.indicators.reading import Phrase, read_phrases
from taizhang.engine.model import Clause, Mention
from taizhang.engine.numerals import read_numbers
from taizhang.errors import RuleError


def phrases(text: str) -> list[str]:
    return [q.indicator for q in taizhang.find_quantities(text, "report")]


def parts(text: str) -> tuple[tuple[Mention, ...], tuple[Clause, ...]]:
    """The figures of a text, and the clause that each stands in."""
    clauses = split_clauses(text) or (Clause(0, 0, 0, len(text)),)
    mentions, _ = read_numbers(text, "report")
    return mentions, tuple(next((c for c in reversed(clauses) if c.start <= m.start), clauses[0]) for m in mentions)


def by_rules(text: str) -> list[Phrase]:
    return read_phrases(text, *parts(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("地区生产总值增长5%以上", ["地区生产总值"]),
        ("今年新建农村公路20公里", ["农村公路"]),
        ("固定资产投资完成702亿元、增长3.8%", ["固定资产投资", "固定资产投资"]),
        ("新增二级以上医院9所", ["二级以上医院"]),
        ("打造30个精品村和300个提档村", ["精品村", "提档村"]),
        ("游客数量和旅游收入分别增长7%、8%", ["游客数量", "旅游收入"]),
        ("改造老旧小区22个、供热管网87公里", ["老旧小区", "供热管网"]),
        ("城镇新增就业3万人", ["城镇新增就业"]),
        ("民生支出160亿元，占财政支出的85%", ["民生支出", "民生支出占财政支出"]),
        ("科研投入占比达到2.1%", ["科研投入占比"]),
        ("草地覆盖率达到62%，比全省平均水平高2个百分点", ["草地覆盖率", "草地覆盖率"]),
        ("支持12户骨干企业扩大出口", ["骨干企业"]),
        ("对23家企业逐个体检", ["企业"]),
        ("建成交付人才公寓900套", ["人才公寓"]),
        ("年初确定46项重点任务，43项如期完成", ["重点任务", "重点任务"]),
        ("建设35万人口以上的区域中心城市", ["区域中心城市"]),
        ("就业率没有低过90%", ["就业率"]),
        ("再建示范村50个", ["示范村"]),
        ("住宅租金不超过市场价的六成", ["住宅租金"]),
        ("建成和美乡村60个", ["和美乡村"]),
        ("公路密度居全省第1。", ["公路密度"]),
        ("737个项目加快实施", ["项目"]),
        ("投入2.2亿元，实施校舍改造", ["校舍改造投入"]),
        ("新开工亿元以上项目130个", ["亿元以上项目"]),
        ("甲、乙等省级赛事12项", ["省级赛事"]),
        ("研发经费投入强度达到2.1%", ["研发经费投入强度"]),
        ("“四好农村路”200公里以上", ["“四好农村路”"]),
        ("其中出口58亿美元", ["出口"]),
    ],
)
def test_the_phrase_is_what_is_measured(text, found):
    assert phrases(text)[-len(found) :] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "农业、规模以上工业、服务业增加值分别增长4%左右、6%左右和7%左右",
            ["农业增加值", "规模以上工业增加值", "服务业增加值"],
        ),
        ("乡镇和行政村通公交率分别达70%和40%", ["乡镇通公交率", "行政村通公交率"]),
        ("小学入学率、初中和高中毛入学率分别达99%、97%、95%", ["小学入学率", "初中毛入学率", "高中毛入学率"]),
    ],
)
def test_a_list_is_dealt_out_with_the_noun_it_shares(text, found):
    assert phrases(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("出口5亿元、进口3亿元，分别增长7%、8%", ["出口", "进口", "出口", "进口"]),
        ("出口5亿元，进口3亿元，增长7%和8%", ["出口", "进口", "出口", "进口"]),
        ("甲村5户、乙村3户，分别惠及9人、8人", ["甲村", "乙村", "乙村", "乙村"]),
        ("游客数量、旅游收入等指标，分别增长7%、8%", ["游客数量", "旅游收入"]),
        ("经济增速比全国、全省分别高6个、3个百分点", ["经济增速", "经济增速"]),
        ("产值增长5%，分别高于全国、全省1个和2个百分点", ["产值", "产值", "产值"]),
    ],
)
def test_a_list_of_changes_is_of_the_figures_before_it(text, found):
    assert [p.text for p in by_rules(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("城乡居民收入分别增长7%、8%", ["城镇居民收入", "农村居民收入"]),
        ("高新区、民营区工业总产值分别增长2%、8%", ["高新区工业总产值", "民营区工业总产值"]),
        ("中学和小学信息课开课率分别达9%、8%", ["中学信息课开课率", "小学信息课开课率"]),
        ("公办小学、初中的公用经费标准分别提高到5元、6元", ["公办小学公用经费标准", "初中的公用经费标准"]),
        ("第一、第二、第三产业增加值分别增长2%、8%、7%", ["第一产业增加值", "第二产业增加值", "第三产业增加值"]),
        ("甲业、乙业占生产总值比重分别达2%、8%", ["甲业占生产总值比重", "乙业占生产总值比重"]),
        ("金融机构存、贷款余额分别增长2%、8%", ["金融机构存款余额", "贷款余额"]),
        ("甲业、乙业分别实现产值5亿元、6亿元", ["甲业产值", "乙业产值"]),
        ("汽车报废、置换和家电换新分别实现销售额5亿元、3亿元", ["汽车报废、置换销售额", "家电换新销售额"]),
        ("甲业和软件和信息业产值分别增长2%、8%", ["甲业产值", "软件和信息业产值"]),
        ("绿地率、人均绿地面积达到4%、15平方米", ["绿地率", "人均绿地面积"]),
        ("甲业、乙业增速比丙业增速分别高2个、3个百分点", ["甲业增速", "乙业增速"]),
    ],
)
def test_each_part_of_a_list_gets_the_account_that_it_shares(text, found):
    assert [p.text for p in by_rules(text)] == found


def test_a_figure_dealt_out_follows_the_table():
    text = "新登记商户5家、离岸车队3支，分别增长7%、8%"
    mentions, clauses = parts(text)
    found = read_indicators(text, mentions, clauses)
    assert [p.text for p in found[2:]] == [p.text for p in found[:2]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("制定规章3件、修改5件、废止2件", ["规章", "规章", "规章"]),
        ("连续5年提高最低工资标准，年均增长13%", ["最低工资标准", "最低工资标准"]),
        ("投资额达到6亿元，剔除价格因素后，实际增长4%", ["投资额", "投资额"]),
        ("整治河道18公里、清淤6万立方米", ["整治河道", "清淤"]),
        ("在20多个国家设立服务中心", ["国家"]),
        ("为30户居民安装报警器", ["居民"]),
        ("推动24项涉税业务“不见面”办理", ["涉税业务"]),
        ("加快9家省级上市后备企业上市", ["省级上市后备企业"]),
        ("新建30个多功能服务站", ["多功能服务站"]),
        ("共建园区考核全部进入省前10名", ["共建园区考核"]),
        ("断面达到或优于三类水体达标率100%", ["断面达到或优于三类水体达标率"]),
    ],
)
def test_words_that_are_no_part_of_it_are_cut_off(text, found):
    assert [p.text for p in by_rules(text)][-len(found) :] == found


def test_the_noun_of_a_later_figure_is_no_candidate_but_where_both_share_it():
    def behind(text: str) -> set[str]:
        mentions, clauses = parts(text)
        given_ = list_candidates(text, mentions, clauses, read_phrases(text, mentions, clauses))
        return {
            text[a:b]
            for k, o, a, b in zip(given_.kinds, given_.owners, given_.starts, given_.ends, strict=True)
            if k == Kind.BEHIND and o == 0
        }

    assert "医院" not in behind("改造7所学校和9所医院")
    assert "学校" in behind("改造7所学校和9所医院")
    assert "医院" in behind("省7家、市9家医院开诊")


def test_a_word_that_no_figure_is_of_is_passed_over():
    assert phrases("完成疫苗接种9万剂次") != ["剂次"]


def test_a_noun_of_one_character_is_counted_before_a_verb():
    assert phrases("9个村被评为示范村") == ["村"]


def test_a_bracket_belongs_to_the_noun_behind():
    assert phrases("全省有7个县（市、区）完成改革") == ["县（市、区）"]


def test_a_unit_may_have_a_bracket():
    assert phrases("甲至乙、丙至丁等9条（段）高速公路加快建设")[0] == "高速公路"


def test_a_figure_that_changes_to_another_is_of_the_same():
    assert phrases("工业用地面积从22万亩扩展至36万亩") == ["工业用地面积", "工业用地面积"]


def test_a_share_of_what_was_planned_is_of_what_was_done():
    assert phrases("新增城镇就业3万人，完成年度任务的120%") == ["城镇就业", "城镇就业"]


def test_who_pays_is_not_what_it_is_for():
    assert phrases("市财政安排300万元，支持农村养老服务站建设") != ["市财政"]


def test_those_among_whom_a_rank_is_told_are_cut_off():
    assert [p.text for p in by_rules("旅客吞吐量排名全国城市第3位")] == ["旅客吞吐量"]


def test_words_that_end_like_a_verb_stay_whole():
    assert [p.text for p in by_rules("开行国际班列300列")] == ["国际班列"]


def test_every_figure_has_a_phrase():
    text = "增长8%。新增3万人，达到5%。第一。完成30亿元。"
    assert all(phrases(text))


@given(st.text("增长新建的了在、，。等和分别村公路3万8%个亿元（）“”第1位 \n", min_size=1, max_size=60))
def test_any_text_is_read(text):
    mentions, clauses = parts(text)
    found = read_indicators(text, mentions, clauses)
    assert len(found) == len(mentions)
    assert all(phrase.text for phrase in found)


# --- candidates and the table -----------------------------------------------------------------------------------

KNOWN = "今年新建农村公路20公里，增长8%。"


def test_the_words_before_and_behind_and_the_figure_before_are_candidates():
    mentions, clauses = parts("新建公路2公里，9所医院开工")
    text = "新建公路2公里，9所医院开工"
    given_ = list_candidates(text, mentions, clauses, read_phrases(text, mentions, clauses))
    words = {(Kind(k), text[a:b]) for k, a, b in zip(given_.kinds, given_.starts, given_.ends, strict=True)}
    assert {(Kind.AHEAD, "公路"), (Kind.BEHIND, "医院"), (Kind.BEHIND, "医院开工"), (Kind.GO_ON, "")} <= words


def test_no_candidate_begins_or_ends_with_a_sign():
    text = "建成甲、乙（丙）等项目3个"
    mentions, clauses = parts(text)
    given_ = list_candidates(text, mentions, clauses, read_phrases(text, mentions, clauses))
    words = [text[a:b] for a, b in zip(given_.starts, given_.ends, strict=True) if b]
    assert words
    assert not any(word[0] in "、）" or word[-1] in "、（" for word in words)


def test_the_rules_phrase_is_always_a_candidate():
    for text in (KNOWN, "投入2.2亿元，实施校舍改造", "甲和乙产值分别增长7%、8%"):
        mentions, clauses = parts(text)
        found = read_phrases(text, mentions, clauses)
        blank = load_table()._replace(weights=np.zeros_like(load_table().weights))
        given_, scores = score_candidates(text, mentions, clauses, found, blank)
        assert len(scores) == len(given_.kinds)
        assert all(given_.bounds[i] < given_.bounds[i + 1] for i in range(len(mentions)))


def test_the_trace_names_the_table_where_it_overrules_the_rules():
    text = "全市公路里程增长8%"
    mentions, clauses = parts(text)
    wrong = [Phrase("全市公路", ("grammar:phrase_ahead",))]
    found = choose_phrases(text, mentions, clauses, wrong, load_table())
    assert found[0].text.endswith("公路里程")
    assert found[0].trace == ("grammar:phrase_ahead", RANKED)


def test_where_rules_and_table_agree_the_trace_is_that_of_the_rules():
    mentions, clauses = parts(KNOWN)
    assert read_indicators(KNOWN, mentions, clauses)[0] == Phrase("农村公路", ("grammar:phrase_ahead",))


def test_a_phrase_hashes_alike_wherever_it_stands():
    text = "今年农村公路很长"
    at = text.index("农村公路") + PAD
    assert int(Grams(text).between(np.array([at]), np.array([at + 4]))[0]) == hash_phrase("农村公路")


def test_digits_and_wide_signs_are_alike():
    assert hash_phrase("3,5（甲）") == hash_phrase("7，8(甲)")


def test_a_table_for_other_features_is_refused(tmp_path, monkeypatch):
    np.savez(tmp_path / TABLE, version=VERSION + 1, weights=np.zeros(1, np.int8), counts=np.zeros(1, np.int8))
    monkeypatch.setattr("taizhang.engine.indicators.ranking.path_of", lambda name: tmp_path / name)
    load_table.cache_clear()
    try:
        with pytest.raises(RuleError):
            load_table()
    finally:
        load_table.cache_clear()


def test_a_phrase_is_not_carried_over_a_full_stop():
    found = phrases("社会事务剥离率达到100%。推广拎包入园式标准厂房，新建38万平方米。")
    assert found[0] == "社会事务剥离率"
    assert found[1] != found[0]


@pytest.mark.parametrize("text", ["推动“一件事”改革，再上线12件", "一年检查不超过1次", "办理事项不多于3件"])
def test_a_phrase_ends_with_no_bound_word(text):
    assert phrases(text)[-1][-1] not in "不再将"


def test_what_is_no_more_than_a_verb_is_no_phrase():
    text = "推动“一件事”改革，再上线12件"
    mentions, clauses = parts(text)
    assert read_indicators(text, mentions, clauses)[0].text != "再上线"


def test_parts_that_are_accounts_of_their_own_share_no_noun():
    assert [p.text for p in by_rules("游客数量、旅游总收入分别增长7%、8%")] == ["游客数量", "旅游总收入"]
    assert [p.text for p in by_rules("城市、农村低保标准分别提高6%和8%")] == ["城市低保标准", "农村低保标准"]


def test_a_place_that_acts_is_no_part_of_the_phrase():
    assert [p.text for p in by_rules("东山县推广稻鱼共作3万亩")] == ["稻鱼共作"]
    assert [p.text for p in by_rules("东山县生产总值增长5%")] == ["东山县生产总值"]


def test_an_account_that_pays_is_no_outlay():
    assert "投入" not in by_rules("财政用于民生支出48亿元、占一般公共预算支出的80%")[0].text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("争取到位外部资金80亿元以上", "到位外部资金"),
        ("到位资金率提高2个百分点", "到位资金率"),
        ("议案2个月内办复率不低于97%", "办复率"),
        ("热线24小时内办结率达到95%", "办结率"),
    ],
)
def test_a_phrase_does_not_begin_within_a_word(text: str, found: str) -> None:
    assert phrases(text)[-1] == found
