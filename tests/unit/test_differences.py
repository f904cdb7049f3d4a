"""Why a chart differs from an earlier version: each reason in words, worked by hand."""

from collections.abc import Callable

import pandas as pd
import pytest

from dashboard.access import Actor
from dashboard.briefing.checks.differences import Difference, explain_differences
from dashboard.selection import ChartRequest, Selection
from dashboard.store import NewUpload, Store

RANKING = ChartRequest("ranking", "members")


@pytest.fixture
def store(make_small_store: Callable[..., Store], make_frame: Callable[..., pd.DataFrame]) -> Store:
    """Version 1: 西安 400, 宝鸡 300. 2: 西安 revised to 450. 3: 咸阳 new. 4: upload 2 withdrawn."""
    store = make_small_store(
        ("members", "610100", "2024", 400.0, "final"),
        ("members", "610300", "2024", 300.0, "final"),
    )
    store.publish(
        Actor(), make_frame(("members", "610100", "2024", 450.0, "final")), NewUpload(source="更正")
    )
    store.publish(
        Actor(), make_frame(("members", "610400", "2024", 200.0, "final")), NewUpload(source="补报")
    )
    store.undo(Actor("李四"), 2, note="")
    return store


def select(version: int, newest: int = 4, **changes: object) -> Selection:
    values = {"lang": "zh", "region": "610000", "year": 2024, "version": version}
    return Selection(**values | {"newest": newest} | changes)


def test_revised_and_newly_reported_figures_name_their_upload(store: Store) -> None:
    found = explain_differences(select(3), RANKING, first=1)
    assert [d for d in found if d.region != "陕西省"] == [
        Difference("工会会员人数", "西安市", 2024, "400人", "450人", "由第2次上报修订"),
        Difference("工会会员人数", "咸阳市", 2024, "未报", "200人", "由第3次上报新报"),
    ]


def test_withdrawn_figure_names_both_uploads(store: Store) -> None:
    found = explain_differences(select(4), RANKING, first=3)
    assert found == (
        Difference("工会会员人数", "西安市", 2024, "450人", "400人", "第4次操作撤回了第2次上报"),
    )


def test_figure_of_which_only_a_flag_differs_says_so(
    make_small_store: Callable[..., Store], make_frame: Callable[..., pd.DataFrame]
) -> None:
    cell = ("members", "610100", "2024", 400.0)
    small = make_small_store((*cell, "provisional"))
    small.publish(Actor(), make_frame((*cell, "final")), NewUpload(source="定案"))
    found = explain_differences(select(2, newest=2), RANKING, first=1)
    assert [d for d in found if d.region == "西安市"] == [
        Difference("工会会员人数", "西安市", 2024, "400人（初步数）", "400人", "由第2次上报修订"),
    ]


def test_what_came_and_went_in_between_is_no_difference(store: Store) -> None:
    regions = {d.region for d in explain_differences(select(4), RANKING, first=1)}
    assert "西安市" not in regions
    assert "咸阳市" in regions


def test_composition_differs_in_every_year_that_it_shows(store: Store) -> None:
    whole = explain_differences(select(3), ChartRequest("stacked", "members"), first=1)
    assert {d.region for d in whole} >= {"西安市", "咸阳市"}
    other = ChartRequest("stacked", "members", years=(2022, 2023))
    assert explain_differences(select(3), other, first=1) == ()
    later = select(3, year=2025)
    assert explain_differences(later, ChartRequest("stacked", "members"), first=1) == whole


def test_sum_names_the_regions_behind_it(
    make_small_store: Callable[..., Store], make_frame: Callable[..., pd.DataFrame]
) -> None:
    # 铜川 has 4 counties: 王益, 印台, 耀州, 宜君. Three of four are above the limit of 50 %.
    counties = ("610202", "610203", "610204")
    store = make_small_store(*(("members", c, "2024", 10.0, "final") for c in counties))
    store.publish(
        Actor(), make_frame(("members", "610202", "2024", 15.0, "final")), NewUpload(source="更正")
    )
    request = ChartRequest("trend", "members", regions=("610200",))
    (found,) = explain_differences(select(2, 2), request, first=1)
    assert (found.before, found.now) == ("30人", "35人")
    assert found.reason == "第2次上报变动了其中的地区（王益）"


def test_redefined_series_is_a_reason(
    store: Store, make_frame: Callable[..., pd.DataFrame]
) -> None:
    breaks = pd.DataFrame(
        [("members", "", 2024, "改为按月统计", "counted by month")],
        columns=["indicator", "region_code", "year", "reason_zh", "reason_en"],
    )
    frame = make_frame(("model_workers", "610100", "2024", 1.0, "final"))
    store.publish(Actor(), frame, NewUpload(source="口径通知"), breaks=breaks)
    found = explain_differences(select(5, 5), RANKING, first=4)
    assert [d.reason for d in found] == ["自2024年起口径调整：改为按月统计"]


def test_other_years_and_indicators_do_not_matter(
    store: Store, make_frame: Callable[..., pd.DataFrame]
) -> None:
    frame = make_frame(
        ("members", "610100", "2020", 1.0, "final"),
        ("model_workers", "610100", "2024", 1.0, "final"),
    )
    store.publish(Actor(), frame, NewUpload(source="其他"))
    assert explain_differences(select(5, 5), RANKING, first=4) == ()
