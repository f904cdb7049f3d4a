"""Sentences and headlines: expected texts are written by hand from hand-made figures."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

from dashboard.access import Actor
from dashboard.catalogue import load_catalogue
from dashboard.charts.registry import KINDS
from dashboard.charts.sentences import make_headline, make_sentence
from dashboard.i18n import LANGUAGES, Lang
from dashboard.narrative.sentences import HEADLINE_LENGTH
from dashboard.presenters.charts import find_chart, make_table
from dashboard.seed_data import open_seeded_store
from dashboard.selection import ChartRequest, Selection
from dashboard.store import NewUpload, Store

SHAANXI, XIAN, TONGCHUAN, BAOJI = "610000", "610100", "610200", "610300"
CITIES = [r.code for r in load_catalogue().counted_children(SHAANXI)]
FLOW, STOCK, RATE, MONEY = (
    "sanitation_workers_served",
    "members",
    "union_coverage_rate_25",
    "cooling_funds",
)
STATIONS = "service_stations"


def select(store: Store, lang: Lang, *, region: str = SHAANXI, year: int = 2025) -> Selection:
    return Selection(lang, region, year, store.version)


def say(store: Store, kind: str, indicator: str, lang: Lang = "zh", **more: object) -> str:
    place = {k: more.pop(k) for k in ("region", "year") if k in more}
    return make_sentence(select(store, lang, **place), ChartRequest(kind, indicator, **more))


def head(store: Store, kind: str, indicator: str, lang: Lang = "zh", **more: object) -> str:
    place = {k: more.pop(k) for k in ("region", "year") if k in more}
    return make_headline(select(store, lang, **place), ChartRequest(kind, indicator, **more))


def own(indicator: str, values: dict[str, float], status: str = "final") -> list[tuple]:
    """Shaanxi's own figures by period."""
    return [(indicator, SHAANXI, period, value, status) for period, value in values.items()]


def by_city(indicator: str, values: list[float | None], year: str = "2025") -> list[tuple]:
    """Figures of the cities in their order; None: not reported."""
    return [
        (indicator, city, year, value, "final")
        for city, value in zip(CITIES, values, strict=False)
        if value is not None
    ]


@pytest.fixture
def issue_store(make_small_store: Callable[..., Store]) -> Store:
    """123,000 after 118,000 (+4.2 %); Xi'an 31,000, Tongchuan silent, nine cities of 10,000."""
    cities = by_city(FLOW, [31_000, None, *[10_000] * 8, 2_000])
    return make_small_store(*own(FLOW, {"2024": 118_000, "2025": 123_000}), *cities)


def test_ranking_says_level_change_leader_laggard_and_who_is_missing(issue_store: Store) -> None:
    # 31,000 of 123,000 is 25.2 %.
    assert say(issue_store, "ranking", FLOW) == (
        "2025年，全省服务环卫工人共12.3万人次，比上年增长4.2%；"
        "11个地区中西安最多（3.10万人次，占全省25.2%），杨凌最少（0.20万人次）；铜川未报。"
    )
    assert say(issue_store, "ranking", FLOW, "en") == (
        "In 2025, sanitation workers served in Shaanxi came to 123.0 thousand person-times, "
        "up 4.2% from the year before; of 11 regions, Xi'an has the most (31.0 thousand "
        "person-times, 25.2% of the Shaanxi total) and Yangling has the fewest (2.00 thousand "
        "person-times); not reported: Tongchuan."
    )
    assert say(issue_store, "map", FLOW) == say(issue_store, "ranking", FLOW)


def test_ranking_says_who_is_first_per_head_where_that_is_another(
    make_small_store: Callable[..., Store],
) -> None:
    # 30 of 20 times 10,000 members, 12 of 4 times and 5 of 5 times: 1.5, 3 and 1.
    store = make_small_store(
        *by_city(STATIONS, [30, 12, 5]), *by_city(STOCK, [200_000, 40_000, 50_000])
    )
    clause = "按每万名工会会员计，铜川居首（3.00个）"
    assert f"；{clause}；" in say(store, "ranking", STATIONS)
    text = say(store, "ranking", STATIONS, "en")
    assert "; per 10,000 union members, Tongchuan is first (3.00 stations); " in text
    assert "居首" not in say(store, "map", STATIONS)


def test_ranking_of_money_says_who_has_the_most_per_head(
    make_small_store: Callable[..., Store],
) -> None:
    # 800,000 yuan for 200,000 members are 4 each, 200,000 for 40,000 are 5.
    store = make_small_store(
        *by_city(MONEY, [800_000, 200_000]), *by_city(STOCK, [200_000, 40_000])
    )
    assert "按工会会员人均计，铜川居首（5.00元）" in say(store, "ranking", MONEY)
    text = say(store, "ranking", MONEY, "en")
    assert "per head of union members, Tongchuan is first (5.00 yuan)" in text


@pytest.mark.parametrize(
    "members",
    [
        [100_000, 40_000, 50_000],  # 3, 3 and 1: two share the first place
        [50_000, 40_000, 50_000],  # 6, 3 and 1: the one with the most
        [200_000, 40_000, None],  # one is unknown and may be first
        [200_000, 40_000, 19],  # one is too small to be read against
    ],
    ids=["joint", "same", "unknown", "small"],
)
def test_ranking_does_not_say_who_is_first_per_head_where_it_says_nothing_new_or_is_open(
    make_small_store: Callable[..., Store], members: list[float | None]
) -> None:
    store = make_small_store(*by_city(STATIONS, [30, 12, 5]), *by_city(STOCK, members))
    assert "居首" not in say(store, "ranking", STATIONS)


def test_headline_of_a_map_counts_the_regions_above_the_whole(
    make_small_store: Callable[..., Store],
) -> None:
    # 95.0, 92.0 and 90.1 lie above 90.0; 90.04 is written 90.0 as well.
    store = make_small_store(
        *own(RATE, {"2025": 90.0}), *by_city(RATE, [95.0, 92.0, 90.04, 90.1, 85.0])
    )
    assert head(store, "map", RATE) == "25人以上法人单位建会率：有数据的5个地区中3个高于全省"


def test_headline_of_a_map_gives_the_rate_of_the_whole_where_there_is_room(
    make_small_store: Callable[..., Store],
) -> None:
    rate = "membership_rate"
    store = make_small_store(*own(rate, {"2025": 90.0}), *by_city(rate, [95.0] * 4 + [85.0] * 7))
    assert head(store, "map", rate) == "职工入会率：11个地区中4个高于全省（90.0%）"
    assert head(store, "map", rate, "en") == (
        "Membership rate: 4 of 11 regions above Shaanxi (90.0%)"
    )


def test_headline_of_a_map_tells_the_three_largest_together(
    make_small_store: Callable[..., Store],
) -> None:
    # 40 + 20 + 10 of 100 are 70 %; the others have 3.75 each.
    cities = by_city(FLOW, [40_000, 3_750, 20_000, 10_000, *[3_750] * 7])
    store = make_small_store(*own(FLOW, {"2025": 100_000}), *cities)
    assert head(store, "map", FLOW) == "服务环卫工人：西安、宝鸡、咸阳合计占全省70%"
    assert head(store, "map", FLOW, "en") == (
        "Sanitation workers served: Xi'an, Baoji and Xianyang 70% of Shaanxi"
    )


@pytest.mark.parametrize(
    "cities",
    [
        [31_000, None, *[10_000] * 8, 2_000],  # eight share the second place
        [40_000, 20_000, 10_000, 5_000, 4_000],  # three of five would say little
    ],
)
def test_headline_of_a_map_is_that_of_the_ranking_where_it_has_none_of_its_own(
    make_small_store: Callable[..., Store], cities: list[float | None]
) -> None:
    store = make_small_store(*own(FLOW, {"2025": 123_000}), *by_city(FLOW, cities))
    assert head(store, "map", FLOW) == head(store, "ranking", FLOW)


def test_headline_states_the_finding(issue_store: Store) -> None:
    assert head(issue_store, "ranking", FLOW) == "西安服务环卫工人最多，占全省25%"
    assert head(issue_store, "ranking", FLOW, "en") == (
        "Sanitation workers served: Xi'an has the most, 25% of Shaanxi"
    )


def test_missing_last_year_gives_no_growth(make_small_store: Callable[..., Store]) -> None:
    store = make_small_store(*own(FLOW, {"2023": 100_000, "2025": 123_000}))
    assert say(store, "trend", FLOW, regions=(SHAANXI,)) == (
        "2025年，全省服务环卫工人共12.3万人次，比2023年增长23.0%，2024年无数据可比。"
    )
    assert say(store, "ranking", FLOW, "en") == (
        "In 2025, sanitation workers served in Shaanxi came to 123.0 thousand person-times, "
        "no figure for 2024 to compare with; not reported: 11 regions, among them Xi'an, "
        "Tongchuan and Baoji."
    )


def test_real_figures_are_not_compared_with_demonstration_figures(
    own_opening_store: Store, make_frame: Callable[..., pd.DataFrame]
) -> None:
    # The yearbooks' figures end in 2008, demonstration begins in 2015.
    every = say(own_opening_store, "trend", STOCK, regions=(SHAANXI,), years=(2000, 2025))
    assert "比2015年增长" in every
    assert "2000年" not in every and "2008年" not in every
    published = make_frame((STOCK, SHAANXI, "2025", 900e4, "final"))
    own_opening_store.publish(Actor("李四"), published, NewUpload(source="省报表"))
    # (900.0 - 279.0) / 279.0 = 222.6 %: both real. The demonstration's target is not told.
    assert say(own_opening_store, "trend", STOCK, regions=(SHAANXI,)) == (
        "【演示数据】2025年，全省工会会员有900.0万人，比2000年增长222.6%，"
        "其中一数含演示数据，不与2024年比较。"
    )


def test_sums_that_are_partly_real_are_not_compared_with_demonstration_sums(
    empty_store: Store,
    make_frame: Callable[..., pd.DataFrame],
    use_database: Callable[[Path], Store],
) -> None:
    for kind, frame in (
        ("demonstration", [by_city(FLOW, [100] * 11, year) for year in ("2023", "2024", "2025")]),
        ("figures", [by_city(FLOW, [200], "2025")]),
    ):
        rows = [row for rows in frame for row in rows]
        empty_store.publish(Actor(), make_frame(*rows), NewUpload(source="市报表", kind=kind))
    empty_store.close()
    store = use_database(empty_store.path)
    # 200 of 西安's own and 1,000 invented after 1,100 invented are no growth of 9.1 %.
    assert say(store, "trend", FLOW, regions=(SHAANXI,)) == (
        "【演示数据】2025年，全省服务环卫工人共1,200人次，其中一数含演示数据，不与2024年比较。"
    )
    assert "1,100人次，与上年持平" in say(store, "ranking", FLOW, year=2024)
    # The ten cities that are invented in both years are compared with themselves.
    compared = say(store, "compare", FLOW, since=2024)
    assert "11个地区中10个持平、1个不可比" in compared


def test_real_figures_have_no_share_in_a_demonstration_total_nor_a_gap_to_another_region(
    empty_store: Store,
    make_frame: Callable[..., pd.DataFrame],
    use_database: Callable[[Path], Store],
) -> None:
    """西安's 200 are real, and in 2026 铜川's 50; all else, 100 of each city, is invented."""
    for kind, frame in (
        ("demonstration", [by_city(FLOW, [100] * 11, year) for year in ("2024", "2025", "2026")]),
        ("figures", [by_city(FLOW, [200], "2025"), by_city(FLOW, [200, 50], "2026")]),
    ):
        rows = [row for rows in frame for row in rows]
        empty_store.publish(Actor(), make_frame(*rows), NewUpload(source="市报表", kind=kind))
    empty_store.close()
    store = use_database(empty_store.path)
    # Neither 200 of 1,200 (16.7 %) nor invented 100 less than 200.
    for kind in ("ranking", "stacked"):
        assert "西安最多（200人次），" in say(store, kind, FLOW)
        assert head(store, kind, FLOW) == "【演示】西安服务环卫工人最多（200人次）"
    for city in (XIAN, TONGCHUAN):
        assert "占全省" not in say(store, "position", FLOW, city=city)
        assert "%" not in say(store, "position", FLOW, "en", city=city).partition(";")[2]
    assert "比西安少" not in say(store, "position", FLOW, city=TONGCHUAN)
    # Both real: 150 less. Both invented: 100 of 1,100 are 9.1 %.
    assert "比西安少150人次" in say(store, "position", FLOW, city=TONGCHUAN, year=2026)
    assert "占全省9.1%" in say(store, "position", FLOW, city=TONGCHUAN, year=2024)


def test_real_rates_are_not_held_against_those_of_demonstration_data(
    empty_store: Store,
    make_frame: Callable[..., pd.DataFrame],
    use_database: Callable[[Path], Store],
) -> None:
    invented = [*own(RATE, {"2024": 92.0, "2025": 92.0}), *by_city(RATE, [90.0, 95.0], "2024")]
    for kind, cells in (
        ("demonstration", [*invented, *by_city(RATE, [90.0, 95.0])]),
        ("figures", by_city(RATE, [91.0])),
    ):
        empty_store.publish(Actor(), make_frame(*cells), NewUpload(source="市报表", kind=kind))
    empty_store.close()
    store = use_database(empty_store.path)
    assert "百分点" not in say(store, "position", RATE, city=XIAN)
    # Both invented: 90 beside 92 and 95.
    invented = say(store, "position", RATE, city=XIAN, year=2024)
    assert "比铜川低5.0个百分点" in invented and "比全省水平低2.0个百分点" in invented


def test_zero_base_gives_no_growth(make_small_store: Callable[..., Store]) -> None:
    store = make_small_store(*own(FLOW, {"2024": 0, "2025": 500}))
    assert say(store, "trend", FLOW, regions=(SHAANXI,)) == (
        "2025年，全省服务环卫工人共500人次，2024年为零，不计增幅。"
    )
    assert say(store, "trend", FLOW, "en", regions=(SHAANXI,)) == (
        "In 2025, sanitation workers served in Shaanxi came to 500 person-times, "
        "no growth in per cent out of zero in 2024."
    )


def test_decline_of_a_stock(make_small_store: Callable[..., Store]) -> None:
    # 80 after 100 is 20 % less; against 2020 (160) half. 2022 (200) lies above both ends.
    store = make_small_store(
        *own(STOCK, {"2020": 160e4, "2022": 200e4, "2024": 100e4, "2025": 80e4})
    )
    assert say(store, "trend", STOCK, regions=(SHAANXI,)) == (
        "2025年，全省工会会员有80.0万人，比上年下降20.0%，比2020年下降50.0%；"
        "2022年最高（200.0万人）。"
    )
    assert say(store, "trend", STOCK, "en", regions=(SHAANXI,)) == (
        "In 2025, union members in Shaanxi totalled 0.80 million persons, down 20.0% from the "
        "year before, down 50.0% from 2020; highest in 2022 (2.00 million persons)."
    )
    assert head(store, "trend", STOCK, regions=(SHAANXI,)) == (
        "全省工会会员80.0万人，比2020年下降50.0%"
    )


def test_unchanged_is_said_as_such(make_small_store: Callable[..., Store]) -> None:
    store = make_small_store(
        *own(STOCK, {"2024": 10_000, "2025": 10_000}), *own(FLOW, {"2024": 1e5, "2025": 100_010})
    )
    assert say(store, "trend", STOCK, regions=(SHAANXI,)).endswith("，与上年持平。")
    assert say(store, "trend", FLOW, regions=(SHAANXI,)).endswith("，比上年增长不到0.1%。")


def test_ties_are_named_up_to_three_and_counted_beyond(
    make_small_store: Callable[..., Store],
) -> None:
    store = make_small_store(
        *by_city(STOCK, [900, 900, 500, 500, 500, 500, 500, 500, 500, 500, 500])
    )
    # Their sum, 6,300, stands in for the province: all eleven have reported.
    assert say(store, "ranking", STOCK) == (
        "2025年，全省工会会员有6,300人，2024年无数据可比；"
        "11个地区中西安、铜川并列最多（900人），9个地区并列最少（500人）。"
    )
    assert "Xi'an and Tongchuan share the most (900 persons each)" in say(
        store, "ranking", STOCK, "en"
    )
    assert head(store, "ranking", STOCK) == "西安、铜川工会会员并列最多（900人）"


def test_composition_tells_the_largest_share_and_its_change(
    make_small_store: Callable[..., Store],
) -> None:
    """30 of 120 are 25 %; the year before 20 of 100 were 20 %. In 2026 only one has reported."""
    store = make_small_store(
        *by_city(FLOW, [20, *[8] * 10], "2024"),
        *by_city(FLOW, [30, *[9] * 10], "2025"),
        *by_city(FLOW, [40], "2026"),
    )
    assert say(store, "stacked", FLOW, year=2026) == (
        "2025年，全省服务环卫工人共120人次，比上年增长20.0%；"
        "11个地区中西安最多（30人次，占全省25.0%，比上年提高5.0个百分点），"
        "10个地区并列最少（9人次）。"
    )
    assert head(store, "stacked", FLOW, "en") == (
        "Sanitation workers served: Xi'an has the most, 25% of Shaanxi"
    )
    only = ChartRequest("stacked", FLOW, years=(2026, 2026))
    assert find_chart(only).find_facts(select(store, "zh"), only).share_pct is None


def test_headline_of_a_composition_has_the_change_of_the_share_where_there_is_room(
    make_small_store: Callable[..., Store],
) -> None:
    """20 % and 25 %, as above."""
    cells = by_city(STOCK, [20, *[8] * 10], "2024") + by_city(STOCK, [30, *[9] * 10])
    store = make_small_store(*cells)
    assert head(store, "stacked", STOCK) == "西安工会会员占全省25%，比2024年提高5.0个百分点"
    # In English that would be 71 characters.
    assert head(store, "stacked", STOCK, "en") == (
        "Union members: Xi'an has the most, 25% of Shaanxi"
    )


def test_composition_gives_no_share_of_a_total_that_is_not_the_sum(issue_store: Store) -> None:
    """Tongchuan is silent, so no share; with it the parts are 121,000 + 4,000, not 123,000."""
    request = ChartRequest("stacked", FLOW)
    facts = find_chart(request).find_facts(select(issue_store, "zh"), request)
    assert (facts.share_pct, facts.tells_level) == (None, False)
    assert head(issue_store, "stacked", FLOW) == "西安服务环卫工人最多（3.10万人次）"
    assert "123" not in say(issue_store, "stacked", FLOW, "en")


def test_single_city_has_no_ranking_clause(make_small_store: Callable[..., Store]) -> None:
    store = make_small_store(
        (STOCK, "610102", "2024", 1000, "final"), (STOCK, "610102", "2025", 1100, "final")
    )
    assert say(store, "trend", STOCK, region="610102", regions=("610102",)) == (
        "2025年，新城工会会员有1,100人，比上年增长10.0%。"
    )
    assert say(store, "ranking", STOCK, region="610102") == (
        "2025年，新城工会会员有1,100人，比上年增长10.0%。"
    )


def test_rate_changes_by_percentage_points(make_small_store: Callable[..., Store]) -> None:
    # 93.1 after 92.6 is half a point, and not the 0.5 per cent of 92.6.
    store = make_small_store(
        *own(RATE, {"2024": 92.6, "2025": 93.1}), *by_city(RATE, [95.0, 90.0, 92.0])
    )
    assert say(store, "ranking", RATE) == (
        "2025年，全省25人以上法人单位建会率为93.1%，比上年提高0.5个百分点；"
        "有数据的3个地区中西安最高（95.0%），铜川最低（90.0%）；咸阳、渭南、延安等8个地区未报。"
    )
    assert "was 93.1%, up 0.5 percentage points from the year before" in say(
        store, "ranking", RATE, "en"
    )
    assert head(store, "ranking", RATE) == "全省25人以上法人单位建会率升至93.1%，西安最高"
    assert say(store, "position", RATE, city=TONGCHUAN) == (
        "2025年，铜川25人以上法人单位建会率为90.0%，2024年无数据可比；"
        "在有数据的3个地区中居第3位，比西安低5.0个百分点，比全省水平低3.1个百分点。"
    )


def test_money_is_counted_in_yuan(make_small_store: Callable[..., Store]) -> None:
    store = make_small_store(
        *own(MONEY, {"2024": 1.5e8, "2025": 1.2e8}), *by_city(MONEY, [6e7, 1e7])
    )
    # The bars are in 万元, and so is the total above them.
    assert say(store, "ranking", MONEY).startswith(
        "2025年，全省送清凉投入资金共12,000万元，比上年下降20.0%；"
        "有数据的2个地区中西安最多（6,000万元，占全省50.0%），铜川最少（1,000万元）；"
    )
    assert say(store, "position", MONEY, city=TONGCHUAN).endswith(
        "在有数据的2个地区中由高到低居第2位，比西安少5,000万元，占全省8.3%。"
    )


def publish_break(store: Store, make_frame: Callable, indicator: str, year: int) -> None:
    broken = pd.DataFrame(
        [(indicator, "", year, "统计口径调整", "redefined")],
        columns=["indicator", "region_code", "year", "reason_zh", "reason_en"],
    )
    frame = make_frame((indicator, TONGCHUAN, "2019", 5, "final"))
    store.publish(Actor(), frame, NewUpload(source="口径说明"), breaks=broken)


def test_break_in_the_series_stops_every_comparison(
    make_small_store: Callable[..., Store], make_frame: Callable
) -> None:
    store = make_small_store(*own(FLOW, {"2020": 50_000, "2024": 118_000, "2025": 60_000}))
    publish_break(store, make_frame, FLOW, 2025)
    assert say(store, "trend", FLOW, regions=(SHAANXI,)) == (
        "2025年，全省服务环卫工人共6.00万人次，2025年口径调整，不与上年比较。"
    )
    assert say(store, "trend", FLOW, "en", regions=(SHAANXI,)) == (
        "In 2025, sanitation workers served in Shaanxi came to 60.0 thousand person-times, "
        "the series was redefined in 2025, so it is not compared with the year before."
    )
    assert say(store, "compare", FLOW, since=2020) == (
        "2025年，全省服务环卫工人共6.00万人次，2025年口径调整，不与2020年比较。"
    )


def test_break_before_shortens_the_span(
    make_small_store: Callable[..., Store], make_frame: Callable
) -> None:
    values = {"2020": 50_000, "2022": 10_000, "2024": 11_000, "2025": 12_000}
    store = make_small_store(*own(FLOW, values))
    publish_break(store, make_frame, FLOW, 2022)
    # 12,000 after 11,000 is 9.1 %; after the 10,000 of the first year since the break 20 %.
    assert say(store, "trend", FLOW, regions=(SHAANXI,)) == (
        "2025年，全省服务环卫工人共1.20万人次，比上年增长9.1%，比2022年增长20.0%；"
        "2022年口径调整，与此前年份不可比。"
    )


def test_demonstration_figures_are_marked_first(
    empty_store: Store, make_frame: Callable, set_database: Callable
) -> None:
    frame = make_frame(*own(STOCK, {"2024": 1000, "2025": 1100}))
    empty_store.publish(Actor(), frame, NewUpload(source="演示", kind="demonstration"))
    path = empty_store.path
    empty_store.close()
    set_database(path)
    store = open_seeded_store()
    assert say(store, "trend", STOCK, regions=(SHAANXI,)) == (
        "【演示数据】2025年，全省工会会员有1,100人，比上年增长10.0%。"
    )
    assert say(store, "trend", STOCK, "en", regions=(SHAANXI,)).startswith(
        "[Demonstration data] In 2025, union members"
    )
    assert head(store, "trend", STOCK, regions=(SHAANXI,)).startswith("【演示】")


def test_flags_travel_with_the_numbers(make_small_store: Callable[..., Store]) -> None:
    store = make_small_store(
        (FLOW, SHAANXI, "2024", 100_000, "final"),
        (FLOW, SHAANXI, "2025", 120_000, "at_least"),
        (FLOW, XIAN, "2025", 52_000, "estimate"),
        (FLOW, TONGCHUAN, "2025", 31_000, "provisional"),
        (FLOW, BAOJI, "2025", None, "confidential"),
        (FLOW, "610400", "2025", 3_000, "at_least"),
    )
    # A bound has no growth and no shares, and what may still grow is not called the least.
    assert say(store, "ranking", FLOW) == (
        "2025年，全省服务环卫工人共至少12.0万人次，含“至少”数，不与2024年比较；"
        "数字完整的2个地区中西安最多（约5.20万人次），铜川最少（3.10万人次，初步数）；"
        "渭南、延安、汉中等7个地区未报，宝鸡数据保密。"
    )
    assert say(store, "position", FLOW, city=TONGCHUAN) == (
        "2025年，铜川服务环卫工人共3.10万人次（初步数），2024年无数据可比；"
        "在数字完整的2个地区中居第2位，比西安少2.10万人次。"
    )


def test_a_place_where_less_is_better_is_counted_from_the_smallest(
    make_small_store: Callable[..., Store],
) -> None:
    # 宝鸡's 20 households lie between 铜川's 10 and 西安's 50; the table counts the same way.
    code = "hardship_workers"
    store = make_small_store(*by_city(code, [50, 10, 20]))
    place = {"city": BAOJI, "year": 2025}
    assert "在有数据的3个地区中由低到高居第2位，比西安少30户" in say(
        store, "position", code, **place
    )
    assert "2nd smallest of the 3 regions with a figure, 30 households fewer than Xi'an" in say(
        store, "position", code, "en", **place
    )
    assert "; smallest of the 3 regions" in say(
        store, "position", code, "en", city=TONGCHUAN, year=2025
    )
    table = make_table(
        select(store, "zh"), ChartRequest("totals", programme="assistance", city=BAOJI)
    )
    assert table.rows[0][3] == "2/3（由低到高，共11个）"


def test_partial_coverage_is_said_with_its_counts(make_small_store: Callable[..., Store]) -> None:
    nine = [10_000, 20_000, *[5_000] * 7]
    store = make_small_store(*by_city(FLOW, nine), *by_city(FLOW, [*nine, 5_000], "2024"))
    # 10,000 + 20,000 + 35,000; last year a tenth city had reported.
    assert say(store, "ranking", FLOW).startswith(
        "2025年，全省服务环卫工人共6.50万人次（9/11个地区合计，约占92%），与上年持平（可比口径，9/11个地区）；"
        "11个地区中铜川最多（2.00万人次），7个地区并列最少（0.50万人次）；商洛、杨凌未报。"
    )
    assert (
        "came to 65.0 thousand person-times (sum of 9 of 11 regions, about 92% of the whole), "
        "unchanged from the year before (like for like, 9 of 11 regions)"
    ) in say(store, "ranking", FLOW, "en")


def test_withheld_confidential_and_unreported_levels_say_so(
    make_small_store: Callable[..., Store],
) -> None:
    store = make_small_store(
        *by_city(FLOW, [10_000, 20_000]),
        (STOCK, SHAANXI, "2025", None, "confidential"),
        (MONEY, SHAANXI, "2025", None, "not_reported"),
    )
    assert say(store, "trend", FLOW, regions=(SHAANXI,)) == (
        "2025年，全省服务环卫工人报送不足，暂不公布。"
    )
    assert say(store, "trend", STOCK, regions=(SHAANXI,)) == (
        "2025年，全省工会会员保密，不予公布。"
    )
    assert say(store, "trend", MONEY, "en", regions=(SHAANXI,)) == (
        "In 2025, no figure for summer heat-relief funds in Shaanxi was reported."
    )


def test_part_of_a_year_is_named_and_not_compared(make_small_store: Callable[..., Store]) -> None:
    quarters = {f"2025-Q{n}": 10_000 for n in (1, 2, 3)}
    store = make_small_store(
        *own(FLOW, {"2024": 40_000, **quarters}), *own(STOCK, {"2025-09": 5_000})
    )
    assert say(store, "trend", FLOW, regions=(SHAANXI,)) == (
        "2025年前三季度，全省服务环卫工人共3.00万人次，非全年数，不与2024年比较。"
    )
    assert say(store, "trend", STOCK, regions=(SHAANXI,)).startswith(
        "截至2025年9月末，全省工会会员有5,000人"
    )
    assert say(store, "trend", STOCK, "en", regions=(SHAANXI,)).startswith(
        "At the end of September 2025, union members in Shaanxi totalled 5,000 persons"
    )


def test_part_of_a_year_is_compared_with_the_same_part(
    make_small_store: Callable[..., Store],
) -> None:
    # 30,000 after 27,000, of 40,000 in the whole of 2024.
    before = {"2024-Q1": 9_000, "2024-Q2": 9_000, "2024-Q3": 9_000, "2024-Q4": 13_000}
    quarters = {f"2025-Q{n}": 10_000 for n in (1, 2, 3)}
    store = make_small_store(*own(FLOW, {**before, **quarters}))
    assert say(store, "trend", FLOW, regions=(SHAANXI,)) == (
        "2025年前三季度，全省服务环卫工人共3.00万人次，比上年同期增长11.1%。"
    )
    assert say(store, "trend", FLOW, "en", regions=(SHAANXI,)) == (
        "In the first three quarters of 2025, sanitation workers served in Shaanxi came to "
        "30.0 thousand person-times, up 11.1% from the same period of the year before."
    )


def test_two_years_compared_count_rises_and_falls(make_small_store: Callable[..., Store]) -> None:
    store = make_small_store(
        *own(FLOW, {"2020": 100_000, "2025": 123_000}),
        *by_city(FLOW, [10_000, 20_000, 30_000, 40_000], "2020"),
        *by_city(FLOW, [14_000, 19_000, 30_000, None, 7_000], "2025"),
    )
    assert say(store, "compare", FLOW, since=2020) == (
        "2025年，全省服务环卫工人共12.3万人次，比2020年增长23.0%；"
        "5个地区中1个上升、1个下降、1个持平、2个不可比，"
        "升幅最大的是西安（40.0%），降幅最大的是铜川（5.0%）。"
    )
    assert head(store, "compare", FLOW, since=2020) == "全省服务环卫工人比2020年增长23.0%"


def test_several_lines_name_what_they_are_of(make_small_store: Callable[..., Store]) -> None:
    store = make_small_store(
        *by_city(FLOW, [10_000, 20_000, 5_000], "2020"), *by_city(FLOW, [14_000, 30_000, 5_500])
    )
    assert say(store, "trend", FLOW, regions=(XIAN, TONGCHUAN)) == (
        "2025年服务环卫工人：所列2个地区中铜川最多（3.00万人次），西安最少（1.40万人次）；"
        "与2020年相比，2个地区均上升，升幅最大的是铜川（50.0%）。"
    )


def test_target_progress_follows_the_level(
    make_small_store: Callable[..., Store], make_frame: Callable
) -> None:
    store = make_small_store(*own(FLOW, {"2024": 100_000, "2025": 120_000}))
    target = pd.DataFrame(
        [(FLOW, SHAANXI, 2025, 150_000.0, "annual")],
        columns=["indicator", "region_code", "year", "value", "kind"],
    )
    frame = make_frame((FLOW, TONGCHUAN, "2019", 5, "final"))
    store.publish(Actor(), frame, NewUpload(source="计划"), targets=target)
    assert say(store, "trend", FLOW, regions=(SHAANXI,)) == (
        "2025年，全省服务环卫工人共12.0万人次，比上年增长20.0%；目标15.0万人次，完成80%。"
    )


def test_coverage_says_who_has_reported_how_much(make_small_store: Callable[..., Store]) -> None:
    store = make_small_store(
        *by_city(FLOW, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]), *by_city(STOCK, [1] * 9)
    )
    assert say(store, "coverage", "") == (
        "2025年，11个地区中10个已报送；西安、铜川、宝鸡等9个地区报齐2项指标；"
        "商洛报送最少（1/2项）；杨凌未报。"
    )
    assert head(store, "coverage", "") == "2025年11个地区中10个已报送，杨凌未报"


def test_coverage_says_so_where_all_have_reported(make_small_store: Callable[..., Store]) -> None:
    store = make_small_store(*by_city(FLOW, [1] * 11), *by_city(STOCK, [1] * 10))
    assert say(store, "coverage", "") == (
        "2025年，11个地区均已报送；西安、铜川、宝鸡等10个地区报齐2项指标；杨凌报送最少（1/2项）。"
    )
    assert head(store, "coverage", "") == "2025年11个地区均已报送"
    assert say(store, "coverage", "", "en").startswith("In 2025, all 11 regions have reported; ")
    assert head(store, "coverage", "", "en") == "All 11 regions have reported for 2025"


def test_coverage_of_one_region_does_not_speak_of_all(
    make_small_store: Callable[..., Store],
) -> None:
    # 杨凌区 is the only region in 杨凌示范区.
    store = make_small_store((FLOW, "610403", "2025", 1, "final"))
    assert say(store, "coverage", "", region="SN-YL").startswith("2025年，1个地区中1个已报送")
    assert head(store, "coverage", "", region="SN-YL") == "2025年1个地区中1个已报送"


@pytest.fixture(scope="module")
def every_request() -> list[ChartRequest]:
    """Each kind of chart of each headline indicator, with the choices that pages offer."""
    requests = [
        ChartRequest(k, city=c)
        for k in ("coverage", "totals", "progress", "shortfalls")
        for c in ("", XIAN)
    ]
    for indicator in (i.code for i in load_catalogue().headlines):
        requests += [ChartRequest(k, indicator) for k in ("trend", "ranking", "map", "multiples")]
        requests += [ChartRequest("trend", indicator, regions=(r,)) for r in (SHAANXI, XIAN)]
        requests += [ChartRequest("compare", indicator, since=y) for y in (2019, 2024)]
        requests += [ChartRequest("stacked", indicator, years=y) for y in (None, (2016, 2019))]
        requests += [ChartRequest("position", indicator, city=c) for c in (XIAN, "SN-YL")]
    assert {r.kind for r in requests} == {*KINDS}
    return requests


GROWTH = re.compile(r"比\S{2,5}(增长|下降|提高|降低)|\b(up|down) [\d.,]+(%| percentage)")


@pytest.fixture
def every_selection(opening_store: Store) -> Iterator[Selection]:
    regions = [SHAANXI, "100000", *CITIES]
    return iter(
        [
            select(opening_store, lang, region=region, year=year)
            for lang in LANGUAGES
            for region in regions
            for year in (2015, 2019, 2023, 2025)
        ]
    )


def test_no_chart_breaks_a_sentence(
    every_selection: Iterator[Selection], every_request: list[ChartRequest]
) -> None:
    wrong, too_long = [], []
    for selection in every_selection:
        for request in every_request:
            sentence, headline = (
                make_sentence(selection, request),
                make_headline(selection, request),
            )
            if (
                re.search(r"\bnan\b|None|[{}]|，，|；；|；。|-0\.0", sentence + headline)
                or not headline
            ):
                wrong.append((selection, request, sentence, headline))
            if len(headline) > HEADLINE_LENGTH[selection.lang]:
                too_long.append(headline)
            if request.indicator and GROWTH.search(sentence):
                facts = find_chart(request).find_facts(selection, request)
                if facts.change.value is None and facts.span is None:
                    wrong.append((selection, request, sentence, "growth"))
    assert wrong == []
    assert too_long == []


def test_sentence_tells_in_the_unit_of_its_chart(make_small_store: Callable[..., Store]) -> None:
    # 西咸 stands beside the cities and in no sum: its 1.2万 is drawn all the same.
    store = make_small_store(
        (STOCK, "610100", "2025", 9_000, "final"),
        (STOCK, "610300", "2025", 4_000, "final"),
        (STOCK, "SN-XX", "2025", 12_000, "final"),
    )
    assert "西安最多（0.90万人" in say(store, "ranking", STOCK)


def test_gap_is_never_nothing_where_there_is_one(make_small_store: Callable[..., Store]) -> None:
    # 90.04 of 90.0 in the province; 95.0 and 94.97 in two cities.
    store = make_small_store(*own(RATE, {"2025": 90.0}), *by_city(RATE, [95.0, 94.97, 90.04, 90.0]))
    second = say(store, "position", RATE, city=TONGCHUAN)
    assert "比西安低不到0.1个百分点" in second
    third = say(store, "position", RATE, "en", city=BAOJI)
    assert "less than 0.1 percentage points above Shaanxi as a whole" in third
    assert "与全省水平持平" in say(store, "position", RATE, city=CITIES[3])
