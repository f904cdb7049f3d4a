"""Maps of what adds up: circles whose areas stand for the numbers, on a plain ground.

西安 has 400, 铜川 100, 宝鸡 none, 咸阳 a confidential number; the circle of 400 is one unit wide unless
a test says otherwise, so that of 100 is half as wide.
"""

import datetime
import math
from dataclasses import replace

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.catalogue import load_catalogue
from dashboard.charts.map.circles import Circles, format_round, make_circles, trace_circle
from dashboard.charts.map.figure import MapPlan, make_map, place_labels, plan_map
from dashboard.charts.map.shapes import load_shapes
from dashboard.formats import Scale
from dashboard.graphics import theme
from dashboard.graphics.frame import Caption

COUNT = load_catalogue().indicators["members"]
COUNTRY, SHAANXI = "100000", "610000"
XIAN, TONGCHUAN, BAOJI, XIANYANG, YANGLING = "610100", "610200", "610300", "610400", "SN-YL"
CAPTION = Caption("题", "", "", 1, datetime.date(2025, 3, 1))


def make_frame(*rows: tuple[str, float | None, str, str]) -> pd.DataFrame:
    """Rows of region, value, status and quality flags in 2022."""
    frame = pd.DataFrame(rows, columns=["region_code", "value", "status", "quality_flags"])
    return frame.assign(year=2022).astype({"value": "float64"})


FRAME = make_frame(
    (XIAN, 400.0, "final", ""),
    (TONGCHUAN, 100.0, "final", "partial_year"),
    (BAOJI, 0.0, "final", ""),
    (XIANYANG, None, "confidential", ""),
)


def plan(frame: pd.DataFrame = FRAME, widest: float = 1.0, parent: str = SHAANXI) -> MapPlan:
    made = plan_map(
        frame, COUNT, lang="zh", caption=CAPTION, parent=parent,
        shapes=load_shapes(parent), key=Circles(400.0, widest),
    )  # fmt: skip
    assert made is not None
    return made


def draw(frame: pd.DataFrame = FRAME, lang: str = "zh") -> go.Figure:
    shapes = load_shapes(SHAANXI)
    return make_map(
        frame, COUNT, lang=lang, caption=CAPTION, parent=SHAANXI,
        shapes=shapes, key=make_circles({XIAN: 400.0, TONGCHUAN: 100.0}, shapes),
    )  # fmt: skip


def circles_of(figure: go.Figure, name: str = "circle") -> list[dict]:
    return [
        t for t in figure.to_dict()["data"] if t.get("name") == name and t.get("fill") == "toself"
    ]


def width_of(circle: dict) -> float:
    return max(circle["x"]) - min(circle["x"])


def test_area_is_in_proportion_to_the_value() -> None:
    circles = Circles(400.0, 2.0)
    # A quarter of the value is half as wide, a sixteenth a quarter.
    assert [circles.radius(v) for v in (400.0, 100.0, 25.0)] == [2.0, 1.0, 0.5]
    assert circles.radius(-100.0) == 1.0
    large, small = circles_of(draw())
    assert width_of(large) / width_of(small) == pytest.approx(2, rel=1e-3)


def test_small_value_has_the_least_circle_and_zero_has_none() -> None:
    circles = Circles(400.0, 2.0)
    # An eighth of the width is a sixty-fourth of the value: 6.25.
    assert circles.least_true == 6.25
    assert circles.radius(6.25) == circles.radius(1.0) == 0.25
    assert circles.radius(0.0) == 0.0


def test_no_circle_without_a_number_or_for_zero_whose_number_is_written() -> None:
    made = plan()
    assert [p.region for p, _radius in made.circles] == [XIAN, TONGCHUAN]
    assert made.counts[-1] == 8  # 咸阳 and the seven of whom there is nothing
    labels = {
        label.region: label.lines for label in place_labels(plan(widest=0.3), 60, (8, 11), "zh")
    }
    assert labels[BAOJI] == ("宝鸡", "0")
    assert labels[XIANYANG] == ("咸阳",)


def test_ground_is_plain_under_a_number_and_hatched_without_one() -> None:
    areas = {
        t["text"][3:5]: t
        for t in draw().to_dict()["data"]
        if t.get("fill") == "toself" and "name" not in t
    }
    assert len(areas) == 11
    assert {areas[n]["fillcolor"] for n in ("西安", "铜川", "宝鸡")} == {theme.GROUND}
    assert "fillpattern" in areas["咸阳"] and "保密" in areas["咸阳"]["text"]


def test_unsettled_number_is_hollow_and_a_negative_one_has_another_colour() -> None:
    settled, unsettled = circles_of(draw())
    assert (settled["fillcolor"], unsettled["fillcolor"]) == (theme.CIRCLE, theme.CLEAR)
    figure = draw(make_frame((XIAN, -400.0, "final", ""), (TONGCHUAN, 100.0, "final", "")))
    below, above = circles_of(figure)
    assert (below["fillcolor"], above["fillcolor"]) == (theme.CIRCLE_BELOW_ZERO_FILL, theme.CIRCLE)
    legend = [a.text for a in figure.layout.annotations if a.name == "legend"]
    assert "负数" in legend[0]
    assert not [a.text for a in draw().layout.annotations if "负数" in a.text]


@pytest.mark.parametrize(
    ("values", "legend"),
    [
        ([3_063_397.0, 20_000.0], [2e6, 5e5, 1e5]),
        ([400.0, 100.0], [200.0, 50.0, 10.0]),
        ([-5.0, 1.0], [5.0, 1.0]),
        ([1.0], [1.0]),
        ([0.0], []),
        ([], []),
    ],
)
def test_legend_has_round_numbers_up_to_the_largest(
    values: list[float], legend: list[float]
) -> None:
    assert Circles(max(map(abs, values), default=0.0), 1.0).choose_legend(values) == legend


def test_legend_of_a_year_of_small_numbers_has_no_least_circle_but_the_second() -> None:
    # 6,400 is the largest of all years: below 100 a circle says nothing of the number.
    assert Circles(6400.0, 1.0).choose_legend([300.0]) == [200.0, 50.0]


@pytest.mark.parametrize(
    ("value", "divisor", "text"), [(5e6, 1e4, "500"), (2e3, 1e4, "0.2"), (1e9, 1e6, "1,000")]
)
def test_numbers_of_the_legend_are_written_without_idle_zeros(
    value: float, divisor: float, text: str
) -> None:
    assert format_round(value, Scale(divisor, "", None)) == text


@pytest.mark.parametrize(
    ("lang", "note"),
    [("zh", "圆面积与数值成正比"), ("en", "The area of a circle is in proportion to the number")],
)
def test_legend_circles_have_the_size_of_those_on_the_map(lang: str, note: str) -> None:
    figure = draw(lang=lang)
    (numbers,) = [t for t in figure.data if t.name == "legend" and t.mode == "text"]
    assert numbers.text == ("200", "50", "10")
    widest = width_of(circles_of(figure)[0])
    shares = [width_of(c) / widest for c in circles_of(figure, "legend")]
    # Of 400: a half, an eighth and a fortieth.
    assert shares == pytest.approx([math.sqrt(s) for s in (1 / 2, 1 / 8, 1 / 40)], rel=1e-3)
    assert note in " ".join(a.text.replace("<br>", " ") for a in figure.layout.annotations)


def test_enlarged_circles_are_told_of_only_where_there_are_any() -> None:
    frame = make_frame((XIAN, 400.0, "final", ""), (TONGCHUAN, 5.0, "final", ""))
    assert "最小的圆：小于6" in plan(frame).caption.notes
    assert not [n for n in plan().caption.notes if n.startswith("最小")]


@pytest.mark.parametrize("parent", [SHAANXI, "610400", "440000", COUNTRY])
@pytest.mark.parametrize("boundaries", [False, True])
def test_circles_stay_on_the_map_and_in_their_tile(parent: str, boundaries: bool) -> None:
    shapes = load_shapes(parent, boundaries=boundaries)
    circles = make_circles(dict.fromkeys(shapes.outlines, 7.0), shapes)
    assert circles.widest > 0
    x0, x1, y0, y1 = shapes.extent
    for x, y in shapes.labels.values():
        xs, ys = trace_circle(x, y, circles.widest)
        assert x0 <= min(xs) and max(xs) <= x1 and y0 <= min(ys) and max(ys) <= y1
    if shapes.is_tiles:
        assert circles.widest < min(shapes.room.values())


def test_two_circles_beside_one_another_do_not_meet() -> None:
    shapes = load_shapes(SHAANXI)
    cities = {XIAN: 400.0, XIANYANG: 400.0, YANGLING: 100.0}
    circles = make_circles(cities, shapes)
    gap = math.dist(shapes.labels[XIAN], shapes.labels[XIANYANG])
    assert 2 * circles.widest <= gap + 1e-9
    assert make_circles({}, shapes) == Circles(0.0, 0.0)


def test_no_label_covers_the_circle_of_another_region() -> None:
    cities = [r.code for r in load_catalogue().counted_children(SHAANXI)]
    frame = make_frame(*((c, 400.0 / (i + 1), "final", "") for i, c in enumerate(cities)))
    shapes = load_shapes(SHAANXI)
    made = replace(plan(frame), key=make_circles({XIAN: 400.0, XIANYANG: 200.0}, shapes))
    labels = place_labels(made, 50, (8, 11), "zh")
    assert {XIAN, "610800", "610600"} <= {label.region for label in labels}
    for label in labels:
        half = theme.measure_text(max(label.lines, key=len), label.size) / 100
        high = len(label.lines) * label.size * 1.3 / 100
        for point, radius in made.circles:
            x, y = shapes.labels[point.region]
            near = (
                min(max(x, label.x - half), label.x + half),
                min(max(y, label.y - high), label.y + high),
            )
            assert point.region == label.region or math.dist(near, (x, y)) >= radius


def test_tile_has_its_name_above_the_circle_and_its_number_below() -> None:
    made = plan(make_frame(("110000", 100.0, "final", "")), widest=0.4, parent=COUNTRY)
    name, number = [lb for lb in place_labels(made, 40, (8, 11), "zh") if lb.region == "110000"]
    x, y = made.shapes.labels["110000"]
    assert (name.lines, number.lines) == (("北京",), ("100",))
    assert name.x == number.x == x and name.y - y == pytest.approx(y - number.y)
    assert y < name.y < y + 0.47
