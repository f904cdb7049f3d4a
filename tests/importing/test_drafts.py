"""Files in work and remembered corrections survive everything but publishing and throwing away."""

import pytest

from dashboard.access import Actor
from dashboard.importing.corrections import Corrections
from dashboard.importing.upload.upload_drafts import (
    drop_draft,
    find_draft,
    forget_corrections,
    list_drafts,
    list_remembered,
    recall_corrections,
    remember_corrections,
    save_draft,
    start_draft,
)
from dashboard.store import NewUpload, Store

CONTENT = "地区,年份,会员人数\n西安市,2023,2500\n".encode()
SAID = Corrections(places={"长安": "610116"}, units={"members": "万人"})


def test_a_draft_survives_a_restart_with_its_bytes_and_corrections(empty_store) -> None:
    draft = start_draft(Actor(" Wang  Fang "), empty_store, CONTENT, "会员.csv", corrections=SAID)
    empty_store.close()
    store = Store(empty_store.path)
    try:
        (known,) = list_drafts(Actor("wang fang"), store)
        assert known == draft
        assert known.corrections == SAID
        assert store.files.read(known.sha256) == CONTENT
        assert store.version == 0
    finally:
        store.close()


def test_a_draft_is_offered_to_its_owner_and_one_of_nobody_to_anyone(empty_store) -> None:
    own = start_draft(Actor("王芳"), empty_store, CONTENT, "a.csv")
    nobodys = start_draft(Actor(), empty_store, CONTENT, "b.csv")
    assert {d.draft_id for d in list_drafts(Actor("王芳"), empty_store)} == {
        own.draft_id,
        nobodys.draft_id,
    }
    assert [d.draft_id for d in list_drafts(Actor("李四"), empty_store)] == [nobodys.draft_id]


def test_saving_replaces_what_was_kept(empty_store) -> None:
    draft = start_draft(Actor(), empty_store, CONTENT, "a.csv")
    save_draft(
        Actor(), empty_store, draft.__class__(**{**vars(draft), "source": "年报", "owner": "王芳"})
    )
    (known,) = list_drafts(Actor("王芳"), empty_store)
    assert (known.source, known.owner) == ("年报", "王芳")


def test_thrown_away_a_draft_leaves_no_bytes_unless_somebody_needs_them(empty_store, make_frame):
    first = start_draft(Actor(), empty_store, CONTENT, "a.csv")
    second = start_draft(Actor(), empty_store, CONTENT, "b.csv")
    drop_draft(Actor(), empty_store, first)
    assert empty_store.files.read(first.sha256) == CONTENT
    assert find_draft(Actor(), empty_store, first.draft_id) is None
    drop_draft(Actor(), empty_store, second)
    assert list((empty_store.path.parent / "uploads").iterdir()) == []
    third = start_draft(Actor(), empty_store, CONTENT, "c.csv")
    upload = NewUpload(source="年报", sha256=third.sha256)
    empty_store.publish(Actor(), make_frame(("members", "610100", "2023", 1, "final")), upload)
    drop_draft(Actor(), empty_store, third)
    assert empty_store.files.read(third.sha256) == CONTENT


def test_corrections_are_remembered_by_person_and_layout(empty_store) -> None:
    remember_corrections(Actor("王芳"), empty_store, "k1", SAID, file_name="a.csv")
    assert recall_corrections(Actor("王芳"), empty_store, "k1").corrections == SAID
    assert recall_corrections(Actor("李四"), empty_store, "k1") is None
    assert recall_corrections(Actor("王芳"), empty_store, "k2") is None
    forget_corrections(Actor("王芳"), empty_store, "k1")
    assert list_remembered(Actor("王芳"), empty_store) == []


def test_what_belongs_to_one_file_alone_is_not_remembered(empty_store) -> None:
    said = Corrections(year="2024", values={"C2": "5"}, sheet="一月", marks={"-": "not_applicable"})
    remember_corrections(Actor(), empty_store, "k1", said, file_name="a.csv")
    known = recall_corrections(Actor(), empty_store, "k1")
    assert known.corrections == Corrections(marks={"-": "not_applicable"})
    remember_corrections(Actor(), empty_store, "k1", Corrections(year="2025"), file_name="b.csv")
    assert recall_corrections(Actor(), empty_store, "k1") is None


@pytest.mark.parametrize("text", ["x'; DROP TABLE draft; --", "$owner"])
def test_names_are_data(empty_store, text: str) -> None:
    start_draft(Actor(text), empty_store, CONTENT, text)
    assert list_drafts(Actor(text), empty_store)[0].file_name == text
