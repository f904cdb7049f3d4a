"""Tables for briefings: values, changes, ranks, progress and shortfalls, worked by hand.

Three cities of Shaanxi report members: 西安 400, 宝鸡 300, 咸阳 200 in 2024 and 380, 310, none in
2023. The coverage limit is 50 %, and 11 cities are expected, so the province has a figure of its own.
"""

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from dashboard.access import Actor
from dashboard.catalogue import load_catalogue
from dashboard.figures import Figure
from dashboard.narrative.annotations import describe_progress
from dashboard.presenters.charts import make_table
from dashboard.selection import ChartRequest, Selection
from dashboard.store import NewUpload, Store

CELLS = (
    ("members", "610000", "2023", 1000.0, "final"),
    ("members", "610000", "2024", 900.0, "final"),
    ("members", "610100", "2023", 380.0, "final"),
    ("members", "610100", "2024", 400.0, "final"),
    ("members", "610300", "2023", 310.0, "final"),
    ("members", "610300", "2024", 300.0, "provisional"),
    ("members", "610400", "2024", 200.0, "final"),
    ("members", "610200", "2024", None, "not_reported"),
)


@pytest.fixture
def store(make_small_store: Callable[..., Store], make_frame: Callable[..., pd.DataFrame]) -> Store:
    """The three cities, and targets of 1,000 members for the province and 390 for 西安."""
    store = make_small_store(*CELLS)
    other = make_frame(("model_workers", "610000", "2020", 1.0, "final"))
    targets = pd.DataFrame(
        [
            ("members", "610000", 2024, 1000.0, "annual"),
            ("members", "610100", 2024, 390.0, "annual"),
        ],
        columns=["indicator", "region_code", "year", "value", "kind"],
    )
    store.publish(Actor(), other, NewUpload(source="目标文件"), targets=targets)
    return store


def select(store: Store, **changes: object) -> Selection:
    values = {"lang": "zh", "region": "610000", "year": 2024, "version": store.version}
    return Selection(**values | changes)


def rows_of(store: Store, kind: str, **entries: object) -> dict[str, tuple[str, ...]]:
    """The rows about union members, by their first cells."""
    request = ChartRequest(kind, programme="membership", **entries)
    return {row[0]: row[1:] for row in make_table(select(store), request).rows}


def test_totals_give_value_and_change_on_the_year_before(store: Store) -> None:
    # (900 - 1000) / 1000
    assert rows_of(store, "totals")["工会会员人数"] == ("900人", "-10.0%", "")


def test_totals_of_a_city_give_its_rank(store: Store) -> None:
    # (400 - 380) / 380 = 5.26 %; first of three.
    assert rows_of(store, "totals", city="610100")["工会会员人数"] == (
        "400人",
        "+5.3%",
        "1/3（共11个）",
        "",
    )
    assert rows_of(store, "totals", city="610300")["工会会员人数"] == (
        "300人",
        "-3.2%",
        "2/3（共11个）",
        "初步数",
    )


def test_totals_of_a_city_without_last_year_give_no_change(store: Store) -> None:
    assert rows_of(store, "totals", city="610400")["工会会员人数"] == (
        "200人",
        "—",
        "3/3（共11个）",
        "",
    )


def test_totals_say_what_is_not_reported(store: Store) -> None:
    assert rows_of(store, "totals", city="610200")["工会会员人数"] == ("未报", "—", "—", "")


def test_totals_of_two_years_give_both(store: Store) -> None:
    table = make_table(select(store), ChartRequest("totals", programme="membership", since=2023))
    assert table.columns == ("指标", "2023", "2024", "较2023年", "备注")
    assert ("工会会员人数", "1,000人", "900人", "-10.0%", "") in table.rows


def test_progress_is_the_share_of_the_target(store: Store) -> None:
    assert rows_of(store, "progress") == {"工会会员人数": ("900人", "1,000人", "90.0%")}
    # 400 / 390 = 102.56 %
    assert rows_of(store, "progress", city="610100") == {
        "工会会员人数": ("400人", "390人", "102.6%")
    }


def test_shortfalls_name_target_direction_and_the_missing(store: Store) -> None:
    table = make_table(select(store), ChartRequest("shortfalls", programme="membership"))
    assert [row for row in table.rows if row[1] == "工会会员人数"] == [
        ("未达目标", "工会会员人数", "900人，目标1,000人：90.0%"),
        ("变动不利", "工会会员人数", "900人，较2023年-10.0%"),
        ("未报", "工会会员人数", "铜川、渭南、延安、汉中等（另有4个）"),
    ]


def test_indicator_that_nobody_reports_is_no_shortfall(store: Store) -> None:
    table = make_table(select(store), ChartRequest("shortfalls", programme="membership"))
    assert {row[1] for row in table.rows} == {"工会会员人数"}


UNIONISED = "employees_unionised_units"
RATES = [
    ("members", "610100", "2024", 90.0, "final"),
    (UNIONISED, "610100", "2024", 100.0, "final"),
    ("members", "610200", "2024", 60.0, "final"),
    (UNIONISED, "610200", "2024", 100.0, "final"),
]
WHOLE = [
    ("members", "610000", "2024", 1500.0, "final"),
    (UNIONISED, "610000", "2024", 2000.0, "final"),
]


def behind(store: Store, lang: str = "zh", city: str = "") -> list[str]:
    """What the table of shortfalls says of those behind in the membership rate."""
    request = ChartRequest("shortfalls", programme="membership", city=city)
    rows = make_table(select(store, lang=lang), request).rows
    return [row[2] for row in rows if row[0] in ("居后", "Behind") and row[1] in NAMES]


NAMES = ("职工入会率", "Membership rate")


@pytest.fixture
def less_is_better(monkeypatch: pytest.MonkeyPatch) -> None:
    """The catalogue has no rate of which less is better yet: here it is the membership rate."""
    indicators = load_catalogue().indicators
    rate = replace(indicators["membership_rate"], better="down")
    monkeypatch.setitem(indicators, "membership_rate", rate)


def test_behind_is_the_lowest_rate(make_small_store: Callable[..., Store]) -> None:
    # 90 of 100, 60 of 100, 1500 of 2000.
    store = make_small_store(*RATES, *WHOLE)
    assert behind(store) == ["铜川：60.0%；陕西省：75.0%"]
    assert behind(store, city="610200") == ["60.0%，2个地区中居第2位"]


def test_behind_is_the_highest_rate_where_less_is_better(
    make_small_store: Callable[..., Store], less_is_better: None
) -> None:
    store = make_small_store(*RATES, *WHOLE)
    assert behind(store) == ["西安：90.0%，高于陕西省（75.0%），以低为优"]
    assert behind(store, "en") == ["Xi'an: 90.0%, higher than Shaanxi (75.0%); less is better"]
    assert behind(store, city="610100") == ["90.0%，2个地区中由低到高居第2位"]
    assert behind(store, city="610200") == []


def test_behind_is_not_set_against_a_whole_without_a_figure(
    make_small_store: Callable[..., Store], less_is_better: None
) -> None:
    # Two of eleven cities: the rate of the province is withheld.
    assert behind(make_small_store(*RATES)) == ["西安：90.0%，最高，以低为优"]


def test_foot_gives_source_and_version(store: Store) -> None:
    table = make_table(select(store), ChartRequest("totals", programme="membership"))
    assert "来源：县报表" in table.foot
    assert table.foot[-1].startswith("数据版本 2 · ")
    assert not table.demonstration


def figure(value: float, quality_flags: str = "") -> Figure:
    return Figure(
        value, "final", quality_flags, "own", float("nan"), float("nan"), 1.0, "2024", False
    )


@pytest.mark.parametrize(
    ("code", "value", "target", "text"),
    [
        ("members", 99.96, 100, "99.96%"),  # never rounded up to what is not reached
        ("members", 100, 100, "100.0%"),
        ("membership_rate", 92.97, 93, "还差不到0.1个百分点"),
        ("membership_rate", 92.9, 93, "还差0.1个百分点"),
        ("membership_rate", 91, 93, "还差2.0个百分点"),
        ("membership_rate", 93.56, 94, "还差0.4个百分点"),  # 0.44; shown as 93.6
        ("membership_rate", 93.55, 94, "还差0.4个百分点"),  # 0.45, half way; shown as 93.6
        ("membership_rate", 93.65, 94, "还差0.3个百分点"),  # 0.35, half way; shown as 93.7
        ("membership_rate", 93.64, 94, "还差0.4个百分点"),  # 0.36; shown as 93.6
        ("membership_rate", 93, 93, "已达到"),
    ],
)
def test_progress_is_never_rounded_up(code: str, value: float, target: float, text: str) -> None:
    indicator = load_catalogue().indicators[code]
    assert describe_progress(figure(value), target, indicator, "zh") == text


def test_progress_of_a_lower_bound_is_one(store: Store) -> None:
    indicator = load_catalogue().indicators["members"]
    assert describe_progress(figure(97, "at_least"), 100, indicator, "zh") == "至少97.0%"
    assert describe_progress(figure(97, "at_least"), 100, indicator, "en") == "at least 97.0%"
    assert describe_progress(figure(75, "at_most"), 100, indicator, "zh") == "至多75.0%"
    assert describe_progress(figure(130, "at_most"), 100, indicator, "en") == "not settled yet"


def test_numbers_of_one_row_have_one_unit(
    make_small_store: Callable[..., Store], make_frame: Callable[..., pd.DataFrame]
) -> None:
    store = make_small_store(
        ("members", "610000", "2023", 9_000.0, "final"),
        ("members", "610000", "2024", 12_000.0, "final"),
    )
    other = make_frame(("model_workers", "610000", "2020", 1.0, "final"))
    targets = pd.DataFrame(
        [("members", "610000", 2023, 12_000.0, "annual")],
        columns=["indicator", "region_code", "year", "value", "kind"],
    )
    store.publish(Actor(), other, NewUpload(source="目标文件"), targets=targets)

    def rows(kind: str, year: int, since: int | None = None) -> tuple[tuple[str, ...], ...]:
        request = ChartRequest(kind, programme="membership", since=since)
        return make_table(select(store, year=year), request).rows

    assert ("工会会员人数", "0.90万人", "1.20万人", "75.0%") in rows("progress", 2023)
    shortfall = ("未达目标", "工会会员人数", "0.90万人，目标1.20万人：75.0%")
    assert shortfall in rows("shortfalls", 2023)
    assert ("工会会员人数", "0.90万人", "1.20万人", "+33.3%", "") in rows("totals", 2024, 2023)
