"""Files in work and remembered corrections: kept in the database, so that no lost connection, restart
or other computer loses them.

Whose they are is asked in the statements themselves, for every one of them: where sign-in exists, a
draft is there for its owner alone. What somebody may not open is changed by nothing here.
"""

import hashlib
import uuid
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pandas as pd

from dashboard.access import Action, Actor
from dashboard.importing.corrections import Corrections
from dashboard.store import Store

_CHANGING = ("region_code", "corrections", "source", "note", "changed_at")


@dataclass(frozen=True)
class Draft:
    """A file in work, with what was said about it so far."""

    draft_id: str
    owner: str  # '' for nobody: offered to anyone, or where sign-in exists to staff
    file_name: str
    sha256: str
    region_code: str
    corrections: Corrections = Corrections()
    source: str = ""
    note: str = ""
    changed_at: datetime | None = None  # UTC


@dataclass(frozen=True)
class Remembered:
    """What was said about a layout, and at which file."""

    layout_key: str
    file_name: str
    corrections: Corrections
    saved_at: datetime  # UTC


def start_draft(
    actor: Actor,
    store: Store,
    content: bytes,
    name: str,
    *,
    region_code: str = "",
    corrections: Corrections = Corrections(),
) -> Draft:
    """Keep a file that is now in work, and its bytes; raises UploadError if they cannot be kept.

    Not for files with numbers of persons in them: those are kept nowhere.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    draft = Draft(
        uuid.uuid4().hex, actor.owner, name, sha256, region_code, corrections, changed_at=_now()
    )
    row = _to_row(draft, "draft_id", "file_name", "sha256", *_CHANGING)
    asker = {"asker": actor.owner, "signs_in": actor.signs_in}
    store.write_work(actor, Action.KEEP_DRAFT, ("insert_draft", row | asker), keep=content)
    return draft


def save_draft(actor: Actor, store: Store, draft: Draft) -> Draft:
    """Keep the draft as it is now; it is returned with the time of this change."""
    kept = replace(draft, changed_at=_now())
    row = _to_row(kept, "draft_id", "owner", *_CHANGING)
    store.write_work(actor, Action.KEEP_DRAFT, ("update_draft", row | actor.asks()))
    return kept


def list_drafts(actor: Actor, store: Store) -> list[Draft]:
    """The drafts of this person, and those of nobody that are offered; the last changed first."""
    rows = store.work("list_drafts", {"draft_id": None} | actor.asks())
    return [_from_row(row) for row in rows.to_dict("records")]


def find_draft(actor: Actor, store: Store, draft_id: str) -> Draft | None:
    """The draft of this id; None if it was published or thrown away, or is not for this person."""
    rows = store.work("list_drafts", {"draft_id": draft_id} | actor.asks())
    return _from_row(rows.to_dict("records")[0]) if len(rows) else None


def drop_draft(actor: Actor, store: Store, draft: Draft) -> None:
    """Take a file out of work; its bytes go too unless an upload or another draft needs them."""
    step = ("delete_draft", {"draft_id": draft.draft_id} | actor.asks())
    store.write_work(actor, Action.KEEP_DRAFT, step, drop=draft.sha256)


def remember_corrections(
    actor: Actor, store: Store, layout_key: str, corrections: Corrections, *, file_name: str
) -> None:
    """Keep what was said for the next file of this layout; nothing said is nothing kept.

    What belongs to one file alone (its year, its sheet, whether it holds targets, single cells) is
    left out.
    """
    key = {"asker": actor.owner, "signs_in": actor.signs_in, "layout_key": layout_key}
    # It would be wrong, in silence, in the next one.
    lasting = replace(corrections, year="", measure="", values={}, sheet="")
    steps: list[tuple[str, Mapping[str, object]]] = [("delete_correction", key)]
    if lasting.applied():
        row = {"file_name": file_name, "corrections": lasting.to_json(), "saved_at": _now()}
        steps.append(("insert_correction", key | row))
    store.write_work(actor, Action.KEEP_CORRECTIONS, *steps)


def list_remembered(actor: Actor, store: Store) -> list[Remembered]:
    """What this person said about layouts, newest first."""
    asker = {"asker": actor.owner, "signs_in": actor.signs_in}
    rows = store.work("list_corrections", asker)
    return [
        Remembered(
            row["layout_key"],
            row["file_name"],
            Corrections.from_json(row["corrections"]),
            pd.Timestamp(row["saved_at"]).to_pydatetime(),
        )
        for row in rows.to_dict("records")
    ]


def recall_corrections(actor: Actor, store: Store, layout_key: str) -> Remembered | None:
    """What this person said about this layout; None if nothing."""
    found = (r for r in list_remembered(actor, store) if r.layout_key == layout_key)
    return next(found, None) if layout_key else None


def forget_corrections(actor: Actor, store: Store, layout_key: str) -> None:
    """Forget what this person said about this layout."""
    key = {"asker": actor.owner, "signs_in": actor.signs_in, "layout_key": layout_key}
    store.write_work(actor, Action.KEEP_CORRECTIONS, ("delete_correction", key))


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _to_row(draft: Draft, *names: str) -> dict[str, object]:
    row = {name: getattr(draft, name) for name in names}
    return row | {"corrections": draft.corrections.to_json()}


def _from_row(row: Mapping[Hashable, Any]) -> Draft:
    values = {str(name): value for name, value in row.items()} | {
        "corrections": Corrections.from_json(row["corrections"]),
        "changed_at": pd.Timestamp(row["changed_at"]).to_pydatetime(),
    }
    return Draft(**values)
