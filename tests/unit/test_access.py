"""Who may publish, and whose work in the database is whose."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from dashboard import access
from dashboard.access import SEED, Action, Actor, Entrance, Forbidden, authorise, may
from dashboard.briefing.decks import drafts as decks
from dashboard.briefing.decks.deck import Deck
from dashboard.errors import AccessError, UploadError
from dashboard.importing.corrections import Corrections
from dashboard.importing.upload import upload_drafts as drafts
from dashboard.reporting import Limits
from dashboard.settings import load_settings
from dashboard.store import NewUpload

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
        authorise(actor, Action.PUBLISH)
    authorise(STAFF, Action.PUBLISH)


@pytest.mark.parametrize("asker", [READER, STRANGER, Actor("王芳", signs_in=True)])
class TestWorkOfAnother:
    def test_draft_is_neither_listed_nor_opened_changed_or_thrown_away(
        self, empty_store, asker
    ) -> None:
        draft = drafts.start_draft(STAFF, empty_store, CONTENT, "a.csv")
        assert drafts.list_drafts(asker, empty_store) == []
        assert drafts.find_draft(asker, empty_store, draft.draft_id) is None
        drafts.save_draft(asker, empty_store, replace(draft, note="x", owner=asker.owner))
        drafts.drop_draft(asker, empty_store, draft)
        assert drafts.list_drafts(STAFF, empty_store) == [draft]
        assert empty_store.files.read(draft.sha256) == CONTENT

    def test_deck_is_neither_listed_nor_opened_changed_or_thrown_away(
        self, empty_store, asker
    ) -> None:
        deck = decks.start_briefing(STAFF, empty_store, Deck("题", "zh"))
        assert decks.list_briefings(asker, empty_store) == []
        assert decks.find_briefing(asker, empty_store, deck.briefing_id) is None
        decks.save_briefing(asker, empty_store, replace(deck, deck=Deck("改", "zh")))
        decks.keep_template(asker, empty_store, deck, b"PK", "own.pptx")
        decks.drop_briefing(asker, empty_store, deck)
        assert decks.list_briefings(STAFF, empty_store) == [deck]

    def test_remembered_corrections_are_neither_read_nor_forgotten(
        self, empty_store, asker
    ) -> None:
        drafts.remember_corrections(STAFF, empty_store, "k", SAID, file_name="a.csv")
        assert drafts.list_remembered(asker, empty_store) == []
        drafts.forget_corrections(asker, empty_store, "k")
        assert drafts.recall_corrections(STAFF, empty_store, "k").corrections == SAID

    def test_work_of_nobody_is_for_staff_only(self, empty_store, asker) -> None:
        draft = drafts.start_draft(Actor(), empty_store, CONTENT, "a.csv")
        deck = decks.start_briefing(Actor(), empty_store, Deck("题", "zh"))
        assert drafts.list_drafts(asker, empty_store) == []
        assert drafts.find_draft(asker, empty_store, draft.draft_id) is None
        drafts.drop_draft(asker, empty_store, draft)
        decks.drop_briefing(asker, empty_store, deck)
        assert decks.find_briefing(asker, empty_store, deck.briefing_id) is None
        assert drafts.list_drafts(STAFF, empty_store) == [draft]
        assert decks.list_briefings(STAFF, empty_store) == [deck]


def test_somebody_unknown_keeps_nothing_where_sign_in_exists(empty_store) -> None:
    drafts.start_draft(STRANGER, empty_store, CONTENT, "a.csv")
    decks.start_briefing(STRANGER, empty_store, Deck("题", "zh"))
    drafts.remember_corrections(STRANGER, empty_store, "k", SAID, file_name="a.csv")
    assert drafts.list_drafts(STAFF, empty_store) == []
    assert decks.list_briefings(STAFF, empty_store) == []
    assert drafts.list_remembered(Actor(), empty_store) == []


def test_saving_a_draft_that_is_gone_does_not_bring_it_back(empty_store) -> None:
    draft = drafts.start_draft(STAFF, empty_store, CONTENT, "a.csv")
    drafts.drop_draft(STAFF, empty_store, draft)
    drafts.save_draft(STAFF, empty_store, replace(draft, note="late"))
    assert drafts.list_drafts(STAFF, empty_store) == []


def test_without_sign_in_whoever_has_the_link_goes_on(empty_store) -> None:
    draft = drafts.start_draft(Actor("王芳"), empty_store, CONTENT, "a.csv")
    assert drafts.find_draft(Actor("李四"), empty_store, draft.draft_id) == draft
    assert drafts.list_drafts(Actor("李四"), empty_store) == []


@pytest.fixture
def limits(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Wang reports for Yangling alone; who was asked for."""
    asked: list[str] = []

    def read(person: str) -> Limits:
        asked.append(person)
        return Limits(allowed=frozenset({"610403"}))

    monkeypatch.setattr(access, "read_limits", read)
    return asked


def forbid_everything(limits: Limits) -> list[Forbidden]:
    return [] if limits == Limits() else [Forbidden("region", 2, "610100 西安市")]


def test_page_shows_what_the_door_lets_through(limits: list[str]) -> None:
    for action in (Action.PUBLISH, Action.UNDO, Action.READ_NAMES):
        assert may(STAFF, action) and not may(READER, action) and not may(STRANGER, action)
    assert may(STAFF, Action.PUBLISH, "610403") and not may(STAFF, Action.PUBLISH, "610100")
    assert not may(READER, Action.PUBLISH, "610403")
    assert may(READER, Action.KEEP_BRIEFING) and not may(STRANGER, Action.KEEP_BRIEFING)
    assert limits == [STAFF.name, STAFF.name]  # where no region is named no table is read


def test_command_line_is_no_page_but_keeps_to_regions_and_locks(limits: list[str]) -> None:
    actor = Actor(LI, entrance=Entrance.COMMAND_LINE)
    authorise(actor, Action.PUBLISH)
    with pytest.raises(UploadError, match="2 figures are of regions.*such as 610100 西安市"):
        authorise(actor, Action.PUBLISH, forbid_everything)
    assert limits == [LI]


def test_seed_data_is_limited_by_nothing(limits: list[str]) -> None:
    authorise(SEED, Action.PUBLISH, forbid_everything)
    assert limits == []


def test_store_refuses_who_may_not_before_it_looks_at_anything(empty_store) -> None:
    for act in (
        lambda: empty_store.publish(READER, None, NewUpload(source="")),
        lambda: empty_store.undo(READER, 9, note=""),
    ):
        with pytest.raises(AccessError, match="only staff"):
            act()
    assert empty_store.version == 0
