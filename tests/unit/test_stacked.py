"""Stacked bars, worked by hand: parts, shares, missing regions, a total that is not the sum.

铜川 has four counties: 王益 610202, 印台 610203, 耀州 610204, 宜君 610222.
2021: 40 + 30 + 20 + 10 = 100, and 铜川 is their sum. 2022: 45 + 30, 耀州 confidential, 宜君 without a
row. 2023: 50 + 30 + 20 + 20 = 120, while 铜川 itself says 130.
"""

import datetime

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.catalogue import load_catalogue
from dashboard.charts.stacked.figure import Stacked, join_years, make_stacked, plan_stacked
from dashboard.graphics import theme
from dashboard.graphics.frame import Caption

INDICATORS = load_catalogue().indicators
COUNT = INDICATORS["members"]
SHAANXI, TONGCHUAN = "610000", "610200"
WANGYI, YINTAI, YAOZHOU, YIJUN = "610202", "610203", "610204", "610222"
CAPTION = Caption("构成", "", "", 12, datetime.date(2025, 3, 1))
CITIES = [r.code for r in load_catalogue().counted_children(SHAANXI)]
NAN = float("nan")


def make_frame(*rows: tuple[object, ...]) -> pd.DataFrame:
    """Rows of region, year, value and, where they are not final, own and settled: what they are."""
    names = ["region_code", "year", "value", "status", "expected_count", "quality_flags"]
    filled = [(*row, *("final", NAN, "")[len(row) - 3 :]) for row in rows]
    frame = pd.DataFrame(filled, columns=names)
    return frame.assign(
        reported_count=frame["expected_count"],
        source="年报",
        note_zh="",
        note_en="",
        is_demonstration=False,
    ).astype({"value": "float64"})


COUNTIES = make_frame(
    (WANGYI, 2021, 40), (YINTAI, 2021, 30), (YAOZHOU, 2021, 20), (YIJUN, 2021, 10),
    (TONGCHUAN, 2021, 100, "final", 4.0),
    (WANGYI, 2022, 45), (YINTAI, 2022, 30), (YAOZHOU, 2022, None, "confidential"),
    (TONGCHUAN, 2022, 75, "final", 4.0),
    (WANGYI, 2023, 50), (YINTAI, 2023, 30), (YAOZHOU, 2023, 20), (YIJUN, 2023, 20),
    (TONGCHUAN, 2023, 130),
)  # fmt: skip


def plan(frame: pd.DataFrame, parent: str = TONGCHUAN, lang: str = "zh") -> Stacked | None:
    return plan_stacked(frame, COUNT, lang=lang, caption=CAPTION, parent=parent)


def draw(frame: pd.DataFrame, parent: str = TONGCHUAN, lang: str = "zh") -> dict:
    figure: go.Figure = make_stacked(frame, COUNT, lang=lang, caption=CAPTION, parent=parent)
    return figure.to_dict()


def texts(figure: dict, name: str | None = None) -> list[str]:
    return [a["text"] for a in figure["layout"]["annotations"] if a.get("name") == name]


def test_whole_year_has_shares_and_its_total_and_a_missing_region_is_no_zero() -> None:
    whole, lacking, _differing = plan(COUNTIES).bars
    assert (whole.total, whole.share(whole.value((WANGYI,)))) == (100, 40)
    assert (lacking.sum, lacking.total, lacking.share(45)) == (75, None, None)
    assert lacking.missing == ((YAOZHOU, "保密"), (YIJUN, "未报"))
    assert lacking.value((YAOZHOU,)) is None


def test_bar_that_is_partly_demonstration_data_has_its_total_but_no_shares() -> None:
    whole = COUNTIES[COUNTIES["year"] == 2021]
    invented = plan(whole.assign(is_demonstration=True)).bars[0]
    assert (invented.total, invented.share(40)) == (100, 40)
    is_real = whole["region_code"] == WANGYI
    mixed = plan(whole.assign(is_demonstration=~is_real)).bars[0]
    assert (mixed.total, mixed.share(40)) == (100, None)


def test_own_figure_that_is_not_the_sum_takes_total_and_shares_away_and_is_told() -> None:
    made = plan(COUNTIES)
    bar = made.bars[-1]
    assert (bar.sum, bar.own, bar.total, bar.share(50)) == (120, 130, None, None)
    assert "≠ 2023年：铜川本级数为130人，下级合计为120人" in made.notes.notes
    equal = make_frame(*[(c, 2023, 30) for c in (WANGYI, YINTAI, YAOZHOU, YIJUN)])
    equal = pd.concat([equal, make_frame((TONGCHUAN, 2023, 120))])
    assert plan(equal).bars[0].total == 120
    assert not any("≠" in note for note in plan(equal).notes.notes)


def test_figure_marks_the_year_names_who_is_missing_and_leaves_gaps() -> None:
    figure = draw(COUNTIES)
    assert texts(figure) == ["100", "† 2/4", "≠"]
    assert "† 2022年：4个地区中2个有数（保密：耀州；未报：宜君）" in texts(figure, "foot")[0]
    values = {t["name"]: list(t["x"]) for t in figure["data"]}
    # Ordered by the latest number; 耀州 and 宜君 are equal and stay in their order.
    assert values == {
        "王益": [40, 45, 50], "印台": [30, 30, 30], "耀州": [20, None, 20], "宜君": [10, None, 20],
    }  # fmt: skip
    assert [list(t["text"]) for t in figure["data"]] == [
        ["40%", "", ""], ["30%", "", ""], ["20%", "", ""], ["10%", "", ""],
    ]  # fmt: skip
    assert list(figure["layout"]["yaxis"]["ticktext"]) == ["2021", "2022", "2023"]
    first, last = figure["layout"]["yaxis"]["range"]
    assert first > last  # the earliest year on top


def test_year_without_any_part_keeps_its_place() -> None:
    frame = COUNTIES[COUNTIES["year"] != 2022]
    figure = draw(frame)
    assert texts(figure) == ["100", "未报", "≠"]
    assert [t["x"][1] for t in figure["data"]] == [None] * 4
    assert "2022年：各地区均未报" in plan(frame).notes.notes


def test_years_in_a_row_without_any_report_are_one_short_gap() -> None:
    counties = (WANGYI, YINTAI, YAOZHOU, YIJUN)
    rows = [(c, year, 25) for c in counties for year in (2018, 2023, 2025)]
    # The city alone has figures in 2015 and 2020; in 2022 a county keeps its figure to itself.
    wholes = [(TONGCHUAN, 2015, 90), (TONGCHUAN, 2020, 95), (YIJUN, 2021, None, "not_reported")]
    frame = make_frame(*rows, *wholes, (YAOZHOU, 2022, None, "confidential"))
    figure = draw(frame)
    years = ["2018", "2019–2021", "2022", "2023", "2024", "2025"]
    assert list(figure["layout"]["yaxis"]["ticktext"]) == years
    assert texts(figure) == ["100", "未报", "† 0/4", "100", "未报", "100"]
    assert [n for n in plan(frame).notes.notes if "未报" in n] == [
        "† 2022年：4个地区中0个有数（未报：王益、印台、宜君；保密：耀州）",
        "2019–2021、2024年：各地区均未报",
    ]
    english = plan(frame, lang="en").notes.notes
    assert "2019–2021, 2024: no region has reported" in english
    assert not any("2015" in note for note in english)


def test_of_many_regions_five_have_their_colour_and_the_rest_is_summed() -> None:
    # 11, 10, … 1: the other six have 6 + 5 + 4 + 3 + 2 + 1 = 21 of 66.
    frame = make_frame(*[(c, 2023, 11 - i) for i, c in enumerate(CITIES)])
    figure = draw(frame, SHAANXI)
    names = [t["name"] for t in figure["data"]]
    assert names == ["西安", "铜川", "宝鸡", "咸阳", "渭南", "其他地区（6个）"]
    assert figure["data"][-1]["x"][0] == 21
    assert figure["data"][-1]["text"][0] == "32%"
    colours = [t["marker"]["color"] for t in figure["data"][:-1]]
    assert colours == [theme.region_colour(c) for c in CITIES[:5]]
    assert "other regions (6)" in texts(draw(frame, SHAANXI, "en"), "key")[0]


def test_region_outside_the_sum_is_not_stacked() -> None:
    # 西咸 lies inside its cities: 11 cities of 1 are 11, not 16.
    frame = make_frame(*[(c, 2023, 1) for c in CITIES], ("SN-XX", 2023, 5))
    assert plan(frame, SHAANXI).bars[0].total == 11


def test_no_share_is_given_of_a_mere_bound_and_the_total_bears_its_mark() -> None:
    rows = [(c, 2023, 25) for c in (WANGYI, YINTAI, YAOZHOU)]
    frame = make_frame(*rows, (YIJUN, 2023, 25, "at_least", NAN, "at_least"))
    figure = draw(frame)
    assert texts(figure) == ["≥100"]
    assert {t["text"][0] for t in figure["data"]} == {""}


def test_region_that_it_does_not_apply_to_is_not_expected() -> None:
    rows = [(c, 2023, 25) for c in (WANGYI, YINTAI, YAOZHOU)]
    frame = make_frame(*rows, (YIJUN, 2023, None, "not_applicable"))
    bar = plan(frame).bars[0]
    assert (bar.expected, bar.total) == (3, 75)


@pytest.mark.parametrize("code", ["membership_rate", "cooling_funds"])
def test_only_what_adds_up_is_stacked(code: str) -> None:
    indicator = INDICATORS[code]
    made = plan_stacked(COUNTIES, indicator, lang="zh", caption=CAPTION, parent=TONGCHUAN)
    assert (made is not None) == (code == "cooling_funds")
    empty = make_stacked(
        COUNTIES, INDICATORS["membership_rate"], lang="zh", caption=CAPTION, parent=TONGCHUAN
    )
    assert "该指标不能按地区相加" in texts(empty.to_dict())


def test_many_choices_of_missing_regions_end_in_one_line() -> None:
    # Six years, each with another one or two of the four.
    present = [[WANGYI], [YINTAI], [YAOZHOU], [YIJUN], [WANGYI, YINTAI], [WANGYI, YIJUN]]
    rows = [(c, 2018 + i, 1) for i, codes in enumerate(present) for c in codes]
    lines = [n for n in plan(make_frame(*rows)).notes.notes if n.startswith("†")]
    assert [line[:7] for line in lines[:4]] == ["† 2023年", "† 2022年", "† 2021年", "† 2020年"]
    assert lines[4:] == ["† 2018–2019年：同样有地区缺数"]


def test_years_in_a_row_are_joined() -> None:
    assert join_years([2015, 2016, 2017, 2019, 2021, 2022], "en") == "2015–2017, 2019, 2021–2022"
