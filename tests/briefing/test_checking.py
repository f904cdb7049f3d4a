"""Decks of old checked against the figures of today: revised, completed, edited by hand.

Model workers of 2022 and of 2023 alike: 西安 100, 铜川 200, 宝鸡 300, 咸阳 400, 渭南 500; and as many
yuan of insurance cover. Of these ten numbers the quintiles, and so the limits of the classes of a map
of the cover, are 200, 300, 400 and 500. The model workers, which add up, are circles.
"""

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from io import BytesIO

import pandas as pd
import pytest
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.presentation import Presentation as PresentationType

from dashboard.access import Actor
from dashboard.briefing.checks.old_deck import Stale, check_deck
from dashboard.briefing.decks.deck import Deck, Slide
from dashboard.briefing.slides.presentation import make_deck
from dashboard.selection import ChartRequest
from dashboard.store import NewUpload, Store

SHAANXI, XIAN, TONGCHUAN, BAOJI = "610000", "610100", "610200", "610300"
CITIES = {XIAN: 100.0, TONGCHUAN: 200.0, BAOJI: 300.0, "610400": 400.0, "610500": 500.0}
COVER = "insurance_cover_per_worker"
CELLS = [
    (indicator, city, year, value, "final")
    for indicator in ("model_workers", COVER)
    for city, value in CITIES.items()
    for year in ("2022", "2023")
]


@pytest.fixture
def store(make_small_store: Callable[..., Store]) -> Store:
    return make_small_store(*CELLS)


@pytest.fixture
def publish(make_frame: Callable[..., pd.DataFrame]) -> Callable[..., None]:
    def publish_cells(store: Store, *cells: tuple[str, str, str, float | None, str]) -> None:
        store.publish(Actor(), make_frame(*cells), NewUpload(source="更正"))

    return publish_cells


def make(kind: str, indicator: str = "model_workers", lang: str = "zh", **entries: object) -> bytes:
    slide = Slide(ChartRequest(kind, indicator, **entries), SHAANXI, 2023)
    return make_deck(Deck("", lang, (slide,)))


def check(content: bytes, store: Store, lang: str = "zh") -> dict[str, Stale]:
    """What is stale, by where it stands."""
    stale = check_deck(content, newest=store.version, lang=lang).stale
    assert len({s.where for s in stale}) == len(stale)
    return {s.where: s for s in stale}


def told(stale: Stale) -> tuple[str, str, str]:
    return stale.shown, stale.now, stale.reason


def each_shape(shapes: object) -> Iterator[object]:
    for shape in shapes:
        yield shape
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from each_shape(shape.shapes)


def edit(content: bytes, change: Callable[[PresentationType], None]) -> bytes:
    presentation = Presentation(BytesIO(content))
    change(presentation)
    buffer = BytesIO()
    presentation.save(buffer)
    return buffer.getvalue()


def edit_shape(content: bytes, name: str, change: Callable[[object], None]) -> bytes:
    def change_named(presentation: PresentationType) -> None:
        (shape,) = [s for s in each_shape(presentation.slides[0].shapes) if s.name == name]
        change(shape)

    return edit(content, change_named)


def colour_like(class_: str) -> Callable[[object], None]:
    """Gives a shape the fill of a class in the legend, as the format painter does."""
    tag = "{http://schemas.openxmlformats.org/drawingml/2006/main}solidFill"

    def change(shape: object) -> None:
        drawn = each_shape(shape.part.slide.shapes)
        (square,) = [s for s in drawn if s.name.startswith(class_)]
        properties = shape._element.spPr
        properties.replace(properties.find(tag), deepcopy(square._element.spPr.find(tag)))

    return change


class TestMapOfClasses:
    def test_city_that_moved_into_another_class_is_told_with_both(
        self, store: Store, publish: Callable[..., None]
    ) -> None:
        content = make("map", COVER)
        # 100, 200, 200, 300, 300, 350, 400, 400, 500, 500: the same limits as before.
        publish(store, (COVER, XIAN, "2023", 350.0, "final"))
        found = check(content, store)
        assert told(found["西安"]) == (
            "100元/人 · < 200",
            "350元/人 · 300 – 400",
            "版本1之后已修订",
        )
        assert not {"铜川", "宝鸡", "咸阳", "渭南", "延安", "图例分档"} & found.keys()

    def test_newly_reported_and_missing_cities_are_told_in_words(
        self, store: Store, publish: Callable[..., None]
    ) -> None:
        content = make("map", COVER)
        publish(
            store,
            (COVER, "610600", "2023", 250.0, "final"),
            (COVER, TONGCHUAN, "2023", None, "not_reported"),
        )
        found = check(content, store)
        assert told(found["延安"]) == ("未报", "250元/人 · 200 – 300", "版本1之后新报")
        assert told(found["铜川"]) == ("200元/人 · 200 – 300", "未报", "版本1之后已无数字")
        # 100, 100, 200, 250, 300, 300, 400, 400, 500, 500: limits 200, 300, 400 and 500 as before.
        assert "图例分档" not in found

    def test_moved_limits_are_told_once_and_do_not_accuse_the_cities(
        self, store: Store, publish: Callable[..., None]
    ) -> None:
        content = make("map", COVER)
        publish(store, (COVER, "610500", "2022", 900.0, "final"))
        # 100, 100, 200, 200, 300, 300, 400, 400, 500, 900: the same limits.
        assert check(content, store) == {}
        publish(store, (COVER, "610400", "2022", 450.0, "final"))
        # 100, 100, 200, 200, 300, 300, 400, 450, 500, 900: the same limits.
        assert check(content, store) == {}
        publish(store, (COVER, "610600", "2021", 50.0, "final"))
        # 50, 100, 100, 200, 200, 300, 300, 400, 450, 500, 900: the third, fifth, seventh and ninth
        # of eleven are 100, 200, 300 and 450.
        found = check(content, store)
        assert list(found) == ["图例分档"]
        assert found["图例分档"].now == "< 100、100 – 200、200 – 300、300 – 450、≥ 450、无数据"

    def test_larger_unit_is_no_revision(self, store: Store, publish: Callable[..., None]) -> None:
        content = make("map", COVER)
        publish(store, (COVER, XIAN, "2023", 12_345.0, "final"))
        found = check(content, store)
        assert found["西安"].now.startswith("1.23万元/人（12,345元/人） · ≥ ")
        assert not {"铜川", "宝鸡", "咸阳", "渭南"} & found.keys()

    def test_recoloured_shape_is_told_with_the_class_it_shows(self, store: Store) -> None:
        content = edit_shape(make("map", COVER), "西安", colour_like("≥ 500"))
        found = check(content, store)
        assert {w: told(s) for w, s in found.items()} == {
            "西安": ("100元/人 · ≥ 500", "100元/人 · < 200", "颜色被手工改动，原为< 200")
        }

    def test_colour_of_no_class_is_told(self, store: Store) -> None:
        def paint(shape: object) -> None:
            shape.fill.solid()
            shape.fill.fore_color.rgb = RGBColor(200, 0, 0)

        found = check(edit_shape(make("map", COVER), "延安", paint), store)
        assert {w: told(s) for w, s in found.items()} == {
            "延安": ("未报 · 图例中没有的颜色", "未报", "颜色被手工改动，原为无数据")
        }

    def test_deleted_shape_and_number_written_anew_are_told(self, store: Store) -> None:
        def rewrite(shape: object) -> None:
            shape.text_frame.paragraphs[1].runs[0].text = "120"

        content = edit_shape(make("map", COVER), "西安 label", rewrite)
        content = edit_shape(content, "宝鸡", lambda s: s._element.getparent().remove(s._element))
        assert {w: told(s) for w, s in check(content, store).items()} == {
            "西安": ("120 · < 200", "100元/人 · < 200", "被手工改动，原为100元/人"),
            "宝鸡": ("无", "300元/人 · 300 – 400", "其图形被手工删除"),
        }

    def test_ungrouped_map_and_one_without_words_are_true(self, store: Store) -> None:
        def ungroup(presentation: PresentationType) -> None:
            slide = presentation.slides[0]
            (group,) = [
                s
                for s in slide.shapes
                if s.shape_type == MSO_SHAPE_TYPE.GROUP and s.name != "legend"
            ]
            for shape in list(group.shapes):
                slide.shapes._spTree.append(shape._element)
                shape._element.xpath(".//p:cNvPr")[0].attrib.pop("descr", None)
            group._element.getparent().remove(group._element)

        assert check(edit(make("map", COVER), ungroup), store) == {}

    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_rates_which_stand_on_a_map_without_their_sign_are_true(
        self,
        make_small_store: Callable[..., Store],
        publish: Callable[..., None],
        lang: str,
    ) -> None:
        rates = {XIAN: 90.4, TONGCHUAN: 89.3, BAOJI: 92.4, "610400": 91.5, "610500": 92.0}
        store = make_small_store(
            *(("union_coverage_rate_25", city, "2023", v, "final") for city, v in rates.items())
        )
        content = make("map", "union_coverage_rate_25", lang)
        labels = [
            s.text_frame.text.split("\n")[-1]
            for s in each_shape(Presentation(BytesIO(content)).slides[0].shapes)
            if s.has_text_frame and s.name.endswith(" label")
        ]
        # 铜川 has no room for its number, nor have English names that are as long as their region.
        written = {"90.4", "92.4"} | ({"91.5", "92.0"} if lang == "zh" else set())
        assert {label for label in labels if label[0].isdecimal()} >= written
        assert check(content, store, lang) == {}

        # 90.4 and 90.9 are of the same class, which ends at 91.
        publish(store, ("union_coverage_rate_25", XIAN, "2023", 90.9, "final"))
        name = "西安" if lang == "zh" else "Xi'an"
        found = check(content, store, lang)
        assert found[name].shown.startswith("90.4%")
        assert found[name].now.startswith("90.9%")
        assert {
            w for w in found if w in ("西安", "铜川", "宝鸡", "Xi'an", "Tongchuan", "Baoji")
        } == {name}

    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_slides_without_classes_in_their_words_are_checked(
        self, store: Store, publish: Callable[..., None], lang: str
    ) -> None:
        publish(store, (COVER, XIAN, "2023", 56_789.0, "final"))

        def age(presentation: PresentationType) -> None:
            for shape in each_shape(presentation.slides[0].shapes):
                named = shape._element.xpath(".//p:cNvPr")[0]
                if shape.shape_type == MSO_SHAPE_TYPE.FREEFORM and named.get("descr"):
                    named.set("descr", re.sub("（.*| [(].*|；.*|;.*", "", named.get("descr")))

        content = edit(make("map", COVER, lang), age)
        assert check(content, store, lang) == {}
        publish(store, (COVER, XIAN, "2023", 56_790.0, "final"))
        place, last = {
            "zh": ("西安", "版本2之后已修订"),
            "en": ("Xi'an", "revised since version 2"),
        }[lang]
        assert check(content, store, lang)[place].reason == last


class TestMapOfCircles:
    def test_revised_and_missing_numbers_are_told_without_classes(
        self, store: Store, publish: Callable[..., None]
    ) -> None:
        content = make("map")
        assert check(content, store) == {}
        publish(
            store,
            ("model_workers", XIAN, "2023", 350.0, "final"),
            ("model_workers", TONGCHUAN, "2023", None, "not_reported"),
            # A largest number of another year makes all circles smaller, which accuses nobody.
            ("model_workers", BAOJI, "2021", 5000.0, "final"),
        )
        found = check(content, store)
        assert told(found["西安"]) == ("100人", "350人", "版本1之后已修订")
        assert told(found["铜川"]) == ("200人", "未报", "版本1之后已无数字")
        assert not {"宝鸡", "咸阳", "渭南", "图例分档"} & found.keys()

    def test_circle_made_larger_or_taken_away_is_told(self, store: Store) -> None:
        def enlarge(shape: object) -> None:
            shape.width = int(shape.width * 1.2)

        content = edit_shape(make("map"), "西安 circle", enlarge)
        content = edit_shape(
            content, "宝鸡 circle", lambda s: s._element.getparent().remove(s._element)
        )
        assert {w: told(s) for w, s in check(content, store).items()} == {
            "西安": ("100人", "100人", "其圆形大小被手工改动"),
            "宝鸡": ("300人", "300人", "其圆形被手工删除"),
        }

    def test_map_that_was_enlarged_as_a_whole_is_true(self, store: Store) -> None:
        def enlarge(presentation: PresentationType) -> None:
            for shape in each_shape(presentation.slides[0].shapes):
                if shape.name.endswith(" circle"):
                    shape.width = int(shape.width * 1.5)

        assert check(edit(make("map"), enlarge), store) == {}

    def test_counts_in_classes_of_colour_on_slides_of_old_are_true(
        self, store: Store, publish: Callable[..., None]
    ) -> None:
        """The map of the cover, which has the same numbers, made to be one of the model workers."""

        def age(presentation: PresentationType) -> None:
            (slide,) = presentation.slides
            for shape in each_shape(slide.shapes):
                named = shape._element.xpath(".//p:cNvPr")[0]
                if named.get("descr"):
                    named.set("descr", named.get("descr").replace("元/人", "人"))
            for paragraph in slide.notes_slide.notes_text_frame.paragraphs:
                for run in paragraph.runs:
                    run.text = run.text.replace(COVER, "model_workers")

        content = edit(make("map", COVER), age)
        areas = {"西安", "铜川", "宝鸡", "咸阳", "渭南", "延安"}
        assert not areas & check(content, store).keys()
        publish(store, ("model_workers", XIAN, "2023", 350.0, "final"))
        found = check(content, store)
        assert told(found["西安"]) == ("100人", "350人", "版本1之后已修订")
        assert not (areas - {"西安"}) & found.keys()


class TestPerHead:
    def test_reading_that_changed_with_the_members_is_told(
        self, make_small_store: Callable[..., Store], publish: Callable[..., None]
    ) -> None:
        store = make_small_store(
            ("service_stations", XIAN, "2023", 30.0, "final"),
            ("members", XIAN, "2023", 200_000.0, "final"),
            ("service_stations", TONGCHUAN, "2023", 12.0, "final"),
            ("members", TONGCHUAN, "2023", 40_000.0, "final"),
        )
        content = make("ranking", "service_stations")
        assert check(content, store) == {}
        publish(store, ("members", TONGCHUAN, "2023", 60_000.0, "final"))
        # 12 of six times 10,000 members instead of four times.
        cell, sentence = check(content, store).values()
        assert cell.where == "每万名工会会员（个） · 铜川"
        assert told(cell) == ("3.00", "2.00", "版本1之后已修订")
        assert told(sentence)[0::2] == ("3.00", "版本1之后已修订")
        assert "铜川居首（2.00个，已修订）" in sentence.now


class TestPartYear:
    @pytest.fixture
    def store(self, make_small_store: Callable[..., Store]) -> Store:
        """300 in nine months of 2023, a hundred a quarter; 500 in all of 2022."""
        months = [f"2023-{m:02d}" for m in range(1, 10)]
        return make_small_store(
            ("sanitation_workers_served", XIAN, "2022", 500.0, "final"),
            *[("sanitation_workers_served", XIAN, m, 100.0 / 3, "final") for m in months],
        )

    def test_figure_that_became_whole_is_one_revision_in_chart_title_and_sentence(
        self, store: Store, publish: Callable[..., None]
    ) -> None:
        content = make("trend", "sanitation_workers_served", regions=(XIAN,))
        assert check(content, store) == {}
        publish(store, ("sanitation_workers_served", XIAN, "2023", 450.0, "final"))
        found = check(content, store)
        reason = "版本1之后已修订：当时非全年数，现为全年数"
        assert told(found.pop("西安 · 2023")) == ("300 人次", "450 人次", reason)
        # 2022, which it is not compared with, is no figure.
        (title, title_now), (where, sentence) = found.items()
        assert title == "2023年前三季度，西安服务环卫工人共300人次"
        assert told(title_now) == ("300", "西安服务环卫工人450人次，比2022年下降10.0%", reason)
        assert where.startswith(title)
        assert told(sentence)[0::2] == ("300", reason)
        assert "共450人次，比上年下降10.0%" in sentence.now

    def test_revised_figure_beside_it_is_not_called_part_of_a_year(
        self, store: Store, publish: Callable[..., None]
    ) -> None:
        content = make("trend", "sanitation_workers_served", regions=(XIAN,))
        publish(store, ("sanitation_workers_served", XIAN, "2022", 510.0, "final"))
        assert told(check(content, store)["西安 · 2022"]) == (
            "500 人次",
            "510 人次",
            "版本1之后已修订",
        )

    def test_table_tells_it_too(self, store: Store, publish: Callable[..., None]) -> None:
        content = make("totals", "", city=XIAN)
        publish(store, ("sanitation_workers_served", XIAN, "2023", 450.0, "final"))
        assert told(check(content, store)["指标 · 服务环卫工人人次 · 2023"]) == (
            "300人次",
            "450人次",
            "版本1之后已修订：当时非全年数，现为全年数",
        )


class TestCharts:
    def test_bar_that_became_complete_is_revised_and_not_gone(
        self, store: Store, publish: Callable[..., None]
    ) -> None:
        content = make("stacked")
        others = ["610600", "610700", "610800", "610900", "611000"]
        rows = [("model_workers", city, "2023", 10.0, "final") for city in others]
        publish(store, *rows, ("model_workers", XIAN, "2023", 150.0, "final"))
        found = check(content, store)
        assert told(found["西安 · 2023"]) == ("100 人", "150 人", "版本1之后已修订")
        assert "铜川 · 2022" not in found

    def test_each_small_chart_is_compared_with_its_own(
        self, store: Store, publish: Callable[..., None]
    ) -> None:
        content = make("multiples", regions=(XIAN, BAOJI))
        publish(store, ("model_workers", XIAN, "2023", 150.0, "final"))
        found = check(content, store)
        assert told(found["西安 · 2023"]) == ("100 人", "150 人", "版本1之后已修订")
        assert not [w for w in found if w.startswith("宝鸡 ·")]

    def test_places_on_one_line_are_compared(
        self, store: Store, publish: Callable[..., None]
    ) -> None:
        content = make("position", city=XIAN)
        publish(store, ("model_workers", TONGCHUAN, "2023", 210.0, "final"))
        found = check(content, store)
        assert told(found["铜川"]) == ("200 人", "210 人", "版本1之后已修订")
        assert "宝鸡" not in found

    def test_gap_that_was_filled_is_newly_reported(
        self, store: Store, publish: Callable[..., None]
    ) -> None:
        content = make("ranking")
        publish(store, ("model_workers", "610600", "2023", 50.0, "final"))
        assert told(check(content, store)["延安"]) == ("无数据", "50 人", "版本1之后新报")

    def test_larger_unit_is_no_revision(self, store: Store, publish: Callable[..., None]) -> None:
        content = make("trend", regions=(XIAN, BAOJI))
        publish(store, ("model_workers", XIAN, "2023", 12_345.0, "final"))
        found = check(content, store)
        assert told(found["西安 · 2023"]) == ("100 人", "1.2345 万人", "版本1之后已修订")
        assert not [w for w in found if w.startswith("宝鸡 ·")]
