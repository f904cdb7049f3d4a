"""Every page in both languages, and what the address does to it."""

import json
import re

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.access import Actor
from dashboard.catalogue import load_catalogue
from dashboard.store import NewUpload

CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Names of languages and file formats are the same in every language.
SAME_IN_BOTH = {"语言 / Language", "Excel", "CSV"}
WIDGETS = (
    "button", "checkbox", "download_button", "expander", "file_uploader", "multiselect",
    "number_input", "radio", "select_slider", "selectbox", "text_input", "toggle",
)  # fmt: skip


def read_labels(page: AppTest) -> list[str]:
    """Everything on the page that names something: no figures, no sources."""
    labels = [e.value for kind in ("title", "header", "subheader") for e in page.get(kind)]
    labels += [w.label for kind in WIDGETS for w in page.get(kind)]
    labels += [m.label for m in page.metric] + [link.value for link in page.page_link]
    labels += [str(column) for table in page.dataframe for column in table.value.columns]
    return [label for label in labels if label and label not in SAME_IN_BOTH]


def read_charts(page: AppTest) -> list[dict]:
    return [json.loads(chart.proto.spec) for chart in page.get("plotly_chart")]


def read_texts(chart: dict) -> str:
    """Title, subtitle, notes at the foot and labels of a chart."""
    layout = chart["layout"]
    return "\n".join([layout["title"]["text"], *(a["text"] for a in layout["annotations"])])


@pytest.mark.usefixtures("opening_store")
class TestEveryPage:
    def test_opens_in_chinese_and_changes_every_label_to_english(self, open_page, path):
        page = open_page(path, lang="zh")
        chinese = read_labels(page)
        assert not page.error
        assert not page.warning
        assert page.query_params["lang"] == "zh"
        assert [label for label in chinese if not CHINESE.search(label)] == []

        page.radio(key="lang").set_value("en").run()

        assert not page.exception
        assert not page.error
        assert not page.warning
        assert page.query_params["lang"] == "en"
        english = read_labels(page)
        assert [label for label in english if CHINESE.search(label)] == []
        assert len(english) == len(chinese)

    def test_opens_for_a_region_without_any_figures(self, open_page, path):
        page = open_page(path, region="540000", demo="0", year="2008")
        assert not page.error
        assert page.query_params["region"] == "540000"


@pytest.mark.usefixtures("opening_store")
class TestCharts:
    @pytest.mark.parametrize(
        "view", ["trend", "ranking", "map", "compare", "multiples", "stacked", "table"]
    )
    def test_each_view_of_an_indicator_shows_one_thing(self, open_page, view):
        page = open_page("indicator", indicator="members", view=view)
        assert len(read_charts(page)) == (view != "table")
        assert len(page.dataframe) == (view == "table")
        assert page.query_params["view"] == view

    @pytest.mark.parametrize(
        ("path", "count"), [("overview", 2), ("membership", 2), ("city", 2), ("data", 1)]
    )
    def test_every_chart_says_title_source_version_and_demonstration(self, open_page, path, count):
        charts = read_charts(open_page(path))
        assert len(charts) == count
        for chart in charts:
            assert chart["layout"]["title"]["text"].startswith("<b>")
            assert "数据版本 3 · " in read_texts(chart)
            if path != "data":  # coverage counts indicators; it has no figures of its own
                assert "来源：演示数据" in read_texts(chart)
                assert "<b>演示数据</b>" in read_texts(chart)

    def test_a_chart_has_a_sentence_for_those_who_cannot_see_it(self, open_page):
        page = open_page("indicator", indicator="members", view="ranking", year="2020")
        chart = page.get("plotly_chart")[0]
        assert chart.proto.alt == "条形图：2020年工会会员人数，由高到低，共11个地区。"

    def test_composition_is_offered_only_for_what_adds_up(self, open_page):
        page = open_page("indicator", indicator="members", view="stacked", first="2020")
        assert "构成" in page.radio(key="view").options
        years = read_charts(page)[0]["layout"]["yaxis"]["ticktext"]
        assert (years[0], years[-1]) == ("2020", "2025")
        rate = open_page("indicator", indicator="membership_rate", view="stacked")
        assert "构成" not in rate.radio(key="view").options
        assert [w.value[:18] for w in rate.warning] == ["网址中的 view = `stack"]
        assert rate.query_params["view"] == "trend"

    def test_a_second_indicator_gets_a_chart_of_its_own(self, open_page):
        page = open_page("indicator", indicator="members", second="model_workers")
        assert len(read_charts(page)) == 2
        assert page.header[0].value == "对照：" + load_catalogue().indicators["model_workers"].name(
            "zh"
        )

    def test_map_and_last_upload_of_the_overview_are_made_when_opened(self, open_page):
        assert len(read_charts(open_page())) == 2
        page = open_page(session={"map_panel": True, "changes_panel": True})
        assert len(read_charts(page)) == 3
        # The newest opening set is that of the press reports: 32 rows over demonstration data.
        assert len(page.dataframe[0].value) == 32


@pytest.mark.usefixtures("opening_store")
class TestAddress:
    @pytest.mark.parametrize(("locale", "lang"), [("en-GB", "en"), ("zh-HK", "zh"), ("fr", "zh")])
    def test_without_a_language_follows_the_browser(self, open_page, locale, lang):
        assert open_page("help", locale=locale).query_params["lang"] == lang

    def test_shows_everything_that_was_chosen(self, open_page):
        page = open_page(
            "indicator", lang="en", region="610000", year="2019", demo="1",
            indicator="training_graduates", view="trend", cities="610100,610300", first="2017",
            last="2021", second="members",
        )  # fmt: skip
        assert dict(page.query_params) == {
            "lang": "en", "region": "610000", "year": "2019", "demo": "1",
            "indicator": "training_graduates", "view": "trend", "cities": "610100,610300",
            "first": "2017", "last": "2021", "second": "members",
        }  # fmt: skip
        assert page.selectbox(key="region").value == "610000"
        assert page.selectbox(key="year").value == 2019
        assert page.selectbox(key="indicator").value == "training_graduates"
        assert page.multiselect(key="cities").value == ["610100", "610300"]
        assert page.select_slider[0].value == (2017, 2021)
        assert page.title[0].value == "Training graduates"

    def test_copied_out_of_one_session_opens_the_same_view_in_another(self, open_page):
        first = open_page("indicator")
        first.selectbox(key="region").set_value("610000")
        first.selectbox(key="year").set_value(2018)
        first.selectbox(key="indicator").set_value("members").run()
        first.radio(key="view").set_value("compare").run()
        first.selectbox(key="since").set_value(2016).run()
        first.radio(key="lang").set_value("en").run()
        assert not first.exception

        second = open_page("indicator", locale="zh-CN", **first.query_params)

        assert second.query_params == first.query_params
        assert read_labels(second) == read_labels(first)
        assert read_charts(second) == read_charts(first)
        assert "2016" in read_texts(read_charts(second)[0])

    def test_the_city_and_the_programme_come_back(self, open_page):
        city = open_page("city", city="610300", year="2020", indicator="members")
        assert city.title[0].value == "宝鸡市 · 2020年"
        overview = open_page("overview", programme="training")
        assert overview.selectbox(key="programme").value == "training"

    def test_a_change_of_language_keeps_every_choice(self, open_page):
        page = open_page(
            "indicator", year="2019", indicator="members", cities="610300", second="model_workers"
        )
        page.select_slider[0].set_value((2017, 2021)).run()
        chosen = dict(page.query_params)
        assert chosen["first"] == "2017"
        page.radio(key="lang").set_value("en").run()
        assert dict(page.query_params) == chosen | {"lang": "en"}

    def test_a_frozen_version_shows_the_figures_as_they_stood(self, open_page):
        # The second opening set is the national one; the press reports came with the third.
        page = open_page(
            "indicator", version="2", region="410000", year="2008", indicator="breakfast_workers",
            view="table",
        )  # fmt: skip
        assert "数据版本 2" in page.info[0].value
        assert page.query_params["version"] == "2"
        assert len(page.dataframe[0].value) == 0

    def test_changing_the_year_changes_title_cards_charts_and_address(self, open_page):
        page = open_page(year="2020")
        cards, charts = [m.value for m in page.metric], read_charts(page)
        page.selectbox(key="year").set_value(2021).run()
        assert page.title[0].value == "陕西省 · 2021年"
        assert page.query_params["year"] == "2021"
        assert [m.value for m in page.metric] != cards
        trend, ranking = read_charts(page)
        assert trend == charts[0]  # it holds every year
        assert ranking != charts[1]
        assert "2021年" in ranking["layout"]["title"]["text"]

    def test_the_year_stays_when_the_region_changes_and_others_are_offered(self, open_page):
        page = open_page(region="610000", year="2025")
        page.selectbox(key="region").set_value("540000").run()  # it has 2000 and 2008
        assert not page.exception
        assert page.query_params["region"] == "540000"
        assert page.query_params["year"] == "2025"
        assert page.selectbox(key="year").value == 2025
        assert "西藏自治区没有2025年的数字。有数字的年份：" in [c.value for c in page.caption]
        assert [b.label for b in page.button if "年" in b.label] == ["2008年", "2000年"]
        page.button(key="years_there_2008").click().run()
        assert page.query_params["year"] == "2008"
        assert not [c.value for c in page.caption if "没有2008年" in c.value]
        page.selectbox(key="region").set_value("610000").run()
        assert page.query_params["year"] == "2008"
        assert page.title[0].value == "陕西省 · 2008年"

    def test_the_year_stays_when_demonstration_data_is_hidden(self, open_page):
        page = open_page(year="2025", lang="en")
        page.toggle(key="demo").set_value(False).run()
        assert page.query_params["year"] == "2025"
        assert "Shaanxi has no figures of 2025. There are some of:" in [
            c.value for c in page.caption
        ]
        assert page.button(key="years_there_2019").label == "2019"
        page.toggle(key="demo").set_value(True).run()
        assert page.query_params["year"] == "2025"
        assert not [c.value for c in page.caption if "no figures of" in c.value]

    def test_a_year_that_cannot_be_reported_is_told(self, open_page):
        page = open_page(year="1234")
        assert [w.value[:18] for w in page.warning] == ["网址中的 year = `1234`"]
        assert page.query_params["year"] == "2025"


class TestOpeningYear:
    def test_a_thin_new_year_is_offered_beside_the_full_one(self, open_page, own_opening_store):
        upload = NewUpload(source="县报表")
        cell = {"indicator": "members", "region_code": "610000", "period": "2026", "value": 9e6}
        row = cell | {"status": "final", "note_zh": "", "note_en": ""}
        own_opening_store.publish(Actor("李四"), pd.DataFrame([row]), upload)
        page = open_page()
        assert page.title[0].value == "陕西省 · 2025年"
        assert page.query_params["year"] == "2025"
        assert page.button(key="newer_years_2026").label == "2026年已报1项 →"
        page.button(key="newer_years_2026").click().run()
        assert page.title[0].value == "陕西省 · 2026年"
        assert page.query_params["year"] == "2026"
        assert not [b for b in page.button if b.key and b.key.startswith("newer_years")]

    @pytest.mark.usefixtures("opening_store")
    @pytest.mark.parametrize(
        ("region", "year"),
        [
            ("610000", 2000),  # 4 of its own in 2000, 1 in 2008, none since
            ("100000", 2014),  # 5 of its own every year; of 2019 only cities' figures
            ("310000", 2019),  # 4, 1, then 5
            ("410000", 2000),  # 4, then 1
        ],
    )
    def test_of_real_figures_alone_is_the_last_that_is_no_exception(self, open_page, region, year):
        page = open_page(region=region, demo="0")
        assert page.query_params["year"] == str(year)
        assert [m.value for m in page.metric if "未报" not in m.value]

    @pytest.mark.usefixtures("opening_store")
    def test_a_city_opens_in_its_last_year_of_figures(self, open_page):
        assert open_page("overview", region="411100", demo="0").query_params["year"] == "2019"


NONSENSE = ("nonsense", "", "９９", "99999999999", "<script>alert(1)</script>`x`")
# Where each parameter is read; what else the address needs for it to be read.
READ_AT = {
    "lang": ("overview", {}),
    "region": ("overview", {}),
    "year": ("overview", {}),
    "demo": ("overview", {}),
    "version": ("overview", {}),
    "programme": ("overview", {}),
    "indicator": ("indicator", {}),
    "second": ("indicator", {}),
    "cities": ("indicator", {}),
    "view": ("indicator", {}),
    "first": ("indicator", {}),
    "last": ("indicator", {}),
    "since": ("indicator", {"view": "compare"}),
    "city": ("city", {}),
}
# No cities and no second indicator are choices.
VALID = {("second", ""), ("cities", "")}


@pytest.mark.usefixtures("opening_store")
class TestNonsenseInTheAddress:
    @pytest.mark.parametrize("raw", NONSENSE)
    @pytest.mark.parametrize("key", READ_AT)
    def test_is_answered_with_a_sentence_and_a_valid_page(self, open_page, key, raw):
        path, others = READ_AT[key]
        page = open_page(path, **others, **{key: raw})
        assert not page.error
        warnings = [w.value for w in page.warning]
        assert len(warnings) == ((key, raw) not in VALID)
        for warning in warnings:
            assert warning.startswith(f"网址中的 {key} = ")
            assert "Traceback" not in warning
        assert page.title
        assert (key, raw) in VALID or page.query_params.get(key) != raw

    def test_is_told_once(self, open_page):
        page = open_page(year="nonsense")
        page.run()
        assert not page.warning

    def test_a_page_opened_for_an_indicator_of_another_programme_says_so(self, open_page):
        page = open_page("training", indicator="members")
        assert len(page.warning) == 1
        assert page.query_params["indicator"] == "training_attendance"

    def test_parameters_nobody_knows_are_passed_over(self, open_page):
        page = open_page(utm_source="mail")
        assert not page.warning
        assert "utm_source" not in page.query_params


class TestDatabaseThatCannotBeOpened:
    def test_is_explained_in_the_language_of_the_browser(self, open_page, set_database, tmp_path):
        path = tmp_path / "table.duckdb"
        path.write_text("not a database", encoding="utf-8")
        set_database(path)
        page = open_page(locale="en-GB")
        assert page.error[0].value.startswith(f"{path} is not a DuckDB database.")
        assert not page.title
        assert open_page(locale="zh-CN").error[0].value != page.error[0].value
