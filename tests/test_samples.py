"""The samples are what their README says: long, dense, consistent, our own words, with six errors planted."""

from __future__ import annotations

import importlib.util
import io
import re
import tomllib
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest
from docx import Document

from taizhang import samples

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
FOLDER = ROOT / "src" / "taizhang" / "samples"
MADE_UP = ("lanchuan-2025.docx", "lanchuan-2026.txt", "lanchuan-2026.md")
PLACES = ("澜川市", "临澜区", "青堰区", "汀阳市", "栗原县", "云陂县", "荻浦县", "桐岭县")

# Names that a retelling may share with the original, however long they are.
OFFICIAL_NAMES = ("山西中西医结合医院晋中院区", "山西大学附属中学晋中学校")
# Formulae that every report of these years prints word for word.
STOCK = ("要坚持以习近平新时代中国特色社会主义思想为指导", "国民经济和社会发展第十五个五年规划纲要")

_HAN = re.compile(r"[\u4e00-\u9fff]")
_FIGURE = re.compile(r"(?<![\d.第])\d[\d.]*(?![\d.]|[年月日版届次\-]|、?[“”])")
_NOT_WORDS = re.compile(r"[^\w%]|_")


def _words(path: Path) -> str:
    """The words of a sample; a Word file's paragraphs, one a line."""
    if path.suffix != ".docx":
        return path.read_text(encoding="utf-8")
    return "\n".join(p.text for p in Document(str(path)).paragraphs)


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {path.name: _words(path) for path in samples.paths()}


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_samples", ROOT / "scripts" / "make_samples.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _number(text: str, pattern: str) -> Decimal:
    found = re.search(pattern, text)
    assert found is not None, pattern
    return Decimal(found[1])


def _lines_without(text: str, names: tuple[str, ...]) -> list[str]:
    for name in names:
        text = text.replace(name, "\n")
    return [_NOT_WORDS.sub("", line) for line in text.split("\n")]


def _runs(lines: list[str], size: int) -> Iterator[str]:
    for line in lines:
        for start in range(len(line) - size + 1):
            yield line[start : start + size]


def _has_shared_with(folder: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not (SHARED / folder).exists(), reason=f"needs ../shared/{folder}")


# --- what there is


def test_paths_name_files_that_exist() -> None:
    assert [path.name for path in samples.paths()] == [*MADE_UP, "jinzhong-2026-retold.md"]
    assert all(path.is_file() for path in samples.paths())


@pytest.mark.parametrize("name", MADE_UP)
def test_a_report_of_the_made_up_city_has_7000_characters(texts: dict[str, str], name: str) -> None:
    assert len(_HAN.findall(texts[name])) >= 7000


def test_the_retelling_has_2500_to_5000_characters(texts: dict[str, str]) -> None:
    assert 2500 <= len(_HAN.findall(texts["jinzhong-2026-retold.md"])) <= len(texts["jinzhong-2026-retold.md"]) <= 5000


@pytest.mark.parametrize("name", [*MADE_UP, "jinzhong-2026-retold.md"])
def test_a_report_has_12_figures_in_1000_characters(texts: dict[str, str], name: str) -> None:
    assert len(_FIGURE.findall(texts[name])) >= 0.012 * len(texts[name])


@pytest.mark.parametrize("name", MADE_UP)
def test_a_report_names_every_county(texts: dict[str, str], name: str) -> None:
    missing = [place for place in PLACES if place not in texts[name] and place[:2] not in texts[name]]
    assert missing == []


def test_the_made_up_places_exist_nowhere() -> None:
    register = (ROOT / "src" / "taizhang" / "rules" / "areas.tsv").read_text(encoding="utf-8")
    assert [place for place in PLACES if place in register] == []


def test_the_retelling_says_so_on_its_first_line(texts: dict[str, str]) -> None:
    first = texts["jinzhong-2026-retold.md"].split("\n", 1)[0]
    assert "公开报道的事实改写" in first
    assert "非官方文本" in first


# --- the planted errors


def test_six_errors_are_planted_in_three_families() -> None:
    planted = samples.planted()
    assert len(planted) == len({error.key for error in planted}) == 6
    assert {error.family for error in planted} == {"text", "arithmetic", "across_years"}


@pytest.mark.parametrize("error", samples.planted(), ids=lambda error: error.key)
def test_the_phrase_of_a_planted_error_stands_once_in_its_file(texts: dict[str, str], error: samples.Planted) -> None:
    assert texts[error.file].count(error.phrase) == 1


@pytest.mark.parametrize("error", samples.planted(), ids=lambda error: error.key)
def test_no_planted_error_stands_in_the_clean_text(texts: dict[str, str], error: samples.Planted) -> None:
    assert error.phrase not in texts["lanchuan-2026.md"]


def test_eight_sections_are_announced_and_the_sixth_is_missing(texts: dict[str, str]) -> None:
    plan = texts["lanchuan-2025.docx"].split("三、2025年重点任务", 1)[1]
    assert "以下八个方面工作" in plan
    assert re.findall(r"^（(.)）", plan, re.MULTILINE) == list("一二三四五七八")


def test_the_parts_of_the_bonds_exceed_their_whole(texts: dict[str, str]) -> None:
    found = re.search(r"专项债券([\d.]+)亿元，其中\D+([\d.]+)亿元、\D+([\d.]+)亿元、\D+([\d.]+)亿元", texts[MADE_UP[0]])
    assert found is not None
    whole, *parts = map(Decimal, found.groups())
    assert sum(parts) > whole


def test_one_closing_quote_has_no_opening(texts: dict[str, str]) -> None:
    counts = {name: (text.count("“"), text.count("”")) for name, text in texts.items()}
    opened, closed = counts.pop("lanchuan-2026.txt")
    assert closed == opened + 1
    assert all(a == b for a, b in counts.values())


def test_the_county_is_printed_wrong_once_and_right_elsewhere(texts: dict[str, str]) -> None:
    assert texts["lanchuan-2026.txt"].count("粟原县") == 1
    assert texts["lanchuan-2026.txt"].count("栗原县") >= 4
    assert "粟原" not in texts["lanchuan-2026.md"] + texts["lanchuan-2025.docx"]


def test_the_block_printed_twice_reads_on_only_in_place(texts: dict[str, str]) -> None:
    text = texts["lanchuan-2026.txt"]
    first, second = (m.end() for m in re.finditer("做优营商环境。[^\n]*?普惠小微贷", text))
    start = text.index("做优营商环境。")
    assert 150 <= first - start <= 250
    assert text[start:first] == text[second - (first - start) : second]
    assert text[first:].startswith("人工智能方面")
    assert text[second:].startswith("\n\n款余额增长13%以上")


# --- the damage of the page


def test_the_page_begins_and_ends_with_its_marks(texts: dict[str, str]) -> None:
    assert texts["lanchuan-2026.txt"].startswith("(上接第1版)\n")
    assert texts["lanchuan-2026.txt"].rstrip().endswith("\n(下转第3版)")


def test_columns_break_in_mid_sentence(texts: dict[str, str]) -> None:
    paragraphs = [p for p in texts["lanchuan-2026.txt"].split("\n\n") if p]
    cut = [p for p in paragraphs if len(p) > 30 and p[-1] not in "。!:;"]
    assert len(cut) == 7


def test_punctuation_of_the_page_is_half_width(texts: dict[str, str]) -> None:
    assert re.findall("[，；：！？（）＋]", texts["lanchuan-2026.txt"]) == []


# --- the two years agree

LEVELS = (
    ("地区生产总值", r"全市地区生产总值(?:达到)?([\d.]+)亿元", r"全市地区生产总值[\d.]+亿元、增长([\d.]+)%"),
    ("第一产业", r"第一产业增加值([\d.]+)亿元", r"第一产业增加值[\d.]+亿元、增长([\d.]+)%"),
    ("第二产业", r"第二产业增加值([\d.]+)亿元", r"第二产业增加值[\d.]+亿元、增长([\d.]+)%"),
    ("第三产业", r"第三产业增加值([\d.]+)亿元", r"第三产业增加值[\d.]+亿元、增长([\d.]+)%"),
    ("财政收入", r"公共预算收入完成([\d.]+)亿元", r"公共预算收入完成[\d.]+亿元、增长([\d.]+)%"),
    ("投资", r"固定资产投资完成([\d.]+)亿元", r"固定资产投资完成[\d.]+亿元、增长([\d.]+)%"),
    ("零售", r"消费品零售总额([\d.]+)亿元", r"消费品零售总额[\d.]+亿元、增长([\d.]+)%"),
    ("进出口", r"进出口总额([\d.]+)亿元", r"进出口总额[\d.]+亿元、增长([\d.]+)%"),
    ("出口", r"其中出口([\d.]+)亿元", r"其中出口[\d.]+亿元、增长([\d.]+)%"),
    ("城镇收入", r"城镇居民人均可支配收入([\d.]+)元", r"城镇居民人均可支配收入[\d.]+元、增长([\d.]+)%"),
    ("农村收入", r"农村居民人均可支配收入([\d.]+)元", r"农村居民人均可支配收入[\d.]+元、增长([\d.]+)%"),
    ("合同", r"技术合同成交额([\d.]+)亿元", r"技术合同成交额[\d.]+亿元、增长([\d.]+)%"),
    ("游客", r"接待游客([\d.]+)万人次", r"接待游客[\d.]+万人次、增长([\d.]+)%"),
    ("集群", r"(?:产值合计|集群总产值达到)([\d.]+)亿元", r"集群总产值达到[\d.]+亿元、增长([\d.]+)%"),
    ("省外资金", r"利用省外资金([\d.]+)亿元", r"利用省外资金[\d.]+亿元、增长([\d.]+)%"),
    ("茶叶", r"茶叶全产业链产值([\d.]+)亿元", r"茶叶全产业链产值[\d.]+亿元、增长([\d.]+)%"),
    ("脱贫", r"脱贫人口人均纯收入([\d.]+)元", r"脱贫人口人均纯收入[\d.]+元、增长([\d.]+)%"),
)


@pytest.mark.parametrize(("name", "level", "growth"), LEVELS, ids=[row[0] for row in LEVELS])
def test_level_and_growth_agree_with_the_year_before(texts: dict[str, str], name: str, level: str, growth: str) -> None:
    before, after = _number(texts["lanchuan-2025.docx"], level), _number(texts["lanchuan-2026.md"], level)
    told = _number(texts["lanchuan-2026.md"], growth)
    assert abs((after / before - 1) * 100 - told) <= Decimal("0.1"), name


def test_the_planted_level_implies_another_base(texts: dict[str, str]) -> None:
    level, growth = LEVELS[4][1:]
    before = _number(texts["lanchuan-2025.docx"], level)
    implied = _number(texts["lanchuan-2026.txt"], level) / (1 + _number(texts["lanchuan-2026.txt"], growth) / 100)
    assert implied - before > 3


@pytest.mark.parametrize("name", ["lanchuan-2025.docx", "lanchuan-2026.md"])
def test_the_three_industries_make_up_the_product(texts: dict[str, str], name: str) -> None:
    whole, *parts = (_number(texts[name], row[1]) for row in LEVELS[:4])
    assert sum(parts) == whole


@pytest.mark.parametrize("promise", ["居民消费价格涨幅", "研发经费投入强度", "抽水蓄能电站", "生物医药产业园"])
def test_some_promises_are_never_mentioned_again(texts: dict[str, str], promise: str) -> None:
    assert promise in texts["lanchuan-2025.docx"].split("二、2025年", 1)[1]
    assert promise not in texts["lanchuan-2026.md"]


# --- made the same way each time


def test_the_page_is_what_the_script_makes(maker: ModuleType) -> None:
    damage = tomllib.loads((FOLDER / "lanchuan-2026.damage.toml").read_text(encoding="utf-8"))
    page = maker.build_page((FOLDER / "lanchuan-2026.md").read_text(encoding="utf-8"), damage)
    assert page == (FOLDER / "lanchuan-2026.txt").read_text(encoding="utf-8")


def test_the_word_file_has_the_same_bytes_each_time(maker: ModuleType) -> None:
    source = (FOLDER / "lanchuan-2025.source.txt").read_text(encoding="utf-8")
    assert maker.build_docx(source) == maker.build_docx(source)


def test_the_word_file_is_what_the_script_makes(maker: ModuleType) -> None:
    made = maker.build_docx((FOLDER / "lanchuan-2025.source.txt").read_text(encoding="utf-8"))
    part = "word/document.xml"
    with zipfile.ZipFile(io.BytesIO(made)) as new, zipfile.ZipFile(FOLDER / "lanchuan-2025.docx") as kept:
        assert new.read(part) == kept.read(part)


def test_a_damage_phrase_that_is_not_there_is_refused(maker: ModuleType) -> None:
    page = {"begin": "甲", "end": "丁", "head": "", "foot": ""}
    damage = {"page": page, "repeat": {"begin": "戊", "end": "丁"}, "columns": {"ends": []}, "misprint": []}
    with pytest.raises(ValueError, match="戊"):
        maker.build_page("甲乙丙丁", damage)


def test_the_word_file_has_a_title_and_a_table_of_headline_targets() -> None:
    document = Document(str(FOLDER / "lanchuan-2025.docx"))
    assert document.paragraphs[0].style is not None
    assert document.paragraphs[0].style.name == "Title"
    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == ["指标", "2024年完成", "2025年预期目标"]
    assert len(table.rows) == 9


# --- our own words


@_has_shared_with("reports")
def test_the_retelling_shares_no_run_of_13_characters_with_the_original(texts: dict[str, str]) -> None:
    original = _NOT_WORDS.sub("", (SHARED / "reports" / "jinzhong-2026.txt").read_text(encoding="utf-8"))
    lines = _lines_without(texts["jinzhong-2026-retold.md"], OFFICIAL_NAMES)
    assert [run for run in _runs(lines, 13) if run in original] == []


@_has_shared_with("corpus")
def test_no_run_of_25_characters_stands_in_any_published_report(texts: dict[str, str]) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    size = 25
    ours = {run for text in texts.values() for run in _runs(_lines_without(text, STOCK), size)}
    begins = {run[:8] for run in ours}
    found: set[str] = set()
    for text in parquet.read_table(SHARED / "corpus" / "reports.parquet", columns=["text"])["text"].to_pylist():
        theirs = _NOT_WORDS.sub("", text)
        found |= {
            theirs[at : at + size]
            for at in range(len(theirs) - size + 1)
            if theirs[at : at + 8] in begins and theirs[at : at + size] in ours
        }
    assert found == set()
