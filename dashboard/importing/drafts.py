"""Files in work and remembered corrections: kept in the database, so that no lost connection, restart
or other computer loses them.

The owner is an e-mail address or a name; capitals and spaces around it do not count.
"""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime

import pandas as pd

from dashboard.importing.corrections import Corrections
from dashboard.store import Store, make_owner

# What belongs to one file alone: it would be wrong, in silence, in the next one.
_OF_ONE_FILE = {"year": "", "values": {}, "sheet": ""}


@dataclass(frozen=True)
class Draft:
    """A file in work, with what was said about it so far."""

    draft_id: str
    owner: str  # '' for nobody: offered to anyone
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
    store: Store,
    content: bytes,
    name: str,
    *,
    owner: str = "",
    region_code: str = "",
    corrections: Corrections = Corrections(),
) -> Draft:
    """Keep a file that is now in work, and its bytes; raises UploadError if they cannot be kept.

    Not for files with numbers of persons in them: those are kept nowhere.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    draft = Draft(uuid.uuid4().hex, make_owner(owner), name, sha256, region_code, corrections)
    return save_draft(store, draft, content=content)


def save_draft(store: Store, draft: Draft, *, content: bytes | None = None) -> Draft:
    """Keep the draft as it is now, a new one with its bytes; returned with the time of this change."""
    kept = replace(draft, changed_at=_now())
    row = {item.name: getattr(kept, item.name) for item in fields(Draft)}
    row["corrections"] = kept.corrections.to_json()
    store.write_work(
        ("delete_draft", {"draft_id": draft.draft_id}), ("insert_draft", row), keep=content
    )
    return kept


def list_drafts(store: Store, owner: str) -> list[Draft]:
    """The drafts of ``owner`` and those of nobody, the last changed first."""
    rows = store.work("list_drafts", {"owner": make_owner(owner), "draft_id": None})
    return [_from_row(row) for row in rows.to_dict("records")]


def find_draft(store: Store, draft_id: str) -> Draft | None:
    """The draft of this id; None if it was published or thrown away."""
    rows = store.work("list_drafts", {"owner": "", "draft_id": draft_id})
    return _from_row(rows.to_dict("records")[0]) if len(rows) else None


def drop_draft(store: Store, draft: Draft) -> None:
    """Take a file out of work; its bytes go too unless an upload or another draft needs them."""
    store.write_work(("delete_draft", {"draft_id": draft.draft_id}), drop=draft.sha256)


def remember_corrections(
    store: Store, owner: str, layout_key: str, corrections: Corrections, *, file_name: str
) -> None:
    """Keep what was said for the next file of this layout; nothing said is nothing kept.

    What belongs to one file alone (its year, its sheet, single cells) is left out.
    """
    key = {"owner": make_owner(owner), "layout_key": layout_key}
    lasting = replace(corrections, **_OF_ONE_FILE)
    steps: list[tuple[str, Mapping[str, object]]] = [("delete_correction", key)]
    if lasting.applied():
        row = {"file_name": file_name, "corrections": lasting.to_json(), "saved_at": _now()}
        steps.append(("insert_correction", key | row))
    store.write_work(*steps)


def list_remembered(store: Store, owner: str) -> list[Remembered]:
    """What ``owner`` said about layouts, newest first."""
    rows = store.work("list_corrections", {"owner": make_owner(owner)})
    return [
        Remembered(
            row["layout_key"],
            row["file_name"],
            Corrections.from_json(row["corrections"]),
            pd.Timestamp(row["saved_at"]).to_pydatetime(),
        )
        for row in rows.to_dict("records")
    ]


def recall_corrections(store: Store, owner: str, layout_key: str) -> Remembered | None:
    """What ``owner`` said about this layout; None if nothing."""
    found = (r for r in list_remembered(store, owner) if r.layout_key == layout_key)
    return next(found, None) if layout_key else None


def forget_corrections(store: Store, owner: str, layout_key: str) -> None:
    """Forget what ``owner`` said about this layout."""
    store.write_work(("delete_correction", {"owner": make_owner(owner), "layout_key": layout_key}))


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _from_row(row: dict) -> Draft:
    values = row | {
        "corrections": Corrections.from_json(row["corrections"]),
        "changed_at": pd.Timestamp(row["changed_at"]).to_pydatetime(),
    }
    return Draft(**values)
