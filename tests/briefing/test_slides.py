"""Decks read back with python-pptx: every number, gap, mark and note beside figures worked by hand.

Shaanxi's members: 西安 3,000,000 and 3,200,000 (provisional) in 2021 and 2023, nothing in 2022;
宝鸡 800,000, 810,000 and 825,500 (at least); 铜川 says in 2023 that it has not reported.
In Chinese the unit is 万人: 西安 has 300 and 320, 宝鸡 80, 81 and 82.55.
"""

from collections.abc import Callable
from io import BytesIO

import pandas as pd
import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pptx.chart.chart import Chart
from pptx.presentation import Presentation as PresentationType
from pptx.slide import Slide as PptxSlide

from dashboard.briefing.deck import Deck, Slide
from dashboard.briefing.slides import make_deck
from dashboard.chart_request import ChartRequest
from dashboard.store import NewUpload, Store

SHAANXI, XIAN, TONGCHUAN, BAOJI = "610000", "610100", "610200", "610300"
CELLS = (
    ("members", XIAN, "2021", 3_000_000.0, "final"),
    ("members", XIAN, "2023", 3_200_000.0, "provisional"),
    ("members", BAOJI, "2021", 800_000.0, "final"),
    ("members", BAOJI, "2022", 810_000.0, "final"),
    ("members", BAOJI, "2023", 825_500.0, "at_least"),
    ("members", TONGCHUAN, "2023", None, "not_reported"),
    ("membership_rate", SHAANXI, "2023", 70.25, "final"),
    ("membership_rate", XIAN, "2023", 72.5, "final"),
    ("membership_rate", BAOJI, "2023", 68.0, "final"),
)


@pytest.fixture
def store(make_small_store: Callable[..., Store]) -> Store:
    return make_small_store(*CELLS)


def open_deck(*slides: Slide, lang: str = "zh", **options: object) -> PresentationType:
    return Presentation(BytesIO(make_deck(Deck("", lang, slides), **options)))


def show(kind: str, indicator: str = "members", **entries: object) -> Slide:
    return Slide(ChartRequest(kind, indicator, **entries), SHAANXI, 2023)


def charts_of(slide: PptxSlide) -> list[Chart]:
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def values_of(chart: Chart) -> dict[str, dict[str, float | None]]:
    """Series → category → number in the chart itself."""
    plot = chart.plots[0]
    return {s.name: dict(zip(plot.categories, s.values, strict=True)) for s in plot.series}


def sheet_of(chart: Chart) -> list[tuple[object, ...]]:
    """The rows of the data sheet inside a chart."""
    blob = chart.part.chart_workbook.xlsx_part.blob
    return list(load_workbook(BytesIO(blob)).active.iter_rows(values_only=True))


def text_of(slide: PptxSlide) -> str:
    return "\n".join(s.text_frame.text for s in slide.shapes if s.has_text_frame)


def label_formats(chart: Chart) -> dict[str, list[str]]:
    """Series → formats of the labels of single points."""
    path = "c:dLbls/c:dLbl/c:numFmt/@formatCode"
    return {s.name: [str(f) for f in s._element.xpath(path)] for s in chart.plots[0].series}


class TestTrend:
    def test_holds_every_number_in_full_and_gaps_as_empty_cells(self, store: Store) -> None:
        (slide,) = open_deck(show("trend", regions=(XIAN, BAOJI))).slides
        (chart,) = charts_of(slide)
        assert values_of(chart) == {
            "西安": {"2021": 300.0, "2022": None, "2023": 320.0},
            "宝鸡": {"2021": 80.0, "2022": 81.0, "2023": 82.55},
        }
        assert sheet_of(chart) == [
            (None, "西安", "宝鸡"),
            ("2021", 300, 80),
            ("2022", None, 81),
            ("2023", 320, 82.55),
        ]
        assert chart._chartSpace.xpath("c:chart/c:dispBlanksAs/@val") == ["gap"]

    def test_marks_doubts_at_the_numbers_and_draws_them_hollow(self, store: Store) -> None:
        (slide,) = open_deck(show("trend", regions=(XIAN, BAOJI))).slides
        (chart,) = charts_of(slide)
        assert label_formats(chart) == {"西安": ['#,##0.0"*"'], "宝鸡": ['"≥"#,##0.0']}
        hollow = "c:dPt[c:marker/c:spPr/a:solidFill/a:schemeClr/@val='bg1']/c:idx/@val"
        assert [s._element.xpath(hollow) for s in chart.plots[0].series] == [["2"], ["2"]]
        assert "≥ 至少；* 初步数" in text_of(slide)

    def test_line_is_cut_at_a_break(
        self, store: Store, make_frame: Callable[..., pd.DataFrame]
    ) -> None:
        columns = ["indicator", "region_code", "year", "reason_zh", "reason_en"]
        breaks = pd.DataFrame([("members", "", 2022, "口径调整", "redefined")], columns=columns)
        other = make_frame(("model_workers", SHAANXI, "2020", 1.0, "final"))
        store.publish(other, NewUpload(source="口径"), breaks=breaks)
        (slide,) = open_deck(show("trend", regions=(BAOJI,))).slides
        (chart,) = charts_of(slide)
        assert list(values_of(chart)["宝鸡"].items()) == [
            ("2021", 80.0),
            ("┆", None),
            ("2022", 81.0),
            ("2023", 82.55),
        ]


class TestRanking:
    def test_orders_the_numbers_and_leaves_the_missing_without_one(self, store: Store) -> None:
        (slide,) = open_deck(show("ranking")).slides
        (chart,) = charts_of(slide)
        (values,) = values_of(chart).values()
        assert list(values.items())[:2] == [("西安", 320.0), ("宝鸡", 82.55)]
        assert values["铜川（未报）"] is None
        assert 0 not in values.values()
        assert "未报：铜川" in text_of(slide)

    def test_rate_has_the_province_as_a_bar_and_the_chosen_city_in_the_accent(
        self, store: Store
    ) -> None:
        (slide,) = open_deck(show("ranking", "membership_rate", city=BAOJI)).slides
        (chart,) = charts_of(slide)
        (values,) = values_of(chart).values()
        assert list(values.items())[:3] == [("西安", 72.5), ("陕西", 70.25), ("宝鸡", 68.0)]
        path = "c:dPt[c:spPr//a:schemeClr/@val='accent1']/c:idx/@val"
        assert chart.plots[0].series[0]._element.xpath(path) == ["2"]
