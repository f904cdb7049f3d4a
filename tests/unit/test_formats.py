"""Numbers, units, states and quality flags as a reader sees them."""

import math

import pytest

from dashboard.catalogue import load_catalogue
from dashboard.formats import (
    FLAG_MARKS,
    QUALITY_FLAGS,
    STATES,
    Scale,
    choose_scale,
    format_marks,
    format_number,
    format_plain,
    format_quality_flags,
    format_value,
    round_difference,
)
from dashboard.i18n import LANGUAGES, Lang

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
        (52_000, "en", "52.0 thousand persons"),
        (1_234_567, "en", "1.23 million persons"),
        (288_118_000, "en", "288.1 million persons"),
        (1_500_000_000, "en", "1.50 billion persons"),
        (-25_000, "zh", "-2.50万人"),
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
