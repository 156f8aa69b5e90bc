"""Figures with what they measure, in one short phrase.

What enters is a quantity with the words around it, what leaves is a phrase for a cell: of
民企投资快于全部投资2个百分点以上 ``民企投资快于全部投资≥2个百分点``. A target shows its bound as a sign
(``≥5%``); what is told as done keeps the words of the text (``5%以上``). Where the indicator alone would say nothing,
the words around the figure stand instead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from taizhang.engine.model import Bound, Measure, Quantity, Status
from taizhang.export.periods import show_part, without_times
from taizhang.export.phrases import SELF_BOUND, show_quantity
from taizhang.export.verbs import find_verb
from taizhang.export.words import Words

_VERBS = {
    Measure.ADDED: ("新增", "add ", "added "),
    Measure.REDUCED: ("减少", "reduce by ", "reduced by "),
    Measure.GROWTH: ("增长", "grow by ", "grew by "),
    Measure.DECLINE: ("下降", "fall by ", "fell by "),
}
_POINT_VERBS = {Measure.GROWTH: ("提高", "rise by ", "rose by "), Measure.DECLINE: ("下降", "fall by ", "fell by ")}
_SAID = {
    Measure.ADDED: re.compile("新增|新建|净增|增加(?!值)|新开工|延长"),
    Measure.REDUCED: re.compile("减少|压减|削减|压降|化解"),
    Measure.GROWTH: re.compile("增长|增速|增幅|涨幅|提高|提升|增加(?!值)"),
    Measure.DECLINE: re.compile("下降|降幅|降低|回落"),
}
"""Words of an indicator that say its measure already: 居民收入增速 needs no 增长."""
_TOLD = {
    Bound.AT_LEAST: ("{}以上", "at least {}"),
    Bound.MORE_THAN: ("超过{}", "more than {}"),
    Bound.AT_MOST: ("{}以内", "at most {}"),
    Bound.LESS_THAN: ("不足{}", "less than {}"),
    Bound.NEARLY: ("近{}", "nearly {}"),
    Bound.ABOUT: ("{}左右", "about {}"),
}
_CEILING = ("低于{}", "less than {}")
"""Of what is to stay below a figure; 不足 says that something is short of it."""
_COMPARISON = re.compile("不?(?:高于|低于|快于|慢于|好于|优于|多于|少于|大于|小于|超过|超出|高出)")
_NO_STANDARD = re.compile(r"[\d，,；;：:。]|达到|保持|增长|完成|实现|控制|稳定|提高|下降")
"""What stands between a comparison and its figure is no standard of comparison where it holds one of these."""
_BOUND_BEHIND = re.compile("以上|以下|以内|左右")
_POOR = re.compile(r"(?:人口|人数)?(?:及?以上|以下|以内|以外|左右)|[的、，及和与在再]")
_MEASURE_WORDS = frozenset(
    (
        "亿元",
        "万元",
        "人次",
        "公里",
        "平方米",
        "平方公里",
        "千瓦",
        "万吨",
        "百分点",
        "个百分点",
        "立方米",
        "场次",
        "人口",
    )
)
_PAIRS = ("（）", "()", "“”", "《》", "「」")
_TIME = re.compile("季度|半年|月")
_ADVERBS = re.compile(r"^(?:其中|全年|力争|争取|确保)|(?:力争|争取|确保|不|约|近)$")
_NUMERAL = re.compile(r"[\d一二三四五六七八九十百千两几半]")
_TURNS = (
    "清理|清收|清退|清零|处置|处理|盘活|收回|腾退|整治|拆除|拆迁|搬迁|"
    "改造提升|改造|关停|退出|压降|压减|消化|化解|整改|销号"
)
_TURNING = re.compile(f"(?:{_TURNS})(?:了)?$")
_GOVERNING = re.compile(f"(?:{_TURNS}|全年|年内|今年|确保|力争)*?({_TURNS})(?!{_TURNS})[^，,；;]*\\d")
"""Verbs without which a count says the contrary: 僵尸企业 20户 is no aim, 处置僵尸企业 20户 is one."""
_SPANS_OF_TIME = frozenset(("年", "个月", "天", "日", "小时", "周"))
_LASTING = re.compile("(?:连续|每|近|满|为期|延长|延期|顺延|展期|再延)$")
_UNTIL = ("内", "建成", "完成", "见效", "成势")
_FACT = re.compile("预计|现有|目前|已有|拥有|共有|吸纳|承载|集聚着|聚集着")
_AIM = re.compile("力争|争取|确保|达到|达|完成|实现|新增|提高|突破")
_DEMAND = re.compile("[，,](?:我们|各级|大家)?(?:要|必须|务必|需要|应当|[绝决]?不能|[绝决]不)")
_SIZES = frozenset(
    ["吨", "千瓦", "兆瓦", "千伏", "伏", "平方米", "立方米", "标方", "亩", "公顷", "头", "只", "羽", "吨/年", "千瓦时"]
)
_OF_A_LIST = re.compile(r"(?:级)?[\u4e00-\u9fff“”][^，,；;]*等[^，,；;、]{0,16}(?:项目|工程)")
_ACTIVITY = "诊断|改造提升|提升改造|改造|培训|检测|鉴定|评估|排查|普查|筛查|整治|修缮|续建"
_OTHER_ACTIVITY = re.compile(f"(?:^|、)(?P<verb>{_ACTIVITY})$")
"""What stands alone before a figure and says that it is of another activity than the figure before: 、改造300家."""
_ENDS_IN_ACTIVITY = re.compile(f"(?:{_ACTIVITY})$")
_PART_DONE = re.compile(r"完成(?P<part>(?![^、，]*(?:计划|任务|目标|投资|总|年度|全年|的))[\u4e00-\u9fff]{2,8})$")
"""What is done by the share that follows, where the indicator names only the whole: 水库完成大坝填筑60%."""
_CONDITION = re.compile(r"(?:[超过达]|不低于|不足|突破)[\d.一二两三五十百千万亿]{1,6}[元人户吨亩倍%]?(?:以上)?的$")
"""A condition that what is counted must meet, which the indicator leaves out: 税收超亿元的2栋."""
_OWN_VERBS = {
    Measure.GROWTH: re.compile("(?:改善|好转|优化)$"),
    Measure.DECLINE: re.compile("(?:改善|好转|收窄|缩小)$"),
}
"""Verbs of change before a figure that are kept: an index that gets better does not grow."""
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands: the words of its clause and the offset of the figure in them; empty where unknown."""

    clause: str = ""
    at: int = 0


_NOWHERE = Place()


def show_target(
    quantity: Quantity,
    words: Words,
    place: Place = _NOWHERE,
    *,
    with_part: bool = True,
    with_signs: bool = True,
) -> str:
    """The figure with its indicator: ``地区生产总值增长≥5%``, ``储能装机容量 ≥65万千瓦``; told figures without signs.

    A figure for a part of the year says so (``一季度开工率 40%``) unless ``with_part`` is False. An official document
    has no signs (``with_signs`` False): ``储能装机容量65万千瓦以上``.
    """
    compared = find_comparison(quantity, place)
    if compared:
        head, comparison = compared
        return f"{head}{comparison}{_show_compared(quantity, words, place, with_signs)}"
    if _is_poor(quantity, place):
        return words_around(quantity, place) or show_value(quantity, words, with_signs=with_signs)
    quantity = _with_activity(quantity, words, place)
    part = show_part(quantity.period, words)
    when = f"{part} " if words.at and part else part
    when = when if with_part and not _TIME.search(name_indicator(quantity)) else ""
    return f"{when}{_turning_verb(quantity, words, place)}{_join(quantity, words, place, with_signs)}".strip()


def _turning_verb(quantity: Quantity, words: Words, place: Place) -> str:
    """The verb before the indicator where the figure would say the contrary without it; empty where it would not.

    What is reduced says so itself; in English the words of the text stand beside.
    """
    if words.at or quantity.measure is not Measure.LEVEL:
        return ""
    before, found, _ = place.clause[: place.at].rpartition(name_indicator(quantity))
    if found and before.find("、") == len(before) - 1:  # 处置低效用地50亩、僵尸企业3家: the verb of the list
        governing = _GOVERNING.match(before)
        return governing[1] if governing else ""
    verb = _TURNING.search(before) if found else None
    return verb[0] if verb else ""


def _with_activity(quantity: Quantity, words: Words, place: Place) -> Quantity:
    """The figure with the activity that the words before it name: 数字化诊断600家、改造300家 counts 数字化改造."""
    before = place.clause[: place.at]
    indicator = name_indicator(quantity)
    if words.at or before.endswith(indicator):
        return quantity
    other = _OTHER_ACTIVITY.search(before)
    if other:
        named = _ENDS_IN_ACTIVITY.sub("", indicator)
        if named != indicator and not indicator.endswith(other["verb"]):
            return replace(quantity, indicator=f"{named}{other['verb']}")
        return quantity
    part = _PART_DONE.search(before) if quantity.unit == "%" else None
    if part and part["part"] not in indicator and indicator in before[: part.start()]:
        return replace(quantity, indicator=f"{indicator}{part['part']}")
    return quantity


def name_indicator(quantity: Quantity) -> str:
    """The indicator without what tells when or how surely: 开工率 of 6月底前开工率力争."""
    return _ADVERBS.sub("", without_times(quantity.indicator)).strip()


def _stands_in_words(quantity: Quantity, place: Place) -> bool:
    return find_comparison(quantity, place) is None and _is_poor(quantity, place)


def show_value(quantity: Quantity, words: Words, *, with_signs: bool = True) -> str:
    """The figure alone: of a target with the sign of its bound, of what is told as done with the words of its bound."""
    is_signed = with_signs and quantity.status is Status.TARGET
    return show_quantity(quantity, words) if is_signed else tell_quantity(quantity, words)


def tell_quantity(quantity: Quantity, words: Words) -> str:
    """The figure with its bound in words, ``5%以上``; alone where it says the bound itself (``1300余处``)."""
    is_ceiling = quantity.bound is Bound.LESS_THAN and quantity.status is Status.TARGET
    pattern = _CEILING if is_ceiling else _TOLD.get(quantity.bound)
    if pattern is None or quantity.measure is Measure.RANK or any(mark in quantity.text for mark in SELF_BOUND):
        return quantity.text
    return pattern[words.at].format(quantity.text)


def without_attributes(quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """``quantities`` of one item without those that only say of which kind another one counts.

    Of 新签约10亿元以上项目24个 the second figure counts 10亿元以上项目, so the first is no target of its own; nor is
    one without a number (超亿元的企业).
    """
    indicators = [(other, other.indicator) for other in quantities]
    kinds = {q.id for q in quantities if any(q is not other and q.text in words for other, words in indicators)}
    return tuple(q for q in quantities if q.id not in kinds and _NUMERAL.search(q.text))


def is_lasting(quantity: Quantity, place: Place) -> bool:
    """Whether a figure only tells how long something goes on (对连续2个月未开工的项目), so is no target."""
    before = place.clause[: place.at]
    is_until = place.clause[place.at + len(quantity.text) :].startswith(_UNTIL)
    is_for = bool(_LASTING.search(before)) or quantity.text.startswith("近")
    return quantity.unit in _SPANS_OF_TIME and (is_for or is_until)


def is_size_in_name(quantity: Quantity, place: Place) -> bool:
    """Whether a figure is the size of one of several projects that are only named: 甲厂20万吨水泥、乙厂等重点项目."""
    return quantity.unit in _SIZES and bool(_OF_A_LIST.match(place.clause[place.at + len(quantity.text) :]))


def is_premise(quantity: Quantity, place: Place, behind: str) -> bool:
    """Whether a figure only tells why something must be done, ``behind`` being the words behind its clause.

    In 预计毕业生超过3万人，要稳住就业 it is a fact, no target.
    """
    is_fact = quantity.bound is Bound.NEARLY or bool(_FACT.search(place.clause[: place.at]))
    return is_fact and bool(_DEMAND.match(behind)) and not _AIM.search(place.clause)


def show_each(
    quantities: Sequence[tuple[Quantity, Place]], words: Words, *, with_signs: bool = True
) -> tuple[str, ...]:
    """The phrases of figures that stand together, each once; none of a figure that the words of another hold."""
    shown = [
        (q, show_target(q, words, place, with_signs=with_signs), _stands_in_words(q, place)) for q, place in quantities
    ]
    in_words = [(q, phrase) for q, phrase, is_in_words in shown if is_in_words]
    told = (p for q, p, _ in shown if not any(q is not other and q.text in words_ for other, words_ in in_words))
    return tuple(dict.fromkeys(told)) or tuple(dict.fromkeys(p for _, p, _ in shown))


def find_comparison(quantity: Quantity, place: Place) -> tuple[str, str] | None:
    """What is compared and with what, where the words tell it before the figure; None where they do not.

    Of 民间投资增速高于全部投资2个百分点 this is ``("民间投资增速", "高于全部投资")``.
    """
    before = place.clause[: place.at]
    found = [*_COMPARISON.finditer(before)]
    standard = before[found[-1].end() :].strip() if found else ""
    if not 2 <= len(standard) <= 16 or _NO_STANDARD.search(standard):
        return None
    comparison = before[found[-1].start() :].strip()
    head = _COMPARISON.split(name_indicator(quantity))[0]
    if len(head) < 2 or _POOR.match(head) or head in standard:
        head = re.split("[、，]", before[: found[-1].start()])[-1]
    return head, comparison


def words_around(quantity: Quantity, place: Place) -> str:
    """The clause of a figure without what belongs to the figures beside it."""
    if not place.clause:
        return ""
    end = place.at + len(quantity.text)
    before, after = place.clause[: place.at], place.clause[end:]
    if any(c.isdigit() for c in before) or len(before) > _LONGEST // 2:
        before = before.rpartition("、")[2]
    if "、" in after and any(c.isdigit() for c in after):
        first = after.partition("、")[0]
        after = after if _is_unbalanced(f"{before}{first}") else first
    around = f"{before}{quantity.text}{after}".strip()
    return around if len(around) <= _LONGEST else f"{around[: _LONGEST - 1]}…"


def _join(quantity: Quantity, words: Words, place: Place, with_signs: bool) -> str:
    verbs = _POINT_VERBS if "百分点" in quantity.unit else _VERBS
    verb = verbs.get(quantity.measure)
    said = _SAID.get(quantity.measure)
    value, indicator = show_value(quantity, words, with_signs=with_signs), name_indicator(quantity)
    if verb is None or (said and said.search(indicator)):
        return f"{indicator}{' ' if with_signs or words.at else ''}{value}"
    if words.at == 0:
        return f"{indicator}{_own_verb(quantity, place) or verb[0]}{value}"
    return f"{indicator} {verb[1 if quantity.status is Status.TARGET else 2]}{value}"


def _own_verb(quantity: Quantity, place: Place) -> str:
    """The report's own verb of change before the figure; empty where none stands there."""
    before = place.clause[: place.at]
    kept = _OWN_VERBS[quantity.measure].search(before) if quantity.measure in _OWN_VERBS else None
    return kept[0] if kept else find_verb(before, name_indicator(quantity), quantity.measure)


def _show_compared(quantity: Quantity, words: Words, place: Place, with_signs: bool) -> str:
    """The figure behind a comparison, which is no bound of it; a sign stands only for 以上 or the like behind it."""
    behind = place.clause[place.at + len(quantity.text) :][:3]
    if quantity.bound in (Bound.ABOUT, Bound.NEARLY) or _BOUND_BEHIND.search(behind):
        return show_value(quantity, words, with_signs=with_signs)
    return quantity.text


def _is_unbalanced(text: str) -> bool:
    return any(text.count(pair[0]) != text.count(pair[1]) for pair in _PAIRS)


def _is_poor(quantity: Quantity, place: Place) -> bool:
    """Whether the indicator, put before the figure, would say nothing, or not what the text says."""
    indicator = name_indicator(quantity)
    if len(indicator) < 2 or indicator in _MEASURE_WORDS or _POOR.match(indicator):
        return True
    if _is_unbalanced(indicator) or _CONDITION.search(place.clause[: place.at]):
        return True
    behind = place.clause[place.at + len(quantity.text) :]
    return len(indicator) == 2 and behind.startswith(indicator) and behind != indicator
