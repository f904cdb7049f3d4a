"""With sign-in a typed name is nobody: on the pages, whatever was typed and whatever link was sent."""

import time

import pytest

from dashboard.access import Actor
from dashboard.briefing.decks.deck import Deck
from dashboard.briefing.decks.drafts import find_briefing, list_briefings, start_briefing
from dashboard.importing.upload.upload_drafts import list_drafts, start_draft
from dashboard.presenters.tables import make_history_table
from dashboard.store import load_store

WANG = {"is_logged_in": True, "email": "wang@example.org"}
GUEST = {"is_logged_in": True, "email": "guest@example.org"}
STAFF = Actor("wang@example.org", signs_in=True)
TYPED = {"_person_name": "wang@example.org", "by": "wang@example.org"}
DECK = Deck("内部", "zh")
CONTENT = "地区,年份,会员人数\n西安市,2023,2500\n".encode()
DAY = 24 * 60 * 60


def columns_of(page):
    """Of the first table, which has the uploads."""
    return set(page.dataframe[0].value.columns)


@pytest.fixture
def staff_only(small_store, set_staff):
    set_staff("wang@example.org")
    return small_store


class TestTypedAddressOfStaff:
    @pytest.mark.parametrize("user", [None, GUEST], ids=["nobody", "guest"])
    def test_neither_lists_nor_opens_her_decks(self, open_page, staff_only, user) -> None:
        deck = start_briefing(STAFF, staff_only, DECK)
        page = open_page("briefing", session=TYPED, user=user, briefing=deck.briefing_id)
        assert not page.exception
        assert all("内部" not in str(s.options) for s in page.selectbox)
        assert "build" not in {b.key for b in page.button}
        assert page.text_input(key="by").disabled
        assert page.text_input(key="by").value == (user or {}).get("email", "")

    def test_nor_shows_them(self, open_page, staff_only) -> None:
        deck = start_briefing(STAFF, staff_only, DECK)
        page = open_page("present", session=TYPED, briefing=deck.briefing_id)
        assert all("内部" not in m.value for m in page.markdown)

    def test_nor_keeps_anything_under_it(self, open_page, staff_only) -> None:
        page = open_page("briefing", session=TYPED)
        assert "登录" in page.info[0].value
        assert "make_outline" not in {b.key for b in page.button}
        assert list_briefings(STAFF, staff_only) == []

    def test_nor_undoes(self, open_page, staff_only) -> None:
        page = open_page("history", session=TYPED | {"undo_by": "wang@example.org"})
        assert not page.form_submit_button

    def test_nor_opens_her_files(self, open_page, staff_only, set_staff) -> None:
        set_staff("wang@example.org, li@example.org")
        draft = start_draft(STAFF, staff_only, CONTENT, "她的.csv")
        li = {"is_logged_in": True, "email": "li@example.org"}
        page = open_page("upload", session=TYPED, user=li, draft=draft.draft_id)
        assert all("她的" not in t.value for t in page.text)
        assert [d.draft_id for d in list_drafts(STAFF, staff_only)] == [draft.draft_id]


class TestSignIn:
    def test_opens_the_own_deck(self, open_page, staff_only) -> None:
        deck = start_briefing(STAFF, staff_only, DECK)
        page = open_page("briefing", user=WANG, briefing=deck.briefing_id)
        assert "build" in {b.key for b in page.button}
        page.button(key="throw_away").click().run()
        assert find_briefing(STAFF, load_store(), deck.briefing_id) is None

    @pytest.mark.parametrize("claim", [False, "false", None, 0, ""])
    def test_with_an_unverified_address_is_nobody_s(self, open_page, staff_only, claim) -> None:
        page = open_page("upload", user=WANG | {"email_verified": claim})
        assert not page.file_uploader
        assert "验证" in page.warning[0].value
        deck = start_briefing(STAFF, staff_only, DECK)
        page = open_page(
            "briefing", user=WANG | {"email_verified": claim}, briefing=deck.briefing_id
        )
        assert "build" not in {b.key for b in page.button}

    @pytest.mark.parametrize("claim", [True, "true"])
    def test_with_a_verified_address_counts(self, open_page, staff_only, claim) -> None:
        assert open_page("upload", user=WANG | {"email_verified": claim}).file_uploader

    def test_older_than_its_cookie_may_grow_has_ended(self, open_page, staff_only) -> None:
        now = time.time()
        assert open_page("upload", user=WANG | {"iat": now - 29 * DAY}).file_uploader
        assert not open_page("upload", user=WANG | {"iat": now - 31 * DAY}).file_uploader


class TestNamesInHistory:
    ALL = {"操作人", "文件", "备注说明"}

    def test_are_for_staff(self, open_page, staff_only) -> None:
        assert columns_of(open_page("history", user=WANG)) >= self.ALL
        for user in (None, GUEST):
            page = open_page("history", user=user)
            seen = columns_of(page)
            assert not seen & self.ALL
            assert {"新增", "修改", "状态"} <= seen
            assert "李四" not in str([d.value.to_csv() for d in page.dataframe])

    def test_of_one_figure_too(self, open_page, staff_only) -> None:
        page = open_page("indicator", indicator="members", view="table", year="2023")
        selection = page.session_state["selection"]
        cell = ("members", "610100", "2023")
        assert "李四" in make_history_table(selection, *cell, for_staff=True).to_csv()
        assert "李四" not in make_history_table(selection, *cell, for_staff=False).to_csv()

    def test_are_everyone_s_where_nobody_can_sign_in(self, open_page, small_store) -> None:
        assert columns_of(open_page("history")) >= self.ALL
