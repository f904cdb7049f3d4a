"""Changes, ranks and targets: what may be said of figures, and what may not."""

import math
from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from dashboard.access import Actor
from dashboard.catalogue import Indicator, load_catalogue
from dashboard.figures import (
    Break,
    Change,
    Figure,
    breaks_between,
    compute_change,
    find_figure,
    format_change,
    join_codes,
    make_index,
    measure_progress,
    rank_regions,
    read_figures,
)
from dashboard.store import NewUpload, Store

COUNT = load_catalogue().indicators["members"]
FLOW = load_catalogue().indicators["training_graduates"]
RATE = load_catalogue().indicators["membership_rate"]
NAN = math.nan
COUNTIES = ("610202", "610203", "610204", "610222")


def own(value: float, quality_flags: str = "", *, status: str = "final") -> Figure:
    return Figure(value, status, quality_flags, "own", NAN, NAN, "", "2019", False)


def invented(value: float) -> Figure:
    return own(value)._replace(is_demonstration=True)


def mixed(value: float) -> Figure:
    return invented(value)._replace(is_mixed=True)


def summed(value: float, reporters: str, quality_flags: str = "") -> Figure:
    return Figure(value, "final", quality_flags, "children", 9, 11, reporters, "2019", False)


# Change


def test_change_of_a_count_is_per_cent() -> None:
    assert compute_change(own(120), own(100), COUNT, since=2018) == Change(20.0, 2018)
    assert compute_change(own(75), own(100), COUNT, since=2018) == Change(-25.0, 2018)
    assert compute_change(own(0), own(100), COUNT, since=2018) == Change(-100.0, 2018)
    assert compute_change(own(100), own(100), COUNT, since=2018) == Change(0.0, 2018)


@pytest.mark.parametrize(
    ("now", "before", "indicator", "shown", "direction"),
    [
        (100_040, 100_000, COUNT, 0.0, 1),  # 0.04 per cent
        (99_960, 100_000, COUNT, 0.0, -1),
        (0.1 + 0.2, 0.3, COUNT, 0.0, 0),
        (0.1 + 0.2, 0.3, RATE, 0.0, 0),
        (100_050, 100_000, COUNT, 0.1, 1),  # 0.05
        (99_900, 100_000, COUNT, -0.1, -1),
        (93.55, 94.0, RATE, -0.4, -1),  # written 93.6 and 94.0
        (93.97, 94.0, RATE, 0.0, -1),
        (94.0, 94.0, RATE, 0.0, 0),
    ],
)
def test_change_that_rounds_to_nothing_keeps_its_direction(
    now: float, before: float, indicator: Indicator, shown: float, direction: int
) -> None:
    change = compute_change(own(now), own(before), indicator, since=2018)
    assert change.shown == pytest.approx(shown)
    assert change.direction == direction
    assert change.shown or math.copysign(1, change.shown) == 1


@pytest.mark.parametrize(
    ("now", "before", "indicator", "text"),
    [
        (104.23, 100, COUNT, "+4.2%"),
        (100_040, 100_000, COUNT, "+<0.1%"),  # 0.04 per cent
        (99_960, 100_000, COUNT, "-<0.1%"),
        (20, 100_000, COUNT, "-99.98%"),  # something is left
        (100_000, 100_000, COUNT, "unchanged"),
        (93.97, 94.0, RATE, "-<0.1 percentage points"),
        (94.0, 94.0, RATE, "unchanged"),
        (50, -100, COUNT, ""),
    ],
)
def test_change_on_a_card_is_never_nothing_where_there_is_one(
    now: float, before: float, indicator: Indicator, text: str
) -> None:
    change = compute_change(own(now), own(before), indicator, since=2018)
    assert format_change(change, indicator, "en") == text


def test_change_beyond_all_that_is_shown_is_none() -> None:
    assert compute_change(own(1e15), own(1e-9), COUNT, since=2018) == Change(None, 2018, "beyond")


@pytest.mark.parametrize(("now", "before"), [(-50, -100), (50, -100), (-50, 100), (0, -100)])
def test_change_about_a_negative_figure_is_not_per_cent(now: float, before: float) -> None:
    assert compute_change(own(now), own(before), COUNT, since=2018) == Change(
        None, 2018, "negative"
    )


def test_what_stays_is_unchanged_even_at_zero_and_below() -> None:
    assert compute_change(own(0), own(0), COUNT, since=2018) == Change(0.0, 2018)
    assert compute_change(own(-5), own(-5), COUNT, since=2018) == Change(0.0, 2018)


def test_change_of_a_rate_is_percentage_points() -> None:
    # 80 % to 84 % is 4 points, and not the 5 per cent that 84 is above 80.
    assert compute_change(own(84), own(80), RATE, since=2018) == Change(4.0, 2018)
    assert compute_change(own(4), own(0), RATE, since=2018) == Change(4.0, 2018)


STATE = own(NAN, status="confidential")


@pytest.mark.parametrize(
    ("now", "before", "reason"),
    [
        pytest.param(None, own(100), "missing", id="this_year_missing"),
        pytest.param(own(120), None, "missing", id="last_year_missing"),
        pytest.param(own(120), STATE, "missing", id="last_year_a_state"),
        pytest.param(STATE, own(100), "missing", id="this_year_a_state"),
        pytest.param(own(120), own(0), "zero", id="zero_base"),
        pytest.param(invented(120), own(100), "demonstration", id="demonstration_after_real"),
        pytest.param(own(120), invented(100), "demonstration", id="real_after_demonstration"),
        pytest.param(mixed(120), invented(100), "demonstration", id="mixed_after_demonstration"),
        pytest.param(own(120), mixed(100), "demonstration", id="real_after_mixed"),
        pytest.param(mixed(120), mixed(100), "demonstration", id="both_mixed"),
        pytest.param(own(120, "at_least"), own(100), "bound", id="bound_now"),
        pytest.param(own(120), own(100, "at_least,revised"), "bound", id="bound_before"),
        pytest.param(own(120, "partial_year"), own(100), "partial_year", id="part_of_a_year"),
        pytest.param(own(120), own(100, "partial_year"), "partial_year", id="part_of_last_year"),
        pytest.param(summed(120, "7"), summed(100, "14"), "other_regions", id="other_reporters"),
        pytest.param(own(120), summed(100, "2047"), "own_and_sum", id="own_after_all_eleven"),
        pytest.param(
            own(120), summed(100, "7", "partial_coverage"), "other_regions", id="own_after_part"
        ),
        pytest.param(
            summed(120, "7", "partial_coverage"), own(100), "other_regions", id="part_after_own"
        ),
    ],
)
def test_change_is_not_computed(now: Figure | None, before: Figure | None, reason: str) -> None:
    assert compute_change(now, before, COUNT, since=2018) == Change(None, 2018, reason)


def test_own_figure_is_compared_with_a_whole_sum_that_it_has_agreed_with() -> None:
    change = compute_change(own(120), summed(100, "2047"), COUNT, since=2018, agrees=lambda: True)
    assert change == Change(20.0, 2018)


@pytest.mark.parametrize(
    ("now", "before"),
    [
        pytest.param(
            summed(120, "7", "partial_coverage"),
            summed(100, "7", "partial_coverage"),
            id="same_nine",
        ),
        pytest.param(invented(120), invented(100), id="both_demonstration"),
        pytest.param(own(120, "provisional"), own(100, "estimate,revised"), id="other_flags"),
    ],
)
def test_change_between_comparable_figures(now: Figure, before: Figure) -> None:
    assert compute_change(now, before, COUNT, since=2018) == Change(20.0, 2018)


def test_change_is_not_computed_across_a_break() -> None:
    found = compute_change(own(120), own(100), COUNT, since=2018, broken=True)
    assert found == Change(None, 2018, "break")


def test_break_lies_between_the_years_it_separates() -> None:
    breaks = [
        Break("members", "", 2020, "口径", "definition"),
        Break("members", "610200", 2018, "区划", "boundaries"),
        Break("new_members", "", 2019, "口径", "definition"),
    ]

    def years(region: str, first: int, last: int) -> list[int]:
        return [b.year for b in breaks_between(breaks, "members", region, first, last)]

    assert years("610200", 2017, 2021) == [2020, 2018]
    assert years("610300", 2017, 2021) == [2020]
    assert years("610200", 2019, 2020) == [2020]  # 2020 is the first year after the break
    assert years("610200", 2018, 2019) == []
    assert years("610200", 2020, 2021) == []


# Ranks and targets


def test_equal_values_share_a_place_and_the_next_is_left_out() -> None:
    figures = {"a": own(30), "b": own(50), "c": own(30), "d": own(10), "e": None, "f": STATE}
    assert rank_regions(figures, better="up") == {"b": 1, "a": 2, "c": 2, "d": 4}


def test_smallest_is_first_where_less_is_better() -> None:
    figures = {"a": own(30), "b": own(50), "c": own(30), "d": own(0)}
    assert rank_regions(figures, better="down") == {"d": 1, "a": 2, "c": 2, "b": 4}


def test_noise_of_arithmetic_outranks_nobody() -> None:
    figures = {"a": own(0.1 + 0.2), "b": own(0.3), "c": own(0.2)}
    assert rank_regions(figures, better="up") == {"a": 1, "b": 1, "c": 3}
    assert rank_regions(figures, better="down") == {"c": 1, "a": 2, "b": 2}


def test_nothing_known_makes_no_ranks() -> None:
    assert rank_regions({"a": None, "b": STATE}, better="up") == {}
    few = {"a": own(100, "small_denominator"), "b": own(80), "c": own(90)}
    assert rank_regions(few, better="up") == {"c": 1, "b": 2}


@pytest.mark.parametrize(
    ("figure", "target", "better", "progress"),
    [
        (own(90), 120, "up", 75.0),
        (own(150), 120, "up", 125.0),
        (own(90), 120, "context", 75.0),
        (own(150), 120, "down", 80.0),  # 120 of 150
        (own(90), 120, "down", 100.0),
        (own(120), 120, "down", 100.0),
        (own(0), 120, "up", 0.0),
        (own(0.1 + 0.2), 0.3, "up", 100.0),
        (own(0.7 + 0.1), 0.8, "up", 100.0),  # 0.7999999999999999
        (own(0.1 + 0.2), 0.3, "down", 100.0),
        (own(90), 0, "up", None),
        (own(90), None, "up", None),
        (None, 120, "up", None),
        (STATE, 120, "up", None),
    ],
)
def test_progress_towards_a_target(
    figure: Figure | None, target: float | None, better: str, progress: float | None
) -> None:
    found = measure_progress(figure, target, replace(COUNT, better=better))
    assert (found.percent if found else None) == progress


@pytest.mark.parametrize(
    ("figure", "better", "reach", "is_least"),
    [
        # Of 120: what can only grow has reached it from there on, and never missed it.
        pytest.param(own(90), "up", "missed", False, id="settled"),
        pytest.param(own(90, "at_least"), "up", "open", True, id="at_least"),
        pytest.param(own(130, "at_least"), "up", "reached", True, id="at_least_beyond"),
        pytest.param(own(90, "partial_year"), "up", "open", True, id="three_quarters_of_a_flow"),
        pytest.param(own(90, "partial_coverage"), "up", "open", True, id="some_of_the_regions"),
        pytest.param(own(90, "at_most"), "up", "missed", False, id="at_most"),
        pytest.param(own(130, "at_most"), "up", "open", False, id="at_most_beyond"),
        # Where less is better, what can only grow has missed it once it is beyond.
        pytest.param(own(90, "at_least"), "down", "open", False, id="below_but_may_grow"),
        pytest.param(own(130, "at_least"), "down", "missed", False, id="beyond_and_may_grow"),
        pytest.param(own(90, "at_most"), "down", "reached", False, id="at_most_below"),
    ],
)
def test_what_may_still_change_misses_no_target(
    figure: Figure, better: str, reach: str, is_least: bool
) -> None:
    found = measure_progress(figure, 120, replace(FLOW, better=better))
    assert found is not None
    assert (found.reach, found.is_least) == (reach, is_least)


@pytest.mark.parametrize("value", [90, 130])
@pytest.mark.parametrize("flag", ["partial_year", "partial_coverage"])
def test_rate_that_may_move_either_way_is_open(value: float, flag: str) -> None:
    found = measure_progress(own(value, flag), 120, replace(RATE, better="up"))
    assert found is not None
    assert (found.reach, found.is_least) == ("open", False)


# Frames


def test_codes_are_joined_with_commas_on_both_sides() -> None:
    assert join_codes(["members", "new_members"]) == ",members,new_members,"
    assert join_codes([]) == ""


@pytest.fixture
def small_store(empty_store: Store, make_frame: Callable[..., pd.DataFrame]) -> Store:
    """A city of four counties: one provisional, one missing; a rate with and without its parts."""
    demonstration = make_frame(("members", "610204", "2019", 30, "final"))
    empty_store.publish(Actor(), demonstration, NewUpload(source="演示", kind="demonstration"))
    frame = make_frame(
        ("members", "610202", "2019", 90, "provisional"),
        ("members", "610203", "2019", 20, "final"),
        ("employees_unionised_units", "610202", "2019", 100, "final"),
        ("membership_rate", "610203", "2019", 95, "final"),
        ("membership_rate", "610202", "2019", 70, "final"),
        ("members", "610222", "2019", None, "confidential"),
    )
    frame.loc[0, "note_zh"] = "快报"
    frame["source"] = ["年报", "年报", "统计处", "工作总结", "", "年报"]
    frame.loc[4, "source"] = "讲话"
    empty_store.publish(Actor(), frame, NewUpload(source="年报"))
    return empty_store


def test_read_figures_names_the_quality_flags(small_store: Store) -> None:
    frame = read_figures(small_store.read, "610200", ["members", "membership_rate"])
    shown = frame.set_index(["indicator", "region_code"])
    # 90 + 20 + 30 = 140 of three of four counties, the confidential one missing.
    city = shown.loc[("members", "610200")]
    assert city["value"] == 140
    assert city["quality_flags"] == "provisional,partial_coverage"
    assert city["is_demonstration"] and city["is_mixed"]
    assert (city["reported_count"], city["expected_count"]) == (3.0, 4.0)
    assert shown.loc[("members", "610203"), "quality_flags"] == ""
    assert not shown.loc[("members", "610203"), ["is_demonstration", "is_mixed"]].any()
    assert not shown.loc[("members", "610204"), "is_mixed"]
    assert shown.loc[("members", "610222"), "status"] == "confidential"
    # 90 / 100 = 90 %, where 70 % was reported.
    rate = shown.loc[("membership_rate", "610202")]
    assert (rate["value"], rate["reported_value"]) == (90, 70)
    assert rate["quality_flags"] == "provisional,recomputed"
    assert str(frame["value"].dtype) == str(frame["expected_count"].dtype) == "float64"


def test_read_figures_gives_sources_of_own_figures_only(small_store: Store) -> None:
    frame = read_figures(small_store.read, "610200", ["members", "membership_rate"], sources=True)
    shown = frame.set_index(["indicator", "region_code"])[["source", "note_zh"]]
    assert shown.loc[("members", "610202")].tolist() == ["年报", "快报"]
    assert shown.loc[("members", "610200")].tolist() == ["", ""]
    assert shown.loc[("membership_rate", "610203")].tolist() == ["工作总结", ""]


def test_recomputed_rate_has_the_source_of_its_numerator(
    empty_store: Store, make_frame: Callable[..., pd.DataFrame]
) -> None:
    frame = make_frame(
        ("members", "610202", "2019", 90, "final"),
        ("employees_unionised_units", "610202", "2019", 100, "final"),
    )
    frame["source"] = ["年报", "统计处"]
    empty_store.publish(Actor(), frame, NewUpload(source="年报"))
    found = read_figures(empty_store.read, "610202", ["membership_rate"], sources=True)
    assert found["source"].tolist() == ["年报"]


def test_read_figures_of_nothing_is_empty(empty_store: Store) -> None:
    frame = read_figures(empty_store.read, "610200", ["members"], sources=True)
    assert frame.empty
    assert {"quality_flags", "is_demonstration", "source", "note_zh", "note_en"} <= set(frame)


def test_book_finds_a_cell_and_nothing_beside_it(small_store: Store) -> None:
    book = make_index(read_figures(small_store.read, "610200", ["members"]))
    found = find_figure(book, "members", "610202", 2019)
    assert found is not None
    assert (found.value, found.status, found.origin) == (90, "provisional", "own")
    assert found.has_value
    confidential = find_figure(book, "members", "610222", 2019)
    assert confidential is not None
    assert not confidential.has_value
    assert find_figure(book, "members", "610202", 2018) is None
    assert find_figure(book, "members", "610300", 2019) is None
    assert find_figure(book, "new_members", "610202", 2019) is None


def test_change_of_a_sum_needs_the_same_counties(
    empty_store: Store, make_frame: Callable[..., pd.DataFrame]
) -> None:
    cells = [("members", c, "2018", 100, "final") for c in COUNTIES[:3]]
    cells += [("members", c, "2019", 110, "final") for c in COUNTIES[1:]]
    cells += [("members", c, "2020", 121, "final") for c in COUNTIES[1:]]
    empty_store.publish(Actor(), make_frame(*cells), NewUpload(source="年报"))
    years = make_index(read_figures(empty_store.read, "610200", ["members"]))["members"]["610200"]
    # Three of four in every year, but 王益 gave way to 宜君 in 2019.
    other = compute_change(years[2019], years[2018], COUNT, since=2018)
    assert other == Change(None, 2018, "other_regions")
    same = compute_change(years[2020], years[2019], COUNT, since=2019)  # 363 against 330
    assert same.value == pytest.approx(10.0)


def test_change_of_a_sum_needs_the_same_counties_two_steps_down(
    empty_store: Store, make_frame: Callable[..., pd.DataFrame]
) -> None:
    others = [r.code for r in load_catalogue().counted_children("610000") if r.code != "610200"]
    cells = [("members", c, y, 100, "final") for c in others for y in ("2018", "2019")]
    cells += [("members", c, "2018", 100, "final") for c in COUNTIES[:3]]
    cells += [("members", c, "2019", 100, "final") for c in COUNTIES]
    empty_store.publish(Actor(), make_frame(*cells), NewUpload(source="年报"))
    years = make_index(read_figures(empty_store.read, "610000", ["members"]))["members"]["610000"]
    assert (years[2018].value, years[2019].value) == (1300, 1400)
    # Nothing grew: 宜君 reported in 2019 and not in 2018.
    found = compute_change(years[2019], years[2018], COUNT, since=2018)
    assert found == Change(None, 2018, "other_regions")


def test_a_part_that_is_a_full_sum_counts_like_an_own_figure(
    empty_store: Store, make_frame: Callable[..., pd.DataFrame]
) -> None:
    others = [r.code for r in load_catalogue().counted_children("610000") if r.code != "610200"]
    cells = [("members", c, y, 100, "final") for c in others for y in ("2018", "2019")]
    cells += [("members", c, "2018", 100, "final") for c in COUNTIES]
    cells += [("members", "610200", "2019", 470, "final")]
    empty_store.publish(Actor(), make_frame(*cells), NewUpload(source="年报"))
    years = make_index(read_figures(empty_store.read, "610000", ["members"]))["members"]["610000"]
    # Ten of 100 and 铜川: the sum of its four counties, 400, and then its own 470. 1,470 / 1,400.
    found = compute_change(years[2019], years[2018], COUNT, since=2018)
    assert found.value == pytest.approx(5.0)


def test_no_growth_between_sets_that_a_number_would_mix_up(
    empty_store: Store, make_frame: Callable[..., pd.DataFrame]
) -> None:
    """Eighteen provinces with 海南, then with twelve others: 2^20 and the sum of theirs were one."""
    codes = [
        r.code for r in load_catalogue().children("100000") if r.is_expected and r.code != "460000"
    ]
    names = [
        "北京",
        "河北",
        "山西",
        "内蒙古",
        "辽宁",
        "黑龙江",
        "上海",
        "浙江",
        "安徽",
        "福建",
        "江西",
        "河南",
    ]
    twelve = [c for c in codes if load_catalogue().regions[c].short_name_zh in names]
    common = [c for c in codes if c not in twelve]
    assert (len(common), len(twelve)) == (18, 12)
    cells = [("members", c, "2019", 10, "final") for c in [*common, "460000"]]
    cells += [("members", c, "2020", 10, "final") for c in [*common, *twelve]]
    empty_store.publish(Actor(), make_frame(*cells), NewUpload(source="年报"))
    country = make_index(read_figures(empty_store.read, "100000", ["members"]))["members"]["100000"]
    assert (country[2019].value, country[2020].value) == (190, 300)
    indicator = load_catalogue().indicators["members"]
    change = compute_change(country[2020], country[2019], indicator, since=2019)
    assert (change.value, change.reason) == (None, "other_regions")
