"""What pages say about figures: cards worked by hand, and the figures of the opening sets."""

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.ui.components import escape_markdown

HEADLINES = [
    "建会率", "职工入会率", "服务环卫工人人次", "获赠公益意外险的环卫工人数",
    "互助保障赔付金额", "技能培训结业人数",
]  # fmt: skip


def read_table(page: AppTest) -> pd.DataFrame:
    """The first table of the page, by region and year."""
    return page.dataframe[0].value.set_index(["地区", "时期"])


def read_card(page: AppTest, label: str) -> tuple[str, str, str]:
    """Value, change and remarks of the first card of that name; its caption follows the cards'."""
    number = [m.label for m in page.metric].index(label)
    metric = page.metric[number]
    captions = page.main.caption
    return metric.value, metric.delta, captions[number].value


CITIES = [
    # covered units, eligible employers of six of the eleven units of Shaanxi
    ("610100", 90, 100),
    ("610200", 30, 50),
    ("610300", 40, 50),
    ("610400", 20, 50),
    ("610500", 10, 25),
    ("610600", 10, 25),
]


@pytest.fixture
def small_store(make_small_store):
    cells = []
    for code, covered, eligible in CITIES:
        cells.append(("covered_units", code, "2024", covered, "final"))
        cells.append(("eligible_employers", code, "2024", eligible, "final"))
    cells += [
        ("members", "610000", "2024", 8_500, "final"),
        ("employees_unionised_units", "610000", "2024", 10_000, "final"),
        ("members", "610000", "2023", 8_000, "final"),
        ("employees_unionised_units", "610000", "2023", 10_000, "final"),
        ("sanitation_workers_served", "610000", "2024-Q1", 10_000, "final"),
        ("sanitation_workers_served", "610000", "2024-Q2", 25_000, "final"),
        ("sanitation_workers_served", "610000", "2024-Q3", 30_000, "final"),
        ("sanitation_workers_served", "610000", "2024-Q4", 35_000, "final"),
        ("sanitation_workers_served", "610000", "2023", 80_000, "final"),
        ("insured_sanitation_workers", "610000", "2024", 52_000, "at_least"),
        ("mutual_payouts", "610000", "2024", 450_000, "provisional"),
        ("mutual_payouts", "610000", "2023", 600_000, "final"),
        ("training_graduates", "610000", "2024", None, "not_reported"),
        ("training_graduates", "610000", "2023", 700, "final"),
        ("members", "610100", "2022", 5_000, "final"),
    ]
    return make_small_store(*cells)


@pytest.mark.usefixtures("small_store")
class TestHeadlineCards:
    def test_come_first_in_the_order_of_the_headline_figures(self, open_page):
        page = open_page(year="2024")
        assert [m.label for m in page.metric][:6] == HEADLINES
        english = open_page(year="2024", lang="en")
        assert [m.label for m in english.metric][:6] == [
            "Share of employers with a union",
            "Membership rate",
            "Sanitation workers served",
            "Sanitation workers insured",
            "Mutual-aid payouts",
            "Training graduates",
        ]

    def test_coverage_rate_is_summed_over_cities_and_not_averaged(self, open_page):
        # 90+30+40+20+10+10 = 200 of 100+50+50+50+25+25 = 300; the mean of the six would be 61.7 %.
        value, change, remarks = read_card(open_page(year="2024"), "建会率")
        assert value == "66.7%"
        assert change == ""
        assert "6/11 个地区合计" in remarks
        assert "2023年无数据可比" in remarks

    def test_membership_rate_changes_in_percentage_points(self, open_page):
        # 8,500 / 10,000 = 85 % after 80 %: 5 points, not 6.25 per cent.
        value, change, _remarks = read_card(open_page(year="2024"), "职工入会率")
        assert value == "85.0%"
        assert change == "+5.0 个百分点"

    def test_a_flow_is_added_up_over_the_quarters(self, open_page):
        # 10,000 + 25,000 + 30,000 + 35,000 = 100,000; from 80,000 that is a quarter more.
        value, change, _remarks = read_card(open_page(year="2024"), "服务环卫工人人次")
        assert value == "10.0万人次"
        assert change == "+25.0%"

    def test_a_lower_bound_says_so(self, open_page):
        assert read_card(open_page(year="2024"), "获赠公益意外险的环卫工人数")[0] == "至少5.20万人"
        english = open_page(year="2024", lang="en")
        assert english.metric[3].value == "at least 52.0 thousand"

    def test_a_provisional_sum_of_money_says_so_and_falls_by_a_quarter(self, open_page):
        value, change, remarks = read_card(open_page(year="2024"), "互助保障赔付金额")
        assert value == "45.0万元"
        assert change == "-25.0%"
        assert "初步数" in remarks or "暂" in remarks

    def test_not_reported_is_not_zero_and_gives_no_growth(self, open_page):
        value, change, _remarks = read_card(open_page(year="2024"), "技能培训结业人数")
        assert value == "未报"
        assert change == ""
        assert "0" not in value

    def test_without_demonstration_data_there_is_no_switch_and_no_badge(self, open_page):
        page = open_page(year="2024")
        assert not page.toggle
        assert not any("演示数据" in m.value for m in page.markdown)
        assert "演示数据" not in page.get("plotly_chart")[0].proto.spec

    def test_another_year_has_its_own_figures_and_none_of_the_nearest(self, open_page):
        page = open_page(year="2024")
        page.selectbox(key="year").set_value(2023).run()
        assert page.title[0].value == "陕西省 · 2023年"
        assert read_card(page, "职工入会率")[0] == "80.0%"
        assert read_card(page, "服务环卫工人人次")[0] == "8.00万人次"
        assert read_card(page, "技能培训结业人数")[0] == "700人"
        assert read_card(page, "建会率")[0] == "未报"
        assert page.query_params["year"] == "2023"


@pytest.mark.usefixtures("opening_store")
class TestDemonstrationSwitch:
    def test_hides_every_figure_made_by_a_program(self, open_page):
        page = open_page(year="2019")
        assert page.metric[0].value != "未报"
        assert any("演示数据" in m.value for m in page.markdown)

        page.toggle(key="demo").set_value(False).run()

        assert not page.exception
        assert page.query_params["demo"] == "0"
        assert [m.value for m in page.metric][:6] == ["未报"] * 6
        assert not any("演示数据" in m.value for m in page.markdown)
        for chart in page.get("plotly_chart"):
            assert "演示数据" not in chart.proto.spec

    def test_leaves_what_was_reported(self, open_page):
        page = open_page(
            "indicator", demo="0", year="2019", indicator="touring_speakers", view="table"
        )
        table = read_table(page)
        assert table.loc[("汉中市", "2019"), "数值"] == 7
        # One of eleven is too little for a sum: the province has a state and no number.
        assert list(table.index) == [("陕西省", "2019"), ("汉中市", "2019")]
        assert pd.isna(table.loc[("陕西省", "2019"), "数值"])

    def test_marks_demonstration_figures_in_tables(self, open_page):
        page = open_page("indicator", indicator="touring_speakers", view="table")
        table = read_table(page)
        assert table.loc[("汉中市", "2019"), "来源"].startswith("汉中车务段")
        assert set(table.drop([("汉中市", "2019"), *_sums(table)])["来源"]) == {"演示数据"}


def _sums(table: pd.DataFrame) -> list[tuple[str, str]]:
    """The rows of a sum of regions."""
    return list(table.index[table["覆盖"] != ""])


@pytest.mark.usefixtures("opening_store")
class TestReportedFigures:
    def test_luohe_breakfasts_grow_from_more_than_1500_to_2982(self, open_page):
        page = open_page(
            "indicator", region="410000", indicator="breakfast_workers", view="table", year="2019"
        )
        luohe = read_table(page).loc["漯河市"]
        assert luohe["数值"].to_dict() == {"2019": 2_982, "2017": 2_322, "2015": 1_500}
        assert luohe["状态"].to_dict() == {"2019": "正式数", "2017": "正式数", "2015": "至少"}
        assert luohe.loc["2015", "备注说明"] == "原文为“1500多名”"

    def test_shanghai_insured_workers_claims_and_money(self, open_page):
        page = open_page("insurance", region="310000", year="2019")
        cards = {m.label: m.value for m in page.metric}
        assert cards["获赠公益意外险的环卫工人数"] == "至少5.20万人"
        table = read_table(page).loc["上海市"].set_index("指标")["数值"]
        assert table["获赠公益意外险的环卫工人数"] == 52_000
        assert sorted(table)[:3] == [6, 138, 52_000]
        assert 450_000 in set(table)

    def test_shanghai_is_a_part_of_the_country(self, open_page):
        page = open_page(
            "indicator", region="100000", indicator="insured_sanitation_workers", view="table",
            year="2019", demo="0",
        )  # fmt: skip
        table = read_table(page)
        assert table.loc[("上海市", "2019"), "数值"] == 52_000
        assert table.loc[("上海市", "2019"), "状态"] == "至少"
        # One province of 34 is below the half that a sum needs.
        assert table["数值"].notna().sum() == 1

    def test_yuyang_rate_is_its_own_and_says_nothing_of_yulin(self, open_page):
        page = open_page(
            "indicator", region="610800", indicator="union_coverage_rate_25", view="table",
            year="2019", demo="0",
        )  # fmt: skip
        table = read_table(page)
        assert table.loc[("榆阳区", "2019"), "数值"] == 98
        assert table.loc[("榆阳区", "2019"), "状态"] == "至少"
        assert list(table.index[table["数值"].notna()]) == [("榆阳区", "2019")]
        above = open_page("city", region="610000", city="610800", year="2019", demo="0")
        rates = pd.concat(t.value for t in above.dataframe).set_index("指标")["数值"]
        assert rates["25人以上法人单位建会率"] == "未报"

    def test_xincheng_graduates_are_not_reported_and_not_zero(self, open_page):
        page = open_page(
            "indicator", region="610100", indicator="training_graduates", view="table",
            year="2019",
        )  # fmt: skip
        row = read_table(page).loc[("新城区", "2019")]
        assert row["状态"] == "未报"
        assert pd.isna(row["数值"])
        city = open_page("city", region="610100", city="610102", year="2019")
        training = pd.concat(t.value for t in city.dataframe).set_index("指标")
        assert training.loc["技能培训结业人数", "数值"] == "未报"

    def test_members_of_the_country_from_1979_to_2014_each_with_a_source(self, open_page):
        page = open_page("indicator", region="100000", indicator="members", view="table")
        table = page.dataframe[0].value
        country = table[(table["地区"] == "全国") & (table["时期"].astype(int) <= 2014)]
        assert sorted(country["时期"].astype(int)) == list(range(1979, 2015))
        assert country["数值"].notna().all()
        assert (country["来源"].str.len() > 0).all()
        assert country.set_index("时期").loc["1979", "数值"] == 51_473_000


@pytest.mark.usefixtures("opening_store")
class TestCityPage:
    def test_lists_all_eighty_indicators_with_those_not_reported(self, open_page):
        page = open_page("city", region="610000", city="610700", year="2019", demo="0")
        rows = pd.concat(t.value for t in page.dataframe)
        assert len(rows) == 80
        values = rows.set_index("指标")["数值"]
        assert values["劳模宣讲团成员数"] == "7人"
        # One of the city's eleven counties reported; that is too little for a sum.
        assert values["职工文化赛事场数"] == "报送不足，暂不公布"
        assert (values == "未报").sum() == 78

    def test_ranks_a_city_among_those_with_a_figure(self, open_page):
        page = open_page("city", region="610000", city="610100", year="2020")
        rows = pd.concat(t.value for t in page.dataframe).set_index("指标")
        # Xi'an has more members than any other of the eleven units.
        assert rows.loc["工会会员人数", "排名"] == "1/11"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("zh", "2024年，全省工会会员有8,400人，比上年增长5.0%。"),
        (
            "en",
            "In 2024, union members in Shaanxi totalled 8,400 persons, up 5.0% from the year before.",
        ),
    ],
)
def test_sentence_stands_under_its_chart(open_page, make_small_store, lang: str, text: str) -> None:
    make_small_store(
        ("members", "610000", "2023", 8_000, "final"), ("members", "610000", "2024", 8_400, "final")
    )
    page = open_page("indicator", lang=lang, indicator="members", view="trend", year=2024)
    assert text in [c.value for c in page.caption]


def test_signs_of_markdown_are_shown_as_they_are() -> None:
    assert escape_markdown("[a] *b* $c$ :red[d] 1: 2") == (r"\[a\] \*b\* \$c\$ \:red\[d\] 1: 2")
    assert escape_markdown("比上年增长4.2%（3.1万人次）") == "比上年增长4.2%（3.1万人次）"
