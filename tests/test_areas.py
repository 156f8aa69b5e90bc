"""The register of areas: names by year, other names, counties, and places in a text."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from taizhang.errors import RuleError
from taizhang.rules import areas, path_of
from taizhang.rules.areas import by_code, counties_of, find_area, match_places, short_name

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "reports.parquet"


def codes(text, area_code, year=None):
    return [(text[start:end], code) for start, end, code in match_places(text, area_code, year)]


@pytest.mark.parametrize(
    ("name", "year", "code"),
    [
        ("太谷县", 2015, "140726"),
        ("太谷区", 2026, "140703"),
        ("太谷", 2015, "140726"),
        ("太谷", 2026, "140703"),
        ("襄樊市", 2008, "420600"),
        ("襄阳市", 2012, "420600"),
        ("思茅市", 2005, "530800"),
        ("普洱市", 2010, "530800"),
        ("巢湖市", 2008, "341400"),
        ("巢湖市", 2015, "340181"),
        ("莱芜市", 2016, "371200"),
        ("莱芜区", 2022, "370116"),
        ("中卫市", 2010, "640500"),
        ("海东地区", 2010, "632100"),
        ("海东市", 2020, "630200"),
        ("济源市", 2004, "410881"),
    ],
)
def test_name_means_the_code_of_its_year(name, year, code):
    assert find_area(name, year).code == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("国务院", "000000"),
        ("克州", "653000"),
        ("恩施州", "422800"),
        ("恩施", "422800"),
        ("内蒙古", "150000"),
        ("积石山", "622927"),
        ("吉林", "220000"),
        ("台湾省", "710000"),
        ("石河子市", "659001"),
    ],
)
def test_other_and_short_names_are_found(name, code):
    assert find_area(name).code == code


def test_a_name_out_of_force_is_still_found():
    assert find_area("襄樊", 2015).name == "襄樊市"


def test_a_name_that_two_counties_share_needs_the_area_around_it():
    assert find_area("朝阳区") is None
    assert find_area("朝阳区", within="110000").code == "110105"
    assert find_area("朝阳区", within="220100").code == "220104"


def test_within_shuts_out_places_elsewhere():
    assert find_area("太谷区", within="140100") is None


def test_unknown_names_are_none():
    assert find_area("青石岭市") is None
    assert by_code("999999") is None


@pytest.mark.parametrize(("year", "name"), [(2008, "襄樊市"), (2011, "襄阳市"), (None, "襄阳市")])
def test_a_code_has_the_name_of_its_year(year, name):
    assert by_code("420600", year).name == name


def test_a_code_that_was_not_yet_there_is_none():
    assert by_code("140703", 2010) is None


def test_a_january_report_may_use_the_code_of_the_year_before():
    assert by_code("140726", 2020).name == "太谷县"


def test_counties_of_a_prefecture_change_with_the_year():
    now, then = counties_of("140700", 2026), counties_of("140700", 2012)
    assert {a.name for a in now} ^ {a.name for a in then} == {"太谷区", "太谷县"}
    assert len(now) == 11


def test_counties_of_a_municipality_lie_right_below_it():
    assert {"110105", "110119"} <= {a.code for a in counties_of("110000")}


def test_counties_of_a_dissolved_prefecture_are_those_it_had():
    assert [a.name for a in counties_of("341400", 2008)] == ["居巢区", "庐江县", "无为县", "含山县", "和县"]
    assert counties_of("341400", 2020) == ()


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("太谷区", "太谷"),
        ("祁县", "祁县"),
        ("晋中市", "晋中"),
        ("矿区", "矿区"),
        ("市中区", "市中区"),
        ("积石山保安族东乡族撒拉族自治县", "积石山"),
        ("东乡族自治县", "东乡"),
        ("鄂温克族自治旗", "鄂温克"),
        ("鄂伦春自治旗", "鄂伦春"),
        ("巴音郭楞蒙古自治州", "巴音郭楞"),
        ("克孜勒苏柯尔克孜自治州", "克孜勒苏"),
        ("双江拉祜族佤族布朗族傣族自治县", "双江"),
        ("龙胜各族自治县", "龙胜"),
        ("三都水族自治县", "三都"),
        ("新疆维吾尔自治区", "新疆"),
        ("大兴安岭地区", "大兴安岭"),
        ("神农架林区", "神农架"),
        ("香港特别行政区", "香港"),
    ],
)
def test_short_names(name, short):
    assert short_name(name) == short


def test_no_short_name_is_a_single_character():
    assert all(len(area.short) >= 2 for area in areas.areas_below(areas.NATION))


def test_every_parent_is_in_the_register():
    assert all(by_code(area.parent) for area in areas.areas_below(areas.NATION))


def test_years_of_one_code_follow_one_another():
    by = {}
    for area in areas.areas_below(areas.NATION):
        by.setdefault(area.code, []).append(area)
    for runs in by.values():
        for before, after in pairwise(runs):
            assert before.until is not None
            assert before.until < after.since


def test_facts_known_by_hand_belong_to_rows_of_the_register():
    register = areas._register()
    rows = {(area.code, area.name) for area in areas.areas_below(areas.NATION)}
    assert register.changes
    assert {(code, name) for _, code, name in register.changes} <= rows


def test_full_and_short_names_are_matched_with_their_places():
    text = "太谷区的太谷玛钢、祁县酥梨走出去，介休市办好学校。"
    assert codes(text, "140700", 2026) == [
        ("太谷区", "140703"),
        ("太谷", "140703"),
        ("祁县", "140727"),
        ("介休市", "140781"),
    ]


def test_a_short_name_means_the_county_of_the_year():
    assert codes("太谷通用航空", "140700", 2015) == [("太谷", "140726")]


def test_names_of_the_years_looked_back_on_count():
    assert codes("太谷县撤县设区", "140700", 2021) == [("太谷县", "140726")]


@pytest.mark.parametrize("text", ["县域经济", "祁县域经济一体谋划", "惠民工程", "城区面貌一新", "老城区改造"])
def test_plain_words_are_no_places(text):
    assert codes(text, "140300") == codes(text, "371600") == codes(text, "140700") == []


def test_a_word_that_is_a_district_counts_in_a_list_or_after_its_city():
    assert [word for word, _ in codes("支持城区、矿区转型", "140300")] == ["城区", "矿区"]
    assert [word for word, _ in codes("阳泉市郊区建成水厂", "140300")] == ["郊区"]


def test_a_county_of_one_syllable_is_not_read_out_of_a_verb():
    assert codes("以产业振兴县城", "141100") == []
    assert codes("推进兴县发展", "141100") == [("兴县", "141123")]


def test_a_longer_name_of_another_place_hides_a_shorter_one():
    assert codes("呼和浩特市与和平共处", "150100") == []
    assert codes("承德县铁路通到北京", "130800") == [("承德县", "130821")]


def test_the_city_itself_is_no_county_of_its_name():
    assert codes("承德旅游升温，承德县办班", "130800") == [("承德县", "130821")]


def test_a_province_names_its_prefectures_in_short_and_its_counties_in_full():
    text = "支持晋中和大同市建园区，平遥古城扩容，平遥县修路"
    assert [word for word, _ in codes(text, "140000")] == ["晋中", "大同市", "平遥县"]


def test_the_nation_names_provinces():
    assert codes("支持山西、内蒙古先行，晋中跟上", "000000") == [("山西", "140000"), ("内蒙古", "150000")]


def test_an_unknown_area_has_no_places():
    assert match_places("太谷区", "999900", 2026) == ()


def test_a_broken_line_is_named(tmp_path, monkeypatch):
    (tmp_path / "areas.tsv").write_text("# head\n1\t2\n1\n", encoding="utf-8")
    monkeypatch.setattr(areas, "path_of", lambda name: tmp_path / name)
    with pytest.raises(RuleError, match="line 3"):
        areas._columns("areas.tsv", 2)


def test_every_line_of_the_tables_has_its_cells():
    for file, width in (("areas.tsv", 6), ("areas_known.tsv", 5)):
        lines = path_of(file).read_text(encoding="utf-8").splitlines()
        assert {line.count("\t") for line in lines if not line.startswith("#")} == {width - 1}


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus lies in a sibling folder")
def test_every_place_of_the_corpus_is_found():
    table = pytest.importorskip("pyarrow.parquet").read_table(CORPUS, columns=["place", "level", "year"])
    rows = {(r["place"], r["level"], r["year"]) for r in table.to_pylist()}
    wrong = []
    for place, level, year in rows:
        area = find_area(place, year)
        wanted = {"nation": {"nation"}, "province": {"province"}, "city": {"prefecture", "province"}}[level]
        if area is None or area.level not in wanted:
            wrong.append((place, year, area))
    assert wrong == []
