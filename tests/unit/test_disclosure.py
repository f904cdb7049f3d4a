"""Nobody can work out a confidential figure from those that are shown: by hand, and by trying to.

``_solve`` knows all that a reader knows: the figures of every page, numerators and denominators
beside rates, which regions are in a sum, that counties make cities and cities a province, and that
nothing is below zero. Linear programming then says between which values each figure must lie.
"""

import random
from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from dashboard.access import Actor
from dashboard.cached import load_index
from dashboard.catalogue import load_catalogue
from dashboard.disclosure import Cell, Relation, find_suppressed
from dashboard.figures import read_figures
from dashboard.selection import PRESENT, Selection, Snapshot
from dashboard.settings import load_settings
from dashboard.store import NewUpload, Store

LIMIT = load_settings().disclosure_limit
PROVINCE = "610000"
NUM, DEN, RATE = "members", "employees_unionised_units", "membership_rate"
CITIES = [r.code for r in load_catalogue().counted_children(PROVINCE)]
# Cities whose counties report too.
COUNTIES = {
    city: [r.code for r in load_catalogue().counted_children(city)] for city in ("610200", "610900")
}
EVERYWHERE = [PROVINCE, *CITIES, *(c for counties in COUNTIES.values() for c in counties)]
YEARS = range(2015, 2025)


def cell(region: str, indicator: str = NUM) -> Cell:
    return Cell(indicator, region, "2020")


A, B, C, TOTAL = map(cell, ("a", "b", "c", "total"))


@pytest.mark.parametrize(
    ("values", "hidden"),
    [
        pytest.param({TOTAL: 100, A: 60, B: 30, C: 9}, {C}, id="the_smallest_part"),
        pytest.param({TOTAL: 100, A: 60, B: 37, C: 2}, {B}, id="not_one_below_the_limit"),
        pytest.param({TOTAL: 6, A: 2, B: 2, C: 1}, {TOTAL}, id="the_total_if_all_are_small"),
        pytest.param({TOTAL: 100, A: 60, C: 9}, set(), id="none_where_one_is_unknown"),
        pytest.param({TOTAL: 61, A: 60, C: 0}, {A}, id="one_where_the_unknown_are_too_few"),
        pytest.param({A: 60, B: 30, C: 9}, set(), id="none_without_a_total"),
    ],
)
def test_second_cell_of_a_sum(values: dict[Cell, float], hidden: set[Cell]) -> None:
    """The total is one more than its three known parts, or what is said of it."""
    secret = cell("secret")
    relation = Relation(TOTAL, (secret, A, B, C))
    assert find_suppressed([relation], values, [secret], limit=LIMIT) == hidden


def test_totals_are_withheld_rather_than_parts_on_request() -> None:
    secret = cell("secret")
    relation = Relation(TOTAL, (secret, A))
    values = {TOTAL: 100, A: 60}
    found = find_suppressed([relation], values, [secret], limit=LIMIT, prefers_total=True)
    assert found == {TOTAL}


def test_sums_that_give_a_figure_away_together() -> None:
    """Each has two unknown parts, and their difference is the secret."""
    secret, other = cell("secret"), cell("other")
    sums = [Relation(TOTAL, (secret, other)), Relation(A, (other, B)), Relation(C, (other, B))]
    values = {TOTAL: 100, A: 60, C: 70}
    assert find_suppressed(sums[:2], values, [secret], limit=LIMIT) == set()
    # A = other + B, and C = secret + other + B: the secret is 10.
    sums[2] = Relation(C, (secret, other, B))
    assert find_suppressed(sums, values, [secret], limit=LIMIT) == {A}


@pytest.mark.parametrize(("num", "rate", "hidden"), [(80, 80, {RATE}), (80, None, set())])
def test_rate_does_not_give_its_numerator_away(
    num: float, rate: float | None, hidden: set[str]
) -> None:
    parts = (cell("a", NUM), cell("a", DEN))
    relation = Relation(cell("a", RATE), parts, is_sum=False)
    values = {parts[1]: 100.0} | ({} if rate is None else {relation.total: rate})
    found = find_suppressed([relation], values, [parts[0]], limit=LIMIT)
    assert {c.indicator for c in found} == hidden


def test_history_does_not_tell_what_is_confidential_now(
    empty_store: Store, make_frame: Callable
) -> None:
    """王益 100 is made confidential; 宜君, which hides it, is withheld in every list as well."""
    counties = COUNTIES["610200"]
    numbers = dict(zip(counties, (100.0, 40.0, 30.0, 20.0), strict=True))
    rows = [(NUM, c, "2020", v, "final") for c, v in numbers.items()]
    rows += [(NUM, "610200", "2020", 190.0, "final")]
    empty_store.publish(Actor(), make_frame(*rows), NewUpload(source="年报"))
    secret = make_frame((NUM, counties[0], "2020", float("nan"), "confidential"))
    empty_store.publish(Actor(), secret, NewUpload(source="保密审查"))
    for region, states in (
        (counties[0], ["confidential", "suppressed"]),
        (counties[3], ["suppressed"]),
    ):
        asked = {"indicator": NUM, "region": region, "period": "2020"}
        told = empty_store.read("history", asked)
        assert (told["value"].notna().sum(), list(told["status"])) == (0, states)
    changed = empty_store.read("changes", {"upload": 1}).set_index("region_code")
    assert changed["value"].dropna().to_dict() == {"610200": 190, counties[1]: 40, counties[2]: 30}
    changed = empty_store.read("changes", {"upload": 2}).iloc[0]
    assert (changed["old_status"], changed["status"]) == ("suppressed", "confidential")
    assert pd.isna(changed["old_value"])


def test_quarter_does_not_follow_from_the_year_and_the_others(
    empty_store: Store, make_frame: Callable
) -> None:
    flow, region = "training_graduates", "610202"
    rows = [(flow, region, f"2020-Q{q}", v, "final") for q, v in ((2, 30.0), (3, 20.0), (4, 10.0))]
    rows += [(flow, region, "2020-Q1", float("nan"), "confidential")]
    rows += [(flow, region, "2020", 100.0, "final")]
    empty_store.publish(Actor(), make_frame(*rows), NewUpload(source="年报"))
    changed = empty_store.read("changes", {"upload": 1}).set_index("period")
    assert changed["value"].dropna().to_dict() == {"2020": 100, "2020-Q2": 30, "2020-Q3": 20}


def test_what_is_no_longer_confidential_is_shown_again(
    empty_store: Store, make_frame: Callable
) -> None:
    counties = COUNTIES["610200"]
    rows = [(NUM, c, "2020", 40.0, "final") for c in counties]
    secret = (NUM, "610200", "2020", float("nan"), "confidential")
    empty_store.publish(Actor(), make_frame(*rows, secret), NewUpload(source="年报"))
    read = empty_store.read
    assert "suppressed" in set(read_figures(read, "610200", (NUM,))["status"])
    opened = make_frame((NUM, "610200", "2020", 160.0, "final"))
    empty_store.publish(Actor(), opened, NewUpload(source="年报"))
    assert set(read_figures(read, "610200", (NUM,))["status"]) == {"final"}
    empty_store.undo(Actor(), 2, note="试验")
    assert "suppressed" in set(read_figures(read, "610200", (NUM,))["status"])


def make_truth(draw: random.Random) -> dict[tuple[str, str], int]:
    """Members and employees of every place: counties make cities, cities the province."""
    truth = {}
    for region in [*(c for cs in COUNTIES.values() for c in cs), *CITIES]:
        if region in COUNTIES:
            for code in (NUM, DEN):
                truth[code, region] = sum(truth[code, c] for c in COUNTIES[region])
        else:
            truth[NUM, region] = draw.choice((1, 2, 3, 5, 20, 100))
            truth[DEN, region] = truth[NUM, region] + draw.choice((0, 1, 30))
    for code in (NUM, DEN):
        truth[code, PROVINCE] = sum(truth[code, c] for c in CITIES)
    return truth


def draw_rows(draw: random.Random, year: int, truth: dict[tuple[str, str], int]) -> list[tuple]:
    """What is reported of it: most, some confidential, some not at all."""
    rows = []
    for (code, region), value in truth.items():
        # A place that has others below it is reported, a sum of them, or neither.
        chance = draw.random()
        if chance < (0.5 if region in COUNTIES or region == PROVINCE else 0.85):
            rows.append((code, region, str(year), float(value), "final"))
        elif chance > 0.9:
            rows.append((code, region, str(year), float("nan"), "confidential"))
    if draw.random() < 0.5:
        rows.append((RATE, draw.choice(EVERYWHERE), str(year), float("nan"), "confidential"))
    return rows


def list_shown(store: Store, snapshot: Snapshot = PRESENT) -> pd.DataFrame:
    """The figures of all pages."""
    read = lambda name, parameters: store.read(name, parameters, snapshot=snapshot)  # noqa: E731
    pages = [
        read_figures(read, region, (NUM, DEN, RATE)) for region in ("100000", PROVINCE, *CITIES)
    ]
    return pd.concat(pages).drop_duplicates(["indicator", "region_code", "year"])


class Reader:
    """What a reader knows of a year, as equations over what is true."""

    def __init__(self) -> None:
        self.place = {
            (c, r): i for i, (c, r) in enumerate((c, r) for c in (NUM, DEN) for r in EVERYWHERE)
        }
        self.equations: list[tuple[dict[tuple[str, str], float], float]] = []
        for code in (NUM, DEN):
            for above, below in ((PROVINCE, CITIES), *COUNTIES.items()):
                self.know({(code, above): 1, **{(code, r): -1 for r in below}}, 0)

    def know(self, weights: dict[tuple[str, str], float], total: float) -> None:
        """That so much of some places is ``total``."""
        self.equations.append((weights, total))

    def see(self, shown: pd.DataFrame) -> None:
        """Take in the figures of a year."""
        for row in shown.itertuples(index=False):
            if row.region_code not in EVERYWHERE or pd.isna(row.value):
                continue
            places = [row.region_code]
            if row.origin == "children":
                places = [p for p in EVERYWHERE if p in read_reporters(row.reporters)]
            if row.indicator != RATE:
                self.know({(row.indicator, p): 1 for p in places}, row.value)
                continue
            weights = {(NUM, p): 1.0 for p in places} | {(DEN, p): -row.value / 100 for p in places}
            self.know(weights, 0)
            for code, known in ((NUM, row.numerator), (DEN, row.denominator)):
                if not pd.isna(known):
                    self.know({(code, p): 1 for p in places}, known)

    def solve(self, code: str, region: str) -> tuple[float, float]:
        """Between which values a figure must lie."""
        matrix = np.zeros((len(self.equations), len(self.place)))
        for row, (weights, _total) in enumerate(self.equations):
            for key, weight in weights.items():
                matrix[row, self.place[key]] = weight
        totals = [total for _weights, total in self.equations]
        ends = []
        for sign in (1, -1):
            aim = np.zeros(len(self.place))
            aim[self.place[code, region]] = sign
            found = linprog(aim, A_eq=matrix, b_eq=totals, bounds=(0, None), method="highs")
            assert found.status in (0, 3), found.message
            ends.append(sign * found.fun if found.status == 0 else float("inf"))
        return ends[0], ends[1]


def read_reporters(text: str) -> list[str]:
    """The places whose figures are in a sum: ``a,b(c,d)`` is a, c and d."""
    found: list[str] = []
    for code in text.replace("(", ",(,").replace(")", ",),").split(","):
        if code == "(":
            found.pop()
        elif code not in ("", ")"):
            found.append(code)
    return found


def find_open(reader: Reader, rows: Iterable[tuple]) -> list[str]:
    """The confidential figures that a reader knows better than he should."""
    narrow = []
    for code, region, _period, _value, status in rows:
        if status == "confidential" and code != RATE:
            low, high = reader.solve(code, region)
            if high - low < LIMIT - 1e-6:
                narrow.append(f"{code} of {region} lies between {low} and {high}")
    return narrow


@pytest.mark.parametrize("seed", range(3))
def test_nobody_solves_for_a_confidential_figure(
    seed: int, empty_store: Store, make_frame: Callable
) -> None:
    draw = random.Random(seed)
    truths = {year: make_truth(draw) for year in YEARS}
    rows = {year: draw_rows(draw, year, truths[year]) for year in YEARS}
    frame = make_frame(*(r for year in YEARS for r in rows[year]))
    empty_store.publish(Actor(), frame, NewUpload(source="年报"))
    shown = list_shown(empty_store)
    problems = []
    for year in YEARS:
        reader = Reader()
        reader.see(shown[shown["year"] == year])
        problems += [f"{year}: {text}" for text in find_open(reader, rows[year])]
    assert problems == []
    # Not by withholding all: most of what was reported is shown.
    assert (shown["status"] == "suppressed").sum() < 0.25 * len(shown)


def test_older_version_does_not_tell_what_is_confidential_now(
    empty_store: Store, make_frame: Callable
) -> None:
    draw = random.Random(11)
    truths = {year: make_truth(draw) for year in YEARS}
    first = [
        (code, region, str(year), float(value), "final")
        for year in YEARS
        for (code, region), value in truths[year].items()
        if draw.random() < 0.9
    ]
    empty_store.publish(Actor(), make_frame(*first), NewUpload(source="年报"))
    secret = [
        (code, region, period, float("nan"), "confidential")
        for code, region, period, _v, _s in first
        if draw.random() < 0.04
    ]
    empty_store.publish(Actor(), make_frame(*secret), NewUpload(source="保密审查"))
    problems = []
    now, before = list_shown(empty_store), list_shown(empty_store, Snapshot(as_of=1))
    for year in YEARS:
        reader = Reader()
        for shown in (now, before):
            reader.see(shown[shown["year"] == year])
        problems += find_open(reader, [r for r in secret if r[2] == str(year)])
    assert problems == []
    assert before["value"].notna().sum() > 0.6 * len(before)


def test_older_version_that_is_open_hides_what_becomes_confidential(
    empty_store: Store, make_frame: Callable, use_database: Callable
) -> None:
    """A reader of an older version sees nothing of what is made confidential while the server runs."""
    region = "610202"
    empty_store.publish(
        Actor(), make_frame((NUM, region, "2020", 100.0, "final")), NewUpload("年报")
    )
    empty_store.publish(
        Actor(), make_frame((NUM, region, "2021", 110.0, "final")), NewUpload("年报")
    )
    empty_store.close()
    store = use_database(empty_store.path)

    def look() -> tuple[float, str]:
        selection = Selection("zh", region, 2020, 1, store.version)
        figure = load_index(selection)[NUM][region][2020]
        return figure.value, figure.status

    assert look() == (100, "final")
    secret = make_frame((NUM, region, "2020", float("nan"), "confidential"))
    store.publish(Actor(), secret, NewUpload("保密审查"))
    value, status = look()
    assert (pd.isna(value), status) == (True, "confidential")
