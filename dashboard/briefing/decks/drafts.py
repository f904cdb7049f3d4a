"""Decks in work: kept in the database, so that no lost connection, restart or other computer loses
them. Whoever has the link can go on with one; where sign-in exists, its owner alone.

Whose they are is asked in the statements themselves: what somebody may not open is changed by
nothing here.
"""

import hashlib
import uuid
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pandas as pd

from dashboard.access import Action, Actor
from dashboard.briefing.decks.deck import Deck
from dashboard.store import Store

_CHANGING = ("briefing_id", "template_name", "template_sha256", "changed_at")


@dataclass(frozen=True)
class Briefing:
    """A deck in work and the organisation's template that it is made with."""

    briefing_id: str
    owner: str  # '' for nobody: offered to anyone, or where sign-in exists to staff
    deck: Deck
    template_name: str = ""  # empty: the dashboard's own template
    template_sha256: str = ""
    changed_at: datetime | None = None  # UTC


def start_briefing(actor: Actor, store: Store, deck: Deck) -> Briefing:
    """Keep a new deck."""
    briefing = Briefing(uuid.uuid4().hex, actor.owner, deck, changed_at=_now())
    asker = {"asker": actor.owner, "signs_in": actor.signs_in}
    store.write_work(actor, Action.KEEP_BRIEFING, ("insert_briefing", _to_row(briefing) | asker))
    return briefing


def save_briefing(
    actor: Actor,
    store: Store,
    briefing: Briefing,
    *,
    template: bytes | None = None,
    drop: str = "",
) -> Briefing:
    """Keep the deck as it is now, and a new template; it is returned with the time of this change.

    ``drop`` is the sha256 of a template that it needs no more.
    """
    kept = replace(briefing, changed_at=_now())
    step = ("update_briefing", _to_row(kept) | actor.asks())
    store.write_work(actor, Action.KEEP_BRIEFING, step, keep=template, drop=drop)
    return kept


def keep_template(
    actor: Actor, store: Store, briefing: Briefing, content: bytes, name: str
) -> Briefing:
    """Make the deck with an organisation's template, which is kept; raises UploadError if it cannot be."""
    return _set_template(actor, store, briefing, name, content)


def drop_template(actor: Actor, store: Store, briefing: Briefing) -> Briefing:
    """Make the deck with the dashboard's own template again."""
    return _set_template(actor, store, briefing, "", None)


def _set_template(
    actor: Actor, store: Store, briefing: Briefing, name: str, content: bytes | None
) -> Briefing:
    sha256 = hashlib.sha256(content).hexdigest() if content is not None else ""
    changed = replace(briefing, template_name=name, template_sha256=sha256)
    return save_briefing(actor, store, changed, template=content, drop=briefing.template_sha256)


def read_template(store: Store, briefing: Briefing) -> bytes | None:
    """The bytes of the organisation's template; None for the dashboard's own."""
    return store.files.read(briefing.template_sha256) if briefing.template_sha256 else None


def list_briefings(actor: Actor, store: Store) -> list[Briefing]:
    """The decks of this person, and those of nobody that are offered; the last changed first."""
    rows = store.work("list_briefings", {"briefing_id": None} | actor.asks())
    return [_from_row(row) for row in rows.to_dict("records")]


def find_briefing(actor: Actor, store: Store, briefing_id: str) -> Briefing | None:
    """The deck of this id; None if it was thrown away, or is not for this person."""
    rows = store.work("list_briefings", {"briefing_id": briefing_id} | actor.asks())
    return _from_row(rows.to_dict("records")[0]) if len(rows) else None


def drop_briefing(actor: Actor, store: Store, briefing: Briefing) -> None:
    """Throw a deck away; its template goes too unless something else needs it."""
    step = ("delete_briefing", {"briefing_id": briefing.briefing_id} | actor.asks())
    store.write_work(actor, Action.KEEP_BRIEFING, step, drop=briefing.template_sha256)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _to_row(briefing: Briefing) -> dict[str, object]:
    row = {name: getattr(briefing, name) for name in _CHANGING}
    return row | {"deck": briefing.deck.to_json()}


def _from_row(row: Mapping[Hashable, Any]) -> Briefing:
    values = {str(name): value for name, value in row.items()} | {
        "deck": Deck.from_json(row["deck"]),
        "changed_at": pd.Timestamp(row["changed_at"]).to_pydatetime(),
    }
    return Briefing(**values)
