"""Change of a sum over the places of both years, and what each place adds to it."""

import math
import random
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pandas as pd
import pytest

from dashboard.access import Actor
from dashboard.cached import load_index, load_pairs
from dashboard.catalogue import load_catalogue
from dashboard.comparability import (
    Contribution,
    Pair,
    agree,
    compare_like_for_like,
    find_contributions,
)
from dashboard.figures import Basis, format_change
from dashboard.narrative.annotations import describe_since, find_change, find_cuts
from dashboard.presenters.cards import make_card
from dashboard.selection import Selection
from dashboard.store import NewUpload, Store

COUNT = load_catalogue().indicators["members"]
RATE = load_catalogue().indicators["membership_rate"]
NONE = math.nan
COUNTIES = ("610202", "610203", "610204", "610222")


def counted(
    part: str, now: float, before: float, *, whole: float, demo: bool | None = False
) -> Pair:
    return Pair(part, now, NONE, before, NONE, before, whole, demo)


def rated(part: str, num: float, den: float, num_before: float, den_before: float) -> Pair:
    return Pair(part, num, den, num_before, den_before, den_before, 300, False)


def test_sum_is_compared_over_the_places_of_both_years() -> None:
    pairs = [counted(c, 110, 100, whole=400) for c in COUNTIES[1:]]
    change = compare_like_for_like(pairs, COUNT, since=2019, expected=4)
    assert (change.shown, change.basis) == (10.0, Basis(3, 4))


@pytest.mark.parametrize(("whole", "is_given"), [(200, True), (200.1, False), (0, False)])
def test_places_must_carry_half_of_the_earlier_value(whole: float, is_given: bool) -> None:
    change = compare_like_for_like(
        [counted("610202", 110, 100, whole=whole)], COUNT, since=2019, expected=4
    )
    assert (change is not None) is is_given


@pytest.mark.parametrize("second", [True, None])
def test_demonstration_figures_and_real_ones_are_not_compared_together(second: bool | None) -> None:
    pairs = [counted("610202", 2, 1, whole=2), counted("610203", 2, 1, whole=2, demo=second)]
    assert compare_like_for_like(pairs, COUNT, since=2019, expected=4) is None
    assert compare_like_for_like([], COUNT, since=2019, expected=4) is None


def test_rate_is_made_of_the_sums_of_the_places_that_are_compared() -> None:
    # 200 of 300 after 180 of 200: 66.7 % after 90 %; the mean of the changes would be another.
    pairs = [rated("610202", 90, 100, 80, 100), rated("610203", 110, 200, 100, 100)]
    change = compare_like_for_like(pairs, RATE, since=2019, expected=4)
    assert (change.shown, change.basis) == (-23.3, Basis(2, 4))
    gone = [replace_den(p) for p in pairs]
    assert compare_like_for_like(gone, RATE, since=2019, expected=4) is None


def break_series(place: str) -> pd.DataFrame:
    columns = ["indicator", "region_code", "year", "reason_zh", "reason_en"]
    return pd.DataFrame([("members", place, 2020, "新口径", "redefined")], columns=columns)


def replace_den(pair: Pair) -> Pair:
    return pair._replace(num=0, den=0)


def test_contributions_of_a_count_are_its_differences() -> None:
    pairs = [counted("610202", 110, 100, whole=300), counted("610203", 80, 100, whole=300)]
    assert find_contributions(pairs, COUNT) == (
        Contribution("610202", 10),
        Contribution("610203", -20),
    )


def test_contributions_to_a_rate_by_level_and_mix() -> None:
    """80/100 and 100/100, then 90/100 and 110/200: 90 % and then 66.67 %, mean 78.33 %.

    王益: weight 1/2 and then 1/3, rate 80 and then 90: 5/12 × 10 = 4.17, and (85 - 78.33) × -1/6 = -1.11.
    印台: weight 1/2 and then 2/3, rate 100 and then 55: 7/12 × -45 = -26.25, and (77.5 - 78.33) / 6 = -0.14.
    """
    pairs = [rated("610202", 90, 100, 80, 100), rated("610203", 110, 200, 100, 100)]
    first, second = find_contributions(pairs, RATE)
    assert (first.value - first.mix, first.mix) == pytest.approx((4.1667, -1.1111), abs=1e-4)
    assert (second.value - second.mix, second.mix) == pytest.approx((-26.25, -0.1389), abs=1e-4)


def test_contributions_add_up_to_the_change() -> None:
    chance = random.Random(7)
    for _case in range(200):
        pairs = []
        for code in COUNTIES:
            dens = [chance.choice([0, chance.randint(1, 10**6)]) for _year in (0, 1)]
            nums = [chance.randint(0, d) for d in dens]
            pairs.append(rated(code, nums[0], dens[0], nums[1], dens[1]))
        if not sum(p.den for p in pairs) or not sum(p.den_before for p in pairs):
            continue
        now = Fraction(sum(int(p.num) for p in pairs), sum(int(p.den) for p in pairs))
        before = Fraction(
            sum(int(p.num_before) for p in pairs), sum(int(p.den_before) for p in pairs)
        )
        added = math.fsum(c.value for c in find_contributions(pairs, RATE))
        assert added == pytest.approx(float(100 * (now - before)), abs=1e-9)


def test_a_part_of_a_year_is_compared_with_the_same_part(
    empty_store: Store, make_frame: Callable, use_database: Callable
) -> None:
    """王益 has 66 in three quarters after 60 in the same of 2023, of 100 in the year: +10 %.

    铜川 is made of it, of 印台 with 44 after 40 of 80, and of 耀州, which has no quarters of 2023:
    110 after 100, over 2 of 4; they had 180 of the 230 of that year.
    """

    def flow(code: str, year: int, *values: int) -> list[tuple[object, ...]]:
        quarters = enumerate(values, start=1)
        return [("training_graduates", code, f"{year}-Q{n}", v, "final") for n, v in quarters]

    cells = [*flow("610202", 2023, 10, 20, 30, 40), *flow("610202", 2024, 11, 22, 33)]
    cells += [*flow("610203", 2023, 10, 10, 20, 40), *flow("610203", 2024, 11, 11, 22)]
    cells += [("training_graduates", "610204", "2023", 50, "final"), *flow("610204", 2024, 1, 1, 1)]
    empty_store.publish(Actor(), make_frame(*cells), NewUpload(source="年报"))
    empty_store.close()
    store = use_database(empty_store.path)
    selection = Selection("zh", "610200", 2024, store.version)
    index = load_index(selection)
    indicator = load_catalogue().indicators["training_graduates"]
    own, total = (
        find_change(selection, indicator, region=r, index=index, since=2023)
        for r in ("610202", "610200")
    )
    assert (own.shown, own.basis, own.is_same_period) == (10.0, None, True)
    assert (total.shown, total.basis) == (10.0, Basis(2, 4))
    card = make_card(selection, "training_graduates", region="610202", index=index)
    assert (card.delta, card.since) == ("+10.0%", "较2023年同期")
    assert card.remarks == ("前三季度",)
    assert not card.sparkline  # three quarters are no end of a line of years
    cuts = find_cuts(selection, "training_graduates", region="610202", index=index)
    assert cuts == {2024: "partial_year"}


@pytest.mark.parametrize(
    ("own", "total", "same"), [(400, 404, True), (400, 405, False), (0, 0, True)]
)
def test_own_figure_and_sum_agree_within_a_hundredth(own: float, total: float, same: bool) -> None:
    assert agree(own, total) is same


def test_break_in_one_county_leaves_the_others_to_compare(
    empty_store: Store, make_frame: Callable, use_database: Callable
) -> None:
    """王益 100 → 300 by another definition, three others 100 → 110: 铜川 grew by 10 % without it."""
    cells = [("members", c, "2019", 100, "final") for c in COUNTIES]
    cells += [("members", c, "2020", 110, "final") for c in COUNTIES[1:]]
    cells += [("members", "610202", "2020", 300, "final")]
    broken = break_series("610202")
    empty_store.publish(Actor(), make_frame(*cells), NewUpload(source="年报"), breaks=broken)
    empty_store.close()
    store = use_database(empty_store.path)
    selection = Selection("zh", "610200", 2020, store.version)
    index = load_index(selection)
    change = find_change(selection, COUNT, region="610200", index=index, since=2019)
    assert (change.shown, change.basis) == (10.0, Basis(3, 4))
    assert format_change(change, COUNT, "zh") == "+10.0%（可比口径，3/4个地区）"
    assert format_change(change, COUNT, "en") == "+10.0% (like for like, 3 of 4 regions)"
    card = make_card(selection, "members", region="610200", index=index)
    assert (card.delta, card.remarks[0]) == ("+10.0%", "可比口径，3/4个地区")
    # A break that is said of 铜川 itself, or of all, leaves nothing to compare.
    for place in ("610200", ""):
        everywhere = break_series(place)
        note = make_frame(("members", "610202", "2018", 1, "final"))
        store.publish(Actor(), note, NewUpload(source="口径"), breaks=everywhere)
        now = replace(selection, version=store.version)
        change = find_change(now, COUNT, region="610200", index=load_index(now), since=2019)
        assert (change.value, change.reason) == (None, "break")
        store.undo(Actor(), store.version, note="")


def test_own_figure_is_compared_with_a_sum_once_the_two_have_agreed(
    empty_store: Store, make_frame: Callable, use_database: Callable
) -> None:
    cells = [("members", "610200", "2019", 500, "final")]
    cells += [("members", c, "2020", 110, "final") for c in COUNTIES]
    empty_store.publish(Actor(), make_frame(*cells), NewUpload(source="年报"))
    empty_store.close()
    store = use_database(empty_store.path)
    before = Selection("zh", "610200", 2020, store.version)
    change = find_change(before, COUNT, region="610200", index=load_index(before), since=2019)
    assert describe_since(change, "zh") == (
        "不与2019年比较：一年是本级数，一年是下级汇总数，两者从未核对一致"
    )
    assert load_pairs(before, "610200", "members", 2019) == ()
    cells = [("members", "610200", "2018", 402, "final")]
    cells += [("members", c, "2018", 100, "final") for c in COUNTIES]
    store.publish(Actor(), make_frame(*cells), NewUpload(source="年报"))
    after = replace(before, version=store.version)
    change = find_change(after, COUNT, region="610200", index=load_index(after), since=2019)
    assert (change.shown, change.basis) == (-12.0, None)  # 440 after 500
