"""The log: one act and its rows, checked and added inside a transaction."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime

import pandas as pd

from dashboard.access import Forbidden
from dashboard.errors import UploadError
from dashboard.i18n import mark
from dashboard.reporting import Limits
from dashboard.sql import load_query
from dashboard.store.connection import Connection


@dataclass(frozen=True)
class NewUpload:
    """What is published: everything about an upload that neither figures nor actor say."""

    source: str
    file_name: str = ""
    sha256: str = ""
    note: str = ""
    kind: str = "figures"  # figures, demonstration, rules
    rejected_count: int = 0


# From here on a sum of all places would no longer be exact in the numbers that the log keeps.
_LARGEST = 1e15


def newest_upload(cursor: Connection) -> int:
    """The id of the newest upload or undo; 0 where there is none."""
    return cursor.execute(load_query("store/newest_upload").text).fetchall()[0][0]


def log_upload(
    cursor: Connection,
    figures: pd.DataFrame,
    upload: NewUpload,
    *,
    uploaded_by: str,
    may_be_empty: bool = False,
) -> int:
    """Add an upload and its rows to the log; its number. Raises UploadError (see ``Store.publish``).

    ``may_be_empty`` is for an upload that brings targets or breaks in series.
    """
    incoming = _with_source(figures, upload.source)
    cursor.register("incoming", incoming)
    counts = (
        cursor.execute(load_query("write/compare_incoming").text, {"largest": _LARGEST})
        .df()
        .iloc[0]
    )
    if counts["row_count"] == 0 and not may_be_empty:
        raise UploadError(mark("There is no figure to publish."))
    _check_counts(counts)
    number = newest_upload(cursor) + 1
    new, changed = int(counts["new_count"]), int(counts["changed_count"])
    unchanged = len(incoming) - new - changed
    cells = (new, changed, unchanged, upload.rejected_count)
    insert_upload(cursor, number, upload, uploaded_by=uploaded_by, counts=cells)
    cursor.execute(load_query("write/insert_log").text, {"upload_id": number})
    return number


def log_undo(cursor: Connection, undone: int, *, uploaded_by: str, note: str) -> int:
    """Add the withdrawal of upload ``undone`` to the log; its number. Raises UploadError."""
    known = cursor.execute(load_query("store/find_act").text, {"upload_id": undone}).fetchall()
    _check_undo(undone, known)
    number = newest_upload(cursor) + 1
    act = NewUpload(source="", note=note, kind="undo")
    insert_upload(cursor, number, act, uploaded_by=uploaded_by, counts=(0, 0, 0, 0), undoes=undone)
    return number


def log_attached(
    cursor: Connection,
    number: int,
    targets: pd.DataFrame | None,
    breaks: pd.DataFrame | None,
) -> None:
    """Add the targets and breaks in series that an upload brings. Raises UploadError for a wrong one."""
    if targets is not None and len(targets):
        cursor.register("incoming_target", targets)
        _check_attached(cursor, "check_targets", {"largest": _LARGEST})
        cursor.execute(load_query("write/insert_targets").text, {"upload_id": number})
    if breaks is not None and len(breaks):
        cursor.register("incoming_break", breaks)
        _check_attached(cursor, "check_breaks", {})
        cursor.execute(load_query("write/insert_breaks").text, {"upload_id": number})


_WRONG = {
    "number_count": mark(
        "{count} {count:target is no number|targets are no numbers}, or too large for one."
    ),
    "unknown_count": mark(
        "{count} {count:target or break names|targets or breaks name} an indicator or a region that "
        "the catalogue does not list."
    ),
    "kind_count": mark("{count} {count:target is|targets are} neither annual nor of a plan."),
    "reason_count": mark("{count} {count:break has|breaks have} no reason."),
    "double_count": mark(
        "{count} {count:target or break names|targets or breaks name} an indicator, region and year "
        "that another row names too."
    ),
}


def _check_attached(cursor: Connection, name: str, parameters: dict[str, float]) -> None:
    counts = cursor.execute(load_query(f"write/{name}").text, parameters).df().iloc[0]
    for fault, message in _WRONG.items():
        if counts.get(fault, 0):
            raise UploadError(message, count=int(counts[fault]))


def find_forbidden(
    cursor: Connection, limits: Limits, *, upload_id: int, is_undo: bool
) -> list[Forbidden]:
    """The cells that an act changes and ``limits`` forbid; for inside its transaction.

    Looked at before ``observation`` follows the log. What stands there already may come again, and
    demonstration figures are nobody's.
    """
    if not limits.locked and limits.allowed is None:
        return []
    locked = pd.DataFrame(sorted(limits.locked), columns=["indicator", "period"], dtype=str)
    allowed = pd.DataFrame({"region_code": sorted(limits.allowed or ())}, dtype=str)
    cursor.register("locked", locked)
    cursor.register("allowed", allowed)
    name = "find_undone_cells" if is_undo else "find_changed_cells"
    cursor.execute(load_query(f"write/{name}").text, {"upload_id": upload_id})
    rows = cursor.execute(
        load_query("write/find_forbidden").text, {"is_limited": limits.allowed is not None}
    ).fetchall()
    return [Forbidden(*row) for row in rows]


def insert_upload(
    cursor: Connection,
    number: int,
    upload: NewUpload,
    *,
    uploaded_by: str,
    counts: tuple[int, int, int, int],
    undoes: int | None = None,
) -> None:
    """Add an act to the log; ``counts`` are its cells new, changed, unchanged and rejected."""
    names = ("new_count", "changed_count", "unchanged_count", "rejected_count")
    values = asdict(upload) | dict(zip(names, counts, strict=True))
    values |= {
        "upload_id": number,
        "undoes": undoes,
        "uploaded_by": uploaded_by,
        "uploaded_at": datetime.now(UTC).replace(tzinfo=None),
    }
    cursor.execute(load_query("write/insert_upload").text, values)


def _with_source(figures: pd.DataFrame, source: str) -> pd.DataFrame:
    columns = ["indicator", "region_code", "period", "value", "status", "note_zh", "note_en"]
    frame = figures[columns].copy()
    frame["source"] = figures.get("source", source)
    frame["value"] = frame["value"].astype("float64")
    if frame.empty:
        # Columns without a row have no type that a statement could compare.
        texts = frame.columns.drop("value")
        frame[texts] = frame[texts].astype("str")
    return frame


def _check_counts(counts: pd.Series) -> None:
    if counts["invalid_count"]:
        raise UploadError(
            mark(
                "{count} {count:figure has|figures have} no source, no period such as 2024, 2024-Q2 or 2024-06, or a "
                "value and a state that do not go together."
            ),
            count=int(counts["invalid_count"]),
        )
    if counts["too_large_count"]:
        raise UploadError(
            mark(
                "{count} {count:figure is|figures are} larger than any real one can be (from 1,000,000,000,000,000)."
            ),
            count=int(counts["too_large_count"]),
        )
    if counts["unknown_count"]:
        raise UploadError(
            mark(
                "{count} {count:figure names|figures name} an indicator or a region that the catalogue does not list."
            ),
            count=int(counts["unknown_count"]),
        )
    if counts["cell_count"] != counts["row_count"]:
        raise UploadError(
            mark(
                "{count} {count:figure names|figures name} a region, period and indicator that another row names too."
            ),
            count=int(counts["row_count"] - counts["cell_count"]),
        )


def _check_undo(upload_id: int, known: list[tuple[str, int | None]]) -> None:
    if not known:
        raise UploadError(mark("There is no upload {upload}."), upload=upload_id)
    kind, undone_by = known[0]
    if kind == "rules":
        raise UploadError(
            mark("Act {upload} is a change of settings or reference tables: change them back."),
            upload=upload_id,
        )
    if kind == "undo":
        raise UploadError(
            mark("Upload {upload} is itself an undo. Publish the file again instead."),
            upload=upload_id,
        )
    if undone_by is not None:
        raise UploadError(
            mark("Upload {upload} was undone before, by upload {by}."),
            upload=upload_id,
            by=undone_by,
        )
