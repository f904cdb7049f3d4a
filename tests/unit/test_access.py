"""Who may publish, and whose work in the database is whose."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from dashboard.access import Actor, authorise
from dashboard.briefing import drafts as decks
from dashboard.briefing.deck import Deck
from dashboard.errors import AccessError
from dashboard.importing.corrections import Corrections
from dashboard.importing.upload import upload_drafts as drafts
from dashboard.settings import load_settings

WANG, LI, NOBODY = "wang@example.org", "li@example.org", ""
STAFF = Actor("Wang@Example.org", signs_in=True)
READER = Actor(LI, signs_in=True)
STRANGER = Actor(NOBODY, signs_in=True)
CONTENT = "地区,年份,会员人数\n西安市,2023,2500\n".encode()
SAID = Corrections(places={"长安": "610116"})


@pytest.fixture(autouse=True)
def staff(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("DASHBOARD_STAFF", WANG)
    load_settings.cache_clear()
    yield
    load_settings.cache_clear()


def test_staff_are_those_of_the_list_who_signed_in() -> None:
    assert STAFF.is_staff
    assert not READER.is_staff
    assert not STRANGER.is_staff


def test_without_a_list_whoever_signed_in_is_staff(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DASHBOARD_STAFF", "")
    load_settings.cache_clear()
    assert READER.is_staff
    assert not STRANGER.is_staff
    # Neither list nor sign-in: open to everyone, under whatever name.
    assert Actor().is_staff and Actor("李四").is_staff


@pytest.mark.parametrize("actor", [READER, STRANGER])
def test_who_may_not_is_refused_before_anything_is_written(actor: Actor) -> None:
    with pytest.raises(AccessError, match="only staff"):
        authorise(actor)
    authorise(STAFF)


@pytest.mark.parametrize("asker", [READER, STRANGER, Actor("王芳", signs_in=True)])
class TestWorkOfAnother:
    def test_draft_is_neither_listed_nor_opened_changed_or_thrown_away(
        self, empty_store, asker
    ) -> None:
        draft = drafts.start_draft(empty_store, STAFF, CONTENT, "a.csv")
        assert drafts.list_drafts(empty_store, asker) == []
        assert drafts.find_draft(empty_store, asker, draft.draft_id) is None
        drafts.save_draft(empty_store, asker, replace(draft, note="x", owner=asker.owner))
        drafts.drop_draft(empty_store, asker, draft)
        assert drafts.list_drafts(empty_store, STAFF) == [draft]
        assert empty_store.files.read(draft.sha256) == CONTENT

    def test_deck_is_neither_listed_nor_opened_changed_or_thrown_away(
        self, empty_store, asker
    ) -> None:
        deck = decks.start_briefing(empty_store, STAFF, Deck("题", "zh"))
        assert decks.list_briefings(empty_store, asker) == []
        assert decks.find_briefing(empty_store, asker, deck.briefing_id) is None
        decks.save_briefing(empty_store, asker, replace(deck, deck=Deck("改", "zh")))
        decks.keep_template(empty_store, asker, deck, b"PK", "house.pptx")
        decks.drop_briefing(empty_store, asker, deck)
        assert decks.list_briefings(empty_store, STAFF) == [deck]

    def test_remembered_corrections_are_neither_read_nor_forgotten(
        self, empty_store, asker
    ) -> None:
        drafts.remember_corrections(empty_store, STAFF, "k", SAID, file_name="a.csv")
        assert drafts.list_remembered(empty_store, asker) == []
        drafts.forget_corrections(empty_store, asker, "k")
        assert drafts.recall_corrections(empty_store, STAFF, "k").corrections == SAID

    def test_work_of_nobody_is_for_staff_only(self, empty_store, asker) -> None:
        draft = drafts.start_draft(empty_store, Actor(), CONTENT, "a.csv")
        deck = decks.start_briefing(empty_store, Actor(), Deck("题", "zh"))
        assert drafts.list_drafts(empty_store, asker) == []
        assert drafts.find_draft(empty_store, asker, draft.draft_id) is None
        drafts.drop_draft(empty_store, asker, draft)
        decks.drop_briefing(empty_store, asker, deck)
        assert decks.find_briefing(empty_store, asker, deck.briefing_id) is None
        assert drafts.list_drafts(empty_store, STAFF) == [draft]
        assert decks.list_briefings(empty_store, STAFF) == [deck]


def test_somebody_unknown_keeps_nothing_where_sign_in_exists(empty_store) -> None:
    drafts.start_draft(empty_store, STRANGER, CONTENT, "a.csv")
    decks.start_briefing(empty_store, STRANGER, Deck("题", "zh"))
    drafts.remember_corrections(empty_store, STRANGER, "k", SAID, file_name="a.csv")
    assert drafts.list_drafts(empty_store, STAFF) == []
    assert decks.list_briefings(empty_store, STAFF) == []
    assert drafts.list_remembered(empty_store, Actor()) == []


def test_saving_a_draft_that_is_gone_does_not_bring_it_back(empty_store) -> None:
    draft = drafts.start_draft(empty_store, STAFF, CONTENT, "a.csv")
    drafts.drop_draft(empty_store, STAFF, draft)
    drafts.save_draft(empty_store, STAFF, replace(draft, note="late"))
    assert drafts.list_drafts(empty_store, STAFF) == []


def test_without_sign_in_whoever_has_the_link_goes_on(empty_store) -> None:
    draft = drafts.start_draft(empty_store, Actor("王芳"), CONTENT, "a.csv")
    assert drafts.find_draft(empty_store, Actor("李四"), draft.draft_id) == draft
    assert drafts.list_drafts(empty_store, Actor("李四")) == []
