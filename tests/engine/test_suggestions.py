"""Which units are proposed for an item, by what words, and at which level."""

from __future__ import annotations

import pytest

from taizhang.engine.model import Item, Kind, Role, Section, Span, Suggestion
from taizhang.engine.suggestions import suggest_units
from taizhang.rules.departments import Office

CITY = Office("市", "prefecture")


def suggest(words: str, kind: Kind = Kind.TASK, office: Office | None = CITY, **more: object) -> Suggestion | None:
    keys = {"i0": tuple(more.pop("keys", ()))}  # type: ignore[arg-type]
    sections = more.pop("sections", ())
    item = Item("i0", "s0" if sections else None, kind, (), words, **more)  # type: ignore[arg-type]
    (found,) = suggest_units([item], [words], sections, keys, office, 2032)  # type: ignore[arg-type]
    return found


def lead(words: str, **more: object) -> str:
    found = suggest(words, **more)  # type: ignore[arg-type]
    assert found is not None
    return found.lead


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("新建农村公路20公里", "市交通运输局"),
        ("改造老旧小区40个", "市住房城乡建设局"),
        ("新增养老床位300张", "市民政局"),
        ("建设高标准农田6万亩", "市农业农村局"),
        ("完成退役军人安置", "市退役军人事务局"),
        ("深化放管服改革", "市行政审批服务管理局"),
        ("严厉打击电信网络诈骗", "市公安局"),
        ("推进病险水库除险加固", "市水利局"),
    ],
)
def test_the_object_decides(words: str, unit: str) -> None:
    assert lead(words) == unit


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("以古镇为魂、以湖水为脉，改造老旧小区，更新供热管网", "市住房城乡建设局"),
        ("稳妥推进土地延包试点", "市农业农村局"),
        ("推行带薪错峰休假", "市人力资源社会保障局"),
        ("培养技术经理人80名", "市科技局"),
        ("做强综治中心", "市委政法委"),
        ("侦破一批刑案", "市公安局"),
        ("培育首发经济、银发经济、宠物经济", "市商务局"),
        ("拓展教育、养老、交通等领域智慧场景", "市数据局"),
        ("扩大茶叶、咖啡等产品出口", "市商务局"),
        ("居民消费价格涨幅平稳", "市发展改革委"),
        ("多渠道解决职工停车难", "市城市管理局"),
    ],
)
def test_stray_words_do_not_decide(words: str, unit: str) -> None:
    assert lead(words) == unit


def test_a_figure_of_speech_alone_proposes_none() -> None:
    assert suggest("以古镇为魂、以水网为脉") is None


@pytest.mark.parametrize(
    ("words", "supporting"), [("新建小学2所", ()), ("发放助学资金300万元，惠及学生", ("市财政局",))]
)
def test_the_finance_bureau_supports_where_money_is_told_of(words: str, supporting: tuple[str, ...]) -> None:
    found = suggest(words)
    assert found is not None
    assert found.supporting == supporting


def test_a_word_does_not_reach_from_one_item_into_the_next() -> None:
    items = [Item(f"i{n}", None, Kind.TASK, (), "") for n in range(2)]
    found = suggest_units(items, ["支持各高", "校舍改造"], (), {}, CITY)
    assert [s and s.reason for s in found] == [None, "据“校舍”"]


def test_a_word_that_only_says_which_counts_less() -> None:
    assert lead("加强农村教师队伍建设") == "市教育局"


def test_what_it_is_for_counts_less_than_what_is_done() -> None:
    assert lead("改造农村公路，带动乡村旅游", purpose="带动乡村旅游") == "市交通运输局"


def test_the_main_clause_counts_more_than_its_condition() -> None:
    words = "依托机场、高铁站，布局一批文化产业"
    item = Item("i0", None, Kind.TASK, (), "布局一批文化产业")
    (found,) = suggest_units([item], [words], (), {}, CITY)
    assert found is not None
    assert found.lead == "市文化和旅游局"


def test_an_indicator_decides_a_target() -> None:
    found = suggest("规模以上工业增加值增长6%", Kind.TARGET, keys=("industrial_value_added_above_scale",))
    assert found == Suggestion("市工业和信息化局", ("市统计局",), found.reason if found else "")
    assert found is not None
    assert "指标“规模以上工业增加值”" in found.reason


def test_the_reason_names_the_words() -> None:
    assert suggest("新建农村公路20公里") == Suggestion("市交通运输局", ("市发展改革委",), "据“农村公路”")


def test_headings_tell_what_the_item_does_not() -> None:
    heading = Section("s0", "（二）", "办好人民满意的教育", Role.TASKS, 2, None, Span(0, 9))
    found = suggest("完成三项改造", sections=(heading,))
    assert found == Suggestion("市教育局", (), "据标题中的“教育”")


def test_an_item_that_tells_nothing_follows_the_one_before() -> None:
    items = [Item("i0", None, Kind.TASK, (), "新建中学"), Item("i1", None, Kind.TASK, (), "再添两所")]
    found = suggest_units(items, ["新建中学", "再添两所"], (), {}, CITY)
    assert [s.lead if s else None for s in found] == ["市教育局"] * 2
    assert found[1] is not None
    assert found[1].reason == "承上一事项，据“中学”"


def test_nothing_is_proposed_where_nothing_tells() -> None:
    assert suggest("再添两所") is None


@pytest.mark.parametrize("kind", [Kind.RESULT, Kind.PROBLEM, Kind.FRAMING])
def test_only_tasks_and_targets_have_units(kind: Kind) -> None:
    assert suggest("新建中学", kind) is None


def test_the_nation_gives_none() -> None:
    assert suggest("新建中学", office=None) is None


@pytest.mark.parametrize(
    ("office", "unit"),
    [
        (Office("省", "province"), "省教育厅"),
        (Office("自治区", "province"), "自治区教育厅"),
        (Office("州", "prefecture"), "州教育局"),
        (Office("县", "county"), "县教育局"),
    ],
)
def test_units_are_those_of_the_level(office: Office, unit: str) -> None:
    assert lead("新建中学", office=office) == unit


def test_the_governments_of_the_places_support() -> None:
    found = suggest("推进太谷、祁县引黄灌区建设", places=("140703", "140727"))
    assert found is not None
    assert found.lead == "市水利局"
    assert found.supporting[:2] == ("太谷区政府", "祁县政府")


def test_many_places_are_told_as_all_counties() -> None:
    found = suggest("推进灌区建设", places=("140703", "140727", "140728"))
    assert found is not None
    assert found.supporting[0] == "各县（市、区）政府"


def test_no_more_than_three_support() -> None:
    found = suggest("推进水库、公路、学校、医院、景区建设", places=("140703", "140727"))
    assert found is not None
    assert len(found.supporting) == 3
    assert found.lead not in found.supporting


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("新增床位600张", "市卫生健康委"),
        ("新增养老床位600张", "市民政局"),
        ("基层诊疗量占比达到61%", "市卫生健康委"),
        ("推动大型仪器共享300台", "市科技局"),
        ("省属院所的科研仪器一律对外开放", "市科技局"),
        ("兑付创新券800万元", "市科技局"),
        ("出清国企参股股权19项", "市国资委"),
        ("开展公共数据授权运营", "市数据局"),
        ("加密国际航线2条", "市交通运输局"),
        ("岚水机场实现通航", "市交通运输局"),
        ("开通短途运输、物流配送、应急救援航线5条", "市交通运输局"),
        ("增设智能制造、新材料等本科专业4个", "市教育局"),
        ("推广一业一证", "市行政审批服务管理局"),
        ("向三个县放权52项", "市行政审批服务管理局"),
        ("省级督察反馈问题整改到位", "市生态环境局"),
        ("招引项目40个", "市投资促进局"),
        ("粮食产量稳定在30亿斤", "市农业农村局"),
        ("产值达到260亿元", "市工业和信息化局"),
        ("推动9个项目投产", "市工业和信息化局"),
        ("城镇居民人均可支配收入增长5%", "市人力资源社会保障局"),
        ("农村居民人均可支配收入增长6%", "市农业农村局"),
    ],
)
def test_objects_that_the_words_beside_them_do_not_turn(words: str, unit: str) -> None:
    assert lead(words) == unit


def leads_below_a_heading(*clauses: str) -> list[str | None]:
    """The leads of clauses, each with its mark, that follow each other below a heading of schools and hospitals."""
    items, words, at = [], [], 0
    for n, told in enumerate(clauses):
        items.append(Item(f"i{n}", "s0", Kind.TASK, (Span(at, at + len(told)),), told[:-1]))
        words.append(told)
        at += len(told)
    heading = Section("s0", "（一）", "发展教育卫生", Role.TASKS, 1, None, Span(0, at))
    found = suggest_units(items, words, [heading], {}, CITY)
    return [suggestion.lead if suggestion else None for suggestion in found]


def test_a_clause_that_names_no_field_goes_with_the_one_before_it() -> None:
    assert leads_below_a_heading("深化集体林权改革，", "各选4个乡镇试点。") == ["市林业和草原局"] * 2


def test_a_clause_that_names_its_own_field_does_not() -> None:
    assert leads_below_a_heading("深化集体林权改革，", "新建农村公路20公里。")[1] == "市交通运输局"


def test_nothing_is_carried_over_the_end_of_a_sentence() -> None:
    assert leads_below_a_heading("深化集体林权改革。", "各选4个乡镇试点。")[1] == "市教育局"


def test_fields_that_are_only_listed_are_none_of_a_clause() -> None:
    assert leads_below_a_heading("建成智能算力中心，", "推动质检、植保等领域先用起来。") == ["市数据局"] * 2
