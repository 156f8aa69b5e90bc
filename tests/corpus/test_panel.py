"""The panel: rows that belong together, each with its sentence, in a package that others can check."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import frictionless
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from archives import read_bytes
from taizhang.corpus.panel import build_panel, columns, panel_schema
from taizhang.corpus.publishing import Origin, Rights, write_panel
from taizhang.corpus.running import compile_corpus, local_engine, open_archive
from taizhang.errors import InputError, OutputTaken

PLAN = "二、{year}年工作安排\n今年主要预期目标是：地区生产总值增长{gdp}，城镇新增就业{jobs}万人以上。\n"
TOLD = "一、{last}年工作回顾\n地区生产总值增长{gdp}%，城镇新增就业{jobs}万人。\n"


def make_report(year: int, told: tuple[str, str], plan: tuple[str, str]) -> str:
    return TOLD.format(last=year - 1, gdp=told[0], jobs=told[1]) + PLAN.format(year=year, gdp=plan[0], jobs=plan[1])


REPORTS = [
    ("晋中市", "city", 2031, make_report(2031, ("5.9", "3.1"), ("6%左右", "3"))),
    ("晋中市", "city", 2032, make_report(2032, ("5.2", "3.3"), ("5.5%—6%", "3.2"))),
    ("山西省", "province", 2032, make_report(2032, ("6.1", "40"), ("不低于5%", "41"))),
    ("晋中市", "city", 2032, "一、短文\n地区生产总值增长9%。"),
    ("无名市", "city", 2032, make_report(2032, ("6.1", "40"), ("8%", "41"))),
]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    names = ("place", "level", "year", "text")
    rows = [dict(zip(names, row, strict=True)) | {"title": "", "path": f"{at}.md"} for at, row in enumerate(REPORTS)]
    pq.write_table(pa.Table.from_pylist(rows), folder / "reports.parquet")
    compile_corpus(open_archive(folder / "reports.parquet"), folder / "out", local_engine(1))
    return folder / "out"


@pytest.fixture(scope="module")
def rows(corpus: Path) -> dict[tuple[str, int, str], dict[str, Any]]:
    return {(r["place"], r["year"], r["indicator_key"]): r for r in build_panel(corpus).to_pylist()}


def test_a_row_holds_target_result_gap_and_last_years_target(rows: dict[tuple[str, int, str], dict[str, Any]]) -> None:
    first, second = rows["晋中市", 2031, "gdp"], rows["晋中市", 2032, "gdp"]
    assert (first["target_low"], first["bound"], first["result"], first["gap"]) == (6.0, "about", 5.2, -0.8)
    assert (second["target_low"], second["target_high"], second["last_low"], second["result"]) == (5.5, 6.0, 6.0, None)
    assert (second["area"], second["area_above"], second["above_low"]) == ("140700", "140000", 5.0)


def test_what_a_target_is_held_against_comes_with_its_own_words(
    corpus: Path, rows: dict[tuple[str, int, str], dict[str, Any]]
) -> None:
    texts = pq.read_table(corpus / "reports.parquet", columns=["text"]).column("text").to_pylist()
    first, second = rows["晋中市", 2031, "gdp"], rows["晋中市", 2032, "gdp"]
    assert (first["result_year"], first["result_path"]) == (2032, "1.md")
    words = [texts[second[f"{n}_report"]][second[f"{n}_start"] : second[f"{n}_end"]] for n in ("last", "above")]
    assert [word.strip("左右不低于") for word in words] == ["6%", "5%"]
    assert all(word in second[f"{n}_sentence"] for word, n in zip(words, ("last", "above"), strict=True))


def test_amounts_are_matched_as_well(rows: dict[tuple[str, int, str], dict[str, Any]]) -> None:
    jobs = rows["晋中市", 2031, "urban_new_jobs"]
    assert (jobs["target_low"], jobs["unit"], jobs["result"], jobs["gap"]) == (30000.0, "人", 33000.0, 3000.0)


def test_hardness_comes_with_its_words(rows: dict[tuple[str, int, str], dict[str, Any]]) -> None:
    found = {key: (row["hardness"], row["hardness_words"]) for key, row in rows.items()}
    assert found["晋中市", 2031, "gdp"] == ("soft", "左右")
    assert found["山西省", 2032, "gdp"] == ("binding", "不低于")
    assert found["晋中市", 2031, "urban_new_jobs"] == ("binding", "以上")
    assert found["晋中市", 2032, "gdp"] == ("soft", "5.5%—6%")


def test_sentences_and_offsets_are_those_of_the_report(
    corpus: Path, rows: dict[tuple[str, int, str], dict[str, Any]]
) -> None:
    texts = pq.read_table(corpus / "reports.parquet").column("text").to_pylist()
    for row in rows.values():
        assert texts[row["report"]][row["start"] : row["end"]] == row["target_text"]
        assert row["target_text"] in row["sentence"]
        assert row["sentence"].endswith("。")
    told = rows["晋中市", 2031, "gdp"]
    assert texts[told["result_report"]][told["result_start"] : told["result_end"]] == "5.2%"
    assert told["result_sentence"].startswith("地区生产总值增长5.2%")


def test_a_place_unknown_is_in_no_row_and_the_longer_of_two_reports_counts(
    rows: dict[tuple[str, int, str], dict[str, Any]],
) -> None:
    assert {key[0] for key in rows} == {"晋中市", "山西省"}
    assert rows["晋中市", 2032, "gdp"]["path"] == "1.md"


def test_the_package_is_valid_and_whole(corpus: Path, tmp_path: Path) -> None:
    panel = build_panel(corpus)
    names = write_panel(panel, Origin.of(corpus), tmp_path / "panel")
    assert names == tuple(
        sorted(("panel.csv", "panel.parquet", "datapackage.json", "dcat.jsonld", "dictionary.md", "CITATION.cff"))
    )
    report = frictionless.validate(str(tmp_path / "panel" / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])
    assert pq.read_table(tmp_path / "panel" / "panel.parquet").equals(panel)
    with (tmp_path / "panel" / "panel.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["sentence"] for row in csv.DictReader(file)] == panel.column("sentence").to_pylist()


def test_the_package_has_the_same_bytes_each_time_and_replaces_itself_only(corpus: Path, tmp_path: Path) -> None:
    panel, origin = build_panel(corpus), Origin.of(corpus)
    write_panel(panel, origin, tmp_path / "panel")
    first = read_bytes(tmp_path / "panel")
    write_panel(panel, origin, tmp_path / "panel")
    assert read_bytes(tmp_path / "panel") == first
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "a.txt").write_text("x", encoding="utf-8")
    with pytest.raises(OutputTaken):
        write_panel(panel, origin, tmp_path / "letters")
    assert (tmp_path / "letters" / "a.txt").exists()


def test_the_catalogue_names_every_file(corpus: Path, tmp_path: Path) -> None:
    write_panel(build_panel(corpus), Origin.of(corpus), tmp_path / "panel")
    dcat = json.loads((tmp_path / "panel" / "dcat.jsonld").read_text(encoding="utf-8"))
    assert dcat["dct:temporal"]["dcat:startDate"]["@value"] == "2031"
    for distribution in dcat["dcat:distribution"]:
        assert (tmp_path / "panel" / distribution["dcat:downloadURL"]["@id"]).exists()


def test_publisher_and_licence_are_told_where_given(corpus: Path, tmp_path: Path) -> None:
    panel, origin, out = build_panel(corpus), Origin.of(corpus), tmp_path / "panel"
    write_panel(panel, origin, out, Rights("甲市统计局", "CC-BY-4.0"))
    address = "https://spdx.org/licenses/CC-BY-4.0"
    dcat = json.loads((out / "dcat.jsonld").read_text(encoding="utf-8"))
    assert dcat["dct:publisher"]["foaf:name"] == "甲市统计局"
    assert {d["dct:license"]["@id"] for d in (dcat, *dcat["dcat:distribution"])} == {address}
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    assert package["licenses"] == [{"name": "CC-BY-4.0", "path": address}]
    assert frictionless.validate(str(out / "datapackage.json")).valid
    citation = (out / "CITATION.cff").read_text(encoding="utf-8")
    assert "甲市统计局" in citation
    assert address in citation
    write_panel(panel, origin, out)
    assert "dct:publisher" not in json.loads((out / "dcat.jsonld").read_text(encoding="utf-8"))


def test_words_that_a_spreadsheet_would_run_are_made_harmless(corpus: Path, tmp_path: Path) -> None:
    panel = build_panel(corpus)
    spoilt = panel.set_column(panel.schema.get_field_index("path"), "path", pa.array(["=1+1"] * len(panel)))
    write_panel(spoilt, Origin.of(corpus), tmp_path / "panel")
    assert ",=1+1" not in (tmp_path / "panel" / "panel.csv").read_text(encoding="utf-8")


def test_every_column_has_its_words() -> None:
    assert [column.name for column in columns()] == panel_schema().names
    assert all(column.zh and column.en and column.zh_long and column.en_long for column in columns())


def test_a_folder_that_is_no_corpus_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as error:
        build_panel(tmp_path)
    assert error.value.code == "E101"


def test_a_corpus_with_a_broken_table_is_refused(corpus: Path, tmp_path: Path) -> None:
    for file in corpus.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes()[: -100 if file.name == "quantities.parquet" else None])
    with pytest.raises(InputError) as error:
        build_panel(tmp_path)
    assert error.value.code == "E108"
