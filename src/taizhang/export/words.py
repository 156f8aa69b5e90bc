"""The words of the tables, in Chinese and English: names of sheets, headers, values and notes.

What enters is a key of ours and a language, what leaves is what stands in a cell: ``Words("zh").name(Bound.AT_LEAST)``
is ``不低于``. Headers of the ledger are in ``settings.COLUMNS``, for an office chooses among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from taizhang.engine.model import Bound, Hardness, Kind, Measure, Severity, Status
from taizhang.settings import COLUMNS

_Pair = tuple[str, str]

_NAMES: Mapping[StrEnum, _Pair] = {
    Kind.RESULT: ("成效", "result"),
    Kind.TARGET: ("目标", "target"),
    Kind.TASK: ("任务", "task"),
    Kind.PROBLEM: ("问题", "problem"),
    Kind.FRAMING: ("其他", "other"),
    Bound.EXACT: ("等于", "exact"),
    Bound.AT_LEAST: ("不低于", "at least"),
    Bound.MORE_THAN: ("超过", "more than"),
    Bound.AT_MOST: ("不高于", "at most"),
    Bound.LESS_THAN: ("低于", "less than"),
    Bound.NEARLY: ("接近", "nearly"),
    Bound.ABOUT: ("左右", "about"),
    Bound.RANGE: ("区间", "range"),
    Measure.LEVEL: ("总量", "level"),
    Measure.ADDED: ("新增量", "added"),
    Measure.REDUCED: ("减少量", "reduced"),
    Measure.GROWTH: ("增速", "growth"),
    Measure.DECLINE: ("降幅", "decline"),
    Measure.RANK: ("位次", "rank"),
    Status.ACTUAL: ("实绩", "actual"),
    Status.TARGET: ("目标", "target"),
    Hardness.BINDING: ("刚性表述", "firm"),
    Hardness.SOFT: ("弹性表述", "soft"),
    Severity.ERROR: ("错误", "error"),
    Severity.QUESTION: ("需说明", "question"),
    Severity.NOTICE: ("提示", "notice"),
}

_TEXTS: Mapping[str, _Pair] = {
    "sheet.ledger": ("任务分解表", "Ledger"),
    "sheet.targets": ("主要预期目标", "Headline targets"),
    "sheet.results": ("成效", "Results"),
    "sheet.left_out": ("未列入台账的句子", "Not in the ledger"),
    "sheet.quantities": ("数量", "Quantities"),
    "sheet.findings": ("发现", "Findings"),
    "sheet.about": ("关于", "About"),
    "head": ("{of}{table}", "{of}{table}"),
    "head.about": ("{of}台账说明", "{of}about this ledger"),
    "head.of": ("{place}{year}年政府工作报告", "Government work report {year}, {place}: "),
    "head.of.place": ("{place}政府工作报告", "Government work report, {place}: "),
    "head.of.year": ("{year}年政府工作报告", "Government work report {year}: "),
    "head.of.none": ("政府工作报告", "Government work report: "),
    "note.ledger": (
        (
            "条目 {entries} 项，事项 {items} 项。※ 原文未写明时限，按当年（或规划期）末计。"
            "≥ 不低于，> 超过，≤ 不高于，< 低于。"
        ),
        (
            "{entries} entries, {items} items. ※ No date in the text: end of the year or plan. "
            "≥ at least, > more than, ≤ at most, < less than."
        ),
    ),
    "note.targets": (
        "共 {rows} 项。≥ 不低于，> 超过，≤ 不高于，< 低于。表述力度按原文用语区分，不是规划中的约束性、预期性指标。",
        (
            "{rows} targets. Signs: ≥ at least, > more than, ≤ at most, < less than. "
            "Wording: firm (以上, 确保) or soft (左右, 力争)."
        ),
    ),
    "note.results": (
        "共 {rows} 项，均为报告所述；“期间”按原文区分当年与历年累计，原文不明的从上下文。",
        "{rows} results as the report tells them; the period is that of the words or of those around them.",
    ),
    "note.left_out": (
        "共 {rows} 句，在目标、任务、远景部分而未列入各表，供查漏；称呼和下有条目的标题不计。主题句后各句已列入。",
        "{rows} sentences of outlook, targets and tasks in no row, without headings; what follows a theme has.",
    ),
    "note.quantities": (
        "共 {rows} 个。“值”以基本单位计（万、亿已乘出）；原样见“原文数字”。",
        "{rows} figures. Values are in the base unit (万 and 亿 multiplied out).",
    ),
    "note.findings": (
        "共 {rows} 条。错误：无论怎样理解都不成立；需说明：口径或基数变动可以解释；提示：其余。",
        "{rows} findings. Error: no reading can make it right; question: a change of base or method may explain it.",
    ),
    "note.about": ("", ""),
    "quantity": ("指标", "Indicator"),
    "indicator": ("指标", "Indicator"),
    "target": ("目标值", "Target"),
    "target.in_words": ("定性", "in words"),
    "measure": ("口径", "Measure"),
    "bound": ("界限", "Bound"),
    "hardness": ("表述力度", "Wording"),
    "period": ("期间", "Period"),
    "last_year": ("上年实绩", "Last year"),
    "last_year.of": ("{year}年实绩", "Reached in {year}"),
    "measure.level.rate": ("水平", "level"),
    "figure.dated": ("{figure}（{period}）", "{figure} ({period})"),
    "measure.growth.points": ("增幅", "rise"),
    "measure.decline.points": ("降幅", "fall"),
    "address": ("出处\n（句.分句）", "Address\n(sentence.clause)"),
    "last_year_address": ("实绩出处", "Address of last year's"),
    "result": ("成效", "Result"),
    "section": ("所在章节", "Section"),
    "sentence": ("句子", "Sentence"),
    "figures": ("数字", "Figures"),
    "id": ("编号", "Id"),
    "key": ("编号", "Key"),
    "key.help": (
        "编号由系统给出，请勿改动；新增的行请留空。",
        "Keys are given by the system: leave them, and blank for new rows.",
    ),
    "item": ("事项", "Item"),
    "figure": ("原文数字", "As printed"),
    "low": ("值", "Value"),
    "high": ("值（上限）", "Value (upper)"),
    "unit": ("单位", "Unit"),
    "indicator_key": ("指标代码", "Indicator key"),
    "status_of_figure": ("状态", "Status"),
    "kind": ("类别", "Kind"),
    "trace": ("识读规则", "Rules"),
    "code": ("代码", "Code"),
    "severity": ("级别", "Severity"),
    "message": ("说明", "Message"),
    "formula": ("算式", "Formula"),
    "inputs": ("依据", "Inputs"),
    "tolerance": ("容差", "Tolerance"),
    "fact": ("项目", "What"),
    "value": ("内容", "Value"),
    "due.assumed": ("{due}※", "{due}※"),
    "due.and": ("、", ", "),
    "due.rest": ("{stated}；其余{rest}", "{stated}; others {rest}"),
    "unit.suggested": ("{unit}（建议）", "{unit} (suggested)"),
    "header.suggested": ("{header}\n（建议）", "{header}\n(suggested)"),
    "units.first": ("责任单位\n（列首位者牵头）", "Responsible units\n(lead unit first)"),
    "units.first.suggested": ("责任单位（建议）\n（列首位者牵头）", "Responsible units (suggested)\n(lead unit first)"),
    "units.star.suggested": ("责任单位（建议）\n（标*者牵头）", "Responsible units (suggested)\n(* lead unit)"),
    "units.star": ("责任单位\n（标*者牵头）", "Responsible units\n(* lead unit)"),
    "status.help": ("请从下拉列表中选择。", "Choose from the list."),
    "page": ("第 &P 页，共 &N 页", "Page &P of &N"),
    "about.title": ("报告标题", "Title"),
    "about.place": ("地区", "Place"),
    "about.area": ("行政区划代码", "Area code"),
    "about.year": ("年份", "Year"),
    "about.sha256": ("文件校验值（SHA-256）", "SHA-256 of the file"),
    "about.characters": ("原文字数", "Characters"),
    "about.files": ("文件", "Files"),
    "about.entries": ("台账条目", "Entries"),
    "about.kinds": ("事项", "Items"),
    "left_out.theme": ("主题句", "theme"),
    "about.left_out": ("未列入台账的句子", "Sentences not in the ledger"),
    "about.quantities": ("数量", "Figures"),
    "about.unread": ("未识读的数字", "Figures not read"),
    "about.set_aside": ("重复排印、已另置", "Printed twice, set aside"),
    "about.findings": ("发现", "Findings"),
    "about.versions": ("程序、规则表、格式版本", "Versions of engine, rules, schema"),
    "about.how.ledger": ("读法：任务分解表", "How to read: ledger"),
    "about.how.due": ("读法：完成时限", "How to read: due"),
    "about.how.nodes": ("读法：季度节点", "How to read: quarters"),
    "about.how.draft": ("读法：牵头、配合单位", "How to read: units"),
    "about.how.light": ("读法：状态、亮灯", "How to read: light"),
    "about.how.wording": ("读法：表述力度", "How to read: wording"),
    "about.how.address": ("读法：出处", "How to read: address"),
    "about.how.source": ("读法：原文", "How to read: words"),
    "how.ledger": (
        (
            "一句为一个条目，同一小标题下建议牵头单位相同的两个短句并为一个；其下逐行列出所含事项，"
            "点左侧的 1、2 收起或展开。只含一个事项的条目不再另列。"
        ),
        (
            "A sentence, or two short ones of one unit under one run-in heading, is an entry; its items stand below it "
            "(1 and 2 fold them), a single one not apart."
        ),
    ),
    "how.due": (
        "先列原文写明的时限，“其余…※”为原文未写明、按年底计的部分；没有※的，所含事项都写明了时限。",
        "The dates that the text states first; “others …※” are items without one. Without ※ each item has a date.",
    ),
    "how.nodes": (
        "只填原文写明的月份、季度、年底要求；未写明的留空，由责任单位填报。",
        "Only what the text states for a month, a quarter or the year's end; the rest is left to the units.",
    ),
    "how.address": (
        "c142.0：从 0 数起，即原文第 143 句的第 1 个分句，按标点切分。“原文”一栏不打印。",
        "c142.0: counted from 0, so the first clause of sentence 143. The source column is not printed.",
    ),
    "how.wording": (
        "“以上、不低于、确保”等为刚性表述，“左右、力争”等为弹性表述，都没有的留空；是否约束性指标，以规划、计划文件为准。",
        ("Firm (以上, 不低于, 确保) or soft (左右, 力争). Whether an indicator is binding by law, the plan says."),
    ),
    "how.light": (
        "亮灯初值为“◌ 未填报”，即尚未收到填报，不等于未完成；状态由责任单位填报、督查部门认定。",
        "The light begins as “◌ not reported”, which is not “not done”; a status holds once the office accepts it.",
    ),
    "how.source": (
        "本表由报告原文编成，未改动原文；以正式公布的文本为准。",
        "Compiled from the report's words, which are not changed; the official text prevails.",
    ),
    "how.draft": (
        "表头注“建议”的各栏单位，为程序拟议，须经核定。",
        "Units in a column marked “suggested” are proposals to be confirmed.",
    ),
    "sheet.check": ("勾稽问题", "Findings"),
    "sheet.outcomes": ("上年目标与结果", "Targets and results"),
    "sheet.levels": ("与上级目标对照", "Levels"),
    "sheet.sums": ("所辖地区之和", "Areas below"),
    "head.of.many": ("{count}份报告", "{count} reports: "),
    "head.check.about": ("{of}勾稽说明", "{of}about these findings"),
    "note.check": (
        "{counts}。各级含义、容差、位置的读法见末页。",
        "{counts}. See the last sheet for how to read them.",
    ),
    "note.check.nothing": ("没有发现问题。", "Nothing was noticed."),
    "note.outcomes": (
        "共 {rows} 项。左为上份报告提出的主要预期目标，右为本报告所说的结果；空白为没有找到。",
        "{rows} targets of the earlier report with the results that this one tells; blank where none was found.",
    ),
    "note.levels": (
        "共 {rows} 项。只比两级都提出的增速、比率；总量不比。",
        "{rows} targets that both levels name: rates and shares only.",
    ),
    "note.sums": (
        "共 {rows} 项，均为本级和所辖各地都说到的数。",
        "{rows} amounts that the report and all areas below tell.",
    ),
    "column.check.number": ("序号", "No."),
    "column.check.severity": ("级别", "Severity"),
    "column.check.code": ("编号", "Code"),
    "column.check.message": ("问题", "What"),
    "column.check.formula": ("算式", "Formula"),
    "column.check.inputs": ("数据", "Inputs"),
    "column.check.tolerance": ("容差", "Tolerance"),
    "column.check.source": ("原文", "Words"),
    "column.check.place": ("位置", "Place"),
    "column.check.file": ("文件", "File"),
    "column.check.handling": ("处理", "Done"),
    "column.outcomes.number": ("序号", "No."),
    "column.outcomes.indicator": ("指标", "Indicator"),
    "column.outcomes.period": ("时期", "Period"),
    "column.outcomes.target": ("目标", "Target"),
    "column.outcomes.told": ("结果", "Result"),
    "column.outcomes.outcome": ("结论", "Outcome"),
    "column.outcomes.gap": ("相差", "Gap"),
    "column.outcomes.target_source": ("目标原文", "Words of the target"),
    "column.outcomes.result_source": ("结果原文", "Words of the result"),
    "column.outcomes.file": ("文件", "File"),
    "column.levels.number": ("序号", "No."),
    "column.levels.indicator": ("指标", "Indicator"),
    "column.levels.period": ("年份", "Year"),
    "column.levels.target": ("本级目标", "Own target"),
    "column.levels.above_place": ("上级", "Level above"),
    "column.levels.above_target": ("上级目标", "Its target"),
    "column.levels.outcome": ("对照", "Beside it"),
    "column.levels.source": ("本级原文", "Own words"),
    "column.levels.above_source": ("上级原文", "Its words"),
    "column.levels.file": ("文件", "File"),
    "column.sums.number": ("序号", "No."),
    "column.sums.indicator": ("指标", "Indicator"),
    "column.sums.period": ("年份", "Year"),
    "column.sums.total": ("各地之和", "Sum"),
    "column.sums.whole": ("本级", "Own figure"),
    "column.sums.gap": ("相差", "Gap"),
    "column.sums.tolerance": ("容差", "Tolerance"),
    "column.sums.outcome": ("对照", "Beside it"),
    "column.sums.parts": ("各地", "Areas"),
    "column.sums.source": ("本级原文", "Own words"),
    "column.sums.file": ("文件", "File"),
    "column.about.fact": ("项目", "What"),
    "column.about.value": ("内容", "Value"),
    "outcome.met": ("完成", "met"),
    "outcome.missed": ("未完成", "missed"),
    "outcome.otherwise": ("另有口径", "otherwise told"),
    "outcome.untold": ("未提", "not told"),
    "outcome.lower": ("低于上级", "lower"),
    "outcome.not_lower": ("不低于", "not lower"),
    "outcome.beyond": ("超过本级", "beyond"),
    "outcome.within": ("未超过", "within"),
    "place.whole": ("全文", "whole report"),
    "place.line": ("第{line}行（{address}）", "line {line} ({address})"),
    "count.and": ("，", ", "),
    "handling.help": ("请从下拉列表中选择，或自行填写。", "Choose from the list, or write."),
    "about.check.versions": ("程序、规则表版本", "Versions of engine and rules"),
    "about.check.tolerance": ("读法：容差", "How to read: tolerance"),
    "about.check.place": ("读法：位置", "How to read: place"),
    "about.check.handling": ("读法：处理", "How to read: done"),
    "about.check.words": ("读法：原文", "How to read: words"),
    "how.error": ("无论怎样理解都不成立，应当改正。", "No reading can make it right."),
    "how.question": (
        "数字之间不合，但口径、基数或范围不同可以解释；请核对，必要时在报告或说明材料中交代。",
        "The figures do not agree, but another base, scope or method may explain it.",
    ),
    "how.notice": ("供了解，不一定要改。", "For information; nothing need be wrong."),
    "how.check.tolerance": (
        "印出的数都经过四舍五入：702.1亿元是 702.05 至 702.15亿元。差额在此以内的不报。",
        "Printed figures are rounded: 702.1亿元 is 702.05 to 702.15亿元. What lies within is not told.",
    ),
    "how.check.place": (
        "行数按文件中的行（段）从 1 数起；c118.0 是第 119 句的第 1 个分句，从 0 数起，按标点切分。",
        "Lines (paragraphs) of the file from 1; c118.0 is the first clause of sentence 119, counted from 0.",
    ),
    "how.check.handling": (
        "由核稿人员填写：可从下拉列表中选，也可自行填写。",
        "For the people who proofread: chosen from the list, or written.",
    ),
    "how.check.words": (
        "红字是问题所指的词句；句子很长的只列前后文。",
        "The words that a finding is about are red; of very long sentences only what stands around them.",
    ),
    "unknown": ("未知", "unknown"),
    "count": ("{name} {count}", "{name} {count}"),
}

STATUSES: tuple[_Pair, ...] = (
    ("未启动", "not started"),
    ("推进中", "under way"),
    ("已完成", "done"),
    ("已调整", "adjusted"),
    ("无法完成", "cannot be done"),
    ("无法核查", "uncheckable"),
)
"""What a unit says of an entry and the office accepts."""

HANDLINGS: tuple[_Pair, ...] = (
    ("已改正", "corrected"),
    ("已说明", "explained"),
    ("原文无误", "no mistake"),
    ("待核实", "to be checked"),
)
"""What a proofreader says of a finding."""

LIGHTS: tuple[tuple[str, str, str], ...] = (
    ("● 正常", "● on pace", "2F6F4F"),
    ("▲ 临期", "▲ due soon", "1F4E79"),
    ("◆ 滞后", "◆ behind", "9A6700"),
    ("■ 逾期", "■ overdue", "A8201A"),
    ("○ 未到期", "○ not due", "6B6760"),
    ("◌ 未填报", "◌ not reported", "6B6760"),
)
"""The lights: shape and word in both languages, colour. The last one is that of a new ledger."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language, ``zh`` or ``en``."""

    lang: str

    @property
    def at(self) -> int:
        """The place of the language in a pair."""
        return 1 if self.lang == "en" else 0

    def say(self, key: str, **facts: object) -> str:
        """The text of ``key``, its ``{names}`` filled in."""
        text = _TEXTS[key][self.at]
        return text.format(**facts) if facts else text

    def name(self, value: StrEnum | None) -> str:
        """The name of a value; empty for None.

        >>> Words("zh").name(Bound.AT_LEAST), Words("en").name(Kind.TASK)
        ('不低于', 'task')
        """
        return _NAMES[value][self.at] if value is not None else ""

    def column(self, key: str) -> str:
        """The header of a column of the ledger."""
        return COLUMNS[key][self.at]

    def statuses(self) -> tuple[str, ...]:
        """The list for the status of an entry."""
        return tuple(pair[self.at] for pair in STATUSES)

    def lights(self) -> tuple[tuple[str, str], ...]:
        """The list for the light, each with its colour."""
        return tuple((light[self.at], light[2]) for light in LIGHTS)

    def handlings(self) -> tuple[str, ...]:
        """The list for what was done about a finding."""
        return tuple(pair[self.at] for pair in HANDLINGS)
