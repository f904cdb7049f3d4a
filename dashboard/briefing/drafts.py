"""Decks in work: kept in the database, so that no lost connection, restart or other computer loses
them. Whoever has the link can go on with one.
"""

import hashlib
import uuid
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime

import pandas as pd

from dashboard.briefing.deck import Deck
from dashboard.store import Store, make_owner


@dataclass(frozen=True)
class Briefing:
    """A deck in work and the house template that it is made with."""

    briefing_id: str
    owner: str  # '' for nobody: offered to anyone
    deck: Deck
    template_name: str = ""  # empty: the dashboard's own template
    template_sha256: str = ""
    changed_at: datetime | None = None  # UTC


def start_briefing(store: Store, deck: Deck, *, owner: str = "") -> Briefing:
    """Keep a new deck."""
    return save_briefing(store, Briefing(uuid.uuid4().hex, make_owner(owner), deck))


def save_briefing(
    store: Store, briefing: Briefing, *, template: bytes | None = None, drop: str = ""
) -> Briefing:
    """Keep the deck as it is now, and a new template; it is returned with the time of this change.

    ``drop`` is the sha256 of a template that it needs no more.
    """
    kept = replace(briefing, changed_at=datetime.now(UTC).replace(tzinfo=None))
    row = {item.name: getattr(kept, item.name) for item in fields(Briefing)}
    row["deck"] = kept.deck.to_json()
    key = {"briefing_id": briefing.briefing_id}
    store.write_work(("delete_briefing", key), ("insert_briefing", row), keep=template, drop=drop)
    return kept


def keep_template(store: Store, briefing: Briefing, content: bytes, name: str) -> Briefing:
    """Make the deck with a house template, which is kept; raises UploadError if it cannot be."""
    return _set_template(store, briefing, name, content)


def drop_template(store: Store, briefing: Briefing) -> Briefing:
    """Make the deck with the dashboard's own template again."""
    return _set_template(store, briefing, "", None)


def _set_template(store: Store, briefing: Briefing, name: str, content: bytes | None) -> Briefing:
    sha256 = hashlib.sha256(content).hexdigest() if content is not None else ""
    changed = replace(briefing, template_name=name, template_sha256=sha256)
    return save_briefing(store, changed, template=content, drop=briefing.template_sha256)


def read_template(store: Store, briefing: Briefing) -> bytes | None:
    """The bytes of the house template; None for the dashboard's own."""
    return store.files.read(briefing.template_sha256) if briefing.template_sha256 else None


def list_briefings(store: Store, owner: str) -> list[Briefing]:
    """The decks of ``owner`` and those of nobody, the last changed first."""
    rows = store.work("list_briefings", {"owner": make_owner(owner), "briefing_id": None})
    return [_from_row(row) for row in rows.to_dict("records")]


def find_briefing(store: Store, briefing_id: str) -> Briefing | None:
    """The deck of this id; None if it was thrown away."""
    rows = store.work("list_briefings", {"owner": "", "briefing_id": briefing_id})
    return _from_row(rows.to_dict("records")[0]) if len(rows) else None


def drop_briefing(store: Store, briefing: Briefing) -> None:
    """Throw a deck away; its template goes too unless something else needs it."""
    key = {"briefing_id": briefing.briefing_id}
    store.write_work(("delete_briefing", key), drop=briefing.template_sha256)


def _from_row(row: dict) -> Briefing:
    values = row | {
        "deck": Deck.from_json(row["deck"]),
        "changed_at": pd.Timestamp(row["changed_at"]).to_pydatetime(),
    }
    return Briefing(**values)
