"""Known errors for the checks to find: what enters is a report and a random generator, what leaves is its text with
exactly one error put in, and where.

Of ``…推广“拎包入住”模式…`` ``lose_quote`` makes ``…推广拎包入住”模式…`` with the place of ``拎包入住”``. Each function
gives None where the report has no room for its error. The look-alikes are a list of our own, not the checks' table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from random import Random

from taizhang.engine.model import Finding, Measure, Quantity, Report, Severity, Span
from taizhang.rules.areas import match_places


@dataclass(frozen=True, slots=True)
class Seeded:
    """A text with one error. ``places`` are where a finding may stand, in the new text; ``note`` says what was done."""

    text: str
    places: tuple[Span, ...]
    note: str


Seed = Callable[[Report, Random], Seeded | None]

_SENTENCES = re.compile(r"[^。！？\n]{8,}[。！？]")
_LINES = re.compile(r"[^\n]+")
_QUOTED = re.compile(r"“([^“”‘’\n]{2,20})”")
_DECIMAL = re.compile(r"(?<![\d.．])(\d{1,5}\.)\d{1,3}(?=[%％万亿元吨人个公里平方倍岁微])")
_NUMBER = re.compile(r"\d+(?:\.(\d+))?")
_NUMERALS = "一二三四五六七八九十"
_HEADINGS = (
    re.compile(rf"^[#* \u3000]*[（(]([{_NUMERALS}])[）)]", re.MULTILINE),
    re.compile(rf"^[#* \u3000]*([{_NUMERALS}])、", re.MULTILINE),
)
_NAMED = re.compile(
    r"([\u4e00-\u9fff]{2,4})(?:水库|煤矿|高速|铁路|机场|景区|古城|集团|公司|大桥|隧道|电站|医院|学院|灌区)"
)
_COMMON = re.compile("[市省国县区型新大中等化级批所个座条家际]")
"""Characters of words that only tell of what kind a thing is: 大中型灌区, 城市过境高速."""
_LOOKALIKES = """
己已 末未 土士 日曰 晋昔 谷古 治冶 汾份 阳阴 太大 清请 庄压 峰锋 陵棱 徽微 辛幸 西酉 州洲 侯候 茶荼 祁祈 泽译 潞璐 沁泌
漳障 河何 湖瑚 江汪 海侮 山出 石右 天夫 平乎 北比 东车 林材 桥侨 杨扬 柳抑 梅悔 松忪 金全 银很 铁轶 钢纲 铜钢 龙尤 凤风
马乌 牛午 羊半 鹿麓 鸟岛 鱼渔 安按 宁守 永水 兴光 昌冒 明朋 阜埠 丰羊 和种 顺须 左在 权杈 榆偷 社杜 县具 介价
休体 遥瑶 孟盂 岚岗 静诤 保堡 武式 隆窿 临监 洪供 浦捕 曲由 沃沏 襄囊 垣坦 屯电 长卡 治台 高亮 城诚 阳阻 云去
冈网 荆刑 宜宣 昌唱 恩思 施旋 仙伯 桃挑 潜替 郑邓 洛络 开井 封卦 新斩 焦蕉 濮仆 许诉 驻住
"""


def _like(character: str) -> str:
    """The characters that look like this one; mostly none."""
    pairs = _LOOKALIKES.split()
    return "".join(pair.replace(character, "", 1) for pair in pairs if character in pair)


# --- the six errors --------------------------------------------------------------------------------------


def repeat_block(report: Report, random: Random) -> Seeded | None:
    """A block of one to four sentences printed once more, in the middle of another paragraph."""
    text = report.source.text
    lines = [Span(*m.span()) for m in _LINES.finditer(text) if m.end() - m.start() > 150]
    if len(lines) < 3:
        return None
    home, other = random.sample(lines, 2)
    block = _choose_block(text, home, random)
    cuts = [m.end() for m in re.finditer("[。；，]", text[other.start + 20 : other.end - 20])]
    if block is None or not cuts:
        return None
    words = text[block.start : block.end]
    if random.random() < 1 / 3:  # a block that was cut short, as columns of a newspaper are
        words = words[: -random.randint(2, 8)]
    at = other.start + 20 + random.choice(cuts)
    shift = len(words) if at <= block.start else 0
    copy, kept = Span(at, at + len(words)), Span(block.start + shift, block.end + shift)
    return Seeded(text[:at] + words + text[at:], (copy, kept), f"{len(words)} characters printed twice")


def _choose_block(text: str, line: Span, random: Random) -> Span | None:
    """One to four whole sentences of a line, 80 to 250 characters together."""
    ends = [Span(*m.span()) for m in _SENTENCES.finditer(text, *line)]
    blocks = [Span(one.start, ends[at + more].end)
              for at, one in enumerate(ends) for more in range(min(4, len(ends) - at))]  # fmt: skip
    fit = [block for block in blocks if 80 <= block.end - block.start <= 250]
    return random.choice(fit) if fit else None


def remove_section(report: Report, random: Random) -> Seeded | None:
    """A numbered section taken out, neither the first nor the last of its list."""
    text = report.source.text
    found: list[tuple[int, int, int]] = []
    for pattern in _HEADINGS:
        heads = [(_NUMERALS.index(m[1]), m.start()) for m in pattern.finditer(text)]
        for (one, _), (two, start), (three, end) in zip(heads, heads[1:], heads[2:]):
            if (two, three) == (one + 1, one + 2):
                found.append((start, end, two))
    if not found:
        return None
    start, end, number = random.choice(found)
    new = text[:start] + text[end:]
    line_end = new.find("\n", start)
    place = Span(start, line_end if line_end >= 0 else len(new))
    return Seeded(new, (place,), f"section {_NUMERALS[number]} taken out")


def lose_quote(report: Report, random: Random) -> Seeded | None:
    """An opening quote lost, in a line whose quotes are all paired."""
    text = report.source.text
    found: list[Span] = []
    for line in _LINES.finditer(text):
        if line[0].count("“") == line[0].count("”") == len(_QUOTED.findall(line[0])):
            found += [Span(*m.span()) for m in _QUOTED.finditer(text, *line.span())]
    if not found:
        return None
    start, end = random.choice(found)
    return Seeded(text[:start] + text[start + 1 :], (Span(start, end - 1),), f"no quote before {text[start + 1 : end]}")


def swap_lookalike(report: Report, random: Random) -> Seeded | None:
    """One character of a name swapped for a look-alike: a place of the area, or a name that stands twice or more."""
    text = report.source.text
    groups = [[s for s in group if any(map(_like, text[s.start : s.end]))] for group in _names(report)]
    groups = [group for group in groups if group]
    if not groups:
        return None
    start, end = random.choice(random.choice(groups))
    at = random.choice([at for at in range(start, end) if _like(text[at])])
    new = text[:at] + random.choice(_like(text[at])) + text[at + 1 :]
    return Seeded(new, (Span(start, end),), f"{text[start:end]} as {new[start:end]}")


def _names(report: Report) -> tuple[list[Span], list[Span]]:
    """Where places below the area stand, and where names do that stand twice or more, always with their noun."""
    text, area = report.source.text, report.source.area
    mentions = match_places(text, area, report.source.year) if area else ()
    below = [Span(m.start, m.end - (text[m.end - 1] in "县区市州盟旗")) for m in mentions if m.code != area]
    twice: list[Span] = []
    for match in _NAMED.finditer(text):
        noun = text[match.end(1) : match.end()]
        for start in range(match.start(1), match.end(1) - 1):
            stem = text[start : match.end(1)]
            before = {text[m.start() - 1 : m.start()] for m in re.finditer(stem + noun, text)}
            if len(before) > 1:  # so that the name begins here
                if text.count(stem) == text.count(stem + noun) and not _COMMON.search(stem):
                    twice.append(Span(start, match.end(1)))
                break
    return below, twice


def lose_decimals(report: Report, random: Random) -> Seeded | None:
    """The digits behind a decimal point lost: 98.3% becomes 98.%."""
    text = report.source.text
    found = [(m.start(), m.end(1), m.end()) for m in _DECIMAL.finditer(text)]
    if not found:
        return None
    start, point, end = random.choice(found)
    return Seeded(text[:point] + text[end:], (Span(start, point + 1),), f"{text[start:end]} as {text[start:point]}")


def enlarge_part(report: Report, random: Random) -> Seeded | None:
    """A figure behind 其中 made larger than the one before it, of which it is a part."""
    found = list(_parts(report))
    if not found:
        return None
    whole, part = random.choice(found)
    number = _NUMBER.search(part.text)
    if number is None or isinstance(part.value, tuple) or isinstance(whole.value, tuple):
        return None
    scale = part.value / Decimal(number[0])
    value = whole.value * Decimal(random.randint(120, 180)) / 100 / scale
    told = f"{value:.{len(number[1] or '')}f}"
    start, end = part.span.start + number.start(), part.span.start + number.end()
    text = report.source.text
    place = Span(whole.span.start, part.span.end + len(told) - (end - start))
    return Seeded(text[:start] + told + text[end:], (place,), f"{part.text} of {whole.text} as {told}")


def _parts(report: Report) -> Iterable[tuple[Quantity, Quantity]]:
    """Amounts with the first one behind 其中 in the same sentence, in the same unit and smaller."""
    text = report.source.text
    amounts = [q for q in report.quantities if q.measure in (Measure.LEVEL, Measure.ADDED) and "%" not in q.unit]
    plain = [q for q in amounts if not isinstance(q.value, tuple) and _NUMBER.match(q.text)]
    for whole, part in pairwise(plain):
        between = text[whole.span.end : part.span.start]
        is_near = len(between) < 40 and re.fullmatch(r"[^。！？\n]*[，；、（(,;]其中[:：，]?[^，。；、]*", between)
        if is_near and whole.unit == part.unit and whole.value / 50 < part.value < whole.value:  # type: ignore[operator]
            yield whole, part


SEEDS: Mapping[str, Seed] = {
    "a block repeated in the middle of another paragraph": repeat_block,
    "a numbered section taken out": remove_section,
    "an opening quote lost": lose_quote,
    "one character of a name swapped for a look-alike": swap_lookalike,
    "decimals lost": lose_decimals,
    "a part made larger than its whole": enlarge_part,
}


# --- what was found --------------------------------------------------------------------------------------


def find_seeded(seeded: Seeded, clean: Report, read: Callable[[str], Report]) -> Finding | None:
    """The gravest finding that the clean report has not and that stands where the error was put; None where none."""
    known = {(f.code, clean.words(*f.spans[:1])) for f in clean.findings}
    report = read(seeded.text)
    new = [f for f in report.findings if (f.code, report.words(*f.spans[:1])) not in known]
    there = [f for f in new if _touches(f.spans, seeded.places)]
    return min(there, key=lambda f: [*Severity].index(f.severity), default=None)


def _touches(spans: Iterable[Span], places: Iterable[Span]) -> bool:
    return any(span.start < place.end and place.start < span.end for span in spans for place in places)
