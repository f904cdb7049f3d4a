"""Demonstration figures: invented, but of plausible size, so that every page has something to show.

Nothing here is a real figure. Facts are in ``data/figures``; the demonstration set leaves their
cells alone. Publishing it is the store's work.

Every series draws from a generator of its own, ``PCG64([SEED, crc32(topic)])``, where the topic is
the indicator's code or a name given at the place of the draw. So adding a series changes no other.
The draws of a series, in this order: 11 city offsets, 11 city slopes, 11 × 11 yearly shocks (region
by region), 11 shocks of the province. Only uniform draws and plain arithmetic are used, and values
are rounded to whole units, so that every platform makes the same set.
"""

import csv
import zlib
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.catalogue import Indicator, load_catalogue
from dashboard.settings import ROOT

DEMONSTRATION_SOURCE_ZH = "演示数据（程序生成，非真实数字）"
DEMONSTRATION_SOURCE_EN = "Demonstration data (made by a program, not real figures)"
SEED = 20250
YEARS = tuple(range(2015, 2026))
PROVINCE = "610000"
REPORTED_FIGURES = ROOT / "data" / "figures" / "reported_figures.csv"

CITIES = (
    *(f"61{n:02}00" for n in range(1, 11)),  # the ten cities in the order of the standard
    "SN-YL",
)
# Share of each in the province, per mille: of its working people; of places, which large cities do
# not dominate as much; of rural programmes.
_WEIGHTS = {
    "people": np.array([350, 20, 92, 100, 105, 62, 75, 106, 48, 34, 8], dtype=float),
    "places": np.array([250, 32, 98, 104, 108, 76, 86, 106, 70, 58, 12], dtype=float),
    "rural": np.array([90, 36, 96, 104, 128, 108, 122, 122, 104, 84, 6], dtype=float),
}
# Cities with figures of their counties, and the share of each county, per cent, in the order of
# the standard.
_COUNTY_SHARES = {
    "610100": (6, 8, 10, 9, 13, 16, 4, 6, 11, 5, 5, 4, 3),
    "610600": (30, 8, 6, 6, 8, 8, 4, 6, 8, 4, 2, 5, 5),
    "610900": (34, 9, 7, 3, 10, 6, 8, 3, 6, 14),
}
# Indicators with figures of counties, and the one whose split over the counties they follow, so
# that a county's rate stays near its city's.
_COUNTY_SERIES = {
    "employees_unionised_units": "",
    "members": "employees_unionised_units",
    "eligible_employers": "",
    "covered_units": "eligible_employers",
    "service_stations": "",
    "sanitation_workers_served": "",
    "mutual_payouts": "",
    "insured_sanitation_workers": "",
}
# Xi'an books a little at its own level: its counties add up to nearly, not exactly, its figure.
_SHARE_IN_COUNTIES = {"610100": 0.995, "610600": 1.0, "610900": 1.0}
# Cells without a figure of the city's own, where the sum of its counties stands in.
_LEFT_TO_COUNTIES = {
    "service_stations": ("610900", (2019, 2020, 2021)),
    "sanitation_workers_served": ("610900", (2019, 2020, 2021)),
}
# One county is missing from one of those sums: nine of ten.
_COUNTY_GAPS = frozenset({("service_stations", "610923", 2020)})

BREAK_YEAR = 2021
QUARTERLY = ("training_graduates", "nursing_rooms")
QUARTERLY_YEARS = (2024, 2025)
_LAST_QUARTER_MISSING = frozenset({"610700", "611000"})  # training_graduates, 2025
# In this year only these four of eleven report, so that the province's sum is withheld.
_THIN = ("women_care_parcels", 2016, frozenset({"610100", "610300", "610400", "610800"}))
# Cells missing by chance. The largest city has none: a third of every sum would come and go.
_GAP_SHARE = 0.025
_ALWAYS_REPORTS = "610100"
_PLAN_TARGETS = frozenset({"members", "membership_rate", "union_coverage_rate"})


_Cell = tuple[str, str, int]  # indicator, region code, year


@dataclass(frozen=True)
class _Series:
    """How the figures of one indicator are made."""

    code: str
    levels: dict[int, float]  # year → province, or share of ``of``; straight lines in between
    of: str = ""  # the indicator that ``levels`` is a share or multiple of, city by city
    spread: float = 0.12  # how far cities lie from the province's level, as a share of it
    cap: float = float("inf")  # largest share of ``of``
    weights: str = "people"
    step: float = 1  # figures are whole multiples of this


def _counts(
    code: str, levels: dict[int, float], *, weights: str = "people", spread: float = 0.12
) -> _Series:
    return _Series(code, levels, spread=spread, weights=weights)


def _share(
    code: str, of: str, levels: dict[int, float], *, cap: float, spread: float = 0.04
) -> _Series:
    return _Series(code, levels, of=of, cap=cap, spread=spread)


def _per(
    code: str, of: str, levels: dict[int, float], *, spread: float = 0.08, step: float = 1
) -> _Series:
    return _Series(code, levels, of=of, spread=spread, step=step)


# Order matters: a series comes after the one it is a share of.
_SERIES = (
    # Organising and membership
    _counts("employees_total", {2015: 8.95e6, 2020: 9.38e6, 2025: 9.74e6}, spread=0.05),
    _share(
        "employees_unionised_units",
        "employees_total",
        {2015: 0.9, 2025: 0.928},
        cap=0.96,
        spread=0.015,
    ),
    _share(
        "members",
        "employees_unionised_units",
        {2015: 0.914, 2020: 0.926, 2025: 0.936},
        cap=0.965,
        spread=0.02,
    ),
    _share("women_members", "members", {2015: 0.386, 2025: 0.412}, cap=0.46),
    _share("new_members", "members", {2015: 0.047, 2020: 0.039, 2025: 0.045}, cap=0.1, spread=0.12),
    _share("migrant_members", "members", {2015: 0.31, 2025: 0.35}, cap=0.5, spread=0.08),
    _share(
        "newform_members",
        "members",
        {2018: 0.005, 2020: 0.014, 2022: 0.034, 2025: 0.055},
        cap=0.09,
        spread=0.15,
    ),
    _share(
        "truck_driver_members",
        "newform_members",
        {2018: 0.46, 2022: 0.31, 2025: 0.27},
        cap=0.7,
        spread=0.15,
    ),
    _share(
        "realname_members",
        "members",
        {2015: 0.14, 2018: 0.52, 2021: 0.84, 2025: 0.93},
        cap=0.99,
        spread=0.05,
    ),
    _counts(
        "eligible_employers", {2015: 148e3, 2018: 153e3, 2025: 162e3}, weights="places", spread=0.08
    ),
    _share(
        "covered_units",
        "eligible_employers",
        {2015: 0.868, 2018: 0.905, 2021: 0.931, 2025: 0.952},
        cap=1.02,
        spread=0.045,
    ),
    _share("grassroots_unions", "covered_units", {2015: 0.545, 2025: 0.525}, cap=0.7, spread=0.06),
    _counts("new_unions", {2015: 3900, 2018: 3300, 2020: 2400, 2025: 3700}, weights="places"),
    _counts("full_time_cadres", {2015: 8300, 2020: 8900, 2025: 9700}, weights="places"),
    _share("large_employers_unionised", "covered_units", {2015: 0.026, 2025: 0.031}, cap=0.06),
    # Sanitation and outdoor workers
    _counts("service_stations", {2015: 520, 2018: 1650, 2021: 3600, 2025: 5300}, weights="places"),
    _share(
        "sanitation_stations", "service_stations", {2015: 0.42, 2025: 0.31}, cap=0.7, spread=0.15
    ),
    _per("station_visits", "service_stations", {2015: 1500, 2019: 1900, 2020: 1450, 2025: 2150}),
    _counts(
        "sanitation_workers_served",
        {2015: 41e3, 2018: 72e3, 2020: 83e3, 2022: 97e3, 2025: 126e3},
        spread=0.1,
    ),
    _counts("cooling_visits", {2015: 340e3, 2019: 520e3, 2020: 480e3, 2025: 710e3}),
    _per("cooling_funds", "cooling_visits", {2015: 72, 2025: 91}, step=100),
    _counts("breakfast_workers", {2015: 6200, 2018: 17e3, 2022: 36e3, 2025: 44e3}),
    # Mutual aid and insurance
    _counts("mutual_participants", {2015: 1.32e6, 2020: 1.95e6, 2025: 2.58e6}, spread=0.08),
    _per("mutual_premiums", "mutual_participants", {2015: 58, 2025: 68}, spread=0.05, step=100),
    _per(
        "mutual_payouts",
        "mutual_premiums",
        {2015: 0.79, 2019: 0.86, 2020: 0.8, 2022: 0.88, 2025: 0.935},
        spread=0.06,
        step=100,
    ),
    _per("mutual_claims", "mutual_payouts", {2015: 1 / 1450, 2025: 1 / 1620}),
    # The level falls where persons take the place of person-times: see make_breaks.
    _counts(
        "insured_sanitation_workers",
        {2015: 92e3, 2020: 138e3, BREAK_YEAR: 71e3, 2025: 89e3},
        spread=0.08,
    ),
    _per(
        "insured_sanitation_employers", "insured_sanitation_workers", {2015: 1 / 310, 2025: 1 / 240}
    ),
    _per("charity_insurance_claims", "insured_sanitation_workers", {2015: 0.0009, 2025: 0.0017}),
    _per(
        "charity_insurance_payouts",
        "charity_insurance_claims",
        {2015: 21e3, 2025: 34e3},
        spread=0.15,
        step=100,
    ),
    # Skills training and competitions
    _counts(
        "training_graduates",
        {2015: 94e3, 2019: 131e3, 2020: 103e3, 2022: 124e3, 2025: 163e3},
        spread=0.1,
    ),
    _per("training_attendance", "training_graduates", {2015: 3.1, 2025: 3.7}),
    _per("training_classes", "training_graduates", {2015: 1 / 54, 2025: 1 / 46}),
    _counts(
        "competition_participants",
        {2015: 1.12e6, 2019: 1.48e6, 2020: 0.71e6, 2022: 1.02e6, 2023: 1.52e6, 2025: 1.7e6},
    ),
    _counts("innovation_studios", {2015: 420, 2020: 1180, 2025: 2050}, weights="places"),
    _counts("innovation_projects", {2015: 5200, 2020: 8900, 2025: 13800}),
    # Hardship assistance
    _counts(
        "hardship_workers",
        {2015: 61e3, 2017: 47e3, 2019: 16e3, 2020: 6100, 2025: 5700},
        weights="rural",
    ),
    _counts("winter_relief_households", {2015: 93e3, 2020: 84e3, 2025: 79e3}, weights="places"),
    _per("winter_relief_funds", "winter_relief_households", {2015: 860, 2025: 1240}, step=100),
    _counts("education_aid_students", {2015: 13800, 2020: 8100, 2025: 6400}, weights="rural"),
    _per("education_aid_funds", "education_aid_students", {2015: 2900, 2025: 3900}, step=100),
    _counts("donated_supplies", {2015: 14e3, 2019: 23e3, 2025: 26e3}, weights="rural", spread=0.2),
    _per("donated_supplies_value", "donated_supplies", {2015: 55, 2025: 78}, step=100),
    # Rights and collective bargaining
    _counts("legal_aid_cases", {2015: 2100, 2020: 3300, 2025: 4600}),
    _share(
        "employers_able_to_bargain", "covered_units", {2015: 0.6, 2025: 0.63}, cap=0.8, spread=0.06
    ),
    _share(
        "employers_with_contract",
        "employers_able_to_bargain",
        {2015: 0.86, 2020: 0.9, 2025: 0.925},
        cap=0.985,
        spread=0.03,
    ),
    _share(
        "collective_contracts",
        "employers_with_contract",
        {2015: 0.58, 2025: 0.54},
        cap=1,
        spread=0.1,
    ),
    _share(
        "collective_contract_employees",
        "employees_unionised_units",
        {2015: 0.71, 2025: 0.8},
        cap=0.95,
    ),
    _counts("mediation_cases", {2015: 5600, 2020: 8700, 2025: 11200}),
    _share("mediation_closed", "mediation_cases", {2015: 0.91, 2025: 0.945}, cap=1, spread=0.02),
    _share("mediation_settled", "mediation_closed", {2015: 0.79, 2025: 0.875}, cap=0.97),
    _per("recovered_losses", "mediation_settled", {2015: 9800, 2025: 13400}, step=100),
    _counts("welfare_checks", {2015: 1700, 2020: 2500, 2025: 4100}, weights="places"),
    # Member services and facilities
    _share(
        "member_cards",
        "members",
        {2015: 0.11, 2018: 0.33, 2021: 0.56, 2025: 0.68},
        cap=0.95,
        spread=0.1,
    ),
    _counts("nursing_rooms", {2015: 130, 2018: 360, 2021: 640, 2025: 910}, weights="places"),
    _per("nursing_room_funds", "nursing_rooms", {2015: 6800, 2025: 4300}, spread=0.15, step=100),
    _per("nursing_room_area", "nursing_rooms", {2015: 15.5, 2025: 18.5}),
    _counts("childcare_centres", {2018: 48, 2020: 96, 2023: 290, 2025: 410}, weights="places"),
    _per("childcare_rooms", "childcare_centres", {2018: 2.4, 2025: 2.9}),
    _counts(
        "service_events",
        {2015: 1150, 2019: 2500, 2020: 1300, 2022: 1900, 2023: 3300, 2025: 4200},
        weights="places",
    ),
    _counts("women_care_parcels", {2015: 58e3, 2020: 162e3, 2025: 305e3}),
    # Online union and outreach
    _counts("wechat_posts", {2015: 5600, 2020: 14800, 2025: 21e3}, weights="places"),
    _per("wechat_reads", "wechat_posts", {2015: 420, 2020: 1150, 2025: 1380}, spread=0.25),
    _counts("hotline_calls", {2015: 21e3, 2020: 37e3, 2025: 58e3}),
    # Culture and sport
    _counts(
        "sports_participants",
        {2015: 265e3, 2019: 372e3, 2020: 138e3, 2022: 214e3, 2023: 398e3, 2025: 476e3},
    ),
    _per("sports_organisations", "sports_participants", {2015: 1 / 36, 2025: 1 / 31}),
    _counts(
        "culture_contests",
        {2015: 150, 2019: 235, 2020: 88, 2022: 140, 2023: 250, 2025: 310},
        weights="places",
        spread=0.18,
    ),
    # Poverty relief and rural work; model workers; workplace safety, a programme begun in 2019
    _Series(
        "village_income",
        {2015: 3.2e6, 2020: 14e6, 2025: 27e6},
        spread=0.2,
        weights="rural",
        step=100,
    ),
    _counts("model_workers", {2015: 2580, 2020: 2940, 2025: 3350}, weights="places", spread=0.08),
    _counts("touring_speakers", {2015: 74, 2019: 96, 2020: 70, 2025: 128}, weights="places"),
    _Series("safety_funds", {2019: 8.6e6, 2022: 16e6, 2025: 25e6}, step=100),
    _per("safety_projects", "safety_funds", {2019: 1 / 110e3, 2025: 1 / 125e3}, spread=0.12),
    # Not added up over regions: levels are those of a typical city
    _Series("union_coverage_rate_25", {2015: 88.5, 2020: 93.0, 2025: 95.8}, spread=0.02, step=0.1),
    _Series("breakfast_standard", {2016: 3.4, 2020: 4.6, 2025: 6.2}, spread=0.12, step=0.5),
    _Series(
        "insurance_cover_per_worker",
        {2015: 100e3, 2020: 100e3, 2021: 150e3, 2025: 150e3},
        spread=0.14,
        step=10e3,
    ),
)
_PROVINCE_OWN = ("union_coverage_rate_25", "insurance_cover_per_worker")


@dataclass(frozen=True)
class _State:
    """The state of one region's figures of one indicator in some years, with its footnote."""

    indicator: str
    region_code: str
    years: tuple[int, ...]
    status: str
    note_zh: str
    note_en: str


_UNSENT = ("演示：该市当年未报送", "Demonstration: not sent in that year")
_ESTIMATE = ("演示：原表注明为估算数", "Demonstration: marked as an estimate in the table")
_AT_LEAST = ("演示：原表写作“以上”", "Demonstration: written as 'more than' in the table")
_STATES = (
    _State("sanitation_workers_served", "611000", (2016,), "not_reported", *_UNSENT),
    _State("training_graduates", "SN-YL", (2017,), "not_reported", *_UNSENT),
    _State("mutual_claims", "610200", (2018,), "not_reported", *_UNSENT),
    _State("innovation_projects", "610900", (2020,), "not_reported", *_UNSENT),
    _State("hotline_calls", "SN-YL", (2015, 2016), "not_reported", *_UNSENT),
    _State("welfare_checks", "611000", (2023,), "not_reported", *_UNSENT),
    _State("service_events", "610200", (2025,), "not_reported", *_UNSENT),
    _State("wechat_reads", "610700", (2025,), "not_reported", *_UNSENT),
    _State("cooling_visits", "610600", (2020,), "estimate", *_ESTIMATE),
    _State("hotline_calls", "610500", (2022,), "estimate", *_ESTIMATE),
    _State("sports_participants", "610400", (2021,), "estimate", *_ESTIMATE),
    _State("wechat_reads", "610800", (2019,), "estimate", *_ESTIMATE),
    _State("sanitation_workers_served", "610800", (2023,), "estimate", *_ESTIMATE),
    _State("sports_participants", "610300", (2024,), "at_least", *_AT_LEAST),
    _State("competition_participants", "610500", (2023,), "at_least", *_AT_LEAST),
    _State("women_care_parcels", "610400", (2024,), "at_least", *_AT_LEAST),
    _State("breakfast_workers", "610700", (2022,), "at_least", *_AT_LEAST),
    _State(
        "village_income",
        "SN-YL",
        YEARS,
        "not_applicable",
        "演示：没有帮扶村任务",
        "Demonstration: has no supported village",
    ),
    _State(
        "touring_speakers",
        "SN-YL",
        (2015, 2016, 2017),
        "not_applicable",
        "演示：未组建宣讲团",
        "Demonstration: has no touring speakers",
    ),
    _State(
        "recovered_losses",
        "SN-YL",
        (2021,),
        "confidential",
        "演示：案件很少，可能识别到个人",
        "Demonstration: so few cases that persons could be identified",
    ),
    _State(
        "nursing_room_funds",
        "SN-YL",
        (2015,),
        "below_unit",
        "演示：不足100元",
        "Demonstration: less than 100 yuan",
    ),
)
_ROUGH = frozenset({"estimate", "at_least"})


def _make_generator(topic: str) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64([SEED, zlib.crc32(topic.encode())]))


def _draw_signed(generator: np.random.Generator, shape: int | tuple[int, ...]) -> np.ndarray:
    """Uniform draws between -1 and 1."""
    return 2 * generator.random(shape) - 1


def _make_trend(series: _Series) -> np.ndarray:
    """The levels of ``series`` in each of YEARS; NaN before its first."""
    known = np.array(list(series.levels), dtype=float)
    trend = np.interp(YEARS, known, list(series.levels.values()))
    trend[np.array(YEARS) < known[0]] = np.nan
    return trend


def _draw_factors(series: _Series, generator: np.random.Generator) -> np.ndarray:
    """How each city (row) lies to the level in each year (column): 1 is on it."""
    size, years = len(CITIES), len(YEARS)
    offset = _draw_signed(generator, size)
    slope = _draw_signed(generator, size)
    shocks = _draw_signed(generator, (size, years))
    # The stock of one year is mostly that of the year before; a flow begins anew.
    is_stock = load_catalogue().indicators[series.code].measure == "stock"
    roughness = 0.06 if is_stock else 0.25
    wobble = np.zeros((size, years))
    for year in range(years):
        before = wobble[:, year - 1] if year else 0
        wobble[:, year] = 0.6 * before + roughness * shocks[:, year]
    progress = (np.array(YEARS) - 2020) / 5
    return 1 + series.spread * (offset[:, None] + 0.5 * slope[:, None] * progress + wobble)


def _make_values(series: _Series, made: dict[str, np.ndarray]) -> np.ndarray:
    """The figures of one series: a row per city, a column per year."""
    indicator = load_catalogue().indicators[series.code]
    generator = _make_generator(series.code)
    factors = _draw_factors(series, generator)
    shocks = _draw_signed(generator, len(YEARS))
    trend = _make_trend(series)
    if indicator.region_rule == "none":
        values = np.minimum(trend * factors, 99.5 if indicator.kind == "rate" else np.inf)
        return np.round(np.round(values / series.step) * series.step, 1)
    if series.of:
        # Rounded down, so that a part never exceeds what it is a part of.
        share = np.minimum(trend * factors, series.cap)
        return np.floor(made[series.of] * share / series.step + 1e-9) * series.step
    weighted = _WEIGHTS[series.weights][:, None] * factors
    yearly = trend * (1 + (0.015 if indicator.measure == "flow" else 0.002) * shocks)
    return np.round(weighted / weighted.sum(axis=0) * yearly / series.step) * series.step


def _make_model() -> dict[str, np.ndarray]:
    """The complete figures before gaps and states: indicator → cities × years."""
    made: dict[str, np.ndarray] = {}
    for series in _SERIES:
        made[series.code] = _make_values(series, made)
    return made


def _make_rows(
    indicator: str, regions: tuple[str, ...], periods: tuple[str, ...], values: np.ndarray
) -> pd.DataFrame:
    """``values`` (regions × periods) as one row per cell."""
    return pd.DataFrame(
        {
            "indicator": indicator,
            "region_code": np.repeat(np.array(regions, dtype=object), len(periods)),
            "period": np.tile(np.array(periods, dtype=object), len(regions)),
            "value": values.ravel(),
        }
    )


def _make_quarters(indicator: Indicator, year: int, model: np.ndarray) -> np.ndarray:
    """The four quarters of ``year`` for each city, adding up to or ending at the year's figure."""
    total = model[:, YEARS.index(year)]
    if indicator.measure == "stock":
        before = model[:, YEARS.index(year - 1)]
        return np.stack([before + np.floor((total - before) * q / 4) for q in (1, 2, 3, 4)], axis=1)
    generator = _make_generator(f"quarters {indicator.code} {year}")
    shares = np.array([0.18, 0.27, 0.31, 0.24])
    shares = shares * (1 + 0.08 * _draw_signed(generator, (len(CITIES), 4)))
    first = np.floor(total[:, None] * shares[:, :3] / shares.sum(axis=1, keepdims=True))
    return np.column_stack([first, total - first.sum(axis=1)])


def _make_city_rows(model: dict[str, np.ndarray]) -> list[pd.DataFrame]:
    frames = []
    for code, values in model.items():
        years = [y for y in YEARS if code not in QUARTERLY or y not in QUARTERLY_YEARS]
        columns = [YEARS.index(y) for y in years]
        frames.append(_make_rows(code, CITIES, tuple(map(str, years)), values[:, columns]))
    for code in QUARTERLY:
        for year in QUARTERLY_YEARS:
            quarters = _make_quarters(load_catalogue().indicators[code], year, model[code])
            periods = tuple(f"{year}-Q{q}" for q in (1, 2, 3, 4))
            frames.append(_make_rows(code, CITIES, periods, quarters))
    return frames


def _make_province_rows(model: dict[str, np.ndarray]) -> list[pd.DataFrame]:
    """The province's own figures of what is not added up: means over cities by working people."""
    people = _WEIGHTS["people"] / _WEIGHTS["people"].sum()
    frames = []
    for code in _PROVINCE_OWN:
        step = next(s.step for s in _SERIES if s.code == code)
        mean = (model[code] * people[:, None]).sum(axis=0)
        values = np.round(np.round(mean / step) * step, 1)
        frames.append(_make_rows(code, (PROVINCE,), tuple(map(str, YEARS)), values))
    return frames


def _split(total: np.ndarray, weights: np.ndarray, step: float) -> np.ndarray:
    """``total`` (one per year) over ``weights`` (years × parts), in whole steps that add up."""
    units = np.floor(total / step + 1e-9)
    exact = units[:, None] * weights / weights.sum(axis=1, keepdims=True)
    parts = np.floor(exact)
    left = units - parts.sum(axis=1)
    # The largest remainders get one step more each.
    rank = np.argsort(np.argsort(parts - exact, axis=1, kind="stable"), axis=1, kind="stable")
    return (parts + (rank < left[:, None])) * step


def _draw_county_weights(
    indicator: str, city: str, split: dict[tuple[str, str], np.ndarray]
) -> np.ndarray:
    """The weights of the counties of ``city`` (years × counties) for one indicator."""
    generator = _make_generator(f"counties {indicator} {city}")
    shape = (len(YEARS), len(_COUNTY_SHARES[city]))
    followed = _COUNTY_SERIES[indicator]
    if followed:
        return split[followed, city] * (1 + 0.01 * _draw_signed(generator, shape[1]))
    base = np.array(_COUNTY_SHARES[city], dtype=float)
    lasting = 1 + 0.15 * _draw_signed(generator, shape[1])
    return base * lasting * (1 + 0.02 * _draw_signed(generator, shape))


def _make_county_rows(model: dict[str, np.ndarray]) -> list[pd.DataFrame]:
    steps = {s.code: s.step for s in _SERIES}
    split: dict[tuple[str, str], np.ndarray] = {}
    frames = []
    for indicator in _COUNTY_SERIES:
        for city in _COUNTY_SHARES:
            counties = tuple(r.code for r in load_catalogue().counted_children(city))
            total = model[indicator][CITIES.index(city)] * _SHARE_IN_COUNTIES[city]
            weights = _draw_county_weights(indicator, city, split)
            split[indicator, city] = _split(total, weights, steps[indicator])
            periods = tuple(map(str, YEARS))
            frames.append(_make_rows(indicator, counties, periods, split[indicator, city].T))
    return frames


def _find_protected() -> set[str]:
    """Indicators that lose no cells by chance: those shown first and their parts, and a few more.

    The quarterly ones and the one that is thin in one year are left as they are described above.
    """
    catalogue = load_catalogue()
    shown = {h.code for h in catalogue.headlines} | {p.card for p in catalogue.programmes.values()}
    parts = {part for code in shown for part in catalogue.indicators[code].parts}
    return shown | parts | {"employees_total", *QUARTERLY, _THIN[0]}


def _draw_gaps() -> set[_Cell]:
    """Cells of cities that are missing by chance."""
    gaps = set()
    protected = _find_protected()
    for series in _SERIES:
        if series.code in protected:
            continue
        draws = _make_generator(f"gaps {series.code}").random((len(CITIES), len(YEARS)))
        for city, year in np.argwhere(draws < _GAP_SHARE):
            gaps.add((series.code, CITIES[city], YEARS[year]))
    return {(code, city, year) for code, city, year in gaps if city != _ALWAYS_REPORTS}


def _read_reported_cells() -> set[_Cell]:
    """The cells of the figures out of press reports, which stand alone."""
    with REPORTED_FIGURES.open(encoding="utf-8-sig", newline="") as file:
        return {(r["indicator"], r["region_code"], int(r["year"])) for r in csv.DictReader(file)}


def _find_left_out() -> set[_Cell]:
    """All cells that the set has no row for."""
    thin, thin_year, reporting = _THIN
    left_out = _draw_gaps() | _COUNTY_GAPS
    left_out |= {(thin, city, thin_year) for city in CITIES if city not in reporting}
    for code, (city, years) in _LEFT_TO_COUNTIES.items():
        left_out |= {(code, city, year) for year in years}
    # A gap must not swallow a state that is to be shown.
    left_out -= {(s.indicator, s.region_code, year) for s in _STATES for year in s.years}
    return left_out | _read_reported_cells()


def _find_cells(frame: pd.DataFrame) -> list[_Cell]:
    return list(zip(frame["indicator"], frame["region_code"], frame["year"], strict=True))


def _round_down(value: float) -> float:
    """``value`` cut to two leading digits, as a writer says “more than 12,000”."""
    size = 10 ** max(len(str(int(value))) - 2, 0)
    return float(value // size * size)


def _add_states(frame: pd.DataFrame) -> pd.DataFrame:
    """``frame`` with status and notes; values go where a state says that there is none.

    Flows of the latest year are provisional: they are settled after it has ended.
    """
    flows = {i.code for i in load_catalogue().indicators.values() if i.measure == "flow"}
    provisional = (frame["year"] == YEARS[-1]) & frame["indicator"].isin(flows)
    frame = frame.assign(
        status=np.where(provisional, "provisional", "final"), note_zh="", note_en=""
    )
    values = frame["value"].tolist()
    rows = {cell: row for row, cell in enumerate(_find_cells(frame))}
    for state in _STATES:
        for year in state.years:
            row = rows[state.indicator, state.region_code, year]
            frame.at[row, "value"] = _round_down(values[row]) if state.status in _ROUGH else np.nan
            frame.loc[row, ["status", "note_zh", "note_en"]] = [
                state.status,
                state.note_zh,
                state.note_en,
            ]
    return frame


def make_observations() -> pd.DataFrame:
    """The demonstration figures of Shaanxi, the same at every call.

    One row per cell, ordered by indicator, region and period. Columns: indicator, region_code,
    period (``2019``, ``2025-Q3``), value (float64 in the indicator's base unit, NaN where there is
    only a state), status, note_zh, note_en (str, empty without a note). A cell that is not in the
    frame is not reported. Rates that are recomputed have no rows: their parts have. Cells of
    ``reported_figures.csv`` have none either.
    """
    model = _make_model()
    frames = [*_make_city_rows(model), *_make_province_rows(model), *_make_county_rows(model)]
    frame = pd.concat(frames, ignore_index=True)
    frame["year"] = frame["period"].str[:4].astype("int64")
    left_out = _find_left_out()
    is_kept = np.array([cell not in left_out for cell in _find_cells(frame)])
    is_pending = (
        (frame["indicator"] == "training_graduates")
        & (frame["period"] == "2025-Q4")
        & frame["region_code"].isin(_LAST_QUARTER_MISSING)
    )
    is_kept &= ~is_pending.to_numpy() & frame["value"].notna().to_numpy()
    frame = _add_states(frame[is_kept].reset_index(drop=True))
    frame = frame.sort_values(["indicator", "region_code", "period"], ignore_index=True)
    texts = ["indicator", "region_code", "period", "status", "note_zh", "note_en"]
    frame[texts] = frame[texts].astype("str")
    return frame[["indicator", "region_code", "period", "value", "status", "note_zh", "note_en"]]


_TARGET_YEARS = (2024, 2025)
_TARGET_RATES = {  # per cent, the same for the province and each city
    "union_coverage_rate": (95.0, 96.0),
    "membership_rate": (93.0, 94.0),
    "collective_contract_rate": (92.0, 93.0),
}


def _round_target(value: float) -> int:
    """``value`` to three leading digits, as targets are set."""
    size = 10 ** max(len(str(int(value))) - 3, 0)
    return int(value / size + 0.5) * size


def _make_city_targets(code: str, values: np.ndarray, year: int) -> dict[str, int]:
    """Targets near what was reached: some cities stay behind them, some are ahead."""
    ease = 1.01 + 0.06 * _draw_signed(_make_generator(f"targets {code} {year}"), len(CITIES))
    reached = values[:, YEARS.index(year)]
    skipped = {
        s.region_code
        for s in _STATES
        if s.indicator == code and s.status == "not_applicable" and year in s.years
    }
    return {
        city: _round_target(value)
        for city, value in zip(CITIES, reached * ease, strict=True)
        if city not in skipped
    }


def make_targets() -> pd.DataFrame:
    """Targets for 2024 and 2025 of the headline figures and of each programme's card.

    One row per indicator, region and year, in that order. Columns: indicator, region_code (the
    province and its eleven parts), year (int64), value (float64 in the base unit; per cent for a
    rate), kind (``annual``, or ``plan`` for the province's end of the five-year plan in 2025). The
    province's target of a count is the sum of the cities'.
    """
    catalogue = load_catalogue()
    codes = [h.code for h in catalogue.headlines]
    codes += [p.card for p in catalogue.programmes.values() if p.card not in codes]
    model = _make_model()
    rows = []
    for code in codes:
        for place, year in enumerate(_TARGET_YEARS):
            if code in _TARGET_RATES:
                values = dict.fromkeys((PROVINCE, *CITIES), _TARGET_RATES[code][place])
            else:
                cities = _make_city_targets(code, model[code], year)
                values = {PROVINCE: sum(cities.values()), **cities}
            for region, value in values.items():
                is_plan = region == PROVINCE and year == YEARS[-1] and code in _PLAN_TARGETS
                rows.append((code, region, year, float(value), "plan" if is_plan else "annual"))
    frame = pd.DataFrame(rows, columns=["indicator", "region_code", "year", "value", "kind"])
    return frame.sort_values(["indicator", "region_code", "year"], ignore_index=True)


def make_breaks() -> pd.DataFrame:
    """The breaks in the demonstration series: years before and after cannot be compared.

    One row per break. Columns: indicator, region_code (empty for all regions), year (int64, the
    first after the break), reason_zh, reason_en.
    """
    return pd.DataFrame(
        {
            "indicator": ["insured_sanitation_workers"],
            "region_code": [""],
            "year": [BREAK_YEAR],
            "reason_zh": ["演示：2021年起由按人次统计改为按人数统计"],
            "reason_en": ["Demonstration: from 2021 persons are counted, no longer person-times"],
        }
    )
