"""From charts to a deck: outlines, order, words, build, presentation, and what differs."""

import re
from io import BytesIO

import pytest
from pptx import Presentation

from dashboard.access import Actor
from dashboard.briefing.checks.old_deck import check_deck
from dashboard.briefing.decks.deck import Deck, Slide
from dashboard.briefing.decks.drafts import find_briefing, read_template, start_briefing
from dashboard.briefing.slides.presentation import make_deck
from dashboard.selection import ChartRequest
from dashboard.store import NewUpload, load_store

RANKING = Slide(ChartRequest("ranking", "members"), "610000", 2024)
TREND = Slide(ChartRequest("trend", "members", regions=("610000",)), "610000", 2024)
TOTALS = Slide(ChartRequest("totals"), "610000", 2024)
DECK = Deck("年度简报", "zh", (RANKING, TREND, TOTALS))


@pytest.fixture
def briefing(own_opening_store):
    """A briefing of a ranking, a trend and a table."""
    return start_briefing(Actor(), own_opening_store, DECK)


def kinds_of(briefing_id):
    deck = find_briefing(Actor(), load_store(), briefing_id).deck
    return [slide.request.kind for slide in deck.slides]


def titles_of(content):
    return [s.shapes.title.text for s in Presentation(BytesIO(content)).slides if s.shapes.title]


class TestChoice:
    def test_without_a_briefing_it_says_how_to_begin(self, open_page, own_opening_store):
        page = open_page("briefing")
        assert any("菜单" in m.value and "提纲" in m.value for m in page.markdown)

    def test_outline_becomes_a_briefing_in_the_address(self, open_page, own_opening_store):
        page = open_page("briefing", region="610000", year="2024")
        page.button(key="make_outline").click().run()
        assert not page.exception
        briefing_id = page.query_params["briefing"]
        assert kinds_of(briefing_id)[0] == "totals"
        assert kinds_of(briefing_id)[-1] == "shortfalls"

    def test_outline_that_cannot_be_made_says_why(self, open_page, make_small_store):
        store = make_small_store(("membership_rate", "610100", "2024", 93.0, "final"))
        page = open_page("briefing", region="100000", year="2024")
        page.button(key="make_outline").click().run()
        assert "没有可用于这个提纲的数字" in page.error[0].value
        assert "briefing" not in page.query_params
        assert len(store.work("list_briefings", {"briefing_id": None} | Actor().asks())) == 0

    def test_unknown_briefing_in_the_address_is_told(self, open_page, own_opening_store):
        page = open_page("briefing", briefing="0" * 32)
        assert "不存在" in page.warning[0].value

    def test_briefing_of_another_person_who_signed_in_is_not_opened(
        self, open_page, own_opening_store
    ):
        mine = start_briefing(Actor("wang@example.org"), own_opening_store, DECK)
        other = {"is_logged_in": True, "email": "li@example.org"}
        page = open_page("briefing", user=other, briefing=mine.briefing_id)
        assert not page.button(key="make_outline").disabled
        assert "build" not in {b.key for b in page.button}


class TestSlides:
    def test_order_can_be_changed_and_slides_taken_out(self, open_page, briefing):
        page = open_page("briefing", briefing=briefing.briefing_id)
        page.button(key=f"arrow_downward_{round_of(page)}_0").click().run()
        assert kinds_of(briefing.briefing_id) == ["trend", "ranking", "totals"]
        page.button(key=f"delete_{round_of(page)}_1").click().run()
        assert kinds_of(briefing.briefing_id) == ["trend", "totals"]
        assert not page.exception

    def test_own_title_and_sentence_are_kept_and_built(self, open_page, briefing):
        opened = {"panel_0_0": True}
        page = open_page("briefing", session=opened, briefing=briefing.briefing_id)
        page.text_input(key=f"title_{round_of(page)}_0").set_value("会员稳步增长").run()
        page.text_area(key=f"sentence_{round_of(page)}_0").set_value("请领导审阅。").run()
        assert not page.exception
        slide = find_briefing(Actor(), load_store(), briefing.briefing_id).deck.slides[0]
        assert (slide.title, slide.sentence) == ("会员稳步增长", "请领导审阅。")
        content = make_deck(find_briefing(Actor(), load_store(), briefing.briefing_id).deck)
        assert "会员稳步增长" in titles_of(content)

    def test_deck_is_built_and_offered(self, open_page, briefing):
        page = open_page("briefing", briefing=briefing.briefing_id)
        assert not page.get("download_button")
        page.button(key="build").click().run()
        assert not page.exception
        (button,) = page.get("download_button")
        assert button.proto.label == "下载幻灯片"

    def test_changed_deck_must_be_built_again(self, open_page, briefing):
        page = open_page("briefing", briefing=briefing.briefing_id)
        page.button(key="build").click().run()
        page.button(key=f"delete_{round_of(page)}_0").click().run()
        assert not page.get("download_button")

    def test_own_template_is_kept_used_and_given_up(self, open_page, briefing):
        opened = {"template_panel": True}
        page = open_page("briefing", session=opened, briefing=briefing.briefing_id)
        template = make_deck(Deck("", "zh"))
        page.file_uploader[0].upload("own.pptx", template).run()
        assert not page.exception
        kept = find_briefing(Actor(), load_store(), briefing.briefing_id)
        assert kept.template_name == "own.pptx"
        assert read_template(load_store(), kept) == template
        page.button(key="drop_template").click().run()
        assert find_briefing(Actor(), load_store(), briefing.briefing_id).template_name == ""

    def test_template_that_is_none_is_refused_in_a_sentence(self, open_page, briefing):
        opened = {"template_panel": True}
        page = open_page("briefing", session=opened, briefing=briefing.briefing_id)
        page.file_uploader[0].upload("own.pptx", b"no zip at all").run()
        assert "PowerPoint" in page.error[0].value
        assert find_briefing(Actor(), load_store(), briefing.briefing_id).template_name == ""
        assert page.button(key="build")

    def test_briefing_is_thrown_away(self, open_page, briefing):
        page = open_page("briefing", briefing=briefing.briefing_id)
        page.button(key="throw_away").click().run()
        assert find_briefing(Actor(), load_store(), briefing.briefing_id) is None
        assert not page.exception


def round_of(page):
    """The number in the keys of the slides' widgets."""
    return page.session_state["_briefing_round"] if "_briefing_round" in page.session_state else 0  # noqa: SIM401


def headline_of(page):
    """The headline of a screen."""
    html = "".join(element.proto.body for element in page.get("html"))
    return re.search("<h1>(.*?)</h1>", html).group(1)


class TestPresentation:
    def test_one_chart_a_screen_in_the_order_of_the_deck(self, open_page, briefing):
        page = open_page("present", briefing=briefing.briefing_id)
        assert len(page.get("plotly_chart")) == 1
        first = headline_of(page)
        page.button(key="next").click().run()
        assert page.query_params["slide"] == "2"
        assert headline_of(page) != first
        page.button(key="previous").click().run()
        assert headline_of(page) == first
        assert page.button(key="previous").disabled

    def test_long_table_goes_over_several_screens(self, open_page, briefing):
        # 18 indicators on two screens after the two charts, the first of them half.
        page = open_page("present", briefing=briefing.briefing_id, slide="3")
        assert headline_of(page).endswith("（1/2）")
        table = "".join(element.proto.body for element in page.get("html"))
        assert table.count("<tr>") == 1 + 9
        page.button(key="next").click().run()
        assert page.button(key="next").disabled

    def test_without_a_briefing_it_says_so(self, open_page, own_opening_store):
        assert "没有可放映的简报" in open_page("present").info[0].value


class TestCheck:
    def test_slides_of_today_are_true(self, opening_store):
        report = check_deck(make_deck(DECK), newest=opening_store.version, lang="zh")
        assert report.stale == ()
        assert report.checked >= 3

    def test_revised_figure_is_found_with_both_numbers(self, own_opening_store, make_frame):
        deck = Deck("", "zh", (Slide(ChartRequest("ranking", "model_workers"), "610000", 2024),))
        content = make_deck(deck)
        frame = make_frame(("model_workers", "610100", "2024", 12345.0, "final"))
        own_opening_store.publish(Actor(), frame, NewUpload(source="更正"))
        report = check_deck(content, newest=own_opening_store.version, lang="zh")
        (stale,) = [s for s in report.stale if s.where == "西安"]
        assert stale.slide == 1
        assert stale.now == "1.2345 万人"  # the largest is above ten thousand now
        assert stale.reason == "版本3之后已修订"

    def test_number_changed_by_hand_is_found(self, opening_store):
        presentation = Presentation(BytesIO(make_deck(Deck("", "zh", (RANKING,)))))
        slide = presentation.slides[0]
        slide.shapes.title.text_frame.text = "会员总数已达98765万人"
        buffer = BytesIO()
        presentation.save(buffer)
        report = check_deck(buffer.getvalue(), newest=opening_store.version, lang="zh")
        (stale,) = report.stale
        assert stale.shown == "98765"
        assert "人工核对" in stale.reason

    def test_slides_of_others_are_counted_and_not_judged(self, opening_store):
        presentation = Presentation()
        presentation.slides.add_slide(presentation.slide_layouts[0]).shapes.title.text = "100%"
        buffer = BytesIO()
        presentation.save(buffer)
        report = check_deck(buffer.getvalue(), newest=opening_store.version, lang="zh")
        assert (report.slides, report.checked, report.stale) == (1, 0, ())
