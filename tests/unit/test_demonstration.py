"""The demonstration set is complete, consistent, the same at every call, and keeps to itself."""

import csv

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from dashboard import demonstration
from dashboard.catalogue import load_catalogue

PROVINCE = "610000"
CITIES = [*(str(code) for code in range(610100, 611001, 100)), "SN-YL"]
HEADLINES = [
    "union_coverage_rate",
    "membership_rate",
    "sanitation_workers_served",
    "insured_sanitation_workers",
    "mutual_payouts",
    "training_graduates",
]
STARTS = {
    "newform_members": 2018,
    "truck_driver_members": 2018,
    "childcare_centres": 2018,
    "childcare_rooms": 2018,
    "safety_funds": 2019,
    "safety_projects": 2019,
    "breakfast_standard": 2016,
}
# Part, whole: in every cell where both are known the part is no larger.
PARTS = [
    ("employees_unionised_units", "employees_total"),
    ("members", "employees_unionised_units"),
    ("women_members", "members"),
    ("new_members", "members"),
    ("migrant_members", "members"),
    ("newform_members", "members"),
    ("truck_driver_members", "newform_members"),
    ("realname_members", "members"),
    ("member_cards", "members"),
    ("large_employers_unionised", "covered_units"),
    ("grassroots_unions", "covered_units"),
    ("sanitation_stations", "service_stations"),
    ("training_graduates", "training_attendance"),
    ("employers_able_to_bargain", "covered_units"),
    ("employers_with_contract", "employers_able_to_bargain"),
    ("collective_contract_employees", "employees_unionised_units"),
    ("mediation_closed", "mediation_cases"),
    ("mediation_settled", "mediation_closed"),
    ("childcare_centres", "childcare_rooms"),
]


@pytest.fixture(scope="module")
def observations() -> pd.DataFrame:
    frame = demonstration.make_observations()
    return frame.assign(year=frame["period"].str[:4].astype("int64"))


@pytest.fixture(scope="module")
def yearly(observations: pd.DataFrame) -> pd.DataFrame:
    """One column per indicator, one row per region and year; only what has a number."""
    known = observations.dropna(subset=["value"])
    stocks = {i.code for i in load_catalogue().indicators.values() if i.measure == "stock"}
    is_stock = known["indicator"].isin(stocks)
    keys = ["indicator", "region_code", "year"]
    values = pd.concat(
        [
            known[is_stock].groupby(keys)["value"].last(),
            known[~is_stock].groupby(keys)["value"].sum(),
        ]
    )
    return values.unstack("indicator")


def _select(frame: pd.DataFrame, **wanted: object) -> pd.DataFrame:
    for column, value in wanted.items():
        frame = frame[frame[column] == value]
    return frame


def test_the_set_is_the_same_at_every_call() -> None:
    assert_frame_equal(demonstration.make_observations(), demonstration.make_observations())
    assert_frame_equal(demonstration.make_targets(), demonstration.make_targets())
    assert_frame_equal(demonstration.make_breaks(), demonstration.make_breaks())


def test_its_source_says_that_the_figures_are_not_real() -> None:
    assert demonstration.DEMONSTRATION_SOURCE_ZH == "演示数据（程序生成，非真实数字）"
    assert "not real" in demonstration.DEMONSTRATION_SOURCE_EN


def test_observations_have_the_columns_of_an_upload_and_one_row_a_cell() -> None:
    frame = demonstration.make_observations()
    cell = ["indicator", "region_code", "period"]
    assert list(frame.columns) == [*cell, "value", "status", "note_zh", "note_en"]
    assert not frame.duplicated(cell).any()
    assert frame["value"].dtype == np.float64
    assert not frame.drop(columns="value").isna().any().any()
    assert_frame_equal(frame, frame.sort_values(cell, ignore_index=True))


def test_every_indicator_is_covered_and_recomputed_rates_only_by_their_parts(
    observations: pd.DataFrame,
) -> None:
    rates = {
        "membership_rate",
        "union_coverage_rate",
        "mutual_payout_ratio",
        "collective_contract_rate",
        "mediation_success_rate",
    }
    assert set(observations["indicator"]) == set(load_catalogue().indicators) - rates
    assert observations["indicator"].nunique() == 75  # 80 less the five rates


def test_regions_are_the_ten_cities_yangling_and_the_counties_of_three_cities(
    observations: pd.DataFrame,
) -> None:
    regions = set(observations["region_code"])
    counties = regions - {PROVINCE, *CITIES}
    assert regions - counties == {PROVINCE, *CITIES}
    assert {c[:4] for c in counties} == {"6101", "6106", "6109"}
    assert len(counties) == 13 + 13 + 10
    assert "610403" not in regions  # the ground of SN-YL
    of_counties = observations[observations["region_code"].isin(counties)]
    assert of_counties["indicator"].nunique() == 8


def test_a_complete_indicator_has_eleven_regions_in_eleven_years(
    observations: pd.DataFrame,
) -> None:
    for indicator in ("members", "employees_unionised_units", "covered_units", "mutual_payouts"):
        own = observations[observations["region_code"].isin(CITIES)]
        rows = _select(own, indicator=indicator)
        assert len(rows) == 11 * 11
        assert sorted(rows["year"].unique()) == list(range(2015, 2026))
        assert rows["value"].notna().all()


def test_series_begin_in_2015_except_the_newer_programmes(observations: pd.DataFrame) -> None:
    first = observations.groupby("indicator")["year"].min()
    assert first[first > 2015].to_dict() == STARTS
    assert observations["year"].max() == 2025


def test_the_province_has_own_rows_only_for_what_is_not_summed(observations: pd.DataFrame) -> None:
    own = _select(observations, region_code=PROVINCE)
    assert set(own["indicator"]) == {"union_coverage_rate_25", "insurance_cover_per_worker"}
    rules = {load_catalogue().indicators[code].region_rule for code in own["indicator"]}
    assert rules == {"none"}


@pytest.mark.parametrize(("part", "whole"), PARTS)
def test_a_part_never_exceeds_its_whole(yearly: pd.DataFrame, part: str, whole: str) -> None:
    both = yearly[[part, whole]].dropna()
    assert len(both) > 70
    assert (both[part] <= both[whole]).all()


def test_covered_employers_may_exceed_the_eligible_only_slightly(yearly: pd.DataFrame) -> None:
    rate = 100 * yearly["covered_units"] / yearly["eligible_employers"]
    assert rate.dropna().between(78, 103).all()


def test_counts_are_whole_and_money_comes_in_hundreds(observations: pd.DataFrame) -> None:
    known = observations.dropna(subset=["value"])
    indicators = load_catalogue().indicators
    summed = known[[indicators[c].region_rule == "sum" for c in known["indicator"]]]
    is_money = summed["indicator"].map(lambda c: indicators[c].kind == "money")
    assert (summed["value"] % 1 == 0).all()
    assert (summed.loc[is_money, "value"] % 100 == 0).all()
    assert (known["value"] >= 0).all()


def test_the_size_of_the_province_is_plausible(yearly: pd.DataFrame) -> None:
    sums = yearly.loc[CITIES].groupby("year").sum()
    for indicator, low, high in (
        ("employees_unionised_units", 8.0e6, 9.5e6),
        ("members", 7.2e6, 8.8e6),
        ("sanitation_workers_served", 38e3, 130e3),
        ("mutual_payouts", 5e7, 2e8),
        ("training_graduates", 9e4, 1.7e5),
        ("nursing_rooms", 120, 950),
    ):
        assert sums[indicator].between(low, high).all(), indicator
    members = yearly["members"].unstack("region_code").loc[2025, CITIES]
    assert members.idxmax() == "610100"
    assert members.idxmin() == "SN-YL"
    assert 0.3 < members["610100"] / members.sum() < 0.4
    assert members["SN-YL"] / members.sum() < 0.015


def test_rates_out_of_the_sums_lie_where_leaders_expect_them(yearly: pd.DataFrame) -> None:
    sums = yearly.loc[CITIES].groupby("year").sum()
    for numerator, denominator in (
        ("members", "employees_unionised_units"),
        ("covered_units", "eligible_employers"),
    ):
        assert (100 * sums[numerator] / sums[denominator]).between(85, 97).all()


def test_hardship_falls_to_2020_and_then_stays(yearly: pd.DataFrame) -> None:
    xian = yearly.loc["610100", "hardship_workers"]
    assert xian[2020] < xian[2015] / 5
    assert 0.7 < xian[2025] / xian[2020] < 1.1


def test_sport_dips_in_2020_and_recovers(yearly: pd.DataFrame) -> None:
    xian = yearly.loc["610100", "sports_participants"]
    assert xian[2020] < xian[2019] / 2
    assert xian[2025] > xian[2019]


def test_counties_add_up_to_their_city_within_one_per_cent(yearly: pd.DataFrame) -> None:
    for city in ("610100", "610600", "610900"):
        is_county = yearly.index.get_level_values("region_code").str.startswith(city[:4])
        is_county &= yearly.index.get_level_values("region_code") != city
        counties = yearly[is_county].groupby("year").sum().replace(0, np.nan)
        both = (counties / yearly.loc[city]).stack().dropna()
        assert both.index.get_level_values(1).nunique() == 8
        assert both.between(0.99, 1.0).all()


def test_counties_stand_in_where_ankang_has_no_figure_of_its_own(
    observations: pd.DataFrame,
) -> None:
    for indicator, in_2020 in (("service_stations", 9), ("sanitation_workers_served", 10)):
        rows = _select(observations, indicator=indicator)
        own = _select(rows, region_code="610900")
        assert sorted(own["year"]) == [2015, 2016, 2017, 2018, 2022, 2023, 2024, 2025]
        counties = rows[rows["region_code"].str.startswith("6109")]
        assert len(_select(counties, year=2020)) == in_2020  # of ten counties
        assert len(_select(counties, year=2021)) == 10


def test_exactly_two_indicators_come_by_quarters(observations: pd.DataFrame) -> None:
    quarterly = observations[observations["period"].str.contains("Q")]
    assert set(quarterly["indicator"]) == {"training_graduates", "nursing_rooms"}
    assert set(quarterly["year"]) == {2024, 2025}
    annual = observations[~observations["period"].str.contains("Q")]
    assert set(annual["period"].str.len()) == {4}
    cells = ["indicator", "region_code", "year"]
    assert quarterly[cells].merge(annual[cells]).empty


def test_two_cities_lack_the_last_quarter_of_2025(observations: pd.DataFrame) -> None:
    training = _select(observations, indicator="training_graduates", year=2025)
    counts = training.groupby("region_code")["period"].count().to_dict()
    assert counts == {city: 3 if city in ("610700", "611000") else 4 for city in CITIES}
    rooms = _select(observations, indicator="nursing_rooms", year=2025)
    assert (rooms.groupby("region_code")["period"].count() == 4).all()


def test_quarters_of_a_stock_lead_from_one_year_to_the_next(observations: pd.DataFrame) -> None:
    rooms = _select(observations, indicator="nursing_rooms", region_code="610100")
    values = rooms.set_index("period")["value"]
    path = [values[p] for p in ("2023", "2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4", "2025-Q1")]
    assert path == sorted(path)
    assert path[0] < path[-2]


def test_every_state_occurs(observations: pd.DataFrame) -> None:
    counts = observations["status"].value_counts()
    assert set(counts.index) == {
        "final",
        "provisional",
        "estimate",
        "at_least",
        "not_reported",
        "not_applicable",
        "below_unit",
        "confidential",
    }
    assert counts["confidential"] == 1
    assert counts["below_unit"] == 1
    assert counts["not_applicable"] == 11 + 3  # village_income always, touring_speakers to 2017


def test_only_states_without_a_number_have_none(observations: pd.DataFrame) -> None:
    with_number = observations["status"].isin(["final", "provisional", "estimate", "at_least"])
    assert (observations["value"].notna() == with_number).all()


def test_states_out_of_the_ordinary_have_a_note_in_both_languages(
    observations: pd.DataFrame,
) -> None:
    ordinary = observations["status"].isin(["final", "provisional"])
    assert ((observations["note_zh"] == "") == ordinary).all()
    assert ((observations["note_en"] == "") == ordinary).all()


def test_provisional_are_the_flows_of_2025_about_half_of_the_indicators(
    observations: pd.DataFrame,
) -> None:
    provisional = _select(observations, status="provisional")
    assert set(provisional["year"]) == {2025}
    assert 0.4 < provisional["indicator"].nunique() / 75 < 0.6


def test_about_two_per_cent_of_city_cells_are_absent(observations: pd.DataFrame) -> None:
    annual = observations[~observations["indicator"].isin(["training_graduates", "nursing_rooms"])]
    present = annual["region_code"].isin(CITIES).sum()
    late = sum(year - 2015 for year in STARTS.values())
    expected = 11 * (73 * 11 - late)  # 75 less two quarterly; years before a programme's start
    assert 0.01 < 1 - present / expected < 0.03


def test_one_indicator_has_four_of_eleven_in_one_year(observations: pd.DataFrame) -> None:
    cities = observations[observations["region_code"].isin(CITIES)]
    reporting = cities.dropna().groupby(["indicator", "year"])["region_code"].nunique()
    below_half = reporting[reporting < 6]
    assert below_half.to_dict() == {("women_care_parcels", 2016): 4}


def test_one_break_with_its_reason_and_a_visible_jump(yearly: pd.DataFrame) -> None:
    breaks = demonstration.make_breaks()
    assert breaks[["indicator", "region_code", "year"]].values.tolist() == [
        ["insured_sanitation_workers", "", 2021]
    ]
    assert breaks["reason_zh"].str.len().min() > 0
    assert breaks["reason_en"].str.len().min() > 0
    insured = yearly["insured_sanitation_workers"].unstack("region_code")[CITIES]
    assert (insured.loc[2021] / insured.loc[2020]).between(0.4, 0.65).all()


def test_cells_of_press_reports_are_left_alone(observations: pd.DataFrame) -> None:
    with demonstration.REPORTED_FIGURES.open(encoding="utf-8", newline="") as file:
        reported = {
            (r["indicator"], r["region_code"], int(r["year"])) for r in csv.DictReader(file)
        }
    ours = set(
        observations[["indicator", "region_code", "year"]].itertuples(index=False, name=None)
    )
    assert ("touring_speakers", "610700", 2019) in reported
    assert ("touring_speakers", "610700", 2018) in ours
    assert not ours & reported


def test_targets_are_set_for_headlines_and_cards() -> None:
    targets = demonstration.make_targets()
    cards = {p.card for p in load_catalogue().programmes.values()}
    assert set(targets["indicator"]) == {*HEADLINES, *cards}
    assert set(targets["year"]) == {2024, 2025}
    assert set(targets["kind"]) == {"annual", "plan"}
    assert list(targets.columns) == ["indicator", "region_code", "year", "value", "kind"]
    assert not targets.duplicated(["indicator", "region_code", "year"]).any()
    counts = targets.groupby("indicator").size()
    assert counts.pop("village_income") == 2 * 11  # does not apply to SN-YL
    assert (counts == 2 * 12).all()  # two years, eleven regions and the province


def test_targets_of_counts_add_up_and_those_of_rates_do_not() -> None:
    targets = demonstration.make_targets()
    training = _select(targets, indicator="training_graduates", year=2025)
    values = training.set_index("region_code")["value"]
    assert values[PROVINCE] == values.drop(PROVINCE).sum()
    assert 150e3 < values[PROVINCE] < 180e3
    rates = _select(targets, indicator="membership_rate", year=2025)
    assert (rates["value"] == 94.0).all()


def test_some_cities_reach_their_target_some_do_not(yearly: pd.DataFrame) -> None:
    targets = _select(
        demonstration.make_targets(), indicator="sanitation_workers_served", year=2025
    )
    target = targets.set_index("region_code")["value"].drop(PROVINCE)
    reached = yearly["sanitation_workers_served"].unstack("region_code").loc[2025, target.index]
    assert 2 <= (reached >= target).sum() <= 9
