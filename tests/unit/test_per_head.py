"""The per-capita reading beside a ranking of what adds up.

西安 has 30 stations and 200,000 members, 铜川 12 and 40,000: 1.5 and 3 of them per 10,000 members.
"""

import datetime
import math

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.catalogue import load_catalogue
from dashboard.charts.ranking.figure import make_ranking, plan_ranking
from dashboard.charts.ranking.per_head import PerHead, make_per_head
from dashboard.figures import Figure, FigureIndex, read_per_head
from dashboard.graphics.frame import Caption
from dashboard.i18n import Lang

CATALOGUE = load_catalogue()
STATIONS, FUNDS = CATALOGUE.indicators["service_stations"], CATALOGUE.indicators["cooling_funds"]
SHAANXI, XIAN, TONGCHUAN, BAOJI = "610000", "610100", "610200", "610300"
CAPTION = Caption("题", "", "", 1, datetime.date(2025, 3, 1))


def figure(
    value: float, flags: str = "", status: str = "final", demonstration: bool = False
) -> Figure:
    return Figure(value, status, flags, "own", math.nan, math.nan, "", "2023", demonstration)


NOTHING = figure(math.nan, status="confidential")


def make_index(code: str = "service_stations") -> FigureIndex:
    return {
        code: {r: {2023: figure(v)} for r, v in ((XIAN, 30.0), (TONGCHUAN, 12.0), (BAOJI, 5.0))},
        "members": {XIAN: {2023: figure(200_000.0)}, TONGCHUAN: {2023: figure(40_000.0)}},
    }


def reading(lang: Lang = "zh") -> PerHead | None:
    regions = (XIAN, TONGCHUAN, BAOJI)
    return make_per_head(make_index(), STATIONS, regions, 2023, least=20, lang=lang)


def draw(per_head: PerHead | None, lang: Lang = "zh") -> go.Figure:
    frame = pd.DataFrame(
        {"region_code": [XIAN, TONGCHUAN, BAOJI], "year": 2023, "value": [30.0, 12.0, 5.0]}
    )
    return make_ranking(
        frame, STATIONS, lang=lang, caption=CAPTION, parent=SHAANXI, reference_value=47.0,
        per_head=per_head,
    )  # fmt: skip


def column_of(drawn: go.Figure) -> list[tuple[str, float]]:
    return [(a.text, a.y) for a in drawn.layout.annotations if a.name == "per head"]


def test_count_is_told_per_ten_thousand_and_money_per_head() -> None:
    found = read_per_head(figure(30.0), figure(200_000.0), STATIONS, least=20)
    assert found is not None and found.value == 1.5
    found = read_per_head(figure(500_000.0), figure(200_000.0), FUNDS, least=20)
    assert found is not None and found.value == 2.5


@pytest.mark.parametrize(
    ("count", "size"),
    [
        (None, figure(40.0)),
        (figure(4.0), None),
        (NOTHING, figure(40.0)),
        (figure(4.0), NOTHING),
        (figure(4.0, "at_least"), figure(40.0)),
        (figure(4.0), figure(40.0, "partial_coverage")),
        (figure(4.0, "partial_year"), figure(40.0)),
        (figure(4.0), figure(40.0, demonstration=True)),
        (figure(4.0)._replace(is_mixed=True), figure(40.0)),
        (figure(4.0), figure(19.0)),
        (figure(4.0), figure(0.0)),
    ],
)
def test_no_reading_of_what_is_unsettled_withheld_of_another_kind_or_small(
    count: Figure | None, size: Figure | None
) -> None:
    assert read_per_head(count, size, STATIONS, least=20) is None


def test_smallest_size_is_enough_and_zero_is_never() -> None:
    found = read_per_head(figure(4.0), figure(20.0), STATIONS, least=20)
    assert found is not None and found.value == 2000.0
    assert read_per_head(figure(4.0), figure(0.0), STATIONS, least=0) is None


def test_reading_bears_the_flags_of_both_figures_once() -> None:
    count, size = figure(4.0, "provisional"), figure(40.0, "estimate,provisional")
    found = read_per_head(count, size, STATIONS, least=20)
    assert found is not None and found.quality_flags == "provisional,estimate"


@pytest.mark.parametrize(
    ("lang", "title", "hover"),
    [
        ("zh", "每万名工会会员（个）", "每万名工会会员（个）：1.50"),
        ("en", "stations per 10,000 union members", "stations per 10,000 union members: 1.50"),
    ],
)
def test_column_stands_beside_the_bars_of_those_who_have_it(
    lang: Lang, title: str, hover: str
) -> None:
    drawn = draw(reading(lang), lang)
    # 宝鸡 has no number of members: an empty place.
    assert column_of(drawn) == [("1.50", 0), ("3.00", 1), (title, 1)]
    texts = drawn.data[0].hovertext
    assert texts[0].endswith(hover) and "10,000" not in texts[2] and "每万" not in texts[2]
    assert drawn.layout.margin.r > draw(None, lang).layout.margin.r


def test_amount_is_told_in_yuan_per_head() -> None:
    found = make_per_head(make_index("cooling_funds"), FUNDS, [XIAN], 2023, least=20, lang="zh")
    assert found is not None and found.title == "平均每名工会会员（元）"
    # 30 yuan for 200,000 members: 0.00015, which is not written as nothing.
    assert found.label(XIAN, "zh") == "0.0002"


def test_no_column_without_a_size_or_without_any_number() -> None:
    assert column_of(draw(None)) == []
    assert make_per_head(make_index(), STATIONS, [BAOJI], 2023, least=20, lang="zh") is None
    assert make_per_head(make_index(), STATIONS, [XIAN], 2022, least=20, lang="zh") is None
    unions = CATALOGUE.indicators["grassroots_unions"]
    assert unions.size == ""
    assert make_per_head(make_index(unions.code), unions, [XIAN], 2023, least=20, lang="zh") is None


def test_marks_of_the_size_are_explained_at_the_foot() -> None:
    index = make_index()
    index["members"][XIAN][2023] = figure(200_000.0, "provisional")
    found = make_per_head(index, STATIONS, [XIAN, TONGCHUAN], 2023, least=20, lang="zh")
    assert found is not None and found.label(XIAN, "zh") == "1.50*"
    frame = pd.DataFrame({"region_code": [XIAN, TONGCHUAN], "year": 2023, "value": [30.0, 12.0]})
    plan = plan_ranking(
        frame, STATIONS, lang="zh", caption=CAPTION, parent=SHAANXI, per_head=found
    )  # fmt: skip
    assert plan is not None
    assert plan.notes_of([XIAN], "zh").notes == ("* 初步数",)
    assert plan.notes_of([TONGCHUAN], "zh").notes == ()


def test_sizes_of_the_catalogue_are_stocks_of_persons() -> None:
    sizes = {i.size for i in CATALOGUE.indicators.values() if i.size}
    assert sizes == {"members", "women_members", "employees_unionised_units"}
    assert {CATALOGUE.indicators[s].unit_zh for s in sizes} == {"人"}
