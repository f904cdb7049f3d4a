"""Charts: what is drawn, what is left out, and what stands at the foot."""

import datetime
import itertools
import json
import math
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.catalogue import load_catalogue
from dashboard.charts.compare.figure import make_compare, plan_compare
from dashboard.charts.coverage.figure import make_coverage
from dashboard.charts.kinds import ChartKind
from dashboard.charts.map.figure import Classes, make_classes, make_map, plan_map
from dashboard.charts.map.shapes import load_shapes, place_tiles
from dashboard.charts.multiples.figure import make_multiples, plan_multiples
from dashboard.charts.position.figure import make_position
from dashboard.charts.ranking.figure import make_ranking, plan_ranking
from dashboard.charts.registry import KINDS
from dashboard.charts.stacked.figure import make_stacked
from dashboard.charts.trend.figure import make_trend
from dashboard.formats import Scale
from dashboard.graphics import theme
from dashboard.graphics.alt import make_alt
from dashboard.graphics.frame import Caption, Paper, foot_lines, make_ticks, spread_labels
from dashboard.graphics.points import collect_notes, format_label
from dashboard.graphics.sparkline import make_sparkline
from dashboard.i18n import LANGUAGES, load_messages

RATE = load_catalogue().indicators["membership_rate"]
COUNT = load_catalogue().indicators["members"]
XIAN, TONGCHUAN, BAOJI, YANGLING, SHAANXI = "610100", "610200", "610300", "SN-YL", "610000"
CAPTION = Caption(
    title="职工入会率", subtitle="", source="", version=12, date=datetime.date(2025, 3, 1)
)
COLUMNS = (
    "region_code",
    "year",
    "value",
    "status",
    "quality_flags",
    "source",
    "note_zh",
    "note_en",
)


def make_frame(*rows: tuple) -> pd.DataFrame:
    """A figures frame of (region, year, value, status, quality flags); source and notes are filled in."""
    full = [(*row, "final", "")[:3] + (*row[3:], "final", "")[:2] for row in rows]
    full = [(c, y, v, s, d, "年报", "", "") for c, y, v, s, d in full]
    frame = pd.DataFrame(full, columns=list(COLUMNS))
    frame["is_demonstration"] = False
    return frame.astype({"value": "float64", "year": "int64"})


YEARS = make_frame(
    (XIAN, 2019, 60.0),
    (XIAN, 2020, 62.0),
    (XIAN, 2022, 66.0, "final", "provisional"),
    (TONGCHUAN, 2019, 70.0),
    (TONGCHUAN, 2020, 71.0),
    (TONGCHUAN, 2021, 72.0),
    (SHAANXI, 2019, 64.0),
    (SHAANXI, 2022, 68.0),
)
ONE_YEAR = make_frame(
    (XIAN, 2022, 66.0, "final", "provisional"),
    (TONGCHUAN, 2022, 72.0),
    (BAOJI, 2022, None, "confidential"),
)
COVERAGE = pd.DataFrame(
    {
        "region_code": [XIAN, XIAN, TONGCHUAN],
        "year": [2020, 2022, 2021],
        "reported_count": [80.0, 10.0, 0.0],
        "expected_count": [80.0, 80.0, 80.0],
    }
)


def trend(lang: str = "zh", caption: Caption = CAPTION, **more: object) -> go.Figure:
    settings = {"regions": [XIAN, TONGCHUAN], "reference": SHAANXI, **more}
    return make_trend(YEARS, RATE, lang=lang, caption=caption, **settings)


def ranking(lang: str = "zh", caption: Caption = CAPTION, **more: object) -> go.Figure:
    settings = {"parent": SHAANXI, "reference_value": 68.0, "highlight": XIAN, **more}
    return make_ranking(ONE_YEAR, RATE, lang=lang, caption=caption, **settings)


def region_map(lang: str = "zh", caption: Caption = CAPTION, parent: str = SHAANXI) -> go.Figure:
    return make_map(
        ONE_YEAR,
        RATE,
        lang=lang,
        caption=caption,
        parent=parent,
        shapes=load_shapes(parent),
        key=Classes((65.0, 70.0)),
    )


def dumbbell(lang: str = "zh", caption: Caption = CAPTION) -> go.Figure:
    return make_compare(YEARS, RATE, years=(2019, 2022), lang=lang, caption=caption)


def multiples(lang: str = "zh", caption: Caption = CAPTION) -> go.Figure:
    return make_multiples(
        YEARS,
        RATE,
        regions=[XIAN, TONGCHUAN, BAOJI],
        lang=lang,
        caption=caption,
        reference=SHAANXI,
        breaks=[(2020, "口径")],
    )


def stacked(lang: str = "zh", caption: Caption = CAPTION) -> go.Figure:
    return make_stacked(YEARS, COUNT, parent=SHAANXI, lang=lang, caption=caption)


def strip(lang: str = "zh", caption: Caption = CAPTION) -> go.Figure:
    return make_position(ONE_YEAR, RATE, highlight=XIAN, lang=lang, caption=caption)


def coverage(lang: str = "zh", caption: Caption = CAPTION) -> go.Figure:
    return make_coverage(COVERAGE, lang=lang, caption=caption)


def full_trend(lang: str = "zh", caption: Caption = CAPTION) -> go.Figure:
    return trend(lang, caption, targets=[(2021, 70.0), (2023, 75.0)], breaks=[(2020, "口径")])


def full_ranking(lang: str = "zh", caption: Caption = CAPTION) -> go.Figure:
    return ranking(lang, caption, targets={XIAN: 70.0})


def country_map(lang: str = "zh", caption: Caption = CAPTION) -> go.Figure:
    return region_map(lang, caption, "100000")


CHARTS = (
    full_trend,
    full_ranking,
    region_map,
    country_map,
    dumbbell,
    multiples,
    stacked,
    strip,
    coverage,
)
each_chart = pytest.mark.parametrize("chart", CHARTS, ids=lambda f: f.__name__)
each_language = pytest.mark.parametrize("lang", LANGUAGES)


def named(figure: go.Figure, name: str) -> list[str]:
    """Texts of the annotations of that name."""
    found = figure.to_dict()["layout"]["annotations"]
    return [a["text"] for a in found if a.get("name") == name]


def texts(figure: go.Figure) -> str:
    return " ".join(a["text"] for a in figure.to_dict()["layout"]["annotations"])


def line_of(figure: go.Figure, colour: str) -> dict:
    lines = [t for t in figure.to_dict()["data"] if t.get("line", {}).get("color") == colour]
    assert len(lines) == 1
    return lines[0]


@each_language
@each_chart
def test_chart_has_only_valid_properties_and_no_geo_trace(chart: Callable, lang: str) -> None:
    figure = chart(lang)
    checked = go.Figure(figure.to_dict())
    assert len(checked.data) == len(figure.to_dict()["data"]) > 0
    assert {t["type"] for t in figure.to_dict()["data"]} <= {"scatter", "bar", "heatmap"}
    assert "geo" not in figure.to_dict()["layout"]


@each_chart
def test_foot_names_version_and_date_and_plot_background_is_clear(chart: Callable) -> None:
    figure = chart("zh")
    (foot,) = named(figure, "foot")
    assert "数据版本 12" in foot
    assert "2025年3月1日" in foot
    layout = figure.to_dict()["layout"]
    assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == "rgba(0,0,0,0)"
    assert "color" not in layout["font"]


@pytest.mark.parametrize(
    "chart", [c for c in CHARTS if c not in (coverage, country_map)], ids=lambda f: f.__name__
)
def test_foot_names_the_source_of_the_rows_drawn(chart: Callable) -> None:
    assert "来源：年报" in named(chart("zh"), "foot")[0]


@each_chart
def test_watermark_stands_on_demonstration_data_only(chart: Callable) -> None:
    demonstration = Caption("题", "", "", 12, datetime.date(2025, 3, 1), demonstration=True)
    (mark,) = named(chart("zh", demonstration), "watermark")
    assert "演示数据" in mark and "Demonstration data" in mark
    assert named(chart("zh"), "watermark") == []


def test_demonstration_rows_bring_the_watermark_by_themselves() -> None:
    frame = YEARS.assign(is_demonstration=True)
    figure = make_trend(frame, RATE, regions=[XIAN], lang="zh", caption=CAPTION)
    assert len(named(figure, "watermark")) == 1


@each_chart
def test_no_text_is_rotated_and_there_is_one_value_axis(chart: Callable) -> None:
    layout = chart("zh").to_dict()["layout"]
    assert all(not a.get("textangle") for a in layout["annotations"])
    axes = [v for k, v in layout.items() if k.startswith(("xaxis", "yaxis"))]
    assert all(axis["tickangle"] == 0 for axis in axes)
    assert not any(axis.get("overlaying") for axis in axes)


def test_missing_year_is_a_gap_in_the_line() -> None:
    line = line_of(trend(), theme.region_colour(XIAN))
    assert line["x"] == [2019, 2020, 2021, 2022]
    assert line["y"] == [60.0, 62.0, None, 66.0]
    assert line["connectgaps"] is False


def test_line_ends_with_its_last_figure_and_its_label_says_the_year() -> None:
    figure = trend()
    assert line_of(figure, theme.region_colour(TONGCHUAN))["x"] == [2019, 2020, 2021]
    assert "铜川 72.0（2021）" in texts(figure)
    assert "西安 66.0*" in texts(figure)


def test_line_is_cut_at_a_break_and_the_reason_is_at_the_foot() -> None:
    figure = trend(breaks=[(2020, "统计口径调整")])
    line = line_of(figure, theme.region_colour(TONGCHUAN))
    assert line["x"] == [2019, 2019.5, 2020, 2021]
    assert line["y"] == [70.0, None, 71.0, 72.0]
    (shape,) = figure.to_dict()["layout"]["shapes"]
    assert shape["x0"] == shape["x1"] == 2019.5
    assert "自2020年起口径有变：统计口径调整" in named(figure, "foot")[0]


def test_unsettled_point_is_hollow_and_a_settled_one_is_not() -> None:
    symbols = line_of(trend(), theme.region_colour(XIAN))["marker"]["symbol"]
    assert symbols[3].endswith("-open")
    assert not symbols[0].endswith("-open")


def test_region_without_any_figure_is_named_under_the_trend() -> None:
    figure = trend(regions=[XIAN, BAOJI])
    assert "没有数据：宝鸡" in named(figure, "foot")[0]


def test_more_than_eight_lines_label_only_the_outermost() -> None:
    cities = [r.code for r in load_catalogue().counted_children(SHAANXI)][:10]
    frame = make_frame(*[(c, 2022, 50.0 + i) for i, c in enumerate(cities)])
    figure = make_trend(frame, RATE, regions=cities, lang="zh", caption=CAPTION)
    data = figure.to_dict()["data"]
    assert len(data) == 10
    assert sum(t["line"]["color"] == theme.FAINT_LINE for t in data) == 5
    labels = [a["text"] for a in figure.to_dict()["layout"]["annotations"] if "name" not in a]
    # 50 … 59: the three highest and the two lowest.
    assert [t.split()[1] for t in labels] == ["50.0", "51.0", "57.0", "58.0", "59.0"]


def test_labels_that_would_overlap_are_moved_apart() -> None:
    assert spread_labels([100.0, 102.0], gap=15, low=0, high=300) == [100.0, 115.0]
    assert spread_labels([295.0, 299.0], gap=15, low=0, high=300) == [285.0, 300.0]


def test_trend_without_figures_says_so() -> None:
    figure = make_trend(YEARS.iloc[:0], RATE, regions=[XIAN], lang="zh", caption=CAPTION)
    assert "所选范围没有数据" in texts(figure)
    assert figure.to_dict()["data"] == []


def test_ticks_are_round_and_cover_the_values() -> None:
    assert make_ticks(0, 87, 5) == ([0, 20, 40, 60, 80, 100], ",.0f")
    assert make_ticks(0, 1, 4) == ([0, 0.25, 0.5, 0.75, 1.0], ",.2f")


def test_bars_start_at_zero_and_descend() -> None:
    figure = ranking().to_dict()
    bars = figure["data"][0]
    assert bars["base"] == 0
    assert figure["layout"]["xaxis"]["range"][0] == 0
    assert bars["x"] == [72.0, 66.0]
    assert bars["text"] == ["72.0", "66.0*"]
    assert bars["marker"]["color"] == [theme.BAR, theme.ACCENT]


def test_region_without_a_figure_is_listed_below_and_has_no_bar() -> None:
    figure = ranking()
    axis = figure.to_dict()["layout"]["yaxis"]
    # Two of the eleven units of Shaanxi have a figure: nine rows say why there is none.
    assert len(axis["ticktext"]) == 11
    assert axis["ticktext"][:3] == ["铜川", "西安", "宝鸡"]
    assert len(figure.to_dict()["data"][0]["x"]) == 2
    states = [t for t in texts(figure).split("<i>") if "</i>" in t]
    assert len(states) == 9
    assert 0 not in figure.to_dict()["data"][0]["x"]


def test_province_is_a_line_for_a_rate_and_words_for_a_count() -> None:
    lines = ranking().to_dict()["layout"]["shapes"]
    assert {s["x0"] for s in lines} == {68.0}
    figure = make_ranking(
        make_frame((XIAN, 2022, 20000.0), (TONGCHUAN, 2022, 30000.0)),
        COUNT,
        lang="zh",
        caption=CAPTION,
        parent=SHAANXI,
        reference_value=50000.0,
    )
    assert figure.to_dict()["layout"]["shapes"] == []
    assert figure.to_dict()["data"][0]["x"] == [3.0, 2.0]
    assert "陕西 5.00万人" in texts(figure)


def test_city_has_one_colour_on_every_chart() -> None:
    colour = theme.region_colour(XIAN)
    assert line_of(trend(), colour)["y"][0] == 60.0
    panels = [t for t in multiples().to_dict()["data"] if t["line"]["color"] == colour]
    assert panels[0]["y"][0] == 60.0
    siblings = [r.code for r in load_catalogue().counted_children(SHAANXI)][:11]
    assert len({theme.region_colour(c) for c in siblings}) == 11


def test_classes_come_from_all_years_and_do_not_move() -> None:
    classes = make_classes([52.0, 95.0, None, float("nan")], "rate")
    # Span 43, five steps of 10: limits are the round tens above the lowest value.
    assert classes.limits == (60.0, 70.0, 80.0, 90.0)
    assert [classes.place(v) for v in (52.0, 59.9, 60.0, 95.0)] == [0, 0, 1, 4]
    assert classes.colour(95.0) == theme.SEQUENTIAL[4]
    amounts = make_classes([1.0, 10.0, 100.0, 1000.0, 12345.0], "money")
    assert amounts.limits == (10.0, 100.0, 1000.0, 12000.0)
    assert make_classes([], "rate").limits == ()
    assert make_classes([5.0, 5.0], "money").limits == ()


def test_map_colours_follow_the_given_classes_and_count_the_regions() -> None:
    figure = region_map()
    fills = {t["text"][3:5]: t for t in figure.to_dict()["data"] if t.get("fill") == "toself"}
    assert len(fills) == 11
    # 66 lies between 65 and 70, 72 above: the middle and the darkest of three colours.
    assert fills["西安"]["fillcolor"] == theme.SEQUENTIAL[2]
    assert fills["铜川"]["fillcolor"] == theme.SEQUENTIAL[4]
    assert fills["宝鸡"]["fillcolor"] == theme.NO_DATA
    assert "fillpattern" in fills["宝鸡"] and "fillpattern" not in fills["西安"]
    legend = " ".join(named(figure, "legend"))
    assert "65.0 – 70.0 (1)" in legend and "≥ 70.0 (1)" in legend and "无数据 (9)" in legend
    assert "GS(2024)0650" in named(figure, "foot")[0]


@pytest.mark.parametrize("paper", [Paper(800, 450), Paper(560, 230, pad=4, is_tight=True)])
def test_names_on_a_map_do_not_overlap_and_the_capital_has_its_own(paper: Paper) -> None:
    figure = region_map(caption=replace(CAPTION, paper=paper))
    layout = figure.layout
    margin = layout.margin
    x0, x1 = layout.xaxis.range
    y0, y1 = layout.yaxis.range
    scale = min(
        (layout.width - margin.l - margin.r) / (x1 - x0),
        (layout.height - margin.t - margin.b) / (y1 - y0),
    )
    labels = figure.data[-1]
    boxes = []
    for x, y, text, size in zip(labels.x, labels.y, labels.text, labels.textfont.size, strict=True):
        lines = text.split("<br>")
        # A Chinese character is as wide as it is high.
        wide, high = len(lines[0]) * size / 2, len(lines) * size / 2
        boxes.append((x * scale - wide, x * scale + wide, y * scale - high, y * scale + high))
    assert not [
        (a, b)
        for a, b in itertools.combinations(boxes, 2)
        if a[0] < b[1] and b[0] < a[1] and a[2] < b[3] and b[2] < a[3]
    ]
    names = [text.split("<br>")[0] for text in labels.text]
    assert {"西安", "榆林", "延安", "汉中", "安康"} <= set(names)
    assert min(labels.textfont.size) >= (11 if paper.is_tight else 8)


def test_text_is_measured_within_a_few_per_cent() -> None:
    """Beside the advance widths that Noto Sans CJK SC itself gives, in thousandths of an em."""
    widths = {
        "Source: demonstration data (made by a program, not real figures)": 30358,
        "Hanzhong 11,234.56": 9428,
        "Mutual-aid participants: 95.4%": 14248,
        "2024年，全省建会率为95.4%，比上年提高0.5个百分点": 24472,
    }
    for text, width in widths.items():
        assert theme.measure_text(text, 1000) == pytest.approx(width, rel=0.03)


def test_yangling_is_drawn_over_xianyang() -> None:
    order = list(load_shapes(SHAANXI).outlines)
    assert order.index("610400") < order.index(YANGLING)
    assert "SN-ZS" not in order and "610403" not in order


def test_country_is_tiles_unless_boundaries_are_turned_on() -> None:
    tiles = load_shapes("100000")
    assert tiles.is_tiles and len(tiles.outlines) == 34 and tiles.lines == ()
    assert "GS(2024)0650" not in named(country_map(), "foot")[0]
    drawn = load_shapes("100000", boundaries=True)
    assert not drawn.is_tiles and drawn.is_reference
    # Nine dashes, one undefined line and ten pieces of the special regions' borders at least.
    assert len(drawn.outlines) == 34 and len(drawn.lines) > 10


@pytest.mark.parametrize("parent", ["100000", "440000", SHAANXI, "610400", "650000"])
def test_map_stays_small_enough_for_a_browser(parent: str) -> None:
    for boundaries in (False, True):
        shapes = load_shapes(parent, boundaries=boundaries)
        assert len(json.dumps(list(shapes.outlines.values())).encode()) < 60_000


def test_tiles_never_share_a_cell_and_keep_directions() -> None:
    places = {"a": (100.0, 40.0), "b": (100.1, 40.0), "c": (100.0, 30.0), "d": (110.0, 30.0)}
    cells = place_tiles(places)
    assert len(set(cells.values())) == 4
    assert cells["a"][0] <= cells["c"][0] and cells["c"][1] < cells["d"][1]
    assert place_tiles(dict(reversed(places.items()))) == cells
    assert place_tiles({}) == {}


@pytest.mark.parametrize("code", sorted(r.code for r in load_catalogue().children("100000")))
def test_children_of_every_province_have_tiles_of_their_own(code: str) -> None:
    shapes = load_shapes(code)
    counted = [r for r in load_catalogue().counted_children(code) if r.lon is not None]
    if counted:
        assert {r.code for r in counted} <= set(shapes.outlines)
    middles = [shapes.labels[c] for c in shapes.outlines]
    assert len(set(middles)) == len(middles)


def test_supplied_boundaries_win_where_they_cover_the_children(tmp_path: Path) -> None:
    square = [[[108.0, 34.0], [109.0, 34.0], [109.0, 35.0], [108.0, 35.0], [108.0, 34.0]]]
    feature = {"type": "Feature", "id": "440100", "properties": {}}
    feature["geometry"] = {"type": "Polygon", "coordinates": square}
    path = tmp_path / "own.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    own = load_shapes("440000", geojson=str(path))
    assert list(own.outlines) == ["440100"] and not own.is_reference
    assert load_shapes("450000", geojson=str(path)).is_tiles


def test_dumbbell_leaves_out_the_missing_side_and_says_so() -> None:
    early, late = dumbbell().to_dict()["data"]
    assert sorted(early["x"]) == [60.0, 64.0, 70.0]
    assert sorted(late["x"]) == [66.0, 68.0]
    # 铜川 has no 2022: two lines for three regions, and the row says the year.
    assert len(dumbbell().to_dict()["layout"]["shapes"]) == 2
    assert "2022 " in texts(dumbbell())


def test_panels_share_one_scale_and_keep_gaps() -> None:
    figure = multiples().to_dict()
    layout = figure["layout"]
    assert layout["yaxis"]["range"] == layout["yaxis2"]["range"]
    assert "yaxis3" not in layout
    line = next(t for t in figure["data"] if t["line"]["color"] == theme.region_colour(XIAN))
    assert line["x"] == [2019, 2019.5, 2020, 2021, 2022]
    assert line["y"] == [60.0, None, 62.0, None, 66.0]
    assert "没有数据：宝鸡" in named(multiples(), "foot")[0]


def test_strip_names_the_place_among_the_known() -> None:
    assert "第2位，共2个地区" in texts(strip())
    absent = make_position(ONE_YEAR, RATE, highlight=BAOJI, lang="en", caption=CAPTION)
    assert "place" not in texts(absent)
    assert "<b>Baoji</b> confidential" in texts(absent)


def test_coverage_begins_with_the_first_report_of_any_region() -> None:
    early = pd.DataFrame(
        [(XIAN, 2015, 0, 75), (XIAN, 2016, 0, 75), (BAOJI, 2016, 1, 75), (XIAN, 2018, 2, 75)],
        columns=["region_code", "year", "reported_count", "expected_count"],
    )
    (grid,) = make_coverage(early, lang="zh", caption=CAPTION).to_dict()["data"]
    assert list(grid["x"]) == [2016, 2017, 2018]
    (nothing,) = make_coverage(early[:2], lang="zh", caption=CAPTION).to_dict()["data"]
    assert list(nothing["x"]) == [2015, 2016]


def test_coverage_shows_missing_rows_as_a_class_of_their_own() -> None:
    (grid,) = coverage().to_dict()["data"]
    assert grid["x"] == [2020, 2021, 2022]
    # 80/80 is the highest class, 10/80 the lowest; no row and zero reports are the class below.
    assert grid["z"] == [[4, -1, 0], [-1, -1, -1]]
    assert grid["text"] == [["80", "–", "10"], ["–", "–", "–"]]


def test_reference_of_a_ranking_bears_its_flags() -> None:
    figure = ranking(reference_flags="at_most,provisional")
    texts = [a.text for a in figure.layout.annotations]
    assert "陕西 至多68.0%" in texts


def test_number_bears_its_flags_before_and_behind() -> None:
    scale = Scale(1, "%", 1)
    assert format_label(12.0, scale, "zh", "at_least,partial_coverage") == "≥12.0†"
    assert format_label(12.0, scale, "zh", "estimate,provisional") == "≈12.0*"
    assert format_label(12.0, scale, "zh", "revised") == "12.0"


def test_foot_explains_the_marks_of_what_is_drawn() -> None:
    # 西安 bears *, 宝鸡 has only a state; a page of the others needs no footnote.
    frame = ONE_YEAR.copy()
    frame.loc[2, "quality_flags"] = "partial_coverage"
    plan = plan_ranking(
        frame, RATE, parent=SHAANXI, reference_value=68.0, reference_flags="estimate",
        lang="zh", caption=CAPTION,
    )  # fmt: skip
    assert plan is not None
    assert plan.notes_of([XIAN, TONGCHUAN, BAOJI], "zh").notes == ("* 初步数",)
    assert plan.notes_of([TONGCHUAN, BAOJI], "zh").notes == ()
    assert plan.notes_of([TONGCHUAN, SHAANXI], "zh").notes == ("≈ 估计数",)


def test_foot_of_two_years_and_of_panels_explains_what_is_drawn() -> None:
    pairs = plan_compare(YEARS, RATE, years=(2019, 2022), lang="zh", caption=CAPTION)
    panels = plan_multiples(YEARS, RATE, regions=[XIAN, TONGCHUAN], lang="zh", caption=CAPTION)
    for plan in (pairs, panels):
        assert plan is not None
        assert plan.notes_of([XIAN], "zh").notes == ("* 初步数",)
        assert plan.notes_of([TONGCHUAN], "zh").notes == ()


def test_map_colours_a_number_as_it_is_written() -> None:
    frame = make_frame((XIAN, 2022, 69.96), (TONGCHUAN, 2022, 69.94), (BAOJI, 2022, 70.0))
    plan = plan_map(
        frame, RATE, lang="zh", caption=CAPTION, parent=SHAANXI,
        shapes=load_shapes(SHAANXI), key=Classes((65.0, 70.0)),
    )  # fmt: skip
    assert plan is not None
    # 69.96 is written 70.0 and the classes are 65.0 – 70.0 and ≥ 70.0.
    assert [plan.place(c) for c in (XIAN, TONGCHUAN, BAOJI)] == [2, 1, 2]
    assert (plan.counts[1], plan.counts[2]) == (1, 2)


def test_limits_of_classes_are_rounded_half_away_from_zero() -> None:
    # Quintiles of 0, 125, 225, 325, 425: 225 is 230 and not 220.
    assert make_classes([0, 125, 225, 325, 425], "money").limits == (130, 230, 330)


def test_notes_join_the_places_and_count_what_is_not_shown() -> None:
    frame = pd.concat([YEARS] * 2, ignore_index=True)
    frame["note_zh"] = ["甲", "甲", "乙", "甲", "丙", "丁", "戊", "己"] + [""] * 8
    notes = collect_notes(frame, "zh").notes
    assert notes[0].startswith("* ")
    assert notes[1] == "西安、铜川：甲"
    assert len(notes) == 6 and notes[-1] == "……另有2条"


def test_foot_fits_a_phone_and_markup_in_a_source_is_shown_as_text() -> None:
    caption = Caption("题", "", "统计<b>年报" + "甲" * 60, 1, datetime.date(2025, 3, 1))
    lines = foot_lines(caption, collect_notes(YEARS.iloc[:0], "zh"), "zh")
    assert "&lt;b&gt;" in lines[0]
    assert len(lines) == 4
    assert max(theme.measure_text(line, theme.FOOT_SIZE) for line in lines[1:]) <= 320


def test_long_title_is_wrapped_in_both_languages() -> None:
    # Three characters of 15 px fill 45 px, and a comma never begins a line.
    assert theme.wrap_text("一二三四", 15, 45) == ("一二三", "四")
    assert theme.wrap_text("一二三，四", 15, 45) == ("一二", "三，四")
    assert theme.wrap_text("union members", 10, 45) == ("union", "members")


ALTS = {
    kind.name: import_module(f"dashboard.charts.{kind.name}.contents").ALT
    for kind in KINDS.values()
    if isinstance(kind, ChartKind)
}


@each_language
@pytest.mark.parametrize("chart", sorted(ALTS))
def test_alt_text_says_what_is_shown(chart: str, lang: str) -> None:
    text = make_alt(ALTS[chart], RATE, lang=lang, years=[2019, 2022], regions=11, missing=2)
    assert "2019–2022" in text and "11" in text and "2" in text
    if chart != "coverage":
        assert RATE.name(lang) in text


def test_alt_text_is_translated() -> None:
    assert all(sentence in load_messages("zh") for sentence in ALTS.values())


def test_sparkline_keeps_a_missing_year_as_a_break() -> None:
    line = make_sparkline([None, 1.0, None, 3.0, None])
    assert line[0] == 1.0 and math.isnan(line[1]) and line[2] == 3.0 and len(line) == 3
    assert make_sparkline([None, 5.0]) == []
