"""Decks read back with python-pptx: every number, gap, mark and note beside figures worked by hand.

Shaanxi's members: 西安 3,000,000 and 3,200,000 (provisional) in 2021 and 2023, nothing in 2022;
宝鸡 800,000, 810,000 and 825,500 (at least); 铜川 says in 2023 that it has not reported.
In Chinese the unit is 万人: 西安 has 300 and 320, 宝鸡 80, 81 and 82.55.
"""

import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pandas as pd
import pytest
import segno
from openpyxl import load_workbook
from PIL import Image
from pptx import Presentation
from pptx.chart.chart import Chart
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.presentation import Presentation as PresentationType
from pptx.shapes.group import GroupShape
from pptx.slide import Slide as PptxSlide

from dashboard.access import Actor
from dashboard.briefing.decks.deck import Deck, Slide
from dashboard.briefing.slides.images import find_chromium
from dashboard.briefing.slides.presentation import make_deck
from dashboard.catalogue import load_catalogue
from dashboard.charts.registry import KINDS
from dashboard.drawingml.data_sheet import CategorySheet
from dashboard.drawingml.text import Paint, choose_ink
from dashboard.presenters.charts import make_table
from dashboard.selection import ChartRequest, Selection
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

    def test_marks_flags_at_the_numbers_and_draws_them_hollow(self, store: Store) -> None:
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
        store.publish(Actor(), other, NewUpload(source="口径"), breaks=breaks)
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


class TestOtherKinds:
    def test_comparison_has_both_years_and_names_who_is_missing(self, store: Store) -> None:
        (slide,) = open_deck(show("compare", since=2022)).slides
        (chart,) = charts_of(slide)
        values = values_of(chart)
        assert values["2022"] == {"西安": None, "宝鸡": 81.0, "铜川": None}
        assert values["2023"] == {"西安": 320.0, "宝鸡": 82.55, "铜川": None}
        assert "2023 未报：铜川" in text_of(slide)
        assert "2022 未报：西安、铜川" in text_of(slide)
        assert chart._chartSpace.xpath("count(.//c:hiLowLines)") == 1

    def test_small_charts_have_the_same_axis_and_gaps(self, store: Store) -> None:
        (slide,) = open_deck(show("multiples")).slides
        charts = charts_of(slide)
        assert [values_of(c) for c in charts] == [
            {"西安": {"2021": 300.0, "2022": None, "2023": 320.0}},
            {"宝鸡": {"2021": 80.0, "2022": 81.0, "2023": 82.55}},
        ]
        assert {(c.value_axis.minimum_scale, c.value_axis.maximum_scale) for c in charts} == {
            (0.0, 400.0)
        }

    def test_stacked_bars_have_a_series_a_region_and_empty_cells(self, store: Store) -> None:
        (slide,) = open_deck(show("stacked")).slides
        (chart,) = charts_of(slide)
        assert chart.chart_type == XL_CHART_TYPE.BAR_STACKED
        # 2 of 11 cities have a number, in 2022 one: no year has a total.
        assert sheet_of(chart) == [
            (None, "西安", "宝鸡", "合计"),
            ("2021 †2/11", 300, 80, None),
            ("2022 †1/11", None, 81, None),
            ("2023 †2/11", 320, 82.55, None),
        ]
        fills = "c:spPr/a:solidFill/a:schemeClr/@val"
        found = [s._element.xpath(fills) for s in chart.plots[0].series]
        assert found == [["accent2"], ["accent4"], []]
        assert (
            "† 2022年：11个地区中1个有数（未报：西安、铜川、咸阳、渭南等（另有6个））"
            in text_of(slide)
        )

    def test_stacked_bars_have_their_total_where_all_have_reported(
        self, make_small_store: Callable[..., Store]
    ) -> None:
        # Ten cities of 10,000 and one of 50,000: 150,000; 2 to 6 and 7 to 11 are equal.
        cities = [r.code for r in load_catalogue().counted_children(SHAANXI)]
        values = [50_000.0, *[10_000.0] * 10]
        cells = [("members", c, "2023", v, "final") for c, v in zip(cities, values, strict=True)]
        make_small_store(*cells)
        (chart,) = charts_of(open_deck(show("stacked")).slides[0])
        assert sheet_of(chart) == [
            (None, "西安", "铜川", "宝鸡", "咸阳", "渭南", "其他地区（6个）", "合计"),
            ("2023", 5, 1, 1, 1, 1, 6, 15),
        ]
        # 5 and 6 of 15 are 33 and 40 per cent; into a segment of 7 no share fits, as on the page.
        assert label_formats(chart) == {
            "西安": ['"33%"'],
            **dict.fromkeys(("铜川", "宝鸡", "咸阳", "渭南"), []),
            "其他地区（6个）": ['"40%"'],
            "合计": ["#,##0.0"],
        }
        # White on the dark blue of 西安, dark on the light grey of the others.
        inks = "c:dLbls/c:dLbl//a:defRPr//a:schemeClr/@val"
        found = {s.name: s._element.xpath(inks) for s in chart.plots[0].series}
        assert (found["西安"], found["其他地区（6个）"]) == (["bg1"], ["tx1"])

    def test_bar_without_a_total_has_no_shares(self, store: Store) -> None:
        (chart,) = charts_of(open_deck(show("stacked")).slides[0])
        assert set(map(tuple, label_formats(chart).values())) == {()}

    @pytest.mark.parametrize(
        ("ground", "scheme", "ink"),
        [
            # Brightness: 0072B2 0.34, FFE699 0.90, each nearer to the other colour.
            (Paint("accent2"), {"accent2": "0072B2", "tx1": "222222", "bg1": "FFFFFF"}, "bg1"),
            (Paint("accent2"), {"accent2": "FFE699", "tx1": "222222", "bg1": "FFFFFF"}, "tx1"),
            # On a dark template the text is light and the ground dark.
            (Paint("accent2"), {"accent2": "FFE699", "tx1": "FFFFFF", "bg1": "101010"}, "bg1"),
            # A colour that the theme gives in another form counts as grey, here nearer to the ground.
            (Paint("accent2"), {"tx1": "000000", "bg1": "B0B0B0"}, "tx1"),
            # Made lighter by 0.6, black is 0.6 bright: dark text.
            (Paint("tx2", 0.6), {"tx2": "000000", "tx1": "000000", "bg1": "FFFFFF"}, "tx1"),
        ],
    )
    def test_share_stands_out_whatever_the_theme(
        self, ground: Paint, scheme: dict[str, str], ink: str
    ) -> None:
        assert choose_ink(ground, scheme).slot == ink

    def test_what_does_not_add_up_is_not_stacked(self, store: Store) -> None:
        (slide,) = open_deck(show("stacked", "membership_rate")).slides
        assert charts_of(slide) == []
        assert "该指标不能按地区相加" in text_of(slide)

    def test_position_has_a_point_for_each_region(self, store: Store) -> None:
        (slide,) = open_deck(show("position", city=BAOJI)).slides
        (chart,) = charts_of(slide)
        found = {
            s.name: [float(x) for x in s._element.xpath("c:xVal//c:v/text()")]
            for s in chart.plots[0].series
        }
        assert found == {"西安": [320.0], "宝鸡": [82.55]}

    def test_map_has_a_named_shape_for_each_region_and_counts_in_its_legend(
        self, make_small_store: Callable[..., Store]
    ) -> None:
        cover = {XIAN: 45_000.0, BAOJI: 30_000.0, "610600": 15_000.0}
        make_small_store(
            *(("insurance_cover_per_worker", c, "2023", v, "final") for c, v in cover.items())
        )
        drawn, legend = self.groups_of(show("map", "insurance_cover_per_worker"))
        words = self.words_of(drawn)
        assert len(words) == 11  # ten cities and 杨凌
        # The quintiles of 15,000, 30,000 and 45,000 are 15,000, 30,000, 30,000 and 45,000.
        assert words["西安"] == "4.50万元/人（45,000元/人）；分档：≥ 4.50"
        assert words["宝鸡"] == "3.00万元/人（30,000元/人）；分档：3.00 – 4.50"
        assert words["铜川"] == "未报"
        fill = {s.name: s._element.xpath("name(p:spPr/*[3])") for s in drawn.shapes}
        assert (fill["西安"], fill["铜川"]) == ("a:solidFill", "a:pattFill")
        assert "西安 circle" not in fill
        texts = [s.text_frame.text for s in legend.shapes if s.has_text_frame]
        assert "≥ 4.50 (1)" in texts and "无数据 (8)" in texts

    def test_map_of_a_count_has_circles_over_a_plain_ground(self, store: Store) -> None:
        drawn, legend = self.groups_of(show("map"))
        words = self.words_of(drawn)
        assert len(words) == 11
        assert words["西安"] == "320.0万人（3,200,000人）"
        assert words["宝鸡"] == "至少82.6万人（825,500人）"
        assert words["铜川"] == "未报"
        ground = {s.name: s._element.xpath("p:spPr/*[3]")[0].xml for s in drawn.shapes}
        assert "a:pattFill" in ground["铜川"]
        circles = {
            s.name: s
            for s in drawn.shapes
            if s.shape_type == MSO_SHAPE_TYPE.AUTO_SHAPE and s.name.endswith("circle")
        }
        assert set(circles) == {"西安 circle", "宝鸡 circle"}
        # 82.55 of 320 万人 is 0.258 of the area, 0.508 of the width.
        large, small = circles["西安 circle"], circles["宝鸡 circle"]
        assert small.width / large.width == pytest.approx(0.508, abs=0.001)
        assert large.width == large.height
        # A provisional number and a least one are not settled.
        assert all(c._element.xpath("p:spPr/a:noFill") for c in circles.values())
        texts = [s.text_frame.text for s in legend.shapes if s.has_text_frame]
        assert [t for t in texts if t] == ["200", "50", "10", "无数据 (9)"]
        (key,) = [s for s in legend.shapes if s.name == "200"]
        # 200 of 320 is 0.625 of the area.
        assert key.width / large.width == pytest.approx(0.7906, abs=0.001)
        assert key._element.xpath("p:spPr/a:solidFill")

    @staticmethod
    def groups_of(shown: Slide) -> list[GroupShape]:
        """The map and its legend."""
        (slide,) = open_deck(shown).slides
        return [s for s in slide.shapes if s.shape_type == MSO_SHAPE_TYPE.GROUP]

    @staticmethod
    def words_of(drawn: GroupShape) -> dict[str, str]:
        """The words of each region for who cannot see it."""
        return {
            s.name: s._element.xpath(".//p:cNvPr/@descr")[0]
            for s in drawn.shapes
            if s.shape_type == MSO_SHAPE_TYPE.FREEFORM
        }

    def test_table_of_eighteen_rows_takes_two_slides_with_numbers_at_the_right(
        self, opening_store: Store
    ) -> None:
        request = ChartRequest("totals")
        table = make_table(Selection("zh", SHAANXI, 2023, opening_store.version), request)
        assert len(table.rows) == 18
        slides = open_deck(Slide(request, SHAANXI, 2023)).slides
        tables = [s.table for slide in slides for s in slide.shapes if s.has_table]
        cells = [[[c.text for c in row.cells] for row in t.rows] for t in tables]
        assert [len(rows) for rows in cells] == [10, 10]
        assert [tuple(row) for rows in cells for row in rows[1:]] == list(table.rows)
        second = tables[0].cell(1, 1)._tc.xpath(".//a:pPr/@algn")
        assert second == ["r"]

    def test_coverage_is_a_table_of_coloured_cells(self, store: Store) -> None:
        (slide,) = open_deck(Slide(ChartRequest("coverage"), SHAANXI, 2023)).slides
        grid = next(s.table for s in slide.shapes if s.has_table)
        rows = {r.cells[0].text: [c.text for c in r.cells][1:] for r in grid.rows}
        assert rows[""] == ["2021", "2022", "2023"]
        assert rows["宝鸡"] == ["1", "1", "2"]
        assert rows["西安"] == ["1", "–", "2"]

    @pytest.mark.parametrize("kind", ["trend", "compare", "multiples", "stacked"])
    def test_without_figures_the_slide_says_so(self, store: Store, kind: str) -> None:
        (slide,) = open_deck(show(kind, "model_workers")).slides
        assert charts_of(slide) == []
        assert "所选范围没有数据" in text_of(slide)

    def test_ranking_of_a_count_has_its_per_capita_reading_beside_the_bars(
        self, make_small_store: Callable[..., Store]
    ) -> None:
        make_small_store(
            ("service_stations", XIAN, "2023", 30.0, "final"),
            ("members", XIAN, "2023", 200_000.0, "final"),
            ("service_stations", TONGCHUAN, "2023", 12.0, "final"),
            ("members", TONGCHUAN, "2023", 40_000.0, "final"),
            ("service_stations", BAOJI, "2023", 5.0, "final"),
        )
        (slide,) = open_deck(show("ranking", "service_stations")).slides
        (column,) = [s for s in slide.shapes if s.shape_type == MSO_SHAPE_TYPE.GROUP]
        texts = {s.name: s.text_frame.text for s in column.shapes}
        # 30 of 20 times 10,000 members, 12 of 4 times; of 宝鸡 no members are known.
        assert texts == {"西安": "1.50", "铜川": "3.00", "per head": "每万名工会会员（个）"}
        tops = {s.name: s.top for s in column.shapes}
        assert tops["per head"] < tops["西安"] < tops["铜川"]
        frame = next(s for s in slide.shapes if s.has_chart)
        assert all(s.left + s.width <= frame.left + frame.width for s in column.shapes)
        (slide,) = open_deck(show("ranking", "members")).slides
        assert not [s for s in slide.shapes if s.shape_type == MSO_SHAPE_TYPE.GROUP]

    def test_ranking_without_figures_names_everybody_and_has_no_number(self, store: Store) -> None:
        (slide,) = open_deck(show("ranking", "model_workers")).slides
        (values,) = values_of(charts_of(slide)[0]).values()
        assert len(values) == 11
        assert set(values.values()) == {None}

    @pytest.mark.skipif(find_chromium() is None, reason="Chromium is not installed")
    def test_kind_without_a_native_form_is_a_picture_and_says_so(
        self, store: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        without = replace(KINDS["position"], plan_slides=None)
        monkeypatch.setitem(KINDS, "position", without)
        (slide,) = open_deck(show("position", city=BAOJI)).slides
        pictures = [s for s in slide.shapes if s.shape_type == MSO_SHAPE_TYPE.PICTURE]
        assert sorted(p.image.size for p in pictures)[-1] == (3840, 2160)
        assert "来源：县报表" in text_of(slide)
        assert "此图为图片" in slide.notes_slide.notes_text_frame.text


class TestSlide:
    def test_has_headline_sentence_source_version_and_date(self, store: Store) -> None:
        slide = Slide(ChartRequest("ranking", "members"), SHAANXI, 2023, "西安最多", "见下图。")
        (made,) = open_deck(slide).slides
        assert made.shapes.title.text_frame.text == "西安最多"
        text = text_of(made)
        assert "见下图。" in text
        assert "来源：县报表" in text
        assert "数据版本 1 · " in text
        assert "演示数据" not in text

    def test_notes_hold_definition_coverage_and_the_frozen_address(self, store: Store) -> None:
        (made,) = open_deck(show("ranking")).slides
        lines = made.notes_slide.notes_text_frame.text.split("\n")
        definition = load_catalogue().indicators["members"].definition_zh
        assert f"工会会员人数：{definition}" in lines
        assert "2023年有数据的地区：2/11个" in lines
        assert lines[-1] == (
            "http://localhost:8501/indicator?lang=zh&region=610000&year=2023"
            "&view=ranking&indicator=members&version=1"
        )

    def test_qr_code_is_of_the_frozen_address_and_links_to_it(self, store: Store) -> None:
        (made,) = open_deck(show("ranking")).slides
        address = made.notes_slide.notes_text_frame.text.split("\n")[-1]
        (picture,) = [s for s in made.shapes if s.shape_type == MSO_SHAPE_TYPE.PICTURE]
        assert picture.click_action.hyperlink.address == address
        pixels = Image.open(BytesIO(picture.image.blob)).convert("L")
        code = segno.make(address, error="l", micro=False)
        side = code.symbol_size(border=0)[0]
        seen = [
            [pixels.getpixel(((2 + x) * 4 + 1, (2 + y) * 4 + 1)) < 128 for x in range(side)]
            for y in range(side)
        ]
        assert seen == [[bool(module) for module in row] for row in code.matrix]

    def test_every_text_names_an_east_asian_font(self, store: Store) -> None:
        deck = open_deck(show("trend", regions=(XIAN,)), show("map"), show("ranking"))
        theme = deck.slide_master.part.part_related_by(RT.THEME).blob.decode()
        assert theme.count('<a:ea typeface="Microsoft YaHei"/>') == 2
        for slide in deck.slides:
            runs = slide._element.xpath(".//a:r/a:rPr")
            assert runs and all(r.xpath("a:ea/@typeface") for r in runs)
            for chart in charts_of(slide):
                properties = chart._chartSpace.xpath(".//a:defRPr | .//a:rPr")
                assert properties and all(p.xpath("a:ea/@typeface") for p in properties)

    def test_demonstration_figures_have_their_watermark(self, opening_store: Store) -> None:
        (made,) = open_deck(show("ranking")).slides
        assert "演示数据\nDemonstration data" in text_of(made)

    def test_long_titles_are_made_smaller_and_kept_whole(self, store: Store) -> None:
        long = "二〇二三年全省工会会员人数稳步增长，西安居首位，宝鸡次之，铜川尚未报送" * 3
        slide = Slide(ChartRequest("ranking", "members"), SHAANXI, 2023, long)
        (made,) = open_deck(slide).slides
        (run,) = made.shapes.title.text_frame.paragraphs[0].runs
        assert run.text == long
        # 12.33 inches hold 888 points: at 16 points, 105 characters take two lines of 55.
        assert 12 <= run.font.size.pt < 26

    def test_plot_begins_below_a_chart_title_of_two_lines(self, opening_store: Store) -> None:
        request = ChartRequest("ranking", "employees_unionised_units")
        (made,) = open_deck(Slide(request, SHAANXI, 2023), lang="en").slides
        (frame,) = [s for s in made.shapes if s.has_chart]
        title = frame.chart.chart_title.text_frame.text
        # At 12 points some 5.7 points a letter: more than four fifths of the chart's 888 points.
        assert 888 * 0.8 < len(title) * 5.7 < 888
        (y,) = frame.chart._chartSpace.xpath("c:chart/c:plotArea/c:layout/c:manualLayout/c:y/@val")
        assert float(y) * frame.height / 12700 > 2 * 12

    def test_formulas_typed_by_a_writer_stay_text(self, store: Store) -> None:
        title = '=HYPERLINK("http://a.example","x")'
        slide = Slide(ChartRequest("ranking", "members"), SHAANXI, 2023, title, "=1+1")
        (made,) = open_deck(slide).slides
        assert made.shapes.title.text_frame.text == title
        sheet = CategorySheet()
        sheet.categories = ["=1+1", "+2", "-3", "@a", "http://a.example"]
        sheet.add_series(title, [1, 2, 3, 4, None])
        with zipfile.ZipFile(BytesIO(sheet._workbook_writer.xlsx_blob)) as archive:
            cells = archive.read("xl/worksheets/sheet1.xml").decode()
            assert "<f>" not in cells
            assert "hyperlink" not in cells.lower()

    def test_deck_of_a_frozen_version_shows_the_figures_of_then(
        self, store: Store, make_frame: Callable[..., pd.DataFrame]
    ) -> None:
        later = make_frame(("members", XIAN, "2023", 3_300_000.0, "final"))
        store.publish(Actor(), later, NewUpload(source="更正"))
        deck = Deck("", "zh", (show("ranking"),), version=1)
        (chart,) = charts_of(Presentation(BytesIO(make_deck(deck))).slides[0])
        (values,) = values_of(chart).values()
        assert values["西安"] == 320.0

    def test_says_how_far_it_is_and_begins_with_a_cover(self, store: Store) -> None:
        seen: list[tuple[int, int]] = []
        slides = (show("ranking"), show("trend"))
        content = make_deck(Deck("简报", "zh", slides), progress=lambda *done: seen.append(done))
        assert seen == [(1, 2), (2, 2)]
        cover = Presentation(BytesIO(content)).slides[0]
        assert cover.shapes.title.text_frame.text == "简报"

    def test_twenty_slides_stay_under_a_megabyte(self, opening_store: Store) -> None:
        slides = [show(k) for k in ("trend", "ranking", "map", "compare", "multiples")] * 4
        content = make_deck(Deck("", "zh", tuple(slides)))
        assert len(content) < 1_000_000
