"""Figures of the store against those of a model in plain Python, on random data with a fixed seed.

``ORACLE_SEEDS=20`` compares twenty sets of data instead of one. A mismatch is printed with all
observations that the figure may be made of, so that it can be worked out by hand.
"""

import math
import os
import random
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path

import pandas as pd
import pytest

from dashboard.access import Actor
from dashboard.catalogue import load_catalogue
from dashboard.figures import Break, Change, breaks_between, compute_change, make_index
from dashboard.figures import read_figures as read_figures_of
from dashboard.selection import Snapshot
from dashboard.store import NewUpload, Store
from tests.oracle.model import (
    Act,
    Figure,
    Model,
    Row,
    SeriesBreak,
    Target,
    children_of,
    read_indicators,
    read_regions,
    standing_acts,
    standing_cells,
)

SEEDS = int(os.environ.get("ORACLE_SEEDS", "1"))
LEAST_FIGURES = 20_000  # compared for each seed
LEAST_CHANGES = 300  # that can be said, besides those that cannot
SHOWN = 5  # mismatches that are printed

INDICATORS = (
    "members",
    "employees_unionised_units",
    "membership_rate",
    "mutual_payouts",
    "mutual_premiums",
    "mutual_payout_ratio",
    "training_graduates",
    "union_coverage_rate_25",
    "breakfast_standard",
)
SNAPSHOTS = (
    Snapshot(),
    Snapshot(demonstration=False),
    Snapshot(as_of=1),
    Snapshot(as_of=4),
    Snapshot(as_of=3, demonstration=False),
)
PARTS = {p for i in read_indicators().values() if i.is_ratio for p in (i.numerator, i.denominator)}
YEARS = range(2019, 2025)
PROVINCES = ("610000", "640000")
NUMBERS = ("final",) * 6 + ("provisional", "estimate", "at_least", "at_most")
STATES = ("not_reported", "not_applicable", "confidential", "below_unit")
OBSERVED = ["indicator", "region_code", "period", "value", "status", "note_zh", "note_en"]


# Random data ------------------------------------------------------------------------------------


def list_regions() -> list[str]:
    """The country, its provinces, and everything below two of them, overlapping places included."""
    regions = read_regions()
    found = ["100000", *children_of("100000")]
    for province in PROVINCES:
        below = [r.code for r in regions.values() if province in (r.parent, r.sum_of)]
        found += below
        found += [r.code for r in regions.values() if r.parent in below]
    return sorted(set(found))


def draw_periods(draw: random.Random, year: int) -> set[str]:
    """The periods of a year that something is said of: the year, quarters, months, a mixture."""
    kind = draw.choices("AQMaqmx", (50, 16, 8, 8, 6, 4, 8))[0]
    periods = {str(year)} if kind in "Aaqmx" else set()
    whole = draw.random() < 0.5
    if kind in "Qqx":
        periods |= {f"{year}-Q{n}" for n in range(1, 5) if whole or draw.random() < 0.6}
    if kind in "Mmx":
        periods |= {f"{year}-{n:02}" for n in range(1, 13) if whole or draw.random() < 0.6}
    if kind == "x" and draw.random() < 0.5:
        periods.discard(str(year))
    return periods


def draw_value(draw: random.Random, indicator: str) -> float:
    if read_indicators()[indicator].kind == "rate":
        return draw.choice((round(draw.uniform(0, 100), 3), float(draw.randint(0, 100)), 0.0))
    if draw.random() < 0.06:
        return 0.0
    if draw.random() < 0.2:
        return round(draw.uniform(0, 1e6), 2)
    return float(draw.choice((draw.randint(1, 9), draw.randint(10, 10**4), draw.randint(1, 10**9))))


def draw_row(draw: random.Random, indicator: str, region: str, period: str, states: float) -> Row:
    if draw.random() < states:
        return Row(indicator, region, period, None, draw.choice(STATES))
    value = Fraction(str(draw_value(draw, indicator)))
    return Row(indicator, region, period, value, draw.choice(NUMBERS))


def draw_rows(draw: random.Random) -> list[Row]:
    """A full set of rows: dense and thin families, so that sums are whole, partial and withheld."""
    regions = list_regions()
    parents = {read_regions()[r].sum_of for r in regions}
    rows = []
    for year in YEARS:
        densities: dict[tuple[str, str], float] = {}
        states: dict[tuple[str, str], float] = {}
        for region in regions:
            above = read_regions()[region].sum_of or read_regions()[region].parent
            family = draw.random()
            for indicator in INDICATORS:
                key = (above, read_indicators()[indicator].measure)
                densities.setdefault(key, draw.choice((0.2, 0.5, 0.85, 1.0)))
                states.setdefault(key, draw.choice((0.0, 0.1, 0.1, 0.6)))
                density = densities[key] * (0.35 if region in parents else 1)
                if indicator.endswith(("_rate", "_ratio")):
                    density *= 0.5 if region in parents else 0.2
                if family > density:
                    continue
                rows += [
                    draw_row(draw, indicator, region, period, states[key])
                    for period in sorted(draw_periods(draw, year))
                ]
    return rows


def draw_log(draw: random.Random) -> list[Act]:
    """A first upload, demonstration data, revisions and undos of them."""
    first = draw_rows(draw)
    demonstration = draw.sample(draw_rows(draw), 1500)
    acts = [Act(1, tuple(first)), Act(2, tuple(demonstration), is_demonstration=True)]
    cells = sorted({(r.indicator, r.region, r.period) for r in [*first, *demonstration]})
    for number in (3, 4):
        again = draw.sample(cells, 1500)
        old = {(r.indicator, r.region, r.period): r for r in first}
        rows = [
            old[c] if c in old and draw.random() < 0.2 else draw_row(draw, *c, 0.15) for c in again
        ]
        acts.append(Act(number, tuple(rows)))
    acts.append(Act(5, undoes=3))
    again = draw.sample(cells, 800)
    acts.append(Act(6, tuple(draw_row(draw, *c, 0.1) for c in again)))
    acts = keep_off(acts)
    return [draw_attached(draw, act) for act in acts]


def draw_attached(draw: random.Random, act: Act) -> Act:
    """An upload with breaks in series, some of all regions, and targets."""
    if act.undoes:
        return act
    regions = list_regions()
    breaks = {
        SeriesBreak(draw.choice(INDICATORS), draw.choice(regions), draw.choice(YEARS))
        for _n in range(60)
    } | {SeriesBreak(draw.choice(INDICATORS), "", draw.choice(YEARS))}
    targets = {
        (draw.choice(INDICATORS), draw.choice(regions), draw.choice(YEARS), kind): Fraction(n + 1)
        for kind in ("annual", "plan")
        for n in range(400)
    }
    found = tuple(Target(*key, value) for key, value in targets.items())
    in_order = sorted(breaks, key=lambda b: (b.indicator, b.region, b.year))
    return replace(act, breaks=tuple(in_order), targets=found)


def keep_off(acts: list[Act]) -> list[Act]:
    """Leave out what the dashboard does not do by the rules, until it does."""
    every = [(a, r) for a in acts for r in a.rows]
    kinds: dict[tuple[str, str, str], set[str]] = {}  # what is in a family: indicator, region, year
    for act, row in every:
        frequency = "A" if len(row.period) == 4 else "Q" if "Q" in row.period else "M"
        kinds.setdefault(family_of(row), set()).update({frequency, row.status})
        if act.is_demonstration:
            kinds[family_of(row)].add("demonstration")
            kinds[family_of(row)].add(f"demonstration {frequency}")

    def is_kept(act: Act, row: Row) -> bool:
        indicator, is_annual = read_indicators()[row.indicator], len(row.period) == 4
        own = kinds[family_of(row)]
        is_confidential = row.status == "confidential"
        if not indicator.is_ratio:
            return True
        if is_confidential and is_annual and own & {"Q", "M"}:
            return False  # rule 8: a confidential rate of the year is opened by its quarters
        parts = [
            kinds.get((code, row.region, row.period[:4]), set())
            for code in (indicator.numerator, indicator.denominator)
        ]
        states = set().union(*parts)
        if children_of(row.region) and states & {"confidential", "not_applicable"}:
            return False  # rule 8: under the rate the sum below goes on upwards for such a part
        if "confidential" not in states:
            return True
        # Rule 8: beside a confidential part a rate of another frequency is shown, and the state has
        # the marks of the rate that it hides.
        is_plain = is_annual and act.number == 1 and row.status == "final"
        return is_plain and not states & {"Q", "M"}

    return [replace(a, rows=tuple(r for r in a.rows if is_kept(a, r))) for a in acts]


def family_of(row: Row) -> tuple[str, str, str]:
    return row.indicator, row.region, row.period[:4]


def publish_log(store: Store, log: list[Act]) -> None:
    for act in log:
        if act.undoes:
            made = store.undo(Actor("王芳"), act.undoes, note="试验")
        else:
            rows = [
                (
                    r.indicator,
                    r.region,
                    r.period,
                    math.nan if r.value is None else float(r.value),
                    r.status,
                    "",
                    "",
                )
                for r in act.rows
            ]
            kind = "demonstration" if act.is_demonstration else "figures"
            frame = pd.DataFrame(rows, columns=OBSERVED)
            made = store.publish(
                Actor("王芳"),
                frame,
                NewUpload(source="年报", kind=kind),
                targets=pd.DataFrame(
                    [(t.indicator, t.region, t.year, float(t.value), t.kind) for t in act.targets],
                    columns=["indicator", "region_code", "year", "value", "kind"],
                ),
                breaks=pd.DataFrame(
                    [(b.indicator, b.region, b.year, "新口径", "redefined") for b in act.breaks],
                    columns=["indicator", "region_code", "year", "reason_zh", "reason_en"],
                ),
            )
        assert made == act.number


# Comparison -------------------------------------------------------------------------------------


def read_figures(store: Store, snapshot: Snapshot) -> dict[tuple[str, str, int], dict[str, object]]:
    """All figures of the store by indicator, region and year."""
    found = {}
    for parent in list_parents():
        frame = store.read("figures", {"region": parent, "indicators": ""}, snapshot=snapshot)
        for row in frame.astype(object).where(frame.notna(), None).to_dict("records"):
            found[row["indicator"], row["region_code"], row["year"]] = row
    return found


def expected_row(figure: Figure, indicator: str) -> dict[str, object]:
    """The figure of the model in the columns of the query ``figures``."""
    is_ratio = read_indicators()[indicator].is_ratio
    total = figure.total if figure.origin == "children" else None
    return {
        "value": figure.value,
        "status": figure.status,
        "origin": figure.origin,
        "quality_flags": figure.said,
        "is_demonstration": "demonstration" in figure.flags,
        "is_mixed": {"demonstration", "real"} <= figure.flags,
        "numerator": figure.num if is_ratio else None,
        "denominator": figure.den if is_ratio else None,
        "reported_value": figure.reported_value,
        "reported_count": total and total.reported,
        "expected_count": total and total.expected,
        "reporters": total and total.reporters,
        "latest_period": figure.period,
        "coverage": total and total.coverage,
        "place_count": total
        and total.places
        and "(" in total.reporters
        and total.places[0]
        or None,
    }


def name_whole_year(period: str) -> str:
    """2024 for 2024-Q4: a sum of a year and of four quarters should be called that of the year.

    What a sum is called that has parts of the year in it is not compared: of the third quarter
    and of November it is the third quarter, of a sum of the year and of the first quarter the first.
    """
    return re.sub("-(Q4|12)$", "", period)


def is_same(expected: object, found: object) -> bool:
    if isinstance(expected, Fraction) and found is not None:
        return math.isclose(float(expected), float(found), rel_tol=1e-9, abs_tol=1e-9)
    return expected == found


def differences(figure: Figure | None, row: dict[str, object] | None, indicator: str) -> list[str]:
    if figure is None or row is None:
        return [] if figure is row else [f"expected {figure}, found {row}"]
    if is_hidden(row):
        return []
    wanted = expected_row(figure, indicator)
    if figure.origin == "children":
        row = row | {"latest_period": name_whole_year(row["latest_period"])}
        if "partial_year" in figure.flags:
            del wanted["latest_period"]
    if row["coverage"] is None:
        del wanted["coverage"]  # it may be withheld with what is withheld below
    return [
        f"{name}: expected {float(w) if isinstance(w, Fraction) else w}, found {row[name]}"
        for name, w in wanted.items()
        if not is_same(w, row[name])
    ]


def is_hidden(row: dict[str, object]) -> bool:
    """Whether a number is withheld because a confidential one would follow: ``test_disclosure`` asks why."""
    return row["status"] == "suppressed"


def describe_inputs(model: Model, indicator: str, region: str, year: int) -> str:
    """The observations that a figure may be made of, with what the model makes of those below."""
    about = read_indicators()[indicator]
    codes = {indicator, about.numerator, about.denominator}
    below = {region, *children_of(region)}
    cells = [
        f"  {c.row.indicator} {c.row.region} {c.row.period} "
        f"{'' if c.row.value is None else float(c.row.value)} {c.row.status} {sorted(c.flags)}"
        for (i, r, p), c in sorted(model.cells.items())
        if i in codes and r in below and p.startswith(str(year))
    ]
    figures = [
        f"  figure {child}: {f.value and float(f.value)} {f.status} {f.origin} up {f.up and f.up.num and float(f.up.num)}"
        for child in children_of(region)
        if (f := model.figure(indicator, child, year))
    ]
    return "\n".join([*cells, *figures])


def compare(store: Store, log: list[Act], snapshot: Snapshot) -> tuple[int, int, list[str]]:
    """How many figures were compared, how many differ, and the first of them in words."""
    as_of = snapshot.as_of or log[-1].number
    acts = standing_acts(log, as_of, demonstration=snapshot.demonstration)
    model = Model(standing_cells(acts))
    found = read_figures(store, snapshot)
    # What is confidential now is so in older versions too.
    now = read_figures(store, replace(snapshot, as_of=None)) if snapshot.as_of else {}
    secret = {key for key, row in now.items() if row["status"] == "confidential"}
    problems: list[str] = []
    count, wrong = 0, 0
    for indicator in INDICATORS:
        for region in list_regions():
            for year in YEARS:
                key = (indicator, region, year)
                figure, row = model.figure(*key), found.pop(key, None)
                if key in secret:
                    assert row is None or row["value"] is None
                    continue
                count += figure is not None
                if differing := differences(figure, row, indicator):
                    wrong += 1
                    if len(problems) < SHOWN:
                        inputs = describe_inputs(model, *key)
                        problems.append("\n".join([f"{key} {snapshot}", *differing, inputs]))
    assert not found, f"figures that nothing was said of: {list(found)[:SHOWN]}"
    return count, wrong, problems


def list_parents() -> list[str]:
    regions = list_regions()
    return [r for r in regions if any(c in regions for c in children_of(r))]


def read_changes(store: Store, snapshot: Snapshot) -> dict[tuple[str, str, int], Change]:
    """All changes on the year before that the dashboard gives or gives a reason for giving none."""
    read = partial(store.read, snapshot=snapshot)
    breaks = [Break(*row) for row in read("breaks").itertuples(index=False)]
    found = {}
    for parent in list_parents():
        for indicator, series in make_index(read_figures_of(read, parent)).items():
            about = load_catalogue().indicators[indicator]
            for region, figures in series.items():
                for year in figures:
                    if "suppressed" in {
                        f.status for y in (year, year - 1) if (f := figures.get(y))
                    }:
                        continue
                    found[indicator, region, year] = compute_change(
                        figures[year],
                        figures.get(year - 1),
                        about,
                        since=year - 1,
                        broken=bool(breaks_between(breaks, indicator, region, year - 1, year)),
                        agrees=lambda: True,
                    )
    return found


def read_targets(store: Store, snapshot: Snapshot) -> dict[tuple[str, str, int, str], float]:
    found = {}
    for parent in list_parents():
        frame = store.read("targets", {"region": parent}, snapshot=snapshot)
        for row in frame.itertuples(index=False):
            found[row.indicator, row.region_code, row.year, row.kind] = row.value
    return found


def compare_changes(store: Store, log: list[Act], snapshot: Snapshot) -> tuple[int, list[str]]:
    """How many changes could be said, and those that differ in words."""
    acts = standing_acts(log, log[-1].number, demonstration=snapshot.demonstration)
    model = Model(standing_cells(acts))
    breaks = [b for a in acts for b in a.breaks]
    problems, count = [], 0
    for (indicator, region, year), change in read_changes(store, snapshot).items():
        expected = model.change(indicator, region, year, breaks)
        count += expected is not None
        value = change.value
        if (value is None) != (expected is None) or not is_same(expected, value):
            said = [str(b) for b in breaks if b.year == year and b.indicator == indicator]
            inputs = [describe_inputs(model, indicator, region, y) for y in (year - 1, year)]
            shown = f"{indicator} {region} {year}: expected {expected}, found {change}"
            problems.append("\n".join([shown, *said, *inputs]))
    return count, problems


@pytest.fixture(scope="module", params=range(1, SEEDS + 1))
def published(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, empty_database: Path
) -> Iterator[tuple[Store, list[Act]]]:
    """A store with random uploads, and their log."""
    log = draw_log(random.Random(request.param))
    path = tmp_path_factory.mktemp("oracle") / "dashboard.duckdb"
    shutil.copy(empty_database, path)
    store = Store(path)
    publish_log(store, log)
    yield store, log
    store.close()


def test_figures_are_those_of_the_model(published: tuple[Store, list[Act]]) -> None:
    count, wrong, problems = 0, 0, []
    for snapshot in SNAPSHOTS:
        compared, differing, told = compare(*published, snapshot)
        count, wrong, problems = count + compared, wrong + differing, problems + told
    print(f"{count} figures compared, {wrong} differ")
    assert not problems, "\n\n".join([f"{wrong} of {count} differ", *problems[:SHOWN]])
    assert count >= LEAST_FIGURES


def test_changes_are_those_of_the_model(published: tuple[Store, list[Act]]) -> None:
    for snapshot in (Snapshot(), Snapshot(demonstration=False)):
        count, problems = compare_changes(*published, snapshot)
        print(f"{count} changes compared, {len(problems)} differ")
        assert not problems, "\n\n".join([f"{len(problems)} differ", *problems[:SHOWN]])
        assert count > LEAST_CHANGES


def test_targets_are_those_of_the_model(published: tuple[Store, list[Act]]) -> None:
    store, log = published
    for snapshot in (Snapshot(), Snapshot(demonstration=False)):
        acts = standing_acts(log, log[-1].number, demonstration=snapshot.demonstration)
        assert read_targets(store, snapshot) == Model(standing_cells(acts)).targets(acts)
