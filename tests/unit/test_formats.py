"""Numbers, units, states and quality flags as a reader sees them."""

import math

import pytest

from dashboard.catalogue import load_catalogue
from dashboard.formats import (
    FLAG_MARKS,
    QUALITY_FLAGS,
    STATES,
    Scale,
    add_decimals,
    choose_full_scale,
    choose_scale,
    format_marks,
    format_number,
    format_percent,
    format_plain,
    format_quality_flags,
    format_size,
    format_value,
    is_level,
    name_part_of_year,
    round_difference,
    say_points,
    say_share,
    say_size,
)
from dashboard.i18n import LANGUAGES, Lang, gettext

MEMBERS = load_catalogue().indicators["members"]
RATE = load_catalogue().indicators["membership_rate"]
FUNDS = load_catalogue().indicators["mutual_payouts"]


@pytest.mark.parametrize(
    ("value", "lang", "text"),
    [
        (0, "zh", "0人"),
        (9_999, "zh", "9,999人"),
        (10_000, "zh", "1.00万人"),
        (123_456, "zh", "12.3万人"),
        (12_345_678, "zh", "1,235万人"),
        (288_118_000, "zh", "2.88亿人"),
        (9_999, "en", "9,999 persons"),
        (1, "en", "1 person"),
        (-1, "en", "-1 person"),
        (0, "en", "0 persons"),
        (11, "en", "11 persons"),
        (52_000, "en", "52.0 thousand persons"),
        (1_234_567, "en", "1.23 million persons"),
        (288_118_000, "en", "288.1 million persons"),
        (1_500_000_000, "en", "1.50 billion persons"),
        (-25_000, "zh", "-2.50万人"),
        # The unit of what is written: 9,999.9999万 would be 10,000万.
        (99_999_999, "zh", "1.00亿人"),
        (99_994_999, "zh", "9,999万人"),
        (9_999_999_999, "zh", "100.0亿人"),
        (999_960, "en", "1.00 million persons"),
        (999_940, "en", "999.9 thousand persons"),
        (999_960_000, "en", "1.00 billion persons"),
        # The digits too: 9.996 is written as 10.
        (99_960, "zh", "10.0万人"),
        (9_999_600, "zh", "1,000万人"),
    ],
)
def test_count_in_the_unit_its_readers_count_in(value: float, lang: Lang, text: str) -> None:
    assert format_value(value, choose_scale([value], MEMBERS, lang), lang) == text


def test_money_and_rates_have_units_of_their_own() -> None:
    assert format_value(450_000, choose_scale([450_000], FUNDS, "zh"), "zh") == "45.0万元"
    assert (
        format_value(450_000, choose_scale([450_000], FUNDS, "en"), "en") == "450.0 thousand yuan"
    )
    for lang in LANGUAGES:
        assert format_value(91.25, choose_scale([91.25], RATE, lang), lang) == "91.3%"
        assert format_value(100, choose_scale([100], RATE, lang), lang) == "100.0%"


def test_one_unit_for_a_whole_chart() -> None:
    values = [None, math.nan, 800, 2_500_000]
    scale = choose_scale(values, MEMBERS, "zh")
    assert scale == Scale(1e4, "万人", None)
    assert [format_number(v, scale, "zh") for v in (800, 2_500_000)] == ["0.08", "250.0"]
    assert choose_scale(values, MEMBERS, "en") == Scale(1e6, "million persons", None)


def test_nothing_known_has_the_base_unit() -> None:
    assert choose_scale([], MEMBERS, "zh") == Scale(1, "人", 0)
    assert choose_scale([None, math.nan], MEMBERS, "en") == Scale(1, "persons", 0)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (2.5, 0, "3"),
        (-2.5, 0, "-3"),
        (-0.4, 0, "0"),  # no minus before nothing
        (2.675, 2, "2.68"),
        (1.005, 2, "1.01"),
        (0.44, 1, "0.4"),
        (1_234_567.891, 2, "1,234,567.89"),
        (999.95, 1, "1,000.0"),
    ],
)
def test_half_rounds_away_from_zero(value: float, decimals: int, text: str) -> None:
    assert format_plain(value, decimals) == text


@pytest.mark.parametrize("nothing", [None, math.nan])
def test_state_in_the_place_of_a_number(nothing: float | None) -> None:
    scale = choose_scale([], MEMBERS, "zh")
    states = {
        "not_reported": ("未报", "not reported"),
        "not_applicable": ("不适用", "does not apply"),
        "below_unit": ("不足最小单位", "below the smallest unit"),
        "confidential": ("保密", "confidential"),
        "suppressed": ("保密（连带）", "confidential (with another)"),
        "withheld": ("报送不足，暂不公布", "withheld: too few have reported"),
        "beyond": ("数值超出可显示的范围", "beyond all that can be shown"),
    }
    assert set(states) == set(STATES)
    for state, (chinese, english) in states.items():
        assert format_value(nothing, scale, "zh", state=state) == chinese
        assert format_value(nothing, scale, "en", state=state) == english
    assert format_value(nothing, scale, "zh") == "未报"
    assert "0" not in format_value(nothing, scale, "en", state="withheld")


def test_bounds_and_estimates_are_said_before_the_number() -> None:
    zh, en = choose_scale([52_000], MEMBERS, "zh"), choose_scale([52_000], MEMBERS, "en")
    assert format_value(52_000, zh, "zh", quality_flags="at_least") == "至少5.20万人"
    assert (
        format_value(52_000, en, "en", quality_flags="at_least") == "at least 52.0 thousand persons"
    )
    assert format_value(52_000, zh, "zh", quality_flags="estimate,revised") == "约5.20万人"
    assert format_value(52_000, en, "en", quality_flags="estimate") == "about 52.0 thousand persons"
    assert format_value(52_000, zh, "zh", quality_flags="provisional") == "5.20万人"


def test_flags_in_words_of_either_language() -> None:
    assert format_quality_flags("provisional,partial_coverage", "zh") == "初步数、部分地区未报"
    english = "provisional, not all regions have reported"
    assert format_quality_flags("partial_coverage,provisional", "en") == english
    assert format_quality_flags("", "zh") == ""


def test_marks_stand_in_a_fixed_order() -> None:
    assert format_marks("partial_coverage,provisional") == format_marks(
        "provisional,partial_coverage"
    )
    assert format_marks("") == ""
    shown = [m for m in FLAG_MARKS.values() if m]
    assert len(set(shown)) == len(shown)
    assert set(FLAG_MARKS) == set(QUALITY_FLAGS)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (-0.04, 1, "0.0"),
        (-0.0, 0, "0"),
        (-0.05, 1, "-0.1"),
        (1e15, 0, "1,000,000,000,000,000"),
        (1e300, 1, "1.0e+300"),
        (math.inf, 0, "∞"),
        (-math.inf, 0, "-∞"),
    ],
)
def test_a_number_has_a_sign_only_when_it_is_seen(value: float, decimals: int, text: str) -> None:
    assert format_plain(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "other", "told"),
    [
        (94.0, 93.56, 0.4),  # 0.44
        (94.0, 93.55, 0.4),  # 0.45; written 94.0 and 93.6
        (94.05, 93.6, 0.5),  # 0.45; written 94.1 and 93.6
        (93.55, 94.0, -0.4),
        (94.05, 93.64, 0.4),  # 0.41, though written 94.1 and 93.6
        (94.04, 93.96, 0.1),  # 0.08, though both are written 94.0
        (93.96, 94.0, 0.0),  # -0.04
        (80.0, 80.0, 0.0),
    ],
)
def test_a_difference_is_the_true_one_and_at_half_way_the_written_one(
    value: float, other: float, told: float
) -> None:
    assert round_difference(value, other, 1) == pytest.approx(told, abs=1e-9)
    assert math.copysign(1, round_difference(93.96, 94.0, 1)) == 1  # no minus before nothing


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (99.98, 1, "99.98"),
        (99.95, 1, "99.95"),
        (99.94, 1, "99.9"),
        (99.6, 0, "99.6"),
        (100.02, 1, "100.02"),
        (100.3, 0, "100.3"),
        (100, 1, "100.0"),
        (0.02, 1, "0.02"),
        (-0.02, 1, "-0.02"),
        (0.05, 1, "0.1"),
        (0, 1, "0.0"),
        (-0.0, 1, "0.0"),
        (99.99999, 1, ">99.9999"),
        (100.00001, 1, "<100.0001"),
        (0.00001, 1, "<0.0001"),
        (-0.00001, 1, ">-0.0001"),
        (0.1 + 0.2 - 0.3, 1, "0.0"),  # noise is no number
        (100 * (0.1 + 0.2) / 0.3, 1, "100.0"),
    ],
)
def test_percentage_is_nothing_or_the_whole_only_where_it_is(
    value: float, decimals: int, text: str
) -> None:
    assert format_percent(value, decimals) == text


def test_count_is_never_written_as_zero_in_the_unit_of_a_larger_one() -> None:
    scale = choose_scale([200_000_000], FUNDS, "zh")
    assert scale.unit == "亿元"
    texts = {200_000_000: "2.00", 400_000: "0.004", 20_000: "0.0002", 30: "<0.0001", 0: "0.00"}
    assert {v: format_number(v, scale, "zh") for v in texts} == texts
    assert format_number(100_000_000_000, scale, "zh") == "1,000"
    assert format_value(10_002_000_000, scale, "zh") == "100.0亿元"  # a hundred is no whole here


def test_bound_that_no_digits_show_is_told_on_its_own_side() -> None:
    scale = choose_scale([200_000_000], FUNDS, "zh")
    assert format_value(30, scale, "zh", quality_flags="at_most") == "至多0.0001亿元"
    assert format_value(30, scale, "zh", quality_flags="at_least") == "至少0.0000亿元"
    assert format_value(30, scale, "zh", quality_flags="provisional") == "<0.0001亿元"
    rate = choose_scale([99], RATE, "zh")
    assert format_value(99.99999, rate, "zh", quality_flags="at_least") == "至少99.9999%"
    assert format_value(99.99999, rate, "zh", quality_flags="at_most") == "至多100.0000%"


def test_digits_are_added_only_where_they_are_needed() -> None:
    assert add_decimals(99.98, 1, is_percent=True) == 2
    assert add_decimals(99.98, 1, is_percent=False) == 1
    assert add_decimals(0.0, 1, is_percent=True) == 1
    assert add_decimals(1e-7, 1, is_percent=True) == 4


@pytest.mark.parametrize(
    ("difference", "shown", "short", "chinese", "english"),
    [
        (4.23, 4.2, "4.2", "4.2", "4.2"),
        (-4.23, -4.2, "4.2", "4.2", "4.2"),
        (0.04, 0.0, "<0.1", "不到0.1", "less than 0.1"),
        (-0.04, 0.0, "<0.1", "不到0.1", "less than 0.1"),
        (0.0, 0.0, "0.0", "0.0", "0.0"),
        (-99.98, -100.0, "99.98", "99.98", "99.98"),  # something is left
        (-100.0, -100.0, "100.0", "100.0", "100.0"),
    ],
)
def test_size_of_a_difference_is_nothing_only_where_it_is(
    difference: float, shown: float, short: str, chinese: str, english: str
) -> None:
    assert format_size(difference, shown) == short
    assert say_size(difference, shown, "zh") == chinese
    assert say_size(difference, shown, "en") == english


def test_gap_between_rates_has_no_sign_and_is_never_nothing() -> None:
    assert say_points(93.97, 94.0, "zh") == "不到0.1"
    assert say_points(94.0, 93.97, "en") == "less than 0.1"
    assert say_points(93.56, 94.0, "zh") == "0.4"  # 0.44


def test_numbers_are_level_but_for_the_noise_of_arithmetic() -> None:
    assert is_level(0.1 + 0.2, 0.3)
    assert is_level(0.1 + 0.2 - 0.3, 0)
    assert not is_level(0.3001, 0.3)
    assert not is_level(100_000_000_001, 100_000_000_000)  # one person more
    assert not is_level(90.04, 90.0)  # though both are written 90.0


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("members", "1 person"),
        ("mutual_payouts", "1 yuan"),
        ("sanitation_workers_served", "1 person-time"),
        ("grassroots_unions", "1 organisation"),
    ],
)
def test_one_of_a_unit_is_singular(code: str, text: str) -> None:
    indicator = load_catalogue().indicators[code]
    assert format_value(1, choose_scale([1], indicator, "en"), "en") == text


def test_every_unit_has_a_singular() -> None:
    units = {i.unit_en for i in load_catalogue().indicators.values()}
    ones = {format_value(1, Scale(1, u, 0), "en").removeprefix("1").strip() for u in units}
    assert {"class", "entry", "case", "household", "square metre", "yuan per meal"} <= ones
    assert not [one for one in ones if one.endswith("s") and one != "class"]


def test_word_behind_a_number_goes_with_it() -> None:
    text = "{n} of {total} {total:region|regions} {n:has|have} reported"
    assert gettext(text, "en", n=1, total=11) == "1 of 11 regions has reported"
    assert gettext(text, "en", n=0, total=1) == "0 of 1 region have reported"
    assert gettext(text, "en", n="1,000", total=2) == "1,000 of 2 regions have reported"
    assert gettext(text, "zh", n=1, total=11) == "11个地区中1个已报送"


@pytest.mark.parametrize(
    ("value", "other", "texts"),
    [
        (93.14, 93.11, ("93.14%", "93.11%")),  # both 93.1 at one digit
        (93.14, 93.21, ("93.1%", "93.2%")),
        (93.1, 93.1, ("93.1%", "93.1%")),
        (93.12345, 93.12344, ("93.1235%", "93.1234%")),
        (93.1, math.nan, ("93.1%", "not reported")),
    ],
)
def test_number_before_and_after_differ_as_they_are_written(
    value: float, other: float, texts: tuple[str, str]
) -> None:
    scale = choose_full_scale(value, other, RATE, "en")
    assert (format_value(value, scale, "en"), format_value(other, scale, "en")) == texts


@pytest.mark.parametrize(
    ("period", "flags", "measure", "zh", "en"),
    [
        ("2024", "provisional", "flow", "", ""),
        ("2024-Q1", "partial_year", "flow", "第一季度", "first quarter"),
        ("2024-06", "partial_year", "flow", "上半年", "first half"),
        ("2024-Q3", "partial_year,revised", "flow", "前三季度", "first three quarters"),
        ("2024-01", "partial_year", "flow", "1月", "January"),
        ("2024-08", "partial_year", "flow", "1月至8月", "January to August"),
        ("2024-Q3", "partial_year", "stock", "9月末", "end of September"),
        ("2024-Q3", "partial_year,uneven_periods", "flow", "截至9月", "up to September"),
        ("2024-Q4", "partial_year,uneven_periods", "flow", "", ""),
    ],
)
def test_part_of_a_year_has_a_name(period: str, flags: str, measure: str, zh: str, en: str) -> None:
    assert name_part_of_year(period, flags, measure, "zh") == zh
    assert name_part_of_year(period, flags, measure, "en") == en


@pytest.mark.parametrize(
    ("share", "zh", "en"),
    [
        ((math.nan, math.nan, math.nan), "", ""),
        ((0.9996, math.nan, math.nan), "，约占99.96%", ", about 99.96% of the whole"),
        (
            (0.52, 528.0, 2846.0),
            "，2,846个县区中528个，约占52%",
            ", 528 of 2,846 counties, about 52% of the whole",
        ),
    ],
)
def test_share_of_a_sum_is_told_with_its_counties(
    share: tuple[float, float, float], zh: str, en: str
) -> None:
    assert (say_share(*share, "zh"), say_share(*share, "en")) == (zh, en)
