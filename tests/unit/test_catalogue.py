"""The catalogue: every code has its meaning, its rules and its place in the sums."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.catalogue import (
    REFERENCE_FOLDER,
    Catalogue,
    CatalogueError,
    load_catalogue,
    read_catalogue,
)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def test_counts_of_the_reference_files(catalogue: Catalogue) -> None:
    levels = [r.level for r in catalogue.regions.values()]
    assert {level: levels.count(level) for level in ("province", "prefecture", "county")} == {
        "province": 34,
        "prefecture": 334,  # with 莱芜市, which ended in 2019
        "county": 2846,
    }
    assert len(catalogue.regions) == 3214 + 6 + 1
    assert len(catalogue.indicators) == 80
    assert len(catalogue.programmes) == 12
    assert sum(len(codes) for codes in catalogue.aliases.values()) == 6840


# Indicators and programmes


def test_rules_of_every_indicator_agree_with_each_other(catalogue: Catalogue) -> None:
    for indicator in catalogue.indicators.values():
        if indicator.region_rule == "ratio":
            assert len(set(indicator.parts)) == 2, indicator.code
            assert indicator.factor == 100, indicator.code
        else:
            assert indicator.parts == (), indicator.code
        if indicator.kind == "rate":
            assert indicator.region_rule in ("ratio", "none"), indicator.code
            assert indicator.unit_zh == "%", indicator.code
        assert indicator.better in ("up", "down", "context"), indicator.code
        assert indicator.programme in catalogue.programmes, indicator.code


def test_parts_of_rates_are_themselves_summed(catalogue: Catalogue) -> None:
    parts = {p for i in catalogue.indicators.values() for p in i.parts}
    assert {"members", "employees_unionised_units"} <= parts
    assert {catalogue.indicators[p].region_rule for p in parts} == {"sum"}
    rates = [i.code for i in catalogue.rates_of("members")]
    assert rates == ["membership_rate"]
    assert catalogue.rates_of("wechat_posts") == ()


def test_headlines_and_cards(catalogue: Catalogue) -> None:
    assert [i.code for i in catalogue.headlines] == [
        "union_coverage_rate",
        "membership_rate",
        "sanitation_workers_served",
        "insured_sanitation_workers",
        "mutual_payouts",
        "training_graduates",
    ]
    for programme in catalogue.programmes.values():
        assert catalogue.indicators[programme.card].programme == programme.code
        assert catalogue.of_programme(programme.code)


def test_names_exist_in_both_languages(catalogue: Catalogue) -> None:
    for thing in (*catalogue.indicators.values(), *catalogue.programmes.values()):
        assert thing.name("zh")
        assert thing.name("en").isascii() or "’" in thing.name("en")
    for indicator in catalogue.indicators.values():
        assert indicator.unit("zh")
        assert indicator.unit("en")
    assert catalogue.regions["610100"].name("zh") == "西安"
    assert catalogue.regions["610100"].full_name("zh") == "西安市"
    assert catalogue.regions["610100"].name("en") == "Xi'an"


# Regions


def test_eleven_units_make_shaanxi(catalogue: Catalogue) -> None:
    expected = [f"61{n:02}00" for n in range(1, 11)] + ["SN-YL"]
    assert [r.code for r in catalogue.counted_children("610000")] == expected
    shown = {r.code for r in catalogue.children("610000")}
    assert shown == {*expected, "SN-XX", "SN-HC", "SN-ZS"}


def test_yangling_enters_one_sum(catalogue: Catalogue) -> None:
    assert [r.code for r in catalogue.counted_children("SN-YL")] == ["610403"]
    xianyang = [r.code for r in catalogue.counted_children("610400")]
    assert len(xianyang) == 13
    assert "610403" not in xianyang
    assert "610403" in {r.code for r in catalogue.children("610400")}  # listed there all the same
    assert catalogue.regions["SN-YL"].rollup_code == "610000"


def test_country_expects_thirty_one_provinces(catalogue: Catalogue) -> None:
    expected = {r.code for r in catalogue.counted_children("100000")}
    assert len(expected) == 31
    assert not expected & {"710000", "810000", "820000", "CN-ZY", "CN-BT"}
    for code in ("710000", "CN-ZY", "CN-BT"):
        assert catalogue.regions[code].rollup_code == "100000"
        assert not catalogue.regions[code].is_expected


def test_units_inside_others_enter_no_sum(catalogue: Catalogue) -> None:
    for code in ("SN-XX", "SN-HC"):
        assert catalogue.regions[code].rollup_code == ""
        assert not catalogue.regions[code].is_expected
    assert catalogue.regions["SN-ZS"].rollup_code == "610000"
    assert not catalogue.regions["SN-ZS"].is_expected


def test_depth_is_one_more_than_the_sum_a_region_enters(catalogue: Catalogue) -> None:
    depths = {c: catalogue.depth(c) for c in ("100000", "610000", "610100", "610102", "610403")}
    assert depths == {"100000": 0, "610000": 1, "610100": 2, "610102": 3, "610403": 3}
    assert max(catalogue.depth(c) for c in catalogue.regions) == 3  # the store refreshes four steps
    for region in catalogue.regions.values():
        if region.rollup_code:
            assert catalogue.depth(region.code) == catalogue.depth(region.rollup_code) + 1


def test_path_leads_through_parents_and_sums(catalogue: Catalogue) -> None:
    assert catalogue.path("100000") == "/100000/"
    assert catalogue.path("610102") == "/100000/610000/610100/610102/"
    assert catalogue.path("610403") == "/100000/610000/610400/SN-YL/610403/"
    assert catalogue.path("SN-HC") == "/100000/610000/SN-HC/"
    assert catalogue.path("CN-BT") == "/100000/650000/CN-BT/"
    assert catalogue.path("CN-ZY") == "/100000/CN-ZY/"


def test_children_of_nothing(catalogue: Catalogue) -> None:
    assert catalogue.children("610102") == ()
    assert catalogue.counted_children("no such code") == ()


def test_ambiguous_names_keep_all_their_regions(catalogue: Catalogue) -> None:
    assert set(catalogue.aliases["鼓楼区"]) == {"320106", "320302", "350102", "410204"}
    assert catalogue.aliases["西安市"] == ("610100",)
    assert "no such place" not in catalogue.aliases
    assert sum(len(codes) > 1 for codes in catalogue.aliases.values()) > 100
    assert {c for codes in catalogue.aliases.values() for c in codes} <= set(catalogue.regions)


# Files that cannot be used


@pytest.fixture
def edited_reference(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """Copies data/reference with one cell of one indicator changed."""

    def edit(indicator: str, column: str, value: str) -> Path:
        folder = tmp_path / "reference"
        shutil.copytree(REFERENCE_FOLDER, folder, ignore=shutil.ignore_patterns("*.geojson"))
        path = folder / "indicators.csv"
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            if row["indicator"] == indicator:
                row[column] = value
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        return folder

    return edit


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("measure", ""),
        ("region_rule", ""),
        ("region_rule", "mean"),
        ("kind", ""),
        ("measure", "x"),
    ],
)
def test_indicator_without_a_rule_is_refused(
    edited_reference: Callable[[str, str, str], Path], column: str, value: str
) -> None:
    folder = edited_reference("members", column, value)
    with pytest.raises(CatalogueError, match=rf"^Indicator members has {column} '{value}'"):
        read_catalogue(folder)


@pytest.mark.parametrize(
    ("indicator", "size"),
    [
        ("training_graduates", "no_such"),
        ("training_graduates", "new_members"),
        ("training_graduates", "membership_rate"),
        ("membership_rate", "members"),
    ],
    ids=["unknown", "flow", "rate", "of_a_rate"],
)
def test_size_that_nothing_can_be_read_against_is_refused(
    edited_reference: Callable[[str, str, str], Path], indicator: str, size: str
) -> None:
    folder = edited_reference(indicator, "size", size)
    with pytest.raises(CatalogueError, match=rf"^Indicator {indicator} has size '{size}'"):
        read_catalogue(folder)


@pytest.mark.parametrize(("column", "value"), [("numerator", "no_such"), ("denominator", "")])
def test_rate_without_a_part_is_refused(
    edited_reference: Callable[[str, str, str], Path], column: str, value: str
) -> None:
    folder = edited_reference("membership_rate", column, value)
    with pytest.raises(CatalogueError, match=r"^Indicator membership_rate is a rate of"):
        read_catalogue(folder)


# What the import checks by


def test_rates_end_at_100_unless_their_definition_says_otherwise(catalogue: Catalogue) -> None:
    rates = {i.code: i.maximum for i in catalogue.indicators.values() if i.kind == "rate"}
    assert rates.pop("union_coverage_rate") is None
    assert rates.pop("mutual_payout_ratio") is None
    assert set(rates.values()) == {100.0}
    assert {i.maximum for i in catalogue.indicators.values() if i.kind != "rate"} == {None}


def test_parts_of_every_limited_rate_are_related(catalogue: Catalogue) -> None:
    related = {(r.left, r.right) for r in catalogue.relations if r.relation == "<="}
    for rate in catalogue.indicators.values():
        is_related = (rate.numerator, (rate.denominator,)) in related
        assert is_related == bool(rate.parts and rate.maximum == 100), rate.code


@pytest.mark.parametrize(
    "row",
    ["members,<=,no_such", "members,<,employees_total", "members,<=,women_members;new_members"],
)
def test_relation_that_cannot_be_checked_is_refused(
    edited_reference: Callable[[str, str, str], Path], row: str
) -> None:
    folder = edited_reference("members", "levels", "")
    with (folder / "relations.csv").open("a", encoding="utf-8") as file:
        file.write(f"{row},x,x\n")
    with pytest.raises(CatalogueError, match=r"^relations\.csv has members"):
        read_catalogue(folder)


def test_units_without_an_area_are_on_no_map(catalogue: Catalogue) -> None:
    assert catalogue.is_mapped("610100")
    assert catalogue.is_mapped("SN-YL")
    assert not catalogue.is_mapped("SN-XX")
    assert not catalogue.is_mapped("SN-ZS")
